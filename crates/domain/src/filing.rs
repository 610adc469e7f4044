//! Filing (备案): one enterprise in one stream, from the application to the opened service.
//!
//! State, commands and events are here; what the commands do is in [`decide`](self::decide()) and the
//! files of the folder. Money is reserved when a monthly batch closes ([`reserve`]).

mod applicant;
mod edition;
mod office;
mod outlook;
mod reserve;

pub use applicant::takes_filings;
pub use outlook::{MayFile, Outlook, may_file, outlook};
pub use reserve::{Expected, Fate, intake};

use crate::course::Place;
use crate::course::{Course, CourseEvent, ReturnItem};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::facts::Attested;
use crate::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId};
use crate::paper::{File, Finding, Paper, Papers, Verdict};
use crate::world::{Key, Stop};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use policy::money::Fen;
use policy::schema::{IsoDate, IsoInstant};
use policy::value::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The id of the procedure in the policy.
pub const PROCEDURE: &str = "filing";
/// The role of the programme's clock, which a filing waits for once the district has sent it.
const CLOCK: &str = "programme";

/// A filing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Filing {
    /// Counts the changes; forms carry it.
    pub revision: i64,
    /// The programme.
    pub programme: ProgrammeId,
    /// The policy it is filed under (I8).
    pub policy_hash: String,
    /// Who files.
    pub enterprise: EnterpriseId,
    /// The enterprise's name at that time, for lists.
    pub enterprise_name: String,
    /// The stream.
    pub stream: String,
    /// The district of registration.
    pub district: String,
    /// The number of the receipt.
    pub number: Option<String>,
    /// The application form.
    pub form: Application,
    /// The papers.
    pub papers: Papers,
    /// What officers attested, by fact.
    pub attested: BTreeMap<String, Attested>,
    /// When it was handed in; the order of receipt.
    #[schemars(with = "Option<IsoInstant>")]
    pub received_at: Option<Timestamp>,
    /// Where it stands; none while it is a draft.
    pub course: Option<Course>,
    /// When the district sent it with its batch.
    #[schemars(with = "Option<IsoDate>")]
    pub sent_on: Option<Date>,
    /// What is reserved for it.
    pub reservation: Reservation,
    /// Its claims that have not ended, each with the first day of its contract year; while there is one, the
    /// reservation does not lapse, and no other claim may share a day with it.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, IsoDate>")]
    pub claims: BTreeMap<ClaimId, Date>,
}

/// The application form ①: what the service is for, from whom, and how much it will cost a year.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Application {
    /// The purpose of use.
    pub purpose: String,
    /// SaaS, PaaS or IaaS.
    pub service_model: Option<ServiceModel>,
    /// The project type, from the city's list.
    pub project_type: String,
    /// The provider, from the city's register.
    pub provider: String,
    /// The estimated yearly contract.
    pub estimate: Option<Fen>,
    /// The planned start of service.
    #[schemars(with = "Option<IsoDate>")]
    pub starts_on: Option<Date>,
    /// Answers to further facts that the policy asks the applicant, by fact.
    pub answers: BTreeMap<String, Value>,
}

/// The service model.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceModel {
    /// Software as a service.
    Saas,
    /// Platform as a service.
    Paas,
    /// Infrastructure as a service.
    Iaas,
}

/// The first half of total control: what is reserved for a filing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Reservation {
    /// Not yet its turn.
    None,
    /// The budget was used up: it waits in order.
    Waiting {
        /// Since when.
        #[schemars(with = "IsoDate")]
        since: Date,
    },
    /// An amount is reserved in a budget year.
    Held {
        /// The budget year.
        year: i16,
        /// How much is left of it.
        amount: Fen,
        /// Since when.
        #[schemars(with = "IsoDate")]
        since: Date,
    },
    /// It was given back.
    Released,
}

