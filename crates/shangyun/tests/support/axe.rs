//! axe on the page in front: faults of WCAG 2.0 to 2.2, levels A and AA, as readable text.
//!
//! What axe cannot decide by itself (its "incomplete" list) is not reported.

use serde_json::Value;

/// The axe library, as shipped by its makers.
pub const LIBRARY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/assets/axe.min.js"));

/// Runs axe and hands its result to the callback that comes last.
pub const RUN: &str = "
const done = arguments[arguments.length - 1];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
  .then(result => done({ violations: result.violations }))
  .catch(error => done({ error: String(error) }));
";

/// The same for the rules that depend on colours: all that can differ when only the colours have changed.
pub const RUN_ON_COLOURS: &str = "
const done = arguments[arguments.length - 1];
const rules = ['color-contrast', 'link-in-text-block'];
axe.run(document, { runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] })
  .then(result => done({ violations: result.violations }))
  .catch(error => done({ error: String(error) }));
";

/// One fault per line group: rule, weight, what to do, and where.
pub fn faults(result: &Value) -> Vec<String> {
    if let Some(error) = result.get("error") {
        return vec![format!("axe could not run: {error}")];
    }
    let violations = result.get("violations").and_then(Value::as_array);
    violations.into_iter().flatten().map(describe).collect()
}

fn describe(violation: &Value) -> String {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or("?").to_owned();
    let mut lines =
        vec![format!("{} ({}): {}", text(violation, "id"), text(violation, "impact"), text(violation, "help"))];
    let nodes = violation.get("nodes").and_then(Value::as_array);
    for node in nodes.into_iter().flatten().take(5) {
        let summary = text(node, "failureSummary").replace('\n', " ");
        lines.push(format!("    {}\n      {summary}", text(node, "html")));
    }
    let count = nodes.map_or(0, Vec::len);
    if count > 5 {
        lines.push(format!("    and {} more", count - 5));
    }
    lines.join("\n")
}
