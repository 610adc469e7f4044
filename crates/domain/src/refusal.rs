//! Refusals: what an actor may not do, named by the obstacle (I14). The words are in the locales,
//! under the name of the refusal; its values and clause come from here.

use jiff::civil::Date;
use policy::money::Fen;
use policy::schema::IsoDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why an act is refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "refusal", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields repeat the words of their variant")]
pub enum Refusal {
    /// There is no such thing, or the actor may not know of it.
    NotFound { what: String },
    /// The seat of the actor does not allow this command.
    NotYourSeat { seat: String, command: String },
    /// The step belongs to another office.
    NotYourOffice { needed: Vec<String>, clause: String },
    /// The step needs another duty of the office first.
    NotYourDuty { needed: String },
    /// The same person may not act twice on one matter (maker is never checker).
    SamePerson { before: String },
    /// The actor declared an interest and stays out.
    Recused,
    /// The case belongs to another district.
    OtherDistrict,
    /// The case is at another step now.
    WrongStep { found: String, needed: String },
    /// The case has ended: nothing more can be done to it.
    Ended { state: String },
    /// The form was drawn from an older version; somebody acted meanwhile.
    Stale { drawn: i64, now: i64 },
    /// Required papers are missing.
    PapersMissing { papers: Vec<String>, clause: String },
    /// Papers have not been looked at yet.
    PapersUnchecked { papers: Vec<String> },
    /// Required fields are missing.
    FieldsMissing { fields: Vec<String> },
    /// A field has a value that cannot be.
    BadField { field: String, problem: String },
    /// The step has no such exit.
    NoSuchExit { exit: String, clause: String },
    /// The rank before proposes to refuse the case: that is agreed to or given back.
    RefusalProposed,
    /// A second return on an unchanged item needs a superior's reason.
    ReturnedBefore { items: Vec<String> },
    /// A unique key is held by another case.
    AlreadyHeld { key: String, holder: String },
    /// The programme does not take this in its state or on this day.
    ProgrammeNotOpen { state: String, clause: String },
    /// The applicant cannot use the stream, or fails requirements; all of them are listed.
    RequirementsFailed { codes: Vec<String>, clause: String },
    /// Facts are missing: which papers prove them.
    FactsMissing { facts: Vec<String>, clause: String },
    /// An open reading must be ruled first.
    AwaitingRuling { switches: Vec<String>, clause: String },
    /// An account would fall below zero.
    Overdrawn { account: String, short_by: Fen },
    /// An amount does not fit.
    AmountTooLarge,
    /// A date is outside what is allowed.
    DateOutside {
        field: String,
        #[schemars(with = "IsoDate")]
        from: Date,
        #[schemars(with = "IsoDate")]
        to: Date,
    },
    /// Too early: this can be done from the day named.
    TooEarly {
        #[schemars(with = "IsoDate")]
        from: Date,
        clause: String,
    },
    /// Too late: this could be done until the day named.
    TooLate {
        #[schemars(with = "IsoDate")]
        until: Date,
        clause: String,
    },
    /// The calendar does not know this year's holidays.
    CalendarUnknown { year: i16 },
    /// The signature would be on something that has changed since.
    HashMoved { signed: String, now: String },
    /// The document's type, size or number is not allowed.
    BadPaper { problem: String, clause: String },
    /// A term has ended (account, auditor's letter).
    TermEnded {
        #[schemars(with = "IsoDate")]
        until: Date,
    },
    /// The last enabled administrator of a kind cannot be removed.
    LastAdministrator { seat: String },
    /// A line of many is wrong; nothing was done.
    BadLine { line: usize, problem: String },
    /// The policy document lacks what the step needs.
    PolicySilent { what: String },
    /// The text is no policy without errors, or was not checked.
    UnsoundPolicy { what: String },
}

impl Refusal {
    /// The name under which the locales keep its words: the variant in kebab case.
    pub fn word(&self) -> String {
        match serde_json::to_value(self) {
            Ok(value) => value["refusal"].as_str().unwrap_or("refusal").replace('_', "-"),
            Err(_) => "refusal".to_owned(),
        }
    }

    /// The clause it rests on, where one does.
    pub fn clause(&self) -> Option<&str> {
        match self {
            Self::NotYourOffice { clause, .. }
            | Self::PapersMissing { clause, .. }
            | Self::NoSuchExit { clause, .. }
            | Self::ProgrammeNotOpen { clause, .. }
            | Self::RequirementsFailed { clause, .. }
            | Self::FactsMissing { clause, .. }
            | Self::AwaitingRuling { clause, .. }
            | Self::TooEarly { clause, .. }
            | Self::TooLate { clause, .. }
            | Self::BadPaper { clause, .. } => Some(clause),
            Self::NotFound { .. }
            | Self::NotYourSeat { .. }
            | Self::NotYourDuty { .. }
            | Self::SamePerson { .. }
            | Self::Recused
            | Self::OtherDistrict
            | Self::WrongStep { .. }
            | Self::Ended { .. }
            | Self::Stale { .. }
            | Self::PapersUnchecked { .. }
            | Self::FieldsMissing { .. }
            | Self::BadField { .. }
            | Self::RefusalProposed
            | Self::ReturnedBefore { .. }
            | Self::AlreadyHeld { .. }
            | Self::Overdrawn { .. }
            | Self::AmountTooLarge
            | Self::DateOutside { .. }
            | Self::CalendarUnknown { .. }
            | Self::HashMoved { .. }
            | Self::TermEnded { .. }
            | Self::LastAdministrator { .. }
            | Self::BadLine { .. }
            | Self::PolicySilent { .. }
            | Self::UnsoundPolicy { .. } => None,
        }
    }
}