/// What can be asked of filings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum FilingCommand {
    /// The enterprise starts a draft.
    Start {
        /// Which programme.
        programme: ProgrammeId,
        /// Which stream.
        stream: String,
    },
    /// The enterprise saves the form.
    Save {
        /// Which filing.
        filing: FilingId,
        /// The form.
        form: Application,
    },
    /// The enterprise attaches a paper.
    Attach {
        /// Which filing.
        filing: FilingId,
        /// As which document of the policy.
        document: String,
        /// The file.
        file: File,
        /// The paper's own date.
        #[schemars(with = "Option<IsoDate>")]
        dated: Option<Date>,
    },
    /// The enterprise removes a paper.
    Detach {
        /// Which filing.
        filing: FilingId,
        /// Which document.
        document: String,
    },
    /// The owner hands it in, or hands it in again after correction.
    Submit {
        /// Which filing.
        filing: FilingId,
        /// The revision the page was drawn from.
        drawn: i64,
    },
    /// The owner takes it back.
    Withdraw {
        /// Which filing.
        filing: FilingId,
    },
    /// An officer finds a paper in order, incomplete or in disagreement.
    Find {
        /// Which filing.
        filing: FilingId,
        /// Which document.
        document: String,
        /// What was found.
        verdict: Verdict,
        /// Words, where something is wrong.
        words: String,
    },
    /// An officer attests facts.
    Attest {
        /// Which filing.
        filing: FilingId,
        /// The facts by id.
        facts: BTreeMap<String, Value>,
    },
    /// The actor whose turn it is passes the step.
    Pass {
        /// Which filing.
        filing: FilingId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// The opinion.
        opinion: String,
    },
    /// The officer returns it for correction: everything at once, item by item.
    Return {
        /// Which filing.
        filing: FilingId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// The items.
        items: Vec<ReturnItem>,
        /// Why again, where an item was returned before.
        reason: Option<String>,
    },
    /// A reviewer or signer gives it back to the first rank of the office.
    HandBack {
        /// Which filing.
        filing: FilingId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// Why.
        words: String,
    },
    /// The officer refuses it, or proposes so to the next rank.
    Refuse {
        /// Which filing.
        filing: FilingId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// The codes of the policy.
        codes: Vec<String>,
        /// In words.
        words: String,
    },
    /// The district sends its monthly batch.
    Send {
        /// Which filings.
        filings: Vec<FilingId>,
    },
    /// The lead office moves it to another edition of the policy.
    MoveEdition {
        /// Which filing.
        filing: FilingId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// The hash of the document.
        policy_hash: String,
        /// Why.
        reason: String,
    },
    /// The clock closes the monthly intake: filings go on and money is reserved in order.
    CloseIntake {
        /// Which programme.
        programme: ProgrammeId,
        /// The filings sent up to the cut-off, and those that wait.
        filings: Vec<FilingId>,
    },
    /// The clock lets a reservation lapse that saw no roster line in time.
    Lapse {
        /// Which filing.
        filing: FilingId,
    },
}

/// What happened to a filing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum FilingEvent {
    /// A draft was started.
    Started {
        /// The programme.
        programme: ProgrammeId,
        /// The policy document.
        policy_hash: String,
        /// Who.
        enterprise: EnterpriseId,
        /// The name at that time.
        enterprise_name: String,
        /// The stream.
        stream: String,
        /// The district.
        district: String,
    },
    /// The form was saved.
    Saved(Application),
    /// A paper was attached.
    Attached {
        /// As which document.
        document: String,
        /// The paper.
        paper: Paper,
    },
    /// A paper was removed.
    Detached {
        /// Which document.
        document: String,
    },
    /// It was handed in.
    Submitted {
        /// The number of the receipt.
        number: String,
        /// Where it stands now.
        place: Place,
        /// When it was received.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
    /// The draft was thrown away.
    Discarded {
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
    /// An officer looked at a paper.
    Found {
        /// Which document.
        document: String,
        /// What was found.
        finding: Finding,
    },
    /// An officer attested facts.
    AttestedFacts(BTreeMap<String, Attested>),
    /// It moved on its course.
    Course(CourseEvent),
    /// The district sent it.
    Sent {
        /// On which day.
        #[schemars(with = "IsoDate")]
        on: Date,
    },
    /// Its reservation changed.
    Reserved(Reservation),
    /// It was moved to another edition of the policy.
    EditionMoved {
        /// The document before.
        from: String,
        /// The document now.
        to: String,
        /// Why.
        reason: String,
        /// The office that moved it.
        office: String,
        /// Where it stands anew; none where no step was under way.
        place: Option<Place>,
    },
    /// A claim was opened under it.
    Claimed {
        /// Which.
        claim: ClaimId,
        /// The first day of its contract year.
        #[schemars(with = "IsoDate")]
        service_date: Date,
    },
    /// A claim under it ended without money; what is reserved waits for the next roster line anew.
    ClaimEnded {
        /// Which.
        claim: ClaimId,
        /// On which day.
        #[schemars(with = "IsoDate")]
        on: Date,
    },
}

impl FilingCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Start { .. } => "filing.start",
            Self::Save { .. } => "filing.save",
            Self::Attach { .. } => "filing.attach",
            Self::Detach { .. } => "filing.detach",
            Self::Submit { .. } => "filing.submit",
            Self::Withdraw { .. } => "filing.withdraw",
            Self::Find { .. } => "filing.find",
            Self::Attest { .. } => "filing.attest",
            Self::Pass { .. } => "filing.pass",
            Self::Return { .. } => "filing.return",
            Self::HandBack { .. } => "filing.hand_back",
            Self::Refuse { .. } => "filing.refuse",
            Self::Send { .. } => "filing.send",
            Self::MoveEdition { .. } => "filing.move_edition",
            Self::CloseIntake { .. } => "filing.close_intake",
            Self::Lapse { .. } => "filing.lapse",
        }
    }
}

