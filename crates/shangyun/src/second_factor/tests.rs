use super::{address, base32, code_at, recovery_codes, step_of, typed, without};
use crate::entropy::SystemEntropy;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::vault::{Secret, Secrets, Vault};
use zeroize::Zeroizing;

/// The secret of the examples of RFC 6238.
const SECRET: &[u8] = b"12345678901234567890";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a moment")
}

fn vault() -> Vault {
    let current = Secret { id: "1".to_owned(), key: Zeroizing::new([7; 32]) };
    Vault::new(Secrets { current, older: vec![] }, Arc::new(SystemEntropy))
}

#[test]
fn codes_are_those_of_the_standard() {
    assert_eq!(code_at(SECRET, at(59)), "287082");
    assert_eq!(code_at(SECRET, at(1_111_111_109)), "081804");
    assert_eq!(base32(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_eq!(base32(b"f"), "MY");
    assert_eq!(typed(b"1234567890"), "GEZD GNBV GY3T QOJQ");
}

#[test]
fn a_code_counts_one_step_early_and_one_step_late_but_not_two() {
    let code = code_at(SECRET, at(3_000));
    assert_eq!(step_of(SECRET, &code, at(3_000)), Some(100));
    assert_eq!(step_of(SECRET, &code, at(3_059)), Some(100));
    assert_eq!(step_of(SECRET, &code, at(2_970)), Some(100));
    assert_eq!(step_of(SECRET, &code, at(3_060)), None);
    assert_eq!(step_of(SECRET, &format!("{} {}", &code[..3], &code[3..]), at(3_000)), Some(100));
    assert_eq!(step_of(SECRET, "12345", at(3_000)), None);
    assert_eq!(step_of(SECRET, "", at(3_000)), None);
}

#[test]
fn a_recovery_code_works_once_however_it_is_typed() {
    let (codes, kept) = recovery_codes(&vault());
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 10);
    assert!(codes.iter().all(|code| code.len() == 14), "{codes:?}");
    let typed = codes[3].to_uppercase().replace('-', " ");
    let rest = without(&kept, &typed).expect("it is one of them");
    assert_eq!(rest.lines().count(), 9);
    assert_eq!(without(&rest, &codes[3]), None);
    assert_eq!(without("", ""), None);
}

#[test]
fn the_address_holds_no_character_that_an_app_reads_otherwise() {
    let address = address(SECRET, "沈阳市:平台", "li@corp.cn");
    assert!(address.starts_with("otpauth://totp/%E6%B2%88"), "{address}");
    assert!(address.contains(":li%40corp.cn?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="), "{address}");
}
