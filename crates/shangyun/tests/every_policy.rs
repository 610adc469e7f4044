//! The demo of every shipped policy: it starts, and whoever one is in it, no page fails. What a plan does not have, such
//! as a filing, its pages say calmly; and nothing of one city stands on the pages of another.

mod support;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use domain::act::{Actor, Seat};
use http::Method;
use shangyun::app::App;
use shangyun::demo::opening::{self, Place};
use shangyun::demo::{cast, newcomer};
use shangyun::{server, session, shipped};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use store::verify::verify;
use store::views::accounts;
use support::folder::Folder;
use tower::ServiceExt;

/// How many pages of one route somebody opens.
const OPENED_MAX: usize = 2;
/// How many enterprises look at their pages.
const ENTERPRISES: usize = 6;
/// Words of the founding city, which no other city may show.
const SHENYANG: [&str; 8] = ["沈阳", "Shenyang", "铁西", "浑南", "沈政", "沈企", "沈财", "沈工信"];

/// A demo city with its pages.
struct City {
    app: App,
    pages: Router,
    _folder: Folder,
}

/// What came back.
struct Seen {
    status: u16,
    location: String,
    is_page: bool,
    body: String,
}

impl City {
    async fn of(policy: &str) -> Self {
        let folder = Folder::new("policy");
        let place = Place {
            folder: folder.path().to_owned(),
            database: Some("sqlite::memory:".to_owned()),
            policy: policy.to_owned(),
            origin: "http://city.test".to_owned(),
        };
        let opened = opening::open(&place).await.unwrap_or_else(|error| unreachable!("{policy}: {error}"));
        let pages = server::router(&opened.app, server::site(&opened.app, [7; 32], false));
        Self { app: opened.app, pages, _folder: folder }
    }

    async fn get(&self, path: &str, session: &str) -> Seen {
        let request = Request::get(path).header("host", "city.test").header(COOKIE, format!("session={session}"));
        let request = request.body(Body::empty()).expect("a request");
        let response = self.pages.clone().oneshot(request).await.expect("an answer");
        let header = |name| response.headers().get(&name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (status, location) = (response.status().as_u16(), header(LOCATION).to_owned());
        let is_page = header(CONTENT_TYPE).starts_with("text/html");
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Seen { status, location, is_page, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// One person of every kind of seat, of every office and rank, and some of the enterprises.
    async fn people(&self) -> Vec<(String, String)> {
        let mut people = vec![("the public".to_owned(), String::new())];
        let mut actors: Vec<Actor> = cast::members(&self.app.setting().city).into_iter().map(|one| one.actor).collect();
        let page = accounts::page(self.app.store.database(), Some("enterprise_owner"), "").await.expect("the accounts");
        actors.extend(page.into_iter().map(|one| {
            let account = domain::ids::AccountId::new(one.id);
            Actor { account, seat: one.account.seat }
        }));
        let account = newcomer::sign_up(&self.app).await.unwrap_or_else(|_| unreachable!("nobody signs up"));
        actors.push(Actor { account, seat: Seat::Newcomer });
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for actor in actors {
            let most = if actor.enterprise().is_some() { ENTERPRISES } else { 1 };
            let who = actor.office().map_or_else(|| actor.seat.word().to_owned(), |office| format!("{office:?}"));
            let count = known.entry(who.clone()).or_default();
            *count += 1;
            if *count <= most {
                people.push((who, session::start(&self.app, &actor.account).await.expect("a session")));
            }
        }
        people
    }

    /// Follows every link from somebody's first pages; gives the pages by address.
    async fn walk(&self, who: &str, token: &str, faults: &mut Vec<String>) -> BTreeMap<String, String> {
        let mut todo: VecDeque<String> = ["/", "/desk", "/demo", "/account", "/filings/new"].map(str::to_owned).into();
        let (mut known, mut opened) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
        let mut pages = BTreeMap::new();
        while let Some(address) = todo.pop_front() {
            if !known.insert(address.clone()) {
                continue;
            }
            let Some(route) = route_of(&address) else { continue };
            let count = opened.entry(route.to_owned()).or_default();
            *count += 1;
            if *count > OPENED_MAX {
                continue;
            }
            let seen = self.get(&address, token).await;
            if seen.status >= 500 {
                faults.push(format!("{who}: {address} answers {}", seen.status));
            }
            if (300..400).contains(&seen.status) {
                todo.push_back(seen.location);
            } else if seen.status == 200 && seen.is_page {
                todo.extend(links(&seen.body));
                pages.insert(address, seen.body);
            }
        }
        pages
    }
}

/// The route that answers an address.
fn route_of(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let fits = |route: &&str| {
        let (wanted, given): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
        wanted.len() == given.len()
            && wanted.iter().zip(given).all(|(part, given)| *part == given || part.starts_with('{'))
    };
    let gets = server::lines(true).into_iter().filter(|line| line.method == Method::GET).map(|line| line.path);
    gets.filter(fits).min_by_key(|route| route.matches('{').count())
}

/// The addresses of this site that a page links to.
fn links(body: &str) -> impl Iterator<Item = String> {
    let all = body.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    all.map(|path| format!("/{}", path.split('#').next().unwrap_or_default()).replace("&amp;", "&"))
}

async fn no_page_fails(policy: &str) {
    let city = City::of(policy).await;
    assert_eq!(verify(&city.app.store, Vec::new(), |_| {}).await.expect("it runs").findings, [], "{policy}");
    let (mut faults, mut shown) = (Vec::new(), BTreeSet::new());
    for (who, token) in city.people().await {
        for (address, body) in city.walk(&who, &token, &mut faults).await {
            let foreign = SHENYANG.iter().find(|word| policy != opening::POLICY && body.contains(*word));
            faults.extend(foreign.map(|word| format!("{who}: {address} says {word}")));
            shown.extend(route_of(&address));
        }
    }
    assert!(faults.is_empty(), "{policy}:\n{}", faults.join("\n"));
    for route in ["/", "/policies/{id}", "/policies/{id}/readings", "/estimate", "/demo", "/desk"] {
        assert!(shown.contains(route), "{policy}: nobody came to {route}");
    }
    let loaded = city.app.setting().policies.values().next().expect("a policy").clone();
    let has_filing = loaded.plan().procedure(domain::filing::PROCEDURE).is_some();
    // Where a plan has no filing, no enterprise is there on the first day.
    assert_eq!(shown.contains("/filings/new"), has_filing, "{policy}: beginning a filing");
    assert_eq!(shown.contains("/filings/{id}"), has_filing, "{policy}: cases");
    assert_eq!(shown.contains("/rounds/{id}"), has_filing, "{policy}: rounds");
}

macro_rules! every_policy {
    ($($test:ident: $id:literal)+) => {
        /// The policies that are tried.
        const TRIED: &[&str] = &[$($id),+];

        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            no_page_fails($id).await;
        })+
    };
}

every_policy! {
    yunjiang: "yunjiang-2026"
    template: "template"
    hubei: "hubei-2025"
    tianmen: "tianmen-2019"
    shenzhen: "shenzhen-2020"
    shandong: "shandong-2017"
    jiangsu: "jiangsu-stars-2021"
    longhua: "longhua-2021"
}

#[test]
fn no_shipped_policy_is_left_out() {
    // The founding city is walked, and looked at, by tests of its own.
    let shipped: BTreeSet<&str> = shipped::POLICIES.iter().map(|(id, _)| *id).collect();
    let tried: BTreeSet<&str> = TRIED.iter().copied().chain([opening::POLICY]).collect();
    assert_eq!(tried, shipped);
}
