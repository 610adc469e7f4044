//! Decides one claim: facts to cells, one run of the code, then the outcome and its steps read off the slots.

use std::collections::BTreeSet;

use crate::compile::program::{AwardProgram, Compiled, Shown, Trace, TraceKind};
use crate::compile::typed::{EnumOf, Ty};
use crate::decision::{DECISION_VERSION, Decision, Operation, Outcome, StepRecord};
use crate::engine::calendar;
use crate::engine::code::{Cell, Code, Slot};
use crate::engine::lists::ListData;
use crate::engine::run::{Env, missing, run};
use crate::facts::{Facts, Known, NoRegisters, Readings, Registers};
use crate::money::{Fen, Ratio};
use crate::plan::Plan;
use crate::value::Value;

/// Facts and readings as the machine reads them.
pub(crate) struct Inputs {
    pub facts: Vec<Cell>,
    pub switches: Vec<i64>,
}

/// A plan with its code.
#[derive(Clone, Copy)]
pub(crate) struct Decider<'a> {
    pub plan: &'a Plan,
    pub compiled: &'a Compiled,
}

impl<'a> Decider<'a> {
    pub fn new(plan: &'a Plan, compiled: &'a Compiled) -> Self {
        Self { plan, compiled }
    }

    /// Facts and readings as cells. A value of the wrong type or out of its declared range is not a value: it stays missing.
    pub fn inputs(&self, facts: &Facts, readings: &Readings) -> Inputs {
        let cell = |number| Cell::of(self.fact_number(number, facts));
        Inputs { facts: (0..self.plan.facts.len()).map(cell).collect(), switches: self.switches(readings) }
    }

    /// The option in force for every switch; one that is not named, or not known, has its default.
    pub fn switches(&self, readings: &Readings) -> Vec<i64> {
        let mut switches = self.compiled.defaults.clone();
        for (number, switch) in self.plan.switches.iter().enumerate() {
            let named =
                readings.0.get(&switch.id).and_then(|id| switch.options.iter().position(|option| option.id == *id));
            if let Some(option) = named.and_then(|option| i64::try_from(option).ok()) {
                switches[number] = option;
            }
        }
        switches
    }

    /// The readings with every default written out.
    pub fn all_readings(&self, readings: &Readings) -> Readings {
        let switches = self.switches(readings);
        let option = |(switch, option): (&crate::plan::inputs::Switch, &i64)| {
            let option = switch.options.get(usize::try_from(*option).ok()?)?;
            Some((switch.id.clone(), option.id.clone()))
        };
        Readings(self.plan.switches.iter().zip(&switches).filter_map(option).collect())
    }

    /// The number that stands for a fact of a claim, where it is known.
    pub fn fact_number(&self, fact: usize, facts: &Facts) -> Option<i64> {
        let id = &self.plan.facts.get(fact)?.id;
        self.number(fact, facts.value(id)?)
    }

    /// The number that stands for a value of this fact, where it is of its type and within its range.
    fn number(&self, fact: usize, value: &Value) -> Option<i64> {
        let model = self.compiled.facts.get(fact)?;
        let number = self.plain_number(model.ty, value)?;
        (model.low..=model.high).contains(&number).then_some(number)
    }

    fn plain_number(&self, ty: Ty, value: &Value) -> Option<i64> {
        match (ty, value) {
            (Ty::Money, Value::Money(fen)) => Some(fen.fen()),
            (Ty::Ratio, Value::Ratio(ratio)) => self.parts(*ratio),
            (Ty::Integer, Value::Integer(number)) => Some(*number),
            (Ty::Date, Value::Date(date)) => Some(calendar::number(*date)),
            (Ty::Bool, Value::Bool(yes)) => Some(i64::from(*yes)),
            (Ty::Member(EnumOf::Fact(owner)), Value::Member(id)) => {
                let at = self.plan.facts.get(owner)?.members.iter().position(|member| member.id == *id)?;
                i64::try_from(at).ok()
            }
            (_, _) => None,
        }
    }

    /// Runs claim-local code.
    pub fn run(&self, code: &Code, inputs: &Inputs) -> Vec<Cell> {
        let mut slots = Vec::new();
        self.run_into(code, inputs, &mut slots);
        slots
    }

    /// Runs claim-local code into slots that are used again.
    pub fn run_into(&self, code: &Code, inputs: &Inputs, slots: &mut Vec<Cell>) {
        let env = Env {
            facts: &inputs.facts,
            switches: &inputs.switches,
            lists: &[],
            registers: &self.compiled.registers,
            listed: &NoRegisters,
            row: None,
        };
        run(code, &env, slots);
    }

    /// The outcome alone.
    pub fn outcome(&self, facts: &Facts, readings: &Readings) -> Outcome {
        let inputs = self.inputs(facts, readings);
        self.read_outcome(&self.run(&self.compiled.program.code, &inputs))
    }

