//! Which city a demo is: registers and plan. A shipped plan has the shipped city it was written for; any other plan gets
//! a city made for it. A city in a folder keeps what it was made of, so that it opens the same whatever is shipped later.

use super::{made, opening};
use crate::config::texts;
use crate::lineage::{self, Lineage};
use crate::shipped;
use domain::setting::Setting;
use policy::policy::Policy;
use policy::text::Lang;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The folder of the registers, and the file of the plan, in a city's folder.
const REGISTERS: &str = "registers";
const PLAN: &str = "plan.policy.md";

/// Registers and plan of a demo city.
#[derive(Clone, Debug)]
pub struct Choice {
    files: BTreeMap<String, String>,
    document: String,
    /// What it inherits from.
    above: Lineage,
}

impl Choice {
    /// The city of a policy: the id of a shipped one, or the path of a document.
    ///
    /// # Errors
    /// In words: what cannot be read, or every mistake in it.
    pub fn of(policy: &str) -> Result<Self, String> {
        let policy = if policy == opening::KEPT { opening::POLICY } else { policy };
        let document = match shipped::policy(policy) {
            Some(text) => text.to_owned(),
            None => fs::read_to_string(policy).map_err(|error| {
                let known: Vec<&str> = shipped::POLICIES.iter().map(|(id, _)| *id).collect();
                format!("cannot read policy `{policy}` ({error}); shipped ones are: {}", known.join(", "))
            })?,
        };
        let above = lineage::all(&document, &|wanted| lineage::beside(Path::new(policy), wanted));
        let above = Lineage::of(above.into_iter().map(|(_, text)| text));
        let loaded = Policy::load_with(&document, &|wanted| above.find(wanted))
            .map_err(|found| found.render(policy, Lang::Zh))?;
        let files = shipped::home(&loaded.plan().id).unwrap_or_else(|| made::files(loaded.plan()));
        Ok(Self { files, document, above })
    }

    /// The city a folder was made with: its own copy, or Shenyang, which needs none.
    ///
    /// # Errors
    /// In words: what cannot be read.
    pub fn kept(folder: &Path) -> Result<Self, String> {
        if !has_copy(folder) {
            return Self::of(opening::POLICY);
        }
        let files = texts(&folder.join(REGISTERS), ".toml")?;
        let document = fs::read_to_string(folder.join(PLAN)).map_err(|error| cannot(folder, &error))?;
        let above = folder.join(lineage::ABOVE);
        let above = if above.is_dir() { texts(&above, lineage::ENDING)? } else { BTreeMap::new() };
        Ok(Self { files, document, above: Lineage::of(above.into_values()) })
    }

    /// Puts a copy into a folder.
    ///
    /// # Errors
    /// In words: what cannot be written.
    pub fn keep(&self, folder: &Path) -> Result<(), String> {
        let registers = folder.join(REGISTERS);
        fs::create_dir_all(&registers).map_err(|error| cannot(folder, &error))?;
        for (name, text) in &self.files {
            fs::write(registers.join(name), text).map_err(|error| cannot(folder, &error))?;
        }
        for (number, text) in self.above.texts().iter().enumerate() {
            let above = folder.join(lineage::ABOVE);
            fs::create_dir_all(&above).map_err(|error| cannot(folder, &error))?;
            let name = format!("{}{}", number + 1, lineage::ENDING);
            fs::write(above.join(name), text).map_err(|error| cannot(folder, &error))?;
        }
        fs::write(folder.join(PLAN), &self.document).map_err(|error| cannot(folder, &error))
    }

    /// Whether this is the plan of the other.
    pub fn is_plan_of(&self, other: &Self) -> bool {
        self.document == other.document
    }

    /// City and policy.
    ///
    /// # Errors
    /// In words: every mistake in them.
    pub fn setting(&self) -> Result<Setting, String> {
        shipped::setting(&self.files, &[(PLAN.to_owned(), self.document.clone())], &self.above)
    }
}

/// Whether a folder holds a copy of registers and plan.
pub fn has_copy(folder: &Path) -> bool {
    fs::exists(folder.join(PLAN)).unwrap_or(false)
}

fn cannot(folder: &Path, error: &std::io::Error) -> String {
    format!("cannot use the registers and the plan in `{}`: {error}", folder.display())
}
