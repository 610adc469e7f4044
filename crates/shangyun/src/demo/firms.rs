//! The enterprises and institutions of the demo city. All of them are made up.

use super::{cast, names};
use domain::act::{Actor, Fresh, Seat};
use domain::credit_code::CreditCode;
use domain::ids::{AccountId, EnterpriseId};
use jiff::civil::{Date, date};
use policy::money::Fen;

/// Fen in ten thousand yuan.
pub const TEN_THOUSAND: i64 = 1_000_000;
/// The first year of [`Firm::revenue`].
const FIRST_YEAR: i16 = 2016;
/// Where names of applicants begin in the list of names: after everybody who is in the cast.
const FIRST_NAME: usize = 400;

/// An enterprise or institution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Firm {
    /// Its name.
    pub name: &'static str,
    /// Its district or zone.
    pub district: &'static str,
    /// Its division of GB/T 4754.
    pub division: &'static str,
    /// The credit code, or its first 16 characters.
    code: &'static str,
    /// The year it was founded in.
    founded: i16,
    /// Revenue of 2016 and the two years after, in units of ten thousand yuan.
    revenue: [i64; 3],
}

const fn firm(
    name: &'static str,
    code: &'static str,
    (district, division, founded): (&'static str, &'static str, i16),
    revenue: [i64; 3],
) -> Firm {
    Firm { name, district, division, code, founded, revenue }
}

/// How many of the firms are industrial; software comes next, then institutions, then the others.
pub const INDUSTRIAL: usize = 56;
/// How many are software enterprises.
pub const SOFTWARE: usize = 26;
/// How many are public institutions.
pub const INSTITUTIONS: usize = 10;

