//! Filings of an ordinary city: begun, handed in, examined rank by rank, sent in batches, corrected.

use super::case::Goal;
use super::filled::{Before, Stated};
use super::{Ordinary, sheets};
use crate::demo::applicants;
use crate::demo::firms;
use crate::demo::play::Stumble;
use domain::account::{AccountCommand, Person};
use domain::act::Actor;
use domain::command::Command;
use domain::course::{Course, CourseState, ReturnItem};
use domain::due;
use domain::enterprise::{EnterpriseCommand, Figure, Profile};
use domain::facts::{self, Subjects};
use domain::filing::{Application, Filing, FilingCommand, ServiceModel};
use domain::ids::FilingId;
use domain::paper::{self, Verdict};
use domain::world::Key;
use jiff::civil::Date;
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::plan::procedure::Step;
use policy::plan::words::{Exit, Rank, StepKind};
use policy::value::Value;
use std::collections::BTreeMap;

/// What cloud is used for, and how.
const USES: [(&str, ServiceModel); 5] = [
    ("财务、采购和库存一体化管理", ServiceModel::Saas),
    ("设备联网和运行监测", ServiceModel::Paas),
    ("研发测试环境和代码托管", ServiceModel::Paas),
    ("核心系统迁移和异地备份", ServiceModel::Iaas),
    ("客户服务和线上订货", ServiceModel::Saas),
];

impl Ordinary {
    /// Does what comes next in a filing; says whether anything follows.
    pub(super) fn on_filing(&mut self, number: usize) -> Result<bool, Stumble> {
        let case = self.case(number)?;
        let (goal, applicant) = (case.goal.clone(), case.applicant);
        let Some(id) = case.filing.clone() else { return self.begin(number) };
        let state = self.play.filing(&id)?.clone();
        let Some(course) = &state.course else { return Ok(false) };
        if course.state != CourseState::Underway {
            return Ok(false);
        }
        if Self::has_arrived(&goal, course) {
            return Ok(false);
        }
        let policy = self.policy.clone();
        let step = course.step(&policy).map_err(|_| self.play.lost(&course.step))?;
        if step.kind == StepKind::Batch {
            return self.send(&id, &state, step);
        }
        let returns = goal == Goal::Returned && step.exits.contains(&Exit::Correct) && course.level == 0;
        self.examine(applicant, (&id, &state), (step, course), returns)?;
        Ok(true)
    }

    /// The enterprise comes and files; a draft stops on the way.
    fn begin(&mut self, number: usize) -> Result<bool, Stumble> {
        let case = self.case(number)?;
        let (applicant, stream, goal) = (case.applicant, case.stream.clone(), case.goal.clone());
        self.arrive(applicant)?;
        let owner = firms::owner(applicant);
        let start = FilingCommand::Start { programme: self.programme.clone(), stream };
        let Key::Filing(id) = self.act(&owner, Command::Filing(start))?.show else {
            return Err(self.play.lost("filing"));
        };
        if let Some(case) = self.cases.get_mut(number) {
            case.filing = Some(id.clone());
        }
        let form = self.form(number)?;
        self.on(&owner, FilingCommand::Save { filing: id.clone(), form })?;
        let documents = self.wanted(&id)?;
        let many = if goal == Goal::Draft { documents.len() / 2 } else { documents.len() };
        let today = self.play.today();
        for document in documents.into_iter().take(many) {
            let title = self.policy.plan().document(&document).map_or(String::new(), |one| one.text.zh.clone());
            let sheet = sheets::about(&title, self.applicant(applicant)?, today);
            let file = self.keep(&document, &sheet, applicant);
            self.on(&owner, FilingCommand::Attach { filing: id.clone(), document, file, dated: Some(today) })?;
        }
        if goal == Goal::Draft {
            return Ok(false);
        }
        let drawn = self.play.filing(&id)?.revision;
        self.on(&owner, FilingCommand::Submit { filing: id, drawn })?;
        Ok(true)
    }

    fn on(&mut self, actor: &Actor, command: FilingCommand) -> Result<(), Stumble> {
        self.act(actor, Command::Filing(command)).map(|_| ())
    }

