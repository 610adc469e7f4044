//! Money that does not reach: every way of sharing it out, told as worked cases of a document.

use policy::allocation::{Allocation, CannotAllocate, Claimant};
use policy::diagnostics::Diagnostics;
use policy::facts::{Facts, Readings};
use policy::format::format;
use policy::money::Fen;
use policy::policy::Policy;
use policy::text::Lang;
use policy::value::Value;

const BASE: &str = include_str!("allocation/base.policy.md");

/// The base document with this rule and table.
fn document(rule: &str, table: &str) -> String {
    BASE.replace("RULE", rule).replace("TABLE", table)
}

fn load(rule: &str) -> Policy {
    let text = document(rule, "");
    Policy::load(&text).map_err(|found| found.render("base", Lang::En)).expect("the document loads")
}

/// Four claims and what they are paid of a million, and of a million and a half: `A 40万元 35万元 …`.
fn check(rule: &str, paid: [&str; 4], left: &str) {
    let head = "| 申请 | 收件时间 | 重点 | 补贴额 | 实付 100万元 | 实付 150万元 |\n|---|---|---|---|---|---|\n";
    let claims = [("A", "是", "40万元"), ("B", "否", "35万元"), ("C", "是", "30万元"), ("D", "否", "25万元")];
    let rows = claims.iter().zip(paid).enumerate().map(|(place, ((name, priority, award), paid))| {
        format!("| {name} | 2020-03-0{} | {priority} | {award} | {paid} | {award} |\n", place + 1)
    });
    let table = format!("{head}{}| 结余 | - | - | - | {left} | 20万元 |\n", rows.collect::<String>());
    let text = document(rule, &table);
    let found = Policy::load(&text).map(|_| ()).map_err(|found| found.render("base", Lang::En));
    assert_eq!(found, Ok(()), "{rule}");
}

fn mistakes(rule: &str, table: &str) -> String {
    Policy::load(&document(rule, table))
        .map_err(|found: Diagnostics| found.render("base", Lang::En))
        .expect_err("a mistake")
}

#[test]
fn a_pot_that_is_short_is_shared_out_as_the_policy_says() {
    let order = "次序 收件时间 升序";
    check(&format!("{order}；方式 按次序末件部分"), ["40万元", "35万元", "25万元", "0元"], "0元");
    check(&format!("{order}；方式 按次序末件跳过"), ["40万元", "35万元", "0元", "25万元"], "0元");
    check(&format!("{order}；方式 按次序末件停止"), ["40万元", "35万元", "0元", "0元"], "25万元");
    let pro_rata = ["307692.31元", "269230.77元", "230769.23元", "192307.69元"];
    check(&format!("{order}；方式 按比例"), pro_rata, "0元");
    let in_yuan = ["307692元", "269231元", "230769元", "192308元"];
    check(&format!("{order}；方式 按比例；单位 元"), in_yuan, "0元");
    let banded = ["40万元", "30万元", "30万元", "0元"];
    check("次序 重点 在先，收件时间 升序；方式 按次序末件部分", banded, "0元");
    check("分档 档 升序；次序 收件时间 升序；方式 按次序末件部分", banded, "0元");
    check("分档 档 升序；次序 收件时间 升序；方式 按比例", ["40万元", "17.5万元", "30万元", "12.5万元"], "0元");
    let second_first = ["228571.43元", "35万元", "171428.57元", "25万元"];
    check("分档 档 降序；次序 收件时间 升序；方式 按比例", second_first, "0元");
}

/// A table of its own under a rule; the document must load.
fn holds(rule: &str, table: &str) {
    let found = Policy::load(&document(rule, table)).map(|_| ()).map_err(|found| found.render("base", Lang::En));
    assert_eq!(found, Ok(()), "{rule}");
}