impl Filing {
    /// The draft a starting event makes.
    pub fn started(event: &FilingEvent) -> Option<Self> {
        let FilingEvent::Started { programme, policy_hash, enterprise, enterprise_name, stream, district } = event
        else {
            return None;
        };
        Some(Self {
            revision: 1,
            programme: programme.clone(),
            policy_hash: policy_hash.clone(),
            enterprise: enterprise.clone(),
            enterprise_name: enterprise_name.clone(),
            stream: stream.clone(),
            district: district.clone(),
            number: None,
            form: Application::default(),
            papers: Papers::new(),
            attested: BTreeMap::new(),
            received_at: None,
            course: None,
            sent_on: None,
            reservation: Reservation::None,
            claims: BTreeMap::new(),
        })
    }

    /// The filing after an event.
    #[must_use]
    pub fn apply(mut self, event: &FilingEvent) -> Self {
        self.revision = self.revision.saturating_add(1);
        match event {
            FilingEvent::Started { .. } => {}
            FilingEvent::Saved(form) => self.form = form.clone(),
            FilingEvent::Attached { document, paper } => {
                self.papers.insert(document.clone(), paper.clone());
            }
            FilingEvent::Detached { document } => {
                self.papers.remove(document);
            }
            FilingEvent::Submitted { number, place, at } => {
                self.number = Some(number.clone());
                self.received_at = Some(*at);
                self.course = Some(Course::at(PROCEDURE, place.clone()));
            }
            FilingEvent::Discarded { at } => {
                let place = Place { step: "draft".to_owned(), roles: Vec::new(), since: *at, due: None };
                self.course = Some(Course::at(PROCEDURE, place).apply(&CourseEvent::Withdrawn));
            }
            FilingEvent::Found { document, finding } => {
                if let Some(paper) = self.papers.get_mut(document) {
                    paper.finding = Some(finding.clone());
                }
            }
            FilingEvent::AttestedFacts(facts) => self.attested.extend(facts.clone()),
            FilingEvent::Course(event) => self.course = self.course.map(|course| course.apply(event)),
            FilingEvent::Sent { on } => {
                self.sent_on = Some(*on);
                if let Some(course) = &mut self.course {
                    course.waiting_for = vec![CLOCK.to_owned()];
                }
            }
            FilingEvent::EditionMoved { to, place, .. } => {
                self.policy_hash.clone_from(to);
                if let (Some(course), Some(place)) = (&mut self.course, place) {
                    course.stand(place);
                }
            }
            FilingEvent::Reserved(reservation) => self.reservation = reservation.clone(),
            FilingEvent::Claimed { claim, service_date } => drop(self.claims.insert(claim.clone(), *service_date)),
            FilingEvent::ClaimEnded { claim, on } => {
                self.claims.remove(claim);
                if let Reservation::Held { since, .. } = &mut self.reservation {
                    *since = *on;
                }
            }
        }
        self
    }

