//! `GET /`: what this is, who can, how much, by when, and the ways in.

use super::notices;
use super::policy::reader::Reader;
use super::policy::{amounts, reader, tables};
use super::standing::{self, Published};
use crate::app::App;
use crate::names;
use crate::refusals;
use crate::web::components::action::link;
use crate::web::components::notice::empty;
use crate::web::components::tag::Tone;
use crate::web::components::value::{self, deadline, figure, money, money_short};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::access::next_cut_off;
use domain::filing::takes_filings;
use domain::refusal::Refusal;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::plan::clause::ClausePart;
use policy::plan::money_rules::Award;
use policy::plan::procedure::Procedure;
use store::views::public::{self, Total};

/// How many notices the page shows.
const NOTICES: usize = 3;

/// The page.
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let page = Page::new(&visit, lang.t("public-home-title")).lead(lang.t("public-home-lead")).wide();
    let Some(published) = standing::all(&app).await?.into_iter().next() else {
        return Ok(page.draw(html! { (empty(&lang.t("public-home-none"), None)) }));
    };
    let setting = app.setting();
    let reader = reader(&app, &visit, &published, &setting.city);
    let page = standing_of(page, &app, reader, &published);
    let notices = latest(&app, reader).await?;
    let paid = match &published.programme {
        Some((id, _)) => public::total(app.store.database(), id.as_str()).await.map_err(Problem::failure)?,
        None => Total::default(),
    };
    Ok(page.draw(html! {
        (ways(&visit, reader, &published))
        section.split {
            div { (who(reader)) }
            div { (how(reader)) }
        }
        (how_much(reader))
        section.split {
            div { h2 { (reader.t("public-home-notices")) } (notices) }
            div { h2 { (reader.t("public-home-paid")) } (paid_so_far(reader, &paid)) }
        }
    }))
}

/// What can be done now and by when; a programme that takes nothing in says so first.
fn standing_of<'a>(page: Page<'a>, app: &App, reader: Reader<'_>, published: &Published) -> Page<'a> {
    let refusal = match &published.programme {
        Some((_, programme)) => takes_filings(programme, reader.policy, reader.today).err(),
        None => return page.notice(Tone::Neutral, &html! { p { (reader.t("public-home-not-at-work")) } }),
    };
    if let Some(refusal) = refusal {
        let clause = refusal.clause().unwrap_or_default().to_owned();
        let says = match (&refusal, published.state()) {
            (Refusal::ProgrammeNotOpen { .. }, Some(state)) => reader.t(&format!("public-state-{}-says", state.word())),
            _ => refusals::sentence(reader.lang, Some(reader.policy), &refusal),
        };
        let words = html! { p { (says) @if !clause.is_empty() { " " (reader.clause(&clause)) } } };
        return page.notice(Tone::Attention, &words);
    }
    let page = page.todo(reader.t("public-home-todo"));
    match next_intake(app, reader) {
        Some(day) => page.due(html! { (deadline(reader.lang, names::deadline(app, day))) " " span.quiet { (reader.t("public-home-intake")) } }),
        None => page,
    }
}

/// The next day on which a month's filings close, by the calendar.
fn next_intake(app: &App, reader: Reader<'_>) -> Option<Date> {
    let steps = reader.plan().procedures.iter().flat_map(|procedure| &procedure.steps);
    let cut_off = steps.into_iter().find_map(|step| step.cut_off)?;
    next_cut_off(&app.setting(), reader.today, cut_off).ok()
}

/// The three ways in: the third is the reader's desk, a filing while filings are taken in, else the status of a case.
fn ways(visit: &Visit, reader: Reader<'_>, published: &Published) -> Markup {
    let desk = visit.rail.as_ref().and(visit.who.as_ref()).map(|who| ("desk", who.home.as_str()));
    let (third, start) =
        desk.unwrap_or(if published.is_open() { ("file", "/filings/new") } else { ("query", "/query") });
    html! {
        ul.ways {
            @for (place, (key, href)) in [("estimate", "/estimate".to_owned()), ("policy", reader.href()), (third, start.to_owned())].iter().enumerate() {
                li {
                    h2 { (reader.t(&format!("public-way-{key}"))) }
                    p { (reader.t(&format!("public-way-{key}-says"))) }
                    a.button.secondary[place > 0] href=(href) { (reader.t(&format!("public-way-{key}-go"))) }
                }
            }
        }
    }
}

/// Who may apply: the words of the clause whose requirements are examined first.
fn who(reader: Reader<'_>) -> Markup {
    let plan = reader.plan();
    let clause = plan.requirements.first().and_then(|first| plan.clause(&first.clause));
    html! {
        h2 { (reader.t("public-home-who")) }
        @if let Some(clause) = clause {
            @for part in &clause.parts { @if let ClausePart::Prose(text) = part { p { (reader.said(text)) } } }
            p { (link(&reader.with("public-home-all-requirements", &[("clause", clause.id.as_str().into())]), &format!("{}#{}", reader.href(), clause.id))) }
        }
    }
}

