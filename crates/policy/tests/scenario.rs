//! Scenarios: what can be put otherwise, how it is refused, and what comes of it.

use std::collections::BTreeMap;

use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::policy::Policy;
use policy::scenario::{Scenario, Setting, SettingKind, settings};
use policy::text::Lang;
use policy::value::Value;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

fn policy() -> Policy {
    Policy::load(SOURCE).expect("the shipped document loads")
}

fn set(pairs: &[(&str, &str)]) -> Scenario {
    let set: BTreeMap<String, String> =
        pairs.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    Scenario { set, ..Scenario::default() }
}

/// An industrial claim with everything met: revenue and payment in yuan.
fn claim(revenue: i64, paid: i64) -> Facts {
    let flags = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"];
    let facts = flags.iter().fold(Facts::new(), |facts, flag| facts.with(flag, Value::Bool(true)));
    facts
        .with("stream", Value::Member("industrial".to_owned()))
        .with("kind", Value::Member("industrial".to_owned()))
        .with("years_used", Value::Integer(0))
        .with("service_date", Value::Date(jiff::civil::date(2020, 6, 15)))
        .with("revenue_fen", Value::Money(Fen::new(revenue * 100)))
        .with("paid_fen", Value::Money(Fen::new(paid * 100)))
}

/// What a claim is awarded under a scenario, in yuan.
fn award(scenario: &Scenario, facts: &Facts) -> i64 {
    let policy = policy();
    let applied = scenario.apply(&policy, &Readings::default()).expect("it applies");
    applied.policy.outcome(facts, &applied.readings).award().fen() / 100
}

fn troubles(scenario: &Scenario) -> Vec<(String, String)> {
    let policy = policy();
    let found = scenario.apply(&policy, &Readings::default()).expect_err("it cannot be applied");
    found.into_iter().map(|trouble| (trouble.field, trouble.words.get(Lang::En).to_owned())).collect()
}

fn setting(path: &str) -> Setting {
    settings(&policy()).into_iter().find(|one| one.path == path).expect("a setting")
}

#[test]
fn a_rate_a_cap_and_a_bound_change_what_a_claim_gets() {
    let claim = claim(399_999_999, 4_000_000);
    assert_eq!(award(&Scenario::default(), &claim), 1_000_000);
    assert_eq!(award(&set(&[("rate", "20%")]), &claim), 800_000);
    assert_eq!(award(&set(&[("cap_industrial.3", "90万元")]), &claim), 900_000);
    assert_eq!(award(&set(&[("cap_industrial.2.from", "3亿元")]), &claim), 1_500_000);
    assert_eq!(
        award(&set(&[("cap_industrial.2.from", "3亿元起"), ("cap_industrial.2", "120万元"), ("rate", "1/2")]), &claim),
        1_200_000
    );
}

#[test]
fn a_row_falls_away_and_another_is_put_where_it_belongs() {
    let drop = Scenario { drop: vec!["cap_industrial.3".to_owned()], ..Scenario::default() };
    assert_eq!(award(&drop, &claim(399_999_999, 4_000_000)), 300_000);
    let row = vec!["1亿元起 | 130万元".to_owned()];
    let add = Scenario { add: BTreeMap::from([("cap_industrial".to_owned(), row)]), ..Scenario::default() };
    assert_eq!(award(&add, &claim(399_999_999, 4_000_000)), 1_300_000);
    assert_eq!(award(&add, &claim(99_999_999, 4_000_000)), 1_000_000);
    assert_eq!(award(&add, &claim(400_000_000, 4_000_000)), 1_500_000);
}

#[test]
fn a_field_of_a_matrix_and_a_number_within_a_rule_can_be_set() {
    let software = claim(100_000_000, 1_000_000).with("kind", Value::Member("software".to_owned()));
    assert_eq!(award(&Scenario::default(), &software), 0);
    assert_eq!(award(&set(&[("may_apply.1.2", "是")]), &software), 500_000);
    let late = claim(100_000_000, 1_000_000).with("service_date", Value::Date(jiff::civil::date(2023, 1, 1)));
    assert_eq!(award(&set(&[("OUT_OF_TERM", "2023-12-31")]), &late), 500_000);
}

