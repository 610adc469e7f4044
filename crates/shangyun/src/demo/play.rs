//! A play: acts written down in memory, one after the other, and then performed in the store, many to a commit.
//!
//! While it is written, every act is decided by [`domain::decide`] against a world of its own, so that the next act can
//! look at what the one before it did. The store decides everything again: what is written here has no other way in.

use domain::act::{Act, Actor, Personal};
use domain::claim::Claim;
use domain::command::Command;
use domain::decide::{Answer, Ctx, decide};
use domain::filing::Filing;
use domain::ids::{BlobId, ClaimId, FilingId, RoundId};
use domain::paper::File;
use domain::refusal::Refusal;
use domain::round::{Round, RoundCommand};
use domain::setting::Setting;
use domain::world::{Key, Stop, World};
use futures_util::{StreamExt, stream};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use store::store::{Failed, Store};
use store::vault::{PersonalRow, Vault};
use tokio::runtime::Handle;

use crate::web::security::random;

/// How much time passes between two acts.
const PACE: SignedDuration = SignedDuration::from_secs(7);
/// How many files are written at a time.
const FILES_AT_ONCE: usize = 32;

/// A play being written.
pub struct Play {
    name: String,
    /// Where the world is read from; none for a play that begins in an empty one.
    store: Option<Store>,
    setting: Arc<Setting>,
    vault: Vault,
    /// The world as it is after the acts so far.
    pub world: World,
    now: Timestamp,
    sealed: Vec<PersonalRow>,
    acts: Vec<(Act, Vec<PersonalRow>)>,
    files: BTreeMap<BlobId, (Vec<u8>, String)>,
}

/// Where a play breaks off: the act that is not possible.
#[derive(Clone, PartialEq, Debug)]
pub struct Stumble {
    /// Which command.
    pub command: &'static str,
    /// Its one-time key.
    pub key: String,
    /// On which day.
    pub day: Date,
    /// Why not.
    pub why: String,
}

impl fmt::Display for Stumble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "on {} `{}` ({}): {}", self.day, self.command, self.key, self.why)
    }
}

impl Play {
    /// A play that begins in an empty world at nine in the morning of a day.
    pub fn new(setting: Arc<Setting>, vault: Vault, day: Date) -> Self {
        let mut play = Self {
            name: "demo".to_owned(),
            store: None,
            setting,
            vault,
            world: World::default(),
            now: Timestamp::MIN,
            sealed: Vec::new(),
            acts: Vec::new(),
            files: BTreeMap::new(),
        };
        play.go_to(day, Time::constant(9, 0, 0, 0));
        play
    }

    /// A play in the world as it is in a store. What it needs of the world is read while it is written, so it is written
    /// on a thread that may wait.
    pub fn in_store(store: &Store, name: &str, now: Timestamp) -> Self {
        let play = Self::new(store.setting(), store.vault().clone(), Date::MIN);
        let now = play.now.max(now);
        Self { name: name.to_owned(), store: Some(store.clone()), now, ..play }
    }

    /// The one-time key of the next act, made of its place in the play.
    pub fn next_key(&self) -> String {
        format!("{}/{}", self.name, self.acts.len())
    }

