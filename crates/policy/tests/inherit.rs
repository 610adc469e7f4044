//! A district's plan extends the city's, and may only do what the city lets it.

use policy::facts::Readings;
use policy::format::format_with;
use policy::inherit::{Wanted, wanted};
use policy::lines::{decide_line, explain_line};
use policy::policy::Policy;
use policy::text::Lang;

const CITY: &str = include_str!("inherit/city.policy.md");
const DISTRICT: &str = include_str!("inherit/district.policy.md");

/// The hash of the city's text.
fn hash(city: &str) -> String {
    loaded(Policy::load(city)).plan().hash.clone()
}

/// The district's text, pinned to a city's.
fn below(city: &str) -> String {
    DISTRICT.replace("HASH", &hash(city))
}

fn load_below(city: &str, district: &str) -> Result<Policy, policy::diagnostics::Diagnostics> {
    Policy::load_with(district, &|wanted: &Wanted| (wanted.id == "city-test").then(|| city.to_owned()))
}

fn load(district: &str) -> Policy {
    loaded(load_below(CITY, district))
}

fn loaded(read: Result<Policy, policy::diagnostics::Diagnostics>) -> Policy {
    read.map_err(|found| found.render("document", Lang::Zh)).expect("the document loads")
}

/// Hashes change with every word of the fixtures; in snapshots they have names.
fn named(text: &str) -> String {
    text.replace(&hash(CITY), "CITY-HASH").replace(&hash(CITY)[..12], "CITY-HASH")
}

fn findings(city: &str, district: &str) -> String {
    let found = load_below(city, district).expect_err("the mistake is found");
    named(&format!("{}\n{}", found.render("district", Lang::Zh), found.render("district", Lang::En)))
}

/// A mistake of the district, and what is said of it.
macro_rules! mistake {
    ($name:ident, $from:expr, $to:expr) => {
        #[test]
        fn $name() {
            let district = below(CITY);
            assert!(district.contains($from), "{}", $from);
            insta::assert_snapshot!(findings(CITY, &district.replacen($from, $to, 1)));
        }
    };
}

