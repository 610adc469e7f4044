//! The transcript: every new entry of the journal in words, and at the end the books, the messages and the check that
//! the journal gives the rows.

use super::Story;
use super::who::short;
use super::words::{Said, said};
use domain::claim::ClaimEvent;
use domain::enterprise::EnterpriseEvent;
use domain::event::{Event, What};
use domain::filing::FilingEvent;
use domain::ids::AccountId;
use domain::message::{Addressee, Message};
use domain::round::RoundEvent;
use policy::text::Lang as PolicyLang;
use shangyun::lang::Lang;
use shangyun::letters;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use store::entry::Entry;
use store::views::{ledger, timeline};

/// What the ids in entries are called, as far as the journal has told.
#[derive(Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The name behind an id, or the id.
    pub fn of<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }

    fn learn(&mut self, story: &Story, event: &Event) {
        let stream = |id: &str| {
            let policy = story.town.policy();
            let known = policy.plan().streams().iter().find(|stream| stream.id == id);
            known.map_or_else(|| id.to_owned(), |stream| stream.text.zh.clone())
        };
        let name = match &event.what {
            What::Enterprise(EnterpriseEvent::Registered { profile, .. }) => profile.name.clone(),
            What::Filing(FilingEvent::Started { enterprise_name, stream: of, .. }) => {
                format!("{enterprise_name}·{}", stream(of))
            }
            What::Claim(ClaimEvent::Opened(opened)) => {
                let claim = &opened.claim;
                format!("{}·{}·{}", claim.enterprise_name, stream(&claim.stream), claim.service_date.year())
            }
            What::Claim(ClaimEvent::RosterSent(_)) => "名单".to_owned(),
            What::Round(RoundEvent::Formed(formed)) => format!("批次 {}", formed.number),
            What::Account(_)
            | What::Enterprise(_)
            | What::Programme(_)
            | What::Edition(_)
            | What::Interpretation(_)
            | What::Filing(_)
            | What::Claim(_)
            | What::Round(_)
            | What::Moved(_)
            | What::Hold(_)
            | What::Added(_)
            | What::Told(_) => return,
        };
        self.0.insert(event.subject.id(), name);
    }
}

impl Story {
    /// Writes down what is new in the journal.
    pub(super) async fn tell(&mut self) {
        let database = self.town.store.database();
        let all = (jiff::Timestamp::MIN, jiff::Timestamp::MAX);
        let entries = timeline::between(database, all, self.told, i64::MAX).await.expect("the journal");
        let mut open: Option<(String, Said)> = None;
        for entry in entries {
            self.told = entry.seq;
            let event: Event = serde_json::from_str(&entry.body).expect("an entry is an event");
            let mut names = std::mem::take(&mut self.names);
            names.learn(self, &event);
            self.names = names;
            if let What::Account(_) = event.what {
                continue;
            }
            let Some(next) = self.said(&event) else { continue };
            let actor = self.name_of(&entry);
            match &mut open {
                Some((who, line)) if *who == actor && line.takes(&next) => line.join(next),
                Some(_) | None => {
                    let before = open.replace((actor, next));
                    self.write_said(before);
                }
            }
        }
        self.write_said(open);
    }

    fn write_said(&mut self, line: Option<(String, Said)>) {
        let Some((actor, line)) = line else { return };
        if self.speaker != actor {
            self.write(&format!("  {actor}"));
            self.speaker = actor;
        }
        self.write(&format!("    {line}"));
        for more in line.below() {
            self.write(&format!("        {more}"));
        }
    }

    fn said(&self, event: &Event) -> Option<Said> {
        if let What::Told(message) = &event.what {
            return Some(Said::new("✉", &format!("致 {}：{}", self.addressee(&message.to), self.subject(message))));
        }
        let name = self.names.of(&event.subject.id()).to_owned();
        said(&self.town.policy(), self, (&name, event))
    }

    fn subject(&self, message: &Message) -> String {
        letters::subject(Lang::Zh, Some(&self.town.policy()), message)
    }

    fn addressee(&self, to: &Addressee) -> String {
        match to {
            Addressee::Enterprise(id) => self.names.of(id.as_str()).to_owned(),
            Addressee::Office(id) => self.office_name(id),
            Addressee::Provider(id) => self.provider_name(id),
            Addressee::Account(id) => self.account_name(id),
        }
    }

