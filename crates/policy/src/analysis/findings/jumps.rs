//! Awards that fall when more was paid or earned, and bounds across which one step changes the award.

use std::collections::BTreeMap;

use super::super::area::moved;
use super::super::regions::Paid;
use super::super::span::{Set, bit};
use super::super::{View, places};
use super::Finder;
use crate::compile::typed::Ty;
use crate::engine::code::{Cell, Op, Slot};
use crate::kernel::{Kernel, KernelFact};
use crate::money::Fen;
use crate::plan::Plan;
use crate::syntax::report::{Span, both};
use crate::text::{Lang, Text};
use crate::value::Value;

/// Two claims that differ in one fact, and what each gets; nothing where it is refused.
#[derive(Clone)]
struct Pair {
    below: Vec<Cell>,
    above: Vec<Cell>,
    from: Option<Fen>,
    to: Option<Fen>,
}

impl Pair {
    fn change(&self) -> i64 {
        let fen = |award: Option<Fen>| award.map_or(0, Fen::fen);
        fen(self.to).saturating_sub(fen(self.from))
    }

    /// Both claims are awarded something, the one with more of the fact less.
    fn falls(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to < from)
    }
}

/// What was found of one view: the largest change at each bound of each fact, and falls inside an area.
#[derive(Default)]
struct Seen {
    jumps: BTreeMap<(usize, i64), Pair>,
    falls: BTreeMap<usize, Pair>,
    /// Facts that raise the award somewhere.
    rising: Set,
}

/// The least change worth telling, in fen: more than a step of rounding, and a yuan at least.
fn least(kernel: &Kernel) -> u64 {
    let constant =
        |slot: Slot| if let Some(Op::Const(value)) = kernel.code.ops.get(slot) { Some(*value) } else { None };
    let granules = kernel
        .code
        .ops
        .iter()
        .filter_map(|op| if let Op::Share { granule, .. } = op { constant(*granule) } else { None });
    granules.map(|granule| granule.unsigned_abs() + 1).fold(100, u64::max)
}

impl Finder<'_> {
    /// Falling awards (W06) and bounds with money at stake (I01).
    pub(super) fn jumps(&mut self) {
        let (mut told, mut fallen): (Vec<(usize, i64)>, Vec<usize>) = (Vec::new(), Vec::new());
        for view in self.views {
            let seen = self.seen(view, &told);
            for (place, pair) in &seen.falls {
                let number = view.kernel.facts[*place].number;
                if seen.rising & bit(*place) != 0 && !fallen.contains(&number) && self.confirmed(view, pair) {
                    fallen.push(number);
                    self.fall(view, *place, pair);
                }
            }
            for ((place, bound), pair) in &seen.jumps {
                let fact = &view.kernel.facts[*place];
                if !self.confirmed(view, pair) {
                    continue;
                }
                told.push((fact.number, *bound));
                if fact.ty == Ty::Money && pair.falls() && seen.rising & bit(*place) != 0 {
                    self.fall(view, *place, pair);
                } else {
                    self.jump(view, *place, *bound, pair);
                }
            }
        }
    }

    fn seen(&self, view: &View, told: &[(usize, i64)]) -> Seen {
        let mut awards = Awards { view, told, least: least(&view.kernel), slots: Vec::new(), seen: Seen::default() };
        let stepped = |ty| matches!(ty, Ty::Money | Ty::Ratio | Ty::Integer | Ty::Date);
        let facts: Vec<usize> =
            (0..view.kernel.facts.len()).filter(|place| stepped(view.kernel.facts[*place].ty)).collect();
        for paid in &view.regions.paid {
            for corner in paid.area.corners(&view.kernel, self.policy.plan().facts.len(), paid.amount.facts()) {
                for place in &facts {
                    awards.look(paid, *place, &corner);
                }
            }
        }
        awards.seen
    }

    /// Whether the ordinary way of deciding gives both awards as well.
    fn confirmed(&self, view: &View, pair: &Pair) -> bool {
        let award = |cells: &[Cell]| self.policy.outcome(&self.facts(view, cells), &view.readings).award();
        award(&pair.below) == pair.from.unwrap_or(Fen::ZERO) && award(&pair.above) == pair.to.unwrap_or(Fen::ZERO)
    }

    fn fall(&mut self, view: &View, place: usize, pair: &Pair) {
        let fact = &view.kernel.facts[place];
        let (from, to) = (pair.below[fact.number].value, pair.above[fact.number].value);
        let (name, from_value, to_value) = (self.named(fact), self.shown(fact, from), self.shown(fact, to));
        let (less, more) = (self.money(pair.to), self.money(pair.from));
        let message = both(
            format!("{}从 {} 增到 {}，补贴额反而从 {} 降为 {}", name.zh, from_value.zh, to_value.zh, more.zh, less.zh),
            format!(
                "{} grows from {} to {}, and the award falls from {} to {}",
                name.en, from_value.en, to_value.en, more.en, less.en
            ),
        );
        let place = self.at_bound(view, fact, to, pair);
        self.report.warning("W06", place, Self::under(view, message), self.example(view, &pair.above));
    }

    fn jump(&mut self, view: &View, place: usize, bound: i64, pair: &Pair) {
        let fact = &view.kernel.facts[place];
        let (name, value) = (self.named(fact), self.shown(fact, bound));
        let (from, to) = (self.money(pair.from), self.money(pair.to));
        let stake = self.money(Some(Fen::new(pair.change().saturating_abs())));
        let message = both(
            format!("{}到 {} 这一步，补贴额可差 {}：从 {} 变为 {}", name.zh, value.zh, stake.zh, from.zh, to.zh),
            format!(
                "one step of {} to {} can change the award by {}: from {} to {}",
                name.en, value.en, stake.en, from.en, to.en
            ),
        );
        let place = self.at_bound(view, fact, bound, pair);
        self.report.info("I01", place, Self::under(view, message), self.example(view, &pair.above));
    }

    fn money(&self, award: Option<Fen>) -> Text {
        let Some(fen) = award else { return both("不予补贴", "no award") };
        let show = |lang| self.policy.plan().show("", &Value::Money(fen), lang);
        both(show(Lang::Zh), show(Lang::En))
    }

    /// The row that begins at this value, else the requirement that refuses, else the fact.
    fn at_bound(&self, view: &View, fact: &KernelFact, bound: i64, pair: &Pair) -> Span {
        let refused = if pair.from.is_none() { Some(&pair.below) } else { None };
        if let Some(cells) = refused.or(if pair.to.is_none() { Some(&pair.above) } else { None }) {
            let mut slots = Vec::new();
            view.kernel.run(cells, &mut slots);
            let failed = view.kernel.checks.iter().find(|check| slots[check.slot].get() == Some(0));
            let found = failed.and_then(|check| self.policy.plan().requirements.get(check.requirement));
            return found.map_or_else(|| self.declared(&fact.id), |one| places::requirement(self.policy.source(), one));
        }
        let value = self.policy.decider().public_value(fact.ty, Cell::known(bound));
        value.and_then(|value| row_at(self.policy.plan(), &fact.id, &value)).unwrap_or_else(|| self.declared(&fact.id))
    }
}

