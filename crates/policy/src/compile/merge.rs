//! Joins the statements of a document with those of the document above: 改 restates, 废 drops, the rest is added, and
//! each only as far as the document above allows.

use std::collections::BTreeMap;

use super::Compiler;
use super::marks::{Bound, is_addition, name_of};
use crate::plan::inherit::Change;
use crate::syntax::ast::{Arg, Args, Statement};
use crate::syntax::keyword::{AttrWord as A, Head, Manner};
use crate::syntax::report::{Report, Span, both};
use crate::text::Text;

/// A statement of the document above and what stands in its place.
#[derive(Clone)]
pub(crate) struct Amended {
    pub old: Statement,
    pub new: Statement,
    pub bound: Bound,
}

/// The statements while they are joined; those of the document above by their number there.
struct Merge<'a> {
    parent: &'a Compiler,
    report: &'a mut Report,
    inherited: Vec<Vec<Statement>>,
    /// Line of the 改 or 废 that has dealt with a statement.
    touched: BTreeMap<usize, usize>,
    amended: Vec<Amended>,
    repeals: Vec<(Statement, Statement)>,
}

/// Fills the compiler with what holds after the join.
pub(super) fn merge(compiler: &mut Compiler, own: Vec<Statement>, parent: &Compiler, inherits: Span) {
    let (changes, additions): (Vec<Statement>, Vec<Statement>) = own.into_iter().partition(|one| one.manner.is_some());
    let inherited = parent
        .source
        .statements
        .iter()
        .map(|one| if matches!(one.head, Head::Plan | Head::Cases) { Vec::new() } else { vec![one.clone()] });
    let mut merge = Merge {
        parent,
        inherited: inherited.collect(),
        report: &mut compiler.report,
        touched: BTreeMap::new(),
        amended: Vec::new(),
        repeals: Vec::new(),
    };
    for statement in changes {
        merge.change(statement, &additions);
    }
    merge.codes_of_repealed();
    merge.additions(&additions, inherits);
    let Merge { inherited, amended, repeals, .. } = merge;
    compiler.source.statements = inherited.into_iter().flatten().chain(additions).collect();
    compiler.tell(&amended, &repeals);
    compiler.amended = amended;
    compiler.repeals = repeals.into_iter().map(|(_, repeal)| repeal).collect();
}

