//! Personal values in commands: a program writes `{"personal": "张三"}` where a command names a personal value; here it is
//! sealed, and the command gets the id and the commitment. The journal never sees the value (I16).

use super::ApiProblem;
use crate::acting::Sealing;
use crate::app::App;
use crate::lang::Lang;
use serde_json::{Map, Value};

/// The deepest nesting of a command.
const DEPTH_MAX: usize = 12;

/// Seals every personal value in a command, in place.
///
/// # Errors
/// When a ready-made commitment is sent, the nesting is too deep, or sealing fails.
pub fn seal(app: &App, lang: Lang, owner: &str, command: &mut Value) -> Result<Sealing, ApiProblem> {
    let mut sealing = Sealing::default();
    walk(app, lang, (owner, "command"), command, &mut sealing, DEPTH_MAX)?;
    Ok(sealing)
}

fn walk(
    app: &App,
    lang: Lang,
    (owner, field): (&str, &str),
    value: &mut Value,
    sealing: &mut Sealing,
    depth: usize,
) -> Result<(), ApiProblem> {
    let deeper = depth.checked_sub(1).ok_or_else(|| ApiProblem::bad_request("the command is nested too deep"))?;
    match value {
        Value::Object(fields) => {
            if let Some(plain) = plain(fields) {
                let sealed =
                    sealing.seal(app, owner, field, plain).map_err(|problem| ApiProblem::from_page(lang, &problem))?;
                *value = serde_json::to_value(sealed).unwrap_or_default();
                return Ok(());
            }
            if fields.contains_key("commitment") {
                let detail = format!("`{field}` is a personal value: send {{\"personal\": \"…\"}}");
                return Err(ApiProblem::bad_request(detail));
            }
            for (name, inner) in fields {
                walk(app, lang, (owner, name), inner, sealing, deeper)?;
            }
            Ok(())
        }
        Value::Array(values) => {
            values.iter_mut().try_for_each(|inner| walk(app, lang, (owner, field), inner, sealing, deeper))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// The value of an object that is nothing but a personal value.
fn plain(fields: &Map<String, Value>) -> Option<&str> {
    if fields.len() == 1 { fields.get("personal")?.as_str() } else { None }
}
