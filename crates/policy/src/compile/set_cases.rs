//! Worked cases of sets: a table of claims that says what each is paid out of a pot, checked whenever the document loads.
//!
//! Its first head is 申请, and a head `实付 100万元` is the column of what is paid when there is so much money; a column
//! 缘由 after it names the codes. A last row 结余 says what is left over.

use super::Compiler;
use super::tables::{AMOUNT, Entry, name_of, place_of};
use crate::allocation::{Allocation, Claimant, Rule, Sheet, moment};
use crate::compile::sharing::RECEIVED;
use crate::decide::Decider;
use crate::facts::{Facts, Readings};
use crate::money::Fen;
use crate::plan::clause::{Cell, ClausePart, Table};
use crate::plan::words::Unit;
use crate::syntax::ast::{CellValue, Literal};
use crate::syntax::keyword::Head;
use crate::syntax::report::both;
use crate::text::{Lang, Text};
use crate::value::Value;

/// The first head of a table of this kind.
const CLAIMANT: [&str; 2] = ["申请", "claimant"];
/// What the head of a column of payments begins with; the money follows.
const PAID: [&str; 2] = ["实付", "paid"];
/// The head of a column of codes.
const WHY: [&str; 2] = ["缘由", "why"];
/// The head of what is reserved for a claim.
const RESERVED: [&str; 2] = ["已预留", "reserved"];
/// The head of the number of rounds a claim has waited.
const WAITED: [&str; 2] = ["轮空次数", "waited"];
/// The row of what is left over.
const SURPLUS: [&str; 2] = ["结余", "surplus"];

/// Whether a table holds worked cases of a set of claims.
pub(crate) fn is_set(table: &Table) -> bool {
    table.head.first().is_some_and(|cell| CLAIMANT.contains(&cell.text.as_str()))
}

/// What a column holds.
enum Column {
    Claimant,
    Received,
    Award,
    Reserved,
    Waited,
    Unit(Unit),
    Fact(usize),
    Paid(Fen),
    Why,
}

impl Compiler {
    /// Runs every table of sets.
    pub fn set_cases(&mut self) {
        let statements = self.statements(Head::Cases);
        // Those above are not run: what is shared out there may differ here.
        let above = self.source.above.clauses;
        for (number, clause) in self.source.clauses.clone().into_iter().enumerate().skip(above) {
            let given = statements.iter().rfind(|statement| statement.clause == number);
            for part in &clause.parts {
                if let ClausePart::Table(table) = part
                    && is_set(table)
                {
                    let (facts, readings) = given.map(|statement| self.supposed(statement)).unwrap_or_default();
                    self.set_table(table, &clause.id, (&facts, &readings));
                }
            }
        }
    }

    fn set_table(&mut self, table: &Table, clause: &str, (given, readings): (&Facts, &Readings)) {
        let columns: Vec<Option<Column>> = table.head.iter().map(|cell| self.column(cell)).collect();
        let is_surplus = |row: &&Vec<Cell>| row.first().is_some_and(|cell| SURPLUS.contains(&cell.text.as_str()));
        let claims: Vec<Claimant> =
            table.rows.iter().filter(|row| !is_surplus(row)).map(|row| self.claimant(row, &columns, given)).collect();
        if self.report.errors() > 0 {
            return;
        }
        self.compiled.cases += 1;
        for (place, column) in columns.iter().enumerate() {
            let Some(Column::Paid(money)) = column else { continue };
            let Some(allocation) = self.shared(table, (clause, place), (&claims, *money, readings)) else { continue };
            let with_codes = matches!(columns.get(place + 1), Some(Some(Column::Why)));
            for row in &table.rows {
                self.set_row(row, (place, with_codes), &allocation);
            }
        }
    }

