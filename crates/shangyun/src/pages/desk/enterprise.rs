//! An enterprise's desk: its filings and claims, each with what comes next and by when.

use super::{Desk, Todo};
use crate::app::App;
use crate::lang::Lang;
use crate::pages::case::claim::{self as claim_page, year_end};
use crate::pages::case::course::{self, Turn, turn};
use crate::pages::case::filing as filing_page;
use crate::pages::case::look::Look;
use crate::pages::case::money;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{Link, link};
use crate::web::components::table::{Column, Table};
use crate::web::components::value::date;
use crate::web::errors::Problem;
use crate::web::format;
use domain::claim::Claim;
use domain::course::{Course, CourseState};
use domain::filing::Filing;
use domain::ids::{EnterpriseId, FilingId};
use domain::programme::State as Stage;
use domain::world::Key;
use jiff::Timestamp;
use maud::{Markup, html};
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases::{self, Listed};
use store::views::timeline;

/// A case of the enterprise.
struct Case {
    policy: Arc<Policy>,
    of: Of,
    /// When a draft was last saved.
    saved: Option<Timestamp>,
}

enum Of {
    Filing(Listed<Filing>),
    Claim(Listed<Claim>),
}

pub(super) async fn desk(
    app: &App,
    me: &Me,
    lang: Lang,
    (enterprise, owner): (&EnterpriseId, bool),
) -> Result<Desk, Problem> {
    let database = app.store.database();
    let filings = cases::filings_of(database, enterprise.as_str()).await.map_err(Problem::failure)?;
    let claims = cases::claims_of(database, enterprise.as_str()).await.map_err(Problem::failure)?;
    let may_begin = may_begin(app, &filings).await?;
    let filed = filings.iter().any(|filing| filing.state.is_filed());
    let mut all = Vec::new();
    for filing in filings {
        let policy = seen::policy(app, &filing.state.policy_hash)?;
        let saved = if filing.state.course.is_none() { last_saved(app, &filing.id).await? } else { None };
        all.push(Case { policy, of: Of::Filing(filing), saved });
    }
    for claim in claims {
        let policy = seen::policy(app, &claim.state.policy_hash)?;
        all.push(Case { policy, of: Of::Claim(claim), saved: None });
    }
    let todos = all.iter().filter_map(|case| case.todo(app, me, lang)).collect();
    let begin = may_begin.then(|| Link::new(lang.t("desk-begin-filing"), "/filings/new"));
    let next = match (all.is_empty(), filed) {
        (true, _) => (lang.t("desk-next-first-filing").into_owned(), None),
        (false, true) => (
            lang.t("desk-next-roster").into_owned(),
            owner.then(|| Link::new(lang.t("desk-report-missing"), "/report-missing")),
        ),
        (false, false) => (lang.t("desk-next-told").into_owned(), None),
    };
    let below = html! {
        @if !all.is_empty() { h2 { (lang.t("desk-own-cases")) } (table(app, me, lang, &all)) }
        h2 { (lang.t("desk-own-entry")) }
        p { (link(&lang.t("desk-entry"), "/enterprise")) " · " (link(&lang.t("desk-figures"), "/enterprise/figures")) }
    };
    Ok(Desk { todos, next: Some(next), below: Some(below), begin })
}

