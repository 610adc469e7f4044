//! What the store promises, on SQLite and on PostgreSQL by the same functions. The address of a
//! PostgreSQL server for tests comes from `SHANGYUN_TEST_PG`; where it is missing the tests fail.

#![expect(clippy::panic, reason = "a test stops where a promise is broken")]

mod databases;
#[path = "../support/place.rs"]
mod place;
mod proof;
#[path = "../support/script.rs"]
mod script;
mod source;

use domain::refusal::Refusal;
use domain::world::{Aggregate, Key};
use place::{Kind, Place};
use policy::money::Fen;
use proof::fill;
use script::{account, act};
use store::database::{DatabaseError, Statement};
use store::statements;
use store::store::{Failed, Store};
use store::verify::{Finding, SignedRoot, verify};
use store::views;

macro_rules! on_both {
    ($($(#[$doc:meta])* $name:ident)+) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() {
            super::with(super::Kind::Sqlite, super::$name).await;
        } )+ }
        mod memory { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() {
            super::with(super::Kind::Memory, super::$name).await;
        } )+ }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() {
            super::with(super::Kind::Postgres, super::$name).await;
        } )+ }
    };
}

on_both! {
    every_statement_can_be_prepared
    every_table_is_listed_with_its_columns
    the_same_act_again_gets_the_same_answer
    another_act_under_the_same_key_is_an_error
    the_same_act_at_once_happens_once
    a_unique_key_goes_to_exactly_one
    seven_units_go_to_exactly_seven
    an_act_that_breaks_a_constraint_leaves_the_others
    a_refusal_writes_nothing
    an_act_rests_on_those_before_it_in_its_group
    a_freed_and_retaken_key_is_seen
    what_was_answered_is_there_after_a_crash
    a_clean_store_verifies
    personal_values_are_sealed_opened_and_erased
    the_queue_shows_what_presses_first
    messages_reach_inbox_and_outbox
    secrets_work_once
    a_newer_schema_is_refused
    a_stopped_writer_finishes_what_waits
    a_page_with_one_reader_at_a_time_is_enough
    a_question_is_answered_from_what_it_asks_for
}

async fn with<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(Store, std::sync::Arc<Place>) -> F) {
    let place = std::sync::Arc::new(Place::new(kind).await);
    test(place.open().await, std::sync::Arc::clone(&place)).await;
    if let Ok(place) = std::sync::Arc::try_unwrap(place) {
        place.remove().await;
    }
}

type Shared = std::sync::Arc<Place>;

async fn done(store: &Store, key: &str, script: &str) {
    store.execute(act(key, script), vec![]).await.expect("the act is done");
}

async fn assert_clean(store: &Store) {
    let report = verify(store, vec![], |_| {}).await.expect("the verification runs");
    assert_eq!(report.findings, vec![], "nothing is wrong");
}

async fn every_statement_can_be_prepared(store: Store, _: Shared) {
    for sql in statements::all() {
        if let Err(error) = store.database().prepare(&sql).await {
            panic!("{sql}: {error}: {:?}", std::error::Error::source(&error));
        }
    }
}

async fn every_table_is_listed_with_its_columns(store: Store, _: Shared) {
    for table in store::tables::TABLES {
        let columns = store.database().columns(table.name).await.expect("the columns");
        assert_eq!(columns, table.columns, "{}", table.name);
    }
}

async fn the_same_act_again_gets_the_same_answer(store: Store, _: Shared) {
    assert_eq!(store.answered(&act("k", "count c; take a x")).await, Ok(None));
    let first = store.execute(act("k", "count c; take a x"), vec![]).await.expect("done");
    let again = store.execute(act("k", "count c; take a x"), vec![]).await.expect("answered");
    assert_eq!(first, again);
    assert_eq!(store.answered(&act("k", "count c; take a x")).await, Ok(Some(first)));
    assert_eq!(store.answered(&act("k", "count d")).await, Err(Failed::KeyReused));
    assert_eq!(store.head().await.expect("the head"), 2);
}

async fn another_act_under_the_same_key_is_an_error(store: Store, _: Shared) {
    done(&store, "k", "count c").await;
    assert_eq!(store.execute(act("k", "count d"), vec![]).await, Err(Failed::KeyReused));
    assert_eq!(store.head().await.expect("the head"), 1);
}

async fn the_same_act_at_once_happens_once(store: Store, _: Shared) {
    let tries = (0..20).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.execute(act("k", "count c; tell e"), vec![]).await })
    });
    let mut answers = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        answers.push(one.await.expect("no panic").expect("an answer"));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(store.head().await.expect("the head"), 2);
    assert_clean(&store).await;
}

