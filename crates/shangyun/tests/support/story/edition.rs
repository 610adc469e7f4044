//! Editions of the policy and what is asked about it, in a story.

use super::line::Words;
use super::office::Case;
use super::{Came, Story};
use domain::claim::ClaimCommand;
use domain::command::Command;
use domain::edition::{EditionCommand, EditionEvent};
use domain::filing::FilingCommand;
use domain::ids::{EditionId, InterpretationId};
use domain::interpretation::{About, InterpretationCommand, InterpretationEvent};
use shangyun::editions;
use std::collections::BTreeMap;

/// An edition by what the story calls it, with the hash of its text.
pub type Editions = BTreeMap<String, (EditionId, String)>;

impl Story {
    pub(super) async fn verb_of_edition(&mut self, subject: &str, verb: &str, words: &mut Words) -> Option<Came> {
        Some(match verb {
            "拟稿" => self.drafts_edition(subject, words).await,
            "提出" => self.proposes(subject, words).await,
            "确认" if is_officer(subject) => self.confirms_edition(subject, words).await,
            "改版" => self.moves(subject, words).await,
            "请示" => self.asks(subject, words).await,
            "解释" => self.answers(subject, words).await,
            _ => return None,
        })
    }

    /// `拟稿 甲版 「旧文」 「新文」`: the text in force with one passage changed; where that says how money is shared out,
    /// without the worked cases of the old way.
    async fn drafts_edition(&mut self, subject: &str, words: &mut Words) -> Came {
        let name = words.must("an edition");
        let (old, new) = (words.said().expect("a passage"), words.said().expect("another"));
        let policy = self.town.policy();
        assert!(policy.source().contains(&old), "the policy says {old}");
        let changed = policy.source().replace(&old, &new);
        let changed = if old.contains("方式") { without_sets(&changed) } else { changed };
        let text = editions::keep(&self.town.store, &changed).await.expect("it is kept");
        let base = policy.plan().hash.clone();
        let draft = EditionCommand::Draft { programme: self.town.programme_id(), base, text: text.clone() };
        let actor = self.actor(subject).await;
        let answer = self.act(&actor, Command::Edition(draft)).await?;
        self.editions.insert(name, (EditionId::new(answer.show.id()), text));
        Ok(())
    }

    /// `提出 甲版 2019-06-01 「理由」`.
    async fn proposes(&mut self, subject: &str, words: &mut Words) -> Came {
        let (edition, policy_hash) = self.edition(&words.must("an edition"));
        let from = words.must("a day").parse().expect("a day");
        let reason = words.said().unwrap_or_default();
        let actor = self.actor(subject).await;
        let propose = EditionCommand::Propose { edition, policy_hash, from, reason };
        self.act(&actor, Command::Edition(propose)).await.map(drop)
    }

    /// `确认 甲版`, or `确认 甲版 乙版`: the first by the hash of the second.
    async fn confirms_edition(&mut self, subject: &str, words: &mut Words) -> Came {
        let (edition, own) = self.edition(&words.must("an edition"));
        let policy_hash = words.next().map_or(own, |other| self.edition(&other).1);
        let actor = self.actor(subject).await;
        self.act(&actor, Command::Edition(EditionCommand::Confirm { edition, policy_hash })).await.map(drop)
    }

    /// `改版 企业·类别 甲版 「理由」`.
    async fn moves(&mut self, subject: &str, words: &mut Words) -> Came {
        let case = self.case(&words.must("a case")).await;
        let policy_hash = self.document_of(&words.must("an edition"));
        let reason = words.said().unwrap_or_default();
        let drawn = self.drawn(&case).await;
        let command = match case {
            Case::Filing(filing) => Command::Filing(FilingCommand::MoveEdition { filing, drawn, policy_hash, reason }),
            Case::Claim(claim) => Command::Claim(ClaimCommand::MoveEdition { claim, drawn, policy_hash, reason }),
        };
        let actor = self.actor(subject).await;
        self.act(&actor, command).await.map(drop)
    }

