//! The course of a case as people follow it: what happened, who holds it now and until when, what is still to come.

use super::course::{self, Parties};
use super::look::{Look, Reader};
use crate::app::App;
use crate::names;
use crate::web::components::tag::Tone;
use crate::web::components::timeline::{Event as Mark, Place};
use crate::web::errors::Problem;
use crate::web::format;
use domain::claim::{ClaimEvent, Money};
use domain::course::{Course, CourseEvent, CourseState, Passed, ReturnItem};
use domain::event::{Event, What};
use domain::filing::{FilingEvent, Reservation};
use domain::ids::AccountId;
use domain::world::Key;
use jiff::Timestamp;
use policy::facts::{Facts, Readings};
use policy::value::Value;
use std::collections::BTreeMap;
use store::views;

/// How many entries of the journal a page reads.
const ENTRIES_MAX: i64 = 1_000;

/// An entry of the journal about a case.
#[derive(Clone, Debug)]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: AccountId,
    /// The word of the seat.
    pub seat: String,
    /// What happened.
    pub what: What,
}

/// Everything that happened to a case, with the names of those who did it.
#[derive(Clone, Debug, Default)]
pub struct Past {
    told: Vec<Told>,
    people: BTreeMap<AccountId, String>,
}

impl Past {
    /// Reads the journal about one thing.
    ///
    /// # Errors
    /// A failure page.
    pub async fn of(app: &App, key: &Key) -> Result<Self, Problem> {
        let entries = views::timeline::of_subject(app.store.database(), key, 0, ENTRIES_MAX);
        let entries = entries.await.map_err(Problem::failure)?;
        let told: Vec<Told> = entries
            .into_iter()
            .filter_map(|entry| {
                let event: Event = serde_json::from_str(&entry.body).ok()?;
                Some(Told { at: entry.at, by: AccountId::new(entry.actor), seat: entry.seat, what: event.what })
            })
            .collect();
        let people = names::people(app, told.iter().map(|one| &one.by)).await?;
        Ok(Self { told, people })
    }

    /// The name of a person of this case.
    pub fn person(&self, look: Look<'_>, account: &AccountId) -> String {
        match self.people.get(account) {
            Some(name) => name.clone(),
            None => look.lang.t("case-person-erased").into_owned(),
        }
    }

    /// Names of further persons, such as those who attested what another case handed down.
    ///
    /// # Errors
    /// A failure page.
    pub async fn with_people(mut self, app: &App, accounts: Vec<AccountId>) -> Result<Self, Problem> {
        let more = names::people(app, accounts.iter().filter(|id| !self.people.contains_key(*id))).await?;
        self.people.extend(more);
        Ok(self)
    }

    /// What happened, the oldest first.
    pub fn marks(&self, look: Look<'_>, procedure: &str, parties: Parties<'_>) -> Vec<Mark> {
        let mut teller = Teller { look, past: self, parties, procedure, step: String::new() };
        self.told.iter().filter_map(|told| teller.mark(told)).collect()
    }

    /// The last thing that happened, for somebody whose page is older than that.
    pub fn last(&self, look: Look<'_>, procedure: &str, parties: Parties<'_>) -> Option<Mark> {
        self.marks(look, procedure, parties).pop()
    }
}

/// The whole line: past, now, ahead.
pub fn whole(look: Look<'_>, past: &Past, course: &Course, stream: &str, parties: Parties<'_>) -> Vec<Mark> {
    let mut marks = past.marks(look, &course.procedure, parties);
    marks.extend(now(look, course, parties));
    marks.extend(ahead(look, course, stream, parties));
    marks
}

/// Who holds the case now.
pub fn now(look: Look<'_>, course: &Course, parties: Parties<'_>) -> Option<Mark> {
    if !course.is_live() {
        return None;
    }
    let returned = matches!(course.state, CourseState::Returned { .. });
    let what = if returned {
        look.lang.t("case-now-correcting").into_owned()
    } else {
        look.step(&course.procedure, &course.step)
    };
    let due = course::due(look, course).map(|due| names::deadline(look.app, due));
    Some(Mark {
        when: String::new(),
        what,
        who: course::holders(look, course, parties),
        note: None,
        tone: if returned { Tone::Attention } else { Tone::Neutral },
        place: Place::Now(due),
    })
}

