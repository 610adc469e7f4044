//! Other columns of a file of claims than its facts, such as a district, row by row as the claims are read.

use std::collections::{BTreeMap, BTreeSet};

use super::records::{blank, line_end, next_cell};
use super::{HeaderFault, names};

/// A column as labels: its different texts, and the number of the text of every claim. A line that cannot be made out,
/// and one that is too short, has the empty text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Labels {
    /// The different texts, in the order in which they first come.
    pub texts: Vec<String>,
    /// The number of its text for every claim.
    pub of: Vec<u32>,
}

/// The labels in the column of this name.
pub fn labels(bytes: &[u8], column: &str) -> Result<Labels, HeaderFault> {
    let mut found = Labels::default();
    let mut numbers: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    each(bytes, column, |_, text| {
        let number = numbers.get(text).copied().unwrap_or_else(|| {
            let number = u32::try_from(found.texts.len()).unwrap_or(u32::MAX);
            found.texts.push(String::from_utf8_lossy(text).into_owned());
            numbers.insert(text.to_vec(), number);
            number
        });
        found.of.push(number);
    })?;
    Ok(found)
}

/// The texts in the column of this name for a few claims, by their numbers from 0.
pub fn texts_of(bytes: &[u8], column: &str, claims: &BTreeSet<usize>) -> Result<BTreeMap<usize, String>, HeaderFault> {
    let mut found = BTreeMap::new();
    each(bytes, column, |claim, text| {
        if claims.contains(&claim) {
            found.insert(claim, String::from_utf8_lossy(text).into_owned());
        }
    })?;
    Ok(found)
}

/// Calls with the number of every claim and its text in the column of this name.
fn each(bytes: &[u8], column: &str, mut take: impl FnMut(usize, &[u8])) -> Result<(), HeaderFault> {
    let (names, mut at) = names(bytes)?;
    let Some(wanted) = names.iter().position(|name| name == column) else {
        return Err(HeaderFault::Missing(vec![column.to_owned()]));
    };
    let mut claim = 0;
    while at < bytes.len() {
        if let Some(end) = blank(bytes, at) {
            at = end;
            continue;
        }
        let (start, mut place, mut text) = (at, 0, None);
        loop {
            let Some(cell) = next_cell(bytes, at) else {
                (at, text) = (line_end(bytes, start), None);
                break;
            };
            if place == wanted {
                text = Some(cell.text.unquoted());
            }
            (at, place) = (cell.end, place + 1);
            if cell.is_last {
                break;
            }
        }
        take(claim, text.as_deref().unwrap_or_default());
        claim += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "id,district,filed\na,铁西,true\n\nb,\"浑南, 新区\",true\r\nc\nd,铁西,\"x\"y\ne,,true\n";

    #[test]
    fn labels_go_with_the_claims_line_by_line() {
        let found = labels(FILE.as_bytes(), "district").expect("the column is there");
        assert_eq!(found.texts, ["铁西", "浑南, 新区", ""]);
        assert_eq!(found.of, [0, 1, 2, 2, 2], "a short line and a broken one have no text");
        let ids = texts_of(FILE.as_bytes(), "id", &BTreeSet::from([1, 4])).expect("the column is there");
        assert_eq!(ids, BTreeMap::from([(1, "b".to_owned()), (4, "e".to_owned())]));
    }

    #[test]
    fn a_column_that_is_not_there_is_named() {
        let missing = labels(FILE.as_bytes(), "street").expect_err("there is none");
        assert_eq!(missing.to_string(), "the first line does not name `street`");
    }
}
