//! Worked cases: tables in the document that say what must come out, run whenever the document is loaded.

use super::Compiler;
use super::names::{Kind, ValueOf};
use super::tables::{AMOUNT, Entry, REASON, is_cases, name_of, place_of};
use super::typed::{EnumOf, Ty};
use crate::decide::Decider;
use crate::facts::{Facts, Known, Readings};
use crate::money::Fen;
use crate::plan::clause::{Cell, ClausePart, Table};
use crate::syntax::ast::{Args, CellValue, Literal, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::both;
use crate::text::{Lang, Text};
use crate::value::Value;

impl Compiler {
    /// Runs every table of worked cases.
    pub fn cases(&mut self) {
        let statements = self.statements(Head::Cases);
        for (number, clause) in self.source.clauses.clone().into_iter().enumerate() {
            let given = statements.iter().rfind(|statement| statement.clause == number);
            let Some((facts, readings)) = given.map(|statement| self.supposed(statement)) else { continue };
            for part in &clause.parts {
                if let ClausePart::Table(table) = part
                    && is_cases(table)
                {
                    self.case_table(table, &facts, &readings);
                }
            }
        }
    }

    /// The facts and readings that hold for every row.
    pub fn supposed(&mut self, statement: &Statement) -> (Facts, Readings) {
        let (mut facts, mut readings) = (Facts::new(), Readings::default());
        for attr in statement.all(A::Suppose) {
            let (Some(name), Some(value)) = (attr.names().first(), attr.value()) else { continue };
            let Some(symbol) = self.names.resolve(Kind::Value, name, ("事实", "fact"), &mut self.report) else {
                continue;
            };
            if let Some(fact) = symbol.value.and_then(|value| self.fact_behind(value)) {
                self.suppose(fact, value, &mut facts);
                continue;
            }
            match (symbol.value, value) {
                (Some(ValueOf::Switch(switch)), CellValue::Name(option)) => {
                    let found = self.names.resolve(Kind::Option(switch), option, ("选项", "option"), &mut self.report);
                    readings.0.extend(found.map(|option| (symbol.id.clone(), option.id)));
                }
                (_, _) => self.names.unknown(Kind::Value, name, ("事实", "fact"), &mut self.report),
            }
        }
        (facts, readings)
    }

    pub fn suppose(&mut self, fact: usize, value: &CellValue, facts: &mut Facts) {
        let value = match value {
            CellValue::Literal(Literal::Int(0), _) if self.model.facts[fact].ty == Ty::Money => {
                Some(Value::Money(Fen::ZERO))
            }
            CellValue::Literal(literal, _) => Some(super::declare::public_value(*literal)),
            CellValue::Name(name) => {
                let Ty::Member(of) = self.model.facts[fact].ty else {
                    self.names.unknown(Kind::Member(fact), name, ("选项", "member"), &mut self.report);
                    return;
                };
                if let EnumOf::Fact(owner) = of {
                    let _ = self.names.find(Kind::Member(owner), name);
                }
                self.member(of, name).map(|(_, id)| Value::Member(id))
            }
        };
        if let (Some(value), Some(fact)) = (value, self.plan.facts.get(fact)) {
            facts.values.insert(fact.id.clone(), Known::Known(value));
        }
    }

    fn case_table(&mut self, table: &Table, given: &Facts, readings: &Readings) {
        let before = self.report.errors();
        let columns: Vec<Option<usize>> = table
            .head
            .iter()
            .map(|cell| {
                let special = REASON.contains(&cell.text.as_str()) || AMOUNT.contains(&cell.text.as_str());
                if special { None } else { self.case_head(cell) }
            })
            .collect();
        // What is missing from the claims would differ in every row.
        if self.report.errors() > before {
            return;
        }
        for row in &table.rows {
            let (mut facts, before) = (given.clone(), self.report.errors());
            for (cell, fact) in row.iter().zip(&columns) {
                let Some(fact) = fact else { continue };
                match self.entry(cell) {
                    Entry::Value(value) => self.suppose(*fact, &value, &mut facts),
                    Entry::Nothing => {
                        let id = self.plan.facts[*fact].id.clone();
                        facts.values.remove(&id);
                    }
                    Entry::From(_) | Entry::Between { .. } | Entry::Code | Entry::Unread => {}
                }
            }
            // What could not be read would differ, whatever the rules give.
            if self.report.errors() == before {
                self.case(table, row, &facts, readings);
            }
        }
    }

    /// The fact a column is for.
    fn case_head(&mut self, cell: &Cell) -> Option<usize> {
        let name = name_of(cell);
        let found = self.names.find(Kind::Value, &name);
        if let Some(fact) = found.as_ref().and_then(|symbol| self.fact_behind(symbol.value?)) {
            return Some(fact);
        }
        let is_award = self.names.lookup(Kind::Award, &name.text).is_some();
        let near =
            self.names.nearest(Kind::Value, &name, &self.report).filter(|_| found.is_none() && !is_award).cloned();
        let message = both(
            format!("算例表的表头 `{}` 不是事实", name.text),
            format!("the head `{}` of the worked cases is no fact", name.text),
        );
        let mut help = both(
            "表头写事实的名称、`补贴额` 或 `理由码`；算例没有名称一列",
            "a head is the name of a fact, `补贴额` (`award`) or `理由码` (`reason`); there is no column for names of cases",
        );
        match near {
            Some(near) => {
                help = both(format!("是否指 `{near}`？{}", help.zh), format!("did you mean `{near}`? {}", help.en));
                self.report.error_with("E02", name.span, message, help, near);
            }
            None => self.report.error("E02", name.span, message, help),
        }
        None
    }

    /// Compares one row with what the rules give.
    fn case(&mut self, table: &Table, row: &[Cell], facts: &Facts, readings: &Readings) {
        let outcome = Decider::new(&self.plan, &self.compiled).outcome(facts, readings);
        self.compiled.cases += 1;
        for (cell, head) in row.iter().zip(&table.head) {
            if REASON.contains(&head.text.as_str()) && cell.text != outcome.reason() {
                self.differs(cell, &both(outcome.reason(), outcome.reason()));
            }
            if AMOUNT.contains(&head.text.as_str()) {
                let wanted = match self.entry(cell) {
                    Entry::Value(CellValue::Literal(Literal::Money(fen), _)) => fen,
                    Entry::Unread => continue,
                    Entry::Value(_) | Entry::Nothing | Entry::From(_) | Entry::Between { .. } | Entry::Code => {
                        Fen::ZERO
                    }
                };
                if wanted != outcome.award() {
                    let award = Value::Money(outcome.award());
                    let shown = Text::new(self.plan.show("", &award, Lang::Zh), self.plan.show("", &award, Lang::En));
                    self.differs(cell, &shown);
                }
            }
        }
    }

    pub fn differs(&mut self, cell: &Cell, found: &Text) {
        self.report.error(
            "E16",
            place_of(cell),
            both(
                format!("算例写的是 {}，规则得出 {}", cell.text, found.zh),
                format!("the case says {}, the rules give {}", cell.text, found.en),
            ),
            both("改正算例，或改正规则", "correct the case, or the rules"),
        );
    }
}
