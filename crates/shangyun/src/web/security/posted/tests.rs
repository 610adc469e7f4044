//! Posted forms: ours with the reader's own token, or turned away before anything is read.

use axum::Router;
use axum::body::Body;
use axum::extract::{Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::response::Response;
use axum::routing::get;
use maud::Markup;
use tower::ServiceExt;

use crate::web::forms::{Posted, form};
use crate::web::layout::site::{Named, Site};
use crate::web::layout::visit::Visit;
use crate::web::{inner, outer};
use std::sync::Arc;

const KEY: [u8; 32] = [7; 32];

async fn show(visit: Visit) -> Markup {
    form(&visit, "/form", &maud::html! { input name="a"; })
}

async fn send(Posted(sent): Posted) -> String {
    sent.into_filled().value("a").to_owned()
}

async fn upload(mut body: Multipart) -> String {
    let mut names = Vec::new();
    while let Ok(Some(field)) = body.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        names.push(format!("{name}={}", field.bytes().await.map_or(0, |bytes| bytes.len())));
    }
    names.join(" ")
}

fn site() -> Router {
    let routes = Router::new().route("/form", get(show).post(send)).route("/upload", axum::routing::post(upload));
    outer(inner(routes), Arc::new(Site::named(Named::new("站", "site"), KEY)))
}

async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// A reader who has opened the form: their cookie and token.
async fn reader() -> (String, String) {
    let response =
        site().oneshot(Request::get("/form").body(Body::empty()).expect("a request")).await.expect("an answer");
    let cookie = response.headers().get(SET_COOKIE).and_then(|line| line.to_str().ok()).expect("a cookie").to_owned();
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let page = text(response).await;
    let token = page.split("name=\"_token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    (cookie, token.expect("a token").to_owned())
}

/// Posts a form with further headers; gives status and text.
async fn post(path: &str, headers: &[(&str, &str)], kind: &str, body: impl Into<Body>) -> (StatusCode, String) {
    let mut request = Request::post(path).header("host", "city.example").header("content-type", kind);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = site().oneshot(request.body(body.into()).expect("a request")).await.expect("an answer");
    (response.status(), text(response).await)
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_form_of_ours_goes_through() {
    let (cookie, token) = reader().await;
    let (status, said) =
        post("/form", &[(COOKIE.as_str(), &cookie)], FORM, format!("_token={token}&a=%E6%B2%88")).await;
    assert_eq!((status, said.as_str()), (StatusCode::OK, "沈"));
}

#[tokio::test]
async fn without_the_readers_own_token_nothing_is_done() {
    let (cookie, token) = reader().await;
    let (_, others) = reader().await;
    let mut broken = token.clone();
    broken.replace_range(0..1, if token.starts_with('0') { "1" } else { "0" });
    for wrong in ["", "abc", &others, &broken, &token[..63]] {
        let (status, _) = post("/form", &[("cookie", &cookie)], FORM, format!("_token={wrong}&a=1")).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{wrong}");
    }
    let (status, _) = post("/form", &[("cookie", &cookie)], FORM, "a=1").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = post("/form", &[], FORM, format!("_token={token}&a=1")).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the token without the cookie it belongs to");
}

#[tokio::test]
async fn a_form_from_another_site_is_turned_away_even_with_the_token() {
    let (cookie, token) = reader().await;
    let body = format!("_token={token}&a=1");
    let foreign: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ];
    for headers in foreign {
        let all = [&[("cookie", cookie.as_str())], headers].concat();
        let (status, _) = post("/form", &all, FORM, body.clone()).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    let own: [&[(&str, &str)]; 3] = [
        &[("sec-fetch-site", "same-origin"), ("origin", "https://city.example")],
        &[("sec-fetch-site", "none")],
        &[("origin", "http://city.example")],
    ];
    for headers in own {
        let all = [&[("cookie", cookie.as_str())], headers].concat();
        let (status, _) = post("/form", &all, FORM, body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{headers:?}");
    }
}

#[tokio::test]
async fn a_multipart_form_is_checked_by_its_first_part_and_goes_on_whole() {
    let (cookie, token) = reader().await;
    let part = |name: &str, content: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
    };
    let kind = "multipart/form-data; boundary=x";
    let long = "y".repeat(100_000);
    let good = format!("{}{}--x--\r\n", part("_token", &token), part("file", &long));
    let (status, said) = post("/upload", &[("cookie", &cookie)], kind, good).await;
    assert_eq!((status, said.as_str()), (StatusCode::OK, "_token=64 file=100000"));
    let late = format!("{}{}--x--\r\n", part("file", "y"), part("_token", &token));
    assert_eq!(post("/upload", &[("cookie", &cookie)], kind, late).await.0, StatusCode::FORBIDDEN);
    let endless = format!("--x\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n{long}");
    assert_eq!(post("/upload", &[("cookie", &cookie)], kind, endless).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_neither_form_nor_file_or_too_large_is_turned_away() {
    let (cookie, token) = reader().await;
    let (status, _) = post("/form", &[("cookie", &cookie)], "application/json", "{}").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let head = format!("_token={token}&a=");
    let most = super::FORM_BYTES_MAX - head.len();
    let (status, _) = post("/form", &[("cookie", &cookie)], FORM, head.clone() + &"a".repeat(most)).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = post("/form", &[("cookie", &cookie)], FORM, head + &"a".repeat(most + 1)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn looking_needs_no_token_and_sets_a_cookie_only_where_a_form_was_drawn() {
    let response =
        site().oneshot(Request::get("/form").body(Body::empty()).expect("a request")).await.expect("an answer");
    assert!(response.headers().contains_key(SET_COOKIE));
    let missing =
        site().oneshot(Request::get("/nowhere").body(Body::empty()).expect("a request")).await.expect("an answer");
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert!(!missing.headers().contains_key(SET_COOKIE));
}
