//! Unified social credit codes (统一社会信用代码, GB 32100-2015): parse, check, and say what is wrong.
//!
//! It does not derive a district from the code: the region part may be the city's or an old one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;
/// The organisation code (GB 11714) stands in characters 9 to 17, its own check in the last of them.
const ORGANISATION_START: usize = 8;
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A credit code: 18 characters of the standard's alphabet.
///
/// [`parse`](Self::parse) also checks both check digits. A code that an officer has accepted against them, or
/// that comes back from storage, need not satisfy them; [`check`](Self::check) tells.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// What kind of body a code was given to, by its first two characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    /// An enterprise (企业), 91.
    Enterprise,
    /// An individual business (个体工商户), 92.
    IndividualBusiness,
    /// A farmers' co-operative (农民专业合作社), 93.
    FarmersCooperative,
    /// A public institution (事业单位), 12.
    PublicInstitution,
    /// An organ (机关), 11.
    Organ,
    /// Any other body.
    Other,
}

/// What is wrong with a text that should be a credit code. Positions count from 1.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CreditCodeError {
    /// The text is too short or too long.
    #[error("{found} characters where {needed} are needed")]
    Length {
        /// How many characters there are.
        found: usize,
        /// How many there must be.
        needed: usize,
    },
    /// A character that no credit code contains.
    #[error("`{found}` at position {position} cannot stand in a credit code")]
    Character {
        /// Where, from 1.
        position: usize,
        /// What stands there.
        found: char,
        /// What it was probably misread from, such as `0` for `O`.
        meant: Option<char>,
    },
    /// The last character does not follow from the other 17; one of the 18 is wrong.
    #[error("the check digit (position 18) is `{found}` and should be `{expected}`, or an earlier character is wrong")]
    CheckDigit {
        /// What stands at position 18.
        found: char,
        /// What should stand there if the other 17 are right.
        expected: char,
    },
    /// The organisation code within does not agree with its own check character.
    #[error("position 17 is `{found}` and should be `{expected}`, or one of positions 9 to 16 is wrong")]
    OrganisationCheck {
        /// What stands at position 17.
        found: char,
        /// What should stand there if positions 9 to 16 are right.
        expected: char,
    },
}

