//! What happened, in the words of the offices: one line for each entry of the journal, like things joined.

use super::Story;
use domain::claim::{Claim, ClaimEvent, Money};
use domain::course::{CourseEvent, Passed, Place};
use domain::enterprise::EnterpriseEvent;
use domain::event::{Event, What};
use domain::filing::{Application, FilingEvent, Reservation};
use domain::ledger::Transfer;
use domain::paper::{Finding, Verdict};
use domain::programme::ProgrammeEvent;
use domain::round::panel::Choice;
use domain::round::plan::{Plan, WhyNot};
use domain::unique::HoldChange;
use domain::world::Key;
use policy::policy::Policy;
use policy::text::Lang;
use std::fmt;

/// One line of the transcript. Lines with the same head are joined.
#[derive(Clone, Debug)]
pub struct Said {
    head: String,
    items: Vec<String>,
    below: Vec<String>,
}

impl Said {
    /// A line of its own.
    pub fn new(head: &str, rest: &str) -> Self {
        Self { head: format!("{head} {rest}"), items: Vec::new(), below: Vec::new() }
    }

    fn item(head: String, item: String) -> Self {
        Self { head, items: vec![item], below: Vec::new() }
    }

    /// With lines beneath it.
    pub fn with(self, below: Vec<String>) -> Self {
        Self { below, ..self }
    }

    /// Whether another line belongs to this one.
    pub fn takes(&self, other: &Self) -> bool {
        self.head == other.head && !self.items.is_empty() && !other.items.is_empty()
    }

    /// Takes another line in.
    pub fn join(&mut self, other: Self) {
        self.items.extend(other.items);
    }

    /// What stands beneath it.
    pub fn below(&self) -> &[String] {
        &self.below
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)?;
        if self.items.is_empty() { Ok(()) } else { write!(f, "{}", self.items.join("、")) }
    }
}

/// The line for an event about a case of this name; none for what says nothing to people.
pub fn said(policy: &Policy, story: &Story, (name, event): (&str, &Event)) -> Option<Said> {
    let own = |rest: String| Some(Said::new("·", &format!("{name} {rest}")));
    match &event.what {
        What::Filing(one) => of_filing(policy, story, name, one),
        What::Claim(one) => of_claim(policy, story, name, one),
        What::Round(one) => super::rounds_told::of_round(policy, story, name, one),
        What::Enterprise(EnterpriseEvent::Registered { credit_code, profile }) => {
            own(format!("登记：{credit_code}，{}", story.district_name(&profile.district)))
        }
        What::Enterprise(EnterpriseEvent::Changed { profile }) => {
            own(format!("变更登记：{}", story.district_name(&profile.district)))
        }
        What::Enterprise(EnterpriseEvent::FigureSet { year, figure }) => {
            own(format!("{year}年营业收入 {}（{}）", figure.revenue, figure.report_number))
        }
        What::Enterprise(EnterpriseEvent::Awarded(award)) => own(format!("记入历年补贴 {}", award.amount)),
        What::Enterprise(EnterpriseEvent::AwardLost { .. }) => own("从历年补贴中去掉".to_owned()),
        What::Programme(one) => Some(Said::new("·", &of_programme(policy, one))),
        What::Moved(transfer) => Some(Said::new("¥", &of_transfer(story, transfer))),
        What::Hold(change) => Some(of_hold(policy, story, (&event.subject, change))),
        What::Added(more) => of_counter(policy, story, (&event.subject, *more)),
        What::Edition(one) => Some(Said::new("·", &super::edition::of_edition(one))),
        What::Interpretation(one) => Some(Said::new("·", &super::edition::of_interpretation(one))),
        What::Account(_) | What::Told(_) => None,
    }
}

fn of_programme(policy: &Policy, event: &ProgrammeEvent) -> String {
    match event {
        ProgrammeEvent::Published { policy, .. } => format!("发布方案 {policy}"),
        ProgrammeEvent::Moved { state, reason } => format!("方案转为 {}（{reason}）", state.word()),
        ProgrammeEvent::BudgetSet { year, stream, amount, reason } => {
            let label = policy.plan().streams().iter().find(|one| one.id == *stream);
            format!("{year}年 {} 预算 {amount}（{reason}）", label.map_or("", |one| one.text.zh.as_str()))
        }
        ProgrammeEvent::EditionPublished(edition) => format!("政策新版本自 {} 起施行", edition.from),
        ProgrammeEvent::Ruled { switch, ruling } => {
            let text = policy.plan().label(switch).map_or("", |text| text.zh.as_str());
            format!("裁定“{text}”：{}（{}）", ruling.option, ruling.number)
        }
    }
}

