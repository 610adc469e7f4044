//! The expert panel (评审专家组): who was drawn, what they see one by one, and what came out. Pure rules; the
//! commands are in `review`.

use super::Signature;
use super::line::Line;
use crate::ids::ClaimId;
use jiff::Timestamp;
use policy::policy::Policy;
use policy::schema::IsoInstant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The review of a round.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// What the draw and the sample were drawn by; anybody can draw again and get the same.
    pub seed: String,
    /// All experts who could be drawn, in the order the seed gives.
    pub candidates: Vec<String>,
    /// Experts left out of the draw: their employer applies or provides in this round (回避).
    pub left_out: Vec<String>,
    /// Everybody who was drawn, by expert.
    pub members: BTreeMap<String, Member>,
    /// The lines seen one by one; none until they are chosen.
    pub chosen: Option<BTreeMap<ClaimId, Choice>>,
}

/// One drawn expert.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// When interests were declared; nothing is shown to the expert before.
    #[schemars(with = "Option<IsoInstant>")]
    pub declared_at: Option<Timestamp>,
    /// The lines the expert has an interest in, neither sees nor scores.
    pub interests: BTreeSet<ClaimId>,
    /// The scores, a draft until they are sealed.
    pub scores: BTreeMap<ClaimId, Score>,
    /// When the scores were sealed.
    #[schemars(with = "Option<IsoInstant>")]
    pub sealed_at: Option<Timestamp>,
    /// The signature under the opinion with the list.
    pub opinion: Option<Signature>,
    /// Why the expert left the panel.
    pub left: Option<String>,
}

/// One score.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// 0 to 100.
    pub points: u8,
    /// In words.
    pub words: String,
}

/// Why a line is seen one by one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Choice {
    /// An officer asks for it.
    Exception {
        /// Why.
        words: String,
    },
    /// It was drawn.
    Sample,
}

/// What the experts found of one line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// How many scored it.
    pub scores: i64,
    /// The sum of their points.
    pub points: i64,
    /// How many of them passed it.
    pub passes: i64,
    /// Whether more than half of the panel scored it, so that it can be judged at all.
    pub is_judged: bool,
    /// Whether it passes: the average reaches the pass score, and more than half of those who scored pass it (A33).
    pub is_passed: bool,
}

/// The numbers of a review: parameters of the policy, and where it has none the ones documented here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// `review_experts`: how many experts; 5 where the policy is silent.
    pub experts: usize,
    /// `review_sample_percent`: how much of the list beside the exceptions is seen one by one, rounded up; 10
    /// where the policy is silent.
    pub sample_percent: usize,
    /// `pass_score`: the points needed; 60 where the policy is silent (A33).
    pub pass_score: i64,
}

impl Rules {
    /// The numbers in force under a policy.
    pub fn of(policy: &Policy) -> Self {
        let count = |id: &str, silent: usize| {
            let number = policy.plan().integer(id).and_then(|number| usize::try_from(number).ok());
            number.unwrap_or(silent)
        };
        Self {
            experts: count("review_experts", 5),
            sample_percent: count("review_sample_percent", 10),
            pass_score: policy.plan().integer("pass_score").unwrap_or(60),
        }
    }
}

impl Review {
    /// The experts on the panel now.
    pub fn panel(&self) -> impl Iterator<Item = (&String, &Member)> {
        self.members.iter().filter(|(_, member)| member.left.is_none())
    }

    /// The expert's seat on the panel, if it is on it now.
    pub fn member(&self, expert: &str) -> Option<&Member> {
        self.members.get(expert).filter(|member| member.left.is_none())
    }

    /// The next expert of the draw who was never on the panel.
    pub fn next_drawn(&self) -> Option<&String> {
        self.candidates.iter().find(|expert| !self.members.contains_key(*expert))
    }

    /// Whether a line is seen one by one.
    pub fn is_chosen(&self, claim: &ClaimId) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| chosen.contains_key(claim))
    }

    /// The lines an expert sees and scores.
    pub fn to_score<'a>(&'a self, member: &'a Member) -> impl Iterator<Item = &'a ClaimId> {
        let chosen = self.chosen.iter().flat_map(BTreeMap::keys);
        chosen.filter(|claim| !member.interests.contains(*claim))
    }

    /// What the panel found of a line, out of sealed scores.
    pub fn found(&self, claim: &ClaimId, pass_score: i64) -> Found {
        let sealed = self.panel().filter(|(_, member)| member.sealed_at.is_some());
        let points: Vec<i64> =
            sealed.filter_map(|(_, member)| member.scores.get(claim)).map(|score| i64::from(score.points)).collect();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let scores = count(points.len());
        let sum = points.iter().sum::<i64>();
        let passes = count(points.iter().filter(|one| **one >= pass_score).count());
        let panel = count(self.panel().count());
        Found {
            scores,
            points: sum,
            passes,
            is_judged: is_majority(scores, panel),
            is_passed: scores > 0 && sum >= pass_score.saturating_mul(scores) && is_majority(passes, scores),
        }
    }
}

fn is_majority(part: i64, whole: i64) -> bool {
    part.saturating_mul(2) > whole
}

/// Names in the order a seed gives: by the SHA-256 of seed and name.
pub fn drawn_order(seed: &str, names: impl IntoIterator<Item = String>) -> Vec<String> {
    let hashed = names.into_iter().map(|name| (Sha256::digest(format!("{seed}\n{name}")).to_vec(), name));
    let sorted: BTreeMap<Vec<u8>, String> = hashed.collect();
    sorted.into_values().collect()
}

/// The lines seen one by one: the exceptions, and of the others the share the policy asks for, rounded up.
pub fn choose<'a>(
    seed: &str,
    lines: impl IntoIterator<Item = &'a Line>,
    exceptions: &BTreeMap<ClaimId, String>,
    sample_percent: usize,
) -> BTreeMap<ClaimId, Choice> {
    let others = lines.into_iter().filter(|line| !exceptions.contains_key(&line.claim));
    let drawn = drawn_order(seed, others.map(|line| line.claim.to_string()));
    let size = drawn.len().saturating_mul(sample_percent).div_ceil(100);
    let sample = drawn.into_iter().take(size).map(|claim| (ClaimId::new(claim), Choice::Sample));
    let exceptions =
        exceptions.iter().map(|(claim, words)| (claim.clone(), Choice::Exception { words: words.clone() }));
    sample.chain(exceptions).collect()
}

/// The list the experts sign their one opinion on: every line, and of those seen one by one what was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sheet {
    /// The number of the round.
    pub round: String,
    /// The lines.
    pub lines: Vec<SheetLine>,
}

/// One line of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SheetLine {
    /// The claim.
    pub claim: ClaimId,
    /// Who.
    pub enterprise_name: String,
    /// The stream.
    pub stream: String,
    /// What was awarded, in fen.
    pub award: policy::money::Fen,
    /// Why it was seen, and what was found; none for a line that was not seen one by one.
    pub seen: Option<(Choice, Found)>,
}