#[rustfmt::skip]
/// All of them; a place in this list is the number of a firm.
pub const FIRMS: [Firm; 100] = [
    firm("沈阳铸原机床有限公司", "91210106MA0TE5T16Y", ("210106", "34", 2003), [46_800, 52_300, 55_900]),
    firm("沈阳砺锋数控装备有限公司", "91210106MA0DEM11XA", ("210106", "34", 2006), [38_100, 43_600, 47_200]),
    firm("沈阳盛锐汽车零部件有限公司", "91210112MA0DEM1280", ("210112", "36", 2009), [15_200, 17_800, 19_100]),
    firm("沈阳北砥食品有限公司", "91210113MA0DEM1369", ("210113", "14", 2011), [6200, 7100, 7900]),
    firm("沈阳铎远电气设备有限公司", "91210112MA0TE5T24F", ("210112", "38", 2008), [8800, 9600, 10_400]),
    firm("沈阳恒砥仪器仪表有限公司", "91210104MA0DEM1443", ("210104", "40", 2010), [5100, 5600, 6300]),
    firm("沈阳澜汀化工新材料有限公司", "91210105MA0DEM152C", ("210105", "26", 2012), [2900, 3300, 3100]),
    firm("沈阳旭桁金属制品有限公司", "91210114MA0DEM1608", ("210114", "33", 2013), [2400, 2600, 2700]),
    firm("沈阳茂桐橡塑制品有限公司", "91210103MA0DEM1797", ("210103", "29", 2010), [1800, 1900, 2100]),
    firm("沈阳钧研重型装备研究有限公司", "91210100MA0DEM101U", ("210106", "35", 2001), [61_200, 66_800, 70_300]),
    firm("沈阳沈钢铎特种钢有限公司", "91210106MA0DC011", ("zone-tiexi-edz", "31", 1998), [512_000, 548_000, 563_000]),
    firm("沈阳瀚航航空部件有限公司", "91210113MA0DC012", ("zone-shenbei-huishan", "37", 2005), [82_000, 91_500, 98_700]),
    firm("沈阳奉驰整车配套有限公司", "91210104MA0DC013", ("210104", "36", 2002), [121_000, 134_000, 139_500]),
    firm("沈阳辽砥压缩机有限公司", "91210106MA0DC014", ("210106", "34", 2007), [21_800, 24_500, 26_100]),
    firm("沈阳铭轨轨道装备有限公司", "91210106MA0DC015", ("zone-tiexi-edz", "37", 2004), [56_000, 61_300, 64_800]),
    firm("沈阳锐泽机器人有限公司", "91210112MA0DC016", ("zone-hunnan-hitech", "34", 2014), [7600, 10_900, 14_200]),
    firm("沈阳弘晟泵业有限公司", "91210106MA0DC017", ("210106", "34", 2006), [3800, 4200, 4400]),
    firm("沈阳嘉砺模具有限公司", "91210106MA0DC018", ("210106", "35", 2011), [1700, 1950, 2300]),
    firm("沈阳瑞铎变压器有限公司", "91210106MA0DC019", ("zone-tiexi-edz", "38", 2003), [31_200, 33_900, 35_100]),
    firm("沈阳华砥阀门制造有限公司", "91210111MA0DC020", ("210111", "34", 2009), [2700, 3100, 3000]),
    firm("沈阳辰禾乳品有限公司", "91210113MA0DC021", ("zone-shenbei-huishan", "14", 2008), [18_800, 20_100, 21_300]),
    firm("沈阳宏汀制药有限公司", "91210112MA0DC022", ("210112", "27", 2005), [42_800, 46_700, 51_900]),
    firm("沈阳隆桁钢结构有限公司", "91210114MA0DC023", ("210114", "33", 2007), [8900, 9700, 9900]),
    firm("沈阳泰砺风电设备有限公司", "91210106MA0DC024", ("zone-tiexi-edz", "34", 2010), [25_900, 28_800, 24_700]),
    firm("沈阳安铎电缆有限公司", "91210106MA0DC025", ("210106", "38", 2004), [12_600, 13_500, 13_900]),
    firm("沈阳智锻锻压机械有限公司", "91210106MA0DC026", ("210106", "34", 2012), [1450, 1600, 1820]),
    firm("沈阳美穗粮油加工有限公司", "91210181MA0DC027", ("210181", "13", 2009), [5300, 5600, 5800]),
    firm("沈阳康麓饲料有限公司", "91210124MA0DC028", ("210124", "13", 2013), [1900, 2050, 2200]),
    firm("沈阳翔桦家具制造有限公司", "91210113MA0DC029", ("210113", "21", 2010), [2600, 2900, 3200]),
    firm("沈阳科砥传感器有限公司", "91210112MA0DC030", ("zone-hunnan-hitech", "39", 2015), [900, 1400, 2600]),
    firm("沈阳新澜医疗器械有限公司", "91210112MA0DC031", ("210112", "35", 2013), [3300, 4100, 4900]),
    firm("沈阳远汀环保设备有限公司", "91210112MA0DC032", ("210112", "35", 2014), [1200, 1500, 1900]),
    firm("沈阳永晟印刷包装有限公司", "91210103MA0DC033", ("210103", "23", 2006), [2100, 2200, 2300]),
    firm("沈阳利桁建材有限公司", "91210115MA0DC034", ("210115", "30", 2008), [4600, 4900, 4700]),
    firm("沈阳佳砺纺织有限公司", "91210123MA0DC035", ("210123", "17", 2007), [1500, 1480, 1420]),
    firm("沈阳东铸铸造有限公司", "91210115MA0DC036", ("210115", "33", 2005), [2050, 2150, 2250]),
    firm("沈阳通铎工程机械有限公司", "91210106MA0DC037", ("210106", "35", 2003), [29_800, 32_700, 36_100]),
    firm("沈阳鼎砥轴承有限公司", "91210106MA0DC038", ("210106", "34", 2011), [980, 1100, 1300]),
    firm("沈阳博晟激光设备有限公司", "91210112MA0DC039", ("zone-hunnan-hitech", "35", 2016), [520, 880, 1650]),
    firm("沈阳凯桁电梯有限公司", "91210111MA0DC040", ("210111", "34", 2009), [6900, 7300, 7800]),
    firm("沈阳同汀供热设备有限公司", "91210105MA0DC041", ("210105", "34", 2010), [3900, 4300, 4500]),
    firm("沈阳浑南新禾热力有限公司", "91210112MA0DC042", ("210112", "44", 2002), [15_600, 16_200, 17_100]),
    firm("沈阳腾砺冲压件有限公司", "91210104MA0DC043", ("210104", "36", 2012), [5800, 6400, 7000]),
    firm("沈阳星铎电池材料有限公司", "91210113MA0DC044", ("210113", "38", 2016), [1100, 2300, 5200]),
    firm("沈阳万穗调味品有限公司", "91210113MA0DC045", ("210113", "14", 2011), [1950, 1999, 2080]),
    firm("沈阳正砥齿轮有限公司", "91210104MA0DC046", ("210104", "34", 2008), [3100, 3400, 3700]),
    firm("沈阳磐铎矿山机械有限公司", "91210106MA0DC047", ("210106", "35", 2004), [13_200, 14_100, 14_900]),
    firm("沈阳晶砺光学仪器有限公司", "91210112MA0DC048", ("zone-hunnan-hitech", "40", 2013), [2100, 2900, 3600]),
    firm("沈阳沐禾农机制造有限公司", "91210115MA0DC049", ("210115", "35", 2011), [1750, 1880, 2040]),
    firm("沈阳宇桁航天紧固件有限公司", "91210113MA0DC050", ("zone-shenbei-huishan", "33", 2012), [5900, 6600, 7300]),
    firm("沈阳凌汀制冷设备有限公司", "91210106MA0DC051", ("210106", "34", 2008), [4200, 4500, 4800]),
    firm("沈阳骏驰汽车座椅有限公司", "91210104MA0DC052", ("210104", "36", 2010), [16_800, 18_900, 20_300]),
    firm("沈阳青砥包装机械有限公司", "91210112MA0DC053", ("210112", "35", 2014), [1300, 1620, 1990]),
    firm("沈阳雅穗烘焙食品有限公司", "91210103MA0DC054", ("210103", "14", 2013), [2300, 2650, 2980]),
    firm("沈阳峻铎起重设备有限公司", "91210106MA0DC055", ("210106", "34", 2005), [9100, 9800, 10_500]),
    firm("沈阳岚桁玻璃制品有限公司", "91210105MA0DC056", ("210105", "30", 2009), [3300, 3450, 3600]),
    firm("沈阳云砥软件有限公司", "91210100MA0DEM080B", ("zone-hunnan-hitech", "65", 2010), [11_800, 13_200, 15_100]),
    firm("沈阳数铎信息技术有限公司", "91210100MA0DEM072G", ("zone-hunnan-hitech", "65", 2012), [4300, 5100, 6200]),
    firm("沈阳启汀网络科技有限公司", "91210112MA0DC059", ("210112", "65", 2014), [880, 1050, 1240]),
    firm("沈阳和桁智能科技有限公司", "91210102MA0DC060", ("210102", "65", 2015), [420, 610, 870]),
    firm("沈阳明砺数据服务有限公司", "91210102MA0DC061", ("210102", "65", 2013), [1900, 2300, 2700]),
    firm("沈阳晟帆软件开发有限公司", "91210112MA0DC062", ("210112", "65", 2016), [60, 140, 260]),
    firm("沈阳朗禾信息系统有限公司", "91210102MA0DC063", ("210102", "65", 2011), [3200, 3600, 4100]),
    firm("沈阳思桁自动化软件有限公司", "91210106MA0DC064", ("210106", "65", 2012), [1200, 1350, 1500]),
    firm("沈阳乐砥游戏软件有限公司", "91210112MA0DC065", ("210112", "65", 2017), [10, 38, 190]),
    firm("沈阳普铎医疗软件有限公司", "91210103MA0DC066", ("210103", "65", 2014), [760, 930, 1180]),
    firm("沈阳立澜地理信息有限公司", "91210105MA0DC067", ("210105", "65", 2013), [1020, 1160, 1290]),
    firm("沈阳优汀电子商务技术有限公司", "91210102MA0DC068", ("210102", "65", 2015), [350, 480, 640]),
    firm("沈阳深砺工业互联网有限公司", "91210112MA0DC069", ("zone-hunnan-hitech", "65", 2016), [290, 760, 1480]),
    firm("沈阳众桁嵌入式软件有限公司", "91210112MA0DC070", ("210112", "65", 2014), [540, 690, 820]),
    firm("沈阳慧铎教育软件有限公司", "91210105MA0DC071", ("210105", "65", 2015), [180, 260, 390]),
    firm("沈阳天砥仿真技术有限公司", "91210112MA0DC072", ("zone-hunnan-hitech", "65", 2011), [9200, 9999, 11_300]),
    firm("沈阳诚帆信息安全有限公司", "91210103MA0DC073", ("210103", "65", 2013), [1500, 1720, 1980]),
    firm("沈阳联汀物联网技术有限公司", "91210104MA0DC074", ("210104", "65", 2016), [130, 320, 560]),
    firm("沈阳小砺科技工作室有限公司", "91210112MA0DC075", ("210112", "65", 2017), [5, 22, 70]),
    firm("沈阳广桁云服务有限公司", "91210112MA0DC076", ("210112", "65", 2014), [2800, 3300, 3900]),
    firm("沈阳墨砺工业软件有限公司", "91210112MA0DC077", ("zone-hunnan-hitech", "65", 2015), [680, 990, 1370]),
    firm("沈阳知汀大数据有限公司", "91210112MA0DC078", ("210112", "65", 2016), [240, 530, 960]),
    firm("沈阳恒帆财税软件有限公司", "91210102MA0DC079", ("210102", "65", 2012), [1450, 1600, 1760]),
    firm("沈阳睿桁视觉技术有限公司", "91210112MA0DC080", ("zone-hunnan-hitech", "65", 2017), [15, 180, 620]),
    firm("沈阳丰铎农业信息有限公司", "91210113MA0DC081", ("210113", "65", 2014), [320, 410, 520]),
    firm("沈阳弈砺数字创意有限公司", "91210103MA0DC082", ("210103", "65", 2016), [90, 210, 430]),
    firm("沈阳市示范装备工业研究院", "12210100MA0DEM0560", ("210106", "73", 1985), [5200, 5600, 5900]),
    firm("沈阳市示范智能制造促进中心", "12210100MA0DEM099D", ("210112", "75", 2009), [1800, 2000, 2100]),
    firm("沈阳市示范公共信息服务中心", "12210100MA0DEM064T", ("210102", "65", 2001), [2600, 2700, 2900]),
    firm("沈阳市示范第一医院", "12210100MA0DC086", ("210102", "84", 1956), [88_000, 93_000, 97_000]),
    firm("沈阳市示范城市交通指挥中心", "12210100MA0DC087", ("210103", "54", 1998), [6100, 6400, 6600]),
    firm("沈阳市示范职业技术学院", "12210100MA0DC088", ("210111", "83", 1978), [21_000, 22_500, 23_400]),
    firm("沈阳市示范区域卫生信息中心", "12210100MA0DC089", ("210105", "84", 2004), [1900, 2050, 2200]),
    firm("沈阳市示范环境监测站", "12210100MA0DC090", ("210112", "74", 1983), [3400, 3500, 3700]),
    firm("沈阳市示范图书馆", "12210100MA0DC091", ("210102", "88", 1949), [4700, 4800, 4900]),
    firm("沈阳市示范政务服务中心", "12210100MA0DC092", ("210112", "92", 2006), [2900, 3000, 3100]),
    firm("沈阳利穗供应链管理有限公司", "91210114MA0DC093", ("210114", "59", 2012), [15_600, 16_900, 18_300]),
    firm("沈阳万禾商贸有限公司", "91210102MA0DC094", ("210102", "51", 2008), [9300, 9800, 10_100]),
    firm("沈阳通驰物流有限公司", "91210111MA0DC095", ("210111", "54", 2010), [7200, 7900, 8300]),
    firm("沈阳佳园物业服务有限公司", "91210103MA0DC096", ("210103", "70", 2011), [3100, 3300, 3400]),
    firm("沈阳融桁工程咨询有限公司", "91210102MA0DC097", ("210102", "74", 2013), [1400, 1700, 1900]),
    firm("沈阳绿穗农业合作社", "93210181MA0TE5T40W", ("210181", "01", 2012), [320, 350, 380]),
    firm("沈阳便民铎维修部", "92210102MA0TE5T59F", ("210102", "81", 2016), [45, 52, 58]),
    firm("沈阳晨汀会展服务有限公司", "91210112MA0DC100", ("210112", "72", 2014), [1100, 1250, 1380]),
];

