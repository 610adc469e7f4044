//! The worked cases of the Shenyang document pin its rules down: no small change to a rule gets past them.

#[path = "mutants/edits.rs"]
mod edits;

use std::collections::BTreeMap;

use edits::Edit;
use policy::facts::Readings;
use policy::policy::Policy;
use policy::sample::Sampler;
use policy::text::Lang;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

/// What became of a changed document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fate {
    /// It is refused before any worked case is run.
    Refused,
    /// A worked case differs.
    Caught,
    /// The same program is left: the change is in what no decision follows from.
    Alike,
    /// Another program, of which it can be said why it decides alike.
    Equivalent,
    /// It loads, and no worked case differs.
    Survived,
}

/// Changes that make another program and no other decision: what is replaced, by what, and why it makes no difference.
const EQUIVALENT: [(&str, &str, &str); 4] = [
    ("超过", "不是", "an amount is never below 0, so above 0 and other than 0 are one"),
    ("工业上限", "适用上限", "the cap that applies is this one wherever this award applies"),
    ("软件上限", "适用上限", "as above"),
    ("服务上限", "适用上限", "as above"),
];

fn fate(original: &Policy, edit: &Edit) -> Fate {
    let policy = match Policy::load(&edit.apply(SOURCE)) {
        Err(found) if found.0.iter().any(|one| one.code == "E16") => return Fate::Caught,
        Err(_) => return Fate::Refused,
        Ok(policy) => policy,
    };
    if policy.decides_alike(original) {
        return Fate::Alike;
    }
    let listed = EQUIVALENT.iter().any(|(from, to, _)| edit.replaces(from, to));
    if listed && agree(original, &policy) { Fate::Equivalent } else { Fate::Survived }
}

/// Whether both give the same outcome on drawn claims, under the default and every other reading.
fn agree(a: &Policy, b: &Policy) -> bool {
    let mut readings = vec![Readings::default()];
    for switch in &a.plan().switches {
        readings.extend(switch.options.iter().map(|option| Readings::default().with(&switch.id, &option.id)));
    }
    readings.iter().all(|readings| {
        let mut sampler = Sampler::new(a, readings, 3, 12);
        (0..300).map(|_| sampler.claim()).all(|claim| a.outcome(&claim, readings) == b.outcome(&claim, readings))
    })
}

#[test]
fn no_small_change_to_a_rule_gets_past_the_worked_cases() {
    let original = Policy::load(SOURCE).map_err(|found| found.render("shenyang", Lang::En)).expect("it loads");
    let edits = edits::all(original.plan(), SOURCE);
    let judge = |edits: &[Edit]| -> Vec<Fate> { edits.iter().map(|edit| fate(&original, edit)).collect() };
    let fates: Vec<Fate> = std::thread::scope(|scope| {
        let parts: Vec<_> =
            edits.chunks(edits.len().div_ceil(2)).map(|part| scope.spawn(move || judge(part))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("no change makes the reader panic")).collect()
    });
    let mut counts: BTreeMap<Fate, usize> = BTreeMap::new();
    for fate in &fates {
        *counts.entry(*fate).or_default() += 1;
    }
    println!("{} mutants: {counts:?}", edits.len());
    let survivors: Vec<&str> = edits
        .iter()
        .zip(&fates)
        .filter(|(_, fate)| **fate == Fate::Survived)
        .map(|(edit, _)| edit.what.as_str())
        .collect();
    assert!(survivors.is_empty(), "{} get past the worked cases:\n{}", survivors.len(), survivors.join("\n"));
    assert!(counts.get(&Fate::Caught).copied().unwrap_or(0) >= 400, "too few changes were tried: {counts:?}");
}

/// How money is shared out decides no claim by itself; the worked cases of sets pin it down.
#[test]
fn no_change_to_how_money_is_shared_out_gets_past_the_worked_cases_of_sets() {
    let rule = "；次序 重点监测企业 在先，收件时间 升序；方式 按次序末件部分；单位 分";
    let changes = [
        ("重点监测企业 在先，", ""),
        ("收件时间 升序", "收件时间 降序"),
        ("重点监测企业 在先", "重点监测企业 升序"),
        ("按次序末件部分", "全额"),
        ("按次序末件部分", "按次序末件跳过"),
        ("按次序末件部分", "按次序末件停止"),
        ("按次序末件部分", "按比例"),
        ("单位 分", "单位 元"),
        ("；方式", "；分档 重点监测企业 升序；方式"),
        ("；方式", "；限 不超过 80% 记 TOO_MUCH 「太多」 \"Too much\"；方式"),
        ("；方式", "；限 至多 4 记 TOO_MANY 「太多」 \"Too many\"；方式"),
    ];
    let pay = "应付额 pay_fen \"Amount to pay\"：金额 为 孰低（应补额，预留额 + 腾出额）";
    let payments = [("预留额 + 腾出额", "预留额"), ("孰低（应补额，", "孰低（应补额 - 分，")];
    let in_rule = changes.map(|(from, to)| (rule, from, to));
    let in_pay = payments.map(|(from, to)| (pay, from, to));
    for (statement, from, to) in in_rule.into_iter().chain(in_pay) {
        assert!(SOURCE.contains(statement) && statement.contains(from), "{from}");
        let found = Policy::load(&SOURCE.replacen(statement, &statement.replacen(from, to, 1), 1));
        let told = found.map(|_| ()).expect_err(&format!("{from} -> {to} gets past the worked cases"));
        assert!(told.0.iter().all(|one| one.code == "E16"), "{from} -> {to}: {told:#?}");
    }
}
