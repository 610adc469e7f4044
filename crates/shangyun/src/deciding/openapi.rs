//! The OpenAPI document of policies that decide, with the schema of each of them.

use crate::api::ApiProblem;
use ::policy::facts::Readings;
use ::policy::policy::Policy;
use ::policy::schema;
use serde_json::{Map, Value, json};

/// What can be asked, for these policies.
pub(super) fn document<'a>(policies: impl Iterator<Item = &'a Policy>) -> Value {
    let mut paths = Map::new();
    paths
        .insert("/".to_owned(), json!({ "get": reads("list", "The policies served", "application/json", &json!({})) }));
    for policy in policies {
        add(&mut paths, policy);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Shangyun policies",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Decides claims under policy documents. Money is whole fen. Nothing is kept.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "paths": paths,
        "components": { "schemas": { "Problem": schemars::schema_for!(ApiProblem).to_value() } },
    })
}

fn add(paths: &mut Map<String, Value>, policy: &Policy) {
    let (plan, readings) = (policy.plan(), Readings::default());
    let (id, word) = (&plan.id, plan.id.replace(['-', '.'], "_"));
    let (claim, answer) = (schema::claim(policy, &readings), schema::answer(policy, &readings));
    let at = |end: &str| format!("/policies/{id}{end}");
    let any = json!({});
    paths.insert(
        at(""),
        json!({ "get": reads(&format!("plan_{word}"), "The policy as data", "application/json", &any) }),
    );
    let text = json!({ "type": "string" });
    let document = reads(&format!("document_{word}"), "The policy as it is written", "text/markdown", &text);
    paths.insert(at("/document"), json!({ "get": document }));
    for of in ["claim", "answer", "decision"] {
        let operation = reads(&format!("{of}_schema_{word}"), "A JSON Schema", "application/schema+json", &any);
        paths.insert(at(&format!("/schemas/{of}")), json!({ "get": operation }));
    }
    let one = json!({ "application/json": { "schema": claim } });
    let mut either = one.clone();
    either["application/x-ndjson"] = json!({ "schema": { "type": "string", "description": "One claim on a line." } });
    let mut gives = json!({ "application/json": { "schema": answer } });
    gives["application/x-ndjson"] = json!({ "schema": { "type": "string", "description": "One answer on a line." } });
    let decide = takes(policy, &format!("decide_{word}"), "Decides one claim, or lines of claims", &either, &gives);
    paths.insert(at("/decide"), json!({ "post": decide }));
    let whole = json!({ "application/json": { "schema": schema::decision() } });
    let explain = takes(policy, &format!("explain_{word}"), "Decides one claim and gives every step", &one, &whole);
    paths.insert(at("/explain"), json!({ "post": explain }));
}

fn reads(operation: &str, says: &str, kind: &str, schema: &Value) -> Value {
    json!({
        "operationId": operation,
        "summary": says,
        "responses": {
            "200": { "description": says, "content": { kind: { "schema": schema } } },
            "default": problem(),
        },
    })
}

fn takes(policy: &Policy, operation: &str, says: &str, body: &Value, gives: &Value) -> Value {
    json!({
        "operationId": operation,
        "summary": says,
        "parameters": [readings(policy)],
        "requestBody": { "required": true, "content": body },
        "responses": { "200": { "description": "What was decided", "content": gives }, "default": problem() },
    })
}

/// `?switch=ID=OPTION`, with every pair there is.
fn readings(policy: &Policy) -> Value {
    let pairs: Vec<String> = policy
        .plan()
        .switches
        .iter()
        .flat_map(|switch| switch.options.iter().map(|option| format!("{}={}", switch.id, option.id)))
        .collect();
    let item = if pairs.is_empty() { json!({ "type": "string" }) } else { json!({ "enum": pairs }) };
    json!({
        "name": "switch", "in": "query", "required": false, "explode": true,
        "description": "The reading of an open question; the default where none is named.",
        "schema": { "type": "array", "items": item },
    })
}

fn problem() -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({ "description": "Why not", "content": { "application/problem+json": { "schema": schema } } })
}