#[test]
fn no_group_gets_more_than_its_limit() {
    let table = "
| 申请 | 收件时间 | 服务商 | 补贴额 | 实付 100万元 | 缘由 |
|---|---|---|---|---|---|
| A | 1 | 甲 | 30万元 | 30万元 | FULL |
| B | 2 | 甲 | 30万元 | 10万元 | PROVIDER_SHARE |
| C | 3 | 甲 | 30万元 | 0元 | PROVIDER_SHARE |
| D | 4 | 乙 | 30万元 | 30万元 | FULL |
| 结余 | - | - | - | 30万元 | - |
";
    let limit = "限 服务商 不超过 40% 记 PROVIDER_SHARE 「超过服务商份额」 \"Over the provider's share\"";
    holds(&format!("次序 收件时间 升序；方式 按次序末件部分；{limit}"), table);
    let skipped = table
        .replace("| 10万元 | PROVIDER", "| 0元 | PROVIDER")
        .replace("结余 | - | - | - | 30万元", "结余 | - | - | - | 40万元");
    holds(&format!("次序 收件时间 升序；方式 按次序末件跳过；{limit}"), &skipped);
    holds(&format!("次序 收件时间 升序；方式 按次序末件停止；{limit}"), &skipped);
    let pro_rata = table
        .replace("| 30万元 | 30万元 | FULL |\n| B", "| 30万元 | 133333.34元 | PROVIDER_SHARE |\n| B")
        .replace("| 10万元 | P", "| 133333.33元 | P")
        .replace("| 0元 | P", "| 133333.33元 | P");
    holds(&format!("次序 收件时间 升序；方式 按比例；{limit}"), &pro_rata);
}

#[test]
fn a_limit_may_be_an_amount_of_each_district_or_a_share_of_a_number() {
    let table = "
| 申请 | 收件时间 | 区县 | 区县额度 | 上云总数 | 补贴额 | 实付 100万元 | 缘由 |
|---|---|---|---|---|---|---|---|
| A | 1 | 沈河 | 20万元 | 100 | 15万元 | 15万元 | FULL |
| B | 2 | 沈河 | 20万元 | 100 | 15万元 | 5万元 | DISTRICT |
| C | 3 | 浑南 | 50万元 | 66 | 15万元 | 15万元 | FULL |
| D | 4 | 浑南 | 50万元 | 66 | 15万元 | 15万元 | FULL |
";
    let order = "次序 收件时间 升序；方式 按次序末件部分";
    holds(&format!("{order}；限 区县 不超过 区县额度 记 DISTRICT"), table);
    let counted = table.replace("5万元 | DISTRICT", "15万元 | FULL").replace(
        "D | 4 | 浑南 | 50万元 | 66 | 15万元 | 15万元 | FULL",
        "D | 4 | 浑南 | 50万元 | 66 | 15万元 | 0元 | TOO_MANY",
    );
    holds(&format!("{order}；限 区县 至多 2% 的 上云总数 记 TOO_MANY"), &counted);
    let first_two = table
        .replace("5万元 | DISTRICT", "15万元 | FULL")
        .replace("| 15万元 | 15万元 | FULL |\n| D", "| 15万元 | 0元 | FIRST |\n| D")
        .replace("66 | 15万元 | 15万元 | FULL", "66 | 15万元 | 0元 | FIRST");
    holds(&format!("{order}；限 至多 2家 记 FIRST"), &first_two);
    holds("次序 收件时间 升序；方式 按比例；限 至多 2家 记 FIRST", &first_two);
}

#[test]
fn a_share_is_kept_for_a_category_and_released_where_nobody_needs_it() {
    let table = "
| 申请 | 收件时间 | 类别 | 补贴额 | 实付 100万元 | 实付 200万元 |
|---|---|---|---|---|---|
| A | 1 | 公共平台 | 90万元 | 20万元 | 90万元 |
| B | 2 | 企业改造 | 70万元 | 70万元 | 70万元 |
| C | 3 | 企业改造 | 20万元 | 10万元 | 20万元 |
| 结余 | - | - | - | 0元 | 20万元 |
";
    let order = "次序 收件时间 升序；方式 按次序末件部分";
    holds(&format!("{order}；保 类别 是 企业改造 不低于 80%"), table);
    let ceiling =
        table.replace("| 20万元 | 90万元 |", "| 20万元 | 40万元 |").replace("0元 | 20万元 |\n", "0元 | 70万元 |\n");
    holds(&format!("{order}；限 类别 是 公共平台 不超过 20% 记 PLATFORM"), &ceiling);
    let unused = "
| 申请 | 收件时间 | 类别 | 补贴额 | 实付 100万元 | 缘由 |
|---|---|---|---|---|---|
| A | 1 | 公共平台 | 95万元 | 90万元 | IN_PART |
| B | 2 | 企业改造 | 10万元 | 10万元 | FULL |
";
    holds(&format!("{order}；保 类别 是 企业改造 不低于 80%"), unused);
    let pro_rata = "
| 申请 | 收件时间 | 类别 | 补贴额 | 实付 100万元 | 缘由 |
|---|---|---|---|---|---|
| A | 1 | 公共平台 | 300万元 | 20万元 | PRO_RATA |
| B | 2 | 企业改造 | 60万元 | 48万元 | PRO_RATA |
| C | 3 | 企业改造 | 40万元 | 32万元 | PRO_RATA |
";
    holds("次序 收件时间 升序；方式 按比例；保 类别 是 企业改造 不低于 80%", pro_rata);
}

