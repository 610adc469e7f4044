//! Questions about a policy as SMT-LIB 2 text for a solver, and its answers as claims, decided anew by the policy itself.
//!
//! Every fact is taken to be known and within its declared range, dates between 1900 and 2999. Nothing here runs a solver.

mod answer;
mod dates;
mod domain;
mod term;
mod verdict;

use crate::decision::Outcome;
use crate::diagnostics::Diagnostics;
use crate::engine::code::Code;
use crate::facts::{Facts, Readings};
use crate::kernel::{Kernel, KernelFact, settled};
use crate::lines::write_claim;
use crate::policy::Policy;
use crate::syntax::report::both;
use crate::text::Text;
use answer::Said;
use domain::{Domain, Side, read_by};
use term::{Script, encode};
use verdict::{Reasons, Verdict, define};

/// What is to be proven.
pub struct Question<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// Another one, to be compared with it: the same awards, and nobody worse off.
    pub against: Option<&'a Policy>,
    /// A condition in the policy's own language; only claims that meet it are asked about.
    pub region: Option<&'a str>,
    /// The readings in force.
    pub readings: Readings,
    /// Whether every combination of readings is asked about, instead of those; not with another policy.
    pub any_reading: bool,
}

/// Why nothing can be asked.
#[derive(Debug, thiserror::Error)]
pub enum Unprovable {
    /// The condition cannot be read; the findings say why.
    #[error("the region is not a condition of this policy")]
    Region(Diagnostics),
    /// A fact of both policies has different types.
    #[error("`{0}` is of different types in the two policies")]
    Types(String),
}

/// One thing to be proven: that no claim is as asked.
pub struct Obligation<'a> {
    /// Such as `decided`; the same from run to run.
    pub id: String,
    /// What is proven when no claim is found, in both tongues.
    pub says: Text,
    lines: Vec<String>,
    is_linear: bool,
    values: Vec<String>,
    ask: Ask,
    domain: Domain,
    question: &'a Question<'a>,
}

/// What a claim must show to refute.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Ask {
    Undecided,
    Falls(String),
    AboveLimit,
    AbovePaid(Vec<String>),
    Differs,
    WorseOff,
}

/// What came of an obligation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It holds for every claim.
    Proven,
    /// It does not, on this claim.
    Refuted(Shown),
    /// Neither is known.
    Unknown(String),
}

/// A claim that refutes, decided by the policy itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The claim as a line for `policy decide`.
    pub claim: String,
    /// The second claim, where two are compared.
    pub other: Option<String>,
    /// The readings it is decided under.
    pub readings: Readings,
    /// What each gets: fen and reason.
    pub outcomes: Vec<(i64, String)>,
}

/// The obligations of a question.
pub fn obligations<'a>(question: &'a Question<'a>) -> Result<Vec<Obligation<'a>>, Unprovable> {
    let kernel = kernel_of(question.policy, question);
    let region = question.region.map(|text| region(question, text)).transpose()?;
    let mut domain = Domain::default();
    let mut facts = kernel.facts.clone();
    facts.extend(region.iter().flat_map(|code| read_by(question.policy, code)));
    domain.add(question.policy, &facts).map_err(Unprovable::Types)?;
    domain.ask(question.policy, &kernel.code);
    if let Some(code) = &region {
        domain.ask(question.policy, code);
    }
    let other = question.against.map(|policy| (policy, policy.kernel(&question.readings)));
    if let Some((policy, kernel)) = &other {
        domain.add(policy, &kernel.facts).map_err(Unprovable::Types)?;
    }
    let base = Base { question, kernel, other, region, domain };
    Ok(base.all())
}

fn kernel_of(policy: &Policy, question: &Question<'_>) -> Kernel {
    if question.any_reading && question.against.is_none() {
        Kernel::open(policy.plan(), policy.compiled())
    } else {
        policy.kernel(&question.readings)
    }
}

/// The condition as code: it is read as one more quantity of the document.
fn region(question: &Question<'_>, text: &str) -> Result<Code, Unprovable> {
    let text = text.replace(['\n', '\r', '`'], " ");
    let source = question.policy.source();
    let document = format!(
        "{source}\n\n## 证明范围\n\n```policy\n计算 证明范围 prove_region \"Region to prove\"：是否 为 {text}\n```\n"
    );
    let policy = Policy::load(&document).map_err(Unprovable::Region)?;
    let found = policy.compiled().quantities.iter().find(|(id, ..)| id == "prove_region");
    let is_open = question.any_reading && question.against.is_none();
    let switches = if is_open { Vec::new() } else { policy.decider().switches(&question.readings) };
    Ok(found.map(|(_, code, slot, _)| settled(code, *slot, &switches)).unwrap_or_default())
}