impl Firm {
    /// The firm with a number.
    pub fn number(number: usize) -> Self {
        FIRMS.get(number).copied().unwrap_or(FIRMS[0])
    }

    /// Its unified social credit code, with its check digits.
    pub fn credit_code(&self) -> String {
        let code = CreditCode::parse(self.code).or_else(|_| CreditCode::with_checks(self.code));
        code.map_or_else(|_| self.code.to_owned(), |code| code.to_string())
    }

    /// The day it was founded.
    pub fn founded_on(&self) -> Date {
        Date::new(self.founded, 5, 18).unwrap_or(date(2010, 5, 18))
    }

    /// Its revenue of a year, where there is one. After the years of the list it grows or shrinks from year to year.
    pub fn revenue(&self, year: i16) -> Option<Fen> {
        let place = usize::try_from(year.checked_sub(FIRST_YEAR)?).ok()?;
        let listed = self.revenue.get(place).or(self.revenue.last()).copied()?;
        let after = FIRST_YEAR.saturating_add(3)..=year;
        let amount = after.fold(listed, |amount, year| {
            let place = usize::try_from(self.founded + year).unwrap_or_default() % PER_CENT.len();
            amount * PER_CENT.get(place).copied().unwrap_or(100) / 100
        });
        Some(Fen::new(amount * TEN_THOUSAND))
    }
}

