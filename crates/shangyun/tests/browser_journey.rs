//! One subsidy in a real browser, from a newcomer's first click to the receipt of the payment, as ten roles: the
//! enterprise, its provider, the district, the commission, the operator, the data bureau, experts, the city's finance
//! bureau, the district's, and the public. Every screen on the way is photographed at phone and desktop width.

mod support;

use domain::act::Actor;
use domain::credit_code::CreditCode;
use policy::plan::words::Rank;
use shangyun::demo::cast;
use shangyun::demo::papers::{Sheet, pdf};
use std::path::PathBuf;
use support::browser::Browser;
use support::demo::{Demo, Storage};
use support::folder::Folder;
use support::look::Width;

const FIRM: &str = "沈阳新程机床有限公司";
const PAID: &str = "123456.78";
const AWARD: &str = "61,728.39";

#[test]
fn one_subsidy_is_carried_from_the_first_click_to_the_money_on_sqlite() {
    Journey::start(Storage::Sqlite, "journey").walk();
}

#[test]
fn one_subsidy_is_carried_from_the_first_click_to_the_money_on_postgres() {
    Journey::start(Storage::Postgres, "journey-pg").walk();
}

/// A demo city, a window onto it, and the case that is carried through.
struct Journey {
    demo: Demo,
    browser: Browser,
    papers: Folder,
    name: &'static str,
    shots: usize,
    filing: String,
    claim: String,
    round: String,
}

impl Journey {
    fn start(storage: Storage, name: &'static str) -> Self {
        Self {
            demo: Demo::start(storage),
            browser: Browser::start(),
            papers: Folder::new("papers"),
            name,
            shots: 0,
            filing: String::new(),
            claim: String::new(),
            round: String::new(),
        }
    }

    fn walk(mut self) {
        let owner = self.registers();
        self.files();
        self.passes_the_district();
        self.passes_the_city();
        self.sends_the_roster();
        self.confirms(&owner);
        self.is_checked();
        self.comes_into_a_round();
        self.is_scored();
        self.stands_in_the_notice();
        self.is_planned_and_signed();
        self.is_approved_and_allotted();
        self.is_paid(&owner);
        self.is_disclosed();
    }

    /// Photographs the page in front, as a phone and as a desktop show it.
    fn look(&mut self, page: &str) {
        self.shots += 1;
        let name = format!("{}-{:02}-{page}", self.name, self.shots);
        for width in [Width::Phone, Width::Desktop] {
            self.browser.set_width(width);
            self.browser.shot(&name);
        }
    }

    fn open(&self, path: &str) {
        self.browser.goto(&self.demo.url(path));
    }

    /// Comes in as somebody, as the demo's page lets one.
    fn be(&self, actor: &Actor) {
        self.be_account(actor.account.as_str());
    }

    fn be_account(&self, account: &str) {
        self.open("/demo");
        let press = format!("document.querySelector('form[action=\"/demo/be/{account}\"]').requestSubmit()");
        self.browser.script(&press, vec![]);
        self.browser.see("的工作台");
    }

    fn officer(&self, office: &str, rank: Rank) {
        self.be(&cast::officer(office, rank, 0));
    }

    fn moves(&self, by: &str) {
        self.open("/demo");
        self.browser.click_button(by);
        self.browser.see("往前拨时办了什么");
    }

    /// A paper with its name on it, as a file to give away.
    fn paper(&self, title: &str) -> PathBuf {
        let file = self.papers.path().join(format!("{title}.pdf"));
        std::fs::write(&file, pdf(&Sheet::new(title).line("单位", FIRM))).expect("a paper can be written");
        file
    }

    fn upload(&self, label: &str, title: &str, button: &str) {
        self.browser.upload(label, &self.paper(title));
        self.browser.click_button(button);
    }

    /// The last part of the address in front: the id of the case that was opened.
    fn id_in_front(&self, after: &str) -> String {
        let path = self.browser.path();
        let rest = path.strip_prefix(after).unwrap_or_else(|| unreachable!("{path}"));
        rest.split(['/', '?']).next().unwrap_or_default().to_owned()
    }

