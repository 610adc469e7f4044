//! A program that speaks the JSON API: a token, commands under one-time keys, reads.
#![expect(clippy::needless_pass_by_value, reason = "commands are written where they are sent")]

use http::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::runtime::{Builder, Runtime};

static KEYS: AtomicU64 = AtomicU64::new(0);

/// The way to one server.
pub struct Api {
    runtime: Runtime,
    client: Client<HttpConnector, axum::body::Body>,
    base: String,
}

/// Somebody with a token.
#[derive(Clone, Debug)]
pub struct Token(String);

impl Api {
    /// Speaks to the server at an address such as `http://127.0.0.1:8080`.
    pub fn at(base: &str) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let client = Client::builder(TokioExecutor::new()).build(HttpConnector::new());
        Self { runtime, client, base: base.trim_end_matches('/').to_owned() }
    }

    /// In the demo city: a token for an account.
    #[track_caller]
    pub fn be(&self, account: &str) -> Token {
        let answer = self.post(None, "/api/v1/demo/session", &json!({ "account": account }));
        Token(answer["token"].as_str().expect("a token").to_owned())
    }

    /// A token for a name and a password.
    #[track_caller]
    pub fn sign_in(&self, name: &str, password: &str) -> Token {
        let answer = self.post(None, "/api/v1/session", &json!({ "name": name, "password": password }));
        Token(answer["token"].as_str().expect("a token").to_owned())
    }

    /// In the demo city: a token for somebody who has just signed up.
    #[track_caller]
    pub fn be_new(&self) -> Token {
        let answer = self.post(None, "/api/v1/demo/newcomer", &json!({}));
        Token(answer["token"].as_str().expect("a token").to_owned())
    }

    /// Does a command that must not be refused; gives what it shows next.
    #[track_caller]
    pub fn act(&self, who: &Token, part: &str, command: Value) -> Value {
        let (status, answer) = self.try_act(who, part, command.clone());
        assert_eq!(status, StatusCode::OK, "{part} {command}: {answer}");
        answer
    }

    /// Tries a command; gives the status and the answer or the problem.
    pub fn try_act(&self, who: &Token, part: &str, command: Value) -> (StatusCode, Value) {
        let key = format!("key-{}", KEYS.fetch_add(1, Ordering::Relaxed));
        self.act_under(&key, who, part, command)
    }

    /// Tries a command under a one-time key.
    pub fn act_under(&self, key: &str, who: &Token, part: &str, command: Value) -> (StatusCode, Value) {
        let body = json!({ "part": part, "command": command }).to_string().into_bytes();
        let (status, bytes) = self.send(Method::POST, "/api/v1/acts", Some(who), &[("idempotency-key", key)], body);
        (status, parse(&bytes))
    }

    /// Tries a command where the server may go away meanwhile; nothing when there is no whole answer.
    pub fn act_if_there(&self, key: &str, who: &Token, part: &str, command: &Value) -> Option<(StatusCode, Value)> {
        let body = json!({ "part": part, "command": command }).to_string().into_bytes();
        let headers = [("idempotency-key", key)];
        let (status, bytes) = self.try_send(Method::POST, "/api/v1/acts", Some(who), &headers, body)?;
        Some((status, parse(&bytes)))
    }

    /// Keeps a file; gives it as commands name it.
    #[track_caller]
    pub fn keep(&self, who: &Token, name: &str, content: &[u8]) -> Value {
        let path = format!("/api/v1/documents?name={name}");
        let (status, bytes) = self.send(Method::POST, &path, Some(who), &[], content.to_vec());
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&bytes));
        parse(&bytes)
    }

    /// Reads an address that must answer.
    #[track_caller]
    pub fn get(&self, who: &Token, path: &str) -> Value {
        let (status, answer) = self.try_get(Some(who), path);
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        answer
    }

    /// Reads an address.
    pub fn try_get(&self, who: Option<&Token>, path: &str) -> (StatusCode, Value) {
        let (status, bytes) = self.send(Method::GET, path, who, &[], Vec::new());
        (status, parse(&bytes))
    }

    /// Posts to an address that must answer.
    #[track_caller]
    pub fn post(&self, who: Option<&Token>, path: &str, body: &Value) -> Value {
        let (status, bytes) = self.send(Method::POST, path, who, &[], body.to_string().into_bytes());
        assert!(status.is_success(), "{path}: {status} {}", String::from_utf8_lossy(&bytes));
        parse(&bytes)
    }

    fn send(
        &self,
        method: Method,
        path: &str,
        who: Option<&Token>,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> (StatusCode, Vec<u8>) {
        self.try_send(method, path, who, headers, body).expect("an answer")
    }

    fn try_send(
        &self,
        method: Method,
        path: &str,
        who: Option<&Token>,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Option<(StatusCode, Vec<u8>)> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        request = request.header("content-type", "application/json");
        if let Some(Token(token)) = who {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(axum::body::Body::from(body)).expect("a request");
        self.runtime.block_on(async {
            let response = self.client.request(request).await.ok()?;
            let status = response.status();
            let body = axum::body::Body::new(response.into_body());
            Some((status, axum::body::to_bytes(body, usize::MAX).await.ok()?.to_vec()))
        })
    }
}

fn parse(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()))
}
