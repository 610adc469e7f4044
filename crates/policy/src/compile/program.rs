//! What compiling leaves for running.

use crate::engine::code::{Code, Slot};
use crate::money::Rounding;

use super::typed::Ty;

/// How one 核算 finds its fact.
#[derive(Clone, Debug)]
pub(crate) struct DeriveRule {
    pub fact: usize,
    pub code: Code,
    pub slot: Slot,
}

/// One requirement: number in the plan, and the slot that must not be false.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Check {
    pub requirement: usize,
    pub slot: Slot,
}

/// One cut of an award.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub code: String,
    /// The limit, or the largest number where the cut's condition does not hold.
    pub limit: Slot,
    pub before: Slot,
}

/// One award.
#[derive(Clone, Debug)]
pub(crate) struct AwardProgram {
    pub guard: Option<Slot>,
    pub cuts: Vec<Cut>,
    pub amount: Slot,
}

/// What a step shows of a slot.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub id: String,
    pub slot: Slot,
    pub ty: Ty,
}

/// What one step does.
#[derive(Clone, Debug)]
pub(crate) enum TraceKind {
    Requirement,
    LookUp,
    Compute,
    Share { ratio: Option<Slot>, granule: Slot, rounding: Rounding },
    Amount,
    Cut { code: String, limit: Slot, before: Slot, less: Option<Slot>, when: Option<Slot> },
}

/// One step to be recorded.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    pub rule: String,
    pub clause: String,
    pub kind: TraceKind,
    pub inputs: Vec<Shown>,
    pub result: Shown,
    pub guard: Option<Slot>,
}

/// The claim's decision as code.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    pub code: Code,
    pub checks: Vec<Check>,
    pub awards: Vec<AwardProgram>,
    pub trace: Vec<Trace>,
}

/// All compiled code of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compiled {
    /// Ratios are counted in parts of this size.
    pub ratio_unit: i64,
    pub program: Program,
    pub conditions: Vec<(Code, Slot)>,
    pub derives: Vec<DeriveRule>,
    /// Quantities, parameters and tables by id.
    pub quantities: Vec<(String, Code, Slot, Ty)>,
    /// Types and ranges of facts and columns, as in the model.
    pub facts: Vec<super::model::FactModel>,
    pub lists: Vec<(Vec<super::model::FactModel>, usize)>,
    /// Ids of registers by number.
    pub registers: Vec<String>,
    /// The default option of each switch.
    pub defaults: Vec<i64>,
    /// How many worked cases were run.
    pub cases: usize,
}
