//! One unit for all ratios of a document, so that a ratio is a whole number of parts and can be added, compared and stored.

use super::Source;
use crate::money::{Ratio, half_width};
use crate::plan::clause::ClausePart;
use crate::syntax::ast::Literal;
use crate::syntax::lexer::TokenKind;
use crate::syntax::report::{Report, Span, both};

/// A ratio given as a fact may be as fine as 0.01%.
const FINEST_FACT: i64 = 10_000;
/// A unit above this could overflow where amounts are added up.
const MOST: i64 = 1_000_000_000_000;

/// The least common multiple of every denominator in the document.
pub(crate) fn unit(source: &Source, report: &mut Report) -> i64 {
    let mut unit = FINEST_FACT;
    for (ratio, span) in ratios(source) {
        match common(unit, ratio.denominator()).filter(|common| *common <= MOST && fits(ratio, *common)) {
            Some(common) => unit = common,
            None => report.error(
                "E05",
                span,
                both(format!("比例 {ratio} 太细或太大"), format!("the ratio {ratio} is too fine or too large")),
                both("全文各比例的公分母不超过一万亿", "keep the common denominator of all ratios under 10^12"),
            ),
        }
    }
    unit
}

fn ratios(source: &Source) -> Vec<(Ratio, Span)> {
    let tokens = source.blocks.iter().flat_map(|block| &block.tokens).filter_map(|token| {
        if let TokenKind::Literal(Literal::Ratio(ratio)) = token.kind { Some((ratio, token.span)) } else { None }
    });
    let tables = source.clauses.iter().flat_map(|clause| &clause.parts).filter_map(|part| match part {
        ClausePart::Table(table) => Some(table),
        ClausePart::Prose(_) | ClausePart::Rules(_) => None,
    });
    let cells = tables.flat_map(|table| table.rows.iter().flatten()).filter_map(|cell| {
        let text: String = cell.text.chars().map(half_width).collect();
        Some((text.trim().parse().ok()?, super::tables::place_of(cell)))
    });
    tokens.chain(cells).collect()
}

fn common(a: i64, b: i64) -> Option<i64> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b)
}

fn fits(ratio: Ratio, unit: i64) -> bool {
    (unit / ratio.denominator()).checked_mul(ratio.numerator()).is_some()
}
