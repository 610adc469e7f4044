//! What holds whatever the claims, the money and the rule are.

use policy::allocation::{Allocation, Claimant, Reason};
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::policy::Policy;
use policy::value::Value;
use proptest::prelude::*;
use std::sync::LazyLock;

const BASE: &str = include_str!("allocation/base.policy.md");
const ORDER: &str = "次序 得分 降序，收件时间 升序";
const FLOOR: &str = "保 类别 是 企业改造 不低于 60%；保 类别 是 公共平台 不低于 20%";

/// Bounds and bands that a rule may have.
const BOUNDS: [&str; 9] = [
    "",
    "；分档 档 升序",
    "；限 服务商 不超过 30% 记 PROVIDER",
    "；限 服务商 不超过 20元 记 PROVIDER；限 类别 是 公共平台 不超过 20% 记 PLATFORM",
    "；限 服务商 至多 2 记 MANY；限 至多 5 记 FIRST",
    "；保 类别 不低于 40%",
    "；保 类别 是 企业改造 不低于 60%；限 服务商 不超过 50% 记 PROVIDER；分档 档 升序",
    "；不足 下次先补",
    "；不足 下次先补；分档 档 降序；限 服务商 不超过 30% 记 PROVIDER",
];
const METHODS: [&str; 4] = ["按次序末件部分", "按次序末件跳过", "按次序末件停止", "按比例"];
const GRANULES: [(&str, i64); 2] = [("分", 1), ("元", 100)];

fn load(rule: &str) -> Policy {
    Policy::load(&BASE.replace("RULE", rule).replace("TABLE", "")).expect("the document loads")
}

/// Every method with every granule and every set of bounds, loaded once.
static RULES: LazyLock<Vec<(&str, i64, &str, Policy)>> = LazyLock::new(|| {
    let mut rules = Vec::new();
    for method in METHODS {
        for (granule, fen) in GRANULES {
            for bounds in BOUNDS {
                let rule = format!("{ORDER}；方式 {method}；单位 {granule}{bounds}");
                rules.push((method, fen, bounds, load(&rule)));
            }
        }
    }
    rules
});

fn shared(policy: &Policy, claims: &[Claimant], free: i64) -> Allocation {
    policy.allocate(claims, Fen::new(free), &Readings::default()).expect("it is shared out")
}

prop_compose! {
    fn claim()(
        award in prop_oneof![Just(0_i64), 1..2_000_i64, 1..20_000_i64],
        reserved in prop_oneof![3 => Just(0_i64), 1 => 0..3_000_i64],
        received in 0..4_i64,
        waited in prop_oneof![3 => Just(0_u32), 1 => 1..3_u32],
        (provider, kind, priority, score) in (0..3_u8, 0..2_u8, any::<bool>(), prop::option::of(0..3_i64)),
    ) -> Claimant {
        let facts = Facts::new()
            .with("kind", Value::Member(if kind == 0 { "plant" } else { "platform" }.to_owned()))
            .with("priority", Value::Bool(priority));
        Claimant {
            id: String::new(),
            award: Fen::new(award),
            reserved: Fen::new(reserved),
            frees_rest: received % 2 == 0,
            received_at: jiff::Timestamp::from_second(received).ok(),
            waited,
            units: [("provider".to_owned(), format!("p{provider}"))].into(),
            facts: score.into_iter().fold(facts, |facts, score| facts.with("score", Value::Integer(score))),
        }
    }
}

fn claims() -> impl Strategy<Value = Vec<Claimant>> {
    prop::collection::vec(claim(), 0..12).prop_map(|mut claims| {
        for (number, claim) in claims.iter_mut().enumerate() {
            claim.id = format!("c{number:02}");
        }
        claims
    })
}

fn money() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0_i64), 0..3_000_i64, 0..60_000_i64]
}

