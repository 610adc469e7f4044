//! All claims within the declared ranges, taken apart into areas on which the decision is the same, or one formula.

use super::area::Area;
use super::span::{Has, Span, Truth, spans};
use super::split::{Cut, Splitter};
use crate::engine::code::Slot;
use crate::kernel::Kernel;

/// The most areas looked at for one kernel.
const MOST_AREAS: usize = 20_000;

/// What the claims of an area get.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// This requirement, by place in the kernel, is the first that fails.
    Refused(usize),
    /// Something has no value though every fact is known.
    Gap,
    /// All requirements hold and no award applies.
    NoAward,
    /// These awards apply.
    Awarded(Vec<usize>),
}

/// An area with what its claims get.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub area: Area,
    pub kind: Kind,
    /// Whether it holds for every claim of the area; else for some, and others may be refused.
    pub sure: bool,
}

/// An area in which an award is one formula.
#[derive(Clone, Debug)]
pub(crate) struct Paid {
    /// Place in the kernel.
    pub award: usize,
    pub area: Area,
    pub amount: Span,
    /// Which of its cuts may lower it.
    pub cuts: Vec<bool>,
}

/// Everything found for a kernel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Regions {
    pub decided: Vec<Region>,
    pub paid: Vec<Paid>,
    /// Whether every claim is in one of them: the work was not given up.
    pub whole: bool,
}

/// Takes all claims of a kernel apart.
pub(crate) fn regions(kernel: &Kernel) -> Regions {
    let mut walk = Walk { kernel, left: MOST_AREAS, spans: Vec::new(), found: Regions::default() };
    let done = walk.verdicts() && walk.amounts();
    walk.found.whole = done;
    walk.found
}

/// Whether this slot can be each of no and yes: nothing where the work was given up.
pub(crate) fn can_be(kernel: &Kernel, slot: Slot) -> Option<(bool, bool)> {
    let mut walk = Walk { kernel, left: MOST_AREAS, spans: Vec::new(), found: Regions::default() };
    let (mut no, mut yes) = (false, false);
    let mut todo = vec![Area::whole(kernel)];
    while let Some(area) = todo.pop() {
        walk.look(&area)?;
        match walk.spans[slot].truth() {
            Truth::Yes => yes = true,
            Truth::No => no = true,
            Truth::Unknown => {}
            Truth::Open => {
                let cut = walk.cut(&area, slot);
                (no, yes) = if cut.is_none() { (true, true) } else { (no, yes) };
                todo.extend(cut.into_iter().flat_map(|cut| halves(kernel, &area, cut)));
            }
        }
        if no && yes {
            break;
        }
    }
    Some((no, yes))
}

fn halves(kernel: &Kernel, area: &Area, cut: Cut) -> [Area; 2] {
    let (below, above) = area.halves(kernel, cut.place, cut.second);
    [above, below]
}

struct Walk<'a> {
    kernel: &'a Kernel,
    left: usize,
    spans: Vec<Span>,
    found: Regions,
}

/// What to do with an area.
enum Next {
    Done(Kind, bool),
    Halve(Cut),
}

