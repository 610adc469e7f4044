//! Who files what in the demo city, when, and how far it comes by the day the demo begins.

use crate::demo::firms::{self, FIRMS, INDUSTRIAL, INSTITUTIONS, SOFTWARE};
use domain::act::Fresh;
use domain::ids::FilingId;
use jiff::civil::{Date, date};
use std::iter::repeat_n;

/// How far a filing comes, in the order of its way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Until {
    /// A draft with nothing in it.
    Blank,
    /// A draft with its form and half of its papers.
    Draft,
    /// A draft that only needs to be handed in.
    Ready,
    /// With the district's handler.
    District,
    /// With the district's reviewer.
    DistrictCheck,
    /// With the district's signer.
    DistrictSign,
    /// Examined, and not sent to the city yet.
    ToSend,
    /// Sent, until the intake closes.
    Sent,
    /// Taken in by the commission for the data bureau.
    Intake,
    /// With the city's handler.
    City,
    /// With the city's reviewer.
    CityCheck,
    /// With the city's signer.
    CitySign,
    /// Filed, until the operator opens the service.
    ToOpen,
    /// Open.
    Opened,
}

impl Until {
    /// Whether a filing that comes so far ends in the office whose handler is meant.
    pub fn is_in_office_of(self, handler: Self) -> bool {
        match self {
            Self::District | Self::DistrictCheck | Self::DistrictSign => handler == Self::District,
            Self::City | Self::CityCheck | Self::CitySign => handler == Self::City,
            Self::Blank
            | Self::Draft
            | Self::Ready
            | Self::ToSend
            | Self::Sent
            | Self::Intake
            | Self::ToOpen
            | Self::Opened => false,
        }
    }
}

/// What happens to a filing or claim at the end of its way, or on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// It goes on.
    On,
    /// It was returned once, corrected, and goes on.
    Corrected,
    /// It is returned, and is with the applicant.
    Returned,
    /// Its handler proposes to refuse it; where it comes no further than the handler, all ranks agree.
    Refused,
    /// The applicant takes it back.
    Withdrawn,
}

/// How far a claim comes, in the order of its way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ClaimUntil {
    /// No roster names it yet.
    NoRoster,
    /// The enterprise says that it is missing from the roster.
    Missing,
    /// The provider says that it was not on its cloud.
    Declined,
    /// With the enterprise, untouched.
    Confirm,
    /// With the enterprise, half filled in.
    Half,
    /// With the office's handler, untouched.
    Check,
    /// With the handler, half compared.
    Compared,
    /// With the reviewer.
    Review,
    /// Decided.
    Decided,
}

/// One filing, and the claim of its first contract year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The number of the firm.
    pub firm: usize,
    /// The stream.
    pub stream: &'static str,
    /// The day it is handed in, or begun.
    pub on: Date,
    /// The day the service begins.
    pub starts_on: Date,
    /// How far it comes.
    pub until: Until,
    /// What happens to it there.
    pub turn: Turn,
    /// How far its claim comes.
    pub claim: ClaimUntil,
    /// What happens to the claim there.
    pub claim_turn: Turn,
}

impl Plan {
    /// The id of the filing with this number.
    pub fn id(&self, number: usize) -> FilingId {
        let started = Fresh::of(&firms::owner(self.firm).account, "filing.start", &key(number));
        FilingId::new(started.id("filing", 0))
    }
}

/// The one-time key under which the filing with this number is begun.
pub(super) fn key(number: usize) -> String {
    format!("demo/filing/{number}")
}

/// What becomes of a filing: its end, its claim, and of how many.
type Fate = (Until, Turn, ClaimUntil, Turn, usize);

/// A month's filings.
struct Wave {
    /// The first day on which one is handed in.
    from: Date,
    /// Over how many days they are spread.
    days: usize,
    /// When services begin.
    starts: Date,
    /// What becomes of them.
    fates: &'static [Fate],
}

const fn open(claim: ClaimUntil, turn: Turn, many: usize) -> Fate {
    (Until::Opened, Turn::On, claim, turn, many)
}

const fn stay(until: Until, turn: Turn, many: usize) -> Fate {
    (until, turn, ClaimUntil::NoRoster, Turn::On, many)
}

