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
        let mut sums = Sums::new(top);
        let pairs = base.awards().iter().zip(scenario.awards());
        for (claim, (was, now)) in pairs.enumerate() {
            sums.add(claim, *was, *now);
        }
        let groups = claims.by.iter().map(|grouping| group(grouping, base.awards(), scenario.awards())).collect();
        let purses = claims.purses.as_ref().map(|purses| purses.run_out(base.awards(), scenario.awards()));
        Self {
            claims: sums.base.claims,
            base: sums.base.side(),
            scenario: sums.scenario.side(),
            gain: sums.gain.moved(),
            lose: sums.lose.moved(),
            same: sums.base.claims - sums.gain.claims - sums.lose.claims,
            groups,
            reasons: reasons(base, scenario),
            gains: sums.gains.cases,
            losses: sums.losses.cases,
            purses: purses.unwrap_or_default(),
        }
    }
}

/// Counts and sums while the claims go by.
struct Sums {
    base: Tally,
    scenario: Tally,
    gain: Tally,
    lose: Tally,
    gains: Top,
    losses: Top,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    claims: u64,
    awarded: u64,
    fen: i128,
}

impl Tally {
    fn add(&mut self, fen: i64) {
        self.claims += 1;
        self.awarded += u64::from(fen > 0);
        self.fen += i128::from(fen);
    }

    fn side(self) -> Side {
        Side { awarded: self.awarded, total: fen(self.fen) }
    }

    fn moved(self) -> Moved {
        Moved { claims: self.claims, by: fen(self.fen) }
    }
}

fn fen(sum: i128) -> Fen {
    Fen::new(i64::try_from(sum).unwrap_or(i64::MAX))
}

impl Sums {
    fn new(top: usize) -> Self {
        let tally = Tally::default();
        Self { base: tally, scenario: tally, gain: tally, lose: tally, gains: Top::new(top), losses: Top::new(top) }
    }

    fn add(&mut self, claim: usize, was: i64, now: i64) {
        self.base.add(was);
        self.scenario.add(now);
        if now > was {
            self.gain.add(now - was);
            self.gains.offer(claim, was, now);
        } else if now < was {
            self.lose.add(was - now);
            self.losses.offer(claim, was, now);
        }
    }
}

/// The claims that move most, the greatest first; of equal ones the earlier.
struct Top {
    most: usize,
    cases: Vec<Case>,
}

impl Top {
    fn new(most: usize) -> Self {
        Self { most, cases: Vec::new() }
    }

    fn offer(&mut self, claim: usize, was: i64, now: i64) {
        let by = |case: &Case| case.base.fen().abs_diff(case.scenario.fen());
        let case = Case { claim, base: Fen::new(was), scenario: Fen::new(now) };
        if self.cases.len() == self.most && self.cases.last().is_none_or(|least| by(least) >= by(&case)) {
            return;
        }
        let place = self.cases.partition_point(|have| by(have) >= by(&case));
        self.cases.insert(place, case);
        self.cases.truncate(self.most);
    }
}

fn group(grouping: &Grouping, base: &[i64], scenario: &[i64]) -> Group {
    let empty = (Tally::default(), Tally::default(), 0_u64, 0_u64);
    let mut sums = vec![empty; grouping.members.len()];
    for (number, (was, now)) in grouping.of.iter().zip(base.iter().zip(scenario)) {
        let Some(sum) = usize::try_from(*number).ok().and_then(|number| sums.get_mut(number)) else { continue };
        sum.0.add(*was);
        sum.1.add(*now);
        sum.2 += u64::from(now > was);
        sum.3 += u64::from(now < was);
    }
    let rows = grouping.members.iter().zip(sums).map(|(name, (base, scenario, gain, lose))| GroupRow {
        name: name.clone(),
        claims: base.claims,
        base: fen(base.fen),
        scenario: fen(scenario.fen),
        gain,
        lose,
    });
    Group { by: grouping.name.clone(), rows: rows.filter(|row| row.claims > 0).collect() }
}

fn reasons(base: &Decided, scenario: &Decided) -> Vec<ReasonRow> {
    let count = |decided: &Decided| {
        let mut counts = [0_u64; 256];
        for reason in &decided.answers.reasons {
            counts[usize::from(*reason)] += 1;
        }
        let numbered = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        let coded = numbered.map(|(reason, count)| (decided.code(u8::try_from(reason).unwrap_or(0)).to_owned(), count));
        coded.collect::<BTreeMap<String, u64>>()
    };
    let (was, now) = (count(base), count(scenario));
    let codes: std::collections::BTreeSet<&String> = was.keys().chain(now.keys()).collect();
    let of = |counts: &BTreeMap<String, u64>, code: &String| counts.get(code).copied().unwrap_or(0);
    codes
        .into_iter()
        .map(|code| ReasonRow { code: code.clone(), base: of(&was, code), scenario: of(&now, code) })
        .collect()
}
