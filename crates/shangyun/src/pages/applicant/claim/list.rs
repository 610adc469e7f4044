//! One list of a claim, such as its payments: what was typed in, what was found, the paper for all of it, and what can be
//! taken over from last year.

use super::rows::{carries_over, mark};
use super::tasks::has_paper;
use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::pages::applicant::history::History;
use crate::pages::applicant::own::save_key;
use crate::refusals::{clause_address, label, tongue};
use crate::session::Me;
use crate::web::components::action::{Link, actions, link, link_button};
use crate::web::components::notice::{empty, inset};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::yuan;
use crate::web::errors::Problem;
use crate::web::forms::{Posted, button_form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::claim::{ClaimCommand, Entry};
use domain::command::Command;
use domain::paper::Verdict;
use domain::refusal::Refusal;
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::inputs::RecordList;
use policy::value::{Type, Value};
use store::store::Failed;

/// A row with its place in the list, from 0.
type Placed<'a> = (usize, &'a Entry);

/// A list of the claim by its id.
///
/// # Errors
/// Not found, where the policy has none that the enterprise types in.
pub(super) fn find<'a>(open: &'a Open, id: &str) -> Result<&'a RecordList, Problem> {
    open.lists().find(|list| list.id == id).ok_or_else(Problem::not_found)
}

/// `GET /claims/{id}/lists/{list}`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, list)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if !open.is_open() {
        return Ok(open.elsewhere());
    }
    let list = find(&open, &list)?;
    let history = History::of_claim(&app, &open.id).await?;
    let lang = visit.lang;
    let mut page = Page::new(&visit, label(lang, Some(open.policy()), &list.id)).wide();
    if let Some(note) = &list.note {
        page = page.lead(note.get(tongue(lang)));
    }
    for crumb in open.crumbs(lang) {
        page = page.crumb(crumb.label, crumb.href);
    }
    let mut parts: Vec<&str> = list.proven_by.iter().map(String::as_str).collect();
    parts.push(&list.id);
    if let Some(item) = open.item(&history, &parts) {
        page = page.notice(Tone::Attention, &html! { p { (lang.t("enterprise-officer-says")) (item.words) } });
    }
    let base = open.path(&format!("lists/{}", list.id));
    Ok(page.respond(html! {
        p.quiet { (lang.t("errors-ground")) a href=(clause_address(Some(open.policy()), &list.clause)) { (list.clause) } }
        (table(&visit, &open, list, &base))
        (carry_over(&visit, &open, list, &base))
        (whole_paper(lang, &open, list))
        (actions(&[link_button(&lang.t("enterprise-row-add"), &format!("{base}/add")), link(&lang.t("enterprise-back-to-tasks"), &open.path("tasks"))]))
    }))
}

fn table(visit: &Visit, open: &Open, list: &RecordList, base: &str) -> Markup {
    let lang = visit.lang;
    let placed: Vec<Placed<'_>> = open.rows(&list.id).iter().enumerate().collect();
    let next = Link::new(lang.t("enterprise-row-add"), format!("{base}/add"));
    let mut table = Table::new(lang, label(lang, Some(open.policy()), &list.id));
    for column in &list.columns {
        let id = column.id.clone();
        let numeric = matches!(column.ty, Type::Money | Type::Integer | Type::Ratio);
        let name = column.text.get(tongue(lang)).to_owned();
        let cell = move |(_, entry): &Placed<'_>| cell(lang, open, &id, entry.row.get(&id));
        table = table.column(if numeric { Column::number(name, cell) } else { Column::text(name, cell) });
    }
    let files = open.path(&format!("rows/{}", list.id));
    let file = move |(place, entry): &Placed<'_>| {
        let Some(file) = &entry.file else { return html! { span.quiet { (lang.t("case-no-file")) } } };
        html! { a href={ (files) "/" (place) } { (file.name) } }
    };
    let acts = move |(place, entry): &Placed<'_>| {
        let button = html! {
            input type="hidden" name="row_mark" value=(mark(entry));
            button.plain.act type="submit" { (lang.t("enterprise-row-remove")) span.hidden { (place + 1) } }
        };
        html! {
            div {
                (finding(lang, entry))
                (link(&lang.t("answers-change"), &format!("{base}/{place}"))) " "
                (button_form(visit, &format!("{base}/{place}/remove"), &button))
            }
        }
    };
    table
        .column(Column::text(lang.t("case-file"), file))
        .column(Column::text(lang.t("enterprise-row-acts"), acts))
        .empty(empty(&lang.t("enterprise-rows-none"), Some(&next)))
        .draw(&placed)
}

