//! The enterprise's side through its pages: from a newcomer to a confirmed claim of the second year, with everything
//! that goes wrong on the way.

mod support;

use axum::http::StatusCode;
use domain::account::{AccountCommand, Person};
use domain::act::{Actor, Seat};
use domain::claim::ClaimCommand;
use domain::command::Command;
use domain::course::{CourseState, ReturnItem};
use domain::filing::FilingCommand;
use domain::ids::{ClaimId, FilingId};
use domain::world::{Aggregate, Key};
use jiff::civil::date;
use policy::plan::words::Rank;
use support::people::Firm;
use support::reader::{Page, Pages, Reader};
use support::town::{Place, Town};
use support::ways::{Wish, yuan};

const PDF: (&str, &[u8]) = ("扫描件.pdf", b"%PDF-1.4\n% a paper\n%%EOF\n");

const PROFILE: [(&str, &str); 10] = [
    ("credit_code", "91210106MA0DEM0114"),
    ("name", "沈阳示例机床有限公司"),
    ("district", "210106"),
    ("division", "通用设备"),
    ("founded_on", "2010-05-06"),
    ("contact_name", "王芳"),
    ("contact_phone", "024-2345 6789"),
    ("contact_mail", "wang@example.com"),
    ("bank_name", "示例银行沈阳铁西支行"),
    ("bank_account", "6222 0200 0001 2345"),
];

async fn town() -> Town {
    let town = Town::open(Place::Memory, date(2019, 1, 3)).await;
    town.found(&[(2019, "industrial", yuan(10_000_000)), (2020, "industrial", yuan(10_000_000))]).await;
    town
}

