//! What changed between two versions of a policy, in words.

use policy::diff::{ChangeKind, Difference, LineKind, hunks};
use policy::policy::Policy;

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

/// The document without its worked cases, which a changed number would contradict.
fn source() -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut in_cases = false;
    for line in SOURCE.lines() {
        let is_head = line.contains("理由码") || line.starts_with("| 申请 |");
        in_cases = line.starts_with('|') && (in_cases || is_head);
        kept.extend((!in_cases && !line.starts_with("算例 ")).then_some(line));
    }
    kept.join("\n")
}

/// The document with some text put in the place of other text, which must be there.
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(source(), |text, (from, to)| {
        assert!(text.contains(from), "the document does not hold `{from}`");
        text.replacen(from, to, 1)
    })
}

fn load(text: &str) -> Policy {
    Policy::load(text).expect("the edited document loads")
}

fn difference(edits: &[(&str, &str)]) -> Difference {
    Difference::between(&load(&source()), &load(&edited(edits)))
}

/// The sentences of an edit: kind, clause, Chinese, English.
fn check(edits: &[(&str, &str)], expected: &[&str]) {
    let found = difference(edits);
    let said: Vec<String> = found
        .changes
        .iter()
        .map(|change| format!("{:?} {} {} / {}", change.kind, change.clause, change.words.zh, change.words.en))
        .collect();
    assert_eq!(said, expected);
}

#[test]
fn a_rate_that_changes_is_named_with_both_values() {
    check(
        &[("比例 为 50%", "比例 为 40%")],
        &["Changed 三(三) 参数 补贴比例：由 50% 改为 40% / parameter Rate: 50% becomes 40%"],
    );
}

#[test]
fn a_row_of_a_table_is_named_by_its_tier_and_the_cut_it_limits() {
    check(
        &[("| 4亿元起 | 150万元 |", "| 4亿元起 | 120万元 |")],
        &["Changed 三(三)1 标准 工业上限（上限 CAPPED） 的 第2档（4亿元起）：由 150万元 改为 120万元 / \
           standard Cap, industrial cloud (limit CAPPED), tier 2 (from 400,000,000 yuan): \
           1,500,000 yuan becomes 1,200,000 yuan"],
    );
}

#[test]
fn a_tier_that_begins_elsewhere_keeps_its_value() {
    check(
        &[("| 4亿元起 | 150万元 |", "| 3亿元起 | 150万元 |")],
        &["Changed 三(三)1 标准 工业上限（上限 CAPPED） 的 第2档（3亿元起） 的起点：由 4亿元 改为 3亿元 / \
           standard Cap, industrial cloud (limit CAPPED), start of tier 2 (from 300,000,000 yuan): \
           400,000,000 yuan becomes 300,000,000 yuan"],
    );
}

#[test]
fn a_field_of_a_matrix_is_named_by_its_members() {
    check(
        &[("| 软件开发云 | 否 | 是 | 单位放宽 | 否 |", "| 软件开发云 | 否 | 是 | 是 | 否 |")],
        &["Changed 三(一) 标准 可申报 的 软件开发云，事业单位：由 单位放宽 改为 是 / \
           standard May apply, Software development cloud, Public institution: Institutions in every stream becomes yes"],
    );
}

#[test]
fn a_default_reading_that_changes_is_one_change() {
    check(
        &[(
            "选 按年 year \"Per contract year\" 默认；选 多年累计 lifetime \"Over all years\"；",
            "选 按年 year \"Per contract year\"；选 多年累计 lifetime \"Over all years\" 默认；",
        )],
        &["Changed 三(三) 疑义 上限周期 的 默认读法：由 按年 改为 多年累计 / \
           switch Period of the cap, default reading: Per contract year becomes Over all years"],
    );
}

#[test]
fn a_name_spelt_anew_is_one_change_wherever_it_is_used() {
    let named = source().replace("补贴比例", "资助比例");
    let found = Difference::between(&load(&source()), &load(&named));
    let said: Vec<&str> = found.changes.iter().map(|change| change.words.zh.as_str()).collect();
    assert_eq!(said, ["参数 资助比例 的 名称：由 补贴比例 改为 资助比例"]);
    assert_eq!(found.changes[0].words.en, "parameter Rate, name: 补贴比例 becomes 资助比例");
    assert!(found.only_words());
}

#[test]
fn blanks_comments_and_spellings_are_no_change_but_the_text_differs() {
    let found = difference(&[(
        "参数 补贴比例 rate \"Rate\"：比例 为 50%",
        "parameter 补贴比例 rate \"Rate\" : ratio = 50% # half",
    )]);
    assert_eq!((found.changes.len(), found.differs), (0, true));
    let same = difference(&[]);
    assert_eq!((same.changes.len(), same.differs), (0, false));
}

