//! The few charts there are: flat, labelled directly, drawn on the server in whole numbers. Each has its figures beneath it.

use maud::{Markup, html};
use policy::money::Fen;

use super::components::icon::icon;
use super::components::tag::Tone;
use super::format;
use crate::lang::Lang;

/// Width of a bar in its own units.
const BAR: u64 = 1_000;

/// One of the programme's targets.
#[derive(Clone, Debug)]
pub struct Target {
    /// What is counted.
    pub name: String,
    /// How many there are; nothing where the period has no data.
    pub actual: Option<u64>,
    /// How many there should be.
    pub target: u64,
    /// The unit, such as 家.
    pub unit: String,
    /// By when, as text.
    pub due: String,
    /// The clause that sets it, and its address.
    pub clause: (String, String),
    /// The list behind the figure.
    pub href: String,
}

/// Targets as bars, the figures in a table beneath.
pub fn targets(lang: Lang, title: &str, targets: &[Target]) -> Markup {
    html! {
        section.targets {
            h2 { (title) }
            ul { @for target in targets { (bar_of(lang, target)) } }
            details {
                summary { (lang.t("chart-figures")) }
                (target_table(lang, title, targets))
            }
        }
    }
}

fn bar_of(lang: Lang, target: &Target) -> Markup {
    let met = target.actual.is_some_and(|actual| actual >= target.target);
    html! {
        li {
            p.name { a href=(target.href) { (target.name) } }
            p.value.figure {
                strong { (figure(target.actual)) } " / " (format::grouped(target.target)) " " (target.unit)
                @if met { span.tag.ok { (icon(Tone::Ok.icon())) span { (lang.t("chart-met")) } } }
            }
            (bar(target.actual.unwrap_or(0), target.target, met))
            p.quiet { (lang.t_with("chart-due", &[("date", target.due.as_str().into())])) " · " a href=(target.clause.1) { (target.clause.0) } }
        }
    }
}

fn figure(number: Option<u64>) -> String {
    number.map_or_else(|| "—".to_owned(), format::grouped)
}

/// A bar of `part` in `whole`; more than the whole is the whole.
pub fn bar(part: u64, whole: u64, full: bool) -> Markup {
    let width = if whole == 0 {
        0
    } else {
        u64::try_from(u128::from(part.min(whole)) * u128::from(BAR) / u128::from(whole)).unwrap_or(BAR)
    };
    html! {
        svg.gauge viewBox={ "0 0 " (BAR) " 8" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.ground width=(BAR) height="8" {}
            rect.fill.full[full] width=(width) height="8" {}
        }
    }
}

/// One part of a whole: its words, its amount, and where it is looked into.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is.
    pub name: String,
    /// How much; below nought it takes no room.
    pub amount: Fen,
    /// The list behind it; empty where there is none.
    pub href: String,
}

/// A whole in its parts as one bar, each part named with its amount beneath.
pub fn parts(lang: Lang, title: &str, parts: &[Part]) -> Markup {
    let size = |part: &Part| u64::try_from(part.amount.fen()).unwrap_or(0);
    let whole: u128 = parts.iter().map(|part| u128::from(size(part))).sum();
    let at = |fen: u128| u64::try_from((fen * u128::from(BAR)).checked_div(whole).unwrap_or(0)).unwrap_or(BAR);
    let mut before: u128 = 0;
    let spans: Vec<(u64, u64)> = parts
        .iter()
        .map(|part| {
            let from = at(before);
            before += u128::from(size(part));
            (from, at(before) - from)
        })
        .collect();
    html! {
        figure.parts {
            svg viewBox={ "0 0 " (BAR) " 16" } preserveAspectRatio="none" role="img" aria-label=(title) {
                @for (place, (from, width)) in spans.iter().enumerate() { rect.{ "part-" (place) } x=(from) width=(width) height="16" {} }
            }
            figcaption {
                ul {
                    @for (place, part) in parts.iter().enumerate() {
                        li {
                            span.{ "key part-" (place) } aria-hidden="true" {}
                            @if part.href.is_empty() { (part.name) } @else { a href=(part.href) { (part.name) } }
                            " " span.figure { (format::money_short(lang, part.amount)) }
                        }
                    }
                }
            }
        }
    }
}

