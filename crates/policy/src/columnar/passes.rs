//! What the steps do, number by number.

use super::division::Divisor;
use super::lanes::{alter, map, zip, zip3};
use super::steps::{How, Sum};
use super::view::{Lanes, Lay, View};
use crate::money::Rounding;

pub(super) fn two<T: Lay, R: Copy>(a: View<'_>, b: View<'_>, out: &mut [R], f: impl Fn(T, T) -> R) {
    match (T::lanes(a), T::lanes(b)) {
        (Lanes::Many(a), Lanes::Many(b)) => zip(a, b, out, f),
        (Lanes::Many(a), Lanes::One(b)) => map(a, out, |a| f(a, b)),
        (Lanes::One(a), Lanes::Many(b)) => map(b, out, |b| f(a, b)),
        (Lanes::One(a), Lanes::One(b)) => out.fill(f(a, b)),
    }
}

pub(super) fn compare<T: Lay>(how: How, a: View<'_>, b: View<'_>, out: &mut [u8]) {
    match how {
        How::Equal => two(a, b, out, |a: T, b: T| u8::from(a == b)),
        How::Unequal => two(a, b, out, |a: T, b: T| u8::from(a != b)),
        How::AtLeast => two(a, b, out, |a: T, b: T| u8::from(a >= b)),
        How::Below => two(a, b, out, |a: T, b: T| u8::from(a < b)),
    }
}

pub(super) fn arithmetic<T: Lay>(sum: Sum, a: View<'_>, b: View<'_>, out: &mut [T]) {
    match sum {
        Sum::Plus => two(a, b, out, T::plus),
        Sum::Minus => two(a, b, out, T::minus),
        Sum::Times => two(a, b, out, T::times),
        Sum::Least => two(a, b, out, T::min),
        Sum::Greatest => two(a, b, out, T::max),
    }
}

pub(super) fn select<T: Lay>(test: &[u8], yes: View<'_>, no: View<'_>, out: &mut [T]) {
    match (T::lanes(yes), T::lanes(no)) {
        (Lanes::Many(yes), Lanes::Many(no)) => zip3(test, yes, no, out, T::pick),
        (Lanes::Many(yes), Lanes::One(no)) => zip(test, yes, out, |test, yes| T::pick(test, yes, no)),
        (Lanes::One(yes), Lanes::Many(no)) => zip(test, no, out, |test, no| T::pick(test, yes, no)),
        (Lanes::One(yes), Lanes::One(no)) => map(test, out, |test| T::pick(test, yes, no)),
    }
}

/// One constant after the other replaces the value from its start on, several of them in a pass.
pub(super) fn tiers<A: Lay, R: Lay>(axis: &[A], first: R, rest: &[(i64, i64)], out: &mut [R]) {
    let step = |at: usize| rest.get(at).map_or((A::default(), first), |(start, value)| (A::of(*start), R::of(*value)));
    match rest.len() {
        0 => out.fill(first),
        1 => stretch(axis, first, [step(0)], out),
        2 => stretch(axis, first, [step(0), step(1)], out),
        _ => stretch(axis, first, [step(0), step(1), step(2)], out),
    }
    for (start, value) in rest.iter().skip(3) {
        let (start, value) = (A::of(*start), R::of(*value));
        alter(out, axis, |before, axis| R::pick(u8::from(axis >= start), value, before));
    }
}

fn stretch<A: Lay, R: Lay, const N: usize>(axis: &[A], first: R, rest: [(A, R); N], out: &mut [R]) {
    map(axis, out, |axis| {
        rest.iter().fold(first, |found, (start, value)| R::pick(u8::from(axis >= *start), *value, found))
    });
}

/// The place of each row's combination of bytes, the last axis fastest.
pub(super) fn index(axes: &[(View<'_>, u8)], index: &mut [u8]) {
    index.fill(0);
    for (axis, size) in axes {
        alter(index, u8::many(*axis), |index, axis| index.wrapping_mul(*size).wrapping_add(axis));
    }
}

/// The commonest value everywhere, then the others where they stand; row by row where there are many of them.
pub(super) fn grid<R: Lay>(index: &[u8], values: &[i64], out: &mut [R]) {
    let count = |value: &i64| values.iter().filter(|other| *other == value).count();
    let common = values.iter().copied().max_by_key(count).unwrap_or(0);
    let others = values.iter().enumerate().filter(|(_, value)| **value != common);
    let others: Vec<(u8, R)> = others.filter_map(|(at, value)| Some((u8::try_from(at).ok()?, R::of(*value)))).collect();
    if others.len() > 24 {
        let value = |at: u8| values.get(usize::from(at)).map_or(R::default(), |value| R::of(*value));
        out.iter_mut().zip(index).for_each(|(out, at)| *out = value(*at));
        return;
    }
    out.fill(R::of(common));
    let (fours, rest) = others.as_chunks::<4>();
    for four in fours {
        stand(index, *four, out);
    }
    for one in rest {
        stand(index, [*one], out);
    }
}

fn stand<R: Lay, const N: usize>(index: &[u8], values: [(u8, R); N], out: &mut [R]) {
    alter(out, index, |before, index| {
        values.iter().fold(before, |found, (at, value)| R::pick(u8::from(index == *at), *value, found))
    });
}

pub(super) fn divide(parts: &[i64], out: &mut [i64], divisor: Divisor, rounding: Rounding) {
    match (rounding, divisor.shift()) {
        (Rounding::Down, Some(shift)) => map(parts, out, |parts| parts >> shift),
        (Rounding::Down, None) => map(parts, out, |parts| divisor.divide(parts, Rounding::Down)),
        (Rounding::Up, _) => map(parts, out, |parts| divisor.divide(parts, Rounding::Up)),
        (Rounding::Half, _) => map(parts, out, |parts| divisor.divide(parts, Rounding::Half)),
    }
}
