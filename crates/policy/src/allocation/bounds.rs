//! Limits and kept shares with their groups and amounts worked out for one set of claims.

use std::collections::BTreeMap;

use super::{CannotAllocate, Claimant};
use crate::decide::Decider;
use crate::facts::Readings;
use crate::money::{ExactFen, Fen, Ratio, Rounding};
use crate::plan::sharing::{Cap, Group, Measure, Term};
use crate::text::Text;
use crate::value::Value;

/// One bound for a set of claims.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// Which one, in the order written.
    pub number: usize,
    /// Whether it counts claims; else it is an amount in fen.
    pub counts: bool,
    /// The groups that have claims.
    pub groups: Vec<BoundGroup>,
    /// The group of each claim.
    pub group_of: Vec<Option<usize>>,
}

/// One group of a bound.
#[derive(Clone, Debug)]
pub(super) struct BoundGroup {
    pub values: Vec<String>,
    /// In fen, or in claims.
    pub bound: i64,
}

/// Works bounds out; `pot` is all the money there is, in fen.
pub(super) struct Bounds<'a> {
    pub decider: Decider<'a>,
    pub readings: &'a Readings,
    pub claims: &'a [&'a Claimant],
    pub pot: i64,
}

impl Bounds<'_> {
    pub fn limit(&self, number: usize, limit: &crate::plan::sharing::Limit) -> Result<Bound, CannotAllocate> {
        match &limit.cap {
            Cap::Amount(measure) => self.bound(number, &limit.group, (measure, false), &limit.text),
            Cap::Count(measure) => self.bound(number, &limit.group, (measure, true), &limit.text),
        }
    }

    pub fn floor(&self, number: usize, floor: &crate::plan::sharing::Floor) -> Result<Bound, CannotAllocate> {
        self.bound(number, &floor.group, (&floor.amount, false), &floor.text)
    }

    fn bound(
        &self,
        number: usize,
        group: &Group,
        (measure, counts): (&Measure, bool),
        text: &Text,
    ) -> Result<Bound, CannotAllocate> {
        let mut found = Bound { number, counts, groups: Vec::new(), group_of: Vec::new() };
        let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for claim in self.claims {
            let values = self.values(group, claim)?;
            if group.member.as_ref().is_some_and(|member| values.first() != Some(member)) {
                found.group_of.push(None);
                continue;
            }
            let bound = self.amount(measure, claim, counts)?.max(0);
            let place = *places.entry(values.clone()).or_insert(found.groups.len());
            match found.groups.get(place) {
                None => found.groups.push(BoundGroup { values, bound }),
                Some(known) if known.bound == bound => {}
                Some(_) => {
                    return Err(CannotAllocate::Differs { bound: text.zh.clone(), group: values.join(", ") });
                }
            }
            found.group_of.push(Some(place));
        }
        Ok(found)
    }

    /// The values of the keys that make a group.
    fn values(&self, group: &Group, claim: &Claimant) -> Result<Vec<String>, CannotAllocate> {
        let mut values = Vec::new();
        for key in &group.keys {
            let known = self.decider.value_of(key, &claim.facts, self.readings);
            let value = claim.units.get(key).cloned().or(known.map(|value| value.to_string()));
            values.push(value.ok_or_else(|| missing(claim, key))?);
        }
        Ok(values)
    }

    fn amount(&self, measure: &Measure, claim: &Claimant, counts: bool) -> Result<i64, CannotAllocate> {
        let named =
            |id: &String| self.decider.value_of(id, &claim.facts, self.readings).ok_or_else(|| missing(claim, id));
        let term = match &measure.term {
            Term::Literal(value) => value.clone(),
            Term::Named(id) => named(id)?,
        };
        let base = measure.of.as_ref().map(named).transpose()?;
        match (term, base) {
            (Value::Money(fen), _) => Ok(fen.fen()),
            (Value::Integer(number), _) => Ok(number),
            (Value::Ratio(ratio), Some(Value::Money(base))) => share(base.fen(), ratio),
            (Value::Ratio(ratio), Some(Value::Integer(base))) => share(base, ratio),
            (Value::Ratio(ratio), None) if !counts => share(self.pot, ratio),
            (Value::Ratio(_) | Value::Date(_) | Value::Bool(_) | Value::Member(_) | Value::Text(_), _) => {
                Err(CannotAllocate::NoRule)
            }
        }
    }
}

fn missing(claim: &Claimant, id: &str) -> CannotAllocate {
    CannotAllocate::Missing { id: claim.id.clone(), missing: vec![id.to_owned()] }
}

/// A share of an amount or a number, rounded down.
fn share(of: i64, ratio: Ratio) -> Result<i64, CannotAllocate> {
    let exact: ExactFen = Fen::new(of).times(ratio);
    exact.round(Fen::ONE, Rounding::Down).map(Fen::fen).ok_or(CannotAllocate::TooLarge)
}
