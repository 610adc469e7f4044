//! Accounts of the ledger by their text: programme, year, stream, purpose. Who may look into which.

use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::session::Me;
use domain::act::Seat;
use domain::ids::ProgrammeId;
use domain::ledger::{Account, Purpose};

/// The account that a text names.
pub fn parse(text: &str) -> Option<Account> {
    let mut parts = text.splitn(4, '/');
    let programme = ProgrammeId::new(parts.next()?);
    let year = parts.next()?.parse().ok()?;
    let stream = parts.next()?.to_owned();
    let purpose = match parts.next()? {
        "appropriation" => Purpose::Appropriation,
        "available" => Purpose::Available,
        "reserved" => Purpose::Reserved,
        "committed" => Purpose::Committed,
        "paid" => Purpose::Paid,
        "returned" => Purpose::Returned,
        "receivable" => Purpose::Receivable,
        "recovered" => Purpose::Recovered,
        other => Purpose::AtDistrict { district: other.strip_prefix("at_district/")?.to_owned() },
    };
    Some(Account { programme, year, stream, purpose })
}

/// What a purpose is called; a district's by its name.
pub fn purpose(app: &App, lang: Lang, purpose: &Purpose) -> String {
    let key = match purpose {
        Purpose::Appropriation => "ledger-appropriation",
        Purpose::Available => "ledger-available",
        Purpose::Reserved => "ledger-reserved",
        Purpose::Committed => "ledger-committed",
        Purpose::AtDistrict { district } => {
            let name = names::district(app, lang, district);
            return lang.t_with("ledger-at", &[("district", name.into())]).into_owned();
        }
        Purpose::Paid => "ledger-paid",
        Purpose::Returned => "ledger-returned",
        Purpose::Receivable => "ledger-receivable",
        Purpose::Recovered => "ledger-recovered",
    };
    lang.t(key).into_owned()
}

/// Whether a reader may look into an account: offices of the city and auditors into all, the office of a district
/// into what lies with the districts it serves.
pub fn sees(app: &App, me: &Me, account: &Account) -> bool {
    let Seat::Office { office, .. } = &me.actor().seat else { return true };
    let setting = app.setting();
    let Some(found) = setting.city.office(office) else { return false };
    if found.provider.is_some() {
        return false;
    }
    if found.district.is_none() {
        return true;
    }
    let Purpose::AtDistrict { district } = &account.purpose else { return false };
    let today = app.clock.today();
    found.roles(today).any(|role| setting.city.holds(office, role, Some(district), today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_back_from_its_text() {
        let purposes = [
            Purpose::Appropriation,
            Purpose::Available,
            Purpose::Reserved,
            Purpose::Committed,
            Purpose::AtDistrict { district: "210106".to_owned() },
            Purpose::Paid,
            Purpose::Returned,
            Purpose::Receivable,
            Purpose::Recovered,
        ];
        for purpose in purposes {
            let account = Account {
                programme: ProgrammeId::new("shenyang-2018"),
                year: 2019,
                stream: "software".to_owned(),
                purpose,
            };
            assert_eq!(parse(&account.to_string()), Some(account));
        }
        for wrong in ["", "p/2019/s", "p/x/s/paid", "p/2019/s/spent", "p/2019/s/at_district"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
