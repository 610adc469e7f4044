//! A demo city served from within the test: its store is at hand for what no page says, such as the secret of a link
//! that went out by mail.

use crate::support::demo::free_address;
use crate::support::folder::Folder;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use domain::act::Actor;
use domain::ids::AccountId;
use shangyun::admission::{self, Purpose};
use shangyun::app::App;
use shangyun::demo::forward::{self, Forward};
use shangyun::demo::opening::{self, Place};
use shangyun::{server, session};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// A demo city that answers on a loopback port.
pub struct City {
    /// The program.
    pub app: App,
    /// Where its acts and questions run.
    pub runtime: Runtime,
    router: Router,
    address: SocketAddr,
    _folder: Folder,
}

/// An answer, as far as walking through the pages needs it.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Whether it is a page, not a file.
    pub is_page: bool,
    /// Where it leads.
    pub location: String,
    /// The page.
    pub body: String,
}

impl City {
    /// Makes a city and serves it.
    pub fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime starts");
        let (folder, address) = (Folder::new("screens"), free_address());
        let place = Place {
            folder: folder.path().to_owned(),
            database: Some("sqlite::memory:".to_owned()),
            policy: "shenyang-2018".to_owned(),
            origin: format!("http://{address}"),
        };
        let app = runtime.block_on(opening::open(&place)).expect("the demo city opens").app;
        let router = server::router(&app, server::site(&app, [7; 32], false));
        let listener = runtime.block_on(TcpListener::bind(address)).expect("the port was free a moment ago");
        runtime.spawn(server::serve(listener, router.clone(), std::future::pending()));
        Self { app, runtime, router, address, _folder: folder }
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Signs somebody in; gives the secret of the session.
    pub async fn session(&self, actor: &Actor) -> String {
        session::start(&self.app, &actor.account).await.expect("a session starts")
    }

    /// The secret of a link that works once.
    pub fn link(&self, account: &AccountId, purpose: Purpose) -> String {
        self.runtime.block_on(admission::link(&self.app, account, purpose)).expect("a link").token
    }

    /// Moves the day forward.
    pub fn forward(&self, to: Forward) {
        self.runtime.block_on(forward::go(&self.app, to)).expect("the day moves");
    }

    /// Opens a page without a browser.
    pub async fn get(&self, path: &str, session: Option<&str>) -> Answer {
        let mut request = Request::get(path).header("host", self.address.to_string());
        if let Some(token) = session {
            request = request.header(COOKIE, format!("session={token}"));
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let header = |name| response.headers().get(&name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (status, location) = (response.status().as_u16(), header(LOCATION).to_owned());
        let is_page = header(CONTENT_TYPE).starts_with("text/html");
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Answer { status, is_page, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
