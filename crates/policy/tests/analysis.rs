//! What is found in a document as a whole: seeded faults in copies of the Shenyang document, and nothing else in what is shipped.

#[path = "support/copies.rs"]
mod copies;
#[path = "support/shipped.rs"]
mod shipped;

use copies::{SOURCE, changed};
use policy::diagnostics::{Diagnostic, Severity};
use policy::facts::Readings;
use policy::lines::decide_line;
use policy::policy::Policy;

/// The findings on a copy with some passages changed.
fn findings(changes: &[(&str, &str)]) -> (Policy, Vec<Diagnostic>) {
    let policy = changed(changes);
    let found = policy.analysis().0;
    (policy, found)
}

/// The one finding with this code; its line and its message in English.
fn only(found: &[Diagnostic], code: &str) -> (String, String) {
    let of_code: Vec<_> = found.iter().filter(|one| one.code == code).collect();
    assert_eq!(of_code.len(), 1, "{found:#?}");
    (of_code[0].excerpt.clone(), of_code[0].message.en.clone())
}

/// The claim in the help of a finding, decided.
fn decided(policy: &Policy, finding: &Diagnostic) -> serde_json::Value {
    let claim = finding.help.en.strip_prefix("example: ").expect("an example");
    serde_json::from_str(&decide_line(policy, &Readings::default(), claim)).expect("an answer")
}

