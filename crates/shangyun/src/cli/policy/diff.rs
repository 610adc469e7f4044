//! `shangyun policy diff`: what changed between two versions of a policy, in words and line by line.

use super::claims::File;
use super::document::load;
use super::simulate::Named;
use super::{Stop, Tongue};
use ::policy::columnar::Columnar;
use ::policy::diff::{ChangeKind, Difference, Hunk, Line, LineKind, hunks};
use ::policy::facts::Readings;
use ::policy::policy::Policy;
use ::policy::simulate::{Decided, Report};
use ::policy::text::Lang;
use clap::Args;
use std::io::{self, Write};

/// Unchanged lines shown around a changed one.
const AROUND: usize = 1;
/// Claims named that gain or lose most.
const TOP: usize = 5;

#[derive(Args, Debug)]
pub(in crate::cli) struct DiffArguments {
    /// The version compared with: the id of a shipped policy, or the path of a document.
    base: String,
    /// The other version.
    other: String,
    /// Past claims, to say what the other version would come to: CSV, or JSON lines in a `.jsonl` file.
    #[arg(long, value_name = "FILE")]
    input: Option<String>,
    /// Shows the changed lines of the texts as well.
    #[arg(long)]
    lines: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
    /// The language of the words.
    #[arg(long, value_enum, default_value_t)]
    lang: Tongue,
}

/// Prints the difference. As `diff` does, it ends with 1 where the texts differ and with 2 where they cannot be compared.
pub(super) fn run(asked: &DiffArguments) -> Result<(), Stop> {
    let (base, other) = (sound(&asked.base)?, sound(&asked.other)?);
    let difference = Difference::between(&base, &other);
    let lines = if asked.lines || asked.json { hunks(base.source(), other.source(), AROUND) } else { Vec::new() };
    let file = asked.input.as_ref().map(|input| File::read(input, &base)).transpose()?;
    let effect = file.as_ref().map(|file| effect(file, &base, &other)).transpose()?;
    let mut out = io::stdout().lock();
    if asked.json {
        let only_words = difference.only_words();
        let shown =
            serde_json::json!({ "difference": difference, "only_words": only_words, "lines": lines, "effect": effect });
        writeln!(out, "{shown}")?;
    } else {
        write!(out, "{}{}", words(&difference, &other, asked.lang.lang()), marked(&lines))?;
    }
    if let (Some(report), Some(file), false) = (&effect, &file, asked.json) {
        let named = Named { policy: &other, file, lang: asked.lang.lang() };
        writeln!(out, "{}", named.report(report).join("\n"))?;
    }
    if difference.differs { Err(Stop::Wrong) } else { Ok(()) }
}

/// What the other version comes to over past claims, beside the base.
fn effect(file: &File, base: &Policy, other: &Policy) -> Result<Report, Stop> {
    let readings = Readings::default();
    file.suits(&Columnar::new(other, &readings))?;
    let claims = file.claims(&Columnar::new(base, &readings))?;
    let (was, now) = (Decided::under(base, &readings, &claims), Decided::under(other, &readings, &claims));
    Ok(Report::between(&was, &now, &claims, TOP))
}

/// A version without errors.
fn sound(policy: &str) -> Result<Policy, Stop> {
    load(policy).map_err(|stop| match stop {
        Stop::Wrong => Stop::Called(format!("`{policy}` has errors, so it cannot be compared; mend them first")),
        Stop::Called(words) => Stop::Called(words),
    })
}

/// The changes under their clauses.
fn words(difference: &Difference, other: &Policy, lang: Lang) -> String {
    if difference.changes.is_empty() {
        return match (difference.differs, lang) {
            (false, Lang::Zh) => "两个版本的文字完全相同\n",
            (false, Lang::En) => "both versions are the same text\n",
            (true, Lang::Zh) => "意思相同，只有排版、注释或写法不同\n",
            (true, Lang::En) => "both mean the same; only blanks, comments or spellings differ\n",
        }
        .to_owned();
    }
    let (mut lines, mut clause) = (Vec::new(), "");
    for change in &difference.changes {
        if change.clause != clause {
            clause = &change.clause;
            let title = other.plan().clause(clause).map_or("", |one| one.title.get(lang));
            lines.push(format!("{clause} {title}"));
        }
        lines.push(format!("  {} {}", mark(change.kind), change.words.get(lang)));
    }
    if difference.only_words() {
        let said = match lang {
            Lang::Zh => "规则没有变，每件申报的结果都不变",
            Lang::En => "no rule changed; every claim is decided as before",
        };
        lines.push(said.to_owned());
    }
    lines.join("\n") + "\n"
}

const fn mark(kind: ChangeKind) -> char {
    match kind {
        ChangeKind::Added => '+',
        ChangeKind::Removed => '-',
        ChangeKind::Changed => '~',
        ChangeKind::Moved => '>',
        ChangeKind::Reworded => '"',
    }
}

/// The changed lines as `diff` marks them.
fn marked(hunks: &[Hunk]) -> String {
    let line = |line: &Line| {
        let mark = match line.kind {
            LineKind::Kept => ' ',
            LineKind::Removed => '-',
            LineKind::Added => '+',
        };
        format!("{mark}{}\n", line.text)
    };
    let one = |hunk: &Hunk| {
        let head = format!("@@ -{} +{} @@\n", hunk.was_from, hunk.now_from);
        std::iter::once(head).chain(hunk.lines.iter().map(line)).collect::<String>()
    };
    hunks.iter().map(one).collect()
}
