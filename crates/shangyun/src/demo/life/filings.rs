//! Filings: from the enterprise's first click to the open service.

use super::plan::{self, Plan, Turn, Until};
use super::{Life, Task, forms, sheets};
use crate::demo::cast;
use crate::demo::firms::{self, Firm};
use crate::demo::play::Stumble;
use domain::account::{AccountCommand, Person};
use domain::act::Actor;
use domain::command::Command;
use domain::course::{Course, CourseState, Proposal, ReturnItem};
use domain::due;
use domain::enterprise::{EnterpriseCommand, Figure, Profile};
use domain::filing::{Application, FilingCommand};
use domain::ids::FilingId;
use domain::paper::{File, Verdict};
use domain::world::Key;
use jiff::civil::{Date, date};
use policy::plan::words::Rank;
use policy::value::Value;
use std::collections::BTreeMap;

/// The days on which districts send their batches: with the closing of the intake, and once before the demo begins.
pub(super) const SENDS: [Date; 5] =
    [date(2018, 11, 5), date(2018, 12, 5), date(2019, 1, 7), date(2019, 2, 11), date(2019, 3, 1)];

impl Life {
    /// The id of a filing that was begun.
    pub(super) fn filing_id(&self, number: usize) -> Result<FilingId, Stumble> {
        let id = self.filings.get(number).and_then(|filing| filing.id.clone());
        id.ok_or_else(|| self.play.lost("filing"))
    }

    fn command(&mut self, actor: &Actor, command: FilingCommand) -> Result<(), Stumble> {
        self.act(actor, Command::Filing(command)).map(|_| ())
    }

    /// An enterprise comes, when it was not there yet, and files; drafts stop on the way.
    pub(super) fn file(&mut self, number: usize) -> Result<(), Stumble> {
        let plan = self.plan(number)?;
        self.arrive(plan.firm)?;
        self.state_figures(plan)?;
        let owner = firms::owner(plan.firm);
        let start = FilingCommand::Start { programme: self.programme.clone(), stream: plan.stream.to_owned() };
        self.play.act(&owner, &plan::key(number), Command::Filing(start))?;
        let id = plan.id(number);
        if let Some(filing) = self.filings.get_mut(number) {
            filing.id = Some(id.clone());
        }
        if plan.until == Until::Blank {
            return Ok(());
        }
        let who = if firms::has_colleague(plan.firm) { firms::colleague(plan.firm) } else { owner.clone() };
        let form = forms::application(plan, number);
        let papers = self.papers(plan, &form);
        self.command(&who, FilingCommand::Save { filing: id.clone(), form })?;
        let many = if plan.until == Until::Draft { papers.len() / 2 } else { papers.len() };
        for (document, sheet) in papers.into_iter().take(many) {
            let file = self.keep(&document, &sheet, plan.firm);
            let dated = (document == "audit_report").then_some(sheet.dated).flatten();
            self.command(&who, FilingCommand::Attach { filing: id.clone(), document, file, dated })?;
        }
        if plan.until < Until::District {
            return Ok(());
        }
        self.submit(number)?;
        self.later(1, Task::Handle(number));
        Ok(())
    }

    /// The papers of a filing, with the names of district, provider and project type as the city's registers have them.
    fn papers(&self, plan: Plan, form: &Application) -> Vec<(String, sheets::Paper)> {
        let city = &self.play.setting().city;
        let district = city.district(Firm::number(plan.firm).district).map_or("", |one| one.names.zh.as_str());
        let provider = city.provider(&form.provider).map_or("", |one| one.names.zh.as_str());
        let project = city.project_type(&form.project_type).map_or("", |one| one.names.zh.as_str());
        sheets::filing(plan, form, &[("所在区县", district), ("服务商", provider), ("项目类型", project)])
    }

