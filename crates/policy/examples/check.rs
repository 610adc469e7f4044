//! Reads a policy document and prints what is wrong with it: `cargo run -p policy --example check -- FILE`.

use policy::policy::Policy;
use policy::text::Lang;

fn main() -> std::io::Result<()> {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file)?;
        match Policy::load(&text) {
            Ok(policy) => println!("{}: {} clauses, no errors", policy.plan().id, policy.plan().clauses.len()),
            Err(found) => print!("{}", found.render(&file, Lang::Zh)),
        }
    }
    Ok(())
}
