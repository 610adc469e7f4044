//! The columns of enterprises.

use super::Texts;
use crate::database::{Value, values};
use domain::enterprise::Enterprise;

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "enterprise",
    read: "select version, body from enterprise where id = $1",
    version: "select version from enterprise where id = $1",
    insert: "insert into enterprise (id, version, body, credit_code, name, name_folded, district) \
        values ($1, $2, $3, $4, $5, $6, $7)",
    update: "update enterprise set version = $2, body = $3, credit_code = $4, name = $5, \
        name_folded = $6, district = $7 where id = $1 and version + 1 = $2",
    page: "select id, version, body, credit_code, name, name_folded, district from enterprise \
        where id > $1 order by id limit 300",
};

pub(super) fn columns(state: &Enterprise) -> Vec<Value> {
    let name = &state.profile.name;
    values![&state.credit_code, name, fold(name), &state.profile.district]
}

/// Text for search: half width, lower case, no spaces.
pub fn fold(text: &str) -> String {
    let half = text.chars().filter(|letter| !letter.is_whitespace()).map(|letter| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter).saturating_sub(0xfee0)).unwrap_or(letter),
        _ => letter,
    });
    half.flat_map(char::to_lowercase).collect()
}