fn of_transfer(story: &Story, transfer: &Transfer) -> String {
    let purpose = |account: &domain::ledger::Account| {
        let text = account.to_string();
        story.purpose_name(text.splitn(4, '/').nth(3).unwrap_or_default())
    };
    let (from, to) = (purpose(&transfer.from), purpose(&transfer.to));
    let year = transfer.from.year;
    format!("{year}年 {from} → {to} {}〔{} {}〕", transfer.amount, transfer.reason, transfer.clause)
}

/// The name of a unique key: its label in the policy, and its values with ids by their names.
fn key_name(policy: &Policy, story: &Story, key: &str) -> String {
    let parts: Vec<&str> = key.split('/').collect();
    let unique = |id: &str| policy.plan().unique.iter().find(|one| one.id == id).map(|one| one.text.zh.clone());
    let (label, values) = match parts.as_slice() {
        ["claim", values @ ..] => ("合同年度申报".to_owned(), values),
        ["enterprise", values @ ..] => ("单位登记".to_owned(), values),
        [_, "filing", values @ ..] => ("在办备案".to_owned(), values),
        [_, id, values @ ..] => (unique(id).unwrap_or_else(|| (*id).to_owned()), values),
        other => (String::new(), other),
    };
    let streams = policy.plan().streams();
    let value = |text: &&str| {
        let stream = streams.iter().find(|stream| stream.id == **text);
        stream.map_or_else(|| story.names.of(text).to_owned(), |stream| stream.text.zh.clone())
    };
    let values: Vec<String> = values.iter().map(value).collect();
    format!("{label}（{}）", values.join("，"))
}

fn of_hold(policy: &Policy, story: &Story, (key, change): (&Key, &HoldChange)) -> Said {
    let name = key_name(policy, story, &key.id());
    match change {
        HoldChange::Taken(_) => Said::item("⚿ 占用 ".to_owned(), name),
        HoldChange::Funded => Said::item("⚿ 记为已补贴 ".to_owned(), name),
        HoldChange::Freed => Said::item("⚿ 释放 ".to_owned(), name),
    }
}

/// Sums that a key limits; plain serial numbers say nothing.
fn of_counter(policy: &Policy, story: &Story, (key, more): (&Key, i64)) -> Option<Said> {
    let id = key.id();
    let unique = id.split('/').nth(1)?;
    policy.plan().unique.iter().find(|one| one.id == unique)?;
    let amount = policy::money::Fen::new(more);
    Some(Said::new("⚿", &format!("计入 {} {amount}", key_name(policy, story, &id))))
}

/// The label of a document, list or fact.
pub fn label(policy: &Policy, id: &str) -> String {
    policy.plan().label(id).map_or_else(|| id.to_owned(), |text| text.zh.clone())
}

fn of_filing(policy: &Policy, story: &Story, name: &str, event: &FilingEvent) -> Option<Said> {
    let own = |rest: String| Some(Said::new("·", &format!("{name} {rest}")));
    match event {
        FilingEvent::Started { .. } => own("起草".to_owned()),
        FilingEvent::Saved(form) => own(of_form(story, form)),
        FilingEvent::Attached { document, .. } => Some(attached(policy, name, document)),
        FilingEvent::Detached { document } => own(format!("撤下 {}", label(policy, document))),
        FilingEvent::Submitted { number, place, .. } => own(format!("收件 {number}；{}", of_place(story, place))),
        FilingEvent::Discarded { .. } => own("弃稿".to_owned()),
        FilingEvent::Found { document, finding } => Some(found(name, label(policy, document), finding)),
        FilingEvent::AttestedFacts(facts) => attested(policy, name, facts),
        FilingEvent::Course(one) => own(of_course(policy, story, one)),
        FilingEvent::Sent { .. } => own("报送".to_owned()),
        FilingEvent::Reserved(one) => own(match one {
            Reservation::None => "没有预留".to_owned(),
            Reservation::Waiting { .. } => "轮候".to_owned(),
            Reservation::Held { year, amount, .. } => format!("预留 {amount}（{year}年）"),
            Reservation::Released => "预留解除".to_owned(),
        }),
        FilingEvent::EditionMoved { reason, .. } => own(format!("改按政策另一版本办理：{reason}")),
        FilingEvent::Claimed { .. } => None,
        FilingEvent::ClaimEnded { .. } => own("名下一件申报终止".to_owned()),
    }
}

fn of_form(story: &Story, form: &Application) -> String {
    let estimate = form.estimate.map_or_else(|| "未填".to_owned(), |fen| fen.to_string());
    let starts = form.starts_on.map_or_else(|| "未填".to_owned(), |day| day.to_string());
    let provider = story.provider_name(&form.provider);
    format!("申请单：{}，{provider}，预计每年 {estimate}，{starts} 起", form.purpose)
}

