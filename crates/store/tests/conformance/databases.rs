//! What a database must promise, and what happens when it goes away.

use crate::place::{Kind, Place};
use crate::script::act;
use crate::{assert_clean, done};
use domain::world::{Aggregate, Key};
use store::database::{Database, DatabaseError, Statement, values};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_is_tried_once_more() {
    let place = Place::new(Kind::Postgres).await;
    let store = place.open().await;
    done(&store, "1", "count c").await;
    place
        .tamper(
            "select pg_terminate_backend(pid) from pg_stat_activity \
            where datname = current_database() and pid <> pg_backend_pid()",
        )
        .await;
    done(&store, "2", "count c").await;
    let count = store.load(&Key::Counter("c".to_owned())).await.expect("the counter");
    assert_eq!(count.state, Some(Aggregate::Counter(2)));
    place.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commits_wait_for_the_disk_whatever_the_database_says() {
    let place = Place::new(Kind::Postgres).await;
    drop(place.open().await);
    for (said, held) in [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")] {
        place.tamper(&format!("alter database {} set synchronous_commit = {said}", place.database())).await;
        let store = place.open().await;
        let read = Statement::new("select current_setting('synchronous_commit')", values![]);
        let rows = store.database().query(read).await.expect("the setting");
        assert_eq!(rows[0].string(0).expect("a text"), held);
    }
    place.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_one_database_take_turns() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let place = Place::new(kind).await;
        let (one, other) = (place.open().await, place.open().await);
        let acts = (0..60).map(|number| {
            let store = if number % 2 == 0 { one.clone() } else { other.clone() };
            let script = format!("take slot{} x{number}; count c", number / 2);
            tokio::spawn(async move { store.execute(act(&format!("k{number}"), &script), vec![]).await })
        });
        let mut happened = 0;
        for one in acts.collect::<Vec<_>>() {
            happened += i64::from(one.await.expect("no panic").is_ok());
        }
        assert_eq!(happened, 30);
        assert_eq!(one.head().await.expect("the head"), 60);
        assert_clean(&one).await;
        place.remove().await;
    }
}

#[tokio::test]
async fn a_wrong_address_is_named() {
    assert!(matches!(Database::open("mysql://x").await, Err(DatabaseError::Address)));
    let _ = values![1_i64];
}
