//! The case page of a filing.

use super::acts::{self, Todo};
use super::course::{self, Parties};
use super::look::Look;
use super::timeline::{self, Past};
use super::{facts, layout, messages, money, papers};
use crate::acting;
use crate::app::App;
use crate::decisions::{self, Estimate};
use crate::names;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::components::timeline::timeline as line;
use crate::web::components::value::{date, facts as list, money as amount};
use crate::web::errors::Problem;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::act::Actor;
use domain::course::Course;
use domain::enterprise::Enterprise;
use domain::filing::{Filing, PROCEDURE};
use domain::ids::FilingId;
use domain::world::Key;
use maud::{Markup, html};
use store::views;

/// `GET /filings/{id}`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<FilingId>,
) -> Result<Response, Problem> {
    let seen = seen::filing(&app, me.actor(), &id).await?;
    let Some(course) = &seen.state.course else { return Ok(acting::go(&format!("/filings/{id}/tasks"))) };
    let look = Look::new(&app, visit.lang, &seen.policy, me.actor());
    let page = gather(look, me.actor(), &id, &seen).await?;
    let turn =
        course::turn(&app.setting(), &seen.policy, me.actor(), (course, &seen.state.district), app.clock.today());
    let todo = acts::of_filing(look, me.actor(), course, (id.as_str(), &turn));
    let may_move = course.is_live() || seen.state.is_filed();
    let editions = if may_move { seen.programme.editions.len() } else { 0 };
    let todo = acts::with_edition(look, me.actor(), (&format!("/filings/{id}"), editions), todo);
    let title = layout::Title {
        name: &seen.state.enterprise_name,
        number: seen.state.number.as_deref().unwrap_or_default(),
        what: &visit.lang.t_with("case-filing-of", &[("stream", look.stream(&seen.state.stream).into())]),
    };
    let content = html! { (layout::two(look, &page.left(look, &todo), &page.right(look, course))) };
    Ok(layout::page(&visit, look, &title, (course, parties(&seen.state)), &todo).respond(content))
}

/// What the page of a filing is drawn from.
pub struct Gathered<'a> {
    /// The id.
    pub id: &'a FilingId,
    /// The filing with policy and programme.
    pub seen: &'a Seen<Filing>,
    /// Who files.
    pub enterprise: Enterprise,
    /// What would be decided if everything stated were proven.
    pub estimate: Estimate,
    /// What happened.
    pub past: Past,
    letters: Vec<views::inbox::Letter>,
    keys: Vec<views::keys::Held>,
}

/// Reads what the page of a filing needs.
///
/// # Errors
/// A failure page.
pub async fn gather<'a>(
    look: Look<'_>,
    actor: &Actor,
    id: &'a FilingId,
    seen: &'a Seen<Filing>,
) -> Result<Gathered<'a>, Problem> {
    let app = look.app;
    let key = Key::Filing(id.clone());
    let enterprise = seen::enterprise(app, &seen.state.enterprise).await?;
    let estimate = decisions::of_filing(app, id).await?;
    let mut accounts = papers::finders(&seen.state.papers);
    accounts.extend(seen.state.attested.values().map(|one| one.by.clone()));
    let past = Past::of(app, &key).await?.with_people(app, accounts).await?;
    let letters = messages::of(look, actor, &key).await?;
    let keys = views::keys::of_holder(app.store.database(), &key.to_string()).await.map_err(Problem::failure)?;
    Ok(Gathered { id, seen, enterprise, estimate, past, letters, keys })
}

/// Whose filing it is.
pub fn parties(filing: &Filing) -> Parties<'_> {
    Parties { enterprise: &filing.enterprise_name, provider: &filing.form.provider, district: &filing.district }
}

