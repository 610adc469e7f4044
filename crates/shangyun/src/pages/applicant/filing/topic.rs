//! One topic of the application form on a page of its own. Every save keeps the draft; nothing typed is ever lost.

use super::topics::{Lists, MODELS, Reader, Topic, asked_under, label};
use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::names;
use crate::pages::applicant::history::{self, History};
use crate::pages::applicant::own::{self, home, save_key};
use crate::pages::applicant::typed::Typed;
use crate::session::Me;
use crate::web::components::action::{actions, button_of, link, secondary};
use crate::web::components::answers::{Answer, answers};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::inset;
use crate::web::components::tag::Tone;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Posted, form_of_version};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::city::entry::ProviderKind;
use domain::command::Command;
use domain::facts::asked;
use domain::filing::{Application, Filing, FilingCommand};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The city's lists as they are today, for the stream of a filing.
pub(super) fn lists(app: &App, lang: Lang, filing: &Filing) -> Lists {
    let (setting, today) = (app.setting(), app.clock.today());
    let project_types = setting.city.project_types_on(&filing.stream, today);
    let providers = setting.city.providers().filter(|provider| {
        let sells =
            [ProviderKind::Platform, ProviderKind::Application].iter().any(|kind| provider.kinds.contains(kind));
        sells && provider.period.contains(today)
    });
    Lists {
        project_types: project_types.map(|one| (one.id.clone(), names::pick(lang, &one.names).to_owned())).collect(),
        providers: providers.map(|one| (one.id.clone(), names::pick(lang, &one.names).to_owned())).collect(),
    }
}

/// `GET /filings/{id}/form/{topic}`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let topic = Topic::of(&code).ok_or_else(Problem::not_found)?;
    if !open.filing().is_open_to_applicant() {
        return Ok(acting::go(&format!("/filings/{}", open.id)));
    }
    let filled = topic.filled(&open.filing().form);
    draw(&app, &visit, &open, topic, (&filled, None)).await
}

/// `POST /filings/{id}/form/{topic}`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, code)): Path<(String, String)>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let topic = Topic::of(&code).ok_or_else(Problem::not_found)?;
    let lists = lists(&app, visit.lang, open.filing());
    let readings = open.seen.programme.readings();
    let reader = Reader { lang: visit.lang, policy: open.policy(), readings: &readings, lists: &lists };
    let (key, drawn) = (acting::key_of(&form), form.version());
    let mut again = form.clone().into_filled();
    let go_on = again.value("then") != "save";
    let before = &open.filing().form;
    let read = form.read(|form| topic.read(&reader, form, before, go_on));
    let after = match read {
        Ok(after) => after,
        Err(filled) => return draw(&app, &visit, &open, topic, (&filled, None)).await,
    };
    let (was, is) = (topic.mark(before), topic.mark(&after));
    if was != is {
        if let Some(other) = somebody_else(&app, &me, &open, (drawn, was)).await? {
            again.reject("", stale(&app, visit.lang, &other).await?);
            return draw(&app, &visit, &open, topic, (&again, Some(&after))).await;
        }
        let save = Command::Filing(FilingCommand::Save { filing: open.id.clone(), form: after });
        let key = save_key(&key, &was.to_string(), &is.to_string());
        if let Err(failed) = acting::act(&app, me.actor(), save, &key).await {
            own::refused(&mut again, visit.lang, Some(open.policy()), &failed, |field| {
                topic.fields(open.policy()).iter().any(|own| own == field).then(|| label(visit.lang, field))
            })?;
            return draw(&app, &visit, &open, topic, (&again, None)).await;
        }
    }
    Ok(acting::go(&match (go_on, topic.next()) {
        (false, _) => open.path(&format!("form/{}", topic.code())),
        (true, Some(next)) => open.path(&format!("form/{}", next.code())),
        (true, None) => open.path("tasks"),
    }))
}

/// The last save, where the page was drawn before it and somebody else made it. One's own later save is no surprise: the
/// reader went back in the browser.
async fn somebody_else(
    app: &App,
    me: &Me,
    open: &Open,
    (drawn, now): (Option<u64>, u64),
) -> Result<Option<history::Saved>, Problem> {
    if drawn == Some(now) {
        return Ok(None);
    }
    let saved = History::of_filing(app, &open.id).await?.form_saved;
    Ok(saved.filter(|saved| saved.by != me.actor().account))
}

async fn stale(app: &App, lang: Lang, saved: &history::Saved) -> Result<Message, Problem> {
    let people = names::people(app, [&saved.by]).await?;
    let who = people.get(&saved.by).cloned().unwrap_or_else(|| lang.t("enterprise-a-colleague").into_owned());
    let at = format::time_text(lang, saved.at, app.clock.zone());
    Ok(Message::new("enterprise-stale").with("who", who).with("at", at))
}

