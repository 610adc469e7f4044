//! What each head word does.

use crate::syntax::keyword::Head;

/// The sentence in Chinese and English.
pub(super) fn says(word: Head) -> (&'static str, &'static str) {
    SAYS.iter().find(|(one, ..)| *one == word).map_or(("", ""), |(_, zh, en)| (*zh, *en))
}

const SAYS: &[(Head, &str, &str)] = &[
    (
        Head::Plan,
        "整份方案：谁发布、依据什么、施行的起止日（两端都算）、是否公开。",
        "The plan as a whole: who issued it, what it rests on, its term (both ends included), whether it is public.",
    ),
    (
        Head::Role,
        "办事的角色，由部门担任；哪个部门担任，由城市登记。",
        "A part that an office plays; which office plays it is a register of the city.",
    ),
    (
        Head::Register,
        "城市保管、带日期的名录，写明其对象。",
        "A dated register that the city keeps, and what its entries are.",
    ),
    (
        Head::Document,
        "一份材料：编号、可由什么代替、谁出具、多久有效、何时才要。",
        "A paper: its number, what may stand in for it, who issues it, how long it counts, when it is asked for.",
    ),
    (
        Head::Fact,
        "一个有类型、有范围的事实：由什么材料证明、由谁核定、怎样问。",
        "A typed and bounded fact: which paper proves it, who attests it, how a form asks for it.",
    ),
    (
        Head::Records,
        "有栏的清单，如付款：键和行数上限。",
        "A list of rows with columns, keys and a most number of rows.",
    ),
    (
        Head::Derive,
        "一个事实怎样由清单、名录和别的事实算出；这样的事实不采信申报值。",
        "How a fact is found from lists, registers and other facts; such a fact is never taken as stated.",
    ),
    (
        Head::Compute,
        "一个有名称的量，在说明里自成一步。",
        "A named quantity with a step of its own in the explanation.",
    ),
    (
        Head::Parameter,
        "方案定下的数；也可按日期分段，或另定于别的通知。",
        "A number the plan sets; or several, by date; or one that another notice sets.",
    ),
    (Head::Period, "一个周期，以及它从哪一天起算。", "A period bound to the date it is counted from."),
    (
        Head::Switch,
        "原文没有说清的问题：几种读法，恰有一种默认，及其理由。",
        "A question the text leaves open: its readings, exactly one of them the default, and the reason.",
    ),
    (
        Head::Applies,
        "限定本条标题之下的条件和补贴，不及于下级标题。",
        "Limits the requirements and subsidies under this heading, not those under its sub-headings.",
    ),
    (
        Head::Must,
        "一个条件：不符时的代码、说法和补救；`同一 … 至多 … 已用` 是计次的写法。",
        "A requirement with its code, words and remedy; `same … at-most … used` is the counting form.",
    ),
    (
        Head::CheckOrder,
        "审查的先后：所有条件的代码，各写一次；第一个不符的是法定理由。",
        "The order of the codes, complete, each once; the first that fails is the legal ground.",
    ),
    (
        Head::Standard,
        "一张取值的表：按档次、按选项、按几者的组合，或两者的矩阵；表写在同一条款下。",
        "A table of values: by tier, by member, by several together, or a matrix of two; it stands under the same clause.",
    ),
    (
        Head::Brackets,
        "分段累进：每一行的比例只用于落在该段的部分，合计后取整一次。",
        "Marginal brackets: each row's ratio counts for the part of the amount that lies in it; rounded once.",
    ),
    (
        Head::Subsidy,
        "一笔补贴：先算、再取整、再按所写次序扣减；受益者和收款者。",
        "An amount, rounded, then lowered by its cuts in the order written; beneficiary and payee.",
    ),
    (
        Head::Recognise,
        "不给钱的认定，如星级：多久有效，列入哪个名录。",
        "A recognition without money, such as a star rating: how long it lasts, which register it is entered in.",
    ),
    (
        Head::Choose,
        "几笔可能都适用的补贴只付最高的一笔；相等时取写在前面的。",
        "Of several awards that may all apply, the highest alone is paid; of equal ones the first named.",
    ),
    (
        Head::Voucher,
        "一张券：面额、有效期、兑付窗口、抵付多少、凭什么、余额如何、多久清算。",
        "A voucher: face value, validity, window of redemption, how much of a bill it pays, papers, what is left, clearing.",
    ),
    (
        Head::Unique,
        "同一对象在办或已补贴只能有几次，或合计不超过多少。",
        "What may be live or funded once per key, or n times, or summed up to a limit.",
    ),
    (Head::Procedure, "一套程序，由若干步骤组成。", "A procedure, made of steps."),
    (
        Head::Step,
        "程序的一步：哪类、由谁、层级、时限、出口、材料。",
        "A step of a procedure: its kind, who, ranks, deadline, exits, papers.",
    ),
    (
        Head::Budget,
        "一笔预算：来源、数额、按什么立账。",
        "An envelope of money: its source, its amount, one book per what.",
    ),
    (
        Head::Reserve,
        "总额控制的前半：在哪一步预留、多少、按什么次序、不足怎么办。",
        "The first half of total control: at which step money is reserved, how much, in which order, what if it runs short.",
    ),
    (
        Head::Settle,
        "总额控制的后半：在哪一步结算、付什么、次序、方式。",
        "The second half of total control: at which step it is settled, what is paid, in which order, how.",
    ),
    (Head::Target, "一个要数得出来的目标，及截止日。", "A counted promise, and the day it is due."),
    (Head::Flag, "让人再看一眼的线索，及其后果。", "A thing that makes people look again, and what follows from it."),
    (Head::Recover, "追回款项的情形、数额、由谁。", "A ground for taking money back: how much, and who decides."),
    (Head::Note, "一条注，可写明回答哪个疑义编号。", "A note, with the number of the open question it answers."),
    (
        Head::Cases,
        "算例：同一条款下的表写明应得的结果，读入文件时逐行验算。",
        "Worked cases: the table under the same clause says what must come out; run whenever the document is loaded.",
    ),
];