/// Whether a programme is open with a stream in which the enterprise has no living filing.
async fn may_begin(app: &App, filings: &[Listed<Filing>]) -> Result<bool, Problem> {
    let programmes = cases::programmes(app.store.database()).await.map_err(Problem::failure)?;
    for programme in programmes.iter().filter(|one| one.state.state == Stage::Open) {
        let policy = seen::policy(app, programme.state.policy_on(app.clock.today()))?;
        let taken = |stream: &str| {
            filings.iter().any(|one| {
                one.state.programme.as_str() == programme.id && one.state.stream == stream && one.state.is_alive()
            })
        };
        if policy.plan().streams().iter().any(|stream| !taken(&stream.id)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// When something of a draft was last saved.
async fn last_saved(app: &App, id: &str) -> Result<Option<Timestamp>, Problem> {
    let key = Key::Filing(FilingId::new(id));
    let entries = timeline::of_subject(app.store.database(), &key, 0, 1_000).await.map_err(Problem::failure)?;
    Ok(entries.last().map(|entry| entry.at))
}

impl Case {
    fn look<'a>(&'a self, app: &'a App, lang: Lang, me: &Me) -> Look<'a> {
        Look::new(app, lang, &self.policy, me.actor())
    }

    fn course(&self) -> Option<&Course> {
        match &self.of {
            Of::Filing(filing) => filing.state.course.as_ref(),
            Of::Claim(claim) => Some(&claim.state.course),
        }
    }

    fn district(&self) -> &str {
        match &self.of {
            Of::Filing(filing) => &filing.state.district,
            Of::Claim(claim) => &claim.state.district,
        }
    }

    /// What it is called: the kind, the stream, the year.
    fn name(&self, look: Look<'_>) -> String {
        let lang = look.lang;
        match &self.of {
            Of::Filing(filing) => {
                lang.t_with("case-filing-of", &[("stream", look.stream(&filing.state.stream).into())]).into_owned()
            }
            Of::Claim(claim) => {
                let year = claim.state.service_date.year().to_string();
                let stream = look.stream(&claim.state.stream);
                lang.t_with("case-claim-of", &[("stream", stream.into()), ("year", year.into())]).into_owned()
            }
        }
    }

    fn number(&self) -> &str {
        match &self.of {
            Of::Filing(filing) => filing.state.number.as_deref().unwrap_or_default(),
            Of::Claim(claim) => &claim.state.number,
        }
    }

    fn address(&self) -> String {
        match &self.of {
            Of::Filing(filing) => format!("/filings/{}", filing.id),
            Of::Claim(claim) => format!("/claims/{}", claim.id),
        }
    }

    /// Whether it is the enterprise's turn.
    fn is_mine(&self, app: &App, me: &Me) -> bool {
        let Some(at) = self.course() else { return true };
        let today = app.clock.today();
        turn(&app.setting(), &self.policy, me.actor(), (at, self.district()), today) == Turn::Mine
    }

    fn todo(&self, app: &App, me: &Me, lang: Lang) -> Option<Todo> {
        if !self.is_mine(app, me) {
            return None;
        }
        let look = self.look(app, lang, me);
        let name = self.name(look).into();
        let what = match self.course().map(|at| &at.state) {
            None => match self.saved {
                Some(at) => {
                    let saved = format::time_text(lang, at, app.setting().city.time_zone());
                    lang.t_with("desk-continue-saved", &[("case", name), ("saved", saved.into())])
                }
                None => lang.t_with("desk-continue", &[("case", name)]),
            },
            Some(CourseState::Returned { .. }) => lang.t_with("desk-correct", &[("case", name)]),
            Some(_) => lang.t_with("desk-confirm", &[("case", name)]),
        };
        let due = self.course().filter(|at| at.state == CourseState::Underway).and_then(|at| at.due);
        let href = format!("{}/tasks", self.address());
        Some(Todo::one(what, due, href))
    }

    /// What comes next and by whom.
    fn next(&self, app: &App, me: &Me, lang: Lang) -> Markup {
        let look = self.look(app, lang, me);
        let parties = match &self.of {
            Of::Filing(filing) => filing_page::parties(&filing.state),
            Of::Claim(claim) => claim_page::parties(&claim.state),
        };
        if let Some(now) = self.course().and_then(|at| course::now(look, at, parties)) {
            return now;
        }
        match &self.of {
            Of::Filing(filing) if filing.state.is_filed() && filing.state.claims.is_empty() => {
                html! { (lang.t("desk-filed-next")) }
            }
            Of::Filing(filing) if filing.state.is_filed() => html! { (lang.t("desk-claimed-next")) },
            Of::Claim(claim) if claim.state.course.state == CourseState::Finished => html! {
                (money::of_claim(look, &claim.state.money))
                @let ends = year_end(claim.state.service_date);
                @if ends < app.clock.today() { " · " span.quiet { (lang.t("desk-year-ended")) " " (date(lang, ends)) } }
            },
            Of::Filing(_) | Of::Claim(_) => html! { "—" },
        }
    }
}

fn table(app: &App, me: &Me, lang: Lang, cases: &[Case]) -> Markup {
    Table::new(lang, lang.t("desk-own-cases"))
        .column(Column::text(lang.t("desk-case"), |case: &Case| html! { (case.name(case.look(app, lang, me))) }))
        .column(Column::text(lang.t("officer-number"), |case: &Case| html! { span.figure { (case.number()) } }))
        .column(Column::text(lang.t("officer-state"), |case: &Case| {
            course::state(case.look(app, lang, me), case.course())
        }))
        .column(Column::text(lang.t("desk-next"), |case: &Case| {
            html! {
                @if case.course().is_none() { (lang.t("desk-draft-next")) } @else { (case.next(app, me, lang)) }
            }
        }))
        .link(Case::address)
        .draw(cases)
}