    /// The outcome that the slots hold.
    pub fn read_outcome(&self, slots: &[Cell]) -> Outcome {
        let program = &self.compiled.program;
        let mut failed: Vec<String> = Vec::new();
        for check in program.checks.iter().filter(|check| slots[check.slot] == Cell::known(0)) {
            let code = &self.plan.requirements[check.requirement].code;
            if !failed.contains(code) {
                failed.push(code.clone());
            }
        }
        if !failed.is_empty() {
            return Outcome::Refused { failed };
        }
        let (mut facts, mut open) = (BTreeSet::new(), false);
        let mut look_at = |slot: Slot| {
            open |= !slots[slot].known;
            missing(&program.code, slots, slot, &mut facts);
        };
        for check in &program.checks {
            look_at(check.slot);
        }
        for award in &program.awards {
            match award.guard.filter(|guard| slots[*guard] != Cell::known(1)) {
                Some(guard) => look_at(guard),
                None => look_at(award.amount),
            }
        }
        if open {
            return Outcome::Pending { missing: self.ids(&facts) };
        }
        self.read_award(slots)
    }

    /// The sum of the awards that apply; its code is that of the last cut of the first award that was cut.
    fn read_award(&self, slots: &[Cell]) -> Outcome {
        let applies = |award: &&AwardProgram| award.guard.is_none_or(|guard| slots[guard] == Cell::known(1));
        let awards: Vec<&AwardProgram> = self.compiled.program.awards.iter().filter(applies).collect();
        if awards.is_empty() {
            return Outcome::Refused { failed: vec!["NO_AWARD".to_owned()] };
        }
        let total = Fen::sum(awards.iter().map(|award| Fen::new(slots[award.amount].value)));
        let cut = awards
            .iter()
            .find_map(|award| award.cuts.iter().rev().find(|cut| slots[cut.before].value > slots[cut.limit].value));
        let code = cut.map_or("FULL", |cut| cut.code.as_str()).to_owned();
        Outcome::Award { fen: total.unwrap_or(Fen::ZERO), code }
    }

    /// Fact ids in declaration order.
    pub fn ids(&self, facts: &BTreeSet<usize>) -> Vec<String> {
        facts.iter().filter_map(|number| self.plan.facts.get(*number)).map(|fact| fact.id.clone()).collect()
    }

    /// The whole decision.
    pub fn decide(&self, facts: &Facts, readings: &Readings) -> Decision {
        let inputs = self.inputs(facts, readings);
        let slots = self.run(&self.compiled.program.code, &inputs);
        let outcome = self.read_outcome(&slots);
        let counterfactuals = self.counterfactuals(&inputs, &slots, &outcome);
        Decision {
            version: DECISION_VERSION,
            policy: self.plan.id.clone(),
            hash: self.plan.hash.clone(),
            readings: self.all_readings(readings),
            facts: self.facts_used(facts),
            steps: self.steps(&slots, matches!(outcome, Outcome::Refused { .. })),
            outcome,
            counterfactuals,
        }
    }

    /// The facts a decision is made on: those the policy decides by.
    fn facts_used(&self, facts: &Facts) -> Facts {
        let of = |id: &String| facts.values.get(id).cloned().unwrap_or(Known::Missing);
        let values =
            self.plan.facts.iter().filter(|fact| fact.decides).map(|fact| (fact.id.clone(), of(&fact.id))).collect();
        Facts { values, ..Facts::default() }
    }

    /// The steps taken; a refusal ends with its requirements and never speaks of an amount.
    fn steps(&self, slots: &[Cell], refused: bool) -> Vec<StepRecord> {
        let program = &self.compiled.program;
        let beside = |trace: &Trace| refused && !matches!(trace.kind, TraceKind::Requirement);
        let constant =
            |trace: &Trace| matches!(trace.kind, TraceKind::Compute) && program.code.fixed[trace.result.slot];
        let idle = |trace: &Trace| {
            constant(trace)
                || matches!(&trace.kind, TraceKind::Cut { when: Some(when), .. } if slots[*when] == Cell::known(0))
        };
        let happens = |trace: &&Trace| {
            !beside(trace) && !idle(trace) && trace.guard.is_none_or(|guard| slots[guard] == Cell::known(1))
        };
        program.trace.iter().filter(happens).map(|trace| self.step(trace, slots)).collect()
    }

    fn step(&self, trace: &Trace, slots: &[Cell]) -> StepRecord {
        let money = |slot: Slot| slots[slot].get().map(Fen::new);
        let operation = match &trace.kind {
            TraceKind::Requirement => Operation::Requirement,
            TraceKind::LookUp => Operation::LookUp,
            TraceKind::Compute => Operation::Compute,
            TraceKind::Amount => Operation::Amount,
            TraceKind::Share { ratio, granule, rounding } => {
                let ratio = ratio.and_then(|slot| self.ratio(slots[slot]));
                Operation::Share { ratio, granule: money(*granule), rounding: *rounding }
            }
            TraceKind::Cut { code, limit, before, less, .. } => {
                let lowered = slots[*before].known && slots[*limit].known && slots[*before].value > slots[*limit].value;
                Operation::Cut { code: code.clone(), limit: money(*limit), less: less.and_then(money), lowered }
            }
        };
        let inputs = trace.inputs.iter().map(|input| (input.id.clone(), self.value(input, slots))).collect();
        let (rule, clause) = (trace.rule.clone(), trace.clause.clone());
        let document = self.plan.origin(&clause).map(|above| above.id.clone());
        StepRecord { rule, clause, document, operation, inputs, value: self.value(&trace.result, slots) }
    }

