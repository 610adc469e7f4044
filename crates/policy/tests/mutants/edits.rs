//! Every small change to the deciding part of a document: one literal, comparison, name, row or part of a statement at a time.
//!
//! Places are found in the text as it stands, names and their siblings in the plan that was read from it.

use std::ops::Range;

use policy::plan::Plan;

/// One change: each range of bytes is replaced.
pub struct Edit {
    /// What is changed, for people.
    pub what: String,
    parts: Vec<(Range<usize>, String)>,
}

impl Edit {
    fn one(line: usize, range: Range<usize>, from: &str, to: &str) -> Self {
        let shown = if to.is_empty() { "nothing" } else { to };
        Self { what: format!("line {line}: {from} -> {shown}"), parts: vec![(range, to.to_owned())] }
    }

    /// Two pieces of text change places.
    fn swap(line: usize, source: &str, a: Range<usize>, b: Range<usize>) -> Self {
        let (at, by) = (source[a.clone()].to_owned(), source[b.clone()].to_owned());
        let what = format!("line {line}: {} <-> {}", at.trim_end(), by.trim_end());
        Self { what, parts: vec![(a, by), (b, at)] }
    }

    /// Whether it puts `to` in the place of `from`.
    pub fn replaces(&self, from: &str, to: &str) -> bool {
        self.what.ends_with(&format!(": {from} -> {to}"))
    }

    /// The document with the change.
    pub fn apply(&self, source: &str) -> String {
        let (mut text, mut done) = (String::with_capacity(source.len() + 16), 0);
        for (range, to) in &self.parts {
            text.push_str(&source[done..range.start]);
            text.push_str(to);
            done = range.end;
        }
        text.push_str(&source[done..]);
        text
    }
}

/// Heads of statements that a decision follows from. What is computed from lists (核算) is handed to worked cases as a
/// fact, and so cannot be caught by one.
const DECIDING: [&str; 9] = ["事实", "疑义", "计算", "参数", "须", "审查顺序", "标准", "补贴", "本条适用"];

/// Words that may stand for one another.
const SIBLINGS: [&[&str]; 5] = [
    &["不低于", "低于", "不超过", "超过", "早于", "晚于", "不早于", "不晚于", "是", "不是"],
    &["且", "或"],
    &["尾数舍去", "尾数进一", "四舍五入"],
    &["孰低", "孰高"],
    &["元", "分"],
];

/// A word, a literal or a mark of a statement.
struct Token<'a> {
    text: &'a str,
    at: usize,
}

impl Token<'_> {
    fn range(&self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }
}

/// All changes.
pub fn all(plan: &Plan, source: &str) -> Vec<Edit> {
    let groups = siblings(plan);
    let (mut edits, mut at, mut fenced, mut deciding) = (Vec::new(), 0, false, false);
    let mut table: Vec<(usize, usize, &str)> = Vec::new();
    for (number, line) in source.split_inclusive('\n').enumerate() {
        if line.starts_with('|') {
            table.push((number + 1, at, line));
        } else {
            rows(&std::mem::take(&mut table), source, &mut edits);
        }
        if line.starts_with("```") {
            fenced = line.starts_with("```policy");
        } else if fenced {
            let head = line.split([' ', '；']).next().unwrap_or_default();
            deciding = if head.is_empty() { deciding } else { DECIDING.contains(&head.trim_end()) };
            if deciding {
                let line = Line { number: number + 1, start: at, text: line, head };
                statement(&line, source, &groups, &mut edits);
            }
        }
        at += line.len();
    }
    edits
}

