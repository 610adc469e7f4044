//! Coverage both ways: every rule stands under a clause, every clause does what its bracket says, every open question is findable.

use std::collections::{BTreeMap, BTreeSet};

use super::Compiler;
use super::declare::remark;
use crate::plan::OpenQuestion;
use crate::plan::clause::ClauseStatus;
use crate::syntax::ast::{Args, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::{Span, both};

/// What a statement does for its clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carries {
    /// Decides: a requirement, an award, a table.
    Rule,
    /// Is carried out: steps, papers, budgets, targets.
    Procedure,
    /// Declares only.
    Declaration,
}

fn carries(head: Head) -> Carries {
    match head {
        Head::Must
        | Head::Subsidy
        | Head::Recognise
        | Head::Choose
        | Head::Voucher
        | Head::Standard
        | Head::Brackets => Carries::Rule,
        Head::Step
        | Head::Role
        | Head::Document
        | Head::Budget
        | Head::Reserve
        | Head::Settle
        | Head::Target
        | Head::Flag
        | Head::Recover
        | Head::Unique
        | Head::Procedure => Carries::Procedure,
        Head::Plan
        | Head::Register
        | Head::Fact
        | Head::Records
        | Head::Derive
        | Head::Compute
        | Head::Parameter
        | Head::Period
        | Head::Switch
        | Head::Applies
        | Head::CheckOrder
        | Head::Note
        | Head::Cases => Carries::Declaration,
    }
}

impl Compiler {
    /// Checks the clauses and collects the open questions.
    pub fn coverage(&mut self) {
        let statements = [self.source.statements.clone(), self.repeals.clone()].concat();
        let mut rules: BTreeSet<String> = BTreeSet::new();
        let mut procedures: BTreeSet<String> = BTreeSet::new();
        // One heading to mend, one finding.
        let mut misplaced: BTreeSet<usize> = BTreeSet::new();
        for statement in &statements {
            let mut clauses = self.cites(statement);
            clauses.push(self.clause_id(statement));
            match carries(statement.head) {
                Carries::Rule => rules.extend(clauses),
                Carries::Procedure => procedures.extend(clauses),
                Carries::Declaration => {}
            }
            if !misplaced.contains(&statement.clause) && !self.placed(statement) {
                misplaced.insert(statement.clause);
            }
            self.questions(statement);
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let clauses = self.source.clauses.clone();
        for (number, clause) in clauses.iter().enumerate() {
            let span = Span { line: clause.line, column: 1, length: clause.level + 1 + clause.id.chars().count() };
            if seen.insert(clause.id.clone(), clause.line).is_some() {
                let help = both("每个条款号写一次", "write every clause number once");
                self.report.error(
                    "E09",
                    span,
                    both(format!("条款 `{}` 重复", clause.id), format!("the clause `{}` stands twice", clause.id)),
                    help,
                );
            }
            let end = clauses.get(number + 1).map_or(usize::MAX, |next| next.line);
            // Whether a clause above is carried out was checked above; what is repealed leaves it bare on purpose.
            // What could not be read may have been what carries the clause out.
            let owns = self.report.is_inherited(clause.line)
                || self.report.unread_within(clause.line..end)
                || match clause.status {
                    ClauseStatus::Encoded => rules.contains(&clause.id),
                    ClauseStatus::Procedural => procedures.contains(&clause.id),
                    ClauseStatus::Declaratory | ClauseStatus::Structure => true,
                };
            if !owns {
                self.report.error(
                    "E09",
                    span,
                    both(format!("条款 `{}` 没有落实", clause.id), format!("nothing carries out the clause `{}`", clause.id)),
                    both(
                        "[规则] 须有 须、补贴 或 标准；[程序] 须有步骤、材料、预算、目标等；或用 `据` 引用",
                        "[rules] needs a must, subsidy or standard; [procedure] a step, paper, budget, target; or cite it with `under`",
                    ),
                );
            }
        }
    }

    /// Whether a statement may stand here: not where its clause says that nothing is decided.
    fn placed(&mut self, statement: &Statement) -> bool {
        let Some(clause) = self.source.clauses.get(statement.clause) else { return true };
        let declares = carries(statement.head) == Carries::Declaration || statement.head == Head::Role;
        let allowed = match clause.status {
            ClauseStatus::Encoded | ClauseStatus::Procedural => true,
            ClauseStatus::Structure => declares,
            ClauseStatus::Declaratory => statement.head == Head::Note,
        };
        if !allowed {
            let (zh, en) = (statement.head.zh(), statement.head.en());
            self.report.error(
                "E09",
                statement.span,
                both(format!("`{zh}` 不能写在这一条款下"), format!("`{en}` may not stand under this clause")),
                both("给标题写上 [规则] 或 [程序]", "mark the heading [rules] or [procedure]"),
            );
        }
        allowed
    }

    /// Notes which open questions a statement answers.
    fn questions(&mut self, statement: &Statement) {
        let (is_switch, is_note) = (statement.head == Head::Switch, statement.head == Head::Note);
        let own = if is_switch || is_note { statement.codes() } else { &[] };
        let answered = statement.all(A::Answers).flat_map(Args::codes);
        let codes: Vec<String> = own.iter().chain(answered).map(|code| code.text.clone()).collect();
        let decl = statement.decls().first();
        let id = decl.and_then(|decl| decl.id.as_ref()).map(|id| id.text.clone()).unwrap_or_default();
        let words = match (is_switch, is_note) {
            (true, _) => statement.attr(A::Ask).and_then(|attr| attr.texts()).cloned(),
            (false, true) => statement.texts().cloned(),
            (false, false) => remark(statement),
        };
        for code in codes {
            let by = statement.head.en().to_owned();
            let clause = self.clause_id(statement);
            let question = OpenQuestion { by, id: id.clone(), clause, words: words.clone().unwrap_or_default() };
            self.plan.open_questions.entry(code).or_default().push(question);
        }
    }
}
