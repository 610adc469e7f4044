//! The lines of a story: who does what to what. Words stand apart by spaces; what is said stands in 「」.

/// One line of a story, with what is expected of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the file.
    pub number: usize,
    /// The line as written.
    pub text: String,
    /// Its words.
    pub words: Words,
    /// What must come of it, from the indented lines beneath.
    pub expects: Vec<Words>,
}

/// The words of a line, taken one after the other.
#[derive(Clone, Debug, Default)]
pub struct Words(Vec<Word>);

/// One word: plain, or said.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Word {
    Plain(String),
    Said(String),
}

/// A story as written: its title and its lines. `#` begins what is only told.
pub fn read(text: &str) -> Vec<Result<Line, String>> {
    let mut lines: Vec<Result<Line, String>> = Vec::new();
    for (number, raw) in text.lines().enumerate() {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with('#') {
            lines.push(Err(trimmed.trim_start_matches('#').trim().to_owned()));
            continue;
        }
        let words = Words::of(trimmed);
        let is_expectation = raw.starts_with([' ', '\u{3000}']);
        match lines.iter_mut().rev().find_map(|line| line.as_mut().ok()) {
            Some(last) if is_expectation => last.expects.push(words),
            Some(_) | None => {
                let text = trimmed.to_owned();
                lines.push(Ok(Line { number: number + 1, text, words, expects: Vec::new() }));
            }
        }
    }
    lines
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words = Vec::new();
        let mut plain = String::new();
        let mut said: Option<String> = None;
        for sign in text.chars() {
            match (&mut said, sign) {
                (Some(text), '」') => {
                    words.push(Word::Said(std::mem::take(text)));
                    said = None;
                }
                (Some(text), _) => text.push(sign),
                (None, '「') => {
                    flush(&mut plain, &mut words);
                    said = Some(String::new());
                }
                (None, _) if sign.is_whitespace() => flush(&mut plain, &mut words),
                (None, _) => plain.push(sign),
            }
        }
        flush(&mut plain, &mut words);
        Self(words)
    }

    /// The next plain word that is no `name=value`.
    pub fn next(&mut self) -> Option<String> {
        let place = self.0.iter().position(|word| matches!(word, Word::Plain(text) if !text.contains('=')))?;
        let Word::Plain(text) = self.0.remove(place) else { return None };
        Some(text)
    }

    /// The plain word after this one, where the line begins so.
    pub fn after(mut self, begin: &str) -> Option<String> {
        if self.next().as_deref() == Some(begin) { self.next() } else { None }
    }

    /// The next plain word; the story is wrong where there is none.
    #[track_caller]
    pub fn must(&mut self, what: &str) -> String {
        self.next().unwrap_or_else(|| unreachable!("a word is missing: {what}"))
    }

    /// What is said next.
    pub fn said(&mut self) -> Option<String> {
        let place = self.0.iter().position(|word| matches!(word, Word::Said(_)))?;
        let Word::Said(text) = self.0.remove(place) else { return None };
        Some(text)
    }

    /// The value of `name=value` or `name=「value」`.
    pub fn option(&mut self, name: &str) -> Option<String> {
        let begin = format!("{name}=");
        let place = self.0.iter().position(|word| matches!(word, Word::Plain(text) if text.starts_with(&begin)))?;
        let Word::Plain(text) = self.0.remove(place) else { return None };
        let value = text[begin.len()..].to_owned();
        match self.0.get(place) {
            Some(Word::Said(_)) if value.is_empty() => {
                let Word::Said(said) = self.0.remove(place) else { return None };
                Some(said)
            }
            Some(_) | None => Some(value),
        }
    }

    /// All that is left of `name=value`, in order.
    pub fn options(&mut self) -> Vec<(String, String)> {
        let mut options = Vec::new();
        while let Some(name) = self.0.iter().find_map(|word| match word {
            Word::Plain(text) => text.split_once('=').map(|(name, _)| name.to_owned()),
            Word::Said(_) => None,
        }) {
            let value = self.option(&name).unwrap_or_default();
            options.push((name, value));
        }
        options
    }

    /// All plain words left, each with what is said right after it.
    pub fn pairs(&mut self) -> Vec<(String, Option<String>)> {
        let mut pairs: Vec<(String, Option<String>)> = Vec::new();
        for word in std::mem::take(&mut self.0) {
            match (word, pairs.last_mut()) {
                (Word::Plain(text), _) => pairs.push((text, None)),
                (Word::Said(text), Some((_, said))) => *said = Some(text),
                (Word::Said(text), None) => pairs.push((String::new(), Some(text))),
            }
        }
        pairs
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

fn flush(plain: &mut String, words: &mut Vec<Word>) {
    if !plain.is_empty() {
        words.push(Word::Plain(std::mem::take(plain)));
    }
}
