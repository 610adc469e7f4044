//! Where the texts that a policy inherits from are found: beside its file, in a folder, in the city, in the program.

use crate::shipped;
use policy::inherit::{Parents, Wanted, choose, wanted};
use std::fs;
use std::path::Path;

/// The most documents one above the other; the language allows fewer.
pub const MOST: usize = 16;
/// Beside the policies of a city: documents that are only inherited from, and decide nothing there themselves.
pub const ABOVE: &str = "above";
/// How the file of a policy ends.
pub const ENDING: &str = ".policy.md";

/// Texts that come before those of the program.
#[derive(Clone, Debug, Default)]
pub struct Lineage(Vec<String>);

impl Lineage {
    /// These texts.
    pub fn of(texts: impl IntoIterator<Item = String>) -> Self {
        Self(texts.into_iter().collect())
    }

    /// The texts.
    pub fn texts(&self) -> &[String] {
        &self.0
    }

    /// One more text.
    pub fn push(&mut self, text: String) {
        self.0.push(text);
    }

    /// The text with the hash wanted, else one with its id.
    pub fn find(&self, wanted: &Wanted) -> Option<String> {
        let own = self.0.iter().map(String::as_str);
        let texts: Vec<&str> = own.chain(shipped::POLICIES.iter().map(|(_, text)| *text)).collect();
        choose(wanted, &texts).map(str::to_owned)
    }
}

/// The text wanted by the document at a path, which lies beside it or comes with the program.
pub fn beside(path: &Path, wanted: &Wanted) -> Option<String> {
    let is_name = wanted.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let name = format!("{}{ENDING}", wanted.id);
    let places = [folder.join(&name), folder.join(ABOVE).join(&name)];
    let texts = places.iter().filter(|_| is_name).filter_map(|place| fs::read_to_string(place).ok());
    Lineage::of(texts).find(wanted)
}

/// The documents that a text stands on, the nearest first, by id; one that is not found ends the list.
pub fn all(text: &str, find: &Parents<'_>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    while found.len() < MOST {
        let below = found.last().map_or(text, |(_, text)| text);
        let Some(next) = wanted(below).and_then(|wanted| Some((wanted.id.clone(), find(&wanted)?))) else { break };
        found.push(next);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use policy::policy::Policy;

    #[test]
    fn a_district_finds_its_city_beside_it_or_in_the_program() {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/shenyang-district-example.policy.md");
        let text = fs::read_to_string(&shipped).expect("it is shipped");
        for path in [shipped.as_path(), Path::new("elsewhere/district.policy.md")] {
            let policy = Policy::load_with(&text, &|wanted| beside(path, wanted));
            let inherits = policy.map_err(|found| found.to_json()).expect("it loads").plan().inherits.clone();
            assert_eq!(inherits.expect("it inherits").above[0].id, "shenyang-2018", "{}", path.display());
        }
    }
}
