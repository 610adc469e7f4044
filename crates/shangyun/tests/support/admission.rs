//! Coming in: somebody opens a link that works once, sets password and second factor, and invites the next.
#![expect(clippy::panic, reason = "a test in which nobody can come in has failed")]

use super::visitor::Visitor;
use shangyun::clock::real_now;
use shangyun::second_factor::code_at;

/// Everybody's password.
pub const PASSWORD: &str = "浑河 Tomate 7";

/// Accepts an invitation: password, second factor, recovery codes; the visitor is signed in.
pub fn accept(visitor: &mut Visitor, link: &str) -> Vec<u8> {
    let path = link.splitn(4, '/').nth(3).map(|path| format!("/{path}")).expect("an address");
    visitor.get(&path);
    assert_eq!(visitor.status, 200, "{}", visitor.body);
    visitor.post(&path, &[("password", PASSWORD), ("repeat", PASSWORD)]).follow();
    let typed = visitor.between("<strong class=\"figure\">", "</strong>");
    let typed = typed.unwrap_or_else(|| panic!("no secret to type: {} {}", visitor.status, visitor.body));
    let secret = from_base32(&typed);
    let (code, sealed) = (code_at(&secret, real_now()), visitor.field("sealed"));
    visitor.post("/sign-in/second-factor", &[("code", &code), ("sealed", &sealed), ("next", "/desk")]);
    assert!(visitor.body.contains("恢复码"), "{}", visitor.body);
    secret
}

fn from_base32(typed: &str) -> Vec<u8> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digits = typed.chars().filter_map(|letter| letters.find(letter));
    let bits: Vec<usize> = digits.flat_map(|digit| (0..5).rev().map(move |place| digit >> place & 1)).collect();
    let byte = |bits: &[usize]| bits.iter().fold(0_usize, |sum, bit| sum * 2 + bit);
    bits.chunks_exact(8).filter_map(|bits| u8::try_from(byte(bits)).ok()).collect()
}

/// The security administrator invites somebody into an office; gives the link.
pub fn invite(admin: &mut Visitor, office: &str, rank: &str, (name, login): (&str, &str)) -> String {
    admin.get("/admin/accounts/new?kind=office");
    let fields = [("kind", "office"), ("office", office), ("rank", rank), ("name", name), ("login", login)];
    admin.post("/admin/accounts/new", &fields);
    admin.between("secret-link\">", "<").unwrap_or_else(|| format!("no link: {}", admin.body))
}
