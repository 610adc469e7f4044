//! JSON Schemas of what goes in and what comes out, made from the policy itself.

use serde_json::{Map, Value, json};

use crate::compile::typed::{EnumOf, Ty};
use crate::decision::{DECISION_VERSION, Decision};
use crate::facts::Readings;
use crate::kernel::KernelFact;
use crate::policy::Policy;
use crate::text::Text;

/// The version of the form of a claim and of its answer, as `decide` and `serve` take and give them.
pub const CLAIM_VERSION: u16 = 1;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What one claim may hold under these readings: the facts that a requirement or an award reads, and an `id`.
pub fn claim(policy: &Policy, readings: &Readings) -> Value {
    let kernel = policy.kernel(readings);
    let mut properties = Map::new();
    properties
        .insert("id".to_owned(), json!({ "type": ["string", "integer"], "description": "Echoed in the answer." }));
    for fact in &kernel.facts {
        properties.insert(fact.id.clone(), value(policy, fact));
    }
    json!({
        "$schema": DIALECT,
        "$id": format!("urn:shangyun:claim:{CLAIM_VERSION}:{}:{}", policy.plan().id, policy.plan().hash),
        "title": title(&policy.plan().name),
        "description": "A fact left out is not known. Money is whole fen.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// What one claim is answered with.
pub fn answer(policy: &Policy, readings: &Readings) -> Value {
    let kernel = policy.kernel(readings);
    let checks: Vec<&str> =
        kernel.checks.iter().map(|check| kernel.code_of(check.reason)).chain(["BAD_INPUT"]).collect();
    let facts: Vec<&str> = kernel.facts.iter().map(|fact| fact.id.as_str()).collect();
    json!({
        "$schema": DIALECT,
        "$id": format!("urn:shangyun:answer:{CLAIM_VERSION}:{}:{}", policy.plan().id, policy.plan().hash),
        "title": title(&policy.plan().name),
        "type": "object",
        "properties": {
            "id": { "type": ["string", "number", "null"], "description": "As it came." },
            "outcome": { "enum": ["award", "refused", "pending"] },
            "award_fen": { "type": "integer", "minimum": 0, "description": "Fen; 0 where there is no award." },
            "reason": { "enum": kernel.reasons },
            "failed": { "type": "array", "items": { "enum": checks }, "description": "Every failed requirement, the legal ground first." },
            "missing": { "type": "array", "items": { "enum": facts }, "description": "Facts that would have to be known." },
        },
        "required": ["id", "outcome", "award_fen", "reason", "failed", "missing"],
        "additionalProperties": false,
    })
}

/// The whole decision with its steps: [`Decision`], the same for every policy.
pub fn decision() -> Value {
    let mut schema = schemars::schema_for!(Decision).to_value();
    schema["$id"] = json!(format!("urn:shangyun:decision:{DECISION_VERSION}"));
    schema
}

/// One fact: its type, its range, its name and question.
fn value(policy: &Policy, fact: &KernelFact) -> Value {
    let (low, high) = (fact.low, fact.high);
    let mut schema = match fact.ty {
        Ty::Bool => json!({ "type": "boolean" }),
        Ty::Date => json!({ "type": "string", "format": "date", "pattern": "^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Ty::Ratio => json!({ "type": "string", "examples": ["12.5%"] }),
        Ty::Member(EnumOf::Fact(_)) => json!({ "enum": fact.members }),
        Ty::Money | Ty::Exact(_) | Ty::Integer | Ty::Member(EnumOf::Switch(_)) | Ty::Text | Ty::Duration(_) => {
            json!({ "type": "integer", "minimum": low, "maximum": high })
        }
    };
    if let Some(declared) = policy.plan().facts.get(fact.number) {
        schema["title"] = title(&declared.text);
        if let Some(ask) = &declared.ask {
            schema["description"] = title(ask);
        }
    }
    schema
}

fn title(text: &Text) -> Value {
    Value::from(format!("{} / {}", text.zh, text.en))
}