    fn submit(&mut self, number: usize) -> Result<(), Stumble> {
        let filing = self.filing_id(number)?;
        let drawn = self.play.filing(&filing)?.revision;
        let owner = firms::owner(self.plan(number)?.firm);
        self.command(&owner, FilingCommand::Submit { filing, drawn })
    }

    /// Puts a sheet into the document store.
    pub(super) fn keep(&mut self, document: &str, sheet: &sheets::Paper, firm: usize) -> File {
        let (bytes, media, ending) = sheet.drawn();
        let name = format!("{}-{document}.{ending}", Firm::number(firm).credit_code());
        self.play.keep(bytes, &name, media)
    }

    /// The owner signs up, registers the firm, and asks a colleague in.
    pub(super) fn arrive(&mut self, firm: usize) -> Result<(), Stumble> {
        let is_there = self.play.world.find_enterprise(&firms::enterprise(firm));
        if matches!(is_there, Ok(Some(_))) {
            return Ok(());
        }
        let (newcomer, owner) = (firms::newcomer(firm), firms::owner(firm));
        let person = self.person(&newcomer, &firms::owner_name(firm), &format!("owner{firm}"))?;
        let sign_up = Command::Account(AccountCommand::SignUp { person });
        self.play.act(&Actor::public(), &firms::sign_up_key(firm), sign_up)?;
        let profile = self.profile(firm)?;
        let credit_code = Firm::number(firm).credit_code();
        let register = Command::Enterprise(EnterpriseCommand::Register { credit_code, profile });
        self.play.act(&newcomer, &firms::register_key(firm), register)?;
        if firms::has_colleague(firm) {
            let colleague = firms::colleague(firm);
            let person = self.person(&colleague, &firms::colleague_name(firm), &format!("colleague{firm}"))?;
            let invite = Command::Account(AccountCommand::InviteColleague { person });
            self.play.act(&owner, &firms::colleague_key(firm), invite)?;
        }
        Ok(())
    }

    fn person(&mut self, actor: &Actor, name: &str, login: &str) -> Result<Person, Stumble> {
        let owner = Key::Account(actor.account.clone()).to_string();
        let name = self.play.seal(&owner, "name", name)?;
        let login = self.play.seal(&owner, "login", &format!("{login}@firms.example"))?;
        Ok(Person { name, login })
    }

    fn profile(&mut self, number: usize) -> Result<Profile, Stumble> {
        let owner = Key::Enterprise(firms::enterprise(number)).to_string();
        let firm = Firm::number(number);
        let phone = format!("024-0000{:04}", number * 37 % 10_000);
        let account = format!("6200 0000 {:04} {:04}", number * 7 % 10_000, number * 131 % 10_000);
        Ok(Profile {
            name: firm.name.to_owned(),
            district: firm.district.to_owned(),
            division: firm.division.to_owned(),
            founded_on: firm.founded_on(),
            contact_name: self.play.seal(&owner, "contact_name", &firms::contact_name(number))?,
            contact_phone: self.play.seal(&owner, "contact_phone", &phone)?,
            contact_mail: self.play.seal(&owner, "contact_mail", &format!("contact{number}@firms.example"))?,
            bank_name: BANKS.get(number % BANKS.len()).copied().unwrap_or_default().to_owned(),
            bank_account: self.play.seal(&owner, "bank_account", &account)?,
        })
    }

    /// The figures of the two years before the service begins.
    fn state_figures(&mut self, plan: Plan) -> Result<(), Stumble> {
        let last = plan.starts_on.year() - 1;
        self.state_figure(plan.firm, last - 1)?;
        self.state_figure(plan.firm, last)
    }

