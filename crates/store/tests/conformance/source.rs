//! Every statement of the source is in the list that is prepared on both databases.

use store::statements;

/// Every statement written anywhere in this crate is in the list that is prepared on both.
#[test]
fn every_statement_in_the_source_is_registered() {
    let registered: Vec<String> = statements::all().iter().map(|sql| squeeze(sql)).collect();
    let mut missing = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a text").replace("\\\n", " ");
            for literal in text.split('"').skip(1).step_by(2) {
                let sql = squeeze(literal);
                let starts = ["select ", "insert into ", "update ", "delete from "];
                let is_sql = starts.iter().any(|start| sql.starts_with(start)) && !sql.contains('{');
                if is_sql
                    && !registered.contains(&sql)
                    && !path.ends_with("database.rs")
                    && !path.ends_with("postgres.rs")
                {
                    missing.push((path.clone(), sql));
                }
            }
        }
    }
    assert_eq!(missing, vec![]);
}

fn squeeze(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}