fn cell(lang: Lang, open: &Open, column: &str, value: Option<&Value>) -> Markup {
    match value {
        Some(Value::Money(fen)) => yuan(Fen::new(fen.fen())),
        Some(value) => html! { span.figure { (open.policy().plan().show(column, value, tongue(lang))) } },
        None => html! { "—" },
    }
}

/// What the officer found on a row, where something is wrong.
fn finding(lang: Lang, entry: &Entry) -> Markup {
    let Some(finding) = &entry.finding else { return html! {} };
    let (tone, words) = match finding.verdict {
        Verdict::InOrder => (Tone::Ok, lang.t("check-ok")),
        Verdict::Incomplete => (Tone::Attention, lang.t("check-missing")),
        Verdict::Disagrees => (Tone::Stop, lang.t("check-wrong")),
    };
    html! { p { (tag(tone, &words)) " " (finding.words) } }
}

/// The offer to take over the rows of last year that stand for this one as well.
fn carry_over(visit: &Visit, open: &Open, list: &RecordList, base: &str) -> Markup {
    let lang = visit.lang;
    let n = carried(open, list).len();
    if n == 0 {
        return html! {};
    }
    let button = html! { button.button.secondary type="submit" { (lang.t("enterprise-rows-carry")) } };
    html! {
        p { (lang.t_with("enterprise-rows-carry-says", &[("n", n.into())])) }
        p { (button_form(visit, &format!("{base}/carry"), &button)) }
    }
}

/// The rows of last year's list that may stand for this year and are not there yet.
pub(super) fn carried<'a>(open: &'a Open, list: &RecordList) -> Vec<&'a Entry> {
    if !carries_over(open.policy(), list) {
        return Vec::new();
    }
    let before = open.last.as_ref().and_then(|last| last.records.get(&list.id)).map_or(&[][..], Vec::as_slice);
    let now = open.rows(&list.id);
    let is_there =
        |entry: &&Entry| now.iter().any(|other| list.keys.iter().all(|key| other.row.get(key) == entry.row.get(key)));
    before.iter().filter(|entry| !is_there(entry)).collect()
}

/// The one paper for all rows, where rows have none of their own.
fn whole_paper(lang: Lang, open: &Open, list: &RecordList) -> Markup {
    let Some(document) = list.proven_by.first() else { return html! {} };
    let name = label(lang, Some(open.policy()), document);
    let says = if has_paper(open, list) { "enterprise-list-paper-there" } else { "enterprise-list-paper" };
    inset(&html! {
        p { (lang.t_with(says, &[("paper", name.into())])) }
        p { (link(&lang.t("enterprise-list-paper-open"), &open.path(&format!("upload/{document}")))) }
    })
}

/// `POST /claims/{id}/lists/{list}/carry`: takes last year's rows over, each with its paper.
pub(in crate::pages::applicant) async fn carry(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, list)): Path<(String, String)>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let list = find(&open, &list)?;
    take_over(&app, &visit, &me, (&open, list), &acting::key_of(&form)).await?;
    Ok(acting::go(&open.path(&format!("lists/{}", list.id))))
}

/// Takes the rows over one by one; a row that somebody typed in meanwhile is there already.
pub(super) async fn take_over(
    app: &App,
    visit: &Visit,
    me: &Me,
    (open, list): (&Open, &RecordList),
    key: &str,
) -> Result<(), Problem> {
    for entry in carried(open, list) {
        let (claim, row, file) = (open.id.clone(), entry.row.clone(), entry.file.clone());
        let add = ClaimCommand::AddRow { claim, list: list.id.clone(), row, file };
        let key = save_key(key, &list.id, &mark(entry));
        match acting::act(app, me.actor(), Command::Claim(add), &key).await {
            Ok(_) => {}
            Err(Failed::Refused(refusal)) if is_there(&refusal) => {}
            Err(failed) => return Err(crate::refusals::problem(visit.lang, Some(open.policy()), &failed)),
        }
    }
    Ok(())
}

fn is_there(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::BadField { problem, .. } if problem == "there_already")
}
