//! Named values of one claim: quantities and facts, as values and as numbers that can be put in order.

use std::collections::BTreeSet;

use crate::compile::typed::Ty;
use crate::decide::Decider;
use crate::decision::Evaluated;
use crate::engine::code::{Cell, Code, Slot};
use crate::engine::run::missing;
use crate::facts::{Facts, Known, Readings};
use crate::value::Value;

impl<'a> Decider<'a> {
    /// A named quantity, or a declared fact.
    pub fn quantity(&self, id: &str, facts: &Facts, readings: &Readings) -> Evaluated {
        let Some((code, slot, ty)) = self.code_of(id) else { return self.fact_as_quantity(id, facts) };
        let slots = self.run(code, &self.inputs(facts, readings));
        self.public_value(ty, slots[slot]).map_or_else(
            || {
                let mut unknown = BTreeSet::new();
                missing(code, &slots, slot, &mut unknown);
                Evaluated::Missing(self.ids(&unknown))
            },
            Evaluated::Known,
        )
    }

    /// The value of a quantity or a fact where it is known.
    pub fn value_of(&self, id: &str, facts: &Facts, readings: &Readings) -> Option<Value> {
        match self.quantity(id, facts, readings) {
            Evaluated::Known(value) => Some(value),
            Evaluated::Missing(_) | Evaluated::Undeclared => None,
        }
    }

    /// The number by which a quantity or a fact is put in order: fen, parts of the document's ratio unit, the number of
    /// a day or of a level, one for yes.
    pub fn number_of(&self, id: &str, facts: &Facts, readings: &Readings) -> Option<i64> {
        let inputs = self.inputs(facts, readings);
        let cell = match self.code_of(id) {
            Some((code, slot, _)) => self.run(code, &inputs).get(slot).copied(),
            None => self.fact_cell(id, &inputs.facts),
        };
        cell.and_then(Cell::get)
    }

    /// Ids of the facts that a quantity reads; a fact reads itself.
    pub fn facts_of(&self, id: &str) -> Vec<String> {
        match self.code_of(id) {
            Some((code, slot, _)) => self.ids(&code.facts_of(slot)),
            None => self.plan.fact(id).map(|fact| fact.id.clone()).into_iter().collect(),
        }
    }

    fn code_of(&self, id: &str) -> Option<(&'a Code, Slot, Ty)> {
        let (_, code, slot, ty) = self.compiled.quantities.iter().find(|(have, ..)| have == id)?;
        Some((code, *slot, *ty))
    }

    fn fact_cell(&self, id: &str, cells: &[Cell]) -> Option<Cell> {
        let number = self.plan.facts.iter().position(|fact| fact.id == id)?;
        cells.get(number).copied()
    }

    fn fact_as_quantity(&self, id: &str, facts: &Facts) -> Evaluated {
        match (self.plan.fact(id), facts.values.get(id)) {
            (None, _) => Evaluated::Undeclared,
            (Some(_), Some(Known::Known(value))) => Evaluated::Known(value.clone()),
            (Some(_), Some(Known::Missing | Known::Disputed) | None) => Evaluated::Missing(vec![id.to_owned()]),
        }
    }
}