impl Gathered<'_> {
    fn left(&self, look: Look<'_>, todo: &Todo) -> Markup {
        let lang = look.lang;
        html! {
            (self.head(look))
            (todo.draw())
            @if look.reader.sees_inside() { section #facts { h2 { (lang.t("case-facts")) } (self.facts(look)) } }
            section #papers { h2 { (lang.t("case-papers")) } (self.papers(look)) }
            (money::keys(look, &self.keys))
        }
    }

    fn right(&self, look: Look<'_>, course: &Course) -> Markup {
        let filing = &self.seen.state;
        let marks = timeline::whole(look, &self.past, course, &filing.stream, parties(filing));
        html! {
            section #timeline { h2 { (look.lang.t("case-timeline")) } (line(look.lang, &marks)) }
            (messages::draw(look, &self.letters, &filing.enterprise_name))
        }
    }

    /// The head: who, what for, from whom, how much.
    pub fn head(&self, look: Look<'_>) -> Markup {
        let (lang, app) = (look.lang, look.app);
        let (filing, form) = (&self.seen.state, &self.seen.state.form);
        let row = |key: &str, value: Markup| (lang.t(key).into_owned(), value);
        let mut rows = vec![
            row(
                "case-enterprise",
                layout::enterprise(look, &filing.enterprise, (&filing.enterprise_name, &self.enterprise.credit_code)),
            ),
            row("case-stream", html! { (look.stream(&filing.stream)) }),
            row("case-district", html! { (names::district(app, lang, &filing.district)) }),
            row("case-provider", html! { (names::provider(app, lang, &form.provider)) }),
            row("case-purpose", html! { (form.purpose) }),
        ];
        if let Some(model) = form.service_model {
            rows.push(row("case-service-model", html! { (layout::service_model(lang, model)) }));
        }
        if let Some(kind) = app.setting().city.project_type(&form.project_type) {
            rows.push(row("case-project-type", html! { (names::pick(lang, &kind.names)) }));
        }
        if let Some(day) = form.starts_on {
            rows.push(row("case-starts-on", date(lang, day)));
        }
        if let Some(fen) = form.estimate {
            rows.push(row("case-estimate-year", amount(lang, fen)));
        }
        if look.reader.sees_inside() {
            rows.push(row("case-reservation", self.reservation(look)));
        }
        rows.extend(self.numbers(look));
        list(&rows)
    }

    /// What is reserved, or what would be.
    fn reservation(&self, look: Look<'_>) -> Markup {
        let filing = &self.seen.state;
        let would = decisions::to_reserve(look.policy, &self.estimate);
        match (&filing.reservation, would) {
            (domain::filing::Reservation::None, Some(fen)) => html! {
                (look.lang.t("case-would-reserve")) " " (amount(look.lang, fen))
                @if let Some(rule) = look.policy.plan().reserves.first() { " " span.quiet { (look.clause(&rule.clause)) } }
            },
            (reservation, _) => money::reservation(look, reservation),
        }
    }

    /// The numbers that offices gave.
    fn numbers(&self, look: Look<'_>) -> Vec<(String, Markup)> {
        let course = self.seen.state.course.as_ref();
        let passed = course.into_iter().flat_map(|course| &course.passed);
        let numbered = passed.filter_map(|passed| Some((&passed.step, passed.number.as_ref()?)));
        numbered
            .map(|(step, number)| {
                let label = look.lang.t_with("case-number-of", &[("step", look.step(PROCEDURE, step).into())]);
                (label.into_owned(), html! { span.figure { (number) } })
            })
            .collect()
    }

    /// The facts with their sources.
    pub fn facts(&self, look: Look<'_>) -> Markup {
        let lines = facts::of_filing(look.policy, &self.enterprise, &self.seen.state, &self.estimate.facts);
        facts::table(look, &lines, &self.seen.state.district, &self.past)
    }

    /// The papers that the first step asks for, and all others that were attached.
    pub fn shown(&self) -> Vec<papers::Shown<'_>> {
        let policy = &self.seen.policy;
        let procedure = policy.plan().procedure(PROCEDURE);
        let asked = procedure.and_then(|procedure| procedure.steps.first()).map_or(&[][..], |step| &step.documents);
        papers::shown(policy, asked, &self.seen.state.papers, (&self.estimate.facts, &self.estimate.readings))
    }

    fn papers(&self, look: Look<'_>) -> Markup {
        papers::table(look, &self.shown(), &format!("/filings/{}", self.id), &self.past)
    }
}
