//! What every slot can be over an area: smallest and largest value, whether it has one, and which facts raise or lower it.
//!
//! What is said holds for every claim in the area; it may be wider than what the claims really give, never narrower.

use super::area::Area;
use crate::engine::calendar;
use crate::engine::code::{Cell, Op, Slot};
use crate::engine::run::{Env, compares, step, tier};
use crate::facts::NoRegisters;
use crate::kernel::Kernel;
use crate::money::{ExactFen, Fen, Rounding};
use crate::syntax::ast::Comparison;

/// Facts by their place in the kernel, one bit each.
pub(crate) type Set = u128;

/// Whether a slot has a value when every fact is known: a date may be too late, a share of no days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Has {
    Always,
    Sometimes,
    Never,
}

/// What is known of a slot over an area.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub low: i64,
    pub high: i64,
    pub has: Has,
    /// The facts that may raise it when they grow.
    pub up: Set,
    /// The facts that may lower it when they grow.
    pub down: Set,
}

/// A condition over an area.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Truth {
    Yes,
    No,
    /// It has no value anywhere.
    Unknown,
    /// It is not the same everywhere, or that is not seen.
    Open,
}

impl Span {
    pub fn point(value: i64) -> Self {
        Self { low: value, high: value, has: Has::Always, up: 0, down: 0 }
    }

    /// Nothing is known of it, but which facts it depends on.
    fn anything(facts: Set) -> Self {
        Self { low: i64::MIN, high: i64::MAX, has: Has::Sometimes, up: facts, down: facts }
    }

    pub fn is_point(&self) -> bool {
        self.low == self.high && self.has == Has::Always
    }

    /// The facts it depends on.
    pub fn facts(&self) -> Set {
        self.up | self.down
    }

    pub fn truth(&self) -> Truth {
        match (self.has, self.low != 0, self.high != 0) {
            (Has::Never, _, _) => Truth::Unknown,
            (Has::Always, true, true) => Truth::Yes,
            (Has::Always, false, false) => Truth::No,
            (Has::Always | Has::Sometimes, _, _) => Truth::Open,
        }
    }

    /// Within what an i64 holds; what is beyond has no value.
    fn fitted(low: i128, high: i128, has: Has, (up, down): (Set, Set)) -> Self {
        let fit = |value: i128| i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX });
        let inside = i64::try_from(low).is_ok() && i64::try_from(high).is_ok();
        Self { low: fit(low), high: fit(high), has: if inside { has } else { has.and(Has::Sometimes) }, up, down }
    }
}

impl Has {
    /// A value needs both.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Always, Self::Always) => Self::Always,
            (Self::Sometimes, _) | (_, Self::Sometimes) => Self::Sometimes,
        }
    }

    /// A value is one or the other, nobody knows which.
    fn either(self, other: Self) -> Self {
        if self == other { self } else { Self::Sometimes }
    }
}

/// Computes the span of every slot.
pub(crate) fn spans(kernel: &Kernel, area: &Area, out: &mut Vec<Span>) {
    out.clear();
    for op in &kernel.code.ops {
        let span = span(kernel, op, area, out);
        out.push(span);
    }
}

