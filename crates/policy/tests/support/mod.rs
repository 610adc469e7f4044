//! What the tests of documents share.

use policy::policy::Policy;
use policy::text::Lang;

/// What is said in both tongues of a document with one passage changed.
pub fn findings(source: &str, from: &str, to: &str) -> String {
    assert!(source.contains(from), "{from}");
    let found = Policy::load(&source.replacen(from, to, 1)).expect_err("the mistake is found");
    format!("{}\n{}", found.render("copy", Lang::Zh), found.render("copy", Lang::En))
}
