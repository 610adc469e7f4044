//! Tables of a plan: tiers as a stair with its table, matrices, and the worked cases that are run with the document.

use super::folded;
use super::reader::Reader;
use crate::web::charts::{Tier, tier_stair};
use crate::web::format;
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::clause::{Cell, Table};
use policy::plan::money_rules::{Standard, StandardRow};
use policy::value::{Type, Value};

/// A standard: a stair where money follows an amount, a table else. `here` is the reader's own value on its axis.
pub(in crate::pages::public) fn standard(reader: Reader<'_>, standard: &Standard, here: Option<&Value>) -> Markup {
    let title = reader.said(&standard.text);
    if let Some(tiers) = tiers(reader, standard, here) {
        let axis = standard.axes.first().map_or_else(String::new, |axis| reader.name(axis));
        let title = reader.with("public-tiers", &[("name", title.into()), ("axis", axis.into())]);
        return tier_stair(reader.lang, &title, &tiers);
    }
    match standard.axes.as_slice() {
        [rows, columns] if has_members(standard) => matrix(reader, standard, (rows, columns)),
        [..] => listed(reader, standard),
    }
}

/// Whether every axis is one of members, so that two of them make a matrix.
fn has_members(standard: &Standard) -> bool {
    standard.rows.iter().flat_map(|row| &row.at).all(|at| matches!(at, Value::Member(_)))
}

/// A place on an axis: a number or a day is where a row begins.
fn place(reader: Reader<'_>, axis: &str, at: &Value) -> String {
    let shown = reader.value(axis, at);
    match at {
        Value::Money(_) | Value::Ratio(_) | Value::Integer(_) | Value::Date(_) => {
            reader.with("public-from", &[("amount", shown.into())])
        }
        Value::Bool(_) | Value::Member(_) | Value::Text(_) => shown,
    }
}

/// The rows as tiers, the lowest first.
fn tiers(reader: Reader<'_>, standard: &Standard, here: Option<&Value>) -> Option<Vec<Tier>> {
    let mut rows: Vec<(Fen, Fen)> = Vec::new();
    for row in &standard.rows {
        match (row.at.as_slice(), &row.value) {
            ([Value::Money(from)], Some(Value::Money(cap))) => rows.push((*from, *cap)),
            _ => return None,
        }
    }
    rows.sort_unstable();
    let own = if let Some(Value::Money(own)) = here { Some(*own) } else { None };
    let reached = own.and_then(|own| rows.iter().rposition(|(from, _)| *from <= own));
    let tier = |(place, (from, cap)): (usize, &(Fen, Fen))| {
        let from = format::money_brief(reader.lang, *from);
        let from = reader.with("public-from", &[("amount", from.into())]);
        Tier { from, cap: *cap, here: reached == Some(place) }
    };
    Some(rows.iter().enumerate().map(tier).collect())
}

fn matrix(reader: Reader<'_>, standard: &Standard, (rows, columns): (&str, &str)) -> Markup {
    let members = |fact: &str| reader.plan().fact(fact).map(|fact| fact.members.clone()).unwrap_or_default();
    let (lines, heads) = (members(rows), members(columns));
    let field = |line: &str, head: &str| {
        let at = [Value::Member(line.to_owned()), Value::Member(head.to_owned())];
        standard.rows.iter().find(|row| row.at == at).map(|row| cell(reader, standard, row))
    };
    let caption = reader.said(&standard.text);
    html! {
        div.table tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (reader.name(rows)) }
                    @for head in &heads { th scope="col" { (reader.said(&head.text)) } }
                } }
                tbody {
                    @for line in &lines {
                        tr {
                            th scope="row" { (reader.said(&line.text)) }
                            @for head in &heads { td data-label=(reader.said(&head.text)) { (field(&line.id, &head.id).unwrap_or_default()) } }
                        }
                    }
                }
            }
        }
    }
}

fn listed(reader: Reader<'_>, standard: &Standard) -> Markup {
    let caption = reader.said(&standard.text);
    html! {
        @if standard.marginal { p.quiet { (reader.t("public-brackets")) } }
        table.narrow {
            caption { (caption) }
            thead { tr { @for axis in &standard.axes { th scope="col" { (reader.name(axis)) } } th scope="col" { (caption) } } }
            tbody {
                @for row in &standard.rows {
                    tr {
                        @for (axis, at) in standard.axes.iter().zip(&row.at) { td { (place(reader, axis, at)) } }
                        td { (cell(reader, standard, row)) }
                    }
                }
            }
        }
    }
}

/// The value of a field; one that names a quantity shows its name and what it comes to now.
fn cell(reader: Reader<'_>, standard: &Standard, row: &StandardRow) -> String {
    if let Some(value) = &row.value {
        return reader.value(&standard.id, value);
    }
    let quantity = reader.plan().quantities.iter().find(|one| one.text.zh == row.cell || one.id == row.cell);
    let Some(quantity) = quantity else { return row.cell.clone() };
    let name = policy::text::Text::new(&*quantity.text.zh, &*quantity.id);
    let worth = reader.worth(&name).unwrap_or_default();
    reader.with("public-now", &[("name", reader.said(&quantity.text).into()), ("value", worth.into())])
}

