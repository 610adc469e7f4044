//! How one pot is shared out down an order. Pure arithmetic on whole fen; it knows no policy and no ledger.
//!
//! What is reserved for a line is its own under every method; the method shares out only what is free.

use policy::money::{ExactFen, Fen, Rounding};
use policy::plan::words::PayMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one line asks for, in fen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ask {
    /// What it is paid when there is enough; never more than its award.
    pub full: Fen,
    /// What is reserved for it.
    pub reserved: Fen,
}

impl Ask {
    /// What it is paid out of its own reservation.
    fn own(self) -> Fen {
        self.full.min(self.reserved)
    }

    /// What it needs of the free money.
    fn excess(self) -> Option<Fen> {
        self.full.sub(self.own())
    }
}

/// What one line gets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    /// An amount above zero.
    Paid(Fen),
    /// Nothing, and why.
    Nothing(WhyNot),
}

/// Why a line gets nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// The money was used up before its turn.
    UsedUp,
    /// It does not fit into what is left, and the policy passes such lines over.
    DoesNotFit,
    /// A line before it did not fit, and the policy stops there.
    AfterTheStop,
}

/// Why the money cannot be shared out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CannotShare {
    /// The policy pays everyone in full, and so much is missing.
    Short(Fen),
    /// An amount leaves 64 bits, or the granule is not above zero.
    TooLarge,
}

/// Shares the free money out among lines in their order. `granule` is the unit of a partial payment.
pub fn share(method: PayMethod, granule: Fen, asks: &[Ask], free: Fen) -> Result<Vec<Share>, CannotShare> {
    match method {
        PayMethod::InFull => in_full(asks, free),
        PayMethod::InOrderPartial => partial(granule, asks, free).ok_or(CannotShare::TooLarge),
        PayMethod::InOrderSkip => skip(asks, free).ok_or(CannotShare::TooLarge),
        PayMethod::InOrderStop => stop(asks, free).ok_or(CannotShare::TooLarge),
        PayMethod::ProRata => pro_rata(granule, asks, free).ok_or(CannotShare::TooLarge),
    }
}

fn excess_of_all(asks: &[Ask]) -> Option<Fen> {
    asks.iter().try_fold(Fen::ZERO, |sum, ask| sum.add(ask.excess()?))
}

fn in_full(asks: &[Ask], free: Fen) -> Result<Vec<Share>, CannotShare> {
    let needed = excess_of_all(asks).ok_or(CannotShare::TooLarge)?;
    if needed > free {
        return Err(CannotShare::Short(needed.sub(free).ok_or(CannotShare::TooLarge)?));
    }
    Ok(asks.iter().map(|ask| paid(ask.full)).collect())
}

fn paid(amount: Fen) -> Share {
    if amount > Fen::ZERO { Share::Paid(amount) } else { Share::Nothing(WhyNot::UsedUp) }
}

/// Down the order; the line that fits in part is paid in part, in whole granules.
fn partial(granule: Fen, asks: &[Ask], free: Fen) -> Option<Vec<Share>> {
    let mut left = free;
    let mut shares = Vec::new();
    for ask in asks {
        let from_free = ask.excess()?.min(left);
        let amount = whole_unless_full(ask.own().add(from_free)?, ask.full, granule)?;
        left = left.sub(amount.sub(ask.own())?.max(Fen::ZERO))?;
        shares.push(paid(amount));
    }
    Some(shares)
}

/// An amount below the full one goes down to whole granules.
fn whole_unless_full(amount: Fen, full: Fen, granule: Fen) -> Option<Fen> {
    if amount == full { Some(amount) } else { ExactFen::from(amount).round(granule, Rounding::Down) }
}

/// Down the order; a line that does not fit is passed over.
fn skip(asks: &[Ask], free: Fen) -> Option<Vec<Share>> {
    let mut left = free;
    let mut shares = Vec::new();
    for ask in asks {
        let rest = left.sub(ask.excess()?)?;
        if rest < Fen::ZERO {
            shares.push(Share::Nothing(WhyNot::DoesNotFit));
        } else {
            left = rest;
            shares.push(paid(ask.full));
        }
    }
    Some(shares)
}

/// Down the order; after the first line that does not fit, free money goes to nobody.
fn stop(asks: &[Ask], free: Fen) -> Option<Vec<Share>> {
    let mut left = free;
    let mut has_stopped = false;
    let mut shares = Vec::new();
    for ask in asks {
        let rest = left.sub(ask.excess()?)?;
        let stands_alone = ask.excess()? == Fen::ZERO;
        if stands_alone || (rest >= Fen::ZERO && !has_stopped) {
            left = rest;
            shares.push(paid(ask.full));
        } else {
            let why = if has_stopped { WhyNot::AfterTheStop } else { WhyNot::DoesNotFit };
            has_stopped = true;
            shares.push(Share::Nothing(why));
        }
    }
    Some(shares)
}

/// In proportion to what each line needs of the free money: whole granules down, then one granule each by
/// the largest remainder, ties by the order.
fn pro_rata(granule: Fen, asks: &[Ask], free: Fen) -> Option<Vec<Share>> {
    let needed = excess_of_all(asks)?;
    if needed <= free {
        return Some(asks.iter().map(|ask| paid(ask.full)).collect());
    }
    let mut parts = Vec::new();
    let mut remainders = Vec::new();
    for (place, ask) in asks.iter().enumerate() {
        let product = i128::from(ask.excess()?.fen()).checked_mul(i128::from(free.fen()))?;
        let unit = i128::from(needed.fen()).checked_mul(i128::from(granule.fen()))?;
        let granules = i64::try_from(product.checked_div(unit)?).ok()?;
        parts.push(Fen::new(granules.checked_mul(granule.fen())?));
        remainders.push((product.checked_rem(unit)?, place));
    }
    remainders.sort_by(|(left, left_place), (right, right_place)| right.cmp(left).then(left_place.cmp(right_place)));
    let mut left = free.sub(Fen::sum(parts.iter().copied())?)?;
    for (_, place) in remainders {
        let (Some(part), Some(ask)) = (parts.get_mut(place), asks.get(place)) else { continue };
        let more = part.add(granule)?;
        if granule <= left && more <= ask.excess()? {
            *part = more;
            left = left.sub(granule)?;
        }
    }
    asks.iter().zip(parts).map(|(ask, part)| Some(paid(ask.own().add(part)?))).collect()
}