/// An attached paper, joined with the ones attached around it.
fn attached(policy: &Policy, name: &str, document: &str) -> Said {
    Said::item(format!("· {name} 附 "), label(policy, document))
}

fn found(name: &str, what: String, finding: &Finding) -> Said {
    match finding.verdict {
        Verdict::InOrder => Said::item(format!("· {name} 核对 齐："), what),
        Verdict::Incomplete => Said::new("·", &format!("{name} 核对 缺：{what}“{}”", finding.words)),
        Verdict::Disagrees => Said::new("·", &format!("{name} 核对 不符：{what}“{}”", finding.words)),
    }
}

fn attested(
    policy: &Policy,
    name: &str,
    facts: &std::collections::BTreeMap<String, domain::facts::Attested>,
) -> Option<Said> {
    let shown = facts.iter().map(|(id, one)| {
        let value = policy.plan().show(id, &one.value, Lang::Zh);
        format!("{} {value}", label(policy, id))
    });
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() { None } else { Some(Said::new("·", &format!("{name} 核定 {}", shown.join("、")))) }
}

/// Where a case stands now, and by when.
fn of_place(story: &Story, place: &Place) -> String {
    let due = place.due.map_or_else(String::new, |day| format!("，{day} 前"));
    format!("到 {}{due}", story.step(&place.step))
}

fn of_passed(story: &Story, passed: &Passed) -> String {
    let rank = passed.rank.map_or_else(String::new, |rank| format!("·{}", rank.zh()));
    let opinion = if passed.opinion.is_empty() { String::new() } else { format!("“{}”", passed.opinion) };
    let number = passed.number.as_ref().map_or_else(String::new, |number| format!("，{number}"));
    let registered = passed.registered.as_ref().map_or_else(String::new, |one| format!("（代为登记 {}）", one.date));
    format!("{}{rank} 通过{opinion}{number}{registered}", story.step(&passed.step))
}

/// A move on the course.
pub fn of_course(policy: &Policy, story: &Story, event: &CourseEvent) -> String {
    match event {
        CourseEvent::LevelPassed(passed) => of_passed(story, passed),
        CourseEvent::StepPassed { passed, next } => {
            let next = next.as_ref().map_or_else(|| "办结".to_owned(), |place| of_place(story, place));
            format!("{}；{next}", of_passed(story, passed))
        }
        CourseEvent::Returned { items, reason, .. } => {
            let items: Vec<String> =
                items.iter().map(|item| format!("{}“{}”", label(policy, &item.item), item.words)).collect();
            let again = reason.as_ref().map_or_else(String::new, |reason| format!("；再次退回的理由“{reason}”"));
            format!("退回补正：{}{again}", items.join("、"))
        }
        CourseEvent::Resubmitted { due, .. } => {
            format!("补正后再交{}", due.map_or_else(String::new, |day| format!("，{day} 前")))
        }
        CourseEvent::SentBack { place, words, .. } => format!("退回“{words}”；{}", of_place(story, place)),
        CourseEvent::RefusalProposed { passed, proposal } => {
            let rank = passed.rank.map_or("", |rank| rank.zh());
            format!("{}·{rank} 拟{}", story.step(&passed.step), of_refusal(policy, &proposal.codes, &proposal.words))
        }
        CourseEvent::HandedBack { words, .. } => format!("退回经办“{words}”"),
        CourseEvent::Refused { codes, words, .. } => of_refusal(policy, codes, words),
        CourseEvent::Withdrawn => "撤回".to_owned(),
        CourseEvent::Lapsed => "终止".to_owned(),
    }
}

fn of_refusal(policy: &Policy, codes: &[String], words: &str) -> String {
    let codes: Vec<String> = codes.iter().map(|code| policy.plan().code_words(code).zh).collect();
    format!("不予 {}“{words}”", codes.join("、"))
}

