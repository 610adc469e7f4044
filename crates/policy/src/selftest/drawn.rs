//! The claims of a self-test: at every bound of every number, with every member and every flag. A claim is found by its
//! number, so that the same ones are tried each time and none is kept.

use jiff::Span;

use crate::compile::typed::Ty;
use crate::engine::calendar;
use crate::engine::code::Cell;
use crate::kernel::{Kernel, KernelFact};
use crate::money::Fen;
use crate::sample::{Random, bounds, reached};

/// How many claims are tried before the calm one is given up.
const CALM_TRIES: u64 = 1_000;

/// What may stand in a claim, by fact number.
pub(super) struct Drawn {
    flags: Vec<usize>,
    members: Vec<(usize, Vec<i64>)>,
    /// Every number with its bounds, each one below, on and one above.
    numbers: Vec<(usize, Vec<i64>)>,
    /// A claim that is awarded something, where one was found.
    calm: Vec<Cell>,
}

/// A run of claims.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// One number at a bound, with all members, and the flags as in the calm claim or one of them turned over.
    Bound,
    /// Two numbers at their bounds, with all members.
    TwoBounds,
    /// As [`Kind::Bound`], and one fact is not known.
    Unknown,
}

impl Drawn {
    /// For the facts of a kernel; a ratio given as a fact is a multiple of `finest_ratio`.
    pub fn new(kernel: &Kernel, finest_ratio: i64) -> Self {
        let mut drawn = Self { flags: Vec::new(), members: Vec::new(), numbers: Vec::new(), calm: Vec::new() };
        for fact in &kernel.facts {
            match fact.ty {
                Ty::Bool => drawn.flags.push(fact.number),
                Ty::Member(_) => drawn.members.push((fact.number, (fact.low..=fact.high).collect())),
                Ty::Money | Ty::Integer | Ty::Ratio | Ty::Date | Ty::Exact(_) | Ty::Duration(_) | Ty::Text => {
                    drawn.numbers.push((fact.number, around(kernel, fact, finest_ratio)));
                }
            }
        }
        drawn.calm = drawn.calm_in(kernel).unwrap_or_default();
        drawn
    }

    /// How many claims of a kind there are.
    pub fn count(&self, kind: Kind) -> u64 {
        let bounds = || self.numbers.iter().map(|(_, values)| length(values)).sum::<u64>().max(1);
        match kind {
            Kind::Bound | Kind::Unknown => {
                bounds().saturating_mul(self.mixes()).saturating_mul(length(&self.flags) + 1)
            }
            Kind::TwoBounds => {
                let pairs = pairs(self.numbers.len());
                let both = |(a, b): (usize, usize)| length(&self.numbers[a].1) * length(&self.numbers[b].1);
                pairs.map(both).sum::<u64>().saturating_mul(self.mixes())
            }
        }
    }

    /// The claim of a kind with this number, as cells by fact number.
    pub fn claim(&self, kind: Kind, number: u64, cells: &mut [Cell]) {
        let mut random = Random::new(number);
        self.start(&mut random, cells);
        let mut rest = self.mixed(number, cells);
        match kind {
            Kind::Bound | Kind::Unknown => {
                rest = self.flagged(rest, cells);
                self.bound(rest, cells);
            }
            Kind::TwoBounds => self.two_bounds(rest, cells),
        }
        if kind == Kind::Unknown {
            let facts = self.flags.iter().chain(self.members.iter().chain(&self.numbers).map(|(fact, _)| fact));
            let facts: Vec<usize> = facts.copied().collect();
            if let Some(fact) = random.one(&facts) {
                cells[fact] = Cell::UNKNOWN;
            }
        }
    }

    /// Flags as in the calm claim, numbers mostly.
    fn start(&self, random: &mut Random, cells: &mut [Cell]) {
        let calm = |fact: &usize| self.calm.get(*fact).copied();
        for flag in &self.flags {
            cells[*flag] = calm(flag).unwrap_or(Cell::known(1));
        }
        for (fact, values) in &self.numbers {
            let calm = calm(fact).filter(|_| random.below(4) != 0);
            cells[*fact] = calm.unwrap_or_else(|| Cell::of(random.one(values)));
        }
    }

    /// How many ways there are to choose a member of each 选一.
    fn mixes(&self) -> u64 {
        self.members.iter().fold(1, |mixes, (_, members)| mixes.saturating_mul(length(members).max(1)))
    }

