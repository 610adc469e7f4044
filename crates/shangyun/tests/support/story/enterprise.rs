//! What enterprises and providers do in a story.

use super::super::people::Firm;
use super::super::town::PROGRAMME;
use super::super::ways::year_end;
use super::line::Words;
use super::{Came, Story, amount};
use domain::act::Actor;
use domain::claim::{ClaimCommand, RosterLine};
use domain::command::Command;
use domain::enterprise::{EnterpriseCommand, Figure};
use domain::filing::{Application, FilingCommand, ServiceModel};
use domain::ids::{ClaimId, FilingId};
use domain::paper;
use domain::world::Key;
use policy::facts::{Facts, Readings};
use policy::plan::words::StepKind;
use policy::value::Value;

impl Story {
    pub(super) async fn verb_of_enterprise(&mut self, subject: &str, verb: &str, words: &mut Words) -> Option<Came> {
        Some(match verb {
            "登记" => self.registers(subject, words).await,
            "变更" => self.changes(subject, words).await,
            "收入" => self.states_revenue(subject, words).await,
            "起草" => self.drafts(subject, words).await.map(drop),
            "备案" => self.files(subject, words).await,
            "附上" => self.attaches(subject, words).await,
            "提交" => self.submits(subject, words).await,
            "撤回" => self.withdraws(subject, words).await,
            "报名单" => self.sends_roster(subject, words).await,
            "答复" => self.declines(subject, words).await,
            "反映漏报" => self.reports_missing(subject, words).await,
            "加行" => self.adds_row(subject, words).await,
            "申报" => self.claims(subject, words).await,
            "确认" => self.confirms(subject, words).await,
            _ => return None,
        })
    }

    async fn registers(&mut self, name: &str, words: &mut Words) -> Came {
        let firm = self.firm_of(name, words);
        self.town.register(&firm).await;
        Ok(())
    }

    fn firm_of(&self, name: &str, words: &mut Words) -> Firm {
        Firm {
            name: name.to_owned(),
            code: words.must("a credit code"),
            district: self.district(&words.must("a district")),
            division: words.option("行业").expect("行业="),
            founded_on: words.option("成立").expect("成立=").parse().expect("a day"),
        }
    }

    async fn changes(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let firm = self.firm_of(name, words);
        let mut rows = Vec::new();
        let profile = self.town.profile(&firm, &mut rows);
        let drawn = self.town.enterprise(&self.firm(name)).await.revision;
        let change = EnterpriseCommand::Change { drawn, profile };
        self.act_with(&actor, Command::Enterprise(change), rows).await.map(drop)
    }

    async fn states_revenue(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let year: i16 = words.must("a year").parse().expect("a year");
        let revenue = amount(&words.must("an amount"));
        let report_number = words.said().unwrap_or_else(|| format!("审字〔{year}〕1号"));
        let set = EnterpriseCommand::SetFigure { year, figure: Figure { revenue, report_number } };
        self.act(&actor, Command::Enterprise(set)).await.map(drop)
    }

    async fn drafts(&mut self, name: &str, words: &mut Words) -> Result<FilingId, super::Refused> {
        let actor = self.actor(name).await;
        let stream = self.stream(&words.must("a stream"));
        let model = words.option("模式").unwrap_or_else(|| "SaaS".to_owned());
        let form = Application {
            purpose: words.option("用途").unwrap_or_else(|| "业务系统上云".to_owned()),
            service_model: Some(match model.as_str() {
                "IaaS" => ServiceModel::Iaas,
                "PaaS" => ServiceModel::Paas,
                _ => ServiceModel::Saas,
            }),
            project_type: words.option("项目").map_or_else(String::new, |project| self.project(&project)),
            provider: self.provider(&words.option("服务商").expect("服务商=")),
            estimate: words.option("预计").map(|text| amount(&text)),
            starts_on: words.option("起").map(|day| day.parse().expect("a day")),
            answers: words.options().into_iter().map(|(label, value)| self.fact(&label, &value)).collect(),
        };
        let start = FilingCommand::Start { programme: self.town.programme_id(), stream };
        let started = self.act(&actor, Command::Filing(start)).await?;
        let Key::Filing(filing) = started.show else { unreachable!("{:?}", started.show) };
        self.act(&actor, Command::Filing(FilingCommand::Save { filing: filing.clone(), form })).await?;
        Ok(filing)
    }

