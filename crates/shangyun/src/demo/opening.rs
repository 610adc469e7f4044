//! Makes the demo city in a folder, or opens the one that is there.
//!
//! In the folder lie the database, the documents, the secret that personal values are sealed with, and the programme's
//! clock. The file of the clock is written last: with it, the city is complete.

use super::entropy::SeedEntropy;
use super::life::Life;
use super::play::{Play, Stumble};
use super::{cast, founding};
use crate::app::App;
use crate::clock::Clock;
use crate::config::causes;
use crate::editions;
use crate::entropy::SystemEntropy;
use crate::keys;
use crate::shipped;
use crate::web::security::random;
use domain::setting::Setting;
use domain::world::Key;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::store::{Config, Store};
use store::vault::{Entropy, Secret, Secrets, Vault};
use store::views::timeline;

/// The day the demo begins.
pub const STARTS_ON: Date = date(2019, 3, 4);
/// The policy whose cases the city has.
pub(super) const POLICY: &str = "shenyang-2018";
/// The city it is.
const CITY: &str = "shenyang";

/// Where and what the city is to be.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// The address of the database; none for one in the folder.
    pub database: Option<String>,
    /// The id of a shipped policy, or the path of a document.
    pub policy: String,
    /// The address people reach it at.
    pub origin: String,
}

/// An open demo city.
pub struct Opened {
    /// The program.
    pub app: App,
    /// Whether it was made just now.
    pub is_new: bool,
}

/// Makes or opens the city.
///
/// # Errors
/// In words: what is wrong and what to do.
pub async fn open(place: &Place) -> Result<Opened, String> {
    fs::create_dir_all(&place.folder).map_err(|error| cannot("make", &place.folder, &error))?;
    let (key, secret_is_new) = secret(&place.folder.join("secret"))?;
    let setting = Arc::new(setting(&place.policy)?);
    let entropy = Arc::new(SeedEntropy::default());
    let seed: Arc<dyn Entropy> = Arc::<SeedEntropy>::clone(&entropy);
    let config = config(&place.folder, place.database.as_deref(), (key, seed));
    let store = Store::open(config, Arc::clone(&setting)).await.map_err(|error| causes(&error))?;
    let kept = place.folder.join("clock");
    let is_new = !fs::exists(&kept).unwrap_or(false) || head(&store).await? == 0;
    if head(&store).await? > 0 {
        is_ours(&store, secret_is_new).await?;
    }
    if is_new {
        make(&store, &setting).await?;
    }
    editions::load(&store).await.map_err(|error| causes(&error))?;
    entropy.finish();
    let zone = setting.city.time_zone().clone();
    let moment = now(&store, &setting, &kept).await?;
    let clock = Clock::kept(zone, moment, kept.clone()).map_err(|error| cannot("write", &kept, &error))?;
    Ok(Opened { app: App::new(store, clock, place.origin.clone()).in_demo(), is_new })
}

/// Opens the store of a city that is there, such as for verifying it.
///
/// # Errors
/// In words: what is wrong and what to do.
pub async fn store(folder: &Path, database: Option<&str>) -> Result<Store, String> {
    if !fs::exists(folder.join("secret")).unwrap_or(false) {
        return Err(format!("`{}` holds no demo city", folder.display()));
    }
    let (key, _) = secret(&folder.join("secret"))?;
    let config = config(folder, database, (key, Arc::new(SystemEntropy)));
    Store::open(config, Arc::new(setting(POLICY)?)).await.map_err(|error| causes(&error))
}

/// Where a city in a folder keeps everything.
fn config(folder: &Path, database: Option<&str>, (key, entropy): ([u8; 32], Arc<dyn Entropy>)) -> Config {
    let inside = || format!("sqlite:{}", folder.join("city.db").display());
    Config {
        database: database.map_or_else(inside, str::to_owned),
        documents: folder.join("documents"),
        secrets: Secrets { current: Secret { id: "demo".to_owned(), key: key.into() }, older: Vec::new() },
        entropy,
        decide: domain::decide::decide,
    }
}

