//! What is sent is a form of ours or it is not; what was typed is never lost.

use super::*;

fn pairs(text: &str) -> Result<Vec<(String, String)>, Malformed> {
    decode(text.as_bytes())
}

#[test]
fn a_form_is_decoded_once() {
    let decoded = pairs("name=%E6%B2%88%E9%98%B3+A%26B&empty=&bare&twice=%2541").expect("a form");
    let expected = [("name", "沈阳 A&B"), ("empty", ""), ("bare", ""), ("twice", "%41")];
    assert_eq!(decoded, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn what_is_no_form_is_refused() {
    for broken in ["a=%", "a=%4", "a=%zz", "a=%ff"] {
        assert_eq!(pairs(broken), Err(Malformed::NotText), "{broken}");
    }
    assert_eq!(pairs("a=1&b=2&a=3"), Err(Malformed::Repeated("a".to_owned())));
}

#[test]
fn a_form_has_at_most_four_hundred_fields_with_short_names() {
    let form = |fields: usize| (0..fields).map(|n| format!("f{n}=1")).collect::<Vec<_>>().join("&");
    assert!(pairs(&form(399)).is_ok());
    assert_eq!(pairs(&form(400)).map(|fields| fields.len()), Ok(400));
    assert_eq!(pairs(&form(401)), Err(Malformed::TooMuch));
    assert!(pairs(&format!("{}=1", "n".repeat(120))).is_ok());
    assert_eq!(pairs(&format!("{}=1", "n".repeat(121))), Err(Malformed::TooMuch));
}

#[test]
fn an_address_carries_any_text_and_leaves_out_what_is_empty() {
    assert_eq!(escape("沈阳 & Co"), "%E6%B2%88%E9%98%B3%20%26%20Co");
    assert_eq!(address("/q", [("a", "1 2"), ("b", ""), ("c", "=")]), "/q?a=1%202&c=%3D");
    assert_eq!(address("/q", [("a", "")]), "/q");
    let odd = "a=b&c?#/%+\"<>沈";
    assert_eq!(pairs(&format!("x={}", escape(odd))), Ok(vec![("x".to_owned(), odd.to_owned())]));
}

fn form(fields: &[(&str, &str)]) -> Form {
    Form::new(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

#[test]
fn all_errors_are_reported_at_once_and_everything_typed_is_kept() {
    let sent = form(&[("amount", "abc"), ("name", ""), ("note", "kept"), ("_token", "t")]);
    let read = sent.read(|form| {
        let amount = form.money("amount", "Amount").required();
        let name = form.text("name", "Name").required();
        let note = form.text("note", "Note").optional();
        Some((amount?, name?, note?))
    });
    let filled = read.expect_err("two fields are wrong");
    let wrong: Vec<(&str, &str)> =
        filled.errors().iter().map(|error| (error.field.as_str(), error.message.key())).collect();
    assert_eq!(wrong, [("amount", "forms-not-money"), ("name", "forms-required")]);
    assert_eq!((filled.value("amount"), filled.value("note")), ("abc", "kept"));
}

#[test]
fn a_field_that_nobody_asked_for_is_an_error_of_the_whole_form() {
    let read =
        form(&[("a", "1"), ("b", "2"), ("_key", "k"), ("_version", "3")]).read(|form| form.text("a", "A").required());
    let filled = read.expect_err("`b` is unknown");
    assert_eq!(filled.errors().len(), 1);
    assert_eq!(filled.errors()[0].message.key(), "forms-unknown");
}

#[test]
fn a_reader_that_gives_up_without_a_word_still_says_something() {
    let filled = form(&[]).read(|_| None::<()>).expect_err("nothing was read");
    assert_eq!(filled.errors()[0].message.key(), "forms-unreadable");
}

#[test]
fn only_a_whole_key_is_a_key_and_only_a_number_a_version() {
    let key = "0123456789abcdef0123456789ABCDEF";
    assert_eq!(form(&[("_key", key)]).key(), Some(key));
    assert_eq!(form(&[("_key", &key[..31])]).key(), None);
    assert_eq!(form(&[("_key", "0123456789abcdef0123456789abcdeg")]).key(), None);
    assert_eq!(form(&[("_version", "7")]).version(), Some(7));
    assert_eq!(form(&[("_version", "-1")]).version(), None);
    assert!(form(&[("_token", "t"), ("_key", key)]).is_blank());
    assert!(!form(&[("q", "")]).is_blank());
}