async fn a_unique_key_goes_to_exactly_one(store: Store, _: Shared) {
    let outcomes = at_once(&store, 30, |number| format!("take slot/2019 claim:{number}")).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).all(|failed| {
        matches!(failed, Failed::Refused(refusal) if matches!(**refusal, Refusal::AlreadyHeld { .. }))
    }));
    assert_clean(&store).await;
}

async fn seven_units_go_to_exactly_seven(store: Store, _: Shared) {
    done(&store, "budget", "move appropriation available 7").await;
    let outcomes = at_once(&store, 50, |number| format!("move available reserved 1; count n{number}")).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 7);
    assert!(outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).all(|failed| {
        matches!(failed, Failed::Refused(refusal) if matches!(**refusal, Refusal::Overdrawn { .. }))
    }));
    let left = store.load(&Key::Balance(account("available"))).await.expect("the balance");
    assert_eq!(left.state, Some(Aggregate::Balance(Fen::ZERO)));
    assert_clean(&store).await;
}

async fn an_act_that_breaks_a_constraint_leaves_the_others(store: Store, _: Shared) {
    let acts = [
        act("1", "count c; move appropriation available 5"),
        act("2", "count c; force available reserved 9"),
        act("3", "count c; move available reserved 5"),
        act("4", "refuse"),
        act("5", "count c"),
    ];
    let answers = store.execute_many(acts.into_iter().map(|act| (act, vec![])).collect()).await;
    let kinds: Vec<bool> = answers.iter().map(Result::is_ok).collect();
    assert_eq!(kinds, [true, false, true, false, true]);
    assert!(matches!(answers[1], Err(Failed::Failure(_))), "{:?}", answers[1]);
    let count = store.load(&Key::Counter("c".to_owned())).await.expect("the counter");
    assert_eq!(count.state, Some(Aggregate::Counter(3)));
    assert_eq!(store.head().await.expect("the head"), 5);
    assert_clean(&store).await;
}

async fn a_refusal_writes_nothing(store: Store, _: Shared) {
    let refused = store.execute(act("k", "count c; refuse"), vec![]).await;
    assert_eq!(refused, Err(Failed::Refused(Box::new(Refusal::Recused))));
    assert_eq!(store.head().await.expect("the head"), 0);
    done(&store, "k", "count c").await;
}

async fn an_act_rests_on_those_before_it_in_its_group(store: Store, _: Shared) {
    let acts: Vec<_> = (0..300).map(|number| (act(&format!("k{number}"), "count c; count d"), vec![])).collect();
    assert!(store.execute_many(acts).await.iter().all(Result::is_ok));
    let count = store.load(&Key::Counter("d".to_owned())).await.expect("the counter");
    assert_eq!(count.state, Some(Aggregate::Counter(300)));
    assert_clean(&store).await;
}

async fn a_freed_and_retaken_key_is_seen(store: Store, _: Shared) {
    done(&store, "1", "take a x").await;
    let before = store.load(&Key::Unique("a".to_owned())).await.expect("the key").version;
    done(&store, "2", "free a").await;
    done(&store, "3", "take a y").await;
    let after = store.load(&Key::Unique("a".to_owned())).await.expect("the key").version;
    assert_ne!(before, after);
    done(&store, "4", "fund a").await;
    let held = views::keys::of_holder(store.database(), "y").await.expect("the keys");
    assert_eq!(held[0].standing, "funded");
    assert_clean(&store).await;
}

async fn what_was_answered_is_there_after_a_crash(store: Store, place: Shared) {
    if place.address.contains("memory") {
        return;
    }
    for number in 0..10 {
        done(&store, &format!("k{number}"), "count c; tell e").await;
    }
    // Nobody closes the store: its transaction under way, if any, is dropped with its connection.
    let waiting = at_once(&store, 5, |number| format!("count late{number}"));
    drop(waiting);
    drop(store);
    let again = place.open().await;
    assert!(again.head().await.expect("the head") >= 20);
    let first = again.execute(act("k3", "count c; tell e"), vec![]).await.expect("the stored answer");
    assert_eq!(first.number.as_deref(), Some("for k3"));
    let count = again.load(&Key::Counter("c".to_owned())).await.expect("the counter");
    assert_eq!(count.state, Some(Aggregate::Counter(10)));
    assert_clean(&again).await;
}

