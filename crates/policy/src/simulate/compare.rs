//! Two decisions on the same claims, side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claims::Grouping;
use super::purse::PurseRow;
use super::{Claims, Decided};
use crate::money::Fen;
use crate::text::Text;

/// What a scenario comes to beside the policy as it is. Sums are in fen; one beyond 9×10¹⁶ yuan stays at that.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Report {
    /// How many claims there are.
    pub claims: u64,
    /// As it is.
    pub base: Side,
    /// As it would be.
    pub scenario: Side,
    /// Claims that get more.
    pub gain: Moved,
    /// Claims that get less.
    pub lose: Moved,
    /// Claims that get the same.
    pub same: u64,
    /// By what they are counted by.
    pub groups: Vec<Group>,
    /// By reason; those that stand on neither side are left out.
    pub reasons: Vec<ReasonRow>,
    /// The claims that gain most, the greatest gain first.
    pub gains: Vec<Case>,
    /// The claims that lose most, the greatest loss first.
    pub losses: Vec<Case>,
    /// When the money runs out.
    pub purses: Vec<PurseRow>,
}

/// One side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Side {
    /// Claims that get something.
    pub awarded: u64,
    /// The sum of all awards.
    pub total: Fen,
}

/// Claims that move one way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Moved {
    /// How many.
    pub claims: u64,
    /// By how much together; never negative.
    pub by: Fen,
}

/// One thing the claims are counted by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Group {
    /// What it is: district.
    pub by: Text,
    /// Its groups in order.
    pub rows: Vec<GroupRow>,
}

/// One group.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct GroupRow {
    /// Its name.
    pub name: Text,
    /// Claims in it.
    pub claims: u64,
    /// As it is.
    pub base: Fen,
    /// As it would be.
    pub scenario: Fen,
    /// Claims that get more.
    pub gain: u64,
    /// Claims that get less.
    pub lose: u64,
}

/// How often a reason stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ReasonRow {
    /// Its code.
    pub code: String,
    /// As it is.
    pub base: u64,
    /// As it would be.
    pub scenario: u64,
}

/// One claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Case {
    /// Its number among the claims, from 0.
    pub claim: usize,
    /// As it is.
    pub base: Fen,
    /// As it would be.
    pub scenario: Fen,
}

impl Report {
    /// Compares two decisions on the same claims; `top` claims are named on either side.
    pub fn between(base: &Decided, scenario: &Decided, claims: &Claims<'_>, top: usize) -> Self {
        let (mut was_side, mut now_side) = (Tally::default(), Tally::default());
        let (mut gains, mut losses) = (Movers::new(top), Movers::new(top));
        let mut sums: Vec<Vec<Sums>> = claims.by.iter().map(|by| vec![Sums::default(); by.members.len()]).collect();
        let blocks = base.awards().chunks(BLOCK).zip(scenario.awards().chunks(BLOCK));
        for (number, (was, now)) in blocks.enumerate() {
            let first = number * BLOCK;
            was_side.add(was);
            now_side.add(now);
            gains.add(first, was, now);
            losses.add(first, now, was);
            for (sums, by) in sums.iter_mut().zip(&claims.by) {
                add_groups(sums, by.of.get(first..).unwrap_or_default(), was, now);
            }
        }
        let case = |mover: &Mover, base: i64, scenario: i64| Case {
            claim: mover.claim,
            base: Fen::new(base),
            scenario: Fen::new(scenario),
        };
        let groups = claims.by.iter().zip(sums).map(|(by, sums)| group(by, sums)).collect();
        let purses = claims.purses.as_ref().map(|purses| purses.run_out(base.awards(), scenario.awards()));
        Self {
            claims: was_side.claims,
            base: was_side.side(),
            scenario: now_side.side(),
            gain: gains.moved(),
            lose: losses.moved(),
            same: was_side.claims - gains.claims - losses.claims,
            groups,
            reasons: reasons(base, scenario),
            gains: gains.most.iter().map(|mover| case(mover, mover.less, mover.more)).collect(),
            losses: losses.most.iter().map(|mover| case(mover, mover.more, mover.less)).collect(),
            purses: purses.unwrap_or_default(),
        }
    }
}

/// Claims looked at in one go.
const BLOCK: usize = 1024;

/// How many claims, how many of them are awarded something, and the sum of it.
#[derive(Clone, Copy, Default)]
struct Tally {
    claims: u64,
    awarded: u64,
    fen: i128,
}

impl Tally {
    fn add(&mut self, awards: &[i64]) {
        self.claims += u64::try_from(awards.len()).unwrap_or(u64::MAX);
        self.awarded += count(awards.iter().map(|award| *award > 0));
        self.fen += awards.iter().map(|award| i128::from(*award)).sum::<i128>();
    }

