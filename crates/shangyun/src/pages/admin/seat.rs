//! The seat of an account: the form in which the security administrator chooses one, and moving somebody to another.

use super::account::{checked, remaining};
use super::accounts::{self, named, seat_word};
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::names;
use crate::session::Me;
use crate::web::components::action::{button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::account::AccountCommand;
use domain::act::Seat;
use domain::command::Command;
use domain::ids::AccountId;
use maud::{Markup, html};
use policy::plan::words::Rank;
use store::secrets;

/// The kinds of seat that are given by the security administrator.
pub(super) const KINDS: [&str; 8] = [
    "office",
    "provider",
    "expert",
    "system_admin",
    "security_admin",
    "audit_admin",
    "internal_auditor",
    "external_auditor",
];
const RANKS: [(&str, Rank); 3] = [("handle", Rank::Handle), ("check", Rank::Check), ("sign", Rank::Sign)];

/// The kind that was asked for, if it is one.
pub(super) fn kind(asked: &str) -> Option<&'static str> {
    KINDS.into_iter().find(|kind| *kind == asked)
}

/// The name of a kind of seat.
pub(super) fn kind_word(lang: Lang, kind: &str) -> String {
    if kind == "office" { lang.t("admin-seat-office").into_owned() } else { seat_word(lang, kind) }
}

/// The question which kind of seat it is to be: a form that leads to the fields of that kind.
pub(super) fn choose(lang: Lang, action: &str) -> Markup {
    let choices: Vec<Choice> = KINDS
        .into_iter()
        .map(|kind| {
            Choice::new(kind, kind_word(lang, kind))
                .hint(lang.t(&format!("admin-seat-{}-hint", kind.replace('_', "-"))))
        })
        .collect();
    html! {
        form method="get" action=(action) {
            (Field::new("kind", lang.t("admin-seat-which")).radios(lang, &Filled::blank(), &choices))
            (button(&lang.t("admin-go-on")))
        }
    }
}

/// The fields that a kind of seat needs.
pub(super) fn fields(app: &App, lang: Lang, kind: &str, filled: &Filled) -> Markup {
    let setting = app.setting();
    let today = app.clock.today();
    let hidden = html! { input type="hidden" name="kind" value=(kind); };
    let more = match kind {
        "office" => {
            let offices: Vec<Choice> = setting
                .city
                .offices()
                .map(|one| Choice::new(&one.id, names::office(app, lang, &one.id, today)))
                .collect();
            let ranks: Vec<Choice> = RANKS
                .into_iter()
                .map(|(code, rank)| {
                    Choice::new(code, lang.pick(rank.zh(), rank.en())).hint(lang.t(&format!("admin-rank-{code}-hint")))
                })
                .collect();
            html! {
                (Field::new("office", lang.t("admin-office")).select(lang, filled, &offices))
                (Field::new("rank", lang.t("admin-rank")).radios(lang, filled, &ranks))
            }
        }
        "provider" => {
            let providers: Vec<Choice> =
                setting.city.providers().map(|one| Choice::new(&one.id, names::pick(lang, &one.names))).collect();
            html! { (Field::new("provider", seat_word(lang, "provider")).select(lang, filled, &providers)) }
        }
        "expert" => {
            let experts: Vec<Choice> =
                setting.city.experts().map(|one| Choice::new(&one.id, names::pick(lang, &one.names))).collect();
            html! { (Field::new("expert", seat_word(lang, "expert")).select(lang, filled, &experts)) }
        }
        "external_auditor" => html! {
            (Field::new("letter", lang.t("admin-letter")).hint(lang.t("admin-letter-hint")).half().text(lang, filled))
            (Field::new("until", lang.t("admin-until")).date(lang, filled))
        },
        _ => html! {},
    };
    html! { (hidden) (more) }
}