    async fn files(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let missing = words.option("缺");
        let filing = self.drafts(name, words).await?;
        for label in self.papers_of(&filing).await.into_iter().filter(|label| missing.as_ref() != Some(label)) {
            self.attaches_to_filing(&actor, &filing, &label).await?;
        }
        let drawn = self.town.filing(&filing).await.revision;
        self.act(&actor, Command::Filing(FilingCommand::Submit { filing, drawn })).await.map(drop)
    }

    /// The papers that the plan's first step asks for in a case; in Shenyang those that are really handed in, one of them
    /// in place of another.
    async fn papers_of(&self, filing: &FilingId) -> Vec<String> {
        let state = self.town.filing(filing).await;
        if self.town.plan == PROGRAMME {
            let kind = self.town.enterprise(&state.enterprise).await.kind();
            let papers = match kind {
                "institution" => ["服务申请单", "单位法人证书", "资质证明", "单位决算"],
                _ => ["服务申请单", "营业执照", "资质证明", "审计报告"],
            };
            return papers.map(str::to_owned).to_vec();
        }
        let facts = Facts::new().with("stream", Value::Member(state.stream));
        self.wanted(domain::filing::PROCEDURE, StepKind::Apply, &facts)
    }

    /// The papers a step asks for, by their labels.
    fn wanted(&self, procedure: &str, kind: StepKind, facts: &Facts) -> Vec<String> {
        let policy = self.town.policy();
        let steps = &policy.plan().procedure(procedure).expect("the procedure").steps;
        let step = steps.iter().find(|step| step.kind == kind).expect("the step");
        let wanted = paper::wanted(&policy, &step.documents, facts, &Readings::default());
        wanted.into_iter().map(|one| one.document.text.zh.clone()).collect()
    }

    async fn attaches_to_filing(&mut self, actor: &Actor, filing: &FilingId, label: &str) -> Came {
        let document = self.document(label).unwrap_or_else(|| unreachable!("no document {label}"));
        let file = self.town.paper(&format!("{label} {}", self.today())).await;
        let attach = FilingCommand::Attach { filing: filing.clone(), document, file, dated: None };
        self.act(actor, Command::Filing(attach)).await.map(drop)
    }

    async fn attaches_to_claim(&mut self, actor: &Actor, claim: &ClaimId, label: &str) -> Came {
        let document = self.document(label).unwrap_or_else(|| unreachable!("no document {label}"));
        let file = self.town.paper(&format!("{label} {}", self.today())).await;
        let attach = ClaimCommand::Attach { claim: claim.clone(), document, file, dated: None };
        self.act(actor, Command::Claim(attach)).await.map(drop)
    }

    async fn attaches(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let case = words.must("a case");
        let is_claim = case.split('·').count() == 3;
        for (label, _) in words.pairs() {
            if is_claim {
                self.attaches_to_claim(&actor, &self.claim(&case).await, &label).await?;
            } else {
                self.attaches_to_filing(&actor, &self.filing(&case).await, &label).await?;
            }
        }
        Ok(())
    }

    async fn submits(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let filing = self.filing(&words.must("a filing")).await;
        let drawn = self.town.filing(&filing).await.revision;
        self.act(&actor, Command::Filing(FilingCommand::Submit { filing, drawn })).await.map(drop)
    }

    async fn withdraws(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let case = words.must("a case");
        let command = if case.split('·').count() == 3 {
            Command::Claim(ClaimCommand::Withdraw { claim: self.claim(&case).await })
        } else {
            Command::Filing(FilingCommand::Withdraw { filing: self.filing(&case).await })
        };
        self.act(&actor, command).await.map(drop)
    }

    async fn sends_roster(&mut self, name: &str, words: &mut Words) -> Came {
        let provider = self.provider(name);
        let actor = self.town.provider(&provider).await;
        let mut lines = Vec::new();
        for (case, day) in words.options() {
            let service_date = day.parse().unwrap_or_else(|_| unreachable!("{case}: no day"));
            lines.push(RosterLine { filing: self.filing(&case).await, service_date });
        }
        let certificate = self.town.paper(&format!("开通凭证 {name} {}", self.today())).await;
        let letter = self.town.paper(&format!("真实性承诺函 {name} {}", self.today())).await;
        let send = ClaimCommand::SendRoster { programme: self.town.programme_id(), lines, certificate, letter };
        self.act(&actor, Command::Claim(send)).await.map(drop)
    }

