//! Tokens to statements, following [`super::grammar`]. After an error it goes on at the next statement.

use super::ast::{Arg, Attr, CellValue, Decl, Literal, Name, Statement, TypeExpr};
use super::grammar::{COMMON, Piece, after_attribute, after_head, after_repeal, attributes, marks};
use super::keyword::{AttrWord, Head, Manner, MoneyUnit, TypeWord, W, Way};
use super::lexer::{Token, TokenKind};
use super::report::{Report, Span, both};
use crate::money::Fen;
use crate::plan::words::OrderBy;
use crate::text::Text;

/// An error has been reported; the statement is given up.
pub(crate) struct Skip;

/// What came of parsing: a value, or a reported error.
pub(crate) type Parsed<T> = Result<T, Skip>;

/// How the formatter spells a token; a token without a mark is written as it was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    /// Not looked at.
    Plain,
    /// A keyword, in Chinese and English.
    Keyword(&'static str, &'static str),
    /// A comma between declarations.
    DeclComma,
    /// Any other comma.
    Comma,
}

/// The parser of one block.
pub(crate) struct Parser<'a> {
    pub tokens: Vec<Token>,
    pub marks: Vec<Mark>,
    pub at: usize,
    pub block: usize,
    clause: usize,
    /// Atoms in this statement so far; bounded, so that no document can exhaust the stack.
    pub atoms: usize,
    pub report: &'a mut Report,
}

impl<'a> Parser<'a> {
    pub fn new(tokens: Vec<Token>, block: usize, clause: usize, report: &'a mut Report) -> Self {
        let marks = vec![Mark::Plain; tokens.len()];
        let mut parser = Self { tokens, marks, at: 0, block, clause, atoms: 0, report };
        parser.pass_comments();
        parser
    }

    /// Every statement of the block that could be read.
    pub fn statements(&mut self) -> Vec<Statement> {
        let mut found = Vec::new();
        while self.peek().is_some() {
            if self.kind() == Some(TokenKind::Newline) {
                self.advance();
                continue;
            }
            match self.statement() {
                Ok(statement) => found.push(statement),
                Err(Skip) => self.recover(),
            }
        }
        found
    }

    fn recover(&mut self) {
        while self.kind().is_some_and(|kind| kind != TokenKind::Newline) {
            self.advance();
        }
    }

    fn statement(&mut self) -> Parsed<Statement> {
        self.atoms = 0;
        let span = self.span();
        let manner = self.word_text().as_deref().and_then(Manner::from_word);
        if let Some(manner) = manner {
            self.mark(Mark::Keyword(manner.zh(), manner.en()));
            self.advance();
        }
        let head = self.head()?;
        let args = self.pieces(if manner == Some(Manner::Repeal) { after_repeal(head) } else { after_head(head) })?;
        let mut attrs = Vec::new();
        while self.separator() {
            if matches!(self.kind(), None | Some(TokenKind::Newline)) {
                break;
            }
            attrs.push(self.attribute(head)?);
        }
        if self.kind().is_some_and(|kind| kind != TokenKind::Newline) {
            return Err(self.unexpected("`；` 或新的一行", "`;` or a new line"));
        }
        Ok(Statement { manner, head, span, clause: self.clause, guard: self.clause, args, attrs })
    }

    fn head(&mut self) -> Parsed<Head> {
        let Some(head) = self.word_text().as_deref().and_then(Head::from_word) else {
            return Err(self.unexpected("句首词，例如 `须` 或 `补贴`", "a head word such as `must` or `subsidy`"));
        };
        self.mark(Mark::Keyword(head.zh(), head.en()));
        self.advance();
        Ok(head)
    }

    fn heads(&mut self) -> Parsed<Vec<(Head, Span)>> {
        let mut found = Vec::new();
        loop {
            let span = self.span();
            found.push((self.head()?, span));
            if self.kind() != Some(TokenKind::Punct(',')) {
                return Ok(found);
            }
            self.mark(Mark::Comma);
            self.advance();
        }
    }

    fn separator(&mut self) -> bool {
        let mut found = false;
        while matches!(self.kind(), Some(TokenKind::Indent | TokenKind::Punct(';'))) {
            self.advance();
            found = true;
        }
        found
    }