#[test]
fn what_was_left_unpaid_stands_first_the_next_time() {
    let rule = "次序 收件时间 升序；方式 按次序末件部分；结余 转下年；不足 下次先补";
    let policy = load(rule);
    let claims = [("A", 40), ("B", 35), ("C", 30), ("D", 25)].map(|(id, wan)| claim(id, wan * 1_000_000));
    let first = policy.allocate(&claims, Fen::new(100_000_000), &Readings::default()).expect("it is shared out");
    let carried: Vec<(&str, i64, u32)> =
        first.carried.iter().map(|one| (one.id.as_str(), one.amount.fen(), one.waited)).collect();
    assert_eq!(carried, [("C", 5_000_000, 1), ("D", 25_000_000, 1)]);
    let table = "
| 申请 | 收件时间 | 轮空次数 | 补贴额 | 实付 40万元 | 缘由 |
|---|---|---|---|---|---|
| E | 2019-01-01 | 0 | 20万元 | 10万元 | IN_PART |
| D | 2020-03-04 | 1 | 25万元 | 25万元 | FULL |
| C | 2020-03-03 | 1 | 5万元 | 5万元 | FULL |
";
    holds(rule, table);
    let forgotten = table
        .replace("10万元 | IN_PART", "20万元 | FULL")
        .replace("25万元 | 25万元 | FULL", "25万元 | 15万元 | IN_PART");
    holds("次序 收件时间 升序；方式 按次序末件部分；不足 不再补", &forgotten);
}

#[test]
fn the_highest_score_comes_first_and_an_unknown_one_last() {
    let table = "
| 申请 | 收件时间 | 得分 | 补贴额 | 实付 70万元 | 缘由 |
|---|---|---|---|---|---|
| A | 1 | 60 | 30万元 | 10万元 | IN_PART |
| B | 2 | 90 | 30万元 | 30万元 | FULL |
| C | 1 | 90 | 30万元 | 30万元 | FULL |
| D | 1 | - | 30万元 | 0元 | USED_UP |
";
    holds("次序 得分 降序，收件时间 升序；方式 按次序末件部分", table);
}

#[test]
fn a_reservation_is_its_owners_under_every_rule() {
    let table = "
| 申请 | 收件时间 | 已预留 | 补贴额 | 实付 10万元 | 缘由 |
|---|---|---|---|---|---|
| A | 1 | - | 40万元 | PAID | WHY |
| D | 2 | 25万元 | 25万元 | 25万元 | FULL |
";
    let filled = |paid: &str, why: &str| table.replace("PAID", paid).replace("WHY", why);
    holds("次序 收件时间 升序；方式 按次序末件部分", &filled("10万元", "IN_PART"));
    holds("次序 收件时间 升序；方式 按比例", &filled("10万元", "PRO_RATA"));
    holds("次序 收件时间 升序；方式 按次序末件停止", &filled("0元", "STOPS_HERE"));
    holds("次序 收件时间 升序；方式 按次序末件跳过", &filled("0元", "DOES_NOT_FIT"));
}

fn claim(id: &str, fen: i64) -> Claimant {
    let at = i64::from(id.bytes().next().unwrap_or(0));
    Claimant {
        id: id.to_owned(),
        award: Fen::new(fen),
        received_at: jiff::Timestamp::from_second(at).ok(),
        facts: Facts::new().with("priority", Value::Bool(id == "A")),
        ..Claimant::default()
    }
}

