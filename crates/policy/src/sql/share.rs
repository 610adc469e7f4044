//! Rounding in 64 bits: amounts times ratios, added up exactly and rounded once.
//!
//! Where the products of the largest amounts fit, they are added up as they are. Where they may not, each amount is split
//! into whole units of the ratios and what is left, so that no intermediate number leaves 64 bits on any database.

use super::expr::{Calc, Exprs, Id, Kind};
use crate::money::Rounding;
use crate::syntax::ast::Comparison;

/// A sum of products still to be rounded.
pub(super) struct Share {
    /// Amounts and ratios, these in parts of `unit`.
    pub terms: Vec<(Id, Id)>,
    pub unit: i64,
    /// Above zero.
    pub granule: Id,
    pub rounding: Rounding,
}

impl Share {
    pub fn rounded(&self, exprs: &mut Exprs) -> Id {
        if let Some(simple) = self.by_fraction(exprs) {
            return simple;
        }
        let products: i128 = self.terms.iter().map(|term| largest(exprs, *term)).fold(0, i128::saturating_add);
        let granule = exprs.get(self.granule).high;
        let divisor = i128::from(self.unit).saturating_mul(granule);
        let fits = products.saturating_add(divisor) <= i128::from(i64::MAX);
        let signed = self.terms.iter().any(|(money, _)| exprs.get(*money).low < 0);
        match (fits, signed) {
            (true, false) => self.at_once(exprs),
            (true, true) | (false, _) => self.in_parts(exprs, signed),
        }
    }

    /// One amount, never negative, times a ratio and in granules that are both fixed: the fraction in lowest terms.
    fn by_fraction(&self, exprs: &mut Exprs) -> Option<Id> {
        let [(money, ratio)] = self.terms.as_slice() else { return None };
        let (ratio, granule) = (exprs.constant(*ratio)?, exprs.constant(self.granule)?);
        let divisor = self.unit.checked_mul(granule)?;
        let common = greatest_common_divisor(ratio, divisor);
        let (above, below) = (ratio / common, divisor / common);
        let (low, high) = (exprs.get(*money).low, exprs.get(*money).high);
        let fits = high.saturating_mul(above.into()).saturating_add(below.into()) <= i128::from(i64::MAX);
        if low < 0 || !fits {
            return None;
        }
        let (above, divisor) = (exprs.int(above), exprs.int(below));
        let product = exprs.calc(Calc::Mul, *money, above);
        let granules = self.granules(exprs, product, divisor);
        Some(exprs.calc(Calc::Mul, granules, self.granule))
    }

    /// ⌊sum ÷ (unit × granule)⌋ granules, or the next, of a sum that is not negative.
    fn at_once(&self, exprs: &mut Exprs) -> Id {
        let products: Vec<Id> = self.terms.iter().map(|(money, ratio)| exprs.calc(Calc::Mul, *money, *ratio)).collect();
        let sum = added(exprs, &products);
        let unit = exprs.int(self.unit);
        let divisor = exprs.calc(Calc::Mul, unit, self.granule);
        let granules = self.granules(exprs, sum, divisor);
        exprs.calc(Calc::Mul, granules, self.granule)
    }

    /// How many times the divisor goes into a number that is not negative, the remainder as the rounding says.
    fn granules(&self, exprs: &mut Exprs, number: Id, divisor: Id) -> Id {
        let more = match self.rounding {
            Rounding::Down => exprs.int(0),
            Rounding::Up => {
                let one = exprs.int(1);
                exprs.calc(Calc::Sub, divisor, one)
            }
            Rounding::Half => {
                let two = exprs.int(2);
                exprs.calc(Calc::Div, divisor, two)
            }
        };
        let lifted = exprs.calc(Calc::Add, number, more);
        exprs.calc(Calc::Div, lifted, divisor)
    }

