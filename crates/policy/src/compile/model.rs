//! What the compiler knows of each declared value, in the order of the plan's own lists.

use super::names::ValueOf;
use super::typed::{EnumOf, Ty};
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
#[derive(Clone, Debug)]
pub(crate) enum ParameterValue {
    Number(i64),
    /// By a date fact: first days, ascending, with their values.
    Dated(usize, Vec<(i64, i64)>),
    /// Set by another notice: the fact that stands for it.
    SetElsewhere(usize),
}

/// A 参数.
#[derive(Clone, Debug)]
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

/// One row of a table: where it begins on the numeric axis (included), and its value.
#[derive(Clone, Debug)]
pub(crate) struct TableRow {
    pub start: i64,
    pub value: CellValue,
    pub span: Span,
}

/// A table once bound.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableModel {
    /// The axes that are members or yes/no: place among the axes, and number of members.
    pub members: Vec<(usize, usize)>,
    /// Place of the axis that is a number or a day, where there is one.
    pub tiers: Option<usize>,
    /// The rows by ascending start for each combination of members, the last axis fastest.
    pub fields: Vec<Vec<TableRow>>,
}

/// What a table's values are for.
#[derive(Clone, Debug)]
pub(crate) enum StandardUse {
    /// 标准: the value of the row that the axes point to.
    LookUp,
    /// 累进: each row's ratio of the part of the amount that lies in it, added up and rounded once.
    Brackets { granule: Expr, rounding: Rounding },
}

/// A 标准 or 累进.
#[derive(Clone, Debug)]
pub(crate) struct StandardModel {
    pub ty: Ty,
    pub axes: Vec<ValueOf>,
    pub span: Span,
    pub usage: StandardUse,
    pub table: Option<TableModel>,
}

impl StandardModel {
    /// The type of the cells.
    pub fn cell_type(&self) -> Ty {
        match self.usage {
            StandardUse::LookUp => self.ty,
            StandardUse::Brackets { .. } => Ty::Ratio,
        }
    }
}

/// Everything expressions can refer to.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Ratios are counted in parts of this size: a multiple of every denominator in the document, see [`super::ratios`].
    pub ratio_unit: i64,
    pub facts: Vec<FactModel>,
    /// Number of members of each fact that is a 选一, else 0.
    pub members: Vec<usize>,
    /// Whether the members of a fact are ordered (等级).
    pub levels: Vec<bool>,
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

    /// The type of something an axis or an order may name, with its range as far as it is declared.
    pub fn of_value(&self, value: ValueOf) -> Option<FactModel> {
        let open = |ty| FactModel { ty, low: i64::MIN, high: i64::MAX };
        match value {
            ValueOf::Fact(number) => self.facts.get(number).copied(),
            ValueOf::Quantity(number) => self.quantities.get(number).map(|one| open(one.ty)),
            ValueOf::Parameter(number) => self.parameters.get(number).map(|one| open(one.ty)),
            ValueOf::Standard(number) => self.standards.get(number).map(|one| open(one.ty)),
            ValueOf::Switch(number) => Some(open(Ty::Member(EnumOf::Switch(number)))),
        }
    }

    /// How many members an enumeration has.
    pub fn size(&self, of: EnumOf) -> usize {
        let sizes = match of {
            EnumOf::Fact(number) => self.members.get(number),
            EnumOf::Switch(number) => self.options.get(number),
        };
        sizes.copied().unwrap_or(0)
    }
}
