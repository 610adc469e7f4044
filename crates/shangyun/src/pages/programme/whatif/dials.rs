//! The form: one line to each number, row and reading that can be put otherwise. Sliders appear with the script; without
//! it the same values are typed and sent with the button.

use super::super::show::Here;
use crate::lang::Lang;
use crate::refusals::tongue;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::forms::Filled;
use maud::{Markup, html};
use policy::plan::money_rules::Standard;
use policy::scenario::{Setting, SettingKind};
use policy::value::Value;

/// The whole form.
pub fn form(here: &Here, filled: &Filled, dials: &[Setting]) -> Markup {
    let lang = here.lang();
    let of = |kind: SettingKind| dials.iter().filter(move |dial| dial.kind == kind).collect::<Vec<&Setting>>();
    let (parameters, literals) = (of(SettingKind::Parameter), of(SettingKind::Literal));
    let standards = here.policy.plan().standards.iter();
    let tables: Vec<(&Standard, Vec<&Setting>)> = standards
        .map(|standard| {
            (
                standard,
                dials
                    .iter()
                    .filter(|dial| dial.path.split('.').next() == Some(&standard.id) && is_of_table(dial))
                    .collect(),
            )
        })
        .filter(|(_, dials): &(_, Vec<&Setting>)| !dials.is_empty())
        .collect();
    let has = |prefix: &str| filled.errors().iter().any(|error| error.field.contains(prefix));
    html! {
        form.dials method="get" action=(here.at("/what-if")) data-live="whatif-result" {
            (group(&lang.t("whatif-parameters"), true, &html! { @for dial in &parameters { (line(lang, filled, dial)) } }))
            @for (place, (standard, dials)) in tables.iter().enumerate() {
                (group(standard.text.get(tongue(lang)), place == 1 || has(&standard.id), &table(lang, filled, (standard, dials))))
            }
            @if !literals.is_empty() {
                (group(&lang.t("whatif-literals"), literals.iter().any(|dial| has(&dial.path)), &html! { @for dial in &literals { (line(lang, filled, dial)) } }))
            }
            (group(&lang.t("whatif-readings"), true, &readings(here, filled)))
            (actions(&[button(&lang.t("whatif-ask")), link(&lang.t("whatif-reset"), &here.at("/what-if"))]))
        }
    }
}

fn is_of_table(dial: &Setting) -> bool {
    matches!(dial.kind, SettingKind::Row | SettingKind::Bound)
}

fn group(title: &str, open: bool, content: &Markup) -> Markup {
    html! { details open[open] { summary { (title) } (content) } }
}

/// The rows of a table; those of a list may fall away, and a new one may come.
fn table(lang: Lang, filled: &Filled, (standard, dials): (&Standard, &[&Setting])) -> Markup {
    let is_list = |dial: &Setting| dial.kind == SettingKind::Row && dial.path.matches('.').count() == 1;
    let add = format!("add.{}", standard.id);
    html! {
        @for dial in dials {
            (line(lang, filled, dial))
            @if is_list(dial) {
                @let name = format!("drop.{}", dial.path);
                p.choice {
                    input type="checkbox" id=(name) name=(name) value="on" checked[!filled.value(&name).is_empty()];
                    label for=(name) { (lang.t("whatif-drop")) }
                }
            }
        }
        @if dials.iter().any(|dial| is_list(dial)) {
            (Field::new(add, lang.t("whatif-add")).optional().hint(lang.t("whatif-add-hint")).text(lang, filled))
        }
    }
}

