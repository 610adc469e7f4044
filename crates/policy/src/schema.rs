//! JSON Schemas for those who build on the program: of claims and answers, and how days and instants stand in JSON.

mod claim;

pub use claim::{CLAIM_VERSION, answer, claim, decision};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A calendar day as `2019-03-04`.
#[derive(Clone, Copy, Debug)]
pub struct IsoDate;

/// An instant as `2019-03-04T01:00:00Z`.
#[derive(Clone, Copy, Debug)]
pub struct IsoInstant;

impl JsonSchema for IsoDate {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

impl JsonSchema for IsoInstant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}
