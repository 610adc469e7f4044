//! Amounts in fen, exact ratios, and the one function that rounds.
//!
//! There is no float here. A ratio on money gives an [`ExactFen`], which can only become money again by [`ExactFen::round`].

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Money in fen (分, 1/100 yuan), signed, so that postings can sum to zero. Arithmetic is checked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Fen(i64);

/// A reduced fraction with a denominator above zero, such as 1/2 for 50%.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}

/// An amount before rounding: `numerator / denominator` fen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExactFen {
    numerator: i128,
    denominator: i64,
}

/// Which way a remainder goes. No amount of a plan is negative; for signed values the direction is seen from zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 尾数舍去: toward zero.
    Down,
    /// 尾数进一: away from zero.
    Up,
    /// 四舍五入: to the nearer granule, a half goes away from zero.
    Half,
}

/// Why a text is not an amount or a ratio.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NumberError {
    /// No digits, or characters that do not belong to a number.
    #[error("not a number")]
    NotANumber,
    /// Finer than one fen.
    #[error("finer than one fen")]
    TooFine,
    /// Outside signed 64 bits.
    #[error("too large")]
    TooLarge,
}

impl Fen {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One fen.
    pub const ONE: Self = Self(1);
    /// One yuan.
    pub const YUAN: Self = Self(100);

    /// So many fen.
    pub const fn new(fen: i64) -> Self {
        Self(fen)
    }

    /// The number of fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The sum, or nothing where it would not fit.
    pub const fn add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or nothing where it would not fit.
    pub const fn sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// The same amount with the other sign, or nothing for the smallest one.
    pub const fn negate(self) -> Option<Self> {
        match self.0.checked_neg() {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The sum of many amounts, or nothing where it would not fit.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::add)
    }

    /// The exact product with a ratio, before rounding: the policy says how to round.
    pub fn times(self, ratio: Ratio) -> ExactFen {
        ExactFen { numerator: i128::from(self.0) * i128::from(ratio.numerator), denominator: ratio.denominator }
    }

    /// The amount as a civil servant writes it: `200万元`, `4亿元`, `0.5元`, whichever is exact and short.
    pub fn short(self) -> String {
        for (unit, name) in [(10_000_000_000, "亿元"), (1_000_000, "万元")] {
            if self.0 != 0 && self.0 % unit == 0 {
                return format!("{}{name}", self.0 / unit);
            }
        }
        let (yuan, cents) = (self.0 / 100, (self.0 % 100).abs());
        match (cents, cents % 10) {
            (0, _) => format!("{yuan}元"),
            (_, 0) => format!("{}{yuan}.{}元", self.minus_below_one_yuan(), cents / 10),
            (_, _) => format!("{}{yuan}.{cents:02}元", self.minus_below_one_yuan()),
        }
    }

    /// The amount as it reads best in a sentence: whole 万元 or 亿元 short, all else with thousands marks.
    pub fn plain(self) -> String {
        let short = self.short();
        if short.ends_with("万元") || short.ends_with("亿元") {
            short
        } else {
            self.to_string().replace(".00元", "元")
        }
    }

    /// The sign that the whole yuan cannot show.
    const fn minus_below_one_yuan(self) -> &'static str {
        if self.0 < 0 && self.0 > -100 { "-" } else { "" }
    }
}

impl fmt::Display for Fen {
    /// `1,234.56元`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let digits = (magnitude / 100).to_string();
        let mut yuan = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                yuan.push(',');
            }
            yuan.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{yuan}.{:02}元", magnitude % 100)
    }
}

impl FromStr for Fen {
    type Err = NumberError;

    /// Reads what people type: `12,345.67`, `1.2万`, `３０万元`, `5分`. Without a unit the number is yuan.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let plain: String =
            text.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != ',' && *c != '_').collect();
        let digits_end = plain.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(plain.len());
        let (number, unit) = plain.split_at(digits_end);
        scaled(number, unit_fen(unit).ok_or(NumberError::NotANumber)?)
    }
}