/// What a year's revenue is to that of the year before.
const PER_CENT: [i64; 7] = [104, 94, 112, 109, 121, 98, 106];

/// The name of the owner of a firm's account.
pub fn owner_name(number: usize) -> String {
    names::person(FIRST_NAME + number * 3)
}

/// The name of the owner's colleague.
pub fn colleague_name(number: usize) -> String {
    names::person(FIRST_NAME + number * 3 + 1)
}

/// The name of the person to call.
pub fn contact_name(number: usize) -> String {
    names::person(FIRST_NAME + number * 3 + 2)
}

/// Whether the owner has a colleague with an account.
pub fn has_colleague(number: usize) -> bool {
    number.is_multiple_of(4)
}

/// The one-time key of the owner's sign-up.
pub(super) fn sign_up_key(number: usize) -> String {
    format!("demo/sign_up/{number}")
}

/// The one-time key under which the firm was registered.
pub(super) fn register_key(number: usize) -> String {
    format!("demo/register/{number}")
}

/// The one-time key of the colleague's invitation.
pub(super) fn colleague_key(number: usize) -> String {
    format!("demo/colleague/{number}")
}

/// The owner's account.
fn owner_account(number: usize) -> AccountId {
    cast::opened_by(&Actor::public(), "account.sign_up", &sign_up_key(number), 0)
}

