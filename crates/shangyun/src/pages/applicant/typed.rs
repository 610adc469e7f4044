//! Values whose type the policy declares, typed into a form and shown again: facts that the applicant is asked for and
//! columns of lists.

use crate::lang::{Lang, Message};
use crate::refusals::tongue;
use crate::web::components::field::{Choice, Field};
use crate::web::format;
use crate::web::forms::{Filled, Form};
use jiff::civil::Date;
use maud::Markup;
use policy::money::{Fen, Ratio};
use policy::plan::Plan;
use policy::plan::inputs::{Column, Fact, Member};
use policy::value::{Type, Value};
use std::collections::BTreeSet;

/// What is to be typed: its name in the form, its words, its type.
pub(in crate::pages) struct Typed<'a> {
    /// The id of the fact or column, which is the field's name.
    pub id: &'a str,
    /// The words before the field.
    pub label: String,
    /// What it is called in a message about it.
    name: String,
    hint: Option<String>,
    ty: &'a Type,
    range: Option<(i64, i64)>,
    members: &'a [Member],
}

impl<'a> Typed<'a> {
    /// A fact, asked in the policy's words.
    pub fn fact(lang: Lang, plan: &Plan, fact: &'a Fact) -> Self {
        let tongue = tongue(lang);
        let proofs: BTreeSet<&str> =
            fact.proven_by.iter().filter_map(|id| plan.document(id)).map(|paper| paper.text.get(tongue)).collect();
        let proofs = proofs.into_iter().collect::<Vec<_>>().join(lang.pick("、", ", "));
        let note = fact.note.as_ref().map(|note| note.get(tongue).to_owned());
        let shown = (!proofs.is_empty())
            .then(|| lang.t_with("enterprise-proven-by", &[("papers", proofs.into())]).into_owned());
        Self {
            id: &fact.id,
            label: fact.ask.as_ref().unwrap_or(&fact.text).get(tongue).to_owned(),
            name: fact.text.get(tongue).to_owned(),
            hint: note.or(shown),
            ty: &fact.ty,
            range: fact.range,
            members: &fact.members,
        }
    }

    /// A column of a list.
    pub fn column(lang: Lang, plan: &'a Plan, column: &'a Column) -> Self {
        let owner = if let Type::OneOf(owner) = &column.ty { plan.fact(owner) } else { None };
        Self {
            id: &column.id,
            label: column.text.get(tongue(lang)).to_owned(),
            name: column.text.get(tongue(lang)).to_owned(),
            hint: column.hint.as_ref().map(|hint| hint.get(tongue(lang)).to_owned()),
            ty: &column.ty,
            range: column.range,
            members: owner.map_or(&[], |fact| &fact.members),
        }
    }

    /// Reads the field. `None` means that what stands there is wrong, or that nothing does where something must.
    #[expect(clippy::option_option, reason = "as in `Reading::optional`")]
    pub fn read(&self, form: &mut Form, must: bool) -> Option<Option<Value>> {
        let (name, label) = (self.id, self.name.as_str());
        let (low, high) = self.range.unwrap_or((i64::MIN, i64::MAX));
        match self.ty {
            Type::Money => {
                let reading = form
                    .money(name, label)
                    .between(Fen::new(low.max(0)), Fen::new(high))
                    .parse(|fen| Ok(Value::Money(fen)));
                if must { reading.required().map(Some) } else { reading.optional() }
            }
            Type::Integer => {
                let reading = form.integer(name, label).between(low, high).parse(|number| Ok(Value::Integer(number)));
                if must { reading.required().map(Some) } else { reading.optional() }
            }
            Type::Date => {
                let (first, last) = (day(low, Date::MIN), day(high, Date::MAX));
                let reading = form.date(name, label).between(first, last).parse(|date| Ok(Value::Date(date)));
                if must { reading.required().map(Some) } else { reading.optional() }
            }
            Type::Bool => {
                let choices = [("yes", Value::Bool(true)), ("no", Value::Bool(false))];
                let reading = form.choice(name, label, &choices);
                if must { reading.required().map(Some) } else { reading.optional() }
            }
            Type::OneOf(_) => {
                let choices: Vec<(&str, Value)> =
                    self.members.iter().map(|member| (member.id.as_str(), Value::Member(member.id.clone()))).collect();
                let reading = form.choice(name, label, &choices);
                if must { reading.required().map(Some) } else { reading.optional() }
            }
            Type::Ratio => {
                let reading = form.text(name, label).max(20).parse(|text| ratio(&text, label).map(Value::Ratio));
                if must { reading.required().map(Some) } else { reading.optional() }
            }
            Type::Text => {
                let reading = form.text(name, label).max(60).parse(|text| Ok(Value::Text(text)));
                if must { reading.required().map(Some) } else { reading.optional() }
            }
        }
    }