async fn a_clean_store_verifies(store: Store, _: Shared) {
    fill(&store).await;
    let report = verify(&store, vec![], |_| {}).await.expect("the verification runs");
    assert_eq!(report.findings, vec![]);
    assert!(report.rows > 10 && report.documents == 1);
    let signed = SignedRoot { size: report.entries, root: report.root };
    done(&store, "later", "count later").await;
    let later = verify(&store, vec![signed], |_| {}).await.expect("the verification runs");
    assert!(later.is_clean());
    let forged = SignedRoot { size: report.entries, root: [0; 32] };
    let later = verify(&store, vec![forged], |_| {}).await.expect("the verification runs");
    assert_eq!(later.findings, [Finding::Root { size: report.entries }]);
}

async fn personal_values_are_sealed_opened_and_erased(store: Store, _: Shared) {
    let sealed = store.seal("account:a", "name", "欧阳某某").expect("sealed");
    let script = format!("open a {} {}", sealed.personal.id, sealed.personal.commitment);
    store.execute(act("k", &script), vec![sealed.row.clone()]).await.expect("done");
    // The same form again is sealed anew, and yet the same act.
    let again = store.seal("account:a", "name", "欧阳某某").expect("sealed");
    let script = format!("open a {} {}", again.personal.id, again.personal.commitment);
    store.execute(act("k", &script), vec![again.row]).await.expect("the stored answer");
    let other = store.seal("account:a", "name", "欧阳").expect("sealed");
    let script = format!("open a {} {}", other.personal.id, other.personal.commitment);
    assert_eq!(store.execute(act("k", &script), vec![other.row]).await, Err(Failed::KeyReused));

    let id = sealed.personal.id;
    let opened = store.open_personal(std::slice::from_ref(&id)).await.expect("opened");
    assert_eq!(opened[&id].as_deref(), Some("欧阳某某"));
    let rows = store.database().query(Statement::new("select sealed from personal", vec![])).await.expect("rows");
    let bytes = rows[0].bytes(0).expect("bytes").to_vec();
    assert!(!String::from_utf8_lossy(&bytes).contains("欧阳"));
    assert_clean(&store).await;

    let at = "2019-01-01T00:00:00Z".parse().expect("an instant");
    assert_eq!(store.erase_personal("account:a", at).await, Ok(1));
    let opened = store.open_personal(std::slice::from_ref(&id)).await.expect("opened");
    assert_eq!(opened[&id], None);
    assert_clean(&store).await;
}

async fn the_queue_shows_what_presses_first(store: Store, _: Shared) {
    let mut acts = Vec::new();
    for number in 0..120 {
        let (district, stream) = (["d1", "d2"][number % 2], ["s1", "s2", "s3"][number % 3]);
        let day = 1 + (number * 7) % 28;
        let script = format!("file f{number:03} {district} {stream}; hand f{number:03} bureau 2018-10-{day:02}");
        acts.push((act(&format!("k{number}"), &script), vec![]));
    }
    assert!(store.execute_many(acts).await.iter().all(Result::is_ok));
    let filter = views::queue::Filter {
        programmes: vec!["p".to_owned()],
        roles: vec!["bureau".to_owned(), "other".to_owned()],
        ..Default::default()
    };
    let mut seen = Vec::new();
    let mut after = views::queue::After::default();
    loop {
        let page = views::queue::page(store.database(), &filter, &after).await.expect("a page");
        assert_eq!(page.count, 120);
        seen.extend(page.rows.iter().map(|row| (row.due.clone(), row.id.clone())));
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.is_sorted());
    let of_district = views::queue::Filter {
        districts: Some(vec!["d1".to_owned()]),
        streams: Some(vec!["s1".to_owned(), "s2".to_owned()]),
        ..filter.clone()
    };
    let page =
        views::queue::page(store.database(), &of_district, &views::queue::After::default()).await.expect("a page");
    assert_eq!((page.count, page.rows.len()), (40, 40));
    let late =
        async |filter, most| views::queue::late(store.database(), filter, "2018-10-08", most).await.expect("a count");
    let expected = page.rows.iter().filter(|row| row.due.as_deref() < Some("2018-10-08")).count();
    assert_eq!(usize::try_from(late(&of_district, 1000).await), Ok(expected));
    let everywhere = seen.iter().filter(|(due, _)| due.as_deref() < Some("2018-10-08")).count();
    assert_eq!(usize::try_from(late(&filter, 1000).await), Ok(everywhere));
    assert_eq!(late(&filter, 7).await, 7, "more than is asked for is not counted");
    let pressing = views::queue::pressing(store.database(), &of_district).await.expect("the first");
    assert_eq!((pressing.rows.as_slice(), pressing.count), (&page.rows[..1], 40));
    done(&store, "w", "withdraw f000").await;
    assert_eq!(views::queue::count(store.database(), &filter).await.expect("a count"), 119);
    let at = |step: &str, rank| views::queue::Filter {
        turns: Some(vec![views::queue::Turn { kind: "filing".to_owned(), step: step.to_owned(), rank }]),
        ..filter.clone()
    };
    let step = page.rows[0].step.as_str();
    for (turn, cases) in
        [(at(step, None), 119), (at(step, Some(0)), 119), (at(step, Some(1)), 0), (at("other", None), 0)]
    {
        assert_eq!(views::queue::count(store.database(), &turn).await.expect("a count"), cases);
    }
    assert_clean(&store).await;
}

