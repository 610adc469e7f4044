//! Reads a policy document and prints what is wrong with it: `cargo run -p policy --example check -- FILE`.
//! What it inherits from lies beside it.

use policy::inherit::Wanted;
use policy::policy::Policy;
use policy::text::Lang;
use std::path::Path;

fn main() -> std::io::Result<()> {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file)?;
        let beside = |wanted: &Wanted| {
            std::fs::read_to_string(Path::new(&file).with_file_name(format!("{}.policy.md", wanted.id))).ok()
        };
        match Policy::load_with(&text, &beside) {
            Ok(policy) => println!("{}: {} clauses, no errors", policy.plan().id, policy.plan().clauses.len()),
            Err(found) => print!("{}", found.render(&file, Lang::Zh)),
        }
    }
    Ok(())
}
