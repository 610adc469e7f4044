//! The small plans that the page on the language shows, and the mistakes that a first plan is likely to make in them.

mod support;

use policy::diagnostics::Diagnostic;
use policy::facts::Readings;
use policy::lines::explain_line;
use policy::policy::Policy;
use policy::text::Lang;
use support::findings;

const PAGE: &str = include_str!("../../../docs/policy-language.md");

/// The document on the page that begins with this heading.
fn shown(heading: &str) -> &'static str {
    let blocks = PAGE.split("````markdown\n").skip(1).filter_map(|rest| rest.split_once("````").map(|(text, _)| text));
    let mut found = blocks.filter(|text| text.starts_with(heading));
    found.next().expect("the page shows it")
}

/// The whole small plan.
fn small() -> &'static str {
    shown("# 小城 ")
}

/// The small plan with other clauses than its own.
fn with_clauses(clauses: &str) -> String {
    let (head, _) = small().split_once("## 一").expect("it has clauses");
    head.replace("审查顺序 NOT_LOCAL\n", "") + clauses
}

fn load(text: &str) -> Policy {
    Policy::load(text).map_err(|found| found.render("shown", Lang::En)).expect("it loads")
}

fn warnings(text: &str) -> Vec<Diagnostic> {
    load(text).analysis().0.into_iter().filter(|one| one.code.starts_with('W')).collect()
}

#[test]
fn the_small_plan_of_the_page_loads_and_runs_its_cases() {
    assert_eq!(load(small()).worked_cases(), 4);
    assert_eq!(warnings(small()), []);
}

#[test]
fn the_two_streams_of_the_page_load_and_run_their_cases() {
    let text = with_clauses(shown("## 一 二选一"));
    assert_eq!(load(&text).worked_cases(), 3);
    assert_eq!(warnings(&text), []);
}

/// Steps of 55% and 35%, a yearly limit over two products, and one of two streams; its amounts were worked out by hand.
#[test]
fn a_plan_written_from_the_page_alone_loads_and_runs_its_cases() {
    let text = include_str!("first_plan/from-the-page.policy.md");
    assert_eq!(load(text).worked_cases(), 11);
    let found = Policy::load(&text.replace("47500元", "47500.01元")).expect_err("a fen is noticed");
    assert_eq!(found.0.iter().map(|one| one.code).collect::<Vec<_>>(), ["E16"], "{found:#?}");
}

/// Two products with steps of their own, and how they are paid.
fn two_products(awards: &str) -> String {
    with_clauses(&format!(
        "## 一 两类软件 / Two products [规则]

```policy
事实 协同费 oa \"Collaboration\"：金额 0元 至 1000万元；问 「协同办公软件的年费？」 \"Cost of collaboration software?\"
事实 经营费 erp \"Management\"：金额 0元 至 1000万元；问 「经营管理软件的年费？」 \"Cost of management software?\"
事实 本年已享受 taken \"Received this year\"：金额 0元 至 5万元；问 「本年已享受多少？」 \"How much this year?\"
累进 协同阶梯 oa_steps \"Steps, collaboration\"：金额 由 协同费；精确到 分，尾数舍去
累进 经营阶梯 erp_steps \"Steps, management\"：金额 由 经营费；精确到 分，尾数舍去
{awards}
算例 「两类都买」 \"Both bought\"；设 本年已享受 为 0元
```

| 协同费 | 协同阶梯 |
|---|---|
| 0元起 | 55% |

| 经营费 | 经营阶梯 |
|---|---|
| 0元起 | 55% |

"
    ))
}

fn cases(amount: &str, code: &str) -> String {
    format!("| 协同费 | 经营费 | 补贴额 | 理由码 |\n|---|---|---|---|\n| 6万元 | 6万元 | {amount} | {code} |\n")
}