    /// Whether the applicant may edit it: a draft, or returned for correction.
    pub fn is_open_to_applicant(&self) -> bool {
        use crate::course::CourseState;
        self.course.as_ref().is_none_or(|course| matches!(course.state, CourseState::Returned { .. }))
    }

    /// Whether every step is passed: the service is open and claims may come.
    pub fn is_filed(&self) -> bool {
        use crate::course::CourseState;
        self.course.as_ref().is_some_and(|course| course.state == CourseState::Finished)
    }

    /// Whether it is in progress or finished, so that a second one is not needed.
    pub fn is_alive(&self) -> bool {
        self.course.as_ref().is_none_or(Course::is_live) || self.is_filed()
    }

    /// A claimed contract year that shares a day with the one from this day: two claims must not take the payments and
    /// the cap of one year twice. The claim of the very same year is found by its unique key.
    pub fn overlapping(&self, service_date: Date) -> Option<(&ClaimId, Date)> {
        let mut others = self.claims.iter().filter(|(_, year)| **year != service_date);
        others.find(|(_, year)| share_a_day(**year, service_date)).map(|(claim, year)| (claim, *year))
    }

    /// The unique key that only one living filing of an enterprise and stream may hold.
    pub fn slot(programme: &ProgrammeId, enterprise: &EnterpriseId, stream: &str) -> String {
        format!("{programme}/filing/{enterprise}/{stream}")
    }

    /// The amount that is reserved now, with its budget year.
    pub fn reserved(&self) -> Option<(i16, Fen)> {
        if let Reservation::Held { year, amount, .. } = &self.reservation { Some((*year, *amount)) } else { None }
    }
}

/// Whether the contract years from these two days, of twelve months each, have a day in common.
pub fn share_a_day(one: Date, other: Date) -> bool {
    let (earlier, later) = if one <= other { (one, other) } else { (other, one) };
    earlier.checked_add(1.year()).is_ok_and(|anniversary| later < anniversary)
}

/// Decides a command on filings.
pub fn decide(ctx: Ctx, command: &FilingCommand) -> Result<Decided, Stop> {
    match command {
        FilingCommand::Start { programme, stream } => applicant::start(ctx, programme, stream),
        FilingCommand::Save { filing, form } => applicant::save(ctx, filing, form),
        FilingCommand::Attach { filing, document, file, dated } => {
            applicant::attach(ctx, filing, document, (file, *dated))
        }
        FilingCommand::Detach { filing, document } => applicant::detach(ctx, filing, document),
        FilingCommand::Submit { filing, drawn } => applicant::submit(ctx, filing, *drawn),
        FilingCommand::Withdraw { filing } => applicant::withdraw(ctx, filing),
        FilingCommand::Find { filing, document, verdict, words } => {
            office::find(ctx, filing, document, (*verdict, words))
        }
        FilingCommand::Attest { filing, facts } => office::attest(ctx, filing, facts),
        FilingCommand::Pass { filing, drawn, opinion } => office::pass(ctx, filing, *drawn, opinion),
        FilingCommand::Return { filing, drawn, items, reason } => {
            office::send_back(ctx, filing, *drawn, (items, reason.as_deref()))
        }
        FilingCommand::HandBack { filing, drawn, words } => office::hand_back(ctx, filing, *drawn, words),
        FilingCommand::Refuse { filing, drawn, codes, words } => office::refuse(ctx, filing, *drawn, (codes, words)),
        FilingCommand::Send { filings } => reserve::send(ctx, filings),
        FilingCommand::MoveEdition { filing, drawn, policy_hash, reason } => {
            edition::move_to(ctx, filing, *drawn, (policy_hash, reason))
        }
        FilingCommand::CloseIntake { programme, filings } => reserve::close_intake(ctx, programme, filings),
        FilingCommand::Lapse { filing } => reserve::lapse(ctx, filing),
    }
}

/// An outcome that shows the filing after one event.
fn changed(id: &FilingId, event: FilingEvent) -> Outcome {
    let key = Key::Filing(id.clone());
    Outcome::show(key.clone()).with(key, What::Filing(event))
}