/// The steps that are still to come, those left out that do not take place for this stream.
fn ahead(look: Look<'_>, course: &Course, stream: &str, parties: Parties<'_>) -> Vec<Mark> {
    if !course.is_live() {
        return Vec::new();
    }
    let facts = Facts::new().with("stream", Value::Member(stream.to_owned()));
    let readings = Readings::default();
    let steps = look.policy.plan().procedure(&course.procedure).map_or(&[][..], |procedure| &procedure.steps);
    let here = steps.iter().position(|step| step.id == course.step).map_or(0, |place| place + 1);
    let later = steps.iter().skip(here).filter(|step| {
        let condition = step.condition.as_ref();
        condition.is_none_or(|condition| look.policy.condition(condition, &facts, &readings) != Some(false))
    });
    later
        .map(|step| Mark {
            when: String::new(),
            what: look.step(&course.procedure, &step.id),
            who: course::of_step(look, step, parties),
            note: None,
            tone: Tone::Neutral,
            place: Place::Ahead,
        })
        .collect()
}

/// Tells one event after the other, knowing at which step the case stands meanwhile.
struct Teller<'a> {
    look: Look<'a>,
    past: &'a Past,
    parties: Parties<'a>,
    procedure: &'a str,
    step: String,
}

/// What is said of one event.
struct Said {
    what: String,
    note: Option<String>,
    tone: Tone,
}

impl Said {
    fn new(what: impl Into<String>, tone: Tone) -> Self {
        Self { what: what.into(), note: None, tone }
    }

    fn note(self, note: impl Into<String>) -> Self {
        let note = note.into();
        Self { note: (!note.trim().is_empty()).then_some(note), ..self }
    }
}

