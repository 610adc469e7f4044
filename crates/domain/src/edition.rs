//! Editions (政策版本): a text of a programme's policy on its way from a draft to publication. Officers of the lead
//! office write it, one of them proposes it, and the signer, who is another person, confirms the very text by its hash.
//!
//! The text itself lies among the documents, named by its SHA-256, which is the hash of the policy it makes; here only
//! the hash is known. That it is sound is known by whoever made the [`Setting`](crate::setting::Setting).

use crate::access;
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::ids::{AccountId, EditionId, ProgrammeId};
use crate::programme::{InForce, Programme, ProgrammeEvent, named};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::schema::{IsoDate, IsoInstant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An edition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Edition {
    /// Counts the changes; forms carry it.
    pub revision: i64,
    /// The programme.
    pub programme: ProgrammeId,
    /// The hash of the published document it was written from.
    pub base: String,
    /// SHA-256 of the text as last saved.
    pub text: String,
    /// Everybody who saved a text of it, the last one at the end.
    pub writers: Vec<AccountId>,
    /// When it was last saved.
    #[schemars(with = "IsoInstant")]
    pub saved_at: Timestamp,
    /// How far it has come.
    pub state: EditionState,
    /// Why it last came back from a proposal.
    pub sent_back: Option<String>,
}

/// How far an edition has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum EditionState {
    /// Being written.
    Draft,
    /// Proposed: its text stands still until it is confirmed or comes back.
    Proposed(Proposal),
    /// Published.
    Published {
        /// What was proposed.
        proposal: Proposal,
        /// Who confirmed.
        by: AccountId,
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
    /// Thrown away.
    Discarded,
}

impl EditionState {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed(_) => "proposed",
            Self::Published { .. } => "published",
            Self::Discarded => "discarded",
        }
    }
}

/// A proposal to publish a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// The hash of the text: what is signed (I10).
    pub policy_hash: String,
    /// The first day on which new cases are filed under it.
    #[schemars(with = "IsoDate")]
    pub from: Date,
    /// Why, with the number of the document that decided so.
    pub reason: String,
    /// Who proposes.
    pub by: AccountId,
    /// When.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
}

/// What can be asked of editions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum EditionCommand {
    /// An officer of the lead office begins a draft from a published document.
    Draft {
        /// Which programme.
        programme: ProgrammeId,
        /// The hash of the published document it is written from.
        base: String,
        /// SHA-256 of the text.
        text: String,
    },
    /// An officer of the lead office saves the text; it may still have errors.
    Save {
        /// Which edition.
        edition: EditionId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// SHA-256 of the text.
        text: String,
    },
    /// An officer of the lead office throws a draft away.
    Discard {
        /// Which edition.
        edition: EditionId,
    },
    /// An officer of the lead office proposes the text as saved.
    Propose {
        /// Which edition.
        edition: EditionId,
        /// The hash of the text that stood on the page.
        policy_hash: String,
        /// The first day on which new cases are filed under it.
        #[schemars(with = "IsoDate")]
        from: Date,
        /// Why, with the number of the document that decided so.
        reason: String,
    },
    /// Who proposed takes the proposal back, or the signer of the lead office sends it back.
    SendBack {
        /// Which edition.
        edition: EditionId,
        /// Why.
        words: String,
    },
    /// The signer of the lead office, a second person, confirms the very text: it is published.
    Confirm {
        /// Which edition.
        edition: EditionId,
        /// The hash of the text that stood on the page.
        policy_hash: String,
    },
}

/// What happened to an edition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum EditionEvent {
    /// A draft was begun.
    Drafted {
        /// The programme.
        programme: ProgrammeId,
        /// The document it is written from.
        base: String,
        /// SHA-256 of the text.
        text: String,
        /// By whom.
        by: AccountId,
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
    /// The text was saved.
    Saved {
        /// SHA-256 of the text.
        text: String,
        /// By whom.
        by: AccountId,
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
    /// The draft was thrown away.
    Discarded,
    /// The text was proposed.
    Proposed(Proposal),
    /// The proposal came back to those who write.
    SentBack {
        /// Why.
        words: String,
    },
    /// A second person confirmed the text; it is published.
    Confirmed {
        /// Who.
        by: AccountId,
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
}

impl EditionCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "edition.draft",
            Self::Save { .. } => "edition.save",
            Self::Discard { .. } => "edition.discard",
            Self::Propose { .. } => "edition.propose",
            Self::SendBack { .. } => "edition.send_back",
            Self::Confirm { .. } => "edition.confirm",
        }
    }
}

