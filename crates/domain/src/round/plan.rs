//! The fund-use plan (资金使用计划): who is paid how much, who is not, and why. Pure: the same lines, money and
//! rule give the same plan, byte for byte, and so the same hash for everybody who signs it.
//!
//! Second half of total control (三(二)): a line is paid what the policy's settle rule says of its award, of what
//! is reserved for it and of what is free. What is reserved for a line is never shared out to another.

use super::digest;
use super::line::Reserved;
use super::share::{self, Ask, CannotShare, Share, WhyNot};
use crate::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId};
use crate::ledger::{Account, Purpose};
use crate::order;
use crate::refusal::Refusal;
use jiff::Timestamp;
use policy::decision::Evaluated;
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::plan::money_rules::Settle;
use policy::plan::words::PayMethod;
use policy::policy::Policy;
use policy::value::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The fact under which a policy knows what the decision awarded (应补额).
pub const DUE: &str = "due_fen";
/// The fact under which a policy knows what is reserved for the case (预留额).
pub const HELD: &str = "held_fen";
/// The fact under which a policy knows what is free for the case (腾出额).
pub const FREED: &str = "freed_fen";

/// What a plan is for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    /// The programme.
    pub programme: ProgrammeId,
    /// The policy document, by its hash.
    pub policy_hash: String,
    /// The number of the round.
    pub number: String,
    /// The budget year whose free money it may use.
    pub year: i16,
    /// Which version of the round's plan it is, from 1.
    pub version: i64,
}

/// One line as the plan sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The claim.
    pub claim: ClaimId,
    /// Its filing.
    pub filing: FilingId,
    /// Who is to be paid.
    pub enterprise: EnterpriseId,
    /// The name, for the sheet.
    pub enterprise_name: String,
    /// The district that pays it.
    pub district: String,
    /// The stream.
    pub stream: String,
    /// What was awarded, in fen.
    pub award: Fen,
    /// What is reserved for it.
    pub reserved: Option<Reserved>,
    /// When it was received.
    pub received_at: Option<Timestamp>,
    /// The facts the order and the settle rule read.
    pub facts: Facts,
}

impl Candidate {
    fn held(&self) -> Fen {
        self.reserved.map_or(Fen::ZERO, |reserved| reserved.amount)
    }
}

/// A plan. Its hash covers everything else in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "FundPlan")]
pub struct Plan {
    /// What it is for.
    pub head: Head,
    /// How the policy pays.
    pub method: PayMethod,
    /// The clause of the settle rule.
    pub clause: String,
    /// Who is paid, in the policy's order within each stream.
    pub lines: Vec<PlanLine>,
    /// Who is not, in the same order.
    pub exclusions: Vec<Exclusion>,
    /// The sum of all lines, in fen.
    pub total: Fen,
    /// The sum for each district.
    pub by_district: BTreeMap<String, Fen>,
    /// The sum for each stream.
    pub by_stream: BTreeMap<String, Fen>,
    /// SHA-256 of the canonical JSON of the above, in hexadecimal.
    pub hash: String,
}

/// One payment of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PlanLine {
    /// The claim.
    pub claim: ClaimId,
    /// Its filing.
    pub filing: FilingId,
    /// Who is paid.
    pub enterprise: EnterpriseId,
    /// The name.
    pub enterprise_name: String,
    /// The district that pays.
    pub district: String,
    /// The stream.
    pub stream: String,
    /// What was awarded, in fen.
    pub award: Fen,
    /// The reservation it had.
    pub reserved: Option<Reserved>,
    /// What it is paid, in fen; never more than the award.
    pub amount: Fen,
    /// How much of that comes out of its reservation; the rest out of free money of the plan's year.
    pub from_reserved: Fen,
    /// Why so much.
    pub reason: Why,
    /// The clause.
    pub clause: String,
}

/// Why a line is paid so much.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Its whole award.
    InFull,
    /// Less than the award: the money does not reach further.
    InPart,
}

/// One line that is not paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Exclusion {
    /// The claim.
    pub claim: ClaimId,
    /// Who.
    pub enterprise: EnterpriseId,
    /// The name.
    pub enterprise_name: String,
    /// The district.
    pub district: String,
    /// The stream.
    pub stream: String,
    /// What was awarded, in fen.
    pub award: Fen,
    /// Why it is not paid.
    pub reason: WhyNot,
    /// The clause.
    pub clause: String,
}