    fn side(self) -> Side {
        Side { awarded: self.awarded, total: fen(self.fen) }
    }
}

/// How many are true; without a check for an overflow that cannot be, several are counted at once.
fn count(all: impl Iterator<Item = bool>) -> u64 {
    all.fold(0, |count: u64, is| count.wrapping_add(u64::from(is)))
}

fn fen(sum: i128) -> Fen {
    Fen::new(i64::try_from(sum).unwrap_or(i64::MAX))
}

/// Claims that move one way, and the ones that move most, the furthest first; of equal ones the earlier.
struct Movers {
    claims: u64,
    by: i128,
    top: usize,
    most: Vec<Mover>,
}

/// One claim, with the smaller of its two awards and the larger.
#[derive(Clone, Copy)]
struct Mover {
    claim: usize,
    less: i64,
    more: i64,
}

impl Mover {
    fn by(&self) -> u64 {
        self.more.abs_diff(self.less)
    }
}

impl Movers {
    fn new(top: usize) -> Self {
        Self { claims: 0, by: 0, top, most: Vec::new() }
    }

    fn moved(&self) -> Moved {
        Moved { claims: self.claims, by: fen(self.by) }
    }

    /// Adds those claims of a block that get more in `more` than in `less`; the block begins with claim `first`.
    fn add(&mut self, first: usize, less: &[i64], more: &[i64]) {
        let by = |less: i64, more: i64| if more > less { more.abs_diff(less) } else { 0 };
        let pairs = || less.iter().zip(more).map(|(less, more)| by(*less, *more));
        self.claims += count(pairs().map(|by| by > 0));
        self.by += pairs().map(i128::from).sum::<i128>();
        if pairs().max().is_none_or(|furthest| furthest <= self.least()) {
            return;
        }
        for (row, (less, more)) in less.iter().zip(more).enumerate() {
            if by(*less, *more) > self.least() {
                self.take(Mover { claim: first + row, less: *less, more: *more });
            }
        }
    }

    /// Whoever moves further than this belongs among those that move most.
    fn least(&self) -> u64 {
        if self.top == 0 {
            return u64::MAX;
        }
        self.most.get(self.top - 1).map_or(0, Mover::by)
    }

    fn take(&mut self, mover: Mover) {
        let place = self.most.partition_point(|have| have.by() >= mover.by());
        self.most.insert(place, mover);
        self.most.truncate(self.top);
    }
}

/// What a group comes to.
#[derive(Clone, Copy, Default)]
struct Sums {
    claims: u64,
    base: i128,
    scenario: i128,
    gain: u64,
    lose: u64,
}

/// Adds a block of claims, each to the group of its number in `of`.
fn add_groups(sums: &mut [Sums], of: &[u32], was: &[i64], now: &[i64]) {
    for (number, (was, now)) in of.iter().zip(was.iter().zip(now)) {
        let Some(sum) = usize::try_from(*number).ok().and_then(|number| sums.get_mut(number)) else { continue };
        sum.claims += 1;
        sum.base += i128::from(*was);
        sum.scenario += i128::from(*now);
        sum.gain += u64::from(now > was);
        sum.lose += u64::from(now < was);
    }
}

fn group(grouping: &Grouping, sums: Vec<Sums>) -> Group {
    let rows = grouping.members.iter().zip(sums).map(|(name, sums)| GroupRow {
        name: name.clone(),
        claims: sums.claims,
        base: fen(sums.base),
        scenario: fen(sums.scenario),
        gain: sums.gain,
        lose: sums.lose,
    });
    Group { by: grouping.name.clone(), rows: rows.filter(|row| row.claims > 0).collect() }
}

fn reasons(base: &Decided, scenario: &Decided) -> Vec<ReasonRow> {
    let count = |decided: &Decided| {
        let of =
            |reason| u64::try_from(memchr::memchr_iter(reason, &decided.answers.reasons).count()).unwrap_or(u64::MAX);
        let numbered = (0..=u8::MAX).zip(&decided.codes).map(|(reason, code)| (code.clone(), of(reason)));
        numbered.filter(|(_, count)| *count > 0).collect::<BTreeMap<String, u64>>()
    };
    let (was, now) = (count(base), count(scenario));
    let codes: std::collections::BTreeSet<&String> = was.keys().chain(now.keys()).collect();
    let of = |counts: &BTreeMap<String, u64>, code: &String| counts.get(code).copied().unwrap_or(0);
    codes
        .into_iter()
        .map(|code| ReasonRow { code: code.clone(), base: of(&was, code), scenario: of(&now, code) })
        .collect()
}
