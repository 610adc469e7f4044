//! Rows of a claim's lists as they are typed in: the columns are the policy's.

use crate::lang::Lang;
use crate::pages::applicant::typed::{Typed, typed};
use crate::refusals::tongue;
use crate::web::components::tasks::TaskState;
use crate::web::forms::{Filled, Form};
use domain::claim::Entry;
use maud::{Markup, html};
use policy::facts::Row;
use policy::plan::Plan;
use policy::plan::inputs::RecordList;
use policy::policy::Policy;
use policy::value::Type;
use sha2::{Digest, Sha256};

/// Reads a row; everything that is wrong with it at once.
pub(super) fn read(lang: Lang, plan: &Plan, list: &RecordList, form: &mut Form) -> Option<Row> {
    let mut row = Row::new();
    let mut wrong = false;
    for column in &list.columns {
        match Typed::column(lang, plan, column).read(form, true) {
            Some(Some(value)) => drop(row.insert(column.id.clone(), value)),
            Some(None) | None => wrong = true,
        }
    }
    (!wrong).then_some(row)
}

/// The fields of a row.
pub(super) fn fields(lang: Lang, plan: &Plan, list: &RecordList, filled: &Filled) -> Markup {
    html! {
        @for column in &list.columns {
            (Typed::column(lang, plan, column).field(lang, filled))
        }
    }
}

/// A row as it stands in its fields.
pub(super) fn filled(row: &Row) -> Filled {
    row.iter().fold(Filled::blank(), |filled, (column, value)| filled.with(column, typed(value)))
}

/// What a new row begins with: dates and answers are mostly those of the row before.
pub(super) fn begun(list: &RecordList, before: Option<&Entry>) -> Filled {
    let same = list.columns.iter().filter(|column| matches!(column.ty, Type::Date | Type::Bool));
    same.filter_map(|column| Some((column.id.as_str(), before?.row.get(&column.id)?)))
        .fold(Filled::blank(), |filled, (column, value)| filled.with(column, typed(value)))
}

/// A mark of a row, by which a form names the row it was drawn from.
pub(super) fn mark(entry: &Entry) -> String {
    let text = serde_json::to_string(&(&entry.row, &entry.file)).unwrap_or_default();
    crate::web::security::random::hex(&Sha256::digest(text).as_slice()[..8])
}

/// The name of a column, for errors.
pub(super) fn column_label(lang: Lang, list: &RecordList, id: &str) -> Option<String> {
    let column = list.columns.iter().find(|column| column.id == id);
    column.map(|column| column.text.get(tongue(lang)).to_owned())
}

/// How far a list is: every row proven by a paper of its own, or one paper for all of them.
pub(super) fn state(rows: &[Entry], has_paper: bool) -> TaskState {
    let proven = has_paper || rows.iter().all(|entry| entry.file.is_some());
    match (rows.is_empty(), proven, has_paper) {
        (true, _, false) => TaskState::NotStarted,
        (true, _, true) | (false, false, _) => TaskState::InProgress,
        (false, true, _) => TaskState::Done,
    }
}

/// Whether rows of a list may stand for another year as well: a key of the policy holds them once a year, not once.
pub(super) fn carries_over(policy: &Policy, list: &RecordList) -> bool {
    let plan = policy.plan();
    let is_year = |field: &str| field == "contract_year" || plan.periods.iter().any(|period| period.id == field);
    let names = |field: &str, column: &str| field == column || field.rsplit('.').next() == Some(column);
    plan.unique.iter().any(|key| {
        let by_row = list.keys.iter().all(|column| key.fields.iter().any(|field| names(field, column)));
        !list.keys.is_empty() && by_row && key.fields.iter().any(|field| is_year(field))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::BlobId;
    use domain::paper::File;
    use policy::value::Value;

    fn policy() -> Policy {
        Policy::load(crate::shipped::policy("shenyang-2018").expect("it is shipped")).expect("it is right")
    }

    fn list<'a>(policy: &'a Policy, id: &str) -> &'a RecordList {
        policy.plan().records.iter().find(|list| list.id == id).expect("the list")
    }

    fn sent(id: &str, pairs: &[(&str, &str)]) -> Result<Row, Filled> {
        let policy = policy();
        let form = Form::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        form.read(|form| read(Lang::Zh, policy.plan(), list(&policy, id), form))
    }

    const LINE: [(&str, &str); 6] = [
        ("contract_no", "HT-2019-01"),
        ("line_no", "1"),
        ("amount", "12万"),
        ("starts", "2019-04-01"),
        ("ends", "2020-03-31"),
        ("cloud", "yes"),
    ];

    #[test]
    fn a_row_is_read_by_the_columns_of_the_policy() {
        let row = sent("contract_line", &LINE).expect("everything is right");
        assert_eq!(row.len(), 6);
        assert_eq!(row["cloud"], Value::Bool(true));
        let again = filled(&row);
        assert_eq!((again.value("amount"), again.value("starts")), ("120,000.00", "2019-04-01"));
    }

    #[test]
    fn every_column_that_is_wrong_is_said_at_once() {
        let mut pairs = LINE;
        pairs[2].1 = "-1";
        pairs[4].1 = "2020-02-30";
        pairs[5].1 = "";
        let filled = sent("contract_line", &pairs).expect_err("three columns are wrong");
        let wrong: Vec<&str> = filled.errors().iter().map(|error| error.field.as_str()).collect();
        assert_eq!(wrong, ["amount", "ends", "cloud"]);
    }

    #[test]
    fn a_list_is_done_when_each_row_or_the_whole_of_it_has_a_paper() {
        let file = File { blob: BlobId::new("b"), name: "a.pdf".to_owned(), media: String::new(), size_bytes: 1 };
        let entry = |file: Option<File>| Entry { row: Row::new(), file, finding: None };
        assert_eq!(state(&[], false), TaskState::NotStarted);
        assert_eq!(state(&[], true), TaskState::InProgress);
        assert_eq!(state(&[entry(Some(file.clone())), entry(None)], false), TaskState::InProgress);
        assert_eq!(state(&[entry(None)], true), TaskState::Done);
        assert_eq!(state(&[entry(Some(file))], false), TaskState::Done);
    }

    #[test]
    fn contract_lines_stand_for_the_next_year_and_invoices_do_not() {
        let policy = policy();
        let carried: Vec<&str> = policy
            .plan()
            .records
            .iter()
            .filter(|list| !list.given && carries_over(&policy, list))
            .map(|list| list.id.as_str())
            .collect();
        assert_eq!(carried, ["contract_line"]);
    }

    #[test]
    fn a_new_row_begins_with_the_dates_of_the_one_before() {
        let policy = policy();
        let row = sent("contract_line", &LINE).expect("everything is right");
        let before = Entry { row, file: None, finding: None };
        let begun = begun(list(&policy, "contract_line"), Some(&before));
        assert_eq!((begun.value("starts"), begun.value("cloud"), begun.value("amount")), ("2019-04-01", "yes", ""));
        assert_eq!(mark(&before).len(), 16);
    }
}
