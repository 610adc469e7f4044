//! Tries are counted to their limit, waited out, and forgotten.

use super::*;
use crate::trial::City;

const THREE: Limit = Limit::new("test", 3, 10);
const OTHER: Limit = Limit::new("another", 3, 10);

async fn wait(limit: Limit, store: &Store, who: &str, now: Timestamp) -> Option<i64> {
    limit.wait(store, who, now).await.expect("the count is read")
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_550_000_000 + seconds).expect("an instant")
}

#[tokio::test]
async fn after_three_tries_one_waits_until_the_span_is_over() {
    let store = City::founded().await.app.store;
    for second in 0..3 {
        assert_eq!(wait(THREE, &store, "a", at(second)).await, None, "{second}");
        THREE.count(&store, "a", at(second)).await.expect("counted");
    }
    assert_eq!(wait(THREE, &store, "a", at(3)).await, Some(597));
    assert_eq!(wait(THREE, &store, "a", at(599)).await, Some(1));
    assert_eq!(wait(THREE, &store, "a", at(600)).await, None);
    assert_eq!(wait(THREE, &store, "b", at(3)).await, None, "somebody else does not wait");
    assert_eq!(wait(OTHER, &store, "a", at(3)).await, None, "and nothing else is slowed down");
    THREE.forget(&store, "a").await.expect("forgotten");
    assert_eq!(wait(THREE, &store, "a", at(3)).await, None);
}

#[tokio::test]
async fn after_the_span_the_count_begins_anew() {
    let store = City::founded().await.app.store;
    for second in [0, 1, 2, 601, 602] {
        THREE.count(&store, "a", at(second)).await.expect("counted");
    }
    assert_eq!(wait(THREE, &store, "a", at(603)).await, None, "two tries in the new span");
    THREE.count(&store, "a", at(603)).await.expect("counted");
    assert_eq!(wait(THREE, &store, "a", at(604)).await, Some(597), "the span began at 601");
}