    /// A newcomer looks at what the programme offers, and registers the enterprise.
    fn registers(&mut self) -> String {
        self.open("/");
        self.browser.see("每一笔金额都注明依据");
        self.look("home");
        self.open("/demo");
        self.look("stage");
        self.browser.click_button("以新人身份进入");
        self.browser.see("登记贵单位");
        self.look("newcomer-desk");
        self.browser.click_link("办理第一件");
        let code = CreditCode::with_checks("91210106MA0JRN01").expect("a code").to_string();
        for (label, value) in [
            ("统一社会信用代码", format!("{}{}", &code[..17], if code.ends_with('0') { '1' } else { '0' }).as_str()),
            ("单位名称", FIRM),
            ("行业大类", "通用设备"),
            ("成立日期", "2010-05-06"),
            ("联系人姓名", "王芳"),
            ("联系电话", "024-23456789"),
            ("电子邮箱", "wang@example.com"),
            ("开户银行", "示例银行沈阳铁西支行"),
            ("银行账号", "6222 0200 0001 2345"),
        ] {
            self.browser.fill(label, value);
        }
        self.browser.select("登记地所在区县", "铁西区");
        self.browser.click_button("登记");
        self.browser.see("第 18 位校验码");
        self.look("register-wrong");
        assert_eq!(self.browser.value("单位名称"), FIRM, "what was typed is still there");
        self.browser.fill("统一社会信用代码", &code);
        self.browser.click_button("登记");
        self.browser.see("登记完成");
        self.look("enterprise");
        self.browser.click_link("填写或更正年度营业收入");
        self.browser.select("年度", "2018");
        self.browser.fill("营业收入", "5000万");
        self.browser.fill("审计报告或决算文号", "沈会审字〔2019〕第0001号");
        self.look("figures");
        self.browser.click_button("保存");
        self.browser.see("50,000,000.00");
        self.own_account()
    }

    /// The account that is in, as the demo's page lists it.
    fn own_account(&self) -> String {
        self.open("/demo");
        let find = format!(
            "return [...document.querySelectorAll('tr')].find(row => row.innerText.includes('{FIRM}'))\
             ?.querySelector('form').getAttribute('action')"
        );
        let action = self.browser.script(&find, vec![]);
        action.as_str().and_then(|action| action.strip_prefix("/demo/be/")).expect("the newcomer is listed").to_owned()
    }

    fn files(&mut self) {
        self.open("/filings/new");
        self.look("filing-new");
        self.browser.click_near("三(三)1", "开始填写");
        self.browser.see("还有 9 项没有完成");
        self.look("filing-tasks");
        self.filing = self.id_in_front("/filings/");
        self.browser.click_link("继续");
        self.browser.fill("用途", "机床联网与远程运维");
        self.browser.tick("平台即服务");
        self.look("filing-use");
        self.browser.click_button("保存并继续");
        self.browser.tick("设备联网与运维云");
        self.browser.tick("浑河云计算");
        self.look("filing-project");
        self.browser.click_button("保存并继续");
        self.browser.fill("预计每年支付额", "200万");
        self.browser.fill("计划开始使用的日期", "2019-03-04");
        self.look("filing-plan");
        self.browser.click_button("保存并继续");
        for question in ["主营业务是否符合产业方向", "注册地是否在本市", "是否独立法人", "税务登记地是否在本市"]
        {
            self.browser.choose(question, "是");
        }
        self.look("filing-answers");
        self.browser.click_button("保存并继续");
        self.browser.see("还有 5 项没有完成");
        self.browser.click_link("继续");
        // A licence that carries the credit code stands in for the tax registration.
        for title in ["服务申请单", "营业执照", "资质证明", "审计报告"] {
            self.browser.see(title);
            self.look("filing-upload");
            if title == "审计报告" {
                self.browser.fill("材料日期", "2019-02-20");
            }
            self.upload("扫描件或照片", title, "上传并继续");
        }
        self.browser.see("各项都已完成");
        self.browser.click_link("核对并提交");
        self.browser.see("1,000,000.00 元");
        self.browser.tick("本单位承诺");
        self.look("filing-submit");
        self.browser.click_button("提交");
        self.browser.see("查询码");
        self.look("filing-receipt");
    }

    /// Checks what is not yet checked, and passes the case in front as the officer that is in.
    fn passes(&mut self, part: &str, case: &str, page: &str) {
        self.open(&format!("/{part}/{case}/review"));
        if self.browser.has("button", "其余全部齐备") {
            self.browser.click_button("其余全部齐备");
        }
        self.look(page);
        self.browser.click_button("通过，打开下一件");
        self.browser.see("上一件已办理");
    }

    fn passes_the_district(&mut self) {
        let filing = self.filing.clone();
        self.officer("bureau-210106", Rank::Handle);
        self.look("district-desk");
        self.open("/queue");
        self.browser.see(FIRM);
        self.look("district-queue");
        for (rank, page) in
            [(Rank::Handle, "district-handle"), (Rank::Check, "district-check"), (Rank::Sign, "district-sign")]
        {
            self.officer("bureau-210106", rank);
            self.passes("filings", &filing, page);
        }
        self.open("/intake");
        self.browser.see(FIRM);
        self.look("district-intake");
        self.browser.click_button("报送全部");
        self.browser.see("已报送 1 件");
        self.moves("下一次月度受理之后");
    }

