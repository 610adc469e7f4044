//! One row of a list with its paper: typed in, changed, taken out. A form names the row it was drawn from, so that nobody
//! changes or removes another one.

use super::rows::{begun, column_label, fields, filled, mark, read};
use super::{Open, list::find, open};
use crate::acting;
use crate::app::App;
use crate::lang::Message;
use crate::pages::applicant::own::{self, save_key};
use crate::pages::applicant::papers;
use crate::refusals::{self, label};
use crate::session::Me;
use crate::uploads::{self, PAPER_KINDS, bytes_max};
use crate::web::components::action::{actions, button_of, link, secondary};
use crate::web::components::field::Field;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::upload::FileRule;
use crate::web::forms::{Filled, Form, Posted, upload_form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::claim::{ClaimCommand, Entry};
use domain::command::Command;
use jiff::ToSpan;
use maud::html;
use policy::plan::inputs::RecordList;

/// `GET /claims/{id}/lists/{list}/add`.
pub(in crate::pages::applicant) async fn add(
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
    let begun = begun(list, open.rows(&list.id).last());
    Ok(draw(&visit, (&open, list), None, &begun))
}

/// `POST /claims/{id}/lists/{list}/add`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, list)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let list = find(&open, &list)?;
    put(&app, &visit, &me, (&open, list, None), body).await
}

/// `GET /claims/{id}/lists/{list}/{place}`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, list, place)): Path<(String, String, usize)>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if !open.is_open() {
        return Ok(open.elsewhere());
    }
    let list = find(&open, &list)?;
    let entry = open.rows(&list.id).get(place).ok_or_else(Problem::not_found)?;
    let filled = filled(&entry.row).with("row_mark", mark(entry));
    Ok(draw(&visit, (&open, list), Some((place, entry)), &filled))
}

/// `POST /claims/{id}/lists/{list}/{place}`.
pub(in crate::pages::applicant) async fn change(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, list, place)): Path<(String, String, usize)>,
    body: Multipart,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let list = find(&open, &list)?;
    let entry = open.rows(&list.id).get(place).ok_or_else(Problem::not_found)?;
    put(&app, &visit, &me, (&open, list, Some((place, entry))), body).await
}

/// Puts a row into the list, as a new one or in the place of another.
async fn put(
    app: &App,
    visit: &Visit,
    me: &Me,
    (open, list, instead): (&Open, &RecordList, Option<(usize, &Entry)>),
    body: Multipart,
) -> Result<Response, Problem> {
    let (lang, policy) = (visit.lang, open.policy());
    let file_label = lang.t("enterprise-row-file");
    let rule = FileRule { required: false, ..papers::rule(policy, &file_label) };
    let taken = uploads::take(app, body, rule).await?;
    let key = acting::key_of(&taken.form);
    let mut again = taken.form.clone().into_filled();
    let drawn_from = again.value("row_mark").to_owned();
    let row = match taken.form.read(|form| {
        reserved(form);
        read(lang, policy.plan(), list, form)
    }) {
        Ok(row) => row,
        Err(filled) => return Ok(draw(visit, (open, list), instead, &filled)),
    };
    if let Some((_, entry)) = instead
        && mark(entry) != drawn_from
    {
        again = again.with("row_mark", mark(entry));
        again.reject("", Message::new("enterprise-row-stale"));
        return Ok(draw(visit, (open, list), instead, &again));
    }
    let file = taken.file.or_else(|| instead.and_then(|(_, entry)| entry.file.clone()));
    let put = Entry { row: row.clone(), file: file.clone(), finding: None };
    let key = save_key(&key, &drawn_from, &mark(&put));
    let (claim, name) = (open.id.clone(), list.id.clone());
    let command = match instead {
        None => ClaimCommand::AddRow { claim, list: name, row, file },
        Some((place, _)) => ClaimCommand::ChangeRow { claim, list: name, place, row, file },
    };
    match acting::act(app, me.actor(), Command::Claim(command), &key).await {
        Ok(_) if again.value("then") == "more" => Ok(acting::go(&open.path(&format!("lists/{}/add", list.id)))),
        Ok(_) => Ok(acting::go(&open.path(&format!("lists/{}", list.id)))),
        Err(failed) => {
            own::refused(&mut again, lang, Some(policy), &failed, |id| column_label(lang, list, id))?;
            Ok(draw(visit, (open, list), instead, &again))
        }
    }
}

