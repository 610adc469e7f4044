//! What a document gives as a whole: claims that no rule decides, rules that no claim reaches, awards that fall or jump.
//!
//! All claims within the declared ranges are taken apart into areas on which the decision is one formula, under the
//! default readings and under each other option of each open question. Every finding about claims names one on which the
//! ordinary way of deciding shows it; what is said to happen never is said only where no area was given up.

pub(crate) mod area;
mod findings;
pub(crate) mod places;
pub(crate) mod regions;
pub(crate) mod span;
pub(crate) mod split;

use crate::diagnostics::Diagnostics;
use crate::engine::code::Op;
use crate::facts::Readings;
use crate::kernel::Kernel;
use crate::policy::Policy;
use crate::syntax::report::both;
use crate::text::Text;
use regions::{Regions, regions};

/// The decision under some readings, taken apart.
pub(crate) struct View {
    pub readings: Readings,
    /// The reading that is not the default, in words.
    pub name: Option<Text>,
    pub kernel: Kernel,
    pub regions: Regions,
}

impl Policy {
    /// Looks at the decisions on all claims at once: warnings and information, in document order.
    pub fn analysis(&self) -> Diagnostics {
        findings::find(self, &views(self))
    }
}

/// The decision taken apart under each of these readings.
fn views(policy: &Policy) -> Vec<View> {
    let view = |(readings, name)| {
        let kernel = policy.kernel(&readings);
        let regions = regions(&kernel);
        View { readings, name, kernel, regions }
    };
    readings(policy).into_iter().map(view).collect()
}

/// The default readings, then each other option of each open question that a decision asks, with what is said of it.
pub(crate) fn readings(policy: &Policy) -> Vec<(Readings, Option<Text>)> {
    let mut all = vec![(Readings::default(), None)];
    for (number, switch) in policy.plan().switches.iter().enumerate() {
        if !policy.compiled().program.code.ops.contains(&Op::Switch(number)) {
            continue;
        }
        for option in switch.options.iter().filter(|option| !option.default) {
            let name = both(
                format!("「{}」按「{}」时：", switch.text.zh, option.text.zh),
                format!("with {}={}: ", switch.id, option.id),
            );
            all.push((Readings::default().with(&switch.id, &option.id), Some(name)));
        }
    }
    all
}
