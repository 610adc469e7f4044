//! A filing with its documents beside the checklist: what was found, what is attested and how it ends go in one form; the
//! next case opens by itself.

mod draw;
mod sent;

use super::chosen::Chosen;
use super::next;
use super::pass::examines;
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::pages::case::course::{self, Turn};
use crate::pages::case::facts::is_kept;
use crate::pages::case::filing::{Gathered, gather, parties};
use crate::pages::case::look::Look;
use crate::pages::case::papers::name;
use crate::refusals;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted};
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::act::{Act, Actor};
use domain::command::Command;
use domain::facts::{attested_by, kept};
use domain::filing::{Filing, FilingCommand, PROCEDURE};
use domain::ids::FilingId;
use domain::refusal::Refusal;
use policy::decision::Outcome;
use policy::plan::inputs::Fact;
use policy::plan::money_rules::Requirement;
use policy::plan::procedure::Step;
use policy::plan::words::StepKind;
use policy::value::Value;
use sent::{ENDINGS, Ending, Sent, Subjects};
use std::collections::BTreeMap;
use store::rows::NO_DUE;
use store::store::Failed;
use store::views::queue::After;

/// `GET /filings/{id}/review`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<FilingId>,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let asked = asked.into_filled();
    let chosen = Chosen::of(&asked);
    let seen = seen::filing(&app, me.actor(), &id).await?;
    let step = match at_turn(&app, visit.lang, me.actor(), (&id, &seen)).await? {
        Some(step) if step.kind == StepKind::Batch => return Ok(acting::go("/intake")),
        Some(step) => step,
        None => return Ok(acting::go(&format!("/filings/{id}"))),
    };
    let look = Look::new(&app, visit.lang, &seen.policy, me.actor());
    let page = gather(look, me.actor(), &id, &seen).await?;
    let desk = Desk::new(look, &page, step, &chosen);
    let filled = sent::filled(&seen.state, &desk.subjects, &desk.usual_opinion());
    let done = next::just_done(&app, me.actor(), asked.value("done")).await;
    Ok(draw::page(&visit, &desk, &draw::Shown { filled: &filled, done, is_complete: false, meanwhile: None }))
}

/// `POST /filings/{id}/review`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<FilingId>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let seen = seen::filing(&app, me.actor(), &id).await?;
    let look = Look::new(&app, visit.lang, &seen.policy, me.actor());
    let page = gather(look, me.actor(), &id, &seen).await?;
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let filled = form.clone().into_filled();
    let chosen = Chosen::of(&filled);
    // A form that comes a second time is read by the step it was drawn at.
    let Some(step) = step_of(&seen, filled.value("step")) else { return Err(Problem::not_found()) };
    let desk = Desk::new(look, &page, step, &chosen);
    let Some(ending) = ENDINGS.iter().find(|(code, _)| *code == filled.value("act")).map(|(_, ending)| *ending) else {
        let filled = sent::completed(filled, &desk.subjects, &desk.stated);
        return Ok(draw::page(
            &visit,
            &desk,
            &draw::Shown { filled: &filled, done: None, is_complete: true, meanwhile: None },
        ));
    };
    let after = desk.place();
    let sent = match read(visit.lang, form, &desk, ending) {
        Ok(sent) => sent,
        Err(filled) => return Ok(desk.again(&visit, &filled)),
    };
    let commands = sent.commands(&id, drawn);
    match act(&app, me.actor(), (&key, drawn, seen.state.revision), commands).await {
        Ok(()) if ending == Ending::Keep => Ok(acting::go(&chosen.keep(&format!("/filings/{id}/review")))),
        Ok(()) => {
            let next = next::find(&app, me.actor(), &chosen, &after).await?.unwrap_or_else(|| chosen.keep("/queue"));
            let joined = if next.contains('?') { "&" } else { "?" };
            Ok(acting::go(&format!("{next}{joined}done={id}")))
        }
        Err(stumble) => refused(&app, &visit, &me, (&id, filled), &stumble).await,
    }
}

