//! What offices do to filings and claims in a story.

use super::line::Words;
use super::{Came, Story};
use domain::act::Actor;
use domain::claim::ClaimCommand;
use domain::command::Command;
use domain::course::ReturnItem;
use domain::filing::FilingCommand;
use domain::ids::{ClaimId, FilingId};
use domain::paper::Verdict;
use policy::plan::words::Rank;
use policy::value::Value;
use std::collections::BTreeMap;

/// A filing or a claim.
#[derive(Clone)]
pub(super) enum Case {
    Filing(FilingId),
    Claim(ClaimId),
}

impl Story {
    pub(super) async fn verb_of_office(&mut self, subject: &str, verb: &str, words: &mut Words) -> Option<Came> {
        Some(match verb {
            "办理" => self.handles(subject, words).await,
            "核对" => self.finds(subject, words).await,
            "核定" => self.attests(subject, words).await,
            "通过" => self.passes(subject, words).await,
            "退回" => self.returns(subject, words).await,
            "退回重办" => self.hands_back(subject, words).await,
            "不予" => self.refuses(subject, words).await,
            "报送" => self.sends(subject, words).await,
            _ => return None,
        })
    }

    pub(super) async fn case(&self, name: &str) -> Case {
        if name.split('·').count() == 3 {
            Case::Claim(self.claim(name).await)
        } else {
            Case::Filing(self.filing(name).await)
        }
    }

    pub(super) async fn drawn(&self, case: &Case) -> i64 {
        match case {
            Case::Filing(id) => self.town.filing(id).await.revision,
            Case::Claim(id) => self.town.claim(id).await.revision,
        }
    }

    /// An office does its whole step: the handler finds everything in order and attests, then every rank passes.
    async fn handles(&mut self, office: &str, words: &mut Words) -> Came {
        let office = self.office(office).unwrap_or_else(|| unreachable!("no office {office}"));
        let name = words.must("a case");
        let case = self.case(&name).await;
        let ranks = self.ranks(&case).await;
        let handler = self.officer(&office, Rank::Handle).await;
        self.finds_all(&handler, &case).await?;
        let facts = self.facts(words);
        if !facts.is_empty() {
            self.attest(&handler, &case, facts).await?;
        }
        for rank in ranks {
            let officer = self.officer(&office, rank).await;
            self.pass(&officer, &case, "同意").await?;
        }
        Ok(())
    }

    /// The ranks of the step a case stands at; a step without ranks is passed by a handler.
    async fn ranks(&self, case: &Case) -> Vec<Rank> {
        let course = match case {
            Case::Filing(id) => self.town.filing(id).await.course.expect("it was handed in"),
            Case::Claim(id) => self.town.claim(id).await.course,
        };
        let policy = self.town.policy();
        let ranks = course.step(&policy).expect("the step").ranks.clone();
        if ranks.is_empty() { vec![Rank::Handle] } else { ranks }
    }

    async fn finds_all(&mut self, actor: &Actor, case: &Case) -> Came {
        let (papers, rows) = match case {
            Case::Filing(id) => (self.town.filing(id).await.papers, BTreeMap::new()),
            Case::Claim(id) => {
                let claim = self.town.claim(id).await;
                let rows = claim.records.into_iter().map(|(list, rows)| (list, rows.len()));
                (claim.papers, rows.collect())
            }
        };
        for document in papers.into_keys() {
            self.find(actor, case, document, (Verdict::InOrder, String::new())).await?;
        }
        for (list, count) in rows {
            for place in 0..count {
                self.find_row(actor, case, (&list, place), (Verdict::InOrder, String::new())).await?;
            }
        }
        Ok(())
    }

    async fn find(&mut self, actor: &Actor, case: &Case, document: String, found: (Verdict, String)) -> Came {
        let (verdict, words) = found;
        let command = match case {
            Case::Filing(id) => Command::Filing(FilingCommand::Find { filing: id.clone(), document, verdict, words }),
            Case::Claim(id) => Command::Claim(ClaimCommand::Find { claim: id.clone(), document, verdict, words }),
        };
        self.act(actor, command).await.map(drop)
    }

    async fn find_row(
        &mut self,
        actor: &Actor,
        case: &Case,
        (list, place): (&str, usize),
        (verdict, words): (Verdict, String),
    ) -> Came {
        let Case::Claim(id) = case else { unreachable!("a filing has no rows") };
        let (claim, list) = (id.clone(), list.to_owned());
        self.act(actor, Command::Claim(ClaimCommand::FindRow { claim, list, place, verdict, words })).await.map(drop)
    }

