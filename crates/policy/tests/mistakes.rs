//! Seeded mistakes in copies of the Shenyang document: each must be found, at its place, with help.

mod support;

use policy::policy::Policy;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

/// One mistake, one snapshot.
macro_rules! mistake {
    ($name:ident, $from:expr, $to:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(support::findings(SOURCE, $from, $to));
        }
    };
}

mistake!(a_name_that_is_almost_right, "不超过 工业上限 记", "不超过 工业上线 记");
mistake!(a_gap_below_the_lowest_tier, "| 0元起 | 30万元 |", "| 1000元起 | 30万元 |");
mistake!(a_tier_out_of_order, "| 4亿元起 | 150万元 |", "| 60亿元起 | 150万元 |");
mistake!(a_matrix_without_a_field, "| 软件开发云 | 否 | 是 | 单位放宽 | 否 |\n", "");
mistake!(
    money_times_money,
    "年度实际支付额 乘以 补贴比例；精确到 取整，尾数舍去；不超过 工业上限",
    "年度实际支付额 乘以 工业上限；精确到 取整，尾数舍去；不超过 工业上限"
);
mistake!(
    a_ratio_never_rounded,
    "乘以 补贴比例；精确到 取整，尾数舍去；不超过 软件上限",
    "乘以 补贴比例；不超过 软件上限"
);
mistake!(
    a_switch_with_two_defaults,
    "选 多年累计 lifetime \"Over all years\"；理由 「档次",
    "选 多年累计 lifetime \"Over all years\" 默认；理由 「档次"
);
mistake!(an_order_that_leaves_a_code_out, "，NO_PAYMENT\n", "\n");
mistake!(a_paper_nobody_declared, "凭 服务申请单，营业执照，税务登记证，", "凭 服务申请单，营业执照，税务登记証，");
mistake!(a_return_to_a_later_step, "退回至 资金计划\n步骤 政府审批", "退回至 发放\n步骤 政府审批");
mistake!(
    several_roles_with_several_ranks,
    "层级 签发；时限 10个工作日；可 退回",
    "层级 审核，签发；时限 10个工作日；可 退回"
);
mistake!(an_order_that_can_tie, "次序 重点监测企业 在先，收件时间 升序；不足", "次序 重点监测企业 在先；不足");
mistake!(a_payee_left_out, "受益 企业；收款 企业\n算例", "受益 企业\n算例");
mistake!(
    a_worked_case_that_is_wrong,
    "| 4亿元 | 2999999.99元 | 1499999.99元 | FULL |",
    "| 4亿元 | 2999999.99元 | 150万元 | FULL |"
);
mistake!(a_label_in_one_tongue, "已备案 filed \"Filed\"", "已备案 filed");
mistake!(
    a_clause_that_nothing_carries_out,
    "### 四(一) 协同推进 / Working together [宣示]",
    "### 四(一) 协同推进 / Working together [程序]"
);
mistake!(
    an_unknown_kind_of_step,
    "步骤 追踪 tracking \"Tracking\"：追踪 由",
    "步骤 追踪 tracking \"Tracking\"：跟踪 由"
);
mistake!(a_table_bound_to_nothing, "| 上年度营业收入 | 软件上限 |", "| 上年度营业收入 | 上限 |");
mistake!(
    an_amount_without_a_range,
    "estimate_fen \"Estimated yearly contract\"：金额 0元 至 900万亿元",
    "estimate_fen \"Estimated yearly contract\"：金额"
);
mistake!(a_sum_that_could_overflow, "键 流水号；至多 500行", "键 流水号；至多 50000000行");
mistake!(a_list_outside_a_derivation, "为 孰低（应补额，预留额 + 腾出额）", "为 孰低（应补额，合计（付款 的 金额））");

#[test]
fn several_mistakes_are_all_found_at_once() {
    let changed = SOURCE
        .replacen("须 已备案；不符", "须 已备按；不符", 1)
        .replacen("须 行业相符；不符 NOT_INDUSTRY", "须 行业相符 不符 NOT_INDUSTRY", 1)
        .replacen("| 1亿元起 | 50万元 |", "| 1亿元起 | 很多 |", 1);
    let found = Policy::load(&changed).expect_err("the mistakes are found");
    let codes: Vec<&str> = found.0.iter().map(|d| d.code).collect();
    assert!(codes.contains(&"E01") && codes.contains(&"E02"), "{codes:?}");
    let json: serde_json::Value = serde_json::from_str(&found.to_json()).expect("diagnostics are JSON");
    assert!(json[0]["line"].is_u64() && json[0]["message"]["zh"].is_string());
}

#[test]
fn of_very_many_unknown_names_all_are_named_and_the_first_get_a_near_one() {
    let wrong = |number: usize| format!("计算 「多{number}」 more_{number} \"More {number}\"：金额 为 年度实际支付\n");
    let all: String = (0..1_000).map(wrong).collect();
    let changed = SOURCE.replacen("参数 补贴比例 rate", &format!("{all}参数 补贴比例 rate"), 1);
    let found = Policy::load(&changed).expect_err("the mistakes are found");
    let unknown: Vec<bool> = found
        .0
        .iter()
        .filter(|one| one.message.zh == "没有名为 `年度实际支付` 的事实、参数或计算")
        .map(|one| one.help.zh.contains("是否指 `年度实际支付额`"))
        .collect();
    assert_eq!(unknown.len(), 1_000);
    assert!(unknown[..150].iter().all(|near| *near) && unknown[850..].iter().all(|near| !near));
}