    /// The owner signs up, registers the enterprise, and states the figures of two years.
    fn arrive(&mut self, number: usize) -> Result<(), Stumble> {
        if matches!(self.play.world.find_enterprise(&firms::enterprise(number)), Ok(Some(_))) {
            return Ok(());
        }
        let (newcomer, owner) = (firms::newcomer(number), firms::owner(number));
        let key = Key::Account(newcomer.account.clone()).to_string();
        let name = self.play.seal(&key, "name", &firms::owner_name(number))?;
        let login = self.play.seal(&key, "login", &format!("owner{number}@firms.example"))?;
        let sign_up = Command::Account(AccountCommand::SignUp { person: Person { name, login } });
        self.play.act(&Actor::public(), &firms::sign_up_key(number), sign_up)?;
        let credit_code = self.applicant(number)?.credit_code.clone();
        let profile = self.profile(number)?;
        let register = Command::Enterprise(EnterpriseCommand::Register { credit_code, profile });
        self.play.act(&newcomer, &firms::register_key(number), register)?;
        let last = self.play.today().year() - 1;
        for year in [last - 1, last] {
            let figure = Figure {
                revenue: applicants::revenue(number, year),
                report_number: format!("示审〔{year}〕{number:03}号"),
            };
            self.act(&owner, Command::Enterprise(EnterpriseCommand::SetFigure { year, figure }))?;
        }
        Ok(())
    }

    fn profile(&mut self, number: usize) -> Result<Profile, Stumble> {
        let key = Key::Enterprise(firms::enterprise(number)).to_string();
        let applicant = self.applicant(number)?.clone();
        let account = format!("6200 0000 {:04} {:04}", number * 7 % 10_000, number * 131 % 10_000);
        Ok(Profile {
            name: applicant.name,
            district: applicant.district,
            division: applicant.division,
            founded_on: applicant.founded_on,
            contact_name: self.play.seal(&key, "contact_name", &firms::contact_name(number))?,
            contact_phone: self.play.seal(&key, "contact_phone", &format!("000-0000{:04}", number * 37 % 10_000))?,
            contact_mail: self.play.seal(&key, "contact_mail", &format!("contact{number}@firms.example"))?,
            bank_name: "示范银行".to_owned(),
            bank_account: self.play.seal(&key, "bank_account", &account)?,
        })
    }

    fn form(&self, number: usize) -> Result<Application, Stumble> {
        let (purpose, model) = USES.get(number % USES.len()).copied().unwrap_or(USES[0]);
        let starts_on = self.play.today();
        let listed: Vec<&str> = self
            .play
            .setting()
            .city
            .providers()
            .filter(|one| one.period.contains(starts_on))
            .map(|one| one.id.as_str())
            .collect();
        let provider = listed.get(number % listed.len().max(1)).copied().unwrap_or_default().to_owned();
        let stream = self.case(number)?.stream.clone();
        let kind = self.play.setting().city.project_types_on(&stream, starts_on).next();
        let project_type = kind.map_or(String::new(), |kind| kind.id.clone());
        let stated = self.stated(number, starts_on)?;
        let asked: Vec<&str> = facts::asked(&self.policy).map(|fact| fact.id.as_str()).collect();
        let answers = stated.values.into_iter().filter(|(id, _)| asked.contains(&id.as_str())).collect();
        let (estimate, starts_on) = (Some(amount(number)), Some(starts_on));
        Ok(Application {
            purpose: purpose.to_owned(),
            service_model: Some(model),
            project_type,
            provider,
            estimate,
            starts_on,
            answers,
        })
    }

    /// What the applicant of a case states about a year that begins on a day.
    pub(super) fn stated(&self, number: usize, service_date: Date) -> Result<Stated, Stumble> {
        let case = self.case(number)?;
        let enterprise = self.play.world.enterprise(&firms::enterprise(case.applicant));
        let enterprise = enterprise.map_err(|_| self.play.lost("enterprise"))?;
        let filing = case.filing.as_ref().ok_or_else(|| self.play.lost("filing"))?;
        let filing = self.play.filing(filing)?;
        let mut kept = facts::kept(enterprise, filing, service_date.year());
        kept.insert("estimate_fen".to_owned(), Value::Money(amount(number)));
        kept.insert("service_date".to_owned(), Value::Date(service_date));
        kept.insert("applied_on".to_owned(), Value::Date(self.play.today()));
        let subjects = Subjects::new(self.play.setting(), enterprise, filing);
        let registers = |register: &str, subject: &str, day: Date| match subject {
            "provider" => Some(true),
            _ => subjects.listed(register, subject, day),
        };
        let before =
            Before { policy: &self.policy, kept, service_date, amount: amount(number), number, registers: &registers };
        Ok(before.stated())
    }

    /// The papers the first step of the filing asks for.
    fn wanted(&self, id: &FilingId) -> Result<Vec<String>, Stumble> {
        let filing = self.play.filing(id)?;
        let known = filing.form.answers.clone();
        let enterprise = self.play.world.enterprise(&filing.enterprise).map_err(|_| self.play.lost("enterprise"))?;
        let mut known: BTreeMap<String, Value> = known;
        known.extend(facts::kept(enterprise, filing, self.play.today().year()));
        let facts = Facts { values: facts::as_known(&self.policy, known), records: BTreeMap::new() };
        let steps = self.policy.plan().procedure(domain::filing::PROCEDURE).map_or(&[][..], |one| &one.steps);
        let documents = steps.first().map_or(&[][..], |step| &step.documents);
        let wanted = paper::wanted(&self.policy, documents, &facts, &Readings::default());
        Ok(wanted.into_iter().map(|one| one.document.id.clone()).collect())
    }

