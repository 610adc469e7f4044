//! The facts of a case, gathered from where they are kept: the register of enterprises, the form, the
//! officers' attestations, the ledger. The policy says which facts there are; a fact whose id the
//! program does not keep is asked on the form and attested by an officer.

use crate::decide::Ctx;
use crate::enterprise::Enterprise;
use crate::filing::Filing;
use crate::ids::AccountId;
use crate::setting::Setting;
use jiff::Timestamp;
use jiff::civil::Date;
use policy::facts::{Facts, Known, Row, Rows};
use policy::money::Fen;
use policy::plan::inputs::{Fact, Origin};
use policy::policy::Policy;
use policy::schema::IsoInstant;
use policy::value::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A fact as an officer attested it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Attested {
    /// The value.
    pub value: Value,
    /// The role acted in.
    pub role: String,
    /// Who.
    pub by: AccountId,
    /// When.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
}

/// Where the value of a fact in a decision came from, for the case page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// An officer attested it.
    Attested,
    /// The applicant stated it and nobody has attested it yet.
    Stated,
    /// The program keeps it.
    Kept,
    /// Computed by the policy from other facts and lists.
    Computed,
}

/// The facts that the program keeps, under the ids that policies use: of the register, the filing, the claim.
pub const KEPT: [&str; 8] =
    ["stream", "kind", "founded_on", "filed", "revenue_fen", "estimate_fen", "service_date", "applied_on"];

/// The facts that the applicant is asked for on a form: stated ones with a question that the program does not keep.
pub fn asked(policy: &Policy) -> impl Iterator<Item = &Fact> {
    let stated = policy.plan().facts.iter().filter(|fact| fact.origin == Origin::Stated);
    stated.filter(|fact| fact.ask.is_some() && !KEPT.contains(&fact.id.as_str()))
}

/// Whether what was attested or proven at the filing holds in a contract year: always, but for facts whose proof counts
/// only for a time (有效), such as the revenue of the year before, which is taken anew each year.
pub fn holds_in(fact: &Fact, filing: &Filing, service_date: Date) -> bool {
    let first = filing.form.starts_on.map(Date::year);
    fact.valid.is_none() || first.is_none_or(|year| year == service_date.year())
}

/// What the program keeps of an enterprise and its filing, under the ids that policies use.
pub fn kept(enterprise: &Enterprise, filing: &Filing, year: i16) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::from([
        ("stream".to_owned(), Value::Member(filing.stream.clone())),
        ("kind".to_owned(), Value::Member(enterprise.kind().to_owned())),
        ("founded_on".to_owned(), Value::Date(enterprise.profile.founded_on)),
        ("filed".to_owned(), Value::Bool(filing.is_filed())),
    ]);
    if let Some(figure) = enterprise.figures.get(&year.saturating_sub(1)) {
        facts.insert("revenue_fen".to_owned(), Value::Money(figure.revenue));
    }
    if let Some(estimate) = filing.form.estimate {
        facts.insert("estimate_fen".to_owned(), Value::Money(estimate));
    }
    facts
}

/// Facts for the conditions and quantities of the filing procedure: what is stated counts, because the
/// officers are still checking it. `received_on` is the day registers are asked for.
pub fn of_filing(ctx: Ctx, policy: &Policy, enterprise: &Enterprise, filing: &Filing) -> Facts {
    let starts = filing.form.starts_on.unwrap_or(ctx.act.today);
    let mut known = filing.form.answers.clone();
    known.extend(kept(enterprise, filing, starts.year()));
    known.extend(attested_values(&filing.attested));
    known.entry("service_date".to_owned()).or_insert(Value::Date(starts));
    known.entry("applied_on".to_owned()).or_insert(Value::Date(ctx.act.today));
    let facts = Facts { values: as_known(policy, known), records: past_awards(enterprise, filing) };
    let registers = Subjects::new(ctx.setting, enterprise, filing);
    policy.derive(&facts, &policy::facts::Readings::default(), &|register: &str, subject: &str, day: Date| {
        registers.listed(register, subject, day)
    })
}

