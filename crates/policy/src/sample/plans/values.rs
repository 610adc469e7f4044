//! What a made-up policy knows: facts, switches, parameters and named quantities, each with its range.

use super::Maker;

/// The types that expressions are made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Money,
    Ratio,
    Integer,
    Date,
    Bool,
    /// A member of the enumeration with this number.
    Member(usize),
}

/// Something with a name, and its range as numbers.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub name: String,
    pub kind: Kind,
    pub low: i128,
    pub high: i128,
    pub is_fact: bool,
}

/// Members by name; `ordered` where they are levels.
#[derive(Clone, Debug)]
pub(super) struct Enumeration {
    pub members: Vec<String>,
    pub ordered: bool,
}

const NUMERALS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// A Chinese name and an id, both with the same number behind.
fn names(zh: &str, id: &str, number: usize) -> (String, String) {
    let digit = |at: usize| NUMERALS.get(at).copied().unwrap_or_default();
    let tens = if number < 10 { "" } else { digit(number / 10) };
    (format!("{zh}{tens}{}", digit(number % 10)), format!("{id}_{number}"))
}

impl Maker {
    /// Declares a name: its declaration, and how this document will refer to it.
    pub(super) fn declare(&mut self, zh: &str, id: &str) -> (String, String) {
        let number = self.values.len() + self.awards.len();
        let (zh, id) = names(zh, id, number);
        let declaration = format!("{zh} {id} \"Value {number}\"");
        (declaration, if self.once_in(2) { zh } else { id })
    }

    /// Makes a value known under a name.
    pub(super) fn know(&mut self, name: String, kind: Kind, range: (i128, i128), is_fact: bool) {
        self.values.push(Named { name, kind, low: range.0, high: range.1, is_fact });
    }

    /// One of the values of a kind.
    pub(super) fn named(&mut self, kind: Kind) -> Option<Named> {
        let found: Vec<usize> = (0..self.values.len()).filter(|at| self.values[*at].kind == kind).collect();
        self.random.one(&found).map(|at| self.values[at].clone())
    }

    /// One of the facts of a kind.
    pub(super) fn fact(&mut self, kind: Kind) -> Option<Named> {
        let is_one = |at: &usize| self.values[*at].kind == kind && self.values[*at].is_fact;
        let found: Vec<usize> = (0..self.values.len()).filter(is_one).collect();
        self.random.one(&found).map(|at| self.values[at].clone())
    }

    /// The plan, its facts of every type, a switch and parameters.
    pub(super) fn values(&mut self) {
        let head = "方案 试验方案 made-up \"Made-up plan\"；施行 2018-01-01 至 2024-12-31";
        self.blocks.declarations.push(head.to_owned());
        for _ in 0..self.between(2, 4) {
            self.money_fact();
        }
        for kind in [Kind::Integer, Kind::Ratio, Kind::Date, Kind::Bool] {
            for _ in 0..self.between(1, 2) {
                self.plain_fact(kind);
            }
        }
        for ordered in [false, true] {
            self.member_fact(ordered);
        }
        if self.once_in(2) {
            self.switch();
        }
        self.money_parameter();
        self.ratio_parameter();
        self.dated_parameter();
    }

    fn fact_line(&mut self, zh: &str, id: &str, ty: &str) -> String {
        let (declaration, name) = self.declare(zh, id);
        self.blocks.declarations.push(format!("事实 {declaration}：{ty}"));
        name
    }

    fn money_fact(&mut self) {
        let ranges: [(&str, i128, i128); 5] = [
            ("0元 至 1万元", 0, 1_000_000),
            ("0元 至 1亿元", 0, 10_000_000_000),
            ("1元 至 30亿元", 100, 300_000_000_000),
            ("0.01元 至 77777.77元", 1, 7_777_777),
            ("0元 至 900万亿元", 0, 90_000_000_000_000_000),
        ];
        let (range, low, high) = self.random.one(&ranges).unwrap_or(ranges[0]);
        let name = self.fact_line("金额", "money", &format!("金额 {range}"));
        self.know(name, Kind::Money, (low, high), true);
    }

    fn plain_fact(&mut self, kind: Kind) {
        let any = (i128::from(i64::MIN), i128::from(i64::MAX));
        let (zh, id, ty, range) = match kind {
            Kind::Integer => match self.between(0, 2) {
                0 => ("个数", "number", "整数 0 至 12", (0, 12)),
                1 => ("个数", "number", "整数 0起", (0, any.1)),
                _ => ("个数", "number", "整数 1 至 100000", (1, 100_000)),
            },
            Kind::Ratio => ("成数", "share", "比例 0% 至 100%", (0, 1)),
            Kind::Date if self.once_in(2) => ("日子", "day", "日期", any),
            Kind::Date => ("日子", "day", "日期 2015-01-01 至 2030-12-31", any),
            Kind::Bool | Kind::Money | Kind::Member(_) => ("是非", "flag", "是否", (0, 1)),
        };
        let name = self.fact_line(zh, id, ty);
        self.know(name, kind, range, true);
    }

