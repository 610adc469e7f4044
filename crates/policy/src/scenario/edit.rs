//! Writes a scenario into the text of a document.

use std::collections::BTreeMap;

use super::value::{Place, checked};
use super::{Scenario, Setting, SettingKind, Trouble, places, rows};
use crate::policy::Policy;
use crate::syntax::report::Span;
use crate::text::Text;

/// The changed text, with where each part of the scenario stands in it.
pub(super) struct Draft {
    pub text: String,
    fields: Vec<(Span, String)>,
}

/// One change to the old text.
enum Edit {
    /// Other characters in a line.
    Replace { place: Span, with: String },
    /// A line that falls away.
    Drop { line: usize },
    /// A new line before this one.
    Insert { line: usize, text: String },
}

impl Draft {
    /// All troubles with paths and values are reported together.
    pub fn of(scenario: &Scenario, base: &Policy) -> Result<Self, Vec<Trouble>> {
        let settings = places::settings(base);
        let mut edits: Vec<(String, Edit)> = Vec::new();
        let mut troubles = Vec::new();
        let mut take = |field: String, edit: Result<Edit, Text>| match edit {
            Ok(edit) => edits.push((field, edit)),
            Err(words) => troubles.push(Trouble { field, words }),
        };
        for (path, value) in &scenario.set {
            take(format!("set.{path}"), replaced(&settings, path, value));
        }
        for path in &scenario.drop {
            take(format!("drop.{path}"), dropped(base, &settings, path));
        }
        for (id, lines) in &scenario.add {
            for line in lines {
                take(format!("add.{id}"), inserted(base, id, line));
            }
        }
        if !(scenario.drop.is_empty() && scenario.add.is_empty() || base.above().is_empty()) {
            let words = Text::new(
                "继承的文件里，情景只能改数，不能增减行",
                "in a document that inherits, a scenario sets numbers and adds or drops no rows",
            );
            troubles.push(Trouble { field: String::new(), words });
        }
        if troubles.is_empty() { Ok(written(base.source(), edits)) } else { Err(troubles) }
    }

    /// The part of the scenario that stands at a place, or on its line.
    pub fn field_at(&self, place: Span) -> Option<&str> {
        let on_line = || self.fields.iter().filter(|(at, _)| at.line == place.line);
        let exact = on_line().find(|(at, _)| (at.column..at.column + at.length.max(1)).contains(&place.column));
        exact.or_else(|| on_line().next()).map(|(_, field)| field.as_str())
    }
}

fn replaced(settings: &[Setting], path: &str, value: &str) -> Result<Edit, Text> {
    let setting = settings.iter().find(|one| one.path == path).ok_or_else(|| unknown(path, settings.iter()))?;
    let place = if setting.kind == SettingKind::Row { Place::Cell } else { Place::Literal };
    Ok(Edit::Replace { place: setting.place, with: checked(value, place)? })
}

fn dropped(base: &Policy, settings: &[Setting], path: &str) -> Result<Edit, Text> {
    let line = path.rsplit_once('.').and_then(|(id, number)| rows::line_of(base.plan(), id, number.parse().ok()?));
    let rows = || settings.iter().filter(|one| one.kind == SettingKind::Row && one.path.matches('.').count() == 1);
    line.map(|line| Edit::Drop { line }).ok_or_else(|| unknown(path, rows()))
}

fn inserted(base: &Policy, id: &str, line: &str) -> Result<Edit, Text> {
    let plan = base.plan();
    let Some(table) = rows::table_of(plan, id) else {
        let ids: Vec<&str> = plan.standards.iter().map(|one| one.id.as_str()).collect();
        return Err(Text::new(
            format!("没有名为 `{id}` 的表；有：{}", ids.join("、")),
            format!("no table `{id}`; there are: {}", ids.join(", ")),
        ));
    };
    let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
    if cells.len() != table.head.len() || line.contains(['\n', '\r']) {
        let width = table.head.len();
        return Err(Text::new(
            format!("新的一行须有 {width} 格，用 `|` 隔开；写的是 `{line}`"),
            format!("a new row needs {width} cells set apart by `|`; this has `{line}`"),
        ));
    }
    Ok(Edit::Insert { line: rows::line_for(table, &cells), text: format!("| {} |", cells.join(" | ")) })
}

fn unknown<'a>(path: &str, valid: impl Iterator<Item = &'a Setting>) -> Text {
    let paths: Vec<&str> = valid.map(|one| one.path.as_str()).collect();
    Text::new(
        format!("没有 `{path}` 可设；有：{}", paths.join("、")),
        format!("there is no `{path}` to set; there are: {}", paths.join(", ")),
    )
}

/// Applies the edits line by line; those of one line from its end, so that columns stay true.
fn written(source: &str, edits: Vec<(String, Edit)>) -> Draft {
    let mut of_line: BTreeMap<usize, Vec<(String, Edit)>> = BTreeMap::new();
    for (field, edit) in edits {
        let line = match &edit {
            Edit::Replace { place, .. } => place.line,
            Edit::Drop { line } | Edit::Insert { line, .. } => *line,
        };
        of_line.entry(line).or_default().push((field, edit));
    }
    let mut draft = Draft { text: String::new(), fields: Vec::new() };
    let mut number = 0;
    let lines = source.lines().chain(std::iter::once(""));
    for (at, line) in lines.enumerate() {
        let here = of_line.remove(&(at + 1)).unwrap_or_default();
        let is_dropped = here.iter().any(|(_, edit)| matches!(edit, Edit::Drop { .. }));
        let mut replaced: Vec<(String, Span, String)> = Vec::new();
        for (field, edit) in here {
            match edit {
                Edit::Insert { text, .. } => {
                    number += 1;
                    draft.fields.push((Span { line: number, column: 1, length: text.chars().count() }, field));
                    draft.text.push_str(&text);
                    draft.text.push('\n');
                }
                Edit::Replace { place, with } => replaced.push((field, place, with)),
                Edit::Drop { .. } => draft.fields.push((Span { line: number + 1, column: 1, length: 1 }, field)),
            }
        }
        if is_dropped {
            continue;
        }
        number += 1;
        draft.line(line, number, replaced);
    }
    draft
}

impl Draft {
    /// Writes one line with its replacements.
    fn line(&mut self, line: &str, number: usize, mut replaced: Vec<(String, Span, String)>) {
        replaced.sort_by_key(|(_, place, _)| place.column);
        let old: Vec<char> = line.chars().collect();
        let (mut at, mut new) = (0, String::new());
        for (field, place, with) in replaced {
            let from = place.column.saturating_sub(1).clamp(at, old.len());
            new.extend(&old[at..from]);
            let column = new.chars().count() + 1;
            self.fields.push((Span { line: number, column, length: with.chars().count() }, field));
            new.push_str(&with);
            at = (from + place.length).min(old.len());
        }
        new.extend(&old[at..]);
        self.text.push_str(&new);
        self.text.push('\n');
    }
}
