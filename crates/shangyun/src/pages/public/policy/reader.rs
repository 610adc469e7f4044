//! A plan in the reader's words: names for ids, lengths of time, conditions as written.

use crate::lang::Lang;
use crate::refusals;
use crate::web::format;
use crate::web::forms::escape;
use domain::city::City;
use domain::programme::{Programme, Ruling};
use fluent_bundle::FluentValue;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::decision::Evaluated;
use policy::facts::{Facts, Readings};
use policy::plan::Plan;
use policy::plan::procedure::Duration;
use policy::plan::words::{Actor, OrderBy, Unit};
use policy::policy::Policy;
use policy::text::Text;
use policy::value::Value;

/// A policy, its programme and the city on one day, for one language.
#[derive(Clone, Copy)]
pub(in crate::pages::public) struct Reader<'a> {
    /// The language.
    pub lang: Lang,
    /// The policy.
    pub policy: &'a Policy,
    /// The programme that works by it, if any.
    pub programme: Option<&'a Programme>,
    /// The city.
    pub city: &'a City,
    /// The programme's day.
    pub today: Date,
}

impl<'a> Reader<'a> {
    /// What the document declares.
    pub fn plan(self) -> &'a Plan {
        self.policy.plan()
    }

    /// The sentence under a key.
    pub fn t(self, key: &str) -> String {
        self.lang.t(key).into_owned()
    }

    /// The sentence under a key with values.
    pub fn with(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        self.lang.t_with(key, values).into_owned()
    }

    /// A text of the plan.
    pub fn said(self, text: &'a Text) -> &'a str {
        text.get(refusals::tongue(self.lang))
    }

    /// The name of anything the plan declares or knows by a closed list; else the id itself.
    pub fn name(self, id: &str) -> String {
        let plan = self.plan();
        let registers = plan.registers.iter().map(|one| (&one.id, &one.text));
        let procedures = plan.procedures.iter().map(|one| (&one.id, &one.text));
        let budgets = plan.budgets.iter().map(|one| (&one.id, &one.text));
        let periods = plan.periods.iter().map(|one| (&one.id, &one.text));
        let columns = plan.records.iter().flat_map(|list| &list.columns).map(|one| (&one.id, &one.text));
        let declared = registers.chain(procedures).chain(budgets).chain(periods).chain(columns);
        let own = refusals::label(self.lang, Some(self.policy), id);
        if own != id {
            return own;
        }
        if let Some((_, text)) = declared.into_iter().find(|(have, _)| have.as_str() == id) {
            return self.said(text).to_owned();
        }
        let actor = Actor::from_word(id).map(|actor| (actor.zh(), actor.en()));
        let unit = Unit::from_word(id).map(|unit| (unit.zh(), unit.en()));
        match actor.or(unit) {
            Some((zh, en)) => self.lang.pick(zh, &en.replace('_', " ")).to_owned(),
            None if id == "received_at" => self.t("public-received-at"),
            None => id.to_owned(),
        }
    }

    /// Names set apart as the language does.
    pub fn names(self, ids: &[String]) -> String {
        self.joined(ids.iter().map(|id| self.name(id)))
    }

    /// Words set apart as the language does.
    pub fn joined(self, words: impl IntoIterator<Item = String>) -> String {
        words.into_iter().collect::<Vec<String>>().join(self.lang.pick("、", ", "))
    }

    /// Sentences one after another.
    pub fn sentences(self, said: impl IntoIterator<Item = String>) -> String {
        said.into_iter().filter(|one| !one.is_empty()).collect::<Vec<String>>().join(self.lang.pick("；", "; "))
    }

    /// An expression as the document writes it; in English its ids are replaced by their labels.
    pub fn expression(self, text: &Text) -> String {
        match self.lang {
            Lang::Zh => text.zh.replace(['「', '」'], ""),
            Lang::En => self.labelled(&text.en),
        }
    }

    fn labelled(self, text: &str) -> String {
        let mut said = String::new();
        let mut members: Option<&str> = None;
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '「') {
            said.push_str(rest.get(..start).unwrap_or_default());
            rest = rest.get(start..).unwrap_or_default();
            let quoted = rest.strip_prefix('「').and_then(|inner| inner.split_once('」'));
            let (word, after) = quoted.unwrap_or_else(|| {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
                rest.split_at(end)
            });
            said.push_str(&self.word(word, &mut members));
            rest = after;
        }
        said.push_str(rest);
        said
    }

    /// One word of an English expression; a member is read among those of the fact or question before it.
    fn word(self, word: &str, of: &mut Option<&'a str>) -> String {
        let plan = self.plan();
        let shown = of.map(|of| plan.show(of, &Value::Member(word.to_owned()), refusals::tongue(self.lang)));
        if let Some(shown) = shown.filter(|shown| shown != word) {
            return shown;
        }
        let fact = plan.fact(word).map(|fact| (fact.id.as_str(), &fact.text));
        let switch = plan.switch(word).map(|switch| (switch.id.as_str(), &switch.text));
        if let Some((id, text)) = fact.or(switch) {
            *of = Some(id);
            return format!("“{}”", text.en);
        }
        plan.label(word).map_or_else(|| word.replace("yuan", " yuan"), |text| format!("“{}”", text.en))
    }

    /// A value as people read it; amounts short and exact.
    pub fn value(self, of: &str, value: &Value) -> String {
        match value {
            Value::Money(amount) => format::money_brief(self.lang, *amount),
            Value::Date(date) => format::date_text(self.lang, *date),
            Value::Ratio(_) | Value::Integer(_) | Value::Bool(_) | Value::Member(_) | Value::Text(_) => {
                self.plan().show(of, value, refusals::tongue(self.lang))
            }
        }
    }

    /// What the quantity or parameter that an expression names comes to under the readings in force, where it is
    /// nothing but a name and needs no facts.
    pub fn worth(self, text: &Text) -> Option<String> {
        match self.policy.quantity(&text.en, &Facts::new(), &self.readings()) {
            Evaluated::Known(value) => Some(self.value(&text.en, &value)),
            Evaluated::Missing(_) | Evaluated::Undeclared => None,
        }
    }

    /// The readings in force.
    pub fn readings(self) -> Readings {
        self.programme.map(Programme::readings).unwrap_or_default()
    }

    /// The ruling on an open question.
    pub fn ruling(self, switch: &str) -> Option<&'a Ruling> {
        self.programme?.rulings.get(switch)
    }

    /// A length of time.
    pub fn duration(self, length: Duration) -> String {
        let (key, n) = match length {
            Duration::Workdays(n) => ("public-workdays", n),
            Duration::Days(n) => ("public-days", n),
            Duration::Months(n) => ("public-months", n),
            Duration::Years(n) => ("public-years", n),
        };
        self.with(key, &[("n", n.into())])
    }

    /// The order of a waiting list or a settlement.
    pub fn order(self, keys: &[policy::plan::sharing::OrderKey]) -> String {
        let each = keys.iter().map(|key| {
            let by = self.name(&key.by);
            let said = match key.direction {
                OrderBy::First => "public-order-first",
                OrderBy::Ascending => "public-order-ascending",
                OrderBy::Descending => "public-order-descending",
            };
            self.with(said, &[("by", by.into())])
        });
        self.joined(each)
    }

    /// A link to a clause on the policy's page.
    pub fn clause(self, id: &str) -> Markup {
        html! { a.clause-link href={ (self.href()) "#" (id) } { (id) } }
    }

    /// The numbers of the open questions that a statement answers.
    pub fn codes(self, by: &str, id: &str) -> Vec<&'a str> {
        let open = self.plan().open_questions.iter();
        let answers = open.filter(|(_, places)| places.iter().any(|place| place.by == by && place.id == id));
        answers.map(|(code, _)| code.as_str()).collect()
    }

    /// The same, drawn small beside the statement.
    pub fn marks(self, by: &str, id: &str) -> Markup {
        html! { @for code in self.codes(by, id) { " " span.mark title=(self.lang.t("public-open-mark")) { (code) } } }
    }

    /// The address of the policy's page.
    pub fn href(self) -> String {
        format!("/policies/{}", escape(&self.plan().id))
    }
}
