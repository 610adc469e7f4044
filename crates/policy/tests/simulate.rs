//! What a scenario comes to over many claims.

use jiff::civil::{Date, date};
use policy::columnar::Columnar;
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::policy::Policy;
use policy::sample::Sampler;
use policy::sample::plans::plan;
use policy::scenario::Scenario;
use policy::simulate::{Claims, Decided, Grouping, Near, Purse, Purses, Report, cliffs, reading_costs, tiers};
use policy::text::Text;
use policy::value::Value;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

fn policy() -> Policy {
    Policy::load(SOURCE).expect("the shipped document loads")
}

/// A claim with everything met; revenue and payment in yuan.
fn claim(stream: &str, revenue: i64, paid: i64) -> Facts {
    let flags = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"];
    let facts = flags.iter().fold(Facts::new(), |facts, flag| facts.with(flag, Value::Bool(true)));
    let kind = if stream == "city_service" { "institution" } else { stream };
    facts
        .with("stream", Value::Member(stream.to_owned()))
        .with("kind", Value::Member(kind.to_owned()))
        .with("years_used", Value::Integer(0))
        .with("past_fen", Value::Money(Fen::ZERO))
        .with("service_date", Value::Date(date(2020, 6, 15)))
        .with("revenue_fen", Value::Money(Fen::new(revenue * 100)))
        .with("paid_fen", Value::Money(Fen::new(paid * 100)))
}

/// Five claims: 100, 150 (cut), 20, 10 (cut) and 50 ten-thousand yuan; the last in the city-service stream.
fn facts() -> Vec<Facts> {
    vec![
        claim("industrial", 30_000_000, 2_000_000),
        claim("industrial", 400_000_000, 4_000_000),
        claim("software", 20_000_000, 400_000),
        claim("software", 499_999, 1_000_000),
        claim("city_service", 0, 1_000_000),
    ]
}

fn claims(facts: &[Facts]) -> Claims<'_> {
    Claims::new(facts.len(), move |columnar| columnar.columns_of(facts))
}

fn scenario(pairs: &[(&str, &str)]) -> Scenario {
    let set = pairs.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    Scenario { set, ..Scenario::default() }
}

fn report(scenario: &Scenario, claims: &Claims<'_>) -> Report {
    let (policy, readings) = (policy(), Readings::default());
    let applied = scenario.apply(&policy, &readings).expect("it applies");
    let base = Decided::under(&policy, &readings, claims);
    Report::between(&base, &Decided::under(&applied.policy, &applied.readings, claims), claims, 2)
}

fn wan(amount: i64) -> Fen {
    Fen::new(amount * 1_000_000)
}

fn both(text: &str) -> Text {
    Text::new(text, text)
}

#[test]
fn sums_gainers_and_losers_are_counted_beside_the_policy_as_it_is() {
    let facts = facts();
    let report = report(&scenario(&[("rate", "40%"), ("cap_software.4", "20万元")]), &claims(&facts));
    assert_eq!((report.claims, report.base.total, report.base.awarded), (5, wan(330), 5));
    assert_eq!((report.scenario.total, report.same), (wan(306), 1));
    assert_eq!((report.gain.claims, report.gain.by), (1, wan(10)));
    assert_eq!((report.lose.claims, report.lose.by), (3, wan(34)));
    let gains: Vec<(usize, Fen, Fen)> =
        report.gains.iter().map(|case| (case.claim, case.base, case.scenario)).collect();
    assert_eq!(gains, [(3, wan(10), wan(20))]);
    let losses: Vec<usize> = report.losses.iter().map(|case| case.claim).collect();
    assert_eq!(losses, [0, 4], "the greatest first, and no more than asked for");
    let reasons: Vec<(&str, u64, u64)> =
        report.reasons.iter().map(|row| (row.code.as_str(), row.base, row.scenario)).collect();
    assert_eq!(reasons, [("CAPPED", 2, 2), ("FULL", 3, 3)]);
}

#[test]
fn the_same_policy_moves_nobody() {
    let facts = facts();
    let report = report(&Scenario::default(), &claims(&facts));
    assert_eq!((report.same, report.gain.claims, report.lose.claims), (5, 0, 0));
    assert_eq!(report.base, report.scenario);
}

