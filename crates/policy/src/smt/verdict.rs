//! What a policy says of a claim, as definitions.

use super::term::{Leaves, Script, Sort, Term, encode, join, number};
use crate::kernel::Kernel;

/// The names of what is defined.
pub(super) struct Verdict {
    /// Some fact that matters gives no value though it is known.
    pub open: String,
    /// Every requirement holds and some award applies.
    pub awarded: String,
    /// Fen; 0 where nothing is awarded.
    pub award: String,
    /// The number of the reason among all reasons of a script.
    pub reason: String,
    /// Every award that applies is within each of its limits.
    pub capped: String,
}

/// The reasons of a script, so that those of two policies can be compared.
#[derive(Default)]
pub(super) struct Reasons(Vec<String>);

impl Reasons {
    /// The number of a code, added where it is new.
    pub fn of(&mut self, code: &str) -> String {
        let at = self.0.iter().position(|have| have == code).unwrap_or_else(|| {
            self.0.push(code.to_owned());
            self.0.len() - 1
        });
        at.to_string()
    }
}

/// Defines a policy's verdict under a prefix.
pub(super) fn define(
    script: &mut Script,
    reasons: &mut Reasons,
    prefix: &str,
    kernel: &Kernel,
    leaves: &dyn Leaves,
) -> Verdict {
    let terms = encode(script, prefix, &kernel.code, leaves);
    let mut lines = Lines { prefix, lines: &mut script.lines };
    let fails = |term: &Term| format!("(and {} (not {}))", term.has(), term.bool());
    let failing: Vec<String> = kernel.checks.iter().map(|check| fails(&terms[check.slot])).collect();
    let failed = lines.define("failed", "Bool", &join("or", &failing, "false"));

    let guard = |award: &crate::kernel::KernelAward| {
        award.guard.map_or_else(|| Term::new("true", Sort::Bool), |slot| terms[slot].clone())
    };
    let mut opens: Vec<String> = kernel
        .checks
        .iter()
        .filter_map(|check| terms[check.slot].defined.as_ref())
        .map(|has| format!("(not {has})"))
        .collect();
    for award in &kernel.awards {
        let (guard, amount) = (guard(award), &terms[award.amount]);
        if guard.defined.is_some() || amount.defined.is_some() {
            opens.push(format!("(not {})", guard.has()));
            opens.push(format!("(and {} (not {}))", guard.bool(), amount.has()));
        }
    }
    let open = format!("(and (not {failed}) {})", join("or", &opens, "false"));
    let open = lines.define("open", "Bool", &open);
    let applying: Vec<String> = kernel.awards.iter().map(|award| guard(award).bool()).collect();
    let awarded = format!("(and (not {failed}) (not {open}) {})", join("or", &applying, "false"));
    let awarded = lines.define("awarded", "Bool", &awarded);
    let amounts: Vec<String> = kernel
        .awards
        .iter()
        .map(|award| format!("(ite {} {} 0)", guard(award).bool(), terms[award.amount].int()))
        .collect();
    let award = lines.define("award", "Int", &format!("(ite {awarded} {} 0)", join("+", &amounts, "0")));

    let mut within = Vec::new();
    let mut reason = reasons.of("FULL");
    for award in kernel.awards.iter().rev() {
        let mut own = reason.clone();
        for cut in &award.cuts {
            let (before, limit) = (terms[cut.before].int(), terms[cut.limit].int());
            own = format!("(ite (> {before} {limit}) {} {own})", reasons.of(kernel.code_of(cut.reason)));
            within.push(format!("(=> {} (<= {} {limit}))", guard(award).bool(), terms[award.amount].int()));
        }
        reason = lines.define("reason", "Int", &format!("(ite {} {own} {reason})", guard(award).bool()));
    }
    let refused = format!("(ite {open} {} (ite {awarded} {reason} {}))", reasons.of("PENDING"), reasons.of("NO_AWARD"));
    let grounds = kernel.checks.iter().zip(&failing).rev();
    let reason = grounds.fold(refused, |rest, (check, fails)| {
        format!("(ite {fails} {} {rest})", reasons.of(kernel.code_of(check.reason)))
    });
    let reason = lines.define("reason", "Int", &reason);
    let capped = lines.define("capped", "Bool", &join("and", &within, "true"));
    Verdict { open, awarded, award, reason, capped }
}

/// Adds definitions under a prefix, each name once.
struct Lines<'a> {
    prefix: &'a str,
    lines: &'a mut Vec<String>,
}

impl Lines<'_> {
    fn define(&mut self, name: &str, sort: &str, text: &str) -> String {
        let name = format!("{}{name}.{}", self.prefix, number(i64::try_from(self.lines.len()).unwrap_or(0)));
        self.lines.push(format!("(define-fun {name} () {sort} {text})"));
        name
    }
}
