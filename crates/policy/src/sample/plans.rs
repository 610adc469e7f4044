//! Policies made up for testing: documents in the policy language that load, with facts of every type, requirements,
//! tables, brackets, roundings, cuts, guards, choices, dates and numbers another notice sets.
//!
//! The same seed gives the same document on every machine. A document that does not load is a mistake of this module.

mod awards;
mod expressions;
mod tables;
mod values;

use super::Random;
use values::{Enumeration, Kind, Named};

/// The document with this seed, as text.
pub fn plan(seed: u64) -> String {
    let mut maker = Maker {
        random: Random::new(seed),
        enumerations: Vec::new(),
        values: Vec::new(),
        awards: Vec::new(),
        codes: 0,
        blocks: Blocks::default(),
    };
    maker.values();
    maker.tables();
    maker.quantities();
    maker.requirements();
    maker.all_awards();
    maker.document(seed)
}

/// The lines of each clause as they come into being.
#[derive(Default)]
struct Blocks {
    declarations: Vec<String>,
    standards: Vec<String>,
    tables: Vec<String>,
    conditions: Vec<String>,
    /// One clause each.
    awards: Vec<Vec<String>>,
}

/// A document in the making.
struct Maker {
    random: Random,
    enumerations: Vec<Enumeration>,
    /// Everything that can be named in an expression so far.
    values: Vec<Named>,
    /// Names of the awards so far.
    awards: Vec<String>,
    /// How many codes there are.
    codes: usize,
    blocks: Blocks,
}

impl Maker {
    /// Between both ends, included.
    fn between(&mut self, low: usize, high: usize) -> usize {
        let width = u64::try_from(high.saturating_sub(low)).unwrap_or(0) + 1;
        low + usize::try_from(self.random.below(width)).unwrap_or(0)
    }

    /// Once in so many times.
    fn once_in(&mut self, times: u64) -> bool {
        self.random.below(times) == 0
    }

    /// One of these texts.
    fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.random.one(of).unwrap_or_default()
    }

    /// A code nobody has used.
    fn code(&mut self) -> String {
        self.codes += 1;
        format!("C{}", self.codes)
    }

    /// Requirements, some of them limited by a clause that applies now and then, in an order of their own.
    fn requirements(&mut self) {
        if self.once_in(3) {
            let when = self.condition(1);
            self.blocks.conditions.push(format!("本条适用 当 {when}"));
        }
        let mut codes: Vec<String> = Vec::new();
        for _ in 0..self.between(1, 6) {
            let shared = if codes.len() > 1 && self.once_in(8) { codes.last().cloned() } else { None };
            let code = shared.unwrap_or_else(|| self.code());
            let quota = self.fact(Kind::Integer).filter(|_| self.once_in(4));
            let condition = match quota {
                Some(fact) => format!("同一 企业 至多 {}个年度 已用 {}", self.between(0, 6), fact.name),
                None => self.condition(3),
            };
            let line = format!("须 {condition}；不符 {code} 「不符合」 \"Does not hold\"");
            self.blocks.conditions.push(line);
            if !codes.contains(&code) {
                let at = self.between(0, codes.len());
                codes.insert(at, code);
            }
        }
        self.blocks.conditions.push(format!("审查顺序 {}", codes.join("，")));
    }

    fn document(&self, seed: u64) -> String {
        let block = |lines: &[String]| format!("```policy\n{}\n```\n\n", lines.join("\n"));
        let mut parts =
            vec![format!("# 试验方案 {seed} / Made-up plan {seed}\n\n{}", block(&self.blocks.declarations))];
        if !self.blocks.standards.is_empty() {
            let tables = self.blocks.tables.join("\n");
            parts.push(format!("## 一 标准 / Standards [规则]\n\n{}{tables}\n", block(&self.blocks.standards)));
        }
        parts.push(format!("## 二 条件 / Conditions [规则]\n\n{}", block(&self.blocks.conditions)));
        for (number, lines) in self.blocks.awards.iter().enumerate() {
            parts.push(format!("## 三({}) 补贴 / Subsidy [规则]\n\n{}", number + 1, block(lines)));
        }
        parts.concat()
    }
}
