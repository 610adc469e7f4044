use super::{subject, text};
use crate::lang::Lang;
use crate::shipped;
use domain::ids::EnterpriseId;
use domain::message::{Addressee, Message};
use jiff::Timestamp;
use policy::policy::Policy;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn message(word: &str, values: &[(&str, &str)]) -> Message {
    Message {
        to: Addressee::Enterprise(EnterpriseId::new("e")),
        about: "claim:c".to_owned(),
        text: word.to_owned(),
        values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        at: Timestamp::UNIX_EPOCH,
    }
}

/// Every word that the domain tells somebody: literals behind `telling(` and the choice of a text.
fn words() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src");
    let mut words = BTreeSet::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the domain's source is readable").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(path).expect("a source file is text");
            let spoken = source.split("telling(").skip(1).map(|part| part.split(')').next().unwrap_or_default());
            let chosen = source.split("let text = if").skip(1).map(|part| part.split(';').next().unwrap_or_default());
            for part in spoken.chain(chosen) {
                words.extend(part.split('"').skip(1).step_by(2).filter(|word| word.contains('_')).map(str::to_owned));
            }
        }
    }
    words
}

#[test]
fn every_message_of_the_domain_has_words_in_both_languages() {
    let words = words();
    assert!(words.len() >= 20 && words.contains("filing_opened") && words.contains("claim_opened"), "{words:?}");
    for word in words {
        for lang in Lang::ALL {
            let message = message(&word, &[("number", "1"), ("until", "2019-03-04")]);
            for said in [subject(lang, None, &message), text(lang, None, &message)] {
                assert!(!said.starts_with("message-"), "`{word}` has no words in {}", lang.tag());
                assert!(!said.contains('{'), "`{word}`: {said}");
            }
        }
    }
}

#[test]
fn values_are_read_as_people_write_them() {
    let policy = Policy::load(shipped::policy("shenyang-2018").expect("shipped")).expect("it loads");
    let decided = message("claim_decided", &[("amount", "1,234.50元"), ("reason", "CAPPED")]);
    assert_eq!(subject(Lang::Zh, None, &decided), "补贴已核定：1,234.50 元");
    assert!(text(Lang::En, None, &decided).starts_with("Your claim has been decided: ¥1,234.50, cut to the cap."));
    let passed = message("filing_passed", &[("step", "district_filing"), ("number", "7"), ("until", "2019-03-11")]);
    assert_eq!(
        text(Lang::Zh, Some(&policy), &passed),
        "贵单位的备案申请已通过“区县备案”，文号 7，转入下一环节。贵单位不用另行办理。下一环节应于2019年3月11日前办完。"
    );
    let refused = message("claim_refused", &[("step", "check"), ("codes", "NO_PAYMENT, OUT_OF_TERM")]);
    assert!(text(Lang::Zh, Some(&policy), &refused).contains("理由：没有实际支付；合同年度不在有效期内开始。"));
}

#[test]
fn periods_come_from_the_policy() {
    let policy = Policy::load(shipped::policy("shenyang-2018").expect("shipped")).expect("it loads");
    let missing = message("roster_missing", &[]);
    assert!(text(Lang::Zh, Some(&policy), &missing).ends_with("请在 5 个工作日内答复。"));
    let opened = message("filing_opened", &[("number", "7")]);
    assert!(text(Lang::En, Some(&policy), &opened).contains("within 6 months"));
    assert!(!text(Lang::En, None, &opened).contains("within"));
}

#[test]
fn a_line_that_left_a_round_hears_why_and_what_follows() {
    let left = |reason, words| {
        let values = [("number", "2019-1"), ("reason", reason), ("words", words), ("clause", "三(五)2")];
        text(Lang::Zh, None, &message("round_left_out", &values))
    };
    assert!(left("no_money", "").contains("资金不足") && left("no_money", "").contains("以后的批次"));
    assert!(left("review_failed", "材料不实").contains("说明：材料不实。依据：三(五)2。这一合同年度的申报就此终止"));
}
