//! A form of every field: a GET shows it, a POST reads it and shows all errors, or goes on. The pattern of every form page.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::date;
use maud::{Markup, html};
use policy::money::Fen;

use crate::lang::Lang;
use crate::web::components::action::{actions, button_of, secondary};
use crate::web::components::field::{Choice, Field, fieldset};
use crate::web::components::steps::step_bar;
use crate::web::forms::file::FileKind;
use crate::web::forms::{Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;

/// What the form is about, once it has been read.
struct Answers {
    _purpose: String,
    _model: &'static str,
    _amount: Fen,
    _note: Option<String>,
}

const MODELS: [(&str, &str); 3] = [("saas", "saas"), ("paas", "paas"), ("iaas", "iaas")];

/// `GET /gallery/form`.
pub(super) async fn show(visit: Visit) -> Markup {
    let filled = Filled::blank().with("amount", "1.2万").with("model", "saas");
    draw(&visit, &filled)
}

/// `POST /gallery/form`.
pub(super) async fn send(visit: Visit, Posted(sent): Posted) -> Response {
    match sent.read(|form| read(visit.lang, form)) {
        Ok(_answers) => Redirect::to("/gallery").into_response(),
        Err(filled) => (axum::http::StatusCode::UNPROCESSABLE_ENTITY, draw(&visit, &filled)).into_response(),
    }
}

fn read(lang: Lang, form: &mut Form) -> Option<Answers> {
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let purpose = form.lines("purpose", label("应用场景", "What it is for")).max(500).required();
    let model = form.choice("model", label("服务模式", "Service model"), &MODELS).required();
    let amount = form
        .money("amount", label("年度合同金额", "Yearly contract amount"))
        .between(Fen::YUAN, Fen::new(1_000_000_000_000))
        .required();
    let starts = form
        .date("starts", label("服务开始日期", "Start of service"))
        .between(date(2018, 9, 17), date(2022, 12, 31))
        .required();
    let district = form.text("district", label("所在区县", "District")).required();
    let note = form.text("note", label("备注", "Remark")).max(200).optional();
    let kinds = form.ticks("kinds", &["infrastructure", "platform", "business", "development"]);
    if kinds.is_empty() {
        form.reject(
            "kinds",
            crate::lang::Message::new("forms-choose").with("label", label("上云内容", "What moves to the cloud")),
        );
    }
    if !form.ticked("promise") {
        form.reject(
            "promise",
            crate::lang::Message::new("forms-required").with("label", label("真实性承诺", "Promise of truth")),
        );
    }
    let _act = form.choice("act", "", &[("save", ()), ("continue", ())]).optional();
    starts.and(district)?;
    Some(Answers { _purpose: purpose?, _model: model?, _amount: amount?, _note: note? })
}

fn draw(visit: &Visit, filled: &Filled) -> Markup {
    let lang = visit.lang;
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en).to_owned();
    let steps = [
        label("企业信息", "Enterprise"),
        label("上云内容", "Cloud use"),
        label("材料", "Documents"),
        label("核对并提交", "Check and submit"),
    ];
    let body = html! { (cloud_use(lang, filled)) (rest(lang, filled)) };
    Page::new(visit, label("上云内容", "Cloud use"))
        .crumb(label("部件一览", "Gallery"), "/gallery")
        .crumb(label("工业云备案", "Filing: industrial cloud"), "/gallery")
        .errors(filled)
        .lead(label(
            "请说明贵单位把哪些业务放到云上、合同金额是多少。",
            "Tell us what you move to the cloud and what the contract comes to.",
        ))
        .draw(html! { (step_bar(lang, &steps, 1)) (form(visit, "/gallery/form", &body)) })
}

fn cloud_use(lang: Lang, filled: &Filled) -> Markup {
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let models = [
        Choice::new("saas", label("软件即服务（SaaS）", "Software as a service"))
            .hint(label("直接使用云上的软件，如云 ERP、云 OA", "Software used from the cloud, such as ERP")),
        Choice::new("paas", label("平台即服务（PaaS）", "Platform as a service")),
        Choice::new("iaas", label("基础设施即服务（IaaS）", "Infrastructure as a service")),
    ];
    let kinds = [
        Choice::new("infrastructure", label("基础设施", "Infrastructure")),
        Choice::new("platform", label("平台系统", "Platform systems")),
        Choice::new("business", label("业务应用", "Business applications")),
        Choice::new("development", label("软件开发测试", "Development and test")),
    ];
    html! {
        (Field::new("purpose", label("应用场景", "What it is for")).hint(label("一两句话即可，例如：把三个车间的生产排程搬到云上，排程时间从一天缩短到一小时。", "One or two sentences, such as: production planning of three workshops.")).textarea(lang, filled, 4))
        (Field::new("model", label("服务模式", "Service model")).radios(lang, filled, &models))
        (Field::new("kinds", label("上云内容", "What moves to the cloud")).hint(label("可选多项", "Choose all that apply")).checkboxes(lang, filled, &kinds))
    }
}

fn rest(lang: Lang, filled: &Filled) -> Markup {
    let label = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let districts = [
        Choice::new("tiexi", label("铁西区", "Tiexi")),
        Choice::new("hunnan", label("浑南区", "Hunnan")),
        Choice::new("dadong", label("大东区", "Dadong")),
    ];
    let contract = html! {
        (Field::new("amount", label("年度合同金额", "Yearly contract amount")).hint(label("可填 12,345.67 或 1.2万", "Such as 12,345.67")).money(lang, filled))
        (Field::new("starts", label("服务开始日期", "Start of service")).hint(label("以合同为准", "As in the contract")).date(lang, filled))
        (Field::new("district", label("所在区县", "District")).half().select(lang, filled, &districts))
        (Field::new("note", label("备注", "Remark")).optional().text(lang, filled))
        (Field::new("contract-file", label("合同扫描件", "Scan of the contract")).file(lang, filled, &[FileKind::Pdf, FileKind::Jpeg, FileKind::Png], 20 * 1_024 * 1_024))
    };
    let buttons = [
        button_of("act", "continue", label("保存并继续", "Save and continue")),
        secondary("act", "save", label("只保存", "Save only")),
    ];
    html! {
        (fieldset(label("合同", "Contract"), &contract))
        (Field::new("promise", label("我承诺以上内容真实、完整，如有不实愿承担相应责任。", "I promise that all of this is true and complete.")).checkbox(lang, filled))
        (actions(&buttons))
    }
}
