//! `/enterprises`: the register of enterprises, by code or a part of the name, fifty at a time. An office of a
//! district sees those registered in the districts it serves.

use crate::app::App;
use crate::names;
use crate::session::Me;
use crate::web::components::action::{Link, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::filter::filter;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::act::{Actor, Seat};
use domain::credit_code::CreditCode;
use domain::ids::EnterpriseId;
use maud::{Markup, html};
use store::views::enterprises::{self, Listed};

/// The address of the page.
const PATH: &str = "/enterprises";

pub(super) async fn show(State(app): State<App>, visit: Visit, me: Me, Asked(asked): Asked) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let filled = asked.into_filled();
    let served = served(&app, me.actor());
    let found = found(&app, &filled, served.as_deref()).await?;
    let all = count(&app, served.as_deref()).await?;
    let table = Table::new(lang, lang.t("register-enterprises"))
        .column(Column::text(lang.t("register-enterprise"), |one: &Listed| html! { (one.name) }))
        .column(Column::text(
            lang.t("register-credit-code"),
            |one: &Listed| html! { span.figure { (one.credit_code) } },
        ))
        .column(Column::text(lang.t("register-district"), |one: &Listed| {
            html! { (names::district(&app, lang, &one.district)) }
        }))
        .link(|one| format!("{PATH}/{}", one.id))
        .empty(empty(&lang.t("register-no-enterprise"), Some(&Link::new(lang.t("filter-clear"), PATH))));
    let more = next_page(&filled, &found);
    let lead = lang.t_with("register-enterprises-lead", &[("n", format::count(all).into())]);
    let mut page = Page::desk(&visit, lang.t("register-enterprises")).lead(lead);
    if matches!(me.actor().seat, Seat::Office { .. }) {
        page = page.beside_title(link(&lang.t("register-admit"), "/enterprises/admit-code"));
    }
    Ok(page.draw(html! {
        (filter(lang, PATH, &fields(&app, &visit, &filled, served.as_deref())))
        (table.draw(&found))
        @if let Some(more) = more {
            nav.paging aria-label=(lang.t("table-paging")) {
                p {}
                ul {
                    @if !filled.value("after").is_empty() { li { a href=(first_page(&filled)) { (lang.t("table-first")) } } }
                    li { a href=(more) rel="next" { (lang.t("table-next")) } }
                }
            }
        } @else if !filled.value("after").is_empty() {
            nav.paging aria-label=(lang.t("table-paging")) { p {} ul { li { a href=(first_page(&filled)) { (lang.t("table-first")) } } } }
        }
    }))
}

/// The districts whose enterprises an actor looks up: those its office serves; all where this is `None`.
pub(super) fn served(app: &App, actor: &Actor) -> Option<Vec<String>> {
    let Some((office, _)) = actor.office() else {
        return match actor.seat {
            Seat::InternalAuditor | Seat::ExternalAuditor { .. } => None,
            Seat::Enterprise { .. }
            | Seat::Newcomer
            | Seat::Provider { .. }
            | Seat::Office { .. }
            | Seat::Expert { .. }
            | Seat::SystemAdmin
            | Seat::SecurityAdmin
            | Seat::AuditAdmin
            | Seat::Clock
            | Seat::Founder
            | Seat::Public => Some(Vec::new()),
        };
    };
    let setting = app.setting();
    let Some(found) = setting.city.office(office) else { return Some(Vec::new()) };
    if found.provider.is_some() {
        // A company that opens services looks up no register; it sees those whose cases it has.
        return Some(Vec::new());
    }
    found.district.as_ref()?;
    let today = app.clock.today();
    let serves =
        |district: &str| found.roles(today).any(|role| setting.city.holds(office, role, Some(district), today));
    Some(setting.city.districts().filter(|one| serves(&one.id)).map(|one| one.id.clone()).collect())
}

/// How many enterprises there are where an actor looks them up.
async fn count(app: &App, served: Option<&[String]>) -> Result<i64, Problem> {
    let database = app.store.database();
    let Some(districts) = served else {
        return enterprises::count(database, None).await.map_err(Problem::failure);
    };
    let mut sum: i64 = 0;
    for district in districts {
        let there = enterprises::count(database, Some(district)).await.map_err(Problem::failure)?;
        sum = sum.saturating_add(there);
    }
    Ok(sum)
}

fn fields(app: &App, visit: &Visit, filled: &Filled, served: Option<&[String]>) -> Vec<Markup> {
    let lang = visit.lang;
    let setting = app.setting();
    let districts: Vec<Choice> = setting
        .city
        .districts()
        .filter(|one| served.is_none_or(|served| served.contains(&one.id)))
        .map(|one| Choice::new(one.id.as_str(), names::pick(lang, &one.names)))
        .collect();
    let search = Field::new("q", lang.t("register-name-or-code")).optional().text(lang, filled);
    if districts.len() < 2 {
        return vec![search];
    }
    vec![search, Field::new("district", lang.t("register-district")).optional().select(lang, filled, &districts)]
}

/// What was asked for: the one with this code, else those whose name holds the text.
async fn found(app: &App, filled: &Filled, served: Option<&[String]>) -> Result<Vec<Listed>, Problem> {
    let database = app.store.database();
    let asked = filled.value("q").trim();
    let wanted = match filled.value("district") {
        "" => served.map(<[String]>::to_vec),
        one if served.is_none_or(|served| served.iter().any(|have| have == one)) => Some(vec![one.to_owned()]),
        _ => Some(Vec::new()),
    };
    if let Ok(code) = CreditCode::overridden(asked) {
        let mut named = enterprises::of_code(database, code.as_str()).await.map_err(Problem::failure)?;
        named.retain(|one| wanted.as_ref().is_none_or(|wanted| wanted.contains(&one.district)));
        return Ok(named);
    }
    let after = after(app, filled).await?;
    enterprises::search(database, asked, wanted.as_deref(), after.as_ref()).await.map_err(Problem::failure)
}

/// The last one of the page before.
async fn after(app: &App, filled: &Filled) -> Result<Option<Listed>, Problem> {
    let id = filled.value("after");
    if id.is_empty() {
        return Ok(None);
    }
    let enterprise = crate::seen::enterprise(app, &EnterpriseId::new(id)).await?;
    let profile = enterprise.profile;
    let credit_code = enterprise.credit_code;
    Ok(Some(Listed { id: id.to_owned(), credit_code, name: profile.name, district: profile.district }))
}

/// The address of the next page, where this one is full.
fn next_page(filled: &Filled, found: &[Listed]) -> Option<String> {
    let full = usize::try_from(store::views::PAGE).is_ok_and(|most| found.len() >= most);
    let last = found.last().filter(|_| full)?;
    let kept = filled.pairs().filter(|(name, _)| *name != "after");
    Some(address(PATH, kept.chain([("after", last.id.as_str())])))
}

fn first_page(filled: &Filled) -> String {
    address(PATH, filled.pairs().filter(|(name, _)| *name != "after"))
}