#[test]
fn everyone_in_full_is_refused_one_fen_short() {
    let policy = load("次序 收件时间 升序；方式 全额");
    let claims = [claim("A", 100), claim("B", 50)];
    let shared = |fen| policy.allocate(&claims, Fen::new(fen), &Readings::default()).map(|one| one.total);
    assert_eq!(shared(149), Err(CannotAllocate::Short(Fen::ONE)));
    assert_eq!(shared(150), Ok(Fen::new(150)));
    assert_eq!(shared(151), Ok(Fen::new(150)));
}

#[test]
fn what_can_not_be_shared_out_is_refused_with_its_reason() {
    let policy =
        load("次序 收件时间 升序；方式 按比例；限 服务商 不超过 50% 记 SHARE；限 区县 不超过 区县额度 记 DISTRICT");
    let shared = |claims: &[Claimant]| policy.allocate(claims, Fen::new(100), &Readings::default()).map(|_| ());
    let missing = |id: &str| Err(CannotAllocate::Missing { id: "A".to_owned(), missing: vec![id.to_owned()] });
    assert_eq!(shared(&[claim("A", 1)]), missing("provider"));
    let with = |id: &str, share: i64| {
        let mut one = claim(id, 1);
        one.units = [("provider", "p"), ("district", "d")].map(|(unit, who)| (unit.to_owned(), who.to_owned())).into();
        one.facts = one.facts.with("district_fen", Value::Money(Fen::new(share)));
        one
    };
    let without = Claimant { facts: Facts::new(), ..with("A", 1) };
    assert_eq!(shared(&[without]), missing("district_fen"));
    assert_eq!(shared(&[with("A", 7), with("A", 7)]), Err(CannotAllocate::Repeated("A".to_owned())));
    let negative = Claimant { award: Fen::new(-1), ..with("A", 7) };
    assert_eq!(shared(&[negative]), Err(CannotAllocate::Negative("A".to_owned())));
    assert!(matches!(shared(&[with("A", 7), with("B", 8)]), Err(CannotAllocate::Differs { .. })));
    assert_eq!(shared(&[with("A", 7), with("B", 7)]), Ok(()));
    let huge = |id| Claimant { award: Fen::new(i64::MAX), ..with(id, 7) };
    assert_eq!(shared(&[huge("A"), huge("B")]), Err(CannotAllocate::TooLarge));
}