/// The way from the first question to the money: the plan's procedures with their steps.
fn how(reader: Reader<'_>) -> Markup {
    let own = |procedure: &&Procedure| MAIN.contains(&procedure.id.as_str());
    let all = &reader.plan().procedures;
    let main: Vec<&Procedure> = all.iter().filter(own).collect();
    let shown = if main.is_empty() { all.iter().collect() } else { main };
    html! {
        h2 { (reader.t("public-home-how")) }
        ol.process {
            li { (reader.t("public-home-how-check")) }
            @for procedure in shown { li { (steps(reader, procedure)) } }
        }
    }
}

/// The procedures that lead from a filing to the money.
const MAIN: [&str; 3] = [domain::filing::PROCEDURE, domain::claim::PROCEDURE, domain::round::PROCEDURE];

/// A procedure with the names of its steps; steps of one name, as where two offices do the same, stand once.
fn steps(reader: Reader<'_>, procedure: &Procedure) -> String {
    let mut names: Vec<&str> = procedure.steps.iter().map(|step| reader.said(&step.text)).collect();
    names.dedup();
    let steps = names.join(reader.lang.pick("、", ", "));
    reader.with("public-home-how-of", &[("procedure", reader.said(&procedure.text).into()), ("steps", steps.into())])
}

/// What each stream grants, drawn from the plan.
fn how_much(reader: Reader<'_>) -> Markup {
    let plan = reader.plan();
    let quota = plan.requirements.iter().find_map(|one| one.quota.as_ref().map(|quota| (quota, &one.clause)));
    html! {
        h2 { (reader.t("public-home-how-much")) }
        @if let Some((quota, clause)) = quota {
            p { (reader.with("public-home-years", &[("scope", reader.names(&quota.scope).into()), ("most", quota.limit.into())])) " " (reader.clause(clause)) }
        }
        div.streams { @for award in &plan.awards { (stream(reader, award)) } }
    }
}

fn stream(reader: Reader<'_>, award: &Award) -> Markup {
    let standards: Vec<_> = reader.plan().standards.iter().filter(|one| one.clause == award.clause).collect();
    let flat = award.cuts.first().filter(|_| standards.is_empty());
    html! {
        section {
            h3 { (reader.said(&award.text)) }
            p { (amounts::formula(reader, award)) " " (reader.clause(&award.clause)) }
            @for standard in &standards { (tables::standard(reader, standard, None)) }
            @if let Some(limit) = flat.and_then(|cut| reader.worth(&cut.limit)) {
                p.flat { (reader.t("public-home-flat")) strong.large.figure { (limit) } }
            }
        }
    }
}

/// The newest notices.
async fn latest(app: &App, reader: Reader<'_>) -> Result<Markup, Problem> {
    let all = notices::all(app).await?;
    Ok(html! {
        @if all.is_empty() { (empty(&reader.t("public-notices-none"), None)) }
        @else {
            ul.entries {
                @for one in all.iter().take(NOTICES) {
                    li {
                        h3 { a href={ "/disclosure/" (one.id) } { (reader.with("public-notice-name", &[("number", one.number().into())])) } }
                        p.quiet {
                            @if one.takes_objections(reader.today) { (deadline(reader.lang, names::deadline(app, one.notice.until))) " · " }
                            @else { (reader.with("public-notice-was", &[("date", format::date_text(reader.lang, one.notice.until).into())])) " · " }
                            (reader.with("public-notice-size", &[("n", one.lines().len().into())])) " · " (money(reader.lang, one.total()))
                        }
                    }
                }
            }
        }
        p { (link(&reader.t("public-notices-all"), "/disclosure")) }
    })
}

/// What was paid so far, and where the figures come from.
pub(super) fn figures(reader: Reader<'_>, paid: &Total) -> Markup {
    let count = |number: i64| html! { span.figure { (format::count(number)) } };
    html! {
        div.headlines {
            (figure(&reader.t("public-paid-amount"), &money_short(reader.lang, paid.amount), ""))
            (figure(&reader.t("public-paid-companies"), &count(paid.companies), ""))
            (figure(&reader.t("public-paid-claims"), &count(paid.claims), ""))
        }
        p.quiet { (reader.t("public-paid-source")) " " (value::date(reader.lang, reader.today)) (reader.lang.pick("。", ".")) }
    }
}

fn paid_so_far(reader: Reader<'_>, paid: &Total) -> Markup {
    html! {
        @if paid.claims == 0 { (empty(&reader.t("public-paid-none"), None)) }
        @else { (figures(reader, paid)) p { (link(&reader.t("public-paid-all"), "/disclosure#paid")) } }
    }
}