#[test]
fn claims_are_counted_by_what_they_are_grouped_by_and_by_the_row_of_their_table() {
    let (facts, policy, readings) = (facts(), policy(), Readings::default());
    let mut claims = claims(&facts);
    let districts = [both("铁西"), both("铁西"), both("浑南"), both("浑南"), both("铁西")];
    let columns = claims.columns(&Columnar::new(&policy, &readings));
    claims.by = vec![Grouping::of_labels(both("区县"), districts.iter()), tiers(&policy, &readings, &columns)];
    let report = report(&scenario(&[("cap_industrial.2", "120万元")]), &claims);
    let rows = |group: usize| -> Vec<(String, u64, Fen, Fen, u64, u64)> {
        let rows = report.groups[group].rows.iter();
        rows.map(|row| (row.name.zh.clone(), row.claims, row.base, row.scenario, row.gain, row.lose)).collect()
    };
    assert_eq!(
        rows(0),
        [("铁西".to_owned(), 3, wan(300), wan(270), 0, 1), ("浑南".to_owned(), 2, wan(30), wan(30), 0, 0)]
    );
    let tiers: Vec<(String, u64)> = rows(1).into_iter().map(|row| (row.0, row.1)).collect();
    let expected = [
        ("工业云补贴 2000万元起", 1),
        ("工业云补贴 4亿元起", 1),
        ("软件云补贴 0元起", 1),
        ("软件云补贴 1000万元起", 1),
        ("服务云补贴", 1),
    ];
    assert_eq!(tiers, expected.map(|(name, count)| (name.to_owned(), count)));
}

#[test]
fn a_purse_runs_out_on_the_day_of_the_first_claim_that_it_cannot_pay() {
    let facts = facts();
    let mut claims = claims(&facts);
    let days: [Date; 5] = [date(2020, 5, 1), date(2020, 3, 1), date(2020, 4, 1), date(2020, 6, 1), date(2020, 7, 1)];
    let draws = days.into_iter().enumerate().map(|(claim, day)| (claim, (claim != 4).then_some((0, day))));
    claims.purses = Some(Purses::new(vec![Purse { name: both("2020"), limit: wan(270) }], draws));
    let purse = &report(&scenario(&[("cap_industrial.2", "120万元")]), &claims).purses[0];
    assert_eq!((purse.base.total, purse.base.runs_out, purse.base.unpaid), (wan(280), Some(date(2020, 6, 1)), 1));
    assert_eq!((purse.scenario.total, purse.scenario.runs_out, purse.scenario.unpaid), (wan(250), None, 0));
}

#[test]
fn a_purse_that_is_spent_to_the_fen_lasts() {
    let facts = facts();
    let mut claims = claims(&facts);
    let limits = [wan(100), wan(100).sub(Fen::ONE).expect("in range")];
    for (limit, runs_out) in limits.into_iter().zip([None, Some(date(2020, 5, 1))]) {
        let draw = std::iter::once((0, Some((0, date(2020, 5, 1)))));
        claims.purses = Some(Purses::new(vec![Purse { name: both("2020"), limit }], draw));
        assert_eq!(report(&Scenario::default(), &claims).purses[0].base.runs_out, runs_out, "{limit}");
    }
}

#[test]
fn claims_close_to_a_bound_that_moves_their_award_stand_at_a_cliff() {
    let (policy, readings) = (policy(), Readings::default());
    let facts = vec![
        claim("industrial", 399_000_000, 4_000_000),
        claim("industrial", 395_999_999, 4_000_000),
        claim("industrial", 400_000_000, 4_000_000),
        claim("industrial", 399_000_000, 100_000),
    ];
    let claims = claims(&facts);
    let found = cliffs(&policy, &readings, &claims, Near::default());
    assert_eq!(found.len(), 1, "{found:?}");
    let cliff = &found[0];
    assert_eq!((cliff.fact.as_str(), &cliff.at), ("revenue_fen", &Value::Money(wan(40_000))));
    assert_eq!(
        (cliff.below, cliff.above, cliff.step),
        (1, 1, wan(50)),
        "one is too far, one is not cut on either side"
    );
    let wider = cliffs(&policy, &readings, &claims, Near { percent: 1, fen: wan(500) });
    assert_eq!(wider[0].below, 2);

    let lower = scenario(&[("cap_industrial.2.from", "3.96亿元")]);
    let lower = lower.apply(&policy, &readings).expect("it applies").policy;
    let found = cliffs(&lower, &readings, &claims, Near::default());
    assert_eq!((found[0].below, found[0].above), (1, 1), "the same claims at another bound: {found:?}");
    assert_eq!(found[0].at, Value::Money(wan(39_600)));
}