fn read(lang: Lang, form: Form, desk: &Desk<'_>, ending: Ending) -> Result<Sent, Filled> {
    form.read(|form| sent::read(lang, form, &desk.subjects, ending))
}

/// The step an officer works at, if it is the officer's turn; none after the case has ended.
///
/// # Errors
/// Whose turn it is, as the rules say it.
async fn at_turn<'a>(
    app: &App,
    lang: Lang,
    actor: &Actor,
    (id, seen): (&FilingId, &'a Seen<Filing>),
) -> Result<Option<&'a Step>, Problem> {
    let Some(at) = &seen.state.course else { return Err(Problem::not_found()) };
    match course::turn(&app.setting(), &seen.policy, actor, (at, &seen.state.district), app.clock.today()) {
        Turn::Mine => Ok(seen.policy.plan().step(PROCEDURE, &at.step)),
        Turn::Ended => Ok(None),
        Turn::OtherRank(_) | Turn::Elsewhere => {
            let command =
                FilingCommand::Pass { filing: id.clone(), drawn: seen.state.revision, opinion: String::new() };
            let tried = app.store.preview(&app.act(actor, Command::Filing(command), "")).await;
            let failed = tried.err().unwrap_or(Failed::Conflict);
            let problem = refusals::problem(lang, Some(&seen.policy), &failed);
            Err(problem.next(lang.t("officer-open-case"), format!("/filings/{id}")))
        }
    }
}

fn step_of<'a>(seen: &'a Seen<Filing>, step: &str) -> Option<&'a Step> {
    seen.policy.plan().step(PROCEDURE, step)
}

/// Why not everything that was sent was done.
struct Stumble {
    failed: Failed,
    /// How many of the acts were done.
    done: usize,
}

/// Does the acts of a form in their order. A form that was sent before gets its first answers; one that is older than the
/// filing does nothing.
async fn act(
    app: &App,
    actor: &Actor,
    (key, drawn, now): (&str, i64, i64),
    commands: Vec<FilingCommand>,
) -> Result<(), Stumble> {
    let acts: Vec<Act> = commands
        .into_iter()
        .enumerate()
        .map(|(place, command)| app.act(actor, Command::Filing(command), &format!("{key}-{place}")))
        .collect();
    let Some(first) = acts.first() else { return Ok(()) };
    if drawn != now {
        let answered = app.store.answered(first).await.map_err(|failed| Stumble { failed, done: 0 })?;
        if answered.is_none() {
            let stale = Failed::Refused(Box::new(Refusal::Stale { drawn, now }));
            return Err(Stumble { failed: stale, done: 0 });
        }
    }
    let answers = app.store.execute_many(acts.into_iter().map(|act| (act, Vec::new())).collect()).await;
    let done = answers.iter().take_while(|answer| answer.is_ok()).count();
    match answers.into_iter().find_map(Result::err) {
        Some(failed) => Err(Stumble { failed, done }),
        None => Ok(()),
    }
}

/// The page as it is now with everything that was typed, and what has been kept meanwhile.
async fn refused(
    app: &App,
    visit: &Visit,
    me: &Me,
    (id, mut filled): (&FilingId, Filled),
    stumble: &Stumble,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let seen = seen::filing(app, me.actor(), id).await?;
    let case = || (lang.t("officer-open-case").into_owned(), format!("/filings/{id}"));
    if let Err(problem) = acting::refused(&mut filled, lang, Some(&seen.policy), &stumble.failed) {
        let (words, href) = case();
        return Err(problem.next(words, href));
    }
    if stumble.done > 0 {
        filled.reject("", Message::new("officer-kept").with("n", stumble.done));
    }
    let Some(step) = at_turn(app, lang, me.actor(), (id, &seen)).await? else {
        let (words, href) = case();
        return Err(refusals::problem(lang, Some(&seen.policy), &stumble.failed).next(words, href));
    };
    let look = Look::new(app, lang, &seen.policy, me.actor());
    let page = gather(look, me.actor(), id, &seen).await?;
    let chosen = Chosen::of(&filled);
    let desk = Desk::new(look, &page, step, &chosen);
    let is_stale = matches!(&stumble.failed, Failed::Refused(refusal) if matches!(**refusal, Refusal::Stale { .. }));
    let meanwhile = if is_stale { page.past.last(look, PROCEDURE, parties(&seen.state)) } else { None };
    Ok(draw::page(visit, &desk, &draw::Shown { filled: &filled, done: None, is_complete: false, meanwhile }))
}

