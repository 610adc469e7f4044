//! Where to cut an area in two so that a slot gets decided: at the value of a fact where a comparison, a tier or a limit turns.
//!
//! A cut is only a proposal. What is said of each part is found anew, so a cut in the wrong place costs time and nothing else.

use std::collections::BTreeSet;

use super::area::{Area, middle, moved};
use super::span::{Has, Set, Span, Truth, bit, span};
use crate::compile::typed::Ty;
use crate::engine::code::{Op, Slot};
use crate::engine::run::tier;
use crate::kernel::Kernel;
use crate::syntax::ast::Comparison;

/// The second part begins at `second` of the fact at `place`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cut {
    pub place: usize,
    pub second: i64,
}

/// Looks for a cut of one area.
pub(crate) struct Splitter<'a> {
    kernel: &'a Kernel,
    area: &'a Area,
    spans: &'a [Span],
    seen: Vec<bool>,
}

impl<'a> Splitter<'a> {
    /// Ready to look.
    pub fn new(kernel: &'a Kernel, area: &'a Area, spans: &'a [Span]) -> Self {
        Self { kernel, area, spans, seen: vec![false; spans.len()] }
    }

    /// A cut after which every choice inside this slot is nearer to being made; nothing where all are, or none helps.
    pub fn cut(&mut self, slot: Slot) -> Option<Cut> {
        if std::mem::replace(&mut self.seen[slot], true) || self.spans[slot].is_point() {
            return None;
        }
        let op = &self.kernel.code.ops[slot];
        match op {
            Op::Fact(number) => self.member(*number),
            Op::Compare(how, a, b) => {
                let inner = self.cut(*a).or_else(|| self.cut(*b));
                inner.or_else(|| self.turn(slot, |of| comparison(*how, &of[*a], &of[*b])))
            }
            Op::Min(a, b) | Op::Max(a, b) => {
                let inner = self.cut(*a).or_else(|| self.cut(*b));
                let (one, other) = (self.spans[*a], self.spans[*b]);
                let open = one.high > other.low && other.high > one.low;
                let turned = |of: &[Span]| comparison(Comparison::AtLeast, &of[*a], &of[*b]);
                inner.or_else(|| if open { self.turn(slot, turned) } else { None })
            }
            Op::Select { test, yes, no } => match self.spans[*test].truth() {
                Truth::Yes => self.cut(*yes),
                Truth::No => self.cut(*no),
                Truth::Open => self.cut(*test),
                Truth::Unknown => None,
            },
            Op::Tiers { axis, starts, values } => self.row(slot, *axis, starts, values),
            Op::Grid { axes, values } => self.field(axes, values),
            Op::YearStart(_) | Op::AnniversaryEve(_) | Op::Plus(..) if self.spans[slot].has == Has::Sometimes => {
                self.turn(slot, |of| Some(i64::from(of[slot].has != Has::Never)))
            }
            Op::And(..)
            | Op::Or(..)
            | Op::Not(_)
            | Op::Add(..)
            | Op::Sub(..)
            | Op::Multiply(..)
            | Op::Share { .. }
            | Op::YearStart(_)
            | Op::AnniversaryEve(_)
            | Op::Plus(..)
            | Op::Days(..)
            | Op::ByDays(_) => op.operands().into_iter().find_map(|operand| self.cut(operand)),
            Op::Const(_) | Op::Switch(_) | Op::Column(_) | Op::Outer(_) | Op::Listed { .. } | Op::Aggregate(_) => None,
        }
    }

    /// A fact that chooses by itself is taken apart value by value.
    fn member(&self, number: usize) -> Option<Cut> {
        let place = self.kernel.facts.iter().position(|fact| fact.number == number)?;
        let fact = self.kernel.facts.get(place)?;
        matches!(fact.ty, Ty::Bool | Ty::Member(_)).then(|| Cut { place, second: self.area.0[place].0 + 1 })
    }

    fn row(&mut self, slot: Slot, axis: Slot, starts: &[i64], values: &[Slot]) -> Option<Cut> {
        let (low, high) = (self.spans[axis].low, self.spans[axis].high);
        let (first, last) = (tier(starts, low), tier(starts, high));
        if let (Some(first), Some(last)) = (first, last)
            && first == last
        {
            return self.cut(values[first]);
        }
        let next = first.map_or(0, |first| first + 1);
        let start = *starts.get(next.midpoint(last?.max(next)))?;
        self.cut(axis).or_else(|| self.turn(slot, |of| Some(i64::from(of[axis].low >= start))))
    }