    /// The figures of a year, where they are not stated yet.
    pub(super) fn state_figure(&mut self, firm: usize, year: i16) -> Result<(), Stumble> {
        let is_stated = match self.play.world.find_enterprise(&firms::enterprise(firm)) {
            Ok(Some(enterprise)) => enterprise.figures.contains_key(&year),
            Ok(None) | Err(_) => true,
        };
        let Some(revenue) = Firm::number(firm).revenue(year).filter(|_| !is_stated) else { return Ok(()) };
        let figure = Figure { revenue, report_number: sheets::report_number(firm, year) };
        let command = Command::Enterprise(EnterpriseCommand::SetFigure { year, figure });
        self.act(&firms::owner(firm), command).map(|_| ())
    }

    /// The handler of the district or of the city looks at every paper, attests, and passes, returns or refuses.
    pub(super) fn handle(&mut self, number: usize) -> Result<(), Stumble> {
        let plan = self.plan(number)?;
        let (role, here) = self.at_office(number, Rank::Handle)?;
        if plan.until == here && plan.turn == Turn::On {
            return Ok(());
        }
        let filing = self.filing_id(number)?;
        let handler = self.of_role(role, number, Rank::Handle)?;
        let is_first = self.play.filing(&filing)?.course.as_ref().is_some_and(|it| it.returned_items.is_empty());
        let corrects = plan.turn == Turn::Corrected && here == Until::District && is_first;
        let returns = (plan.until == here && plan.turn == Turn::Returned) || corrects;
        self.look_at_papers(&handler, &filing, returns)?;
        if returns {
            let item = if plan.stream == "city_service" { "business_qualification" } else { "audit_report" };
            let words = "复印件缺少骑缝章，请盖章后重新上传。".to_owned();
            let items = vec![ReturnItem { item: item.to_owned(), words }];
            let drawn = self.play.filing(&filing)?.revision;
            self.command(&handler, FilingCommand::Return { filing, drawn, items, reason: None })?;
            if corrects {
                self.later(2, Task::Correct(number));
            }
            return Ok(());
        }
        let is_refused = plan.until.is_in_office_of(here) && plan.turn == Turn::Refused;
        self.attest(&handler, number, (here, is_refused))?;
        if is_refused {
            let drawn = self.play.filing(&filing)?.revision;
            let (code, words) = if here == Until::District {
                ("NOT_TAX_LOCAL", "税务登记地在外市，可在税务关系迁入后重新备案。")
            } else {
                ("NOT_INDUSTRY", "主营业务资质证明与申报类别不符，可补充证明后重新备案。")
            };
            let (codes, words) = (vec![code.to_owned()], words.to_owned());
            self.command(&handler, FilingCommand::Refuse { filing, drawn, codes, words })?;
            self.later(1, Task::Check(number));
            return Ok(());
        }
        self.pass(number, &handler, "材料齐全，与申请单一致。")?;
        self.later(1, Task::Check(number));
        Ok(())
    }

    /// Every paper is found in order; with `but_one`, one of them is not.
    fn look_at_papers(&mut self, handler: &Actor, filing: &FilingId, but_one: bool) -> Result<(), Stumble> {
        let found = self.play.filing(filing)?;
        let wrong = if found.stream == "city_service" { "business_qualification" } else { "audit_report" };
        let open = |it: &&String| found.papers.get(*it).is_some_and(|paper| paper.finding.is_none());
        let documents: Vec<String> = found.papers.keys().filter(open).cloned().collect();
        for document in documents {
            let is_wrong = but_one && document == wrong;
            let verdict = if is_wrong { Verdict::Incomplete } else { Verdict::InOrder };
            let words = if is_wrong { "缺少骑缝章".to_owned() } else { String::new() };
            self.command(handler, FilingCommand::Find { filing: filing.clone(), document, verdict, words })?;
        }
        Ok(())
    }