const WAVES: [Wave; 6] = [
    Wave {
        from: date(2018, 10, 15),
        days: 11,
        starts: date(2018, 11, 20),
        fates: &[
            open(ClaimUntil::Decided, Turn::On, 9),
            (Until::Opened, Turn::Corrected, ClaimUntil::Decided, Turn::On, 2),
            stay(Until::City, Turn::Refused, 1),
            open(ClaimUntil::Decided, Turn::Corrected, 2),
            open(ClaimUntil::Decided, Turn::On, 13),
            stay(Until::DistrictCheck, Turn::Withdrawn, 1),
        ],
    },
    Wave {
        from: date(2018, 11, 12),
        days: 11,
        starts: date(2018, 12, 19),
        fates: &[
            open(ClaimUntil::Decided, Turn::On, 10),
            stay(Until::City, Turn::Returned, 1),
            open(ClaimUntil::Check, Turn::Refused, 1),
            (Until::Opened, Turn::Corrected, ClaimUntil::Decided, Turn::Corrected, 2),
            open(ClaimUntil::Decided, Turn::On, 8),
            open(ClaimUntil::Check, Turn::Returned, 1),
            stay(Until::District, Turn::Refused, 1),
            open(ClaimUntil::Confirm, Turn::Withdrawn, 1),
        ],
    },
    Wave {
        from: date(2018, 12, 12),
        days: 10,
        starts: date(2018, 12, 25),
        fates: &[
            open(ClaimUntil::Decided, Turn::On, 4),
            open(ClaimUntil::Review, Turn::On, 2),
            open(ClaimUntil::Compared, Turn::On, 1),
            open(ClaimUntil::Check, Turn::On, 3),
            open(ClaimUntil::Half, Turn::On, 1),
            open(ClaimUntil::Confirm, Turn::On, 2),
            open(ClaimUntil::Missing, Turn::On, 1),
            open(ClaimUntil::Declined, Turn::On, 1),
            open(ClaimUntil::NoRoster, Turn::On, 2),
            open(ClaimUntil::Check, Turn::Returned, 1),
            stay(Until::ToOpen, Turn::On, 1),
        ],
    },
    Wave {
        from: date(2019, 1, 14),
        days: 12,
        starts: date(2019, 2, 20),
        fates: &[
            stay(Until::CitySign, Turn::On, 2),
            stay(Until::ToOpen, Turn::On, 2),
            stay(Until::CityCheck, Turn::On, 2),
            stay(Until::City, Turn::On, 4),
            stay(Until::City, Turn::Returned, 1),
            stay(Until::Intake, Turn::On, 3),
        ],
    },
    Wave {
        from: date(2019, 2, 14),
        days: 15,
        starts: date(2019, 3, 18),
        fates: &[
            stay(Until::Sent, Turn::On, 4),
            stay(Until::ToSend, Turn::On, 2),
            stay(Until::DistrictSign, Turn::On, 1),
            stay(Until::DistrictSign, Turn::Refused, 1),
            stay(Until::District, Turn::Returned, 2),
            stay(Until::District, Turn::Refused, 1),
            stay(Until::DistrictCheck, Turn::On, 2),
            stay(Until::DistrictCheck, Turn::Withdrawn, 1),
            stay(Until::District, Turn::On, 6),
        ],
    },
    Wave {
        from: date(2019, 2, 20),
        days: 9,
        starts: date(2019, 4, 1),
        fates: &[stay(Until::Blank, Turn::On, 2), stay(Until::Draft, Turn::On, 2), stay(Until::Ready, Turn::On, 2)],
    },
];

/// How many filings belong to the first three months.
const FIRST_MONTHS: usize = 72;
/// How many of the firms that are neither industrial, software nor public file all the same.
const OTHERS_WHO_FILE: usize = 4;

/// Every filing, in the order in which they are begun.
pub fn plans() -> Vec<Plan> {
    let mut applicants = applicants().into_iter();
    let mut plans = Vec::new();
    for wave in &WAVES {
        let fates = wave.fates.iter().flat_map(|fate| repeat_n(fate, fate.4));
        let many = wave.fates.iter().map(|fate| fate.4).sum::<usize>().max(1);
        for (place, (until, turn, claim, claim_turn, _)) in fates.enumerate() {
            let Some((firm, stream)) = applicants.next() else { break };
            let on = later(wave.from, place * wave.days / many);
            let starts_on = later(wave.starts, place % 5);
            let (until, turn, claim, claim_turn) = (*until, *turn, *claim, *claim_turn);
            plans.push(Plan { firm, stream, on, starts_on, until, turn, claim, claim_turn });
        }
    }
    plans
}

/// The firms that register and file nothing, with the day of it.
pub fn newcomers() -> impl Iterator<Item = (Date, usize)> {
    let first = INDUSTRIAL + SOFTWARE + INSTITUTIONS + OTHERS_WHO_FILE;
    (first..FIRMS.len()).map(move |firm| (later(date(2019, 2, 13), 3 * (firm - first)), firm))
}

/// Firms with their streams, in the order in which they come: of every kind some, those with a second filing last.
fn applicants() -> Vec<(usize, &'static str)> {
    let first_software = INDUSTRIAL;
    let first_institution = INDUSTRIAL + SOFTWARE;
    let first_other = first_institution + INSTITUTIONS;
    let mut kinds = [
        (0..first_software, "industrial"),
        (first_software..first_institution, "software"),
        (first_institution..first_other, "city_service"),
    ];
    let mut applicants = Vec::new();
    for turn in 0.. {
        let before = applicants.len();
        for (place, (firms, stream)) in kinds.iter_mut().enumerate() {
            let many = [4, 2, 1].get(place).copied().unwrap_or(1);
            applicants.extend(firms.by_ref().take(many).map(|firm| (firm, *stream)));
        }
        if applicants.len() == before || turn > FIRMS.len() {
            break;
        }
    }
    // Whoever comes once the first months are over comes in turn with those who file a second time.
    let late = applicants.split_off(FIRST_MONTHS.min(applicants.len()));
    let second = (0..first_institution).filter(|firm| firm % 2 == 1).map(|firm| (firm, "city_service"));
    let others = (first_other..FIRMS.len()).take(OTHERS_WHO_FILE).map(|firm| (firm, "city_service"));
    let mut again = others.chain(second);
    for one in late {
        applicants.push(one);
        applicants.extend(again.next());
    }
    applicants.extend(again);
    applicants
}

fn later(day: Date, days: usize) -> Date {
    let days = i64::try_from(days).unwrap_or_default();
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}