#[test]
fn many_claims_come_to_what_each_of_them_decided_alone_adds_up_to() {
    let (policy, readings) = (policy(), Readings::default());
    let scenario = scenario(&[("rate", "47%"), ("cap_software.3", "60万元")]);
    let applied = scenario.apply(&policy, &readings).expect("it applies");
    let mut sampler = Sampler::new(&policy, &readings, 7, 40);
    let facts: Vec<Facts> = (0..5_000).map(|_| sampler.claim()).collect();
    let claims = claims(&facts);
    let award = |policy: &Policy, claim: &Facts| policy.outcome(claim, &readings).award().fen();
    let moves: Vec<(i64, i64)> =
        facts.iter().map(|claim| (award(&policy, claim), award(&applied.policy, claim))).collect();
    let up = |(was, now): &(i64, i64)| (now - was).max(0);
    let down = |(was, now): &(i64, i64)| (was - now).max(0);
    let furthest = |by: &dyn Fn(&(i64, i64)) -> i64| {
        let mut order: Vec<usize> = (0..moves.len()).filter(|claim| by(&moves[*claim]) > 0).collect();
        order.sort_by_key(|claim| (-by(&moves[*claim]), *claim));
        order.truncate(2);
        order
    };
    let report = report(&scenario, &claims);
    let sides = [report.base.total.fen(), report.scenario.total.fen(), report.gain.by.fen(), report.lose.by.fen()];
    let sum = |by: &dyn Fn(&(i64, i64)) -> i64| moves.iter().map(by).sum::<i64>();
    assert_eq!(sides, [sum(&|pair| pair.0), sum(&|pair| pair.1), sum(&up), sum(&down)]);
    let places = |cases: &[policy::simulate::Case]| cases.iter().map(|case| case.claim).collect::<Vec<_>>();
    assert_eq!((places(&report.gains), places(&report.losses)), (furthest(&up), furthest(&down)));
    assert!(report.gain.claims > 2 && report.lose.claims > 50, "{report:?}");

    let bound = wan(40_000);
    let step = |claim: &&Facts| {
        let at = |fen: i64| award(&policy, &(**claim).clone().with("revenue_fen", Value::Money(Fen::new(fen))));
        (at(bound.fen()) - at(bound.fen() - 1)).abs() >= 100
    };
    let revenue = |claim: &Facts| match claim.value("revenue_fen") {
        Some(Value::Money(fen)) => Some(fen.fen()),
        Some(_) | None => None,
    };
    let near = |claim: &&Facts| {
        revenue(claim).is_some_and(|fen| fen.abs_diff(bound.fen()) <= bound.fen().unsigned_abs() / 100)
    };
    let found = cliffs(&policy, &readings, &claims, Near::default());
    let cliff = found.iter().find(|cliff| cliff.at == Value::Money(bound)).expect("claims stand at it");
    let (above, below): (Vec<&Facts>, Vec<&Facts>) =
        facts.iter().filter(near).filter(step).partition(|claim| revenue(claim).is_some_and(|fen| fen >= bound.fen()));
    assert_eq!((cliff.above, cliff.below), [above, below].map(|all| u64::try_from(all.len()).expect("few")).into());
}

#[test]
fn columns_kept_whole_decide_as_made_up_policies_do_at_the_ends_of_every_range() {
    let readings = Readings::default();
    for seed in 0..300 {
        let policy = Policy::load(&plan(seed)).expect("it loads");
        let mut sampler = Sampler::new(&policy, &readings, seed, 9);
        let facts: Vec<Facts> = (0..60).map(|_| sampler.claim()).collect();
        let decided = Decided::under(&policy, &readings, &claims(&facts));
        let alone: Vec<i64> = facts.iter().map(|claim| policy.outcome(claim, &readings).award().fen()).collect();
        assert_eq!(decided.awards(), alone, "seed {seed}");
    }
}

#[test]
fn every_reading_is_priced_beside_those_in_force() {
    let (policy, readings) = (policy(), Readings::default());
    let facts = vec![
        claim("industrial", 30_000_000, 2_000_000).with("past_fen", Value::Money(wan(40))),
        claim("software", 20_000_000, 400_000),
    ];
    let costs = reading_costs(&policy, &readings, &claims(&facts));
    let find = |switch: &str, option: &str| {
        costs.iter().find(|cost| cost.switch == switch && cost.option == option).expect("every option is there")
    };
    let lifetime = find("cap_period", "lifetime");
    assert_eq!((lifetime.in_force, lifetime.decides, lifetime.side.total), (false, true, wan(80)));
    assert_eq!((lifetime.lose.claims, lifetime.lose.by), (1, wan(40)));
    assert!(find("cap_period", "year").in_force);
    let days = find("across_the_end", "whole");
    assert!(!days.decides && days.side.total == wan(120), "it is about how the amount paid comes about");
    let options: usize = policy.plan().switches.iter().map(|switch| switch.options.len()).sum();
    assert_eq!(costs.len(), options);
}
