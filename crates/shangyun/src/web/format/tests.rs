//! What people read, digit by digit.

use jiff::civil::date;

use super::*;

#[test]
fn yuan_have_thousands_marks_and_two_decimals() {
    for (fen, text) in [
        (0, "0.00"),
        (5, "0.05"),
        (1_234_567, "12,345.67"),
        (-100_000_000, "−1,000,000.00"),
        (i64::MAX, "92,233,720,368,547,758.07"),
    ] {
        assert_eq!(yuan(Fen::new(fen)), text);
    }
    assert_eq!(money(Lang::Zh, Fen::new(1_234_567)), "12,345.67 元");
    assert_eq!(money(Lang::En, Fen::new(-1_234_567)), "−¥12,345.67");
}

#[test]
fn amounts_of_rules_are_short_and_exact() {
    for (fen, zh, en) in [
        (500_000_000_000, "50亿元", "¥5 billion"),
        (150_000_000, "150万元", "¥1.5 million"),
        (30_000_000, "30万元", "¥300,000"),
        (499_999_999_999, "4,999,999,999.99元", "¥4,999,999,999.99"),
        (123_456_789, "1,234,567.89元", "¥1,234,567.89"),
        (125_000_000, "125万元", "¥1.25 million"),
        (50, "0.50元", "¥0.50"),
        (0, "0元", "¥0"),
    ] {
        assert_eq!(money_brief(Lang::Zh, Fen::new(fen)), zh);
        assert_eq!(money_brief(Lang::En, Fen::new(fen)), en);
    }
}

#[test]
fn dashboards_round_for_the_eye_only() {
    for (fen, text) in [
        (0, "0.00 万元"),
        (4_999, "0.00 万元"),
        (5_000, "0.01 万元"),
        (123_456_789, "123.46 万元"),
        (12_345_678_900, "1.2346 亿元"),
        (-2_000_000, "−2.00 万元"),
    ] {
        assert_eq!(money_short(Lang::Zh, Fen::new(fen)), text);
    }
    assert_eq!(money_short(Lang::En, Fen::new(123_456_789)), "¥1.23 million");
    assert_eq!(money_short(Lang::En, Fen::new(99_999_999)), "¥999,999.99");
}

#[test]
fn printed_sums_are_written_in_capital_figures() {
    for (fen, text) in [
        (0, "零元整"),
        (7, "柒分"),
        (60, "陆角整"),
        (105, "壹元零伍分"),
        (1_234_567, "壹万贰仟叁佰肆拾伍元陆角柒分"),
        (101_005, "壹仟零壹拾元零伍分"),
        (10_000_100, "壹拾万零壹元整"),
        (200_000_000, "贰佰万元整"),
        (10_000_000_000, "壹亿元整"),
        (10_500_000_030, "壹亿零伍佰万元叁角整"),
        (100_000_000_000_000, "壹万亿元整"),
        (-150, "负壹元伍角整"),
    ] {
        assert_eq!(capitals(Fen::new(fen)), text, "{fen}");
    }
}

#[test]
fn shares_need_a_base() {
    assert_eq!(percent(3, 8), "37.5%");
    assert_eq!(percent(1, 3), "33.3%");
    assert_eq!(percent(500, 500), "100%");
    assert_eq!(percent(1, 0), "—");
    assert_eq!(percent(u64::MAX, u64::MAX), "100%");
}

#[test]
fn dates_are_long_in_text_and_short_in_tables() {
    let day = date(2026, 9, 7);
    assert_eq!(date_text(Lang::Zh, day), "2026年9月7日");
    assert_eq!(date_text(Lang::En, day), "7 September 2026");
    assert_eq!(date_short(Lang::Zh, day), "9月7日");
    assert_eq!(date_iso(day), "2026-09-07");
}

#[test]
fn instants_are_shown_in_the_time_of_the_city() {
    let zone = TimeZone::get("Asia/Shanghai").expect("time zones are compiled in");
    let instant: Timestamp = "2026-09-16T16:30:00Z".parse().expect("an instant");
    assert_eq!(time_iso(instant, &zone), "2026-09-17 00:30");
    assert_eq!(time_text(Lang::Zh, instant, &zone), "2026年9月17日 00:30");
}

#[test]
fn file_sizes_are_short() {
    assert_eq!(size(0), "0 B");
    assert_eq!(size(1_025), "2 KB");
    assert_eq!(size(1_258_291), "1.2 MB");
    assert_eq!(size(20 * 1_024 * 1_024), "20 MB");
}
