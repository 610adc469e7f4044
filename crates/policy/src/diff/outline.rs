//! Takes the statements of a document apart, from their tokens, so that every kind of statement is compared alike.

use std::collections::{BTreeMap, BTreeSet};

use super::pieces::{Item, Outline, Part};
use crate::compile::Compiler;
use crate::compile::spell::spell;
use crate::syntax::ast::{Arg, Args, Attr, Decl, Name, Place, Statement};
use crate::syntax::keyword::{AttrWord, Head, W};
use crate::syntax::lexer::TokenKind;
use crate::syntax::parser::Mark;
use crate::syntax::report::Span;
use crate::text::{Lang, Text};

/// Every statement of a document that was read without errors.
pub(super) fn items(compiler: &Compiler) -> Outline {
    let mut heads: BTreeMap<Span, Place> = BTreeMap::new();
    for (number, block) in compiler.source.blocks.iter().enumerate() {
        for (at, token) in block.tokens.iter().enumerate() {
            let is_mark = matches!(token.kind, TokenKind::Newline | TokenKind::Indent | TokenKind::Comment);
            if !is_mark {
                heads.insert(token.span, Place { block: number, token: at });
            }
        }
    }
    let mut outline = Outline::new();
    for statement in &compiler.source.statements {
        let Some(place) = heads.get(&statement.span) else { continue };
        let reader = Reader { compiler, statement, block: place.block };
        for item in reader.items(place.token) {
            outline.add(item);
        }
    }
    outline
}

struct Reader<'a> {
    compiler: &'a Compiler,
    statement: &'a Statement,
    block: usize,
}

