//! Any text as a policy gives diagnostics or a policy that decides: never a panic, and in the drill never more than
//! 100 ms or 64 MB.
//!
//! Texts are made by damaging the shipped documents and what earlier rounds kept: a text is kept when its diagnostics
//! are a set not seen before. What fails is written to `target/fuzz`, and belongs into `tests/corpus` once mended.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use policy::facts::Readings;
use policy::format::format;
use policy::policy::Policy;
use policy::sample::{Random, Sampler};
use policy::text::Lang;

/// What one document may take to load, built for release.
const LOADS_IN: Duration = Duration::from_millis(100);
const MEMORY_KIB: u64 = 64 * 1024;
/// Texts kept beside the first ones.
const KEPT: usize = 400;

/// Everything a text can be put to; what its diagnostics say, as a set of codes.
fn use_up(text: &str) -> BTreeSet<&'static str> {
    let _ = format(text, Lang::En);
    let policy = match Policy::load(text) {
        Ok(policy) => policy,
        Err(found) => {
            assert!(found.has_errors() && !found.render("x", Lang::Zh).is_empty());
            return found.0.iter().map(|one| one.code).collect();
        }
    };
    let readings = Readings::default();
    let mut sampler = Sampler::new(&policy, &readings, 1, 4);
    for _ in 0..3 {
        let decision = policy.decide(&sampler.claim(), &readings);
        assert!(!decision.explain(&policy, Lang::En).is_empty());
        assert!(policy.replays(&decision));
    }
    policy.warnings().0.iter().map(|one| one.code).chain(["loads"]).collect()
}

/// The texts to begin with.
fn seeds() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = ["tests/corpus", "tests/constructs", "../../policies"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).expect("the folder is there"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).expect("text")).collect()
}

/// Words to put in: what the documents are made of, and what breaks readers.
fn words(seeds: &[String]) -> Vec<String> {
    let split = |c: char| c.is_whitespace() || "；，|：（）()「」".contains(c);
    let mut words: BTreeSet<String> =
        seeds.iter().flat_map(|text| text.split(split)).filter(|word| word.len() < 40).map(str::to_owned).collect();
    let odd = [
        "(((((((((((((((((((((((((((((((((((((((((",
        "9223372036854775807",
        "99999999999999999999999",
        "-1",
        "0",
        "0.1%",
        "亿元",
        "2月30日",
        "9999-12-31",
        "0001-01-01",
        "\u{feff}",
        "\u{0}",
        "\r",
        "```policy\n",
        "```\n",
        "|",
        "| - |\n",
        "「",
        "\"",
        "\u{202e}",
        "𠀀",
        "#### ",
        "为",
        "由",
        "且",
        "或",
        "非",
        "若",
        "则",
        "否则",
        "；",
        "，",
        "、",
    ];
    words.extend(odd.map(str::to_owned));
    words.into_iter().collect()
}

/// One more text: a kept one, damaged in one to four places.
fn next(random: &mut Random, texts: &[String], words: &[String]) -> String {
    let pick = |random: &mut Random| &texts[index(random, texts.len())];
    let mut text = pick(random).clone();
    for _ in 0..=random.below(4) {
        let (a, b) = (place(random, &text), place(random, &text));
        let (from, to) = (a.min(b), a.max(b));
        match random.below(9) {
            0 => text.replace_range(from..to.min(next_place(&text, from + 12)), ""),
            1 => text.insert_str(a, &words[index(random, words.len())]),
            2 => swap_word(random, &mut text, words),
            3 => drop_line(random, &mut text),
            4 => twice(random, &mut text, 1),
            5 => twice(random, &mut text, 200),
            6 => text.truncate(to),
            7 => {
                let other = pick(random);
                let line = other.lines().nth(index(random, other.lines().count().max(1))).unwrap_or_default();
                text.insert_str(line_start(&text, a), &format!("{line}\n"));
            }
            _ => {
                let byte = char::from(u8::try_from(random.below(128)).expect("a byte"));
                text.insert(a, byte);
            }
        }
    }
    text
}

fn index(random: &mut Random, of: usize) -> usize {
    usize::try_from(random.below(u64::try_from(of).expect("small"))).expect("an index")
}

fn place(random: &mut Random, text: &str) -> usize {
    next_place(text, index(random, text.len() + 1))
}

