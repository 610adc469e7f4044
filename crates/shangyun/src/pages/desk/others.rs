//! The desks of those who have few things to do: newcomers, providers, experts, administrators, auditors.

use super::{Desk, Todo};
use crate::app::App;
use crate::lang::Lang;
use crate::pages::provider as rosters;
use crate::pages::round::list::waiting;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{Link, link};
use crate::web::errors::Problem;
use domain::act::Seat;
use maud::html;

/// Somebody who has signed up and speaks for nobody yet.
pub(super) fn newcomer(lang: Lang) -> Desk {
    let what = lang.t("desk-register").into_owned();
    let todo = Todo::one(what, None, "/enterprise".to_owned());
    Desk { todos: vec![todo], ..Desk::default() }
}

/// A provider: enterprises that miss themselves on its roster, and the next roster.
pub(super) async fn provider(app: &App, lang: Lang, provider: &str) -> Result<Desk, Problem> {
    let mut todos = Vec::new();
    for claim in rosters::waiting(app, provider).await? {
        if claim.state.declined.is_some() {
            continue;
        }
        let policy = seen::policy(app, &claim.state.policy_hash)?;
        let year = claim.state.service_date.to_string();
        let name = claim.state.enterprise_name.as_str();
        let what = lang.t_with("desk-answer", &[("enterprise", name.into()), ("year", year.into())]).into_owned();
        let due = rosters::answer_by(app, &policy, &claim.state);
        todos.push(Todo::one(what, due, format!("/rosters/missing/{}", claim.id)));
    }
    let begin = Link::new(lang.t("desk-new-roster"), "/rosters/new");
    let next = (lang.t("desk-next-provider").into_owned(), Some(Link::new(lang.t("rail-rosters"), "/rosters")));
    Ok(Desk { todos, next: Some(next), below: None, begin: Some(begin) })
}

/// An expert: rounds that wait for interests, scores or the signature.
pub(super) async fn expert(app: &App, me: &Me, lang: Lang) -> Result<Desk, Problem> {
    let rounds = waiting(app, me).await?.into_iter().map(|round| {
        let what = lang.t_with("desk-score", &[("number", round.number.as_str().into())]).into_owned();
        Todo::one(what, round.due, format!("/rounds/{}", round.id))
    });
    let next = (lang.t("desk-next-expert").into_owned(), Some(Link::new(lang.t("rail-rounds"), "/rounds")));
    Ok(Desk { todos: rounds.collect(), next: Some(next), ..Desk::default() })
}

/// Administrators and auditors: nothing waits for them; here is where they look.
pub(super) fn looking(lang: Lang, seat: &Seat) -> Desk {
    let ways: &[(&str, &str)] = match seat {
        Seat::SystemAdmin => &[("desk-see-system", "/admin/system"), ("desk-see-registers", "/registers")],
        Seat::SecurityAdmin => &[("desk-see-accounts", "/admin/accounts")],
        Seat::AuditAdmin => &[("desk-see-journal", "/admin/journal")],
        Seat::InternalAuditor | Seat::ExternalAuditor { .. } => &[
            ("desk-see-cases", "/queue"),
            ("desk-see-rounds", "/rounds"),
            ("desk-see-ledger", "/ledger"),
            ("desk-see-journal", "/admin/journal"),
        ],
        Seat::Enterprise { .. }
        | Seat::Newcomer
        | Seat::Provider { .. }
        | Seat::Office { .. }
        | Seat::Expert { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => &[],
    };
    let below = html! { ul { @for (key, href) in ways { li { (link(&lang.t(key), href)) } } } };
    let next = (lang.t("desk-next-looking").into_owned(), None);
    Desk { next: Some(next), below: Some(below), ..Desk::default() }
}