impl Reader<'_> {
    /// One item for each declared thing; one for a statement that declares none.
    fn items(&self, head: usize) -> Vec<Item> {
        let mut segments = self.segments(head + 1).into_iter();
        let main = segments.next().unwrap_or_default();
        let attrs: Vec<Vec<usize>> = segments.filter(|tokens| !tokens.is_empty()).collect();
        let mut items: Vec<Item> = match self.statement.decls() {
            [] => vec![self.nameless()],
            decls => decls.iter().map(|decl| self.named(decl)).collect(),
        };
        for item in &mut items {
            self.main(&main, item);
            for (attr, tokens) in self.statement.attrs.iter().zip(&attrs) {
                self.attribute(attr, tokens, item);
            }
        }
        items
    }

    /// The tokens after the head: the main segment, then one for each attribute.
    fn segments(&self, from: usize) -> Vec<Vec<usize>> {
        let tokens = &self.compiler.source.blocks[self.block].tokens;
        let mut segments = vec![Vec::new()];
        for (at, token) in tokens.iter().enumerate().skip(from) {
            match token.kind {
                TokenKind::Newline => break,
                TokenKind::Indent | TokenKind::Punct(';') => segments.push(Vec::new()),
                TokenKind::Comment => {}
                TokenKind::Word
                | TokenKind::Quoted
                | TokenKind::Str
                | TokenKind::Code
                | TokenKind::Literal(_)
                | TokenKind::Punct(_) => segments.last_mut().into_iter().for_each(|last| last.push(at)),
            }
        }
        segments
    }

    fn item(&self, id: String, about: Text) -> Item {
        let head = self.statement.head;
        let clause = self.compiler.clause_id(self.statement);
        let is_words = matches!(head, Head::Note | Head::Cases);
        Item { key: (head.en(), id, 0), clause, about, is_words, parts: Vec::new() }
    }

    fn named(&self, decl: &Decl) -> Item {
        let head = self.statement.head;
        let (name, label) = (&decl.name.text, decl.label.clone().unwrap_or_default());
        let about = Text::new(format!("{} {name}", head.zh()), format!("{} {label}", head.en()));
        let mut item = self.item(id_of(decl), about);
        let shown = Text::new(name.clone(), label.clone());
        item.add("name", "", part(("名称", "name"), format!("{name} {label}"), shown, true));
        item
    }

    /// What a statement without a name of its own is called and known by.
    fn nameless(&self) -> Item {
        let (statement, head) = (self.statement, self.statement.head);
        let clause = self.compiler.clause_id(statement);
        let codes = |codes: &[Name]| codes.iter().map(|code| code.text.clone()).collect::<Vec<String>>().join(" ");
        let code = statement.attr(AttrWord::Else).map_or_else(String::new, |attr| codes(attr.codes()));
        let by_names = matches!(head, Head::Derive | Head::Reserve | Head::Settle);
        let names: Vec<(String, String)> = if by_names {
            let all = [statement.nth_names(0), statement.nth_names(1)].concat();
            all.iter().map(|name| self.spelled(name)).collect()
        } else {
            let code = if head == Head::Note { codes(statement.codes()) } else { code };
            vec![(code.clone(), code)]
        };
        let join = |half: fn(&(String, String)) -> &str| names.iter().map(half).collect::<Vec<&str>>().join(" ");
        let (zh, en) = (join(|name| &name.0), join(|name| &name.1));
        let about = Text::new(format!("{} {zh}", head.zh()).trim(), format!("{} {en}", head.en()).trim());
        let by_clause = matches!(head, Head::Applies | Head::Note | Head::Cases);
        self.item(if by_clause { format!("{clause} {en}") } else { en }, about)
    }

    fn spelled(&self, name: &Name) -> (String, String) {
        let known = self.compiler.names.uses.get(&name.place).cloned();
        known.unwrap_or_else(|| (name.text.clone(), name.text.clone()))
    }

    /// What stands between the head and the first attribute, without the names declared.
    fn main(&self, tokens: &[usize], item: &mut Item) {
        let statement = self.statement;
        if matches!(statement.head, Head::Reserve | Head::Settle) {
            return;
        }
        let mut skip = self.declared(statement.decls());
        let members = statement.ty().map_or(&[][..], |ty| ty.members.as_slice());
        skip.extend(self.declared(members));
        if statement.head == Head::Derive {
            skip.extend(statement.names().first().map(|name| name.place.token));
        }
        for member in members {
            let shown = Text::new(member.name.text.clone(), member.label.clone().unwrap_or_default());
            item.add("member", &id_of(member), part(("选项", "member"), id_of(member), shown, false));
        }
        let left: Vec<usize> = tokens.iter().copied().filter(|at| !skip.contains(at)).collect();
        let is = |at: &usize, punct: char| self.kind(*at) == TokenKind::Punct(punct);
        let left = left.strip_prefix(&left[..left.iter().take_while(|at| is(at, ':')).count()]).unwrap_or(&left);
        let (ty, value) = match left.iter().position(|at| is(at, '=')) {
            Some(at) => (&left[..at], &left[at + 1..]),
            None => (&[][..], left),
        };
        for (word, label, tokens) in [("type", ("类型", "type"), ty), ("main", ("", ""), value)] {
            if !tokens.is_empty() {
                let shown = self.spell(tokens);
                item.add(word, "", part(label, shown.en.clone(), shown, item.is_words));
            }
        }
    }

    fn attribute(&self, attr: &Attr, tokens: &[usize], item: &mut Item) {
        let (sub, label) = self.sub_name(attr);
        let word = attr.word.en();
        let tokens = tokens.get(1..).unwrap_or_default();
        let texts =
            attr.args.iter().find_map(|arg| if let Arg::Texts(text, at) = arg { Some((text, *at)) } else { None });
        if let ([Arg::Texts(text, _)], true) = (attr.args.as_slice(), is_words(attr.word) || attr.args.len() == 1) {
            let compared = format!("{} {}", text.zh, text.en);
            item.add(word, &sub, part((&label.zh, &label.en), compared, text.clone(), is_words(attr.word)));
            return;
        }
        let mut skip = self.declared(attr.decls());
        skip.extend(attr.codes().iter().flat_map(|code| [code.place.token, code.place.token.saturating_sub(1)]));
        if attr.word == AttrWord::Answers {
            skip.clear();
        }
        if let Some((text, span)) = texts {
            let first =
                tokens.iter().copied().find(|at| self.compiler.source.blocks[self.block].tokens[*at].span == span);
            skip.extend(first.into_iter().flat_map(|at| [at, at + 1]));
            let said = Text::new(format!("{} 的说法", label.zh), format!("words of {}", label.en));
            item.add(
                "words",
                &format!("{word} {sub}"),
                part((&said.zh, &said.en), format!("{} {}", text.zh, text.en), text.clone(), true),
            );
        }
        let is_default = |at: &usize| attr.word == AttrWord::Option && self.is_keyword(*at, W::Default);
        let left: Vec<usize> = tokens.iter().copied().filter(|at| !skip.contains(at) && !is_default(at)).collect();
        let mut shown = self.spell(&left);
        let compared = shown.en.clone();
        if let Some(decl) = attr.decls().first() {
            let label = decl.label.clone().unwrap_or_default();
            shown =
                Text::new(format!("{} {}", decl.name.text, shown.zh).trim(), format!("{label} {}", shown.en).trim());
            item.add(
                "name",
                &sub,
                part(
                    ("名称", "name"),
                    format!("{} {label}", decl.name.text),
                    Text::new(decl.name.text.clone(), label),
                    true,
                ),
            );
            if attr.has(W::Default) {
                let shown = Text::new(decl.name.text.clone(), decl.label.clone().unwrap_or_default());
                item.add("default", "", part(("默认读法", "default reading"), id_of(decl), shown, false));
            }
        }
        item.add(word, &sub, part((&label.zh, &label.en), compared, shown, is_words(attr.word)));
    }

    /// What sets an attribute apart from others with the same word, and what it is called.
    fn sub_name(&self, attr: &Attr) -> (String, Text) {
        let word = (attr.word.zh(), attr.word.en());
        if let Some(decl) = attr.decls().first() {
            let about = Text::new(format!("{} {}", word.0, decl.name.text), format!("{} {}", word.1, id_of(decl)));
            return (id_of(decl), about);
        }
        if attr.word == AttrWord::Suppose
            && let Some(name) = attr.names().first()
        {
            let (zh, en) = self.spelled(name);
            return (en.clone(), Text::new(format!("设 {zh}"), format!("given {en}")));
        }
        let is_cut =
            matches!(attr.word, AttrWord::NoMoreThan | AttrWord::Same | AttrWord::TogetherWith | AttrWord::Less);
        match attr.codes().first().filter(|_| is_cut) {
            Some(code) if attr.word == AttrWord::Less => {
                (code.text.clone(), Text::new(format!("扣除 {}", code.text), format!("deduction {}", code.text)))
            }
            Some(code) => (code.text.clone(), Text::new(format!("上限 {}", code.text), format!("limit {}", code.text))),
            None => (String::new(), Text::new(word.0, word.1)),
        }
    }

    /// The tokens of declarations: name, id, label, and the marks between them.
    fn declared(&self, decls: &[Decl]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for decl in decls {
            found.insert(decl.name.place.token);
            let last = decl.id.as_ref().map_or(decl.name.place.token, |id| id.place.token);
            found.insert(last);
            let label = decl.label.as_ref().map_or(last, |_| last + 1);
            found.insert(label);
            let is_comma = self.compiler.source.blocks[self.block].marks.get(label + 1) == Some(&Mark::DeclComma);
            found.extend(is_comma.then_some(label + 1));
        }
        found
    }

    fn kind(&self, at: usize) -> TokenKind {
        self.compiler.source.blocks[self.block].tokens[at].kind
    }

    fn is_keyword(&self, at: usize, word: W) -> bool {
        self.compiler.source.blocks[self.block].marks.get(at) == Some(&Mark::Keyword(word.zh(), word.en()))
    }

    fn spell(&self, tokens: &[usize]) -> Text {
        let block = &self.compiler.source.blocks[self.block];
        let in_tongue = |lang| spell(block, self.block, tokens.iter().copied(), &self.compiler.names, lang);
        Text::new(in_tongue(Lang::Zh), in_tongue(Lang::En))
    }
}

fn id_of(decl: &Decl) -> String {
    decl.id.as_ref().map_or_else(|| decl.name.text.clone(), |id| id.text.clone())
}

fn part(label: (&str, &str), compared: String, shown: Text, is_words: bool) -> Part {
    Part { key: (String::new(), String::new(), 0), label: Text::new(label.0, label.1), compared, shown, is_words }
}

/// Attributes that say something to people and decide nothing.
fn is_words(word: AttrWord) -> bool {
    matches!(
        word,
        AttrWord::Remark
            | AttrWord::Answers
            | AttrWord::Because
            | AttrWord::Ask
            | AttrWord::Remedy
            | AttrWord::Under
            | AttrWord::Suppose
            | AttrWord::Else
    )
}
