//! An official paper of made-up data.

use maud::{Markup, html};
use policy::money::Fen;

use crate::web::components::action::Link;
use crate::web::components::value;
use crate::web::layout::paper::{Paper, paper};
use crate::web::layout::visit::Visit;

/// `GET /gallery/paper`.
pub(super) async fn show(visit: Visit) -> Markup {
    let sheet = Paper {
        office: "沈阳市工业和信息化局".to_owned(),
        number: "沈上云批〔2026〕12号".to_owned(),
        title: "2026年第三批企业上云补贴资金审批单".to_owned(),
        addressee: Some("市财政局".to_owned()),
        signed: vec!["沈阳市工业和信息化局".to_owned(), "2026年9月17日".to_owned()],
        hash: "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab".to_owned(),
        back: Some(Link::new("部件一览", "/gallery")),
    };
    let lines = [
        ("沈阳某某机床有限公司", 150_000_000),
        ("辽宁某某软件有限公司", 47_250_050),
        ("沈阳某某物流有限公司", 1_234_567),
    ];
    let total = Fen::new(lines.iter().map(|(_, fen)| fen).sum());
    paper(
        &visit,
        &sheet,
        &html! {
            p { "本批共 3 家企业，核定补贴 " (value::money_print(total)) "，从市工业发展专项资金中列支。明细如下：" }
            table {
                thead { tr { th { "序号" } th { "企业" } th.number { "核定补贴（元）" } } }
                tbody {
                    @for (place, (name, fen)) in lines.iter().enumerate() {
                        tr { td { (place + 1) } td { (name) } td.number { (value::yuan(Fen::new(*fen))) } }
                    }
                }
                tfoot { tr { td {} td { "合计" } td.number { (value::yuan(total)) } } }
            }
            p { "以上金额由系统按政策规则逐条计算，每一笔均附条款依据与计算步骤；经办、审核、会签均已完成。" }
        },
    )
}
