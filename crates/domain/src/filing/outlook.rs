//! What an enterprise can expect before it hands a filing in: whether a stream is open to it, what would be reserved,
//! what a year would be worth. Nothing is decided here and nothing promised.

use super::{Filing, reserve};
use crate::decide::Ctx;
use crate::enterprise::Enterprise;
use crate::facts;
use crate::programme::Programme;
use crate::reading;
use policy::decision::{Decision, Outcome};
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::policy::Policy;
use policy::value::Value;

/// Whether an enterprise may file in a stream, by what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MayFile {
    /// Nothing speaks against it.
    Yes,
    /// It may file; the money waits for a ruling on these switches, which otherwise deny it with these codes.
    AfterRuling {
        /// The open readings.
        switches: Vec<String>,
        /// What they deny it with.
        codes: Vec<String>,
    },
    /// It may not, with these codes of the policy.
    No {
        /// The failed requirements, the first being the ground.
        codes: Vec<String>,
    },
}

/// What can be expected of a filing as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Outlook {
    /// The decision on a year in which the estimate is paid and everything stated is found in order.
    pub decision: Decision,
    /// What would be reserved; none while something it needs is missing.
    pub reserve: Option<Fen>,
    /// The facts that what would be reserved still waits for.
    pub missing: Vec<String>,
    /// Whether it goes by the revenue of the year before.
    pub by_revenue: bool,
    /// Open readings that must be ruled before money can come of it.
    pub awaited: Vec<String>,
}

/// Whether an enterprise may file in a stream.
pub fn may_file(policy: &Policy, programme: &Programme, enterprise: &Enterprise, stream: &str) -> MayFile {
    let facts = Facts::new()
        .with("stream", Value::Member(stream.to_owned()))
        .with("kind", Value::Member(enterprise.kind().to_owned()));
    standing(policy, &facts, programme)
}

/// How facts stand to the requirements: failed, failed only by an open reading, or not failed so far.
pub(super) fn standing(policy: &Policy, facts: &Facts, programme: &Programme) -> MayFile {
    let readings = programme.readings();
    let decision = policy.decide(facts, &readings);
    let Outcome::Refused { failed: codes } = decision.outcome else { return MayFile::Yes };
    let switches = awaited(policy, (facts, &decision.readings), programme);
    if switches.is_empty() { MayFile::No { codes } } else { MayFile::AfterRuling { switches, codes } }
}

fn awaited(policy: &Policy, (facts, readings): (&Facts, &Readings), programme: &Programme) -> Vec<String> {
    let ruled: Vec<String> = programme.rulings.keys().cloned().collect();
    reading::awaited(policy, (facts, readings), &ruled, |other| !matches!(other, Outcome::Refused { .. }))
}

/// What can be expected of a filing: its facts, with the estimate as paid and the filing as filed.
pub fn outlook(
    ctx: Ctx,
    policy: &Policy,
    (programme, enterprise): (&Programme, &Enterprise),
    filing: &Filing,
) -> Outlook {
    let readings = programme.readings();
    let facts = facts::of_filing(ctx, policy, enterprise, filing);
    let (reserve, missing) = match reserve::expected(policy, &facts, &readings) {
        Ok(reserve) => (reserve, Vec::new()),
        Err(missing) => (None, missing),
    };
    let by_revenue = goes_by_revenue(policy, &facts, &readings);
    let mut as_paid = facts.with("filed", Value::Bool(true));
    if let Some(estimate) = filing.form.estimate {
        as_paid = as_paid.with("paid_fen", Value::Money(estimate));
    }
    let decision = policy.decide(&as_paid, &readings);
    let is_refused = matches!(decision.outcome, Outcome::Refused { .. });
    let awaited = if is_refused { awaited(policy, (&as_paid, &decision.readings), programme) } else { Vec::new() };
    Outlook { decision, reserve, missing, by_revenue, awaited }
}

/// Whether what would be reserved cannot be said without the revenue of the year before.
fn goes_by_revenue(policy: &Policy, facts: &Facts, readings: &Readings) -> bool {
    let mut without = facts.clone();
    without.values.remove(REVENUE);
    let missing = reserve::expected(policy, &without, readings).err().unwrap_or_default();
    missing.iter().any(|fact| fact == REVENUE)
}

/// The fact under which the program keeps the revenue of the year before.
const REVENUE: &str = "revenue_fen";