    fn attribute(&mut self, head: Head) -> Parsed<Attr> {
        let span = self.span();
        let allowed = || attributes(head).iter().chain(&COMMON).chain(marks(head));
        let word = self.word_text().as_deref().and_then(AttrWord::from_word);
        let Some(word) = word.filter(|word| allowed().any(|one| one == word)) else {
            let zh: Vec<&str> = allowed().map(|word| word.zh()).collect();
            let en: Vec<&str> = allowed().map(|word| word.en()).collect();
            return Err(self.unexpected(&format!("`{}`", zh.join("` `")), &format!("`{}`", en.join("` `"))));
        };
        self.mark(Mark::Keyword(word.zh(), word.en()));
        self.advance();
        let args = self.pieces(after_attribute(word))?;
        Ok(Attr { word, span, args })
    }

    fn pieces(&mut self, pieces: &[Piece]) -> Parsed<Vec<Arg>> {
        let mut args = Vec::new();
        for piece in pieces {
            self.piece(piece, &mut args)?;
        }
        Ok(args)
    }

    fn piece(&mut self, piece: &Piece, args: &mut Vec<Arg>) -> Parsed<()> {
        match piece {
            Piece::Decl => args.push(Arg::Decls(vec![self.declaration()?])),
            Piece::Decls => args.push(Arg::Decls(self.declarations()?)),
            Piece::Type => args.push(Arg::Type(self.type_expr()?)),
            Piece::Expr => args.push(Arg::Expr(self.expr()?)),
            Piece::Ref => args.push(Arg::Names(vec![self.name()?])),
            Piece::Refs => args.push(Arg::Names(self.names()?)),
            Piece::Texts => {
                let span = self.span();
                args.push(Arg::Texts(self.texts()?, span));
            }
            Piece::Str => args.push(Arg::Str(self.quoted()?)),
            Piece::Date | Piece::Duration | Piece::Int | Piece::Literal => args.push(self.literal_arg(piece)?),
            Piece::Code => args.push(Arg::Codes(vec![self.code()?])),
            Piece::Codes => args.push(Arg::Codes(self.codes()?)),
            Piece::Keys => args.push(Arg::Keys(self.keys()?)),
            Piece::Value => args.push(Arg::Value(self.cell_value()?)),
            Piece::Way => {
                if let Some(way) = self.word_text().as_deref().and_then(Way::from_word) {
                    self.mark(Mark::Keyword(way.zh(), way.en()));
                    self.advance();
                    args.push(Arg::Way(way));
                }
            }
            Piece::Heads => args.push(Arg::Heads(self.heads()?)),
            Piece::Eq => self.punct('=', "`为`", "`=`")?,
            Piece::Colon => self.punct(':', "`：`", "`:`")?,
            Piece::Comma => {
                self.mark(Mark::Comma);
                self.punct(',', "`，`", "`,`")?;
            }
            Piece::Word(word) => {
                self.expect(*word)?;
                args.push(Arg::Word(*word));
            }
            Piece::Opt(inner) => {
                if inner.first().is_some_and(|first| self.starts(first)) {
                    args.extend(self.pieces(inner)?);
                }
            }
            Piece::Direction => {
                let choices = [W::RoundDown, W::RoundUp, W::RoundHalf];
                let Some(word) = choices.into_iter().find(|word| self.is(*word)) else {
                    return Err(self.unexpected(
                        "`尾数舍去`、`尾数进一` 或 `四舍五入`",
                        "`rounded-down`, `rounded-up` or `rounded-half`",
                    ));
                };
                self.expect(word)?;
                args.push(Arg::Word(word));
            }
            Piece::Bound => self.bound(args)?,
            Piece::QuotaOrExpr => {
                if self.is(W::Same) {
                    self.expect(W::Same)?;
                    args.push(Arg::Word(W::Same));
                    args.push(Arg::Names(self.names()?));
                    self.expect(W::AtMost)?;
                    args.push(self.literal_arg(&Piece::Int)?);
                    self.expect(W::Used)?;
                    args.push(Arg::Names(vec![self.name()?]));
                } else {
                    args.push(Arg::Expr(self.expr()?));
                }
            }
        }
        Ok(())
    }

    /// Whether the next token can begin this piece; enough for every `Opt` of the grammar.
    fn starts(&self, piece: &Piece) -> bool {
        match piece {
            Piece::Word(word) => self.is(*word),
            Piece::Eq => self.kind() == Some(TokenKind::Punct('=')),
            Piece::Int => matches!(self.kind(), Some(TokenKind::Literal(Literal::Int(_)))),
            Piece::Texts => self.kind() == Some(TokenKind::Quoted),
            Piece::Code | Piece::Codes => self.kind() == Some(TokenKind::Code),
            Piece::Decl
            | Piece::Decls
            | Piece::Type
            | Piece::Expr
            | Piece::Ref
            | Piece::Refs
            | Piece::Str
            | Piece::Date
            | Piece::Duration
            | Piece::Literal
            | Piece::Keys
            | Piece::Value
            | Piece::Heads
            | Piece::Way
            | Piece::Colon
            | Piece::Comma
            | Piece::Opt(_)
            | Piece::Direction
            | Piece::Bound
            | Piece::QuotaOrExpr => false,
        }
    }

