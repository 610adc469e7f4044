//! The people of a town. An account is opened when it is first needed, the way it would be: the security
//! administrator invites officers, providers and experts, enterprises sign up and register themselves.

use super::town::{PROGRAMME, Town};
use domain::account::{AccountCommand, Person};
use domain::act::{Actor, Seat};
use domain::command::Command;
use domain::credit_code::CreditCode;
use domain::enterprise::{EnterpriseCommand, Profile};
use domain::ids::{AccountId, EnterpriseId};
use domain::programme::{ProgrammeCommand, State};
use domain::world::Key;
use jiff::civil::Date;
use policy::money::Fen;
use policy::plan::words::Rank;
use shangyun::demo::roles;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::vault::PersonalRow;

/// Who has an account: by the name used in tests.
#[derive(Default)]
pub struct People(Mutex<BTreeMap<String, Actor>>);

impl People {
    /// Who goes by this name.
    pub fn find(&self, name: &str) -> Option<Actor> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// The name of an account.
    pub fn name(&self, account: &AccountId) -> Option<String> {
        let people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        people.iter().find(|(_, actor)| actor.account == *account).map(|(name, _)| name.clone())
    }

    /// Puts somebody in.
    pub fn put(&self, name: &str, actor: Actor) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), actor);
    }
}

/// Who an enterprise is.
#[derive(Clone, Debug)]
pub struct Firm {
    /// Its name.
    pub name: String,
    /// Its credit code.
    pub code: String,
    /// Its district or zone.
    pub district: String,
    /// Its division of GB/T 4754.
    pub division: String,
    /// When it was founded.
    pub founded_on: Date,
}

impl Firm {
    /// The firm with a number: a machine maker in Tiexi.
    pub fn numbered(number: usize) -> Self {
        let code = CreditCode::with_checks(&format!("91210106MA{number:06}")).expect("a code");
        Self {
            name: format!("第{number}机床厂"),
            code: code.to_string(),
            district: "210106".to_owned(),
            division: "34".to_owned(),
            founded_on: jiff::civil::date(2010, 5, 1),
        }
    }
}

impl Town {
    /// Administrators, programme, and a budget for every stream of some years.
    pub async fn found(&self, budgets: &[(i16, &str, Fen)]) {
        let mut rows = Vec::new();
        let administrators = ["系统管理员", "安全管理员", "审计管理员"].map(|name| self.person(name, &mut rows));
        let command = Command::Account(AccountCommand::Found { administrators });
        let act = self.act(&Actor::founder(), command);
        let seats = [Seat::SystemAdmin, Seat::SecurityAdmin, Seat::AuditAdmin];
        for (number, (name, seat)) in ["系统管理员", "安全管理员", "审计管理员"].into_iter().zip(seats).enumerate()
        {
            let account = AccountId::new(act.fresh().id("account", number));
            self.people.put(name, Actor { account, seat });
        }
        self.store.execute(act, rows).await.expect("the city is founded");
        self.open_programme(budgets).await;
    }

    /// The administrators publish the policy, the lead office opens the programme, finance sets budgets.
    pub async fn open_programme(&self, budgets: &[(i16, &str, Fen)]) {
        let policy_hash = self.policy().plan().hash.clone();
        let publish = ProgrammeCommand::Publish { policy_hash };
        self.must(&self.known("系统管理员"), Command::Programme(publish)).await;
        self.move_to(State::Open, "沈政办发〔2018〕100号").await;
        for (year, stream, amount) in budgets {
            self.budget(*year, stream, *amount).await;
        }
    }

    /// The lead office moves the programme to another state.
    pub async fn move_to(&self, state: State, reason: &str) {
        let policy = self.policy();
        let chief = self.signer_of(roles::lead(policy.plan())).await;
        let (programme, reason) = (self.programme_id(), reason.to_owned());
        self.must(&chief, Command::Programme(ProgrammeCommand::Move { programme, state, reason })).await;
    }

    /// Finance sets a budget.
    pub async fn budget(&self, year: i16, stream: &str, amount: Fen) {
        let policy = self.policy();
        let chief = self.signer_of(roles::finance(policy.plan())).await;
        let (programme, stream, reason) = (self.programme_id(), stream.to_owned(), format!("沈财指〔{year}〕1号"));
        let command = ProgrammeCommand::SetBudget { programme, year, stream, amount, reason };
        self.must(&chief, Command::Programme(command)).await;
    }

