//! Expressions. Binding, loosest first: 若, 或, 且, 非, comparison, `+ -`, 乘以.

use super::ast::{BinaryOp, Comparison, Expr, ExprKind, Place};
use super::keyword::{Aggregate, Function, W};
use super::lexer::TokenKind;
use super::parser::{Mark, Parsed, Parser};

/// The comparison a word stands for.
const COMPARISONS: [(W, Comparison); 10] = [
    (W::Is, Comparison::Is),
    (W::IsNot, Comparison::IsNot),
    (W::AtLeast, Comparison::AtLeast),
    (W::NotEarlier, Comparison::AtLeast),
    (W::Below, Comparison::Below),
    (W::Earlier, Comparison::Below),
    (W::NoMoreThan, Comparison::NoMoreThan),
    (W::NotLater, Comparison::NoMoreThan),
    (W::Above, Comparison::Above),
    (W::Later, Comparison::Above),
];

/// How deep expressions may be nested, so that no document can exhaust the stack.
const MAX_DEPTH: usize = 32;

/// How many names and literals one statement may hold, for the same reason.
const MAX_ATOMS: usize = 256;

impl Parser<'_> {
    /// One expression.
    pub fn expr(&mut self) -> Parsed<Expr> {
        self.conditional(0)
    }

    fn conditional(&mut self, depth: usize) -> Parsed<Expr> {
        if depth > MAX_DEPTH {
            return Err(self.unexpected("较浅的式子", "a shallower expression"));
        }
        if !self.is(W::If) {
            return self.disjunction(depth);
        }
        let from = self.place();
        self.expect(W::If)?;
        let test = self.disjunction(depth + 1)?;
        self.expect(W::Then)?;
        let yes = self.conditional(depth + 1)?;
        self.expect(W::Otherwise)?;
        let no = self.conditional(depth + 1)?;
        Ok(self.node(from, ExprKind::If(Box::new(test), Box::new(yes), Box::new(no))))
    }

    fn disjunction(&mut self, depth: usize) -> Parsed<Expr> {
        let from = self.place();
        let mut left = self.conjunction(depth)?;
        while self.is(W::Or) {
            self.expect(W::Or)?;
            let right = self.conjunction(depth)?;
            left = self.binary(from, BinaryOp::Or, left, right);
        }
        Ok(left)
    }

    fn conjunction(&mut self, depth: usize) -> Parsed<Expr> {
        let from = self.place();
        let mut left = self.negation(depth)?;
        while self.is(W::And) {
            self.expect(W::And)?;
            let right = self.negation(depth)?;
            left = self.binary(from, BinaryOp::And, left, right);
        }
        Ok(left)
    }

    fn negation(&mut self, depth: usize) -> Parsed<Expr> {
        if !self.is(W::Not) {
            return self.comparison(depth);
        }
        let from = self.place();
        self.expect(W::Not)?;
        if depth > MAX_DEPTH {
            return Err(self.unexpected("较浅的式子", "a shallower expression"));
        }
        let inner = self.negation(depth + 1)?;
        Ok(self.node(from, ExprKind::Not(Box::new(inner))))
    }

    fn comparison(&mut self, depth: usize) -> Parsed<Expr> {
        let from = self.place();
        let left = self.sum(depth)?;
        if self.is(W::In) {
            self.expect(W::In)?;
            let low = self.sum(depth)?;
            self.expect(W::To)?;
            let high = self.sum(depth)?;
            return Ok(self.node(from, ExprKind::Between(Box::new(left), Box::new(low), Box::new(high))));
        }
        if self.is(W::Belongs) {
            self.expect(W::Belongs)?;
            self.punct('(', "`（`", "`(`")?;
            let options = self.list(depth)?;
            return Ok(self.node(from, ExprKind::Among(Box::new(left), options)));
        }
        let Some((word, comparison)) = COMPARISONS.into_iter().find(|(word, _)| self.is(*word)) else {
            return Ok(left);
        };
        self.expect(word)?;
        let right = self.sum(depth)?;
        Ok(self.binary(from, BinaryOp::Compare(comparison), left, right))
    }

    fn sum(&mut self, depth: usize) -> Parsed<Expr> {
        let from = self.place();
        let mut left = self.product(depth)?;
        loop {
            let op = match self.kind() {
                Some(TokenKind::Punct('+')) => BinaryOp::Add,
                Some(TokenKind::Punct('-')) => BinaryOp::Sub,
                _ => return Ok(left),
            };
            self.advance();
            let right = self.product(depth)?;
            left = self.binary(from, op, left, right);
        }
    }

    fn product(&mut self, depth: usize) -> Parsed<Expr> {
        let from = self.place();
        let mut left = self.atom(depth)?;
        while self.is(W::Times) || self.is(W::Of) {
            let word = if self.is(W::Times) { W::Times } else { W::Of };
            self.expect(word)?;
            let right = self.atom(depth)?;
            left = self.binary(from, BinaryOp::Times, left, right);
        }
        Ok(left)
    }

    fn atom(&mut self, depth: usize) -> Parsed<Expr> {
        let from = self.place();
        self.atoms += 1;
        if depth > MAX_DEPTH || self.atoms > MAX_ATOMS {
            return Err(self.unexpected("较短的式子，或拆成几个 `计算`", "a shorter expression, or several `compute`"));
        }
        if self.kind() == Some(TokenKind::Punct('(')) {
            self.advance();
            let inner = self.conditional(depth + 1)?;
            self.punct(')', "`）`", "`)`")?;
            return Ok(Expr { tokens: (from, self.previous()), ..inner });
        }
        if let Some(literal) = self.any_literal() {
            self.advance();
            return Ok(self.node(from, ExprKind::Literal(literal)));
        }
        let word = self.word_text();
        let opens = self.tokens.get(from.token + 1).is_some_and(|t| t.kind == TokenKind::Punct('('));
        if let Some(what) = word.as_deref().and_then(Aggregate::from_word).filter(|_| opens) {
            self.mark(Mark::Keyword(what.zh(), what.en()));
            return self.aggregate(what, depth);
        }
        if let Some(function) = word.as_deref().and_then(Function::from_word).filter(|_| opens) {
            self.mark(Mark::Keyword(function.zh(), function.en()));
            self.advance();
            self.advance();
            let args = self.list(depth)?;
            return Ok(self.node(from, ExprKind::Call(function, args)));
        }
        let name = self.name()?;
        Ok(self.node(from, ExprKind::Name(name)))
    }

    /// `合计(清单 的 式子 当 条件)`.
    fn aggregate(&mut self, what: Aggregate, depth: usize) -> Parsed<Expr> {
        let from = self.place();
        self.advance();
        self.advance();
        let list = self.name()?;
        let mut of = None;
        if self.is(W::Of) {
            self.expect(W::Of)?;
            of = Some(Box::new(self.conditional(depth + 1)?));
        }
        let mut when = None;
        if self.is(W::When) {
            self.expect(W::When)?;
            when = Some(Box::new(self.disjunction(depth + 1)?));
        }
        self.punct(')', "`）`", "`)`")?;
        Ok(self.node(from, ExprKind::Aggregate { what, list, of, when }))
    }

    /// Expressions up to the closing bracket.
    fn list(&mut self, depth: usize) -> Parsed<Vec<Expr>> {
        let mut found = vec![self.conditional(depth + 1)?];
        while self.kind() == Some(TokenKind::Punct(',')) {
            self.mark(Mark::Comma);
            self.advance();
            found.push(self.conditional(depth + 1)?);
        }
        self.punct(')', "`）`", "`)`")?;
        Ok(found)
    }

    fn binary(&self, from: Place, op: BinaryOp, left: Expr, right: Expr) -> Expr {
        self.node(from, ExprKind::Binary(op, Box::new(left), Box::new(right)))
    }

    /// The token before this one.
    fn previous(&self) -> Place {
        let here = self.place();
        Place { token: here.token.saturating_sub(1), ..here }
    }

    fn node(&self, from: Place, kind: ExprKind) -> Expr {
        let to = self.previous();
        let first = self.tokens.get(from.token).map(|token| token.span).unwrap_or_default();
        let last = self.tokens.get(to.token).map(|token| token.span).unwrap_or_default();
        let length = if first.line == last.line { last.column + last.length - first.column } else { first.length };
        Expr { span: super::report::Span { length, ..first }, tokens: (from, to), kind }
    }
}
