//! 次序, 分档, 方式, 单位, 限, 保, 结余: how the money of a set of claims is shared out.

use super::Compiler;
use super::names::{Kind, ValueOf};
use super::typed::{EnumOf, Ty};
use crate::money::Fen;
use crate::plan::sharing::{Cap, Floor, Group, Limit, Measure, OrderKey, RECEIVED_AT, Sharing, Term};
use crate::plan::words::{OrderBy, PayMethod, SurplusTo, UnpaidRest};
use crate::syntax::ast::{Args, Attr, CellValue, Literal, Name, Statement};
use crate::syntax::keyword::{AttrWord as A, Head, W};
use crate::syntax::report::both;
use crate::text::{Lang, Text};

/// The sort key every case has: when it was received.
pub(crate) const RECEIVED: (&str, &str) = ("收件时间", RECEIVED_AT);

impl Compiler {
    /// Everything about sharing that a 预留 or 结算 says; `method` holds where it names none.
    pub fn sharing(&mut self, statement: &Statement, method: PayMethod) -> Sharing {
        let word = |attr: A| statement.attr(attr).and_then(|attr| attr.names().first().cloned());
        let said = word(A::Method).and_then(|name| closed!(self, PayMethod, &name));
        let granule = match statement.attr(A::Granule).and_then(Args::literal) {
            Some((Literal::Money(fen), _)) => fen,
            Some(_) | None => Fen::ONE,
        };
        if granule <= Fen::ZERO {
            let (zh, en) = ("单位须大于零", "the granule must be above zero");
            self.report.error("E14", statement.span, both(zh, en), both("写 `单位 分`", "write `granule fen`"));
        }
        let unpaid = word(A::Shortage).filter(|_| statement.head == Head::Settle);
        let mut limits = Vec::new();
        for attr in statement.all(A::Limit) {
            limits.extend(self.limit(attr));
        }
        let mut floors = Vec::new();
        for attr in statement.all(A::Keep) {
            floors.extend(self.floor(attr));
        }
        Sharing {
            bands: statement.attr(A::Bands).and_then(|attr| self.bands(attr)),
            order: self.order(statement),
            method: said.unwrap_or(method),
            granule,
            floors,
            limits,
            surplus: word(A::Surplus).and_then(|name| closed!(self, SurplusTo, &name)),
            unpaid: unpaid.and_then(|name| closed!(self, UnpaidRest, &name)),
        }
    }

    fn bands(&mut self, attr: &Attr) -> Option<OrderKey> {
        let [key] = attr.keys() else {
            let (zh, en) = ("分档只能按一项", "bands are made by one key");
            self.report.error("E14", attr.span, both(zh, en), both("其余写进 `次序`", "put the others into `order`"));
            return None;
        };
        self.order_key(key)
    }

    /// 次序: it must end in a total order, so that no two claims tie.
    fn order(&mut self, statement: &Statement) -> Vec<OrderKey> {
        let keys = statement.attr(A::Order).map_or(Vec::new(), |attr| attr.keys().to_vec());
        let mut order = Vec::new();
        for key in &keys {
            order.extend(self.order_key(key));
        }
        if order.last().is_none_or(|last| last.by != RECEIVED.1) {
            let span = statement.attr(A::Order).map_or(statement.span, |attr| attr.span);
            self.report.error(
                "E14",
                span,
                both("次序不完整：两件可能并列", "the order is not total: two claims can tie"),
                both("以 `收件时间 升序` 结尾", "end it with `received_at ascending`"),
            );
        }
        order
    }

    fn order_key(&mut self, (name, direction): &(Name, OrderBy)) -> Option<OrderKey> {
        if name.text == RECEIVED.0 || name.text == RECEIVED.1 {
            self.names.note(name, RECEIVED.0, RECEIVED.1);
            return Some(OrderKey { by: RECEIVED.1.to_owned(), direction: *direction });
        }
        let symbol = self.names.resolve(Kind::Value, name, ("排序依据", "sort key"), &mut self.report)?;
        let ty = symbol.value.and_then(|value| self.model.of_value(value)).map(|model| model.ty);
        let has_order = match ty {
            Some(Ty::Money | Ty::Exact(_) | Ty::Ratio | Ty::Integer | Ty::Date | Ty::Bool) => true,
            Some(Ty::Member(EnumOf::Fact(fact))) => self.model.levels.get(fact).copied().unwrap_or(false),
            Some(Ty::Member(EnumOf::Switch(_)) | Ty::Text | Ty::Duration(_)) | None => false,
        };
        if !has_order {
            let zh = format!("`{}` 没有先后，不能作次序", name.text);
            let en = format!("`{}` has no order among its values", name.text);
            let help = both("用数值、日期、是否或 `等级`", "use a number, a day, yes or no, or a `level`");
            self.report.error("E14", name.span, both(zh, en), help);
            return None;
        }
        Some(OrderKey { by: symbol.id, direction: *direction })
    }

    fn limit(&mut self, attr: &Attr) -> Option<Limit> {
        let group = self.group(attr)?;
        let is_count = attr.has(W::AtMost);
        if !is_count && !attr.has(W::NoMoreThan) {
            let (zh, en) = ("`限` 写的是下限", "`limit` sets a least amount");
            let help =
                both("写 `不超过` 或 `至多`；下限用 `保`", "write `no-more-than` or `at-most`; `keep` is for floors");
            self.report.error("E14", attr.span, both(zh, en), help);
            return None;
        }
        let measure = self.measure(attr, if is_count { Ty::Integer } else { Ty::Money })?;
        let said = if is_count { ("至多", "at most") } else { ("不超过", "no more than") };
        let text = self.bound_text(&group, said, &measure, is_count);
        let cap = if is_count { Cap::Count(measure) } else { Cap::Amount(measure) };
        let code = attr.codes().first().map(|code| code.text.clone()).unwrap_or_default();
        Some(Limit { group, cap, code, words: attr.texts().cloned(), text })
    }

