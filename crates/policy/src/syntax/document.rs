//! The Markdown of a document: headings, prose, fenced `policy` blocks and tables. Everything else is prose.

use super::report::{Report, Span, both};
use crate::plan::clause::{Cell, Clause, ClausePart, ClauseStatus, RuleBlock, Table};
use crate::text::Text;

/// Splits a document into clauses. Never fails: what it cannot read is prose.
///
/// Lines count on from `before`, the number of lines of the documents above this one.
pub(crate) fn clauses(source: &str, before: usize, report: &mut Report) -> Vec<Clause> {
    let mut scan = Scan { before, clauses: Vec::new(), paragraph: String::new(), quote: String::new() };
    let lines: Vec<&str> = source.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        at = scan.line(&lines, at, report);
    }
    scan.end_paragraph();
    scan.clauses
}

struct Scan {
    before: usize,
    clauses: Vec<Clause>,
    paragraph: String,
    quote: String,
}

/// Words in the bracket of a heading.
const STATUSES: [(&str, ClauseStatus); 6] = [
    ("规则", ClauseStatus::Encoded),
    ("rules", ClauseStatus::Encoded),
    ("程序", ClauseStatus::Procedural),
    ("procedure", ClauseStatus::Procedural),
    ("宣示", ClauseStatus::Declaratory),
    ("statement", ClauseStatus::Declaratory),
];

impl Scan {
    /// Reads what begins at line `at` and returns the line after it.
    fn line(&mut self, lines: &[&str], at: usize, report: &mut Report) -> usize {
        let line = lines[at];
        let trimmed = line.trim();
        if let Some(fence) = trimmed.strip_prefix("```") {
            return self.fence(lines, at, fence.trim(), report);
        }
        if line.starts_with('#') {
            self.end_paragraph();
            self.heading(line, self.before + at + 1, report);
            return at + 1;
        }
        if trimmed.starts_with('|') {
            return self.table(lines, at);
        }
        if let Some(quoted) = trimmed.strip_prefix('>') {
            append(&mut self.quote, quoted.trim(), " ");
        } else if trimmed.is_empty() {
            if !self.quote.is_empty() {
                self.end_paragraph();
            }
        } else {
            if !self.quote.is_empty() || (at > 0 && lines[at - 1].trim().is_empty()) {
                self.end_paragraph();
            }
            append(&mut self.paragraph, trimmed, "");
        }
        at + 1
    }

