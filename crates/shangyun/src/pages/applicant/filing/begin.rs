//! Beginning a filing: which streams are open to this enterprise, which are not and under which clause.

use super::stream;
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::pages::applicant::own::{Own, asking, home, own};
use crate::refusals::{self, case_address, clause_address, label, tongue};
use crate::seen;
use crate::session::Me;
use crate::web::components::action::link;
use crate::web::components::notice::empty;
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Posted, button_form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::command::Command;
use domain::filing::{FilingCommand, MayFile, PROCEDURE, may_file};
use domain::ids::ProgrammeId;
use domain::programme::Programme;
use domain::refusal::Refusal;
use maud::{Markup, html};
use policy::plan::inputs::Member;
use policy::policy::Policy;
use std::sync::Arc;
use store::store::Failed;
use store::views::cases;

/// A stream of a programme, and how the enterprise stands to it.
struct Offer<'a> {
    stream: &'a Member,
    clause: Option<&'a str>,
    standing: Standing,
}

/// How an enterprise stands to a stream.
enum Standing {
    /// It may begin.
    Open,
    /// It may begin; money waits for a ruling.
    AfterRuling(Vec<String>),
    /// It has begun already: the address of its filing.
    Begun(String),
    /// It may not, with the failed requirements.
    Closed(Vec<String>),
    /// Nobody may now.
    NotNow(Refusal),
}

/// `GET /filings/new`. The stream that the reader comes for, by `?stream=`, stands first.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let asked = asked.into_filled();
    let own = own(&app, &me).await?;
    let lang = visit.lang;
    let home = home(lang);
    let page = Page::new(&visit, lang.t("enterprise-begin-title"))
        .crumb(home.label, home.href)
        .lead(lang.t("enterprise-begin-lead"))
        .todo(lang.t("enterprise-begin-todo"));
    let mut parts = Vec::new();
    for (id, programme, policy) in programmes(&app).await? {
        let mut offers = Vec::new();
        for stream in policy.plan().streams() {
            let standing = standing(&app, &me, &own, (&id, &programme, &policy), &stream.id).await?;
            offers.push(Offer { stream, clause: clause_of(&policy, &stream.id), standing });
        }
        offers.sort_by_key(|offer| offer.stream.id != asked.value("stream"));
        parts.push(draw(&visit, (&id, &policy), &offers));
    }
    Ok(page.respond(html! {
        @if parts.is_empty() { (empty(&lang.t("enterprise-no-programme"), None)) }
        @for part in &parts { (part) }
        p.quiet { (lang.t("enterprise-kind")) "：" (lang.t(&format!("enterprise-kind-{}", own.enterprise.kind()))) " · " (link(&lang.t("enterprise-kind-change"), "/enterprise/profile?next=/filings/new")) }
    }))
}

/// The programmes that are at work, the newest first.
async fn programmes(app: &App) -> Result<Vec<(ProgrammeId, Programme, Arc<Policy>)>, Problem> {
    let listed = cases::programmes(app.store.database()).await.map_err(Problem::failure)?;
    let mut found = Vec::new();
    for one in listed.into_iter().rev() {
        let policy = seen::policy(app, one.state.policy_on(app.clock.today()))?;
        found.push((ProgrammeId::new(one.id), one.state, policy));
    }
    Ok(found)
}

/// The clause under which a stream is funded: that of the award that reads nothing but the stream to apply.
fn clause_of<'a>(policy: &'a Policy, stream: &str) -> Option<&'a str> {
    let facts = policy::facts::Facts::new().with("stream", policy::value::Value::Member(stream.to_owned()));
    let applies = |award: &&policy::plan::money_rules::Award| {
        let condition = award.condition.as_ref();
        condition.is_some_and(|condition| {
            policy.condition(condition, &facts, &policy::facts::Readings::default()) == Some(true)
        })
    };
    policy.plan().awards.iter().find(applies).map(|award| award.clause.as_str())
}

async fn standing(
    app: &App,
    me: &Me,
    own: &Own,
    (id, programme, policy): (&ProgrammeId, &Programme, &Policy),
    stream: &str,
) -> Result<Standing, Problem> {
    let start = FilingCommand::Start { programme: id.clone(), stream: stream.to_owned() };
    match app.store.preview(&asking(app, me, Command::Filing(start))).await {
        Ok(_) => {}
        Err(Failed::Refused(refusal)) => {
            let begun = if let Refusal::AlreadyHeld { holder, .. } = &*refusal { case_address(holder) } else { None };
            return Ok(begun.map_or_else(|| Standing::NotNow(*refusal), Standing::Begun));
        }
        Err(failed) => return Err(Problem::failure(failed)),
    }
    Ok(match may_file(policy, programme, &own.enterprise, stream) {
        MayFile::Yes => Standing::Open,
        MayFile::AfterRuling { switches, .. } => Standing::AfterRuling(switches),
        MayFile::No { codes } => Standing::Closed(codes),
    })
}