    fn column(&mut self, cell: &Cell) -> Option<Column> {
        let text = cell.text.as_str();
        let is = |heads: &[&str]| heads.contains(&text);
        if is(&CLAIMANT) {
            return Some(Column::Claimant);
        }
        if is(&[RECEIVED.0, RECEIVED.1]) {
            return Some(Column::Received);
        }
        if is(&AMOUNT) {
            return Some(Column::Award);
        }
        if is(&RESERVED) {
            return Some(Column::Reserved);
        }
        if is(&WAITED) {
            return Some(Column::Waited);
        }
        if is(&WHY) {
            return Some(Column::Why);
        }
        if let Some(money) = PAID.into_iter().find_map(|word| text.strip_prefix(word)) {
            let money = money.trim().parse().ok();
            if money.is_none() {
                let wrong =
                    both(format!("`{text}` 没有写明资金"), format!("`{text}` does not say how much money there is"));
                self.report.error("E16", place_of(cell), wrong, both("写成 `实付 100万元`", "write `paid 100wan`"));
            }
            return money.map(Column::Paid);
        }
        if let Some(unit) = Unit::from_word(text) {
            return Some(Column::Unit(unit));
        }
        self.value_fact(&name_of(cell)).map(Column::Fact)
    }

    fn claimant(&mut self, row: &[Cell], columns: &[Option<Column>], given: &Facts) -> Claimant {
        let mut claim = Claimant { facts: given.clone(), frees_rest: true, ..Claimant::default() };
        for (cell, column) in row.iter().zip(columns) {
            match column {
                Some(Column::Claimant) => claim.id.clone_from(&cell.text),
                Some(Column::Received) => claim.received_at = moment::parse(&cell.text),
                Some(Column::Award) => claim.award = self.amount_in(cell),
                Some(Column::Reserved) => claim.reserved = self.amount_in(cell),
                Some(Column::Waited) => claim.waited = cell.text.parse().unwrap_or(0),
                Some(Column::Unit(unit)) => {
                    claim.units.insert(unit.en().to_owned(), cell.text.clone());
                }
                Some(Column::Fact(fact)) => {
                    if let Entry::Value(value) = self.entry(cell) {
                        self.suppose(*fact, &value, &mut claim.facts);
                    }
                }
                Some(Column::Paid(_) | Column::Why) | None => {}
            }
        }
        claim
    }

    /// An amount in a cell; nothing is written as `-`.
    fn amount_in(&mut self, cell: &Cell) -> Fen {
        match self.entry(cell) {
            Entry::Value(CellValue::Literal(Literal::Money(fen), _)) => fen,
            Entry::Nothing | Entry::Unread => Fen::ZERO,
            Entry::Value(_) | Entry::From(_) | Entry::Between { .. } | Entry::Code => {
                let wrong = both("这里应是金额", "an amount is needed here");
                self.report.error("E16", place_of(cell), wrong, both("写成 `20万元`", "write `20wan`"));
                Fen::ZERO
            }
        }
    }

    /// What the 结算 of the clause, or the first one of the document, makes of the claims.
    fn shared(
        &mut self,
        table: &Table,
        (clause, place): (&str, usize),
        (claims, money, readings): (&[Claimant], Fen, &Readings),
    ) -> Option<Allocation> {
        let settles = &self.plan.settles;
        let settle = settles.iter().find(|settle| settle.clause == clause).or(settles.first());
        let rule =
            settle.map(|settle| Rule { sharing: &settle.sharing, pay: Some(&settle.pay), clause: &settle.clause });
        let decider = Decider::new(&self.plan, &self.compiled);
        let found = rule
            .ok_or(crate::allocation::CannotAllocate::NoRule)
            .and_then(|rule| Sheet::new(decider, rule, readings).allocate(claims, money));
        found
            .map_err(|cannot| {
                let span = table.head.get(place).map(place_of).unwrap_or_default();
                let Text { zh, en } = cannot.words();
                let wrong = both(format!("分不了这笔资金：{zh}"), format!("this money can not be shared out: {en}"));
                self.report.error(
                    "E16",
                    span,
                    wrong,
                    both("改正算例，或改正 `结算`", "correct the case, or the `settle`"),
                );
            })
            .ok()
    }

    fn set_row(&mut self, row: &[Cell], (place, with_codes): (usize, bool), allocation: &Allocation) {
        let (Some(first), Some(paid)) = (row.first(), row.get(place)) else { return };
        let line = allocation.line(&first.text);
        let found = line.map_or(allocation.surplus, |line| line.amount);
        if self.amount_in(paid) != found {
            let value = Value::Money(found);
            let shown = Text::new(self.plan.show("", &value, Lang::Zh), self.plan.show("", &value, Lang::En));
            self.differs(paid, &shown);
        }
        if let (true, Some(line), Some(why)) = (with_codes, line, row.get(place + 1))
            && line.code() != why.text
        {
            self.differs(why, &both(line.code(), line.code()));
        }
    }
}
