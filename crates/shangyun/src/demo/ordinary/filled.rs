//! What an applicant states: values for the facts that a plan asks for, and rows for its lists, with which the plan
//! grants something. They are found by asking the plan, not by knowing it.

use domain::facts;
use jiff::ToSpan;
use jiff::civil::Date;
use policy::decision::Outcome;
use policy::facts::{Facts, Known, Readings, Registers, Row, Rows};
use policy::money::Fen;
use policy::plan::inputs::{Column, Fact, Origin, RecordList};
use policy::policy::Policy;
use policy::value::{Type, Value};
use std::collections::BTreeMap;

/// How many rounds of changes are tried.
const TRIES: usize = 4;
/// Rows in a list.
const ROWS: usize = 2;

/// What is known of a case before anything is stated.
pub(super) struct Before<'a> {
    /// The plan.
    pub policy: &'a Policy,
    /// What the program keeps: stream, revenue and so on.
    pub kept: BTreeMap<String, Value>,
    /// The first day of the year claimed.
    pub service_date: Date,
    /// The amount a row is about, in fen.
    pub amount: Fen,
    /// Makes the numbers of bills and contracts differ from case to case.
    pub number: usize,
    /// The city's registers.
    pub registers: &'a dyn Registers,
}

/// What is stated.
#[derive(Clone, Debug, Default)]
pub(super) struct Stated {
    /// Facts by id.
    pub values: BTreeMap<String, Value>,
    /// Rows by list.
    pub rows: BTreeMap<String, Vec<Row>>,
}

/// How well something stated fares: fewer failed requirements first, then whether money is granted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Fares {
    failed: usize,
    is_without_money: bool,
    is_open: bool,
}