fn kind(claim: &Claimant) -> &str {
    match claim.facts.value("kind") {
        Some(Value::Member(kind)) => kind,
        _ => "",
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_paid_that_is_not_there_or_not_owed(claims in claims(), free in money(), rule in 0..72_usize) {
        let (_, _, _, policy) = &RULES[rule];
        let found = shared(policy, &claims, free);
        let sum = |of: fn(&policy::allocation::Line) -> Fen| found.lines.iter().map(|line| of(line).fen()).sum::<i64>();
        prop_assert_eq!(found.lines.len(), claims.len());
        prop_assert_eq!(sum(|line| line.amount), found.total.fen());
        prop_assert_eq!(sum(|line| line.from_reserved), found.from_reserved.fen());
        let rest = |claim: &Claimant| (claim.reserved.fen() - claim.award.fen()).max(0);
        let released: i64 = claims.iter().filter(|claim| claim.frees_rest).map(rest).sum();
        let from_free = found.total.fen() - found.from_reserved.fen();
        prop_assert!(from_free <= free + released);
        prop_assert_eq!(found.surplus.fen(), free + released - from_free);
        for line in &found.lines {
            let claim = claims.iter().find(|claim| claim.id == line.id).expect("it is one of them");
            prop_assert!(Fen::ZERO <= line.amount && line.amount <= claim.award);
            prop_assert_eq!(line.from_reserved, claim.award.min(claim.reserved));
            prop_assert!(line.from_reserved <= line.amount);
            prop_assert_eq!(line.cut.fen(), claim.award.fen() - line.amount.fen());
            prop_assert_eq!(line.cuts.iter().map(|cut| cut.amount.fen()).sum::<i64>(), line.cut.fen());
            prop_assert!(line.cuts.iter().all(|cut| cut.amount > Fen::ZERO && !cut.clause.is_empty()));
        }
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(
        (claims, mixed) in claims().prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle())),
        free in money(),
        rule in 0..72_usize,
    ) {
        let (_, _, _, policy) = &RULES[rule];
        prop_assert_eq!(shared(policy, &claims, free).to_json(), shared(policy, &mixed, free).to_json());
    }

    #[test]
    fn no_group_passes_its_limit_unless_by_its_reservations(claims in claims(), free in money(), rule in 0..72_usize) {
        let (_, _, bounds, policy) = &RULES[rule];
        let found = shared(policy, &claims, free);
        for total in &found.limits {
            let mine = |claim: &&Claimant| {
                let values = [claim.units["provider"].as_str(), kind(claim)];
                total.group.iter().all(|value| values.contains(&value.as_str()))
            };
            let own = || claims.iter().filter(mine).map(|claim| claim.award.min(claim.reserved).fen());
            let counts = bounds.contains("至多");
            let (used, at_least) = if counts {
                (i64::try_from(total.claims_paid).expect("few"), own().map(|own| i64::from(own > 0)).sum::<i64>())
            } else {
                (total.paid.fen(), own().sum::<i64>())
            };
            prop_assert!(used <= total.bound.max(at_least), "{total:?}");
        }
    }

    #[test]
    fn money_is_left_over_only_where_a_bound_or_the_rule_says_so(claims in claims(), free in money(), rule in 0..72_usize) {
        let (method, granule, bounds, policy) = &RULES[rule];
        let found = shared(policy, &claims, free);
        let is_cut = found.lines.iter().any(|line| line.cut > Fen::ZERO);
        let may_leave = bounds.contains("限") || ["按次序末件跳过", "按次序末件停止"].contains(method);
        if is_cut && !may_leave {
            let most = granule * i64::try_from(claims.len()).expect("few");
            prop_assert!(found.surplus.fen() < most, "{}", found.surplus);
        }
    }

    #[test]
    fn a_kept_share_is_paid_as_far_as_it_is_needed(claims in claims(), free in money(), method in 0..4_usize) {
        static FLOORS: LazyLock<Vec<Policy>> =
            LazyLock::new(|| METHODS.map(|method| load(&format!("{ORDER}；方式 {method}；{FLOOR}"))).to_vec());
        let found = shared(&FLOORS[method], &claims, free);
        let mut left = free + found.released.fen();
        for total in &found.floors {
            let mine = || claims.iter().filter(|claim| kind(claim) == total.group[0]);
            let wanted: i64 = mine().map(|claim| claim.award.fen()).sum();
            let own: i64 = mine().map(|claim| claim.award.min(claim.reserved).fen()).sum();
            // What others have reserved is theirs, so the free money may not reach for the whole share.
            let kept = (total.bound.min(wanted) - own).clamp(0, left);
            left -= kept;
            let whole_only = method == 1 || method == 2;
            let largest = mine().map(|claim| claim.award.fen()).max().unwrap_or(0);
            let due = if whole_only { own + kept - largest } else { own + kept };
            prop_assert!(total.paid.fen() >= due, "{total:?} due {due}");
        }
    }

    #[test]
    fn a_share_in_proportion_is_exact_but_for_less_than_one_granule(claims in claims(), free in money(), granule in 0..2_usize) {
        let (_, fen, _, policy) = RULES.iter().find(|(method, fen, bounds, _)| *method == "按比例" && *fen == GRANULES[granule].1 && bounds.is_empty()).expect("it is there");
        let found = shared(policy, &claims, free);
        let need = |line: &policy::allocation::Line| i128::from(line.award.fen() - line.from_reserved.fen());
        let needed: i128 = found.lines.iter().map(need).sum();
        let free = i128::from(free + found.released.fen());
        if needed > free {
            for line in &found.lines {
                let paid = i128::from(line.amount.fen() - line.from_reserved.fen());
                let difference = paid * needed - need(line) * free;
                prop_assert!(difference.abs() < i128::from(*fen) * needed, "{line:?}");
                let in_proportion = line.cuts.iter().all(|cut| matches!(cut.reason, Reason::ProRata { .. }));
                prop_assert!(in_proportion, "{line:?}");
            }
        }
    }

    #[test]
    fn more_money_never_pays_anybody_less_where_the_rule_promises_it(
        claims in claims(),
        (free, more) in (money(), 0..5_000_i64),
        granule in 0..2_usize,
    ) {
        for (method, fen, bounds, policy) in RULES.iter() {
            let steady = ["", "；分档 档 升序", "；不足 下次先补"].contains(bounds) || bounds.contains("限 服务商 至多");
            if *fen != GRANULES[granule].1 || !steady || *method == "按次序末件跳过" {
                continue;
            }
            // The largest remainder may go to another; then a claim loses one granule.
            let slack = if *method == "按比例" { *fen } else { 0 };
            let (less, more) = (shared(policy, &claims, free), shared(policy, &claims, free + more));
            for line in &less.lines {
                let now = more.line(&line.id).expect("it is there").amount.fen();
                prop_assert!(now >= line.amount.fen() - slack, "{method} {bounds} {line:?} {now}");
            }
        }
    }
}
