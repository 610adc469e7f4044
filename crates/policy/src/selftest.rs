//! The self-test of a policy: claims at every bound of its numbers are decided in both ways there are, with every step
//! and folded, and each answer is held against what no award may be.
//!
//! It proves nothing about claims between the bounds: [`Policy::analysis`] looks at all of them at once, and `policy prove`
//! asks a solver. This runs the machine itself, as it will run on the claims of people.

mod drawn;

use crate::analysis::{places, readings};
use crate::decide::{Decider, Inputs};
use crate::diagnostics::Diagnostics;
use crate::engine::code::Cell;
use crate::facts::{Facts, Readings};
use crate::kernel::Kernel;
use crate::lines::write_claim;
use crate::money::Fen;
use crate::policy::Policy;
use crate::sample::Random;
use crate::syntax::report::{Report, Span, both};
use crate::text::{Lang, Text};
use crate::value::Value;
use drawn::{Drawn, Kind};

/// The most claims under the default readings, by kind.
const CLAIMS: [(Kind, u64); 3] = [(Kind::Bound, 12_000), (Kind::TwoBounds, 4_000), (Kind::Unknown, 1_000)];
/// The most claims under all other readings together.
const CLAIMS_OF_OTHERS: u64 = 3_000;

/// What a self-test tried, and what it found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SelfTest {
    /// How many claims were decided; the same for the same policy.
    pub claims: u64,
    /// What must not be: nothing, in a sound policy and a sound program.
    pub found: Diagnostics,
}

/// What must not be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    /// The folded decision says something else than the one with all steps: another award or another reason.
    Differs,
    /// An award above one of its limits.
    AboveLimit,
    /// An award below nothing.
    BelowNothing,
    /// A share of what was paid that is more than what was paid.
    AbovePaid,
}

impl Policy {
    /// Decides claims at every bound of every number, one below, on and one above, with every member and every flag: the
    /// same ones each time, at most 20,000, spread over all where there are more.
    pub fn self_test(&self) -> SelfTest {
        let all = readings(self);
        let others = u64::try_from(all.len()).unwrap_or(u64::MAX).saturating_sub(1).max(1);
        let mut report = Report::new(self.source());
        let mut claims = 0;
        for (number, (readings, name)) in all.iter().enumerate() {
            let kernel = self.kernel(readings);
            let kinds = if number == 0 { CLAIMS.to_vec() } else { vec![(Kind::Bound, CLAIMS_OF_OTHERS / others)] };
            let mut trial = Trial::new(self, readings, &kernel);
            claims += trial.run(&kinds);
            trial.tell(name.as_ref(), &mut report);
        }
        SelfTest { claims, found: report.finish() }
    }
}

/// A policy under some readings, with the decision folded for them.
struct Trial<'a> {
    policy: &'a Policy,
    readings: Readings,
    decider: Decider<'a>,
    kernel: &'a Kernel,
    inputs: Inputs,
    whole: Vec<Cell>,
    folded: Vec<Cell>,
    /// The amounts that all awards are shares of; nothing where some award is no share.
    paid: Option<Vec<usize>>,
    /// The first claim for each fault.
    faults: Vec<(Fault, Vec<Cell>)>,
}

impl<'a> Trial<'a> {
    fn new(policy: &'a Policy, readings: &Readings, kernel: &'a Kernel) -> Self {
        let decider = policy.decider();
        let inputs = decider.inputs(&Facts::new(), readings);
        let paid: Vec<usize> = kernel.paid().iter().map(|fact| fact.number).collect();
        let is_share = !paid.is_empty() && kernel.awards.iter().all(|award| kernel.is_share(award.amount));
        let paid = is_share.then_some(paid);
        let readings = readings.clone();
        Self {
            policy,
            readings,
            decider,
            kernel,
            inputs,
            whole: Vec::new(),
            folded: Vec::new(),
            paid,
            faults: Vec::new(),
        }
    }

    /// Decides so many claims of each kind at most; how many it were.
    fn run(&mut self, kinds: &[(Kind, u64)]) -> u64 {
        let drawn = Drawn::new(self.kernel, self.policy.compiled().ratio_unit / 10_000);
        let mut claims = 0;
        for (kind, most) in kinds {
            let all = drawn.count(*kind);
            for number in 0..all.min(*most) {
                drawn.claim(*kind, spread(number, all, *most), &mut self.inputs.facts);
                if let Some(fault) = self.fault() {
                    let is_known = self.faults.iter().any(|(have, _)| *have == fault);
                    let claim = || (fault, self.inputs.facts.clone());
                    self.faults.extend((!is_known).then(claim));
                }
            }
            claims += all.min(*most);
        }
        claims
    }

