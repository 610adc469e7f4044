//! Made-up awards with their guards, roundings and cuts; recognitions; choices of the highest.

use super::Maker;
use super::values::Kind;

impl Maker {
    /// One to three clauses with awards, then perhaps a choice among them.
    pub(super) fn all_awards(&mut self) {
        for _ in 0..self.between(1, 3) {
            let mut lines = Vec::new();
            if !self.once_in(3) {
                lines.push(format!("本条适用 当 {}", self.condition(1)));
            }
            for _ in 0..self.between(1, 2) {
                let award = self.award();
                lines.push(award);
            }
            if self.once_in(4) {
                let recognition = self.recognition();
                lines.push(recognition);
            }
            self.blocks.awards.push(lines);
        }
        if self.awards.len() > 1 && self.once_in(2) {
            let named = self.between(2, self.awards.len());
            let among = self.awards[..named].join("，");
            let (declaration, _) = self.declare("择优", "better");
            let line = format!("择一 {declaration}：{among} 就高");
            if let Some(lines) = self.blocks.awards.last_mut() {
                lines.push(line);
            }
        }
    }

    fn award(&mut self) -> String {
        let (declaration, name) = self.declare("奖补", "award");
        let way = self.word(&["尾数舍去", "尾数进一", "四舍五入"]);
        let body = if self.once_in(4) {
            self.money(2).text
        } else {
            format!("{}；精确到 {}，{way}", self.exact(2).text, self.granule())
        };
        let mut line = format!("补贴 {declaration} 为 {body}");
        for _ in 0..self.between(0, 3) {
            let cut = self.cut();
            line.push_str(&cut);
        }
        self.awards.push(name);
        line + "；受益 企业；收款 企业"
    }

    fn cut(&mut self) -> String {
        let limit = self.money(1).text;
        let code = self.code();
        let used = self.fact(Kind::Money).map(|fact| fact.name).unwrap_or_default();
        let body = match self.between(0, 4) {
            0 => format!("扣除 {limit} 记 {code}"),
            1 => format!("连同 {used} 不超过 {limit} 记 {code}"),
            2 => format!("同一 企业 累计 不超过 {limit} 已享受 {used} 记 {code}"),
            _ => format!("不超过 {limit} 记 {code}"),
        };
        let when = if self.once_in(4) { format!(" 若 {}", self.condition(1)) } else { String::new() };
        format!("；{body} 「核减」 \"Cut\"{when}")
    }

    fn recognition(&mut self) -> String {
        let (declaration, name) = self.declare("认可", "recognised");
        let value = match self.between(0, 2) {
            0 => self.condition(1),
            1 => self.money(1).text,
            _ => self.fact(Kind::Member(1)).map(|fact| fact.name).unwrap_or_default(),
        };
        // A recognition is no award that a choice could name; only its number is taken.
        self.know(name, Kind::Member(usize::MAX), (0, 0), false);
        format!("认定 {declaration} 为 {value}")
    }
}
