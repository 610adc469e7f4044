//! Prints `docs/policy-words.md`.

fn main() {
    print!("{}", policy::workbench::words::page());
}
