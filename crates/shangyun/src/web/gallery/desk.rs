//! The officer's side with made-up data: a queue, and a case with its document beside the checklist.

use jiff::civil::date;
use maud::{Markup, html};
use policy::money::Fen;

use super::column::{sample_ladder, sample_timeline};
use crate::lang::Lang;
use crate::web::components::action::{actions, button_of, grave, secondary};
use crate::web::components::field::{Choice, Field};
use crate::web::components::filter::{Tab, batch_bar, filter, tabs};
use crate::web::components::icon::Icon;
use crate::web::components::notice::empty;
use crate::web::components::pane::{Check, checklist, document, two_panes};
use crate::web::components::table::{Column, Paging, Sorting, Table};
use crate::web::components::tag::{Tone, tag, tag_with};
use crate::web::components::thread::{Message, thread};
use crate::web::components::value::{Deadline, date_cell, deadline, facts, money, yuan};
use crate::web::forms::{Asked, Filled, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;

/// A made-up case.
struct Case {
    number: &'static str,
    name: &'static str,
    fen: i64,
    days: i64,
    tone: Tone,
    state: (&'static str, &'static str),
}

const CASES: [Case; 6] = [
    Case {
        number: "SY-2026-00121",
        name: "沈阳某某机床有限公司",
        fen: 300_000_000,
        days: -2,
        tone: Tone::Stop,
        state: ("逾期未审", "Overdue"),
    },
    Case {
        number: "SY-2026-00134",
        name: "辽宁某某软件有限公司",
        fen: 94_500_100,
        days: 1,
        tone: Tone::Attention,
        state: ("已退回补正", "Returned"),
    },
    Case {
        number: "SY-2026-00140",
        name: "沈阳某某汽车零部件制造股份有限公司",
        fen: 8_000_000,
        days: 3,
        tone: Tone::Neutral,
        state: ("待初审", "To review"),
    },
    Case {
        number: "SY-2026-00142",
        name: "沈阳某某物流有限公司",
        fen: 2_469_134,
        days: 6,
        tone: Tone::Neutral,
        state: ("待初审", "To review"),
    },
    Case {
        number: "SY-2026-00147",
        name: "沈阳某某环保科技有限公司",
        fen: 60_000_000,
        days: 8,
        tone: Tone::Ok,
        state: ("要件齐全", "Complete"),
    },
    Case {
        number: "SY-2026-00151",
        name: "沈阳某某职业技术学院",
        fen: 12_000_000,
        days: 9,
        tone: Tone::Ok,
        state: ("要件齐全", "Complete"),
    },
];

/// `GET /gallery/desk`.
pub(super) async fn queue(visit: Visit, Asked(asked): Asked) -> Markup {
    let lang = visit.lang;
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let filled = asked.into_filled();
    let streams = [
        Choice::new("industrial", label("工业云", "Industrial")),
        Choice::new("software", label("软件开发云", "Software")),
    ];
    let fields = [
        Field::new("q", label("企业名称或编号", "Name or number")).optional().text(lang, &filled),
        Field::new("stream", label("项目类别", "Stream")).optional().select(lang, &filled, &streams),
        Field::new("since", label("收件日期起", "Received since")).optional().date(lang, &filled),
    ];
    let table = queue_table(lang, &filled);
    let rows: &[Case] = if filled.value("q") == "none" { &[] } else { &CASES };
    let buttons = [button_of("act", "accept", label("批量备案", "File together"))];
    Page::desk(&visit, label("待办：区县备案审核", "To do: district review"))
        .lead(label("企业提交的备案申请，按收件先后排列。请核对五项要件，通过的每月 5 日前报市里。", "Filings by order of receipt. Check five documents; send on by the 5th of each month."))
        .todo(label("先办逾期的 1 件，再依次往下", "First the one that is late, then from the top"))
        .due(html! { (label("本月批次：", "This month’s batch: ")) (deadline(lang, Deadline { date: date(2026, 10, 5), working_days: 8 })) })
        .draw(html! {
            (tabs(label("队列", "Queues"), &[
                Tab { label: label("待办", "To do").to_owned(), href: "/gallery/desk".to_owned(), count: Some(147), current: true },
                Tab { label: label("已退回", "Returned").to_owned(), href: "/gallery/desk?q=none".to_owned(), count: Some(12), current: false },
                Tab { label: label("已办", "Done").to_owned(), href: "/gallery/desk".to_owned(), count: Some(2_310), current: false },
            ]))
            (filter(lang, "/gallery/desk", &fields))
            (form(&visit, "/gallery/form", &html! { (table.draw(rows)) (batch_bar(lang, &buttons)) }))
        })
}

fn queue_table(lang: Lang, filled: &Filled) -> Table<'_, Case> {
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let total = Fen::new(CASES.iter().map(|case| case.fen).sum());
    Table::new(lang, label("备案申请", "Filings"))
        .column(
            Column::text(label("编号", "Number"), |case: &Case| html! { span.figure { (case.number) } }).sort("number"),
        )
        .column(Column::text(label("企业", "Enterprise"), |case: &Case| html! { (case.name) }))
        .column(Column::text(label("状态", "State"), move |case: &Case| {
            let words = lang.pick(case.state.0, case.state.1);
            if case.tone == Tone::Attention { tag_with(case.tone, Icon::Back, words) } else { tag(case.tone, words) }
        }))
        .column(Column::text(label("收件日期", "Received"), |_: &Case| date_cell(date(2026, 9, 3))).sort("received"))
        .column(
            Column::number(label("合同金额（元）", "Contract (yuan)"), |case: &Case| yuan(Fen::new(case.fen)))
                .sort("amount"),
        )
        .column(Column::text(label("时限", "Due"), move |case: &Case| {
            deadline(lang, Deadline { date: date(2026, 9, 22), working_days: case.days })
        }))
        .at("/gallery/desk", filled)
        .sorted(Sorting { by: "received", descending: false })
        .paged(Paging { page: 1, per_page: 6, total: 147 })
        .link(|_| "/gallery/case".to_owned())
        .pick(|case| case.number.to_owned(), |case| case.fen.to_string())
        .foot(html! { td colspan="4" { (label("本页合计", "Total of this page")) } td.number { (yuan(total)) } td {} })
        .empty(empty(label("没有符合条件的申请。", "Nothing matches."), None))
}

