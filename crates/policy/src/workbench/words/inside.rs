//! What types, words inside statements, functions and aggregates mean.

use crate::syntax::keyword::{Aggregate, Function, TypeWord, W};

/// The sentence for a type.
pub(super) fn says_type(word: TypeWord) -> (&'static str, &'static str) {
    match word {
        TypeWord::Money => (
            "金额，精确到分；事实和栏须写范围，两端都算。",
            "Money, exact to the fen; facts and columns declare a range, both ends included.",
        ),
        TypeWord::Ratio => ("比例，精确的分数。", "A ratio, an exact fraction."),
        TypeWord::Integer => ("整数。", "A whole number."),
        TypeWord::Date => ("日期。", "A day."),
        TypeWord::Bool => ("是或否。", "Yes or no."),
        TypeWord::Text => ("文字，只作键和显示。", "Text, for keys and display only."),
        TypeWord::OneOf => ("所列选项之一。", "One of the members listed."),
        TypeWord::Level => ("有高低的选项，由低到高用 `<` 相连。", "Members in order, from the lowest, joined by `<`."),
        TypeWord::SameAs => ("与另一个事实同类型。", "The type of another fact."),
    }
}

/// The sentence for a word inside a statement.
pub(super) fn says(word: W) -> (&'static str, &'static str) {
    match word {
        W::To => ("到，两端都算。", "Up to, both ends included."),
        W::By => ("由谁，或以什么为轴。", "By whom, or along which axis."),
        W::At => ("在哪一步。", "At which step."),
        W::In => ("在某个范围之内。", "Within a range."),
        W::Inside => ("范围或期限之内。", "Inside a scope or a time."),
        W::Per => ("每一个各立一份。", "One for each."),
        W::Same => ("同一对象。", "The same subject."),
        W::AtMost => ("至多几次。", "At most so many times."),
        W::Used => ("已用次数在哪个事实里。", "Which fact says how often it was used."),
        W::Enjoyed => ("已享受的数额在哪个事实里。", "Which fact says how much was enjoyed."),
        W::Cumulative => ("累计起来。", "Summed up."),
        W::Code => ("记下的代码。", "The code it is noted under."),
        W::Default => ("裁定之前采用的读法。", "The reading in force until it is ruled."),
        W::Adverse => (
            "没有条款而不给钱的读法：案件等待裁定。",
            "A reading that denies money without a clause: the case is held until it is ruled.",
        ),
        W::Until => ("截止日，当天算在内。", "The last day, included."),
        W::OnHoliday => ("遇节假日怎么办。", "What a holiday does to the day."),
        W::Without => ("没有发生哪一步。", "Without that step."),
        W::Highest => ("取最高的一笔。", "The highest is taken."),
        W::RoundDown => ("零头舍去。", "What is over is dropped."),
        W::RoundUp => ("零头进一。", "What is over counts as one more."),
        W::RoundHalf => ("四舍五入。", "Half and more counts as one more."),
        W::If => ("如果。", "If this holds."),
        W::Then => ("则取。", "Then this."),
        W::Otherwise => ("否则取。", "Otherwise this."),
        W::Or => ("或：一真即真。", "Or: true as soon as one is."),
        W::And => ("且：一假即假。", "And: false as soon as one is."),
        W::Not => ("非。", "Not."),
        W::Is => ("等于。", "Equals."),
        W::IsNot => ("不等于。", "Does not equal."),
        W::AtLeast => ("大于或等于。", "Greater than or equal to."),
        W::Below => ("小于。", "Less than."),
        W::NoMoreThan => ("小于或等于。", "Less than or equal to."),
        W::Above => ("大于。", "Greater than."),
        W::Earlier => ("日期在前。", "An earlier day."),
        W::Later => ("日期在后。", "A later day."),
        W::NotEarlier => ("当天或以后。", "That day or later."),
        W::NotLater => ("当天或以前。", "That day or earlier."),
        W::Belongs => ("是括号中之一。", "One of those in the brackets."),
        W::Times => ("乘以；金额乘比例须取整。", "Times; money times a ratio must be rounded."),
        W::Of => ("乘以；或清单的哪一栏。", "Times; or which column of a list."),
        W::When => ("只算符合的。", "Only those for which this holds."),
        W::Up => ("自此值起（含），到上一行为止。", "From this value, included, up to the next row."),
    }
}

/// The sentence for an aggregate.
pub(super) fn says_aggregate(word: Aggregate) -> (&'static str, &'static str) {
    match word {
        Aggregate::Total => ("清单各行之和。", "The sum over the rows of a list."),
        Aggregate::Number => ("清单的行数。", "The number of rows."),
        Aggregate::Least => ("各行中最小的。", "The least of the rows."),
        Aggregate::Greatest => ("各行中最大的。", "The greatest of the rows."),
        Aggregate::Any => ("有没有符合的一行。", "Whether there is such a row."),
    }
}

/// The sentence for a function.
pub(super) fn says_function(word: Function) -> (&'static str, &'static str) {
    match word {
        Function::Min => ("几者中最低的。", "The lowest of its arguments."),
        Function::Max => ("几者中最高的。", "The highest of its arguments."),
        Function::FloorTo => {
            ("舍到（单位，金额 乘以 比例）：零头舍去。", "floor-to(unit, money times ratio): what is over is dropped.")
        }
        Function::YearStart => ("该日所在年的 1 月 1 日。", "1 January of the day's year."),
        Function::AnniversaryEve => (
            "周年日的前一天；2 月 29 日的是 2 月 28 日。",
            "The day before the anniversary; that of 29 February is 28 February.",
        ),
        Function::Plus => {
            ("日期加一段期限，超出月末取月末。", "A day plus a duration, clipped to the end of the month.")
        }
        Function::Days => ("两日之间的天数。", "The number of days between two days."),
        Function::ByDays => (
            "按天分摊（金额，自，至，始，终）：一段期间落在窗口内的部分，两端都算。",
            "by-days(amount, from, to, begin, end): the share of a span that falls in a window, both with both ends.",
        ),
        Function::Listed => (
            "某日是否在册：在册（名录，企业，日）。",
            "Whether it stood in the register on a day: listed(register, enterprise, day).",
        ),
    }
}