    /// What is wrong with the decision on the claim at hand.
    fn fault(&mut self) -> Option<Fault> {
        let program = &self.decider.compiled.program;
        self.decider.run_into(&program.code, &self.inputs, &mut self.whole);
        self.kernel.run(&self.inputs.facts, &mut self.folded);
        let outcome = self.decider.read_outcome(&self.whole);
        let (award, reason) = self.kernel.verdict(&self.folded);
        if (outcome.award(), outcome.reason()) != (award, self.kernel.code_of(reason)) {
            return Some(Fault::Differs);
        }
        self.kernel.award(&self.folded)?;
        if award < Fen::ZERO {
            return Some(Fault::BelowNothing);
        }
        let applies = |guard: Option<usize>| guard.is_none_or(|guard| self.whole[guard] == Cell::known(1));
        let above = program
            .awards
            .iter()
            .filter(|award| applies(award.guard))
            .any(|award| award.cuts.iter().any(|cut| self.whole[award.amount].value > self.whole[cut.limit].value));
        if above {
            return Some(Fault::AboveLimit);
        }
        let paid = self.paid.as_ref()?.iter().map(|fact| self.inputs.facts[*fact].get().map(Fen::new));
        let paid = Fen::sum(paid.collect::<Option<Vec<Fen>>>()?)?;
        (award > paid).then_some(Fault::AbovePaid)
    }

    /// Every fault with its claim.
    fn tell(&self, under: Option<&Text>, report: &mut Report) {
        let start = Span { line: 1, column: 1, length: 1 };
        let plan = places::declaration(self.policy.source(), &self.policy.plan().id);
        for (fault, cells) in &self.faults {
            let claim = self.claim(cells);
            let message = self.words(*fault, &claim);
            let message = under.map_or_else(
                || message.clone(),
                |name| both(format!("{}{}", name.zh, message.zh), format!("{}{}", name.en, message.en)),
            );
            let line = write_claim(self.policy, &claim);
            let help = both(format!("例：{line}"), format!("example: {line}"));
            match fault {
                Fault::Differs | Fault::AboveLimit => report.error("E19", start, message, help),
                Fault::BelowNothing | Fault::AbovePaid => report.warning("W08", plan, message, help),
            }
        }
    }

    fn claim(&self, cells: &[Cell]) -> Facts {
        self.kernel.facts.iter().fold(Facts::new(), |claim, fact| {
            let value = self.decider.public_value(fact.ty, cells[fact.number]);
            value.into_iter().fold(claim, |claim, value| claim.with(&fact.id, value))
        })
    }

    fn words(&self, fault: Fault, claim: &Facts) -> Text {
        let outcome = self.policy.outcome(claim, &self.readings);
        let show = |fen: Fen, lang| self.policy.plan().show("", &Value::Money(fen), lang);
        let award = [Lang::Zh, Lang::En].map(|lang| show(outcome.award(), lang));
        let [zh, en] = &award;
        match fault {
            Fault::Differs => {
                let mut slots = Vec::new();
                self.kernel.run(&self.decider.inputs(claim, &self.readings).facts, &mut slots);
                let (fen, reason) = self.kernel.verdict(&slots);
                let (folded, code) = ([Lang::Zh, Lang::En].map(|lang| show(fen, lang)), self.kernel.code_of(reason));
                let (reason, [folded_zh, folded_en]) = (outcome.reason(), &folded);
                both(
                    format!("逐步判定得 {zh}（{reason}），化简后判定得 {folded_zh}（{code}），这是程序的错误"),
                    format!(
                        "step by step the award is {en} ({reason}), folded it is {folded_en} ({code}); this is a mistake of the program"
                    ),
                )
            }
            Fault::AboveLimit => both(
                format!("补贴额 {zh} 超过它的一个限额，这是程序的错误"),
                format!("the award of {en} is above one of its limits; this is a mistake of the program"),
            ),
            Fault::BelowNothing => both(format!("补贴额 {zh} 低于零"), format!("the award of {en} is below nothing")),
            Fault::AbovePaid => both(
                format!("补贴额 {zh} 超过所按比例计算的金额"),
                format!("the award of {en} is above the amounts it is a share of"),
            ),
        }
    }
}

