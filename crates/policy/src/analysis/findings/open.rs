//! Claims that the rules leave open though every fact is known, and how far the analysis came.

use super::super::regions::{Kind, Regions};
use super::super::span::Set;
use super::super::{View, area::Area};
use super::Finder;
use crate::decision::Outcome;
use crate::engine::code::Cell;
use crate::syntax::report::{Span, both};

impl Finder<'_> {
    /// Gaps, and readings that were too much work.
    pub(super) fn open(&mut self) {
        for view in self.views {
            if !view.regions.whole {
                let message =
                    both("分析没有做完，有的结论没有给出", "the analysis was given up; some things were not decided");
                let help = both("缩小事实的范围，或拆开规则", "narrow the ranges of facts, or take rules apart");
                self.report.info("I02", Span { line: 1, column: 1, length: 1 }, Self::under(view, message), help);
            }
            self.checked(view);
        }
        for kind in [Kind::Gap, Kind::NoAward] {
            let found = self.views.iter().find_map(|view| Some((view, self.gap(view, &kind)?)));
            let Some((view, cells)) = found else { continue };
            let message = if kind == Kind::Gap {
                both("事实都已知，规则却得不出结果", "every fact is known, and the rules give no result")
            } else {
                both("各项要求都符合，却没有一条补贴适用", "every requirement holds, and no award applies")
            };
            let place = self.declared(&self.policy.plan().id);
            self.report.warning("W02", place, Self::under(view, message), self.example(view, &cells));
        }
    }

    /// The first claim of a kind that the ordinary way of deciding leaves open as well.
    fn gap(&self, view: &View, kind: &Kind) -> Option<Vec<Cell>> {
        let mut corners = self.corners(view, |regions| {
            regions.decided.iter().filter(|region| region.kind == *kind).map(|region| &region.area).collect()
        });
        let open = |outcome: &Outcome| match outcome {
            Outcome::Pending { .. } => *kind == Kind::Gap,
            Outcome::Refused { failed } => *kind == Kind::NoAward && failed == &["NO_AWARD"],
            Outcome::Award { .. } | Outcome::Held { .. } => false,
        };
        let shows = |cells: &Vec<Cell>| open(&self.policy.outcome(&self.facts(view, cells), &view.readings));
        corners.find(shows)
    }

    /// Every area's answer against the decision on its corners: a difference is a mistake of this program.
    fn checked(&mut self, view: &View) {
        let mut slots = Vec::new();
        for region in view.regions.decided.iter().filter(|region| region.sure) {
            for high in [false, true] {
                let cells = region.area.corner(&view.kernel, self.policy.plan().facts.len(), |_| high);
                view.kernel.run(&cells, &mut slots);
                let said = match &region.kind {
                    Kind::Refused(place) => Some(view.kernel.checks[*place].reason),
                    Kind::Gap => Some(crate::kernel::PENDING),
                    Kind::NoAward => Some(crate::kernel::NO_AWARD),
                    Kind::Awarded(_) => None,
                };
                let (_, reason) = view.kernel.verdict(&slots);
                let awarded = view.kernel.award(&slots).is_some();
                if said.map_or(!awarded, |said| said != reason) {
                    let message = both(
                        "分析与判定不一致，这是程序的错误",
                        "the analysis and the decision differ; this is a mistake of the program",
                    );
                    let help = self.example(view, &cells);
                    self.report.warning(
                        "E19",
                        Span { line: 1, column: 1, length: 1 },
                        Self::under(view, message),
                        help,
                    );
                    return;
                }
            }
        }
    }

    /// The corners of some areas.
    fn corners<'v>(
        &self,
        view: &'v View,
        areas: impl Fn(&'v Regions) -> Vec<&'v Area>,
    ) -> impl Iterator<Item = Vec<Cell>> + 'v {
        let facts = self.policy.plan().facts.len();
        areas(&view.regions).into_iter().flat_map(move |area| area.corners(&view.kernel, facts, Set::MAX))
    }
}
