//! Claims as CSV: cells into columns, answers into lines. Takes and gives UTF-8 in memory; files are the caller's.
//!
//! The first line names the columns by fact id; `id` is echoed, other columns are passed over. An empty cell is a fact
//! left out. What a cell may hold is what [`crate::lines`] takes: whole fen, `true` and `false`, `YYYY-MM-DD`, ids of
//! members, ratios; anything else, and a value out of its range, is answered with `BAD_INPUT`. So is a line that is not
//! a row, such as one with too few cells; the next line is read as if nothing had happened.

mod cell;
mod labels;
mod records;

use std::fmt;

use crate::columnar::columns::Columns;
use crate::columnar::{Answers, Columnar};
use cell::{Reader, Said};
pub use labels::{Labels, labels, texts_of};
pub use records::whole;
use records::{Cell, Record, next_cell};

/// How the columns of a file stand to the facts of a policy.
pub struct Layout {
    uses: Vec<Use>,
    readers: Vec<Reader>,
    names: Vec<String>,
}

/// What a column is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Use {
    Other,
    Id,
    /// The fact at this place among the wanted.
    Fact(usize),
}

/// Why a first line does not do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HeaderFault {
    /// Nothing to read.
    #[error("there is no first line with the names of the columns")]
    Empty,
    /// A quote is never closed.
    #[error("a quote in the first line is never closed")]
    OpenQuote,
    /// Columns that are needed and not there, in order.
    #[error("the first line does not name {}", .0.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", "))]
    Missing(Vec<String>),
    /// A column that is there twice.
    #[error("the first line names `{0}` twice")]
    Twice(String),
}

/// What is wrong with one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Number of the line in the block, the first is 0.
    pub line: u64,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What may be wrong with a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// A cell that is not a value of its fact.
    Value {
        /// The fact's id.
        column: String,
        /// The cell, cut off where it is long.
        text: String,
    },
    /// Another number of cells than the first line has.
    Width {
        /// Cells in this line.
        found: usize,
        /// Cells in the first line.
        wanted: usize,
    },
    /// A quote that is never closed, or text after a closing quote.
    Quote,
    /// An id that is not UTF-8.
    Id,
}

/// A part of a file: its claims, what is wrong with it, and the ids to answer under.
pub struct Block {
    /// The claims; bad lines among them.
    pub columns: Columns,
    /// What is wrong, the first fault of each bad line.
    pub faults: Vec<Fault>,
    /// Lines read, blank ones too.
    pub lines: u64,
    ids: Vec<u8>,
    id_ends: Vec<usize>,
}

/// Longest excerpt of a cell in a fault, in characters.
const EXCERPT: usize = 40;

/// The names in the first line, and how many bytes it takes with its line break. A byte order mark is passed over.
fn names(bytes: &[u8]) -> Result<(Vec<String>, usize), HeaderFault> {
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let (mut at, mut names) = (mark, Vec::new());
    loop {
        let Cell { text, end, is_last, .. } = next_cell(bytes, at).ok_or(HeaderFault::OpenQuote)?;
        names.push(String::from_utf8_lossy(&text.unquoted()).into_owned());
        at = end;
        if is_last {
            break;
        }
    }
    if names.iter().all(String::is_empty) { Err(HeaderFault::Empty) } else { Ok((names, at)) }
}

impl Layout {
    /// Reads the first line, and says how many bytes it takes with its line break. A byte order mark is passed over.
    pub fn read(columnar: &Columnar<'_>, bytes: &[u8]) -> Result<(Self, usize), HeaderFault> {
        let (names, at) = names(bytes)?;
        let needed = columnar.wanted().iter().map(|fact| fact.id.as_str());
        let needed: Vec<&str> = std::iter::once("id").chain(needed).collect();
        let missing: Vec<String> =
            needed.iter().filter(|id| !names.iter().any(|name| name == *id)).map(|id| (*id).to_owned()).collect();
        if !missing.is_empty() {
            return Err(HeaderFault::Missing(missing));
        }
        if let Some(twice) = needed.iter().find(|id| names.iter().filter(|name| name == *id).count() > 1) {
            return Err(HeaderFault::Twice((*twice).to_owned()));
        }
        let place = |name: &String| match needed.iter().position(|id| id == name) {
            None => Use::Other,
            Some(0) => Use::Id,
            Some(number) => Use::Fact(number - 1),
        };
        let uses = names.iter().map(place).collect();
        let readers = columnar.wanted().iter().map(|fact| Reader::new(fact, columnar.ratio_unit())).collect();
        Ok((Self { uses, readers, names }, at))
    }

