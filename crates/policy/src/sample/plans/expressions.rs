//! Made-up expressions of each type, bracketed so that they can stand anywhere, their ranges carried along.

use super::Maker;
use super::values::Kind;

/// An expression with its range.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub text: String,
    pub low: i128,
    pub high: i128,
}

/// Amounts beyond this are not combined further, so that every value stays in 64 bits.
const MOST: i128 = 1_000_000_000_000_000_000;

impl Term {
    fn new(text: impl Into<String>, low: i128, high: i128) -> Self {
        Self { text: text.into(), low, high }
    }

    fn fits(&self) -> bool {
        self.low > -MOST && self.high < MOST
    }
}

impl Maker {
    fn leaf(&mut self, kind: Kind) -> Term {
        let literal = self.once_in(3);
        if let Some(named) = self.named(kind).filter(|_| !literal) {
            return Term::new(named.name, named.low, named.high);
        }
        match kind {
            Kind::Money => {
                let (text, fen) = self.some_money(0);
                Term::new(text, fen, fen)
            }
            Kind::Ratio => Term::new(self.some_ratio(), 0, 2),
            Kind::Integer => {
                let number = i128::from(self.random.within(0, 15));
                Term::new(number.to_string(), number, number)
            }
            Kind::Date => Term::new(self.some_day(), 0, 0),
            Kind::Bool => {
                let flag = self.fact(Kind::Bool).map(|flag| flag.name).unwrap_or_default();
                Term::new(flag, 0, 1)
            }
            Kind::Member(of) => {
                let members = self.enumerations[of].members.clone();
                let at = self.between(0, members.len() - 1);
                Term::new(members[at].clone(), 0, 3)
            }
        }
    }

    pub(super) fn some_day(&mut self) -> String {
        let (year, month) = (self.between(2017, 2025), self.between(1, 12));
        let day = if month == 2 && year % 4 == 0 { 29 } else { self.between(1, 28) };
        format!("{year}-{month:02}-{day:02}")
    }

    /// An amount in whole fen.
    pub(super) fn money(&mut self, depth: u32) -> Term {
        if depth == 0 || self.once_in(3) {
            return self.leaf(Kind::Money);
        }
        let a = self.money(depth - 1);
        match self.between(0, 7) {
            0 => self.joined(&a, depth, "+"),
            1 => self.joined(&a, depth, "-"),
            2 => self.multiplied(a),
            3 => {
                let b = self.money(depth - 1);
                Term::new(format!("孰低（{}，{}）", a.text, b.text), a.low.min(b.low), a.high.min(b.high))
            }
            4 => {
                let b = self.money(depth - 1);
                Term::new(format!("孰高（{}，{}）", a.text, b.text), a.low.max(b.low), a.high.max(b.high))
            }
            5 => {
                let (when, b) = (self.condition(depth - 1), self.money(depth - 1));
                let text = format!("（若 {when} 则 {} 否则 {}）", a.text, b.text);
                Term::new(text, a.low.min(b.low), a.high.max(b.high))
            }
            6 => {
                let exact = self.exact(depth - 1);
                let text = format!("舍到（{}，{}）", self.granule(), exact.text);
                Term::new(text, exact.low.min(0), exact.high.max(0) + MOST / 1_000_000)
            }
            _ => {
                let days: Vec<String> = (0..4).map(|_| self.day(1)).collect();
                let text = format!("按天分摊（{}，{}）", a.text, days.join("，"));
                Term::new(text, a.low.min(0), a.high.max(0))
            }
        }
    }

    fn joined(&mut self, a: &Term, depth: u32, sign: &str) -> Term {
        let b = self.money(depth - 1);
        let (low, high) = if sign == "+" { (a.low + b.low, a.high + b.high) } else { (a.low - b.high, a.high - b.low) };
        let sum = Term::new(format!("（{} {sign} {}）", a.text, b.text), low, high);
        if sum.fits() { sum } else { a.clone() }
    }

    fn multiplied(&mut self, a: Term) -> Term {
        let times = self.integer(0);
        let ends = [a.low, a.high].map(|end| [end.saturating_mul(times.low), end.saturating_mul(times.high)]);
        let (low, high) = ends.iter().flatten().fold((0, 0), |(low, high), end| (low.min(*end), high.max(*end)));
        let product = Term::new(format!("（{} 乘以 {}）", a.text, times.text), low, high);
        if product.fits() { product } else { a }
    }

    /// Products of amounts and ratios, not yet rounded.
    pub(super) fn exact(&mut self, depth: u32) -> Term {
        let mut sum: Option<Term> = None;
        for _ in 0..self.between(1, 3) {
            let (money, ratio) = (self.money(depth), self.ratio());
            let term = Term::new(format!("{} 乘以 {ratio}", money.text), money.low.min(0) * 2, money.high.max(0) * 2);
            let joint = |one: &Term| {
                Term::new(format!("{} + {}", one.text, term.text), one.low + term.low, one.high + term.high)
            };
            let next = sum.as_ref().map_or_else(|| term.clone(), joint);
            if next.fits() || sum.is_none() {
                sum = Some(next);
            }
        }
        sum.unwrap_or_else(|| Term::new("1元 乘以 50%", 50, 50))
    }