/// The row of a table by this fact that begins at a value.
fn row_at(plan: &Plan, fact: &str, value: &Value) -> Option<Span> {
    plan.standards.iter().find_map(|standard| {
        let axis = standard.axes.iter().position(|axis| axis == fact)?;
        let row = standard.rows.iter().position(|row| row.at.get(axis) == Some(value))?;
        places::row(plan, standard, row)
    })
}

/// Computes awards of a view and keeps what is worth telling.
struct Awards<'a> {
    view: &'a View,
    /// Facts by number with bounds that another view has told.
    told: &'a [(usize, i64)],
    least: u64,
    slots: Vec<Cell>,
    seen: Seen,
}

impl Awards<'_> {
    fn of(&mut self, cells: &[Cell]) -> Option<Fen> {
        self.view.kernel.run(cells, &mut self.slots);
        self.view.kernel.award(&self.slots)
    }

    /// What happens along one fact at both ends of an area and between them.
    fn look(&mut self, paid: &Paid, place: usize, corner: &[Cell]) {
        let fact = &self.view.kernel.facts[place];
        let (first, last) = paid.area.0[place];
        if first < last && paid.amount.facts() & bit(place) != 0 {
            let inside = self.pair(corner, fact, first, last);
            if inside.change() > 0 {
                self.seen.rising |= bit(place);
            }
            if fact.ty == Ty::Money && inside.falls() && inside.change().unsigned_abs() >= self.least {
                self.seen.falls.entry(place).or_insert(inside);
            }
        }
        if last < fact.high {
            self.bound(corner, place, (moved(fact, last, -1).max(first), last, moved(fact, last, 1)));
        }
        if first > fact.low {
            let before = moved(fact, first, -1);
            self.bound(corner, place, (moved(fact, before, -1).max(fact.low), before, first));
        }
    }

    /// The step to a bound, from the value before it; the step before that one says how much is no jump.
    fn bound(&mut self, corner: &[Cell], place: usize, (earlier, before, bound): (i64, i64, i64)) {
        let fact = &self.view.kernel.facts[place];
        if self.told.contains(&(fact.number, bound)) {
            return;
        }
        let pair = self.pair(corner, fact, before, bound);
        let change = pair.change();
        if pair.from.is_some() && pair.to.is_some() && change > 0 {
            self.seen.rising |= bit(place);
        }
        // On a date, a claim that is out of term is no jump worth telling.
        let refused = pair.from.is_none() || pair.to.is_none();
        if change.unsigned_abs() < self.least || (fact.ty == Ty::Date && refused) {
            return;
        }
        let kept = self.seen.jumps.get(&(place, bound)).map_or(0, |pair| pair.change().unsigned_abs());
        if change.unsigned_abs() <= kept {
            return;
        }
        let slope = self.pair(corner, fact, earlier, before);
        let slope = if slope.from.is_some() && slope.to.is_some() { slope.change() } else { 0 };
        if change.saturating_sub(slope).unsigned_abs() >= self.least {
            self.seen.jumps.insert((place, bound), pair);
        }
    }

    fn pair(&mut self, corner: &[Cell], fact: &KernelFact, low: i64, high: i64) -> Pair {
        let with = |value| {
            let mut cells = corner.to_vec();
            cells[fact.number] = Cell::known(value);
            cells
        };
        let (below, above) = (with(low), with(high));
        let (from, to) = (self.of(&below), self.of(&above));
        Pair { below, above, from, to }
    }
}
