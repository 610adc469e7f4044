//! The CSV of awards: one row for each claim, columns by id, read as strictly as claims are.

use super::Stop;
use ::policy::allocation::{Claimant, moment};
use ::policy::money::Fen;
use ::policy::plan::inputs::Fact;
use ::policy::plan::words::Unit;
use ::policy::policy::Policy;
use ::policy::value::{Type, Value};
use std::io::{self, Write};

/// Most mistakes that are printed of one file.
const MISTAKES_MAX: usize = 20;

/// What a column holds.
enum Column<'a> {
    Id,
    Award,
    Reserved,
    Received,
    Waited,
    Unit(Unit),
    Fact(&'a Fact),
    Other,
}

/// Reads the file; every mistake is printed with its line.
pub(super) fn read(policy: &Policy, path: &str) -> Result<Vec<Claimant>, Stop> {
    let unreadable = |error: csv::Error| Stop::Called(format!("cannot read `{path}`: {error}"));
    let mut file = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(unreadable)?;
    let head = file.headers().map_err(unreadable)?.clone();
    let columns: Vec<(String, Column)> = head.iter().map(|name| (name.to_owned(), column(policy, name))).collect();
    let has = |wanted: fn(&Column) -> bool| columns.iter().any(|(_, column)| wanted(column));
    if !has(|column| matches!(column, Column::Id)) || !has(|column| matches!(column, Column::Award)) {
        return Err(Stop::Called(format!("`{path}` needs the columns `id` and `award_fen`")));
    }
    let (mut claims, mut mistakes) = (Vec::new(), Vec::new());
    for row in file.records() {
        let row = row.map_err(unreadable)?;
        let line = row.position().map_or(0, csv::Position::line);
        claims.push(claim(&row, &columns, |name, cell| mistakes.push(format!("{path}:{line}: {name}: `{cell}`"))));
    }
    if mistakes.is_empty() {
        return Ok(claims);
    }
    let mut out = io::stderr().lock();
    for mistake in mistakes.iter().take(MISTAKES_MAX) {
        writeln!(out, "{mistake} is not a value of this column")?;
    }
    writeln!(out, "{} mistakes; amounts are whole fen, members ids, true or false, days YYYY-MM-DD", mistakes.len())?;
    Err(Stop::Wrong)
}

fn column<'a>(policy: &'a Policy, name: &str) -> Column<'a> {
    let name = name.trim_start_matches('\u{feff}');
    match name {
        "id" => Column::Id,
        "award_fen" => Column::Award,
        "reserved_fen" => Column::Reserved,
        "received_at" => Column::Received,
        "waited" => Column::Waited,
        _ => {
            let unit = || Unit::from_word(name).map(Column::Unit);
            policy.plan().fact(name).map(Column::Fact).or_else(unit).unwrap_or(Column::Other)
        }
    }
}

fn claim(row: &csv::StringRecord, columns: &[(String, Column)], mut wrong: impl FnMut(&str, &str)) -> Claimant {
    let mut claim = Claimant { frees_rest: true, ..Claimant::default() };
    for (cell, (name, column)) in row.iter().zip(columns) {
        let is_needed = matches!(column, Column::Id | Column::Award);
        if cell.is_empty() && !is_needed {
            continue;
        }
        if put(&mut claim, column, cell).is_none() {
            wrong(name, cell);
        }
    }
    claim
}

/// Puts a cell where it belongs; nothing where it is not a value of its column.
fn put(claim: &mut Claimant, column: &Column, cell: &str) -> Option<()> {
    match column {
        Column::Id => Some(cell).filter(|cell| !cell.is_empty())?.clone_into(&mut claim.id),
        Column::Award => claim.award = fen(cell)?,
        Column::Reserved => claim.reserved = fen(cell)?,
        Column::Received => claim.received_at = Some(moment::parse(cell)?),
        Column::Waited => claim.waited = cell.parse().ok()?,
        Column::Unit(unit) => {
            claim.units.insert(unit.en().to_owned(), cell.to_owned());
        }
        Column::Fact(fact) => {
            let facts = std::mem::take(&mut claim.facts);
            claim.facts = facts.with(&fact.id, value(fact, cell)?);
        }
        Column::Other => {}
    }
    Some(())
}

fn fen(cell: &str) -> Option<Fen> {
    cell.parse().ok().filter(|fen| *fen >= 0).map(Fen::new)
}

fn value(fact: &Fact, cell: &str) -> Option<Value> {
    match &fact.ty {
        Type::Money => within(fact, cell.parse().ok()?).map(|fen| Value::Money(Fen::new(fen))),
        Type::Ratio => cell.parse().ok().map(Value::Ratio),
        Type::Integer => within(fact, cell.parse().ok()?).map(Value::Integer),
        Type::Date => cell.parse().ok().map(Value::Date),
        Type::Bool => cell.parse().ok().map(Value::Bool),
        Type::OneOf(_) => {
            fact.members.iter().find(|member| member.id == cell).map(|member| Value::Member(member.id.clone()))
        }
        Type::Text => Some(Value::Text(cell.to_owned())),
    }
}

/// The number, where the fact can have it.
fn within(fact: &Fact, number: i64) -> Option<i64> {
    fact.range.is_none_or(|(low, high)| (low..=high).contains(&number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;

    fn policy() -> Policy {
        Policy::load(shipped::policy("longhua-2021").expect("it is shipped")).expect("it loads")
    }

    fn put_all(cells: &[(&str, &str)]) -> (Claimant, Vec<String>) {
        let policy = policy();
        let columns: Vec<(String, Column)> =
            cells.iter().map(|(name, _)| ((*name).to_owned(), column(&policy, name))).collect();
        let row: csv::StringRecord = cells.iter().map(|(_, cell)| *cell).collect();
        let mut wrong = Vec::new();
        let claim = claim(&row, &columns, |name, cell| wrong.push(format!("{name}={cell}")));
        (claim, wrong)
    }

    #[test]
    fn a_row_is_read_by_the_ids_of_its_columns() {
        let (claim, wrong) = put_all(&[
            ("id", "L-1"),
            ("award_fen", "5000"),
            ("received_at", "2021-03-01 09:00:00"),
            ("waited", "1"),
            ("provider", "云一"),
            ("revenue_fen", "100000000000"),
            ("above_scale", "true"),
            ("reason", "FULL"),
            ("theme", ""),
        ]);
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!((claim.id.as_str(), claim.award, claim.waited), ("L-1", Fen::new(5000), 1));
        assert_eq!(claim.units.get("provider").map(String::as_str), Some("云一"));
        assert_eq!(claim.facts.value("revenue_fen"), Some(&Value::Money(Fen::new(100_000_000_000))));
        assert_eq!(claim.facts.value("theme"), None);
        assert!(claim.received_at.is_some());
    }

    #[test]
    fn a_cell_that_is_no_value_of_its_column_is_a_mistake() {
        let (_, wrong) = put_all(&[
            ("id", ""),
            ("award_fen", "50.00"),
            ("reserved_fen", "-1"),
            ("received_at", "yesterday"),
            ("above_scale", "yes"),
            ("revenue_fen", "90000000000000001"),
        ]);
        assert_eq!(
            wrong,
            [
                "id=",
                "award_fen=50.00",
                "reserved_fen=-1",
                "received_at=yesterday",
                "above_scale=yes",
                "revenue_fen=90000000000000001",
            ]
        );
    }
}
