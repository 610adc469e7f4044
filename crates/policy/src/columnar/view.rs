//! Operands for the rows at hand: numbers of some width, and which of them are known.

use super::columns::{Columns, Values};
use super::lanes::Lane;
use super::machine::Register;
use crate::engine::code::Cell;

/// An operand for the rows at hand.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub numbers: Numbers<'v>,
    /// 1 where the number is known; nothing where all are.
    pub known: Option<&'v [u8]>,
}

/// Numbers of one width, or one number for all rows.
#[derive(Clone, Copy)]
pub(super) enum Numbers<'v> {
    One(i64),
    Bytes(&'v [u8]),
    Ints(&'v [i32]),
    Longs(&'v [i64]),
}

/// Numbers as one type of lane.
#[derive(Clone, Copy)]
pub(super) enum Lanes<'v, T> {
    One(T),
    Many(&'v [T]),
}

impl<'v> View<'v> {
    pub fn is_known(&self, row: usize) -> bool {
        self.known.is_none_or(|known| known[row] != 0)
    }

    /// The rows whose number is not known.
    pub fn unknown_rows(self) -> impl Iterator<Item = usize> + use<'v> {
        memchr::memchr_iter(0, self.known.unwrap_or_default())
    }

    pub fn cell(&self, row: usize) -> Cell {
        if !self.is_known(row) {
            return Cell::UNKNOWN;
        }
        Cell::known(match self.numbers {
            Numbers::One(number) => number,
            Numbers::Bytes(numbers) => i64::from(numbers[row]),
            Numbers::Ints(numbers) => i64::from(numbers[row]),
            Numbers::Longs(numbers) => numbers[row],
        })
    }
}

/// Finds the numbers of a lane's width.
pub(super) trait Lay: Lane + 'static {
    /// The operand's numbers; steps are made so that the widths agree.
    fn lanes(view: View<'_>) -> Lanes<'_, Self>;
    /// Where the results go.
    fn room(register: &mut Register, rows: usize) -> &mut [Self];

    /// The numbers of an operand that is no constant.
    fn many(view: View<'_>) -> &[Self] {
        if let Lanes::Many(numbers) = Self::lanes(view) { numbers } else { &[] }
    }
}

macro_rules! lay {
    ($lane:ty, $numbers:ident, $room:ident) => {
        impl Lay for $lane {
            fn lanes(view: View<'_>) -> Lanes<'_, Self> {
                match view.numbers {
                    Numbers::One(number) => Lanes::One(Self::of(number)),
                    Numbers::$numbers(numbers) => Lanes::Many(numbers),
                    // Steps are made so that the widths agree.
                    _ => Lanes::Many(&[]),
                }
            }

            fn room(register: &mut Register, rows: usize) -> &mut [Self] {
                &mut register.$room[..rows]
            }
        }
    };
}

lay!(u8, Bytes, bytes);
lay!(i32, Ints, ints);
lay!(i64, Longs, longs);

impl Columns {
    /// The rows at hand of one column.
    pub(super) fn view(&self, place: usize, start: usize, rows: usize) -> View<'_> {
        let column = &self.facts[place];
        let end = start + rows;
        let numbers = match &column.values {
            Values::Bytes(numbers) => Numbers::Bytes(&numbers[start..end]),
            Values::Ints(numbers) => Numbers::Ints(&numbers[start..end]),
            Values::Longs(numbers) => Numbers::Longs(&numbers[start..end]),
        };
        let known = column.known.get(start..end).filter(|known| known.contains(&0));
        View { numbers, known }
    }
}