    /// The field.
    pub fn field(&self, lang: Lang, filled: &Filled) -> Markup {
        let mut field = Field::new(self.id, self.label.as_str());
        if let Some(hint) = &self.hint {
            field = field.hint(hint.as_str());
        }
        match self.ty {
            Type::Money => field.money(lang, filled),
            Type::Date => field.date(lang, filled),
            Type::Integer => field.short().digits().text(lang, filled),
            Type::Ratio => field.short().text(lang, filled),
            Type::Text => field.half().text(lang, filled),
            Type::Bool => {
                let choices =
                    [Choice::new("yes", lang.t("enterprise-yes")), Choice::new("no", lang.t("enterprise-no"))];
                field.radios(lang, filled, &choices)
            }
            Type::OneOf(_) => {
                let choices: Vec<Choice> = self
                    .members
                    .iter()
                    .map(|member| Choice::new(member.id.clone(), member.text.get(tongue(lang))))
                    .collect();
                field.radios(lang, filled, &choices)
            }
        }
    }
}

/// A value as it stands in a field.
pub(in crate::pages) fn typed(value: &Value) -> String {
    match value {
        Value::Money(fen) => format::yuan(*fen),
        Value::Ratio(ratio) => ratio.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Member(text) | Value::Text(text) => text.clone(),
    }
}

/// The day of a number such as 20180917; the limit where it is none.
fn day(number: i64, limit: Date) -> Date {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let parts = (i16::try_from(year).ok(), i8::try_from(month).ok(), i8::try_from(day).ok());
    let (Some(year), Some(month), Some(day)) = parts else { return limit };
    Date::new(year, month, day).unwrap_or(limit)
}

fn ratio(text: &str, label: &str) -> Result<Ratio, Message> {
    let plain = text.replace('％', "%").replace(' ', "");
    plain.parse().map_err(|_| Message::new("enterprise-not-a-ratio").with("label", label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn column(id: &str, ty: Type, range: Option<(i64, i64)>) -> Column {
        let text = policy::text::Text::new("栏", "column");
        Column { id: id.to_owned(), text, ty, range, hint: None }
    }

    fn read(column: &Column, text: &str) -> Result<Option<Value>, Filled> {
        let plan = Plan::default();
        let form = Form::new([(column.id.clone(), text.to_owned())]);
        form.read(|form| Typed::column(Lang::Zh, &plan, column).read(form, false))
    }

    #[test]
    fn each_type_is_read_as_people_type_it_and_stands_again_as_it_was_read() {
        let cases = [
            (Type::Money, "1.2万", Value::Money(Fen::new(1_200_000))),
            (Type::Integer, "１２", Value::Integer(12)),
            (Type::Date, "2019年4月1日", Value::Date(date(2019, 4, 1))),
            (Type::Bool, "no", Value::Bool(false)),
            (Type::Ratio, "12.5 ％", Value::Ratio(Ratio::new(1, 8).expect("a ratio"))),
            (Type::Text, " HT-2019-01 ", Value::Text("HT-2019-01".to_owned())),
        ];
        for (ty, text, value) in cases {
            let column = column("c", ty, None);
            assert_eq!(read(&column, text).expect(text), Some(value.clone()));
            assert_eq!(read(&column, &typed(&value)).expect("as it stands"), Some(value));
        }
    }

    #[test]
    fn a_value_outside_its_range_is_said_to_be() {
        let money = column("amount", Type::Money, Some((0, 100)));
        assert!(read(&money, "1").is_ok() && read(&money, "1.01").is_err() && read(&money, "-1").is_err());
        let days = column("starts", Type::Date, Some((20_180_917, 20_221_231)));
        assert!(read(&days, "2018-09-17").is_ok() && read(&days, "2018-09-16").is_err());
        assert_eq!(read(&money, "").expect("nothing is nothing wrong"), None);
    }
}