impl Walk<'_> {
    /// Computes the spans of an area; nothing where too many were looked at already.
    fn look(&mut self, area: &Area) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        spans(self.kernel, area, &mut self.spans);
        Some(())
    }

    /// A cut for a slot; nothing where it is settled, or no cut of a single fact settles it.
    fn cut(&self, area: &Area, slot: Slot) -> Option<Cut> {
        Splitter::new(self.kernel, area, &self.spans).cut(slot)
    }

    /// Requirements in order, then which awards apply.
    fn verdicts(&mut self) -> bool {
        let mut todo = vec![Area::whole(self.kernel)];
        while let Some(area) = todo.pop() {
            if self.look(&area).is_none() {
                return false;
            }
            match self.verdict(&area) {
                Next::Done(kind, sure) => self.found.decided.push(Region { area, kind, sure }),
                Next::Halve(cut) => todo.extend(halves(self.kernel, &area, cut)),
            }
        }
        true
    }

    fn verdict(&self, area: &Area) -> Next {
        let (mut sure, mut gap) = (true, false);
        for (place, check) in self.kernel.checks.iter().enumerate() {
            match self.spans[check.slot].truth() {
                Truth::Yes => {}
                Truth::No => return Next::Done(Kind::Refused(place), sure),
                Truth::Unknown => gap = true,
                Truth::Open => match self.cut(area, check.slot) {
                    Some(cut) => return Next::Halve(cut),
                    None => sure = false,
                },
            }
        }
        let mut apply = Vec::new();
        for (place, award) in self.kernel.awards.iter().enumerate() {
            match award.guard.map_or(Truth::Yes, |guard| self.spans[guard].truth()) {
                Truth::Yes => apply.push(place),
                Truth::No => {}
                Truth::Unknown => gap = true,
                Truth::Open => {
                    if let Some(cut) = award.guard.and_then(|guard| self.cut(area, guard)) {
                        return Next::Halve(cut);
                    }
                    sure = false;
                    apply.push(place);
                }
            }
        }
        let kind = if gap {
            Kind::Gap
        } else if apply.is_empty() {
            Kind::NoAward
        } else {
            Kind::Awarded(apply)
        };
        Next::Done(kind, sure)
    }

    /// The areas in which each award is one formula.
    fn amounts(&mut self) -> bool {
        let mut todo: Vec<(Area, usize)> = Vec::new();
        for region in &self.found.decided {
            if let Kind::Awarded(awards) = &region.kind {
                todo.extend(awards.iter().map(|award| (region.area.clone(), *award)));
            }
        }
        while let Some((area, number)) = todo.pop() {
            if self.look(&area).is_none() {
                return false;
            }
            let award = &self.kernel.awards[number];
            if let Some(cut) = self.cut(&area, award.amount) {
                todo.extend(halves(self.kernel, &area, cut).map(|area| (area, number)));
                continue;
            }
            let amount = self.spans[award.amount];
            if amount.has == Has::Never {
                self.found.decided.push(Region { area, kind: Kind::Gap, sure: true });
                continue;
            }
            let may_lower = |before: Slot, limit: Slot| self.spans[before].high > self.spans[limit].low;
            let cuts = award.cuts.iter().map(|cut| may_lower(cut.before, cut.limit)).collect();
            self.found.paid.push(Paid { award: number, area, amount, cuts });
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::code::Cell;
    use crate::facts::Readings;
    use crate::inherit::Wanted;
    use crate::kernel::{NO_AWARD, PENDING};
    use crate::policy::Policy;
    use crate::sample::Sampler;

    fn holds(area: &Area, kernel: &Kernel, cells: &[Cell]) -> bool {
        let within = |(fact, (first, last)): (&crate::kernel::KernelFact, &(i64, i64))| {
            (*first..=*last).contains(&cells[fact.number].value)
        };
        kernel.facts.iter().zip(&area.0).all(within)
    }

    #[test]
    fn every_claim_lies_in_one_area_and_gets_what_the_area_says() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
        let beside = |wanted: &Wanted| std::fs::read_to_string(folder.join(format!("{}.policy.md", wanted.id))).ok();
        for entry in std::fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("it is text");
            let policy = Policy::load_with(&text, &beside).expect("it loads");
            let (readings, mut slots) = (Readings::default(), Vec::new());
            let kernel = policy.kernel(&readings);
            let found = regions(&kernel);
            assert!(found.whole, "{}", path.display());
            let mut sampler = Sampler::new(&policy, &readings, 5, 0);
            for _ in 0..1_000 {
                let cells = sampler.cells();
                kernel.run(&cells, &mut slots);
                let (_, reason) = kernel.verdict(&slots);
                let own: Vec<&Region> =
                    found.decided.iter().filter(|region| holds(&region.area, &kernel, &cells)).collect();
                let [region] = own.as_slice() else { panic!("{} {cells:?}: {own:?}", path.display()) };
                let agrees = match &region.kind {
                    Kind::Refused(place) => reason == kernel.checks[*place].reason,
                    Kind::Gap => reason == PENDING,
                    Kind::NoAward => reason == NO_AWARD,
                    Kind::Awarded(_) => kernel.award(&slots).is_some(),
                };
                assert!(agrees || !region.sure, "{} {cells:?}: {region:?}", path.display());
                for paid in found.paid.iter().filter(|paid| holds(&paid.area, &kernel, &cells)) {
                    let amount = slots[kernel.awards[paid.award].amount].value;
                    assert!((paid.amount.low..=paid.amount.high).contains(&amount), "{paid:?} {amount}");
                }
            }
        }
    }
}
