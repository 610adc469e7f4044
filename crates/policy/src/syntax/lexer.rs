//! Characters to tokens. Full width is read as half width; a number takes its unit with it.

use jiff::civil::Date;

use super::ast::Literal;
use super::keyword::{MEASURE_WORDS, MoneyUnit, TimeUnit};
use super::report::{Report, Span, both};
use crate::money::{half_width, scaled};
use crate::plan::procedure::Duration;

/// One token.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Token {
    pub kind: TokenKind,
    /// As read, in half width; for quotes the inner text.
    pub text: String,
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum TokenKind {
    /// A run of Han letters, or an id.
    Word,
    /// `「…」`.
    Quoted,
    /// `"…"`.
    Str,
    /// Capitals: `NOT_FILED`, `A13`.
    Code,
    Literal(Literal),
    /// One of `( ) : ; , = + - × < >`.
    Punct(char),
    /// The next statement begins.
    Newline,
    /// An indented line begins: one more attribute.
    Indent,
    /// `# …`.
    Comment,
}

/// Reads one block; `first_line` is the line of its first character in the file.
pub(crate) fn tokens(source: &str, first_line: usize, report: &mut Report) -> Vec<Token> {
    let mut lexer = Lexer { tokens: Vec::new(), depth: 0, report };
    for (offset, line) in source.lines().enumerate() {
        lexer.line(line, first_line + offset);
    }
    lexer.tokens
}

struct Lexer<'a> {
    tokens: Vec<Token>,
    depth: usize,
    report: &'a mut Report,
}

/// The half-width partner of any character the language knows.
fn plain(c: char) -> char {
    match c {
        '、' => ',',
        '“' | '”' => '"',
        '≤' | '≥' | '≠' => c,
        _ => half_width(c),
    }
}

/// A Han character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3fffd)
}

impl Lexer<'_> {
    fn line(&mut self, line: &str, number: usize) {
        let chars: Vec<char> = line.chars().map(plain).collect();
        let raw: Vec<char> = line.chars().collect();
        let mut end = chars.len();
        while end > 0 && (chars[end - 1].is_whitespace() || chars[end - 1] == '。') {
            end -= 1;
        }
        let mut at = chars.iter().take(end).take_while(|c| c.is_whitespace()).count();
        if at >= end {
            return;
        }
        if self.depth == 0 && chars[at] != '#' {
            let kind = if at == 0 { TokenKind::Newline } else { TokenKind::Indent };
            self.push(kind, String::new(), number, at, 0);
        }
        while at < end {
            at = if chars[at].is_whitespace() { at + 1 } else { self.token(&chars[..end], &raw, at, number) };
        }
    }

    fn push(&mut self, kind: TokenKind, text: String, line: usize, at: usize, length: usize) {
        self.tokens.push(Token { kind, text, span: Span { line, column: at + 1, length } });
    }

    /// Reads one token at `at` and returns where the next may begin.
    fn token(&mut self, chars: &[char], raw: &[char], at: usize, line: usize) -> usize {
        let c = chars[at];
        match c {
            '#' => {
                let text: String = raw[at..chars.len()].iter().collect();
                self.push(TokenKind::Comment, text.trim_end().to_owned(), line, at, chars.len() - at);
                chars.len()
            }
            '「' => self.quoted(&raw[..chars.len()], at, line, '」'),
            '"' => self.quoted(&raw[..chars.len()], at, line, '"'),
            '0'..='9' => self.number(chars, at, line),
            '①'..='⑳' => {
                let value = i64::from(u32::from(c) - u32::from('①')) + 1;
                self.push(TokenKind::Literal(Literal::Int(value)), c.to_string(), line, at, 1);
                at + 1
            }
            'A'..='Z' => {
                self.run(chars, at, line, TokenKind::Code, |c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            }
            'a'..='z' => self.run(chars, at, line, TokenKind::Word, |c| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-'
            }),
            '(' | ')' | ':' | ';' | ',' | '=' | '+' | '-' | '×' | '<' | '>' | '≤' | '≥' | '≠' => {
                match c {
                    '(' => self.depth += 1,
                    ')' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                self.push(TokenKind::Punct(c), c.to_string(), line, at, 1);
                at + 1
            }
            _ if is_han(c) => self.run(chars, at, line, TokenKind::Word, is_han),
            other => {
                self.report.error(
                    "E01",
                    Span { line, column: at + 1, length: 1 },
                    both(format!("不认识的字符 `{other}`"), format!("unknown character `{other}`")),
                    both("名称含标点时放进「」", "put a name with punctuation in 「」"),
                );
                at + 1
            }
        }
    }

    fn run(
        &mut self,
        chars: &[char],
        at: usize,
        line: usize,
        kind: TokenKind,
        belongs: impl Fn(char) -> bool,
    ) -> usize {
        let length = chars[at..].iter().take_while(|c| belongs(**c)).count();
        let text: String = chars[at..at + length].iter().collect();
        if text == "为" {
            self.push(TokenKind::Punct('='), text, line, at, length);
        } else {
            self.push(kind, text, line, at, length);
        }
        at + length
    }

    /// A quote up to `close` on the same line.
    fn quoted(&mut self, raw: &[char], at: usize, line: usize, close: char) -> usize {
        let end = raw.len();
        let kind = if close == '」' { TokenKind::Quoted } else { TokenKind::Str };
        let closes = |c: &char| *c == close || (close == '"' && (*c == '”' || *c == '＂'));
        let inner = raw[at + 1..].iter().position(closes);
        let length = inner.unwrap_or(end - at - 1);
        if inner.is_none() {
            self.report.error(
                "E01",
                Span { line, column: at + 1, length: end - at },
                both("引号没有合上", "the quote is not closed"),
                both(format!("在同一行内以 {close} 结束"), format!("end it with {close} on the same line")),
            );
        }
        let text: String = raw[at + 1..at + 1 + length].iter().collect();
        self.push(kind, text, line, at, (length + 2).min(end - at));
        at + length + 1 + usize::from(inner.is_some())
    }

    /// Digits with their unit: money, ratio, date, duration or whole number.
    fn number(&mut self, chars: &[char], at: usize, line: usize) -> usize {
        let digits: usize = chars[at..].iter().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '_')).count();
        let number: String = chars[at..at + digits].iter().filter(|c| **c != '_').collect();
        let rest: String = chars[at + digits..].iter().collect();
        let (literal, taken) = dated(&number, &rest)
            .or_else(|| measured(&number, &rest))
            .unwrap_or_else(|| (number.parse().ok().map(Literal::Int), 0));
        let length = digits + taken;
        let text: String = chars[at..at + length].iter().collect();
        if literal.is_none() {
            self.report.error(
                "E01",
                Span { line, column: at + 1, length },
                both(
                    format!("`{text}` 不是能精确表示的数"),
                    format!("`{text}` is not a number that can be held exactly"),
                ),
                both("金额精确到分，日期须存在", "money is exact to the fen; a date must exist"),
            );
        }
        self.push(TokenKind::Literal(literal.unwrap_or(Literal::Int(0))), text, line, at, length);
        at + length
    }
}

