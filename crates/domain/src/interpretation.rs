//! Interpretations (政策解释): whoever a plan binds asks what a clause or an open reading means; the authority that
//! interprets the plan answers under a number and a date. An answer may rule an open reading: cases held for it go on.
//!
//! What is asked is sealed, since people write about themselves; what is answered is an official text and public
//! wherever the plan is.

use crate::access;
use crate::act::{Personal, Seat};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::ids::{AccountId, InterpretationId, ProgrammeId};
use crate::message::Addressee;
use crate::programme::{self, Ruling, named};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::schema::{IsoDate, IsoInstant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A question to the interpreting authority, and its answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Interpretation {
    /// The programme.
    pub programme: ProgrammeId,
    /// The hash of the document in force when it was asked.
    pub policy_hash: String,
    /// What it is about.
    pub about: About,
    /// Who asked: an enterprise, a provider or an office.
    pub asked_by: Addressee,
    /// The words, sealed.
    pub words: Personal,
    /// When it was asked.
    #[schemars(with = "IsoInstant")]
    pub asked_at: Timestamp,
    /// The answer.
    pub answer: Option<Answer>,
}

/// What a question is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", content = "id", rename_all = "snake_case")]
pub enum About {
    /// A clause of the plan, by its number.
    Clause(String),
    /// An open reading, by its switch.
    Switch(String),
}

impl About {
    /// The id of what it is about.
    pub fn id(&self) -> &str {
        match self {
            Self::Clause(id) | Self::Switch(id) => id,
        }
    }
}

/// An answer of the authority.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The number of the document.
    pub number: String,
    /// Its date.
    #[schemars(with = "IsoDate")]
    pub date: Date,
    /// What it says.
    pub words: String,
    /// The option of the switch that holds from now on, where it rules one.
    pub option: Option<String>,
    /// Who entered it.
    pub by: AccountId,
    /// When.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
}

/// What can be asked of interpretations.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum InterpretationCommand {
    /// An enterprise, a provider or an office asks.
    Ask {
        /// Which programme.
        programme: ProgrammeId,
        /// What about.
        about: About,
        /// The words, sealed.
        words: Personal,
    },
    /// The signer of the office that leads answers.
    Answer {
        /// Which question.
        interpretation: InterpretationId,
        /// The number of the document.
        number: String,
        /// Its date.
        #[schemars(with = "IsoDate")]
        date: Date,
        /// What it says.
        words: String,
        /// The option that holds, where it rules an open reading.
        option: Option<String>,
    },
}

/// What happened to an interpretation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum InterpretationEvent {
    /// It was asked for.
    Asked(Box<Interpretation>),
    /// It was answered.
    Answered(Answer),
}

impl InterpretationCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ask { .. } => "interpretation.ask",
            Self::Answer { .. } => "interpretation.answer",
        }
    }
}

impl Interpretation {
    /// The question an asking event makes.
    pub fn asked(event: &InterpretationEvent) -> Option<Self> {
        if let InterpretationEvent::Asked(asked) = event { Some((**asked).clone()) } else { None }
    }

    /// The question after an event.
    #[must_use]
    pub fn apply(mut self, event: &InterpretationEvent) -> Self {
        match event {
            InterpretationEvent::Asked(_) => {}
            InterpretationEvent::Answered(answer) => self.answer = Some(answer.clone()),
        }
        self
    }

    /// The unique key of an unanswered question: one party asks the same thing once.
    fn slot(&self) -> String {
        let party = match &self.asked_by {
            Addressee::Enterprise(id) => format!("enterprise/{id}"),
            Addressee::Office(id) => format!("office/{id}"),
            Addressee::Provider(id) => format!("provider/{id}"),
            Addressee::Account(id) => format!("account/{id}"),
        };
        format!("{}/interpretation/{party}/{}", self.programme, self.about.id())
    }
}