    /// The public value of a slot.
    fn value(&self, shown: &Shown, slots: &[Cell]) -> Option<Value> {
        self.public_value(shown.ty, slots[shown.slot])
    }

    /// The ratio that so many parts of the document's unit are.
    pub fn ratio(&self, cell: Cell) -> Option<Ratio> {
        Ratio::new(cell.get()?, self.compiled.ratio_unit)
    }

    /// A ratio as so many parts of the document's unit.
    pub fn parts(&self, ratio: Ratio) -> Option<i64> {
        parts(ratio, self.compiled.ratio_unit)
    }

    /// The public value of a cell of this type.
    pub fn public_value(&self, ty: Ty, cell: Cell) -> Option<Value> {
        let number = cell.get()?;
        let at = usize::try_from(number).ok();
        match ty {
            Ty::Money | Ty::Exact(_) => Some(Value::Money(Fen::new(number))),
            Ty::Ratio => self.ratio(cell).map(Value::Ratio),
            Ty::Integer | Ty::Duration(_) => Some(Value::Integer(number)),
            Ty::Date => calendar::date(number).map(Value::Date),
            Ty::Bool => Some(Value::Bool(number != 0)),
            Ty::Member(EnumOf::Fact(fact)) => {
                Some(Value::Member(self.plan.facts.get(fact)?.members.get(at?)?.id.clone()))
            }
            Ty::Member(EnumOf::Switch(switch)) => {
                Some(Value::Member(self.plan.switches.get(switch)?.options.get(at?)?.id.clone()))
            }
            Ty::Text => None,
        }
    }

    /// The facts with every 核算 computed; rules may use one another's results, so they run until nothing changes.
    pub fn derive(&self, facts: &Facts, readings: &Readings, registers: &dyn Registers) -> Facts {
        let mut inputs = self.inputs(facts, readings);
        for rule in &self.compiled.derives {
            inputs.facts[rule.fact] = Cell::UNKNOWN;
        }
        let lists: Vec<ListData> = (0..self.plan.records.len()).map(|number| self.list(number, facts)).collect();
        let mut slots = Vec::new();
        for _ in 0..=self.compiled.derives.len() {
            let before = inputs.facts.clone();
            for rule in &self.compiled.derives {
                let env = Env {
                    facts: &inputs.facts,
                    switches: &inputs.switches,
                    lists: &lists,
                    registers: &self.compiled.registers,
                    listed: registers,
                    row: None,
                };
                run(&rule.code, &env, &mut slots);
                let model = self.compiled.facts[rule.fact];
                let found = slots[rule.slot].get().filter(|value| (model.low..=model.high).contains(value));
                inputs.facts[rule.fact] = Cell::of(found);
            }
            if inputs.facts == before {
                break;
            }
        }
        let mut derived = facts.clone();
        for rule in &self.compiled.derives {
            let (model, id) = (self.compiled.facts[rule.fact], self.plan.facts[rule.fact].id.clone());
            let value = self.public_value(model.ty, inputs.facts[rule.fact]);
            derived.values.insert(id, value.map_or(Known::Missing, Known::Known));
        }
        derived
    }

    /// The rows of a list as cells; more rows than declared make it incomplete.
    fn list(&self, number: usize, facts: &Facts) -> ListData {
        let (Some(record), Some((models, most))) = (self.plan.records.get(number), self.compiled.lists.get(number))
        else {
            return ListData::default();
        };
        let Some(rows) = facts.records.get(&record.id) else { return ListData::default() };
        let cell =
            |row: &crate::facts::Row,
             (column, model): (&crate::plan::inputs::Column, &crate::compile::model::FactModel)| {
                let number = row.get(&column.id).and_then(|value| self.plain_number(model.ty, value));
                Cell::of(number.filter(|number| (model.low..=model.high).contains(number)))
            };
        let cells = rows
            .rows
            .iter()
            .map(|row| record.columns.iter().zip(models).map(|column| cell(row, column)).collect())
            .collect();
        ListData { rows: cells, complete: rows.complete && rows.rows.len() <= *most }
    }
}

/// A ratio as so many parts of a unit; nothing where it is finer than the unit.
pub(crate) fn parts(ratio: Ratio, unit: i64) -> Option<i64> {
    let size = (unit % ratio.denominator() == 0).then(|| unit / ratio.denominator())?;
    ratio.numerator().checked_mul(size)
}
