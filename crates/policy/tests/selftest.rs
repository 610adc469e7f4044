//! What the self-test of a policy finds: nothing in what is shipped, and what no award may be in copies with faults.

#[path = "support/copies.rs"]
mod copies;
#[path = "support/shipped.rs"]
mod shipped;

use copies::changed;
use policy::facts::Readings;
use policy::lines::decide_line;
use policy::text::Lang;

/// The most claims of one self-test.
const CLAIMS_MAX: u64 = 20_000;

#[test]
fn shipped_plans_decide_alike_at_every_bound() {
    for (name, text) in shipped::documents() {
        let policy = shipped::load(&name, &text);
        let test = policy.self_test();
        println!("{name} {}", test.claims);
        assert!(test.found.0.is_empty(), "{name}\n{}", test.found.render(&name, Lang::En));
        assert!((50..=CLAIMS_MAX).contains(&test.claims), "{name} {}", test.claims);
        assert_eq!(test, policy.self_test(), "{name}: the same claims each time");
    }
}

/// The one finding on a copy: its message, and the answer to its claim.
fn finding(from: &str, to: &str) -> (String, serde_json::Value) {
    let policy = changed(&[(from, to)]);
    let found = policy.self_test().found.0;
    let first = found.first().expect("it is found");
    assert_eq!((first.code, first.excerpt.starts_with("方案 ")), ("W08", true), "{found:#?}");
    let claim = first.help.en.strip_prefix("example: ").expect("an example");
    let answer = serde_json::from_str(&decide_line(&policy, &Readings::default(), claim)).expect("an answer");
    (first.message.en.clone(), answer)
}

#[test]
fn a_share_above_what_was_paid_is_found() {
    let (message, answer) = finding("\"Rate\"：比例 为 50%", "\"Rate\"：比例 为 120%");
    assert!(message.ends_with(" yuan is above the amounts it is a share of"), "{message}");
    assert!(answer["award_fen"].as_i64() > Some(0), "{answer}");
}

#[test]
fn an_award_below_nothing_is_found() {
    let (message, answer) = finding(
        "\"City service cloud subsidy\" 为 年度实际支付额 乘以 补贴比例；精确到 取整，尾数舍去；",
        "\"City service cloud subsidy\" 为 舍到（分，年度实际支付额 乘以 补贴比例） - 1万元；",
    );
    assert!(message.ends_with(" yuan is below nothing"), "{message}");
    assert!(answer["award_fen"].as_i64() < Some(0), "{answer}");
}