    /// The signer of the office that holds a role of the city.
    async fn signer_of(&self, role: Option<&str>) -> Actor {
        let (setting, role) = (self.store.setting(), role.expect("the plan names a role"));
        let office = setting.city.office_holding(role, None, self.clock.today()).expect("an office holds it");
        self.officer(&office.id, Rank::Sign, 1).await
    }

    /// Somebody who has an account.
    pub fn known(&self, name: &str) -> Actor {
        self.people.find(name).unwrap_or_else(|| unreachable!("{name} has no account"))
    }

    /// The officer with this rank and number in an office.
    pub async fn officer(&self, office: &str, rank: Rank, number: u8) -> Actor {
        let name = format!("{office}/{}/{number}", rank.zh());
        self.invited(&name, Seat::Office { office: office.to_owned(), rank }).await
    }

    /// Staff of a provider.
    pub async fn provider(&self, provider: &str) -> Actor {
        self.invited(provider, Seat::Provider { provider: provider.to_owned() }).await
    }

    /// A review expert.
    pub async fn expert(&self, expert: &str) -> Actor {
        self.invited(expert, Seat::Expert { expert: expert.to_owned() }).await
    }

    /// Somebody the security administrator invites into a seat, at first use.
    pub async fn invited(&self, name: &str, seat: Seat) -> Actor {
        if let Some(actor) = self.people.find(name) {
            return actor;
        }
        let mut rows = Vec::new();
        let person = self.person(name, &mut rows);
        let invite = AccountCommand::Invite { person, seat: seat.clone() };
        let answer = self.must_with(&self.known("安全管理员"), Command::Account(invite), rows).await;
        let actor = Actor { account: account_of(&answer.show), seat };
        self.people.put(name, actor.clone());
        actor
    }

    /// Somebody signs up and registers an enterprise; its owner from then on.
    pub async fn register(&self, firm: &Firm) -> Actor {
        let mut rows = Vec::new();
        let person = self.person(&format!("{}负责人", firm.name), &mut rows);
        let sign_up = Command::Account(AccountCommand::SignUp { person });
        let answer = self.must_with(&Actor::public(), sign_up, rows).await;
        let newcomer = Actor { account: account_of(&answer.show), seat: Seat::Newcomer };
        let mut rows = Vec::new();
        let profile = self.profile(firm, &mut rows);
        let register = EnterpriseCommand::Register { credit_code: firm.code.clone(), profile };
        let answer = self.must_with(&newcomer, Command::Enterprise(register), rows).await;
        let Key::Enterprise(enterprise) = answer.show else { unreachable!("{:?}", answer.show) };
        let owner = Actor { seat: Seat::Enterprise { enterprise, owner: true }, ..newcomer };
        self.people.put(&firm.name, owner.clone());
        owner
    }

    /// What a firm states about itself.
    pub fn profile(&self, firm: &Firm, rows: &mut Vec<PersonalRow>) -> Profile {
        let owner = format!("enterprise/{}", firm.code);
        let mut seal = |field: &str, value: &str| {
            let (personal, row) = self.seal(&owner, field, value);
            rows.push(row);
            personal
        };
        Profile {
            name: firm.name.clone(),
            district: firm.district.clone(),
            division: firm.division.clone(),
            founded_on: firm.founded_on,
            contact_name: seal("contact_name", "联系人甲"),
            contact_phone: seal("contact_phone", "024-00000000"),
            contact_mail: seal("contact_mail", "contact@example.com"),
            bank_name: "盛京银行".to_owned(),
            bank_account: seal("bank_account", "0000 1111 2222 3333"),
        }
    }

    fn person(&self, name: &str, rows: &mut Vec<PersonalRow>) -> Person {
        let owner = format!("account/{name}");
        let mut seal = |field: &str, value: &str| {
            let (personal, row) = self.seal(&owner, field, value);
            rows.push(row);
            personal
        };
        Person { name: seal("name", name), login: seal("login", &format!("{name}@example.com")) }
    }
}

/// The enterprise an actor speaks for.
pub fn enterprise_of(actor: &Actor) -> EnterpriseId {
    actor.enterprise().cloned().unwrap_or_else(|| unreachable!("{PROGRAMME}: no enterprise"))
}

fn account_of(key: &Key) -> AccountId {
    let Key::Account(id) = key else { unreachable!("{key} is no account") };
    id.clone()
}