    fn field(&mut self, axes: &[(Slot, usize)], values: &[Slot]) -> Option<Cut> {
        let mut at = 0;
        for (slot, size) in axes {
            if !self.spans[*slot].is_point() {
                return self.cut(*slot);
            }
            at = at * size + usize::try_from(self.spans[*slot].low).ok()?;
        }
        self.cut(*values.get(at)?)
    }

    /// Where a property of a slot turns, if a single fact turns it.
    fn turn(&mut self, slot: Slot, property: impl Fn(&[Span]) -> Option<i64>) -> Option<Cut> {
        let operands = self.kernel.code.ops[slot].operands();
        let facts: Set = operands.iter().fold(0, |facts, slot| facts | self.spans[*slot].facts());
        let wide: Vec<usize> = (0..self.area.0.len()).filter(|place| facts & bit(*place) != 0).collect();
        match wide.as_slice() {
            [one] => self.direct(*one, slot).or_else(|| self.bisect(*one, slot, property)),
            several => several.iter().find_map(|place| self.member(self.kernel.facts[*place].number)),
        }
    }

    /// The value at which a comparison of a fact with a number turns.
    fn direct(&self, place: usize, slot: Slot) -> Option<Cut> {
        let ops = &self.kernel.code.ops;
        let fact = &self.kernel.facts[place];
        let (first, last) = self.area.0[place];
        let (how, a, b) = if let Op::Compare(how, a, b) = &ops[slot] { (*how, *a, *b) } else { return None };
        let second = match (&ops[a], &ops[b]) {
            (Op::Fact(_), Op::Const(value)) => match how {
                Comparison::AtLeast | Comparison::Below => *value,
                Comparison::Is | Comparison::IsNot if *value > first => *value,
                Comparison::Is | Comparison::IsNot | Comparison::Above | Comparison::NoMoreThan => {
                    moved(fact, *value, 1)
                }
            },
            (_, _) => return None,
        };
        (first < second && second <= last).then_some(Cut { place, second })
    }

    /// The first value of a fact at which a property is another than at the lowest one.
    fn bisect(&self, place: usize, slot: Slot, property: impl Fn(&[Span]) -> Option<i64>) -> Option<Cut> {
        let fact = &self.kernel.facts[place];
        let (mut low, mut high) = self.area.0[place];
        let (mut area, mut found) = (self.area.clone(), self.spans.to_vec());
        let moving = self.moving(slot, bit(place));
        let mut at = |value: i64| {
            area.0[place] = (value, value);
            for slot in &moving {
                found[*slot] = span(self.kernel, &self.kernel.code.ops[*slot], &area, &found);
            }
            property(&found)
        };
        let first = at(low)?;
        if at(high)? == first {
            return None;
        }
        while moved(fact, low, 1) < high {
            let half = middle(fact, low, high);
            if at(half)? == first {
                low = half;
            } else {
                high = half;
            }
        }
        Some(Cut { place, second: high })
    }

    /// The slots below this one, and itself, that depend on a fact, in order.
    fn moving(&self, slot: Slot, fact: Set) -> Vec<Slot> {
        let (mut found, mut todo) = (BTreeSet::new(), vec![slot]);
        while let Some(next) = todo.pop() {
            if self.spans[next].facts() & fact != 0 && found.insert(next) {
                todo.extend(self.kernel.code.ops[next].operands());
            }
        }
        found.into_iter().collect()
    }
}

/// On which side of each other two values stand, as far as this comparison asks; nothing where they are not fixed.
fn comparison(how: Comparison, a: &Span, b: &Span) -> Option<i64> {
    if a.low != a.high || b.low != b.high {
        return None;
    }
    Some(match how {
        Comparison::AtLeast | Comparison::Below => i64::from(a.low >= b.low),
        Comparison::Above | Comparison::NoMoreThan => i64::from(a.low > b.low),
        Comparison::Is | Comparison::IsNot => i64::from(a.low > b.low) + i64::from(a.low >= b.low),
    })
}
