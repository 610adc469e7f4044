//! The public's and the applicant's side with made-up data.

use jiff::civil::date;
use maud::{Markup, html};
use policy::money::Fen;

use super::screen::sample_targets;
use crate::lang::Lang;
use crate::web::charts::{Tier, tier_stair};
use crate::web::components::action::{Link, actions, link, link_button};
use crate::web::components::answers::{Answer, answers};
use crate::web::components::ladder::{Input, Rung, ladder};
use crate::web::components::notice::{confirmation, empty, inset};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::tasks::{Task, TaskState, task_list};
use crate::web::components::timeline::{Event, Place, timeline};
use crate::web::components::value::{self, Deadline, deadline, money};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;

/// `GET /gallery`.
pub(super) async fn show(visit: Visit) -> Markup {
    let lang = visit.lang;
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let aside = html! {
        h2 { (label("接下来", "What comes next")) }
        p { (label("提交后由铁西区工信局受理，7 个工作日内答复。", "Your district answers within 7 working days.")) }
        h2 { (label("需要帮助", "Help")) }
        p { "024-0000 0000" br; span.quiet { (label("工作日 8:30–17:00", "Working days 8:30–17:00")) } }
        h2 { (label("其他样张", "More of the gallery")) }
        p { (link(label("表单", "Form"), "/gallery/form")) " · " (link(label("队列", "Queue"), "/gallery/desk")) " · " (link(label("案件", "Case"), "/gallery/case")) " · " (link(label("大屏", "Screen"), "/gallery/screen")) " · " (link(label("公文", "Paper"), "/gallery/paper")) }
    };
    Page::new(&visit, label("工业云备案申请", "Filing: industrial cloud"))
        .crumb(label("首页", "Home"), "/")
        .crumb(label("我的申报", "My filings"), "/gallery")
        .notice(Tone::Attention, &html! { p { (label("铁西区工信局退回了 1 项材料，请按说明修改后重新提交。", "Your district returned one document. Correct it and send again.")) } })
        .lead(label("备案通过后，贵单位购买云服务的费用才能申请补贴。", "After filing, what you pay for cloud services can be subsidised."))
        .todo(label("修改 1 项，再完成 2 项", "Correct one section, complete two"))
        .due(deadline(lang, Deadline { date: date(2026, 9, 20), working_days: 3 }))
        .aside(aside)
        .draw(html! {
            (task_list(lang, label("备案材料", "Sections"), &sample_tasks(lang)))
            (actions(&[link_button(label("继续填写", "Continue"), "/gallery/form"), link(label("查看已提交内容", "See what was sent"), "/gallery")]))
            (sections(&visit))
        })
}

fn sections(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    html! {
        (answers(lang, label("核对填写内容", "Check your answers"), &[
            Answer::new(label("应用场景", "What it is for"), html! { (label("三个车间的生产排程与设备监测上云", "Production planning of three workshops")) }, "/gallery/form"),
            Answer::new(label("年度合同金额", "Yearly contract amount"), money(lang, Fen::new(1_234_567)), "/gallery/form"),
            Answer::fixed(label("统一社会信用代码", "Credit code"), html! { span.figure { "91210106MA0UA1B2X3" } }),
        ]))
        h2 { (label("补贴是怎么算出来的", "How the award is reached")) }
        (sample_ladder(lang))
        (tier_stair(lang, label("工业云年度最高补贴", "Yearly maximum, industrial cloud"), &sample_tiers()))
        h2 { (label("办理进度", "Timeline")) }
        (sample_timeline(lang))
        (sample_targets(label("计划目标", "Targets of the programme"), visit))
        h2 { (label("状态", "States")) }
        p { (tag(Tone::Ok, label("已备案", "Filed"))) " " (tag(Tone::Attention, label("即将到期", "Due soon"))) " " (tag(Tone::Stop, label("不予备案", "Refused"))) " " (tag(Tone::Neutral, label("草稿", "Draft"))) }
        (inset(&html! { p { (label("本页金额为测算结果，最终以审批为准。", "These amounts are estimates; the approval decides.")) } }))
        (confirmation(label("已提交", "Submitted"), label("受理编号", "Your number"), "SY-2026-00121"))
        (empty(label("还没有申报记录。", "No filings yet."), Some(&Link::new(label("开始申报", "Start a filing"), "/gallery/form"))))
        p { (label("已拨付", "Paid so far")) }
        p.large { (value::money_short(lang, Fen::new(12_345_678_901))) }
    }
}