    async fn declines(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.town.provider(&self.provider(name)).await;
        let claim = self.claim(&words.must("a claim")).await;
        let decline = ClaimCommand::Decline { claim, words: words.said().unwrap_or_default() };
        self.act(&actor, Command::Claim(decline)).await.map(drop)
    }

    async fn reports_missing(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let filing = self.filing(&words.must("a filing")).await;
        let service_date = words.must("a day").parse().expect("a day");
        self.act(&actor, Command::Claim(ClaimCommand::ReportMissing { filing, service_date })).await.map(drop)
    }

    async fn adds_row(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let claim = self.claim(&words.must("a claim")).await;
        let label = words.must("a list");
        let given = words.options();
        self.adds(&actor, &claim, &label, &given).await
    }

    /// Types in a row: what is not given covers the contract year and counts.
    async fn adds(&mut self, actor: &Actor, claim: &ClaimId, label: &str, given: &[(String, String)]) -> Came {
        let list = self.list(label).unwrap_or_else(|| unreachable!("no list {label}"));
        let state = self.town.claim(claim).await;
        let place = state.records.get(&list).map_or(1, |rows| rows.len() + 1);
        let amount = given.iter().find(|(name, _)| name == "金额").map(|(_, text)| amount(text));
        let amount = amount.map_or(Value::Bool(false), Value::Money);
        let nothing = Value::Money(policy::money::Fen::ZERO);
        let otherwise = [
            ("contract_no", Value::Text(format!("HT-{}", state.number))),
            ("payment_no", Value::Text(format!("FK-{}-{place}", state.number))),
            ("invoice_no", Value::Text(format!("FP-{}-{place}", state.number))),
            ("line_no", Value::Text(place.to_string())),
            ("bill_no", Value::Text(format!("ZD-{}-{place}", state.number))),
            ("counted", amount),
            ("discount", nothing.clone()),
            ("settled", Value::Bool(true)),
            ("refunded", nothing.clone()),
            ("unused", nothing),
            ("starts", Value::Date(state.service_date)),
            ("ends", Value::Date(year_end(state.service_date))),
            ("cloud", Value::Bool(true)),
            ("own", Value::Bool(true)),
        ];
        let row = self.row(&list, given, &otherwise);
        let file = Some(self.town.paper(&format!("{label} {} {place}", state.number)).await);
        let add = ClaimCommand::AddRow { claim: claim.clone(), list, row, file };
        self.act(actor, Command::Claim(add)).await.map(drop)
    }

    /// Contract, payment and invoice over one amount, the papers, and the confirmation.
    async fn claims(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let claim = self.claim(&words.must("a claim")).await;
        let amount = words.next();
        let missing = words.option("缺");
        if let Some(amount) = amount {
            for label in self.lists() {
                self.adds(&actor, &claim, &label, &[("金额".to_owned(), amount.clone())]).await?;
            }
        }
        for label in self.claim_papers(&claim).await.into_iter().filter(|label| missing.as_ref() != Some(label)) {
            self.attaches_to_claim(&actor, &claim, &label).await?;
        }
        self.confirm(&actor, claim).await
    }

    /// The lists that the enterprise types in.
    fn lists(&self) -> Vec<String> {
        let policy = self.town.policy();
        let typed = policy.plan().records.iter().filter(|list| !list.given);
        typed.map(|list| list.text.zh.clone()).collect()
    }

    /// The papers of a claim beside those of its rows.
    async fn claim_papers(&self, claim: &ClaimId) -> Vec<String> {
        let state = self.town.claim(claim).await;
        if self.town.plan == PROGRAMME {
            let kind = self.town.enterprise(&state.enterprise).await.kind();
            let report = if kind == "institution" { "单位决算" } else { "审计报告" };
            return ["云服务合同", report, "真实性承诺函"].map(str::to_owned).to_vec();
        }
        let facts = Facts::new().with("stream", Value::Member(state.stream));
        self.wanted(domain::claim::PROCEDURE, StepKind::Confirm, &facts)
    }

    async fn confirms(&mut self, name: &str, words: &mut Words) -> Came {
        let actor = self.actor(name).await;
        let claim = self.claim(&words.must("a claim")).await;
        self.confirm(&actor, claim).await
    }

    async fn confirm(&mut self, actor: &Actor, claim: ClaimId) -> Came {
        let drawn = self.town.claim(&claim).await.revision;
        self.act(actor, Command::Claim(ClaimCommand::Confirm { claim, drawn })).await.map(drop)
    }
}
