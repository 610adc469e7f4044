//! A TextMate grammar for the inside of `policy` blocks, made from the tables of keywords: editors colour by it.
//! `editors/vscode/syntaxes/policy.tmLanguage.json` is printed from here.

use crate::syntax::keyword::{
    Aggregate, AttrWord, Function, Head, MEASURE_WORDS, Manner, MoneyUnit, TimeUnit, TypeWord, W,
};
use serde_json::{Value, json};

/// The Chinese and English spellings of a list of words.
macro_rules! spellings {
    ($list:ident) => {
        $list::ALL.iter().flat_map(|(_, zh, en)| [*zh, *en]).collect::<Vec<&'static str>>()
    };
}

/// The grammar, as JSON.
pub fn textmate() -> Value {
    json!({
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "Policy",
        "scopeName": "source.policy",
        "patterns": patterns().iter().map(|name| json!({ "include": format!("#{name}") })).collect::<Vec<_>>(),
        "repository": {
            "comment": scoped("comment.line.number-sign.policy", "[#＃].*$"),
            "quoted": scoped("string.quoted.other.policy", "「[^」]*」?"),
            "string": scoped("string.quoted.double.policy", "[\"“”＂][^\"”＂]*[\"”＂]?"),
            "head": { "match": head(), "captures": { "1": { "name": "keyword.control.manner.policy" }, "2": { "name": "keyword.control.head.policy" } } },
            "attribute": { "match": format!("(?:^\\s+|[;；]\\s*){}", captured(&spellings!(AttrWord))), "captures": first("keyword.other.attribute.policy") },
            "type": { "match": format!("[:：]\\s*{}", captured(&spellings!(TypeWord))), "captures": first("storage.type.policy") },
            "function": scoped("support.function.policy", &format!("{}(?=\\s*[(（])", whole(&called()))),
            "code": scoped("constant.other.code.policy", "(?<![A-Za-z0-9_])[A-Z][A-Z0-9_]*(?![a-z])"),
            "date": scoped("constant.numeric.date.policy", "[0-9０-９]{4}(?:[-－][0-9０-９]{1,2}[-－][0-9０-９]{1,2}|年[0-9０-９]{1,2}月[0-9０-９]{1,2}日)"),
            "number": scoped("constant.numeric.policy", &number()),
            "assignment": scoped("keyword.operator.assignment.policy", &format!("[=＝]|{}", whole(&["为"]))),
            "word": scoped("keyword.operator.word.policy", &whole(&spellings!(W))),
            "sign": scoped("keyword.operator.sign.policy", "[<>＜＞≤≥≠×]|(?<=\\s)[+＋\\-－](?=\\s)"),
            "id": scoped("variable.other.id.policy", "(?<![A-Za-z0-9_-])[a-z][a-z0-9_-]*"),
            "name": scoped("variable.other.name.policy", "\\p{Han}+"),
        },
    })
}

/// The order in which patterns are tried where two begin at one place.
fn patterns() -> [&'static str; 15] {
    [
        "comment",
        "quoted",
        "string",
        "head",
        "attribute",
        "type",
        "function",
        "code",
        "date",
        "number",
        "assignment",
        "word",
        "sign",
        "id",
        "name",
    ]
}

fn scoped(name: &str, pattern: &str) -> Value {
    json!({ "name": name, "match": pattern })
}

fn first(name: &str) -> Value {
    json!({ "1": { "name": name } })
}

/// A head, with what is done to a statement of the plan above before it.
fn head() -> String {
    format!("^(?:{}\\s+)?{}", captured(&spellings!(Manner)), captured(&spellings!(Head)))
}

/// What is followed by a bracket.
fn called() -> Vec<&'static str> {
    [spellings!(Aggregate), spellings!(Function)].concat()
}

/// One of these words.
fn whole(words: &[&str]) -> String {
    format!("(?:{})", alternatives(words))
}

/// One of these words, as the first group.
fn captured(words: &[&str]) -> String {
    format!("({})", alternatives(words))
}

/// These words, none of them as a part of a longer one: Han characters and ids are read as long as they go.
fn alternatives(words: &[&str]) -> String {
    let (latin, han): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.is_ascii());
    let han = format!("(?<!\\p{{Han}})(?:{})(?!\\p{{Han}})", longest_first(&han));
    if latin.is_empty() {
        return han;
    }
    format!("{han}|(?<![A-Za-z0-9_-])(?:{})(?![A-Za-z0-9_-])", longest_first(&latin))
}

fn longest_first(words: &[&str]) -> String {
    let mut words = words.to_vec();
    words.sort_by_key(|word| (std::cmp::Reverse(word.chars().count()), *word));
    words.dedup();
    words.join("|")
}

/// Digits with their unit, or a bare unit of money, or a numbered circle.
fn number() -> String {
    let units = [spellings!(MoneyUnit), spellings!(TimeUnit), MEASURE_WORDS.to_vec()].concat();
    format!("[0-9０-９][0-9０-９_.．]*(?:[%％]|[/／][0-9０-９]+|{})?|[①-⑳]", longest_first(&units))
}