    /// Brings things into the world that are not there yet.
    pub fn fetch(&mut self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            if self.world.get(&key).is_ok() {
                continue;
            }
            let found = self.store.as_ref().and_then(|store| Handle::current().block_on(store.load(&key)).ok());
            self.world.load(key, found.and_then(|found| found.state));
        }
    }

    /// City, calendar and policies.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The day the play has come to.
    pub fn today(&self) -> Date {
        self.now.to_zoned_datetime(self.setting.city.time_zone().clone()).date()
    }

    /// Goes forward to a time of a day; never back.
    pub fn go_to(&mut self, day: Date, time: Time) {
        let moment = day.to_datetime(time).to_zoned_datetime(self.setting.city.time_zone().clone());
        if let Ok(moment) = moment {
            self.now = self.now.max(moment.timestamp());
        }
    }

    /// The moment the play has come to.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Seals a personal value; it goes into the store with the next act.
    pub fn seal(&mut self, owner: &str, field: &str, value: &str) -> Result<Personal, Stumble> {
        match self.vault.seal_personal(owner, field, value) {
            Ok(sealed) => {
                self.sealed.push(sealed.row);
                Ok(sealed.personal)
            }
            Err(error) => {
                let (command, key) = ("seal", field.to_owned());
                Err(Stumble { command, key, day: self.today(), why: error.to_string() })
            }
        }
    }

    /// Puts a file into the document store, and gives what a command names it by.
    pub fn keep(&mut self, bytes: Vec<u8>, name: &str, media: &str) -> File {
        let blob = BlobId::new(random::hex(&Sha256::digest(&bytes)));
        let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        self.files.insert(blob.clone(), (bytes, media.to_owned()));
        File { blob, name: name.to_owned(), media: media.to_owned(), size_bytes }
    }

    /// The next act.
    ///
    /// # Errors
    /// When the rules refuse it; the play is wrong then.
    pub fn act(&mut self, actor: &Actor, key: &str, command: Command) -> Result<Answer, Stumble> {
        self.now = self.now.checked_add(PACE).unwrap_or(self.now);
        let act = Act { actor: actor.clone(), command, at: self.now, today: self.today(), key: key.to_owned() };
        let decided = loop {
            match decide(&self.setting, &self.world, &act) {
                Ok(decided) => break decided,
                Err(Stop::Need(keys)) => self.fetch(keys),
                Err(Stop::Refused(refusal)) => return Err(stumble(&act, &refusal)),
            }
        };
        for event in &decided.events {
            self.world.apply(event);
        }
        self.acts.push((act, std::mem::take(&mut self.sealed)));
        Ok(decided.answer)
    }

    /// What is wrong when something that must be there is not.
    pub fn lost(&self, what: &str) -> Stumble {
        Stumble { command: "look", key: what.to_owned(), day: self.today(), why: "not there".to_owned() }
    }

    /// A filing as it stands.
    pub fn filing(&self, id: &FilingId) -> Result<&Filing, Stumble> {
        self.world.filing(id).map_err(|_| self.lost(id.as_str()))
    }

    /// A claim as it stands.
    pub fn claim(&self, id: &ClaimId) -> Result<&Claim, Stumble> {
        self.world.claim(id).map_err(|_| self.lost(id.as_str()))
    }

    /// A round as it stands.
    pub fn round(&self, id: &RoundId) -> Result<&Round, Stumble> {
        self.world.round(id).map_err(|_| self.lost(id.as_str()))
    }

    /// Looks at the world as somebody would see it now.
    ///
    /// # Errors
    /// What the look needs, or why it is refused.
    pub fn look<T>(&self, actor: &Actor, look: impl FnOnce(Ctx) -> Result<T, Stop>) -> Result<T, Stop> {
        // A look is no act: what it is asked under does not matter.
        let nothing = Command::Round(RoundCommand::SealScores { round: RoundId::new("") });
        let act = Act { actor: actor.clone(), command: nothing, at: self.now, today: self.today(), key: String::new() };
        look(Ctx { setting: &self.setting, world: &self.world, act: &act })
    }

    /// How many acts were written.
    pub fn length(&self) -> usize {
        self.acts.len()
    }

    /// Performs the play in the store.
    ///
    /// # Errors
    /// When a file cannot be kept, or an act does not happen.
    pub async fn perform(self, store: &Store) -> Result<(), String> {
        let failed = self.attempt(store).await?;
        failed.into_iter().next().map_or(Ok(()), Err)
    }

    /// Performs what can be performed: the files first, then every act in its order. Gives what did not happen.
    ///
    /// # Errors
    /// When a file cannot be kept.
    pub async fn attempt(self, store: &Store) -> Result<Vec<String>, String> {
        let at = self.now;
        let kept = stream::iter(self.files.into_values()).map(|(bytes, media)| async move {
            let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            store.keep_document(bytes.as_slice(), &media, most, at).await
        });
        let kept: Vec<_> = kept.buffer_unordered(FILES_AT_ONCE).collect().await;
        if let Some(error) = kept.into_iter().find_map(Result::err) {
            return Err(format!("a paper cannot be kept: {error}"));
        }
        let names: Vec<(&'static str, String)> =
            self.acts.iter().map(|(act, _)| (act.command.name(), act.key.clone())).collect();
        let answers = store.execute_many(self.acts).await;
        let failed = names.into_iter().zip(answers).filter_map(|((command, key), answer)| {
            Some(format!("`{command}` ({key}) does not happen: {}", words(&answer.err()?)))
        });
        Ok(failed.collect())
    }
}

fn stumble(act: &Act, refusal: &Refusal) -> Stumble {
    let why = serde_json::to_string(refusal).unwrap_or_default();
    Stumble { command: act.command.name(), key: act.key.clone(), day: act.today, why }
}

fn words(failed: &Failed) -> String {
    match failed {
        Failed::Refused(refusal) => serde_json::to_string(&**refusal).unwrap_or_default(),
        Failed::Conflict | Failed::KeyReused | Failed::Failure(_) => failed.to_string(),
    }
}
