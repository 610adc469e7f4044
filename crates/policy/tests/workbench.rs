//! What an editor is told about a document: meanings, declarations, uses, and what may come next.

use policy::policy::Policy;
use policy::text::Lang;
use policy::workbench::complete::Sort;
use policy::workbench::{Stretch, Workbench};
use proptest::prelude::*;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

/// The place of the first character of `needle` in the first line that holds `line`.
fn place(source: &str, line: &str, needle: &str) -> (usize, usize) {
    let (number, text) = source.lines().enumerate().find(|(_, text)| text.contains(line)).expect("the line is there");
    let at = text.find(line).expect("the words are there");
    let within = at + text[at..].find(needle).expect("the needle is on the line");
    (number + 1, text[..within].chars().count() + 1)
}

fn text_of(source: &str, at: Stretch) -> String {
    let line = source.lines().nth(at.line - 1).expect("the line is there");
    line.chars().skip(at.column - 1).take(at.length).collect()
}

fn hover(line: &str, needle: &str, lang: Lang) -> String {
    let (line, column) = place(SOURCE, line, needle);
    Workbench::read(SOURCE).hover(line, column, lang).expect("something is said").words
}

fn offers(source: &str, line: &str, after: &str) -> Vec<String> {
    let (number, column) = place(source, line, after);
    let found = Workbench::read(source).complete(number, column + after.chars().count());
    found.map(|one| one.offers.into_iter().map(|offer| offer.insert).collect()).unwrap_or_default()
}

#[test]
fn a_fact_is_told_with_type_unit_range_and_clause() {
    insta::assert_snapshot!(hover("适用 当 类别 是 工业云", "类别", Lang::Zh));
    insta::assert_snapshot!(hover("补贴 工业云补贴", "年度实际支付额", Lang::En));
}

#[test]
fn a_keyword_is_told_with_what_it_does_and_its_form() {
    insta::assert_snapshot!(hover("补贴 工业云补贴", "补贴", Lang::Zh));
    insta::assert_snapshot!(hover("补贴 工业云补贴", "精确到", Lang::En));
}

#[test]
fn a_code_is_told_with_its_words() {
    assert!(hover("审查顺序 NOT_FILED", "NOT_FILED", Lang::En).contains("Not filed"));
    assert!(hover("角色 区县经信部门", "A19", Lang::En).contains("operator"));
}

#[test]
fn a_use_leads_to_its_declaration() {
    let bench = Workbench::read(SOURCE);
    for (line, needle, declared) in [
        ("补贴 工业云补贴", "年度实际支付额", "年度实际支付额"),
        ("适用 当 类别 是 工业云", "工业云", "工业云"),
        ("| 上年度营业收入 | 工业上限 |", "工业上限", "工业上限"),
        ("审查顺序 NOT_FILED", "NOT_FILED", "NOT_FILED"),
        ("据 「三(二)」", "「三(二)」", "三(二)"),
    ] {
        let (line, column) = place(SOURCE, line, needle);
        let at = bench.definition(line, column).expect("it is declared somewhere");
        assert_eq!(text_of(SOURCE, at), declared);
        assert_ne!(at.line, line, "{needle}");
    }
}

#[test]
fn every_use_of_a_name_is_found_in_rules_and_tables() {
    let bench = Workbench::read(SOURCE);
    let (line, column) = place(SOURCE, "标准 工业上限", "工业上限");
    let found = bench.references(line, column, true);
    assert!(
        found.iter().all(|at| ["工业上限", "cap_industrial"].contains(&text_of(SOURCE, *at).as_str())),
        "{found:?}"
    );
    assert!(found.iter().any(|at| SOURCE.lines().nth(at.line - 1).is_some_and(|line| line.starts_with('|'))));
    assert!(bench.references(line, column, false).len() < found.len());
}

#[test]
fn the_outline_is_the_clauses_with_what_each_declares() {
    let outline = Workbench::read(SOURCE).outline();
    let clauses = Policy::load(SOURCE).expect("the document loads").plan().clauses.len();
    assert_eq!(outline.len(), clauses);
    let industrial = outline.iter().find(|one| one.id == "三(三)1").expect("the clause is there");
    assert_eq!(industrial.title.en.split(' ').next(), Some("Industrial"));
    assert!(industrial.declared.iter().any(|one| one.id == "cap_industrial"));
    let whole = outline.first().expect("there is a first clause");
    assert_eq!(whole.last_line, SOURCE.lines().count());
}

#[test]
fn what_may_come_next_is_offered() {
    let with = |line: &str| SOURCE.replacen("```policy\n方案", &format!("```policy\n{line}\n方案"), 1);
    let heads = offers(&with("补"), "补", "补");
    assert!(heads.contains(&"补贴".to_owned()) && heads.contains(&"须".to_owned()), "{heads:?}");
    let members = offers(&with("本条适用 当 类别 是 "), "本条适用 当 类别 是 ", "是 ");
    assert_eq!(members, ["城市服务云", "工业云", "软件开发云"]);
    let names = offers(&with("须 年"), "须 年", "年");
    assert!(names.contains(&"年度实际支付额".to_owned()), "{names:?}");
    let papers = offers(&with("事实 新 fresh \"Fresh\"：是否；证明 "), "事实 新", "证明 ");
    assert!(papers.contains(&"营业执照".to_owned()) && !papers.contains(&"年度实际支付额".to_owned()), "{papers:?}");
    let attributes = offers(&with("须 已备案；"), "须 已备案；", "；");
    assert!(attributes.contains(&"不符".to_owned()) && attributes.contains(&"据".to_owned()), "{attributes:?}");
    let types = offers(&with("事实 新 fresh \"Fresh\"："), "事实 新", "：");
    assert!(types.contains(&"金额".to_owned()), "{types:?}");
    assert!(offers(&with("注 「补"), "注 「补", "补").is_empty(), "nothing is offered inside quotes");
}

