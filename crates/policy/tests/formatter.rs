//! The laws of the formatter on the shipped document.

use policy::facts::Readings;
use policy::format::format;
use policy::lines::decide_line;
use policy::policy::Policy;
use policy::text::Lang;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

fn formatted(source: &str, lang: Lang) -> String {
    format(source, lang).expect("the document can be formatted")
}

#[test]
fn formatting_twice_is_formatting_once() {
    for lang in [Lang::Zh, Lang::En] {
        let once = formatted(SOURCE, lang);
        assert_eq!(formatted(&once, lang), once);
    }
}

#[test]
fn the_shipped_document_is_formatted() {
    assert_eq!(formatted(SOURCE, Lang::Zh), SOURCE);
}

#[test]
fn chinese_to_english_and_back_loses_nothing() {
    let zh = formatted(SOURCE, Lang::Zh);
    let en = formatted(&zh, Lang::En);
    assert!(en.contains("must filed; else NOT_FILED"), "{en}");
    assert_eq!(formatted(&en, Lang::Zh), zh);
}

#[test]
fn the_english_form_decides_the_same() {
    let (zh, en) = (Policy::load(SOURCE), Policy::load(&formatted(SOURCE, Lang::En)));
    let (zh, en) =
        (zh.expect("the Chinese form loads"), en.unwrap_or_else(|found| panic!("{}", found.render("en", Lang::En))));
    for claim in include_str!("boundary-claims.jsonl").lines() {
        let readings = Readings::default();
        assert_eq!(decide_line(&zh, &readings, claim), decide_line(&en, &readings, claim));
    }
}

#[test]
fn prose_and_tables_stay_byte_for_byte() {
    let en = formatted(SOURCE, Lang::En);
    let outside = |text: &str| {
        let mut inside = false;
        let mut kept = Vec::new();
        for line in text.lines() {
            if line.starts_with("```") {
                inside = !inside;
            } else if !inside {
                kept.push(line.to_owned());
            }
        }
        kept
    };
    assert_eq!(outside(SOURCE), outside(&en));
}

#[test]
fn comments_width_and_stops_are_kept_or_mended() {
    let messy = "# 一 甲 / A\n```policy\n方案 测试 test \"Test\";公开。\n# 一条注\n事实 甲 a \"A\"、乙 b \"B\" ： 金额 ０元 至 １００万元 # 行尾注\n```\n";
    insta::assert_snapshot!(formatted(messy, Lang::Zh));
}