/// Reads a seat of a kind.
pub(super) fn read(app: &App, lang: Lang, form: &mut Form) -> Option<Seat> {
    let kinds = KINDS.map(|kind| (kind, kind));
    let kind = form.choice("kind", lang.t("entry-seat"), &kinds).required()?;
    let setting = app.setting();
    let listed = |known: bool, label: String| {
        if known { Ok(()) } else { Err(Message::new("forms-not-a-choice").with("label", label)) }
    };
    match kind {
        "office" => {
            let label = lang.t("admin-office").into_owned();
            let office =
                form.text("office", label.clone()).check(|id| listed(setting.city.office(id).is_some(), label.clone()));
            let office = office.required();
            let rank = form.choice("rank", lang.t("admin-rank"), &RANKS).required();
            Some(Seat::Office { office: office?, rank: rank? })
        }
        "provider" => {
            let label = seat_word(lang, "provider");
            let provider = form
                .text("provider", label.clone())
                .check(|id| listed(setting.city.provider(id).is_some(), label.clone()));
            Some(Seat::Provider { provider: provider.required()? })
        }
        "expert" => {
            let label = seat_word(lang, "expert");
            let expert =
                form.text("expert", label.clone()).check(|id| listed(setting.city.expert(id).is_some(), label.clone()));
            Some(Seat::Expert { expert: expert.required()? })
        }
        "system_admin" => Some(Seat::SystemAdmin),
        "security_admin" => Some(Seat::SecurityAdmin),
        "audit_admin" => Some(Seat::AuditAdmin),
        "internal_auditor" => Some(Seat::InternalAuditor),
        _ => {
            let today = app.clock.today();
            let last = today.checked_add(jiff::Span::new().years(3)).unwrap_or(today);
            let letter = form.text("letter", lang.t("admin-letter")).max(60).required();
            let until = form.date("until", lang.t("admin-until")).between(today, last).required();
            Some(Seat::ExternalAuditor { letter: letter?, until: until? })
        }
    }
}

/// `GET /admin/accounts/{id}/seat`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    draw(&app, &visit, &AccountId::new(id), &asked.into_filled()).await
}

async fn draw(app: &App, visit: &Visit, id: &AccountId, filled: &Filled) -> Result<Response, Problem> {
    let lang = visit.lang;
    let Some(person) = accounts::one(app, id).await? else { return Err(Problem::not_found()) };
    let here = format!("/admin/accounts/{id}");
    let action = format!("{here}/seat");
    let now = [(
        lang.t("admin-seat-now").into_owned(),
        html! { (names::seat(app, lang, &person.account.seat, app.clock.today())) },
    )];
    let page = Page::desk(visit, lang.t_with("admin-reseat", &[("name", named(lang, &person).into())]))
        .crumb(lang.t("admin-accounts"), "/admin/accounts")
        .crumb(named(lang, &person), here.as_str())
        .lead(lang.t("admin-reseat-says"))
        .errors(filled);
    let Some(kind) = kind(filled.value("kind")) else {
        return Ok(page.respond(html! { (facts(&now)) (choose(lang, &action)) }));
    };
    let body = html! {
        (fields(app, lang, kind, filled))
        div.actions { (button(&lang.t("admin-reseat-send"))) (link(&lang.t("admin-seat-other"), &action)) }
    };
    Ok(page.respond(html! { (facts(&now)) h2 { (kind_word(lang, kind)) } (form(visit, &action, &body)) }))
}

/// `POST /admin/accounts/{id}/seat`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let id = AccountId::new(id);
    let key = acting::key_of(&sent);
    let mut again = sent.clone().into_filled();
    let chosen = match sent.read(|form| read(&app, visit.lang, form)) {
        Ok(chosen) => chosen,
        Err(filled) => return draw(&app, &visit, &id, &filled).await,
    };
    let account = checked(&app, &id).await?;
    let remaining = remaining(&app, &id, &account.seat).await?;
    let command = Command::Account(AccountCommand::Reseat { account: id.clone(), seat: chosen, remaining });
    if let Err(failed) = acting::act(&app, me.actor(), command, &key).await {
        acting::refused(&mut again, visit.lang, None, &failed)?;
        return draw(&app, &visit, &id, &again).await;
    }
    secrets::end_sessions(&app.store, &id, None).await.map_err(Problem::failure)?;
    Ok(acting::go(&format!("/admin/accounts/{id}")))
}
