//! What an officer has done: the cases the officer acted on, the latest first.

use crate::app::App;
use crate::lang::Lang;
use crate::pages::case::course;
use crate::pages::case::look::Look;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::address;
use domain::act::Actor;
use domain::course::Course;
use domain::ids::{ClaimId, FilingId};
use domain::world::{Aggregate, Key};
use jiff::Timestamp;
use maud::{Markup, html};
use policy::policy::Policy;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::views::timeline;

/// How many entries of the journal one page looks at.
const ENTRIES: i64 = 200;

/// A case with the time of the officer's last act on it.
struct Done {
    href: String,
    at: Timestamp,
    number: String,
    enterprise: String,
    course: Option<Course>,
    policy: Option<Arc<Policy>>,
}

/// The cases an officer acted on, before an entry of the journal.
pub(super) async fn of(app: &App, lang: Lang, actor: &Actor, before: &str) -> Result<Markup, Problem> {
    let before: i64 = before.parse().unwrap_or(i64::MAX);
    let entries = timeline::of_actor(app.store.database(), actor.account.as_str(), before, ENTRIES).await;
    let entries = entries.map_err(Problem::failure)?;
    let mut known = BTreeSet::new();
    let mut found: Vec<(Key, Timestamp)> = Vec::new();
    for entry in &entries {
        let key = match entry.kind.as_str() {
            "filing" => Key::Filing(FilingId::new(entry.id.as_str())),
            "claim" => Key::Claim(ClaimId::new(entry.id.as_str())),
            _ => continue,
        };
        if known.insert(key.clone()) {
            found.push((key, entry.at));
        }
    }
    let snapshot = app.store.load_all(found.iter().map(|(key, _)| key.clone()).collect()).await;
    let world = snapshot.map_err(Problem::failure)?.world;
    let rows: Vec<Done> =
        found.into_iter().filter_map(|(key, at)| done(app, &key, at, world.get(&key).ok().flatten()?)).collect();
    let full = i64::try_from(entries.len()).unwrap_or(0) == ENTRIES;
    let earlier = entries.last().filter(|_| full).map(|entry| entry.seq.to_string());
    Ok(html! {
        (table(app, lang, actor, &rows))
        @if let Some(seq) = earlier {
            nav.paging aria-label=(lang.t("table-paging")) {
                ul { li { a href=(address("/queue", [("tab", "done"), ("before", seq.as_str())])) rel="next" { (lang.t("table-next")) } } }
            }
        }
    })
}

fn done(app: &App, key: &Key, at: Timestamp, state: &Aggregate) -> Option<Done> {
    let policy = |hash: &str| app.setting().policies.get(hash).cloned();
    match state {
        Aggregate::Filing(filing) => Some(Done {
            href: format!("/filings/{}", key.id()),
            at,
            number: filing.number.clone().unwrap_or_default(),
            enterprise: filing.enterprise_name.clone(),
            course: filing.course.clone(),
            policy: policy(&filing.policy_hash),
        }),
        Aggregate::Claim(claim) => Some(Done {
            href: format!("/claims/{}", key.id()),
            at,
            number: claim.number.clone(),
            enterprise: claim.enterprise_name.clone(),
            course: Some(claim.course.clone()),
            policy: policy(&claim.policy_hash),
        }),
        Aggregate::Account(_)
        | Aggregate::Enterprise(_)
        | Aggregate::Programme(_)
        | Aggregate::Edition(_)
        | Aggregate::Interpretation(_)
        | Aggregate::Roster(_)
        | Aggregate::Round(_)
        | Aggregate::Message(_)
        | Aggregate::Unique(_)
        | Aggregate::Counter(_)
        | Aggregate::Balance(_) => None,
    }
}

fn table(app: &App, lang: Lang, actor: &Actor, rows: &[Done]) -> Markup {
    let zone = app.setting().city.time_zone().clone();
    Table::new(lang, lang.t("officer-tab-done"))
        .column(Column::text(lang.t("officer-number"), |row: &Done| html! { span.figure { (row.number) } }))
        .column(Column::text(lang.t("officer-enterprise"), |row: &Done| html! { (row.enterprise) }))
        .column(Column::text(lang.t("officer-state"), |row: &Done| {
            html! {
                @if let Some(policy) = &row.policy {
                    (course::state(Look::new(app, lang, policy, actor), row.course.as_ref()))
                }
            }
        }))
        .column(Column::text(lang.t("officer-done-at"), |row: &Done| {
            html! { span.figure { (format::time_iso(row.at, &zone)) } }
        }))
        .link(|row| row.href.clone())
        .empty(empty(&lang.t("officer-queue-none-done"), None))
        .draw(rows)
}
