//! The demo's stage: be anyone, move the clock.

use crate::acting;
use crate::app::App;
use crate::demo::cast::{self, Member, RANKS};
use crate::demo::newcomer;
use crate::lang::Lang;
use crate::routes::{May, Routes};
use crate::session;
use crate::web::components::table::{Column, Table};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Posted, button_form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use domain::act::Seat;
use domain::city::City;
use domain::ids::AccountId;
use domain::world::{Aggregate, Key};
use jiff::civil::Date;
use maud::{Markup, html};
use policy::plan::words::Rank;
use store::secrets;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/demo", May::Demo, stage)
        .post("/demo/be/{account}", May::Demo, be)
        .post("/demo/newcomer", May::Demo, be_new)
        .post("/demo/move", May::Demo, move_clock)
}

/// `GET /demo`.
async fn stage(State(app): State<App>, visit: Visit) -> Response {
    let lang = visit.lang;
    let setting = app.setting();
    let today = app.clock.today();
    let members = cast::members(&setting.city);
    let people = People { visit: &visit, city: &setting.city, today, members: &members };
    Page::new(&visit, lang.t("demo-title")).wide().lead(lang.t("demo-lead")).todo(lang.t("demo-todo")).respond(html! {
        (clock(&visit, today))
        (newcomers(&visit))
        (people.offices("demo-city-offices", |city, office| city.office(office).is_some_and(|it| it.district.is_none())))
        (people.offices("demo-district-bureaus", |city, office| serves(city, office, "district_bureau")))
        (people.offices("demo-district-finance", |city, office| serves(city, office, "district_finance")))
        (people.others("demo-providers", |seat| matches!(seat, Seat::Provider { .. })))
        (people.others("demo-experts", |seat| matches!(seat, Seat::Expert { .. })))
        (people.others("demo-administrators", |seat| matches!(seat, Seat::SystemAdmin | Seat::SecurityAdmin | Seat::AuditAdmin)))
        (people.others("demo-auditors", |seat| matches!(seat, Seat::InternalAuditor | Seat::ExternalAuditor { .. })))
    })
}

fn serves(city: &City, office: &str, role: &str) -> bool {
    city.office(office).is_some_and(|it| it.district.is_some() && it.roles.iter().any(|held| held.role == role))
}

/// The programme's day, and the ways forward.
fn clock(visit: &Visit, today: Date) -> Markup {
    let lang = visit.lang;
    let ways = [("workday", "demo-to-workday")];
    html! {
        section {
            h2 { (lang.t("demo-clock")) }
            p { (lang.t_with("demo-clock-says", &[("date", format::date_text(lang, today).into())])) }
            div.actions {
                @for (to, key) in ways {
                    (button_form(visit, "/demo/move", &html! {
                        button.button.secondary type="submit" name="to" value=(to) { (lang.t(key)) }
                    }))
                }
            }
        }
    }
}

/// The way in for somebody who is not there yet.
fn newcomers(visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        section {
            h2 { (lang.t("demo-newcomer")) }
            p { (lang.t("demo-newcomer-says")) }
            (button_form(visit, "/demo/newcomer", &html! {
                button.button type="submit" { (lang.t("demo-newcomer-be")) }
            }))
        }
    }
}

/// The people of the city, as this page shows them.
struct People<'a> {
    visit: &'a Visit,
    city: &'a City,
    today: Date,
    members: &'a [Member],
}

