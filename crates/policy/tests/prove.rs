//! What a solver says of the shipped plans and of copies with seeded faults. It takes `z3`, which `./test` installs.

#[path = "support/copies.rs"]
mod copies;
#[path = "support/shipped.rs"]
mod shipped;

use copies::{SOURCE, changed};
use policy::facts::Readings;
use policy::policy::Policy;
use policy::smt::{Answer, Question, Shown, Unprovable, obligations};
use std::io::Write;
use std::process::{Command, Stdio};

/// The answer of z3 to a script.
fn ask(script: &str) -> String {
    let mut child = Command::new("z3")
        .args(["-in", "-smt2", "-T:120"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("z3 is installed: apt-get install z3");
    child.stdin.take().expect("it has an input").write_all(script.as_bytes()).expect("it listens");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).expect("it writes text")
}

fn question(policy: &Policy) -> Question<'_> {
    Question { policy, against: None, region: None, readings: Readings::default(), any_reading: false }
}

/// Every obligation by id, answered.
fn answers(question: &Question<'_>) -> Vec<(String, Answer)> {
    answers_to(question, |_| true)
}

/// The same for those whose id is wanted.
fn answers_to(question: &Question<'_>, wanted: impl Fn(&str) -> bool) -> Vec<(String, Answer)> {
    let asked = obligations(question).map_err(|error| error.to_string()).expect("it can be asked");
    asked.iter().filter(|one| wanted(&one.id)).map(|one| (one.id.clone(), one.answer(&ask(&one.script())))).collect()
}

fn refuted(answers: &[(String, Answer)], id: &str) -> Shown {
    let found = answers.iter().find(|(have, _)| have == id).map(|(_, answer)| answer);
    let Some(Answer::Refuted(shown)) = found else { unreachable!("{id}: {answers:#?}") };
    shown.clone()
}

fn load(text: &str) -> Policy {
    Policy::load(text).map_err(|found| found.to_json()).expect("it loads")
}

#[test]
fn the_shenyang_plan_is_proven_under_every_reading() {
    let policy = load(SOURCE);
    let answers = answers(&Question { any_reading: true, ..question(&policy) });
    let ids: Vec<&str> = answers.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["decided", "within-limits", "never-falls paid_fen", "within-paid"]);
    assert!(answers.iter().all(|(_, answer)| *answer == Answer::Proven), "{answers:#?}");
}

#[test]
fn every_shipped_plan_decides_every_claim() {
    for (name, text) in shipped::documents() {
        let policy = shipped::load(&name, &text);
        let wanted = ["decided", "within-limits"];
        let proven = wanted.map(|id| (id.to_owned(), Answer::Proven));
        assert_eq!(answers_to(&question(&policy), |id| wanted.contains(&id)), proven, "{name}");
    }
}

#[test]
fn a_gap_is_refuted_with_a_claim() {
    let policy = changed(&[("本条适用 当 类别 是 城市服务云", "本条适用 当 类别 是 城市服务云 且 种类 是 事业单位")]);
    let shown = refuted(&answers(&question(&policy)), "decided");
    assert_eq!(shown.outcomes, [(0, "NO_AWARD".to_owned())]);
    assert!(shown.claim.contains(r#""stream":"city_service""#), "{}", shown.claim);
}

#[test]
fn a_falling_award_is_refuted_with_two_claims() {
    let step = "参数 补贴比例 rate \"Rate\"：比例 为 50%";
    let policy = changed(&[
        (
            step,
            &format!(
                "{step}\n计算 实补 step_fen \"Step\"：金额 为 若 年度实际支付额 超过 8万元 则 舍到（分，年度实际支付额 乘以 35%） 否则 舍到（分，年度实际支付额 乘以 55%）"
            ),
        ),
        (
            "\"City service cloud subsidy\" 为 年度实际支付额 乘以 补贴比例；精确到 取整，尾数舍去；",
            "\"City service cloud subsidy\" 为 实补；",
        ),
    ]);
    let answers = answers(&question(&policy));
    let shown = refuted(&answers, "never-falls paid_fen");
    assert!(shown.other.is_some() && shown.outcomes[1].0 < shown.outcomes[0].0, "{shown:?}");
    assert!(answers.iter().filter(|(_, answer)| *answer == Answer::Proven).count() == 3, "{answers:#?}");
}

#[test]
fn two_versions_are_compared_on_a_region() {
    let (policy, generous) = (
        load(SOURCE),
        changed(&[("\"Cap, city service cloud\"：金额 为 100万元", "\"Cap, city service cloud\"：金额 为 120万元")]),
    );
    let with = |region| Question { against: Some(&generous), region, ..question(&policy) };
    let all = answers(&with(None));
    let shown = refuted(&all, "same");
    assert_ne!(shown.outcomes[0], shown.outcomes[1]);
    assert_eq!(all.last(), Some(&("nobody-worse".to_owned(), Answer::Proven)));

    let elsewhere = answers(&with(Some("stream is-not city_service or paid_fen < 200万元")));
    assert!(elsewhere.iter().all(|(_, answer)| *answer == Answer::Proven), "{elsewhere:#?}");

    let back = answers(&Question { against: Some(&policy), ..question(&generous) });
    let shown = refuted(&back, "nobody-worse");
    assert!(shown.outcomes[1].0 < shown.outcomes[0].0, "{shown:?}");
}

#[test]
fn a_region_that_cannot_be_read_is_refused() {
    let policy = load(SOURCE);
    for text in ["revenue < 5", "paid_fen", "stream is"] {
        let question = Question { region: Some(text), ..question(&policy) };
        assert!(matches!(obligations(&question), Err(Unprovable::Region(_))), "{text}");
    }
}
