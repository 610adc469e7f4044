//! Claims at every boundary of the Shenyang plan, with outcomes worked out from the text: one below, on, one above.

use policy::facts::Readings;
use policy::lines::{decide_line, inputs};
use policy::policy::Policy;
use serde_json::Value;

const CLAIMS: &str = include_str!("boundary-claims.jsonl");
const EXPECTED: &str = include_str!("boundary-expected.jsonl");

fn policy() -> Policy {
    Policy::load(include_str!("../../../policies/shenyang-2018.policy.md")).expect("the shipped document loads")
}

#[test]
fn every_boundary_claim_has_the_outcome_the_text_gives() {
    let (policy, readings) = (policy(), Readings::default());
    assert!(CLAIMS.lines().count() >= 200);
    assert_eq!(CLAIMS.lines().count(), EXPECTED.lines().count());
    for (claim, expected) in CLAIMS.lines().zip(EXPECTED.lines()) {
        let found: Value = serde_json::from_str(&decide_line(&policy, &readings, claim)).expect("an answer is JSON");
        let expected: Value = serde_json::from_str(expected).expect("the expectation is JSON");
        assert_eq!(found, expected, "{claim}");
    }
}

#[test]
fn the_default_readings_take_exactly_the_twelve_facts() {
    let ids = [
        "stream",
        "kind",
        "revenue_fen",
        "paid_fen",
        "years_used",
        "service_date",
        "filed",
        "industry_ok",
        "reg_local",
        "legal_person",
        "tax_local",
        "operating",
    ];
    assert_eq!(inputs(&policy(), &Readings::default()), ids);
    let lifetime = Readings::default().with("cap_period", "lifetime");
    assert!(inputs(&policy(), &lifetime).contains(&"past_fen".to_owned()));
}

#[test]
fn a_line_is_answered_on_one_line_with_the_promised_keys() {
    let answer = decide_line(&policy(), &Readings::default(), r#"{"id":"a","filed":false}"#);
    assert_eq!(
        answer,
        r#"{"id":"a","outcome":"refused","award_fen":0,"reason":"NOT_FILED","failed":["NOT_FILED"],"missing":[]}"#
    );
}