/// The owner before the firm is registered.
pub fn newcomer(number: usize) -> Actor {
    Actor { account: owner_account(number), seat: Seat::Newcomer }
}

/// The enterprise a firm is registered as.
pub fn enterprise(number: usize) -> EnterpriseId {
    let registered = Fresh::of(&owner_account(number), "enterprise.register", &register_key(number));
    EnterpriseId::new(registered.id("enterprise", 0))
}

/// The owner of a firm's account.
pub fn owner(number: usize) -> Actor {
    Actor { account: owner_account(number), seat: Seat::Enterprise { enterprise: enterprise(number), owner: true } }
}

/// The owner's colleague.
pub fn colleague(number: usize) -> Actor {
    let account = cast::opened_by(&owner(number), "account.invite_colleague", &colleague_key(number), 0);
    Actor { account, seat: Seat::Enterprise { enterprise: enterprise(number), owner: false } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::industry;
    use std::collections::BTreeSet;

    #[test]
    fn every_firm_could_register() {
        let codes: BTreeSet<String> = FIRMS.iter().map(Firm::credit_code).collect();
        assert_eq!(codes.len(), FIRMS.len());
        for firm in FIRMS {
            assert!(CreditCode::parse(&firm.credit_code()).is_ok(), "{firm:?}");
            assert!(industry::division(firm.division).is_some(), "{firm:?}");
        }
    }
}
