//! Days that pass while nobody is here are closed afterwards, in order: the intake of February 2019 closes on the
//! first working day after the Spring Festival.

mod support;

use jiff::civil::date;
use shangyun::daily;
use support::people::Firm;
use support::town::{Place, Town};
use support::ways::{Wish, yuan};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_intake_of_the_spring_festival_closes_on_the_shifted_day() {
    let town = Town::open(Place::Sqlite, date(2019, 2, 1)).await;
    town.found(&[(2019, "industrial", yuan(10_000_000))]).await;
    let wish = Wish::industrial(yuan(1_000_000), date(2019, 3, 1));
    let (_, filing) = town.sent_filing(&Firm::numbered(1), &wish).await;
    let step = || async { town.filing(&filing).await.course.expect("a course").step };
    town.clock.move_to(date(2019, 2, 11));
    assert_eq!(daily::catch_up(&town.store, &town.clock).await.expect("days are closed"), date(2019, 2, 11));
    assert_eq!(step().await, "batch", "the 5th, and all days up to the 10th, are holidays");
    town.clock.move_to(date(2019, 2, 12));
    daily::catch_up(&town.store, &town.clock).await.expect("the 11th is closed");
    assert_eq!(step().await, "city_filing");
    let head = town.store.head().await.expect("a head");
    daily::catch_up(&town.store, &town.clock).await.expect("nothing is left to close");
    daily::close_until(&town.store, date(2019, 2, 1), date(2019, 2, 12)).await.expect("closing twice is harmless");
    assert_eq!(town.store.head().await.expect("a head"), head);
}