/// The number of one of `most` claims spread over `all`: every one where there are no more, else one out of each stretch.
fn spread(number: u64, all: u64, most: u64) -> u64 {
    if all <= most {
        return number;
    }
    let at = |number: u64| u64::try_from(u128::from(number) * u128::from(all) / u128::from(most.max(1))).unwrap_or(0);
    at(number) + Random::new(number).below(at(number + 1) - at(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

    fn shenyang() -> Policy {
        Policy::load(SOURCE).expect("the shipped document loads")
    }

    /// A copy with one passage changed, as a wrong machine.
    fn wrong(from: &str, to: &str) -> Policy {
        assert!(SOURCE.contains(from), "{from}");
        shenyang().supposed(&SOURCE.replacen(from, to, 1)).expect("the copy loads")
    }

    /// What is said where the folded decision is that of another policy.
    fn told(kernel: &Kernel) -> Vec<(String, String)> {
        let policy = shenyang();
        let readings = Readings::default();
        let mut trial = Trial::new(&policy, &readings, kernel);
        trial.run(&CLAIMS);
        let mut report = Report::new(SOURCE);
        trial.tell(None, &mut report);
        report.finish().0.into_iter().map(|one| (one.message.en, one.help.en)).collect()
    }

    #[test]
    fn every_bound_meets_every_member_and_every_flag() {
        let policy = shenyang();
        let kernel = policy.kernel(&Readings::default());
        let drawn = Drawn::new(&kernel, policy.compiled().ratio_unit / 10_000);
        let fact = |id: &str| kernel.facts.iter().find(|fact| fact.id == id).expect("it is read").number;
        let (stream, kind) = (fact("stream"), fact("kind"));
        let flags = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"].map(fact);
        let bounds = [
            ("revenue_fen", [2_000_000_000, 40_000_000_000, 500_000_000_000].as_slice()),
            ("revenue_fen", [50_000_000, 1_000_000_000, 10_000_000_000].as_slice()),
            ("paid_fen", [400_000_000, 300_000_000, 200_000_000, 60_000_000].as_slice()),
            ("paid_fen", [100_000_000, 40_000_000, 20_000_000].as_slice()),
            ("years_used", [3].as_slice()),
        ];
        let around = |bound: &i64| [bound - 1, *bound, bound + 1];
        let of_bounds = bounds.iter().map(|(id, bounds)| (fact(id), bounds.iter().flat_map(around).collect()));
        let days = vec![20_180_916, 20_180_917, 20_180_918, 20_221_230, 20_221_231, 20_230_101];
        let wanted: Vec<(usize, Vec<i64>)> = of_bounds.chain([(fact("service_date"), days)]).collect();

        let (all, most) = (drawn.count(Kind::Bound), CLAIMS[0].1);
        assert!(all <= most, "all {all} are tried");
        let mut cells = vec![Cell::UNKNOWN; policy.plan().facts.len()];
        let mut seen = BTreeSet::new();
        for number in 0..all {
            drawn.claim(Kind::Bound, number, &mut cells);
            let value = |fact: usize| cells[fact].get().expect("it is known");
            for (number, _) in &wanted {
                seen.extend(flags.map(|flag| (*number, value(*number), value(stream), value(kind), flag, value(flag))));
            }
        }
        for (number, value) in wanted.iter().flat_map(|(fact, values)| values.iter().map(|value| (*fact, *value))) {
            for (stream, kind) in (0..3).flat_map(|stream| (0..4).map(move |kind| (stream, kind))) {
                for (flag, yes) in flags.iter().flat_map(|flag| [(*flag, 0), (*flag, 1)]) {
                    let claim = (number, value, stream, kind, flag, yes);
                    assert!(seen.contains(&claim), "{claim:?}");
                }
            }
        }
    }

    #[test]
    fn a_folded_decision_that_is_a_fen_off_is_found_with_a_claim() {
        let kernel = |from: &str, to: &str| wrong(from, to).kernel(&Readings::default());
        let found = told(&kernel("| 4亿元起 | 150万元 |", "| 4亿元起 | 1500000.01元 |"));
        let [(message, help)] = found.as_slice() else { unreachable!("{found:?}") };
        assert_eq!(
            message,
            "step by step the award is 1,500,000 yuan (CAPPED), folded it is 1,500,000.01 yuan (FULL); this is a mistake of the program"
        );
        assert!(help.contains(r#""stream":"industrial""#), "{help}");

        for (from, to) in [
            ("| 4亿元起 | 150万元 |", "| 400000000.01元起 | 150万元 |"),
            ("服务起始日 在 期限首日 至 2022-12-31；", "服务起始日 在 期限首日 至 2022-12-30；"),
            ("至多 3个年度 已用", "至多 2个年度 已用"),
            ("年度实际支付额 超过 0元；", "年度实际支付额 超过 0.01元；"),
            ("须 行业相符；", "须 行业相符 或 独立法人；"),
        ] {
            assert_eq!(told(&kernel(from, to)).len(), 1, "{from} -> {to}");
        }
        assert_eq!(told(&shenyang().kernel(&Readings::default())), []);
    }

    #[test]
    fn an_award_that_forgets_its_limit_is_found() {
        let policy = shenyang();
        let mut compiled = policy.compiled().clone();
        for award in &mut compiled.program.awards {
            award.amount = award.cuts[0].before;
        }
        let readings = Readings::default();
        let kernel = Kernel::new(policy.plan(), &compiled, &readings);
        let mut trial = Trial::new(&policy, &readings, &kernel);
        trial.decider = Decider::new(policy.plan(), &compiled);
        trial.run(&CLAIMS);
        assert_eq!(trial.faults.iter().map(|(fault, _)| *fault).collect::<Vec<_>>(), [Fault::AboveLimit]);
    }

    #[test]
    fn claims_are_spread_over_all_and_none_is_tried_twice() {
        for (all, most) in [(5, 10), (10, 10), (10_007, 100), (u64::MAX, 3)] {
            let tried: BTreeSet<u64> = (0..all.min(most)).map(|number| spread(number, all, most)).collect();
            assert_eq!(u64::try_from(tried.len()), Ok(all.min(most)));
            assert!(tried.iter().all(|number| *number < all), "{all} {most}");
        }
    }
}