#[test]
fn shipped_plans_have_no_faults() {
    for (name, text) in shipped::documents() {
        let found = shipped::load(&name, &text).analysis().0;
        // A plan to start from may declare what nobody uses yet.
        let is_fault = |one: &&Diagnostic| (one.severity != Severity::Info && one.code != "W07") || one.code == "I02";
        let faults: Vec<_> = found.iter().filter(is_fault).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}

#[test]
fn every_bound_of_the_plan_is_listed_with_the_money_at_stake() {
    let policy = Policy::load(SOURCE).expect("it loads");
    let found = policy.analysis().0;
    let told: Vec<&str> = found.iter().map(|one| one.message.en.as_str()).collect();
    insta::assert_snapshot!(told.join("\n"));
    assert!(found.iter().all(|one| decided(&policy, one)["outcome"] != "pending"));
}

#[test]
fn a_cap_that_is_lower_for_a_larger_firm_is_a_falling_award() {
    let (policy, found) = findings(&[("| 4亿元起 | 150万元 |", "| 4亿元起 | 90万元 |")]);
    let (line, message) = only(&found, "W06");
    assert_eq!(line, "| 4亿元起 | 90万元 |");
    assert_eq!(
        message,
        "`revenue_fen` grows from 399,999,999.99 yuan to 400,000,000 yuan, and the award falls from 1,000,000 yuan to 900,000 yuan"
    );
    let finding = found.iter().find(|one| one.code == "W06").expect("it is there");
    assert_eq!(decided(&policy, finding)["award_fen"], 90_000_000);
}

#[test]
fn a_rate_that_falls_with_the_amount_is_a_falling_award() {
    let (_, found) = findings(&[
        (
            "参数 补贴比例 rate \"Rate\"：比例 为 50%",
            "参数 补贴比例 rate \"Rate\"：比例 为 50%\n计算 实补 step_fen \"Step\"：金额 为 若 年度实际支付额 超过 8万元 则 舍到（分，年度实际支付额 乘以 35%） 否则 舍到（分，年度实际支付额 乘以 55%）",
        ),
        (
            "\"City service cloud subsidy\" 为 年度实际支付额 乘以 补贴比例；精确到 取整，尾数舍去；",
            "\"City service cloud subsidy\" 为 实补；",
        ),
    ]);
    let (_, message) = only(&found, "W06");
    assert_eq!(
        message,
        "`paid_fen` grows from 80,000 yuan to 80,000.01 yuan, and the award falls from 44,000 yuan to 28,000 yuan"
    );
}

#[test]
fn a_claim_for_which_no_award_applies_is_found() {
    let (policy, found) =
        findings(&[("本条适用 当 类别 是 城市服务云", "本条适用 当 类别 是 城市服务云 且 种类 是 事业单位")]);
    let (_, message) = only(&found, "W02");
    assert_eq!(message, "every requirement holds, and no award applies");
    let finding = found.iter().find(|one| one.code == "W02").expect("it is there");
    let answer = decided(&policy, finding);
    assert_eq!(answer["reason"], "NO_AWARD", "{answer}");
}

#[test]
fn requirements_that_always_or_never_hold_are_found() {
    let (_, found) = findings(&[("须 年度实际支付额 超过 0元；", "须 年度实际支付额 不低于 0元；")]);
    let (line, message) = only(&found, "W03");
    assert_eq!(message, "this requirement always holds");
    assert!(line.contains("NO_PAYMENT"), "{line}");

    let (_, found) =
        findings(&[("须 服务起始日 在 期限首日 至 2022-12-31；", "须 服务起始日 在 期限首日 至 2017-12-31；")]);
    let (line, message) = only(&found, "W03");
    assert_eq!(message, "this requirement can never hold");
    assert!(line.contains("OUT_OF_TERM"), "{line}");
}

#[test]
fn rows_and_awards_that_no_claim_reaches_are_found() {
    let (_, found) = findings(&[("须 行业相符；", "须 行业相符 且 上年度营业收入 低于 50亿元；")]);
    let (line, message) = only(&found, "W04");
    assert_eq!(line, "| 50亿元起 | 200万元 |");
    assert_eq!(message, "no claim that is awarded anything falls into this row of `cap_industrial`");

    let (_, found) = findings(&[("| 城市服务云 | 是 | 是 | 是 | 其他放宽 |", "| 城市服务云 | 否 | 否 | 否 | 否 |")]);
    let (line, message) = only(&found, "W04");
    assert!(line.contains("award_city"), "{line}");
    assert_eq!(message, "`award_city` is never more than nothing");
}

#[test]
fn a_cap_that_never_binds_is_found() {
    let (_, found) =
        findings(&[("\"Cap, city service cloud\"：金额 为 100万元", "\"Cap, city service cloud\"：金额 为 450万亿元")]);
    let (line, message) = only(&found, "W05");
    assert!(line.contains("award_city"), "{line}");
    assert_eq!(message, "the limit `cap_city` of `award_city` never lowers it");
    // One fen less, and the largest payment there can be reaches it.
    let (_, found) = findings(&[(
        "\"Cap, city service cloud\"：金额 为 100万元",
        "\"Cap, city service cloud\"：金额 为 449999999999999.99元",
    )]);
    assert!(found.iter().all(|one| one.code != "W05"), "{found:#?}");
}

#[test]
fn facts_and_questions_that_change_nothing_are_found() {
    let (_, found) = findings(&[("事实 已备案 filed", "事实 闲置 idle_fact \"Idle\"：是否\n事实 已备案 filed")]);
    assert_eq!(only(&found, "W07").1, "no rule uses the fact `idle_fact`");
    let asked = "事实 闲置 idle_fact \"Idle\"：是否；问 「是否闲置」 \"Idle?\"\n事实 已备案 filed";
    let (_, found) = findings(&[("事实 已备案 filed", asked)]);
    assert_eq!(only(&found, "I03").1, "no rule uses the fact `idle_fact`");
    let (_, found) = findings(&[(
        "为 高新企业范围 是 城市服务云受理",
        "为 高新企业范围 是 城市服务云受理 且 独立法人 且 非 独立法人",
    )]);
    assert!(found.iter().all(|one| one.code != "W07"), "a question that is asked is not said to change nothing");
    let (_, found) = findings(&[(
        "为 高新企业范围 是 城市服务云受理",
        "为 高新企业范围 是 城市服务云受理 且 高新企业范围 是 不受理",
    )]);
    assert_eq!(only(&found, "W07").1, "no reading of `other_streams` changes anything");
}