/// Whether a table of a clause holds worked cases: it has a column for the code that must come out.
pub(super) fn is_cases(table: &Table) -> bool {
    table.head.iter().any(|cell| REASON.contains(&cell.text.as_str()))
}

/// Whether a table belongs to a standard, which is drawn from the plan instead.
pub(super) fn is_standard(reader: Reader<'_>, table: &Table) -> bool {
    let named = |cell: Option<&Cell>| {
        let text = cell.map(|cell| cell.text.as_str());
        reader.plan().standards.iter().any(|standard| Some(standard.text.zh.as_str()) == text)
    };
    named(table.head.first()) || named(table.head.last())
}

/// The heads of the columns that say what must come out, in both forms of the language.
const REASON: [&str; 2] = ["理由码", "reason"];
const AMOUNT: [&str; 2] = ["补贴额", "award"];

/// Worked cases, with the words of their codes.
pub(super) fn cases(reader: Reader<'_>, table: &Table) -> Markup {
    let title = reader.t("public-cases");
    let content = html! {
        p.quiet { (reader.t("public-cases-run")) }
        div.table tabindex="0" role="region" aria-label=(title) {
            table.figures {
                thead { tr { @for head in &table.head { th scope="col" { (case_head(reader, head)) } } } }
                tbody {
                    @for row in &table.rows {
                        tr { @for (head, cell) in table.head.iter().zip(row) { td data-label=(case_head(reader, head)) { (case_cell(reader, head, cell)) } } }
                    }
                }
            }
        }
    };
    folded(table.rows.len(), &title, &content)
}

fn case_head(reader: Reader<'_>, head: &Cell) -> String {
    if REASON.contains(&head.text.as_str()) {
        return reader.t("public-cases-reason");
    }
    if AMOUNT.contains(&head.text.as_str()) {
        return reader.t("public-cases-award");
    }
    let fact = reader.plan().facts.iter().find(|fact| fact.text.zh == head.text || fact.id == head.text);
    fact.map_or_else(|| head.text.clone(), |fact| reader.said(&fact.text).to_owned())
}

fn case_cell(reader: Reader<'_>, head: &Cell, cell: &Cell) -> String {
    if REASON.contains(&head.text.as_str()) {
        return reader.said(&reader.plan().code_words(&cell.text)).to_owned();
    }
    if cell.text == "-" {
        return reader.t("public-cases-unknown");
    }
    let fact = reader.plan().facts.iter().find(|fact| fact.text.zh == head.text || fact.id == head.text);
    let member = fact.and_then(|fact| fact.members.iter().find(|one| one.text.zh == cell.text || one.id == cell.text));
    if let Some(member) = member {
        return reader.said(&member.text).to_owned();
    }
    let is_money = AMOUNT.contains(&head.text.as_str()) || fact.is_some_and(|fact| fact.ty == Type::Money);
    match cell.text.parse::<Fen>() {
        Ok(amount) if is_money => format::money_brief(reader.lang, amount),
        Ok(_) | Err(_) => cell.text.clone(),
    }
}

/// A table of a clause that decides nothing, as it stands.
pub(super) fn plain(table: &Table) -> Markup {
    html! {
        div.table tabindex="0" {
            table {
                thead { tr { @for head in &table.head { th scope="col" { (head.text) } } } }
                tbody { @for row in &table.rows { tr { @for (head, cell) in table.head.iter().zip(row) { td data-label=(head.text) { (cell.text) } } } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use domain::city::City;
    use jiff::civil::date;
    use policy::policy::Policy;

    const DOCUMENT: &str = include_str!("../../../../../policy/tests/constructs/plan.policy.md");

    fn drawn(id: &str) -> String {
        let policy = Policy::load(DOCUMENT).expect("the document is right");
        let city = City::load(&crate::shipped::city("shenyang").expect("it is shipped")).expect("it is right");
        let today = date(2020, 6, 1);
        let reader = Reader { lang: Lang::Zh, policy: &policy, programme: None, city: &city, today };
        let found = policy.plan().standards.iter().find(|one| one.id == id).expect("it is declared");
        standard(reader, found, None).into_string()
    }

    #[test]
    fn a_table_by_member_and_amount_shows_every_row_with_where_it_begins() {
        let shown = drawn("cap");
        for words in ["<td>中型</td><td>0元起</td><td>2万元</td>", "<td>中型</td><td>10万元起</td><td>5万元</td>"]
        {
            assert!(shown.contains(words), "{shown}");
        }
    }

    #[test]
    fn brackets_say_that_each_ratio_is_for_its_own_part() {
        let shown = drawn("step");
        assert!(shown.contains("落在这一段之内") && shown.contains("<td>8万元起</td><td>35%</td>"), "{shown}");
    }
}