/// A filing on an officer's desk.
struct Desk<'a> {
    look: Look<'a>,
    page: &'a Gathered<'a>,
    step: &'a Step,
    chosen: &'a Chosen,
    subjects: Subjects<'a>,
    /// What the applicant stated, by fact.
    stated: BTreeMap<String, Value>,
    examines: bool,
}

impl<'a> Desk<'a> {
    fn new(look: Look<'a>, page: &'a Gathered<'a>, step: &'a Step, chosen: &'a Chosen) -> Self {
        let filing = &page.seen.state;
        let examines = examines(step.kind);
        let shown = page.shown();
        let papers = shown.iter().filter(|one| examines && one.paper.is_some() && !one.repeats);
        let papers = papers.map(|one| (one.document.id.clone(), name(look, one))).collect();
        let facts: Vec<&Fact> = step.roles.iter().flat_map(|role| attested_by(look.policy, role)).collect();
        let facts = facts.into_iter().filter(|fact| examines && !is_kept(fact)).collect();
        let codes = look.policy.plan().requirements.iter().map(|one| one.code.clone()).collect();
        let year = filing.form.starts_on.map_or(0, jiff::civil::Date::year);
        let mut stated = kept(&page.enterprise, filing, year);
        stated.extend(filing.form.answers.clone());
        let subjects = Subjects { papers, facts, codes, plan: look.policy.plan() };
        Self { look, page, step, chosen, subjects, stated, examines }
    }

    fn id(&self) -> &FilingId {
        self.page.id
    }

    fn filing(&self) -> &Filing {
        &self.page.seen.state
    }

    /// What an officer of this rank usually writes, to be changed where it does not fit.
    fn usual_opinion(&self) -> String {
        let lang = Lang::Zh;
        let is_first = self.filing().course.as_ref().is_none_or(|course| course.level == 0);
        let key = if self.step.kind == StepKind::Activate {
            "officer-usual-opened"
        } else if self.step.kind == StepKind::Intake {
            "officer-usual-taken"
        } else if is_first && self.examines {
            "officer-usual-checked"
        } else {
            "officer-agreed"
        };
        lang.t(key).into_owned()
    }

    fn again(&self, visit: &Visit, filled: &Filled) -> Response {
        draw::page(visit, self, &draw::Shown { filled, done: None, is_complete: false, meanwhile: None })
    }

    /// Where the filing stands in the queue.
    fn place(&self) -> After {
        let due = self.filing().course.as_ref().and_then(|course| course.due);
        let due = due.map_or_else(|| NO_DUE.to_owned(), |due| due.to_string());
        After { due, id: self.id().to_string(), kind: PROCEDURE.to_owned() }
    }

    /// The address of the next case, passing over this one.
    fn skip(&self) -> String {
        self.chosen.next(&self.place())
    }

    fn address(&self) -> String {
        format!("/filings/{}/review", self.id())
    }
    /// The requirements that fail already on what was stated, but for what only a claim can show.
    fn failed(&self) -> Vec<&'a Requirement> {
        let mut facts = self.page.estimate.facts.clone();
        for id in ["filed", "paid_fen"] {
            facts.values.remove(id);
        }
        let plan = self.look.policy.plan();
        match self.look.policy.outcome(&facts, &self.page.estimate.readings) {
            Outcome::Refused { failed } => failed.iter().filter_map(|code| plan.requirement(code)).collect(),
            Outcome::Award { .. } | Outcome::Pending { .. } | Outcome::Held { .. } => Vec::new(),
        }
    }
}