/// The names that may stand for one another: facts of a type, members of a fact, options of a question, tables of a type.
fn siblings(plan: &Plan) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> =
        SIBLINGS.iter().map(|group| group.iter().map(|word| (*word).to_owned()).collect()).collect();
    groups.extend(plan.facts.iter().map(|fact| fact.members.iter().map(|member| member.text.zh.clone()).collect()));
    groups.extend(plan.switches.iter().map(|one| one.options.iter().map(|option| option.text.zh.clone()).collect()));
    let mut typed: Vec<(String, String)> = Vec::new();
    typed.extend(plan.facts.iter().map(|one| (format!("{:?}", one.ty), one.text.zh.clone())));
    typed.extend(plan.standards.iter().map(|one| (format!("{:?}", one.ty), one.text.zh.clone())));
    typed.extend(plan.quantities.iter().map(|one| (format!("{:?}", one.ty), one.text.zh.clone())));
    typed.extend(plan.parameters.iter().map(|one| (format!("{:?}", one.ty), one.text.zh.clone())));
    typed.extend(plan.switches.iter().map(|one| ("switch".to_owned(), one.text.zh.clone())));
    typed.sort();
    groups.extend(typed.chunk_by(|a, b| a.0 == b.0).map(|group| group.iter().map(|(_, name)| name.clone()).collect()));
    groups
}

/// One line of a statement: its number, its place in the document, and the head it belongs to.
struct Line<'a> {
    number: usize,
    start: usize,
    text: &'a str,
    head: &'a str,
}

/// Changes inside one line of a statement.
fn statement(line: &Line<'_>, source: &str, groups: &[Vec<String>], edits: &mut Vec<Edit>) {
    let Line { number: line, start, text, head } = *line;
    let tokens = tokens(text, start);
    for (place, token) in tokens.iter().enumerate() {
        let next = tokens.get(place + 1).map_or("", |next| next.text);
        let declared = next.starts_with(|c: char| c.is_ascii_lowercase());
        let begins = place == 0 || tokens[place - 1].text == "；";
        if !declared && !begins {
            for to in changed(token.text, groups) {
                edits.push(Edit::one(line, token.range(), token.text, &to));
            }
        }
        if token.text == "非" || token.text == "默认" {
            edits.push(Edit::one(line, token.range(), token.text, ""));
        }
        if head == "审查顺序" && next == "，" {
            edits.push(Edit::swap(line, source, token.range(), tokens[place + 2].range()));
        }
    }
    if matches!(head, "须" | "本条适用") {
        edits.push(Edit::one(line, start..start + text.len(), text.trim_end(), ""));
    }
    if head == "疑义" || text.starts_with(' ') {
        other_default(line, &tokens, edits);
    }
    for (from, until) in attributes(&tokens, start + text.trim_end().len()) {
        let part = &source[from..until];
        let cut = part.starts_with("；不超过") || part.starts_with("；同一");
        if cut {
            edits.push(Edit::one(line, from..until, part, ""));
        }
        if let Some(when) = part.find(" 若 ").filter(|_| cut) {
            edits.push(Edit::one(line, from + when..until, &part[when..], ""));
        }
    }
}

/// What may stand in the place of a token.
fn changed(token: &str, groups: &[Vec<String>]) -> Vec<String> {
    let literal = literals(token);
    if !literal.is_empty() {
        return literal;
    }
    if token.starts_with(|c: char| c.is_ascii_uppercase()) {
        return vec![format!("{token}_X")];
    }
    let group = groups.iter().filter(|group| group.iter().any(|word| word == token));
    group.flatten().filter(|word| *word != token).cloned().collect()
}

/// A literal one less and one more: a fen, a day, one, a hundredth of a percent.
fn literals(token: &str) -> Vec<String> {
    let money = token.parse::<policy::money::Fen>().ok().filter(|_| token.ends_with(['元', '分']));
    if let Some(fen) = money.filter(|_| token.starts_with(|c: char| c.is_ascii_digit())) {
        return [-1, 1].iter().map(|by| fen.fen() + by).filter(|fen| *fen >= 0).map(|fen| format!("{fen}分")).collect();
    }
    if let Ok(day) = token.parse::<jiff::civil::Date>() {
        return [day.yesterday(), day.tomorrow()].into_iter().flatten().map(|day| day.to_string()).collect();
    }
    if let Some(percent) = token.strip_suffix('%').and_then(|digits| digits.parse::<i64>().ok()) {
        return vec![format!("{}.99%", percent - 1), format!("{percent}.01%"), format!("{}%", 100 - percent)];
    }
    let digits: String = token.chars().take_while(char::is_ascii_digit).collect();
    let measure = &token[digits.len()..];
    let number = digits.parse::<i64>().ok().filter(|_| matches!(measure, "" | "个年度"));
    number.map_or(Vec::new(), |number| {
        [-1, 1].iter().map(|by| number + by).filter(|n| *n >= 0).map(|n| format!("{n}{measure}")).collect()
    })
}