    fn heading(&mut self, line: &str, number: usize, report: &mut Report) {
        let level = line.chars().take_while(|c| *c == '#').count();
        let rest = line[level..].trim();
        let (rest, status) = match corner_bracket(line, number, report) {
            Some((rest, word)) => (rest, Some(word)),
            None => bracket(rest),
        };
        let status = match status {
            None => ClauseStatus::Structure,
            Some(word) => STATUSES.iter().find(|(name, _)| *name == word).map_or_else(
                || {
                    report.error(
                        "E09",
                        Span { line: number, column: 1, length: line.chars().count() },
                        both(format!("条款状态 `{word}` 不认识"), format!("unknown clause status `{word}`")),
                        both("写 [规则]、[程序] 或 [宣示]", "write [rules], [procedure] or [statement]"),
                    );
                    ClauseStatus::Structure
                },
                |(_, status)| *status,
            ),
        };
        let (id, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, rest));
        // The title of the plan is a clause as well, and may do without a number.
        let is_run_together = id.contains(['、', '，', '．', '：']) || title.starts_with('/');
        if level > 1 && is_run_together && (title == rest || title.starts_with('/')) {
            report.warning(
                "W09",
                Span { line: number, column: level + 2, length: id.chars().count() },
                both(
                    format!("条款号 `{id}` 之后没有标题"),
                    format!("the clause number `{id}` is followed by no title"),
                ),
                both(
                    "条款号到空格为止：写 `## 二 费用补贴 / Reimbursement [规则]`",
                    "a space ends the clause number: write `## 二 费用补贴 / Reimbursement [规则]`",
                ),
            );
        }
        let (zh, en) = title.split_once(" / ").unwrap_or((title, title));
        let title = Text::new(zh.trim(), en.trim());
        self.clauses.push(Clause {
            id: id.to_owned(),
            title,
            status,
            level,
            line: number,
            parts: Vec::new(),
            from: None,
        });
    }

    fn fence(&mut self, lines: &[&str], at: usize, info: &str, report: &mut Report) -> usize {
        let body = at + 1;
        let close = lines[body..].iter().position(|line| line.trim() == "```");
        let end = close.map_or(lines.len(), |offset| body + offset);
        if info != "policy" {
            for line in &lines[at..(end + 1).min(lines.len())] {
                append(&mut self.paragraph, line, "\n");
            }
            return end + 1;
        }
        self.end_paragraph();
        if close.is_none() {
            report.error(
                "E01",
                Span { line: self.before + at + 1, column: 1, length: lines[at].chars().count() },
                both("policy 块没有合上", "the policy block is not closed"),
                both("以单独一行 ``` 结束", "end it with ``` on a line of its own"),
            );
        }
        let source = lines[body..end].join("\n");
        self.part(ClausePart::Rules(RuleBlock { line: self.before + body + 1, source }));
        end + 1
    }

    fn table(&mut self, lines: &[&str], at: usize) -> usize {
        self.end_paragraph();
        let mut end = at;
        while end < lines.len() && lines[end].trim().starts_with('|') {
            end += 1;
        }
        let mut rows: Vec<Vec<Cell>> = (at..end).map(|i| cells(lines[i], self.before + i + 1)).collect();
        if rows.get(1).is_some_and(|row| row.iter().all(|cell| cell.text.chars().all(|c| matches!(c, '-' | ':')))) {
            rows.remove(1);
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        self.part(ClausePart::Table(Table { line: self.before + at + 1, head, rows }));
        end
    }

    fn end_paragraph(&mut self) {
        let zh = std::mem::take(&mut self.paragraph);
        let en = std::mem::take(&mut self.quote);
        if !zh.is_empty() || !en.is_empty() {
            self.part(ClausePart::Prose(Text { zh, en }));
        }
    }

    fn part(&mut self, part: ClausePart) {
        if self.clauses.is_empty() {
            let title = Text::default();
            self.clauses.push(Clause {
                id: String::new(),
                title,
                status: ClauseStatus::Structure,
                level: 0,
                line: self.before + 1,
                parts: Vec::new(),
                from: None,
            });
        }
        if let Some(clause) = self.clauses.last_mut() {
            clause.parts.push(part);
        }
    }
}

fn append(to: &mut String, text: &str, between: &str) {
    if !to.is_empty() {
        to.push_str(between);
    }
    to.push_str(text);
}

/// Splits `标题 [规则]` into the title and the word in the bracket.
fn bracket(text: &str) -> (&str, Option<&str>) {
    let ends = [('[', ']'), ('［', '］')];
    for (open, close) in ends {
        if let Some(inner) = text.strip_suffix(close)
            && let Some((title, word)) = inner.rsplit_once(open)
        {
            return (title.trim(), Some(word.trim()));
        }
    }
    (text, None)
}

/// `标题【规则】`, reported and taken as meant, so that the statements below are not reported as well.
fn corner_bracket<'t>(line: &'t str, number: usize, report: &mut Report) -> Option<(&'t str, &'t str)> {
    let (title, word) = line.trim_end().strip_suffix('】')?.rsplit_once('【')?;
    STATUSES.iter().find(|(name, _)| *name == word.trim())?;
    report.error(
        "E09",
        Span { line: number, column: title.chars().count() + 1, length: word.chars().count() + 2 },
        both(format!("条款状态写成了 `【{word}】`"), format!("the clause status is written `【{word}】`")),
        both(format!("用半角方括号：[{}]", word.trim()), format!("use half-width brackets: [{}]", word.trim())),
    );
    Some((title.trim_start_matches('#').trim(), word.trim()))
}

/// The cells of one table line.
pub(crate) fn cells(line: &str, number: usize) -> Vec<Cell> {
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let inner = line.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut column = indent + 2;
    let mut found = Vec::new();
    for piece in inner.split('|') {
        let lead = piece.chars().take_while(|c| c.is_whitespace()).count();
        found.push(Cell { text: piece.trim().to_owned(), line: number, column: column + lead });
        column += piece.chars().count() + 1;
    }
    found
}
