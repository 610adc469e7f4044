//! The fund-use plan by itself: lines, money and a settle rule in; amounts, reasons and a hash out.

use domain::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId};
use domain::refusal::Refusal;
use domain::round::line::Reserved;
use domain::round::plan::{Candidate, Head, Plan, WhyNot, plan};
use jiff::Timestamp;
use jiff::civil::date;
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::plan::words::PayMethod;
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;

fn head() -> Head {
    Head {
        programme: ProgrammeId::new("shenyang-2018"),
        policy_hash: "hash".to_owned(),
        number: "2020-01".to_owned(),
        year: 2020,
        version: 1,
    }
}

/// A document that settles like this, in order of receipt or with priorities first.
fn settling(rule: &str) -> Policy {
    let base = include_str!("../../policy/tests/allocation/base.policy.md");
    Policy::load(&base.replace("RULE", rule).replace("TABLE", "")).expect("the document loads")
}

fn rule(method: PayMethod, by_priority: bool) -> Policy {
    let priority = if by_priority { "重点 在先，" } else { "" };
    settling(&format!("次序 {priority}收件时间 升序；方式 {}", method.zh()))
}

/// A line of the table: name, award in yuan, whether it is a priority.
fn line(place: i64, name: &str, yuan: i64, priority: bool) -> Candidate {
    Candidate {
        claim: ClaimId::new(name),
        filing: FilingId::new(name),
        enterprise: EnterpriseId::new(name),
        enterprise_name: name.to_owned(),
        district: if priority { "210102" } else { "210106" }.to_owned(),
        provider: "P1".to_owned(),
        stream: "industrial".to_owned(),
        award: Fen::new(yuan * 100),
        waited: 0,
        reserved: None,
        received_at: Some(Timestamp::from_second(1_600_000_000 + place).expect("a moment in 2020")),
        facts: Facts::new().with("priority", Value::Bool(priority)),
    }
}

fn table() -> Vec<Candidate> {
    vec![
        line(1, "A", 400_000, true),
        line(2, "B", 350_000, false),
        line(3, "C", 300_000, true),
        line(4, "D", 250_000, false),
    ]
}

fn made(policy: &Policy, lines: Vec<Candidate>, available: i64) -> Result<Plan, Refusal> {
    let available = BTreeMap::from([("industrial".to_owned(), Fen::new(available))]);
    plan(head(), lines, &available, (policy, &Readings::default()))
}

/// The amounts of A to D in fen, and what is left.
fn amounts(plan: &Plan, available: i64) -> String {
    let of = |name: &str| plan.line(&ClaimId::new(name)).map_or(0, |line| line.amount.fen());
    let shown: Vec<String> = ["A", "B", "C", "D"].iter().map(|name| of(name).to_string()).collect();
    format!("{} left {}", shown.join(" "), available - plan.total.fen())
}

#[test]
fn a_short_budget_is_shared_out_as_the_policy_says() {
    let budget = 100_000_000;
    let check = |method, by_priority, expected: &str| {
        let plan = made(&rule(method, by_priority), table(), budget).expect("the plan is made");
        assert_eq!(amounts(&plan, budget), expected, "{method:?}");
    };
    check(PayMethod::InOrderPartial, false, "40000000 35000000 25000000 0 left 0");
    check(PayMethod::InOrderSkip, false, "40000000 35000000 0 25000000 left 0");
    check(PayMethod::InOrderStop, false, "40000000 35000000 0 0 left 25000000");
    check(PayMethod::InOrderPartial, true, "40000000 30000000 30000000 0 left 0");
    check(PayMethod::ProRata, false, "30769231 26923077 23076923 19230769 left 0");
}

#[test]
fn everyone_in_full_is_refused_one_fen_short_and_done_when_it_fits() {
    let full = rule(PayMethod::InFull, false);
    let short = made(&full, table(), 129_999_999).expect_err("one fen is missing");
    let account = "shenyang-2018/2020/industrial/available".to_owned();
    assert_eq!(short, Refusal::Overdrawn { account, short_by: Fen::new(-1) });
    for budget in [130_000_000, 130_000_001] {
        let plan = made(&full, table(), budget).expect("it fits");
        assert_eq!(plan.total, Fen::new(130_000_000));
    }
}

#[test]
fn what_is_reserved_for_a_line_is_never_shared_out_to_another() {
    let mut lines = table();
    lines[3].reserved = Some(Reserved { year: 2020, amount: Fen::new(25_000_000), since: date(2020, 3, 5) });
    for method in [PayMethod::InOrderPartial, PayMethod::InOrderSkip, PayMethod::InOrderStop, PayMethod::ProRata] {
        let plan = made(&rule(method, false), lines.clone(), 10_000_000).expect("the plan is made");
        let last = plan.line(&ClaimId::new("D")).expect("D has its own money");
        assert_eq!((last.amount, last.from_reserved), (Fen::new(25_000_000), Fen::new(25_000_000)), "{method:?}");
        assert!(plan.total <= Fen::new(35_000_000), "{method:?}");
    }
}