#[test]
fn a_district_decides_by_the_city_s_rules_its_changes_and_its_own() {
    let policy = load(&below(CITY));
    assert!(policy.warnings().0.is_empty(), "{}", policy.warnings().render("district", Lang::En));
    let claim = r#"{"id":1,"stream":"industrial","paid_fen":50000000,"revenue_fen":100,"paid_on":"2020-06-01","local":true,"premises":true}"#;
    let readings = Readings::default();
    assert!(decide_line(&policy, &readings, claim).contains(r#""award_fen":15000000,"reason":"CAPPED""#));
    let told = [Lang::Zh, Lang::En].map(|lang| explain_line(&policy, &readings, claim, lang));
    insta::assert_snapshot!(named(&told.join("\n").replace(&policy.plan().hash[..12], "DISTRICT-HASH")));
}

#[test]
fn the_plan_says_what_it_took_over_and_what_it_did_to_it() {
    let policy = load(&below(CITY));
    let plan = policy.plan();
    let inherits = plan.inherits.as_ref().expect("it inherits");
    assert_eq!((inherits.above[0].id.as_str(), inherits.above[0].hash.clone()), ("city-test", hash(CITY)));
    let ids = |changes: &[policy::plan::inherit::Change]| -> Vec<String> {
        changes.iter().map(|one| format!("{} {} of {} in {}", one.by, one.id, one.stood_in, one.clause)).collect()
    };
    insta::assert_debug_snapshot!((ids(&inherits.amended), ids(&inherits.repealed)));
    let from = |clause: &str| plan.clause(clause).expect("it stands there").from.as_deref();
    assert_eq!((from("二(一)"), from("区二")), (Some("city-test"), None));
    assert_eq!(plan.clause("区二").expect("it stands there").line, 21, "lines are those of its own document");
    let steps: Vec<(&str, Option<policy::plan::procedure::Duration>)> =
        plan.procedures[0].steps.iter().map(|step| (step.id.as_str(), step.deadline)).collect();
    insta::assert_debug_snapshot!(steps);
    assert!(plan.requirement("NOT_OPERATING").is_none() && plan.flags.is_empty());
    assert!(plan.awards.iter().all(|award| award.id != "award_software"));
    assert_eq!(plan.requirements.iter().filter(|one| one.code == "TOO_SMALL").count(), 2, "both have to hold");
}

#[test]
fn the_city_s_text_says_what_is_open() {
    let city = Policy::load(CITY).expect("it loads");
    let plan = city.plan();
    let opened: Vec<String> = plan
        .opened
        .iter()
        .map(|one| {
            let bound = one.amendable.as_ref().map_or("not", |text| text.en.as_str());
            format!("{} {}: {bound}, {}", one.by, one.id, if one.repealable { "repealable" } else { "stays" })
        })
        .collect();
    insta::assert_debug_snapshot!(opened);
    assert!(plan.inherits.is_none() && plan.may_add.len() == 5);
}

#[test]
fn a_document_alone_says_what_it_needs() {
    let district = below(CITY);
    let needs = wanted(&district).expect("it inherits");
    assert_eq!((needs.id.as_str(), needs.hash), ("city-test", hash(CITY)));
    assert_eq!(wanted(CITY), None);
    let found = Policy::load(&district).expect_err("it cannot stand alone");
    insta::assert_snapshot!(named(&found.render("district", Lang::En)));
}

#[test]
fn a_changed_text_above_is_refused_with_both_hashes_and_all_that_breaks() {
    let later = CITY.replacen(
        "上年经营；不符 NOT_OPERATING 「上年没有经营」 \"Did not operate\"；下级可改；下级可废",
        "上年经营；不符 NOT_OPERATING 「上年没有经营」 \"Did not operate\"",
        1,
    );
    assert_ne!(later, CITY);
    let told = findings(&later, &below(CITY)).replace(&hash(&later), "LATER-HASH");
    insta::assert_snapshot!(told);
}

#[test]
fn mistakes_above_are_said_to_be_there() {
    let broken = CITY.replacen("须 注册在本市；", "须 注册在本区；", 1);
    insta::assert_snapshot!(findings(&broken, &below(CITY)));
}

#[test]
fn what_a_repeal_breaks_above_is_told_at_the_repeal() {
    let decided = CITY.replacen("决定 工业补贴", "决定 工业补贴，软件补贴", 1);
    let district = below(&decided);
    insta::assert_snapshot!(findings(&decided, &district).replace(&hash(&decided), "THIS-HASH"));
}

#[test]
fn documents_in_a_circle_are_refused() {
    let district = below(CITY);
    let circle = |wanted: &Wanted| match wanted.id.as_str() {
        "city-test" => Some(CITY.replacen("；公开", "；公开；继承 district-test 「00」", 1)),
        "district-test" => Some(below(CITY)),
        _ => None,
    };
    let found = Policy::load_with(&district, &circle).expect_err("the circle is found");
    insta::assert_snapshot!(found.render("district", Lang::En));
    let own = district.replacen("继承 city-test", "继承 district-test", 1);
    let found = Policy::load_with(&own, &circle).expect_err("the circle is found");
    assert!(found.render("district", Lang::En).contains("district-test → district-test"), "{found:?}");
}

mistake!(
    amending_what_is_not_open,
    "改 标准 上限 cap_fen",
    "改 参数 软件定额 flat_fen \"Flat sum\"：金额 为 3万元\n改 标准 上限 cap_fen"
);
mistake!(amending_what_is_not_there, "改 参数 门槛 least_fen", "改 参数 门坎 least_sum");
mistake!(repealing_what_is_not_open, "废 须 NOT_OPERATING", "废 须 NOT_LOCAL");
mistake!(repealing_twice, "废 须 NOT_OPERATING", "废 须 NOT_OPERATING\n废 须 NOT_OPERATING");
mistake!(
    adding_what_is_not_listed,
    "材料 房租合同",
    "目标 新增 fresh \"New\"：5家 截至 2022-12-31；认定 区局\n材料 房租合同"
);
mistake!(
    a_parameter_past_its_bound,
    "least_fen \"Least payment\"：金额 为 2万元",
    "least_fen \"Least payment\"：金额 为 5000元"
);
mistake!(a_stretch_out_of_its_range, "自 2021-01-01 为 25%", "自 2021-01-01 为 60%");
mistake!(a_row_past_its_bound, "| 1000万元起 | 25万元 |", "| 1000万元起 | 15万元 |");
mistake!(a_longer_deadline, "时限 5个工作日", "时限 15个工作日");
mistake!(a_step_that_changes_hands, "审核 由 区局；属 申报；时限 5个工作日", "审核 由 市局；属 申报；时限 5个工作日");
mistake!(
    a_parameter_of_another_type,
    "least_fen \"Least payment\"：金额 为 2万元",
    "least_fen \"Least payment\"：整数 为 2"
);
mistake!(another_name_for_the_same, "改 参数 门槛 least_fen", "改 参数 最低额 least_fen");
mistake!(a_table_for_what_was_not_restated, "改 标准 上限 cap_fen \"Cap\"：金额 由 营业收入\n", "");
mistake!(
    a_wider_mark,
    "least_fen \"Least payment\"：金额 为 2万元",
    "least_fen \"Least payment\"：金额 为 2万元；下级可改"
);
mistake!(letting_others_add_more, "下级可增 线索", "下级可增 目标");
mistake!(a_code_taken_again, "须 区内办公；不符 NO_OFFICE", "须 区内办公；不符 NOT_LOCAL");
mistake!(
    a_choice_that_takes_the_city_s_award_away,
    "\n算例",
    "\n择一 取高 better \"Better\"：工业补贴，区级配套 就高\n算例"
);
mistake!(deriving_a_fact_of_the_city, "须 区内办公；", "核算 注册在本市 为 区内办公\n须 区内办公；");
mistake!(no_cases_of_its_own, "\n算例", "\n# 算例");
mistake!(a_term_beyond_the_city_s, "施行 2020-03-01 至 2023-12-31", "施行 2020-03-01");

#[test]
fn a_short_pin_is_refused_with_the_whole_one() {
    insta::assert_snapshot!(findings(CITY, &DISTRICT.replace("HASH", &hash(CITY)[..12])));
}

#[test]
fn an_amendment_under_a_guard_is_refused() {
    let amendment = "改 参数 门槛 least_fen \"Least payment\"：金额 为 2万元\n";
    let guard = "本条适用 当 类别 是 工业\n";
    let moved = below(CITY).replacen(amendment, "", 1).replacen(guard, &format!("{guard}{amendment}"), 1);
    insta::assert_snapshot!(findings(CITY, &moved));
}

mistake!(the_same_clause_twice, "## 区三 办理", "## 三 办理");

#[test]
fn the_district_survives_the_other_tongue() {
    let (district, parents) = (below(CITY), |_: &Wanted| Some(CITY.to_owned()));
    let written = |text: &str, lang| format_with(text, lang, &parents).expect("it can be written");
    let english = written(&district, Lang::En);
    assert!(english.contains("amend must paid_fen no-more-than 50wan; else TOO_SMALL"), "{english}");
    assert!(english.contains("repeal subsidy award_software"), "{english}");
    assert!(english.contains("inherits city-test"), "{english}");
    let chinese = written(&district, Lang::Zh);
    assert_eq!(chinese, district, "the fixture is formatted");
    assert_eq!(written(&english, Lang::Zh), chinese);
    let policy = load(&english);
    assert_eq!(policy.plan().awards.len(), 2);
}

#[test]
fn the_city_survives_the_other_tongue_with_its_marks() {
    let english = policy::format::format(CITY, Lang::En).expect("it can be written");
    assert!(english.contains("; amendable in 20% to 50%") && english.contains("; amendable stricter"), "{english}");
    assert!(english.contains("may-add subsidy, must, document, flag, step"), "{english}");
    assert_eq!(policy::format::format(&english, Lang::Zh).expect("and back"), CITY, "the fixture is formatted");
    let district = DISTRICT.replace("HASH", &hash(&english));
    loaded(load_below(&english, &district));
}

#[test]
fn formatting_needs_the_document_above() {
    let found = policy::format::format(&below(CITY), Lang::En).expect_err("its names are needed");
    assert!(found.render("district", Lang::En).contains("the document above is missing: `city-test`"));
}

/// A street below the district below the city.
const STREET: &str = r#"# 测试街道 测试街道上云方案 / Plan of a test street

```policy
方案 测试街道上云 street-test "Cloud plan of a test street"；发布 「测试街道」 2020-04-01；公开；继承 district-test 「HASH」
```

## 街一 条件 / Conditions [规则]

```policy
改 参数 门槛 least_fen "Least payment"：金额 为 3万元
改 须 支付额 不超过 40万元；不符 TOO_SMALL 「支付不在范围内」 "The payment is out of range"
线索 街道看 street_look "Street looks"；则 复核
算例 「一般」 "Ordinary"；设 注册在本市 为 是；设 区内办公 为 是；设 类别 为 工业；设 付款日 为 2020-06-01
```

| 营业收入 | 支付额 | 补贴额 | 理由码 |
|---|---|---|---|
| 1000万元 | 40万元 | 24万元 | FULL |
| 1000万元 | 2.9万元 | 0元 | TOO_SMALL |
| 1000万元 | 41万元 | 0元 | TOO_SMALL |
"#;

fn load_street(text: &str) -> Result<Policy, policy::diagnostics::Diagnostics> {
    Policy::load_with(text, &|wanted: &Wanted| match wanted.id.as_str() {
        "city-test" => Some(CITY.to_owned()),
        "district-test" => Some(below(CITY)),
        _ => None,
    })
}

#[test]
fn a_third_document_stands_on_two_others() {
    let street = STREET.replace("HASH", &load(&below(CITY)).plan().hash);
    let policy = loaded(load_street(&street));
    let plan = policy.plan();
    let above: Vec<&str> = plan.inherits.iter().flat_map(|one| &one.above).map(|one| one.id.as_str()).collect();
    assert_eq!(above, ["district-test", "city-test"]);
    let from = |clause: &str| plan.origin(clause).map(|above| above.id.as_str());
    assert_eq!((from("一"), from("区一"), from("街一")), (Some("city-test"), Some("district-test"), None));
    assert_eq!(plan.in_force, load(&below(CITY)).plan().in_force, "the term above is its own");
    assert_eq!(plan.requirements.iter().filter(|one| one.code == "TOO_SMALL").count(), 3);
}

#[test]
fn what_holds_above_binds_two_levels_below() {
    let street = STREET.replace("HASH", &load(&below(CITY)).plan().hash);
    let told = |from: &str, to: &str| {
        assert!(street.contains(from));
        load_street(&street.replacen(from, to, 1)).expect_err("it is refused").render("street", Lang::En)
    };
    let lower = told("金额 为 3万元", "金额 为 1.5万元");
    assert!(lower.contains("becomes 15,000 yuan; above it is 20,000 yuan, and it may only go up"), "{lower}");
    let more = told("线索 街道看 street_look \"Street looks\"；则 复核", "材料 房照 deed \"Deed\"");
    assert!(more.contains("`district-test` above does not let documents below add `document`"), "{more}");
}
