//! 继承: finds the document above, sees that it is the one pinned and sound, and joins the two.

use super::{Compiler, Source, Start, merge, read};
use crate::inherit::{Parents, Wanted};
use crate::plan::inherit::{Ancestor, Inheritance};
use crate::syntax::ast::{Args, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::{Report, Span, both};
use crate::text::Text;

/// The most documents one above the other.
const MOST_ABOVE: usize = 8;
/// Hex digits of a SHA-256.
const DIGITS: usize = 64;

/// The 继承 of a document.
struct Pin {
    wanted: Wanted,
    span: Span,
}

/// What a document inherits from.
pub(crate) fn pinned(text: &str) -> Option<Wanted> {
    let source = read(text, Start::default(), &mut Report::new(text));
    pin(&source).map(|pin| pin.wanted)
}

/// The id of a document, empty where it says none.
pub(crate) fn id(text: &str) -> String {
    let source = read(text, Start::default(), &mut Report::new(text));
    source.statements.iter().find(|statement| statement.head == Head::Plan).map(id_of).unwrap_or_default()
}

/// Compiles a document below those with the ids in `below`.
pub(super) fn compile(text: &str, parents: &Parents<'_>, below: &[String]) -> Compiler {
    let mut report = Report::new(text);
    let source = read(text, Start::default(), &mut report);
    let Some(pin) = pin(&source) else {
        let mut compiler = Compiler::new(text, source, report);
        compiler.alone();
        return finished(compiler);
    };
    let own = source.statements.iter().find(|statement| statement.head == Head::Plan).map(id_of).unwrap_or_default();
    let below = [below, &[own]].concat();
    match above(&pin, parents, &below) {
        Ok((parent, above)) => join(text, source, &pin, &parent, above),
        Err((message, help)) => {
            report.error("E18", pin.span, message, help);
            Compiler::new(text, source, report)
        }
    }
}

fn finished(mut compiler: Compiler) -> Compiler {
    compiler.understand();
    compiler.worked_cases();
    compiler
}

fn pin(source: &Source) -> Option<Pin> {
    let plan = source.statements.iter().find(|statement| statement.head == Head::Plan)?;
    let attr = plan.attr(A::Inherits)?;
    let wanted = Wanted { id: attr.names().first()?.text.clone(), hash: attr.string()?.to_owned() };
    Some(Pin { wanted, span: attr.span })
}

fn id_of(plan: &Statement) -> String {
    plan.decls().first().and_then(|decl| decl.id.as_ref()).map(|id| id.text.clone()).unwrap_or_default()
}

/// The document above, compiled and without errors of its own, with its text; else what is wrong and what to do.
fn above(pin: &Pin, parents: &Parents<'_>, below: &[String]) -> Result<(Compiler, String), (Text, Text)> {
    let (id, wanted) = (&pin.wanted.id, &pin.wanted.hash);
    if below.contains(id) || below.len() > MOST_ABOVE {
        return Err((
            both(format!("继承绕成了圈：{} → {id}", below.join(" → ")), {
                format!("the documents inherit in a circle: {} → {id}", below.join(" → "))
            }),
            both(
                "上级文件不能再继承下级；至多八层",
                "a document above inherits from none below it; at most eight levels",
            ),
        ));
    }
    let Some(text) = parents(&pin.wanted) else {
        return Err((
            both(format!("缺上级文件 `{id}`（{wanted}）"), format!("the document above is missing: `{id}` ({wanted})")),
            both(
                format!("把 `{id}.policy.md` 放在同一文件夹，或先把它载入程序"),
                format!("put `{id}.policy.md` in the same folder, or load it into the program first"),
            ),
        ));
    };
    let parent = compile(&text, parents, below);
    if let Some(error) = parent.report.first_error() {
        let (line, zh, en) = (error.line, &error.message.zh, &error.message.en);
        return Err((
            both(
                format!("上级文件 `{id}` 本身有错：第 {line} 行，{zh}"),
                format!("the document above, `{id}`, has mistakes of its own: line {line}, {en}"),
            ),
            both("先改好上级文件", "mend the document above first"),
        ));
    }
    if parent.plan.id != *id {
        let other = &parent.plan.id;
        return Err((
            both(
                format!("给出的上级是 `{other}`，不是 `{id}`"),
                format!("the document given is `{other}`, not `{id}`"),
            ),
            both("核对标识", "check the id"),
        ));
    }
    Ok((parent, text))
}

/// One document out of two: the clauses and statements above come first.
fn join(text: &str, alone: Source, pin: &Pin, parent: &Compiler, above: String) -> Compiler {
    let mut report = Report::below(text, parent.report.handed_down(&parent.plan.id), pin.span);
    let start =
        Start { lines: report.lines_above(), clauses: parent.source.clauses.len(), blocks: parent.source.blocks.len() };
    let own = read(text, start, &mut report);
    let span = Span { line: pin.span.line + start.lines, ..pin.span };
    same_text(pin, parent, span, &mut report);
    let shown = |mut clause: crate::plan::clause::Clause| {
        clause.from = clause.from.or_else(|| Some(parent.plan.id.clone()));
        clause
    };
    let clauses = parent.plan.clauses.iter().cloned().map(shown).chain(alone.clauses).collect();
    let source = Source {
        clauses: [parent.source.clauses.clone(), own.clauses].concat(),
        blocks: [parent.source.blocks.clone(), own.blocks].concat(),
        statements: Vec::new(),
        above: start,
    };
    let mut compiler = Compiler::new(text, source, report);
    compiler.plan.clauses = clauses;
    compiler.above = [above].into_iter().chain(parent.above.iter().cloned()).collect();
    compiler.plan.inherits = Some(lineage(parent));
    merge::merge(&mut compiler, own.statements, parent, span);
    compiler.understand();
    compiler.term_within(parent.plan.in_force);
    compiler.hold_bounds(parent);
    compiler.worked_cases();
    compiler
}

fn lineage(parent: &Compiler) -> Inheritance {
    let plan = &parent.plan;
    let nearest = Ancestor { id: plan.id.clone(), name: plan.name.clone(), hash: plan.hash.clone() };
    let further = plan.inherits.iter().flat_map(|one| one.above.iter().cloned());
    Inheritance { above: [nearest].into_iter().chain(further).collect(), ..Inheritance::default() }
}

/// The text given must be the one that was read when the document below was written.
fn same_text(pin: &Pin, parent: &Compiler, span: Span, report: &mut Report) {
    let (id, wanted, given) = (&pin.wanted.id, &pin.wanted.hash, &parent.plan.hash);
    if wanted == given {
        return;
    }
    let is_hash = wanted.len() == DIGITS && wanted.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let message = if is_hash {
        both(
            format!("上级 `{id}` 的文本不是这里认定的：认定 {wanted}，现为 {given}"),
            format!("the text of `{id}` above is not the one pinned here: pinned {wanted}, now {given}"),
        )
    } else {
        both(
            format!("上级 `{id}` 须以 SHA-256 的全部 {DIGITS} 位（小写）认定，这里是 `{wanted}`"),
            format!("`{id}` above is pinned by all {DIGITS} digits of its SHA-256 in lower case, this is `{wanted}`"),
        )
    };
    report.error(
        "E18",
        span,
        message,
        both(
            format!("先看上级改了什么，再写 `继承 {id} 「{given}」`"),
            format!("read what changed above, then write `inherits {id} 「{given}」`"),
        ),
    );
}