fn sample_tasks(lang: Lang) -> Vec<Task> {
    let task = |zh: &str, en: &str, state, note: Option<(&str, &str)>| Task {
        title: lang.pick(zh, en).to_owned(),
        href: "/gallery/form".to_owned(),
        state,
        note: note.map(|(zh, en)| lang.pick(zh, en).to_owned()),
    };
    vec![
        task("企业信息", "Enterprise", TaskState::Done, None),
        task("上云内容与合同", "Cloud use and contract", TaskState::InProgress, None),
        task(
            "上年度审计报告",
            "Audit report",
            TaskState::ToCorrect,
            Some((
                "区工信局：缺第 3 页（利润表），请补传完整扫描件。",
                "District: page 3 is missing. Send a complete scan.",
            )),
        ),
        task("资质证书", "Qualifications", TaskState::NotStarted, Some(("没有可不填", "If you have any"))),
        task(
            "真实性承诺",
            "Promise of truth",
            TaskState::Waiting,
            Some(("完成以上各项后填写", "After all of the above")),
        ),
    ]
}

/// A decision with steps of each kind.
pub(super) fn sample_ladder(lang: Lang) -> Markup {
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let clause =
        |zh: &'static str, en: &'static str, anchor: &str| Link::new(lang.pick(zh, en), format!("/policies#{anchor}"));
    let rungs = [
        Rung {
            clause: clause("三（一）", "3(1)", "3-1"),
            says: label("在本市登记、纳税，有独立法人资格", "Registered and taxed here, a legal person").to_owned(),
            inputs: vec![Input::new(
                label("登记机关", "Registered at"),
                label("铁西区市场监管局", "Tiexi"),
                label("营业执照", "licence"),
            )],
            result: html! { (label("符合", "Yes")) },
            tone: Tone::Ok,
        },
        Rung {
            clause: clause("三（三）1", "3(3)1", "3-3-1"),
            says: label(
                "按年度实际支付额的 50% 计算，精确到分",
                "Half of what was actually paid in the year, to the fen",
            )
            .to_owned(),
            inputs: vec![
                Input::new(
                    label("实际支付额", "Paid"),
                    "3,000,000.00",
                    label("发票与付款凭证", "invoices and payments"),
                ),
                Input::new(label("比例", "Rate"), "50%", ""),
            ],
            result: money(lang, Fen::new(150_000_000)),
            tone: Tone::Neutral,
        },
        Rung {
            clause: clause("三（三）1", "3(3)1", "3-3-1"),
            says: label(
                "上年度营业收入 2000 万元以上、不到 4 亿元，每年最高 100 万元",
                "Revenue from 20 to 400 million: at most 1 million a year",
            )
            .to_owned(),
            inputs: vec![Input::new(label("营业收入", "Revenue"), "86,420,000.00", label("审计报告", "audit report"))],
            result: html! { (label("封顶 ", "Capped: ")) (money(lang, Fen::new(100_000_000))) },
            tone: Tone::Attention,
        },
    ];
    ladder(lang, &rungs, label("核定补贴", "Award"), &money(lang, Fen::new(100_000_000)))
}

fn sample_tiers() -> Vec<Tier> {
    [("0元起", 30, false), ("2000万元起", 100, true), ("4亿元起", 150, false), ("50亿元起", 200, false)]
        .into_iter()
        .map(|(from, wan, here)| Tier { from: from.to_owned(), cap: Fen::new(wan * 1_000_000), here })
        .collect()
}

/// A case that has been returned once and is now with the district.
pub(super) fn sample_timeline(lang: Lang) -> Markup {
    let label = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    let due = Deadline { date: date(2026, 9, 20), working_days: 3 };
    timeline(
        lang,
        &[
            Event {
                when: "2026-09-03 09:20".to_owned(),
                what: label("企业提交", "Submitted"),
                who: label("沈阳某某机床有限公司", "the enterprise"),
                note: None,
                tone: Tone::Ok,
                place: Place::Past,
            },
            Event {
                when: "2026-09-08 10:12".to_owned(),
                what: label("退回补正", "Returned"),
                who: label("铁西区工信局", "Tiexi district bureau"),
                note: Some(label("审计报告缺第 3 页。", "Page 3 of the audit report is missing.")),
                tone: Tone::Attention,
                place: Place::Past,
            },
            Event {
                when: String::new(),
                what: label("区县备案审核", "District review"),
                who: label("铁西区工信局", "Tiexi district bureau"),
                note: None,
                tone: Tone::Neutral,
                place: Place::Now(Some(due)),
            },
            Event {
                when: String::new(),
                what: label("市级备案", "City filing"),
                who: label("市工信局", "the commission"),
                note: None,
                tone: Tone::Neutral,
                place: Place::Ahead,
            },
        ],
    )
}
