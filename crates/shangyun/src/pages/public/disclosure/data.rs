//! `GET /disclosure/paid.csv` and `paid.json`: what was paid as open data, row by row while it is read.

use super::{Filter, chosen, stream_name};
use crate::app::App;
use crate::names;
use crate::pages::public::policy::reader as reader_of;
use crate::pages::public::policy::reader::Reader;
use crate::pages::public::standing;
use crate::web::errors::Problem;
use crate::web::forms::Asked;
use crate::web::layout::visit::Visit;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};
use store::views::PAGE;
use store::views::public::{self, Paid};

/// The names of the columns, the same in every language, for programs.
const HEADS: [&str; 8] = [
    "enterprise_name",
    "stream",
    "stream_name",
    "district",
    "district_name",
    "contract_year_from",
    "amount_yuan",
    "amount_fen",
];

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Json,
}

/// The rows as CSV.
pub(in crate::pages::public) async fn csv(app: State<App>, visit: Visit, asked: Asked) -> Result<Response, Problem> {
    send(app, visit, asked, Form::Csv).await
}

/// The rows as JSON, with where they come from.
pub(in crate::pages::public) async fn json(app: State<App>, visit: Visit, asked: Asked) -> Result<Response, Problem> {
    send(app, visit, asked, Form::Json).await
}

async fn send(State(app): State<App>, visit: Visit, Asked(asked): Asked, form: Form) -> Result<Response, Problem> {
    let filter = asked.read(Filter::read).map_err(|_| Problem::bad_request("no such filter"))?;
    let all = standing::all(&app).await?;
    let (published, id) = chosen(all, filter.programme.as_deref()).ok_or_else(Problem::not_found)?;
    let total = public::total(app.store.database(), id.as_str()).await.map_err(Problem::failure)?;
    let head = match form {
        // The mark tells spreadsheets that this is UTF-8.
        Form::Csv => format!("\u{feff}{}\r\n", HEADS.join(",")),
        Form::Json => {
            let about = json!({
                "programme": id.as_str(),
                "policy_hash": published.policy.plan().hash,
                "as_of": app.clock.today().to_string(),
                "publisher": { "zh": visit.site.host.zh, "en": visit.site.host.en },
                "paid_claims": total.claims,
                "paid_companies": total.companies,
                "paid_fen": total.amount.fen(),
            });
            opened(&about)
        }
    };
    let (kind, name) = match form {
        Form::Csv => ("text/csv; charset=utf-8", "paid.csv"),
        Form::Json => ("application/json", "paid.json"),
    };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}-{name}\"", id.as_str())),
    ];
    let rows = Rows { app, visit, published, id: id.to_string(), filter, form, head: Some(head), is_first: true };
    Ok((headers, Body::from_stream(stream::try_unfold(rows, next))).into_response())
}

/// Where the writing is.
struct Rows {
    app: App,
    visit: Visit,
    published: standing::Published,
    id: String,
    filter: Filter,
    form: Form,
    head: Option<String>,
    is_first: bool,
}

/// The next page of rows as text; nothing after the last.
async fn next(mut rows: Rows) -> Result<Option<(String, Rows)>, store::database::DatabaseError> {
    let Some(mut text) = rows.head.take() else { return Ok(None) };
    let page = public::paid(rows.app.store.database(), rows.filter.wanted(&rows.id)).await?;
    {
        let setting = rows.app.setting();
        let reader = reader_of(&rows.app, &rows.visit, &rows.published, &setting.city);
        for row in &page {
            if rows.form == Form::Json && !rows.is_first {
                text.push(',');
            }
            rows.is_first = false;
            text.push_str(&line(&rows.app, reader, rows.form, row));
        }
    }
    let is_full = usize::try_from(PAGE).is_ok_and(|full| page.len() >= full);
    match page.into_iter().next_back().filter(|_| is_full) {
        Some(last) => {
            rows.filter.after = last.after;
            rows.head = Some(String::new());
        }
        None if rows.form == Form::Json => text.push_str("]}\n"),
        None => {}
    }
    Ok(Some((text, rows)))
}

fn line(app: &App, reader: Reader<'_>, form: Form, row: &Paid) -> String {
    let yuan = format!("{}.{:02}", row.amount.fen() / 100, row.amount.fen() % 100);
    let fen = row.amount.fen();
    let (stream, district) = (stream_name(reader, &row.stream), names::district(app, reader.lang, &row.district));
    let texts = [
        &row.enterprise_name,
        &row.stream,
        &stream,
        &row.district,
        &district,
        &row.service_date,
        &yuan,
        &fen.to_string(),
    ];
    match form {
        Form::Csv => texts.map(|text| cell(text)).join(",") + "\r\n",
        Form::Json => {
            let values = texts.map(|text| Value::from(text.as_str()));
            let mut object: serde_json::Map<String, Value> = HEADS.into_iter().map(str::to_owned).zip(values).collect();
            object.insert("amount_fen".to_owned(), Value::from(fen));
            Value::Object(object).to_string()
        }
    }
}

/// An object with its list of rows still open.
fn opened(about: &Value) -> String {
    let text = about.to_string();
    format!("{},\"rows\":[", text.strip_suffix('}').unwrap_or(&text))
}

/// One cell: quoted where it must be, and never read as a formula by a spreadsheet.
fn cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if risky { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::{cell, opened};
    use serde_json::{Value, json};

    #[test]
    fn rows_written_one_by_one_make_one_object() {
        let text = format!("{}{}]}}", opened(&json!({ "a": 1, "b": { "c": 2 } })), json!({ "d": 3 }));
        let read: Value = serde_json::from_str(&text).expect("an object");
        assert_eq!(read, json!({ "a": 1, "b": { "c": 2 }, "rows": [{ "d": 3 }] }));
    }

    #[test]
    fn a_name_is_one_cell_and_never_a_formula() {
        assert_eq!(cell("沈阳某某机床有限公司"), "沈阳某某机床有限公司");
        assert_eq!(cell("A, B \"C\""), "\"A, B \"\"C\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@sum(a)"), "'@sum(a)");
    }
}