    /// What an amount is rounded to, above zero.
    pub(super) fn granule(&mut self) -> String {
        match self.between(0, 5) {
            0 | 1 => "分".to_owned(),
            2 => "元".to_owned(),
            3 => "百元".to_owned(),
            4 => format!("（若 {} 则 元 否则 分）", self.condition(0)),
            _ => self.some_money(1).0,
        }
    }

    /// A ratio.
    pub(super) fn ratio(&mut self) -> String {
        if self.once_in(6) {
            let (test, a, b) = (self.condition(0), self.leaf(Kind::Ratio), self.leaf(Kind::Ratio));
            return format!("（若 {test} 则 {} 否则 {}）", a.text, b.text);
        }
        self.leaf(Kind::Ratio).text
    }

    /// A whole number.
    pub(super) fn integer(&mut self, depth: u32) -> Term {
        let a = self.leaf(Kind::Integer);
        if depth == 0 {
            return a;
        }
        match self.between(0, 4) {
            0 => {
                let (from, to) = (self.day(1), self.day(1));
                Term::new(format!("天数（{from}，{to}）"), -4_000_000, 4_000_000)
            }
            1 => {
                let b = self.leaf(Kind::Integer);
                let sum = Term::new(format!("（{} + {}）", a.text, b.text), a.low + b.low, a.high + b.high);
                if sum.fits() { sum } else { a }
            }
            2 => {
                let b = self.leaf(Kind::Integer);
                Term::new(format!("孰高（{}，{}）", a.text, b.text), a.low.max(b.low), a.high.max(b.high))
            }
            _ => a,
        }
    }

    /// A day.
    pub(super) fn day(&mut self, depth: u32) -> String {
        let a = self.leaf(Kind::Date).text;
        if depth == 0 {
            return a;
        }
        match self.between(0, 8) {
            0 => format!("年初（{a}）"),
            1 => format!("周年前日（{a}）"),
            2 => format!("加（{a}，{}个月）", self.between(1, 30)),
            3 => format!("加（{a}，{}日）", self.between(1, 400)),
            4 => format!("加（{a}，{}年）", self.between(1, 5)),
            5 => format!("孰低（{a}，{}）", self.day(depth - 1)),
            6 => format!("（若 {} 则 {a} 否则 {}）", self.condition(0), self.day(depth - 1)),
            _ => a,
        }
    }

    /// A condition.
    pub(super) fn condition(&mut self, depth: u32) -> String {
        if depth == 0 || self.once_in(2) {
            return self.comparison(depth.min(1));
        }
        let a = self.condition(depth - 1);
        match self.between(0, 3) {
            0 => format!("（{a} 且 {}）", self.condition(depth - 1)),
            1 => format!("（{a} 或 {}）", self.condition(depth - 1)),
            2 => format!("（非 {a}）"),
            _ => a,
        }
    }

    fn comparison(&mut self, depth: u32) -> String {
        let how = self.word(&["不低于", "低于", "不超过", "超过", "是", "不是"]);
        match self.between(0, 8) {
            0 => {
                let (a, b) = (self.money(depth), self.money(depth));
                format!("（{} {how} {}）", a.text, b.text)
            }
            1 => {
                let (a, b) = (self.money(depth), self.exact(0));
                format!("（{} {how} {}）", a.text, b.text)
            }
            2 => {
                let (a, b) = (self.integer(depth), self.integer(0));
                format!("（{} {how} {}）", a.text, b.text)
            }
            3 => {
                let how = self.word(&["早于", "晚于", "不早于", "不晚于", "是"]);
                format!("（{} {how} {}）", self.day(depth), self.day(0))
            }
            4 => {
                let (low, high) = (self.money(0), self.money(0));
                format!("（{} 在 {} 至 {}）", self.money(depth).text, low.text, high.text)
            }
            5 => format!("（{} {how} {}）", self.ratio(), self.ratio()),
            6 | 7 => self.membership(how),
            _ => self.leaf(Kind::Bool).text,
        }
    }

    fn membership(&mut self, how: &str) -> String {
        let of = self.between(0, self.enumerations.len() - 1);
        let (ordered, members) = (self.enumerations[of].ordered, self.enumerations[of].members.clone());
        let value = self.named(Kind::Member(of)).map(|named| named.name).unwrap_or_default();
        let (a, b) = (self.between(0, members.len() - 1), self.between(0, members.len() - 1));
        if self.once_in(3) && a != b {
            return format!("（{value} 属于 （{}，{}））", members[a], members[b]);
        }
        let how = if ordered { how } else { self.word(&["是", "不是"]) };
        format!("（{value} {how} {}）", members[a])
    }
}
