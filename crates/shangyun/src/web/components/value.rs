//! Amounts, dates and deadlines as they stand in a page.

use jiff::civil::Date;
use maud::{Markup, html};
use policy::money::Fen;

use super::icon::icon;
use super::tag::Tone;
use crate::lang::Lang;
use crate::web::format;

/// An amount in running text, with its unit.
pub fn money(lang: Lang, amount: Fen) -> Markup {
    html! { data.figure value=(amount.fen()) { (format::money(lang, amount)) } }
}

/// An amount in a table cell; the column's head names the unit.
pub fn yuan(amount: Fen) -> Markup {
    html! { data.figure value=(amount.fen()) { (format::yuan(amount)) } }
}

/// An amount on a dashboard: short and large, the exact sum in sight beneath it.
pub fn money_short(lang: Lang, amount: Fen) -> Markup {
    html! {
        span.sum {
            data.figure value=(amount.fen()) title=(format::money(lang, amount)) { (format::money_short(lang, amount)) }
            small { (format::money(lang, amount)) }
        }
    }
}

/// An amount on a printed paper: figures, then capital figures.
pub fn money_print(amount: Fen) -> Markup {
    html! { data.figure value=(amount.fen()) { (format::money(Lang::Zh, amount)) } "（大写：" (format::capitals(amount)) "）" }
}

/// A date in running text.
pub fn date(lang: Lang, date: Date) -> Markup {
    html! { time.figure datetime=(format::date_iso(date)) { (format::date_text(lang, date)) } }
}

/// A date in a table.
pub fn date_cell(date: Date) -> Markup {
    html! { time.figure datetime=(format::date_iso(date)) { (format::date_iso(date)) } }
}

/// A day by which something is due, and how far away it is in working days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// The last day.
    pub date: Date,
    /// Working days from today to that day; below zero when it is past. Counted by the city's calendar.
    pub working_days: i64,
}

impl Deadline {
    /// Late is stop, three days or fewer is attention.
    pub const fn tone(self) -> Tone {
        match self.working_days {
            i64::MIN..0 => Tone::Stop,
            0..=3 => Tone::Attention,
            4.. => Tone::Neutral,
        }
    }
}

/// `还剩 3 个工作日（9月20日）`, coloured and worded.
pub fn deadline(lang: Lang, deadline: Deadline) -> Markup {
    let date = format::date_short(lang, deadline.date);
    let days = deadline.working_days;
    let (key, days) = match days {
        i64::MIN..0 => ("value-deadline-late", days.saturating_neg()),
        0 => ("value-deadline-today", 0),
        1.. => ("value-deadline-left", days),
    };
    let words = lang.t_with(key, &[("n", days.into()), ("date", date.into())]);
    let tone = deadline.tone();
    html! {
        time.{ "deadline " (tone.class()) } datetime=(format::date_iso(deadline.date)) {
            @if tone != Tone::Neutral { (icon(tone.icon())) }
            span { (words) }
        }
    }
}

/// Names and values under each other, hairlines between: the facts of a case.
pub fn facts(rows: &[(String, Markup)]) -> Markup {
    html! { dl.facts { @for (name, value) in rows { div { dt { (name) } dd { (value) } } } } }
}

/// One large figure with its name, for the head of a dashboard.
pub fn figure(name: &str, value: &Markup, note: &str) -> Markup {
    html! { div.headline { p.name { (name) } p.large { (value) } @if !note.is_empty() { p.quiet { (note) } } } }
}