#[test]
fn only_the_readings_change_and_the_text_is_not_read_again() {
    let policy = policy();
    let scenario = Scenario::reading("rounding", "to_yuan");
    let applied = scenario.apply(&policy, &Readings::default()).expect("it applies");
    assert!(matches!(applied.policy, std::borrow::Cow::Borrowed(_)));
    assert_eq!(applied.readings, Readings::default().with("rounding", "to_yuan"));
}

#[test]
fn every_setting_says_what_it_is_and_can_be_set_to_what_it_is() {
    let policy = policy();
    let all = settings(&policy);
    assert_eq!(setting("rate").label.zh, "参数 补贴比例");
    assert_eq!(setting("cap_industrial.2").label.zh, "标准 工业上限：第2档（4亿元起）");
    assert_eq!(setting("cap_industrial.2").value, Some(Value::Money(Fen::new(150_000_000))));
    assert_eq!(setting("cap_industrial.2.from").written, "4亿元");
    assert_eq!(setting("may_apply.3.4").written, "其他放宽");
    assert_eq!(setting("NO_PAYMENT").kind, SettingKind::Literal);
    for setting in &all {
        let scenario = set(&[(&setting.path, &setting.written)]);
        let applied = scenario.apply(&policy, &Readings::default());
        assert!(applied.is_ok_and(|same| same.policy.source().trim_end() == SOURCE.trim_end()), "{}", setting.path);
    }
}

#[test]
fn a_setting_says_whether_an_award_can_rest_on_it() {
    let decides = |path: &str| setting(path).decides;
    assert!(
        ["rate", "cap_city", "cap_industrial.2", "may_apply.1.3", "NO_PAYMENT", "OUT_OF_TERM"].into_iter().all(decides)
    );
    assert!(!["file_limit_mb", "notice_workdays", "year_end", "years_in_all"].into_iter().any(decides));
}

#[test]
fn a_wrong_path_lists_what_can_be_set() {
    let found = troubles(&set(&[("ratio", "40%")]));
    assert_eq!(found[0].0, "set.ratio");
    assert!(
        found[0].1.contains("there are: ")
            && found[0].1.contains("rate, ")
            && found[0].1.contains("cap_industrial.2.from")
    );
    let drop = Scenario { drop: vec!["cap_industrial.9".to_owned()], ..Scenario::default() };
    assert_eq!(troubles(&drop)[0].0, "drop.cap_industrial.9");
    let add = Scenario { add: BTreeMap::from([("cap".to_owned(), vec!["1 | 2".to_owned()])]), ..Scenario::default() };
    assert!(troubles(&add)[0].1.contains("there are: may_apply, cap_industrial, cap_software"));
    let reading = Scenario::reading("cap_period", "monthly");
    assert!(troubles(&reading)[0].1.contains("there are: year, lifetime"));
}

#[test]
fn a_value_that_means_nothing_is_refused_at_its_field_with_the_others() {
    let found =
        troubles(&set(&[("rate", "half"), ("cap_industrial.2", "120万元；受益 企业"), ("cap_industrial.3", "")]));
    let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["set.cap_industrial.2", "set.cap_industrial.3", "set.rate"]);
    assert!(found[2].1.contains("`half` is not one value"));
}

#[test]
fn what_the_document_may_not_say_is_refused_at_the_field_that_says_it() {
    let found = troubles(&set(&[("rate", "150万元"), ("cap_industrial.2.from", "50亿元")]));
    let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert!(fields.contains(&"set.rate") && fields.contains(&"set.cap_industrial.2.from"), "{found:?}");
    let row = vec!["50亿元起 | 130万元".to_owned()];
    let add = Scenario { add: BTreeMap::from([("cap_industrial".to_owned(), row)]), ..Scenario::default() };
    assert_eq!(troubles(&add)[0].0, "add.cap_industrial");
}

#[test]
fn a_scenario_file_with_an_unknown_key_is_refused() {
    let read = serde_json::from_str::<Scenario>(r#"{"set": {"rate": "40%"}, "sets": {}}"#);
    assert!(read.is_err_and(|error| error.to_string().contains("unknown field `sets`")));
}
