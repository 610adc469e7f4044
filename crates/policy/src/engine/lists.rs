//! Sums, counts and the like over the rows of a list.

use super::code::{AggregateOp, Cell};
use super::run::{Env, run};
use crate::syntax::keyword::Aggregate;

/// The rows of one list as cells, and whether they are all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct ListData {
    pub rows: Vec<Vec<Cell>>,
    pub complete: bool,
}

/// Reduces a list. An incomplete list or an unknown cell leaves the result unknown, but 存在 is true as soon as one row is.
pub(crate) fn aggregate(op: &AggregateOp, env: &Env<'_>, outer: &[Cell]) -> Cell {
    let Some(list) = env.lists.get(op.list) else { return Cell::UNKNOWN };
    let mut known = list.complete;
    let mut chosen: Vec<i64> = Vec::new();
    let mut slots = Vec::new();
    for row in &list.rows {
        let env = Env { row: Some((row, outer)), ..*env };
        run(&op.row, &env, &mut slots);
        match op.when.map_or(Some(1), |slot| slots[slot].get()) {
            Some(0) => {}
            None => known = false,
            Some(_) => match op.value.map_or(Some(1), |slot| slots[slot].get()) {
                Some(value) => chosen.push(value),
                None => known = false,
            },
        }
    }
    if op.what == Aggregate::Any && chosen.iter().any(|value| *value != 0) {
        return Cell::known(1);
    }
    if !known {
        return Cell::UNKNOWN;
    }
    match op.what {
        Aggregate::Any => Cell::known(0),
        Aggregate::Number => Cell::of(i64::try_from(chosen.len()).ok()),
        Aggregate::Total => Cell::of(chosen.iter().try_fold(0_i64, |sum, value| sum.checked_add(*value))),
        Aggregate::Least => Cell::of(chosen.iter().min().copied()),
        Aggregate::Greatest => Cell::of(chosen.iter().max().copied()),
    }
}
