//! The unique keys a claim takes: which, the policy says (不得重复). Keys made of the case alone are taken
//! when it opens, keys made of rows when the enterprise confirms.

use super::Claim;
use crate::decide::Ctx;
use crate::ids::ClaimId;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::facts::{Facts, Readings, Row};
use policy::plan::money_rules::{KeyRule, Requirement, UniqueKey};
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;

/// Keys and sums that a claim takes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Taken {
    /// Unique keys.
    pub keys: Vec<String>,
    /// Amounts added to limited sums.
    pub sums: BTreeMap<String, i64>,
}

/// The keys made of the case alone: those a new claim takes, those that one under way has. `given` are keys
/// that the act has given to other claims already.
pub(super) fn at_opening(
    ctx: Ctx,
    policy: &Policy,
    (id, claim): (&ClaimId, &Claim),
    given: &[String],
) -> Result<Vec<String>, Stop> {
    let programme = ctx.world.programme(&claim.programme)?;
    let holder = Key::Claim(id.clone()).to_string();
    Ok(take(ctx, policy, claim, &programme.readings(), (&Row::new(), &holder, given))?.keys)
}

/// The keys and sums made of the claim's rows.
pub(super) fn at_confirmation(ctx: Ctx, policy: &Policy, (id, claim): (&ClaimId, &Claim)) -> Result<Taken, Stop> {
    let programme = ctx.world.programme(&claim.programme)?;
    let readings = programme.readings();
    let holder = Key::Claim(id.clone()).to_string();
    let mut all = Taken::default();
    for (list, entries) in &claim.records {
        for entry in entries {
            let row: Row =
                entry.row.iter().map(|(column, value)| (format!("{list}.{column}"), value.clone())).collect();
            let taken = take(ctx, policy, claim, &readings, (&row, &holder, &[]))?;
            all.keys.extend(taken.keys.into_iter().filter(|key| !claim.keys.contains(key)));
            for (name, amount) in taken.sums {
                let so_far = all.sums.entry(name).or_insert(0);
                *so_far = so_far.saturating_add(amount);
            }
        }
    }
    all.keys.sort();
    all.keys.dedup();
    check_sums(ctx, policy, claim, &all)?;
    Ok(all)
}

/// The keys that can be made of the case and this row; those that need other fields are passed over.
fn take(
    ctx: Ctx,
    policy: &Policy,
    claim: &Claim,
    readings: &Readings,
    (row, holder, given): (&Row, &str, &[String]),
) -> Result<Taken, Stop> {
    let mut all = Taken::default();
    for unique in &policy.plan().unique {
        if !applies(policy, unique, claim, readings) {
            continue;
        }
        let Some(name) = name(policy, unique, claim, row) else { continue };
        match &unique.rule {
            KeyRule::Count(most) => all.keys.push(place(ctx, policy, (unique, &name, *most), (holder, given))?),
            KeyRule::Sum { of, .. } => {
                let amount = column(row, of).ok_or_else(|| Refusal::PolicySilent { what: of.clone() })?;
                if let Value::Money(fen) = amount {
                    all.sums.insert(name, fen.fen());
                }
            }
        }
    }
    Ok(all)
}

/// The key itself where one case may hold it; else the place the case has among those there are, or the first free
/// one. So of three years there are three places, and a fourth case finds none.
fn place(
    ctx: Ctx,
    policy: &Policy,
    (unique, name, most): (&UniqueKey, &str, i64),
    (holder, given): (&str, &[String]),
) -> Result<String, Stop> {
    let places: Vec<String> =
        if most <= 1 { vec![name.to_owned()] } else { (1..=most).map(|number| format!("{name}/{number}")).collect() };
    ctx.world.want(places.iter().map(|place| Key::Unique(place.clone())))?;
    let (mut free, mut other) = (None, String::new());
    for place in &places {
        match ctx.world.hold(place)? {
            Some(hold) if hold.holder == holder => return Ok(place.clone()),
            Some(hold) => other.clone_from(&hold.holder),
            None if !given.contains(place) => free = free.or_else(|| Some(place.clone())),
            None => {}
        }
    }
    free.ok_or_else(|| used_up(policy, unique, other).into())
}