    fn literal_arg(&mut self, piece: &Piece) -> Parsed<Arg> {
        let span = self.span();
        let literal = self.any_literal();
        let arg = match (piece, literal) {
            (Piece::Date, Some(Literal::Date(date))) => Arg::Date(date),
            (Piece::Duration, Some(Literal::Duration(duration))) => Arg::Duration(duration),
            (Piece::Int, Some(Literal::Int(number))) => Arg::Int(number, span),
            (Piece::Literal, Some(literal)) => Arg::Literal(literal, span),
            (Piece::Date, _) => return Err(self.unexpected("日期，例如 2018-09-17", "a date such as 2018-09-17")),
            (Piece::Duration, _) => {
                return Err(self.unexpected("期间，例如 5个工作日", "a length of time such as 5workdays"));
            }
            (Piece::Int, _) => return Err(self.unexpected("整数", "a whole number")),
            (_, _) => return Err(self.unexpected("数值", "a value")),
        };
        self.advance();
        Ok(arg)
    }

    /// The literal at this token, a bare unit of money being one of it; does not move.
    pub fn any_literal(&mut self) -> Option<Literal> {
        match self.kind()? {
            TokenKind::Literal(literal) => Some(literal),
            TokenKind::Word => {
                let unit = MoneyUnit::from_word(&self.peek()?.text)?;
                self.mark(Mark::Keyword(unit.zh(), unit.en()));
                Some(Literal::Money(Fen::new(unit.fen())))
            }
            TokenKind::Quoted
            | TokenKind::Str
            | TokenKind::Code
            | TokenKind::Punct(_)
            | TokenKind::Newline
            | TokenKind::Indent
            | TokenKind::Comment => None,
        }
    }

    fn declarations(&mut self) -> Parsed<Vec<Decl>> {
        let mut found = vec![self.declaration()?];
        while self.kind() == Some(TokenKind::Punct(',')) {
            self.mark(Mark::DeclComma);
            self.advance();
            found.push(self.declaration()?);
        }
        Ok(found)
    }

    /// Members from the lowest to the highest, with `<` between them.
    fn levels(&mut self) -> Parsed<Vec<Decl>> {
        let mut found = vec![self.declaration()?];
        while self.kind() == Some(TokenKind::Punct('<')) {
            self.advance();
            found.push(self.declaration()?);
        }
        Ok(found)
    }

