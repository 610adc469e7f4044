//! What stands after 限 and 保: `[区县 [是 沈河]] 不超过|至多|不低于 数额 [的 基数]`.

use super::ast::Arg;
use super::keyword::W;
use super::parser::{Parsed, Parser};

/// How a bound can measure.
const MEASURES: [W; 3] = [W::NoMoreThan, W::AtMost, W::AtLeast];

impl Parser<'_> {
    /// Always gives, in this order: keys, member, measure, amount, base; names that are not written are empty lists.
    pub fn bound(&mut self, args: &mut Vec<Arg>) -> Parsed<()> {
        let is_for_all = MEASURES.into_iter().any(|word| self.is(word));
        args.push(Arg::Names(if is_for_all { Vec::new() } else { self.names()? }));
        let mut member = Vec::new();
        if !is_for_all && self.is(W::Is) {
            self.expect(W::Is)?;
            member.push(self.name()?);
        }
        args.push(Arg::Names(member));
        let Some(measure) = MEASURES.into_iter().find(|word| self.is(*word)) else {
            return Err(self.unexpected("`不超过`、`至多` 或 `不低于`", "`no-more-than`, `at-most` or `at-least`"));
        };
        self.expect(measure)?;
        args.push(Arg::Word(measure));
        args.push(Arg::Value(self.cell_value()?));
        let mut base = Vec::new();
        if self.is(W::Of) {
            self.expect(W::Of)?;
            base.push(self.name()?);
        }
        args.push(Arg::Names(base));
        Ok(())
    }
}
