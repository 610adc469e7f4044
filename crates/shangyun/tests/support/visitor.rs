//! A browser without pictures and script: opens pages of a running server over HTTP, keeps cookies, sends the forms that
//! stand there.

use shangyun::web::forms::address;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// Somebody in front of a server.
#[derive(Debug)]
pub struct Visitor {
    server: SocketAddr,
    cookies: BTreeMap<String, String>,
    /// The status of the last answer.
    pub status: u16,
    /// Where it leads.
    pub location: String,
    /// The page.
    pub body: String,
}

impl Visitor {
    /// Somebody new.
    pub fn at(server: SocketAddr) -> Self {
        Self { server, cookies: BTreeMap::new(), status: 0, location: String::new(), body: String::new() }
    }

    /// Opens a page.
    #[track_caller]
    pub fn get(&mut self, path: &str) -> &mut Self {
        self.send(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// Sends the form on the open page with these fields.
    #[track_caller]
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> &mut Self {
        let (token, key) = (self.field("_token"), self.field("_key"));
        let carried = [("_token", token.as_str()), ("_key", key.as_str())];
        let body = address("", carried.into_iter().chain(fields.iter().copied()));
        let body = body.trim_start_matches('?').to_owned();
        let head = format!(
            "POST {path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            body.len()
        );
        self.send(&head, &body)
    }

    /// Goes where the last answer leads.
    #[track_caller]
    pub fn follow(&mut self) -> &mut Self {
        assert!(!self.location.is_empty(), "nothing to follow: {} {}", self.status, self.body);
        let path = self.location.clone();
        self.get(&path)
    }

    /// The value of the first hidden field of this name.
    pub fn field(&self, name: &str) -> String {
        self.between(&format!("name=\"{name}\" value=\""), "\"").unwrap_or_default()
    }

    /// What stands on the page between two texts.
    pub fn between(&self, before: &str, after: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(before)?;
        rest.split_once(after).map(|(found, _)| found.to_owned())
    }

    #[track_caller]
    fn send(&mut self, head: &str, body: &str) -> &mut Self {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut stream = TcpStream::connect(self.server).expect("the server answers");
        let server = self.server;
        let cookies = cookies.join("; ");
        let request = format!("{head}Host: {server}\r\nConnection: close\r\nCookie: {cookies}\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        self.location.clear();
        for line in head.lines() {
            match line.split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("set-cookie") => self.keep(value),
                Some((name, value)) if name.eq_ignore_ascii_case("location") => value.clone_into(&mut self.location),
                Some(_) => {}
                None => {
                    if let Some(status) = line.split(' ').nth(1).and_then(|status| status.parse().ok()) {
                        self.status = status;
                    }
                }
            }
        }
        body.clone_into(&mut self.body);
        self
    }

    fn keep(&mut self, line: &str) {
        let Some((name, rest)) = line.split_once('=') else { return };
        match rest.split(';').next().unwrap_or_default() {
            "" => drop(self.cookies.remove(name)),
            value => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
        }
    }
}