    /// The office as it is called today.
    pub(super) fn office_name(&self, id: &str) -> String {
        let setting = self.town.store.setting();
        let name = setting.city.office(id).and_then(|office| office.name(self.today()));
        name.map_or_else(|| id.to_owned(), |name| short(&name.names.zh))
    }

    pub(super) fn provider_name(&self, id: &str) -> String {
        let setting = self.town.store.setting();
        setting.city.provider(id).map_or_else(|| id.to_owned(), |one| one.names.zh.replace("（示例）", ""))
    }

    pub(super) fn expert_name(&self, id: &str) -> String {
        let setting = self.town.store.setting();
        setting.city.expert(id).map_or_else(|| id.to_owned(), |one| one.names.zh.clone())
    }

    pub(super) fn district_name(&self, id: &str) -> String {
        let setting = self.town.store.setting();
        setting.city.district(id).map_or_else(|| id.to_owned(), |one| one.names.zh.clone())
    }

    fn name_of(&self, entry: &Entry) -> String {
        self.account_name(&AccountId::new(entry.actor.as_str()))
    }

    /// Who an account is, as people say it.
    pub(super) fn account_name(&self, account: &AccountId) -> String {
        match account.as_str() {
            "clock" => return "时钟".to_owned(),
            "public" => return "公众".to_owned(),
            _ => {}
        }
        let name = self.town.people.name(account).unwrap_or_else(|| account.to_string());
        let parts: Vec<&str> = name.split('/').collect();
        match parts.as_slice() {
            [office, rank, "1"] => format!("{}{rank}", self.office_name(office)),
            [office, rank, number] => format!("{}{rank}{number}", self.office_name(office)),
            [id] if id.starts_with("expert-") => self.expert_name(id),
            [id] => self.provider_name(id),
            _ => name,
        }
    }

    /// The end of the transcript: what the accounts hold, how many messages everybody got, and the check.
    pub(super) async fn end(&mut self) {
        self.write("\n── 账 ──");
        let beginning = format!("{}/", self.town.programme_id());
        let balances = ledger::balances(self.town.store.database(), &beginning).await.expect("the balances");
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for balance in balances {
            let parts: Vec<&str> = balance.account.splitn(4, '/').collect();
            let [_, year, stream, purpose] = parts.as_slice() else { continue };
            *sums.entry(format!("{year} {stream}")).or_default() += balance.fen.fen();
            let stream = self.town.policy().plan().streams().iter().find(|one| one.id == *stream).cloned();
            let stream = stream.map_or_else(String::new, |stream| stream.text.zh);
            let amount = balance.fen.to_string();
            self.write(&format!("  {year}年 {stream} {}：{amount}", self.purpose_name(purpose)));
        }
        for (book, sum) in sums {
            assert_eq!(sum, 0, "{book} does not sum to zero");
        }
        let entries = self.town.assert_clean().await;
        self.write(&format!("\n核验：日志 {entries} 条，账、状态与日志一致。"));
    }

    /// The name of a purpose, as it stands in the text of an account.
    pub(super) fn purpose_name(&self, purpose: &str) -> String {
        if let Some(district) = purpose.strip_prefix("at_district/") {
            return format!("已拨{}", self.district_name(district));
        }
        let name = match purpose {
            "appropriation" => "财政安排",
            "available" => "可用",
            "reserved" => "预留",
            "committed" => "已批",
            "paid" => "已付",
            "returned" => "退回",
            "receivable" => "应追回",
            "recovered" => "已追回",
            other => other,
        };
        name.to_owned()
    }

    /// A decision as an auditor reads it: outcome and steps with their clauses, without the hash of the document.
    pub(super) fn explained(&self, decision: &policy::decision::Decision) -> Vec<String> {
        let policy = self.town.policy();
        let text = decision.explain(&policy, PolicyLang::Zh);
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("依据"));
        lines.fold(Vec::new(), |mut lines, line| {
            let mut written = String::new();
            let _ = write!(written, "{line}");
            lines.push(written);
            lines
        })
    }
}