/// Somebody who has just signed up.
async fn newcomer(town: &Town) -> Actor {
    let (name, one) = town.seal("account/new", "name", "王芳");
    let (login, other) = town.seal("account/new", "login", "wang@example.com");
    let sign_up = Command::Account(AccountCommand::SignUp { person: Person { name, login } });
    let answer = town.must_with(&Actor::public(), sign_up, vec![one, other]).await;
    let Key::Account(account) = answer.show else { unreachable!("{:?}", answer.show) };
    Actor { account, seat: Seat::Newcomer }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_registers_files_and_gets_a_receipt() {
    let town = town().await;
    let pages = Pages::of(&town);
    let reader = pages.reader(&newcomer(&town).await).await;
    let early = reader.open("/filings/new").await;
    assert!(early.status == StatusCode::FORBIDDEN && early.says("先登记贵单位"), "a newcomer is told what comes first");
    registers(&reader).await;
    let figures = [("year", "2018"), ("revenue", "5000万"), ("report_number", "审字1号")];
    reader.fill("/enterprise/figures", "/enterprise/figures", &figures).await.leads_to("/enterprise");
    let offers = reader.open("/filings/new").await;
    assert!(offers.says("三(三)1") && offers.says("不能报这一类"), "the software stream is closed to a machine maker");
    let wanted = reader.open("/filings/new?stream=city_service").await;
    assert!(wanted.body.find("三(三)3") < wanted.body.find("三(三)1"), "the stream that was asked for stands first");
    let begun = reader.send(&offers, "/filings/new", &[("stream", "industrial")]).await;
    let case = begun.location.trim_end_matches("/tasks").to_owned();
    fills_in(&reader, &case).await;
    attaches(&reader, &case).await;
    let submit = format!("{case}/submit");
    reader.fill(&submit, &submit, &[]).await.is_wrong("真实性承诺");
    let checked = reader.open(&submit).await;
    assert!(checked.says("60,000.00 元"), "half of the estimate is expected");
    reader.send(&checked, &submit, &[("promise", "on")]).await.leads_to(&format!("{case}/receipt"));
    reader.send(&checked, &submit, &[("promise", "on")]).await.leads_to(&format!("{case}/receipt"));
    let receipt = reader.open(&format!("{case}/receipt")).await;
    assert!(receipt.says("2019-000001") && receipt.says("2019年1月7日"), "number, and the day the intake closes");
    reader.open(&format!("{case}/tasks")).await.leads_to(&case);
    let late = reader.send(&checked, &submit, &[("promise", "on"), ("_key", "00000000000000000000000000000000")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "an old form does nothing");
    town.assert_clean().await;
}

async fn registers(reader: &Reader<'_>) {
    let mut wrong = PROFILE;
    wrong[0].1 = "91210106MA0DEM0115";
    let page = reader.fill("/enterprise", "/enterprise", &wrong).await;
    page.is_wrong("第 18 位校验码");
    assert!(page.says("沈阳示例机床有限公司") && page.says("6222 0200 0001 2345"), "what was typed is still there");
    let mut right = PROFILE;
    let code = domain::credit_code::CreditCode::with_checks("91210106MA0DEM01").expect("a code");
    right[0].1 = code.as_str();
    reader.send(&page, "/enterprise", &right).await.leads_to("/enterprise?registered=1");
    let entry = reader.open("/enterprise").await;
    assert!(entry.says("•••• 2345") && !entry.says("62220200"), "the account is hidden but for its end");
}

async fn fills_in(reader: &Reader<'_>, case: &str) {
    let topic = |code: &str| format!("{case}/form/{code}");
    let half = [("purpose", "排产上云"), ("then", "save")];
    reader.fill(&topic("use"), &topic("use"), &half).await.leads_to(&topic("use"));
    assert!(reader.open(&topic("use")).await.says("已保存 09:00"));
    reader.fill(&topic("use"), &topic("use"), &[("purpose", "排产上云")]).await.is_wrong("服务模式");
    let whole = [("purpose", "排产上云"), ("service_model", "saas")];
    reader.fill(&topic("use"), &topic("use"), &whole).await.leads_to(&topic("project"));
    let project = [("project_type", "design-simulation"), ("provider", "hunhe-cloud")];
    reader.fill(&topic("project"), &topic("project"), &project).await.leads_to(&topic("plan"));
    let early = [("estimate", "12万"), ("starts_on", "2018-09-16")];
    reader.fill(&topic("plan"), &topic("plan"), &early).await.is_wrong("附");
    let plan = [("estimate", "12万"), ("starts_on", "2019-04-01")];
    reader.fill(&topic("plan"), &topic("plan"), &plan).await.leads_to(&topic("answers"));
    let abroad = [("industry_ok", "yes"), ("reg_local", "no"), ("legal_person", "yes"), ("tax_local", "yes")];
    reader.fill(&topic("answers"), &topic("answers"), &abroad).await.leads_to(&format!("{case}/tasks"));
    let tasks = reader.open(&format!("{case}/tasks")).await;
    assert!(tasks.says("注册地不在本市") && tasks.says("三(一)"), "the ground stands there with its clause");
    let here = abroad.map(|(name, _)| (name, "yes"));
    reader.fill(&topic("answers"), &topic("answers"), &here).await.leads_to(&format!("{case}/tasks"));
}

async fn attaches(reader: &Reader<'_>, case: &str) {
    let upload = |document: &str| format!("{case}/upload/{document}");
    let audit = upload("audit_report");
    let page = reader.open(&audit).await;
    for (file, says) in [
        (("空.pdf", &b""[..]), "是空的"),
        (("假.pdf", b"this is no pdf"), "格式不符"),
        (("表.xlsx", b"PK\x03\x04"), "格式不符"),
    ] {
        let refused = reader.upload(&page, &audit, &[("dated", "2018-12-31")], Some(file)).await;
        refused.is_wrong(says);
        assert!(refused.says("2018-12-31"), "the date stays");
    }
    let big: Vec<u8> = PDF.1.iter().copied().chain(std::iter::repeat_n(b'0', 21 << 20)).collect();
    reader.upload(&page, &audit, &[("dated", "2018-12-31")], Some(("大.pdf", &big))).await.is_wrong("20 MB");
    reader.upload(&page, &audit, &[("dated", "2019-01-04")], Some(PDF)).await.is_wrong("不能晚于今天");
    reader.upload(&page, &audit, &[("dated", "2018-12-31")], Some(PDF)).await.leads_to(&upload("service_application"));
    let blocked = reader.open(&format!("{case}/submit")).await;
    assert!(blocked.says("还缺以下内容") && !blocked.says("name=\"promise\""), "it cannot be handed in yet");
    for document in ["service_application", "business_licence", "business_qualification"] {
        let page = reader.open(&upload(document)).await;
        assert_eq!(reader.upload(&page, &upload(document), &[], Some(PDF)).await.status, StatusCode::SEE_OTHER);
    }
    let tasks = reader.open(&format!("{case}/tasks")).await;
    assert!(tasks.says("由《营业执照》代替"), "the merged licence stands in for the tax registration");
}

/// An enterprise whose filing is handed in, with its owner.
async fn filed(town: &Town) -> (Actor, FilingId) {
    town.files(&Firm::numbered(1), &Wish::industrial(yuan(120_000), date(2019, 1, 3))).await
}

/// A colleague of an owner.
async fn colleague(town: &Town, owner: &Actor) -> Actor {
    let (name, one) = town.seal("account/lei", "name", "李雷");
    let (login, other) = town.seal("account/lei", "login", "13900000001");
    let invite = Command::Account(AccountCommand::InviteColleague { person: Person { name, login } });
    let answer = town.must_with(owner, invite, vec![one, other]).await;
    let Key::Account(account) = answer.show else { unreachable!("{:?}", answer.show) };
    let enterprise = owner.enterprise().expect("an owner").clone();
    Actor { account, seat: Seat::Enterprise { enterprise, owner: false } }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_is_corrected_item_by_item_and_two_people_never_overwrite_each_other() {
    let town = town().await;
    let pages = Pages::of(&town);
    let (owner, filing) = filed(&town).await;
    let item = |item: &str, words: &str| ReturnItem { item: item.to_owned(), words: words.to_owned() };
    let items = vec![item("audit_report", "缺第 3 页"), item("purpose", "请写明用于哪个车间")];
    let handler = town.officer("bureau-210106", Rank::Handle, 1).await;
    let drawn = town.filing(&filing).await.revision;
    let send_back = FilingCommand::Return { filing: filing.clone(), drawn, items, reason: None };
    town.must(&handler, Command::Filing(send_back)).await;

    let (reader, other) = (pages.reader(&owner).await, pages.reader(&colleague(&town, &owner).await).await);
    let case = format!("/filings/{filing}");
    let tasks = reader.open(&format!("{case}/tasks")).await;
    assert!(tasks.says("缺第 3 页") && tasks.says("请写明用于哪个车间") && tasks.says("需修改"));
    let topic = format!("{case}/form/use");
    let (mine, theirs) = (reader.open(&topic).await, other.open(&topic).await);
    assert!(mine.says("请写明用于哪个车间"));
    let form = |purpose| [("purpose", purpose), ("service_model", "saas"), ("then", "save")];
    other.send(&theirs, &topic, &form("用于一车间")).await.leads_to(&topic);
    let stale = reader.send(&mine, &topic, &form("用于二车间")).await;
    stale.is_wrong("李雷");
    assert!(stale.says("用于一车间") && stale.says("用于二车间"), "both are there: what is stored and what was typed");
    reader.send(&stale, &topic, &form("用于一、二车间")).await.leads_to(&topic);
    reader.send(&mine, &topic, &form("用于二车间")).await.leads_to(&topic);
    assert_eq!(town.filing(&filing).await.form.purpose, "用于二车间", "going back and saving again is no surprise");

    let upload = format!("{case}/upload/audit_report");
    let page = other.open(&upload).await;
    assert!(page.says("缺第 3 页"));
    let again: (&str, &[u8]) = ("全.pdf", b"%PDF-1.4\n% whole\n%%EOF\n");
    other.upload(&page, &upload, &[("dated", "2018-12-31")], Some(again)).await.leads_to(&format!("{case}/tasks"));
    assert!(!reader.open(&format!("{case}/tasks")).await.says("需修改"), "everything was touched");

    let submit = format!("{case}/submit");
    let page = other.open(&submit).await;
    assert!(page.says("账户负责人办理") && !page.says("name=\"promise\""), "a colleague prepares, the owner submits");
    let answers = format!("{case}/form/answers");
    let yes = ["industry_ok", "reg_local", "legal_person", "tax_local"].map(|name| (name, "yes"));
    other.fill(&answers, &answers, &yes).await.leads_to(&format!("{case}/tasks"));
    reader.fill(&submit, &submit, &[("promise", "on")]).await.leads_to(&format!("{case}/receipt"));
    assert_eq!(town.filing(&filing).await.course.expect("a course").state, CourseState::Underway);
    town.assert_clean().await;
}

/// A claim of a contract year that waits for its enterprise.
async fn claim_of(town: &Town, filing: &FilingId, from: jiff::civil::Date) -> ClaimId {
    let provider = town.filing(filing).await.form.provider;
    let roster = town.roster(&provider, filing, from).await;
    town.must(&town.provider(&provider).await, Command::Claim(roster)).await;
    let Some(Aggregate::Unique(hold)) = town.state(Key::Unique(format!("claim/{filing}/{from}"))).await else {
        unreachable!("the roster opened no claim");
    };
    ClaimId::new(hold.holder.strip_prefix("claim:").expect("held by a claim"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_filled_in_confirmed_and_asks_only_for_changes_the_year_after() {
    let town = town().await;
    let pages = Pages::of(&town);
    let (owner, filing) = opened(&town).await;
    let reader = pages.reader(&owner).await;
    town.clock.move_to(date(2020, 2, 10));
    let first = claim_of(&town, &filing, date(2019, 1, 3)).await;
    let case = format!("/claims/{first}");
    types_in(&reader, &case, ("2019-01-03", "2020-01-02"), "2019").await;
    corrects_a_row(&reader, &case).await;
    for document in ["audit_report", "truthfulness_letter"] {
        let upload = format!("{case}/upload/{document}");
        let page = reader.open(&upload).await;
        let dated = if document == "audit_report" { vec![("dated", "2019-04-01")] } else { vec![] };
        reader.upload(&page, &upload, &dated, Some(PDF)).await.leads_to(&format!("{case}/tasks"));
    }
    let tasks = reader.open(&format!("{case}/tasks")).await;
    assert!(tasks.says("50,000.00 元") && tasks.says("三(三)1"), "half of the lowest of the three, with its clause");
    let confirm = format!("{case}/confirm");
    reader.fill(&confirm, &confirm, &[("promise", "on")]).await.leads_to(&format!("{case}/receipt"));
    assert!(reader.open(&format!("{case}/receipt")).await.says("2019-000001-2019"));
    town.decided_claim(&first).await;
    assert_eq!(town.claim(&first).await.award(), yuan(50_000));

    town.clock.move_to(date(2021, 2, 10));
    let second = claim_of(&town, &filing, date(2020, 1, 3)).await;
    second_year(&town, &reader, &format!("/claims/{second}")).await;
    town.assert_clean().await;
}

/// The year after: only what has changed is asked, and what stands comes over at one press.
async fn second_year(town: &Town, reader: &Reader<'_>, case: &str) {
    let tasks = reader.open(&format!("{case}/tasks")).await;
    assert!(tasks.says("和去年相比有什么变化") && tasks.says("2019 年营业收入"), "changes, and the new figure");
    assert!(!tasks.says("申报条件"), "what the filing answered is not asked again");
    let changes = format!("{case}/changes");
    let page = reader.open(&changes).await;
    assert!(page.says("•••• 3333") && page.says("铁西区") && page.says("1 行"), "what stands, and what comes over");
    reader.send(&page, &changes, &[]).await.leads_to(&format!("{case}/tasks"));
    reader.send(&page, &changes, &[]).await.leads_to(&format!("{case}/tasks"));
    let list = reader.open(&format!("{case}/lists/contract_line")).await;
    assert!(list.says("HT-1") && !list.says("带入去年的"), "the line came over once");
    let figures = format!("/enterprise/figures?year=2019&next={case}/tasks");
    let typed = [("year", "2019"), ("revenue", "5亿"), ("report_number", "审字2号")];
    reader.fill(&figures, "/enterprise/figures", &typed).await.leads_to(&format!("{case}/tasks"));
    let id = ClaimId::new(case.trim_start_matches("/claims/"));
    assert_eq!(town.claim(&id).await.records["contract_line"].len(), 1);
    let withdraw = format!("{case}/withdraw");
    reader.fill(&withdraw, &withdraw, &[("act", "withdraw")]).await.leads_to(case);
    assert_eq!(town.claim(&id).await.course.state, CourseState::Withdrawn);
}

/// A filing of the town whose service is open.
async fn opened(town: &Town) -> (Actor, FilingId) {
    let wish = Wish::industrial(yuan(120_000), date(2019, 1, 3));
    let (owner, filing) = town.sent_filing(&Firm::numbered(1), &wish).await;
    town.clock.move_to(date(2019, 1, 7));
    town.close_intake(std::slice::from_ref(&filing)).await;
    town.opened_filing(&filing).await;
    (owner, filing)
}

/// Types one row into each list, each with its paper.
async fn types_in(reader: &Reader<'_>, case: &str, (from, to): (&str, &str), year: &str) {
    let payment = format!("FK-{year}");
    let dates = [("starts", from), ("ends", to)];
    let contract = [("contract_no", "HT-1"), ("line_no", "1"), ("amount", "15万"), ("cloud", "yes")];
    let paid =
        [("payment_no", payment.as_str()), ("amount", "10万"), ("refunded", "0"), ("unused", "0"), ("own", "yes")];
    let invoiced = [("invoice_no", "F1"), ("line_no", "1"), ("amount", "11万"), ("counted", "11万"), ("cloud", "yes")];
    for (list, row) in [("contract_line", &contract[..]), ("payment", &paid[..]), ("invoice_line", &invoiced[..])] {
        let (page, add) = (format!("{case}/lists/{list}"), format!("{case}/lists/{list}/add"));
        let row: Vec<(&str, &str)> = row.iter().chain(&dates).copied().collect();
        let open = reader.open(&add).await;
        let wrong: (&str, &[u8]) = ("票.doc", b"anything");
        let refused = reader.upload(&open, &add, &row, Some(wrong)).await;
        refused.is_wrong("格式不符");
        assert!(refused.says(row[0].1), "what was typed stays beside a wrong file");
        reader.upload(&open, &add, &row, Some(PDF)).await.leads_to(&page);
        reader.upload(&open, &add, &row, Some(PDF)).await.leads_to(&page);
    }
}

/// A mistyped row is changed where it stands; a page drawn before that changes and removes nothing.
async fn corrects_a_row(reader: &Reader<'_>, case: &str) {
    let (list, row) = (format!("{case}/lists/contract_line"), format!("{case}/lists/contract_line/0"));
    let before: Page = reader.open(&list).await;
    let open = reader.open(&row).await;
    assert!(open.says("150,000.00"), "the row stands in its fields");
    let typed = [
        ("contract_no", "HT-1"),
        ("line_no", "1"),
        ("amount", "12万"),
        ("cloud", "yes"),
        ("starts", "2019-01-03"),
        ("ends", "2020-01-02"),
    ];
    reader.upload(&open, &row, &typed, None).await.leads_to(&list);
    let mut other = typed;
    other[2].1 = "13万";
    reader.upload(&open, &row, &other, None).await.is_wrong("有人改过这一行");
    let removed = reader.send(&before, &format!("{row}/remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::CONFLICT, "nobody removes a row that they have not seen");
    let now = reader.open(&list).await;
    assert!(now.says("120,000.00") && now.says("扫描件.pdf"), "changed, with its paper");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enterprise_missing_from_the_roster_says_so_and_sees_until_when_it_is_answered() {
    let town = town().await;
    let pages = Pages::of(&town);
    let (owner, filing) = opened(&town).await;
    let reader = pages.reader(&owner).await;
    town.clock.move_to(date(2020, 1, 6));
    let page = reader.open("/report-missing").await;
    assert!(page.says("5 个工作日") && page.says("三(五)2"), "how long the provider has, and under which clause");
    let id = filing.to_string();
    let late = [("filing", id.as_str()), ("service_date", "2020-01-07")];
    reader.send(&page, "/report-missing", &late).await.is_wrong("合同年度起始日");
    let report = [("filing", id.as_str()), ("service_date", "2019-01-03")];
    reader.send(&page, "/report-missing", &report).await.leads_to("/report-missing");
    let page = reader.open("/report-missing").await;
    assert!(page.says("2020-01-13"), "five working days later");
    let again = reader.send(&page, "/report-missing", &report).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "once is enough");
    let Some(Aggregate::Unique(hold)) = town.state(Key::Unique(format!("claim/{filing}/2019-01-03"))).await else {
        unreachable!("the report opened no claim");
    };
    let claim = ClaimId::new(hold.holder.trim_start_matches("claim:"));
    let decline = ClaimCommand::Decline { claim, words: "合同于去年底终止".to_owned() };
    town.must(&town.provider("hunhe-cloud").await, Command::Claim(decline)).await;
    assert!(reader.open("/report-missing").await.says("合同于去年底终止"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_sees_nothing_of_it() {
    let town = town().await;
    let pages = Pages::of(&town);
    let (_, filing) = filed(&town).await;
    let stranger = town.register(&Firm::numbered(2)).await;
    let reader = pages.reader(&stranger).await;
    for page in ["tasks", "form/use", "upload/audit_report", "submit", "receipt", "print", "withdraw"] {
        let seen = reader.open(&format!("/filings/{filing}/{page}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{page}");
    }
}
