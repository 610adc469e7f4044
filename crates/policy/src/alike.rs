//! Whether two documents are the same program, whatever their words.

use crate::engine::code::Op;
use crate::kernel::Kernel;
use crate::policy::Policy;

impl Policy {
    /// Whether both decide every claim alike, under every reading, because the same program is left of them. `false` says
    /// only that this does not show it.
    pub fn decides_alike(&self, other: &Self) -> bool {
        // What a rule is called decides nothing.
        let unnamed = |policy: &Self| Kernel { names: Vec::new(), ..Kernel::open(policy.plan(), policy.compiled()) };
        let here = unnamed(self);
        let questions = |policy: &Self| -> Vec<(String, Vec<String>, i64)> {
            let asked = policy.plan().switches.iter().zip(&policy.compiled().defaults).enumerate();
            asked
                .filter(|(number, _)| here.code.ops.contains(&Op::Switch(*number)))
                .map(|(_, (one, default))| {
                    (one.id.clone(), one.options.iter().map(|o| o.id.clone()).collect(), *default)
                })
                .collect()
        };
        here == unnamed(other) && questions(self) == questions(other)
    }
}
