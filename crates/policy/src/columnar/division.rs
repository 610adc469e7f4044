//! Division by a number that stays the same, as a product and a shift: processors divide no vectors.

use crate::money::Rounding;

/// A divisor made ready. Exact for dividends from 0 up to the largest signed number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Divisor {
    by: u64,
    /// 2^(63 + length) / divisor, rounded up; less than 2^64.
    reciprocal: u64,
    /// Such that 2^(length − 1) < divisor ≤ 2^length.
    length: u32,
}

impl Divisor {
    /// For a divisor of at least 2.
    pub fn new(divisor: i64) -> Option<Self> {
        let divisor = u64::try_from(divisor).ok().filter(|divisor| *divisor >= 2)?;
        let length = u64::BITS - (divisor - 1).leading_zeros();
        let reciprocal = (1_u128 << (63 + length)).div_ceil(u128::from(divisor));
        Some(Self { by: divisor, reciprocal: u64::try_from(reciprocal).ok()?, length })
    }

    /// How far to shift, where the divisor is a power of two.
    pub const fn shift(self) -> Option<u32> {
        if self.by.is_power_of_two() { Some(self.length) } else { None }
    }

    /// The quotient, rounded as asked. A dividend below zero gives some number.
    #[inline]
    pub const fn divide(self, dividend: i64, rounding: Rounding) -> i64 {
        let dividend = dividend.cast_unsigned();
        let whole = high_half(dividend, self.reciprocal) >> (self.length - 1);
        let rest = dividend.wrapping_sub(whole.wrapping_mul(self.by));
        let is_away = match rounding {
            Rounding::Down => false,
            Rounding::Up => rest != 0,
            Rounding::Half => rest >= self.by.div_ceil(2),
        };
        whole.wrapping_add(if is_away { 1 } else { 0 }).cast_signed()
    }
}

/// The upper 64 bits of a product, from products of 32 bits, of which a vector holds several.
#[inline]
const fn high_half(a: u64, b: u64) -> u64 {
    const LOW: u64 = 0xFFFF_FFFF;
    let (a_high, a_low, b_high, b_low) = (a >> 32, a & LOW, b >> 32, b & LOW);
    let first = a_high.wrapping_mul(b_low).wrapping_add(a_low.wrapping_mul(b_low) >> 32);
    let second = a_low.wrapping_mul(b_high).wrapping_add(first & LOW);
    a_high.wrapping_mul(b_high).wrapping_add(first >> 32).wrapping_add(second >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{ExactFen, Fen};
    use crate::sample::Random;

    #[test]
    fn quotients_are_those_of_the_function_that_rounds() {
        let mut random = Random::new(5);
        let mut divisors = vec![2, 3, 4, 5, 7, 100, 10_000, 10_000_019, 1 << 32, (1 << 62) + 1, i64::MAX - 1, i64::MAX];
        divisors.extend((0..200).map(|bits| random.within(2, i64::MAX >> (bits % 62))));
        for divisor in divisors {
            let ready = Divisor::new(divisor).expect("it is at least 2");
            let edge = i64::MAX / divisor * divisor;
            let mut dividends =
                vec![0, 1, divisor - 1, divisor, divisor / 2, divisor / 2 + 1, i64::MAX, edge, edge - 1];
            dividends.extend((0..200).map(|bits| random.within(0, i64::MAX >> (bits % 63))));
            for dividend in dividends {
                for rounding in [Rounding::Down, Rounding::Up, Rounding::Half] {
                    let exact =
                        ExactFen::parts(i128::from(dividend), divisor).and_then(|one| one.round(Fen::ONE, rounding));
                    assert_eq!(
                        Some(Fen::new(ready.divide(dividend, rounding))),
                        exact,
                        "{dividend} / {divisor} {rounding:?}"
                    );
                }
            }
        }
        assert_eq!(Divisor::new(1), None);
    }
}
