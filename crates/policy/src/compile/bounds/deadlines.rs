//! Steps of which only the deadlines are open, and how two spellings of one thing are told to be the same.

use super::super::marks::Bound;
use super::super::merge::Amended;
use super::super::spell::spell;
use super::Compiler;
use crate::plan::procedure::Duration;
use crate::syntax::ast::{Arg, Args, Attr, Place, Statement};
use crate::syntax::keyword::AttrWord as A;
use crate::syntax::report::both;
use crate::text::{Lang, Text};

impl Compiler {
    /// A bounded step: the deadline and the cut-off may move one way, all else stays.
    pub(super) fn hold_step(&mut self, parent: &Self, amended: &Amended) {
        if amended.bound == Bound::Free {
            return;
        }
        let moves = |attr: &&Attr| matches!(attr.word, A::Within | A::Monthly);
        let rest = |compiler: &Self, statement: &Statement| -> Vec<String> {
            let own = statement.args.iter().filter(|arg| !matches!(arg, Arg::Decls(_))).map(|arg| compiler.said(arg));
            let fixed =
                |attr: &&Attr| !moves(attr) && !matches!(attr.word, A::Remark | A::Answers | A::Under | A::Amendable);
            let holidays =
                statement.all(A::Monthly).flat_map(Args::names).map(|name| compiler.meant(name.place, &name.text));
            own.chain(statement.attrs.iter().filter(fixed).map(|attr| compiler.sense(attr))).chain(holidays).collect()
        };
        if rest(parent, &amended.old) != rest(self, &amended.new) {
            self.report.error(
                "E18",
                amended.new.span,
                both(
                    "这个步骤只开放了时限，别的须照上级写",
                    "only the deadline of this step is open; all else stays as above",
                ),
                both("除 `时限`、`每月截至` 外照抄上级", "copy everything but `within` and `monthly-by` from above"),
            );
        }
        for word in [A::Within, A::Monthly] {
            let length = |statement: &Statement| statement.attr(word).and_then(Args::duration);
            let (old, new) = (length(&amended.old), length(&amended.new));
            let way = match (old, new) {
                (Some(old), Some(new)) => lengths(old, new),
                (None, None) => continue,
                (Some(_), None) | (None, Some(_)) => None,
            };
            let within = match (amended.bound, way) {
                (Bound::Up, Some((old, new))) => new >= old,
                (Bound::Down, Some((old, new))) => new <= old,
                (_, _) => false,
            };
            if !within {
                let span = amended.new.attr(word).map_or(amended.new.span, |attr| attr.span);
                let up = amended.bound == Bound::Up;
                let (zh, en) = if up { ("只许延长", "only longer") } else { ("只许缩短", "only shorter") };
                self.report.error(
                    "E18",
                    span,
                    both(
                        format!("`{}` {zh}，单位照上级", word.zh()),
                        format!("`{}` may be made {en}, in the unit it has above", word.en()),
                    ),
                    both("对照上级的期限改", "compare with what is written above"),
                );
            }
        }
    }

    /// An attribute of a step or of a rounding as it is meant, however it is spelt.
    pub(super) fn sense(&self, attr: &Attr) -> String {
        let args: Vec<String> = attr.args.iter().map(|arg| self.said(arg)).collect();
        format!("{} {}", attr.word.en(), args.join(" "))
    }

    fn said(&self, arg: &Arg) -> String {
        match arg {
            Arg::Expr(expr) => self.spell(expr.tokens).zh,
            Arg::Names(names) => {
                names.iter().map(|name| self.meant(name.place, &name.text)).collect::<Vec<_>>().join(",")
            }
            Arg::Texts(Text { zh, .. }, _) => zh.clone(),
            Arg::Decls(_)
            | Arg::Type(_)
            | Arg::Codes(_)
            | Arg::Keys(_)
            | Arg::Value(_)
            | Arg::Heads(_)
            | Arg::Way(_) => String::new(),
            Arg::Str(text) => text.clone(),
            Arg::Word(word) => word.zh().to_owned(),
            Arg::Int(number, _) => number.to_string(),
            Arg::Date(date) => date.to_string(),
            Arg::Duration(duration) => format!("{duration:?}"),
            Arg::Literal(literal, _) => format!("{literal:?}"),
        }
    }

    fn meant(&self, place: Place, text: &str) -> String {
        let Some(block) = self.source.blocks.get(place.block) else { return text.to_owned() };
        spell(block, place.block, std::iter::once(place.token), &self.names, Lang::Zh)
    }
}

/// Two lengths of time as numbers of one unit; nothing where the units differ, as they are never converted.
fn lengths(a: Duration, b: Duration) -> Option<(u16, u16)> {
    match (a, b) {
        (Duration::Workdays(a), Duration::Workdays(b))
        | (Duration::Days(a), Duration::Days(b))
        | (Duration::Months(a), Duration::Months(b))
        | (Duration::Years(a), Duration::Years(b)) => Some((a, b)),
        (_, _) => None,
    }
}
