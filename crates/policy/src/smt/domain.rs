//! The claims a question is about: one variable for each fact, within what every policy asked can read.

use std::collections::BTreeMap;

use super::dates;
use super::term::{Leaves, Sort, Term, number};
use crate::analysis::area::DAYS;
use crate::compile::typed::{EnumOf, Ty};
use crate::engine::calendar;
use crate::engine::code::{Code, Op};
use crate::facts::{Facts, Readings};
use crate::kernel::KernelFact;
use crate::money::Ratio;
use crate::policy::Policy;
use crate::value::Value;

/// What a variable stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Kind {
    Number(Ty),
    /// So many parts of this unit.
    Ratio(i64),
    /// Places in this list of ids.
    Member(Vec<String>),
}

/// A fact as a variable.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub id: String,
    kind: Kind,
    low: i64,
    high: i64,
}

/// All variables by fact id, and the open questions of one policy, where they are asked as well.
#[derive(Clone, Debug, Default)]
pub(super) struct Domain {
    pub variables: BTreeMap<String, Variable>,
    /// Switch ids with the ids of their options.
    switches: Vec<(String, Vec<String>)>,
}

impl Variable {
    fn new(policy: &Policy, fact: &KernelFact) -> Self {
        let (kind, low, high) = match fact.ty {
            Ty::Ratio => (Kind::Ratio(policy.compiled().ratio_unit), fact.low, fact.high),
            Ty::Member(EnumOf::Fact(_) | EnumOf::Switch(_)) => (Kind::Member(fact.members.clone()), 0, 0),
            Ty::Date => (Kind::Number(fact.ty), fact.low.max(DAYS.0), fact.high.min(DAYS.1)),
            Ty::Bool => (Kind::Number(fact.ty), 0, 1),
            Ty::Money | Ty::Exact(_) | Ty::Integer | Ty::Text | Ty::Duration(_) => {
                (Kind::Number(fact.ty), fact.low, fact.high)
            }
        };
        Self { id: fact.id.clone(), kind, low, high }
    }

    /// Its name in the script.
    pub fn name(&self) -> String {
        format!("|{}|", self.id)
    }

    /// What both can read; nothing where they are of different types.
    fn meet(&self, other: &Self) -> Option<Self> {
        let kind = match (&self.kind, &other.kind) {
            (Kind::Number(one), Kind::Number(two)) if one == two => Kind::Number(*one),
            (Kind::Ratio(one), Kind::Ratio(two)) => {
                let unit = gcd(*one, *two);
                let scale = |value: i64, of: i64| value / (of / unit).max(1);
                let low = scale(self.low, *one).max(scale(other.low, *two));
                let high = scale(self.high, *one).min(scale(other.high, *two));
                return Some(Self { id: self.id.clone(), kind: Kind::Ratio(unit), low, high });
            }
            (Kind::Member(one), Kind::Member(two)) => {
                Kind::Member(one.iter().filter(|id| two.contains(id)).cloned().collect())
            }
            (Kind::Number(_) | Kind::Ratio(_) | Kind::Member(_), _) => return None,
        };
        Some(Self { id: self.id.clone(), kind, low: self.low.max(other.low), high: self.high.min(other.high) })
    }

    /// Declares a variable of this kind under a name, within its range.
    pub fn declare(&self, name: &str) -> Vec<String> {
        let high = match &self.kind {
            Kind::Member(members) => i64::try_from(members.len()).unwrap_or(i64::MAX) - 1,
            Kind::Number(_) | Kind::Ratio(_) => self.high,
        };
        let mut lines = vec![
            format!("(declare-const {name} Int)"),
            format!("(assert (<= {} {name} {}))", number(self.low), number(high)),
        ];
        if self.kind == Kind::Number(Ty::Date) {
            lines.push(format!("(assert {})", dates::is_day(name)));
        }
        lines
    }