impl Merge<'_> {
    /// One 改 or 废.
    fn change(&mut self, statement: Statement, own: &[Statement]) {
        let names = names_of(&statement);
        let Some(at) = self.target(&statement, &names) else { return };
        let line = self.report.own_line(statement.span.line);
        if let Some(before) = self.touched.get(&at) {
            let (zh, en) = (
                format!("`{}` 在第 {before} 行已经改过或废过", names.join(" ")),
                format!("`{}` was amended or repealed at line {before} already", names.join(" ")),
            );
            self.wrong(&statement, both(zh, en), both("每项只改一次或废一次", "amend or repeal each once"));
            return;
        }
        self.touched.insert(at, line);
        for name in names.iter().chain(&names_of(&self.parent.source.statements[at])) {
            self.report.caused(name, statement.span);
        }
        let old = self.parent.source.statements[at].clone();
        if statement.manner == Some(Manner::Repeal) {
            self.repeal(at, old, statement);
        } else {
            self.amend(at, old, statement, own);
        }
    }

    /// The statement above with this head and name that may be changed this way; else a report of what may be.
    fn target(&mut self, statement: &Statement, names: &[String]) -> Option<usize> {
        let (word, zh, en) = if statement.manner == Some(Manner::Repeal) {
            (A::Repealable, "下级可废", "repealable")
        } else {
            (A::Amendable, "下级可改", "amendable")
        };
        let above = &self.parent.source.statements;
        let alike = |one: &&Statement| one.head == statement.head;
        let matching: Vec<usize> = (0..above.len())
            .filter(|at| alike(&&above[*at]) && names_of(&above[*at]).iter().any(|name| names.contains(name)))
            .collect();
        let open: Vec<usize> = matching.iter().copied().filter(|at| above[*at].attr(word).is_some()).collect();
        if let Some(at) = open.first()
            && (matching.len() == 1 || Bound::of(&above[*at]) == Bound::Stricter)
        {
            return Some(*at);
        }
        let others: Vec<String> =
            above.iter().filter(alike).filter(|one| one.attr(word).is_some()).map(|one| name_of(one).0).collect();
        let (head, id) = (statement.head, &self.parent.plan.id);
        let what = names.last().map(String::as_str).unwrap_or_default();
        let message = match matching.as_slice() {
            [] => both(
                format!("上级 `{id}` 没有{} `{what}`", head.zh()),
                format!("there is no {} `{what}` in `{id}` above", head.en()),
            ),
            [at] => {
                let line = self.parent.report.own_line(above[*at].span.line);
                both(
                    format!("上级 `{id}` 第 {line} 行的{} `{what}` 没有标明 `{zh}`", head.zh()),
                    format!("the {} `{what}` at line {line} of `{id}` above is not marked `{en}`", head.en()),
                )
            }
            [_, _, ..] => both(
                format!("上级 `{id}` 有几条{} `{what}`，不知改哪一条", head.zh()),
                format!("`{id}` above has several {} `{what}`; it is not clear which is meant", head.en()),
            ),
        };
        let help = if others.is_empty() {
            both(format!("上级没有把任何{}标为 `{zh}`", head.zh()), format!("no {} above is marked `{en}`", head.en()))
        } else {
            let list = others.join("、");
            both(format!("标为 `{zh}` 的有：{list}"), format!("marked `{en}` are: {}", others.join(", ")))
        };
        self.wrong(statement, message, help);
        None
    }

    fn repeal(&mut self, at: usize, old: Statement, repeal: Statement) {
        self.inherited[at].clear();
        self.repeals.push((old, repeal));
    }

    fn amend(&mut self, at: usize, old: Statement, mut new: Statement, own: &[Statement]) {
        if names_of(&old) != names_of(&new) {
            let names = names_of(&old).join(" ");
            let (zh, en) =
                (format!("改写的名称和标识须照上级：`{names}`"), format!("it keeps its name and id: `{names}`"));
            self.wrong(&new, both(zh, en), both("名称和标识不能改", "neither name nor id can change"));
        }
        if own.iter().any(|one| one.head == Head::Applies && one.clause == new.clause) {
            let (zh, en) =
                ("改写的规则沿用上级的 `本条适用`", "what is amended keeps the `clause-applies` it has above");
            let help = both("把它移到没有 `本条适用` 的条款下", "move it under a clause without `clause-applies`");
            self.wrong(&new, both(zh, en), help);
        }
        self.keep_marks(&old, &mut new);
        new.guard = old.guard;
        let bound = Bound::of(&old);
        self.inherited[at] = if bound == Bound::Stricter { vec![old.clone(), new.clone()] } else { vec![new.clone()] };
        self.amended.push(Amended { old, new, bound });
    }

    /// What documents further below may do is for the document above to say: its marks stay.
    fn keep_marks(&mut self, old: &Statement, new: &mut Statement) {
        let wider = new.attr(A::Repealable).is_some() && old.attr(A::Repealable).is_none();
        let other = new.attr(A::Amendable).is_some() && Bound::of(new) != Bound::of(old);
        if wider || other {
            let (zh, en) = ("改写不能放宽或改变上级的标记", "an amendment keeps the marks it has above");
            self.wrong(new, both(zh, en), both("不写标记，上级的照旧", "leave the marks out; those above stay"));
        }
        new.attrs.retain(|attr| !matches!(attr.word, A::Amendable | A::Repealable));
        if Bound::of(old) != Bound::Stricter {
            let marks = old.attrs.iter().filter(|attr| matches!(attr.word, A::Amendable | A::Repealable));
            new.attrs.extend(marks.cloned());
        }
    }

    /// A code that no requirement has any more leaves the order.
    fn codes_of_repealed(&mut self) {
        let left: Vec<String> =
            self.inherited.iter().flatten().filter(|one| one.head == Head::Must).flat_map(names_of).collect();
        let gone: Vec<String> =
            self.repeals.iter().flat_map(|(old, _)| names_of(old)).filter(|code| !left.contains(code)).collect();
        for order in self.inherited.iter_mut().flatten().filter(|one| one.head == Head::CheckOrder) {
            for arg in &mut order.args {
                if let Arg::Codes(codes) = arg {
                    codes.retain(|code| !gone.contains(&code.text));
                }
            }
        }
    }

    /// What a document adds: only with heads that the document above lists, and worked cases always.
    fn additions(&mut self, own: &[Statement], inherits: Span) {
        let plan = self.parent.source.statements.iter().find(|one| one.head == Head::Plan);
        let listed: Vec<Head> = plan
            .and_then(|plan| plan.attr(A::MayAdd))
            .map_or(Vec::new(), |attr| attr.heads().iter().map(|one| one.0).collect());
        let allowed = |head: Head| !is_addition(head) || listed.contains(&head);
        for statement in own {
            if !allowed(statement.head) {
                self.not_listed(statement.head, statement.span, &listed);
            }
            for (head, span) in statement.attr(A::MayAdd).map_or(&[][..], Args::heads) {
                if !allowed(*head) {
                    self.not_listed(*head, *span, &listed);
                }
            }
            self.reaches_up(statement, own);
        }
        if !own.iter().any(|one| one.head == Head::Cases) {
            self.report.error(
                "E18",
                inherits,
                both("继承的文件须有自己的算例", "a document that inherits needs worked cases of its own"),
                both(
                    "上级的算例不再运行；写一段 `算例` 和一张表",
                    "those above are not run; write `cases` and a table",
                ),
            );
        }
    }

    fn not_listed(&mut self, head: Head, span: Span, listed: &[Head]) {
        let id = &self.parent.plan.id;
        let words = |word: fn(Head) -> &'static str, between: &str| {
            listed.iter().map(|head| word(*head)).collect::<Vec<&str>>().join(between)
        };
        let help = if listed.is_empty() {
            both("上级没有写 `下级可增`", "the document above has no `may-add`")
        } else {
            both(format!("可以增加：{}", words(Head::zh, "、")), format!("it may add: {}", words(Head::en, ", ")))
        };
        let message = both(
            format!("上级 `{id}` 不许下级增加 `{}`", head.zh()),
            format!("`{id}` above does not let documents below add `{}`", head.en()),
        );
        self.report.error("E18", span, message, help);
    }

    /// Additions that would change what is above by the back door.
    fn reaches_up(&mut self, statement: &Statement, own: &[Statement]) {
        let above = &self.parent.source.statements;
        let named_above = |head: Head, names: &[String]| {
            above.iter().any(|one| one.head == head && names_of(one).iter().any(|name| names.contains(name)))
        };
        let used: Vec<String> = statement.names().iter().map(|name| name.text.clone()).collect();
        let declared = || own.iter().filter(|one| one.head == Head::Fact).flat_map(names_of);
        let (zh, en) = if statement.head == Head::Derive && !declared().any(|name| used.contains(&name)) {
            ("只能核算本文件自己的事实", "only facts of this document can be derived here")
        } else if statement.head == Head::Choose && named_above(Head::Subsidy, &used) {
            ("择一不能包括上级的补贴", "a choice can not take in a subsidy from above")
        } else if statement.head == Head::Must && named_above(Head::Must, &names_of(statement)) {
            ("这个代码上级已有；要收紧写 `改 须`", "the document above has this code; to tighten it write `amend must`")
        } else {
            return;
        };
        let help = both("换一个，或请上级开放", "choose another, or ask that it be opened above");
        self.wrong(statement, both(zh, en), help);
    }

    fn wrong(&mut self, statement: &Statement, message: Text, help: Text) {
        self.report.error("E18", statement.span, message, help);
    }
}

