//! The machine that computes: a flat list of integer operations over numbered slots.
//!
//! Every value is one `i64` with a "known" bit: money in fen, dates as yyyymmdd, members by number,
//! ratios as so many parts of the document's ratio unit, yes/no as 1/0.

pub(crate) mod calendar;
pub(crate) mod code;
pub(crate) mod lists;
pub(crate) mod run;
