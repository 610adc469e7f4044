//! The schemas say what the reader of claims takes and what it gives: both are held against a validator.

use policy::facts::Readings;
use policy::lines::{decide_line, line_facts};
use policy::policy::Policy;
use policy::sample::{Random, Sampler};
use policy::schema;
use serde_json::{Value, json};

fn policy() -> Policy {
    Policy::load(include_str!("../../../policies/shenyang-2018.policy.md")).expect("the shipped document loads")
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).expect("the schema is one")
}

#[test]
fn a_claim_is_taken_exactly_where_its_schema_allows_it() {
    let (policy, readings) = (policy(), Readings::default());
    let (claim, answer) =
        (validator(&schema::claim(&policy, &readings)), validator(&schema::answer(&policy, &readings)));
    let claims = include_str!("boundary-claims.jsonl").lines();
    let mut seen = [0, 0];
    for line in claims {
        let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
        let taken = line_facts(&policy, &readings, line);
        // A schema cannot tell 100.0 from 100, nor see that a key stood twice.
        let twice = taken.as_ref().is_err_and(|wrong| wrong.words.en.ends_with("stands twice"));
        let beyond = twice || value.as_object().is_some_and(|facts| facts.values().any(Value::is_f64));
        if !beyond {
            assert_eq!(claim.is_valid(&value), taken.is_ok(), "{line} {taken:?}");
        }
        let given: Value = serde_json::from_str(&decide_line(&policy, &readings, line)).expect("an answer is JSON");
        assert!(answer.is_valid(&given), "{given}");
        seen[usize::from(taken.is_ok())] += 1;
    }
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}

#[test]
fn a_decision_fits_the_published_schema() {
    let (policy, readings) = (policy(), Readings::default());
    let whole = validator(&schema::decision());
    let mut sampler = Sampler::new(&policy, &readings, 9, 8);
    for _ in 0..200 {
        let decision = policy.decide(&sampler.claim(), &readings);
        let value = serde_json::to_value(&decision).expect("a decision is JSON");
        assert!(whole.is_valid(&value), "{value}");
    }
}

#[test]
fn bad_input_is_named_with_its_key_and_what_would_be_right() {
    let (policy, readings) = (policy(), Readings::default());
    let wrong = |claim: Value| line_facts(&policy, &readings, &claim.to_string()).expect_err("it is wrong");
    assert_eq!(wrong(json!({ "paid_fen": 100.0 })).key.as_deref(), Some("paid_fen"));
    assert!(wrong(json!({ "paid_fen": -1 })).words.en.contains("whole number of fen from 0"));
    assert!(wrong(json!({ "stream": "cloud" })).words.en.contains("industrial, software, city_service"));
    assert!(wrong(json!({ "paid": 1 })).words.zh.contains("没有事实 `paid`"));
    assert!(wrong(json!({ "service_date": "2019-02-30" })).words.en.contains("a date that exists"));
    assert_eq!(line_facts(&policy, &readings, "{").expect_err("it is wrong").key, None);
}

#[test]
fn any_bytes_are_answered() {
    let (policy, readings) = (policy(), Readings::default());
    let mut random = Random::new(11);
    let line = r#"{"id":"a","stream":"industrial","paid_fen":12,"service_date":"2019-01-01"}"#;
    for _ in 0..2_000 {
        let mut bytes = line.as_bytes().to_vec();
        for _ in 0..=random.below(4) {
            let length = u64::try_from(line.len()).expect("small");
            let at = usize::try_from(random.below(length)).expect("small");
            bytes[at] = u8::try_from(random.below(256)).expect("a byte");
        }
        let answer = decide_line(&policy, &readings, &String::from_utf8_lossy(&bytes));
        assert!(serde_json::from_str::<Value>(&answer).is_ok(), "{answer}");
    }
}