    /// The rank whose turn it is looks at the papers, attests, and passes, or returns the first paper.
    fn examine(
        &mut self,
        applicant: usize,
        (id, state): (&FilingId, &Filing),
        (step, course): (&Step, &Course),
        returns: bool,
    ) -> Result<(), Stumble> {
        let rank = course.rank_due(step).unwrap_or(Rank::Handle);
        let officer = self.officer(&course.waiting_for, Some(&state.district), (rank, applicant));
        let officer = officer.ok_or_else(|| self.play.lost(&step.id))?;
        let role = course.waiting_for.first().cloned().unwrap_or_default();
        if course.level == 0 {
            self.look(&officer, (id, state), returns)?;
            self.attest(&officer, (id, state), &role)?;
        }
        let drawn = self.play.filing(id)?.revision;
        if returns && let Some(item) = state.papers.keys().next().cloned() {
            let items = vec![ReturnItem { item, words: "缺少盖章，请盖章后重新上传。".to_owned() }];
            return self.on(&officer, FilingCommand::Return { filing: id.clone(), drawn, items, reason: None });
        }
        let opinion = if course.level == 0 { "材料齐全，与申请一致。" } else { "同意。" };
        self.on(&officer, FilingCommand::Pass { filing: id.clone(), drawn, opinion: opinion.to_owned() })
    }

    fn look(&mut self, officer: &Actor, (id, state): (&FilingId, &Filing), but_one: bool) -> Result<(), Stumble> {
        let open = state.papers.iter().filter(|(_, paper)| paper.finding.is_none()).map(|(document, _)| document);
        let documents: Vec<String> = open.cloned().collect();
        for (place, document) in documents.into_iter().enumerate() {
            let is_wrong = but_one && place == 0;
            let verdict = if is_wrong { Verdict::Incomplete } else { Verdict::InOrder };
            let words = if is_wrong { "缺少盖章".to_owned() } else { String::new() };
            self.on(officer, FilingCommand::Find { filing: id.clone(), document, verdict, words })?;
        }
        Ok(())
    }

    /// Attests what the plan asks this role to, as it was stated or as the program keeps it.
    fn attest(&mut self, officer: &Actor, (id, state): (&FilingId, &Filing), role: &str) -> Result<(), Stumble> {
        let enterprise = self.play.world.enterprise(&state.enterprise).map_err(|_| self.play.lost("enterprise"))?;
        let mut known = state.form.answers.clone();
        known.extend(facts::kept(enterprise, state, state.form.starts_on.map_or(0, Date::year)));
        let own =
            facts::attested_by(&self.policy, role).filter(|fact| !["stream", "filed"].contains(&fact.id.as_str()));
        let stated = own.filter_map(|fact| Some((fact.id.clone(), known.get(&fact.id)?.clone())));
        let facts: BTreeMap<String, Value> = stated.collect();
        if facts.is_empty() {
            return Ok(());
        }
        self.on(officer, FilingCommand::Attest { filing: id.clone(), facts })
    }

    /// The district's signer sends the filing with the next batch; the clock takes it on from there.
    fn send(&mut self, id: &FilingId, state: &Filing, step: &Step) -> Result<bool, Stumble> {
        if state.sent_on.is_none() {
            let signer = self.officer(&step.roles, Some(&state.district), (Rank::Sign, 0));
            let signer = signer.ok_or_else(|| self.play.lost(&step.id))?;
            self.on(&signer, FilingCommand::Send { filings: vec![id.clone()] })?;
        }
        Ok(true)
    }

    /// The clock closes the intake for what was sent.
    pub(super) fn close_intake(&mut self) {
        let ids = self.cases.iter().filter_map(|case| case.filing.clone());
        let sent = ids.filter(|id| {
            let is_sent =
                |filing: &Filing| filing.sent_on.is_some() && filing.course.as_ref().is_some_and(Course::is_live);
            self.play.filing(id).is_ok_and(is_sent)
        });
        let sent: Vec<FilingId> = sent.collect();
        let close = due::close_intake(&self.programme, sent);
        if let Err(stumble) = self.act(&Actor::clock(), close) {
            tracing::debug!(%stumble, "the intake of the demo city does not close");
        }
    }
}

/// What an applicant expects to pay a year, and pays.
pub(super) fn amount(number: usize) -> Fen {
    const YUAN: [i64; 7] = [86_400, 18_500, 142_000, 57_300, 260_000, 31_200, 98_760];
    Fen::new(YUAN.get(number % YUAN.len()).copied().unwrap_or(50_000) * 100)
}
