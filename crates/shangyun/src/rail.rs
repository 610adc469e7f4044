//! The officer's rail: where one can go from here, with how many wait.

use crate::app::App;
use crate::lang::Lang;
use crate::letters;
use crate::web::layout::visit::{Rail, RailGroup, RailLink};
use crate::worklist;
use domain::act::{Actor, Seat};
use store::store::StoreError;
use store::views::inbox;

/// The rail of an actor, with how many wait behind each link.
///
/// # Errors
/// When the database does not serve.
pub async fn of(app: &App, actor: &Actor, lang: Lang) -> Result<Rail, StoreError> {
    let list = worklist::of(app, actor);
    let waiting = worklist::waiting(app, &list).await?;
    let unread = inbox::unread(app.store.database(), &letters::addressees(actor)).await?;
    let links = links(&actor.seat).into_iter().filter(|(_, href)| *href != "/intake" || list.sees_intake(app, actor));
    let links = links.map(|(key, href)| {
        let count = match href {
            "/queue" => waiting.cases,
            "/intake" => waiting.batches,
            "/rounds" => waiting.rounds,
            "/inbox" => unread,
            _ => 0,
        };
        RailLink {
            label: lang.t(key).into_owned(),
            href: href.to_owned(),
            waiting: u64::try_from(count).ok().filter(|count| *count > 0),
            late: href == "/queue" && waiting.late,
        }
    });
    let own = RailGroup { title: lang.t("rail-work").into_owned(), links: links.collect() };
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
