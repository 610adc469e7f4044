//! Every story of `stories/`, played through the real rules; its transcript stands beside it as a snapshot.

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

macro_rules! stories {
    ($($name:ident)+) => {
        /// The stories that are played.
        const STORIES: &[&str] = &[$(stringify!($name)),+];

        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let transcript = support::story::play(stringify!($name)).await;
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(folder().join("transcripts"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(stringify!($name), transcript));
        })+
    };
}

stories! {
    industrial
    software
    city_service
    three_years
    missing_audit_report
    late_intake
    spring_festival
    one_fen_under
    budget_used_up
    short_pro_rata
    lapsed_reservation
    not_on_roster
    held_reading
    expert_recused
    objection_upheld
    signature_voided
    payment_returned
    fourth_year
    refused_through_ranks
    programme_closed
    new_edition
    interpretation
    second_city
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stories")
}

/// The words of a transcript are the same wherever it was played, to the last amount and message.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_city_lives_alike_on_postgresql() {
    let here = support::story::play("second_city").await;
    let there = support::story::play_in(support::town::Place::Postgres, "second_city").await;
    assert_eq!(here, there);
}

#[test]
fn every_story_is_played() {
    let files = std::fs::read_dir(folder()).expect("the stories").map(|file| file.expect("a file").path());
    let stories = files.filter(|path| path.extension().is_some_and(|end| end == "story"));
    let names = stories.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    let played = STORIES.iter().map(|name| (*name).to_owned());
    assert_eq!(names.collect::<BTreeSet<String>>(), played.collect());
}
