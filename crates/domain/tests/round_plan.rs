//! The fund-use plan by itself: lines, money and a settle rule in; amounts, reasons and a hash out.

use domain::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId};
use domain::refusal::Refusal;
use domain::round::line::Reserved;
use domain::round::plan::{Candidate, Head, Plan, plan_by};
use domain::round::share::{Ask, CannotShare, Share, WhyNot, share};
use jiff::Timestamp;
use jiff::civil::date;
use policy::facts::Facts;
use policy::money::Fen;
use policy::plan::money_rules::Settle;
use policy::plan::sharing::{OrderKey, Sharing};
use policy::plan::words::{OrderBy, PayMethod};
use policy::value::Value;
use proptest::prelude::*;
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

fn rule(method: PayMethod, by_priority: bool) -> Settle {
    let priority = OrderKey { by: "priority".to_owned(), direction: OrderBy::First };
    let receipt = OrderKey { by: "received_at".to_owned(), direction: OrderBy::Ascending };
    Settle {
        budget: "fund".to_owned(),
        at_step: "fund_plan".to_owned(),
        pay: "pay_fen".to_owned(),
        sharing: Sharing {
            bands: None,
            order: if by_priority { vec![priority, receipt] } else { vec![receipt] },
            method,
            granule: Fen::ONE,
            floors: Vec::new(),
            limits: Vec::new(),
            surplus: None,
            unpaid: None,
        },
        clause: "三(二)".to_owned(),
        cites: Vec::new(),
    }
}

/// A line of the table: name, award in yuan, whether it is a priority.
fn line(place: i64, name: &str, yuan: i64, priority: bool) -> Candidate {
    Candidate {
        claim: ClaimId::new(name),
        filing: FilingId::new(name),
        enterprise: EnterpriseId::new(name),
        enterprise_name: name.to_owned(),
        district: if priority { "210102" } else { "210106" }.to_owned(),
        stream: "industrial".to_owned(),
        award: Fen::new(yuan * 100),
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

/// What Shenyang pays: the lower of the award and of what is reserved and free.
fn lower_of(one: &Candidate, free: Fen) -> Result<Fen, Refusal> {
    let held = one.reserved.map_or(Fen::ZERO, |reserved| reserved.amount);
    Ok(one.award.min(held.add(free).ok_or(Refusal::AmountTooLarge)?))
}

fn made(rule: &Settle, lines: Vec<Candidate>, available: i64) -> Result<Plan, Refusal> {
    let available = BTreeMap::from([("industrial".to_owned(), Fen::new(available))]);
    plan_by(rule, head(), lines, (&available, &lower_of))
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
        assert!(plan.exclusions.iter().all(|one| one.clause == "三(二)"));
    };
    check(PayMethod::InOrderPartial, &[("D", WhyNot::UsedUp)]);
    check(PayMethod::InOrderSkip, &[("C", WhyNot::DoesNotFit), ("D", WhyNot::DoesNotFit)]);
    check(PayMethod::InOrderStop, &[("C", WhyNot::DoesNotFit), ("D", WhyNot::AfterTheStop)]);
}

#[test]
fn a_partial_payment_goes_down_to_the_unit_of_the_policy() {
    for (available, expected) in [(99, 0), (100, 100), (101, 100)] {
        let mut rule = rule(PayMethod::InOrderPartial, false);
        rule.sharing.granule = Fen::YUAN;
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
fn an_amount_that_cannot_be_computed_is_refused() {
    let huge = Ask { full: Fen::new(i64::MAX), reserved: Fen::ZERO };
    for method in [PayMethod::InFull, PayMethod::ProRata] {
        let shared = share(method, Fen::ONE, &[huge, huge], Fen::new(1));
        assert_eq!(shared, Err(CannotShare::TooLarge), "{method:?}");
    }
}

#[test]
fn largest_remainders_tie_by_the_order() {
    let asks = [Ask { full: Fen::new(10), reserved: Fen::ZERO }; 3];
    let shares = share(PayMethod::ProRata, Fen::ONE, &asks, Fen::new(20)).expect("it can be shared");
    assert_eq!(shares, [7, 7, 6].map(|fen| Share::Paid(Fen::new(fen))));
}

fn asks() -> impl Strategy<Value = Vec<Ask>> {
    let ask = (0..1_000_000_i64, 0..1_000_000_i64);
    let ask = ask.prop_map(|(full, reserved)| Ask { full: Fen::new(full), reserved: Fen::new(reserved) });
    prop::collection::vec(ask, 0..12)
}

proptest! {
    #[test]
    fn nobody_is_paid_beyond_the_award_and_all_together_not_beyond_the_money(
        asks in asks(),
        free in 0..3_000_000_i64,
        granule in prop::sample::select(vec![1_i64, 100, 10_000]),
        method in prop::sample::select(PayMethod::ALL.iter().map(|(method, _, _)| *method).collect::<Vec<_>>()),
    ) {
        let Ok(shares) = share(method, Fen::new(granule), &asks, Fen::new(free)) else {
            prop_assert_eq!(method, PayMethod::InFull);
            return Ok(());
        };
        let mut from_free = 0;
        for (ask, share) in asks.iter().zip(&shares) {
            let Share::Paid(paid) = share else { continue };
            prop_assert!(*paid > Fen::ZERO && *paid <= ask.full);
            from_free += (paid.fen() - ask.reserved.fen()).max(0);
        }
        prop_assert!(from_free <= free);
    }
}
