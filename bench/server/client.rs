//! Somebody signed in, on connections that stay open as a browser's do.

use axum::body::{Body, to_bytes};
use http::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use shangyun::web::forms::address;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// A signed-in reader.
#[derive(Clone)]
pub struct Client {
    http: Http<HttpConnector, Body>,
    base: String,
    cookie: String,
}

/// An answer, and how long it took to its last byte.
pub struct Answer {
    pub status: StatusCode,
    pub body: String,
    pub took: Duration,
}

impl Client {
    /// The holder of a session's token.
    pub fn new(server: SocketAddr, token: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let http = Http::builder(TokioExecutor::new()).build(connector);
        Self { http, base: format!("http://{server}"), cookie: format!("session={token}") }
    }

    /// Opens a page that must be there.
    pub async fn get(&self, path: &str) -> Answer {
        let answer = self.send(Method::GET, path, Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = address("", fields.iter().copied());
        self.send(Method::POST, path, Body::from(body.trim_start_matches('?').to_owned())).await
    }

    /// The token that the forms of a page carry, the same for all forms of a session.
    pub async fn token(&self, page: &str) -> String {
        let body = self.get(page).await.body;
        let (_, rest) = body.split_once("name=\"_token\" value=\"").expect("a form");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    async fn send(&self, method: Method, path: &str, body: Body) -> Answer {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        let request = request.header("cookie", &self.cookie).header("accept-language", "zh-CN");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.body(body).expect("a request");
        let began = Instant::now();
        let response = self.http.request(request).await.expect("the server answers");
        let status = response.status();
        let bytes = to_bytes(Body::new(response.into_body()), usize::MAX).await.expect("a whole answer");
        let took = began.elapsed();
        Answer { status, body: String::from_utf8_lossy(&bytes).into_owned(), took }
    }
}