    /// The value behind a number of the solver.
    fn value(&self, number: i64) -> Option<Value> {
        match &self.kind {
            Kind::Number(Ty::Money) => Some(Value::Money(crate::money::Fen::new(number))),
            Kind::Number(Ty::Date) => calendar::date(number).map(Value::Date),
            Kind::Number(Ty::Bool) => Some(Value::Bool(number != 0)),
            Kind::Number(_) => Some(Value::Integer(number)),
            Kind::Ratio(unit) => Ratio::new(number, *unit).map(Value::Ratio),
            Kind::Member(members) => members.get(usize::try_from(number).ok()?).cloned().map(Value::Member),
        }
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

impl Domain {
    /// Adds the facts of a policy; the id of a fact that another policy reads as another type.
    pub fn add(&mut self, policy: &Policy, facts: &[KernelFact]) -> Result<(), String> {
        for fact in facts {
            let own = Variable::new(policy, fact);
            let both = self.variables.get(&fact.id).map_or_else(|| Some(own.clone()), |have| have.meet(&own));
            self.variables.insert(fact.id.clone(), both.ok_or_else(|| fact.id.clone())?);
        }
        Ok(())
    }

    /// Adds the open questions that some code of a policy asks.
    pub fn ask(&mut self, policy: &Policy, code: &Code) {
        for (number, switch) in policy.plan().switches.iter().enumerate() {
            let is_new = !self.switches.iter().any(|(id, _)| *id == switch.id);
            if is_new && code.ops.contains(&Op::Switch(number)) {
                let options = switch.options.iter().map(|option| option.id.clone()).collect();
                self.switches.push((switch.id.clone(), options));
            }
        }
    }

    /// The declarations.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.variables.values().flat_map(|variable| variable.declare(&variable.name())).collect();
        for (id, options) in &self.switches {
            let name = switch_name(id);
            lines.push(format!("(declare-const {name} Int)"));
            lines.push(format!("(assert (and (<= 0 {name}) (< {name} {})))", options.len()));
        }
        lines
    }

    /// What to ask of a model.
    pub fn names(&self) -> Vec<String> {
        let facts = self.variables.values().map(Variable::name);
        facts.chain(self.switches.iter().map(|(id, _)| switch_name(id))).collect()
    }

    /// The claim of a model.
    pub fn claim(&self, model: &BTreeMap<String, i64>) -> Option<Facts> {
        let mut facts = Facts::new();
        for variable in self.variables.values() {
            facts = facts.with(&variable.id, variable.value(*model.get(&variable.name())?)?);
        }
        Some(facts)
    }

    /// A value of one fact under another name.
    pub fn value(&self, id: &str, number: i64) -> Option<Value> {
        self.variables.get(id)?.value(number)
    }

    /// The readings of a model, on top of those that were fixed.
    pub fn readings(&self, fixed: &Readings, model: &BTreeMap<String, i64>) -> Readings {
        let mut readings = fixed.clone();
        for (id, options) in &self.switches {
            let option = model.get(&switch_name(id)).and_then(|at| options.get(usize::try_from(*at).ok()?));
            readings = option.into_iter().fold(readings, |readings, option| readings.with(id, option));
        }
        readings
    }
}

fn switch_name(id: &str) -> String {
    format!("|switch {id}|")
}

/// The terms of one policy's facts and open questions in a domain.
pub(super) struct Side<'a> {
    pub policy: &'a Policy,
    pub domain: &'a Domain,
    /// One fact by another name.
    pub renamed: Option<(&'a str, &'a str)>,
}

impl Leaves for Side<'_> {
    fn fact(&self, fact: usize) -> Term {
        let found = self.policy.plan().facts.get(fact).and_then(|one| self.domain.variables.get(&one.id));
        let Some(variable) = found else { return Term::never() };
        let renamed = self.renamed.filter(|(id, _)| *id == variable.id);
        let name = renamed.map_or_else(|| variable.name(), |(_, name)| name.to_owned());
        match &variable.kind {
            Kind::Number(_) => Term::new(name, Sort::Int),
            Kind::Ratio(unit) => {
                let parts = self.policy.compiled().ratio_unit / unit;
                Term::new(if parts == 1 { name } else { format!("(* {parts} {name})") }, Sort::Int)
            }
            Kind::Member(members) => Term::new(placed(self.policy, fact, members, &name), Sort::Int),
        }
    }

    fn switch(&self, switch: usize) -> Term {
        let id = self.policy.plan().switches.get(switch).map(|one| switch_name(&one.id));
        Term::new(id.unwrap_or_else(|| "0".to_owned()), Sort::Int)
    }
}

/// The place of a member in a policy's own list, from its place in the shared one.
fn placed(policy: &Policy, fact: usize, members: &[String], name: &str) -> String {
    let own = policy.kernel_fact(fact).map(|fact| fact.members).unwrap_or_default();
    let places: Vec<usize> = members.iter().filter_map(|id| own.iter().position(|member| member == id)).collect();
    if places.iter().enumerate().all(|(shared, place)| shared == *place) {
        return name.to_owned();
    }
    let last = places.last().map_or_else(|| "0".to_owned(), ToString::to_string);
    let each = places.iter().enumerate().rev().skip(1);
    each.fold(last, |rest, (shared, place)| format!("(ite (= {name} {shared}) {place} {rest})"))
}

/// The facts that some code reads.
pub(super) fn read_by(policy: &Policy, code: &Code) -> Vec<KernelFact> {
    let numbers: std::collections::BTreeSet<usize> =
        code.ops.iter().filter_map(|op| if let Op::Fact(number) = op { Some(*number) } else { None }).collect();
    numbers.into_iter().filter_map(|number| policy.kernel_fact(number)).collect()
}
