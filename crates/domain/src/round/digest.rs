//! The hash that a signature names (I10): SHA-256 over canonical JSON, which has its keys in order and
//! no white space, so that the same content has the same bytes everywhere.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The hash of a content, in hexadecimal.
pub fn of(content: &impl Serialize) -> String {
    let digest = Sha256::digest(canonical(content));
    digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The bytes that are hashed: JSON with sorted keys.
pub fn canonical(content: &impl Serialize) -> String {
    // Content is made of our own plain types, whose map keys are texts: it always has a JSON form.
    let value = serde_json::to_value(content).unwrap_or(Value::Null);
    let mut text = String::new();
    write(&value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => text.push_str(&value.to_string()),
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                comma(place, text);
                write(item, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
            text.push('{');
            for (place, (name, field)) in sorted.into_iter().enumerate() {
                comma(place, text);
                text.push_str(&Value::String(name.clone()).to_string());
                text.push(':');
                write(field, text);
            }
            text.push('}');
        }
    }
}

fn comma(place: usize, text: &mut String) {
    if place > 0 {
        text.push(',');
    }
}