    fn floor(&mut self, attr: &Attr) -> Option<Floor> {
        let group = self.group(attr)?;
        if !attr.has(W::AtLeast) {
            let (zh, en) = ("`保` 写的是上限", "`keep` sets a most amount");
            let help = both("写 `不低于`；上限用 `限`", "write `at-least`; `limit` is for ceilings");
            self.report.error("E14", attr.span, both(zh, en), help);
            return None;
        }
        let amount = self.measure(attr, Ty::Money)?;
        let text = self.bound_text(&group, ("不低于", "at least"), &amount, false);
        Some(Floor { group, amount, text })
    }

    fn group(&mut self, attr: &Attr) -> Option<Group> {
        let names = attr.nth_names(0).to_vec();
        let keys = self.key_fields(&names);
        if keys.len() != names.len() {
            return None;
        }
        let member = match attr.nth_names(1).first() {
            None => None,
            Some(member) => Some(self.group_member(&names, member)?),
        };
        Some(Group { keys, member })
    }

    /// The member of the fact that makes the groups; units have no members to name.
    fn group_member(&mut self, keys: &[Name], member: &Name) -> Option<String> {
        let symbol = keys.first().and_then(|key| self.names.lookup(Kind::Value, &key.text)).cloned();
        let owner = symbol.and_then(|symbol| symbol.value).and_then(|value| self.model.of_value(value));
        let Some(Ty::Member(of)) = owner.map(|model| model.ty) else {
            self.names.unknown(Kind::Member(usize::MAX), member, ("选项", "member"), &mut self.report);
            return None;
        };
        if let EnumOf::Fact(fact) = of {
            let _ = self.names.find(Kind::Member(fact), member);
        }
        self.member(of, member).map(|(_, id)| id)
    }

    /// The amount of a bound: money or a whole number, or a ratio of one.
    fn measure(&mut self, attr: &Attr, wanted: Ty) -> Option<Measure> {
        let of = attr.nth_names(2).first();
        let base = match of {
            None => None,
            Some(name) => Some(self.measured(name)?),
        };
        let (term, ty) = match attr.value()? {
            CellValue::Name(name) => {
                let (id, ty) = self.measured(name)?;
                (Term::Named(id), ty)
            }
            CellValue::Literal(literal, _) => {
                (Term::Literal(super::declare::public_value(*literal)), type_of(*literal))
            }
        };
        let fits = match &base {
            None => ty == wanted || (ty == Ty::Ratio && wanted == Ty::Money),
            Some((_, base)) => ty == Ty::Ratio && *base == wanted,
        };
        if !fits {
            let (zh, en) = wanted.name();
            let help = both(
                "金额可写成 `20万元`、`20%`、`20% 的 名称`；件数写成 `500家`、`3% 的 名称`",
                "write an amount as `20wan`, `20%`, `20% of name`; a number as `500`, `3% of name`",
            );
            let wrong = both(format!("这里应是{zh}或它的比例"), format!("{en} or a share of it is needed here"));
            self.report.error("E03", attr.span, wrong, help);
            return None;
        }
        Some(Measure { term, of: base.map(|(id, _)| id) })
    }

    fn measured(&mut self, name: &Name) -> Option<(String, Ty)> {
        let symbol = self.names.resolve(Kind::Value, name, ("数额", "amount"), &mut self.report)?;
        let ty = symbol.value.and_then(|value: ValueOf| self.model.of_value(value))?.ty;
        Some((symbol.id, ty))
    }

    /// A bound in words, such as `服务商不超过 20%` and `provider no more than 20%`.
    fn bound_text(&self, group: &Group, said: (&str, &str), measure: &Measure, is_count: bool) -> Text {
        let mut words = self.plan.group_words(group);
        let (amount_zh, amount_en) = match &measure.term {
            Term::Named(id) => self.plan.either_label(id),
            Term::Literal(value) => (self.plan.show("", value, Lang::Zh), self.plan.show("", value, Lang::En)),
        };
        let (of_zh, of_en) = measure.of.as_ref().map_or((String::new(), String::new()), |id| {
            let (zh, en) = self.plan.either_label(id);
            (format!("的 {zh}"), format!(" of {en}"))
        });
        let (unit_zh, unit_en) = if is_count { (" 件", " claims") } else { ("", "") };
        words.zh = format!("{}{} {amount_zh}{of_zh}{unit_zh}", words.zh, said.0);
        words.en = format!("{} {} {amount_en}{of_en}{unit_en}", words.en, said.1);
        words
    }
}

/// The type of what is written after 不超过, 至多 or 不低于.
fn type_of(literal: Literal) -> Ty {
    match literal {
        Literal::Money(_) => Ty::Money,
        Literal::Ratio(_) => Ty::Ratio,
        Literal::Int(_) => Ty::Integer,
        Literal::Date(_) => Ty::Date,
        Literal::Duration(duration) => Ty::Duration(duration),
        Literal::Bool(_) => Ty::Bool,
    }
}
