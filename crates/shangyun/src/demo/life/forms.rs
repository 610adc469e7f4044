//! What enterprises write into their application forms: purpose, provider, amount.

use super::plan::Plan;
use crate::demo::firms::{self, Firm};
use domain::filing::{Application, ServiceModel};
use jiff::civil::date;
use policy::money::Fen;
use std::collections::BTreeMap;

/// The application form of a filing.
pub(super) fn application(plan: Plan, number: usize) -> Application {
    let services = match plan.stream {
        "industrial" => &INDUSTRIAL_SERVICES[..],
        "software" => &SOFTWARE_SERVICES[..],
        _ => &CITY_SERVICES[..],
    };
    let (project, purpose, model) = services.get(number % services.len()).copied().unwrap_or(INDUSTRIAL_SERVICES[0]);
    Application {
        purpose: purpose.to_owned(),
        service_model: Some(model),
        project_type: project.to_owned(),
        provider: provider(plan, number).to_owned(),
        estimate: Some(estimate(plan, number)),
        starts_on: Some(plan.starts_on),
        answers: BTreeMap::new(),
    }
}

/// The provider: the third is on the register from March 2019 on.
fn provider(plan: Plan, number: usize) -> &'static str {
    match number % 5 {
        0 if plan.starts_on >= date(2019, 3, 1) => "beiling-software",
        0..=2 => "hunhe-cloud",
        _ => "shenyun-operation",
    }
}

/// What a filing expects to pay a year: somewhere around twice the cap of its tier.
fn estimate(plan: Plan, number: usize) -> Fen {
    const PERCENT: [i64; 11] = [62, 38, 104, 71, 29, 88, 120, 47, 81, 55, 96];
    let revenue = Firm::number(plan.firm).revenue(plan.starts_on.year() - 1).unwrap_or(Fen::ZERO);
    let revenue = revenue.fen() / firms::TEN_THOUSAND;
    let twice_the_cap = match (plan.stream, revenue) {
        ("industrial", 500_000..) => 400,
        ("industrial", 40_000..) => 300,
        ("industrial", 2_000..) | ("city_service", _) => 200,
        ("industrial", _) | ("software", 1_000..10_000) => 60,
        ("software", 10_000..) => 100,
        ("software", 50..) => 40,
        (_, _) => 20,
    };
    let percent = PERCENT.get(number % PERCENT.len()).copied().unwrap_or(50);
    Fen::new(twice_the_cap * percent * firms::TEN_THOUSAND / 100)
}

type Service = (&'static str, &'static str, ServiceModel);

const INDUSTRIAL_SERVICES: [Service; 6] = [
    ("equipment-operation", "车间设备联网、运行监测和预防性维护", ServiceModel::Paas),
    ("business-management", "财务、采购、销售和人力一体化管理", ServiceModel::Saas),
    ("design-simulation", "三维设计与有限元仿真云桌面", ServiceModel::Paas),
    ("production-execution", "排产、报工和质量追溯", ServiceModel::Saas),
    ("supply-chain", "供应商协同与仓储管理", ServiceModel::Saas),
    ("infrastructure", "核心业务系统整体迁移，异地备份", ServiceModel::Iaas),
];

const SOFTWARE_SERVICES: [Service; 3] = [
    ("", "研发测试环境、持续集成和制品库", ServiceModel::Paas),
    ("", "代码托管、缺陷管理和自动化测试", ServiceModel::Saas),
    ("", "面向客户的软件服务运行环境", ServiceModel::Iaas),
];

const CITY_SERVICES: [Service; 5] = [
    ("government-service", "办事大厅叫号、预约和电子证照共享", ServiceModel::Saas),
    ("health", "区域检查检验结果互认平台", ServiceModel::Paas),
    ("transport", "公交客流与信号配时分析", ServiceModel::Paas),
    ("education", "在线课程与实训资源平台", ServiceModel::Saas),
    ("industry-platform", "面向中小企业的工业互联网公共服务", ServiceModel::Paas),
];
