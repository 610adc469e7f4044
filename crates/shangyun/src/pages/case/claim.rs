//! The case page of a claim.

use super::acts::{self, Todo};
use super::course::{self, Parties};
use super::look::{Look, Reader};
use super::timeline::{self, Past};
use super::verdict::{self, Verdict};
use super::{facts, layout, messages, money, papers, rows};
use crate::app::App;
use crate::decisions::{self, Estimate};
use crate::names;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::components::action::link;
use crate::web::components::tag::{Tone, tag};
use crate::web::components::timeline::{Event, timeline as line};
use crate::web::components::value::{date, facts as list, money as amount};
use crate::web::errors::Problem;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::act::Actor;
use domain::claim::{Claim, Money, PROCEDURE};
use domain::course::CourseState;
use domain::enterprise::Enterprise;
use domain::filing::Filing;
use domain::ids::ClaimId;
use domain::round::Round;
use domain::world::{Aggregate, Key};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::money::Fen;
use store::views;

/// `GET /claims/{id}`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<ClaimId>,
) -> Result<Response, Problem> {
    let seen = seen::claim(&app, me.actor(), &id).await?;
    let look = Look::new(&app, visit.lang, &seen.policy, me.actor());
    let page = gather(look, me.actor(), &id, &seen).await?;
    let claim = &seen.state;
    let turn =
        course::turn(&app.setting(), &seen.policy, me.actor(), (&claim.course, &claim.district), app.clock.today());
    let todo = acts::of_claim(look, me.actor(), &claim.course, (id.as_str(), &turn));
    let editions = if claim.course.is_live() { seen.programme.editions.len() } else { 0 };
    let todo = acts::with_edition(look, me.actor(), (&format!("/claims/{id}"), editions), todo);
    let year = claim.service_date.year().to_string();
    let what =
        visit.lang.t_with("case-claim-of", &[("stream", look.stream(&claim.stream).into()), ("year", year.into())]);
    let title = layout::Title { name: &claim.enterprise_name, number: &claim.number, what: &what };
    let content = html! { (layout::two(look, &page.left(look, &todo), &page.right(look))) };
    Ok(layout::page(&visit, look, &title, (&claim.course, parties(claim)), &todo).respond(content))
}

/// What the page of a claim is drawn from.
pub struct Gathered<'a> {
    /// The id.
    pub id: &'a ClaimId,
    /// The claim with policy and programme.
    pub seen: &'a Seen<Claim>,
    /// Who claims.
    pub enterprise: Enterprise,
    /// The filing it belongs to.
    pub filing: Filing,
    /// What would be decided now.
    pub estimate: Estimate,
    /// What happened.
    pub past: Past,
    round: Option<Round>,
    letters: Vec<views::inbox::Letter>,
    keys: Vec<views::keys::Held>,
}

/// Reads what the page of a claim needs.
///
/// # Errors
/// A failure page.
pub async fn gather<'a>(
    look: Look<'_>,
    actor: &Actor,
    id: &'a ClaimId,
    seen: &'a Seen<Claim>,
) -> Result<Gathered<'a>, Problem> {
    let app = look.app;
    let claim = &seen.state;
    let key = Key::Claim(id.clone());
    let enterprise = seen::enterprise(app, &claim.enterprise).await?;
    let found = app.store.load(&Key::Filing(claim.filing.clone())).await.map_err(Problem::failure)?;
    let Some(Aggregate::Filing(filing)) = found.state else { return Err(Problem::failure("a claim without a filing")) };
    let round = match money::round_of(&claim.money) {
        Some(round) => match app.store.load(&Key::Round(round.clone())).await.map_err(Problem::failure)?.state {
            Some(Aggregate::Round(round)) => Some(round),
            Some(_) | None => None,
        },
        None => None,
    };
    let estimate = decisions::preview(app, id).await?;
    let mut accounts = papers::finders(&claim.papers);
    accounts.extend(rows::finders(&claim.records));
    accounts.extend(claim.attested.values().map(|one| one.by.clone()));
    let past = Past::of(app, &key).await?.with_people(app, accounts).await?;
    let letters = messages::of(look, actor, &key).await?;
    let keys = views::keys::of_holder(app.store.database(), &key.to_string()).await.map_err(Problem::failure)?;
    Ok(Gathered { id, seen, enterprise, filing, estimate, past, round, letters, keys })
}

/// Whose claim it is.
pub fn parties(claim: &Claim) -> Parties<'_> {
    Parties { enterprise: &claim.enterprise_name, provider: &claim.provider, district: &claim.district }
}

/// The last day of the contract year that begins on this day.
pub fn year_end(service_date: Date) -> Date {
    service_date.saturating_add(1.year()).yesterday().unwrap_or(service_date)
}