impl Edition {
    /// The draft an opening event makes.
    pub fn drafted(event: &EditionEvent) -> Option<Self> {
        let EditionEvent::Drafted { programme, base, text, by, at } = event else { return None };
        Some(Self {
            revision: 1,
            programme: programme.clone(),
            base: base.clone(),
            text: text.clone(),
            writers: vec![by.clone()],
            saved_at: *at,
            state: EditionState::Draft,
            sent_back: None,
        })
    }

    /// The edition after an event.
    #[must_use]
    pub fn apply(mut self, event: &EditionEvent) -> Self {
        self.revision = self.revision.saturating_add(1);
        match event {
            EditionEvent::Drafted { .. } => {}
            EditionEvent::Saved { text, by, at } => {
                self.text.clone_from(text);
                self.writers.retain(|writer| writer != by);
                self.writers.push(by.clone());
                self.saved_at = *at;
            }
            EditionEvent::Discarded => self.state = EditionState::Discarded,
            EditionEvent::Proposed(proposal) => {
                self.state = EditionState::Proposed(proposal.clone());
                self.sent_back = None;
            }
            EditionEvent::SentBack { words } => {
                self.state = EditionState::Draft;
                self.sent_back = Some(words.clone());
            }
            EditionEvent::Confirmed { by, at } => {
                if let EditionState::Proposed(proposal) = self.state.clone() {
                    self.state = EditionState::Published { proposal, by: by.clone(), at: *at };
                }
            }
        }
        self
    }

    fn draft(&self) -> Result<(), Refusal> {
        if self.state == EditionState::Draft { Ok(()) } else { Err(self.elsewhere()) }
    }

    fn proposal(&self) -> Result<&Proposal, Refusal> {
        if let EditionState::Proposed(proposal) = &self.state { Ok(proposal) } else { Err(self.elsewhere()) }
    }

    fn elsewhere(&self) -> Refusal {
        Refusal::Ended { state: self.state.word().to_owned() }
    }
}

/// Decides a command on editions.
pub fn decide(ctx: Ctx, command: &EditionCommand) -> Result<Decided, Stop> {
    match command {
        EditionCommand::Draft { programme, base, text } => draft(ctx, programme, (base, text)),
        EditionCommand::Save { edition, drawn, text } => save(ctx, edition, *drawn, text),
        EditionCommand::Discard { edition } => {
            at_lead(ctx, edition)?.0.draft()?;
            changed(edition, EditionEvent::Discarded).done()
        }
        EditionCommand::Propose { edition, policy_hash, from, reason } => {
            propose(ctx, edition, policy_hash, (*from, reason))
        }
        EditionCommand::SendBack { edition, words } => send_back(ctx, edition, words),
        EditionCommand::Confirm { edition, policy_hash } => confirm(ctx, edition, policy_hash),
    }
}

/// The edition with its programme, for an officer of the lead office.
fn at_lead<'a>(ctx: Ctx<'a>, id: &EditionId) -> Result<(&'a Edition, &'a Programme), Stop> {
    let edition = ctx.world.edition(id)?;
    Ok((edition, access::lead_officer(ctx, &edition.programme)?))
}

fn draft(ctx: Ctx, id: &ProgrammeId, (base, text): (&str, &str)) -> Result<Decided, Stop> {
    let programme = access::lead_officer(ctx, id)?;
    if !programme.documents().any(|hash| hash == base) {
        return Err(Refusal::NotFound { what: format!("policy:{base}") }.into());
    }
    named("text", text)?;
    let edition = EditionId::new(ctx.act.fresh().id("edition", 0));
    let (by, at) = (ctx.act.actor.account.clone(), ctx.act.at);
    let (programme, base, text) = (id.clone(), base.to_owned(), text.to_owned());
    changed(&edition, EditionEvent::Drafted { programme, base, text, by, at }).done()
}