/// The span of one operation, from those of its operands.
pub(crate) fn span(kernel: &Kernel, op: &Op, area: &Area, of: &[Span]) -> Span {
    match op {
        Op::Const(value) => Span::point(*value),
        Op::Fact(number) => fact(kernel, *number, area),
        Op::Add(a, b) => add(&of[*a], &of[*b]),
        Op::Sub(a, b) => add(&of[*a], &negated(&of[*b])),
        Op::Multiply(a, b) => multiply(&of[*a], &of[*b]),
        Op::Share { terms, unit, granule, rounding } => share(of, terms, *unit, &of[*granule], *rounding),
        Op::Min(a, b) => lesser(&of[*a], &of[*b]),
        Op::Max(a, b) => negated(&lesser(&negated(&of[*a]), &negated(&of[*b]))),
        Op::Compare(how, a, b) => compare(*how, &of[*a], &of[*b]),
        Op::And(a, b) => and(&of[*a], &of[*b]),
        Op::Or(a, b) => not(&and(&not(&of[*a]), &not(&of[*b]))),
        Op::Not(a) => not(&of[*a]),
        Op::Select { test, yes, no } => select(&of[*test], &of[*yes], &of[*no]),
        Op::Tiers { axis, starts, values } => tiers(of, &of[*axis], starts, values),
        Op::Grid { axes, values } => grid(of, axes, values),
        Op::YearStart(day) => rising(&of[*day], |day| Some(calendar::year_start(day))),
        Op::AnniversaryEve(day) => rising(&of[*day], calendar::anniversary_eve),
        Op::Plus(day, duration) => rising(&of[*day], |day| calendar::plus(day, *duration)),
        Op::Days(a, b) => days(&of[*a], &of[*b]),
        Op::ByDays(inputs) => by_days(kernel, op, inputs, of),
        Op::Switch(_) | Op::Column(_) | Op::Outer(_) | Op::Listed { .. } | Op::Aggregate(_) => Span::anything(Set::MAX),
    }
}

fn fact(kernel: &Kernel, number: usize, area: &Area) -> Span {
    let place = kernel.facts.iter().position(|fact| fact.number == number);
    let Some((place, (low, high))) = place.and_then(|place| Some((place, *area.0.get(place)?))) else {
        return Span::anything(Set::MAX);
    };
    let up = if low == high { 0 } else { bit(place) };
    Span { low, high, has: Has::Always, up, down: 0 }
}

/// The set of one fact.
pub(crate) fn bit(place: usize) -> Set {
    u32::try_from(place).ok().and_then(|place| Set::from(1_u8).checked_shl(place)).unwrap_or(0)
}

fn negated(a: &Span) -> Span {
    Span::fitted(-i128::from(a.high), -i128::from(a.low), a.has, (a.down, a.up))
}

fn add(a: &Span, b: &Span) -> Span {
    let (low, high) = (i128::from(a.low) + i128::from(b.low), i128::from(a.high) + i128::from(b.high));
    Span::fitted(low, high, a.has.and(b.has), (a.up | b.up, a.down | b.down))
}

/// The ends of a product, and what raises and lowers it.
fn product(a: &Span, b: &Span) -> ((i128, i128), (Set, Set)) {
    let ends = [(a.low, b.low), (a.low, b.high), (a.high, b.low), (a.high, b.high)];
    let ends = ends.map(|(a, b)| i128::from(a) * i128::from(b));
    let low = ends.iter().copied().min().unwrap_or(0);
    let high = ends.iter().copied().max().unwrap_or(0);
    let (one, other) = (scaled(a, b), scaled(b, a));
    ((low, high), (one.0 | other.0, one.1 | other.1))
}

/// What raises and lowers `a` times a factor.
fn scaled(a: &Span, factor: &Span) -> (Set, Set) {
    if factor.low >= 0 {
        (a.up, a.down)
    } else if factor.high <= 0 {
        (a.down, a.up)
    } else {
        (a.facts(), a.facts())
    }
}

fn multiply(a: &Span, b: &Span) -> Span {
    let ((low, high), facts) = product(a, b);
    Span::fitted(low, high, a.has.and(b.has), facts)
}

fn share(of: &[Span], terms: &[(Slot, Slot)], unit: i64, granule: &Span, rounding: Rounding) -> Span {
    let (mut low, mut high, mut has) = (0_i128, 0_i128, granule.has);
    let (mut up, mut down) = (granule.facts(), granule.facts());
    for (money, ratio) in terms {
        let (money, ratio) = (&of[*money], &of[*ratio]);
        let (ends, facts) = product(money, ratio);
        (low, high) = (low + ends.0, high + ends.1);
        (up, down) = (up | facts.0, down | facts.1);
        has = has.and(money.has).and(ratio.has);
    }
    let round = |parts, granule| ExactFen::parts(parts, unit)?.round(Fen::new(granule), rounding).map(Fen::fen);
    if let (true, Some(low), Some(high)) =
        (granule.low == granule.high, round(low, granule.low), round(high, granule.low))
    {
        return Span { low, high, has, up, down };
    }
    let (unit, slack) = (i128::from(unit.max(1)), i128::from(granule.high.max(1)));
    Span::fitted(low / unit - slack - 1, high / unit + slack + 1, has.and(Has::Sometimes), (up, down))
}

