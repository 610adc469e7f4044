//! What a solver answered.

use std::collections::BTreeMap;

/// As far as the text goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Said {
    /// No claim is as asked.
    Unsatisfiable,
    /// A claim is, with its values by name.
    Model(BTreeMap<String, i64>),
    /// It gave up, or its words are not understood.
    Unknown(String),
}

/// Reads the output of `(check-sat)` and `(get-value …)`.
pub(super) fn read(output: &str) -> Said {
    let mut words = output.split_whitespace();
    match words.next() {
        Some("unsat") => Said::Unsatisfiable,
        Some("sat") => {
            let rest = output.split_once("sat").map_or("", |(_, rest)| rest);
            Said::Model(values(rest))
        }
        Some(word) => Said::Unknown(if word == "timeout" { "timeout".to_owned() } else { output.trim().to_owned() }),
        None => Said::Unknown("nothing was answered".to_owned()),
    }
}

/// `((|a| 5) (b (- 3)))` by name; whatever is no number is left out.
fn values(text: &str) -> BTreeMap<String, i64> {
    let (mut found, mut name, mut is_negative) = (BTreeMap::new(), String::new(), false);
    for token in tokens(text) {
        match token.as_str() {
            "(" | ")" => {}
            "-" => is_negative = true,
            "true" | "false" => {
                found.insert(std::mem::take(&mut name), i64::from(token == "true"));
            }
            _ => match token.parse::<i64>() {
                Ok(value) => {
                    found.insert(std::mem::take(&mut name), if is_negative { -value } else { value });
                    is_negative = false;
                }
                Err(_) => name = token,
            },
        }
    }
    found
}

fn tokens(text: &str) -> Vec<String> {
    let (mut found, mut word, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        let ends = !is_quoted && (c.is_whitespace() || c == '(' || c == ')');
        if ends && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if ends && !c.is_whitespace() {
            found.push(c.to_string());
        }
        if !ends {
            word.push(c);
        }
        is_quoted ^= c == '|';
    }
    if !word.is_empty() {
        found.push(word);
    }
    // A name that needs no bars may come back without them.
    let is_name = |word: &str| word.starts_with(|c: char| c.is_ascii_alphabetic()) && word != "true" && word != "false";
    found.into_iter().map(|word| if is_name(&word) { format!("|{word}|") } else { word }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_read_as_solvers_write_them() {
        let text = "sat\n((paid_fen 5)\n (|switch a b| (- 3)) (|more paid| 7)\n (filed 1))\n";
        let Said::Model(model) = read(text) else { panic!("a model") };
        let expected = [("|paid_fen|", 5), ("|switch a b|", -3), ("|more paid|", 7), ("|filed|", 1)];
        assert_eq!(model, expected.map(|(name, value)| (name.to_owned(), value)).into());
        assert_eq!(read("unsat\n(error \"no model\")"), Said::Unsatisfiable);
        assert_eq!(read("unknown"), Said::Unknown("unknown".to_owned()));
        assert_eq!(read(""), Said::Unknown("nothing was answered".to_owned()));
    }
}