/// The page; `instead` is what was typed over something that somebody else saved meanwhile.
async fn draw(
    app: &App,
    visit: &Visit,
    open: &Open,
    topic: Topic,
    (filled, instead): (&Filled, Option<&Application>),
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let lists = lists(app, lang, open.filing());
    let stored = &open.filing().form;
    let body = html! {
        (fields(lang, open, topic, &lists, filled))
        (actions(&[
            button_of("then", "continue", &lang.t("enterprise-save-and-continue")),
            secondary("then", "save", &lang.t("enterprise-save-draft")),
            link(&lang.t("enterprise-back-to-tasks"), &open.path("tasks")),
        ]))
    };
    let history = History::of_filing(app, &open.id).await?;
    let home = home(lang);
    let mut page = Page::new(visit, topic.title(lang))
        .crumb(home.label, home.href)
        .crumb(lang.t_with("enterprise-filing-of", &[("stream", open.stream(lang).into())]), open.path("tasks"))
        .errors(filled)
        .lead(lang.t(&format!("enterprise-topic-{}-lead", topic.code())));
    if let Some(item) = history
        .open_items(open.filing().course.as_ref())
        .iter()
        .find(|item| topic.fields(open.policy()).contains(&item.item))
    {
        page = page.notice(Tone::Attention, &html! { p { (lang.t("enterprise-officer-says")) (item.words) } });
    }
    let differences = instead.map(|_| now_stored(lang, open, topic, &lists, (stored, filled)));
    Ok(page.respond(html! {
        @if let Some(differences) = differences { (differences) }
        (clauses(lang, open, topic))
        (saved_at(app, lang, history.form_saved.as_ref()))
        (form_of_version(visit, &open.path(&format!("form/{}", topic.code())), topic.mark(stored), &body))
    }))
}

/// When the draft was last saved: `已保存 14:32`.
pub(in crate::pages::applicant) fn saved_at(app: &App, lang: Lang, saved: Option<&history::Saved>) -> Markup {
    let Some(saved) = saved else { return html! {} };
    let local = saved.at.to_zoned_datetime(app.clock.zone().clone());
    let time = local.strftime("%H:%M").to_string();
    let is_today = local.date() == app.clock.today();
    let when = if is_today { time } else { format!("{} {time}", format::date_text(lang, local.date())) };
    html! { p.quiet { (lang.t_with("enterprise-saved-at", &[("time", when.into())])) } }
}

/// What is stored now where it differs from what stands in the fields.
fn now_stored(
    lang: Lang,
    open: &Open,
    topic: Topic,
    lists: &Lists,
    (stored, typed): (&Application, &Filled),
) -> Markup {
    let now = topic.filled(stored);
    let different: Vec<Answer> = topic
        .shown(lang, open.policy(), lists, stored)
        .into_iter()
        .filter(|(field, _, _)| now.value(field) != typed.value(field))
        .map(|(_, label, value)| Answer::fixed(label, html! { (value) }))
        .collect();
    answers(lang, &lang.t("enterprise-now-stored"), &different)
}

fn fields(lang: Lang, open: &Open, topic: Topic, lists: &Lists, filled: &Filled) -> Markup {
    match topic {
        Topic::Use => use_fields(lang, filled),
        Topic::Project => project_fields(lang, lists, filled),
        Topic::Plan => plan_fields(lang, filled),
        Topic::Answers => answer_fields(lang, open, filled),
    }
}

fn use_fields(lang: Lang, filled: &Filled) -> Markup {
    let models = MODELS.map(|(code, _)| {
        let choice = Choice::new(code, lang.t(&format!("enterprise-model-{code}")));
        choice.hint(lang.t(&format!("enterprise-model-{code}-hint")))
    });
    html! {
        (Field::new("purpose", label(lang, "purpose")).hint(lang.t("enterprise-form-purpose-hint")).textarea(lang, filled, 5))
        (Field::new("service_model", label(lang, "service_model")).radios(lang, filled, &models))
    }
}

fn project_fields(lang: Lang, lists: &Lists, filled: &Filled) -> Markup {
    let choices = |list: &[(String, String)]| -> Vec<Choice> {
        list.iter().map(|(id, name)| Choice::new(id.as_str(), name.as_str())).collect()
    };
    html! {
        @if lists.project_types.is_empty() { (inset(&html! { p { (lang.t("enterprise-no-project-types")) } })) }
        @else { (Field::new("project_type", label(lang, "project_type")).hint(lang.t("enterprise-form-project-type-hint")).radios(lang, filled, &choices(&lists.project_types))) }
        (Field::new("provider", label(lang, "provider")).hint(lang.t("enterprise-form-provider-hint")).radios(lang, filled, &choices(&lists.providers)))
        p { a href="/providers" { (lang.t("enterprise-see-providers")) } }
    }
}

fn plan_fields(lang: Lang, filled: &Filled) -> Markup {
    let estimate = Field::new("estimate", label(lang, "estimate")).hint(lang.t("enterprise-form-estimate-hint"));
    let starts = Field::new("starts_on", label(lang, "starts_on")).hint(lang.t("enterprise-form-starts-on-hint"));
    html! {
        (estimate.money(lang, filled))
        (starts.date(lang, filled))
    }
}

/// The clauses under which the topic's facts are asked for.
fn clauses(lang: Lang, open: &Open, topic: Topic) -> Markup {
    let asked: BTreeMap<String, String> =
        topic.fields(open.policy()).iter().filter_map(|fact| asked_under(open.policy(), fact)).collect();
    html! {
        @if !asked.is_empty() {
            p.quiet { (lang.t("errors-ground")) @for (clause, href) in asked { a href=(href) { (clause) } " " } }
        }
    }
}

fn answer_fields(lang: Lang, open: &Open, filled: &Filled) -> Markup {
    html! {
        @for fact in asked(open.policy()) {
            (Typed::fact(lang, open.policy().plan(), fact).field(lang, filled))
        }
    }
}