impl Plan {
    /// The payment of a claim.
    pub fn line(&self, claim: &ClaimId) -> Option<&PlanLine> {
        self.lines.iter().find(|line| line.claim == *claim)
    }

    /// The hash of what stands in it now.
    pub fn computed_hash(&self) -> String {
        digest::of(&Self { hash: String::new(), ..self.clone() })
    }

    fn sealed(self) -> Self {
        let hash = self.computed_hash();
        Self { hash, ..self }
    }
}

impl PlanLine {
    /// What comes out of free money, in fen.
    pub fn from_free(&self) -> Option<Fen> {
        self.amount.sub(self.from_reserved)
    }

    /// What its reservation leaves over, in fen.
    pub fn unused(&self) -> Option<Fen> {
        self.reserved.map_or(Fen::ZERO, |reserved| reserved.amount).sub(self.from_reserved)
    }

    /// The amount by the budget year it comes from. Its money keeps its year on the way to the beneficiary.
    pub fn by_year(&self, year: i16) -> Option<BTreeMap<i16, Fen>> {
        let mut years = BTreeMap::from([(year, self.from_free()?)]);
        if let Some(reserved) = self.reserved {
            let sum = years.entry(reserved.year).or_insert(Fen::ZERO);
            *sum = sum.add(self.from_reserved)?;
        }
        years.retain(|_, fen| *fen > Fen::ZERO);
        Some(years)
    }
}

/// What the policy says one line may be paid when so much is free for it, in fen.
pub type Payable<'a> = dyn Fn(&Candidate, Fen) -> Result<Fen, Refusal> + 'a;

/// The plan for these lines by the settle rule of a policy. `available` is the free money of the plan's year by
/// stream, in fen.
///
/// Refuses when the policy has no settle rule, when a fact is missing, and when everyone is to be paid in full and
/// the money is short. Source: the clause of the rule (三(二), 三(五)2).
pub fn plan(
    head: Head,
    candidates: Vec<Candidate>,
    available: &BTreeMap<String, Fen>,
    (policy, readings): (&Policy, &Readings),
) -> Result<Plan, Refusal> {
    let rule = settle_rule(policy)?;
    let payable = |one: &Candidate, free: Fen| payable(policy, readings, rule, (one, free));
    plan_by(rule, head, candidates, (available, &payable))
}

/// The settle rule of a policy.
pub fn settle_rule(policy: &Policy) -> Result<&Settle, Refusal> {
    policy.plan().settles.first().ok_or_else(|| Refusal::PolicySilent { what: "settle".to_owned() })
}

fn payable(
    policy: &Policy,
    readings: &Readings,
    rule: &Settle,
    (one, free): (&Candidate, Fen),
) -> Result<Fen, Refusal> {
    let given = [(DUE, one.award), (HELD, one.held()), (FREED, free)];
    let facts = given.into_iter().fold(one.facts.clone(), |facts, (id, fen)| facts.with(id, Value::Money(fen)));
    match policy.quantity(&rule.pay, &facts, readings) {
        Evaluated::Known(Value::Money(fen)) => Ok(fen),
        Evaluated::Missing(facts) => Err(Refusal::FactsMissing { facts, clause: rule.clause.clone() }),
        Evaluated::Known(_) | Evaluated::Undeclared => Err(Refusal::PolicySilent { what: rule.pay.clone() }),
    }
}

/// The plan by a settle rule whose amounts come from a function: what [`plan`] does once the policy is asked.
pub fn plan_by(
    rule: &Settle,
    head: Head,
    candidates: Vec<Candidate>,
    (available, payable): (&BTreeMap<String, Fen>, &Payable),
) -> Result<Plan, Refusal> {
    let mut streams: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for one in candidates {
        streams.entry(one.stream.clone()).or_default().push(one);
    }
    let mut plan = Plan {
        head,
        method: rule.sharing.method,
        clause: rule.clause.clone(),
        lines: Vec::new(),
        exclusions: Vec::new(),
        total: Fen::ZERO,
        by_district: BTreeMap::new(),
        by_stream: BTreeMap::new(),
        hash: String::new(),
    };
    for (stream, mut lines) in streams {
        order::sort(&mut lines, &rule.sharing.order, |one| order::Place {
            facts: &one.facts,
            received_at: one.received_at,
            id: one.claim.as_str(),
        });
        let available = available.get(&stream).copied().unwrap_or(Fen::ZERO);
        share_stream(rule, &mut plan, (&stream, &lines), (available, payable))?;
    }
    add_up(&mut plan).ok_or(Refusal::AmountTooLarge)?;
    Ok(plan.sealed())
}

