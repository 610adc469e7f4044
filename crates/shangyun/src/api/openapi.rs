//! The OpenAPI document, made of the types that the program takes and gives.

use super::ApiProblem;
use super::acts::Done;
use super::reads::{Balance, Cases, Letter, Named, QueuePage, ToSign};
use super::session::{Be, Credentials, Move, Today, Token, Who};
use crate::app::App;
use axum::Json;
use axum::extract::State;
use domain::claim::{Claim, Roster};
use domain::command::Command;
use domain::enterprise::Enterprise;
use domain::filing::Filing;
use domain::paper::File;
use domain::programme::Programme;
use domain::round::panel::Sheet;
use domain::round::plan::Plan as FundPlan;
use domain::round::{HandedLine, Round};
use policy::decision::Decision;
use policy::plan::Plan;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// One address: method, path, what it does.
type Operation = (&'static str, &'static str, &'static str);

/// The document under construction.
struct Document {
    schemas: SchemaGenerator,
    paths: Map<String, Value>,
}

impl Document {
    fn add(&mut self, (method, path, says): Operation, body: Option<Value>, gives: Value) {
        let status = if method == "delete" { "204" } else { "200" };
        let responses =
            Map::from_iter([(status.to_owned(), gives), ("default".to_owned(), problem(&mut self.schemas))]);
        let mut operation = json!({
            "summary": says,
            "operationId": operation_id(method, path),
            "parameters": parameters(path),
            "responses": responses,
        });
        if let Some(body) = body {
            operation["requestBody"] = body;
        }
        let entry = self.paths.entry(path.to_owned()).or_insert_with(|| json!({}));
        entry[method] = operation;
    }

    fn reads<T: JsonSchema>(&mut self, path: &'static str, says: &'static str) {
        let gives = body::<T>(&mut self.schemas, "What was asked for");
        self.add(("get", path, says), None, gives);
    }

    fn takes<I: JsonSchema, O: JsonSchema>(&mut self, path: &'static str, says: &'static str) {
        let mut takes = body::<I>(&mut self.schemas, "What is sent");
        takes["required"] = json!(true);
        let gives = body::<O>(&mut self.schemas, "What came of it");
        self.add(("post", path, says), Some(takes), gives);
    }
}

fn body<T: JsonSchema>(schemas: &mut SchemaGenerator, says: &str) -> Value {
    let schema = schemas.subschema_for::<T>();
    json!({ "description": says, "content": { "application/json": { "schema": schema } } })
}

fn problem(schemas: &mut SchemaGenerator) -> Value {
    let schema = schemas.subschema_for::<ApiProblem>();
    json!({ "description": "Why not", "content": { "application/problem+json": { "schema": schema } } })
}

/// `get` and `/api/v1/rounds/{id}/plan` become `get_rounds_id_plan`.
fn operation_id(method: &str, path: &str) -> String {
    let words: Vec<&str> = path.split(['/', '{', '}', '.']).filter(|word| !["", "api", "v1"].contains(word)).collect();
    format!("{method}_{}", words.join("_"))
}

/// The parts of a path that are filled in, and what some addresses ask for beside.
fn parameters(path: &str) -> Value {
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let text = json!({ "type": "string" });
    let mut list: Vec<Value> =
        named.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": text })).collect();
    let mut query = |name: &str, required: bool| {
        list.push(json!({ "name": name, "in": "query", "required": required, "schema": text }));
    };
    match path {
        "/api/v1/documents" => query("name", true),
        "/api/v1/queue" => ["kind", "step", "after"].into_iter().for_each(|name| query(name, false)),
        _ => {}
    }
    if path == "/api/v1/acts" {
        let says = "The same key with the same command gives the first answer again.";
        list.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": true, "description": says,
            "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
        }));
    }
    Value::Array(list)
}

/// The whole document.
pub fn openapi(origin: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut document = Document { schemas: settings.into_generator(), paths: Map::new() };
    sessions(&mut document);
    acts(&mut document);
    reads(&mut document);
    let mut schemas = document.schemas.take_definitions(true);
    schemas.insert("Personal".to_owned(), personal());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Shangyun",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A city's enterprise cloud-adoption programme. Amounts are whole fen. Every change is a command.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": if origin.is_empty() { "/" } else { origin } }],
        "security": [{ "token": [] }],
        "paths": document.paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

/// A personal value: sent plain, kept sealed, shown as its commitment only.
fn personal() -> Value {
    json!({
        "description": "A personal value. Send {\"personal\": \"…\"}; what comes back is the id and the salted commitment.",
        "oneOf": [
            { "type": "object", "required": ["personal"], "additionalProperties": false,
              "properties": { "personal": { "type": "string" } } },
            { "type": "object", "required": ["id", "commitment"],
              "properties": { "id": { "type": "string" }, "commitment": { "type": "string" } } },
        ],
    })
}