fn of_claim(policy: &Policy, story: &Story, name: &str, event: &ClaimEvent) -> Option<Said> {
    let own = |rest: String| Some(Said::new("·", &format!("{name} {rest}")));
    match event {
        ClaimEvent::RosterSent(roster) => {
            let lines = roster.lines.iter();
            let lines = lines.map(|line| format!("{} {}", story.names.of(line.filing.as_str()), line.service_date));
            own(format!("报送：{}", lines.collect::<Vec<String>>().join("、")))
        }
        ClaimEvent::Opened(opened) => own(of_opening(story, &opened.claim)),
        ClaimEvent::OnRoster { step, .. } => own(format!("列入名单；{}", of_course(policy, story, step))),
        ClaimEvent::Declined { words } => own(format!("服务商答复不在名单“{words}”")),
        ClaimEvent::Answered(answers) => {
            let answers = answers
                .iter()
                .map(|(id, value)| format!("{} {}", label(policy, id), policy.plan().show(id, value, Lang::Zh)));
            own(format!("填报 {}", answers.collect::<Vec<String>>().join("、")))
        }
        ClaimEvent::RowAdded { list, entry } => own(format!("加 {}", of_row(policy, list, &entry.row))),
        ClaimEvent::RowChanged { list, place, entry } => {
            own(format!("改 第{}行 {}", place + 1, of_row(policy, list, &entry.row)))
        }
        ClaimEvent::RowRemoved { list, place } => own(format!("去掉 {} 第{}行", label(policy, list), place + 1)),
        ClaimEvent::Attached { document, .. } => Some(attached(policy, name, document)),
        ClaimEvent::Detached { document } => own(format!("撤下 {}", label(policy, document))),
        ClaimEvent::Confirmed { .. } => own("确认".to_owned()),
        ClaimEvent::KeysFreed { .. } => None,
        ClaimEvent::Found { document, finding } => Some(found(name, label(policy, document), finding)),
        ClaimEvent::RowFound { list, place, finding } => {
            Some(found(name, format!("{}第{}行", label(policy, list), place + 1), finding))
        }
        ClaimEvent::AttestedFacts(facts) => attested(policy, name, facts),
        ClaimEvent::Course(one) => own(of_course(policy, story, one)),
        ClaimEvent::Decided(decision) => Some(Said::new("§", &format!("{name} 核定")).with(story.explained(decision))),
        ClaimEvent::EditionMoved { reason, .. } => own(format!("改按政策另一版本办理：{reason}")),
        ClaimEvent::Money(money) => own(of_money(money)),
    }
}

fn of_opening(story: &Story, claim: &Claim) -> String {
    let provider = story.provider_name(&claim.provider);
    let (district, place) = (story.district_name(&claim.district), story.place_of(&claim.course));
    format!("开出申报 {}：{} 起一年，{provider}，{district}；到 {place}", claim.number, claim.service_date)
}

fn of_row(policy: &Policy, list: &str, row: &policy::facts::Row) -> String {
    let declared = policy.plan().records.iter().find(|one| one.id == list);
    let columns = declared.into_iter().flat_map(|list| &list.columns);
    let shown = columns.filter_map(|column| {
        let value = row.get(&column.id)?;
        Some(format!("{} {value}", column.text.zh))
    });
    format!("{}：{}", label(policy, list), shown.collect::<Vec<String>>().join("，"))
}

fn of_money(money: &Money) -> String {
    match money {
        Money::None => "不在批次中".to_owned(),
        Money::InRound { .. } => "列入批次".to_owned(),
        Money::LeftOut { reason, .. } => format!("离开批次（{reason}）"),
        Money::Planned { amount, .. } => format!("计划支付 {amount}"),
        Money::Failed { amount, reason, .. } => format!("支付 {amount} 未成“{reason}”"),
        Money::Paid { amount, receipt, on, .. } => format!("已付 {amount}，回单 {receipt}，{on}"),
    }
}

/// Why a line is seen one by one.
pub fn of_choice(choice: &Choice) -> String {
    match choice {
        Choice::Exception { words } => format!("例外“{words}”"),
        Choice::Sample => "抽样".to_owned(),
    }
}

/// The lines of a plan.
pub fn of_plan(story: &Story, plan: &Plan) -> Vec<String> {
    let mut lines: Vec<String> = plan
        .lines
        .iter()
        .map(|line| {
            let held = line.reserved.map_or_else(|| "无预留".to_owned(), |held| format!("预留 {}", held.amount));
            let name = story.names.of(line.claim.as_str());
            let (award, amount) = (line.award, line.amount);
            let district = story.district_name(&line.district);
            let cuts: Vec<String> =
                line.cuts.iter().map(|cut| format!("，减 {}：{}", cut.amount, cut.words.zh)).collect();
            let cuts = cuts.concat();
            format!("{name} 应补 {award}，{held}，付 {amount}（{district}）{cuts}〔{}〕", line.clause)
        })
        .collect();
    for one in &plan.exclusions {
        let why = match one.reason {
            WhyNot::UsedUp => "前面的已用完",
            WhyNot::DoesNotFit => "余额不够",
            WhyNot::AfterTheStop => "前面的已停",
            WhyNot::OverTheLimit => "超过限额",
        };
        lines.push(format!("{} 应补 {}，不付：{why}〔{}〕", story.names.of(one.claim.as_str()), one.award, one.clause));
    }
    lines.push(format!("合计 {}", plan.total));
    lines
}
