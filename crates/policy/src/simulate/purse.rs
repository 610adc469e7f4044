//! When the money runs out: claims taken in the order they came, each from the purse it draws on.

use jiff::civil::Date;
use serde::Serialize;

use crate::money::Fen;
use crate::text::Text;

/// Money that is there for some of the claims.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Purse {
    /// Whose money it is: year and stream.
    pub name: Text,
    /// How much.
    pub limit: Fen,
}

/// Purses, and who draws on them in which order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Purses {
    purses: Vec<Purse>,
    /// For each claim in order: its number, its purse and its day.
    order: Vec<(usize, usize, Date)>,
}

/// What becomes of a purse.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PurseRow {
    /// The purse.
    pub purse: Purse,
    /// As it is.
    pub base: Drawn,
    /// As it would be.
    pub scenario: Drawn,
}

/// What is drawn from a purse.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Drawn {
    /// All that is asked of it.
    pub total: Fen,
    /// The day of the first claim that it cannot pay in full; nothing where it lasts.
    pub runs_out: Option<Date>,
    /// Claims from then on that ask something of it.
    pub unpaid: u64,
}

impl Purses {
    /// Claims by number, each with its purse and the day it came; those without either draw on nothing. Claims of one day
    /// are taken in the order of their numbers.
    pub fn new(purses: Vec<Purse>, draws: impl Iterator<Item = (usize, Option<(usize, Date)>)>) -> Self {
        let known = draws.filter_map(|(claim, draw)| draw.map(|(purse, day)| (claim, purse, day)));
        let mut order: Vec<(usize, usize, Date)> = known.filter(|(_, purse, _)| *purse < purses.len()).collect();
        order.sort_by_key(|(claim, _, day)| (*day, *claim));
        Self { purses, order }
    }

    /// What becomes of each purse under two decisions.
    pub fn run_out(&self, base: &[i64], scenario: &[i64]) -> Vec<PurseRow> {
        let (was, now) = (self.drawn(base), self.drawn(scenario));
        let rows = self.purses.iter().zip(was.into_iter().zip(now));
        rows.map(|(purse, (base, scenario))| PurseRow { purse: purse.clone(), base, scenario }).collect()
    }

    fn drawn(&self, awards: &[i64]) -> Vec<Drawn> {
        let mut drawn = vec![Drawn::default(); self.purses.len()];
        for (claim, purse, day) in &self.order {
            let award = awards.get(*claim).copied().unwrap_or(0);
            if award <= 0 {
                continue;
            }
            let (sum, limit) = (&mut drawn[*purse], self.purses[*purse].limit);
            sum.total = Fen::new(sum.total.fen().saturating_add(award));
            if sum.runs_out.is_some() || sum.total > limit {
                sum.runs_out.get_or_insert(*day);
                sum.unpaid += 1;
            }
        }
        drawn
    }
}