/// `GET /gallery/case`.
pub(super) async fn case(visit: Visit) -> Markup {
    let lang = visit.lang;
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en).to_owned();
    let right = html! {
        h2 { (label("要件核对", "Checklist")) }
        (form(&visit, "/gallery/form", &html! { (checklist(lang, &Filled::blank().with("licence", "ok"), &sample_checks(lang))) (actions(&[
            button_of("act", "accept", &label("通过备案", "Accept")), secondary("act", "return", &label("退回补正", "Return")), grave("act", "refuse", &label("不予备案", "Refuse")),
        ])) }))
    };
    let left = html! {
        (facts(&[
            (label("企业", "Enterprise"), html! { "沈阳某某机床有限公司 " span.quiet { "91210106MA0UA1B2X3" } }),
            (label("类别", "Stream"), html! { (label("工业（智能制造）云", "Industrial cloud")) }),
            (label("年度合同金额", "Yearly contract"), money(lang, Fen::new(300_000_000))),
        ]))
        (document(lang, &label("营业执照.pdf", "licence.pdf"), "/gallery/paper", &[]))
        h2 { (label("补贴测算", "The award, step by step")) }
        (sample_ladder(lang))
        h2 { (label("办理进度", "Timeline")) }
        (sample_timeline(lang))
        h2 { (label("往来消息", "Messages")) }
        (thread(lang, &sample_messages(lang)))
    };
    Page::desk(&visit, "沈阳某某机床有限公司")
        .crumb(label("待办", "To do"), "/gallery/desk")
        .crumb("SY-2026-00121", "/gallery/case")
        .beside_title(tag(Tone::Stop, lang.pick("逾期未审", "Overdue")))
        .todo(label("核对五项要件，决定通过、退回或不予备案", "Check five documents, then accept, return or refuse"))
        .due(deadline(lang, Deadline { date: date(2026, 9, 15), working_days: -2 }))
        .draw(two_panes(&label("案件", "Case"), &left, &label("核对", "Check"), &right))
}

fn sample_checks(lang: Lang) -> Vec<Check> {
    let check = |name: &str, zh: &str, en: &str, found: Option<Markup>| Check {
        name: name.to_owned(),
        label: lang.pick(zh, en).to_owned(),
        clause: (lang.pick("三（四）1", "3(4)1").to_owned(), "/policies#3-4-1".to_owned()),
        found,
    };
    vec![
        check(
            "licence",
            "营业执照",
            "Business licence",
            Some(tag(Tone::Ok, lang.pick("名称与登记一致", "Name matches"))),
        ),
        check("request", "项目申请书", "Application", None),
        check(
            "audit",
            "上年度审计报告",
            "Audit report",
            Some(tag(Tone::Attention, lang.pick("未见营业收入页", "No revenue page"))),
        ),
    ]
}

fn sample_messages(lang: Lang) -> Vec<Message> {
    let label = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    vec![
        Message {
            author: label("周敏", "Zhou Min"),
            place: label("铁西区工信局", "Tiexi district bureau"),
            when: "2026-09-08 10:12".to_owned(),
            words: label(
                "审计报告缺第 3 页（利润表），请补传完整扫描件。",
                "Page 3 of the audit report is missing. Please send a complete scan.",
            ),
            files: Vec::new(),
            ours: true,
        },
        Message {
            author: label("林一凡", "Lin Yifan"),
            place: label("沈阳某某机床有限公司", "the enterprise"),
            when: "2026-09-09 16:40".to_owned(),
            words: label("已补传。", "Sent."),
            files: vec![("审计报告2025.pdf".to_owned(), "/gallery/paper".to_owned())],
            ours: false,
        },
    ]
}
