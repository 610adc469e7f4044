//! The Shenyang plan loads without findings and gives the amounts of its worked cases.

use policy::policy::Policy;
use policy::text::Lang;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

#[test]
fn the_document_loads_and_its_worked_cases_hold() {
    let policy = Policy::load(SOURCE).unwrap_or_else(|found| panic!("{}", found.render("shenyang-2018", Lang::Zh)));
    assert!(policy.warnings().0.is_empty(), "{}", policy.warnings().render("shenyang-2018", Lang::En));
}
