//! The access walk: every route of the one list, every case of the city, by two people of every role. Nothing is open
//! to the wrong seat or the wrong district, and nothing that is refused leaves a trace.
#![expect(clippy::wildcard_enum_match_arm, reason = "the walk knows three kinds of case")]

mod support;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Method, Request, StatusCode};
use domain::act::Actor;
use domain::ids::{ClaimId, FilingId, RoundId};
use domain::sight;
use domain::world::{Aggregate, Key};
use shangyun::app::App;
use shangyun::demo::cast;
use shangyun::demo::opening::{self, Place};
use shangyun::routes::May;
use shangyun::{server, session};
use std::collections::BTreeMap;
use store::views::{accounts, cases};
use support::folder::Folder;
use tower::ServiceExt;

/// A city in memory, its pages, and people with open sessions.
struct City {
    app: App,
    pages: Router,
    people: Vec<Person>,
    _folder: Folder,
}

/// Somebody who has signed in; nobody has no actor.
struct Person {
    actor: Option<Actor>,
    token: String,
    form_token: String,
}

/// What came back.
struct Seen {
    status: StatusCode,
    location: String,
    body: String,
}

impl City {
    async fn open() -> Self {
        let folder = Folder::new("access");
        let place = Place {
            folder: folder.path().to_owned(),
            database: Some("sqlite::memory:".to_owned()),
            policy: "shenyang-2018".to_owned(),
            origin: "http://city.test".to_owned(),
        };
        let app = opening::open(&place).await.expect("the demo city opens").app;
        let site = server::site(&app, [7; 32], false);
        let pages = server::router(&app, site);
        let mut city = Self { app, pages, people: Vec::new(), _folder: folder };
        city.seat_two_of_every_role().await;
        city
    }

    /// Two of every seat and rank, from different districts where there are any, and nobody.
    async fn seat_two_of_every_role(&mut self) {
        self.people.push(Person { actor: None, token: String::new(), form_token: String::new() });
        let mut chosen: BTreeMap<String, Vec<Actor>> = BTreeMap::new();
        let own = cast::members(&self.app.setting().city).into_iter().map(|member| member.actor);
        for actor in own.chain(self.enterprises().await) {
            let office = actor.office().map_or_else(String::new, |(office, _)| {
                office.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned()
            });
            let of_role = chosen.entry(format!("{}/{office}", actor.seat.word())).or_default();
            let is_elsewhere = of_role.iter().all(|other| other.seat != actor.seat);
            if of_role.is_empty() || (of_role.len() < 2 && is_elsewhere) {
                of_role.push(actor);
            }
        }
        for actor in chosen.into_values().flatten() {
            let token = session::start(&self.app, &actor.account).await.expect("a session");
            let mut person = Person { actor: Some(actor), token, form_token: String::new() };
            let page = self.ask(&person, Method::GET, "/policies", "").await;
            let (_, rest) = page.body.split_once("name=\"_token\" value=\"").expect("every page has the sign-out form");
            rest.split('"').next().unwrap_or_default().clone_into(&mut person.form_token);
            self.people.push(person);
        }
    }

    async fn enterprises(&self) -> Vec<Actor> {
        let mut found = Vec::new();
        for seat in ["enterprise_owner", "enterprise_colleague", "newcomer"] {
            let page = accounts::page(self.app.store.database(), Some(seat), "").await.expect("accounts");
            found.extend(
                page.into_iter()
                    .map(|one| Actor { account: domain::ids::AccountId::new(one.id), seat: one.account.seat }),
            );
        }
        found
    }

    async fn ask(&self, person: &Person, method: Method, path: &str, body: &str) -> Seen {
        let mut request = Request::builder().method(method).uri(path).header("host", "city.test");
        if !person.token.is_empty() {
            request = request.header(COOKIE, format!("session={}", person.token));
        }
        let request = request
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .expect("a request");
        let response = self.pages.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let location = headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Seen { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn head(&self) -> i64 {
        self.app.store.head().await.expect("the journal")
    }

    /// A path with real ids in place of its names.
    async fn fill(&self, path: &str) -> String {
        let database = self.app.store.database();
        let queue = cases::filing_states(database, "shenyang-2018").await.expect("states");
        assert!(!queue.is_empty(), "the city has cases");
        let ids = self.ids().await;
        let kind = path.trim_start_matches("/api/v1").split('/').nth(1).unwrap_or_default();
        let id = match kind {
            "claims" => &ids.claims[0],
            "rounds" | "disclosure" => &ids.rounds[0],
            "programmes" | "policies" => "shenyang-2018",
            _ => &ids.filings[0],
        };
        let mut filled = path.replace("{id}", id).replace("{round}", id);
        while let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
            filled.replace_range(from..=to, "x");
        }
        filled
    }

    async fn ids(&self) -> Ids {
        let database = self.app.store.database();
        let mut ids = Ids::default();
        for enterprise in self.all_enterprises().await {
            let filings = cases::filings_of(database, &enterprise).await.expect("filings");
            ids.filings.extend(filings.into_iter().map(|one| one.id));
            let claims = cases::claims_of(database, &enterprise).await.expect("claims");
            ids.claims.extend(claims.into_iter().map(|one| one.id));
        }
        ids.rounds.extend(cases::rounds(database).await.expect("rounds").into_iter().map(|one| one.id));
        ids
    }

    async fn all_enterprises(&self) -> Vec<String> {
        let page = accounts::page(self.app.store.database(), Some("enterprise_owner"), "").await.expect("accounts");
        page.iter()
            .filter_map(|one| {
                if let domain::act::Seat::Enterprise { enterprise, .. } = &one.account.seat {
                    Some(enterprise.to_string())
                } else {
                    None
                }
            })
            .collect()
    }
}

#[derive(Default)]
struct Ids {
    filings: Vec<String>,
    claims: Vec<String>,
    rounds: Vec<String>,
}

/// One city serves all three walks: making it takes longer than walking it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_open_to_the_wrong_seat_or_district_and_every_page_answers() {
    let city = City::open().await;
    no_route_is_open_to_the_wrong_seat(&city).await;
    every_page_that_a_seat_may_take_answers(&city).await;
    a_case_is_shown_to_those_it_concerns_and_not_found_by_the_others(&city).await;
}