async fn messages_reach_inbox_and_outbox(store: Store, _: Shared) {
    done(&store, "k", "tell e; tell e").await;
    let to = [domain::message::Addressee::Enterprise(domain::ids::EnterpriseId::new("e"))];
    let letters = views::inbox::page(store.database(), &to, None).await.expect("the inbox");
    assert_eq!(letters.len(), 2);
    let now = "2018-10-09T00:00:00Z".parse().expect("an instant");
    views::inbox::mark_read(&store, &letters[0].id, "a", now).await.expect("read");
    assert_eq!(views::inbox::unread(store.database(), &to).await.expect("a count"), 1);
    let until = "2018-10-09T00:05:00Z".parse().expect("an instant");
    let taken = store::outbox::take(&store, now, until, 10).await.expect("effects");
    assert_eq!(taken.len(), 2);
    assert_eq!(store::outbox::take(&store, now, until, 10).await.expect("effects").len(), 0);
    store::outbox::done(&store, &taken[0].id).await.expect("done");
    assert_eq!(store::outbox::take(&store, until, until, 10).await.expect("effects").len(), 1);
    let third: jiff::Timestamp = "2018-10-09T00:06:00Z".parse().expect("an instant");
    for _ in 0..2 {
        store::outbox::add(&store, "x", "letter", "{}", until).await.expect("added");
    }
    store::outbox::give_up(&store, &taken[1].id).await.expect("given up");
    let waiting = store::outbox::waiting(store.database()).await.expect("counts");
    let counts: Vec<_> = waiting.iter().map(|one| (one.state.as_str(), one.kind.as_str(), one.count)).collect();
    assert_eq!(counts, [("given_up", "mail", 1), ("ready", "letter", 1)]);
    assert_eq!(store::outbox::given_up(store.database()).await.expect("effects")[0].id, taken[1].id);
    assert_eq!(store::outbox::retry(&store, third).await, Ok(1));
    assert_eq!(store::outbox::done_all(&store, "letter", third).await, Ok(1));
    assert_eq!(store::outbox::take(&store, third, until, 10).await.expect("effects").len(), 1);
    assert_clean(&store).await;
}

async fn secrets_work_once(store: Store, _: Shared) {
    use domain::ids::AccountId;
    use store::secrets;
    let account = AccountId::new("a");
    let now: jiff::Timestamp = "2018-10-09T00:00:00Z".parse().expect("an instant");
    let later: jiff::Timestamp = "2018-10-10T00:00:00Z".parse().expect("an instant");
    secrets::make_link(&store, "token", "activate", &account, later).await.expect("a link");
    let found = secrets::link(&store, "token", "activate", now).await.expect("a link");
    assert_eq!(found, Some(account.clone()));
    assert_eq!(secrets::use_link(&store, "token", "activate", now).await, Ok(true));
    assert_eq!(secrets::use_link(&store, "token", "activate", now).await, Ok(false));
    secrets::set_password(&store, &account, "hash", now, None).await.expect("a password");
    secrets::set_totp(&store, &account, b"secret", "").await.expect("a factor");
    assert_eq!(secrets::use_totp(&store, &account, 5).await, Ok(true));
    assert_eq!(secrets::use_totp(&store, &account, 5).await, Ok(false));
    let credential = secrets::credential(&store, &account).await.expect("a credential").expect("one");
    assert_eq!(credential.totp.as_deref(), Some(b"secret".as_slice()));
    secrets::set_login(&store, "Ａ@b.cn", &account).await.expect("a login");
    assert_eq!(secrets::login(&store, "a@B.cn").await.expect("a login"), Some(account.clone()));
    let other = secrets::set_login(&store, "a@b.cn", &AccountId::new("b")).await;
    assert_eq!(other, Err(Failed::Conflict));
    for _ in 0..3 {
        secrets::count_try(&store, "x", later, now).await.expect("counted");
    }
    let tries = secrets::tries(&store, "x", now).await.expect("tries");
    assert_eq!(tries, Some(secrets::Tries { count: 3, since: later }));
    assert_eq!(secrets::tries(&store, "x", later).await.expect("tries"), None);
    secrets::drop_totp(&store, &account).await.expect("no factor");
    let credential = secrets::credential(&store, &account).await.expect("a credential").expect("one");
    assert_eq!((credential.totp, credential.totp_step), (None, 0));
    secrets::make_link(&store, "other", "activate", &account, now).await.expect("a link");
    secrets::sweep(&store, later, now, later).await.expect("swept");
    assert_eq!(secrets::tries(&store, "x", now).await.expect("tries"), None);
}