/// Another option is the default.
fn other_default(line: usize, tokens: &[Token<'_>], edits: &mut Vec<Edit>) {
    let Some(default) = tokens.iter().find(|token| token.text == "默认") else { return };
    for option in tokens.windows(4).filter(|four| four[0].text == "选") {
        let after = option[3].range().end;
        if after + 1 == default.at {
            continue;
        }
        let mut parts = vec![(default.range(), String::new()), (after..after, " 默认".to_owned())];
        parts.sort_by_key(|(range, _)| range.start);
        edits.push(Edit { what: format!("line {line}: the default is {}", option[1].text), parts });
    }
}

/// From each `；` up to the next.
fn attributes(tokens: &[Token<'_>], end: usize) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = tokens.iter().filter(|token| token.text == "；").map(|token| token.at).collect();
    marks.iter().enumerate().map(|(n, at)| (*at, marks.get(n + 1).copied().unwrap_or(end))).collect()
}

/// Words, literals, quotes and marks of a line, with their places in the document.
fn tokens(text: &str, start: usize) -> Vec<Token<'_>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match c {
            '「' => rest.find('」').map_or(rest.len(), |end| end + '」'.len_utf8()),
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            '；' | '，' | '：' | '（' | '）' | ' ' | '\n' | '、' => c.len_utf8(),
            _ => rest.find(['；', '，', '：', '（', '）', ' ', '\n', '、']).unwrap_or(rest.len()),
        };
        if !matches!(c, ' ' | '\n') {
            found.push(Token { text: &rest[..length], at: start + at });
        }
        at += length;
    }
    found
}

/// Changes of a table of values: a row less, two cells of a column swapped, a bound or a value one off, a yes for a no.
fn rows(table: &[(usize, usize, &str)], source: &str, edits: &mut Vec<Edit>) {
    let Some(((_, _, head), rows)) = table.split_first() else { return };
    if head.contains("理由码") || head.starts_with("| 申请 |") {
        return;
    }
    let cells: Vec<Vec<Token<'_>>> = rows.iter().skip(1).map(|(_, at, line)| row_cells(line, *at)).collect();
    for (row, (number, at, line)) in cells.iter().zip(&rows[1..]) {
        edits.push(Edit::one(*number, *at..at + line.len(), line.trim_end(), ""));
        for cell in row {
            let (bare, up) = cell.text.strip_suffix('起').map_or((cell.text, ""), |bare| (bare, "起"));
            let yes_no = [("是", "否"), ("否", "是")].into_iter().find(|(from, _)| *from == bare);
            let to = yes_no.map_or_else(|| literals(bare), |(_, to)| vec![to.to_owned()]);
            edits.extend(to.iter().map(|to| Edit::one(*number, cell.range(), cell.text, &format!("{to}{up}"))));
        }
        for pair in row.windows(2).skip(1).filter(|pair| pair[0].text != pair[1].text) {
            edits.push(Edit::swap(*number, source, pair[0].range(), pair[1].range()));
        }
    }
    for (pair, (number, ..)) in cells.windows(2).zip(&rows[1..]) {
        for (above, below) in pair[0].iter().zip(&pair[1]).filter(|(above, below)| above.text != below.text) {
            edits.push(Edit::swap(*number, source, above.range(), below.range()));
        }
    }
}

fn row_cells(line: &str, start: usize) -> Vec<Token<'_>> {
    let (mut found, mut at) = (Vec::new(), 0);
    for piece in line.trim_end().split('|') {
        let text = piece.trim();
        if !text.is_empty() {
            found.push(Token { text, at: start + at + piece.find(text).unwrap_or(0) });
        }
        at += piece.len() + 1;
    }
    found
}
