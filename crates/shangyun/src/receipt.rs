//! The verification code on a receipt: whoever holds number and code may see where the case stands, without an account.
//!
//! Nothing is stored: the code is a keyed hash of the number, so every process of an installation can make and check it.

use crate::app::App;
use crate::web::security::random;

/// How many characters a code has: 40 bits, behind a throttle.
const CODE_CHARS: usize = 8;
/// What the hash is for, so that a code is worth nothing elsewhere.
const PURPOSE: &str = "receipt";

/// The code that belongs to the number of a case: eight letters and digits, none of which look alike.
pub fn code(app: &App, number: &str) -> String {
    let hash = app.store.vault().keyed_hash(PURPOSE, number);
    random::letters(hash.get(..CODE_CHARS).unwrap_or_default())
}

/// Whether somebody typed the code of this number; small letters, blanks and hyphens do not matter.
pub fn is_code(app: &App, number: &str, typed: &str) -> bool {
    let kept = |c: &char| !c.is_whitespace() && *c != '-';
    let typed: String = typed.chars().filter(kept).map(|c| c.to_ascii_uppercase()).collect();
    let known = code(app, number);
    // Every character is compared, so that the time says nothing about how many were right.
    let different = known.bytes().zip(typed.bytes()).fold(0, |sum, (one, other)| sum | (one ^ other));
    known.len() == typed.len() && different == 0
}

/// A case number as it is stored, from what people type: full-width digits, other brackets, blanks.
pub fn number(typed: &str) -> String {
    let plain = |c: char| match c {
        '[' | '(' | '【' | '［' | '（' | '﹝' => '〔',
        ']' | ')' | '】' | '］' | '）' | '﹞' => '〕',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '–' | '—' | '−' => '-',
        other => other,
    };
    typed.chars().filter(|c| !c.is_whitespace()).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_its_brackets_were_typed() {
        for typed in ["沈企云备〔2019〕7号", "沈企云备[2019]7号", " 沈企云备（２０１９） ７号 ", "沈企云备【2019】7号"]
        {
            assert_eq!(number(typed), "沈企云备〔2019〕7号", "{typed}");
        }
        assert_eq!(number("SB–2019—000012"), "SB-2019-000012");
    }
}