    fn passes_the_city(&mut self) {
        let filing = self.filing.clone();
        for (rank, page) in [(Rank::Handle, "city-handle"), (Rank::Check, "city-check"), (Rank::Sign, "city-sign")] {
            self.officer("commission", rank);
            self.passes("filings", &filing, page);
        }
        self.officer("platform-operator", Rank::Handle);
        self.passes("filings", &filing, "operator");
    }

    fn sends_the_roster(&mut self) {
        self.be(&cast::provider("hunhe-cloud", 0));
        self.look("provider-desk");
        self.browser.click_link("报送上云名单");
        self.browser.tick(FIRM);
        self.look("roster-choose");
        self.browser.click_button("保存并继续");
        self.look("roster-certificate");
        self.upload("开通凭证", "开通凭证", "保存并继续");
        self.browser.see("须盖章");
        self.look("roster-letter");
        self.upload("真实性承诺函", "真实性承诺函", "保存并继续");
        self.browser.tick("本服务商承诺");
        self.look("roster-check");
        self.browser.click_button("报送名单");
        self.browser.see("2019-000");
        self.look("roster");
    }

    fn confirms(&mut self, owner: &str) {
        self.be_account(owner);
        self.look("enterprise-desk");
        self.browser.click_link("办理第一件");
        self.browser.see("还有 5 项没有完成");
        self.claim = self.id_in_front("/claims/");
        self.look("claim-tasks");
        for (list, fields, question) in [
            ("contract_line", &[("合同编号", "HT-2019-01"), ("行号", "1"), ("金额", PAID)][..], "云资源"),
            ("payment", &[("流水号", "20190304000001"), ("金额", PAID), ("已退", "0"), ("未用", "0")], "本户支付"),
            ("invoice_line", &[("发票号码", "20190001"), ("行号", "1"), ("金额", PAID), ("计入额", PAID)], "云资源"),
        ] {
            self.open(&format!("/claims/{}/lists/{list}/add", self.claim));
            for (label, value) in fields {
                self.browser.fill(label, value);
            }
            self.browser.fill("服务起", "2019-03-04");
            self.browser.fill("服务止", "2020-03-03");
            self.browser.choose(question, "是");
            self.browser.upload("这一行的扫描件", &self.paper(list));
            self.look(&format!("claim-{list}"));
            self.browser.click_button("保存");
            self.browser.see("添加一行");
        }
        self.open(&format!("/claims/{}/upload/audit_report", self.claim));
        self.look("claim-upload");
        self.browser.click_button("使用这份文件");
        self.browser.click_link("继续");
        self.browser.see("打印承诺函");
        self.upload("扫描件或照片", "真实性承诺函", "上传并继续");
        self.browser.see("各项都已完成");
        self.browser.click_link("核对并确认");
        self.browser.see(AWARD);
        self.browser.tick("本单位承诺");
        self.look("claim-confirm");
        self.browser.click_button("确认申报");
        self.browser.see("查询码");
        self.look("claim-receipt");
    }

    fn is_checked(&mut self) {
        let claim = self.claim.clone();
        self.officer("commission", Rank::Handle);
        self.look("commission-desk");
        for (rank, page) in [(Rank::Handle, "claim-handle"), (Rank::Check, "claim-check")] {
            self.officer("commission", rank);
            self.passes("claims", &claim, page);
        }
        self.open(&format!("/claims/{claim}"));
        self.browser.see(AWARD);
        self.look("claim");
    }

    fn comes_into_a_round(&mut self) {
        self.officer("commission", Rank::Handle);
        self.open("/rounds/new");
        self.browser.see(FIRM);
        let tick = format!("document.querySelector('input[name=\"row.{}\"]').click()", self.claim);
        self.browser.script(&tick, vec![]);
        self.look("round-new");
        self.browser.click_button("形成批次");
        self.browser.see("基本情况");
        self.round = self.id_in_front("/rounds/");
        self.look("round");
        self.open(&self.of_round("/review"));
        self.browser.click_button("抽取专家");
        self.browser.see("抽取种子");
        self.browser.click_button("确定例外并抽样");
        self.browser.see("的评分（未封存）");
        self.look("round-review");
    }

    fn of_round(&self, page: &str) -> String {
        format!("/rounds/{}{page}", self.round)
    }