/// Writes the play of the city and performs it. One that broke off is performed again from the beginning: acts that
/// happened before answer as they did then.
async fn make(store: &Store, setting: &Arc<Setting>) -> Result<(), String> {
    let play =
        write(setting, store.vault().clone()).map_err(|stumble| format!("the demo city cannot be made: {stumble}"));
    play?.perform(store).await.map_err(|error| format!("the demo city cannot be made: {error}"))
}

/// The play of the city, up to the day the demo begins. A policy that is not the shipped one has offices and people,
/// and no cases: what those would be depends on its words.
fn write(setting: &Arc<Setting>, vault: Vault) -> Result<Play, Stumble> {
    let mut play = Play::new(Arc::clone(setting), vault, founding::FOUNDED_ON);
    let Some((hash, policy)) = setting.policies.first_key_value() else { return Ok(play) };
    let programme = founding::found(&mut play, hash)?;
    if policy.plan().id != POLICY {
        return Ok(play);
    }
    let mut life = Life::new(play, programme, Arc::clone(policy));
    life.live_until(STARTS_ON)?;
    Ok(life.play)
}

async fn head(store: &Store) -> Result<i64, String> {
    store.head().await.map_err(|error| causes(&error))
}

/// Refuses a database that holds another city, or a demo city whose folder is elsewhere.
async fn is_ours(store: &Store, secret_is_new: bool) -> Result<(), String> {
    let first = Key::Account(cast::system_admin().account);
    let found = store.load(&first).await.map_err(|error| causes(&error))?;
    if found.state.is_none() {
        return Err("this database holds a city that is not a demo; in a demo anyone can be anybody, so it is not \
             opened. Name another database"
            .to_owned());
    }
    if secret_is_new {
        return Err(
            "this database holds a demo city whose folder is elsewhere; name that folder with --data".to_owned()
        );
    }
    Ok(())
}

/// The programme's moment: as the folder keeps it, and never before the journal's last entry.
async fn now(store: &Store, setting: &Setting, kept: &Path) -> Result<Timestamp, String> {
    let start = STARTS_ON.at(9, 0, 0, 0).to_zoned_datetime(setting.city.time_zone().clone());
    let mut now = start.map(|start| start.timestamp()).map_err(|error| causes(&error))?;
    if let Ok(text) = fs::read_to_string(kept) {
        let moment: Timestamp = text.trim().parse().map_err(|error| cannot("understand", kept, &error))?;
        now = now.max(moment);
    }
    let last = timeline::latest(store.database(), i64::MAX, 1).await.map_err(|error| causes(&error))?;
    Ok(last.first().map_or(now, |entry| now.max(entry.at)))
}

/// The secret of the city, made where there is none; whether it was made.
fn secret(path: &Path) -> Result<([u8; 32], bool), String> {
    match fs::read_to_string(path) {
        Ok(text) => keys::from_hex(text.trim())
            .map(|key| (key, false))
            .ok_or_else(|| format!("`{}` is not a secret of 64 hexadecimal digits", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = random::bytes::<32>().map_err(|error| causes(&error))?;
            let mut file = keys::private(path).map_err(|error| cannot("write", path, &error))?;
            let written = writeln!(file, "{}", random::hex(&key)).and_then(|()| file.sync_all());
            written.map_err(|error| cannot("write", path, &error))?;
            Ok((key, true))
        }
        Err(error) => Err(cannot("read", path, &error)),
    }
}

/// City and policy.
fn setting(policy: &str) -> Result<Setting, String> {
    let text = match shipped::policy(policy) {
        Some(text) => text.to_owned(),
        None => fs::read_to_string(policy).map_err(|error| {
            let known: Vec<&str> = shipped::POLICIES.iter().map(|(id, _)| *id).collect();
            format!("cannot read policy `{policy}` ({error}); shipped ones are: {}", known.join(", "))
        })?,
    };
    let files = shipped::city(CITY).unwrap_or_default();
    shipped::setting(&files, &[(policy.to_owned(), text)])
}

fn cannot(doing: &str, path: &Path, error: &dyn std::error::Error) -> String {
    format!("cannot {doing} `{}`: {error}", path.display())
}