async fn no_route_is_open_to_the_wrong_seat(city: &City) {
    let mut wrong = Vec::new();
    for line in server::lines(true) {
        let path = city.fill(line.path).await;
        for person in &city.people {
            let seat = person.actor.as_ref().map(|actor| &actor.seat);
            let is_api = path.starts_with("/api/");
            // Programs are known by their token, not by a cookie: to the API everybody here is nobody.
            let seat = if is_api { None } else { seat };
            if line.may.allows(seat, true) || line.path.starts_with("/demo/") || line.path == "/sign-out" {
                continue;
            }
            let before = city.head().await;
            let body = format!("_token={}", person.form_token);
            let seen = city.ask(person, line.method.clone(), &path, &body).await;
            let is_sent_to_sign_in = seen.location.starts_with("/sign-in") && seat.is_none();
            let is_refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::UNAUTHORIZED];
            if !(is_refused.contains(&seen.status) || is_sent_to_sign_in) {
                wrong.push(format!("{} {path} as {seat:?}: {}", line.method, seen.status));
            }
            assert_eq!(city.head().await, before, "{} {path} left a trace", line.method);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn every_page_that_a_seat_may_take_answers(city: &City) {
    let mut broken = Vec::new();
    for line in server::lines(true).into_iter().filter(|line| line.method == Method::GET && line.may != May::Demo) {
        let path = city.fill(line.path).await;
        for person in &city.people {
            let seat = person.actor.as_ref().map(|actor| &actor.seat);
            if !line.may.allows(seat, true) || path.starts_with("/api/") {
                continue;
            }
            let seen = city.ask(person, Method::GET, &path, "").await;
            if seen.status.is_server_error() {
                broken.push(format!("GET {path} as {seat:?}: {}", seen.status));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

async fn a_case_is_shown_to_those_it_concerns_and_not_found_by_the_others(city: &City) {
    let ids = city.ids().await;
    let setting = city.app.setting();
    let today = city.app.clock.today();
    let mut wrong = Vec::new();
    // Every fourth case: all districts, streams and steps are among them.
    let keys =
        (ids.filings.iter().step_by(4).map(|id| (format!("/filings/{id}"), Key::Filing(FilingId::new(id.clone())))))
            .chain(
                ids.claims.iter().step_by(4).map(|id| (format!("/claims/{id}"), Key::Claim(ClaimId::new(id.clone())))),
            )
            .chain(ids.rounds.iter().map(|id| (format!("/rounds/{id}"), Key::Round(RoundId::new(id.clone())))));
    for (path, key) in keys.collect::<Vec<_>>() {
        let state = city.app.store.load(&key).await.expect("a case").state.expect("a case");
        for person in city.people.iter().filter(|person| person.actor.is_some()) {
            let Some(actor) = &person.actor else { continue };
            let policy = setting.policies.values().next().expect("a policy");
            let sight = sight::sight(&setting, policy, actor, today);
            let may_see = match &state {
                Aggregate::Filing(filing) => sight.of_filing(filing),
                Aggregate::Claim(claim) => sight.of_claim(claim),
                Aggregate::Round(round) => sight::sees_round(&setting, policy, actor, today, round),
                _ => continue,
            };
            let seen = city.ask(person, Method::GET, &path, "").await;
            let is_shown = seen.status.is_success() || seen.status.is_redirection();
            // An expert sees the claims of the round whose panel it is on.
            let is_panel = actor.seat.word() == "expert" && path.starts_with("/claims/");
            if is_shown != may_see && !is_panel {
                wrong.push(format!("{path} as {:?}: {} but may see: {may_see}", actor.seat, seen.status));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong, such as\n{}",
        wrong.len(),
        wrong.get(..20.min(wrong.len())).unwrap_or_default().join("\n")
    );
}
