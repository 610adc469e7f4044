//! From areas to findings, each at its place with a claim that shows it.

mod jumps;
mod open;
mod reached;
mod shared;
mod used;

use super::{View, places};
use crate::diagnostics::Diagnostics;
use crate::engine::code::Cell;
use crate::facts::Facts;
use crate::kernel::KernelFact;
use crate::lines::write_claim;
use crate::policy::Policy;
use crate::syntax::report::{Report, Span, both};
use crate::text::{Lang, Text};

/// Collects findings about one policy.
struct Finder<'a> {
    policy: &'a Policy,
    views: &'a [View],
    report: Report,
}

/// All findings, in document order.
pub(super) fn find(policy: &Policy, views: &[View]) -> Diagnostics {
    let mut finder = Finder { policy, views, report: Report::new(policy.source()) };
    finder.open();
    finder.jumps();
    finder.reached();
    finder.used();
    finder.shared();
    finder.report.finish()
}

impl Finder<'_> {
    /// A message with the reading it is true under in front.
    fn under(view: &View, message: Text) -> Text {
        let Some(name) = &view.name else { return message };
        both(format!("{}{}", name.zh, message.zh), format!("{}{}", name.en, message.en))
    }

    fn declared(&self, id: &str) -> Span {
        places::declaration(self.policy.source(), id)
    }

    fn facts(&self, view: &View, cells: &[Cell]) -> Facts {
        let decider = self.policy.decider();
        view.kernel.facts.iter().fold(Facts::new(), |facts, fact| {
            let value = cells.get(fact.number).and_then(|cell| decider.public_value(fact.ty, *cell));
            value.into_iter().fold(facts, |facts, value| facts.with(&fact.id, value))
        })
    }

    /// A claim as a line for `policy decide`, as help.
    fn example(&self, view: &View, cells: &[Cell]) -> Text {
        let line = write_claim(self.policy, &self.facts(view, cells));
        both(format!("例：{line}"), format!("example: {line}"))
    }

    /// A value of a fact as people write it, in both tongues.
    fn shown(&self, fact: &KernelFact, value: i64) -> Text {
        let value = self.policy.decider().public_value(fact.ty, Cell::known(value));
        let show =
            |lang| value.as_ref().map(|value| self.policy.plan().show(&fact.id, value, lang)).unwrap_or_default();
        both(show(Lang::Zh), show(Lang::En))
    }

    /// The name of a fact in both tongues: as people say it, and its id.
    fn named(&self, fact: &KernelFact) -> Text {
        let zh = self.policy.plan().facts.get(fact.number).map(|fact| fact.text.zh.clone()).unwrap_or_default();
        both(format!("「{zh}」"), format!("`{}`", fact.id))
    }
}
