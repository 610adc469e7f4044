//! What happens to rounds in a story, up to the plan.

use super::line::Words;
use super::{Came, Story};
use domain::act::Actor;
use domain::command::Command;
use domain::ids::{ClaimId, ObjectionId, RoundId};
use domain::round::{RoundCommand, digest, handover_list, sheet};
use domain::world::Key;
use policy::plan::words::Rank;
use std::collections::{BTreeMap, BTreeSet};

impl Story {
    pub(super) async fn verb_of_round(&mut self, subject: &str, verb: &str, words: &mut Words) -> Option<Came> {
        Some(match verb {
            "组批" => self.forms(subject, words).await,
            "移出" => self.takes_out(subject, words).await,
            "抽取专家" => self.draws(subject, words).await,
            "选件" => self.chooses(subject, words).await,
            "申明" => self.declares(subject, words).await,
            "回避" => self.recuses(subject, words).await,
            "更换" => self.replaces(subject, words).await,
            "打分" => self.scores(subject, words).await,
            "封存" => self.seals(subject, words).await,
            "签署意见" => self.signs_opinion(subject, words).await,
            "评审" => self.reviews(words).await,
            "公示" => self.publishes(subject, words).await,
            "异议" => self.objects(subject, words).await,
            "裁决" => self.rules(subject, words).await,
            "移交" => self.hands_over(subject, words).await,
            "筹备批次" => self.prepares(words).await,
            "公示期满" => self.ends_notice(words).await,
            _ => return None,
        })
    }

    pub(super) async fn drawn_round(&self, words: &mut Words) -> (RoundId, i64) {
        let round = self.round(&words.must("a round")).await;
        let drawn = self.town.round(&round).await.revision;
        (round, drawn)
    }

    pub(super) async fn does(&mut self, actor: &Actor, command: RoundCommand) -> Came {
        self.act(actor, Command::Round(command)).await.map(drop)
    }

    pub(super) async fn passes_round(&mut self, actor: &Actor, number: &str, opinion: String) -> Came {
        let round = self.round(number).await;
        let drawn = self.town.round(&round).await.revision;
        self.does(actor, RoundCommand::Pass { round, drawn, opinion }).await
    }

    pub(super) async fn sends_round_back(&mut self, actor: &Actor, number: &str, words: String) -> Came {
        let round = self.round(number).await;
        let drawn = self.town.round(&round).await.revision;
        self.does(actor, RoundCommand::SendBack { round, drawn, words }).await
    }

    async fn named_claims(&self, words: &mut Words) -> Vec<(ClaimId, String)> {
        let mut claims = Vec::new();
        for (name, said) in words.pairs() {
            claims.push((self.claim(&name).await, said.unwrap_or_default()));
        }
        claims
    }

    async fn forms(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let year = words.must("a year").parse().expect("a year");
        let claims = self.named_claims(words).await.into_iter().map(|(claim, _)| claim).collect();
        let programme = self.town.programme_id();
        self.does(&actor, RoundCommand::Form { programme, year, claims }).await
    }

    async fn takes_out(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let (round, drawn) = self.drawn_round(words).await;
        let claim = self.claim(&words.must("a claim")).await;
        let words = words.said().unwrap_or_default();
        self.does(&actor, RoundCommand::TakeOut { round, drawn, claim, words }).await
    }

    async fn draws(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let (round, drawn) = self.drawn_round(words).await;
        self.does(&actor, RoundCommand::DrawExperts { round, drawn }).await
    }

    async fn chooses(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let (round, drawn) = self.drawn_round(words).await;
        let exceptions: BTreeMap<ClaimId, String> = self.named_claims(words).await.into_iter().collect();
        self.does(&actor, RoundCommand::ChooseLines { round, drawn, exceptions }).await
    }

    async fn declares(&mut self, subject: &str, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let (_, actor) = self.member(&round, subject).await;
        let interests: BTreeSet<ClaimId> = self.named_claims(words).await.into_iter().map(|(claim, _)| claim).collect();
        self.does(&actor, RoundCommand::DeclareInterests { round, interests }).await
    }

    async fn recuses(&mut self, subject: &str, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let (_, actor) = self.member(&round, subject).await;
        let words = words.said().unwrap_or_default();
        self.does(&actor, RoundCommand::Recuse { round, words }).await
    }

    async fn replaces(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let (round, drawn) = self.drawn_round(words).await;
        let (expert, _) = self.member(&round, &words.must("an expert")).await;
        let words = words.said().unwrap_or_default();
        self.does(&actor, RoundCommand::ReplaceExpert { round, drawn, expert, words }).await
    }

    async fn scores(&mut self, subject: &str, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let (_, actor) = self.member(&round, subject).await;
        let claim = self.claim(&words.must("a claim")).await;
        let points = words.must("points").parse().expect("points");
        let words = words.said().unwrap_or_else(|| "可行".to_owned());
        self.does(&actor, RoundCommand::Score { round, claim, points, words }).await
    }

    async fn seals(&mut self, subject: &str, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let (_, actor) = self.member(&round, subject).await;
        self.does(&actor, RoundCommand::SealScores { round }).await
    }

    async fn signs_opinion(&mut self, subject: &str, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let (_, actor) = self.member(&round, subject).await;
        let words = words.said().unwrap_or_else(|| "同意".to_owned());
        self.sign_opinion(&actor, round, words).await
    }