/// What all obligations of a question have in common.
struct Base<'a> {
    question: &'a Question<'a>,
    kernel: Kernel,
    other: Option<(&'a Policy, Kernel)>,
    region: Option<Code>,
    domain: Domain,
}

impl<'a> Base<'a> {
    fn all(&self) -> Vec<Obligation<'a>> {
        let mut found = vec![self.decided(), self.within_limits()];
        let paid = self.kernel.paid();
        found.extend(paid.iter().map(|fact| self.never_falls(fact)));
        found.extend(self.within_paid(&paid));
        if self.other.is_some() {
            found.push(self.compared(Ask::Differs));
            found.push(self.compared(Ask::WorseOff));
        }
        found
    }

    fn side<'s>(&'s self, renamed: Option<(&'s str, &'s str)>) -> Side<'s> {
        Side { policy: self.question.policy, domain: &self.domain, renamed }
    }

    /// The declarations, the region, and the policy's verdict.
    fn start(&self) -> (Script, Reasons, Verdict) {
        let mut script = Script { lines: self.domain.lines(), is_linear: true };
        let mut reasons = Reasons::default();
        if let Some(code) = &self.region {
            let terms = encode(&mut script, "r", code, &self.side(None));
            let holds =
                terms.last().map_or_else(|| "true".to_owned(), |term| format!("(and {} {})", term.has(), term.bool()));
            script.lines.push(format!("(assert {holds})"));
        }
        let verdict = define(&mut script, &mut reasons, "a", &self.kernel, &self.side(None));
        (script, reasons, verdict)
    }

    fn obligation(&self, id: String, says: Text, (script, asked): (Script, String), ask: Ask) -> Obligation<'a> {
        let mut lines = script.lines;
        lines.push(format!("(assert {asked})"));
        let mut values = self.domain.names();
        values.extend(matches!(ask, Ask::Falls(_)).then(|| MORE.to_owned()));
        let (domain, is_linear) = (self.domain.clone(), script.is_linear);
        Obligation { id, says, lines, is_linear, values, ask, domain, question: self.question }
    }

    fn decided(&self) -> Obligation<'a> {
        let (script, mut reasons, verdict) = self.start();
        let asked = format!("(or {} (= {} {}))", verdict.open, verdict.reason, reasons.of("NO_AWARD"));
        let says = both("范围之内的每件申报都有结果", "every claim within the declared ranges is decided");
        self.obligation("decided".to_owned(), says, (script, asked), Ask::Undecided)
    }

    fn within_limits(&self) -> Obligation<'a> {
        let (script, _, verdict) = self.start();
        let asked = format!("(and {} (not {}))", verdict.awarded, verdict.capped);
        let says = both("补贴额从不超过它的任何限额", "no award is above any of its limits");
        self.obligation("within-limits".to_owned(), says, (script, asked), Ask::AboveLimit)
    }

    fn never_falls(&self, fact: &KernelFact) -> Obligation<'a> {
        let (mut script, mut reasons, less) = self.start();
        if let Some(variable) = self.domain.variables.get(&fact.id) {
            script.lines.extend(variable.declare(MORE));
            script.lines.push(format!("(assert (<= {} {MORE}))", variable.name()));
        }
        let more = define(&mut script, &mut reasons, "b", &self.kernel, &self.side(Some((&fact.id, MORE))));
        let asked = format!("(and {} {} (< {} {}))", less.awarded, more.awarded, more.award, less.award);
        let name = self.question.policy.plan().fact(&fact.id).map(|fact| fact.text.zh.clone()).unwrap_or_default();
        let says =
            both(format!("「{name}」多了，补贴额从不减少"), format!("the award never falls when `{}` grows", fact.id));
        self.obligation(format!("never-falls {}", fact.id), says, (script, asked), Ask::Falls(fact.id.clone()))
    }

    /// Only where every award is a share of what was paid.
    fn within_paid(&self, paid: &[KernelFact]) -> Option<Obligation<'a>> {
        let shares = |award: &crate::kernel::KernelAward| self.kernel.is_share(award.amount);
        if paid.is_empty() || !self.kernel.awards.iter().all(shares) {
            return None;
        }
        let (script, _, verdict) = self.start();
        let names: Vec<String> =
            paid.iter().filter_map(|fact| self.domain.variables.get(&fact.id)).map(domain::Variable::name).collect();
        let asked = format!("(> {} {})", verdict.award, term::join("+", &names, "0"));
        let ids: Vec<String> = paid.iter().map(|fact| fact.id.clone()).collect();
        let says = both("补贴额从不超过实际支付", format!("no award is above what was paid ({})", ids.join(" + ")));
        Some(self.obligation("within-paid".to_owned(), says, (script, asked), Ask::AbovePaid(ids)))
    }

    fn compared(&self, ask: Ask) -> Obligation<'a> {
        let (mut script, mut reasons, here) = self.start();
        let there = self.other.as_ref().map(|(policy, kernel)| {
            let side = Side { policy, domain: &self.domain, renamed: None };
            define(&mut script, &mut reasons, "b", kernel, &side)
        });
        let (award, reason) = there.map(|there| (there.award, there.reason)).unwrap_or_default();
        let is_same = ask == Ask::Differs;
        let (id, says, asked) = if is_same {
            let says = both("两份政策判定相同", "both policies decide alike");
            ("same", says, format!("(or (not (= {} {award})) (not (= {} {reason})))", here.award, here.reason))
        } else {
            let says = both("改用另一份，没有人的补贴额变少", "nobody gets less under the other policy");
            ("nobody-worse", says, format!("(< {award} {})", here.award))
        };
        self.obligation(id.to_owned(), says, (script, asked), ask)
    }
}

