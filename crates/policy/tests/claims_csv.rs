//! Claims as CSV are answered as the same claims as JSON lines, and a line that is no row harms no other.

use policy::claims_csv::{Block, FaultKind, HeaderFault, Layout, whole};
use policy::columnar::Columnar;
use policy::facts::Readings;
use policy::lines::decide_line;
use policy::policy::Policy;
use serde_json::Value;

const HEAD: &str = "id,stream,kind,revenue_fen,paid_fen,years_used,service_date,filed,reg_local,tax_local,legal_person,operating,industry_ok";
const GOOD: [&str; 12] = [
    "industrial",
    "industrial",
    "5000000000",
    "400000000",
    "0",
    "2020-06-15",
    "true",
    "true",
    "true",
    "true",
    "true",
    "true",
];

/// What people may write into a cell, wrong or right.
const TEXTS: &[&str] = &[
    "",
    "0",
    "1",
    "-1",
    "-0",
    "+1",
    "007",
    "3",
    "100.0",
    "1e3",
    "null",
    " 5",
    "5 ",
    "90000000000000000",
    "90000000000000001",
    "9223372036854775807",
    "9223372036854775808",
    "true",
    "false",
    "TRUE",
    "True",
    "yes",
    "1true",
    "truefalse",
    "2018-09-16",
    "2018-09-17",
    "2022-12-31",
    "2023-01-01",
    "2020-02-29",
    "2019-02-29",
    "2020-13-01",
    "2020-1-1",
    "2020/01/01",
    "0000-01-01",
    "0001-01-01",
    "industrial",
    "software",
    "city_service",
    "institution",
    "other",
    "Industrial",
    "industrials",
    "工业云",
];

fn shenyang() -> Policy {
    Policy::load(include_str!("../../../policies/shenyang-2018.policy.md")).expect("the shipped document loads")
}

/// The lines of `out.csv` and the faults as (line in the file, kind).
fn answers(policy: &Policy, text: &str) -> (Vec<String>, Vec<(u64, FaultKind)>) {
    let columnar = Columnar::new(policy, &Readings::default());
    let (layout, head) = Layout::read(&columnar, text.as_bytes()).expect("the first line names the columns");
    let mut block = Block::new(&columnar);
    layout.fill(&text.as_bytes()[head..], &mut block);
    let mut out = Vec::new();
    block.write(&columnar, &columnar.run(&block.columns), &mut out);
    let out = String::from_utf8(out).expect("answers are text");
    let faults = block.faults.into_iter().map(|fault| (fault.line + 2, fault.kind)).collect();
    (out.lines().map(str::to_owned).collect(), faults)
}

#[test]
fn every_cell_means_what_it_means_in_a_json_line() {
    let policy = shenyang();
    let names: Vec<&str> = HEAD.split(',').skip(1).collect();
    for (place, name) in names.iter().enumerate() {
        for text in TEXTS.iter().copied() {
            let mut row = GOOD;
            row[place] = text;
            let (lines, faults) = answers(&policy, &format!("{HEAD}\nx,{}\n", row.join(",")));
            let is_number = |name: &str| name.ends_with("_fen") || name == "years_used";
            let is_text = |name: &str| ["stream", "kind", "service_date"].contains(&name);
            let value = |name: &str, text: &str| match text {
                _ if is_text(name) => format!("\"{text}\""),
                _ if text.contains(' ') => "null".to_owned(), // in JSON it would be between the values
                _ if !is_number(name) && !["true", "false"].contains(&text) => "7".to_owned(),
                _ => text.to_owned(),
            };
            let cells: Vec<String> = (names.iter().zip(row).filter(|(_, text)| !text.is_empty()))
                .map(|(name, text)| format!("\"{name}\":{}", value(name, text)))
                .collect();
            let json = decide_line(&policy, &Readings::default(), &format!("{{\"id\":\"x\",{}}}", cells.join(",")));
            let json: Value = serde_json::from_str(&json).expect("an answer is JSON");
            let expected = format!("x,{},{}", json["award_fen"], json["reason"].as_str().expect("a code"));
            assert_eq!(lines, [expected], "`{name}` is `{text}`");
            let is_bad = json["reason"] == "BAD_INPUT";
            let fault = FaultKind::Value { column: (*name).to_owned(), text: text.to_owned() };
            assert_eq!(faults, if is_bad { vec![(2, fault)] } else { vec![] });
        }
    }
}