#[test]
fn the_order_of_steps_is_a_change() {
    let steps: Vec<String> = source()
        .lines()
        .filter(|line| line.starts_with("步骤 追踪") || line.starts_with("步骤 再评估"))
        .map(str::to_owned)
        .collect();
    let both = steps.join("\n");
    let turned = format!("{}\n{}", steps[1], steps[0]);
    let found = difference(&[(both.as_str(), turned.as_str())]);
    assert_eq!(found.changes.len(), 1);
    assert_eq!(found.changes[0].kind, ChangeKind::Moved);
    assert_eq!(
        found.changes[0].words.en,
        "procedure Follow-up, order: Acceptance, City-service acceptance, Tracking, Re-evaluation becomes Acceptance, City-service acceptance, Re-evaluation, Tracking"
    );
}

/// One edit of every other kind, as a person reads them.
#[test]
fn every_kind_of_change_reads_as_a_sentence() {
    let edits = [
        ("| 4亿元起 | 150万元 |\n", ""),
        ("| 0元起 | 10万元 |", "| 10元起 | 10万元 |\n| 0元起 | 1万元 |"),
        (
            "时限 5个工作日；可 补正，不予，撤回；下级可改 只减\n",
            "时限 10个工作日；可 补正，撤回；下级可改 只减；说明 「慢」 \"slow\"\n",
        ),
        ("凭 服务申请单，营业执照，税务登记证，资质证明，审计报告", "凭 服务申请单，营业执照，资质证明，审计报告"),
        ("施行 2018-09-17 至 2022-12-31", "施行 2018-09-17 至 2023-12-31"),
        ("失效 6个月 内 无 名单", "失效 9个月 内 无 名单"),
        ("方式 按次序末件部分", "方式 按比例"),
        ("政府引路，企业自己决定", "企业自己决定"),
        (
            "须 独立法人；不符 NOT_LEGAL_PERSON 「不是独立法人」 \"Not a legal person\"；补救 「由所属法人申请」 \"Let the parent legal person apply\"\n",
            "",
        ),
        ("NOT_LEGAL_PERSON，", ""),
        (
            "线索 发票重复 duplicate_invoice \"Same invoice twice\"；则 拦截\n",
            "线索 发票重复 duplicate_invoice \"Same invoice twice\"；则 暂缓\n线索 新线索 fresh \"A new one\"；则 复核\n",
        ),
        ("不超过 工业上限 记 CAPPED 「按上限核减」", "不超过 孰低（工业上限，100万元） 记 CAPPED 「按限核减」"),
        ("精确到 取整，尾数舍去", "精确到 取整，四舍五入"),
        ("周年前日（服务起始日），2022-12-31）", "周年前日（服务起始日），2023-12-31）"),
        ("### 二(三) 宣传培训 / Training [宣示]", "### 二(三) 宣传 / Training [宣示]"),
        (
            "目标 新增上云企业 new_cloud \"Industrial and software enterprises newly on the cloud\"：500家",
            "目标 新增上云企业 new_cloud \"Industrial and software enterprises newly on the cloud\"：600家",
        ),
        ("其他 other \"Other\"；证明", "其他 other \"Other\"、高校 university \"University\"；证明"),
        (
            "| 可申报 | 工业企业 | 软件企业 | 事业单位 | 其他 |\n|---|---|---|---|---|\n",
            "| 可申报 | 工业企业 | 软件企业 | 事业单位 | 其他 | 高校 |\n|---|---|---|---|---|---|\n",
        ),
        ("| 工业云 | 是 | 否 | 单位放宽 | 否 |", "| 工业云 | 是 | 否 | 单位放宽 | 否 | 否 |"),
        ("| 软件开发云 | 否 | 是 | 单位放宽 | 否 |", "| 软件开发云 | 否 | 是 | 单位放宽 | 否 | 否 |"),
        ("| 城市服务云 | 是 | 是 | 是 | 其他放宽 |", "| 城市服务云 | 是 | 是 | 是 | 其他放宽 | 是 |"),
    ];
    let found = difference(&edits);
    let said: Vec<String> = found
        .changes
        .iter()
        .map(|change| format!("[{}] {:?}\n  {}\n  {}", change.clause, change.kind, change.words.zh, change.words.en))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn changed_lines_come_with_their_numbers_and_a_line_around_them() {
    let found = hunks("a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n", 1);
    let lines: Vec<(LineKind, &str)> = found[0].lines.iter().map(|line| (line.kind, line.text.as_str())).collect();
    let expected = [(LineKind::Kept, "b"), (LineKind::Removed, "c"), (LineKind::Added, "C"), (LineKind::Kept, "d")];
    assert_eq!((found.len(), found[0].was_from, found[0].now_from), (1, 2, 2));
    assert_eq!(lines, expected);
}
