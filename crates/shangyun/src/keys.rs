//! Files that hold secrets: made once, readable by their owner alone, 64 hexadecimal digits to a key.

use crate::web::security::random;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use store::vault::{Secret, Secrets};

/// The secrets of a city: the key of form tokens, and those that personal values are sealed with, the current one first.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    form_key: String,
    vault: Vec<WrittenKey>,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    id: String,
    key: String,
}

/// The secrets as the program uses them.
pub struct Keys {
    /// The key of form tokens.
    pub form_key: [u8; 32],
    /// The keys of the vault.
    pub vault: Secrets,
}

/// A new file that only its owner may read.
///
/// # Errors
/// When it exists, or cannot be made.
pub fn private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The 32 bytes behind 64 hexadecimal digits.
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let bytes: Option<Vec<u8>> =
        digits?.chunks(2).map(|pair| u8::try_from(pair.first()? * 16 + pair.get(1)?).ok()).collect();
    bytes?.try_into().ok()
}

/// Makes a file of fresh secrets.
///
/// # Errors
/// In words: why it cannot be made.
pub fn make(path: &Path) -> Result<(), String> {
    let fresh = || random::bytes::<32>().map(|key| random::hex(&key)).map_err(|error| error.to_string());
    let vault = vec![WrittenKey { id: "k1".to_owned(), key: fresh()? }];
    let text = toml::to_string(&Written { form_key: fresh()?, vault }).map_err(|error| error.to_string())?;
    let cannot = |error: std::io::Error| format!("cannot write `{}`: {error}", path.display());
    let mut file = private(path).map_err(cannot)?;
    let head =
        "# The secrets of this city. Without them personal values cannot be read: keep a copy apart from backups.\n";
    file.write_all(format!("{head}{text}").as_bytes()).and_then(|()| file.sync_all()).map_err(cannot)
}

/// Reads the secrets of a city.
///
/// # Errors
/// In words: what is wrong with the file, and what to do.
pub fn read(path: &Path) -> Result<Keys, String> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read the secrets `{name}`: {error}"))?;
    if is_open(path) {
        return Err(format!("the secrets `{name}` can be read by others: run `chmod 600 {name}`"));
    }
    let written: Written = toml::from_str(&text).map_err(|error| format!("`{name}`: {error}"))?;
    let key = |text: &str| from_hex(text).ok_or_else(|| format!("`{name}`: a key is 64 hexadecimal digits"));
    let mut vault = Vec::new();
    for one in &written.vault {
        vault.push(Secret { id: one.id.clone(), key: key(&one.key)?.into() });
    }
    if vault.is_empty() {
        return Err(format!("`{name}` has no key under [[vault]]"));
    }
    let current = vault.remove(0);
    Ok(Keys { form_key: key(&written.form_key)?, vault: Secrets { current, older: vault } })
}

/// Whether others than its owner may read a file.
pub fn is_open(path: &Path) -> bool {
    #[cfg(unix)]
    {
        let mode = fs::metadata(path).map(|found| std::os::unix::fs::PermissionsExt::mode(&found.permissions()));
        mode.is_ok_and(|mode| mode & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
