//! Loops over columns. Each is compiled for plain processors, for AVX2 and for AVX-512, and the best one that the
//! processor has is taken while running; the compiler turns them into vector instructions.

use multiversion::multiversion;

/// A whole number of one width.
pub(super) trait Lane: Copy + Ord + Default {
    /// The number, cut off where it does not fit.
    fn of(number: i64) -> Self;
    /// The number in the widest lane.
    fn long(self) -> i64;
    /// Sum, wrapping.
    fn plus(self, other: Self) -> Self;
    /// Difference, wrapping.
    fn minus(self, other: Self) -> Self;
    /// Product, wrapping.
    fn times(self, other: Self) -> Self;
    /// `yes` where the test is 1, `no` where it is 0; by bits, so that no loop ever jumps.
    fn pick(test: u8, yes: Self, no: Self) -> Self;
}

macro_rules! lane {
    ($ty:ty, $bytes:expr) => {
        impl Lane for $ty {
            #[inline]
            fn of(number: i64) -> Self {
                let mut low = [0; $bytes];
                low.copy_from_slice(&number.to_le_bytes()[..$bytes]);
                Self::from_le_bytes(low)
            }
            #[inline]
            #[allow(clippy::useless_conversion, reason = "a long is one of the widths")]
            fn long(self) -> i64 {
                i64::from(self)
            }
            #[inline]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline]
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            #[inline]
            fn times(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }
            #[inline]
            #[allow(clippy::useless_conversion, reason = "a byte is one of the widths")]
            fn pick(test: u8, yes: Self, no: Self) -> Self {
                let mask = Self::from(test).wrapping_neg();
                (yes & mask) | (no & !mask)
            }
        }
    };
}

lane!(u8, 1);
lane!(i32, 4);
lane!(i64, 8);

/// `out = f(a)`, row by row.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
pub(super) fn map<A: Copy, R, F: Fn(A) -> R>(a: &[A], out: &mut [R], f: F) {
    let rows = a.iter().zip(out);
    rows.for_each(|(a, out)| *out = f(*a));
}

/// `out = f(a, b)`, row by row.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
pub(super) fn zip<A: Copy, B: Copy, R, F: Fn(A, B) -> R>(a: &[A], b: &[B], out: &mut [R], f: F) {
    let rows = a.iter().zip(b).zip(out);
    rows.for_each(|((a, b), out)| *out = f(*a, *b));
}

/// `out = f(a, b, c)`, row by row.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
pub(super) fn zip3<A: Copy, B: Copy, C: Copy, R, F: Fn(A, B, C) -> R>(a: &[A], b: &[B], c: &[C], out: &mut [R], f: F) {
    let rows = a.iter().zip(b).zip(c).zip(out);
    rows.for_each(|(((a, b), c), out)| *out = f(*a, *b, *c));
}

/// `out = f(out, a)`, row by row.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
pub(super) fn alter<A: Copy, R: Copy, F: Fn(R, A) -> R>(out: &mut [R], a: &[A], f: F) {
    let rows = a.iter().zip(out);
    rows.for_each(|(a, out)| *out = f(*out, *a));
}

/// `out = f(out, a, b)`, row by row.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
pub(super) fn alter2<A: Copy, B: Copy, R: Copy, F: Fn(R, A, B) -> R>(out: &mut [R], a: &[A], b: &[B], f: F) {
    let rows = a.iter().zip(b).zip(out);
    rows.for_each(|((a, b), out)| *out = f(*out, *a, *b));
}
