//! Keys, procedures, budgets, targets, flags and recoveries: what the program reads as data.

use super::Compiler;
use super::declare::remark;
use super::names::{Kind, ValueOf};
use crate::plan::money_rules::{Budget, Flag, KeyRule, Lapse, Recovery, Reserve, Settle, Target, UniqueKey};
use crate::plan::procedure::{CutOff, Duration, Procedure, Step};
use crate::plan::words::{CaseState, Exit, FlagEffect, HolidayRule, PayMethod, Rank, Shortage, StepKind, Unit};
use crate::syntax::ast::{Args, Attr, Name, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::both;

impl Compiler {
    /// Everything of this file, names first.
    pub fn procedures(&mut self) {
        for statement in self.statements(Head::Procedure) {
            self.procedure(&statement);
        }
        for statement in self.statements(Head::Step) {
            if let Some(decl) = statement.decls().first() {
                self.names.declare(Kind::Step, decl, 0, None, &mut self.report);
            }
        }
        for statement in self.statements(Head::Procedure) {
            self.parent(&statement);
        }
        for statement in self.statements(Head::Step) {
            self.step(&statement);
        }
        for statement in self.statements(Head::Unique) {
            self.unique(&statement);
        }
        for statement in self.statements(Head::Budget) {
            self.budget(&statement);
        }
        for statement in self.statements(Head::Reserve) {
            self.reserve(&statement);
        }
        for statement in self.statements(Head::Settle) {
            self.settle(&statement);
        }
        for statement in self.statements(Head::Target) {
            self.target(&statement);
        }
        for statement in self.statements(Head::Flag) {
            self.flag(&statement);
        }
        for statement in self.statements(Head::Recover) {
            self.recovery(&statement);
        }
    }

    pub(super) fn not_in_list(&mut self, name: &Name, words: Vec<(&str, &str)>) {
        let (zh, en): (Vec<&str>, Vec<&str>) = words.into_iter().unzip();
        self.report.error(
            "E13",
            name.span,
            both(
                format!("`{}` 不在可用的词中", name.text),
                format!("`{}` is not one of the words allowed here", name.text),
            ),
            both(format!("可用：{}", zh.join("、")), format!("use one of: {}", en.join(", "))),
        );
    }

    /// Units, facts, periods and columns, by id.
    pub fn key_fields(&mut self, names: &[Name]) -> Vec<String> {
        let mut ids = Vec::new();
        for name in names {
            let lists = (0..self.plan.records.len()).map(Kind::Column);
            let kinds: Vec<Kind> = [Kind::Period, Kind::Value].into_iter().chain(lists).collect();
            let declared = kinds.into_iter().find_map(|kind| self.names.find(kind, name)).map(|symbol| symbol.id);
            let unit = Unit::from_word(&name.text);
            if let (None, Some(unit)) = (&declared, unit) {
                self.names.note(name, unit.zh(), unit.en());
            }
            match declared.or(unit.map(|unit| unit.en().to_owned())) {
                Some(id) => ids.push(id),
                None => self.names.unknown(Kind::Value, name, ("范围", "scope"), &mut self.report),
            }
        }
        ids
    }

    fn procedure(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let (id, text) = self.names.declare(Kind::Procedure, decl, self.plan.procedures.len(), None, &mut self.report);
        let scope = self.key_fields(statement.names());
        let (clause, note) = (self.clause_id(statement), remark(statement));
        self.plan.procedures.push(Procedure { id, text, scope, parent: None, steps: Vec::new(), clause, note });
    }

    fn parent(&mut self, statement: &Statement) {
        let Some(name) = statement.attr(A::ChildOf).and_then(|attr| attr.names().first()) else { return };
        let parent =
            self.names.resolve(Kind::Procedure, name, ("程序", "procedure"), &mut self.report).map(|symbol| symbol.id);
        let own =
            statement.decls().first().and_then(|decl| self.names.lookup(Kind::Procedure, &decl.name.text)).cloned();
        if let Some(procedure) = own.and_then(|symbol| self.plan.procedures.get_mut(symbol.number)) {
            procedure.parent = parent;
        }
    }

    fn step(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let kind = statement.names().first().and_then(|name| closed!(self, StepKind, name));
        let names = |word: A| statement.attr(word).map_or(Vec::new(), |attr| attr.names().to_vec());
        let procedure = names(A::PartOf)
            .first()
            .and_then(|name| self.names.resolve(Kind::Procedure, name, ("程序", "procedure"), &mut self.report));
        if statement.attr(A::PartOf).is_none() {
            let help = both("加 `属 程序名`", "add `part-of procedure`");
            self.report.error(
                "E13",
                statement.span,
                both("步骤没有写属于哪个程序", "the step names no procedure"),
                help,
            );
        }
        let symbol = self.names.lookup(Kind::Step, &decl.name.text).cloned();
        let roles = self.role_ids(statement.nth_names(1), true);
        let exits: Vec<Exit> = names(A::May).iter().filter_map(|name| closed!(self, Exit, name)).collect();
        let ranks: Vec<Rank> = names(A::Ranks).iter().filter_map(|name| closed!(self, Rank, name)).collect();
        if roles.len() > 1 && ranks.len() > 1 {
            let help = both("只写一个层级，或拆成几个步骤", "name one rank, or make several steps of it");
            self.report.error(
                "E13",
                statement.span,
                both("由几方办理的步骤写了几个层级", "a step of several roles names several ranks"),
                help,
            );
        }
        let mut decides = Vec::new();
        for name in names(A::Decides) {
            decides.extend(
                self.names.resolve(Kind::Award, &name, ("补贴", "subsidy"), &mut self.report).map(|symbol| symbol.id),
            );
        }
        let back_to =
            names(A::BackTo).first().and_then(|name| self.earlier_step(name, procedure.as_ref().map(|p| p.number)));
        let step = Step {
            id: symbol.map(|symbol| symbol.id).unwrap_or_default(),
            text: crate::text::Text::new(decl.name.text.clone(), decl.label.clone().unwrap_or_default()),
            kind: kind.unwrap_or(StepKind::Review),
            roles,
            ranks,
            deadline: statement.attr(A::Within).and_then(Args::duration),
            cut_off: statement.attr(A::Monthly).and_then(|attr| self.cut_off(attr)),
            exits,
            back_to,
            documents: self.document_ids(&names(A::Against)),
            decides,
            registered_for: self.role_ids(&names(A::RegisteredFor), true),
            condition: statement.attr(A::When).and_then(|attr| self.condition(attr.expr()?)),
            clause: self.clause_id(statement),
            cites: self.cites(statement),
            note: remark(statement),
        };
        if let Some(procedure) = procedure.and_then(|symbol| self.plan.procedures.get_mut(symbol.number)) {
            procedure.steps.push(step);
        }
    }

    /// A step that stands before this one in the same procedure.
    fn earlier_step(&mut self, name: &Name, procedure: Option<usize>) -> Option<String> {
        let symbol = self.names.resolve(Kind::Step, name, ("步骤", "step"), &mut self.report)?;
        let earlier = procedure
            .and_then(|number| self.plan.procedures.get(number))
            .is_some_and(|p| p.steps.iter().any(|s| s.id == symbol.id));
        if !earlier {
            self.report.error(
                "E13",
                name.span,
                both(
                    format!("只能退回至本程序中较早的步骤，`{}` 不是", name.text),
                    format!("`{}` is not an earlier step of this procedure", name.text),
                ),
                both("写一个排在前面的步骤", "name a step that comes before"),
            );
        }
        Some(symbol.id)
    }

    fn cut_off(&mut self, attr: &Attr) -> Option<CutOff> {
        let day = match attr.duration() {
            Some(Duration::Days(day)) => u8::try_from(day).ok().filter(|day| (1..=28).contains(day)),
            Some(Duration::Workdays(_) | Duration::Months(_) | Duration::Years(_)) | None => None,
        };
        if day.is_none() {
            let help = both("写 1日 至 28日", "write 1days to 28days");
            self.report.error("E13", attr.span, both("每月截至的日子不对", "this is not a day of every month"), help);
        }
        let holiday = attr.names().first().and_then(|name| closed!(self, HolidayRule, name));
        Some(CutOff { day: day?, holiday: holiday.unwrap_or(HolidayRule::Unmoved) })
    }

    fn unique(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let (id, text) = self.names.declare(Kind::Unique, decl, self.plan.unique.len(), None, &mut self.report);
        let fields = self.key_fields(statement.names());
        let counting = statement.attr(A::Counting).map_or(Vec::new(), |attr| attr.names().to_vec());
        let counting: Vec<CaseState> = counting.iter().filter_map(|name| closed!(self, CaseState, name)).collect();
        let at_most = statement.attr(A::AtMost).and_then(|attr| attr.ints().first().copied()).unwrap_or(1);
        let rule = statement.attr(A::SumOf).map_or(KeyRule::Count(at_most), |attr| {
            let of = self.key_fields(attr.names());
            let limit = self.key_fields(attr.nth_names(1));
            KeyRule::Sum { of: of.concat(), limit: limit.concat() }
        });
        let condition = statement.attr(A::When).and_then(|attr| self.condition(attr.expr()?));
        let (clause, note) = (self.clause_id(statement), remark(statement));
        self.plan.unique.push(UniqueKey { id, text, fields, rule, counting, condition, clause, note });
    }

    fn budget(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let (id, text) = self.names.declare(Kind::Budget, decl, self.plan.budgets.len(), None, &mut self.report);
        let scope = self.key_fields(statement.names());
        let source = self.needed_text(statement, A::Source, "来源", "source");
        let amount = self.amount_id(statement, A::Amount);
        self.plan.budgets.push(Budget { id, text, scope, source, amount, clause: self.clause_id(statement) });
    }

    /// The id of the fact, quantity or parameter an attribute names.
    fn amount_id(&mut self, statement: &Statement, word: A) -> String {
        let Some(name) = statement.attr(word).and_then(|attr| attr.names().first()) else {
            let (zh, en) = (format!("缺 `{}`", word.zh()), format!("`{}` is missing", word.en()));
            self.report.error(
                "E14",
                statement.span,
                both(zh, en),
                both("写一个 `计算` 或 `事实` 的名称", "name a quantity or a fact"),
            );
            return String::new();
        };
        let symbol = self.names.resolve(Kind::Value, name, ("数额", "amount"), &mut self.report);
        symbol.map(|symbol| symbol.id).unwrap_or_default()
    }

    fn budget_and_step(&mut self, statement: &Statement) -> (String, String) {
        let mut resolve = |kind, names: &[Name], what| {
            let name = names.first()?;
            self.names.resolve(kind, name, what, &mut self.report).map(|symbol| symbol.id)
        };
        let budget = resolve(Kind::Budget, statement.names(), ("预算", "budget"));
        let step = resolve(Kind::Step, statement.nth_names(1), ("步骤", "step"));
        (budget.unwrap_or_default(), step.unwrap_or_default())
    }

    fn reserve(&mut self, statement: &Statement) {
        let (budget, at_step) = self.budget_and_step(statement);
        let amount = self.amount_id(statement, A::Amount);
        let shortage = statement.attr(A::Shortage).and_then(|attr| attr.names().first().cloned());
        let shortage = shortage.and_then(|name| closed!(self, Shortage, &name)).unwrap_or(Shortage::Wait);
        let lapse = statement.attr(A::Lapse).and_then(|attr| {
            let without = self.names.resolve(Kind::Step, attr.names().first()?, ("步骤", "step"), &mut self.report)?;
            Some(Lapse { after: attr.duration()?, without_step: without.id })
        });
        let sharing = self.sharing(statement, PayMethod::InOrderStop);
        let (clause, cites) = (self.clause_id(statement), self.cites(statement));
        self.plan.reserves.push(Reserve { budget, at_step, amount, sharing, shortage, lapse, clause, cites });
    }

    fn settle(&mut self, statement: &Statement) {
        let (budget, at_step) = self.budget_and_step(statement);
        let pay = self.amount_id(statement, A::Pay);
        let sharing = self.sharing(statement, PayMethod::InFull);
        let (clause, cites) = (self.clause_id(statement), self.cites(statement));
        self.plan.settles.push(Settle { budget, at_step, pay, sharing, clause, cites });
    }

    fn target(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let (id, text) = self.names.declare(Kind::Target, decl, self.plan.targets.len(), None, &mut self.report);
        let ints = statement.ints();
        let at_least = ints.first().copied().unwrap_or(0);
        let Some(by) = statement.dates().first().copied() else { return };
        let recognised_by = statement.attr(A::Recognised).map_or(Vec::new(), |attr| attr.names().to_vec());
        let counts = statement.attr(A::Counts).and_then(|attr| attr.names().first()).cloned();
        let counts = counts.map(|name| match name.text.as_str() {
            "首次开通企业" | "first_activated" => self.noted(&name, "首次开通企业", "first_activated"),
            "试点企业" | "pilots" => self.noted(&name, "试点企业", "pilots"),
            _ => {
                self.not_in_list(&name, vec![("首次开通企业", "first_activated"), ("试点企业", "pilots")]);
                String::new()
            }
        });
        let target = Target {
            id,
            text,
            at_least,
            full_at: ints.get(1).copied().unwrap_or(at_least),
            by,
            counts,
            recognised_by: self.role_ids(&recognised_by, true),
            condition: statement.attr(A::When).and_then(|attr| self.condition(attr.expr()?)),
            clause: self.clause_id(statement),
            cites: self.cites(statement),
            note: remark(statement),
        };
        self.plan.targets.push(target);
    }

    fn noted(&mut self, name: &Name, zh: &str, en: &str) -> String {
        self.names.note(name, zh, en);
        en.to_owned()
    }

    fn flag(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let (id, text) = self.names.declare(Kind::Flag, decl, self.plan.flags.len(), None, &mut self.report);
        let effect = statement.attr(A::Effect).and_then(|attr| attr.names().first().cloned());
        let effect = effect.and_then(|name| closed!(self, FlagEffect, &name)).unwrap_or(FlagEffect::Review);
        let threshold = statement.attr(A::Threshold).and_then(|attr| attr.names().first()).and_then(|name| {
            let symbol = self.names.resolve(Kind::Value, name, ("参数", "parameter"), &mut self.report)?;
            matches!(symbol.value, Some(ValueOf::Parameter(_))).then_some(symbol.id)
        });
        let question = statement.attr(A::Ask).and_then(|attr| attr.texts()).cloned();
        let (clause, note) = (self.clause_id(statement), remark(statement));
        self.plan.flags.push(Flag { id, text, effect, question, threshold, clause, note });
    }

    fn recovery(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let (id, text) = self.names.declare(Kind::Recovery, decl, self.plan.recoveries.len(), None, &mut self.report);
        let amount = self.amount_id(statement, A::Amount);
        let by = statement.attr(A::By).map_or(Vec::new(), |attr| attr.names().to_vec());
        let mut entered_in = Vec::new();
        for name in statement.attr(A::EnteredIn).map_or(Vec::new(), |attr| attr.names().to_vec()) {
            entered_in.extend(
                self.names.resolve(Kind::Register, &name, ("名录", "register"), &mut self.report).map(|s| s.id),
            );
        }
        let by = self.role_ids(&by, true);
        let (clause, note) = (self.clause_id(statement), remark(statement));
        self.plan.recoveries.push(Recovery { id, text, amount, by, entered_in, clause, note });
    }
}
