//! All rounds: where each stands, who holds it and until when, what it comes to.

use super::amounts::{self, Amounts};
use super::frame::{due, holders, serves, state};
use super::new::may_form;
use super::turn::turn;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::refusals::tongue;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{Link, link_button};
use crate::web::components::filter::{Tab, tabs};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{deadline, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::Asked;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::act::Seat;
use domain::round::Round;
use domain::sight;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::money::Fen;
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases;

/// A round in the list.
struct Row {
    id: String,
    round: Round,
    policy: Arc<Policy>,
    amounts: Amounts,
    mine: bool,
}

/// `GET /rounds`.
pub async fn list(State(app): State<App>, visit: Visit, me: Me, Asked(asked): Asked) -> Result<Response, Problem> {
    let lang = visit.lang;
    let filled = asked.into_filled();
    let is_done = filled.value("show") == "done";
    let (done, underway): (Vec<Row>, Vec<Row>) =
        rows(&app, &me).await?.into_iter().partition(|row| !row.round.course.is_live());
    let tab = |key: &str, href: &str, rows: &[Row], current| Tab {
        label: lang.t(key).into_owned(),
        href: href.to_owned(),
        count: u64::try_from(rows.len()).ok(),
        current,
    };
    let choice = tabs(
        &lang.t("round-list-title"),
        &[
            tab("round-list-underway", "/rounds", &underway, !is_done),
            tab("round-list-done", "/rounds?show=done", &done, is_done),
        ],
    );
    let is_expert = matches!(me.actor().seat, Seat::Expert { .. });
    let shown = if is_done { done } else { underway };
    let waiting = shown.iter().filter(|row| row.mine).count();
    let mut page = Page::desk(&visit, lang.t("round-list-title")).lead(lang.t(if is_expert {
        "round-list-lead-expert"
    } else {
        "round-list-lead"
    }));
    if waiting > 0 {
        page = page.todo(lang.t_with("round-list-todo", &[("n", waiting.into())]));
    }
    let may_form = may_form(&app, &me).await?;
    if may_form {
        page = page.beside_title(link_button(&lang.t("round-new"), "/rounds/new"));
    }
    let next = may_form.then(|| Link::new(lang.t("round-new"), "/rounds/new"));
    let table = table(&app, lang).empty(empty(&lang.t("round-list-empty"), next.as_ref()));
    Ok(page.respond(html! { (choice) (table.draw(&shown)) }))
}

/// The rounds within the reader's sight, the newest first.
async fn rows(app: &App, me: &Me) -> Result<Vec<Row>, Problem> {
    let (setting, today) = (app.setting(), app.clock.today());
    let mut rows = Vec::new();
    for cases::Listed { id, state: round } in cases::rounds(app.store.database()).await.map_err(Problem::failure)? {
        let policy = seen::policy(app, &round.policy_hash)?;
        if !sight::sees_round(&setting, &policy, me.actor(), today, &round) {
            continue;
        }
        let seen = round.lines.iter().filter(|line| serves(app, me, amounts::district(&round, line)));
        let lines: Vec<_> = seen.collect();
        if lines.is_empty() {
            continue;
        }
        let amounts = amounts::of(&round, lines).ok_or_else(|| Problem::failure("a round's sums do not fit"))?;
        let mine = if let Seat::Expert { expert } = &me.actor().seat {
            is_asked(&round, expert)
        } else {
            turn(&setting, &policy, (me.actor(), today), &round).is_now()
        };
        rows.push(Row { id, round, policy, amounts, mine });
    }
    rows.sort_by(|one, other| (other.round.formed_at, &other.id).cmp(&(one.round.formed_at, &one.id)));
    Ok(rows)
}

/// A round that waits for a reader, for the work desk.
pub(in crate::pages) struct Waits {
    /// The round.
    pub id: String,
    /// Its number.
    pub number: String,
    /// By when.
    pub due: Option<Date>,
    step: String,
    policy: Arc<Policy>,
}

impl Waits {
    /// The step it stands at, in words.
    pub fn step(&self, lang: Lang) -> String {
        let step = self.policy.plan().step(domain::round::PROCEDURE, &self.step);
        step.map_or_else(|| self.step.clone(), |step| step.text.get(tongue(lang)).to_owned())
    }
}

/// The rounds that wait for a reader.
///
/// # Errors
/// A failure page.
pub(in crate::pages) async fn waiting(app: &App, me: &Me) -> Result<Vec<Waits>, Problem> {
    let mine = rows(app, me).await?.into_iter().filter(|row| row.mine);
    let waits = mine.map(|row| Waits {
        id: row.id,
        number: row.round.number.clone(),
        due: row.round.course.due,
        step: row.round.course.step.clone(),
        policy: row.policy,
    });
    Ok(waits.collect())
}

/// Whether something is asked of an expert: interests, scores or the signature.
fn is_asked(round: &Round, expert: &str) -> bool {
    let Some(review) = round.review.as_ref().filter(|_| round.course.is_live()) else { return false };
    let is_complete = review.panel().all(|(_, member)| member.sealed_at.is_some());
    review.member(expert).is_some_and(|member| {
        member.declared_at.is_none()
            || (review.chosen.is_some() && member.sealed_at.is_none())
            || (is_complete && member.opinion.is_none())
    })
}

fn table(app: &App, lang: Lang) -> Table<'_, Row> {
    Table::new(lang, lang.t("round-list-title"))
        .column(Column::text(lang.t("round-number"), |row: &Row| html! { span.figure { (row.round.number) } }))
        .column(Column::text(lang.t("round-state"), move |row: &Row| stands(lang, row)))
        .column(Column::text(lang.t("round-holder"), move |row: &Row| {
            html! { (holders(app, lang, &row.policy, &row.round)) }
        }))
        .column(Column::text(lang.t("round-until"), move |row: &Row| {
            html! { @if let Some(due) = due(&row.policy, &row.round, app.clock.today()) { (deadline(lang, names::deadline(app, due))) } }
        }))
        .column(Column::number(lang.t("round-lines"), |row: &Row| html! { (format::grouped(row.amounts.lines)) }))
        .column(Column::number(lang.t("round-award-yuan"), |row: &Row| yuan(row.amounts.award)))
        .column(Column::number(lang.t("round-planned-yuan"), |row: &Row| known(&row.round, row.amounts.planned)))
        .column(Column::number(lang.t("round-paid-yuan"), |row: &Row| known(&row.round, row.amounts.paid)))
        .link(|row| format!("/rounds/{}", row.id))
}

fn stands(lang: Lang, row: &Row) -> Markup {
    html! {
        (state(lang, &row.policy, &row.round))
        @if row.mine { " " (tag(Tone::Attention, &lang.t("round-mine"))) }
    }
}

/// An amount that there is only once a plan was frozen.
fn known(round: &Round, amount: Fen) -> Markup {
    if round.plan.is_some() {
        yuan(amount)
    } else {
        html! { "—" }
    }
}
