//! What happens to rounds in a story from the plan to the reconciliation.

use super::line::Words;
use super::{Came, Story};
use domain::act::Actor;
use domain::ids::RoundId;
use domain::round::{ApprovalPaper, RoundCommand};
use policy::plan::words::Rank;

impl Story {
    pub(super) async fn verb_of_money(&mut self, subject: &str, verb: &str, words: &mut Words) -> Option<Came> {
        let actor = match self.office(subject) {
            Some(office) => self.officer(&office, Rank::Handle).await,
            None => self.actor(subject).await,
        };
        Some(match verb {
            "冻结" => self.freezes(&actor, words).await,
            "会签" | "批准" => self.signs(&actor, words).await,
            "登记批文" => self.registers_approval(&actor, words).await,
            "确认批文" => self.confirms_approval(&actor, words).await,
            "下达" => self.allots(&actor, words).await,
            "兑付" => self.pays(&actor, words).await,
            "兑付失败" => self.reports_failure(&actor, words).await,
            "再付" => self.pays_again(&actor, words).await,
            "放弃兑付" => self.gives_up(&actor, words).await,
            "对账" => self.reconciles(&actor, words).await,
            "批准下达" => self.approves(words).await,
            _ => return None,
        })
    }

    /// A round from its plan to the districts, for stories about something else.
    async fn approves(&mut self, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let number = words.said().expect("the number of the document");
        let handler = self.officer("commission", Rank::Handle).await;
        let signer = self.officer("commission", Rank::Sign).await;
        let clerk = self.officer("finance-bureau", Rank::Handle).await;
        let chief = self.officer("finance-bureau", Rank::Sign).await;
        self.freeze(&handler, round.clone()).await?;
        let (drawn, opinion) = (self.town.round(&round).await.revision, "同意".to_owned());
        self.does(&signer, RoundCommand::Pass { round: round.clone(), drawn, opinion }).await?;
        let hash = self.frozen_hash(&round).await;
        for actor in [&signer, &chief] {
            let (round, hash, words) = (round.clone(), hash.clone(), "同意".to_owned());
            self.does(actor, RoundCommand::Sign { round, hash, words }).await?;
        }
        let scan = self.town.paper(&format!("批文 {number}")).await.blob;
        let paper = ApprovalPaper { number, date: self.today(), scan, hash: hash.clone() };
        let drawn = self.town.round(&round).await.revision;
        self.does(&clerk, RoundCommand::RegisterApproval { round: round.clone(), drawn, paper }).await?;
        let drawn = self.town.round(&round).await.revision;
        let confirm = RoundCommand::ConfirmApproval { round: round.clone(), drawn, hash: hash.clone() };
        self.does(&chief, confirm).await?;
        let drawn = self.town.round(&round).await.revision;
        self.does(&chief, RoundCommand::Allot { round, drawn, hash }).await
    }

    async fn freezes(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        self.freeze(actor, round).await
    }

    async fn freeze(&mut self, actor: &Actor, round: RoundId) -> Came {
        let drawn = self.town.round(&round).await.revision;
        let hash = self.town.planned_hash(actor, &round).await.unwrap_or_default();
        let opinion = "计划无误".to_owned();
        self.does(actor, RoundCommand::Freeze { round, drawn, hash, opinion }).await
    }

    async fn frozen_hash(&self, round: &RoundId) -> String {
        self.town.round(round).await.plan.map_or_else(String::new, |frozen| frozen.plan.hash)
    }

    async fn signs(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let hash = self.frozen_hash(&round).await;
        let words = words.said().unwrap_or_else(|| "同意".to_owned());
        self.does(actor, RoundCommand::Sign { round, hash, words }).await
    }

    async fn registers_approval(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let (round, drawn) = self.drawn_round(words).await;
        let number = words.said().expect("the number of the document");
        let date = words.must("its date").parse().expect("a day");
        let scan = self.town.paper(&format!("批文 {number}")).await.blob;
        let hash = self.frozen_hash(&round).await;
        let paper = ApprovalPaper { number, date, scan, hash };
        self.does(actor, RoundCommand::RegisterApproval { round, drawn, paper }).await
    }

    async fn confirms_approval(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let (round, drawn) = self.drawn_round(words).await;
        let hash = self.frozen_hash(&round).await;
        self.does(actor, RoundCommand::ConfirmApproval { round, drawn, hash }).await
    }

    async fn allots(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let (round, drawn) = self.drawn_round(words).await;
        let hash = self.frozen_hash(&round).await;
        self.does(actor, RoundCommand::Allot { round, drawn, hash }).await
    }

    async fn pays(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let claim = self.claim(&words.must("a claim")).await;
        let (receipt, on) = (words.said().unwrap_or_default(), self.today());
        self.does(actor, RoundCommand::Pay { round, claim, receipt, on }).await
    }

    async fn reports_failure(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let claim = self.claim(&words.must("a claim")).await;
        let reason = words.said().unwrap_or_default();
        self.does(actor, RoundCommand::ReportFailure { round, claim, reason }).await
    }

    async fn pays_again(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let claim = self.claim(&words.must("a claim")).await;
        self.does(actor, RoundCommand::PayAgain { round, claim }).await
    }

    async fn gives_up(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let round = self.round(&words.must("a round")).await;
        let claim = self.claim(&words.must("a claim")).await;
        let reason = words.said().unwrap_or_default();
        self.does(actor, RoundCommand::GiveUp { round, claim, reason }).await
    }

    async fn reconciles(&mut self, actor: &Actor, words: &mut Words) -> Came {
        let (round, drawn) = self.drawn_round(words).await;
        let opinion = words.said().unwrap_or_else(|| "账实相符".to_owned());
        self.does(actor, RoundCommand::Reconcile { round, drawn, opinion }).await
    }
}
