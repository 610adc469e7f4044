//! Reads one claim from JSON: every key once, the known ones only, each with a value of its type and range.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::Id;
use crate::compile::typed::{EnumOf, Ty};
use crate::decide::Decider;
use crate::engine::calendar;
use crate::engine::code::Cell;
use crate::text::Text;

/// One value of a line, as far as facts need it.
enum Scalar {
    Bool(bool),
    Text(String),
    Number(Number),
    Other,
}

/// What has been read of a line; kept outside the parser so that the id survives a broken line.
struct Line<'a> {
    decider: Decider<'a>,
    allowed: &'a BTreeSet<usize>,
    id: Option<Id>,
    cells: Vec<Cell>,
    wrong: Option<BadInput>,
}

/// Where and why a line cannot be read: the first thing that is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct BadInput {
    /// The key, where one is to blame.
    pub key: Option<String>,
    /// What is wrong and what would be right.
    pub words: Text,
}

impl BadInput {
    fn key(key: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { key: Some(key.to_owned()), words: Text::new(zh, en) }
    }
}

/// The id of a line, and its facts where all of it can be read.
pub(super) fn read(decider: Decider<'_>, allowed: &BTreeSet<usize>, text: &str) -> (Id, Result<Vec<Cell>, BadInput>) {
    let cells = vec![Cell::UNKNOWN; decider.plan.facts.len()];
    let mut line = Line { decider, allowed, id: None, cells, wrong: None };
    let mut parser = serde_json::Deserializer::from_str(text);
    let whole = DeserializeSeed::deserialize(&mut line, &mut parser).and_then(|()| parser.end());
    let broken = whole.err().map(|error| {
        let words = Text::new(
            format!("这一行不是一个 JSON 对象：{error}"),
            format!("the line is not one JSON object: {error}"),
        );
        BadInput { key: None, words }
    });
    let cells = line.wrong.or(broken).map_or(Ok(line.cells), Err);
    (line.id.unwrap_or(Id::None), cells)
}

impl Line<'_> {
    /// Takes one key; the first thing that is wrong stays.
    fn take(&mut self, key: &str, value: Scalar) {
        let taken = if key == "id" { self.take_id(value) } else { self.take_fact(key, value) };
        if let Err(wrong) = taken {
            self.wrong.get_or_insert(wrong);
        }
    }

    fn take_id(&mut self, value: Scalar) -> Result<(), BadInput> {
        let id = match value {
            Scalar::Text(text) => Id::Text(text),
            Scalar::Number(number) => Id::Number(number),
            Scalar::Bool(_) | Scalar::Other => {
                return Err(BadInput::key("id", "id 须是文字或数", "the id must be a text or a number"));
            }
        };
        if self.id.is_some() {
            return Err(twice("id"));
        }
        self.id = Some(id);
        Ok(())
    }

    fn take_fact(&mut self, key: &str, value: Scalar) -> Result<(), BadInput> {
        let found = self.decider.plan.facts.iter().position(|fact| fact.id == key).filter(|n| self.allowed.contains(n));
        let Some(number) = found else { return Err(self.unknown(key)) };
        let cell = self.number(number, value).ok_or_else(|| self.unfit(number, key))?;
        match self.cells.get_mut(number) {
            Some(place) if !place.known => *place = Cell::known(cell),
            Some(_) | None => return Err(twice(key)),
        }
        Ok(())
    }

    fn unknown(&self, key: &str) -> BadInput {
        let ids = self.decider.ids(self.allowed).join(", ");
        BadInput::key(key, format!("没有事实 `{key}`；可以给出：{ids}"), format!("no fact `{key}`; there are: {ids}"))
    }

    /// What would have been right.
    fn unfit(&self, number: usize, key: &str) -> BadInput {
        let Some(model) = self.decider.compiled.facts.get(number) else { return self.unknown(key) };
        let (low, high) = (model.low, model.high);
        let (zh, en) = match model.ty {
            Ty::Money => (
                format!("须是 {low} 至 {high} 的整数（分）"),
                format!("must be a whole number of fen from {low} to {high}"),
            ),
            Ty::Bool => ("须是 true 或 false".to_owned(), "must be true or false".to_owned()),
            Ty::Date => (
                "须是存在的日期，写作 YYYY-MM-DD".to_owned(),
                "must be a date that exists, written YYYY-MM-DD".to_owned(),
            ),
            Ty::Ratio => (r#"须是比例，如 "12.5%""#.to_owned(), r#"must be a ratio such as "12.5%""#.to_owned()),
            Ty::Member(EnumOf::Fact(owner)) => {
                let members = self.decider.plan.facts.get(owner).map_or(&[][..], |fact| &fact.members);
                let ids = members.iter().map(|member| member.id.as_str()).collect::<Vec<_>>().join(", ");
                (format!("须是其中之一：{ids}"), format!("must be one of: {ids}"))
            }
            Ty::Integer | Ty::Exact(_) | Ty::Member(EnumOf::Switch(_)) | Ty::Text | Ty::Duration(_) => {
                (format!("须是 {low} 至 {high} 的整数"), format!("must be a whole number from {low} to {high}"))
            }
        };
        BadInput::key(key, format!("`{key}` {zh}"), format!("`{key}` {en}"))
    }

    /// The number that stands for a value of this fact.
    fn number(&self, fact: usize, value: Scalar) -> Option<i64> {
        let model = self.decider.compiled.facts.get(fact)?;
        let number = match (model.ty, value) {
            (Ty::Money | Ty::Integer, Scalar::Number(number)) => number.as_i64(),
            (Ty::Bool, Scalar::Bool(yes)) => Some(i64::from(yes)),
            (Ty::Date, Scalar::Text(text)) => calendar::written(text.as_bytes()),
            (Ty::Ratio, Scalar::Text(text)) => text.parse().ok().and_then(|ratio| self.decider.parts(ratio)),
            (Ty::Member(EnumOf::Fact(owner)), Scalar::Text(id)) => {
                let members = &self.decider.plan.facts.get(owner)?.members;
                members.iter().position(|member| member.id == id).and_then(|at| i64::try_from(at).ok())
            }
            (_, _) => None,
        };
        number.filter(|number| (model.low..=model.high).contains(number))
    }
}

fn twice(key: &str) -> BadInput {
    BadInput::key(key, format!("`{key}` 出现两次"), format!("`{key}` stands twice"))
}

impl<'de> DeserializeSeed<'de> for &mut Line<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Line<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one claim as a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value::<Scalar>()?;
            self.take(&key, value);
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
        Ok(Number::from_f64(value).map_or(Scalar::Other, Scalar::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}
