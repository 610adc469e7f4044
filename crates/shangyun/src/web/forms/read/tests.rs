//! Values as people type them, each limit one below, on and one above.

use jiff::civil::date as day;

use super::*;
use crate::web::forms::Filled;

fn form(value: &str) -> Form {
    Form::new([("f".to_owned(), value.to_owned())])
}

/// The value, or the key of what is wrong.
fn key<T>(read: Result<T, Filled>) -> Result<T, &'static str> {
    read.map_err(|filled| filled.errors()[0].message.key())
}

fn money_of(text: &str) -> Result<i64, &'static str> {
    key(form(text).read(|form| form.money("f", "F").required())).map(Fen::fen)
}

#[test]
fn amounts_are_read_in_every_usual_spelling() {
    for (text, fen) in [
        ("12,345.67", 1_234_567),
        ("12345.67", 1_234_567),
        ("１２，３４５．６７", 1_234_567),
        ("1.2万", 1_200_000),
        ("1.2 万元", 1_200_000),
        ("¥12", 1_200),
        ("￥ 12.5", 1_250),
        ("4亿元", 40_000_000_000),
        ("0", 0),
        ("0.01", 1),
        ("1,234,567", 123_456_700),
        ("92233720368547758.07", i64::MAX),
    ] {
        assert_eq!(money_of(text), Ok(fen), "{text}");
        assert_eq!(money_read(text), Some(Fen::new(fen)), "{text}");
    }
}

#[test]
fn what_is_no_amount_says_why() {
    for (text, wrong) in [
        ("abc", "forms-not-money"),
        ("1.", "forms-not-money"),
        ("1e5", "forms-not-money"),
        ("12,34", "forms-not-money"),
        ("1234,567", "forms-not-money"),
        (",123", "forms-not-money"),
        ("0.001", "forms-too-fine"),
        ("0.005元", "forms-too-fine"),
        ("-1", "forms-negative"),
        ("−0.01", "forms-negative"),
        ("92233720368547758.08", "forms-too-large-number"),
        ("9999999999999999999亿", "forms-too-large-number"),
        ("", "forms-required"),
        ("  ", "forms-required"),
    ] {
        assert_eq!(money_of(text), Err(wrong), "{text}");
        assert_eq!(money_read(text), None, "{text}");
    }
}

#[test]
fn an_amount_stays_between_its_limits() {
    let between = |text: &str| {
        let limits = (Fen::new(100), Fen::new(20_000));
        key(form(text).read(|form| form.money("f", "F").between(limits.0, limits.1).required())).map(Fen::fen)
    };
    assert_eq!(between("0.99"), Err("forms-outside"));
    assert_eq!(between("1.00"), Ok(100));
    assert_eq!(between("200"), Ok(20_000));
    assert_eq!(between("200.01"), Err("forms-outside"));
}

#[test]
fn whole_numbers_are_whole_and_between_their_limits() {
    let integer = |text: &str| key(form(text).read(|form| form.integer("f", "F").between(-2, 3_000).required()));
    for (text, number) in [("0", 0), ("３", 3), ("1,234", 1_234), ("-2", -2), ("−1", -1), ("3000", 3_000)] {
        assert_eq!(integer(text), Ok(number), "{text}");
    }
    for text in ["3001", "-3"] {
        assert_eq!(integer(text), Err("forms-outside"), "{text}");
    }
    for text in ["1.0", "1.5", "one", "0x10", "9223372036854775808", "1 2 3 4 5 6 7 8 9 0 1"] {
        assert!(["forms-not-an-integer", "forms-too-long"].contains(&integer(text).expect_err(text)), "{text}");
    }
}

#[test]
fn dates_are_read_as_people_write_them_and_must_exist() {
    for text in
        ["2026-09-17", "2026/9/17", "2026.9.17", "2026年9月17日", "２０２６年９月１７日", "20260917", " 2026-9-17 "]
    {
        assert_eq!(date(text), Some(day(2026, 9, 17)), "{text}");
    }
    for text in [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "26-09-17",
        "2026-9",
        "2026-9-1-7",
        "202609",
        "today",
        "2026-9-x",
        "",
    ] {
        assert_eq!(date(text), None, "{text}");
    }
    assert_eq!(date("2024-02-29"), Some(day(2024, 2, 29)));
}

#[test]
fn a_date_stays_between_its_limits() {
    let between = |text: &str| {
        let limits = (day(2018, 9, 17), day(2022, 12, 31));
        key(form(text).read(|form| form.date("f", "F").between(limits.0, limits.1).required()))
    };
    assert_eq!(between("2018-09-16"), Err("forms-outside"));
    assert_eq!(between("2018-09-17"), Ok(day(2018, 9, 17)));
    assert_eq!(between("2022-12-31"), Ok(day(2022, 12, 31)));
    assert_eq!(between("2023-01-01"), Err("forms-outside"));
}

#[test]
fn text_is_trimmed_counted_in_characters_and_shows_all_of_itself() {
    let text = |typed: &str| key(form(typed).read(|form| form.text("f", "F").min(2).max(4).required()));
    assert_eq!(text("  沈阳  "), Ok("沈阳".to_owned()));
    assert_eq!(text("沈"), Err("forms-too-short"));
    assert_eq!(text("沈阳企业"), Ok("沈阳企业".to_owned()));
    assert_eq!(text("沈阳企业云"), Err("forms-too-long"));
    for hidden in ["a\u{0}b", "a\u{202e}b", "a\u{200b}b", "a\nb", "a\tb", "a\u{feff}b"] {
        assert_eq!(text(hidden), Err("forms-control"), "{hidden:?}");
    }
}

#[test]
fn several_lines_keep_their_line_ends() {
    let read = form("一\r\n二\t三").read(|form| form.lines("f", "F").required());
    assert_eq!(key(read), Ok("一\n二\t三".to_owned()));
    let most = "字".repeat(2_000);
    assert!(form(&most).read(|form| form.lines("f", "F").required()).is_ok());
    assert_eq!(key(form(&(most + "字")).read(|form| form.lines("f", "F").required())), Err("forms-too-long"));
}

#[test]
fn a_secret_is_taken_as_it_is() {
    assert_eq!(key(form(" a b ").read(|form| form.secret("f", "F").required())), Ok(" a b ".to_owned()));
}

#[test]
fn a_choice_is_one_of_those_offered() {
    let choices = [("yes", true), ("no", false)];
    let choose = |text: &str| key(form(text).read(|form| form.choice("f", "F", &choices).required()));
    assert_eq!(choose("yes"), Ok(true));
    assert_eq!(choose("maybe"), Err("forms-not-a-choice"));
    assert_eq!(choose(""), Err("forms-choose"));
}

#[test]
fn an_optional_field_may_be_empty_but_not_wrong() {
    let optional = |text: &str| key(form(text).read(|form| form.date("f", "F").optional()));
    assert_eq!(optional(""), Ok(None));
    assert_eq!(optional("2026-09-17"), Ok(Some(day(2026, 9, 17))));
    assert_eq!(optional("soon"), Err("forms-not-a-date"));
}

#[test]
fn boxes_are_ticked_or_not() {
    let mut sent = Form::new([("c.a".to_owned(), "on".to_owned()), ("c.b".to_owned(), String::new())]);
    assert_eq!(sent.ticks("c", &["a", "b", "d"]), ["a"]);
    assert!(!sent.ticked("promise"));
}