    /// Attests what the office is asked to; where the filing will be refused, the fact that is its ground fails.
    fn attest(&mut self, handler: &Actor, number: usize, (here, fails): (Until, bool)) -> Result<(), Stumble> {
        let filing = self.filing_id(number)?;
        let is_district = here == Until::District;
        let known: &[&str] = if is_district { &["reg_local", "tax_local", "legal_person"] } else { &["industry_ok"] };
        let mut facts: BTreeMap<String, Value> =
            known.iter().map(|fact| ((*fact).to_owned(), Value::Bool(true))).collect();
        if fails {
            let ground = if is_district { "tax_local" } else { "industry_ok" };
            facts.insert(ground.to_owned(), Value::Bool(false));
        }
        if is_district {
            facts.insert("founded_on".to_owned(), Value::Date(self.firm(number)?.founded_on()));
        }
        self.command(handler, FilingCommand::Attest { filing, facts })
    }

    /// The reviewer or the signer agrees, unless it stays there.
    pub(super) fn further_rank(&mut self, number: usize, rank: Rank) -> Result<(), Stumble> {
        let plan = self.plan(number)?;
        let (role, here) = self.at_office(number, rank)?;
        if plan.until == here && plan.turn == Turn::Withdrawn {
            let filing = self.filing_id(number)?;
            return self.command(&firms::owner(plan.firm), FilingCommand::Withdraw { filing });
        }
        if plan.until == here {
            return Ok(());
        }
        let officer = self.of_role(role, number, rank)?;
        self.agree(number, &officer)?;
        match (rank, here) {
            (Rank::Handle | Rank::Check, _) => self.later(1, Task::Sign(number)),
            (Rank::Sign, Until::CitySign) if plan.until > Until::ToOpen => self.later(2, Task::Open(number)),
            (Rank::Sign, _) => {}
        }
        Ok(())
    }

    /// The next rank agrees: to pass it, or to refuse it where that is proposed.
    fn agree(&mut self, number: usize, officer: &Actor) -> Result<(), Stumble> {
        let filing = self.filing_id(number)?;
        let state = self.play.filing(&filing)?;
        let drawn = state.revision;
        let Some(Proposal { codes, words }) = state.course.as_ref().and_then(Course::proposal).cloned() else {
            return self.pass(number, officer, "同意。");
        };
        self.command(officer, FilingCommand::Refuse { filing, drawn, codes, words })
    }

    fn pass(&mut self, number: usize, actor: &Actor, opinion: &str) -> Result<(), Stumble> {
        let filing = self.filing_id(number)?;
        let drawn = self.play.filing(&filing)?.revision;
        self.command(actor, FilingCommand::Pass { filing, drawn, opinion: opinion.to_owned() })
    }

    /// The role that holds a filing, and how far it is when a rank of that office is next.
    fn at_office(&self, number: usize, rank: Rank) -> Result<(&'static str, Until), Stumble> {
        let filing = self.filing_id(number)?;
        let step = self.play.filing(&filing)?.course.as_ref().map_or("", |course| course.step.as_str());
        let (role, stages) = match step {
            "district_filing" => ("district_bureau", [Until::District, Until::DistrictCheck, Until::DistrictSign]),
            "data_filing" => ("data_bureau", [Until::City, Until::CityCheck, Until::CitySign]),
            _ => ("commission", [Until::City, Until::CityCheck, Until::CitySign]),
        };
        let [handle, check, sign] = stages;
        let here = match rank {
            Rank::Handle => handle,
            Rank::Check => check,
            Rank::Sign => sign,
        };
        Ok((role, here))
    }

    /// Somebody of the office that holds a role for a filing.
    fn of_role(&self, role: &str, number: usize, rank: Rank) -> Result<Actor, Stumble> {
        let firm = self.firm(number)?;
        self.officer(role, Some(firm.district), (rank, number))
    }

