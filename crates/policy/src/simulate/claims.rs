//! The claims a simulation runs over, and what they are counted by.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

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
    /// Columns already read, by what was wanted: most scenarios want the same.
    known: Mutex<Vec<(Vec<Wanted>, Arc<Columns>)>>,
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
        Self { count, by: Vec::new(), purses: None, read: Box::new(read), known: Mutex::new(Vec::new()) }
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The claims as the columns a policy wants, every number as it is. They are read once for all that want the same.
    pub fn columns(&self, columnar: &Columnar<'_>) -> Arc<Columns> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let of = known().iter().find(|(wanted, _)| wanted == columnar.wanted()).map(|(_, columns)| Arc::clone(columns));
        of.unwrap_or_else(|| {
            let columns = Arc::new((self.read)(&columnar.whole()));
            let mut known = known();
            if known.len() == KEPT {
                known.remove(0);
            }
            known.push((columnar.wanted().to_vec(), Arc::clone(&columns)));
            columns
        })
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
