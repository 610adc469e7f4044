//! Names of tables and columns: plain where every database takes them so, else in quotes.

use super::dialect::Dialect;

/// A name of one column or part of a table's name.
pub(super) fn name(dialect: Dialect, id: &str) -> String {
    let mut letters = id.chars();
    let starts = letters.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_');
    let goes_on = letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let is_plain = starts && goes_on && RESERVED.split_whitespace().all(|word| word != id);
    if is_plain { id.to_owned() } else { dialect.quoted(id) }
}

/// The name of a table, with the schemas in front of it.
pub(super) fn table(dialect: Dialect, path: &str) -> String {
    let parts: Vec<String> = path.split('.').map(|part| name(dialect, part)).collect();
    parts.join(".")
}

/// Words that one of the databases does not take as a plain name.
const RESERVED: &str = "
    abort add all alter analyse analyze and anti any array as asc asymmetric attach authorization between binary
    both by case cast check cluster collate collation column columns commit concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp current_user database
    date day days default deferrable delete desc describe detach distinct distribute do drop else end escape
    except exists explain false fetch filter final for foreign format freeze from full function glob global grant
    group having hour if ilike in index initially inner insert intersect interval into is isnull join key lateral
    leading left like limit localtime localtimestamp match minus minute month natural not notnull null offset on
    only or order outer over overlaps partition pivot placing pragma prewhere primary qualify references regexp
    reindex replace returning right rollback row rows sample savepoint select semi session_user set settings
    similar some summarize symmetric table tablesample then to trailing transaction true union unique unpivot
    update user using values variadic verbose view when where window with year
";