/// The larger value of the fact that grows.
const MORE: &str = "|more|";

impl Obligation<'_> {
    /// The script: a solver that answers `unsat` has proven it.
    pub fn script(&self) -> String {
        let logic = if self.is_linear { "QF_LIA" } else { "QF_NIA" };
        let mut text = format!("; {}\n(set-option :produce-models true)\n(set-logic {logic})\n", self.says.en);
        for line in &self.lines {
            text.push_str(line);
            text.push('\n');
        }
        text + &format!("(check-sat)\n(get-value ({}))\n", self.values.join(" "))
    }

    /// What the output of a solver says; a claim it names is decided by the policy itself before it is believed.
    pub fn answer(&self, output: &str) -> Answer {
        let model = match answer::read(output) {
            Said::Unsatisfiable => return Answer::Proven,
            Said::Unknown(words) => return Answer::Unknown(words),
            Said::Model(model) => model,
        };
        let Some(claim) = self.domain.claim(&model) else {
            return Answer::Unknown("the solver's model is not a claim".to_owned());
        };
        let readings = self.domain.readings(&self.question.readings, &model);
        let more = if let Ask::Falls(id) = &self.ask {
            let value = model.get(MORE).and_then(|value| self.domain.value(id, *value));
            value.map(|value| claim.clone().with(id, value))
        } else {
            None
        };
        self.confirmed(&claim, more.as_ref(), readings)
    }

    fn confirmed(&self, claim: &Facts, more: Option<&Facts>, readings: Readings) -> Answer {
        let policy = self.question.policy;
        let mut outcomes = vec![policy.outcome(claim, &readings)];
        outcomes.extend(more.map(|facts| policy.outcome(facts, &readings)));
        let compared = self.question.against.filter(|_| matches!(self.ask, Ask::Differs | Ask::WorseOff));
        outcomes.extend(compared.map(|other| other.outcome(claim, &readings)));
        let award = |at: usize| outcomes.get(at).map_or(0, |outcome| outcome.award().fen());
        let reason = |at: usize| outcomes.get(at).map_or("", Outcome::reason);
        let shows = match &self.ask {
            Ask::Undecided => matches!(outcomes[0], Outcome::Pending { .. }) || reason(0) == "NO_AWARD",
            Ask::Falls(_) | Ask::WorseOff => award(1) < award(0),
            Ask::Differs => award(0) != award(1) || reason(0) != reason(1),
            Ask::AboveLimit => award(0) > 0,
            Ask::AbovePaid(ids) => {
                let paid = |id: &String| {
                    if let Some(crate::value::Value::Money(fen)) = claim.value(id) { fen.fen() } else { 0 }
                };
                award(0) > ids.iter().map(paid).fold(0, i64::saturating_add)
            }
        };
        if !shows {
            return Answer::Unknown(
                "the policy itself does not confirm the solver's claim; please report this".to_owned(),
            );
        }
        Answer::Refuted(Shown {
            claim: write_claim(policy, claim),
            other: more.map(|facts| write_claim(policy, facts)),
            readings,
            outcomes: outcomes.iter().map(|outcome| (outcome.award().fen(), outcome.reason().to_owned())).collect(),
        })
    }
}
