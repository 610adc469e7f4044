//! The officer's rail: where one can go from here, with how many wait.

use crate::app::App;
use crate::lang::Lang;
use crate::web::layout::visit::{Rail, RailGroup, RailLink};
use domain::act::{Actor, Seat};
use store::store::StoreError;

/// The rail of an actor.
#[expect(clippy::unused_async, reason = "the counts beside the links are read from the store")]
pub async fn of(app: &App, actor: &Actor, lang: Lang) -> Result<Rail, StoreError> {
    let _ = app;
    let links = links(&actor.seat);
    let own = RailGroup { title: lang.t("rail-work").into_owned(), links: named(lang, &links) };
    Ok(Rail { groups: vec![own] })
}

/// Keys and addresses of the links of a seat.
fn links(seat: &Seat) -> Vec<(&'static str, &'static str)> {
    match seat {
        Seat::Office { .. } => vec![
            ("rail-desk", "/desk"),
            ("rail-queue", "/queue"),
            ("rail-batches", "/intake"),
            ("rail-rounds", "/rounds"),
            ("rail-ledger", "/ledger"),
            ("rail-enterprises", "/enterprises"),
            ("rail-registers", "/registers"),
            ("rail-inbox", "/inbox"),
        ],
        Seat::Provider { .. } => vec![("rail-desk", "/desk"), ("rail-rosters", "/rosters"), ("rail-inbox", "/inbox")],
        Seat::Expert { .. } => vec![("rail-desk", "/desk"), ("rail-rounds", "/rounds")],
        Seat::SystemAdmin => {
            vec![("rail-desk", "/desk"), ("rail-system", "/admin/system"), ("rail-registers", "/registers")]
        }
        Seat::SecurityAdmin => vec![("rail-desk", "/desk"), ("rail-accounts", "/admin/accounts")],
        Seat::AuditAdmin => vec![("rail-desk", "/desk"), ("rail-journal", "/admin/journal")],
        Seat::InternalAuditor | Seat::ExternalAuditor { .. } => vec![
            ("rail-desk", "/desk"),
            ("rail-queue", "/queue"),
            ("rail-rounds", "/rounds"),
            ("rail-ledger", "/ledger"),
            ("rail-journal", "/admin/journal"),
        ],
        Seat::Enterprise { .. } | Seat::Newcomer | Seat::Clock | Seat::Founder | Seat::Public => Vec::new(),
    }
}

fn named(lang: Lang, links: &[(&'static str, &'static str)]) -> Vec<RailLink> {
    links
        .iter()
        .map(|(key, href)| RailLink {
            label: lang.t(key).into_owned(),
            href: (*href).to_owned(),
            waiting: None,
            late: false,
        })
        .collect()
}
