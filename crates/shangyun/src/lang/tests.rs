//! Both languages say the same things, and nothing is asked for that is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// Every key of a language with the names of its values.
fn keys(areas: &[Area]) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (area, text) in areas {
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let head = line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()));
            if let Some((key, _)) = head {
                current = key.trim().to_owned();
                let fresh = keys.insert(current.clone(), BTreeSet::new()).is_none();
                assert!(fresh, "`{current}` is said twice, the second time in {area}.ftl");
            }
            for part in line.split('$').skip(1) {
                let name: String =
                    part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
                keys.entry(current.clone()).or_default().insert(name);
            }
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_values() {
    let (chinese, english) = (keys(CHINESE), keys(ENGLISH));
    let all: BTreeSet<&String> = chinese.keys().chain(english.keys()).collect();
    let different: Vec<&&String> = all.iter().filter(|key| chinese.get(**key) != english.get(**key)).collect();
    assert!(different.is_empty(), "not the same in both languages: {different:?}");
}

#[test]
fn every_area_is_read_without_errors() {
    for (area, text) in CHINESE.iter().chain(ENGLISH) {
        if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
            panic!("{area}.ftl: {errors:?}");
        }
    }
}

#[test]
fn every_key_used_in_the_source_exists() {
    let known = keys(CHINESE);
    let mut missing = Vec::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&file).expect("a source file is readable text");
        for opening in [".t(", ".t_with(", "Message::new("] {
            for part in text.split(opening).skip(1) {
                let Some(key) = part.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                    continue;
                };
                if !known.contains_key(key) {
                    missing.push(format!("{key} in {}", file.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "sentences that nobody has written: {missing:#?}");
}

/// Every Rust file under `folder`, but for this one.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the source folder is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("lang/tests.rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_key_nobody_wrote_is_shown_as_itself() {
    assert_eq!(Lang::Zh.t("no-such-key"), "no-such-key");
}

#[test]
fn languages_are_found_by_short_name_and_by_tag() {
    assert_eq!(Lang::from_code("en-GB"), Some(Lang::En));
    assert_eq!(Lang::from_code("zh-Hans-CN"), Some(Lang::Zh));
    assert_eq!(Lang::from_code("fr"), None);
}
