//! Makes the demo city in a folder, or opens the one that is there.
//!
//! In the folder lie the database, the documents, the secret that personal values are sealed with, and the programme's
//! clock. The file of the clock is written last: with it, the city is complete.

use super::choice::{self, Choice};
use super::days::Days;
use super::entropy::SeedEntropy;
use super::life::Life;
use super::ordinary::Ordinary;
use super::play::{Play, Stumble};
use super::{cast, founding};
use crate::app::App;
use crate::clock::Clock;
use crate::config::causes;
use crate::editions;
use crate::entropy::SystemEntropy;
use crate::keys;
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

/// The day the demo begins in the city whose cases are written down.
pub const STARTS_ON: Date = date(2019, 3, 4);
/// The policy whose cases are written down.
pub const POLICY: &str = "shenyang-2018";

/// In place of a policy: the one that the folder was made with, or Shenyang's.
pub const KEPT: &str = "";

/// Where and what the city is to be.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// The address of the database; none for one in the folder.
    pub database: Option<String>,
    /// The id of a shipped policy, the path of a document, or [`KEPT`].
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
    let chosen = chosen(place)?;
    let setting = Arc::new(chosen.setting()?);
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
        chosen.keep(&place.folder)?;
        make(&store, &setting).await?;
    }
    editions::load(&store).await.map_err(|error| causes(&error))?;
    entropy.finish();
    let zone = setting.city.time_zone().clone();
    let begins = begins(&setting);
    let moment = now(&store, &setting, (&kept, begins)).await?;
    let clock = Clock::kept(zone, moment, kept.clone()).map_err(|error| cannot("write", &kept, &error))?;
    let app = App { demo_since: Some(begins), ..App::new(store, clock, place.origin.clone()).in_demo() };
    Ok(Opened { app, is_new })
}

/// Registers and plan of the city: those the folder keeps, which must be of the policy that is asked for.
fn chosen(place: &Place) -> Result<Choice, String> {
    if !choice::has_copy(&place.folder) {
        return Choice::of(&place.policy);
    }
    let kept = Choice::kept(&place.folder)?;
    if place.policy == KEPT || kept.is_plan_of(&Choice::of(&place.policy)?) {
        return Ok(kept);
    }
    Err(format!(
        "`{}` holds a demo city of another policy than `{}`; leave --policy out to open it, or name another folder",
        place.folder.display(),
        place.policy
    ))
}

/// The day the demo begins.
fn begins(setting: &Setting) -> Date {
    let plan = setting.policies.values().next().map(|policy| policy.plan());
    plan.map_or(STARTS_ON, |plan| Days::of(plan, setting.city.calendar()).begins)
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
    Store::open(config, Arc::new(Choice::kept(folder)?.setting()?)).await.map_err(|error| causes(&error))
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

/// The play of the city, up to the day the demo begins. Shenyang's cases are written down; those of another plan come
/// about by its own steps.
fn write(setting: &Arc<Setting>, vault: Vault) -> Result<Play, Stumble> {
    let Some(policy) = setting.policies.values().next() else {
        return Ok(Play::new(Arc::clone(setting), vault, founding::FOUNDED_ON));
    };
    let days = Days::of(policy.plan(), setting.city.calendar());
    let mut play = Play::new(Arc::clone(setting), vault, days.founded);
    let programme = founding::found(&mut play, policy)?;
    if policy.plan().id != POLICY {
        let mut life = Ordinary::new(play, programme, Arc::clone(policy));
        life.live();
        return Ok(life.play);
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
async fn now(store: &Store, setting: &Setting, (kept, begins): (&Path, Date)) -> Result<Timestamp, String> {
    let start = begins.at(9, 0, 0, 0).to_zoned_datetime(setting.city.time_zone().clone());
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

fn cannot(doing: &str, path: &Path, error: &dyn std::error::Error) -> String {
    format!("cannot {doing} `{}`: {error}", path.display())
}
