//! Amounts before and after rounding: sums of products, rounded once or held against whole money exactly.

use super::super::typed::{Ty, Typed};
use super::Unit;
use crate::engine::code::{Op, Slot};
use crate::money::Rounding;
use crate::syntax::ast::{Comparison, Expr};
use crate::syntax::report::{Span, both};

/// The slots of the ratio and the granule in a rounded product; no ratio where several products are added up.
pub(crate) struct Share {
    pub ratio: Option<Slot>,
    pub granule: Slot,
}

/// Money slots, each times a ratio slot, before rounding.
pub(crate) type Terms = Vec<(Slot, Slot)>;

impl Unit<'_> {
    /// Money times a ratio, rounded; also says by which ratio and granule.
    pub fn rounded(&mut self, expr: &Expr, granule: &Expr, rounding: Rounding) -> Option<(Typed, Option<Share>)> {
        let exact = self.expr(expr, Some(Ty::Money))?;
        let granule = self.granule(granule, expr.span)?;
        let terms = self.terms(exact);
        match exact.ty {
            Ty::Exact(_) | Ty::Money => {
                let ratio = match terms.as_slice() {
                    [(_, ratio)] if matches!(exact.ty, Ty::Exact(_)) => Some(*ratio),
                    _ => None,
                };
                let share = matches!(exact.ty, Ty::Exact(_)).then_some(Share { ratio, granule: granule.slot });
                let op = Op::Share { terms, unit: self.model.ratio_unit, granule: granule.slot, rounding };
                let typed = self.typed(op, Ty::Money, exact.low.min(0), exact.high + granule.high);
                self.fits(typed, expr.span).map(|typed| (typed, share))
            }
            found @ (Ty::Ratio | Ty::Integer | Ty::Date | Ty::Bool | Ty::Member(_) | Ty::Text | Ty::Duration(_)) => {
                self.mismatch(expr.span, Ty::Money, found);
                None
            }
        }
    }

    /// What an amount is rounded to, above zero.
    pub(super) fn granule(&mut self, granule: &Expr, span: Span) -> Option<Typed> {
        let granule = self.money(granule)?;
        if granule.low > 0 {
            return Some(granule);
        }
        self.report.error(
            "E04",
            span,
            both("取整单位须大于零", "the granule must be above zero"),
            both("用 分 或 元", "use fen or yuan"),
        );
        None
    }

    /// An amount as a sum of products; whole money is one times one.
    pub(super) fn terms(&mut self, typed: Typed) -> Terms {
        if let Ty::Exact(number) = typed.ty {
            return self.exacts.get(number).cloned().unwrap_or_default();
        }
        vec![(typed.slot, self.code.push(Op::Const(self.model.ratio_unit)))]
    }

    /// An amount not yet rounded.
    pub(super) fn exact(&mut self, terms: Terms, low: i128, high: i128) -> Typed {
        self.exacts.push(terms);
        Typed { slot: 0, ty: Ty::Exact(self.exacts.len() - 1), low, high }
    }

    /// Whole money against an amount not yet rounded, exactly: m ≥ x where m ≥ ⌈x⌉, m > x where m > ⌊x⌋, and so on.
    pub(super) fn compare_exact(&mut self, how: Comparison, money: Typed, exact: Typed) -> Typed {
        let fen = self.code.push(Op::Const(1));
        let terms = self.terms(exact);
        let mut whole = |rounding| {
            let op = Op::Share { terms: terms.clone(), unit: self.model.ratio_unit, granule: fen, rounding };
            self.code.push(op)
        };
        let (floor, ceiling) = (whole(Rounding::Down), whole(Rounding::Up));
        let op = match how {
            Comparison::AtLeast | Comparison::Below => Op::Compare(how, money.slot, ceiling),
            Comparison::NoMoreThan | Comparison::Above => Op::Compare(how, money.slot, floor),
            Comparison::Is | Comparison::IsNot => {
                let above = self.code.push(Op::Compare(Comparison::AtLeast, money.slot, ceiling));
                let below = self.code.push(Op::Compare(Comparison::NoMoreThan, money.slot, floor));
                let same = self.code.push(Op::And(above, below));
                if how == Comparison::Is { Op::And(above, below) } else { Op::Not(same) }
            }
        };
        self.yes_no(op)
    }
}