    /// Puts members in; what is left of the number.
    fn mixed(&self, number: u64, cells: &mut [Cell]) -> u64 {
        self.members.iter().fold(number, |rest, (fact, members)| {
            let (at, rest) = place(rest, length(members));
            cells[*fact] = Cell::of(members.get(at).copied());
            rest
        })
    }

    /// Turns one flag over, or none; what is left of the number.
    fn flagged(&self, number: u64, cells: &mut [Cell]) -> u64 {
        let (at, rest) = place(number, length(&self.flags) + 1);
        if let Some(flag) = self.flags.get(at) {
            cells[*flag] = Cell::known(i64::from(cells[*flag] == Cell::known(0)));
        }
        rest
    }

    fn bound(&self, mut number: u64, cells: &mut [Cell]) {
        for (fact, values) in &self.numbers {
            if number < length(values) {
                cells[*fact] = Cell::of(values.get(place(number, length(values)).0).copied());
                return;
            }
            number -= length(values);
        }
    }

    fn two_bounds(&self, mut number: u64, cells: &mut [Cell]) {
        for (a, b) in pairs(self.numbers.len()) {
            let ((first, ones), (second, others)) = (&self.numbers[a], &self.numbers[b]);
            let count = length(ones) * length(others);
            if number < count {
                let (at, rest) = place(number, length(ones));
                cells[*first] = Cell::of(ones.get(at).copied());
                cells[*second] = Cell::of(others.get(place(rest, length(others)).0).copied());
                return;
            }
            number -= count;
        }
    }

    /// The first claim that is awarded something: with all flags true, else with any.
    fn calm_in(&self, kernel: &Kernel) -> Option<Vec<Cell>> {
        let facts = kernel.facts.iter().map(|fact| fact.number + 1).max()?;
        let (mut cells, mut slots) = (vec![Cell::UNKNOWN; facts], Vec::new());
        for number in 0..CALM_TRIES {
            let mut random = Random::new(number);
            self.start(&mut random, &mut cells);
            self.mixed(number, &mut cells);
            for flag in self.flags.iter().filter(|_| number >= CALM_TRIES / 2) {
                cells[*flag] = Cell::known(i64::from(random.below(2) == 0));
            }
            kernel.run(&cells, &mut slots);
            if kernel.award(&slots).is_some_and(|fen| fen > Fen::ZERO) {
                return Some(cells);
            }
        }
        None
    }
}

/// The bounds of a number, each one below, on and one above, within its range.
fn around(kernel: &Kernel, fact: &KernelFact, finest_ratio: i64) -> Vec<i64> {
    let is_paid = kernel.paid().iter().any(|paid| paid.number == fact.number);
    let reached = if is_paid { reached(kernel, fact) } else { Vec::new() };
    let edges = bounds(kernel, fact).into_iter().chain(reached);
    let mut found: Vec<i64> = edges.flat_map(|edge| beside(fact.ty, edge, finest_ratio)).collect();
    found.retain(|value| (fact.low..=fact.high).contains(value));
    if found.is_empty() {
        found.push(if fact.ty == Ty::Date { 20_200_615_i64.clamp(fact.low, fact.high) } else { fact.low });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// One below, the value itself, one above: a fen, a hundredth of a percent, one, a day.
fn beside(ty: Ty, edge: i64, finest_ratio: i64) -> Vec<i64> {
    if ty == Ty::Date {
        let day = calendar::date(edge);
        let moved = |days| day.and_then(|day| day.checked_add(Span::new().days(days)).ok()).map(calendar::number);
        return [moved(-1), Some(edge), moved(1)].into_iter().flatten().collect();
    }
    let step = if ty == Ty::Ratio { finest_ratio.max(1) } else { 1 };
    let edge = edge - edge % step;
    vec![edge.saturating_sub(step), edge, edge.saturating_add(step)]
}

/// A place in a list of this length, and what is left of the number.
fn place(number: u64, length: u64) -> (usize, u64) {
    let length = length.max(1);
    (usize::try_from(number % length).unwrap_or(0), number / length)
}

fn length<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}

/// Every two of so many.
fn pairs(of: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..of).flat_map(move |a| (a + 1..of).map(move |b| (a, b)))
}
