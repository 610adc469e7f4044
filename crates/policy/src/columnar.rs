//! A policy under readings over columns: many claims in, an award and a reason for each out.
//!
//! Every answer is the one that [`Policy::outcome`] gives, unknown facts included. Steps are not recorded: whoever asks
//! about one claim decides it by [`Policy::decide`]. Nothing here reads a file; [`Columns`] are built from facts or from cells.

pub mod columns;
mod division;
mod lanes;
mod machine;
mod passes;
mod range;
mod steps;
mod verdict;
mod view;

use crate::decide::Decider;
use crate::engine::code::Cell;
use crate::facts::{Facts, Readings};
use crate::kernel::{BAD_INPUT, Kernel};
use crate::policy::Policy;
use crate::value::Type;

use columns::Columns;
use machine::{BLOCK, Block, Machine};
use steps::Steps;

/// A policy under readings, ready for columns.
pub struct Columnar<'a> {
    decider: Decider<'a>,
    kernel: Kernel,
    wanted: Vec<Wanted>,
    /// The largest number worth keeping in each column.
    highest: Vec<i64>,
    /// Nothing where a total might not fit 64 bits: every row is run by itself then.
    steps: Option<Steps>,
}

/// A column that a run needs: a fact that a requirement or an award reads under these readings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Id of the fact.
    pub id: String,
    /// Its type.
    pub ty: Type,
    /// Smallest value, as a number: fen, yyyymmdd, 0 or 1 for a yes/no, a member's number.
    pub low: i64,
    /// Largest value, as a number.
    pub high: i64,
    /// Ids of its members where it is a 选一, by number.
    pub members: Vec<String>,
}

/// How columns keep their numbers.
#[derive(Clone, Copy)]
enum Kept {
    /// No larger than the run needs.
    Narrow,
    /// As they are.
    Whole,
}

/// What came out, row by row.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers {
    /// Awards in fen; zero where nothing is awarded.
    pub awards: Vec<i64>,
    /// Reasons as [`Columnar::reason_code`] spells them.
    pub reasons: Vec<u8>,
}

impl Answers {
    /// Room for so many.
    fn of(rows: usize) -> Self {
        Self { awards: vec![0; rows], reasons: vec![0; rows] }
    }
}

impl<'a> Columnar<'a> {
    /// Reduces the policy to what depends on facts under these readings.
    pub fn new(policy: &'a Policy, readings: &Readings) -> Self {
        let (decider, kernel) = (policy.decider(), policy.kernel(readings));
        let wanted = kernel
            .facts
            .iter()
            .map(|fact| Wanted {
                id: fact.id.clone(),
                ty: fact.ty.public(policy.plan()),
                low: fact.low,
                high: fact.high,
                members: fact.members.clone(),
            })
            .collect();
        let highest = range::highest(&kernel);
        let steps = Steps::new(&kernel, &highest);
        Self { decider, kernel, wanted, highest, steps }
    }

    /// The columns a run needs, in the order of [`Columns`].
    pub fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    /// Columns without a row, to be filled row by row.
    pub fn columns(&self) -> Columns {
        Columns::new(&self.wanted, &self.highest)
    }

    /// Columns of these claims. As for [`Policy::outcome`], a value of another type or out of its range counts as missing.
    pub fn columns_of<'f>(&self, claims: impl IntoIterator<Item = &'f Facts>) -> Columns {
        let mut columns = self.columns();
        let mut row = Vec::with_capacity(self.wanted.len());
        for claim in claims {
            row.clear();
            row.extend(self.kernel.facts.iter().map(|fact| self.decider.fact_number(fact.number, claim)));
            columns.push(&row);
        }
        columns
    }

    /// The same run for columns that keep every number as it is, for whoever looks at them beside the run.
    pub(crate) fn whole(&self) -> Self {
        let highest = self.wanted.iter().map(|fact| fact.high).collect();
        Self { decider: self.decider, kernel: self.kernel.clone(), wanted: self.wanted.clone(), highest, steps: None }
    }

    /// Decides every row.
    pub fn run(&self, columns: &Columns) -> Answers {
        let mut answers = Answers::of(columns.rows());
        self.run_into(columns, &mut answers);
        answers
    }

    /// As [`Columnar::run`] for columns of [`Columnar::whole`]: they are narrowed block by block, in the nearest cache.
    pub(crate) fn run_whole(&self, whole: &Columns) -> Answers {
        let mut answers = Answers::of(whole.rows());
        self.run_kept(Kept::Whole, whole, &mut answers);
        answers
    }

    /// As [`Columnar::run`], into answers that are used again.
    pub fn run_into(&self, columns: &Columns, answers: &mut Answers) {
        self.run_kept(Kept::Narrow, columns, answers);
    }

    fn run_kept(&self, kept: Kept, columns: &Columns, answers: &mut Answers) {
        let rows = columns.rows();
        answers.awards.resize(rows, 0);
        answers.reasons.resize(rows, 0);
        match &self.steps {
            Some(steps) => self.run_blocks(steps, kept, columns, answers),
            None => self.run_rows(columns, answers),
        }
        for row in columns.bad_rows() {
            (answers.awards[row], answers.reasons[row]) = (0, BAD_INPUT);
        }
    }

    fn run_blocks(&self, steps: &Steps, kept: Kept, columns: &Columns, answers: &mut Answers) {
        let mut machine = Machine::new(&self.kernel, steps);
        let mut narrow = self.columns();
        let blocks = answers.awards.chunks_mut(BLOCK).zip(answers.reasons.chunks_mut(BLOCK));
        for (number, (awards, reasons)) in blocks.enumerate() {
            let (start, rows) = (number * BLOCK, awards.len());
            let block = match kept {
                Kept::Narrow => Block { columns, start, rows },
                Kept::Whole => {
                    columns.narrow(start..start + rows, &mut narrow);
                    Block { columns: &narrow, start: 0, rows }
                }
            };
            machine.decide(block, awards, reasons);
        }
    }

    fn run_rows(&self, columns: &Columns, answers: &mut Answers) {
        let mut slots = Vec::new();
        let mut facts = vec![Cell::UNKNOWN; self.decider.plan.facts.len()];
        for row in 0..columns.rows() {
            for (place, fact) in self.kernel.facts.iter().enumerate() {
                facts[fact.number] = columns.cell(place, row);
            }
            self.kernel.run(&facts, &mut slots);
            let (award, reason) = self.kernel.verdict(&slots);
            (answers.awards[row], answers.reasons[row]) = (award.fen(), reason);
        }
    }

    /// Ratios are counted in parts of this size.
    pub(crate) fn ratio_unit(&self) -> i64 {
        self.decider.compiled.ratio_unit
    }

    /// The code of a reason, such as `FULL`.
    pub fn reason_code(&self, reason: u8) -> &str {
        self.kernel.code_of(reason)
    }

    /// The codes of all reasons, by number.
    pub fn reason_codes(&self) -> &[String] {
        &self.kernel.reasons
    }
}
