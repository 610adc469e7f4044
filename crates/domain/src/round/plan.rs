//! The fund-use plan (资金使用计划): who is paid how much, who is not, and why. Pure: the same lines, money and
//! rule give the same plan, byte for byte, and so the same hash for everybody who signs it.
//!
//! Second half of total control (三(二)): a line is paid what the policy's settle rule says of its award, of what
//! is reserved for it and of what is free. What is reserved for a line is never shared out to another.

use super::digest;
use super::line::Reserved;
use crate::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId};
use crate::ledger::{Account, Purpose};
use crate::refusal::Refusal;
use jiff::Timestamp;
use policy::allocation::{CannotAllocate, Claimant, Cut, Reason};
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::plan::money_rules::Settle;
use policy::plan::words::PayMethod;
use policy::policy::Policy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The provider of the contract year.
    pub provider: String,
    /// The stream.
    pub stream: String,
    /// What was awarded, in fen.
    pub award: Fen,
    /// In how many rounds the money did not reach it.
    pub waited: u32,
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
    /// Every cut from the award to the amount, with its reason in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Cut>,
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

/// Why a line gets nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// The money was used up before its turn.
    UsedUp,
    /// It does not fit into what is left, and the policy passes such lines over.
    DoesNotFit,
    /// A line before it did not fit, and the policy stops there.
    AfterTheStop,
    /// A limit of the policy for its provider, district, category or the like.
    OverTheLimit,
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
    /// The same in words, with what each rule cuts of the award.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Cut>,
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
    for (stream, lines) in streams {
        let available = available.get(&stream).copied().unwrap_or(Fen::ZERO);
        share_stream(&mut plan, (&stream, &lines), available, (policy, readings))?;
    }
    add_up(&mut plan).ok_or(Refusal::AmountTooLarge)?;
    Ok(plan.sealed())
}

/// The settle rule of a policy.
pub fn settle_rule(policy: &Policy) -> Result<&Settle, Refusal> {
    policy.plan().settles.first().ok_or_else(|| Refusal::PolicySilent { what: "settle".to_owned() })
}

/// Shares the money of one stream out among its lines, in the policy's order. What lines do not need of their
/// reservations of the plan's year is free for the others; money of another year stays in its year.
fn share_stream(
    plan: &mut Plan,
    (stream, lines): (&str, &[Candidate]),
    available: Fen,
    (policy, readings): (&Policy, &Readings),
) -> Result<(), Refusal> {
    let claims: Vec<Claimant> = lines.iter().map(|one| claimant(one, plan.head.year)).collect();
    let shared = policy.allocate(&claims, available, readings);
    let shared = shared.map_err(|cannot| refused(cannot, plan, stream))?;
    let by_id: BTreeMap<&str, &Candidate> = lines.iter().map(|one| (one.claim.as_str(), one)).collect();
    for line in shared.lines {
        let Some(one) = by_id.get(line.id.as_str()).copied() else { continue };
        if line.amount > Fen::ZERO {
            plan.lines.push(plan_line(one, line.amount, (plan.clause.clone(), line.cuts)));
        } else {
            plan.exclusions.push(exclusion(one, (plan.clause.clone(), line.cuts)));
        }
    }
    Ok(())
}

fn claimant(one: &Candidate, year: i16) -> Claimant {
    let units = [("enterprise", one.enterprise.as_str()), ("district", &one.district), ("provider", &one.provider)];
    Claimant {
        id: one.claim.as_str().to_owned(),
        award: one.award,
        reserved: one.held(),
        frees_rest: one.reserved.is_some_and(|reserved| reserved.year == year),
        received_at: one.received_at,
        waited: one.waited,
        units: units.map(|(unit, who)| (unit.to_owned(), who.to_owned())).into(),
        facts: one.facts.clone(),
    }
}

fn refused(cannot: CannotAllocate, plan: &Plan, stream: &str) -> Refusal {
    match cannot {
        CannotAllocate::NoRule => Refusal::PolicySilent { what: "settle".to_owned() },
        CannotAllocate::Missing { missing, .. } => {
            Refusal::FactsMissing { facts: missing, clause: plan.clause.clone() }
        }
        CannotAllocate::Short(by) => short(&plan.head, stream, by),
        CannotAllocate::TooLarge => Refusal::AmountTooLarge,
        CannotAllocate::Differs { bound, .. } => Refusal::UnsoundPolicy { what: bound },
        CannotAllocate::Repeated(id) | CannotAllocate::Negative(id) => Refusal::UnsoundPolicy { what: id },
    }
}

fn short(head: &Head, stream: &str, by: Fen) -> Refusal {
    let (programme, stream) = (head.programme.clone(), stream.to_owned());
    let account = Account { programme, year: head.year, stream, purpose: Purpose::Available };
    Refusal::Overdrawn { account: account.to_string(), short_by: by.negate().unwrap_or(by) }
}

fn plan_line(one: &Candidate, amount: Fen, (clause, cuts): (String, Vec<Cut>)) -> PlanLine {
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
        cuts,
        clause,
    }
}

fn exclusion(one: &Candidate, (clause, cuts): (String, Vec<Cut>)) -> Exclusion {
    Exclusion {
        claim: one.claim.clone(),
        enterprise: one.enterprise.clone(),
        enterprise_name: one.enterprise_name.clone(),
        district: one.district.clone(),
        stream: one.stream.clone(),
        award: one.award,
        reason: cuts.first().map_or(WhyNot::UsedUp, |cut| why_not(&cut.reason)),
        cuts,
        clause,
    }
}

/// The reason in short why a line is not paid at all.
fn why_not(reason: &Reason) -> WhyNot {
    match reason {
        Reason::Payable | Reason::InPart | Reason::UsedUp | Reason::ProRata { .. } => WhyNot::UsedUp,
        Reason::DoesNotFit | Reason::StopsHere => WhyNot::DoesNotFit,
        Reason::AfterTheStop => WhyNot::AfterTheStop,
        Reason::Limit { .. } | Reason::Count { .. } => WhyNot::OverTheLimit,
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