fn draw(visit: &Visit, (id, policy): (&ProgrammeId, &Policy), offers: &[Offer<'_>]) -> Markup {
    let lang = visit.lang;
    let plan = policy.plan();
    html! {
        section.tasks {
            h2 { a href={ "/policies/" (plan.id) } { (plan.name.get(tongue(lang))) } }
            @if offers.is_empty() || plan.procedure(PROCEDURE).is_none() { (no_filing(lang, policy)) } @else { ol {
                @for offer in offers {
                    li {
                        div {
                            strong { (offer.stream.text.get(tongue(lang))) }
                            @if let Some(clause) = offer.clause { " " a.quiet href=(clause_address(Some(policy), clause)) { (clause) } }
                            (reason(lang, policy, &offer.standing))
                        }
                        (act(visit, (id, policy), offer))
                    }
                }
            } }
        }
    }
}

/// A plan that says nothing of a filing: what it says of its own way instead.
fn no_filing(lang: Lang, policy: &Policy) -> Markup {
    let plan = policy.plan();
    let steps = || plan.procedures.iter().flat_map(|procedure| &procedure.steps);
    let role = |id: &String| plan.roles.iter().find(|role| role.id == *id).map(|role| role.text.get(tongue(lang)));
    html! {
        p { (lang.t("enterprise-begin-no-filing")) }
        @if steps().next().is_some() {
            p { (lang.t("enterprise-begin-own-steps")) }
            ul {
                @for step in steps() {
                    li {
                        (step.text.get(tongue(lang)))
                        @for name in step.roles.iter().filter_map(role) { " · " (name) }
                        " " (clause(policy, &step.clause))
                    }
                }
            }
        }
        p { (link(&lang.t("enterprise-begin-reckon"), &format!("/estimate?policy={}", plan.id))) }
    }
}

/// Why, and under which clause.
fn reason(lang: Lang, policy: &Policy, standing: &Standing) -> Markup {
    match standing {
        Standing::Open => html! {},
        Standing::Begun(_) => html! { p.quiet { (lang.t("enterprise-stream-begun")) } },
        Standing::AfterRuling(switches) => {
            let asked = switches.iter().filter_map(|id| policy.plan().switch(id));
            html! {
                p.quiet { (lang.t("enterprise-stream-awaits")) }
                @for switch in asked { p.quiet { (switch.question.get(tongue(lang))) " " (clause(policy, &switch.clause)) } }
            }
        }
        Standing::Closed(codes) => html! {
            @for code in codes {
                @let requirement = policy.plan().requirement(code);
                p.quiet {
                    (label(lang, Some(policy), code))
                    @if let Some(requirement) = requirement {
                        " " (clause(policy, &requirement.clause))
                        @if let Some(remedy) = &requirement.remedy { br; (remedy.get(tongue(lang))) }
                    }
                }
            }
        },
        Standing::NotNow(refusal) => html! {
            p.quiet {
                (refusals::sentence(lang, Some(policy), refusal))
                @if let Some(id) = refusal.clause() { " " (clause(policy, id)) }
            }
        },
    }
}

fn clause(policy: &Policy, id: &str) -> Markup {
    html! { @if !id.is_empty() { a href=(clause_address(Some(policy), id)) { (id) } } }
}

fn act(visit: &Visit, (id, policy): (&ProgrammeId, &Policy), offer: &Offer<'_>) -> Markup {
    let lang = visit.lang;
    match &offer.standing {
        Standing::Open | Standing::AfterRuling(_) => {
            let name = stream(policy, &offer.stream.id, lang);
            let button = html! {
                input type="hidden" name="programme" value=(id);
                input type="hidden" name="stream" value=(offer.stream.id);
                button.button type="submit" { (lang.t("enterprise-begin-this")) span.hidden { (name) } }
            };
            button_form(visit, "/filings/new", &button)
        }
        Standing::Begun(address) => link(&lang.t("enterprise-open-filing"), address),
        Standing::Closed(_) => tag(Tone::Stop, &lang.t("enterprise-stream-closed")),
        Standing::NotNow(_) => tag(Tone::Neutral, &lang.t("enterprise-stream-not-now")),
    }
}

/// `POST /filings/new`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let key = acting::key_of(&form);
    let read = form.read(|form| {
        let programme = form.text("programme", "").max(100).required();
        let stream = form.text("stream", "").max(100).required();
        Some((programme?, stream?))
    });
    let (programme, stream) = read.map_err(|_: Filled| Problem::bad_request("a stream that no page offers"))?;
    let programme = ProgrammeId::new(programme);
    let found = seen::programme(&app, &programme).await?;
    let policy = seen::policy(&app, found.policy_on(app.clock.today()))?;
    let start = Command::Filing(FilingCommand::Start { programme, stream });
    let answer = acting::act(&app, me.actor(), start, &key).await;
    let answer = answer.map_err(|failed| refusals::problem(visit.lang, Some(&policy), &failed))?;
    Ok(acting::go(&format!("/filings/{}/tasks", answer.show.id())))
}
