//! A million made-up claims on Shenyang's plan, and the total and the reasons that they must come to.

use policy::sample::Random;

/// 1万元 in fen.
pub const WAN: i64 = 1_000_000;
/// 1亿元 in fen.
pub const YI: i64 = 10_000 * WAN;
pub const CLAIMS: usize = 1_000_000;
/// The awards of all claims together, in fen.
pub const TOTAL: i64 = 18_715_823_103_629;
/// How often each reason comes, in the order of [`REASONS`].
pub const COUNTS: [usize; 12] =
    [432_847, 184_885, 31_181, 30_208, 29_222, 28_880, 27_415, 26_897, 48_196, 124_221, 32_502, 3_546];
pub const REASONS: [&str; 12] = [
    "FULL",
    "CAPPED",
    "NOT_FILED",
    "NOT_REG_LOCAL",
    "NOT_TAX_LOCAL",
    "NOT_LEGAL_PERSON",
    "NOT_OPERATING",
    "NOT_INDUSTRY",
    "KIND_MISMATCH",
    "OUT_OF_TERM",
    "YEARS_EXHAUSTED",
    "NO_PAYMENT",
];

/// One claim. Streams are industrial, software, city service; kinds industrial, software, institution, other.
#[derive(Clone, Copy)]
pub struct Claim {
    pub revenue: i64,
    pub paid: i64,
    /// yyyymmdd.
    pub date: i32,
    pub stream: u8,
    pub kind: u8,
    pub years: u8,
    /// Filed, registered here, taxed here, a legal person, operating, of the industry.
    pub flags: [bool; 6],
}

/// The claims, the same on every machine.
pub fn claims() -> Vec<Claim> {
    let mut random = Random::new(42);
    (0..CLAIMS).map(|_| claim(&mut random)).collect()
}

/// The claims as CSV, by the names that the policy gives.
pub fn csv() -> String {
    let mut text = "id,stream,kind,revenue_fen,paid_fen,years_used,service_date,\
                    filed,reg_local,tax_local,legal_person,operating,industry_ok\n"
        .to_owned();
    for (id, claim) in claims().into_iter().enumerate() {
        let stream = ["industrial", "software", "city_service"][usize::from(claim.stream)];
        let kind = ["industrial", "software", "institution", "other"][usize::from(claim.kind)];
        let Claim { revenue, paid, date, years, .. } = claim;
        let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
        let flags = claim.flags.map(|flag| flag.to_string()).join(",");
        let facts = format!("{id},{stream},{kind},{revenue},{paid},{years},{year}-{month:02}-{day:02},{flags}\n");
        text += &facts;
    }
    text
}

fn claim(random: &mut Random) -> Claim {
    let stream = byte(random, 3);
    // Nine kinds in ten fit the stream.
    let kind = match (random.below(20), stream) {
        (0 | 1, _) => byte(random, 4),
        (_, 0 | 1) => stream,
        (_, _) => byte(random, 3),
    };
    let steps = [0, 50 * WAN, 1_000 * WAN, 2_000 * WAN, YI, 4 * YI, 50 * YI, 500 * YI];
    let revenue = amount(random, &steps, &steps[..7]);
    let halves = [0, 1, 20 * WAN, 40 * WAN, 60 * WAN, 100 * WAN, 200 * WAN, 300 * WAN, 400 * WAN];
    let paid = amount(random, &[1, WAN, 20 * WAN, 60 * WAN, 200 * WAN, 1_000 * WAN], &halves);
    let years = if random.below(5) == 0 { byte(random, 4) } else { byte(random, 3) };
    let (year, month) = (2018 + below(random, 5), 1 + below(random, 12));
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::try_from(month - 1).unwrap_or(0)];
    let day = 1 + below(random, days);
    let year = if random.below(50) == 0 { 2017 + 6 * below(random, 2) } else { year };
    let bits = random.bits();
    let flags = std::array::from_fn(|flag| (bits >> (5 * flag)) & 31 != 0);
    let date = i32::try_from(year * 10_000 + month * 100 + day).unwrap_or(0);
    Claim { revenue, paid, date, stream, kind, years, flags }
}

/// One in twenty lies at an edge or a fen beside it, the others anywhere in one of the bands.
fn amount(random: &mut Random, bands: &[i64], edges: &[i64]) -> i64 {
    let pick = |random: &mut Random, among: usize| {
        usize::try_from(random.below(u64::try_from(among).unwrap_or(0))).unwrap_or(0)
    };
    if random.below(20) == 0 {
        let edge = edges[pick(random, edges.len())];
        return (edge + below(random, 3) - 1).max(0);
    }
    let band = pick(random, bands.len() - 1);
    bands[band] + below(random, bands[band + 1] - bands[band])
}

fn below(random: &mut Random, n: i64) -> i64 {
    i64::try_from(random.below(n.unsigned_abs())).unwrap_or(0)
}

fn byte(random: &mut Random, n: u64) -> u8 {
    u8::try_from(random.below(n)).unwrap_or(0)
}