/// Decides a command on interpretations.
pub fn decide(ctx: Ctx, command: &InterpretationCommand) -> Result<Decided, Stop> {
    match command {
        InterpretationCommand::Ask { programme, about, words } => ask(ctx, programme, about, words),
        InterpretationCommand::Answer { interpretation, number, date, words, option } => {
            answer(ctx, interpretation, (number, *date), (words, option.as_deref()))
        }
    }
}

fn ask(ctx: Ctx, id: &ProgrammeId, about: &About, words: &Personal) -> Result<Decided, Stop> {
    let programme = ctx.world.programme(id)?;
    let policy_hash = programme.policy_on(ctx.act.today).to_owned();
    let plan = ctx.setting.policy(&policy_hash)?.plan();
    let is_known = match about {
        About::Clause(clause) => plan.clauses.iter().any(|known| known.id == *clause),
        About::Switch(switch) => plan.switch(switch).is_some(),
    };
    if !is_known {
        return Err(Refusal::BadField { field: "about".to_owned(), problem: "unknown".to_owned() }.into());
    }
    let asked = Interpretation {
        programme: id.clone(),
        policy_hash,
        about: about.clone(),
        asked_by: party(ctx)?,
        words: words.clone(),
        asked_at: ctx.act.at,
        answer: None,
    };
    let slot = asked.slot();
    let key = Key::Interpretation(InterpretationId::new(ctx.act.fresh().id("interpretation", 0)));
    Outcome::show(key.clone())
        .with(key.clone(), What::Interpretation(InterpretationEvent::Asked(Box::new(asked))))
        .taking(vec![slot], &key)
        .done()
}

/// On whose behalf the actor asks.
fn party(ctx: Ctx) -> Result<Addressee, Refusal> {
    match &ctx.act.actor.seat {
        Seat::Enterprise { enterprise, .. } => Ok(Addressee::Enterprise(enterprise.clone())),
        Seat::Provider { provider } => Ok(Addressee::Provider(provider.clone())),
        Seat::Office { office, .. } => Ok(Addressee::Office(office.clone())),
        Seat::Newcomer
        | Seat::Expert { .. }
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => Err(ctx.not_your_seat()),
    }
}

fn answer(
    ctx: Ctx,
    id: &InterpretationId,
    (number, date): (&str, Date),
    (words, option): (&str, Option<&str>),
) -> Result<Decided, Stop> {
    let asked = ctx.world.interpretation(id)?;
    let programme = access::lead_signer(ctx, &asked.programme)?;
    if asked.answer.is_some() {
        return Err(Refusal::Ended { state: "answered".to_owned() }.into());
    }
    programme::numbered(ctx, programme, number, date)?;
    named("words", words)?;
    let key = Key::Interpretation(id.clone());
    let answer = Answer {
        number: number.to_owned(),
        date,
        words: words.to_owned(),
        option: option.map(str::to_owned),
        by: ctx.act.actor.account.clone(),
        at: ctx.act.at,
    };
    let mut outcome = Outcome::show(key.clone())
        .with(key.clone(), What::Interpretation(InterpretationEvent::Answered(answer)))
        .freeing(vec![asked.slot()]);
    match (&asked.about, option) {
        (About::Switch(switch), Some(option)) => {
            let ruling = Ruling { option: option.to_owned(), number: number.to_owned(), date };
            let ruled = programme::ruled(ctx, programme, switch, &ruling)?;
            outcome = outcome.with(Key::Programme(asked.programme.clone()), What::Programme(ruled));
        }
        (About::Clause(_), Some(_)) => {
            return Err(Refusal::BadField { field: "option".to_owned(), problem: "unknown".to_owned() }.into());
        }
        (About::Clause(_) | About::Switch(_), None) => {}
    }
    let values = [("number", number.to_owned()), ("clause", asked.about.id().to_owned())];
    outcome.telling(ctx.act, asked.asked_by.clone(), &key, "interpretation_answered", &values).done()
}
