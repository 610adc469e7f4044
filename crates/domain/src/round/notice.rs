//! The public notice (公示): the list is shown for as many days as the policy says, anybody may object, every
//! objection is ruled by somebody who did not check the claim, and only then does the round go on (A34).

use super::at::At;
use super::leave::{self, Left};
use super::line::{Leaving, Line, Standing};
use super::{RoundEvent, digest};
use crate::access;
use crate::act::Personal;
use crate::course::{self, CourseEvent};
use crate::decide::{Ctx, Decided};
use crate::event::What;
use crate::ids::{AccountId, ClaimId, ObjectionId, RoundId};
use crate::message::Addressee;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::plan::words::StepKind;
use policy::schema::{IsoDate, IsoInstant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A public notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// When it was published.
    #[schemars(with = "IsoInstant")]
    pub published_at: Timestamp,
    /// Its last day; objections are taken in until the end of it.
    #[schemars(with = "IsoDate")]
    pub until: Date,
    /// The hash of the list as published.
    pub hash: String,
    /// The objections.
    pub objections: BTreeMap<ObjectionId, Objection>,
}

/// An objection to one line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Objection {
    /// Against which claim.
    pub claim: ClaimId,
    /// The words, sealed.
    pub text: Personal,
    /// How to reach the person, sealed; none when the objection is anonymous.
    pub contact: Option<Personal>,
    /// When it was handed in.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
    /// How it was ruled.
    pub ruling: Option<ObjectionRuling>,
}

/// The ruling on an objection.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ObjectionRuling {
    /// Whether it holds: the line then leaves the round.
    pub is_upheld: bool,
    /// The grounds.
    pub words: String,
    /// Who ruled.
    pub by: AccountId,
    /// When.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
}

/// What the public sees of a line: name, stream and award, and nothing else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PublicLine<'a> {
    /// The claim.
    pub claim: &'a ClaimId,
    /// Who.
    pub enterprise_name: &'a str,
    /// The stream.
    pub stream: &'a str,
    /// The district.
    pub district: &'a str,
    /// What was awarded, in fen.
    pub award: policy::money::Fen,
}

/// The lines as the public sees them: all that have not left the round, whatever became of their money since.
pub fn public_list(lines: &[Line]) -> Vec<PublicLine<'_>> {
    let has_left = |line: &Line| match line.standing {
        Standing::Out { .. } => true,
        Standing::In
        | Standing::Payable
        | Standing::Paid { .. }
        | Standing::Failed { .. }
        | Standing::Returned { .. } => false,
    };
    let shown = lines.iter().filter(|line| !has_left(line)).map(|line| PublicLine {
        claim: &line.claim,
        enterprise_name: &line.enterprise_name,
        stream: &line.stream,
        district: &line.district,
        award: line.award,
    });
    shown.collect()
}

/// Publishes the list for as long as the policy says, counted from the next day.
pub(super) fn publish(ctx: Ctx, id: &RoundId, drawn: i64) -> Result<Decided, Stop> {
    let at = At::kind(ctx, id, StepKind::Notice)?;
    at.role(ctx)?;
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    let is_open = at.round.notice.as_ref().is_some_and(|notice| notice.published_at >= at.round.course.since);
    if is_open {
        return Err(Refusal::Ended { state: "published".to_owned() }.into());
    }
    let length = at.step.deadline.ok_or_else(|| Refusal::PolicySilent { what: at.step.id.clone() })?;
    let until = course::after(ctx.setting, ctx.act.today, length)?;
    let hash = digest::of(&public_list(&at.round.lines));
    let published = RoundEvent::Published { at: ctx.act.at, until, hash };
    let values = [("number", at.round.number.clone()), ("until", until.to_string())];
    let inside = at.round.inside();
    let outcome = inside.fold(at.changed(published), |outcome, line| {
        let to = Addressee::Enterprise(line.enterprise.clone());
        outcome.telling(ctx.act, to, &Key::Claim(line.claim.clone()), "round_published", &values)
    });
    outcome.done()
}

/// Anybody objects to a line, until the end of the last day of the notice.
pub(super) fn object(
    ctx: Ctx,
    id: &RoundId,
    claim: &ClaimId,
    (text, contact): (&Personal, Option<&Personal>),
) -> Result<Decided, Stop> {
    let at = At::kind(ctx, id, StepKind::Notice)?;
    let not_found = |what: String| Refusal::NotFound { what };
    let notice = at.round.notice.as_ref().ok_or_else(|| not_found(Key::Round(id.clone()).to_string()))?;
    if ctx.act.today > notice.until || at.now().is_err() {
        return Err(Refusal::TooLate { until: notice.until, clause: at.step.clause.clone() }.into());
    }
    let is_inside = at.round.inside().any(|line| line.claim == *claim);
    if !is_inside {
        return Err(not_found(Key::Claim(claim.clone()).to_string()).into());
    }
    let number = ObjectionId::new(ctx.act.fresh().id("objection", 0));
    let objection =
        Objection { claim: claim.clone(), text: text.clone(), contact: contact.cloned(), at: ctx.act.at, ruling: None };
    let shown = number.to_string();
    at.changed(RoundEvent::Objected { objection: number, content: objection }).numbered(shown).done()
}

