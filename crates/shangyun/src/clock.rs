//! The only place that reads the machine's clock.
//!
//! Sessions, throttles and mail keep real time. The programme's time is real too, except in the demo,
//! where it stands still until somebody moves it forward.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The clock of the programme.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: TimeZone,
    standing: Option<Arc<AtomicI64>>,
    file: Option<Arc<PathBuf>>,
}

impl Clock {
    /// A clock that goes with the machine.
    pub fn running(zone: TimeZone) -> Self {
        Self { zone, standing: None, file: None }
    }

    /// A clock that stands still at a moment until it is moved.
    pub fn standing(zone: TimeZone, at: Timestamp) -> Self {
        Self { zone, standing: Some(Arc::new(AtomicI64::new(at.as_microsecond()))), file: None }
    }

    /// A standing clock whose moment is kept in a file, so that it stands there again after a restart.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn kept(zone: TimeZone, at: Timestamp, file: PathBuf) -> std::io::Result<Self> {
        let clock = Self { file: Some(Arc::new(file)), ..Self::standing(zone, at) };
        clock.keep()?;
        Ok(clock)
    }

    fn keep(&self) -> std::io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        std::fs::write(file.as_path(), format!("{}\n", self.now()))
    }

    /// The city's time zone.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The programme's moment.
    pub fn now(&self) -> Timestamp {
        let standing = self.standing.as_ref().map(|moment| moment.load(Ordering::Acquire));
        standing.and_then(|moment| Timestamp::from_microsecond(moment).ok()).unwrap_or_else(real_now)
    }

    /// The programme's day in the city.
    pub fn today(&self) -> Date {
        self.day_of(self.now())
    }

    /// The first moment of a day in the city.
    pub fn begin_of(&self, day: Date) -> Option<Timestamp> {
        day.at(0, 0, 0, 0).to_zoned_datetime(self.zone.clone()).ok().map(|begin| begin.timestamp())
    }

    /// The city's day of a moment.
    pub fn day_of(&self, moment: Timestamp) -> Date {
        moment.to_zoned_datetime(self.zone.clone()).date()
    }

    /// Moves a standing clock forward by one millisecond, so that acts have an order; nothing on a running one.
    pub fn tick(&self) {
        if let Some(moment) = &self.standing {
            moment.fetch_add(1_000, Ordering::AcqRel);
        }
    }

    /// Moves a standing clock forward to nine in the morning of a day; never back.
    pub fn move_to(&self, day: Date) {
        self.move_to_time(day, Time::constant(9, 0, 0, 0));
    }

    /// Moves a standing clock forward to a time of a day; never back.
    pub fn move_to_time(&self, day: Date, time: Time) {
        let Some(moment) = &self.standing else { return };
        if let Ok(then) = day.to_datetime(time).to_zoned_datetime(self.zone.clone()) {
            moment.fetch_max(then.timestamp().as_microsecond(), Ordering::AcqRel);
        }
        if let Err(error) = self.keep() {
            tracing::error!(%error, "the programme's clock cannot be kept");
        }
    }
}

/// The machine's moment.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn real_now() -> Timestamp {
    Timestamp::now()
}
