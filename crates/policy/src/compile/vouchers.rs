//! 券: vouchers, read as data; what they are worth and what they pay are quantities of their own.

use super::Compiler;
use super::names::Kind;
use super::rules::Guards;
use super::typed::Ty;
use crate::plan::money_rules::{Clearing, Voucher};
use crate::plan::words::{Actor, Unspent};
use crate::syntax::ast::{Args, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::both;

impl Compiler {
    /// Every 券.
    pub(super) fn vouchers(&mut self, guards: &Guards) {
        for statement in self.statements(Head::Voucher) {
            let Some(decl) = statement.decls().first() else { continue };
            let number = self.plan.vouchers.len();
            let (id, text) = self.names.declare(Kind::Voucher, decl, number, None, &mut self.report);
            let condition = guards.get(&statement.guard).and_then(|guard| self.condition(guard));
            let face = self.worth(&statement, A::Face, &id);
            if face.is_none() {
                let help = both("加 `面额 …`", "add `face …`");
                self.report.error("E15", statement.span, both("券没有写 `面额`", "the voucher names no `face`"), help);
            }
            let pays = self.worth(&statement, A::Pays, &id);
            let papers = statement.attr(A::Against).map_or(Vec::new(), |attr| self.document_ids(attr.names()));
            let payee = statement.attr(A::Payee).map_or(Vec::new(), |attr| self.role_ids(attr.names(), true));
            let redeem = statement.attr(A::Redeem).map(Args::dates);
            let voucher = Voucher {
                id,
                text,
                condition,
                face: face.unwrap_or_default(),
                pays,
                valid: statement.attr(A::Valid).and_then(Args::duration),
                redeem: redeem.and_then(|days| Some((*days.first()?, *days.get(1)?))),
                against: papers,
                unspent: self.unspent(&statement),
                cleared: self.clearing(&statement),
                payee: payee.into_iter().next().unwrap_or_default(),
                clause: self.clause_id(&statement),
            };
            self.plan.vouchers.push(voucher);
        }
    }

    /// 面额 or 抵付: compiled as the quantity `voucher.word`; its words in both tongues.
    fn worth(&mut self, statement: &Statement, word: A, id: &str) -> Option<crate::text::Text> {
        let expr = statement.attr(word)?.expr()?;
        let mut unit = self.unit(false);
        let typed = unit.money(expr)?;
        let code = std::mem::take(&mut unit.code);
        self.compiled.quantities.push((format!("{id}.{}", word.en()), code, typed.slot, Ty::Money));
        Some(self.spell(expr.tokens))
    }

    fn unspent(&mut self, statement: &Statement) -> Option<Unspent> {
        let name = statement.attr(A::Unspent)?.names().first()?.clone();
        let found = Unspent::from_word(&name.text);
        match found {
            Some(word) => self.names.note(&name, word.zh(), word.en()),
            None => self.not_in_list(&name, Unspent::ALL.iter().map(|(_, zh, en)| (*zh, *en)).collect()),
        }
        found
    }

    fn clearing(&mut self, statement: &Statement) -> Option<Clearing> {
        let attr = statement.attr(A::Cleared)?;
        let with = self.role_ids(attr.names(), true).into_iter().next().unwrap_or(Actor::Provider.en().to_owned());
        Some(Clearing { with, every: attr.duration()? })
    }
}