/// An officer rules an objection; upheld, the line leaves the round and its award is lost.
pub(super) fn rule(
    ctx: Ctx,
    id: &RoundId,
    drawn: i64,
    (number, is_upheld, words): (&ObjectionId, bool, &str),
) -> Result<Decided, Stop> {
    let at = At::kind(ctx, id, StepKind::Notice)?;
    at.role(ctx)?;
    let not_found = || Refusal::NotFound { what: format!("objection:{number}") };
    let notice = at.round.notice.as_ref().ok_or_else(not_found)?;
    let objection = notice.objections.get(number).ok_or_else(not_found)?;
    let line = at.round.line(&objection.claim).ok_or_else(not_found)?;
    if line.checked_by.contains(&ctx.act.actor.account) {
        return Err(Refusal::SamePerson { before: Key::Claim(line.claim.clone()).to_string() }.into());
    }
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    if objection.ruling.is_some() {
        return Err(Refusal::Ended { state: "ruled".to_owned() }.into());
    }
    if words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["words".to_owned()] }.into());
    }
    let by = ctx.act.actor.account.clone();
    let ruling = ObjectionRuling { is_upheld, words: words.to_owned(), by, at: ctx.act.at };
    let outcome = at.changed(RoundEvent::ObjectionRuled { objection: number.clone(), ruling });
    if !is_upheld || line.standing != Standing::In {
        return outcome.done();
    }
    let left = Left { line, why: Leaving::ObjectionUpheld, words: words.to_owned() };
    let outcome = leave::leave(ctx, outcome, at, &[left])?;
    leave::lapse_if_empty(outcome, at, 1).done()
}

/// An officer's role passes the notice: after its last day, when every objection is ruled.
pub(super) fn pass(ctx: Ctx, at: At, opinion: &str) -> Result<Decided, Stop> {
    let clause = at.step.clause.clone();
    let notice = at.round.notice.as_ref().filter(|notice| notice.published_at >= at.round.course.since);
    let Some(notice) = notice else {
        return Err(Refusal::FieldsMissing { fields: vec!["notice".to_owned()] }.into());
    };
    if ctx.act.today <= notice.until {
        let from = notice.until.tomorrow().map_err(|_| Refusal::CalendarUnknown { year: notice.until.year() })?;
        return Err(Refusal::TooEarly { from, clause }.into());
    }
    let is_inside = |claim: &ClaimId| at.round.inside().any(|line| line.claim == *claim);
    let open = notice.objections.iter().filter(|(_, one)| one.ruling.is_none() && is_inside(&one.claim));
    let open: Vec<String> = open.map(|(number, _)| format!("objection:{number}")).collect();
    if !open.is_empty() {
        return Err(Refusal::FieldsMissing { fields: open }.into());
    }
    let event: CourseEvent = at.pass(ctx, opinion)?;
    at.outcome().with(at.key(), What::Round(RoundEvent::Course(event))).done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{EnterpriseId, FilingId};
    use jiff::civil::date;
    use policy::money::Fen;

    fn line(claim: &str, standing: Standing) -> Line {
        Line {
            claim: ClaimId::new(claim),
            filing: FilingId::new("f"),
            enterprise: EnterpriseId::new("e"),
            enterprise_name: "e".to_owned(),
            district: "d".to_owned(),
            provider: "p".to_owned(),
            stream: "s".to_owned(),
            service_date: date(2019, 1, 1),
            award: Fen::new(1),
            reservation: None,
            received_at: None,
            waited: 0,
            order_facts: BTreeMap::new(),
            decided_by: "commission".to_owned(),
            checked_by: vec![],
            standing,
        }
    }

    #[test]
    fn a_list_is_still_public_when_its_money_has_gone_out() {
        let lines = [
            line("in", Standing::In),
            line("out", Standing::Out { why: Leaving::ObjectionUpheld, words: String::new() }),
            line("payable", Standing::Payable),
            line("paid", Standing::Paid { receipt: "1".to_owned(), on: date(2019, 2, 1) }),
        ];
        let shown: Vec<&str> = public_list(&lines).iter().map(|line| line.claim.as_str()).collect();
        assert_eq!(shown, ["in", "payable", "paid"]);
    }
}