async fn a_newer_schema_is_refused(store: Store, place: Shared) {
    if place.address.contains("memory") {
        return;
    }
    store.close().await;
    place.tamper("insert into schema_version (number, name, checksum) values (999, 'later', 'x')").await;
    let opened = Store::open(place.config(), place::setting()).await;
    let Err(store::store::StoreError::Database(error)) = opened else { panic!("it opens") };
    assert!(matches!(error, DatabaseError::NewerSchema { found: 999, .. }), "{error:?}");
}

async fn a_stopped_writer_finishes_what_waits(store: Store, _: Shared) {
    let waiting = tokio::spawn({
        let store = store.clone();
        async move {
            let acts = (0..200).map(|number| (act(&format!("k{number}"), "count c"), vec![]));
            store.execute_many(acts.collect()).await
        }
    });
    while store.head().await.expect("the head") == 0 {
        tokio::task::yield_now().await;
    }
    store.close().await;
    let answers = waiting.await.expect("no panic");
    let happened = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(store.head().await.expect("the head"), i64::try_from(happened).expect("a count"));
    assert!(!store.takes_acts());
    assert!(store.execute(act("late", "count c"), vec![]).await.is_err());
}

async fn a_page_with_one_reader_at_a_time_is_enough(store: Store, _: Shared) {
    fill(&store).await;
    let reads = (0..40).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { views::ledger::balances(store.database(), "p/").await.expect("balances").len() })
    });
    for read in reads.collect::<Vec<_>>() {
        assert_eq!(read.await.expect("no panic"), 3);
    }
    let key = Key::Counter("c".to_owned());
    let entries = views::timeline::of_subject(store.database(), &key, 0, 10).await.expect("a timeline");
    assert_eq!(entries.len(), 2);
    let seqs = |found: Vec<store::entry::Entry>| found.iter().map(|entry| entry.seq).collect::<Vec<_>>();
    let subject = views::timeline::Wanted { subject: Some(key), ..views::timeline::Wanted::default() };
    let found = views::timeline::search(store.database(), &subject, i64::MAX, 10).await.expect("entries");
    assert_eq!(seqs(found), seqs(entries.iter().rev().cloned().collect()));
    let actor = Some(entries[0].actor.clone());
    let both = views::timeline::Wanted { actor, ..subject };
    let found = views::timeline::search(store.database(), &both, entries[1].seq, 10).await.expect("entries");
    assert_eq!(seqs(found), [entries[0].seq]);
    let later = views::timeline::Wanted { until: Some(entries[0].at), ..views::timeline::Wanted::default() };
    assert_eq!(views::timeline::search(store.database(), &later, i64::MAX, 10).await.expect("entries"), []);
    let moved = views::ledger::movements(store.database(), "p/2018/s/available", i64::MAX, 10).await;
    assert_eq!(moved.expect("movements").len(), 2);
}

/// Acts with the same script but another number each, all at once.
async fn at_once(
    store: &Store,
    count: usize,
    script: impl Fn(usize) -> String,
) -> Vec<Result<domain::decide::Answer, Failed>> {
    let acts = (0..count).map(|number| {
        let (store, act) = (store.clone(), act(&format!("k{number}"), &script(number)));
        tokio::spawn(async move { store.execute(act, vec![]).await })
    });
    let mut outcomes = Vec::new();
    for one in acts.collect::<Vec<_>>() {
        outcomes.push(one.await.expect("no panic"));
    }
    outcomes
}

async fn a_question_is_answered_from_what_it_asks_for(store: Store, _: Shared) {
    done(&store, "k", "count c; count c; move appropriation available 7").await;
    let question = |ctx: domain::decide::Ctx| Ok((ctx.world.count("c")?, ctx.world.balance(&account("available"))?));
    assert_eq!(store.ask(&act("q", ""), question).await, Ok((2, Fen::new(7))));
    let refused = store.ask(&act("q", ""), |_| Err::<(), _>(Refusal::Recused.into())).await;
    assert_eq!(refused, Err(Failed::Refused(Box::new(Refusal::Recused))));
    assert_eq!(store.head().await.expect("the head"), 3);
}