impl Before<'_> {
    /// Something stated with which the plan grants what it can.
    pub(super) fn stated(&self) -> Stated {
        self.improved(self.first())
    }

    fn first(&self) -> Stated {
        let facts = self.policy.plan().facts.iter().filter(|fact| self.is_free(fact));
        let values = facts.filter_map(|fact| Some((fact.id.clone(), self.choices(fact).into_iter().next()?)));
        let rows = self.lists().map(|list| (list.id.clone(), (0..ROWS).map(|row| self.row(list, row)).collect()));
        Stated { values: values.collect(), rows: rows.collect() }
    }

    /// The lists that the enterprise types in.
    fn lists(&self) -> impl Iterator<Item = &RecordList> {
        self.policy.plan().records.iter().filter(|list| !list.given)
    }

    /// Whether somebody states this fact: it is neither kept nor found by the plan.
    fn is_free(&self, fact: &Fact) -> bool {
        let is_said = fact.ask.is_some() || !fact.attested_by.is_empty() || !fact.proven_by.is_empty();
        fact.origin == Origin::Stated && is_said && fact.decides && !self.kept.contains_key(&fact.id)
    }

    /// Values a fact could have, the likeliest first.
    fn choices(&self, fact: &Fact) -> Vec<Value> {
        let within = |value: i64| fact.range.is_none_or(|(least, most)| (least..=most).contains(&value));
        let numbers = |wanted: &[i64]| -> Vec<i64> {
            let ends = fact.range.into_iter().flat_map(|(least, most)| [least, most]);
            wanted.iter().copied().chain(ends).filter(|value| within(*value)).collect()
        };
        match &fact.ty {
            Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
            Type::OneOf(_) => {
                let turned = fact.members.iter().cycle().skip(self.number).take(fact.members.len());
                let members: Vec<Value> = turned.map(|member| Value::Member(member.id.clone())).collect();
                if fact.is_level { members.into_iter().rev().collect() } else { members }
            }
            Type::Money => {
                let amount = self.amount.fen();
                numbers(&[amount, 0, amount / 10, amount * 100])
                    .into_iter()
                    .map(|fen| Value::Money(Fen::new(fen)))
                    .collect()
            }
            Type::Integer => numbers(&[30, 1, 0, 3, 100, 1_000]).into_iter().map(Value::Integer).collect(),
            Type::Date => {
                let year_before = self.service_date.checked_sub(2.years()).unwrap_or(self.service_date);
                vec![Value::Date(self.service_date), Value::Date(year_before)]
            }
            Type::Ratio => Vec::new(),
            Type::Text => vec![Value::Text("示例".to_owned())],
        }
    }

    fn row(&self, list: &RecordList, row: usize) -> Row {
        let mut seen = BTreeMap::new();
        let cells = list.columns.iter().filter_map(|column| {
            let place = seen.entry(format!("{:?}", column.ty)).or_insert(0_usize);
            *place += 1;
            let is_first = *place == 1;
            Some((column.id.clone(), self.cell(list, column, (row, is_first))?))
        });
        cells.collect()
    }

    /// The amount of one row.
    fn part(&self) -> Fen {
        Fen::new(self.amount.fen() / i64::try_from(ROWS).unwrap_or(1))
    }

    /// The value of a column: the first amount is the row's, further ones nothing; the first day its begin, the next its
    /// end.
    fn cell(&self, list: &RecordList, column: &Column, (row, is_first): (usize, bool)) -> Option<Value> {
        Some(match &column.ty {
            Type::Money => Value::Money(if is_first { self.part() } else { Fen::ZERO }),
            Type::Date if is_first => Value::Date(self.service_date),
            Type::Date => {
                let end = self.service_date.checked_add(1.year()).and_then(Date::yesterday);
                Value::Date(end.unwrap_or(self.service_date))
            }
            Type::Bool => Value::Bool(true),
            Type::Integer => Value::Integer(column.range.map_or(1, |(least, most)| 1.clamp(least, most))),
            Type::Text => {
                let start: String = list.id.chars().take(2).collect();
                let (start, year) = (start.to_uppercase(), self.service_date.year());
                Value::Text(format!("{start}-{year}-{:03}-{}", self.number + 1, row + 1))
            }
            Type::OneOf(of) => {
                let members = self.policy.plan().fact(of).map_or(&[][..], |fact| &fact.members);
                Value::Member(members.first()?.id.clone())
            }
            Type::Ratio => return None,
        })
    }

    /// Changes one stated fact after the other as long as that helps.
    fn improved(&self, mut stated: Stated) -> Stated {
        for _ in 0..TRIES {
            let before = self.fares(&stated);
            for fact in self.policy.plan().facts.iter().filter(|fact| self.is_free(fact)) {
                for value in self.choices(fact) {
                    let mut other = stated.clone();
                    other.values.insert(fact.id.clone(), value);
                    if self.fares(&other) < self.fares(&stated) {
                        stated = other;
                    }
                }
            }
            stated = self.with_better_rows(stated);
            if self.fares(&stated) == before {
                break;
            }
        }
        stated
    }

    /// Puts the amount of the row, or the other answer, into one column after the other as long as that helps: what is
    /// counted of an invoice is the amount once more, what was refunded is not.
    fn with_better_rows(&self, mut stated: Stated) -> Stated {
        for list in self.lists() {
            for column in &list.columns {
                let value = match column.ty {
                    Type::Money => Value::Money(self.part()),
                    Type::Bool => Value::Bool(false),
                    Type::Date | Type::Integer | Type::Text | Type::Ratio | Type::OneOf(_) => continue,
                };
                let mut other = stated.clone();
                for row in other.rows.entry(list.id.clone()).or_default() {
                    row.insert(column.id.clone(), value.clone());
                }
                if self.fares(&other) < self.fares(&stated) {
                    stated = other;
                }
            }
        }
        stated
    }

    fn fares(&self, stated: &Stated) -> Fares {
        let outcome = self.policy.outcome(&self.facts(stated), &Readings::default());
        let (failed, is_open) = match &outcome {
            Outcome::Refused { failed } => (failed.len(), false),
            Outcome::Pending { .. } | Outcome::Held { .. } => (0, true),
            Outcome::Award { .. } => (0, false),
        };
        Fares { failed, is_without_money: outcome.award() == Fen::ZERO, is_open }
    }

    fn facts(&self, stated: &Stated) -> Facts {
        let mut values = stated.values.clone();
        values.extend(self.kept.clone());
        values.insert("filed".to_owned(), Value::Bool(true));
        let mut records: BTreeMap<String, Rows> = stated
            .rows
            .iter()
            .map(|(list, rows)| (list.clone(), Rows { rows: rows.clone(), complete: true }))
            .collect();
        records.insert("past_award".to_owned(), Rows { rows: Vec::new(), complete: true });
        let values: BTreeMap<String, Known> = facts::as_known(self.policy, values);
        self.policy.derive(&Facts { values, records }, &Readings::default(), self.registers)
    }
}
