//! What stands on the papers of the cases.

use super::plan::Plan;
use crate::demo::firms::Firm;
use crate::demo::papers::{Sheet, pdf, scan};
use domain::credit_code::{CodeKind, CreditCode};
use domain::filing::{Application, ServiceModel};
use jiff::civil::{Date, date};
use policy::money::Fen;

/// A paper before it is drawn.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    sheet: Sheet,
    /// A picture, as a scanner gives it, with these lines; else a page of PDF.
    scanned: Option<Vec<String>>,
    /// The paper's own date.
    pub dated: Option<Date>,
}

impl Paper {
    fn page(sheet: Sheet) -> Self {
        Self { sheet, scanned: None, dated: None }
    }

    /// The same with the stamp that was missing.
    pub fn stamped(&self) -> Self {
        Self { sheet: self.sheet.clone().line("用印", "已加盖骑缝章"), ..self.clone() }
    }

    /// The file: bytes, media type, and the ending of its name.
    pub fn drawn(&self) -> (Vec<u8>, &'static str, &'static str) {
        match &self.scanned {
            Some(lines) => {
                let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                (scan(&self.sheet.title, &lines), "image/png", "png")
            }
            None => (pdf(&self.sheet), "application/pdf", "pdf"),
        }
    }
}

/// A page about a firm.
fn about(title: &str, firm: &Firm) -> Sheet {
    Sheet::new(title).line("单位名称", firm.name).line("统一社会信用代码", firm.credit_code())
}

fn is_institution(firm: &Firm) -> bool {
    CreditCode::overridden(&firm.credit_code()).is_ok_and(|code| code.kind() == CodeKind::PublicInstitution)
}

fn yuan(amount: Fen) -> String {
    amount.to_string()
}

/// The papers of a filing, each with the document it is. `names` stand on the application form.
pub(super) fn filing(plan: Plan, stated: &Application, names: &[(&str, &str)]) -> Vec<(String, Paper)> {
    let firm = Firm::number(plan.firm);
    let application = names.iter().filter(|(_, value)| !value.is_empty());
    let application =
        application.fold(about("云服务申请单", &firm), |sheet, (name, value)| sheet.line(name, *value));
    let model = match stated.service_model {
        Some(ServiceModel::Saas) => "SaaS",
        Some(ServiceModel::Paas) => "PaaS",
        Some(ServiceModel::Iaas) => "IaaS",
        None => "",
    };
    let application = application
        .line("用途", stated.purpose.clone())
        .line("服务模式", model)
        .line("预计年支付额", yuan(stated.estimate.unwrap_or(Fen::ZERO)))
        .line("计划开通日期", plan.starts_on.to_string())
        .line("申请日期", plan.on.to_string());
    let qualification = about("主营业务资质证明", &firm)
        .line("行业大类代码", firm.division)
        .line("成立日期", firm.founded_on().to_string())
        .line("出具日期", plan.on.to_string());
    vec![
        ("service_application".to_owned(), Paper::page(application)),
        licence(&firm),
        ("business_qualification".to_owned(), Paper::page(qualification)),
        audit(plan.firm, plan.starts_on.year() - 1),
    ]
}

/// The licence, or what a public institution has in its place: a scan.
fn licence(firm: &Firm) -> (String, Paper) {
    let (document, title) = if is_institution(firm) {
        ("institution_certificate", "CERTIFICATE")
    } else {
        ("business_licence", "BUSINESS LICENCE")
    };
    let lines = vec![
        format!("NO. {}", firm.credit_code()),
        format!("DISTRICT {}", firm.district.to_uppercase()),
        format!("DIVISION {}", firm.division),
        format!("FOUNDED {}", firm.founded_on()),
    ];
    (document.to_owned(), Paper { scanned: Some(lines), ..Paper::page(Sheet::new(title)) })
}

/// The audit report of a year, or the final accounts of a public institution.
pub(super) fn audit(number: usize, year: i16) -> (String, Paper) {
    let firm = Firm::number(number);
    let (document, title) =
        if is_institution(&firm) { ("final_accounts", "单位决算") } else { ("audit_report", "审计报告") };
    let dated = if year < 2018 { date(2018, 4, 20) } else { Date::new(year + 1, 1, 11).unwrap_or(Date::MIN) };
    let revenue = firm.revenue(year).unwrap_or(Fen::ZERO);
    let sheet = about(title, &firm)
        .line("报告编号", report_number(number, year))
        .line("会计年度", year.to_string())
        .line("营业收入", yuan(revenue))
        .line("报告日期", dated.to_string());
    (document.to_owned(), Paper { dated: Some(dated), ..Paper::page(sheet) })
}

/// The number of the report on a year's figures.
pub(super) fn report_number(firm: usize, year: i16) -> String {
    format!("沈会审字〔{}〕第{:04}号", year + 1, 100 + firm)
}

/// A page of PDF about a firm, with lines of its own.
pub(super) fn page(title: &str, firm: usize, lines: &[(&str, String)]) -> Paper {
    let firm = Firm::number(firm);
    let sheet = about(title, &firm);
    Paper::page(lines.iter().fold(sheet, |sheet, (name, value)| sheet.line(name, value.clone())))
}

/// A page of PDF of a provider.
pub(super) fn of_provider(title: &str, provider: &str, lines: &[(&str, String)]) -> Vec<u8> {
    let sheet = Sheet::new(title).line("服务商", provider);
    pdf(&lines.iter().fold(sheet, |sheet, (name, value)| sheet.line(name, value.clone())))
}

/// The scan of an approval by the city government.
pub(super) fn approval(number: &str, total: Fen, day: Date) -> Vec<u8> {
    let sheet = Sheet::new("批复").line("文号", number).line("资金合计", yuan(total)).line("日期", day.to_string());
    pdf(&sheet)
}
