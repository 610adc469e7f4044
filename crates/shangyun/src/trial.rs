//! For tests: a city in memory, founded with its three administrators, and browsers that walk through its pages.

use crate::acting::Sealing;
use crate::admission::{self, Purpose};
use crate::app::App;
use crate::clock::Clock;
use crate::entropy::SystemEntropy;
use crate::lineage::Lineage;
use crate::{server, shipped};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use domain::account::{AccountCommand, Person};
use domain::act::Actor;
use domain::command::Command;
use domain::ids::AccountId;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use store::store::{Config, Decide, Store};
use store::vault::{Secret, Secrets};
use store::views::accounts;
use tower::Service;

/// A city in memory.
pub struct City {
    /// The program.
    pub app: App,
    router: Router,
}

/// A browser of its own, at an address of its own.
pub struct Browser {
    router: Router,
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
    page: Page,
}

/// A page as it came.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// Where it leads, for a redirection.
    pub location: String,
    /// The document.
    pub body: String,
}

impl City {
    /// A city with its three administrators, who have not come in yet.
    pub async fn founded() -> Self {
        Self::with(|app| app).await
    }

    /// The same with an app that is changed before it serves.
    pub async fn with(change: impl FnOnce(App) -> App) -> Self {
        Self::deciding(domain::decide::decide, change).await
    }

    /// The same with acts decided otherwise.
    pub async fn deciding(decide: Decide, change: impl FnOnce(App) -> App) -> Self {
        let files = shipped::city("shenyang").expect("a shipped city");
        let document = shipped::policy("shenyang-2018").expect("a shipped policy").to_owned();
        let setting =
            shipped::setting(&files, &[("policy".to_owned(), document)], &Lineage::default()).expect("a setting");
        let documents = std::env::temp_dir().join(format!("shangyun-trial-{}", std::process::id()));
        let config = Config {
            database: "sqlite::memory:".to_owned(),
            documents,
            secrets: Secrets { current: Secret { id: "1".to_owned(), key: [7; 32].into() }, older: vec![] },
            entropy: Arc::new(SystemEntropy),
            decide,
        };
        let zone = setting.city.time_zone().clone();
        let store = Store::open(config, Arc::new(setting)).await.expect("a store");
        let app = change(App::new(store, Clock::running(zone), "http://city.test"));
        found(&app).await;
        let mut site = server::site(&app, [3; 32], false);
        site.origin = None;
        let router = server::router(&app, site);
        Self { app, router }
    }

    /// A browser at the address `10.0.0.<number>`.
    pub fn browser(&self, number: u8) -> Browser {
        let address = SocketAddr::from(([10, 0, 0, number], 4_000));
        Browser { router: self.router.clone(), address, cookies: BTreeMap::new(), page: Page::default() }
    }

    /// The only account in a seat, by its word.
    pub async fn account(&self, seat: &str) -> AccountId {
        let found = accounts::page(self.app.store.database(), Some(seat), "").await.expect("accounts");
        AccountId::new(found[0].id.clone())
    }

    /// A link of an account, as a path.
    pub async fn link(&self, account: &AccountId, purpose: Purpose) -> String {
        let link = admission::link(&self.app, account, purpose).await.expect("a link");
        link.address.trim_start_matches("http://city.test").to_owned()
    }
}

async fn found(app: &App) {
    let mut sealing = Sealing::default();
    let logins = ["system@city.test", "security@city.test", "audit@city.test"];
    let administrators = logins.map(|login| Person {
        name: sealing.seal(app, login, "name", "管理员").expect("sealed"),
        login: sealing.seal(app, login, "login", login).expect("sealed"),
    });
    let command = Command::Account(AccountCommand::Found { administrators });
    app.execute(&Actor::founder(), command, "found", sealing.rows()).await.expect("founded");
}

impl Browser {
    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> &Page {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Sends a form with the token of the page that is open.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> &Page {
        let token = self.page.field("_token");
        let key = self.page.field("_key");
        let pairs = [("_token", token.as_str()), ("_key", key.as_str())];
        let all = pairs.into_iter().chain(fields.iter().copied());
        let body = crate::web::forms::address("", all).trim_start_matches('?').to_owned();
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Goes where the last answer leads.
    pub async fn follow(&mut self) -> &Page {
        let path = self.page.location.clone();
        assert!(!path.is_empty(), "nothing to follow: {} {}", self.page.status, self.page.body);
        self.get(&path).await
    }

    /// The page that is open.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Gives the browser a cookie.
    pub fn hold(&mut self, cookie: &str, value: &str) {
        self.cookies.insert(cookie.to_owned(), value.to_owned());
    }

    /// Whether the browser holds a cookie.
    pub fn holds(&self, cookie: &str) -> bool {
        self.cookies.contains_key(cookie)
    }

    async fn send(&mut self, mut request: Request<Body>) -> &Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(COOKIE, cookies.join("; ").parse().expect("cookies"));
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.call(request).await.expect("an answer");
        for line in response.headers().get_all(SET_COOKIE) {
            let line = line.to_str().expect("text");
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = response.headers().get(LOCATION).map(|to| to.to_str().expect("text").to_owned());
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        self.page = Page { status, location: location.unwrap_or_default(), body };
        &self.page
    }
}

impl Page {
    /// The value of the first field of this name.
    pub fn field(&self, name: &str) -> String {
        let found = self.body.split(&format!("name=\"{name}\" value=\"")).nth(1);
        found.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    /// Whether words stand on it.
    pub fn says(&self, words: &str) -> bool {
        self.body.contains(words)
    }
}
