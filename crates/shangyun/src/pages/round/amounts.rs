//! What a round comes to: awarded, planned and paid, in all and by stream or district. Pure.

use domain::round::Round;
use domain::round::line::{Line, Standing};
use policy::money::Fen;
use std::collections::BTreeMap;

/// Sums over some lines, in fen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Amounts {
    /// How many lines.
    pub lines: u64,
    /// What their claims were awarded.
    pub award: Fen,
    /// What the frozen plan gives them.
    pub planned: Fen,
    /// What was paid.
    pub paid: Fen,
}

impl Amounts {
    fn with(self, round: &Round, line: &Line) -> Option<Self> {
        let planned = planned(round, line).unwrap_or(Fen::ZERO);
        let paid = if matches!(line.standing, Standing::Paid { .. }) { planned } else { Fen::ZERO };
        Some(Self {
            lines: self.lines.checked_add(1)?,
            award: self.award.add(line.award)?,
            planned: self.planned.add(planned)?,
            paid: self.paid.add(paid)?,
        })
    }
}

/// What the frozen plan gives a line.
pub fn planned(round: &Round, line: &Line) -> Option<Fen> {
    round.plan.as_ref()?.plan.line(&line.claim).map(|payment| payment.amount)
}

/// The district that pays a line: the plan's, and before there is a plan the one of the day it was formed.
pub fn district<'a>(round: &'a Round, line: &'a Line) -> &'a str {
    let plan = round.plan.as_ref().map(|frozen| &frozen.plan);
    plan.and_then(|plan| plan.line(&line.claim)).map_or(&line.district, |payment| &payment.district)
}

/// Whether a line is still in the round or was settled by it.
pub fn counts(line: &Line) -> bool {
    !matches!(line.standing, Standing::Out { .. })
}

/// The sums of these lines. Nothing where an amount would not fit.
pub fn of<'a>(round: &Round, lines: impl IntoIterator<Item = &'a Line>) -> Option<Amounts> {
    lines.into_iter().filter(|line| counts(line)).try_fold(Amounts::default(), |sums, line| sums.with(round, line))
}

/// The sums by stream or by district, in the order of their ids.
pub fn by<'a>(
    round: &'a Round,
    lines: impl IntoIterator<Item = &'a Line>,
    name: impl Fn(&'a Line) -> &'a str,
) -> Option<Vec<(&'a str, Amounts)>> {
    let mut all: BTreeMap<&str, Amounts> = BTreeMap::new();
    for line in lines.into_iter().filter(|line| counts(line)) {
        let sums = all.entry(name(line)).or_default();
        *sums = sums.with(round, line)?;
    }
    Some(all.into_iter().collect())
}
