//! An act: who does what, when, under which key. The only thing that ever asks for a change.

use crate::command::Command;
use crate::ids::{AccountId, EnterpriseId, PersonalId};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::plan::words::Rank;
use policy::schema::{IsoDate, IsoInstant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One act as it comes through the door.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    /// Who acts, as signed in.
    pub actor: Actor,
    /// What is asked for.
    pub command: Command,
    /// When, on the programme's clock.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
    /// The city's calendar day of `at`.
    #[schemars(with = "IsoDate")]
    pub today: Date,
    /// The client's one-time key; the same key again gets the first answer.
    pub key: String,
}

impl Act {
    /// The maker of ids for this act.
    pub fn fresh(&self) -> Fresh {
        Fresh::of(&self.actor.account, self.command.name(), &self.key)
    }
}

/// Makes the ids of an act out of its key, so that a retry makes the same ones.
#[derive(Clone, Debug)]
pub struct Fresh {
    seed: String,
}

impl Fresh {
    /// The maker of ids for an act that is still being prepared: what is sealed beside it bears the id of what it makes.
    pub fn of(account: &AccountId, command: &str, key: &str) -> Self {
        Self { seed: format!("{account}\n{command}\n{key}") }
    }

    /// The id with this purpose and number within the act: 26 lower-case letters and digits.
    pub fn id(&self, purpose: &str, number: usize) -> String {
        let digest = Sha256::digest(format!("{}\n{purpose}\n{number}", self.seed));
        let alphabet = b"0123456789abcdefghjkmnpqrstvwxyz";
        digest.iter().take(26).map(|byte| char::from(alphabet[usize::from(byte % 32)])).collect()
    }
}

/// Who acts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The seat the account sits in.
    pub seat: Seat,
}

impl Actor {
    /// The clock of the programme: it runs what falls due and nothing else.
    pub fn clock() -> Self {
        Self { account: AccountId::new("clock"), seat: Seat::Clock }
    }

    /// The person at the machine who makes an empty city with its three administrators.
    pub fn founder() -> Self {
        Self { account: AccountId::new("founder"), seat: Seat::Founder }
    }

    /// Somebody who has not signed in.
    pub fn public() -> Self {
        Self { account: AccountId::new("public"), seat: Seat::Public }
    }

    /// The enterprise this actor speaks for.
    pub fn enterprise(&self) -> Option<&EnterpriseId> {
        if let Seat::Enterprise { enterprise, .. } = &self.seat { Some(enterprise) } else { None }
    }

    /// The office this actor works in, and the rank there.
    pub fn office(&self) -> Option<(&str, Rank)> {
        if let Seat::Office { office, rank } = &self.seat { Some((office, *rank)) } else { None }
    }

    /// The provider this actor speaks for.
    pub fn provider(&self) -> Option<&str> {
        if let Seat::Provider { provider } = &self.seat { Some(provider) } else { None }
    }
}

/// The seat of an account: on whose behalf it acts. One account has one seat (三权分立).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Seat {
    /// Staff of an enterprise or institution; the owner confirms, a colleague prepares.
    Enterprise {
        /// The enterprise.
        enterprise: EnterpriseId,
        /// Whether this is the owner of the account, who may confirm and withdraw.
        owner: bool,
    },
    /// A person who has an account but no enterprise yet.
    Newcomer,
    /// Staff of a provider in the city's register (云平台服务商), or of the platform operator.
    Provider {
        /// The provider's id in the register.
        provider: String,
    },
    /// An officer (公务人员).
    Office {
        /// The office's id in the city's register; the roles it holds on a day are there.
        office: String,
        /// The officer's rank in it: 经办, 审核 or 签发; in a bureau of the city the signer is the chief.
        rank: Rank,
    },
    /// A review expert (评审专家).
    Expert {
        /// The expert's id in the city's register.
        expert: String,
    },
    /// System administrator (系统管理员): configuration, backup; no business data.
    SystemAdmin,
    /// Security administrator (安全管理员): accounts and rights; no cases.
    SecurityAdmin,
    /// Audit administrator (审计管理员): reads and exports the journal; changes nothing.
    AuditAdmin,
    /// Internal auditor (内审).
    InternalAuditor,
    /// External auditor, by letter and term.
    ExternalAuditor {
        /// The number of the letter that admits the auditor.
        letter: String,
        /// The last day of the term.
        #[schemars(with = "IsoDate")]
        until: Date,
    },
    /// The programme's clock.
    Clock,
    /// The person who sets up an empty city.
    Founder,
    /// Not signed in.
    Public,
}

impl Seat {
    /// The word for this seat in permissions, addresses of texts and the access table.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Enterprise { owner: true, .. } => "enterprise_owner",
            Self::Enterprise { owner: false, .. } => "enterprise_colleague",
            Self::Newcomer => "newcomer",
            Self::Provider { .. } => "provider",
            Self::Office { rank: Rank::Handle, .. } => "officer_handle",
            Self::Office { rank: Rank::Check, .. } => "officer_check",
            Self::Office { rank: Rank::Sign, .. } => "officer_sign",
            Self::Expert { .. } => "expert",
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::AuditAdmin => "audit_admin",
            Self::InternalAuditor => "internal_auditor",
            Self::ExternalAuditor { .. } => "external_auditor",
            Self::Clock => "clock",
            Self::Founder => "founder",
            Self::Public => "public",
        }
    }
}

/// A personal value that the journal must not hold: its place in the erasable table and a salted
/// commitment to it, SHA-256 in hexadecimal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Personal {
    /// Where the sealed value lies.
    pub id: PersonalId,
    /// SHA-256 of salt and value.
    pub commitment: String,
}