/// The values officers attested.
pub fn attested_values(attested: &BTreeMap<String, Attested>) -> BTreeMap<String, Value> {
    attested.iter().map(|(id, one)| (id.clone(), one.value.clone())).collect()
}

/// Only what the policy declares, as known facts.
pub fn as_known(policy: &Policy, values: BTreeMap<String, Value>) -> BTreeMap<String, Known> {
    let declared = values.into_iter().filter(|(id, _)| policy.plan().fact(id).is_some());
    declared.map(|(id, value)| (id, Known::Known(value))).collect()
}

/// The awards so far, as the list `past_award` of a policy.
pub fn past_awards(enterprise: &Enterprise, filing: &Filing) -> BTreeMap<String, Rows> {
    let own = enterprise.awards.iter().filter(|award| award.programme == filing.programme);
    let rows = own
        .map(|award| {
            Row::from([
                ("stream".to_owned(), Value::Member(award.stream.clone())),
                ("amount".to_owned(), Value::Money(award.amount)),
                ("claim".to_owned(), Value::Text(award.claim.to_string())),
                ("service_date".to_owned(), Value::Date(award.service_date)),
            ])
        })
        .collect();
    BTreeMap::from([("past_award".to_owned(), Rows { rows, complete: true })])
}

/// The subjects that registers are asked about.
#[derive(Clone, Copy)]
pub struct Subjects<'a> {
    setting: &'a Setting,
    credit_code: &'a str,
    provider: &'a str,
    item: &'a str,
}

impl<'a> Subjects<'a> {
    /// The subjects of a filing: its enterprise, provider and project type.
    pub fn new(setting: &'a Setting, enterprise: &'a Enterprise, filing: &'a Filing) -> Self {
        Self {
            setting,
            credit_code: &enterprise.credit_code,
            provider: &filing.form.provider,
            item: &filing.form.project_type,
        }
    }

    /// Whether the subject of that kind stands in a register of the city on a day.
    pub fn listed(self, register: &str, subject: &str, day: Date) -> Option<bool> {
        let entry = match subject {
            "enterprise" => self.credit_code,
            "provider" => self.provider,
            "item" => self.item,
            _ => return None,
        };
        self.setting.city.listed(register, entry, day)
    }
}

/// The facts a role attests: declared so in the policy.
pub fn attested_by<'a>(policy: &'a Policy, role: &str) -> impl Iterator<Item = &'a Fact> {
    let facts = policy.plan().facts.iter();
    facts.filter(move |fact| fact.origin == Origin::Stated && fact.attested_by.iter().any(|one| one == role))
}

/// Whether a value fits a fact: its type, its members and its range.
pub fn fits(fact: &Fact, value: &Value) -> bool {
    use policy::value::Type;
    let within = |number: i64| fact.range.is_none_or(|(least, most)| (least..=most).contains(&number));
    match (value, &fact.ty) {
        (Value::Money(fen), Type::Money) => within(fen.fen()) && *fen >= Fen::ZERO,
        (Value::Integer(number), Type::Integer) => within(*number),
        (Value::Member(member), Type::OneOf(_)) => fact.members.iter().any(|known| known.id == *member),
        (Value::Bool(_), Type::Bool)
        | (Value::Date(_), Type::Date)
        | (Value::Ratio(_), Type::Ratio)
        | (Value::Text(_), Type::Text) => true,
        (
            Value::Money(_)
            | Value::Integer(_)
            | Value::Member(_)
            | Value::Bool(_)
            | Value::Date(_)
            | Value::Ratio(_)
            | Value::Text(_),
            Type::Money | Type::Integer | Type::OneOf(_) | Type::Bool | Type::Date | Type::Ratio | Type::Text,
        ) => false,
    }
}
