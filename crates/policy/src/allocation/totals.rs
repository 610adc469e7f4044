//! Sums of an allocation: by band, by group of a bound, and what is carried over.

use super::bounds::Bound;
use super::share::Ask;
use super::{BandTotal, BoundTotal, Carried, Claimant, Line, Reason};
use crate::money::Fen;

/// The sum of each band, in order.
pub(super) fn bands(asks: &[Ask], lines: &[Line]) -> Vec<BandTotal> {
    let mut found: Vec<BandTotal> = Vec::new();
    let mut last = None;
    for (ask, line) in asks.iter().zip(lines) {
        if last != Some(ask.band) {
            last = Some(ask.band);
            let band = line.band.clone().unwrap_or_default();
            found.push(BandTotal { band, claims: 0, awarded: Fen::ZERO, paid: Fen::ZERO });
        }
        if let Some(total) = found.last_mut() {
            total.claims += 1;
            total.awarded = Fen::new(total.awarded.fen() + line.award.fen());
            total.paid = Fen::new(total.paid.fen() + line.amount.fen());
        }
    }
    found
}

/// What each group of each bound gets.
pub(super) fn bounds(bounds: &[Bound], lines: &[Line]) -> Vec<BoundTotal> {
    let mut found = Vec::new();
    for bound in bounds {
        for (number, group) in bound.groups.iter().enumerate() {
            let mine = || lines.iter().zip(&bound.group_of).filter(|(_, of)| **of == Some(number));
            found.push(BoundTotal {
                number: bound.number,
                group: group.values.clone(),
                bound: group.bound,
                claims_paid: mine().filter(|(line, _)| line.amount > Fen::ZERO).count(),
                paid: Fen::new(mine().map(|(line, _)| line.amount.fen()).sum()),
            });
        }
    }
    found
}

/// What the money did not reach for. What a limit cuts is not owed any more.
pub(super) fn carried(claims: &[&Claimant], lines: &[Line]) -> Vec<Carried> {
    let mut found = Vec::new();
    for (claim, line) in claims.iter().zip(lines) {
        let amount = line.cuts.iter().filter(|cut| is_shortage(&cut.reason)).map(|cut| cut.amount.fen()).sum();
        if amount > 0 {
            found.push(Carried {
                id: claim.id.clone(),
                amount: Fen::new(amount),
                waited: claim.waited.saturating_add(1),
            });
        }
    }
    found
}

fn is_shortage(reason: &Reason) -> bool {
    match reason {
        Reason::Payable | Reason::Limit { .. } | Reason::Count { .. } => false,
        Reason::InPart
        | Reason::UsedUp
        | Reason::DoesNotFit
        | Reason::StopsHere
        | Reason::AfterTheStop
        | Reason::ProRata { .. } => true,
    }
}
