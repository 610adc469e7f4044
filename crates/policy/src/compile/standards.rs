//! 标准 and 累进: tables of values, declared before their tables are bound.

use super::Compiler;
use super::declare::direction;
use super::model::{StandardModel, StandardUse};
use super::names::{Kind, ValueOf};
use super::typed::Ty;
use crate::plan::money_rules::Standard;
use crate::syntax::ast::{Args, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::both;

impl Compiler {
    /// The name and type of a table; its axes come when every name is known.
    pub fn declare_standard(&mut self, statement: &Statement) {
        let (Some(decl), Some(ty)) = (statement.decls().first(), statement.ty()) else { return };
        let number = self.plan.standards.len();
        let value = Some(ValueOf::Standard(number));
        let (id, text) = self.names.declare(Kind::Value, decl, number, value, &mut self.report);
        let kind = self.typed_range(ty, usize::MAX, false).ty;
        let is_brackets = statement.head == Head::Brackets;
        let round = statement.attr(A::RoundTo).and_then(|attr| Some((attr.expr()?.clone(), direction(attr))));
        if is_brackets && (kind != Ty::Money || round.is_none()) {
            self.report.error(
                "E04",
                statement.span,
                both("累进的结果是金额，且须写明取整", "brackets give an amount, and must say how it is rounded"),
                both("写成 `：金额 由 …；精确到 分，尾数舍去`", "write `: money by …; round-to fen, rounded-down`"),
            );
        }
        let usage = match round {
            Some((granule, rounding)) if is_brackets => StandardUse::Brackets { granule, rounding },
            Some(_) | None => StandardUse::LookUp,
        };
        self.model.standards.push(StandardModel {
            ty: kind,
            axes: Vec::new(),
            span: decl.name.span,
            usage,
            table: None,
        });
        let (ty, clause) = (kind.public(&self.plan), self.clause_id(statement));
        self.plan.standards.push(Standard {
            id,
            text,
            ty,
            axes: Vec::new(),
            rows: Vec::new(),
            marginal: is_brackets,
            clause,
        });
    }

    /// What each table is read by: facts, quantities or switches.
    pub fn standard_axes(&mut self) {
        let statements: Vec<Statement> = [self.statements(Head::Standard), self.statements(Head::Brackets)].concat();
        for (number, statement) in
            statements.iter().filter(|one| one.decls().len() == 1 && one.ty().is_some()).enumerate()
        {
            let (mut axes, mut ids) = (Vec::new(), Vec::new());
            for name in statement.names() {
                let what = ("事实或计算", "fact or quantity");
                let Some(symbol) = self.names.resolve(Kind::Value, name, what, &mut self.report) else { continue };
                axes.extend(symbol.value);
                ids.push(symbol.id);
            }
            if let Some(standard) = self.model.standards.get_mut(number) {
                standard.axes = axes;
            }
            if let Some(standard) = self.plan.standards.get_mut(number) {
                standard.axes = ids;
            }
        }
    }
}
