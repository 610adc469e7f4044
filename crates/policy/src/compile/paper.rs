//! Papers, and which of them prove which facts and lists.

use super::Compiler;
use super::declare::remark;
use super::names::Kind;
use crate::plan::inputs::{Document, StandIn};
use crate::syntax::ast::{Args, Name, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::both;

impl Compiler {
    /// Declares the papers, then resolves everything that names one.
    pub fn papers(&mut self) {
        for statement in self.statements(Head::Document) {
            for decl in statement.decls() {
                let (id, text) =
                    self.names.declare(Kind::Document, decl, self.plan.documents.len(), None, &mut self.report);
                let number = statement.ints().first().and_then(|n| u8::try_from(*n).ok());
                self.plan.documents.push(Document {
                    id,
                    text,
                    number,
                    stand_ins: Vec::new(),
                    issuers: Vec::new(),
                    valid: statement.attr(A::Valid).and_then(Args::duration),
                    condition: None,
                    note: remark(&statement),
                    clause: self.clause_id(&statement),
                });
            }
        }
        for statement in self.statements(Head::Document) {
            self.stand_ins(&statement);
        }
        self.proofs();
    }

    fn stand_ins(&mut self, statement: &Statement) {
        let mut stand_ins = Vec::new();
        for attr in statement.all(A::ReplacedBy) {
            let condition = attr.expr().and_then(|expr| self.condition(expr));
            for document in self.document_ids(attr.names()) {
                stand_ins.push(StandIn { document, condition: condition.clone() });
            }
        }
        let condition = statement.attr(A::When).and_then(|attr| self.condition(attr.expr()?));
        let issuers = self.issuers(statement.attr(A::IssuedBy).map_or(&[], |attr| attr.names()));
        for decl in statement.decls() {
            let Some(number) = self.names.lookup(Kind::Document, &decl.name.text).map(|symbol| symbol.number) else {
                continue;
            };
            if let Some(document) = self.plan.documents.get_mut(number) {
                document.stand_ins.clone_from(&stand_ins);
                document.condition.clone_from(&condition);
                document.issuers.clone_from(&issuers);
            }
        }
    }

    /// Roles by id; an issuer outside the programme, such as an accountant, in its own words.
    fn issuers(&mut self, names: &[Name]) -> Vec<String> {
        let mut found = Vec::new();
        for name in names {
            let role = self.role_ids(std::slice::from_ref(name), false);
            if role.is_empty() {
                found.push(name.text.clone());
            }
            found.extend(role);
        }
        found
    }

    /// Ids of papers; an undeclared one is reported.
    pub fn document_ids(&mut self, names: &[Name]) -> Vec<String> {
        let mut ids = Vec::new();
        for name in names {
            match self.names.find(Kind::Document, name) {
                Some(symbol) => ids.push(symbol.id),
                None => self.report.error(
                    "E13",
                    name.span,
                    both(
                        format!("`{}` 不是本文件声明的材料", name.text),
                        format!("`{}` is not a paper of this document", name.text),
                    ),
                    both("先用 `材料` 声明，或检查写法", "declare it with `document`, or check the spelling"),
                ),
            }
        }
        ids
    }

    /// 证明 and 核定 of facts and lists, which may name papers and roles declared later.
    fn proofs(&mut self) {
        for statement in self.statements(Head::Fact) {
            let papers = statement.attr(A::ProvenBy).map_or(Vec::new(), |attr| self.document_ids(attr.names()));
            let roles = statement.attr(A::AttestedBy).map_or(Vec::new(), |attr| self.role_ids(attr.names(), true));
            for decl in statement.decls() {
                let Some(number) = self.names.lookup(Kind::Value, &decl.name.text).map(|symbol| symbol.number) else {
                    continue;
                };
                if let Some(fact) = self.plan.facts.get_mut(number) {
                    fact.proven_by.clone_from(&papers);
                    fact.attested_by.clone_from(&roles);
                }
            }
        }
        for statement in self.statements(Head::Records) {
            let papers = statement.attr(A::ProvenBy).map_or(Vec::new(), |attr| self.document_ids(attr.names()));
            let Some(decl) = statement.decls().first() else { continue };
            let Some(number) = self.names.lookup(Kind::List, &decl.name.text).map(|symbol| symbol.number) else {
                continue;
            };
            if let Some(list) = self.plan.records.get_mut(number) {
                list.proven_by = papers;
            }
        }
    }
}