/// The next border of a character.
fn next_place(text: &str, from: usize) -> usize {
    (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The line around a place.
fn line(random: &mut Random, text: &str) -> std::ops::Range<usize> {
    let at = place(random, text);
    line_start(text, at)..text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

fn drop_line(random: &mut Random, text: &mut String) {
    let range = line(random, text);
    text.replace_range(range, "");
}

/// A line again, so many times; a big document stays below the limit so that all of it is read.
fn twice(random: &mut Random, text: &mut String, times: usize) {
    let range = line(random, text);
    let again = text[range.clone()].repeat(times);
    if text.len() + again.len() < 400_000 {
        text.insert_str(range.start, &again);
    }
}

fn swap_word(random: &mut Random, text: &mut String, words: &[String]) {
    let from = place(random, text);
    let split = |c: char| c.is_whitespace() || "；，|：（）".contains(c);
    let to = text[from..].find(split).map_or(text.len(), |end| from + end);
    text.replace_range(from..to, &words[index(random, words.len())]);
}

/// Makes texts until told to stop; a text that panics or that `measured` complains about is written down and fails.
fn rounds(seed: u64, mut go_on: impl FnMut(u64) -> bool, measured: impl Fn(&str) -> Option<String>) -> (u64, usize) {
    let mut texts = seeds();
    let first = texts.len();
    let words = words(&texts);
    let mut random = Random::new(seed);
    let mut found: BTreeSet<BTreeSet<&'static str>> = texts.iter().map(|text| use_up(text)).collect();
    let mut round = 0;
    while go_on(round) {
        let text = next(&mut random, &texts, &words);
        let outcome = catch_unwind(AssertUnwindSafe(|| use_up(&text)));
        let wrong = outcome.as_ref().map_or_else(|_| Some("it panics".to_owned()), |_| measured(&text));
        if let Some(wrong) = &wrong {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz");
            fs::create_dir_all(&folder).expect("a folder");
            let file = folder.join(format!("{seed}-{round}.md"));
            fs::write(&file, &text).expect("written");
            assert_eq!(wrong, "nothing", "seed {seed}, round {round}; the text is in {}", file.display());
        }
        let codes = outcome.expect("it did not panic");
        if texts.len() < first + KEPT && found.insert(codes) {
            texts.push(text);
        }
        round += 1;
    }
    (round, found.len())
}

#[test]
fn damaged_documents_never_panic() {
    let (round, kinds) = rounds(1, |round| round < 300, |_| None);
    assert!(round == 300 && kinds > 30, "{kinds} sets of diagnostics");
}

#[test]
#[ignore = "a long run: ./drill fuzz"]
fn drill_fuzz() {
    let (minutes, seed) = (asked("SHANGYUN_DRILL_MINUTES", 60), asked("SHANGYUN_DRILL_SEED", 1));
    let begin = Instant::now();
    let until = Duration::from_secs(minutes * 60);
    let (round, kinds) = rounds(seed, |_| begin.elapsed() < until, too_much);
    println!("{round} texts in {minutes} min, {kinds} sets of diagnostics: no panic, none over 100 ms or 64 MB");
}

/// A number that ./drill hands in.
#[expect(clippy::disallowed_methods, reason = "a drill is told by its environment how long to run")]
fn asked(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |number| number.parse().expect("a number"))
}

/// What loading takes beyond its limits; one that was slow gets three more tries, for caches that were cold.
fn too_much(text: &str) -> Option<String> {
    let memory = peak_of(|| drop(Policy::load(text)));
    if memory > MEMORY_KIB {
        return Some(format!("it takes {memory} KiB"));
    }
    let time = || {
        let begin = on_processor();
        drop(Policy::load(text));
        on_processor().saturating_sub(begin)
    };
    let best = (0..4).map(|_| time()).find(|time| *time <= LOADS_IN);
    best.is_none().then(|| format!("it takes more than {} ms", LOADS_IN.as_millis()))
}

/// How long this thread has been on a processor: what others do meanwhile does not count.
fn on_processor() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux counts a thread's time");
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}

/// By how many KiB the process grew at most meanwhile.
fn peak_of(work: impl FnOnce()) -> u64 {
    fs::write("/proc/self/clear_refs", "5").expect("Linux lets a process forget its peak");
    let before = status("VmRSS:");
    work();
    status("VmHWM:").saturating_sub(before)
}

fn status(key: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/status").expect("Linux says how much memory is used");
    let line = text.lines().find_map(|line| line.strip_prefix(key)).expect("the line is there");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
