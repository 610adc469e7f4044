//! Fields of forms: label, hint, error, and what was typed. A field's name is its id.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::lang::Lang;
use crate::web::format;
use crate::web::forms::Filled;
use crate::web::forms::file::FileKind;
use crate::web::forms::read::{date as read_date, money_read};
use crate::web::forms::upload;

/// What is the same for every kind of field. End with the kind: `.text(lang, &filled)`, `.money(…)`, `.date(…)` and so on.
#[derive(Clone, Debug)]
pub struct Field {
    name: String,
    label: String,
    hint: Option<String>,
    optional: bool,
    width: Width,
    autocomplete: Option<&'static str>,
    numeric: bool,
}

/// How wide the box is: as wide as what belongs in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Width {
    Full,
    Half,
    Short,
}

/// A choice: code, words, and a line beneath.
#[derive(Clone, Debug)]
pub struct Choice {
    code: String,
    label: String,
    hint: Option<String>,
}

impl Choice {
    /// A choice.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into(), hint: None }
    }

    /// The same with a line beneath.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl Field {
    /// A field that must be filled in.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            optional: false,
            width: Width::Full,
            autocomplete: None,
            numeric: false,
        }
    }

    /// A line beneath the label: what belongs here, where it is found.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// May be left empty; the label says so.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Half as wide as the column.
    #[must_use]
    pub fn half(self) -> Self {
        Self { width: Width::Half, ..self }
    }

    /// As wide as a date or a code.
    #[must_use]
    pub fn short(self) -> Self {
        Self { width: Width::Short, ..self }
    }

    /// Digits: the phone shows its number keys.
    #[must_use]
    pub fn digits(self) -> Self {
        Self { numeric: true, ..self }
    }

    /// What the browser may fill in, such as `username`, `current-password`, `one-time-code`, `organization`.
    #[must_use]
    pub fn autocomplete(self, purpose: &'static str) -> Self {
        Self { autocomplete: Some(purpose), ..self }
    }

    /// One line of text.
    pub fn text(&self, lang: Lang, filled: &Filled) -> Markup {
        self.input(lang, filled, "text", filled.value(&self.name))
    }

    /// A secret: never drawn again.
    pub fn secret(&self, lang: Lang, filled: &Filled) -> Markup {
        self.input(lang, filled, "password", "")
    }

    /// A date. What is no date is shown as it was typed.
    pub fn date(&self, lang: Lang, filled: &Filled) -> Markup {
        let typed = filled.value(&self.name);
        let field = self.clone().short();
        match (typed, read_date(typed)) {
            ("", _) => field.input(lang, filled, "date", ""),
            (_, Some(date)) => field.input(lang, filled, "date", &format::date_iso(date)),
            (_, None) => field.input(lang, filled, "text", typed),
        }
    }

    /// An amount in yuan, with how it is read beneath it.
    pub fn money(&self, lang: Lang, filled: &Filled) -> Markup {
        let typed = filled.value(&self.name);
        let input = html! {
            span.unit {
                input type="text" inputmode="decimal" id=(self.name) name=(self.name) value=(typed) autocomplete="off" aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)];
                span { (lang.t("field-yuan")) }
            }
            @if let Some(amount) = money_read(typed) {
                output.echo for=(self.name) { (lang.t("field-read-as")) " " (format::money(lang, amount)) @if lang == Lang::Zh { "，" (format::capitals(amount)) } }
            }
        };
        self.around(lang, filled, &input)
    }

    /// Several lines of text.
    pub fn textarea(&self, lang: Lang, filled: &Filled, rows: u8) -> Markup {
        let area = html! {
            textarea id=(self.name) name=(self.name) rows=(rows) aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)] { "\n" (filled.value(&self.name)) }
        };
        self.around(lang, filled, &area)
    }

    /// A document whose lines count: none is broken, and the script numbers them and asks `check` what is wrong.
    pub fn document(&self, lang: Lang, filled: &Filled, check: &str) -> Markup {
        let area = html! {
            div.written {
                textarea id=(self.name) name=(self.name) rows="30" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off" data-check=(check) aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)] { "\n" (filled.value(&self.name)) }
            }
        };
        self.around(lang, filled, &area)
    }

    /// One line of text with a list to pick from that narrows as one types; anything else can be typed too.
    pub fn search(&self, lang: Lang, filled: &Filled, options: &[String]) -> Markup {
        let list = format!("{}-list", self.name);
        let input = html! {
            input type="text" id=(self.name) name=(self.name) value=(filled.value(&self.name)) list=(list) autocomplete="off" aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)];
            datalist id=(list) { @for option in options { option value=(option) {} } }
        };
        self.around(lang, filled, &input)
    }

    /// One of many, folded.
    pub fn select(&self, lang: Lang, filled: &Filled, choices: &[Choice]) -> Markup {
        let typed = filled.value(&self.name);
        let select = html! {
            select id=(self.name) name=(self.name) aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)] {
                option value="" { (if self.optional { lang.t("field-any") } else { lang.t("field-choose") }) }
                @for choice in choices { option value=(choice.code) selected[choice.code == typed] { (choice.label) } }
            }
        };
        self.around(lang, filled, &select)
    }

    /// One of a few, all in sight.
    pub fn radios(&self, lang: Lang, filled: &Filled, choices: &[Choice]) -> Markup {
        let boxes = html! {
            @for (place, choice) in choices.iter().enumerate() {
                @let id = if place == 0 { self.name.clone() } else { format!("{}.{}", self.name, choice.code) };
                (tick(&Tick { kind: "radio", id: &id, name: &self.name, value: &choice.code, ticked: filled.value(&self.name) == choice.code }, choice))
            }
        };
        self.group(lang, filled, &boxes)
    }

    /// Any of several. The box of a code is the field `name.code`.
    pub fn checkboxes(&self, lang: Lang, filled: &Filled, choices: &[Choice]) -> Markup {
        let boxes = html! {
            @for (place, choice) in choices.iter().enumerate() {
                @let name = format!("{}.{}", self.name, choice.code);
                @let id = if place == 0 { self.name.clone() } else { name.clone() };
                (tick(&Tick { kind: "checkbox", id: &id, name: &name, value: "on", ticked: !filled.value(&name).is_empty() }, choice))
            }
        };
        self.group(lang, filled, &boxes)
    }

    /// A single box to tick, such as a promise.
    pub fn checkbox(&self, lang: Lang, filled: &Filled) -> Markup {
        let choice = Choice { code: "on".to_owned(), label: self.label.clone(), hint: self.hint.clone() };
        let wrong = filled.error(&self.name).is_some();
        html! {
            div.field.wrong[wrong] {
                (self.error(lang, filled))
                (tick(&Tick { kind: "checkbox", id: &self.name, name: &self.name, value: "on", ticked: !filled.value(&self.name).is_empty() }, &choice))
            }
        }
    }

    /// A file, with the kinds and the size it may have.
    pub fn file(&self, lang: Lang, filled: &Filled, kinds: &[FileKind], bytes_max: u64) -> Markup {
        let accept = kinds
            .iter()
            .flat_map(|kind| kind.endings())
            .map(|ending| format!(".{ending}"))
            .collect::<Vec<_>>()
            .join(",");
        let limits = lang.t_with(
            "field-file-limits",
            &[("kinds", upload::labels(kinds).into()), ("size", format::size(bytes_max).into())],
        );
        let input = html! {
            input type="file" id=(self.name) name=(self.name) accept=(accept) aria-describedby={ (self.name) "-limits" } aria-invalid=[self.invalid(filled)];
            p.quiet id={ (self.name) "-limits" } { (limits) }
        };
        self.around(lang, filled, &input)
    }

    fn input(&self, lang: Lang, filled: &Filled, kind: &str, value: &str) -> Markup {
        let input = html! {
            input type=(kind) id=(self.name) name=(self.name) value=(value) inputmode=[self.numeric.then_some("numeric")] autocomplete=[self.autocomplete] aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)];
        };
        self.around(lang, filled, &input)
    }

    /// Label, hint and error around one box.
    fn around(&self, lang: Lang, filled: &Filled, input: &Markup) -> Markup {
        html! {
            div.{ "field " (self.width.class()) }.wrong[filled.error(&self.name).is_some()] {
                label for=(self.name) { (self.label) (self.may_be_empty(lang)) }
                @if let Some(hint) = &self.hint { p.hint id={ (self.name) "-hint" } { (hint) } }
                (self.error(lang, filled))
                (input)
            }
        }
    }

    /// Legend, hint and error around several boxes.
    fn group(&self, lang: Lang, filled: &Filled, boxes: &Markup) -> Markup {
        html! {
            fieldset.field.wrong[filled.error(&self.name).is_some()] aria-describedby=[self.described(filled)] {
                legend { (self.label) (self.may_be_empty(lang)) }
                @if let Some(hint) = &self.hint { p.hint id={ (self.name) "-hint" } { (hint) } }
                (self.error(lang, filled))
                (boxes)
            }
        }
    }

    fn error(&self, lang: Lang, filled: &Filled) -> Markup {
        html! {
            @if let Some(error) = filled.error(&self.name) {
                p.error id={ (self.name) "-error" } { span.hidden { (lang.t("layout-error-prefix")) } (error.show(lang)) }
            }
        }
    }

    fn may_be_empty(&self, lang: Lang) -> Markup {
        html! { @if self.optional { span.quiet { (lang.t("field-optional")) } } }
    }

    fn described(&self, filled: &Filled) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = filled.error(&self.name).map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = [hint, error].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self, filled: &Filled) -> Option<&'static str> {
        filled.error(&self.name).map(|_| "true")
    }
}

