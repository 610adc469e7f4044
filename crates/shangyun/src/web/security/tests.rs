//! Ways back lead nowhere but into this site; letters that people copy by hand do not look alike.

use super::own_path;
use super::random::{bytes, hex, letters};

#[test]
fn only_a_path_of_this_site_is_a_way_back() {
    for path in ["/", "/desk", "/queue?step=a&page=2", "/policies/x#y", "/a%20b"] {
        assert_eq!(own_path(path), Some(path));
    }
    for path in [
        "",
        "desk",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\nb",
        "/a b",
        "/\t/evil.example",
        "/%09/evil.example",
        "/%5Cevil.example",
        "/%0d%0aSet-Cookie: a=b",
        "/沈阳",
        "javascript:alert(1)",
    ] {
        assert_eq!(own_path(path), None, "{path:?}");
    }
    let long = |n: usize| format!("/{}", "a".repeat(n));
    assert!(own_path(&long(1_999)).is_some());
    assert!(own_path(&long(2_000)).is_none());
}

#[test]
fn bytes_are_written_in_hexadecimal_or_in_letters_that_differ() {
    assert_eq!(hex(&[0, 15, 255]), "000fff");
    assert_eq!(letters(&[0, 31, 32, 255]), "2Z2Z");
    let all = letters(&(0..=255).collect::<Vec<u8>>());
    assert!(!all.contains(['0', '1', 'I', 'O']));
    assert_ne!(bytes::<16>().expect("randomness"), bytes::<16>().expect("randomness"));
}
