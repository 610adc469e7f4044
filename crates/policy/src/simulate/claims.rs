//! The claims a simulation runs over, and what they are counted by.

use std::sync::Arc;

use serde::Serialize;

use super::close::{Bound, Close};
use super::lately::Lately;
use super::purse::Purses;
use crate::columnar::columns::Columns;
use crate::columnar::{Columnar, Wanted};
use crate::text::Text;

/// Gives the claims as the columns of a policy, always the same claims in the same order.
type Read<'a> = Box<dyn Fn(&Columnar<'_>) -> Columns + Send + Sync + 'a>;

/// Claims with what they are counted by.
pub struct Claims<'a> {
    count: usize,
    /// What they are counted by, such as district or stream.
    pub by: Vec<Grouping>,
    /// The money that is there for them, where it is known.
    pub purses: Option<Purses>,
    read: Read<'a>,
    /// By what was wanted: most scenarios want the same.
    columns: Lately<Vec<Wanted>, Columns>,
    /// By a bound, the column it is for, and what was wanted: most scenarios have most bounds in common.
    close: Lately<(Bound, usize, Vec<Wanted>), Close>,
}

/// One thing that claims are counted by.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Grouping {
    /// What it is: district.
    pub name: Text,
    /// The groups, in the order shown.
    pub members: Vec<Text>,
    /// The number of its group for every claim.
    #[serde(skip)]
    pub of: Vec<u32>,
}

/// Readings of columns that are kept at the same time.
const KEPT: usize = 8;

impl<'a> Claims<'a> {
    /// So many claims, read by a function.
    pub fn new(count: usize, read: impl Fn(&Columnar<'_>) -> Columns + Send + Sync + 'a) -> Self {
        let (columns, close) = (Lately::new(KEPT), Lately::new(count));
        Self { count, by: Vec::new(), purses: None, read: Box::new(read), columns, close }
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The claims as the columns a policy wants, every number as it is. They are read once for all that want the same.
    pub fn columns(&self, columnar: &Columnar<'_>) -> Arc<Columns> {
        self.columns.get(columnar.wanted().to_vec(), |_| 1, || (self.read)(&columnar.whole()))
    }

    /// The claims close to a bound of one of these columns. No more of them are kept than there are claims, however wide
    /// close is.
    pub(super) fn close(&self, columnar: &Columnar<'_>, place: usize, bound: &Bound) -> Arc<Close> {
        let key = (bound.clone(), place, columnar.wanted().to_vec());
        self.close.get(key, |close| close.rows.len().max(1), || Close::to(&self.columns(columnar), place, bound))
    }
}

impl Grouping {
    /// Groups by labels, in the order in which they first come.
    pub fn of_labels<'l>(name: Text, labels: impl Iterator<Item = &'l Text>) -> Self {
        let mut grouping = Self { name, ..Self::default() };
        let mut numbers: std::collections::BTreeMap<&Text, u32> = std::collections::BTreeMap::new();
        for label in labels {
            let next = u32::try_from(grouping.members.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(label).or_insert_with(|| {
                grouping.members.push(label.clone());
                next
            });
            grouping.of.push(number);
        }
        grouping
    }
}