    /// Whole fen and the rest in parts of the unit, then the granules, away from or toward zero.
    fn in_parts(&self, exprs: &mut Exprs, signed: bool) -> Id {
        let unit = exprs.int(self.unit);
        let (mut wholes, mut rests) = (Vec::new(), Vec::new());
        for (money, ratio) in &self.terms {
            if exprs.constant(*ratio) == Some(self.unit) {
                wholes.push(*money);
                continue;
            }
            let (units, left) = (exprs.calc(Calc::Div, *money, unit), exprs.calc(Calc::Mod, *money, unit));
            wholes.push(exprs.calc(Calc::Mul, units, *ratio));
            rests.push(exprs.calc(Calc::Mul, left, *ratio));
        }
        let rests = added(exprs, &rests);
        wholes.push(exprs.calc(Calc::Div, rests, unit));
        let (fen, rest) = (added(exprs, &wholes), exprs.calc(Calc::Mod, rests, unit));
        if !signed {
            return self.whole_granules(exprs, fen, rest);
        }
        // The rest may have another sign than the whole: bring it between nothing and one unit.
        let (zero, one) = (exprs.int(0), exprs.int(1));
        let is_under = exprs.compare(Comparison::Below, rest, zero);
        let lower = exprs.calc(Calc::Sub, fen, one);
        let floor = exprs.case(Kind::Int, vec![(is_under, lower)], Some(fen));
        let over = exprs.calc(Calc::Add, rest, unit);
        let part = exprs.case(Kind::Int, vec![(is_under, over)], Some(rest));
        // Then round what it is without its sign.
        let is_negative = exprs.compare(Comparison::Below, floor, zero);
        let has_part = exprs.compare(Comparison::Above, part, zero);
        let minus = exprs.calc(Calc::Sub, zero, floor);
        let (less, other) = (exprs.calc(Calc::Sub, minus, one), exprs.calc(Calc::Sub, unit, part));
        let both = exprs.and([is_negative, has_part]);
        let size = exprs.case(Kind::Int, vec![(both, less), (is_negative, minus)], Some(floor));
        let part = exprs.case(Kind::Int, vec![(both, other)], Some(part));
        let size = self.whole_granules(exprs, size, part);
        let negative = exprs.calc(Calc::Sub, zero, size);
        exprs.case(Kind::Int, vec![(is_negative, negative)], Some(size))
    }

    /// So many whole granules of so many fen and `rest` parts of one, none of them negative.
    fn whole_granules(&self, exprs: &mut Exprs, fen: Id, rest: Id) -> Id {
        let granules = exprs.calc(Calc::Div, fen, self.granule);
        let unit = exprs.int(self.unit);
        let left = if exprs.constant(self.granule) == Some(1) {
            rest
        } else {
            let left = exprs.calc(Calc::Mod, fen, self.granule);
            let left = exprs.calc(Calc::Mul, left, unit);
            exprs.calc(Calc::Add, left, rest)
        };
        let divisor = exprs.calc(Calc::Mul, unit, self.granule);
        let (zero, one) = (exprs.int(0), exprs.int(1));
        let away = match self.rounding {
            Rounding::Down => exprs.bool(false),
            Rounding::Up => exprs.compare(Comparison::Above, left, zero),
            Rounding::Half => {
                let more = exprs.calc(Calc::Add, divisor, one);
                let two = exprs.int(2);
                let half = exprs.calc(Calc::Div, more, two);
                exprs.compare(Comparison::AtLeast, left, half)
            }
        };
        let more = exprs.calc(Calc::Add, granules, one);
        let granules = exprs.case(Kind::Int, vec![(away, more)], Some(granules));
        exprs.calc(Calc::Mul, granules, self.granule)
    }
}

/// The largest product of a term, without its sign.
fn largest(exprs: &Exprs, (money, ratio): (Id, Id)) -> i128 {
    let (money, ratio) = (exprs.get(money), exprs.get(ratio));
    money.low.abs().max(money.high.abs()).saturating_mul(ratio.low.abs().max(ratio.high.abs()))
}

fn added(exprs: &mut Exprs, parts: &[Id]) -> Id {
    let zero = exprs.int(0);
    parts.iter().fold(zero, |sum, part| exprs.calc(Calc::Add, sum, *part))
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if a == 0 { b.max(1) } else { greatest_common_divisor(b % a, a) }
}