fn target_table(lang: Lang, caption: &str, targets: &[Target]) -> Markup {
    html! {
        div.table tabindex="0" role="region" aria-label=(caption) {
            table {
                caption.hidden { (caption) }
                thead { tr {
                    th scope="col" { (lang.t("chart-what")) }
                    th.number scope="col" { (lang.t("chart-actual")) }
                    th.number scope="col" { (lang.t("chart-target")) }
                    th.number scope="col" { (lang.t("chart-share")) }
                    th scope="col" { (lang.t("chart-by")) }
                } }
                tbody {
                    @for target in targets {
                        tr {
                            td data-label=(lang.t("chart-what")) { (target.name) }
                            td.number data-label=(lang.t("chart-actual")) { (figure(target.actual)) }
                            td.number data-label=(lang.t("chart-target")) { (format::grouped(target.target)) " " (target.unit) }
                            td.number data-label=(lang.t("chart-share")) { (target.actual.map_or_else(|| "—".to_owned(), |actual| format::percent(actual, target.target))) }
                            td data-label=(lang.t("chart-by")) { (target.due) }
                        }
                    }
                }
            }
        }
    }
}

/// One row of a chart of amounts.
#[derive(Clone, Debug)]
pub struct Amount {
    /// What it is about.
    pub name: String,
    /// How much.
    pub amount: Fen,
    /// How many are behind it.
    pub count: i64,
}

/// Amounts as bars, each named and written out beside its bar; the same as a table beneath.
pub fn amounts(lang: Lang, title: &str, count_label: &str, rows: &[Amount]) -> Markup {
    let most = rows.iter().map(|row| row.amount.fen().unsigned_abs()).max().unwrap_or(0);
    html! {
        section.targets.amounts {
            h3 { (title) }
            ul {
                @for row in rows {
                    li {
                        p.name { (row.name) }
                        p.value.figure { (format::money_short(lang, row.amount)) }
                        (bar(row.amount.fen().unsigned_abs(), most, false))
                    }
                }
            }
            details {
                summary { (lang.t("chart-figures")) }
                table.narrow {
                    caption.hidden { (title) }
                    thead { tr { th scope="col" { (title) } th.number scope="col" { (count_label) } th.number scope="col" { (lang.t("chart-amount")) } } }
                    tbody { @for row in rows { tr { td { (row.name) } td.number { (format::count(row.count)) } td.number { (format::yuan(row.amount)) } } } }
                }
            }
        }
    }
}

/// One step of a tier table.
#[derive(Clone, Debug)]
pub struct Tier {
    /// The bound, such as 4亿元起.
    pub from: String,
    /// What it gives at most.
    pub cap: Fen,
    /// Whether the reader's enterprise is here.
    pub here: bool,
}

/// Tiers as a stair, the lowest at the left, the reader's own step marked; the same as a table beneath.
pub fn tier_stair(lang: Lang, title: &str, tiers: &[Tier]) -> Markup {
    const WIDTH: usize = 400;
    const HEIGHT: u64 = 132;
    const TOP: u64 = 44;
    let step = WIDTH / tiers.len().max(1);
    let highest = tiers.iter().map(|tier| tier.cap.fen()).max().unwrap_or(1).max(1).unsigned_abs();
    html! {
        figure.stair {
            svg viewBox={ "0 0 " (WIDTH) " 204" } role="img" aria-label=(title) {
                @for (place, tier) in tiers.iter().enumerate() {
                    @let height = u64::try_from(u128::from(tier.cap.fen().unsigned_abs()) * u128::from(HEIGHT) / u128::from(highest)).unwrap_or(HEIGHT).max(3);
                    @let (left, top) = (place * step, TOP + HEIGHT - height);
                    @let middle = left + step / 2;
                    rect.step.here[tier.here] x=(left + 1) y=(top) width=(step.saturating_sub(2)) height=(height) {}
                    text.cap x=(middle) y=(top - 8) { (format::money_brief(lang, tier.cap)) }
                    @if tier.here { text.mark x=(middle) y=(top - 28) { (lang.t("chart-here")) } }
                    text.from x=(middle) y="196" { (tier.from) }
                }
                path.ground d={ "M0 176.5H" (WIDTH) } {}
            }
            figcaption { (title) }
            (tier_table(lang, title, tiers))
        }
    }
}

fn tier_table(lang: Lang, caption: &str, tiers: &[Tier]) -> Markup {
    html! {
        table.narrow {
            caption.hidden { (caption) }
            thead { tr { th scope="col" { (lang.t("chart-tier-from")) } th.number scope="col" { (lang.t("chart-tier-cap")) } } }
            tbody {
                @for tier in tiers {
                    tr.here[tier.here] {
                        td { (tier.from) @if tier.here { " " strong { (lang.t("chart-here")) } } }
                        td.number { (format::yuan(tier.cap)) }
                    }
                }
            }
        }
    }
}