    /// `请示 疑义 「话」`; the answer is kept under the same words.
    async fn asks(&mut self, subject: &str, words: &mut Words) -> Came {
        let label = words.must("a reading");
        let said = words.said().expect("the words");
        let switch = self.switch(&label);
        let actor = self.actor(subject).await;
        let (words, row) = self.town.seal("interpretation", "words", &said);
        let ask =
            InterpretationCommand::Ask { programme: self.town.programme_id(), about: About::Switch(switch), words };
        let answer = self.act_with(&actor, Command::Interpretation(ask), vec![row]).await?;
        self.editions.insert(label, (EditionId::new(answer.show.id()), String::new()));
        Ok(())
    }

    /// `解释 疑义 选项 「文号」 「话」`.
    async fn answers(&mut self, subject: &str, words: &mut Words) -> Came {
        let label = words.must("a reading");
        let (_, option) = self.reading(&label, &words.must("an option"));
        let interpretation = InterpretationId::new(self.edition(&label).0.as_str());
        let (number, said) = (words.said().unwrap_or_default(), words.said().unwrap_or_default());
        let (date, option) = (self.today(), Some(option));
        let actor = self.actor(subject).await;
        let answer = InterpretationCommand::Answer { interpretation, number, date, words: said, option };
        self.act(&actor, Command::Interpretation(answer)).await.map(drop)
    }

    fn switch(&self, label: &str) -> String {
        let policy = self.town.policy();
        let found = policy.plan().switches.iter().find(|switch| switch.text.zh == label);
        found.unwrap_or_else(|| unreachable!("no reading {label}")).id.clone()
    }

    fn edition(&self, name: &str) -> (EditionId, String) {
        self.editions.get(name).unwrap_or_else(|| unreachable!("no edition {name}")).clone()
    }

    /// The hash of an edition's text; `原版` is what the programme was founded on.
    pub(super) fn document_of(&self, name: &str) -> String {
        if name == "原版" { self.town.policy().plan().hash.clone() } else { self.edition(name).1 }
    }

    /// The document a case stands under.
    pub(super) async fn stands_under(&self, name: &str) -> String {
        match self.case(name).await {
            Case::Filing(id) => self.town.filing(&id).await.policy_hash,
            Case::Claim(id) => self.town.claim(&id).await.policy_hash,
        }
    }
}

/// A policy without its worked cases of sets.
fn without_sets(text: &str) -> String {
    let mut in_set = false;
    let kept = text.split_inclusive('\n').filter(|line| {
        in_set = line.starts_with('|') && (in_set || line.starts_with("| 申请 |"));
        !in_set
    });
    kept.collect()
}

/// Whether a subject names an officer by office and rank.
fn is_officer(subject: &str) -> bool {
    ["经办", "审核", "签发"].iter().any(|rank| subject.ends_with(rank))
}

/// What happened to an edition.
pub fn of_edition(event: &EditionEvent) -> String {
    match event {
        EditionEvent::Drafted { .. } => "起草政策文稿".to_owned(),
        EditionEvent::Saved { .. } => "保存政策文稿".to_owned(),
        EditionEvent::Discarded => "政策文稿作废".to_owned(),
        EditionEvent::Proposed(proposal) => format!("提出政策文稿，自 {} 起施行（{}）", proposal.from, proposal.reason),
        EditionEvent::SentBack { words } => format!("政策文稿退回：{words}"),
        EditionEvent::Confirmed { .. } => "第二人确认政策文稿".to_owned(),
    }
}

/// What happened to a question.
pub fn of_interpretation(event: &InterpretationEvent) -> String {
    match event {
        InterpretationEvent::Asked(asked) => format!("请求解释 {}", asked.about.id()),
        InterpretationEvent::Answered(answer) => format!("答复（{}）：{}", answer.number, answer.words),
    }
}