#[test]
fn every_cut_is_told_with_its_clause_in_both_tongues() {
    let rules = [
        "分档 档 升序；次序 收件时间 升序；方式 按比例；限 至多 3家 记 FIRST 「额满」 \"Full\"",
        "次序 收件时间 升序；方式 按比例；单位 元；限 类别 是 公共平台 不超过 20% 记 PLATFORM",
        "次序 收件时间 升序；方式 按次序末件停止",
        "次序 收件时间 升序；方式 按次序末件跳过；不足 下次先补；结余 转下年",
        "次序 收件时间 升序；方式 按次序末件部分",
    ];
    let claims = [("A", 400_000), ("B", 350_033), ("C", 300_051), ("D", 250_017)].map(|(id, fen)| {
        let kind = if id == "D" { "platform" } else { "plant" };
        let one = claim(id, fen);
        Claimant { facts: one.facts.with("kind", Value::Member(kind.to_owned())), ..one }
    });
    let mut told = String::new();
    for rule in rules {
        let shared = load(rule).allocate(&claims, Fen::new(800_000), &Readings::default()).expect("it is shared out");
        told = format!("{told}{rule}\n");
        for line in &shared.lines {
            told = format!("{told}  {} {} of {}\n", line.id, line.amount, line.award);
            for cut in &line.cuts {
                told = format!("{told}    -{} {} {} / {}\n", cut.amount, cut.clause, cut.words.zh, cut.words.en);
            }
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn an_allocation_is_told_with_its_sums_in_both_tongues() {
    let rule = "分档 档 升序；次序 收件时间 升序；方式 按比例；限 服务商 不超过 60% 记 SHARE；限 至多 3家 记 FIRST；保 类别 是 公共平台 不低于 10%；结余 转下年；不足 下次先补";
    let policy = load(rule);
    let claims = [("A", 400_000), ("B", 350_000), ("C", 300_000), ("D", 250_000)].map(|(id, fen)| {
        let kind = if id == "C" { "platform" } else { "plant" };
        let one = claim(id, fen);
        let units = [("provider".to_owned(), if id == "D" { "乙" } else { "甲" }.to_owned())].into();
        Claimant { facts: one.facts.with("kind", Value::Member(kind.to_owned())), units, ..one }
    });
    let shared = policy.allocate(&claims, Fen::new(700_000), &Readings::default()).expect("it is shared out");
    insta::assert_snapshot!(format!("{}\n{}", shared.explain(&policy, Lang::Zh), shared.explain(&policy, Lang::En)));
}

#[test]
fn the_same_claims_give_the_same_bytes_in_any_order() {
    let policy = load("分档 档 升序；次序 收件时间 升序；方式 按比例；不足 下次先补");
    let mut claims = ["A", "B", "C", "D", "E"].map(|id| claim(id, 1_003)).to_vec();
    let shared = |claims: &[Claimant]| {
        policy.allocate(claims, Fen::new(2_999), &Readings::default()).expect("it is shared out").to_json()
    };
    let first = shared(&claims);
    claims.reverse();
    assert_eq!(shared(&claims), first);
    claims.rotate_left(2);
    assert_eq!(shared(&claims), first);
    let read: Allocation = serde_json::from_str(&first).expect("it can be read again");
    assert_eq!(read.to_json(), first);
    claims[0].award = Fen::new(1_004);
    let other: Allocation = serde_json::from_str(&shared(&claims)).expect("it can be read");
    assert_ne!(other.input, read.input);
}

#[test]
fn a_rule_survives_the_other_tongue() {
    let rule = "分档 档 升序；次序 得分 降序，收件时间 升序；方式 按比例；单位 元；限 类别 是 公共平台 不超过 20% 记 PLATFORM 「平台」 \"Platforms\"；限 区县 至多 3% 的 上云总数 记 MANY；限 至多 500家 记 FIRST；保 类别 是 企业改造 不低于 80% 的 总额；结余 收回；不足 不再补";
    let text = document(rule, "");
    let english = format(&text, Lang::En).expect("it can be written in English");
    let line = english.lines().find(|line| line.starts_with("settle")).expect("the statement is there");
    insta::assert_snapshot!(line);
    assert_eq!(format(&english, Lang::Zh).expect("and back"), format(&text, Lang::Zh).expect("as it was"));
    let rules = |text: &str| Policy::load(text).expect("it loads").plan().settles.clone();
    assert_eq!(rules(&english), rules(&text));
}

#[test]
fn mistakes_in_a_rule_are_found() {
    let order = "次序 收件时间 升序";
    let rules = [
        "次序 得分 降序；方式 按比例".to_owned(),
        "次序 类别 升序，收件时间 升序；方式 按比例".to_owned(),
        format!("{order}；分档 档 升序，得分 降序"),
        format!("{order}；方式 平分"),
        format!("{order}；限 服务商 不低于 20% 记 LEAST"),
        format!("{order}；限 服务商 不超过 3 记 THREE"),
        format!("{order}；限 服务商 至多 3% 记 SHARE"),
        format!("{order}；限 类别 是 公共设施 不超过 20% 记 KIND"),
        format!("{order}；限 地区 不超过 20% 记 WHERE"),
        format!("{order}；保 类别 是 公共平台 不超过 20%"),
        format!("{order}；结余 花掉；不足 轮候"),
    ];
    let found: Vec<String> = rules.iter().map(|rule| mistakes(rule, "")).collect();
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn a_worked_case_that_differs_is_found() {
    let table = "
| 申请 | 收件时间 | 补贴额 | 实付 10万元 | 缘由 | 实付 许多 |
|---|---|---|---|---|---|
| A | 1 | 8万元 | 8万元 | FULL | - |
";
    let wrong = "
| 申请 | 收件时间 | 补贴额 | 实付 10万元 | 缘由 |
|---|---|---|---|---|
| A | 1 | 8万元 | 7万元 | FULL |
| B | 2 | 8万元 | 2万元 | USED_UP |
| 结余 | - | - | 1万元 | - |
";
    let rule = "次序 收件时间 升序；方式 按次序末件部分";
    insta::assert_snapshot!([mistakes(rule, table), mistakes(rule, wrong)].join("\n"));
}