#[test]
fn what_a_reservation_leaves_over_is_free_for_the_line_before() {
    let mut lines = table();
    lines[3].award = Fen::new(20_000_000);
    lines[3].reserved = Some(Reserved { year: 2020, amount: Fen::new(25_000_000), since: date(2020, 3, 5) });
    let plan = made(&rule(PayMethod::InOrderPartial, false), lines.clone(), 0).expect("the plan is made");
    assert_eq!(amounts(&plan, 25_000_000), "5000000 0 0 20000000 left 0");
    lines[3].reserved = Some(Reserved { year: 2019, amount: Fen::new(25_000_000), since: date(2019, 3, 5) });
    let plan = made(&rule(PayMethod::InOrderPartial, false), lines, 0).expect("the plan is made");
    assert_eq!(amounts(&plan, 25_000_000), "0 0 0 20000000 left 5000000", "money of another year stays in its year");
}

#[test]
fn a_line_that_gets_nothing_is_listed_with_its_reason_and_clause() {
    let check = |method, expected: &[(&str, WhyNot)]| {
        let plan = made(&rule(method, false), table(), 80_000_000).expect("the plan is made");
        let found: Vec<(&str, WhyNot)> = plan.exclusions.iter().map(|one| (one.claim.as_str(), one.reason)).collect();
        assert_eq!(found, expected, "{method:?}");
        assert!(plan.exclusions.iter().all(|one| one.clause == "二" && one.cuts[0].amount == one.award));
    };
    check(PayMethod::InOrderPartial, &[("D", WhyNot::UsedUp)]);
    check(PayMethod::InOrderSkip, &[("C", WhyNot::DoesNotFit), ("D", WhyNot::DoesNotFit)]);
    check(PayMethod::InOrderStop, &[("C", WhyNot::DoesNotFit), ("D", WhyNot::AfterTheStop)]);
}

#[test]
fn a_partial_payment_goes_down_to_the_unit_of_the_policy() {
    for (available, expected) in [(99, 0), (100, 100), (101, 100)] {
        let rule = settling("次序 收件时间 升序；方式 按次序末件部分；单位 元");
        let plan = made(&rule, vec![line(1, "A", 400_000, true)], available).expect("the plan is made");
        assert_eq!(plan.total, Fen::new(expected), "{available}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_in_any_order_of_the_lines() {
    let rule = rule(PayMethod::InOrderPartial, true);
    let first = made(&rule, table(), 100_000_000).expect("the plan is made");
    let mut turned = table();
    turned.reverse();
    let second = made(&rule, turned, 100_000_000).expect("the plan is made");
    let bytes = |plan: &Plan| domain::round::digest::canonical(plan);
    assert_eq!(bytes(&first), bytes(&second));
    assert_eq!(first.hash, first.computed_hash());
    assert_eq!(first.hash.len(), 64);
    let other = made(&rule, table(), 99_999_999).expect("the plan is made");
    assert_ne!(first.hash, other.hash);
}

#[test]
fn a_plan_adds_up_by_district_and_by_stream() {
    let plan = made(&rule(PayMethod::InOrderPartial, false), table(), 100_000_000).expect("the plan is made");
    let expected = [("210102", 65_000_000), ("210106", 35_000_000)];
    let by_district: Vec<(&str, i64)> = plan.by_district.iter().map(|(name, fen)| (name.as_str(), fen.fen())).collect();
    assert_eq!(by_district, expected);
    assert_eq!(Fen::sum(plan.by_stream.values().copied()), Some(plan.total));
}

#[test]
fn amounts_that_can_not_be_added_up_are_refused() {
    let huge = |name: &str| Candidate { award: Fen::new(i64::MAX), ..line(1, name, 0, false) };
    for method in [PayMethod::InFull, PayMethod::ProRata] {
        let refused = made(&rule(method, false), vec![huge("A"), huge("B")], 1);
        assert_eq!(refused, Err(Refusal::AmountTooLarge), "{method:?}");
    }
}

#[test]
fn a_limit_for_the_provider_leaves_out_what_is_beyond_it() {
    let policy = settling(
        "次序 收件时间 升序；方式 按次序末件跳过；限 服务商 不超过 60% 记 SHARE 「份额已满」 \"Share used up\"",
    );
    let mut lines = table();
    lines[1].provider = "P2".to_owned();
    let plan = made(&policy, lines, 100_000_000).expect("the plan is made");
    assert_eq!(amounts(&plan, 100_000_000), "40000000 35000000 0 0 left 25000000");
    let found: Vec<(&str, WhyNot)> = plan.exclusions.iter().map(|one| (one.claim.as_str(), one.reason)).collect();
    assert_eq!(found, [("C", WhyNot::OverTheLimit), ("D", WhyNot::OverTheLimit)]);
    assert_eq!(plan.exclusions[0].cuts[0].words.zh, "份额已满：每个服务商不超过 60%（60万元）");
}

#[test]
fn a_line_that_the_money_did_not_reach_before_stands_first() {
    let policy = settling("次序 收件时间 升序；方式 按次序末件部分；不足 下次先补");
    let mut lines = table();
    lines[3].waited = 1;
    let plan = made(&policy, lines, 60_000_000).expect("the plan is made");
    assert_eq!(amounts(&plan, 60_000_000), "35000000 0 0 25000000 left 0");
}

#[test]
fn the_order_may_follow_a_quantity_of_the_policy() {
    let policy = settling("分档 档 升序；次序 收件时间 升序；方式 按比例");
    let plan = made(&policy, table(), 100_000_000).expect("the plan is made");
    assert_eq!(amounts(&plan, 100_000_000), "40000000 17500000 30000000 12500000 left 0");
    let cut = &plan.line(&ClaimId::new("B")).expect("it is paid").cuts[0];
    assert_eq!(cut.words.en, "band 2, pro rata 50.00%");
}
