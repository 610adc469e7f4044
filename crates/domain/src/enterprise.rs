//! The register of enterprises and institutions: who they are, their yearly figures, and what they
//! were awarded. Personal data of contacts is sealed; the bank account too.

use crate::access;
use crate::account::AccountEvent;
use crate::act::{Personal, Seat};
use crate::credit_code::{CodeKind, CreditCode};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::ids::{AccountId, ClaimId, EnterpriseId, ProgrammeId};
use crate::industry;
use crate::refusal::Refusal;
use crate::unique::{Hold, HoldChange, Standing};
use crate::world::{Key, Stop};
use jiff::civil::Date;
use policy::money::Fen;
use policy::schema::IsoDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A registered enterprise or institution.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Enterprise {
    /// Counts the changes; forms carry it.
    pub revision: i64,
    /// Its unified social credit code.
    pub credit_code: String,
    /// What it stated about itself.
    pub profile: Profile,
    /// Revenue by year.
    pub figures: BTreeMap<i16, Figure>,
    /// Awards it was granted, oldest first.
    pub awards: Vec<PastAward>,
}

/// What an enterprise states about itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Profile {
    /// Its registered name.
    pub name: String,
    /// The district or zone it is registered in.
    pub district: String,
    /// The two-digit division of GB/T 4754.
    pub division: String,
    /// The day it was founded.
    #[schemars(with = "IsoDate")]
    pub founded_on: Date,
    /// The person to call.
    pub contact_name: Personal,
    /// That person's phone.
    pub contact_phone: Personal,
    /// That person's mail address.
    pub contact_mail: Personal,
    /// The bank it is paid at.
    pub bank_name: String,
    /// Its account there.
    pub bank_account: Personal,
}

/// The figures of one year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Operating revenue (营业收入).
    pub revenue: Fen,
    /// The number of the audit report or final accounts.
    pub report_number: String,
}

/// An award of an earlier claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PastAward {
    /// The programme.
    pub programme: ProgrammeId,
    /// The stream.
    pub stream: String,
    /// The first day of the contract year.
    #[schemars(with = "IsoDate")]
    pub service_date: Date,
    /// How much.
    pub amount: Fen,
    /// The claim.
    pub claim: ClaimId,
}

/// What can be asked of the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum EnterpriseCommand {
    /// A newcomer registers an enterprise and becomes the owner of its account.
    Register {
        /// Its credit code.
        credit_code: String,
        /// Who it is.
        profile: Profile,
    },
    /// The enterprise changes what it stated.
    Change {
        /// The revision the form was drawn from.
        drawn: i64,
        /// Who it is now.
        profile: Profile,
    },
    /// The enterprise states the figures of a year.
    SetFigure {
        /// The year.
        year: i16,
        /// The figures.
        figure: Figure,
    },
    /// An officer admits a registered code whose check digit is wrong.
    AdmitCode {
        /// The code.
        credit_code: String,
        /// Why.
        reason: String,
    },
}

/// What happened to an enterprise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum EnterpriseEvent {
    /// It was registered.
    Registered {
        /// Its credit code.
        credit_code: String,
        /// Who it is.
        profile: Profile,
    },
    /// It changed what it stated.
    Changed {
        /// Who it is now.
        profile: Profile,
    },
    /// It stated the figures of a year.
    FigureSet {
        /// The year.
        year: i16,
        /// The figures.
        figure: Figure,
    },
    /// It was granted an award.
    Awarded(PastAward),
    /// An award was taken back in full.
    AwardLost {
        /// The claim.
        claim: ClaimId,
    },
}

impl EnterpriseCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Register { .. } => "enterprise.register",
            Self::Change { .. } => "enterprise.change",
            Self::SetFigure { .. } => "enterprise.set_figure",
            Self::AdmitCode { .. } => "enterprise.admit_code",
        }
    }
}

impl Enterprise {
    /// The enterprise a registering event makes.
    pub fn registered(event: &EnterpriseEvent) -> Option<Self> {
        let EnterpriseEvent::Registered { credit_code, profile } = event else { return None };
        Some(Self {
            revision: 1,
            credit_code: credit_code.clone(),
            profile: profile.clone(),
            figures: BTreeMap::new(),
            awards: Vec::new(),
        })
    }

    /// The enterprise after an event.
    #[must_use]
    pub fn apply(mut self, event: &EnterpriseEvent) -> Self {
        self.revision = self.revision.saturating_add(1);
        match event {
            EnterpriseEvent::Registered { .. } => {}
            EnterpriseEvent::Changed { profile } => self.profile = profile.clone(),
            EnterpriseEvent::FigureSet { year, figure } => {
                self.figures.insert(*year, figure.clone());
            }
            EnterpriseEvent::Awarded(award) => self.awards.push(award.clone()),
            EnterpriseEvent::AwardLost { claim } => self.awards.retain(|award| award.claim != *claim),
        }
        self
    }

    /// The kind of applicant: `institution` by its code, else by its division (A24).
    pub fn kind(&self) -> &'static str {
        let is_institution =
            CreditCode::overridden(&self.credit_code).is_ok_and(|code| code.kind() == CodeKind::PublicInstitution);
        if is_institution {
            return "institution";
        }
        match industry::classify(&self.profile.division) {
            industry::Sector::Industrial => "industrial",
            industry::Sector::Software => "software",
            industry::Sector::Other => "other",
        }
    }
}