/// How many fen one `unit` is: `元`, `万元`, `亿`, `fen` and the like; the empty unit is one yuan.
pub(crate) fn unit_fen(unit: &str) -> Option<i64> {
    MONEY_UNITS.iter().find(|(name, _)| *name == unit).map(|(_, fen)| *fen)
}

/// Units of money with their fen, longest names first where one begins with another.
const MONEY_UNITS: [(&str, i64); 15] = [
    ("万亿元", 100_000_000_000_000),
    ("亿元", 10_000_000_000),
    ("万元", 1_000_000),
    ("千元", 100_000),
    ("百元", 10_000),
    ("元", 100),
    ("圆", 100),
    ("分", 1),
    ("万亿", 100_000_000_000_000),
    ("亿", 10_000_000_000),
    ("万", 1_000_000),
    ("yuan", 100),
    ("wan", 1_000_000),
    ("fen", 1),
    ("", 100),
];

/// `number` (digits with at most one point) times `unit` fen, exactly.
pub(crate) fn scaled(number: &str, unit: i64) -> Result<Fen, NumberError> {
    let (negative, number) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || number.ends_with('.') {
        return Err(NumberError::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let places = u32::try_from(fraction.len()).map_err(|_| NumberError::TooFine)?;
    let scale = 10_i128.checked_pow(places).ok_or(NumberError::TooFine)?;
    let digits: i128 = format!("{whole}{fraction}").parse().map_err(|_| NumberError::TooLarge)?;
    let product = digits.checked_mul(i128::from(unit)).ok_or(NumberError::TooLarge)?;
    if product % scale != 0 {
        return Err(NumberError::TooFine);
    }
    let fen = i64::try_from(product / scale).map_err(|_| NumberError::TooLarge)?;
    Ok(Fen(if negative { -fen } else { fen }))
}

/// The ASCII partner of a full-width character, or the character itself.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            let code = u32::from(c) - 0xfee0;
            char::from_u32(code).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        '\u{2212}' => '-',
        other => other,
    }
}

impl Ratio {
    /// One whole.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// The reduced fraction, or nothing where the denominator is not above zero or the numerator is negative.
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        if denominator <= 0 || numerator < 0 {
            return None;
        }
        let divisor = greatest_common_divisor(numerator, denominator);
        Some(Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// Above the line.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// Below the line, above zero.
    pub const fn denominator(self) -> i64 {
        self.denominator
    }
}

/// The greatest number that divides both; `b` is above zero.
fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if a == 0 { b } else { greatest_common_divisor(b % a, a) }
}

impl fmt::Display for Ratio {
    /// `50%`, `12.5%`, or `2/37` where no short percentage is exact.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = i128::from(self.numerator) * 10_000;
        let denominator = i128::from(self.denominator);
        if hundredths % denominator != 0 {
            return write!(f, "{}/{}", self.numerator, self.denominator);
        }
        let value = hundredths / denominator;
        match (value % 100, value % 10) {
            (0, _) => write!(f, "{}%", value / 100),
            (rest, 0) => write!(f, "{}.{}%", value / 100, rest / 10),
            (rest, _) => write!(f, "{}.{rest:02}%", value / 100),
        }
    }
}

impl FromStr for Ratio {
    type Err = NumberError;

    /// Reads `50%`, `12.5%` and `2/37`.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        if let Some((above, below)) = text.split_once('/') {
            let above = above.trim().parse().map_err(|_| NumberError::NotANumber)?;
            let below = below.trim().parse().map_err(|_| NumberError::NotANumber)?;
            return Self::new(above, below).ok_or(NumberError::NotANumber);
        }
        let percent = text.strip_suffix('%').ok_or(NumberError::NotANumber)?;
        let hundredths = scaled(percent, 10_000)?;
        Self::new(hundredths.fen(), 1_000_000).ok_or(NumberError::NotANumber)
    }
}

