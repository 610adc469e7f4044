//! What the compiler knows of each declared value, in the order of the plan's own lists.

use super::typed::Ty;
use crate::money::{Ratio, Rounding};
use crate::syntax::ast::{CellValue, Expr};
use crate::syntax::report::Span;

/// A fact or a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactModel {
    pub ty: Ty,
    pub low: i64,
    pub high: i64,
}

/// A parameter's value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ParameterValue {
    Number(i64),
    SetElsewhere,
}

/// A 参数.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ParameterModel {
    pub ty: Ty,
    pub value: ParameterValue,
}

/// A 计算.
#[derive(Clone, Debug)]
pub(crate) struct QuantityModel {
    pub expr: Expr,
    pub ty: Ty,
    pub round: Option<(Expr, Rounding)>,
}

/// A table once bound.
#[derive(Clone, Debug)]
pub(crate) enum TableModel {
    /// Starts, ascending, and their values.
    Tiers(Vec<(i64, CellValue)>),
    /// Fields by member numbers, the last axis fastest.
    Grid(Vec<CellValue>),
}

/// A 标准.
#[derive(Clone, Debug)]
pub(crate) struct StandardModel {
    pub ty: Ty,
    pub axes: Vec<usize>,
    pub span: Span,
    pub table: Option<TableModel>,
}

/// Everything expressions can refer to.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Ratios are counted in parts of this size: a multiple of every denominator in the document, see [`super::ratios`].
    pub ratio_unit: i64,
    pub facts: Vec<FactModel>,
    /// Number of members of each fact that is a 选一, else 0.
    pub members: Vec<usize>,
    /// Number of options of each switch.
    pub options: Vec<usize>,
    pub parameters: Vec<ParameterModel>,
    pub quantities: Vec<QuantityModel>,
    pub standards: Vec<StandardModel>,
    /// Columns of each list, and the most rows it may have.
    pub lists: Vec<(Vec<FactModel>, usize)>,
}

impl Model {
    /// A ratio as so many parts of the unit.
    pub fn parts(&self, ratio: Ratio) -> i64 {
        ratio.numerator() * (self.ratio_unit / ratio.denominator())
    }
}