#[test]
fn an_english_document_is_offered_english_words() {
    let english = policy::format::format(SOURCE, Lang::En).expect("it can be formatted");
    let source = english.replacen("```policy\n", "```policy\nclause-applies when stream is \n", 1);
    assert_eq!(offers(&source, "clause-applies when stream is ", "is "), ["city_service", "industrial", "software"]);
    let (line, column) = place(&source, "clause-applies when", "clause");
    let found = Workbench::read(&source).complete(line, column).expect("a place in a block");
    assert!(found.offers.iter().all(|offer| offer.sort == Sort::Word && offer.insert.is_ascii()));
}

#[test]
fn a_finding_with_a_near_name_says_what_to_write() {
    let changed = SOURCE.replacen("不超过 工业上限 记", "不超过 工业上线 记", 1);
    let bench = Workbench::read(&changed);
    let found = bench.findings().0.iter().find(|one| one.code == "E02").expect("the mistake is found");
    assert_eq!(found.instead.as_deref(), Some("工业上限"));
}

#[test]
fn worked_cases_are_told_with_what_the_rules_give_instead() {
    let whole = Workbench::read(SOURCE).cases().expect("they are run");
    assert!(whole.len() > 20 && whole.iter().all(|case| case.differences.is_empty()));
    let changed = SOURCE.replacen(
        "| 4亿元 | 2999999.99元 | 1499999.99元 | FULL |",
        "| 4亿元 | 2999999.99元 | 150万元 | FULL |",
        1,
    );
    let cases = Workbench::read(&changed).cases().expect("they are run");
    let differing: Vec<_> = cases.iter().filter(|case| !case.differences.is_empty()).collect();
    assert_eq!((cases.len(), differing.len()), (whole.len(), 1));
    assert!(differing[0].differences[0].zh.contains("规则得出"), "{:?}", differing[0]);
    let broken = SOURCE.replacen("须 已备案；不符", "须 已备按；不符", 1);
    assert_eq!(Workbench::read(&broken).cases(), None);
}

#[test]
fn what_a_reading_changes_is_told_rule_by_rule() {
    let bench = Workbench::read(SOURCE);
    let under = |switch: &str, name: &str| -> Vec<(String, String)> {
        let changes = bench.changes(switch);
        let change = changes.iter().find(|one| one.name.zh == name).expect("the rule mentions the question");
        change.under.iter().map(|(option, words)| (option.clone(), words.zh.clone())).collect()
    };
    let pair = |option: &str, words: &str| (option.to_owned(), words.to_owned());
    assert_eq!(under("rounding", "取整"), [pair("to_fen", "分"), pair("to_yuan", "元")]);
    assert_eq!(under("years_basis", "分类年限"), [pair("per_stream", "总是"), pair("all", "从不")]);
    assert!(bench.changes("nothing").is_empty());
}

/// Damages: cut a piece out, put some characters in, or say a passage twice.
fn damaged() -> impl Strategy<Value = String> {
    let length = SOURCE.chars().count();
    (0..length, 0_usize..400, "[；：「」\"()（）|#`是 年a-zA-Z0-9_\\n-]{0,12}", any::<bool>()).prop_map(
        |(at, cut, put, twice)| {
            let chars: Vec<char> = SOURCE.chars().collect();
            let end = (at + cut).min(chars.len());
            let piece: String = chars[at..end].iter().collect();
            let (head, tail): (String, String) = (chars[..at].iter().collect(), chars[end..].iter().collect());
            if twice { format!("{head}{piece}{put}{piece}{tail}") } else { format!("{head}{put}{tail}") }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_damaged_document_can_be_worked_on(source in damaged(), line in 0_usize..700, column in 0_usize..200) {
        let bench = Workbench::read(&source);
        for line in [line, line + 1, 0, usize::MAX] {
            let _ = (bench.hover(line, column, Lang::Zh), bench.definition(line, column));
            let _ = (bench.references(line, column, true), bench.complete(line, column));
        }
        let lines: Vec<&str> = source.lines().collect();
        for found in &bench.findings().0 {
            prop_assert!(found.line <= lines.len().max(1), "{found:?}");
        }
        for heading in bench.outline() {
            prop_assert!(heading.line <= heading.last_line && heading.last_line <= lines.len());
            for declared in heading.declared {
                let text = text_of(&source, declared.at);
                prop_assert!(text.contains(&declared.text.zh), "{text} is not {}", declared.text.zh);
            }
        }
    }

    #[test]
    fn any_text_can_be_worked_on(source in "(```policy\n)?(\\PC|\n){0,120}", line in 0_usize..9, column in 0_usize..40) {
        let bench = Workbench::read(&source);
        let _ = (bench.hover(line, column, Lang::En), bench.complete(line, column), bench.outline(), bench.lang());
    }
}

#[test]
fn what_is_printed_from_the_keywords_is_not_stale() {
    let printed = |path: &str| {
        let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("it lies there")
    };
    let grammar = format!("{:#}\n", policy::workbench::grammar::textmate());
    let example = "cargo run -p policy --example";
    assert!(
        printed("editors/vscode/syntaxes/policy.tmLanguage.json") == grammar,
        "stale: {example} grammar > editors/vscode/syntaxes/policy.tmLanguage.json"
    );
    assert!(
        printed("docs/policy-words.md") == policy::workbench::words::page(),
        "stale: {example} words > docs/policy-words.md"
    );
}
