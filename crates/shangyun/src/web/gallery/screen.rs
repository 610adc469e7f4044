//! The wall screen of made-up data: the programme's targets and its money.

use maud::{Markup, html};
use policy::money::Fen;

use crate::web::charts::{Target, targets};
use crate::web::components::value::{figure, money_short};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;

/// `GET /gallery/screen`.
pub(super) async fn show(visit: Visit) -> Markup {
    let lang = visit.lang;
    let title = lang.pick("企业上云工作进展", "Cloud adoption: where we are");
    Page::new(&visit, title).screen().draw(html! {
        div.headlines {
            (figure(lang.pick("累计上云企业", "Enterprises on the cloud"), &html! { "412" }, lang.pick("目标 500 家", "of 500")))
            (figure(lang.pick("已批补贴", "Approved"), &money_short(lang, Fen::new(6_843_275_012)), ""))
            (figure(lang.pick("已拨付", "Paid"), &money_short(lang, Fen::new(5_210_900_000)), ""))
            (figure(lang.pick("平均办理", "Average time"), &html! { "11.5 " (lang.pick("个工作日", "working days")) }, ""))
        }
        (sample_targets(lang.pick("五年目标", "Targets"), &visit))
    })
}

/// Targets in each state: under way, met, nothing yet, no data.
pub(super) fn sample_targets(title: &str, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let row = |zh: &str, en: &str, actual, target, unit: (&str, &str)| Target {
        name: lang.pick(zh, en).to_owned(),
        actual,
        target,
        unit: lang.pick(unit.0, unit.1).to_owned(),
        due: lang.pick("2022年12月31日", "31 December 2022").to_owned(),
        clause: (lang.pick("一（三）", "1(3)").to_owned(), "/policies#1-3".to_owned()),
        href: "/gallery/desk".to_owned(),
    };
    let rows = [
        row("新增上云企业", "Enterprises newly on the cloud", Some(412), 500, ("家", "")),
        row("重点云平台服务商", "Leading platform providers", Some(3), 2, ("家", "")),
        row("公共服务平台", "Public service platforms", Some(0), 10, ("个", "")),
        row("标杆企业", "Benchmark enterprises", None, 30, ("家", "")),
    ];
    targets(lang, title, &rows)
}