/// Fields that are no columns.
fn reserved(form: &mut Form) {
    let _ = form.text("row_mark", "").optional();
    let _ = form.choice("then", "", &[("more", ()), ("back", ())]).optional();
}

/// `POST /claims/{id}/lists/{list}/{place}/remove`.
pub(in crate::pages::applicant) async fn remove(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, list, place)): Path<(String, String, usize)>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let list = find(&open, &list)?;
    let back = open.path(&format!("lists/{}", list.id));
    let key = acting::key_of(&form);
    let drawn_from = form.into_filled().value("row_mark").to_owned();
    let is_same = open.rows(&list.id).get(place).is_some_and(|entry| mark(entry) == drawn_from);
    if !is_same {
        let says = visit.lang.t("enterprise-row-moved");
        return Err(Problem::conflict(says).next(label(visit.lang, Some(open.policy()), &list.id), back));
    }
    let take_out = ClaimCommand::RemoveRow { claim: open.id.clone(), list: list.id.clone(), place };
    let done = acting::act(&app, me.actor(), Command::Claim(take_out), &key).await;
    done.map_err(|failed| refusals::problem(visit.lang, Some(open.policy()), &failed))?;
    Ok(acting::go(&back))
}

fn draw(
    visit: &Visit,
    (open, list): (&Open, &RecordList),
    instead: Option<(usize, &Entry)>,
    filled: &Filled,
) -> Response {
    let (lang, policy) = (visit.lang, open.policy());
    let name = label(lang, Some(policy), &list.id);
    let list_path = open.path(&format!("lists/{}", list.id));
    let place = instead.map(|(place, _)| place.saturating_add(1).to_string());
    let title = match &place {
        None => lang.t_with("enterprise-row-new", &[("list", name.as_str().into())]),
        Some(row) => lang.t_with("enterprise-row-of", &[("list", name.as_str().into()), ("row", row.as_str().into())]),
    };
    let kept = instead.and_then(|(_, entry)| entry.file.as_ref());
    let hint = match kept {
        Some(file) => lang.t_with("enterprise-row-file-kept", &[("name", file.name.as_str().into())]),
        None => lang.t("enterprise-row-file-hint"),
    };
    let file = Field::new("file", lang.t("enterprise-row-file")).hint(hint).optional();
    let body = html! {
        input type="hidden" name="row_mark" value=(filled.value("row_mark"));
        (fields(lang, policy.plan(), list, filled))
        (file.file(lang, filled, &PAPER_KINDS, bytes_max(policy)))
        (actions(&[
            button_of("then", "back", &lang.t("enterprise-save")),
            secondary("then", "more", &lang.t("enterprise-save-and-more")),
            link(&lang.t("enterprise-cancel"), &list_path),
        ]))
    };
    let action = match instead {
        None => format!("{list_path}/add"),
        Some((place, _)) => format!("{list_path}/{place}"),
    };
    let from = open.claim().service_date;
    let until = from.checked_add(1.year()).and_then(|day| day.checked_sub(1.day())).unwrap_or(from);
    let year = [("from", format::date_text(lang, from).into()), ("until", format::date_text(lang, until).into())];
    let mut page = Page::new(visit, title).errors(filled).lead(lang.t_with("enterprise-row-lead", &year));
    for crumb in open.crumbs(lang) {
        page = page.crumb(crumb.label, crumb.href);
    }
    page.crumb(name, list_path).respond(upload_form(visit, &action, &body))
}
