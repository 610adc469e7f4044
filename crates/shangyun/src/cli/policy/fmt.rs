//! `shangyun policy fmt`: a document in its standard form.

use super::document::{above, source};
use super::{Stop, Tongue};
use ::policy::format::format_with;
use ::policy::inherit::wanted;
use clap::Args;
use std::fs;
use std::io::{self, Write};

#[derive(Args, Debug)]
pub(in crate::cli) struct FmtArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// The language of keywords and punctuation.
    #[arg(long, value_enum, default_value_t)]
    lang: Tongue,
    /// Writes the file instead of printing it.
    #[arg(long)]
    write: bool,
}

pub(super) fn run(arguments: &FmtArguments) -> Result<(), Stop> {
    let FmtArguments { policy, lang, write } = arguments;
    let lang = lang.lang();
    let (name, text) = source(policy)?;
    let standard = format_with(&text, lang, &|wanted| above(policy, wanted)).map_err(|found| {
        let _ = write!(io::stderr(), "{}", found.render(&name, lang));
        Stop::Wrong
    })?;
    if let Some((wanted, now)) = wanted(&text).and_then(|one| Some((one.clone(), one.differs(&above(policy, &one)?)?)))
    {
        let words = format!("the hash of `{}` above is now {now}; read what changed, then pin it", wanted.id);
        writeln!(io::stderr(), "shangyun: {words}")?;
    }
    if *write {
        fs::write(policy, standard)?;
    } else {
        write!(io::stdout().lock(), "{standard}")?;
    }
    Ok(())
}
