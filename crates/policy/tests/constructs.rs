//! A document that uses every way of saying what an award is; its worked cases say what must come out.

mod support;

use policy::facts::Readings;
use policy::format::format;
use policy::lines::explain_line;
use policy::policy::Policy;
use policy::runner::Runner;
use policy::sample::{Random, Sampler};
use policy::text::Lang;

const SOURCE: &str = include_str!("constructs/plan.policy.md");

fn policy() -> Policy {
    Policy::load(SOURCE).expect("the document loads")
}

macro_rules! mistake {
    ($name:ident, $from:expr, $to:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(support::findings(SOURCE, $from, $to));
        }
    };
}

mistake!(a_gap_between_two_rows, "0元（含）至10万元（不含）", "0元（含）至9万元（不含）");
mistake!(two_rows_that_overlap, "0元（含）至10万元（不含）", "0元（含）至10万元（含）");
mistake!(nothing_said_above_the_highest_row, "10万元（含）至1亿元（含）", "10万元（含）至1亿元（不含）");
mistake!(a_member_without_a_row, "| 大型 | 0元起 | 10万元 | 0元 |\n", "");
mistake!(a_column_that_is_not_the_axis, "| 规模 | 支付额 | 上限 | 起付 |", "| 规模 | 合同额 | 上限 | 起付 |");
mistake!(stretches_that_do_not_join, "自 2021-01-01 为 40%", "自 2021-01-02 为 40%");
mistake!(stretches_that_end_before_the_plan, "自 2021-01-01 为 40%", "自 2021-01-01 至 2021-12-31 为 40%");
mistake!(brackets_that_are_not_rounded, "由 支付额；精确到 分，尾数舍去\n补贴 阶梯补贴", "由 支付额\n补贴 阶梯补贴");
mistake!(an_order_among_members_that_have_none, "须 规模 不低于 中型", "须 服务类 不低于 应用");
mistake!(a_keyword_as_an_id, "其他资金 other_fen", "其他资金 used");
mistake!(a_ratio_too_fine, "不低于 33.33%", "不低于 1/99999999999");

mistake!(a_choice_between_one_and_itself, "：阶梯补贴，定额补贴 就高", "：阶梯补贴，阶梯补贴 就高");
mistake!(
    a_recognition_of_what_is_not_rounded,
    "择一 两者取高",
    "认定 份额 portion \"Portion\" 为 支付额 乘以 50%\n择一 两者取高"
);

#[test]
fn its_steps_are_told_in_both_tongues() {
    let claims = [
        r#"{"id":"brackets","service":"application","size":"medium","paid_fen":10000000,"contract_fen":0,"refund_fen":0,"share_in_use":"50%"}"#,
        r#"{"id":"floor","service":"platform","size":"medium","paid_fen":10000000,"contract_fen":0,"other_fen":6000000,"paid_on":"2020-06-01","share_in_use":"50%"}"#,
    ];
    let (policy, readings) = (policy(), Readings::default());
    let told: Vec<String> = [Lang::Zh, Lang::En]
        .into_iter()
        .flat_map(|lang| claims.map(|claim| explain_line(&policy, &readings, claim, lang)))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn it_survives_the_other_tongue() {
    let english = format(SOURCE, Lang::En).expect("it can be written in English");
    Policy::load(&english).unwrap_or_else(|found| panic!("{}", found.render("english", Lang::En)));
    let chinese = format(SOURCE, Lang::Zh).expect("it can be written in Chinese");
    assert_eq!(format(&english, Lang::Zh).expect("and back"), chinese);
}

/// Lines and words lost, doubled or exchanged: whatever comes of it is said, never a panic, and what loads can decide.
#[test]
fn a_damaged_document_never_panics() {
    let lines: Vec<&str> = SOURCE.lines().collect();
    let words: Vec<&str> = SOURCE.split_inclusive([' ', '；', '，', '|', '\n']).collect();
    let mut random = Random::new(3);
    let mut damaged = |parts: &[&str], between: &str| {
        let mut parts = parts.to_vec();
        for _ in 0..=random.below(3) {
            let places: Vec<usize> = (0..parts.len()).collect();
            let (Some(a), Some(b)) = (random.one(&places), random.one(&places)) else { break };
            match random.below(3) {
                0 => drop(parts.remove(a)),
                1 => parts.insert(a, parts[b]),
                _ => parts.swap(a, b),
            }
        }
        parts.join(between)
    };
    for _ in 0..300 {
        for text in [damaged(&lines, "\n"), damaged(&words, "")] {
            match Policy::load(&text) {
                Ok(policy) => {
                    let mut sampler = Sampler::new(&policy, &Readings::default(), 1, 5);
                    let outcome = policy.outcome(&sampler.claim(), &Readings::default());
                    assert!(!outcome.reason().is_empty());
                }
                Err(found) => assert!(!found.render("x", Lang::En).is_empty()),
            }
            let _ = format(&text, Lang::En);
        }
    }
}

#[test]
fn what_is_folded_decides_as_the_whole() {
    let (policy, readings) = (policy(), Readings::default());
    let mut runner = Runner::new(&policy, &readings);
    let mut sampler = Sampler::new(&policy, &readings, 5, 12);
    for _ in 0..5_000 {
        let claim = sampler.claim();
        let prepared = runner.prepare(&claim);
        let whole = policy.outcome(&claim, &readings);
        let verdict = runner.decide(&prepared);
        assert_eq!((verdict.award, verdict.reason), (whole.award(), whole.reason()), "{claim:?}");
    }
}