    async fn sign_opinion(&mut self, actor: &Actor, round: RoundId, words: String) -> Came {
        let state = self.town.round(&round).await;
        let hash = sheet(&self.town.policy(), &state).map_or_else(|_| "none".to_owned(), |sheet| digest::of(&sheet));
        self.does(actor, RoundCommand::SignOpinion { round, hash, words }).await
    }

    /// The whole panel does what it has not done yet: declare, score, seal, sign.
    async fn reviews(&mut self, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let points: u8 = words.must("points").parse().expect("points");
        self.review(&round, points).await
    }

    async fn review(&mut self, round: &RoundId, points: u8) -> Came {
        let review = self.town.round(round).await.review.expect("experts were drawn");
        for (expert, member) in review.panel() {
            let actor = self.town.expert(expert).await;
            if member.declared_at.is_none() {
                let declare = RoundCommand::DeclareInterests { round: round.clone(), interests: BTreeSet::new() };
                self.does(&actor, declare).await?;
            }
            for claim in review.to_score(member).filter(|claim| !member.scores.contains_key(*claim)) {
                let (round, claim, words) = (round.clone(), claim.clone(), "可行".to_owned());
                self.does(&actor, RoundCommand::Score { round, claim, points, words }).await?;
            }
            if member.sealed_at.is_none() {
                self.does(&actor, RoundCommand::SealScores { round: round.clone() }).await?;
            }
        }
        for (expert, member) in review.panel() {
            if member.opinion.is_none() {
                let actor = self.town.expert(expert).await;
                self.sign_opinion(&actor, round.clone(), "同意".to_owned()).await?;
            }
        }
        Ok(())
    }

    async fn publishes(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let (round, drawn) = self.drawn_round(words).await;
        self.does(&actor, RoundCommand::Publish { round, drawn }).await
    }

    async fn objects(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let round = self.round(&words.must("a round")).await;
        let claim = self.claim(&words.must("a claim")).await;
        let said = words.said().expect("words of the objection");
        let (text, row) = self.town.seal(&format!("objection/{round}"), "text", &said);
        let object = RoundCommand::Object { round, claim, text, contact: None };
        self.act_with(&actor, Command::Round(object), vec![row]).await.map(drop)
    }

    /// `裁决 批次 申报 成立「…」`: the objection to that claim that is not ruled yet.
    async fn rules(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let (round, drawn) = self.drawn_round(words).await;
        let claim = self.claim(&words.must("a claim")).await;
        let is_upheld = words.must("成立 or 不成立") == "成立";
        let notice = self.town.round(&round).await.notice.expect("a notice");
        let open = notice.objections.iter().filter(|(_, one)| one.claim == claim && one.ruling.is_none());
        let objection: ObjectionId = open.map(|(id, _)| id.clone()).next().expect("an objection");
        let words = words.said().unwrap_or_default();
        self.does(&actor, RoundCommand::RuleObjection { round, drawn, objection, is_upheld, words }).await
    }

    /// A round from its forming to its notice, for stories about something else.
    async fn prepares(&mut self, words: &mut Words) -> Came {
        let year = words.must("a year").parse().expect("a year");
        let claims = self.named_claims(words).await.into_iter().map(|(claim, _)| claim).collect();
        let programme = self.town.programme_id();
        let officer = self.officer("commission", Rank::Handle).await;
        let form = Command::Round(RoundCommand::Form { programme, year, claims });
        let Key::Round(round) = self.act(&officer, form).await?.show else { unreachable!("a round was formed") };
        let drawn = self.town.round(&round).await.revision;
        self.does(&officer, RoundCommand::DrawExperts { round: round.clone(), drawn }).await?;
        let (drawn, exceptions) = (self.town.round(&round).await.revision, BTreeMap::new());
        self.does(&officer, RoundCommand::ChooseLines { round: round.clone(), drawn, exceptions }).await?;
        self.review(&round, 80).await?;
        self.both_pass(&round).await?;
        let drawn = self.town.round(&round).await.revision;
        self.does(&officer, RoundCommand::Publish { round, drawn }).await
    }

    /// Both bureaus pass the step a round stands at.
    async fn both_pass(&mut self, round: &RoundId) -> Came {
        for office in ["commission", "data-bureau"] {
            let officer = self.officer(office, Rank::Handle).await;
            let (drawn, opinion) = (self.town.round(round).await.revision, "同意".to_owned());
            self.does(&officer, RoundCommand::Pass { round: round.clone(), drawn, opinion }).await?;
        }
        Ok(())
    }

    /// Both bureaus pass the notice, and the data bureau hands its list over.
    async fn ends_notice(&mut self, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        self.both_pass(&round).await?;
        let signer = self.officer("data-bureau", Rank::Sign).await;
        self.hand_over(&signer, round).await
    }

    async fn hands_over(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let round = self.round(&words.must("a round")).await;
        self.hand_over(&actor, round).await
    }

    async fn hand_over(&mut self, actor: &Actor, round: RoundId) -> Came {
        let hash = digest::of(&handover_list(&self.town.round(&round).await, "data_bureau"));
        let words = "移交城市服务类名单".to_owned();
        self.does(actor, RoundCommand::HandOver { round, hash, words }).await
    }
}