    fn declaration(&mut self) -> Parsed<Decl> {
        let name = self.name()?;
        let id_follows = self
            .peek()
            .is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with(|c: char| c.is_ascii_lowercase()));
        let labelled = self.tokens.get(self.at + 1).is_some_and(|next| next.kind == TokenKind::Str);
        let id = match self.reserved() {
            None if id_follows => Some(self.name()?),
            // Taken as the id it was meant to be, so that the name is not missed wherever it is used.
            Some(word) if id_follows && labelled => Some(self.keyword_as_id(word)),
            None | Some(_) => None,
        };
        let label = if self.kind() == Some(TokenKind::Str) {
            let text = self.peek().map(|t| t.text.clone());
            self.advance();
            text
        } else {
            None
        };
        Ok(Decl { name, id, label })
    }

    fn keyword_as_id(&mut self, word: W) -> Name {
        let span = self.span();
        self.report.error(
            "E01",
            span,
            both(
                format!("`{}` 是「{}」的英文，不能作标识", word.en(), word.zh()),
                format!("`{}` is the English for {}, not an id", word.en(), word.zh()),
            ),
            both(format!("换一个，例如 {}_fact", word.en()), format!("choose another, such as {}_fact", word.en())),
        );
        let name = Name { text: word.en().to_owned(), span, place: self.place() };
        self.advance();
        name
    }

    fn type_expr(&mut self) -> Parsed<TypeExpr> {
        let span = self.span();
        let Some(word) = self.word_text().as_deref().and_then(TypeWord::from_word) else {
            return Err(self.unexpected("类型，例如 `金额` 或 `是否`", "a type such as `money` or `bool`"));
        };
        self.mark(Mark::Keyword(word.zh(), word.en()));
        self.advance();
        let mut ty = TypeExpr { word, span, low: None, high: None, members: Vec::new(), same: None };
        match word {
            TypeWord::OneOf => ty.members = self.declarations()?,
            TypeWord::Level => ty.members = self.levels()?,
            TypeWord::SameAs => ty.same = Some(self.name()?),
            TypeWord::Money
            | TypeWord::Ratio
            | TypeWord::Integer
            | TypeWord::Date
            | TypeWord::Bool
            | TypeWord::Text => {
                let low_span = self.span();
                if let Some(low) = self.any_literal() {
                    self.advance();
                    ty.low = Some((low, low_span));
                    if self.is(W::Up) {
                        self.expect(W::Up)?;
                    } else {
                        self.expect(W::To)?;
                        let high_span = self.span();
                        let Some(high) = self.any_literal() else {
                            return Err(self.unexpected("上限", "an upper end"));
                        };
                        self.advance();
                        ty.high = Some((high, high_span));
                    }
                }
            }
        }
        Ok(ty)
    }

    pub fn names(&mut self) -> Parsed<Vec<Name>> {
        let mut found = vec![self.name()?];
        while self.kind() == Some(TokenKind::Punct(',')) {
            self.mark(Mark::Comma);
            self.advance();
            found.push(self.name()?);
        }
        Ok(found)
    }

    pub fn name(&mut self) -> Parsed<Name> {
        let usable = match self.kind() {
            Some(TokenKind::Word) => self.reserved().is_none(),
            Some(TokenKind::Quoted) => true,
            _ => false,
        };
        let Some(token) = self.peek().filter(|_| usable) else {
            return Err(self.unexpected("名称", "a name"));
        };
        let name = Name { text: token.text.clone(), span: token.span, place: self.place() };
        self.advance();
        Ok(name)
    }

    fn codes(&mut self) -> Parsed<Vec<Name>> {
        let mut found = vec![self.code()?];
        while self.kind() == Some(TokenKind::Punct(',')) {
            self.mark(Mark::Comma);
            self.advance();
            found.push(self.code()?);
        }
        Ok(found)
    }

    fn code(&mut self) -> Parsed<Name> {
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Code) else {
            return Err(self.unexpected("大写的代码，例如 NOT_FILED", "a code in capitals such as NOT_FILED"));
        };
        let name = Name { text: token.text.clone(), span: token.span, place: self.place() };
        self.advance();
        Ok(name)
    }

    fn texts(&mut self) -> Parsed<Text> {
        let zh = self.quoted()?;
        let en = match self.peek() {
            Some(token) if token.kind == TokenKind::Str => token.text.clone(),
            Some(_) | None => {
                return Err(self.unexpected("英文，例如 \"Not filed\"", "the English words in \"…\""));
            }
        };
        self.advance();
        Ok(Text { zh, en })
    }

    fn quoted(&mut self) -> Parsed<String> {
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Quoted) else {
            return Err(self.unexpected("「」中的文字", "words in 「」"));
        };
        let text = token.text.clone();
        self.advance();
        Ok(text)
    }

    fn keys(&mut self) -> Parsed<Vec<(Name, OrderBy)>> {
        let mut found = Vec::new();
        loop {
            let name = self.name()?;
            let Some(order) = self.word_text().as_deref().and_then(OrderBy::from_word) else {
                return Err(self.unexpected("`在先`、`升序` 或 `降序`", "`first`, `ascending` or `descending`"));
            };
            self.mark(Mark::Keyword(order.zh(), order.en()));
            self.advance();
            found.push((name, order));
            if self.kind() != Some(TokenKind::Punct(',')) {
                return Ok(found);
            }
            self.mark(Mark::Comma);
            self.advance();
        }
    }

    pub fn cell_value(&mut self) -> Parsed<CellValue> {
        let span = self.span();
        if let Some(yes) = self.word_text().as_deref().and_then(yes_or_no) {
            self.mark(if yes { Mark::Keyword("是", "yes") } else { Mark::Keyword("否", "no") });
            self.advance();
            return Ok(CellValue::Literal(Literal::Bool(yes), span));
        }
        if let Some(literal) = self.any_literal() {
            self.advance();
            return Ok(CellValue::Literal(literal, span));
        }
        Ok(CellValue::Name(self.name()?))
    }
}

/// 是/否 and their English, as they stand in cells.
pub(crate) fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "是" | "可" | "yes" | "true" => Some(true),
        "否" | "no" | "false" => Some(false),
        _ => None,
    }
}