/// A date: `2018-09-17` or `2018年9月17日`.
fn dated(number: &str, rest: &str) -> Option<(Option<Literal>, usize)> {
    let year: i16 = if number.len() == 4 { number.parse().ok()? } else { return None };
    let (between, last) = if rest.starts_with('-') { ('-', None) } else { ('月', Some('日')) };
    let after_year = rest.strip_prefix(if between == '-' { '-' } else { '年' })?;
    let (month, after_month) = after_year.split_once(between)?;
    let day: String = after_month.chars().take_while(char::is_ascii_digit).collect();
    let month_number: i8 = month.parse().ok()?;
    let day_number: i8 = day.parse().ok()?;
    let mut taken = 1 + month.chars().count() + 1 + day.chars().count();
    if let Some(last) = last {
        if !after_month[day.len()..].starts_with(last) {
            return None;
        }
        taken += 1;
    }
    Some((Date::new(year, month_number, day_number).ok().map(Literal::Date), taken))
}

/// A number with a unit: the longest unit that fits wins.
fn measured(number: &str, rest: &str) -> Option<(Option<Literal>, usize)> {
    if rest.starts_with('%') {
        return Some((format!("{number}%").parse().ok().map(Literal::Ratio), 1));
    }
    if let Some(below) = rest.strip_prefix('/') {
        let digits: String = below.chars().take_while(char::is_ascii_digit).collect();
        return Some((format!("{number}/{digits}").parse().ok().map(Literal::Ratio), 1 + digits.len()));
    }
    let latin: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
    for (unit, zh, en) in MoneyUnit::ALL {
        if rest.starts_with(zh) || latin == *en {
            let taken = if latin == *en { en.len() } else { zh.chars().count() };
            return Some((scaled(number, unit.fen()).ok().map(Literal::Money), taken));
        }
    }
    for (unit, zh, en) in TimeUnit::ALL {
        if rest.starts_with(zh) || latin == *en {
            let taken = if latin == *en { en.len() } else { zh.chars().count() };
            let length = number.parse().ok().map(|n: u16| match unit {
                TimeUnit::Workdays => Duration::Workdays(n),
                TimeUnit::Months => Duration::Months(n),
                TimeUnit::Days => Duration::Days(n),
                TimeUnit::Years => Duration::Years(n),
            });
            return Some((length.map(Literal::Duration), taken));
        }
    }
    let measure = MEASURE_WORDS.iter().find(|word| rest.starts_with(**word))?;
    Some((number.parse().ok().map(Literal::Int), measure.chars().count()))
}
