//! Awards of one claim that count against one limit: each takes what earlier claims left of it, and neither sees the other.

use std::collections::BTreeSet;

use super::super::View;
use super::super::regions::Kind;
use super::super::span::Set;
use super::Finder;
use crate::engine::code::Cell;
use crate::kernel::KernelAward;
use crate::syntax::report::both;

impl Finder<'_> {
    /// Every two awards that a claim is paid beyond what is left of the limit they share, with one such claim.
    pub(super) fn shared(&mut self) {
        let (views, mut told) = (self.views, BTreeSet::new());
        for view in views {
            for region in &view.regions.decided {
                let Kind::Awarded(awards) = &region.kind else { continue };
                for (at, one) in awards.iter().enumerate() {
                    for other in &awards[at + 1..] {
                        let pair = (view.kernel.awards[*one].number, view.kernel.awards[*other].number);
                        let Some(used) = self.used_by_both(pair).filter(|_| !told.contains(&pair)) else { continue };
                        let corners = region.area.corners(&view.kernel, self.policy.plan().facts.len(), Set::MAX);
                        let beyond = |cells: &Vec<Cell>| self.pays_beyond(view, (*one, *other), &used, cells);
                        if let Some(cells) = corners.into_iter().find(beyond) {
                            told.insert(pair);
                            self.two_of_one(view, pair, &used, &cells);
                        }
                    }
                }
            }
        }
    }

    /// The id behind 已享受 in a cut of each.
    fn used_by_both(&self, (one, other): (usize, usize)) -> Option<String> {
        let awards = &self.policy.plan().awards;
        let (one, other) = (awards.get(one)?, awards.get(other)?);
        let mut used = one.cuts.iter().filter_map(|cut| cut.used.as_ref());
        used.find(|used| other.cuts.iter().any(|cut| cut.used.as_ref() == Some(used))).cloned()
    }

    /// Whether a claim is paid both awards, and more in all than the looser of the two limits leaves.
    fn pays_beyond(&self, view: &View, (one, other): (usize, usize), used: &str, cells: &[Cell]) -> bool {
        let (kernel, mut slots) = (&view.kernel, Vec::new());
        kernel.run(cells, &mut slots);
        let left = |award: &KernelAward| {
            let cuts = &self.policy.plan().awards[award.number].cuts;
            let shared = award.cuts.iter().filter(|cut| cuts[cut.number].used.as_deref() == Some(used));
            shared.map(|cut| slots[cut.limit].value).max()
        };
        let paid = |award: &KernelAward| match award.guard.map_or(Some(1), |guard| slots[guard].get()) {
            Some(applies) if applies != 0 => slots[award.amount].get().unwrap_or(0),
            Some(_) | None => 0,
        };
        let (one, other) = (&kernel.awards[one], &kernel.awards[other]);
        let (Some(a), Some(b)) = (left(one), left(other)) else { return false };
        let (first, second) = (paid(one), paid(other));
        kernel.award(&slots).is_some() && first > 0 && second > 0 && first.saturating_add(second) > a.max(b)
    }

    fn two_of_one(&mut self, view: &View, (one, other): (usize, usize), used: &str, cells: &[Cell]) {
        let plan = self.policy.plan();
        let (Some(one), Some(other)) = (plan.awards.get(one), plan.awards.get(other)) else { return };
        let zh = plan.label(used).map(|text| text.zh.clone()).unwrap_or_default();
        let message = both(
            format!("一次申报可同时得「{}」和「{}」，合计超过「{zh}」之外剩下的限额", one.text.zh, other.text.zh),
            format!(
                "one claim is paid `{}` and `{}`, together more than `{used}` leaves of their limit",
                one.id, other.id
            ),
        );
        let help = self.example(view, cells);
        let help = both(
            format!("把它们写成一个 `补贴`（两项之和）；{}", help.zh),
            format!("make them one `subsidy` over their sum; {}", help.en),
        );
        let place = self.declared(&other.id);
        self.report.warning("W10", place, Self::under(view, message), help);
    }
}
