//! The document and the readings that a command names.

use super::Stop;
use crate::{lineage, shipped};
use ::policy::facts::Readings;
use ::policy::inherit::Wanted;
use ::policy::policy::Policy;
use ::policy::text::Lang;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// The document under an id or a path, with the name to print.
pub(super) fn source(policy: &str) -> Result<(String, String), Stop> {
    if let Some(text) = shipped::policy(policy) {
        return Ok((format!("{policy}.policy.md"), text.to_owned()));
    }
    match fs::read(policy) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok((policy.to_owned(), text)),
            Err(_) => Err(Stop::Called(format!("`{policy}` is not UTF-8 text; save it as UTF-8 and try again"))),
        },
        Err(error) => {
            let known: Vec<&str> = shipped::POLICIES.iter().map(|(id, _)| *id).collect();
            Err(Stop::Called(format!(
                "cannot read policy `{policy}` ({error}); shipped ones are: {}",
                known.join(", ")
            )))
        }
    }
}

/// The text that the document under an id or a path inherits from.
pub(super) fn above(policy: &str, wanted: &Wanted) -> Option<String> {
    lineage::beside(Path::new(policy), wanted)
}

pub(super) fn load(policy: &str) -> Result<Policy, Stop> {
    let (name, text) = source(policy)?;
    Policy::load_with(&text, &|wanted| above(policy, wanted)).map_err(|found| {
        let _ = write!(io::stderr(), "{}", found.render(&name, Lang::Zh));
        Stop::Wrong
    })
}

/// The readings asked for, each checked against the policy.
pub(super) fn readings(policy: &Policy, switches: &[String]) -> Result<Readings, Stop> {
    policy.readings(switches).map_err(|wrong| Stop::Called(format!("--switch {}", wrong.en)))
}