fn save(ctx: Ctx, id: &EditionId, drawn: i64, text: &str) -> Result<Decided, Stop> {
    let (edition, _) = at_lead(ctx, id)?;
    edition.draft()?;
    access::fresh(drawn, edition.revision)?;
    named("text", text)?;
    let by = ctx.act.actor.account.clone();
    changed(id, EditionEvent::Saved { text: text.to_owned(), by, at: ctx.act.at }).done()
}

fn propose(ctx: Ctx, id: &EditionId, hash: &str, (from, reason): (Date, &str)) -> Result<Decided, Stop> {
    let (edition, programme) = at_lead(ctx, id)?;
    edition.draft()?;
    same_hash(hash, &edition.text)?;
    check_text(ctx, programme, hash)?;
    not_before_today(ctx, from)?;
    named("reason", reason)?;
    let (by, reason) = (ctx.act.actor.account.clone(), reason.to_owned());
    let proposal = Proposal { policy_hash: hash.to_owned(), from, reason, by, at: ctx.act.at };
    changed(id, EditionEvent::Proposed(proposal)).done()
}

fn send_back(ctx: Ctx, id: &EditionId, words: &str) -> Result<Decided, Stop> {
    let edition = ctx.world.edition(id)?;
    let is_own = edition.proposal().is_ok_and(|proposal| proposal.by == ctx.act.actor.account);
    if is_own {
        access::lead_officer(ctx, &edition.programme)?;
    } else {
        access::lead_signer(ctx, &edition.programme)?;
    }
    edition.proposal()?;
    named("words", words)?;
    changed(id, EditionEvent::SentBack { words: words.to_owned() }).done()
}

/// Publishes: the signer, who neither wrote nor proposed the text, confirms its hash.
fn confirm(ctx: Ctx, id: &EditionId, hash: &str) -> Result<Decided, Stop> {
    let edition = ctx.world.edition(id)?;
    let programme = access::lead_signer(ctx, &edition.programme)?;
    let proposal = edition.proposal()?;
    let actor = &ctx.act.actor.account;
    if proposal.by == *actor || edition.writers.contains(actor) {
        return Err(Refusal::SamePerson { before: "edition.propose".to_owned() }.into());
    }
    same_hash(hash, &proposal.policy_hash)?;
    check_text(ctx, programme, hash)?;
    not_before_today(ctx, proposal.from)?;
    let in_force = InForce { policy_hash: hash.to_owned(), from: proposal.from, edition: id.clone() };
    let published = What::Programme(ProgrammeEvent::EditionPublished(in_force));
    changed(id, EditionEvent::Confirmed { by: actor.clone(), at: ctx.act.at })
        .with(Key::Programme(edition.programme.clone()), published)
        .done()
}

/// Refuses a text with errors, one of another policy, and one that is published already.
fn check_text(ctx: Ctx, programme: &Programme, hash: &str) -> Result<(), Refusal> {
    let policy = ctx.setting.sound(hash)?;
    if policy.plan().id != programme.policy {
        return Err(Refusal::BadField { field: "text".to_owned(), problem: "other_policy".to_owned() });
    }
    if programme.documents().any(|known| known == hash) {
        return Err(Refusal::BadField { field: "text".to_owned(), problem: "unchanged".to_owned() });
    }
    Ok(())
}

/// Cases were filed in good faith under what was in force: no edition takes effect before the day it is published.
fn not_before_today(ctx: Ctx, from: Date) -> Result<(), Refusal> {
    if from >= ctx.act.today {
        return Ok(());
    }
    Err(Refusal::DateOutside { field: "from".to_owned(), from: ctx.act.today, to: Date::MAX })
}

fn same_hash(signed: &str, now: &str) -> Result<(), Refusal> {
    if signed == now {
        return Ok(());
    }
    Err(Refusal::HashMoved { signed: signed.to_owned(), now: now.to_owned() })
}

fn changed(id: &EditionId, event: EditionEvent) -> Outcome {
    let key = Key::Edition(id.clone());
    Outcome::show(key.clone()).with(key, What::Edition(event))
}