impl Width {
    const fn class(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Half => "half",
            Self::Short => "short",
        }
    }
}

/// One radio or check box.
struct Tick<'a> {
    kind: &'a str,
    id: &'a str,
    name: &'a str,
    value: &'a str,
    ticked: bool,
}

fn tick(tick: &Tick<'_>, choice: &Choice) -> Markup {
    html! {
        div.choice {
            input type=(tick.kind) id=(tick.id) name=(tick.name) value=(tick.value) checked[tick.ticked];
            label for=(tick.id) { (choice.label) @if let Some(hint) = &choice.hint { span.quiet { (hint) } } }
        }
    }
}

/// A few short choices in one row, for lists such as 齐 / 缺 / 不符.
pub fn radios_inline(lang: Lang, filled: &Filled, name: &str, label: &str, choices: &[(&str, Cow<'_, str>)]) -> Markup {
    html! {
        fieldset.inline.wrong[filled.error(name).is_some()] {
            legend { (label) }
            @if let Some(error) = filled.error(name) { p.error { (error.show(lang)) } }
            div.row {
                @for (place, (code, words)) in choices.iter().enumerate() {
                    @let id = if place == 0 { name.to_owned() } else { format!("{name}.{code}") };
                    (tick(&Tick { kind: "radio", id: &id, name, value: code, ticked: filled.value(name) == *code }, &Choice::new(*code, words.as_ref())))
                }
            }
        }
    }
}

/// Several fields under one heading.
pub fn fieldset(legend: &str, fields: &Markup) -> Markup {
    html! { fieldset.group { legend { h2 { (legend) } } (fields) } }
}

/// Fields beside each other where there is room.
pub fn row(fields: &[Markup]) -> Markup {
    html! { div.fields { @for field in fields { (field) } } }
}
