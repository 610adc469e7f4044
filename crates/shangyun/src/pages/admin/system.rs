//! How the installation is: version, database, registers, policies, jobs, mail; publishing a programme of a loaded policy.
//! No case and no person is to be seen here.

use crate::acting;
use crate::app::App;
use crate::clock::real_now;
use crate::lang::Lang;
use crate::refusals::{self, tongue};
use crate::session::Me;
use crate::web::components::action::button_of;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::command::Command;
use domain::ids::ProgrammeId;
use domain::programme::{ProgrammeCommand, State as ProgrammeState};
use domain::world::{Aggregate, Key};
use maud::{Markup, html};
use policy::policy::Policy;
use std::sync::Arc;
use store::outbox::{self, Waiting};

/// A loaded policy, and the state of its programme where it was published.
struct Loaded {
    policy: Arc<Policy>,
    state: Option<ProgrammeState>,
}

/// `GET /admin/system`.
pub(super) async fn show(State(app): State<App>, visit: Visit, Asked(asked): Asked) -> Result<Response, Problem> {
    let lang = visit.lang;
    let asked = asked.into_filled();
    let policies = policies(&app).await?;
    let waiting = outbox::waiting(app.store.database()).await.map_err(Problem::failure)?;
    let answers = app.store.answers().await.is_ok();
    let is_well = answers && app.store.takes_acts();
    let health = if is_well { tag(Tone::Ok, &lang.t("admin-well")) } else { tag(Tone::Stop, &lang.t("admin-unwell")) };
    let mut page = Page::desk(&visit, lang.t("admin-system")).lead(lang.t("admin-system-says")).beside_title(health);
    for (sign, tone, key) in [
        ("mailed", Tone::Ok, "admin-mail-answers"),
        ("unmailed", Tone::Stop, "admin-mail-silent"),
        ("published", Tone::Ok, "admin-published"),
    ] {
        if !asked.value(sign).is_empty() {
            page = page.notice(tone, &html! { p { (lang.t(key)) } });
        }
    }
    Ok(page.respond(html! {
        (facts(&installation(&app, lang).await?))
        h2 { (lang.t("admin-policies")) }
        (policy_table(&visit, &policies))
        h2 { (lang.t("admin-mail")) }
        (mail(&app, &visit, &waiting).await?)
        h2 { (lang.t("admin-jobs")) }
        (jobs(&app, lang))
    }))
}

async fn installation(app: &App, lang: Lang) -> Result<Vec<(String, Markup)>, Problem> {
    let setting = app.setting();
    let city = &setting.city;
    let head = app.store.head().await.map_err(Problem::failure)?;
    let years: Vec<i16> = city.calendar().years().collect();
    let zone = app.clock.zone();
    let row = |key: &str, value: Markup| (lang.t(key).into_owned(), value);
    let known = match (years.first(), years.last()) {
        (Some(first), Some(last)) => format!("{first}–{last}"),
        _ => "—".to_owned(),
    };
    let next = app.clock.today().year().saturating_add(1);
    Ok(vec![
        row("admin-version", html! { span.figure { (env!("CARGO_PKG_VERSION")) } }),
        row("admin-started", html! { (format::time_text(lang, app.works.started_at(), zone)) }),
        row("admin-origin", html! { (app.origin) }),
        row("admin-backup", backup(app, lang)),
        row("admin-database", html! { (app.store.database().engine_name()) }),
        row("admin-entries", html! { span.figure { (format::count(head)) } }),
        row("admin-city", html! { (lang.pick(&city.portal().zh, &city.portal().en)) " (" (city.id()) ")" }),
        row(
            "admin-offices",
            html! { span.figure { (city.offices().count()) " / " (city.providers().count()) " / " (city.experts().count()) } },
        ),
        row(
            "admin-calendar",
            html! {
                span.figure { (known) }
                @if !years.contains(&next) { " " (tag(Tone::Attention, &lang.t_with("admin-calendar-next", &[("year", next.to_string().into())]))) }
            },
        ),
        row("admin-zone", html! { (city.time_zone_name()) " · " (format::date_text(lang, app.clock.today())) }),
    ])
}

/// When the latest backup was taken.
fn backup(app: &App, lang: Lang) -> Markup {
    let latest = app.backups.as_deref().and_then(store::backup::latest);
    match latest {
        Some((_, manifest)) => html! {
            (format::time_text(lang, manifest.at, app.clock.zone())) " · "
            (lang.t_with("admin-backup-entries", &[("n", format::count(manifest.head).into())]))
        },
        None => tag(Tone::Attention, &lang.t("admin-backup-none")),
    }
}

async fn policies(app: &App) -> Result<Vec<Loaded>, Problem> {
    let mut loaded = Vec::new();
    for policy in app.setting().policies.values() {
        let key = Key::Programme(ProgrammeId::new(&*policy.plan().id));
        let found = app.store.load(&key).await.map_err(Problem::failure)?;
        let state = match found.state {
            Some(Aggregate::Programme(programme)) => Some(programme.state),
            Some(_) | None => None,
        };
        loaded.push(Loaded { policy: Arc::clone(policy), state });
    }
    Ok(loaded)
}