#[test]
fn a_joint_cap_over_two_products_of_a_claim_is_one_subsidy_over_their_sum() {
    let one =
        PAGE.lines().find(|line| line.starts_with("补贴 软件补贴 award \"Software\"")).expect("the page shows it");
    let text = two_products(one) + &cases("5万元", "JOINT_CAP");
    assert_eq!(warnings(&text), []);
}

#[test]
fn two_subsidies_of_a_claim_that_share_what_was_received_are_pointed_at() {
    let each = |name: &str, id: &str, steps: &str| {
        format!(
            "补贴 {name} {id} \"{id}\" 为 {steps}；同一 企业，公历年度 累计 不超过 5万元 已享受 本年已享受 记 JOINT_CAP 「合计上限」 \"Joint cap\"；受益 企业；收款 企业"
        )
    };
    let both = [each("协同补贴", "award_oa", "协同阶梯"), each("经营补贴", "award_erp", "经营阶梯")].join("\n");
    let text = two_products(&both) + &cases("66000元", "FULL");
    let found = warnings(&text);
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["W10"], "{found:#?}");
    insta::assert_snapshot!(format!("{}\n{}", found[0].message.zh, found[0].message.en));
    let chosen = both + "\n择一 较高者 better \"The better\"：协同补贴，经营补贴 就高";
    assert_eq!(warnings(&(two_products(&chosen) + &cases("33000元", "FULL"))), []);
}

/// One mistake, one snapshot.
macro_rules! mistake {
    ($name:ident, $from:expr, $to:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(findings(small(), $from, $to));
        }
    };
}

const TABLE: &str = "| 本市登记 | 软件年费 | 补贴额 | 理由码 |";

mistake!(
    worked_cases_without_their_statement,
    "算例 「在本市登记的企业」 \"An enterprise of the city\"；设 本市登记 为 是\n",
    ""
);
mistake!(worked_cases_without_a_code, TABLE, "| 本市登记 | 软件年费 | 补贴额 | 理由 |");
mistake!(a_statement_without_worked_cases, TABLE, "| 本市登记 | 软件年费 | 钱 | 理由 |");
mistake!(a_name_for_every_worked_case, TABLE, "| 名称 | 软件年费 | 补贴额 | 理由码 |");
mistake!(a_head_that_is_almost_a_fact, TABLE, "| 本市登记 | 软件年货 | 补贴额 | 理由码 |");
mistake!(a_subsidy_as_a_head_of_worked_cases, TABLE, "| 本市登记 | 软件年费 | 软件补贴 | 理由码 |");

#[test]
fn brackets_begin_at_the_smallest_amount_there_can_be() {
    let text = two_products(
        "补贴 补贴 award \"Subsidy\" 为 合计阶梯；受益 企业；收款 企业\n计算 两类合计 sum \"Sum\"：金额 为 协同费 + 经营费\n累进 合计阶梯 steps \"Steps\"：金额 由 两类合计；精确到 分，尾数舍去",
    );
    let text = text + "| 两类合计 | 合计阶梯 |\n|---|---|\n| 0元起 | 55% |\n\n" + &cases("66000元", "FULL");
    load(&text);
    insta::assert_snapshot!(findings(
        &text,
        "| 两类合计 | 合计阶梯 |\n|---|---|\n| 0元起",
        "| 两类合计 | 合计阶梯 |\n|---|---|\n| 1万元起"
    ));
}

#[test]
fn a_table_to_be_read_may_name_amounts_where_nothing_is_decided() {
    let table = "\n## 三 说明 / Notes [宣示]\n\n| 软件年费 | 补贴额 |\n|---|---|\n| 10万元 | 5万元 |\n";
    load(&(small().to_owned() + table));
}

