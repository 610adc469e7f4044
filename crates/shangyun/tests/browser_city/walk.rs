//! Which screens there are: everybody's pages, found by following every link from their desk.

use crate::city::City;
use domain::act::Actor;
use http::Method;
use shangyun::server;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many pages of one route are opened in search of others.
const OPENED_MAX: usize = 8;

/// What no browser shows as a page: files, data for programs, and ways that only lead on. By name, so that a new page is
/// never left out by accident.
const NO_SCREENS: &[&str] = &[
    "/admin/journal/export",
    "/claims/{id}/papers/{document}",
    "/claims/{id}/rows/{list}/{place}",
    "/disclosure/paid.csv",
    "/disclosure/paid.json",
    "/filings/{id}/papers/{document}",
    "/health",
    "/policies/{id}/document",
    "/policies/{id}/editions/{hash}",
    "/queue/next",
    "/rosters/new",
    "/rosters/{id}/certificate",
    "/rosters/{id}/letter",
    "/rounds/{id}/payments/list.csv",
    "/rounds/{id}/plan/approval/scan",
];

/// Every route that is a screen.
pub fn screens() -> BTreeSet<&'static str> {
    let lines = server::lines(true).into_iter().filter(|line| line.method == Method::GET);
    lines.map(|line| line.path).filter(|path| !path.starts_with("/api/") && !NO_SCREENS.contains(path)).collect()
}

/// The route that answers an address.
pub fn route_of(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let lines = server::lines(true).into_iter().filter(|line| line.method == Method::GET);
    let fitting = lines.map(|line| line.path).filter(|route| fits(route, path));
    fitting.min_by_key(|route| route.matches('{').count())
}

fn fits(route: &str, path: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    wanted.len() == given.len()
        && wanted.iter().zip(given).all(|(part, given)| *part == given || (part.starts_with('{') && !given.is_empty()))
}

/// The addresses somebody comes to, by route, in the order they are found.
pub type Reached = BTreeMap<&'static str, Vec<String>>;

/// Follows every link from a reader's first pages.
pub async fn walk(city: &City, session: Option<&str>) -> Reached {
    let first = if session.is_some() { "/desk" } else { "/" };
    let mut todo: VecDeque<String> = [first, "/", "/account", "/demo"].map(str::to_owned).into();
    let (mut known, mut opened) = (BTreeSet::new(), BTreeMap::<(&str, bool), usize>::new());
    let mut reached = Reached::new();
    while let Some(address) = todo.pop_front() {
        if !known.insert(address.clone()) {
            continue;
        }
        let Some(route) = route_of(&address) else { continue };
        let count = opened.entry((route, address.contains('?'))).or_default();
        *count += 1;
        if *count > OPENED_MAX {
            continue;
        }
        let answer = city.get(&address, session).await;
        if answer.status == 303 {
            todo.push_back(answer.location);
        } else if answer.status == 200 && answer.is_page {
            todo.extend(links(&answer.body));
            reached.entry(route).or_default().push(address);
        }
    }
    reached
}

/// The addresses of this site that a page links to.
fn links(body: &str) -> impl Iterator<Item = String> {
    let all = body.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    let whole = all.map(|path| format!("/{}", path.split('#').next().unwrap_or_default()).replace("&amp;", "&"));
    whole.filter(|path| !path.starts_with("/view"))
}

/// Somebody who looks at the city, with what only they see of a page that everybody has.
pub struct Person {
    /// The beginning of their pictures' names.
    pub name: &'static str,
    /// Who they are; nobody who has signed in has none.
    pub actor: Option<Actor>,
    /// How many pages of a route are looked at, whoever else has looked at one: they are not the same for everybody or
    /// at every step.
    pub own: &'static [(&'static str, usize)],
}

/// A page to be looked at.
pub struct Screen {
    /// The name of its pictures.
    pub name: String,
    /// Its address.
    pub address: String,
}

/// What each of these people is to look at, so that together they see every route one of them reaches.
pub async fn plan(city: &City, people: &[Person]) -> Vec<Vec<Screen>> {
    let mut seen = BTreeSet::new();
    let mut plans = Vec::new();
    for person in people {
        let session = match &person.actor {
            Some(actor) => Some(city.session(actor).await),
            None => None,
        };
        let reached = walk(city, session.as_deref()).await;
        let mut screens = Vec::new();
        for (route, addresses) in reached {
            let own = person.own.iter().find(|(own, _)| *own == route).map_or(0, |(_, pages)| *pages);
            let pages = if seen.insert(route) { own.max(1) } else { own };
            let name = format!("{}{}", person.name, slug(route));
            for (place, address) in addresses.into_iter().take(pages).enumerate() {
                let name = if place == 0 { name.clone() } else { format!("{name}-{}", place + 1) };
                screens.push(Screen { name, address });
            }
        }
        plans.push(screens);
    }
    plans
}

fn slug(route: &str) -> String {
    route.replace('/', "-").replace(['{', '}'], "")
}
