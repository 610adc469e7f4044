//! A city at work for one test: the shipped registers and policy, the real rules, a real store, and a clock that
//! stands until it is moved. What an act needs beyond that (people, ways through a procedure) is in `people` and
//! `ways`.

use super::folder::Folder;
use super::people::People;
use super::postgres::TestDatabase;
use domain::act::{Act, Actor, Personal};
use domain::claim::Claim;
use domain::command::Command;
use domain::decide::Answer;
use domain::enterprise::Enterprise;
use domain::filing::Filing;
use domain::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId, RoundId};
use domain::ledger::{Account, Purpose};
use domain::paper::File;
use domain::programme::Programme;
use domain::round::Round;
use domain::world::{Aggregate, Key};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::money::Fen;
use policy::policy::Policy;
use sha2::{Digest, Sha256};
use shangyun::clock::Clock;
use shangyun::shipped;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::store::{Config, Failed, Store};
use store::vault::{Entropy, PersonalRow, Secret, Secrets};
use store::verify::verify;

/// The programme that towns run where nobody says otherwise.
pub const PROGRAMME: &str = "shenyang-2018";

/// Its id.
pub fn programme() -> ProgrammeId {
    ProgrammeId::new(PROGRAMME)
}

/// Where a town keeps its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In SQLite, in memory.
    Memory,
    /// In SQLite, in a file.
    Sqlite,
    /// In a PostgreSQL database of its own.
    Postgres,
}

/// A city at work. Its data go away with it.
pub struct Town {
    /// Everything that is kept.
    pub store: Store,
    /// The programme's clock.
    pub clock: Clock,
    /// The plan it runs, by its id.
    pub plan: String,
    /// Who has an account.
    pub people: People,
    keys: AtomicU64,
    _folder: Option<Folder>,
    _database: Option<TestDatabase>,
}

impl Town {
    /// An empty town on a morning.
    pub async fn open(place: Place, day: Date) -> Self {
        Self::running(PROGRAMME, place, day).await
    }

    /// An empty town that runs a shipped plan, in the city it was written for.
    pub async fn running(plan: &str, place: Place, day: Date) -> Self {
        let folder = Folder::new("town");
        let database = (place == Place::Postgres).then(TestDatabase::create);
        let address = match &database {
            Some(database) => database.url().to_owned(),
            None if place == Place::Memory => "sqlite::memory:".to_owned(),
            None => format!("sqlite:{}", folder.path().join("town.db").display()),
        };
        let city = shipped::home(plan).expect("the city is shipped");
        let document = shipped::policy(plan).expect("the policy is shipped").to_owned();
        let lineage = shangyun::lineage::Lineage::default();
        let setting =
            shipped::setting(&city, &[(plan.to_owned(), document)], &lineage).expect("city and policy are right");
        let zone = setting.city.time_zone().clone();
        let config = Config {
            database: address,
            documents: folder.path().join("documents"),
            secrets: Secrets { current: Secret { id: "k1".to_owned(), key: [7; 32].into() }, older: vec![] },
            entropy: Arc::new(Counting(AtomicU64::new(0))),
            decide: domain::decide::decide,
        };
        let store = Store::open(config, Arc::new(setting)).await.expect("the store opens");
        let dawn = day.at(9, 0, 0, 0).to_zoned_datetime(zone.clone()).expect("a morning").timestamp();
        let clock = Clock::standing(zone, dawn);
        Self { plan: plan.to_owned(), _folder: Some(folder), _database: database, ..Self::over(store, clock) }
    }

    /// The town whose data are in a store.
    pub fn over(store: Store, clock: Clock) -> Self {
        let (people, keys) = (People::default(), AtomicU64::new(0));
        Self { store, clock, plan: PROGRAMME.to_owned(), people, keys, _folder: None, _database: None }
    }

    /// The programme's id.
    pub fn programme_id(&self) -> ProgrammeId {
        ProgrammeId::new(&*self.plan)
    }

    /// The act of an actor now, under a key that nobody used.
    pub fn act(&self, actor: &Actor, command: Command) -> Act {
        let key = self.keys.fetch_add(1, Ordering::Relaxed);
        self.act_under(&format!("key-{key}"), actor, command)
    }

    /// The act of an actor now.
    pub fn act_under(&self, key: &str, actor: &Actor, command: Command) -> Act {
        self.clock.tick();
        let at = self.clock.now();
        Act { actor: actor.clone(), command, at, today: self.clock.day_of(at), key: key.to_owned() }
    }

