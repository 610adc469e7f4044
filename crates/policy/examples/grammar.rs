//! Prints `editors/vscode/syntaxes/policy.tmLanguage.json`.

fn main() {
    println!("{:#}", policy::workbench::grammar::textmate());
}