fn policy_table(visit: &Visit, policies: &[Loaded]) -> Markup {
    let lang = visit.lang;
    let state = |one: &Loaded| match one.state {
        Some(state) => html! { (tag(Tone::Ok, &lang.t(&format!("admin-programme-{}", state.word())))) },
        None => form(
            visit,
            "/admin/system/publish",
            &button_of("policy", &one.policy.plan().hash, &lang.t("admin-publish")),
        ),
    };
    html! {
        p { (lang.t("admin-policies-says")) }
        (Table::new(lang, lang.t("admin-policies"))
            .column(Column::text(lang.t("admin-policy"), |one: &Loaded| html! { div { (one.policy.plan().name.get(tongue(lang))) br; span.quiet { (one.policy.plan().id) } } }))
            .column(Column::text(lang.t("paper-hash"), |one: &Loaded| html! { span.figure { (one.policy.plan().hash) } }))
            .column(Column::text(lang.t("inbox-state"), state))
            .draw(policies))
    }
}

/// Whether mail goes out, what waits, and what was given up.
async fn mail(app: &App, visit: &Visit, waiting: &[Waiting]) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let zone = app.clock.zone();
    let sum = |state: &str| waiting.iter().filter(|one| one.state == state).map(|one| one.count).sum::<i64>();
    let oldest = waiting.iter().filter(|one| one.state == "ready").map(|one| one.since).min();
    let given_up = outbox::given_up(app.store.database()).await.map_err(Problem::failure)?;
    let rows = [
        (
            lang.t("admin-mail-server").into_owned(),
            html! { @if app.mail.is_some() { (tag(Tone::Ok, &lang.t("admin-mail-on"))) } @else { (tag(Tone::Neutral, &lang.t("admin-mail-off"))) " " (lang.t("admin-mail-off-says")) } },
        ),
        (
            lang.t("admin-mail-ready").into_owned(),
            html! { span.figure { (format::count(sum("ready"))) } @if let Some(since) = oldest { " · " (lang.t_with("admin-mail-since", &[("at", format::time_text(lang, since, zone).into())])) } },
        ),
        (lang.t("admin-mail-given-up").into_owned(), html! { span.figure { (format::count(sum("given_up"))) } }),
    ];
    Ok(html! {
        (facts(&rows))
        @if !given_up.is_empty() {
            p { (lang.t("admin-mail-given-up-says")) }
            ul { @for effect in &given_up { li { span.figure { (effect.id) } " " span.quiet { (effect.kind) } } } }
            (form(visit, "/admin/system/retry", &button_of("retry", "on", &lang.t("admin-mail-retry"))))
        }
        @if app.mail.is_some() { (form(visit, "/admin/system/mail", &html! { button.button.secondary { (lang.t("admin-mail-try")) } })) }
    })
}

fn jobs(app: &App, lang: Lang) -> Markup {
    let zone = app.clock.zone();
    let runs = app.works.runs();
    html! {
        @if runs.is_empty() { p { (lang.t("admin-jobs-none")) } }
        @else {
            (facts(&runs.iter().map(|(name, run)| {
                let at = format::time_text(lang, run.at, zone);
                let says = match &run.outcome {
                    Ok(words) => html! { (tag(Tone::Ok, &lang.t("admin-job-ran"))) " " (at) @if !words.is_empty() { " · " (words) } },
                    Err(words) => html! { (tag(Tone::Stop, &lang.t("admin-job-failed"))) " " (at) " · " (words) },
                };
                (lang.t(&format!("admin-job-{name}")).into_owned(), says)
            }).collect::<Vec<_>>()))
        }
    }
}

/// `POST /admin/system/publish`: makes a programme of a loaded policy.
pub(super) async fn publish(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let key = acting::key_of(&sent);
    let policy_hash = sent.into_filled().value("policy").to_owned();
    let command = Command::Programme(ProgrammeCommand::Publish { policy_hash });
    let done = acting::act(&app, me.actor(), command, &key).await;
    done.map_err(|failed| refusals::problem(visit.lang, None, &failed))?;
    Ok(acting::go("/admin/system?published=on"))
}

/// `POST /admin/system/mail`: asks the mail server whether it answers.
pub(super) async fn try_mail(State(app): State<App>) -> Response {
    let answered = match &app.mail {
        Some(mailer) => mailer.test().await,
        None => Err("no mail server".to_owned()),
    };
    if let Err(words) = &answered {
        tracing::warn!(words, "the mail server does not answer");
    }
    acting::go(if answered.is_ok() { "/admin/system?mailed=on" } else { "/admin/system?unmailed=on" })
}

/// `POST /admin/system/retry`: what was given up is tried again.
pub(super) async fn retry(State(app): State<App>) -> Result<Response, Problem> {
    outbox::retry(&app.store, real_now()).await.map_err(Problem::failure)?;
    Ok(acting::go("/admin/system"))
}