impl People<'_> {
    /// Offices with their people by rank.
    fn offices(&self, title: &'static str, is_wanted: fn(&City, &str) -> bool) -> Markup {
        let lang = self.visit.lang;
        let mut rows: Vec<&str> = self.members.iter().filter_map(|one| Some(one.actor.office()?.0)).collect();
        rows.retain(|office| is_wanted(self.city, office));
        rows.dedup();
        let mut table = Table::new(lang, lang.t(title)).column(Column::text(lang.t("demo-office"), |office: &&str| {
            let name = self.city.office(office).and_then(|it| it.name(self.today));
            html! { (name.map_or(*office, |name| lang.pick(&name.names.zh, &name.names.en))) }
        }));
        for rank in RANKS {
            table = table.column(Column::text(rank_name(lang, rank), move |office: &&str| {
                self.buttons(|seat| *seat == Seat::Office { office: (*office).to_owned(), rank })
            }));
        }
        html! { section { h2 { (lang.t(title)) } (table.draw(&rows)) } }
    }

    /// Everybody else, seat by seat.
    fn others(&self, title: &'static str, is_wanted: fn(&Seat) -> bool) -> Markup {
        let lang = self.visit.lang;
        let mut rows: Vec<&Seat> =
            self.members.iter().map(|one| &one.actor.seat).filter(|seat| is_wanted(seat)).collect();
        rows.dedup();
        let table = Table::new(lang, lang.t(title))
            .column(Column::text(lang.t("demo-seat"), |seat: &&Seat| html! { (self.place(seat)) }))
            .column(Column::text(lang.t("demo-people"), |seat: &&Seat| self.buttons(|other| other == *seat)));
        html! { section { h2 { (lang.t(title)) } (table.draw(&rows)) } }
    }

    /// One button for each person whose seat is wanted.
    fn buttons(&self, is_wanted: impl Fn(&Seat) -> bool) -> Markup {
        let people = self.members.iter().filter(|one| is_wanted(&one.actor.seat));
        html! {
            @for one in people {
                (button_form(self.visit, &format!("/demo/be/{}", one.actor.account), &html! {
                    button.button.secondary type="submit" { (one.name) }
                })) " "
            }
        }
    }

    /// What a seat is called: the provider, the expert's field, or the kind of administrator.
    fn place(&self, seat: &Seat) -> String {
        let lang = self.visit.lang;
        let named = match seat {
            Seat::Provider { provider } => self.city.provider(provider).map(|it| &it.names),
            Seat::Expert { expert } => self.city.expert(expert).map(|it| &it.field),
            Seat::Enterprise { .. }
            | Seat::Newcomer
            | Seat::Office { .. }
            | Seat::SystemAdmin
            | Seat::SecurityAdmin
            | Seat::AuditAdmin
            | Seat::InternalAuditor
            | Seat::ExternalAuditor { .. }
            | Seat::Clock
            | Seat::Founder
            | Seat::Public => None,
        };
        let word = || lang.t(&format!("demo-seat-{}", seat.word().replace('_', "-"))).into_owned();
        named.map_or_else(word, |names| lang.pick(&names.zh, &names.en).to_owned())
    }
}

fn rank_name(lang: Lang, rank: Rank) -> String {
    let key = match rank {
        Rank::Handle => "demo-rank-handle",
        Rank::Check => "demo-rank-check",
        Rank::Sign => "demo-rank-sign",
    };
    lang.t(key).into_owned()
}

/// `POST /demo/be/{account}`: starts a session of this person, and ends the reader's own.
async fn be(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(account): Path<String>,
) -> Result<Response, Problem> {
    let id = AccountId::new(account);
    let found = app.store.load(&Key::Account(id.clone())).await.map_err(Problem::failure)?;
    let Some(Aggregate::Account(account)) = found.state else { return Err(Problem::not_found()) };
    if !account.enabled {
        return Err(Problem::conflict(visit.lang.t("demo-disabled")).next(visit.lang.t("demo-title"), "/demo"));
    }
    become_somebody(&app, &visit, &headers, &id).await
}

/// `POST /demo/newcomer`: starts a session of somebody who has just signed up.
async fn be_new(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    let id = newcomer::sign_up(&app).await?;
    become_somebody(&app, &visit, &headers, &id).await
}

async fn become_somebody(app: &App, visit: &Visit, headers: &HeaderMap, id: &AccountId) -> Result<Response, Problem> {
    if let Some(token) = session::token_of(&visit.site, headers) {
        let ended = secrets::end_session(&app.store, &secrets::token_hash(&token)).await;
        ended.map_err(Problem::failure)?;
    }
    let token = session::start(app, id).await.map_err(Problem::failure)?;
    let mut response = acting::go("/desk");
    if let Some(line) = session::cookie_line(&visit.site, &token) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    Ok(response)
}

/// `POST /demo/move`: moves the programme's clock forward.
async fn move_clock(State(app): State<App>, visit: Visit, Posted(form): Posted) -> Result<Response, Problem> {
    let ways = [("workday", ())];
    let lang = visit.lang;
    form.read(|form| form.choice("to", lang.t("demo-clock"), &ways).required())
        .map_err(|_| Problem::bad_request("no such way forward"))?;
    let tomorrow = app.clock.today().tomorrow().map_err(Problem::failure)?;
    let day = app.setting().city.calendar().next_workday(tomorrow).map_err(Problem::failure)?;
    app.clock.move_to(day);
    Ok(acting::go("/demo"))
}