fn lesser(a: &Span, b: &Span) -> Span {
    let has = a.has.and(b.has);
    if a.high <= b.low {
        return Span { has, ..*a };
    }
    if b.high <= a.low {
        return Span { has, ..*b };
    }
    Span { low: a.low.min(b.low), high: a.high.min(b.high), has, up: a.up | b.up, down: a.down | b.down }
}

fn compare(how: Comparison, a: &Span, b: &Span) -> Span {
    let has = a.has.and(b.has);
    let (asks_equal, apart) = (matches!(how, Comparison::Is | Comparison::IsNot), a.high < b.low || b.high < a.low);
    let fixed = apart || (a.low == a.high && b.low == b.high);
    let ends = [(a.low, b.high), (a.high, b.low)].map(|(a, b)| compares(how, a, b));
    let decided = (ends[0] == ends[1] && (fixed || !asks_equal)).then_some(ends[0]);
    if let Some(holds) = decided {
        return Span { has, ..Span::point(i64::from(holds)) };
    }
    let (up, down) = match how {
        Comparison::AtLeast | Comparison::Above => (a.up | b.down, a.down | b.up),
        Comparison::Below | Comparison::NoMoreThan => (a.down | b.up, a.up | b.down),
        Comparison::Is | Comparison::IsNot => (a.facts() | b.facts(), a.facts() | b.facts()),
    };
    Span { low: 0, high: 1, has, up, down }
}

/// Three-valued: false where one is false, whether or not the other has a value.
fn and(a: &Span, b: &Span) -> Span {
    let (up, down) = (a.up | b.up, a.down | b.down);
    let known = |low, high, has| Span { low, high, has, up, down };
    match (a.truth(), b.truth()) {
        (Truth::No, _) | (_, Truth::No) => Span::point(0),
        (Truth::Yes, Truth::Yes) => Span::point(1),
        (Truth::Unknown, Truth::Unknown | Truth::Yes) | (Truth::Yes, Truth::Unknown) => known(0, 0, Has::Never),
        (Truth::Yes, Truth::Open) => *b,
        (Truth::Open, Truth::Yes) => *a,
        (Truth::Unknown, Truth::Open) | (Truth::Open, Truth::Unknown) => known(0, 0, Has::Sometimes),
        (Truth::Open, Truth::Open) => known(0, i64::from(a.high != 0 && b.high != 0), a.has.and(b.has)),
    }
}

fn not(a: &Span) -> Span {
    Span {
        low: i64::from(a.low == 0 && a.high == 0),
        high: i64::from(a.low <= 0 && a.high >= 0),
        has: a.has,
        up: a.down,
        down: a.up,
    }
}

/// One or the other of two values, and the facts that choose.
fn either(test: &Span, first: &Span, second: &Span) -> Span {
    let (mut up, mut down) = (first.up | second.up, first.down | second.down);
    if second.low >= first.high {
        (up, down) = (up | test.up, down | test.down);
    } else if second.high <= first.low {
        (up, down) = (up | test.down, down | test.up);
    } else {
        (up, down) = (up | test.facts(), down | test.facts());
    }
    let (low, high) = (first.low.min(second.low), first.high.max(second.high));
    Span { low, high, has: first.has.either(second.has), up, down }
}

