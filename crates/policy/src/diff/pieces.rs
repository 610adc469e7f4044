//! A document taken apart for comparing: statements as items, each with its parts.

use std::collections::BTreeMap;

use crate::text::Text;

/// What makes an item the same one in both versions: its head word, its id, and its number among those of the same id.
pub(super) type ItemKey = (&'static str, String, usize);

/// A declared thing, or a statement without a name.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub key: ItemKey,
    /// The clause it stands under.
    pub clause: String,
    /// `参数 补贴比例`, `parameter Rate`.
    pub about: Text,
    /// Whether it decides nothing: notes and worked cases.
    pub is_words: bool,
    pub parts: Vec<Part>,
}

/// One thing that a statement says.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What makes it the same part in both versions.
    pub key: (String, String, usize),
    /// What it is called in a sentence; empty for the main thing.
    pub label: Text,
    /// What is compared: names by id.
    pub compared: String,
    /// What is shown.
    pub shown: Text,
    /// Whether it decides nothing: labels, remarks, questions.
    pub is_words: bool,
}

impl Item {
    pub fn part(&self, key: &(String, String, usize)) -> Option<&Part> {
        self.parts.iter().find(|part| part.key == *key)
    }

    /// Adds a part; several of the same word and sub-name are counted.
    pub fn add(&mut self, word: &str, sub: &str, part: Part) {
        let same = self.parts.iter().filter(|have| have.key.0 == word && have.key.1 == sub).count();
        self.parts.push(Part { key: (word.to_owned(), sub.to_owned(), same), ..part });
    }
}

/// Items by key, in document order beside.
pub(super) struct Outline {
    pub items: Vec<Item>,
    places: BTreeMap<ItemKey, usize>,
}

impl Outline {
    pub fn new() -> Self {
        Self { items: Vec::new(), places: BTreeMap::new() }
    }

    /// Adds an item; several of the same head and id are counted.
    pub fn add(&mut self, mut item: Item) {
        while self.places.contains_key(&item.key) {
            item.key.2 += 1;
        }
        self.places.insert(item.key.clone(), self.items.len());
        self.items.push(item);
    }

    pub fn get(&self, key: &ItemKey) -> Option<&Item> {
        self.places.get(key).and_then(|place| self.items.get(*place))
    }
}
