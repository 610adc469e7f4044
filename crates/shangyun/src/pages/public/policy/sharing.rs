//! How money is shared out when it does not reach, in sentences: the order, the way of paying, the bounds, the rest.

use super::reader::Reader;
use policy::plan::sharing::Sharing;
use policy::plan::words::{PayMethod, SurplusTo, UnpaidRest};

/// Who comes first: the bands, then the order within them.
pub(super) fn order(reader: Reader<'_>, sharing: &Sharing) -> String {
    let keys: Vec<_> = sharing.bands.iter().chain(&sharing.order).cloned().collect();
    reader.order(&keys)
}

/// What is paid when it does not reach for all.
pub(super) fn method(reader: Reader<'_>, sharing: &Sharing) -> String {
    reader.t(match (sharing.method, &sharing.bands) {
        (PayMethod::InFull, _) => "public-pay-in-full",
        (PayMethod::InOrderPartial, _) => "public-pay-partial",
        (PayMethod::InOrderSkip, _) => "public-pay-skip",
        (PayMethod::InOrderStop, _) => "public-pay-stop",
        (PayMethod::ProRata, None) => "public-pay-pro-rata",
        (PayMethod::ProRata, Some(_)) => "public-pay-pro-rata-banded",
    })
}

/// The most and the least that groups of claims get.
pub(super) fn bounds(reader: Reader<'_>, sharing: &Sharing) -> String {
    let limits = sharing.limits.iter().map(|limit| &limit.text);
    let bounds = limits.chain(sharing.floors.iter().map(|floor| &floor.text));
    reader.sentences(bounds.map(|text| reader.said(text).to_owned()))
}

/// What becomes of money that is left over, and of claims that it did not reach.
pub(super) fn afterwards(reader: Reader<'_>, sharing: &Sharing) -> String {
    let surplus = sharing.surplus.map(|surplus| match surplus {
        SurplusTo::NextYear => "public-surplus-next-year",
        SurplusTo::Returned => "public-surplus-returned",
    });
    let unpaid = sharing.unpaid.map(|unpaid| match unpaid {
        UnpaidRest::FirstNextTime => "public-unpaid-first",
        UnpaidRest::Lapses => "public-unpaid-lapses",
    });
    reader.sentences(surplus.into_iter().chain(unpaid).map(|key| reader.t(key)))
}