    fn is_scored(&mut self) {
        let find = "return [...document.querySelectorAll('a[href*=\"/review/experts/\"]')]\
                    .map(link => link.getAttribute('href').split('/').pop())";
        let experts: Vec<String> =
            serde_json::from_value(self.browser.script(find, vec![])).expect("the experts of the panel");
        assert_eq!(experts.len(), 5);
        for (place, expert) in experts.iter().enumerate() {
            self.be(&cast::expert(expert));
            self.look_once(place, "expert-desk");
            self.open(&self.of_round(""));
            self.browser.tick("我已如实声明");
            self.look_once(place, "expert-interests");
            self.browser.click_button("提交声明");
            self.browser.click_link("评下一件");
            self.browser.fill("分数", "88");
            self.browser.fill("理由", "合同、发票、付款互相对得上，可行。");
            self.look_once(place, "expert-score");
            self.browser.click_button("保存");
            self.browser.click_button("封存评分");
            self.browser.see("已封存");
        }
        for (place, expert) in experts.iter().enumerate() {
            self.be(&cast::expert(expert));
            self.open(&self.of_round(""));
            self.browser.fill("评审意见", "同意通过。");
            self.look_once(place, "expert-opinion");
            self.browser.click_button("签署意见");
            self.browser.see("已签署");
        }
        self.both("/review", ("专家意见已齐", "通过评审"), "round-review-pass");
    }

    fn look_once(&mut self, place: usize, page: &str) {
        if place == 0 {
            self.look(page);
        }
    }

    /// Both bureaus' signers are told what to do on a page of the round, and press its button.
    fn both(&mut self, page: &str, (todo, button): (&str, &str), shot: &str) {
        for (place, office) in ["commission", "data-bureau"].into_iter().enumerate() {
            self.officer(office, Rank::Sign);
            self.open(&self.of_round(page));
            self.browser.see(todo);
            self.press(page, button, if place == 0 { shot } else { "" });
        }
    }

    /// Presses the button of a page of the round; it is gone then.
    fn press(&mut self, page: &str, button: &str, shot: &str) {
        self.open(&self.of_round(page));
        if !shot.is_empty() {
            self.look(shot);
        }
        self.browser.click_button(button);
        self.browser.wait_until_gone("button", button);
    }

    fn stands_in_the_notice(&mut self) {
        self.officer("commission", Rank::Handle);
        self.press("/notice", "发布公示", "notice");
        for _ in 0..6 {
            self.moves("下一个工作日");
        }
        self.both("/notice", ("公示期已满", "通过公示环节"), "notice-over");
        self.officer("data-bureau", Rank::Sign);
        self.press("/handover", "移交并签署", "handover");
    }

    fn is_planned_and_signed(&mut self) {
        self.officer("commission", Rank::Handle);
        self.press("/plan", "定稿", "plan");
        self.officer("commission", Rank::Sign);
        self.press("/plan", "同意，送下一步", "plan-frozen");
        for office in ["commission", "finance-bureau"] {
            self.officer(office, Rank::Sign);
            self.press("/plan", "签署资金使用计划", office);
        }
    }

    fn is_approved_and_allotted(&mut self) {
        self.officer("commission", Rank::Handle);
        self.open(&self.of_round("/plan"));
        self.browser.fill("文号", "沈政办复〔2019〕99号");
        self.browser.fill("文件日期", "2019-03-14");
        self.look("approval");
        self.upload("扫描件", "市政府批复", "登记批准文件");
        self.browser.see("待另一人确认");
        self.officer("commission", Rank::Check);
        self.press("/plan", "确认批准文件", "approval-confirm");
        self.officer("finance-bureau", Rank::Sign);
        self.press("/plan", "下达各区县", "allot");
    }

    fn is_paid(&mut self, owner: &str) {
        self.officer("finance-210106", Rank::Handle);
        self.open(&self.of_round("/payments"));
        self.browser.fill(&format!("{FIRM}：回单号"), "20190314000001");
        self.browser.fill(&format!("{FIRM}：支付日期"), "2019-03-14");
        self.look("payments");
        self.browser.click_button("登记支付");
        self.browser.see("已支付");
        for office in ["finance-210106", "finance-bureau"] {
            self.officer(office, Rank::Check);
            self.press("/reconcile", "确认账目", office);
        }
        self.browser.see("已办结");
        self.be_account(owner);
        self.browser.see(&format!("{AWARD} 元"));
        self.browser.see("回单号 20190314000001");
        self.look("enterprise-paid");
        self.open("/inbox");
        self.browser.see("已付到贵单位登记的账户");
        self.look("inbox");
    }

    /// The public reads what was paid, and to whom.
    fn is_disclosed(&mut self) {
        self.browser.click_button("企业账户负责人");
        self.browser.click_button("退出登录");
        self.browser.see("登录");
        self.open("/disclosure");
        self.browser.see(FIRM);
        self.browser.see(AWARD);
        self.look("disclosure");
        self.open(&format!("/disclosure/{}", self.round));
        self.browser.see(FIRM);
        self.look("disclosure-round");
    }
}