/// The refusal where no place is left: the policy's own requirement where it counts the same, such as the years.
fn used_up(policy: &Policy, unique: &UniqueKey, holder: String) -> Refusal {
    let counts =
        |requirement: &&Requirement| requirement.quota.as_ref().is_some_and(|quota| quota.scope == unique.fields);
    match policy.plan().requirements.iter().find(counts) {
        Some(requirement) => {
            Refusal::RequirementsFailed { codes: vec![requirement.code.clone()], clause: requirement.clause.clone() }
        }
        None => Refusal::AlreadyHeld { key: unique.id.clone(), holder },
    }
}

fn applies(policy: &Policy, unique: &UniqueKey, claim: &Claim, readings: &Readings) -> bool {
    let facts = Facts::new()
        .with("stream", Value::Member(claim.stream.clone()))
        .with("service_date", Value::Date(claim.service_date));
    let condition = unique.condition.as_ref();
    condition.is_none_or(|condition| policy.condition(condition, &facts, readings) == Some(true))
}

/// The name of a key: its id and the values of its fields.
fn name(policy: &Policy, unique: &UniqueKey, claim: &Claim, row: &Row) -> Option<String> {
    let values: Option<Vec<String>> =
        unique.fields.iter().map(|field| field_value(policy, field, claim, row)).collect();
    Some(format!("{}/{}/{}", claim.programme, unique.id, values?.join("/")))
}

fn field_value(policy: &Policy, field: &str, claim: &Claim, row: &Row) -> Option<String> {
    match field {
        "enterprise" => Some(claim.enterprise.to_string()),
        "stream" => Some(claim.stream.clone()),
        "contract_year" => Some(claim.service_date.to_string()),
        "calendar_year" | "budget_year" => Some(claim.service_date.year().to_string()),
        "provider" => Some(claim.provider.clone()),
        "district" => Some(claim.district.clone()),
        "claim_unit" => Some(claim.number.clone()),
        "term" => Some(claim.programme.to_string()),
        period if policy.plan().periods.iter().any(|one| one.id == period) => Some(claim.service_date.to_string()),
        column_or_fact => match column(row, column_or_fact) {
            Some(value) => Some(value.to_string()),
            None => claim.answers.get(column_or_fact).map(ToString::to_string),
        },
    }
}

/// The value of a column of this row, named `column` or `list.column`.
fn column<'a>(row: &'a Row, name: &str) -> Option<&'a Value> {
    let found = row
        .iter()
        .find(|(column, _)| column.as_str() == name || column.rsplit('.').next().is_some_and(|last| last == name));
    found.map(|(_, value)| value)
}

/// Refuses a sum that would pass its limit over all claims.
fn check_sums(ctx: Ctx, policy: &Policy, claim: &Claim, taken: &Taken) -> Result<(), Stop> {
    for unique in &policy.plan().unique {
        let KeyRule::Sum { limit, .. } = &unique.rule else { continue };
        for (list, entries) in &claim.records {
            for entry in entries {
                let row: Row =
                    entry.row.iter().map(|(column, value)| (format!("{list}.{column}"), value.clone())).collect();
                let (Some(name), Some(Value::Money(most))) = (name(policy, unique, claim, &row), column(&row, limit))
                else {
                    continue;
                };
                let Some(more) = taken.sums.get(&name) else { continue };
                let before = ctx.world.count(&name)?.saturating_sub(claim.sums.get(&name).copied().unwrap_or(0));
                if before.saturating_add(*more) > most.fen() {
                    return Err(Refusal::AlreadyHeld { key: name, holder: String::new() }.into());
                }
            }
        }
    }
    Ok(())
}