    /// The applicant attaches a better paper and hands the filing in again.
    pub(super) fn correct(&mut self, number: usize) -> Result<(), Stumble> {
        let plan = self.plan(number)?;
        let filing = self.filing_id(number)?;
        let returned: Vec<String> = match self.play.filing(&filing)?.course.as_ref().map(|course| &course.state) {
            Some(CourseState::Returned { items }) => items.iter().map(|item| item.item.clone()).collect(),
            Some(_) | None => Vec::new(),
        };
        let form = self.play.filing(&filing)?.form.clone();
        for (document, sheet) in self.papers(plan, &form) {
            if !returned.contains(&document) {
                continue;
            }
            let file = self.keep(&document, &sheet.stamped(), plan.firm);
            let attach = FilingCommand::Attach { filing: filing.clone(), document, file, dated: sheet.dated };
            self.command(&firms::owner(plan.firm), attach)?;
        }
        self.submit(number)?;
        self.later(1, Task::Handle(number));
        Ok(())
    }

    /// Every district's signer sends what its handler, reviewer and signer have passed.
    pub(super) fn send(&mut self) -> Result<(), Stumble> {
        let mut batches: BTreeMap<String, Vec<FilingId>> = BTreeMap::new();
        let mut signers: BTreeMap<String, Actor> = BTreeMap::new();
        for filing in &self.filings {
            let Some(id) = filing.id.as_ref().filter(|_| filing.plan.until > Until::ToSend) else { continue };
            let state = self.play.filing(id)?;
            let is_there = state.course.as_ref().is_some_and(|course| course.step == "batch");
            if !is_there || state.sent_on.is_some() {
                continue;
            }
            let signer = self.officer("district_bureau", Some(&state.district), (Rank::Sign, 0))?;
            let office = signer.office().map_or_else(String::new, |(office, _)| office.to_owned());
            batches.entry(office.clone()).or_default().push(id.clone());
            signers.insert(office, signer);
        }
        for (office, filings) in batches {
            let signer = signers.get(&office).cloned().ok_or_else(|| self.play.lost(&office))?;
            self.command(&signer, FilingCommand::Send { filings })?;
        }
        Ok(())
    }

    /// The clock closes the intake; those whose money is reserved go to the city.
    pub(super) fn close_intake(&mut self) -> Result<(), Stumble> {
        let mut sent = Vec::new();
        for (number, filing) in self.filings.iter().enumerate() {
            let Some(id) = &filing.id else { continue };
            let state = self.play.filing(id)?;
            let waits = state.course.as_ref().is_some_and(|it| it.step == "batch" && it.state == CourseState::Underway);
            if waits && state.sent_on.is_some() {
                sent.push((number, id.clone()));
            }
        }
        if sent.is_empty() {
            return Ok(());
        }
        let ids = sent.iter().map(|(_, id)| id.clone()).collect();
        let key = format!("demo/intake/{}", self.play.today());
        self.play.act(&Actor::clock(), &key, due::close_intake(&self.programme, ids))?;
        for (number, id) in sent {
            let step = self.play.filing(&id)?.course.as_ref().map_or_else(String::new, |course| course.step.clone());
            match step.as_str() {
                "intake" => self.later(1 + number % 2, Task::Intake(number)),
                "batch" => {}
                _ => self.later(1 + number % 6, Task::Handle(number)),
            }
        }
        Ok(())
    }

    pub(super) fn take_in(&mut self, number: usize) -> Result<(), Stumble> {
        if self.plan(number)?.until == Until::Intake {
            return Ok(());
        }
        let handler = self.officer("commission", None, (Rank::Handle, number))?;
        self.pass(number, &handler, "受理，转市大数据局审核备案。")?;
        self.later(1 + number % 3, Task::Handle(number));
        Ok(())
    }

    pub(super) fn open(&mut self, number: usize) -> Result<(), Stumble> {
        let operator = cast::officer("platform-operator", Rank::Handle, number % 2);
        self.pass(number, &operator, "已开通。")?;
        self.expect_claim(number)
    }
}

/// Banks that everybody knows of.
const BANKS: [&str; 4] = ["示范银行沈阳分行", "示范商业银行铁西支行", "示范农村信用社浑南分社", "示范城市银行大东支行"];