impl CreditCode {
    /// Reads a code strictly: alphabet, length and both check digits.
    ///
    /// Spaces around it are dropped, full-width characters and small letters are accepted.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let code = Self::overridden(text)?;
        code.check()?;
        Ok(code)
    }

    /// Reads a code that an officer has accepted although its check digits fail: alphabet and length only.
    pub fn overridden(text: &str) -> Result<Self, CreditCodeError> {
        let code = normalised(text);
        check_characters(&code, LENGTH)?;
        Ok(Self(code))
    }

    /// Makes a code out of its first 17 characters, for synthetic data.
    pub fn with_check(prefix: &str) -> Result<Self, CreditCodeError> {
        let mut code = normalised(prefix);
        check_characters(&code, LENGTH - 1)?;
        code.push(check_digit(&code));
        let code = Self(code);
        code.check()?;
        Ok(code)
    }

    /// Makes a code out of its first 16 characters, filling in both checks, for synthetic data.
    pub fn with_checks(prefix: &str) -> Result<Self, CreditCodeError> {
        let mut code = normalised(prefix);
        check_characters(&code, LENGTH - 2)?;
        code.push(organisation_check(&code));
        Self::with_check(&code)
    }

    /// Whether both check digits hold, and if not, the first that fails: the last character, then position 17.
    pub fn check(&self) -> Result<(), CreditCodeError> {
        let found = self.0.chars().last().unwrap_or_default();
        let expected = check_digit(&self.0);
        if found != expected {
            return Err(CreditCodeError::CheckDigit { found, expected });
        }
        let found = self.0.chars().nth(LENGTH - 2).unwrap_or_default();
        let expected = organisation_check(&self.0);
        if found != expected {
            return Err(CreditCodeError::OrganisationCheck { found, expected });
        }
        Ok(())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What kind of body the code was given to.
    pub fn kind(&self) -> CodeKind {
        match self.0.get(..2) {
            Some("91") => CodeKind::Enterprise,
            Some("92") => CodeKind::IndividualBusiness,
            Some("93") => CodeKind::FarmersCooperative,
            Some("12") => CodeKind::PublicInstitution,
            Some("11") => CodeKind::Organ,
            _ => CodeKind::Other,
        }
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Stored codes are read without their check digits: an overridden one must come back.
impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;

    fn try_from(text: String) -> Result<Self, CreditCodeError> {
        Self::overridden(&text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

fn normalised(text: &str) -> String {
    text.trim().chars().map(|character| half_width(character).to_ascii_uppercase()).collect()
}

/// The ordinary form of a full-width letter or digit (全角转半角).
pub(crate) fn half_width(character: char) -> char {
    if !('\u{ff01}'..='\u{ff5e}').contains(&character) {
        return character;
    }
    char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
}

fn check_characters(code: &str, needed: usize) -> Result<(), CreditCodeError> {
    for (index, found) in code.chars().enumerate() {
        if !ALPHABET.contains(found) {
            return Err(CreditCodeError::Character { position: index + 1, found, meant: meant(found) });
        }
    }
    let found = code.chars().count();
    if found == needed { Ok(()) } else { Err(CreditCodeError::Length { found, needed }) }
}

/// The character of the alphabet that one of the five left-out letters is taken for.
fn meant(found: char) -> Option<char> {
    match found {
        'I' => Some('1'),
        'O' => Some('0'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'V' => Some('U'),
        _ => None,
    }
}

/// The check digit that the first 17 characters ask for: weights are the powers of 3 modulo 31.
fn check_digit(code: &str) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for character in code.chars().take(LENGTH - 1) {
        sum += weight * ALPHABET.find(character).unwrap_or_default();
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31).unwrap_or_default()
}

/// The check character that positions 9 to 16 ask for (GB 11714): digits count 0 to 9, letters 10 to 35.
fn organisation_check(code: &str) -> char {
    let body = code.chars().skip(ORGANISATION_START);
    let sum: u32 = body
        .zip(ORGANISATION_WEIGHTS)
        .map(|(character, weight)| character.to_digit(36).unwrap_or_default() * weight)
        .sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        rest => char::from_digit(rest, 10).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_real_and_invented_bodies_pass() {
        for text in [
            "91350200MA2YJ1XR9G",
            "91110000600037341L",
            "9153000077859986X2",
            "91210106MA0TE5T16Y",
            "91210112MA0TE5T24F",
            "12210100410580001W",
            "93210181MA0TE5T40W",
            "92210102MA0TE5T59F",
        ] {
            let code = CreditCode::parse(text).unwrap();
            assert_eq!(code.as_str(), text);
            assert_eq!(CreditCode::with_check(&text[..17]), Ok(code.clone()));
            assert_eq!(CreditCode::with_checks(&text[..16]), Ok(code));
        }
    }

    #[test]
    fn a_registered_code_with_a_wrong_check_digit_needs_an_officer() {
        let text = "91350203M0001QAY9B";
        assert_eq!(CreditCode::parse(text), Err(CreditCodeError::CheckDigit { found: 'B', expected: '9' }));
        let code = CreditCode::overridden(text).unwrap();
        assert!(code.check().is_err());
        let stored = serde_json::to_string(&code).unwrap();
        assert_eq!(serde_json::from_str::<CreditCode>(&stored).unwrap(), code);
    }

    #[test]
    fn spaces_full_width_and_small_letters_are_accepted() {
        let code = CreditCode::parse("\u{3000} ９１２１０１０６ma0te5t16ｙ\t").unwrap();
        assert_eq!(code.as_str(), "91210106MA0TE5T16Y");
    }

    #[test]
    fn an_error_names_the_place_and_the_character() {
        assert_eq!(
            CreditCode::parse("9121O106MA0TE5T16Y"),
            Err(CreditCodeError::Character { position: 5, found: 'O', meant: Some('0') })
        );
        assert_eq!(
            CreditCode::overridden("91210106-MA0TE5T16"),
            Err(CreditCodeError::Character { position: 9, found: '-', meant: None })
        );
        assert_eq!(CreditCode::parse(""), Err(CreditCodeError::Length { found: 0, needed: 18 }));
        assert_eq!(CreditCode::parse("91210106MA0TE5T16"), Err(CreditCodeError::Length { found: 17, needed: 18 }));
    }

    #[test]
    fn the_organisation_code_within_is_checked_too() {
        assert_eq!(
            CreditCode::with_check("91210106MA0TE5T17"),
            Err(CreditCodeError::OrganisationCheck { found: '7', expected: '6' })
        );
    }

    #[test]
    fn the_first_two_characters_tell_the_kind() {
        let kind = |text: &str| CreditCode::overridden(text).unwrap().kind();
        assert_eq!(kind("91210106MA0TE5T16Y"), CodeKind::Enterprise);
        assert_eq!(kind("92210102MA0TE5T59F"), CodeKind::IndividualBusiness);
        assert_eq!(kind("93210181MA0TE5T40W"), CodeKind::FarmersCooperative);
        assert_eq!(kind("12210100410580001W"), CodeKind::PublicInstitution);
        assert_eq!(kind("11210100410580001W"), CodeKind::Organ);
        assert_eq!(kind("53210100410580001W"), CodeKind::Other);
        assert_eq!(kind("N2210100410580001W"), CodeKind::Other);
    }

    #[test]
    fn every_single_wrong_character_is_found() {
        let right = "91210106MA0TE5T16Y";
        for position in 0..LENGTH {
            for wrong in ALPHABET.chars() {
                let text: String =
                    right.chars().enumerate().map(|(i, c)| if i == position { wrong } else { c }).collect();
                assert_eq!(CreditCode::parse(&text).is_ok(), text == right, "{text}");
            }
        }
    }
}