fn select(test: &Span, yes: &Span, no: &Span) -> Span {
    match test.truth() {
        Truth::Yes => *yes,
        Truth::No => *no,
        // An unknown test may still have a result, where both branches are the same whatever the facts.
        Truth::Unknown => Span { has: Has::Sometimes, ..either(test, no, yes) },
        Truth::Open => {
            let found = either(test, no, yes);
            if test.has == Has::Always { found } else { Span { has: found.has.and(Has::Sometimes), ..found } }
        }
    }
}

fn tiers(of: &[Span], axis: &Span, starts: &[i64], values: &[Slot]) -> Span {
    let Some(last) = tier(starts, axis.high) else { return Span { has: Has::Never, ..Span::point(0) } };
    let first = tier(starts, axis.low);
    let rows = values.get(first.unwrap_or(0)..=last).unwrap_or_default();
    let mut found = rows.first().map_or(Span::anything(axis.facts()), |slot| of[*slot]);
    for slot in rows.iter().skip(1) {
        found = either(axis, &found, &of[*slot]);
    }
    let has = if first.is_some() { axis.has } else { axis.has.and(Has::Sometimes) };
    Span { has: found.has.and(has), ..found }
}

fn grid(of: &[Span], axes: &[(Slot, usize)], values: &[Slot]) -> Span {
    let (mut fields, mut facts, mut has) = (vec![0_usize], 0, Has::Always);
    for (slot, size) in axes {
        let by = &of[*slot];
        let place = |value: i64| usize::try_from(value).unwrap_or(0).min(size.saturating_sub(1));
        fields = fields.iter().flat_map(|at| (place(by.low)..=place(by.high)).map(move |m| at * size + m)).collect();
        facts |= by.facts();
        has = if by.has == Has::Always { has } else { Has::Sometimes };
    }
    let mut cells = fields.iter().filter_map(|field| values.get(*field)).map(|slot| &of[*slot]);
    let Some(first) = cells.next() else { return Span::anything(facts) };
    let chosen = Span { up: facts, down: facts, ..Span::point(0) };
    let found = cells.fold(*first, |found, cell| Span {
        up: found.up | facts,
        down: found.down | facts,
        ..either(&chosen, &found, cell)
    });
    Span { has: found.has.and(has), ..found }
}

/// A function that never falls, at both ends.
fn rising(a: &Span, f: impl Fn(i64) -> Option<i64>) -> Span {
    let (low, high) = (f(a.low), f(a.high));
    let has = match (low, high) {
        (Some(_), Some(_)) => a.has,
        (None, None) => Has::Never,
        (_, _) => a.has.and(Has::Sometimes),
    };
    let low = low.unwrap_or(10_101);
    Span { low, high: high.unwrap_or(99_991_231).max(low), has, up: a.up, down: a.down }
}

fn days(from: &Span, to: &Span) -> Span {
    let has = from.has.and(to.has);
    let (up, down) = (to.up | from.down, to.down | from.up);
    match (calendar::days(from.high, to.low), calendar::days(from.low, to.high)) {
        (Some(low), Some(high)) => Span { low, high, has, up, down },
        (_, _) => Span::anything(up | down),
    }
}

/// Exact where everything is fixed; else between nothing and the whole amount.
fn by_days(kernel: &Kernel, op: &Op, inputs: &[Slot; 5], of: &[Span]) -> Span {
    if inputs.iter().all(|slot| of[*slot].is_point()) {
        let cells: Vec<Cell> = of.iter().map(|span| Cell::known(span.low)).collect();
        let env = Env { facts: &[], switches: &[], lists: &[], registers: &[], listed: &NoRegisters, row: None };
        let value = step(&kernel.code, op, &env, &cells).get();
        return value.map_or(Span { has: Has::Never, ..Span::point(0) }, Span::point);
    }
    let facts = inputs.iter().fold(0, |facts, slot| facts | of[*slot].facts());
    let amount = &of[inputs[0]];
    let has = inputs.iter().fold(Has::Sometimes, |has, slot| has.and(of[*slot].has));
    Span { low: amount.low.min(0), high: amount.high.max(0), has, up: facts, down: facts }
}