mistake!(a_cut_without_a_code, "不超过 5万元 记 CAPPED 「按上限核减」 \"Cut to the cap\"", "不超过 5万元");
mistake!(a_unit_that_there_is_not, "不超过 5万元 记", "不超过 50千元 记");
mistake!(a_thousands_separator_in_a_cell, "| 是 | 10万元 | 5万元 | FULL |", "| 是 | 100,000元 | 50,000元 | FULL |");
mistake!(a_thousands_separator_in_a_rule, "不超过 5万元 记", "不超过 50,000元 记");
mistake!(a_status_in_corner_brackets, "## 一 申报条件 / Conditions [规则]", "## 一 申报条件 / Conditions 【规则】");
mistake!(a_clause_without_a_status, "## 二 补贴标准 / What is paid [规则]", "## 二 补贴标准 / What is paid");
mistake!(a_reserved_word_as_an_id, "软件年费 cost", "软件年费 enjoyed");

#[test]
fn a_space_ends_the_number_of_a_clause() {
    let text = small().replace("## 二 补贴标准", "## 二、补贴标准");
    insta::assert_snapshot!(load(&text).warnings().render("copy", Lang::En));
    assert_eq!(load(small()).warnings().0, []);
}

/// The small plan with its subsidy by steps in these rows.
fn by_steps(rows: &str) -> String {
    let steps = "累进 阶梯 steps \"Steps\"：金额 由 软件年费；精确到 分，尾数舍去\n补贴 软件补贴 award \"Software subsidy\" 为 阶梯；";
    let text =
        small().replace("补贴 软件补贴 award \"Software subsidy\" 为 软件年费 乘以 50%；精确到 分，尾数舍去；", steps);
    format!("{text}\n| 软件年费 | 阶梯 |\n|---|---|\n{rows}")
}

#[test]
fn rows_that_can_not_be_read_are_said_to_be_so() {
    let text = by_steps("| 0元起 | 50% |\n");
    load(&text);
    let rows =
        ["| 8万元以内 | 50% |\n| 超过8万元 | 50% |\n", "| 0元（含）至8万元（含） | 50% |\n| 8万元（不含）起 | 50% |\n"];
    let told = rows.map(|rows| findings(&text, "| 0元起 | 50% |\n", rows));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_last_row_has_no_end() {
    let rows = "| 0元（含）至8万元（不含） | 50% |\n| 8万元（含）至20万元（含） | 50% |\n";
    insta::assert_snapshot!(findings(&by_steps("| 0元起 | 50% |\n"), "| 0元起 | 50% |\n", rows));
}

/// To which row the bound belongs makes no difference where each row's ratio is of the part that lies in it.
#[test]
fn a_bound_between_brackets_may_belong_to_either_row() {
    for rows in [
        "| 0元（含）至8万元（不含） | 50% |\n| 8万元起 | 50% |\n",
        "| 0元（含）至8万元（含） | 50% |\n| 80000.01元起 | 50% |\n",
    ] {
        load(&by_steps(rows));
    }
}

#[test]
fn a_requirement_of_a_clause_for_others_is_said_not_to_apply() {
    let clause = shown("## 一 二选一").replace(
        "补贴 奖励",
        "须 标杆企业；不符 NO_MODEL 「不是标杆企业」 \"Not a model\"\n事实 标杆企业 model \"Model\"：是否；问 「是标杆企业吗？」 \"A model?\"\n补贴 奖励",
    );
    let clause = clause.replace("审查顺序 OTHER_TAKEN", "审查顺序 OTHER_TAKEN，NO_MODEL");
    let text = with_clauses(
        &clause
            .replace("| 标杆奖励 | 否 | - | 3万元 | FULL |\n", "")
            .replace("| 标杆奖励 | 是 | - | 0元 | OTHER_TAKEN |\n", ""),
    );
    let (policy, readings) = (load(&text), Readings::default());
    let claim = r#"{"id":"a","stream":"refund","other_taken":false,"model":false,"cost":10000000}"#;
    let told = [Lang::Zh, Lang::En].map(|lang| explain_line(&policy, &readings, claim, lang));
    let hash = policy.plan().hash.get(..12).expect("it has a hash");
    insta::assert_snapshot!(told.join("\n").replace(hash, "HASH"));
}