/// Every name a statement goes by: its code, or the names and ids it declares; for 废 what it names.
pub(super) fn names_of(statement: &Statement) -> Vec<String> {
    let text = |name: &crate::syntax::ast::Name| name.text.clone();
    if statement.manner == Some(Manner::Repeal) {
        return statement.codes().iter().chain(statement.names()).map(text).collect();
    }
    if statement.head == Head::Must {
        return statement.attr(A::Else).map_or(&[][..], Args::codes).iter().map(text).collect();
    }
    statement.decls().iter().flat_map(|decl| [Some(&decl.name), decl.id.as_ref()]).flatten().map(text).collect()
}

impl Compiler {
    /// Writes down for readers what was amended and repealed.
    fn tell(&mut self, amended: &[Amended], repeals: &[(Statement, Statement)]) {
        let change = |old: &Statement, new: &Statement| {
            let (id, name) = name_of(old);
            let (stood_in, clause) = (self.clause_id(old), self.clause_id(new));
            Change { by: old.head.en().to_owned(), id, name, stood_in, clause }
        };
        let amended = amended.iter().map(|one| change(&one.old, &one.new)).collect();
        let repealed: Vec<Change> = repeals.iter().map(|(old, repeal)| change(old, repeal)).collect();
        for (old, repeal) in repeals {
            for name in repeal.names() {
                let decl = old.decls().first().map(|decl| (decl.name.text.clone(), name_of(old).0));
                if let Some((zh, id)) = decl {
                    self.names.note(name, &zh, &id);
                }
            }
        }
        if let Some(inherits) = &mut self.plan.inherits {
            (inherits.amended, inherits.repealed) = (amended, repealed);
        }
    }
}
