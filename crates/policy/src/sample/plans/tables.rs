//! Made-up tables: by amount, by member, by both, as a matrix, as brackets; and named quantities.

use super::Maker;
use super::values::Kind;

/// The most a cell of a table says, in fen.
const MOST_CELL: i128 = 5_000_000_000;

impl Maker {
    /// One table of each shape, some left out.
    pub(super) fn tables(&mut self) {
        if self.once_in(2) {
            self.by_amount();
        }
        if self.once_in(2) {
            self.by_day();
        }
        if self.once_in(2) {
            self.by_member_and_amount();
        }
        if self.once_in(2) {
            self.matrix();
        }
        if self.once_in(2) {
            self.level_by_flag();
        }
        if self.once_in(2) {
            self.brackets();
        }
    }

    fn standard(&mut self, head: &str, zh: &str, ty: &str, axes: &[String], rest: &str) -> (String, String) {
        let (declaration, name) = self.declare(zh, "table");
        self.blocks.standards.push(format!("{head} {declaration}：{ty} 由 {}{rest}", axes.join("，")));
        (name.clone(), name)
    }

    fn table(&mut self, heads: &[String], rows: &[Vec<String>]) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let mut text = line(heads) + &format!("|{}\n", "---|".repeat(heads.len()));
        for row in rows {
            text.push_str(&line(row));
        }
        self.blocks.tables.push(text);
    }

    /// The starts of a tier table, rising from `lowest`.
    fn starts(&mut self, lowest: i128) -> Vec<i128> {
        let mut starts = vec![lowest];
        for _ in 0..self.between(0, 3) {
            let step = self.some_money(1).1;
            let last = starts.last().copied().unwrap_or(0);
            starts.push(last + step);
        }
        starts
    }

    fn amount_axis(&mut self) -> (String, i128) {
        self.fact(Kind::Money).map(|fact| (fact.name, fact.low)).unwrap_or_default()
    }

    fn by_amount(&mut self) {
        let (axis, low) = self.amount_axis();
        let (head, name) = self.standard("标准", "上限", "金额", std::slice::from_ref(&axis), "");
        let mut rows: Vec<Vec<String>> = Vec::new();
        for start in self.starts(low) {
            rows.push(vec![format!("{start}分起"), self.some_money(0).0]);
        }
        if self.once_in(2) {
            rows.reverse();
        }
        self.table(&[axis, head], &rows);
        self.know(name, Kind::Money, (0, MOST_CELL), false);
    }

    fn by_day(&mut self) {
        let Some(axis) = self.fact(Kind::Date) else { return };
        let (head, name) = self.standard("标准", "年限", "整数", std::slice::from_ref(&axis.name), "");
        let mut rows = vec![vec!["0001-01-01起".to_owned(), "1".to_owned()]];
        for year in [2019, 2020, 2022] {
            let day = format!("{year}-{:02}-{:02}起", self.between(1, 12), self.between(1, 28));
            rows.push(vec![day, self.between(0, 9).to_string()]);
        }
        self.table(&[axis.name, head], &rows);
        self.know(name, Kind::Integer, (0, 9), false);
    }

    fn by_member_and_amount(&mut self) {
        let of = self.between(0, self.enumerations.len() - 1);
        let members = self.enumerations[of].members.clone();
        let sort = self.fact(Kind::Member(of)).map(|fact| fact.name).unwrap_or_default();
        let (amount, low) = self.amount_axis();
        let (head, name) = self.standard("标准", "分档额", "金额", &[sort.clone(), amount.clone()], "");
        let mut rows = Vec::new();
        for member in members {
            for start in self.starts(low) {
                rows.push(vec![member.clone(), format!("{start}分起"), self.some_money(0).0]);
            }
        }
        self.table(&[sort, amount, head], &rows);
        self.know(name, Kind::Money, (0, MOST_CELL), false);
    }

    fn matrix(&mut self) {
        let axes: Vec<String> = (0..2).filter_map(|of| self.fact(Kind::Member(of))).map(|fact| fact.name).collect();
        let (head, name) = self.standard("标准", "可报", "是否", &axes, "");
        let mut heads = vec![head];
        heads.extend(self.enumerations[1].members.clone());
        let mut rows = Vec::new();
        let flag = self.named(Kind::Bool).map(|flag| flag.name).unwrap_or_default();
        for member in self.enumerations[0].members.clone() {
            let mut row = vec![member];
            for _ in 1..heads.len() {
                row.push(if self.once_in(8) { flag.clone() } else { self.word(&["是", "否", "是"]).to_owned() });
            }
            rows.push(row);
        }
        self.table(&heads, &rows);
        self.know(name, Kind::Bool, (0, 1), false);
    }

    fn level_by_flag(&mut self) {
        let (Some(flag), Some(level)) = (self.fact(Kind::Bool), self.fact(Kind::Member(1))) else { return };
        let ty = format!("如同 {}", level.name);
        let (head, name) = self.standard("标准", "门槛", &ty, std::slice::from_ref(&flag.name), "");
        let members = self.enumerations[1].members.clone();
        let mut rows = Vec::new();
        for yes in ["是", "否"] {
            let at = self.between(0, members.len() - 1);
            rows.push(vec![yes.to_owned(), members[at].clone()]);
        }
        self.table(&[flag.name, head], &rows);
        self.know(name, Kind::Member(1), (0, 3), false);
    }

    fn brackets(&mut self) {
        let (axis, low) = self.amount_axis();
        let high = self.values.iter().find(|one| one.name == axis).map_or(0, |one| one.high);
        let way = self.word(&["尾数舍去", "尾数进一", "四舍五入"]);
        let rounding = format!("；精确到 {}，{way}", self.word(&["分", "元", "百元"]));
        let (head, name) = self.standard("累进", "阶梯额", "金额", std::slice::from_ref(&axis), &rounding);
        let mut rows = Vec::new();
        for start in self.starts(low) {
            rows.push(vec![format!("{start}分起"), self.some_ratio()]);
        }
        self.table(&[axis, head], &rows);
        self.know(name, Kind::Money, (0, high * 2 + 10_000), false);
    }

    /// Named quantities over what is known so far.
    pub(super) fn quantities(&mut self) {
        for _ in 0..self.between(0, 3) {
            let (declaration, name) = self.declare("数额", "amount");
            let (ty, value, kind, range) = match self.between(0, 2) {
                0 => {
                    let money = self.money(2);
                    ("金额", money.text, Kind::Money, (money.low, money.high))
                }
                1 => ("是否", self.condition(2), Kind::Bool, (0, 1)),
                _ => {
                    let exact = self.exact(1);
                    let way = self.word(&["尾数舍去", "尾数进一", "四舍五入"]);
                    let text = format!("{}；精确到 {}，{way}", exact.text, self.granule());
                    ("金额", text, Kind::Money, (exact.low.min(0), exact.high.max(0) + MOST_CELL))
                }
            };
            self.blocks.declarations.push(format!("计算 {declaration}：{ty} 为 {value}"));
            self.know(name, kind, range, false);
        }
    }
}