/// One value: what it is, as it is, and as it would be.
fn line(lang: Lang, filled: &Filled, dial: &Setting) -> Markup {
    let name = format!("set.{}", dial.path);
    let typed = filled.value(&name);
    let value = if typed.is_empty() { &dial.written } else { typed };
    let label = dial.label.get(tongue(lang));
    let label = label.split_once(lang.pick("：", ": ")).map_or(label, |(_, row)| row);
    let error = filled.error(&name);
    let (hint, wrong) = (format!("{name}-hint"), format!("{name}-error"));
    html! {
        div.field.dial.wrong[error.is_some()] {
            label for=(name) { (label) }
            p.hint id=(hint) { (lang.t_with("whatif-now", &[("value", dial.written.as_str().into())])) }
            @if let Some(error) = error { p.error id=(wrong) { (error.show(lang)) } }
            (input(dial, &name, value, error.is_some()))
            @if let Some(slider) = Slider::of(dial) {
                input type="range" hidden data-for=(name) data-unit=(slider.unit) min="0" max=(slider.max) step=(slider.step) value=(slider.now) aria-label=(label);
            }
        }
    }
}

fn input(dial: &Setting, name: &str, value: &str, wrong: bool) -> Markup {
    let described = format!("{name}-hint{}", if wrong { format!(" {name}-error") } else { String::new() });
    let invalid = wrong.then_some("true");
    let is_choice = matches!(dial.value, Some(Value::Bool(_)) | None) && dial.kind == SettingKind::Row;
    let kind = if matches!(dial.value, Some(Value::Date(_))) && !wrong { "date" } else { "text" };
    html! {
        @if is_choice {
            select id=(name) name=(name) data-written=(dial.written) aria-describedby=(described) aria-invalid=[invalid] {
                @for option in choices(&dial.written, value) { option value=(option) selected[option == value] { (option) } }
            }
        } @else {
            input type=(kind) id=(name) name=(name) value=(value) data-written=(dial.written) autocomplete="off" aria-describedby=(described) aria-invalid=[invalid];
        }
    }
}

/// Yes, no, what stands there, and what was typed.
fn choices<'a>(written: &'a str, value: &'a str) -> Vec<&'a str> {
    let mut all = vec!["是", "否", written, value];
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|one| seen.insert(*one));
    all
}

/// A slider over the digits of a value, with its unit: from nothing to twice as much.
struct Slider {
    unit: String,
    now: String,
    max: String,
    step: &'static str,
}

impl Slider {
    fn of(dial: &Setting) -> Option<Self> {
        if !matches!(dial.value, Some(Value::Money(_) | Value::Ratio(_) | Value::Integer(_))) {
            return None;
        }
        let end = dial.written.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(dial.written.len());
        let (digits, unit) = dial.written.split_at(end);
        let whole: u64 = digits.split('.').next()?.parse().ok()?;
        let is_plain = !unit.starts_with(['/', '_']) && whole < 1_000_000_000;
        let is_counted = matches!(dial.value, Some(Value::Integer(_)));
        let step = match whole {
            0..10 if !is_counted => "0.1",
            0..200 => "1",
            200..2_000 => "10",
            2_000..20_000 => "100",
            20_000.. => "1000",
        };
        let max = if unit == "%" { 100 } else { (whole * 2).max(10) };
        is_plain.then(|| Self { unit: unit.to_owned(), now: digits.to_owned(), max: max.to_string(), step })
    }
}

/// The open readings: the option in force stands first and is what an empty choice means.
fn readings(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    let in_force = here.programme.readings();
    html! {
        @for switch in &here.policy.plan().switches {
            @let now = in_force.0.get(&switch.id).map_or_else(|| switch.default_option().map_or("", |one| one.id.as_str()), String::as_str);
            @let name = format!("readings.{}", switch.id);
            @let chosen = if filled.value(&name).is_empty() { filled.clone().with(&name, now) } else { filled.clone() };
            @let choices: Vec<Choice> = switch.options.iter().map(|option| Choice::new(&option.id, words(lang, option))).collect();
            (Field::new(name, format!("{} {}", switch.code, switch.question.get(tongue(lang)))).radios(lang, &chosen, &choices))
        }
    }
}

fn words(lang: Lang, option: &policy::plan::inputs::SwitchOption) -> String {
    let words = option.text.get(tongue(lang));
    if option.default { format!("{words}（{}）", lang.t("programme-default")) } else { words.to_owned() }
}