    /// Reads whole lines into a block, which is emptied first.
    pub fn fill(&self, bytes: &[u8], block: &mut Block) {
        block.clear();
        let mut row = vec![None; self.readers.len()];
        let mut at = 0;
        while at < bytes.len() {
            if let Some(end) = records::blank(bytes, at) {
                (at, block.lines) = (end, block.lines + 1);
                continue;
            }
            let record = self.record(bytes, at, &mut row);
            block.ids.extend_from_slice(record.id);
            block.id_ends.push(block.ids.len());
            match record.fault {
                None => block.columns.push(&row),
                Some(kind) => {
                    block.columns.push_bad();
                    block.faults.push(Fault { line: block.lines, kind });
                }
            }
            block.lines += record.lines;
            at = record.end;
        }
    }

    /// Reads one line, or several where a quoted cell holds line breaks.
    fn record<'b>(&self, bytes: &'b [u8], start: usize, row: &mut [Option<i64>]) -> Record<'b> {
        let mut record = Record { id: &[], end: start, lines: 1, fault: None };
        let (mut cells, mut is_last) = (0, false);
        while !is_last {
            let usage = self.uses.get(cells).copied().unwrap_or(Use::Other);
            let plain = match usage {
                Use::Fact(place) => self.readers[place].plain(bytes, record.end).map(|found| (place, found)),
                Use::Other | Use::Id => None,
            };
            cells += 1;
            if let Some((place, (value, end))) = plain {
                row[place] = Some(value);
                (record.end, is_last) = (end, bytes[end - 1] == b'\n');
                continue;
            }
            let Some(cell) = next_cell(bytes, record.end) else {
                return record.broken(bytes, start);
            };
            record.lines += cell.line_breaks;
            match usage {
                Use::Other => {}
                Use::Id => record.id = cell.text.raw(),
                Use::Fact(place) => match self.readers[place].read(&cell.text.unquoted()) {
                    Said::Known(value) => row[place] = Some(value),
                    Said::Unknown => row[place] = None,
                    Said::Bad => {
                        let fault =
                            FaultKind::Value { column: self.names[cells - 1].clone(), text: excerpt(cell.text.raw()) };
                        record.fault.get_or_insert(fault);
                    }
                },
            }
            (record.end, is_last) = (cell.end, cell.is_last);
        }
        if cells != self.uses.len() {
            record.fault = Some(FaultKind::Width { found: cells, wanted: self.uses.len() });
        }
        if !record.id.is_ascii() && std::str::from_utf8(record.id).is_err() {
            (record.id, record.fault) = (&[], Some(FaultKind::Id));
        }
        record
    }
}

impl Block {
    /// Without claims, for a policy's columns.
    pub fn new(columnar: &Columnar<'_>) -> Self {
        Self { columns: columnar.columns(), faults: Vec::new(), lines: 0, ids: Vec::new(), id_ends: Vec::new() }
    }

    fn clear(&mut self) {
        self.columns.clear();
        self.faults.clear();
        self.ids.clear();
        self.id_ends.clear();
        self.lines = 0;
    }

    /// Writes `id,award_fen,reason` for every claim, ids as they were read.
    pub fn write(&self, columnar: &Columnar<'_>, answers: &Answers, out: &mut Vec<u8>) {
        let mut start = 0;
        for ((end, award), reason) in self.id_ends.iter().zip(&answers.awards).zip(&answers.reasons) {
            out.extend_from_slice(&self.ids[start..*end]);
            out.push(b',');
            write_number(*award, out);
            out.push(b',');
            out.extend_from_slice(columnar.reason_code(*reason).as_bytes());
            out.push(b'\n');
            start = *end;
        }
    }
}

/// Adds the digits of a number.
fn write_number(number: i64, out: &mut Vec<u8>) {
    let mut digits = [0_u8; 20];
    let (mut left, mut at) = (number.unsigned_abs(), digits.len());
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10).to_le_bytes()[0];
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let short: String = text.chars().take(EXCERPT).collect();
    if short.len() < text.len() { short + "…" } else { short }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { column, text } => write!(f, "`{column}` cannot be `{text}`"),
            Self::Width { found, wanted } => write!(f, "{found} cells where the first line has {wanted}"),
            Self::Quote => f.write_str("a quote is not closed, or text follows it"),
            Self::Id => f.write_str("the id is not UTF-8"),
        }
    }
}
