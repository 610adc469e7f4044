//! What would change an outcome: the next edge of a table, the payment that reaches the cap, the nearest value that passes.

use std::collections::BTreeSet;

use crate::compile::program::Check;
use crate::compile::typed::Ty;
use crate::decide::{Decider, Inputs};
use crate::decision::{Counterfactual, Outcome};
use crate::engine::calendar;
use crate::engine::code::{Cell, Op, Slot};
use crate::engine::run::tier;
use crate::text::{Lang, Text};
use crate::value::Value;

impl Decider<'_> {
    /// At most a few sentences; none while facts are missing.
    pub fn counterfactuals(&self, inputs: &Inputs, slots: &[Cell], outcome: &Outcome) -> Vec<Counterfactual> {
        match outcome {
            Outcome::Award { .. } => self.edges(inputs, slots, outcome),
            Outcome::Refused { .. } => {
                let failed = self.compiled.program.checks.iter().filter(|check| slots[check.slot] == Cell::known(0));
                failed.filter_map(|check| self.passing(inputs, check)).collect()
            }
            Outcome::Pending { .. } | Outcome::Held { .. } => Vec::new(),
        }
    }

    /// For an award: each table edge next to the claim, and the payment that would reach the cap.
    fn edges(&self, inputs: &Inputs, slots: &[Cell], outcome: &Outcome) -> Vec<Counterfactual> {
        let code = &self.compiled.program.code;
        let mut tries: BTreeSet<(usize, i64)> = BTreeSet::new();
        for op in self.amount_ops(slots) {
            let Op::Tiers { axis, starts, .. } = op else { continue };
            let (Some(Op::Fact(fact)), Some(at)) = (code.ops.get(*axis), slots[*axis].get()) else { continue };
            let Some(row) = tier(starts, at) else { continue };
            tries.extend(starts.get(row + 1).map(|next| (*fact, *next)));
            tries.extend((row > 0).then(|| (*fact, starts[row] - 1)));
        }
        tries.extend(self.payment_at_cap(slots));
        tries.into_iter().filter_map(|(fact, value)| self.what_if(inputs, outcome, fact, value)).collect()
    }

    /// The operations behind the awards that apply.
    fn amount_ops(&self, slots: &[Cell]) -> Vec<&Op> {
        let program = &self.compiled.program;
        let applies = |guard: Option<Slot>| guard.is_none_or(|guard| slots[guard] == Cell::known(1));
        let mut todo: Vec<Slot> =
            program.awards.iter().filter(|award| applies(award.guard)).map(|award| award.amount).collect();
        let mut seen: BTreeSet<Slot> = BTreeSet::new();
        while let Some(slot) = todo.pop() {
            if seen.insert(slot) {
                todo.extend(program.code.ops[slot].operands());
            }
        }
        seen.into_iter().map(|slot| &program.code.ops[slot]).collect()
    }

    /// The smallest payment whose share reaches the first cap, where the claim stays below it.
    fn payment_at_cap(&self, slots: &[Cell]) -> Option<(usize, i64)> {
        let program = &self.compiled.program;
        let award =
            program.awards.iter().find(|award| award.guard.is_none_or(|guard| slots[guard] == Cell::known(1)))?;
        let cut = award
            .cuts
            .first()
            .filter(|cut| slots[cut.before].value < slots[cut.limit].value && slots[cut.limit].value < i64::MAX)?;
        let Some(Op::Share { terms, .. }) = program.code.ops.get(cut.before) else { return None };
        let [(money, ratio)] = terms.as_slice() else { return None };
        let Some(Op::Fact(fact)) = program.code.ops.get(*money) else { return None };
        let ratio = self.ratio(slots[*ratio]).filter(|ratio| ratio.numerator() > 0)?;
        let needed = i128::from(slots[cut.limit].value) * i128::from(ratio.denominator());
        let payment = i64::try_from(needed.div_euclid(i128::from(ratio.numerator()))).ok()?;
        Some((*fact, payment))
    }

    /// The outcome with one fact changed, where it differs and stays within the fact's range.
    fn what_if(&self, inputs: &Inputs, outcome: &Outcome, fact: usize, value: i64) -> Option<Counterfactual> {
        let model = self.compiled.facts.get(fact).filter(|model| (model.low..=model.high).contains(&value))?;
        let other = self.read_outcome(&self.run_with(inputs, fact, value));
        if other.award() == outcome.award() {
            return None;
        }
        let at = self.public_value(model.ty, Cell::known(value))?;
        let declared = self.plan.facts.get(fact)?;
        let shown =
            |lang| (self.plan.show(&declared.id, &at, lang), self.plan.show("", &Value::Money(other.award()), lang));
        let ((at_zh, award_zh), (at_en, award_en)) = (shown(Lang::Zh), shown(Lang::En));
        let words = Text::new(
            format!("{}为 {at_zh} 时，补贴为 {award_zh}", declared.text.zh),
            format!("With {} at {at_en} the subsidy would be {award_en}", declared.text.en),
        );
        Some(Counterfactual { about: declared.id.clone(), at: Some(at), award: Some(other.award()), words })
    }

    fn run_with(&self, inputs: &Inputs, fact: usize, value: i64) -> Vec<Cell> {
        let mut facts = inputs.facts.clone();
        facts[fact] = Cell::known(value);
        self.run(&self.compiled.program.code, &Inputs { facts, switches: inputs.switches.clone() })
    }

    /// For a failed requirement: its remedy, and the nearest value where one number or date decides.
    fn passing(&self, inputs: &Inputs, check: &Check) -> Option<Counterfactual> {
        let requirement = self.plan.requirements.get(check.requirement)?;
        let nearest = self.nearest(inputs, check);
        let value = nearest.as_ref().map(|(fact, value)| {
            let declared = &self.plan.facts[*fact];
            let (zh, en) =
                (self.plan.show(&declared.id, value, Lang::Zh), self.plan.show(&declared.id, value, Lang::En));
            Text::new(
                format!("{}为 {zh} 时符合", declared.text.zh),
                format!("it would pass with {} at {en}", declared.text.en),
            )
        });
        let words = match (requirement.remedy.clone(), value) {
            (Some(remedy), Some(value)) => {
                Text::new(format!("{}；{}", remedy.zh, value.zh), format!("{}; {}", remedy.en, value.en))
            }
            (Some(words), None) | (None, Some(words)) => words,
            (None, None) => return None,
        };
        Some(Counterfactual {
            about: requirement.code.clone(),
            at: nearest.map(|(_, value)| value),
            award: None,
            words,
        })
    }

    /// The known number or date nearest to the claim's own that makes the requirement hold.
    fn nearest(&self, inputs: &Inputs, check: &Check) -> Option<(usize, Value)> {
        let code = &self.compiled.program.code;
        let facts = code.facts_of(check.slot);
        let [fact] = facts.iter().copied().collect::<Vec<usize>>()[..] else { return None };
        let model = self.compiled.facts.get(fact)?;
        let now = inputs.facts.get(fact)?.get().filter(|_| matches!(model.ty, Ty::Money | Ty::Integer | Ty::Date))?;
        let slots = self.run(code, inputs);
        let mut tries: BTreeSet<i64> = BTreeSet::new();
        for op in &code.ops {
            let Op::Compare(_, a, b) = op else { continue };
            let reads = |slot: &Slot| code.ops.get(*slot) == Some(&Op::Fact(fact));
            let edge = if reads(a) { slots[*b].get() } else { slots[*a].get().filter(|_| reads(b)) };
            tries.extend(edge.into_iter().flat_map(|edge| around(model.ty, edge)));
        }
        let passes = |value: &i64| {
            (model.low..=model.high).contains(value)
                && self.run_with(inputs, fact, *value)[check.slot] == Cell::known(1)
        };
        let best = tries.into_iter().filter(passes).min_by_key(|value| value.abs_diff(now))?;
        Some((fact, self.public_value(model.ty, Cell::known(best))?))
    }
}

/// A value and its neighbours.
fn around(ty: Ty, edge: i64) -> Vec<i64> {
    if ty != Ty::Date {
        return vec![edge.saturating_sub(1), edge, edge.saturating_add(1)];
    }
    let Some(date) = calendar::date(edge) else { return Vec::new() };
    let neighbours = [date.yesterday().ok(), Some(date), date.tomorrow().ok()];
    neighbours.into_iter().flatten().map(calendar::number).collect()
}
