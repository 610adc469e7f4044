//! People who came after the demo began: newcomers, and whoever was invited since.

use super::people::be_button;
use crate::app::App;
use crate::demo::cast::Member;
use crate::demo::firms::{self, FIRMS};
use crate::names;
use crate::web::components::table::{Column, Table};
use crate::web::errors::Problem;
use crate::web::layout::visit::Visit;
use domain::act::{Actor, Seat};
use domain::ids::{AccountId, PersonalId};
use domain::world::{Aggregate, Key};
use maud::{Markup, html};
use std::collections::BTreeSet;
use store::views::accounts::{self, Listed};

/// The people, each a button; nothing where nobody came.
pub(super) async fn section(app: &App, visit: &Visit, members: &[Member]) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let mut rows = Vec::new();
    for one in later(app, members).await? {
        let place = place(app, visit, &one.account.seat).await?;
        let name = name(app, &one.account.name.id).await?;
        rows.push((place, name, Actor { account: AccountId::new(one.id), seat: one.account.seat }));
    }
    if rows.is_empty() {
        return Ok(html! {});
    }
    let table = Table::new(lang, lang.t("demo-later"))
        .column(Column::text(lang.t("demo-seat"), |(place, _, _): &(String, String, Actor)| html! { (place) }))
        .column(Column::text(lang.t("demo-people"), |(_, name, actor): &(String, String, Actor)| {
            be_button(visit, actor, name)
        }));
    Ok(html! { section id="demo-later" { h2 { (lang.t("demo-later")) } (table.draw(&rows)) } })
}

/// Enabled accounts that were not there when the demo began.
async fn later(app: &App, members: &[Member]) -> Result<Vec<Listed>, Problem> {
    let cast = members.iter().map(|member| member.actor.account.to_string());
    let owners = (0..FIRMS.len()).map(|firm| firms::owner(firm).account.to_string());
    let colleagues = (0..FIRMS.len()).map(|firm| firms::colleague(firm).account.to_string());
    let known: BTreeSet<String> = cast.chain(owners).chain(colleagues).collect();
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let page = accounts::page(app.store.database(), None, &after).await.map_err(Problem::failure)?;
        let Some(last) = page.last() else { return Ok(found) };
        after.clone_from(&last.id);
        found.extend(page.into_iter().filter(|one| one.account.enabled && !known.contains(&one.id)));
    }
}

/// On whose behalf somebody acts: the enterprise by name, everybody else by seat.
async fn place(app: &App, visit: &Visit, seat: &Seat) -> Result<String, Problem> {
    let Seat::Enterprise { enterprise, .. } = seat else {
        return Ok(names::seat(app, visit.lang, seat, app.clock.today()));
    };
    let found = app.store.load(&Key::Enterprise(enterprise.clone())).await.map_err(Problem::failure)?;
    let Some(Aggregate::Enterprise(enterprise)) = found.state else { return Ok(String::new()) };
    Ok(enterprise.profile.name)
}

async fn name(app: &App, id: &PersonalId) -> Result<String, Problem> {
    let opened = app.store.open_personal(std::slice::from_ref(id)).await.map_err(Problem::failure)?;
    Ok(opened.into_values().next().flatten().unwrap_or_default())
}