impl TryFrom<String> for Ratio {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl From<Ratio> for String {
    fn from(ratio: Ratio) -> Self {
        ratio.to_string()
    }
}

impl ExactFen {
    /// So many `unit`ths of a fen; nothing where the unit is not above zero.
    pub(crate) const fn parts(numerator: i128, unit: i64) -> Option<Self> {
        if unit > 0 { Some(Self { numerator, denominator: unit }) } else { None }
    }

    /// The amount in whole granules (`granule` above zero), the remainder as `rounding` says. The only rounding there is.
    ///
    /// Nothing where the granule is not above zero or the result would not fit in 64 bits.
    pub fn round(self, granule: Fen, rounding: Rounding) -> Option<Fen> {
        if granule.0 <= 0 {
            return None;
        }
        let unit = i128::from(self.denominator) * i128::from(granule.0);
        let (whole, rest) = (self.numerator / unit, self.numerator % unit);
        let away = match rounding {
            Rounding::Down => false,
            Rounding::Up => rest != 0,
            Rounding::Half => rest.unsigned_abs() >= unit.unsigned_abs().div_ceil(2),
        };
        let granules = if away { whole + self.numerator.signum() } else { whole };
        let fen = granules.checked_mul(i128::from(granule.0))?;
        i64::try_from(fen).ok().map(Fen)
    }
}

impl From<Fen> for ExactFen {
    fn from(fen: Fen) -> Self {
        fen.times(Ratio::ONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, fen) in [
            ("12,345.67", 1_234_567),
            ("1.2万", 1_200_000),
            ("３０万元", 30_000_000),
            ("１２，３４５．６７", 1_234_567),
            ("4亿元", 40_000_000_000),
            ("5分", 5),
            ("-0.01元", -1),
            ("900万亿元", 90_000_000_000_000_000),
        ] {
            assert_eq!(text.parse(), Ok(Fen(fen)), "{text}");
        }
        assert_eq!("0.001".parse::<Fen>(), Err(NumberError::TooFine));
        assert_eq!("十元".parse::<Fen>(), Err(NumberError::NotANumber));
        assert_eq!("1.".parse::<Fen>(), Err(NumberError::NotANumber));
        assert_eq!("99999999999999999999".parse::<Fen>(), Err(NumberError::TooLarge));
    }

    #[test]
    fn amounts_are_shown_with_thousands_and_two_places() {
        assert_eq!(Fen(123_456).to_string(), "1,234.56元");
        assert_eq!(Fen(-5).to_string(), "-0.05元");
        assert_eq!(Fen(100_000_000).to_string(), "1,000,000.00元");
        assert_eq!(Fen(200_000_000).short(), "200万元");
        assert_eq!(Fen(150).short(), "1.5元");
        assert_eq!(Fen(-5).short(), "-0.05元");
        assert_eq!(Fen(299_999_999).plain(), "2,999,999.99元");
        assert_eq!(Fen(123_400).plain(), "1,234元");
    }

    #[test]
    fn a_half_fen_is_rounded_as_the_policy_says() {
        let half = Ratio::new(50, 100).expect("50% is a ratio");
        let exact = Fen(299_999_999).times(half);
        assert_eq!(exact.round(Fen::ONE, Rounding::Down), Some(Fen(149_999_999)));
        assert_eq!(exact.round(Fen::ONE, Rounding::Up), Some(Fen(150_000_000)));
        assert_eq!(exact.round(Fen::ONE, Rounding::Half), Some(Fen(150_000_000)));
        assert_eq!(exact.round(Fen::YUAN, Rounding::Down), Some(Fen(149_999_900)));
        assert_eq!(exact.round(Fen::ZERO, Rounding::Down), None);
    }

    #[test]
    fn ratios_are_exact() {
        assert_eq!("50%".parse::<Ratio>().map(|r| r.to_string()), Ok("50%".into()));
        assert_eq!("2/37".parse::<Ratio>().map(|r| r.to_string()), Ok("2/37".into()));
        assert_eq!("12.5%".parse::<Ratio>().map(|r| (r.numerator, r.denominator)), Ok((1, 8)));
        assert!("1/0".parse::<Ratio>().is_err());
    }
}