    fn member_fact(&mut self, ordered: bool) {
        let number = self.enumerations.len();
        let (word, joint) = if ordered { ("等级", " < ") } else { ("选一", "、") };
        let (mut members, mut declarations) = (Vec::new(), Vec::new());
        for at in 0..self.between(2, 4) {
            let (zh, id) = names("项", "item", number * 5 + at);
            declarations.push(format!("{zh} {id} \"Item {at}\""));
            members.push(if self.once_in(2) { zh } else { id });
        }
        let ty = format!("{word} {}", declarations.join(joint));
        let name = self.fact_line("类型", "sort", &ty);
        self.enumerations.push(Enumeration { members, ordered });
        self.know(name, Kind::Member(number), (0, 3), true);
    }

    fn switch(&mut self) {
        let (declaration, name) = self.declare("读法", "reading");
        let options = if self.once_in(2) {
            "选 从宽 wide \"Wide\" 默认；选 从严 strict \"Strict\""
        } else {
            "选 从宽 wide \"Wide\"；选 从严 strict \"Strict\" 默认"
        };
        self.blocks.declarations.push(format!(
            "疑义 {declaration} A1；问 「怎样读」 \"How to read it\"；{options}；理由 「试验」 \"A trial\""
        ));
        let (declaration, quantity) = self.declare("从宽吗", "is_wide");
        self.blocks.declarations.push(format!("计算 {declaration}：是否 为 {name} 是 从宽"));
        self.know(quantity, Kind::Bool, (0, 1), false);
    }

    fn money_parameter(&mut self) {
        let (declaration, name) = self.declare("限额", "limit");
        let elsewhere = self.once_in(5);
        let (value, range) = if elsewhere {
            ("金额 0元 至 50万元；另定 「年度通知」 \"The notice of the year\"".to_owned(), (0, 50_000_000))
        } else {
            let (text, fen) = self.some_money(1);
            (format!("金额 为 {text}"), (fen, fen))
        };
        self.blocks.declarations.push(format!("参数 {declaration}：{value}"));
        self.know(name, Kind::Money, range, elsewhere);
    }

    fn ratio_parameter(&mut self) {
        let (declaration, name) = self.declare("比率", "rate");
        let ratio = self.some_ratio();
        self.blocks.declarations.push(format!("参数 {declaration}：比例 为 {ratio}"));
        self.know(name, Kind::Ratio, (0, 2), false);
    }

    fn dated_parameter(&mut self) {
        let Some(day) = self.fact(Kind::Date) else { return };
        let (declaration, name) = self.declare("年率", "rate_of_year");
        let (first, second, third) = (self.some_ratio(), self.some_ratio(), self.some_ratio());
        let stretches = format!(
            "自 2018-01-01 至 2019-12-31 为 {first}；自 2020-01-01 至 2021-06-30 为 {second}；自 2021-07-01 为 {third}"
        );
        self.blocks.declarations.push(format!("参数 {declaration}：比例 由 {}；{stretches}", day.name));
        self.know(name, Kind::Ratio, (0, 2), false);
    }

    /// An amount as it is written, and in fen; at least `least`.
    pub(super) fn some_money(&mut self, least: i64) -> (String, i128) {
        let most = self.random.one(&[50, 9_999, 1_000_000, 80_000_000, 5_000_000_000]).unwrap_or(50).max(least);
        let fen = self.random.within(least, most);
        let round = self.random.one(&[1, 100, 1_000_000]).unwrap_or(1);
        let fen = if fen >= round { fen / round * round } else { fen };
        let text = match (fen % 1_000_000, fen % 100) {
            (0, _) if fen > 0 => format!("{}万元", fen / 1_000_000),
            (_, 0) => format!("{}元", fen / 100),
            (_, cents) if self.once_in(2) => format!("{}.{cents:02}元", fen / 100),
            (_, _) => format!("{fen}分"),
        };
        (text, i128::from(fen))
    }

    /// A ratio as it is written; at most twice the whole.
    pub(super) fn some_ratio(&mut self) -> String {
        let fixed = ["50%", "30%", "1/3", "2/37", "12.5%", "33.33%", "0%", "100%", "120%", "0.7%"];
        self.word(&fixed).to_owned()
    }
}