    /// `核对 案件 齐备`, or one paper or row (`付款/1`) with what is wrong.
    async fn finds(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let case = self.case(&words.must("a case")).await;
        let what = words.must("a paper");
        if what == "齐备" {
            return self.finds_all(&actor, &case).await;
        }
        let verdict = match words.next().as_deref() {
            Some("缺") => Verdict::Incomplete,
            Some("不符") => Verdict::Disagrees,
            _ => Verdict::InOrder,
        };
        let found = (verdict, words.said().unwrap_or_default());
        if let Some((label, place)) = what.split_once('/') {
            let list = self.list(label).unwrap_or_else(|| unreachable!("no list {label}"));
            let place: usize = place.parse().expect("a place");
            return self.find_row(&actor, &case, (&list, place - 1), found).await;
        }
        let document = self.document(&what).unwrap_or_else(|| unreachable!("no document {what}"));
        self.find(&actor, &case, document, found).await
    }

    fn facts(&self, words: &mut Words) -> BTreeMap<String, Value> {
        let given = words.options().into_iter().collect::<Vec<_>>();
        let plain = words.pairs().into_iter().map(|(name, _)| (name, String::new()));
        plain.chain(given).map(|(name, value)| self.fact(&name, &value)).collect()
    }

    async fn attests(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let case = self.case(&words.must("a case")).await;
        let facts = self.facts(words);
        self.attest(&actor, &case, facts).await
    }

    async fn attest(&mut self, actor: &Actor, case: &Case, facts: BTreeMap<String, Value>) -> Came {
        let command = match case {
            Case::Filing(id) => Command::Filing(FilingCommand::Attest { filing: id.clone(), facts }),
            Case::Claim(id) => Command::Claim(ClaimCommand::Attest { claim: id.clone(), facts }),
        };
        self.act(actor, command).await.map(drop)
    }

    async fn passes(&mut self, subject: &str, words: &mut Words) -> Came {
        let name = words.must("a case");
        let opinion = words.said().unwrap_or_else(|| "同意".to_owned());
        let actor = self.actor(subject).await;
        if !name.contains('·') {
            return self.passes_round(&actor, &name, opinion).await;
        }
        let case = self.case(&name).await;
        self.pass(&actor, &case, &opinion).await
    }

    async fn pass(&mut self, actor: &Actor, case: &Case, opinion: &str) -> Came {
        let (drawn, opinion) = (self.drawn(case).await, opinion.to_owned());
        let command = match case {
            Case::Filing(id) => Command::Filing(FilingCommand::Pass { filing: id.clone(), drawn, opinion }),
            Case::Claim(id) => Command::Claim(ClaimCommand::Pass { claim: id.clone(), drawn, opinion }),
        };
        self.act(actor, command).await.map(drop)
    }

    async fn returns(&mut self, subject: &str, words: &mut Words) -> Came {
        let name = words.must("a case");
        let actor = self.actor(subject).await;
        if !name.contains('·') {
            return self.sends_round_back(&actor, &name, words.said().unwrap_or_default()).await;
        }
        let case = self.case(&name).await;
        let reason = words.option("理由");
        let items = words.pairs().into_iter().map(|(label, said)| ReturnItem {
            item: self.document(&label).or_else(|| self.list(&label)).unwrap_or(label),
            words: said.unwrap_or_default(),
        });
        let items = items.collect();
        let drawn = self.drawn(&case).await;
        let command = match case {
            Case::Filing(filing) => Command::Filing(FilingCommand::Return { filing, drawn, items, reason }),
            Case::Claim(claim) => Command::Claim(ClaimCommand::Return { claim, drawn, items, reason }),
        };
        self.act(&actor, command).await.map(drop)
    }

    async fn hands_back(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let case = self.case(&words.must("a case")).await;
        let (drawn, said) = (self.drawn(&case).await, words.said().unwrap_or_default());
        let command = match case {
            Case::Filing(filing) => Command::Filing(FilingCommand::HandBack { filing, drawn, words: said }),
            Case::Claim(claim) => Command::Claim(ClaimCommand::HandBack { claim, drawn, words: said }),
        };
        self.act(&actor, command).await.map(drop)
    }

    async fn refuses(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let case = self.case(&words.must("a case")).await;
        let said = words.said().unwrap_or_default();
        let policy = self.town.policy();
        let code = |label: &str| {
            let found = policy.plan().requirements.iter().find(|one| one.words.zh == label);
            found.map_or_else(|| label.to_owned(), |one| one.code.clone())
        };
        let codes = words.pairs().into_iter().map(|(label, _)| code(&label)).collect();
        let drawn = self.drawn(&case).await;
        let command = match case {
            Case::Filing(filing) => Command::Filing(FilingCommand::Refuse { filing, drawn, codes, words: said }),
            Case::Claim(claim) => Command::Claim(ClaimCommand::Refuse { claim, drawn, codes, words: said }),
        };
        self.act(&actor, command).await.map(drop)
    }

    async fn sends(&mut self, subject: &str, words: &mut Words) -> Came {
        let actor = self.actor(subject).await;
        let mut filings = Vec::new();
        for (name, _) in words.pairs() {
            filings.push(self.filing(&name).await);
        }
        self.act(&actor, Command::Filing(FilingCommand::Send { filings })).await.map(drop)
    }
}