    /// Tries a command.
    pub async fn attempt(&self, actor: &Actor, command: Command) -> Result<Answer, Failed> {
        self.store.execute(self.act(actor, command), vec![]).await
    }

    /// Does a command that must not be refused.
    #[track_caller]
    pub fn must(&self, actor: &Actor, command: Command) -> impl Future<Output = Answer> {
        self.must_with(actor, command, vec![])
    }

    /// Does a command with the personal values it names.
    #[track_caller]
    pub fn must_with(
        &self,
        actor: &Actor,
        command: Command,
        personal: Vec<PersonalRow>,
    ) -> impl Future<Output = Answer> {
        let from = std::panic::Location::caller();
        let act = self.act(actor, command);
        async move {
            let name = act.command.name();
            match self.store.execute(act, personal).await {
                Ok(answer) => answer,
                Err(failed) => unreachable!("{from}: {name}: {failed:?}"),
            }
        }
    }

    /// Seals a personal value; the row goes with the act.
    pub fn seal(&self, owner: &str, field: &str, value: &str) -> (Personal, PersonalRow) {
        let sealed = self.store.seal(owner, field, value).expect("it can be sealed");
        (sealed.personal, sealed.row)
    }

    /// A paper of some kilobytes, kept as a document.
    pub async fn paper(&self, title: &str) -> File {
        let content = format!("%PDF-1.4\n% {title}\n{}\n%%EOF\n", title.repeat(40));
        let now: Timestamp = self.clock.now();
        let kept = self.store.keep_document(content.as_bytes(), "application/pdf", 1 << 20, now).await;
        let kept = kept.expect("the document is kept");
        let size_bytes = i64::try_from(kept.size_bytes).expect("a small paper");
        File { blob: kept.id, name: format!("{title}.pdf"), media: "application/pdf".to_owned(), size_bytes }
    }

    /// The policy that the programme was founded on.
    pub fn policy(&self) -> Arc<Policy> {
        let shipped = shipped::policy(&self.plan).expect("a shipped policy");
        let setting = self.store.setting();
        let found = setting.policies.values().find(|policy| policy.source() == shipped);
        found.cloned().expect("the policy")
    }

    /// The state under a key.
    pub async fn state(&self, key: Key) -> Option<Aggregate> {
        self.store.load(&key).await.expect("it can be read").state
    }

    /// The programme.
    pub async fn programme(&self) -> Programme {
        let Some(Aggregate::Programme(state)) = self.state(Key::Programme(self.programme_id())).await else {
            unreachable!("no programme");
        };
        state
    }

    /// An enterprise.
    pub async fn enterprise(&self, id: &EnterpriseId) -> Enterprise {
        let Some(Aggregate::Enterprise(state)) = self.state(Key::Enterprise(id.clone())).await else {
            unreachable!("no enterprise {id}");
        };
        state
    }

    /// A filing.
    pub async fn filing(&self, id: &FilingId) -> Filing {
        let Some(Aggregate::Filing(state)) = self.state(Key::Filing(id.clone())).await else {
            unreachable!("no filing {id}");
        };
        state
    }

    /// A claim.
    pub async fn claim(&self, id: &ClaimId) -> Claim {
        let Some(Aggregate::Claim(state)) = self.state(Key::Claim(id.clone())).await else {
            unreachable!("no claim {id}");
        };
        state
    }

    /// A round.
    pub async fn round(&self, id: &RoundId) -> Round {
        let Some(Aggregate::Round(state)) = self.state(Key::Round(id.clone())).await else {
            unreachable!("no round {id}");
        };
        state
    }

    /// What an account of the ledger holds.
    pub async fn balance(&self, year: i16, stream: &str, purpose: Purpose) -> Fen {
        let account = Account { programme: self.programme_id(), year, stream: stream.to_owned(), purpose };
        match self.state(Key::Balance(account)).await {
            Some(Aggregate::Balance(fen)) => fen,
            Some(_) | None => Fen::ZERO,
        }
    }

    /// Folds the journal and compares; gives how many entries it has.
    pub async fn assert_clean(&self) -> u64 {
        let report = verify(&self.store, vec![], |_| {}).await.expect("the verification runs");
        assert_eq!(report.findings, vec![], "nothing is wrong");
        report.entries
    }
}

/// Bytes that never repeat and are the same in every run.
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let turn = self.0.fetch_add(1, Ordering::Relaxed);
            let digest = Sha256::digest(turn.to_be_bytes());
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}