impl Gathered<'_> {
    fn left(&self, look: Look<'_>, todo: &Todo) -> Markup {
        let lang = look.lang;
        let claim = &self.seen.state;
        let base = format!("/claims/{}", self.id);
        html! {
            (self.head(look))
            (todo.draw())
            @if look.reader.sees_inside() {
                (self.decision(look))
                section #facts { h2 { (lang.t("case-facts")) } (self.facts(look)) }
                @if !claim.records.is_empty() {
                    section #rows { h2 { (lang.t("case-rows")) } (rows::lists(look, &claim.records, &base, &self.past)) }
                }
            }
            section #papers { h2 { (lang.t("case-papers")) } (self.papers(look)) }
            (money::keys(look, &self.keys))
        }
    }

    fn right(&self, look: Look<'_>) -> Markup {
        let claim = &self.seen.state;
        let mut marks = timeline::whole(look, &self.past, &claim.course, &claim.stream, parties(claim));
        marks.extend(self.in_round(look));
        html! {
            section #timeline { h2 { (look.lang.t("case-timeline")) } (line(look.lang, &marks)) }
            (messages::draw(look, &self.letters, &claim.enterprise_name))
        }
    }

    /// Where the round stands that the claim is in, until the money is there.
    fn in_round(&self, look: Look<'_>) -> Option<Event> {
        let round = self.round.as_ref()?;
        let is_under_way = match self.seen.state.money {
            Money::InRound { .. } | Money::Planned { .. } | Money::Failed { .. } => true,
            Money::None | Money::LeftOut { .. } | Money::Paid { .. } => false,
        };
        if is_under_way { timeline::now(look, &round.course, parties(&self.seen.state)) } else { None }
    }

    /// The head: who, which year, how much.
    pub fn head(&self, look: Look<'_>) -> Markup {
        let (lang, app) = (look.lang, look.app);
        let claim = &self.seen.state;
        let row = |key: &str, value: Markup| (lang.t(key).into_owned(), value);
        let filing = format!("/filings/{}", claim.filing);
        let number = self.filing.number.clone().unwrap_or_default();
        let mut rows = vec![
            row(
                "case-enterprise",
                layout::enterprise(look, &claim.enterprise, (&claim.enterprise_name, &self.enterprise.credit_code)),
            ),
            row("case-stream", html! { (look.stream(&claim.stream)) }),
            row(
                "case-contract-year",
                html! { (date(lang, claim.service_date)) " – " (date(lang, year_end(claim.service_date))) },
            ),
            row("case-district", html! { (names::district(app, lang, &claim.district)) }),
            row("case-provider", html! { (names::provider(app, lang, &claim.provider)) }),
            row(
                "case-filing",
                match look.reader {
                    Reader::Expert => html! { span.figure { (number) } },
                    Reader::Applicant | Reader::Service | Reader::Officer | Reader::Auditor => link(&number, &filing),
                },
            ),
        ];
        if let Some(words) = &claim.declined {
            rows.push(row(
                "case-declined",
                html! { (tag(Tone::Attention, &lang.t("case-provider-says-no"))) " " (words) },
            ));
        }
        if look.reader.sees_inside() {
            rows.push(row(
                if claim.decision.is_some() { "case-award" } else { "case-estimated-award" },
                self.at_stake(look),
            ));
            rows.push(row("case-money", money::of_claim(look, &claim.money)));
        }
        list(&rows)
    }

    fn at_stake(&self, look: Look<'_>) -> Markup {
        let decision = self.seen.state.decision.as_deref().unwrap_or(&self.estimate.decision);
        match decision.outcome.award() {
            Fen::ZERO => verdict::outcome_tag(look, &decision.outcome),
            fen => {
                html! { strong { (amount(look.lang, fen)) } " " a.quiet href="#decision" { (look.lang.t("case-how-reached")) } }
            }
        }
    }

    /// The decision, or what it would be now.
    pub fn decision(&self, look: Look<'_>) -> Markup {
        let claim = &self.seen.state;
        let is_over = match claim.course.state {
            CourseState::Underway | CourseState::Returned { .. } | CourseState::Finished => false,
            CourseState::Refused { .. } | CourseState::Withdrawn | CourseState::Lapsed => true,
        };
        let lines = facts::of_claim(look.policy, (&self.enterprise, &self.filing), claim, &self.estimate.facts);
        let sources = facts::sources(look, &lines, &claim.district, &self.past);
        let programme = &self.seen.programme;
        let verdict =
            |decision, facts, is_estimate| Verdict { decision, is_estimate, facts, sources: &sources, programme };
        match &claim.decision {
            Some(decision) => verdict::draw(look, verdict(decision, &decision.facts, false)),
            None if is_over => html! {},
            None => verdict::draw(look, verdict(&self.estimate.decision, &self.estimate.facts, true)),
        }
    }

    /// The facts with their sources: those it was decided on, once it was.
    pub fn facts(&self, look: Look<'_>) -> Markup {
        let claim = &self.seen.state;
        let facts = claim.decision.as_ref().map_or(&self.estimate.facts, |decision| &decision.facts);
        let lines = facts::of_claim(look.policy, (&self.enterprise, &self.filing), claim, facts);
        facts::table(look, &lines, &claim.district, &self.past)
    }

    /// The papers that the procedure asks for, and all others that were attached.
    pub fn shown(&self) -> Vec<papers::Shown<'_>> {
        let policy = &self.seen.policy;
        let steps = policy.plan().procedure(PROCEDURE).map_or(&[][..], |procedure| &procedure.steps);
        let confirm = steps.iter().find(|step| step.kind == policy::plan::words::StepKind::Confirm);
        let asked: Vec<String> = confirm.into_iter().flat_map(|step| step.documents.clone()).collect();
        let by_row = |id: &String| {
            policy.plan().records.iter().any(|list| {
                list.proven_by.contains(id)
                    && self.seen.state.records.get(&list.id).is_some_and(|rows| !rows.is_empty())
            })
        };
        let asked: Vec<String> = asked.into_iter().filter(|id| !by_row(id)).collect();
        papers::shown(policy, &asked, &self.seen.state.papers, (&self.estimate.facts, &self.estimate.readings))
    }

    fn papers(&self, look: Look<'_>) -> Markup {
        papers::table(look, &self.shown(), &format!("/claims/{}", self.id), &self.past)
    }
}
