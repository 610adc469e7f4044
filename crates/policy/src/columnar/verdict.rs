//! What the steps of a block come to: the sum of the awards that apply, and one reason, as [`Kernel::verdict`] reads it.
//!
//! [`Kernel::verdict`]: crate::kernel::Kernel::verdict

use super::lanes::{Lane, alter, alter2};
use super::steps::{AwardSteps, Source, Steps};
use super::view::{Numbers, View};
use crate::kernel::{FULL, NO_AWARD, PENDING};

/// Two bytes a row.
#[derive(Default)]
pub(super) struct Room {
    /// 1 where something is awarded.
    awarded: Vec<u8>,
    /// 1 where a fact that matters is unknown; empty where none is.
    pending: Vec<u8>,
    /// Ones for guards that are not there.
    ones: Vec<u8>,
}

/// Reads the verdict of every row.
pub(super) fn read<'v>(
    steps: &Steps,
    view: impl Fn(Source) -> View<'v>,
    room: &mut Room,
    awards: &mut [i64],
    reasons: &mut [u8],
) {
    room.clear(awards.len());
    reasons.fill(FULL);
    awards.fill(0);
    for award in &steps.awards {
        room.add(award, &view, awards, reasons);
    }
    alter(reasons, &room.awarded, |reason, is_awarded| u8::pick(is_awarded, reason, NO_AWARD));
    for (_, source) in &steps.checks {
        if let Some(known) = view(*source).known {
            room.wait(|pending| alter(pending, known, |pending, known| pending | (known ^ 1)));
        }
    }
    if !room.pending.is_empty() {
        alter(reasons, &room.pending, |reason, is_pending| u8::pick(is_pending, PENDING, reason));
        alter(&mut room.awarded, &room.pending, |is_awarded, is_pending| is_awarded & (is_pending ^ 1));
    }
    for (code, source) in steps.checks.iter().rev() {
        let View { numbers, known } = view(*source);
        let (holds, code) = (bytes(numbers, &mut room.ones), *code);
        match known {
            None => alter(reasons, holds, |reason, holds| u8::pick(holds, reason, code)),
            Some(known) => {
                alter2(reasons, holds, known, |reason, holds, known| u8::pick(known & (holds ^ 1), code, reason));
            }
        }
        alter(&mut room.awarded, holds, |is_awarded, holds| is_awarded & holds);
    }
    alter(awards, &room.awarded, |award, is_awarded| i64::pick(is_awarded, award, 0));
}

/// Yes or no as bytes; one answer for all rows is spread out.
fn bytes<'v>(numbers: Numbers<'v>, ones: &'v mut [u8]) -> &'v [u8] {
    match numbers {
        Numbers::Bytes(bytes) => bytes,
        Numbers::One(number) => {
            ones.fill(u8::from(number != 0));
            ones
        }
        Numbers::Ints(_) | Numbers::Longs(_) => &[],
    }
}

impl Room {
    fn clear(&mut self, rows: usize) {
        self.awarded.clear();
        self.awarded.resize(rows, 0);
        self.ones.clear();
        self.ones.resize(rows, 1);
        self.pending.clear();
    }

    /// Marks rows as pending.
    fn wait(&mut self, mark: impl FnOnce(&mut [u8])) {
        self.pending.resize(self.awarded.len(), 0);
        mark(&mut self.pending);
    }

    /// Adds an award where it applies, and its reason where no award before it was cut.
    fn add<'v>(
        &mut self,
        award: &AwardSteps,
        view: &impl Fn(Source) -> View<'v>,
        awards: &mut [i64],
        reasons: &mut [u8],
    ) {
        let guard = award.guard.map(view);
        let amount = view(award.amount);
        let mut ones = std::mem::take(&mut self.ones);
        ones.fill(1);
        let applies =
            guard.map_or(&ones[..], |guard| if let Numbers::Bytes(bytes) = guard.numbers { bytes } else { &ones });
        if let Some(known) = guard.and_then(|guard| guard.known) {
            self.wait(|pending| alter(pending, known, |pending, known| pending | (known ^ 1)));
        }
        if let Some(known) = amount.known {
            self.wait(|pending| {
                alter2(pending, applies, known, |pending, applies, known| pending | (applies & (known ^ 1)));
            });
        }
        match amount.numbers {
            Numbers::One(amount) => {
                alter(awards, applies, |total, applies| total.wrapping_add(i64::pick(applies, amount, 0)));
            }
            Numbers::Longs(amount) => {
                alter2(awards, applies, amount, |total, applies, amount| {
                    total.wrapping_add(i64::pick(applies, amount, 0))
                });
            }
            Numbers::Bytes(_) | Numbers::Ints(_) => {}
        }
        for (code, lowered) in award.cuts.iter().rev() {
            let code = *code;
            let lower = |reason: u8, applies: u8, lowered: u8| {
                u8::pick(u8::from(reason == FULL) & applies & lowered, code, reason)
            };
            match view(*lowered).numbers {
                Numbers::Bytes(lowered) => alter2(reasons, applies, lowered, lower),
                Numbers::One(lowered) if lowered != 0 => {
                    alter(reasons, applies, |reason, applies| lower(reason, applies, 1));
                }
                Numbers::One(_) | Numbers::Ints(_) | Numbers::Longs(_) => {}
            }
        }
        alter(&mut self.awarded, applies, |is_awarded, applies| is_awarded | applies);
        self.ones = ones;
    }
}
