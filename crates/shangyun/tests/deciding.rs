//! Policies over HTTP: what a program that has only the OpenAPI document can rely on.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use policy::policy::Policy;
use serde_json::{Value, json};
use shangyun::lineage::Lineage;
use shangyun::{deciding, shipped};
use tower::ServiceExt;

const CLAIM: &str = r#"{"id":"甲","filed":true,"reg_local":true,"tax_local":true,"legal_person":true,"operating":true,
    "industry_ok":true,"years_used":0,"service_date":"2020-06-15","stream":"industrial","kind":"industrial",
    "revenue_fen":0,"paid_fen":1000001}"#;

fn router() -> Router {
    let load = |(_, text): &(&str, &str)| {
        Policy::load_with(text, &|wanted| Lineage::default().find(wanted)).expect("a shipped document loads")
    };
    deciding::router(shipped::POLICIES.iter().map(load).collect()).expect("ids differ")
}

async fn ask(request: Request<Body>) -> (StatusCode, String) {
    let response = router().oneshot(request).await.expect("a router answers");
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("the body is whole");
    (status, String::from_utf8(bytes.to_vec()).expect("text"))
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).expect("a request")
}

fn post(path: &str, kind: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).header("content-type", kind).body(body.into()).expect("a request")
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[tokio::test]
async fn one_claim_is_decided_and_explained() {
    let (status, answer) = ask(post("/policies/shenyang-2018/decide", "application/json", CLAIM)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let expected =
        json!({ "id": "甲", "outcome": "award", "award_fen": 500_000, "reason": "FULL", "failed": [], "missing": [] });
    assert_eq!(json_of(&answer), expected);
    let (status, whole) = ask(post("/policies/shenyang-2018/explain", "application/json", CLAIM)).await;
    let whole = json_of(&whole);
    assert_eq!((status, &whole["outcome"]["fen"]), (StatusCode::OK, &json!(500_000)));
    assert!(whole["steps"].as_array().is_some_and(|steps| steps.iter().all(|step| step["clause"].is_string())));
}

#[tokio::test]
async fn lines_are_answered_in_order_and_a_bad_one_stops_nothing() {
    let claim = CLAIM.replace('\n', "");
    let lines = format!("{claim}\n\nnonsense\n{{\"id\":3,\"paid_fen\":1.5}}\r\n{claim}");
    let (status, answers) = ask(post("/policies/shenyang-2018/decide", "application/x-ndjson", lines)).await;
    assert_eq!(status, StatusCode::OK);
    let reasons: Vec<Value> = answers.lines().map(|line| json_of(line)["reason"].clone()).collect();
    assert_eq!(reasons, ["FULL", "BAD_INPUT", "BAD_INPUT", "FULL"]);
}

#[tokio::test]
async fn a_line_without_end_is_given_up_and_the_next_is_answered() {
    let lines = format!("{}\n{}\n", "x".repeat(3 * 1024 * 1024), CLAIM.replace('\n', ""));
    let (_, answers) = ask(post("/policies/shenyang-2018/decide", "application/x-ndjson", lines)).await;
    let reasons: Vec<Value> = answers.lines().map(|line| json_of(line)["reason"].clone()).collect();
    assert_eq!(reasons, ["BAD_INPUT", "FULL"]);
}

#[tokio::test]
async fn readings_are_asked_for_in_the_address() {
    let policy = Policy::load(shipped::policy("shenyang-2018").expect("shipped")).expect("loads");
    let (switch, option) = policy
        .plan()
        .switches
        .iter()
        .find_map(|switch| {
            let other = switch.options.iter().find(|option| !option.default)?;
            Some((switch.id.clone(), other.id.clone()))
        })
        .expect("an open question");
    let path = format!("/policies/shenyang-2018/explain?switch={switch}={option}");
    let (status, whole) = ask(post(&path, "application/json", CLAIM)).await;
    assert_eq!((status, &json_of(&whole)["readings"][&switch]), (StatusCode::OK, &json!(option)));
    let (status, problem) =
        ask(post("/policies/shenyang-2018/explain?switch=nothing=x", "application/json", CLAIM)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(problem.contains("no switch nothing; there are:"), "{problem}");
}

#[tokio::test]
async fn what_cannot_be_answered_says_what_to_do() {
    let (status, problem) =
        ask(post("/policies/shenyang-2018/decide", "application/json", r#"{"paid_fen":"1"}"#)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(problem.contains("`paid_fen` must be a whole number of fen"), "{problem}");
    let (status, problem) = ask(post("/policies/nowhere/decide", "application/json", CLAIM)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(problem.contains("there are: hubei-2025"), "{problem}");
    let (status, problem) = ask(post("/policies/shenyang-2018/decide", "text/plain", CLAIM)).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(problem.contains("application/x-ndjson"), "{problem}");
    let huge = format!("{{\"id\":\"{}\"}}", "x".repeat(2 * 1024 * 1024));
    let (status, _) = ask(post("/policies/shenyang-2018/decide", "application/json", huge)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn every_address_of_the_document_answers() {
    let (_, text) = ask(get("/openapi.json")).await;
    let document = json_of(&text);
    let paths = document["paths"].as_object().expect("paths");
    assert!(paths.len() > 7 * shipped::POLICIES.len());
    for (path, operations) in paths {
        if operations.get("get").is_some() {
            assert_eq!(ask(get(path)).await.0, StatusCode::OK, "{path}");
        } else {
            let (status, answer) = ask(post(path, "application/json", "{}")).await;
            assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        }
    }
}