impl Teller<'_> {
    fn mark(&mut self, told: &Told) -> Option<Mark> {
        let who = self.who(told);
        let said = match &told.what {
            What::Filing(event) => self.filing(event),
            What::Claim(event) => self.claim(event),
            What::Account(_)
            | What::Enterprise(_)
            | What::Programme(_)
            | What::Edition(_)
            | What::Interpretation(_)
            | What::Round(_)
            | What::Moved(_)
            | What::Hold(_)
            | What::Added(_)
            | What::Told(_) => None,
        }?;
        let setting = self.look.app.setting();
        let when = format::time_iso(told.at, setting.city.time_zone());
        Some(Mark { when, what: said.what, who, note: said.note, tone: said.tone, place: Place::Past })
    }

    /// Body and person: the applicant's side by enterprise, officers by office and, for colleagues, by name.
    fn who(&self, told: &Told) -> String {
        let (look, parties) = (self.look, self.parties);
        let day = look.app.clock.day_of(told.at);
        let person = || self.past.person(look, &told.by);
        match told.seat.as_str() {
            "clock" => look.lang.t("case-programme-itself").into_owned(),
            "enterprise_owner" | "enterprise_colleague" => match look.reader {
                Reader::Applicant | Reader::Officer | Reader::Auditor => {
                    format!("{} · {}", parties.enterprise, person())
                }
                Reader::Service | Reader::Expert => parties.enterprise.to_owned(),
            },
            "provider" => names::provider(look.app, look.lang, parties.provider),
            _ => {
                let office = self.office(told, day);
                if look.reader.sees_officers() { format!("{office} · {}", person()) } else { office }
            }
        }
    }

    /// The office an officer acted for: as the event names it, else the holder of the step's role on that day.
    fn office(&self, told: &Told, day: jiff::civil::Date) -> String {
        let look = self.look;
        if let Some(passed) = passed_of(&told.what) {
            return names::office(look.app, look.lang, &passed.office, day);
        }
        if let What::Filing(FilingEvent::EditionMoved { office, .. })
        | What::Claim(ClaimEvent::EditionMoved { office, .. }) = &told.what
        {
            return names::office(look.app, look.lang, office, day);
        }
        let step = look.policy.plan().step(self.procedure, &self.step);
        let roles = step.map_or(&[][..], |step| &step.roles);
        let offices: Vec<String> = roles.iter().map(|role| look.office_of(role, self.parties.district, day)).collect();
        if offices.is_empty() {
            look.lang.t("case-an-office").into_owned()
        } else {
            offices.join(look.lang.pick("、", ", "))
        }
    }

    fn filing(&mut self, event: &FilingEvent) -> Option<Said> {
        let lang = self.look.lang;
        match event {
            FilingEvent::Submitted { number, place, .. } => {
                self.step.clone_from(&place.step);
                let words = lang.t_with("case-did-submitted", &[("number", number.as_str().into())]);
                Some(Said::new(words, Tone::Ok))
            }
            FilingEvent::Course(event) => self.course(event),
            FilingEvent::Sent { .. } => Some(Said::new(lang.t("case-did-sent"), Tone::Ok)),
            FilingEvent::Reserved(reservation) => self.reserved(reservation),
            FilingEvent::EditionMoved { reason, .. } => Some(self.edition_moved(reason)),
            FilingEvent::Discarded { .. } => Some(Said::new(lang.t("case-did-withdrawn"), Tone::Neutral)),
            FilingEvent::Started { .. }
            | FilingEvent::Saved(_)
            | FilingEvent::Attached { .. }
            | FilingEvent::Detached { .. }
            | FilingEvent::Found { .. }
            | FilingEvent::AttestedFacts(_)
            | FilingEvent::Claimed { .. }
            | FilingEvent::ClaimEnded { .. } => None,
        }
    }

    fn edition_moved(&self, reason: &str) -> Said {
        Said::new(self.look.lang.t("case-did-edition-moved"), Tone::Attention).note(reason)
    }

    fn reserved(&self, reservation: &Reservation) -> Option<Said> {
        let lang = self.look.lang;
        if !self.look.reader.sees_inside() {
            return None;
        }
        match reservation {
            Reservation::None => None,
            Reservation::Waiting { .. } => Some(Said::new(lang.t("case-did-waiting"), Tone::Attention)),
            Reservation::Held { year, amount, .. } => {
                let amount = format::money(lang, *amount);
                let words =
                    lang.t_with("case-did-reserved", &[("amount", amount.into()), ("year", year.to_string().into())]);
                Some(Said::new(words, Tone::Ok))
            }
            Reservation::Released => Some(Said::new(lang.t("case-did-released"), Tone::Neutral)),
        }
    }

    fn claim(&mut self, event: &ClaimEvent) -> Option<Said> {
        let lang = self.look.lang;
        match event {
            ClaimEvent::Opened(opened) => {
                self.step.clone_from(&opened.claim.course.step);
                let reported = opened.claim.roster.is_none();
                let key = if reported { "case-did-reported" } else { "case-did-opened" };
                Some(Said::new(lang.t(key), Tone::Ok))
            }
            ClaimEvent::OnRoster { step, .. } => {
                let _ = self.course(step);
                Some(Said::new(lang.t("case-did-on-roster"), Tone::Ok))
            }
            ClaimEvent::Declined { words } => {
                Some(Said::new(lang.t("case-did-declined"), Tone::Attention).note(words.as_str()))
            }
            ClaimEvent::Course(event) => self.course(event),
            ClaimEvent::Decided(decision) if self.look.reader.sees_inside() => {
                let headline = decision.headline(self.look.policy, crate::refusals::tongue(lang));
                Some(Said::new(lang.t("case-did-decided"), Tone::Ok).note(headline))
            }
            ClaimEvent::EditionMoved { reason, .. } => Some(self.edition_moved(reason)),
            ClaimEvent::Money(money) => self.money(money),
            ClaimEvent::RosterSent(_)
            | ClaimEvent::Answered(_)
            | ClaimEvent::RowAdded { .. }
            | ClaimEvent::RowChanged { .. }
            | ClaimEvent::RowRemoved { .. }
            | ClaimEvent::Attached { .. }
            | ClaimEvent::Detached { .. }
            | ClaimEvent::Confirmed { .. }
            | ClaimEvent::KeysFreed { .. }
            | ClaimEvent::Found { .. }
            | ClaimEvent::RowFound { .. }
            | ClaimEvent::AttestedFacts(_)
            | ClaimEvent::Decided(_) => None,
        }
    }

    fn money(&self, money: &Money) -> Option<Said> {
        let lang = self.look.lang;
        let amount_of = |amount: policy::money::Fen| format::money(lang, amount);
        if !self.look.reader.sees_inside() {
            return None;
        }
        match money {
            Money::None => None,
            Money::InRound { .. } => Some(Said::new(lang.t("case-did-in-round"), Tone::Ok)),
            Money::LeftOut { reason, .. } => {
                Some(Said::new(lang.t("case-did-left-out"), Tone::Attention).note(self.look.label(reason)))
            }
            Money::Planned { amount, .. } => {
                let words = lang.t_with("case-did-planned", &[("amount", amount_of(*amount).into())]);
                Some(Said::new(words, Tone::Ok))
            }
            Money::Failed { reason, amount, .. } => {
                let words = lang.t_with("case-did-failed", &[("amount", amount_of(*amount).into())]);
                Some(Said::new(words, Tone::Stop).note(reason.as_str()))
            }
            Money::Paid { amount, receipt, .. } => {
                let receipt = receipt.as_str().into();
                let words =
                    lang.t_with("case-did-paid", &[("amount", amount_of(*amount).into()), ("receipt", receipt)]);
                Some(Said::new(words, Tone::Ok))
            }
        }
    }

    fn course(&mut self, event: &CourseEvent) -> Option<Said> {
        let lang = self.look.lang;
        let step = self.look.step(self.procedure, &self.step);
        match event {
            // What happens inside an office is for officers: others hear of it when the step is done.
            CourseEvent::LevelPassed(passed) if passed.rank.is_some() && !self.look.reader.sees_officers() => None,
            CourseEvent::RefusalProposed { .. } | CourseEvent::HandedBack { .. }
                if !self.look.reader.sees_officers() =>
            {
                None
            }
            CourseEvent::LevelPassed(passed) => Some(self.passed(passed)),
            CourseEvent::StepPassed { passed, next } => {
                let said = self.passed(passed);
                if let Some(next) = next {
                    self.step.clone_from(&next.step);
                }
                Some(said)
            }
            CourseEvent::Returned { items, reason, .. } => {
                let words = lang.t_with("case-did-returned", &[("step", step.into())]);
                let why = reason.as_ref().map(|why| format!("\n{why}")).unwrap_or_default();
                Some(Said::new(words, Tone::Attention).note(format!("{}{why}", self.items(items))))
            }
            CourseEvent::Resubmitted { .. } => Some(Said::new(lang.t("case-did-resubmitted"), Tone::Ok)),
            CourseEvent::SentBack { place, words, .. } => {
                self.step.clone_from(&place.step);
                let to = self.look.step(self.procedure, &place.step);
                let said = lang.t_with("case-did-sent-back", &[("step", to.into())]);
                Some(Said::new(said, Tone::Attention).note(words.as_str()))
            }
            CourseEvent::RefusalProposed { passed, proposal } => {
                let rank = passed.rank.map_or_else(String::new, |rank| course::rank_word(lang, rank));
                let said = lang.t_with("case-did-propose-refusal", &[("step", step.into()), ("rank", rank.into())]);
                Some(Said::new(said, Tone::Attention).note(self.grounds(&proposal.codes, &proposal.words)))
            }
            CourseEvent::HandedBack { words, .. } => {
                let said = lang.t_with("case-did-hand-back", &[("step", step.into())]);
                Some(Said::new(said, Tone::Attention).note(words.as_str()))
            }
            CourseEvent::Refused { codes, words, .. } => {
                let said = lang.t_with("case-did-refused", &[("step", step.into())]);
                Some(Said::new(said, Tone::Stop).note(self.grounds(codes, words)))
            }
            CourseEvent::Withdrawn => Some(Said::new(lang.t("case-did-withdrawn"), Tone::Neutral)),
            CourseEvent::Lapsed => Some(Said::new(lang.t("case-did-lapsed"), Tone::Stop)),
        }
    }

    /// The grounds of a refusal, and its words.
    fn grounds(&self, codes: &[String], words: &str) -> String {
        let grounds: Vec<String> = codes.iter().map(|code| self.look.label(code)).collect();
        format!("{}\n{}", grounds.join(self.look.lang.pick("；", "; ")), self.look.label(words))
    }

    fn passed(&self, passed: &Passed) -> Said {
        let lang = self.look.lang;
        let step = self.look.step(self.procedure, &passed.step);
        let words = match (passed.rank, &passed.number) {
            (Some(rank), None) if self.look.reader.sees_officers() => {
                let rank = course::rank_word(lang, rank);
                lang.t_with("case-did-level", &[("step", step.into()), ("rank", rank.into())])
            }
            (_, Some(number)) => {
                lang.t_with("case-did-passed-number", &[("step", step.into()), ("number", number.as_str().into())])
            }
            (Some(_) | None, None) => lang.t_with("case-did-passed", &[("step", step.into())]),
        };
        let said = Said::new(words, Tone::Ok);
        if self.look.reader.sees_officers() { said.note(passed.opinion.as_str()) } else { said }
    }

    fn items(&self, items: &[ReturnItem]) -> String {
        let lines = items.iter().map(|item| {
            // The words of a row name it by its own number.
            if item.item.contains('/') {
                item.words.clone()
            } else {
                format!("{}{}{}", self.look.item(&item.item), self.look.lang.pick("：", ": "), item.words)
            }
        });
        lines.collect::<Vec<String>>().join("\n")
    }
}

/// The mark of who passed, where an event carries one.
fn passed_of(what: &What) -> Option<&Passed> {
    let event = match what {
        What::Filing(FilingEvent::Course(event)) | What::Claim(ClaimEvent::Course(event)) => event,
        What::Filing(_)
        | What::Claim(_)
        | What::Account(_)
        | What::Enterprise(_)
        | What::Programme(_)
        | What::Edition(_)
        | What::Interpretation(_)
        | What::Round(_)
        | What::Moved(_)
        | What::Hold(_)
        | What::Added(_)
        | What::Told(_) => return None,
    };
    match event {
        CourseEvent::LevelPassed(passed)
        | CourseEvent::StepPassed { passed, .. }
        | CourseEvent::RefusalProposed { passed, .. } => Some(passed),
        CourseEvent::Returned { .. }
        | CourseEvent::HandedBack { .. }
        | CourseEvent::Resubmitted { .. }
        | CourseEvent::SentBack { .. }
        | CourseEvent::Refused { .. }
        | CourseEvent::Withdrawn
        | CourseEvent::Lapsed => None,
    }
}