#[test]
fn quotes_other_columns_line_ends_and_a_byte_order_mark_change_nothing() {
    let policy = shenyang();
    let row = GOOD.join(",");
    let plain = answers(&policy, &format!("{HEAD}\n1,{row}\n2,{row}\n")).0;
    assert_eq!(plain, ["1,100000000,CAPPED", "2,100000000,CAPPED"]);
    let quoted = GOOD.map(|cell| format!("\"{cell}\"")).join(",");
    for text in [
        format!("\u{feff}{HEAD}\r\n1,{row}\r\n\r\n2,{row}\r\n"),
        format!("{HEAD}\n1,{quoted}\n2,{row}"),
        format!("{HEAD},note\n1,{row},\"say \"\"hm\"\",\nor not\"\n2,{quoted},5\" disk\n"),
        format!("note,{HEAD}\n,1,{row}\n沈阳,2,{row}\n"),
    ] {
        assert_eq!(answers(&policy, &text), (plain.clone(), vec![]), "{text}");
    }
    let (lines, _) = answers(&policy, &format!("{HEAD}\n\"a,\"\"b\",{row}\n,{row}\n"));
    assert_eq!(lines, ["\"a,\"\"b\",100000000,CAPPED", ",100000000,CAPPED"], "ids stay as they stand");
}

#[test]
fn a_line_that_is_no_row_is_named_and_the_others_are_answered() {
    let policy = shenyang();
    let row = GOOD.join(",");
    let short = GOOD[..3].join(",");
    let text = format!("{HEAD}\n1,{row}\n2,{row},9\n3,\"open,{row}\n4,{row}\n\"x\"5,{row}\n6,{row}\n7,{short}");
    let (lines, faults) = answers(&policy, &text);
    let bad = |id| format!("{id},0,BAD_INPUT");
    let good = |id| format!("{id},100000000,CAPPED");
    assert_eq!(lines, [good(1), bad("2"), bad("3"), good(4), bad(""), good(6), bad("7")]);
    let width = |found| FaultKind::Width { found, wanted: 13 };
    assert_eq!(faults, [(3, width(14)), (4, FaultKind::Quote), (6, FaultKind::Quote), (8, width(4))]);
}

#[test]
fn a_first_line_that_does_not_do_says_why() {
    let policy = shenyang();
    let columnar = Columnar::new(&policy, &Readings::default());
    let fault = |text: &str| Layout::read(&columnar, text.as_bytes()).map(|_| ()).expect_err("it does not do");
    assert_eq!(fault(""), HeaderFault::Empty);
    let without = HEAD.replace("id,stream", "stream").replace(",paid_fen", ",paid");
    assert_eq!(fault(&without).to_string(), "the first line does not name `id`, `paid_fen`");
    assert_eq!(fault(&format!("{HEAD},kind\n")), HeaderFault::Twice("kind".to_owned()));
    assert_eq!(fault(&format!("\"{HEAD}\n")), HeaderFault::OpenQuote);
}

#[test]
fn a_file_cut_anywhere_is_read_as_the_whole() {
    let policy = shenyang();
    let row = GOOD.join(",");
    let text = format!("1,{row},\"a\n\"\"b\n\"\n2,{row},c\r\n3,{row},\"d\"\n4,{row},\n\"5,{row},e\n6,{row},f\n");
    let head = format!("{HEAD},note\n");
    let all = answers(&policy, &format!("{head}{text}")).0;
    assert_eq!(all.len(), 6);
    for cut in 0..text.len() {
        let lines = whole(&text.as_bytes()[..cut], true);
        assert!(text[..lines].is_empty() || text[..lines].ends_with('\n'));
        let mut parts = answers(&policy, &format!("{head}{}", &text[..lines])).0;
        parts.extend(answers(&policy, &format!("{head}{}", &text[lines..])).0);
        assert_eq!(parts, all, "cut at {cut}, so at {lines}");
    }
}