/// Decides a command on the register.
pub fn decide(ctx: Ctx, command: &EnterpriseCommand) -> Result<Decided, Stop> {
    match command {
        EnterpriseCommand::Register { credit_code, profile } => register(ctx, credit_code, profile),
        EnterpriseCommand::Change { drawn, profile } => {
            let (id, enterprise) = own(ctx)?;
            access::fresh(*drawn, enterprise.revision)?;
            check_profile(ctx, profile)?;
            changed(&id, EnterpriseEvent::Changed { profile: profile.clone() })
        }
        EnterpriseCommand::SetFigure { year, figure } => {
            let (id, _) = own(ctx)?;
            check_figure(ctx, *year, figure)?;
            changed(&id, EnterpriseEvent::FigureSet { year: *year, figure: figure.clone() })
        }
        EnterpriseCommand::AdmitCode { credit_code, reason } => admit_code(ctx, credit_code, reason),
    }
}

/// The enterprise the actor speaks for.
fn own(ctx: Ctx<'_>) -> Result<(EnterpriseId, &Enterprise), Stop> {
    let Some(id) = ctx.act.actor.enterprise() else { return Err(ctx.not_your_seat().into()) };
    Ok((id.clone(), ctx.world.enterprise(id)?))
}

fn changed(id: &EnterpriseId, event: EnterpriseEvent) -> Result<Decided, Stop> {
    let key = Key::Enterprise(id.clone());
    Outcome::show(key.clone()).with(key, What::Enterprise(event)).done()
}

fn register(ctx: Ctx, credit_code: &str, profile: &Profile) -> Result<Decided, Stop> {
    ctx.only(&Seat::Newcomer)?;
    let code = admitted_code(ctx, credit_code)?;
    check_profile(ctx, profile)?;
    let id = EnterpriseId::new(ctx.act.fresh().id("enterprise", 0));
    let key = Key::Enterprise(id.clone());
    let seat = Seat::Enterprise { enterprise: id, owner: true };
    let account: AccountId = ctx.act.actor.account.clone();
    let registered = EnterpriseEvent::Registered { credit_code: code.clone(), profile: profile.clone() };
    Outcome::show(key.clone())
        .taking(vec![format!("enterprise/{code}")], &key)
        .with(key, What::Enterprise(registered))
        .with(Key::Account(account), What::Account(AccountEvent::Reseated { seat }))
        .done()
}

/// The code as written, when it is right or an officer admitted it.
fn admitted_code(ctx: Ctx, text: &str) -> Result<String, Stop> {
    match CreditCode::parse(text) {
        Ok(code) => Ok(code.to_string()),
        Err(error) => {
            let bad = Refusal::BadField { field: "credit_code".to_owned(), problem: error.to_string() };
            let Ok(code) = CreditCode::overridden(text) else { return Err(bad.into()) };
            let admitted = ctx.world.hold(&format!("admitted_code/{code}"))?;
            if admitted.is_some() { Ok(code.to_string()) } else { Err(bad.into()) }
        }
    }
}

fn check_profile(ctx: Ctx, profile: &Profile) -> Result<(), Refusal> {
    let bad = |field: &str, problem: &str| Refusal::BadField { field: field.to_owned(), problem: problem.to_owned() };
    if profile.name.trim().is_empty() {
        return Err(bad("name", "missing"));
    }
    if ctx.setting.city.district(&profile.district).is_none() {
        return Err(bad("district", "unknown"));
    }
    if industry::division(&profile.division).is_none() {
        return Err(bad("division", "unknown"));
    }
    if profile.founded_on > ctx.act.today {
        return Err(bad("founded_on", "in_the_future"));
    }
    Ok(())
}

/// The most a revenue can be: 9×10¹⁶ fen.
const REVENUE_MOST: Fen = Fen::new(90_000_000_000_000_000);

fn check_figure(ctx: Ctx, year: i16, figure: &Figure) -> Result<(), Refusal> {
    let bad = |field: &str| Refusal::BadField { field: field.to_owned(), problem: "out_of_range".to_owned() };
    if year >= ctx.act.today.year() || year < 1949 {
        return Err(bad("year"));
    }
    if figure.revenue < Fen::ZERO || figure.revenue > REVENUE_MOST {
        return Err(bad("revenue"));
    }
    Ok(())
}

/// Admits a code whose check digit is wrong; the key's holder is who admitted it, its reason is in the journal.
fn admit_code(ctx: Ctx, credit_code: &str, reason: &str) -> Result<Decided, Stop> {
    if ctx.act.actor.office().is_none() {
        return Err(ctx.not_your_seat().into());
    }
    if reason.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["reason".to_owned()] }.into());
    }
    let code = CreditCode::overridden(credit_code)
        .map_err(|error| Refusal::BadField { field: "credit_code".to_owned(), problem: error.to_string() })?;
    let key = Key::Unique(format!("admitted_code/{code}"));
    let holder = format!("{}: {reason}", ctx.act.actor.account);
    let hold = Hold { holder, standing: Standing::Live };
    Outcome::show(key.clone()).with(key, What::Hold(HoldChange::Taken(hold))).done()
}