/// Shares the money of one stream out among its lines, which stand in order.
fn share_stream(
    rule: &Settle,
    plan: &mut Plan,
    (stream, lines): (&str, &[Candidate]),
    (available, payable): (Fen, &Payable),
) -> Result<(), Refusal> {
    let mut asks = Vec::new();
    for one in lines {
        let full = payable(one, one.award)?.min(one.award).max(Fen::ZERO);
        asks.push(Ask { full, reserved: one.held() });
    }
    let free = free(plan.head.year, lines, &asks, available).ok_or(Refusal::AmountTooLarge)?;
    let shares =
        share::share(rule.sharing.method, rule.sharing.granule, &asks, free).map_err(|cannot| match cannot {
            CannotShare::Short(by) => short(&plan.head, stream, by),
            CannotShare::TooLarge => Refusal::AmountTooLarge,
        })?;
    let mut left = free;
    for (one, share) in lines.iter().zip(shares) {
        let amount = match share {
            Share::Paid(amount) => amount.min(payable(one, left)?),
            Share::Nothing(why) => {
                plan.exclusions.push(exclusion(rule, one, why));
                continue;
            }
        };
        if amount <= Fen::ZERO {
            plan.exclusions.push(exclusion(rule, one, WhyNot::UsedUp));
            continue;
        }
        let line = plan_line(rule, one, amount);
        left = line.from_free().and_then(|fen| left.sub(fen)).ok_or(Refusal::AmountTooLarge)?;
        plan.lines.push(line);
    }
    Ok(())
}

/// The money nobody has a claim to: what is available, and what lines do not need of their reservations.
fn free(year: i16, lines: &[Candidate], asks: &[Ask], available: Fen) -> Option<Fen> {
    lines.iter().zip(asks).try_fold(available, |sum, (one, ask)| {
        let rest = ask.reserved.sub(ask.full.min(ask.reserved))?;
        let is_of_the_year = one.reserved.is_some_and(|reserved| reserved.year == year);
        if is_of_the_year { sum.add(rest) } else { Some(sum) }
    })
}

fn short(head: &Head, stream: &str, by: Fen) -> Refusal {
    let (programme, stream) = (head.programme.clone(), stream.to_owned());
    let account = Account { programme, year: head.year, stream, purpose: Purpose::Available };
    Refusal::Overdrawn { account: account.to_string(), short_by: by.negate().unwrap_or(by) }
}

fn plan_line(rule: &Settle, one: &Candidate, amount: Fen) -> PlanLine {
    PlanLine {
        claim: one.claim.clone(),
        filing: one.filing.clone(),
        enterprise: one.enterprise.clone(),
        enterprise_name: one.enterprise_name.clone(),
        district: one.district.clone(),
        stream: one.stream.clone(),
        award: one.award,
        reserved: one.reserved,
        amount,
        from_reserved: amount.min(one.held()),
        reason: if amount == one.award { Why::InFull } else { Why::InPart },
        clause: rule.clause.clone(),
    }
}

fn exclusion(rule: &Settle, one: &Candidate, reason: WhyNot) -> Exclusion {
    Exclusion {
        claim: one.claim.clone(),
        enterprise: one.enterprise.clone(),
        enterprise_name: one.enterprise_name.clone(),
        district: one.district.clone(),
        stream: one.stream.clone(),
        award: one.award,
        reason,
        clause: rule.clause.clone(),
    }
}

fn add_up(plan: &mut Plan) -> Option<()> {
    for line in &plan.lines {
        plan.total = plan.total.add(line.amount)?;
        for (sums, name) in [(&mut plan.by_district, &line.district), (&mut plan.by_stream, &line.stream)] {
            let sum = sums.entry(name.clone()).or_insert(Fen::ZERO);
            *sum = sum.add(line.amount)?;
        }
    }
    Some(())
}
