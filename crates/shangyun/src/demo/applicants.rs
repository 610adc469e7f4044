//! Who applies in a demo city. Shenyang has its own firms; those of another city are made of its districts. All of them
//! are made up.

use super::firms::{FIRMS, Firm};
use domain::city::City;
use domain::credit_code::CreditCode;
use jiff::civil::{Date, date};
use policy::money::Fen;

/// The city with firms of its own.
const HOME: &str = "shenyang";

/// An enterprise of a demo city.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applicant {
    /// Its name.
    pub name: String,
    /// Its district.
    pub district: String,
    /// Its division of GB/T 4754.
    pub division: String,
    /// Its unified social credit code.
    pub credit_code: String,
    /// The day it was founded.
    pub founded_on: Date,
}

/// Everybody who applies in a city; a place in the list is the number of an applicant.
pub fn all(city: &City) -> Vec<Applicant> {
    if city.id() == HOME { FIRMS.iter().map(Applicant::from).collect() } else { elsewhere(city) }
}

impl From<&Firm> for Applicant {
    fn from(firm: &Firm) -> Self {
        Self {
            name: firm.name.to_owned(),
            district: firm.district.to_owned(),
            division: firm.division.to_owned(),
            credit_code: firm.credit_code(),
            founded_on: firm.founded_on(),
        }
    }
}

fn elsewhere(city: &City) -> Vec<Applicant> {
    let districts: Vec<&str> = city.districts().map(|district| district.id.as_str()).collect();
    let made = NAMES.iter().enumerate().map(|(number, (name, division))| {
        let district = districts.get(number % districts.len().max(1)).copied().unwrap_or_default();
        let region = district.get(..6).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
        let prefix = format!("91{}MA0XD{number:03}", region.unwrap_or(city.administrative_code()));
        let year = 2005 + i16::try_from(number % 12).unwrap_or_default();
        Applicant {
            name: (*name).to_owned(),
            district: district.to_owned(),
            division: (*division).to_owned(),
            credit_code: CreditCode::with_checks(&prefix).map_or(prefix, |code| code.to_string()),
            founded_on: Date::new(year, 5, 18).unwrap_or(date(2010, 5, 18)),
        }
    });
    made.collect()
}

/// The revenue of a year of the applicant with a number.
pub fn revenue(number: usize, year: i16) -> Fen {
    let grown = i64::from(year.saturating_sub(2015).max(0)) * 7 + 100;
    let size = i64::try_from(number % 9).unwrap_or_default() + 2;
    Fen::new(size * 180_000_000 * grown / 100)
}

/// Names and divisions.
const NAMES: [(&str, &str); 30] = [
    ("青桦精密机械有限公司", "34"),
    ("听雨软件有限公司", "65"),
    ("白鹭食品有限公司", "14"),
    ("溪石包装材料有限公司", "23"),
    ("远帆数据服务有限公司", "65"),
    ("杉木家具有限公司", "21"),
    ("晨曲纺织有限公司", "17"),
    ("半山自动化设备有限公司", "34"),
    ("橙子工业软件有限公司", "65"),
    ("长堤汽车零部件有限公司", "36"),
    ("小满粮油有限公司", "13"),
    ("望月光学仪器有限公司", "40"),
    ("云雀智能科技有限公司", "65"),
    ("老渡口酿造有限公司", "15"),
    ("松针化工材料有限公司", "26"),
    ("千帆电气有限公司", "38"),
    ("棠梨医药有限公司", "27"),
    ("灯塔信息系统有限公司", "65"),
    ("石榴橡塑制品有限公司", "29"),
    ("北岸建材有限公司", "30"),
    ("蓝湾物联网有限公司", "65"),
    ("麦田农机制造有限公司", "35"),
    ("竹影印刷有限公司", "23"),
    ("雪松环保设备有限公司", "35"),
    ("萤火视觉技术有限公司", "65"),
    ("大樟树金属制品有限公司", "33"),
    ("海棠电子有限公司", "39"),
    ("风铃玩具有限公司", "24"),
    ("栖霞仓储服务有限公司", "59"),
    ("一叶轻舟旅行用品有限公司", "19"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;
    use domain::industry;
    use std::collections::BTreeSet;

    #[test]
    fn everybody_could_register() {
        for id in ["shenyang", "yunjiang"] {
            let files = shipped::city(id).expect("the city is shipped");
            let city = City::load(&files).expect("it loads");
            let all = all(&city);
            let codes: BTreeSet<&str> = all.iter().map(|one| one.credit_code.as_str()).collect();
            assert_eq!(codes.len(), all.len());
            for one in &all {
                assert!(CreditCode::parse(&one.credit_code).is_ok(), "{one:?}");
                assert!(industry::division(&one.division).is_some(), "{one:?}");
                assert!(city.district(&one.district).is_some(), "{one:?}");
            }
        }
    }
}
