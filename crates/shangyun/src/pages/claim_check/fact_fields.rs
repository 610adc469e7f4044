//! Facts as fields of a form, by their type in the policy.

use crate::lang::{Lang, Message};
use crate::pages::case::look::Look;
use crate::refusals::tongue;
use crate::web::components::field::{Choice, Field};
use crate::web::forms::{Filled, Form};
use maud::Markup;
use policy::money::Fen;
use policy::plan::inputs::Fact;
use policy::value::{Type, Value};
use std::collections::BTreeMap;

/// The name of a fact's field.
pub(super) fn name(fact: &Fact) -> String {
    format!("fact.{}", fact.id)
}

/// A value as it stands in its field.
pub(super) fn typed(value: &Value) -> String {
    match value {
        Value::Bool(true) => YES.to_owned(),
        Value::Bool(false) => NO.to_owned(),
        Value::Money(fen) => crate::web::format::yuan(*fen),
        Value::Member(text) | Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Ratio(ratio) => ratio.to_string(),
    }
}

const YES: &str = "yes";
const NO: &str = "no";

/// Draws the field of a fact, with what is known of it beneath.
pub(super) fn draw(look: Look<'_>, fact: &Fact, known: &str, filled: &Filled) -> Markup {
    let lang = look.lang;
    let mut field = Field::new(name(fact), look.label(&fact.id)).optional();
    if !known.is_empty() {
        field = field.hint(known);
    }
    match &fact.ty {
        Type::Bool => {
            let choices = [Choice::new(YES, lang.t("check-yes")), Choice::new(NO, lang.t("check-no"))];
            field.radios(lang, filled, &choices)
        }
        Type::Money => field.money(lang, filled),
        Type::Date => field.date(lang, filled),
        Type::OneOf(_) => {
            let choices: Vec<Choice> =
                fact.members.iter().map(|one| Choice::new(one.id.as_str(), one.text.get(tongue(lang)))).collect();
            field.radios(lang, filled, &choices)
        }
        Type::Integer => field.short().digits().text(lang, filled),
        Type::Ratio | Type::Text => field.text(lang, filled),
    }
}

/// Reads the facts that were filled in; nothing where one of them cannot be.
pub(super) fn read(lang: Lang, form: &mut Form, facts: &[&Fact]) -> Option<BTreeMap<String, Value>> {
    let mut values = BTreeMap::new();
    let mut good = true;
    for fact in facts {
        let label = fact.text.get(tongue(lang)).to_owned();
        match one(form, fact, label) {
            Some(Some(value)) => drop(values.insert(fact.id.clone(), value)),
            Some(None) => {}
            None => good = false,
        }
    }
    good.then_some(values)
}

#[expect(clippy::option_option, reason = "outside: what stands there is wrong; inside: nothing stands there")]
fn one(form: &mut Form, fact: &Fact, label: String) -> Option<Option<Value>> {
    let name = name(fact);
    let range = fact.range.unwrap_or((i64::MIN, i64::MAX));
    match &fact.ty {
        Type::Bool => {
            let read = form.choice(&name, label, &[(YES, true), (NO, false)]).optional()?;
            Some(read.map(Value::Bool))
        }
        Type::Money => {
            let (low, high) = (Fen::new(range.0.max(0)), Fen::new(range.1));
            Some(form.money(&name, label).between(low, high).optional()?.map(Value::Money))
        }
        Type::Integer => Some(form.integer(&name, label).between(range.0, range.1).optional()?.map(Value::Integer)),
        Type::Date => Some(form.date(&name, label).optional()?.map(Value::Date)),
        Type::OneOf(_) => {
            let members: Vec<(&str, String)> =
                fact.members.iter().map(|one| (one.id.as_str(), one.id.clone())).collect();
            Some(form.choice(&name, label, &members).optional()?.map(Value::Member))
        }
        Type::Text => Some(form.text(&name, label).optional()?.map(Value::Text)),
        Type::Ratio => {
            let wrong = Message::new("forms-not-an-integer").with("label", &label);
            let read = form.text(&name, label).parse(move |text| text.parse().map_err(|_| wrong.clone())).optional()?;
            Some(read.map(Value::Ratio))
        }
    }
}
