//! Facts to attest, each a short line: what was stated, the clause, the value. The usual answer comes first.

use crate::pages::applicant::typed::typed;
use crate::pages::case::look::Look;
use crate::refusals::tongue;
use crate::web::components::field::radios_inline;
use crate::web::forms::Filled;
use maud::{Markup, html};
use policy::plan::inputs::Fact;
use policy::value::{Type, Value};
use std::borrow::Cow;

/// A fact on the sheet.
#[derive(Clone, Debug)]
pub(super) struct Attestable<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// Its value as it is known or stated.
    pub value: Option<Value>,
    /// Where the value comes from, in words.
    pub source: String,
    /// Whether the decision waits for it.
    pub is_open: bool,
}

impl Attestable<'_> {
    /// The usual answer: what was stated, and yes to a question that nobody answered.
    pub fn usual(&self) -> Option<Value> {
        self.value.clone().or_else(|| (self.fact.ty == Type::Bool).then_some(Value::Bool(true)))
    }
}

/// The line of a fact.
pub(super) fn draw(look: Look<'_>, one: &Attestable<'_>, filled: &Filled) -> Markup {
    let (lang, fact) = (look.lang, one.fact);
    let label = look.label(&fact.id);
    let usual = one.usual().as_ref().map(typed);
    let input = match &fact.ty {
        Type::Bool => {
            let (yes, no) = (("yes", lang.t("officer-yes")), ("no", lang.t("officer-no")));
            let choices = if usual.as_deref() == Some("no") { [no, yes] } else { [yes, no] };
            radios_inline(lang, filled, &fact.id, &label, &choices)
        }
        Type::OneOf(_) => {
            let words = |text: &'_ policy::text::Text| Cow::Owned(text.get(tongue(lang)).to_owned());
            let mut members: Vec<(&str, Cow<'_, str>)> =
                fact.members.iter().map(|member| (member.id.as_str(), words(&member.text))).collect();
            members.sort_by_key(|(id, _)| Some(*id) != usual.as_deref());
            radios_inline(lang, filled, &fact.id, &label, &members)
        }
        Type::Money | Type::Ratio | Type::Integer | Type::Date | Type::Text => html! {
            label for=(fact.id) { (label) }
            @if let Some(error) = filled.error(&fact.id) { p.error { (error.show(lang)) } }
            input type="text" id=(fact.id) name=(fact.id) value=(filled.value(&fact.id)) data-usual=[usual.as_ref()] autocomplete="off" inputmode=[(fact.ty == Type::Money).then_some("decimal")];
        },
    };
    html! { li { (input) p.quiet { (known(look, one)) " · " (look.clause(&fact.clause)) } } }
}

/// What is known of it, and from where.
fn known(look: Look<'_>, one: &Attestable<'_>) -> String {
    match &one.value {
        Some(value) => format!("{} · {}", look.value(&one.fact.id, value), one.source),
        None => one.source.clone(),
    }
}
