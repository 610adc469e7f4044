//! How numbers, amounts, dates and sizes are written. Whole numbers only: nothing here knows a float.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use policy::money::Fen;

use crate::lang::Lang;

#[cfg(test)]
mod tests;

const FEN_PER_YUAN: u64 = 100;
const FEN_PER_WAN: u64 = 1_000_000;
const FEN_PER_YI: u64 = 10_000_000_000;

/// Digits in groups of three: `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A signed count in groups of three, with a real minus sign.
pub fn count(number: i64) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(number.unsigned_abs()))
}

/// Yuan with thousands marks and two decimals, without the unit: `12,345.67`. For table cells under a head that names the unit.
pub fn yuan(amount: Fen) -> String {
    let (sign, fen) = parts(amount);
    format!("{sign}{}.{:02}", grouped(fen / FEN_PER_YUAN), fen % FEN_PER_YUAN)
}

/// Yuan with its unit: `12,345.67 元` or `¥12,345.67`. For sentences.
pub fn money(lang: Lang, amount: Fen) -> String {
    let (sign, _) = parts(amount);
    let digits = yuan(amount);
    match lang {
        Lang::Zh => format!("{digits} 元"),
        Lang::En => format!("{sign}¥{}", digits.trim_start_matches('−')),
    }
}

/// An amount of a rule, exact and as short as it can be: `200万元`, `¥1.5 million`, `¥300,000`.
pub fn money_brief(lang: Lang, amount: Fen) -> String {
    const BILLION: u64 = 100_000_000_000;
    const MILLION: u64 = 100_000_000;
    let (sign, fen) = parts(amount);
    let unit = match fen {
        BILLION.. => (BILLION, " billion"),
        MILLION.. => (MILLION, " million"),
        _ => (FEN_PER_YUAN, ""),
    };
    match lang {
        Lang::Zh => amount.plain(),
        Lang::En if !fen.is_multiple_of(unit.0 / 100) || (unit.0 == FEN_PER_YUAN && !fen.is_multiple_of(unit.0)) => {
            money(lang, amount)
        }
        Lang::En => {
            let hundredths = format!("{:02}", fen / (unit.0 / 100) % 100);
            let places = hundredths.trim_end_matches('0');
            let point = if places.is_empty() { "" } else { "." };
            format!("{sign}¥{}{point}{places}{}", grouped(fen / unit.0), unit.1)
        }
    }
}

/// The amount as a dashboard shows it, rounded half away from zero for the eye only: `123.46 万元`, `1.2346 亿元`, `¥1.23 million`.
/// Show the exact amount beside it.
pub fn money_short(lang: Lang, amount: Fen) -> String {
    let (sign, fen) = parts(amount);
    match lang {
        Lang::Zh if fen >= FEN_PER_YI => format!("{sign}{} 亿元", scaled(fen, FEN_PER_YI / 10_000, 10_000)),
        Lang::Zh => format!("{sign}{} 万元", scaled(fen, FEN_PER_WAN / 100, 100)),
        Lang::En if fen >= 100 * FEN_PER_WAN => format!("{sign}¥{} million", scaled(fen, FEN_PER_WAN, 100)),
        Lang::En => money(lang, amount),
    }
}

/// `fen / step` rounded half up, written with as many decimals as `per_unit` has noughts.
fn scaled(fen: u64, step: u64, per_unit: u64) -> String {
    let steps = fen / step + u64::from(fen % step >= step.div_ceil(2));
    let width = per_unit.to_string().len() - 1;
    format!("{}.{:0width$}", grouped(steps / per_unit), steps % per_unit)
}

/// The sign and the magnitude in fen.
fn parts(amount: Fen) -> (&'static str, u64) {
    let sign = if amount.fen() < 0 { "−" } else { "" };
    (sign, amount.fen().unsigned_abs())
}

/// The amount in capital figures for printed papers: `壹万贰仟叁佰肆拾伍元陆角柒分`.
pub fn capitals(amount: Fen) -> String {
    let fen = amount.fen().unsigned_abs();
    let (whole, jiao, cent) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::new();
    if amount.fen() < 0 {
        text.push('负');
    }
    if whole > 0 || fen == 0 {
        text.push_str(&capital_number(whole));
        text.push('元');
    }
    if jiao > 0 {
        text.push_str(capital_digit(jiao));
        text.push('角');
    }
    if cent > 0 {
        if jiao == 0 && whole > 0 {
            text.push('零');
        }
        text.push_str(capital_digit(cent));
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

/// A whole number in capital figures; higher groups first, one 零 where places are skipped.
fn capital_number(number: u64) -> String {
    let (unit, name) = match number {
        0..=9 => return capital_digit(number).to_owned(),
        10..=99 => (10, "拾"),
        100..=999 => (100, "佰"),
        1_000..=9_999 => (1_000, "仟"),
        10_000..=99_999_999 => (10_000, "万"),
        100_000_000.. => (100_000_000, "亿"),
    };
    let rest = number % unit;
    let skipped = if rest < unit / 10 { "零" } else { "" };
    let tail = if rest == 0 { String::new() } else { format!("{skipped}{}", capital_number(rest)) };
    format!("{}{name}{tail}", capital_number(number / unit))
}

/// One digit in capital figures; anything above nine is not a digit and gives nothing.
const fn capital_digit(digit: u64) -> &'static str {
    match digit {
        0 => "零",
        1 => "壹",
        2 => "贰",
        3 => "叁",
        4 => "肆",
        5 => "伍",
        6 => "陆",
        7 => "柒",
        8 => "捌",
        9 => "玖",
        10.. => "",
    }
}

/// A share with one decimal, rounded half up: `37.5%`; a dash where there is no base.
pub fn percent(part: u64, base: u64) -> String {
    if base == 0 {
        return "—".to_owned();
    }
    let tenths = (u128::from(part) * 2_000 + u128::from(base)) / (u128::from(base) * 2);
    if tenths.is_multiple_of(10) { format!("{}%", tenths / 10) } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

/// A date in running text: `2026年9月17日`, `17 September 2026`.
pub fn date_text(lang: Lang, date: Date) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => date.strftime("%-d %B %Y").to_string(),
    }
}

/// A date without its year: `9月17日`, `17 September`.
pub fn date_short(lang: Lang, date: Date) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
        Lang::En => date.strftime("%-d %B").to_string(),
    }
}

/// A date in a table: `2026-09-17`.
pub fn date_iso(date: Date) -> String {
    date.to_string()
}

/// An instant in a table, in the city's time: `2026-09-17 14:05`.
pub fn time_iso(instant: Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// An instant in running text, in the city's time: `2026年9月17日 14:05`.
pub fn time_text(lang: Lang, instant: Timestamp, zone: &TimeZone) -> String {
    let local = instant.to_zoned_datetime(zone.clone());
    format!("{} {}", date_text(lang, local.date()), local.strftime("%H:%M"))
}

/// A file size with one decimal at most: `340 KB`, `1.2 MB`.
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1_024;
    const MB: u64 = 1_024 * KB;
    match bytes {
        0..KB => format!("{bytes} B"),
        KB..MB => format!("{} KB", bytes.div_ceil(KB)),
        MB.. => {
            let tenths = (bytes / KB * 10).div_ceil(KB);
            if tenths.is_multiple_of(10) {
                format!("{} MB", tenths / 10)
            } else {
                format!("{}.{} MB", tenths / 10, tenths % 10)
            }
        }
    }
}