fn sessions(document: &mut Document) {
    document.takes::<Credentials, Token>("/api/v1/session", "A token for name, password and second factor");
    document.takes::<Move, Today>("/api/v1/demo/clock", "In the demo city only: moves the programme's day forward");
    document.takes::<Be, Token>("/api/v1/demo/session", "In the demo city only: a token for anyone");
    let gives = body::<Token>(&mut document.schemas, "The token");
    document.add(("post", "/api/v1/demo/newcomer", "In the demo city only: a token for somebody new"), None, gives);
    document.reads::<Who>("/api/v1/me", "Who the token stands for");
    document.add(
        ("delete", "/api/v1/session", "Ends the session of the token"),
        None,
        json!({ "description": "Ended" }),
    );
}

fn acts(document: &mut Document) {
    document.takes::<Command, Done>("/api/v1/acts", "Does a command, once per Idempotency-Key");
    let gives = body::<File>(&mut document.schemas, "The file as commands name it");
    let takes = json!({ "required": true, "content": { "application/octet-stream": {
        "schema": { "type": "string", "format": "binary" } } } });
    document.add(("post", "/api/v1/documents", "Keeps a file"), Some(takes), gives);
    for path in ["/api/v1/filings/{id}/papers/{document}", "/api/v1/claims/{id}/papers/{document}"] {
        let gives = json!({ "description": "The file", "content": { "application/octet-stream": {
            "schema": { "type": "string", "format": "binary" } } } });
        document.add(("get", path, "A paper of a case"), None, gives);
    }
}

fn reads(document: &mut Document) {
    document.reads::<Value>("/api/v1/openapi.json", "This document");
    document.reads::<Vec<Named<Programme>>>("/api/v1/programmes", "The programmes of the city");
    document.reads::<Plan>("/api/v1/policies/{id}", "A policy as data");
    document.reads::<Enterprise>("/api/v1/enterprise", "The reader's own entry in the register");
    document.reads::<Cases>("/api/v1/cases", "The reader's own cases");
    document.reads::<QueuePage>("/api/v1/queue", "What waits for the reader's office");
    document.reads::<Filing>("/api/v1/filings/{id}", "A filing");
    document.reads::<Claim>("/api/v1/claims/{id}", "A claim");
    document.reads::<Decision>("/api/v1/claims/{id}/preview", "What the policy would decide on a claim now");
    document.reads::<FundPlan>("/api/v1/rounds/{id}/plan", "The frozen plan, or the one that would be frozen now");
    document.reads::<Roster>("/api/v1/rosters/{id}", "A roster");
    document.reads::<Vec<Named<Round>>>("/api/v1/rounds", "The rounds within sight");
    document.reads::<Round>("/api/v1/rounds/{id}", "A round");
    document.reads::<ToSign<Sheet>>("/api/v1/rounds/{id}/sheet", "The list the panel signs, with its hash");
    document.reads::<ToSign<Vec<HandedLine>>>("/api/v1/rounds/{id}/handover/{role}", "The list a role hands over");
    document.reads::<Vec<Named<Claim>>>("/api/v1/programmes/{id}/ready", "Claims that wait for a round");
    document.reads::<Vec<Balance>>("/api/v1/programmes/{id}/ledger", "The balances of a programme");
    document.reads::<Vec<Letter>>("/api/v1/inbox", "What the reader's party was told");
}

/// Serves the document.
pub async fn document(State(app): State<App>) -> Json<Value> {
    Json(openapi(&app.origin))
}

#[cfg(test)]
mod tests {
    use super::openapi;
    use crate::server;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn the_document_names_every_address_of_the_api_and_no_other() {
        let document = openapi("");
        let paths = document["paths"].as_object().expect("paths");
        let described: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().expect("methods").keys();
                methods.map(move |method| (path.clone(), method.to_ascii_uppercase()))
            })
            .collect();
        let lines = server::lines(true).into_iter().filter(|line| line.path.starts_with("/api/"));
        let served: BTreeSet<(String, String)> =
            lines.map(|line| (line.path.to_owned(), line.method.to_string())).collect();
        assert_eq!(described, served);
    }

    #[test]
    fn every_reference_of_the_document_leads_somewhere() {
        let document = openapi("");
        let mut references = BTreeSet::new();
        collect(&document, &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.strip_prefix('#').expect("a reference within the document");
            assert!(document.pointer(pointer).is_some(), "`{reference}` leads nowhere");
        }
    }

    fn collect(value: &Value, references: &mut BTreeSet<String>) {
        if let Some(target) = value.get("$ref").and_then(Value::as_str) {
            references.insert(target.to_owned());
        }
        let inner = value.as_object().into_iter().flat_map(|fields| fields.values());
        inner.chain(value.as_array().into_iter().flatten()).for_each(|inner| collect(inner, references));
    }
}
