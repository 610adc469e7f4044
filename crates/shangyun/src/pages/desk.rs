//! The work desk: what waits for the reader, whatever their seat, by when; the first of it as the one button; and what
//! comes next when nothing waits.

use crate::app::App;
use crate::lang::Lang;
use crate::letters;
use crate::names;
use crate::routes::{May, Routes};
use crate::session::Me;
use crate::web::components::action::{Link, actions, link, link_button};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::deadline;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::worklist::LATE_MOST;
use axum::extract::State;
use axum::response::Response;
use domain::act::Seat;
use jiff::civil::Date;
use maud::{Markup, html};
use store::views::inbox;

mod enterprise;
mod office;
mod others;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/desk", May::SignedIn, show)
}

/// One thing to do.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Todo {
    /// What, in a few words.
    what: String,
    /// How many of it; one where nothing is counted.
    count: i64,
    /// How many of them are late.
    late: i64,
    /// By when the first of it.
    due: Option<Date>,
    /// Where all of it stands.
    href: String,
    /// Where the first of it is done.
    first: String,
}

impl Todo {
    /// A single thing, done at an address.
    fn one(what: impl Into<String>, due: Option<Date>, href: String) -> Self {
        Self { what: what.into(), count: 1, late: 0, due, first: href.clone(), href }
    }
}

/// What a seat finds on its desk.
#[derive(Default)]
struct Desk {
    /// What is to be done.
    todos: Vec<Todo>,
    /// What comes next when nothing is to be done, and the way there.
    next: Option<(String, Option<Link>)>,
    /// What else stands there: the enterprise's cases, ways to look around.
    below: Option<Markup>,
    /// What the seat may begin, beside its todos.
    begin: Option<Link>,
}

/// `GET /desk`.
async fn show(State(app): State<App>, visit: Visit, me: Me) -> Result<Response, Problem> {
    let lang = visit.lang;
    let desk = match &me.actor().seat {
        Seat::Enterprise { enterprise, owner } => enterprise::desk(&app, &me, lang, (enterprise, *owner)).await?,
        Seat::Newcomer => others::newcomer(lang),
        Seat::Office { .. } => office::desk(&app, &me, lang).await?,
        Seat::Provider { provider } => others::provider(&app, lang, provider).await?,
        Seat::Expert { .. } => others::expert(&app, &me, lang).await?,
        Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => others::looking(lang, &me.actor().seat),
    };
    let unread =
        inbox::unread(app.store.database(), &letters::addressees(me.actor())).await.map_err(Problem::failure)?;
    Ok(draw(&app, &visit, &me, desk, unread))
}

fn draw(app: &App, visit: &Visit, me: &Me, mut desk: Desk, unread: i64) -> Response {
    let lang = visit.lang;
    desk.todos.sort_by_key(|todo| (todo.due.unwrap_or(Date::MAX), todo.what.clone()));
    let first = desk.todos.first();
    let title = lang.t_with("desk-title", &[("name", me.0.name.as_str().into())]);
    let mut page = if has_desk(&me.actor().seat) { Page::desk(visit, title) } else { Page::new(visit, title).wide() };
    let today = format::date_text(lang, app.clock.today());
    page = page.lead(
        lang.t_with("desk-lead", &[("place", crate::session::place(app, &me.0, lang).into()), ("day", today.into())]),
    );
    if let Some(first) = first {
        page = page.todo(first.what.clone());
        if let Some(due) = first.due {
            page = page.due(deadline(lang, names::deadline(app, due)));
        }
    }
    page.respond(html! {
        (begin(lang, &desk))
        @if unread > 0 {
            p { (tag(Tone::Attention, &lang.t_with("desk-unread", &[("n", unread.into())]))) " " (link(&lang.t("desk-read"), "/inbox")) }
        }
        h2 { (lang.t("desk-todos")) }
        @if desk.todos.is_empty() { (nothing(lang, &desk)) } @else { (todos(app, lang, &desk.todos)) }
        @if let Some(below) = &desk.below { (below) }
    })
}

/// The first thing to do as the button, or what may be begun.
fn begin(lang: Lang, desk: &Desk) -> Markup {
    let first = desk
        .todos
        .first()
        .map(|first| link_button(&lang.t_with("desk-first", &[("what", first.what.as_str().into())]), &first.first));
    let mut buttons: Vec<Markup> = first.into_iter().collect();
    if let Some(begin) = &desk.begin {
        let markup =
            if buttons.is_empty() { link_button(&begin.label, &begin.href) } else { link(&begin.label, &begin.href) };
        buttons.push(markup);
    }
    if buttons.is_empty() {
        html! {}
    } else {
        actions(&buttons)
    }
}

fn nothing(lang: Lang, desk: &Desk) -> Markup {
    let none = lang.t("desk-nothing");
    match &desk.next {
        Some((words, next)) => empty(&format!("{none}{}{words}", lang.pick("", " ")), next.as_ref()),
        None => empty(&none, None),
    }
}

fn todos(app: &App, lang: Lang, todos: &[Todo]) -> Markup {
    Table::new(lang, lang.t("desk-todos"))
        .column(Column::text(lang.t("desk-what"), |todo: &Todo| html! { (todo.what) }))
        .column(Column::number(lang.t("desk-count"), |todo: &Todo| html! { (format::count(todo.count)) }))
        .column(Column::text(lang.t("desk-due"), move |todo: &Todo| {
            html! {
                @if let Some(due) = todo.due { (deadline(lang, names::deadline(app, due))) }
                @if todo.late > 1 {
                    @let key = if todo.late < LATE_MOST { "desk-late" } else { "desk-late-many" };
                    " " (tag(Tone::Stop, &lang.t_with(key, &[("n", todo.late.into())])))
                }
            }
        }))
        .link(|todo| todo.href.clone())
        .draw(todos)
}

fn has_desk(seat: &Seat) -> bool {
    !matches!(seat, Seat::Enterprise { .. } | Seat::Newcomer)
}
