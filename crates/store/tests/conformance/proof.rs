//! What is changed behind the back of the store is found, and a backup holds all there is.

use crate::place::{self, Kind, Place};
use crate::script::act;
use crate::{assert_clean, at_once, done};
use store::backup;
use store::store::Store;
use store::verify::{Finding, verify};

/// A little of everything.
pub(crate) async fn fill(store: &Store) {
    let sealed = store.seal("account:a", "name", "欧阳某某").expect("sealed");
    let script = format!("open a {} {}; count c", sealed.personal.id, sealed.personal.commitment);
    store.execute(act("p", &script), vec![sealed.row]).await.expect("done");
    done(store, "1", "move appropriation available 100; count c").await;
    done(store, "2", "move available reserved 30; take a filing:f1; take b filing:f1").await;
    done(store, "3", "file f1 d1 s1; hand f1 bureau+data 2018-11-05; tell e").await;
    done(store, "4", "file f2 d2 s1; hand f2 bureau none; disable a; fund a; free b").await;
    done(store, "5", "withdraw f2; count d").await;
    let at = "2018-10-09T00:00:00Z".parse().expect("an instant");
    store.keep_document(b"a paper".as_slice(), "text/plain", 100, at).await.expect("kept");
}

/// Edits behind the back of the store, and what verification must say of each.
const EDITS: [(&str, &str); 16] = [
    ("update journal set body = replace(body, '30', '31') where what = 'moved' and seq = 5", "Leaf"),
    ("delete from posting where seq = 5; delete from journal where seq = 5", "Gap"),
    ("update journal set actor = 'somebody' where seq = 2", "Leaf"),
    ("update balance set fen = fen + 1 where account = 'p/2018/s/reserved'", "Balance"),
    ("update posting set fen = 31 where account = 'p/2018/s/reserved'", "Postings"),
    ("delete from unique_key where key = 'a'", "MissingRow"),
    ("update unique_key set holder = 'filing:other' where key = 'a'", "Row"),
    ("update counter set last = 9 where name = 'c'", "Row"),
    ("update filing set state = 'finished' where id = 'f1'", "Row"),
    ("update filing set body = replace(body, 'd1', 'd9') where id = 'f1'", "Row"),
    ("delete from queue where id = 'f1' and role = 'data'", "Row"),
    ("update queue_count set cases = 7 where role = 'data'", "QueueCount"),
    ("delete from answer where at > 0", "Answer"),
    ("delete from personal where owner = 'account:a'", "PersonalMissing"),
    ("update head set seq = 99 where id = 1", "Head"),
    ("insert into unique_key (key, holder, standing, version) values ('z', 'x', 'live', 1)", "ExtraRow"),
];

async fn every_edit_is_found(kind: Kind) {
    for (edit, expected) in EDITS {
        let place = Place::new(kind).await;
        let store = place.open().await;
        fill(&store).await;
        place.tamper(edit).await;
        let report = verify(&store, vec![], |_| {}).await.expect("the verification runs");
        let found: Vec<String> = report.findings.iter().map(|finding| format!("{finding:?}")).collect();
        assert!(found.iter().any(|finding| finding.starts_with(expected)), "{edit}: {found:?}");
        place.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_edit_of_a_sqlite_file_is_found() {
    every_edit_is_found(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_edit_of_a_postgresql_database_is_found() {
    every_edit_is_found(Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edited_or_missing_document_is_found() {
    let place = Place::new(Kind::Sqlite).await;
    let store = place.open().await;
    let at = "2018-10-09T00:00:00Z".parse().expect("an instant");
    let kept = store.keep_document(b"a paper".as_slice(), "text/plain", 100, at).await.expect("kept");
    let name = kept.id.as_str();
    let file = place.folder.join("documents").join(&name[..2]).join(&name[2..4]).join(name);
    std::fs::write(&file, b"another").expect("written");
    let report = verify(&store, vec![], |_| {}).await.expect("the verification runs");
    assert_eq!(report.findings, [Finding::DocumentCorrupt { id: name.to_owned() }]);
    std::fs::remove_file(&file).expect("removed");
    let report = verify(&store, vec![], |_| {}).await.expect("the verification runs");
    assert_eq!(report.findings, [Finding::DocumentMissing { id: name.to_owned() }]);
    store.keep_document(b"a paper".as_slice(), "text/plain", 100, at).await.expect("kept");
    assert_clean(&store).await;
    let large = store.keep_document([0_u8; 200].as_slice(), "text/plain", 100, at).await;
    assert!(large.is_err());
    place.remove().await;
}

/// A backup of one database restores into any, and is the same when taken there again.
async fn moves_by_backup(from: Kind, to: Kind) {
    let (source, target) = (Place::new(from).await, Place::new(to).await);
    let store = source.open().await;
    fill(&store).await;
    let running = tokio::spawn({
        let store = store.clone();
        async move { at_once(&store, 40, |number| format!("count c; take t{number} x")).await }
    });
    let at = "2019-01-01T00:00:00Z".parse().expect("an instant");
    let first = backup::backup(&store, &source.folder.join("backup"), at).await.expect("a backup");
    running.await.expect("no panic");
    let (taken, documents) = (source.folder.join("backup"), target.folder.join("documents"));
    let restored = backup::restore(&taken, &target.address, documents.clone()).await;
    assert_eq!(restored.expect("restored"), first);
    let mut config = target.config();
    config.secrets = source.config().secrets;
    let other = Store::open(config, place::setting()).await.expect("it opens");
    assert_eq!(other.head().await.expect("the head"), first.head);
    assert_clean(&other).await;
    let second = backup::backup(&other, &target.folder.join("backup"), at).await.expect("a backup");
    assert_eq!(second, first);
    let again = backup::restore(&taken, &target.address, documents).await;
    assert!(matches!(again, Err(backup::BackupError::NotEmpty { .. })));
    done(&other, "after", "count c").await;
    source.remove().await;
    target.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_moves_to_postgresql_by_backup() {
    moves_by_backup(Kind::Sqlite, Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_moves_to_sqlite_by_backup() {
    moves_by_backup(Kind::Postgres, Kind::Sqlite).await;
}
