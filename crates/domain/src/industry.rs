//! The divisions (大类) of the national industry classification GB/T 4754-2017, with amendment 1 of 2019,
//! and the sector a division falls in.
//!
//! Classes below the division are kept as written and not looked up: they were renumbered between editions.

use crate::credit_code::half_width;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One of the 97 divisions (大类).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Division {
    /// The two digits.
    pub code: &'static str,
    /// The letter of its section (门类).
    pub section: char,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its name in English; ours, the standard is Chinese.
    pub en: &'static str,
}

/// The edition a code was taken from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
pub enum Edition {
    /// GB/T 4754-2017, in force since 2017-10-01.
    #[serde(rename = "GB/T 4754-2017")]
    Of2017,
}

/// The sector of a division, as the subsidy plans use the word (A24).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    /// Industry (工业): mining B 06-12, manufacturing C 13-43, utilities D 44-46.
    Industrial,
    /// Software and information technology services (软件和信息技术服务业): I 65.
    Software,
    /// Everything else.
    Other,
}

/// An industry code of two to four digits, such as `35` or `3511`, with the edition it comes from.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct IndustryCode {
    edition: Edition,
    digits: String,
    division: Division,
}

/// Why a text is not an industry code.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IndustryCodeError {
    /// Not two to four digits, with or without the section letter.
    #[error("`{text}` is not an industry code of two to four digits such as `35`, `3511` or `C3511`")]
    Form {
        /// The text as given.
        text: String,
    },
    /// No division has these two digits.
    #[error("there is no division `{division}` in GB/T 4754-2017")]
    NoSuchDivision {
        /// The two digits.
        division: String,
    },
    /// The letter is that of another section.
    #[error("division {division} belongs to section {section}, not {found}")]
    Section {
        /// The two digits.
        division: String,
        /// The section it belongs to.
        section: char,
        /// The letter that was written.
        found: char,
    },
}

impl Division {
    /// The sector it lies in.
    pub fn sector(self) -> Sector {
        match self.section {
            'B' | 'C' | 'D' => Sector::Industrial,
            _ if self.code == "65" => Sector::Software,
            _ => Sector::Other,
        }
    }
}

impl IndustryCode {
    /// Reads a code of GB/T 4754-2017. Full-width characters and a section letter in front are accepted.
    pub fn parse(text: &str) -> Result<Self, IndustryCodeError> {
        let plain: String = text.trim().chars().map(half_width).collect();
        let letter = plain.chars().next().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase());
        let digits = plain.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = plain.len() - digits.len();
        let form = (2..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !form || letters > 1 {
            return Err(IndustryCodeError::Form { text: text.to_owned() });
        }
        let two = &digits[..2];
        let Some(division) = division(two) else {
            return Err(IndustryCodeError::NoSuchDivision { division: two.to_owned() });
        };
        match letter {
            Some(found) if found != division.section => {
                Err(IndustryCodeError::Section { division: two.to_owned(), section: division.section, found })
            }
            Some(_) | None => Ok(Self { edition: Edition::Of2017, digits: digits.to_owned(), division }),
        }
    }

    /// The edition the code comes from.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// The digits, without the section letter.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The division it lies in.
    pub fn division(&self) -> Division {
        self.division
    }

    /// The sector it lies in.
    pub fn sector(&self) -> Sector {
        self.division.sector()
    }
}

impl fmt::Display for IndustryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.division.section, self.digits)
    }
}

/// An industry code as it is stored.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Stored {
    edition: Edition,
    code: String,
}

impl TryFrom<Stored> for IndustryCode {
    type Error = IndustryCodeError;

    fn try_from(stored: Stored) -> Result<Self, IndustryCodeError> {
        match stored.edition {
            Edition::Of2017 => Self::parse(&stored.code),
        }
    }
}

impl From<IndustryCode> for Stored {
    fn from(code: IndustryCode) -> Self {
        Self { edition: code.edition, code: code.digits }
    }
}

/// The division with these two digits.
pub fn division(code: &str) -> Option<Division> {
    DIVISIONS.iter().find(|division| division.code == code).copied()
}

/// The sector of the division with these two digits; `Other` too where there is no such division.
pub fn classify(code: &str) -> Sector {
    division(code).map_or(Sector::Other, Division::sector)
}

/// The name of a section (门类) by its letter, in Chinese and English.
pub fn section(letter: char) -> Option<(&'static str, &'static str)> {
    SECTIONS.iter().find(|section| section.0 == letter).map(|section| (section.1, section.2))
}

#[rustfmt::skip]
const SECTIONS: [(char, &str, &str); 20] = [
    ('A', "农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery"),
    ('B', "采矿业", "Mining"),
    ('C', "制造业", "Manufacturing"),
    ('D', "电力、热力、燃气及水生产和供应业", "Production and supply of electricity, heat, gas and water"),
    ('E', "建筑业", "Construction"),
    ('F', "批发和零售业", "Wholesale and retail trade"),
    ('G', "交通运输、仓储和邮政业", "Transport, storage and post"),
    ('H', "住宿和餐饮业", "Hotels and catering"),
    ('I', "信息传输、软件和信息技术服务业", "Information transmission, software and IT services"),
    ('J', "金融业", "Finance"),
    ('K', "房地产业", "Real estate"),
    ('L', "租赁和商务服务业", "Leasing and business services"),
    ('M', "科学研究和技术服务业", "Scientific research and technical services"),
    ('N', "水利、环境和公共设施管理业", "Water conservancy, environment and public facilities"),
    ('O', "居民服务、修理和其他服务业", "Household, repair and other services"),
    ('P', "教育", "Education"),
    ('Q', "卫生和社会工作", "Health and social work"),
    ('R', "文化、体育和娱乐业", "Culture, sports and entertainment"),
    ('S', "公共管理、社会保障和社会组织", "Public administration, social security and social organisations"),
    ('T', "国际组织", "International organisations"),
];

/// All 97 divisions in the order of their codes.
#[rustfmt::skip]
pub const DIVISIONS: [Division; 97] = [
    entry("01", 'A', "农业", "Farming"),
    entry("02", 'A', "林业", "Forestry"),
    entry("03", 'A', "畜牧业", "Animal husbandry"),
    entry("04", 'A', "渔业", "Fishery"),
    entry("05", 'A', "农、林、牧、渔专业及辅助性活动", "Specialised and support activities for farming, forestry, animal husbandry and fishery"),
    entry("06", 'B', "煤炭开采和洗选业", "Mining and washing of coal"),
    entry("07", 'B', "石油和天然气开采业", "Extraction of petroleum and natural gas"),
    entry("08", 'B', "黑色金属矿采选业", "Mining and dressing of ferrous metal ores"),
    entry("09", 'B', "有色金属矿采选业", "Mining and dressing of non-ferrous metal ores"),
    entry("10", 'B', "非金属矿采选业", "Mining and dressing of non-metal ores"),
    entry("11", 'B', "开采专业及辅助性活动", "Specialised and support activities for mining"),
    entry("12", 'B', "其他采矿业", "Other mining"),
    entry("13", 'C', "农副食品加工业", "Processing of food from agricultural products"),
    entry("14", 'C', "食品制造业", "Manufacture of foods"),
    entry("15", 'C', "酒、饮料和精制茶制造业", "Manufacture of liquor, beverages and refined tea"),
    entry("16", 'C', "烟草制品业", "Manufacture of tobacco"),
    entry("17", 'C', "纺织业", "Manufacture of textiles"),
    entry("18", 'C', "纺织服装、服饰业", "Manufacture of textile garments and apparel"),
    entry("19", 'C', "皮革、毛皮、羽毛及其制品和制鞋业", "Manufacture of leather, fur, feather and their products, and footwear"),
    entry("20", 'C', "木材加工和木、竹、藤、棕、草制品业", "Processing of timber; products of wood, bamboo, rattan, palm and straw"),
    entry("21", 'C', "家具制造业", "Manufacture of furniture"),
    entry("22", 'C', "造纸和纸制品业", "Manufacture of paper and paper products"),
    entry("23", 'C', "印刷和记录媒介复制业", "Printing and reproduction of recording media"),
    entry("24", 'C', "文教、工美、体育和娱乐用品制造业", "Manufacture of articles for culture, education, arts and crafts, sport and entertainment"),
    entry("25", 'C', "石油、煤炭及其他燃料加工业", "Processing of petroleum, coal and other fuels"),
    entry("26", 'C', "化学原料和化学制品制造业", "Manufacture of chemical raw materials and chemical products"),
    entry("27", 'C', "医药制造业", "Manufacture of medicines"),
    entry("28", 'C', "化学纤维制造业", "Manufacture of chemical fibres"),
    entry("29", 'C', "橡胶和塑料制品业", "Manufacture of rubber and plastic products"),
    entry("30", 'C', "非金属矿物制品业", "Manufacture of non-metallic mineral products"),
    entry("31", 'C', "黑色金属冶炼和压延加工业", "Smelting and rolling of ferrous metals"),
    entry("32", 'C', "有色金属冶炼和压延加工业", "Smelting and rolling of non-ferrous metals"),
    entry("33", 'C', "金属制品业", "Manufacture of metal products"),
    entry("34", 'C', "通用设备制造业", "Manufacture of general-purpose machinery"),
    entry("35", 'C', "专用设备制造业", "Manufacture of special-purpose machinery"),
    entry("36", 'C', "汽车制造业", "Manufacture of motor vehicles"),
    entry("37", 'C', "铁路、船舶、航空航天和其他运输设备制造业", "Manufacture of railway, ship, aerospace and other transport equipment"),
    entry("38", 'C', "电气机械和器材制造业", "Manufacture of electrical machinery and apparatus"),
    entry("39", 'C', "计算机、通信和其他电子设备制造业", "Manufacture of computers, communication and other electronic equipment"),
    entry("40", 'C', "仪器仪表制造业", "Manufacture of measuring instruments"),
    entry("41", 'C', "其他制造业", "Other manufacturing"),
    entry("42", 'C', "废弃资源综合利用业", "Comprehensive use of waste resources"),
    entry("43", 'C', "金属制品、机械和设备修理业", "Repair of metal products, machinery and equipment"),
    entry("44", 'D', "电力、热力生产和供应业", "Production and supply of electricity and heat"),
    entry("45", 'D', "燃气生产和供应业", "Production and supply of gas"),
    entry("46", 'D', "水的生产和供应业", "Production and supply of water"),
    entry("47", 'E', "房屋建筑业", "Construction of buildings"),
    entry("48", 'E', "土木工程建筑业", "Civil engineering"),
    entry("49", 'E', "建筑安装业", "Building installation"),
    entry("50", 'E', "建筑装饰、装修和其他建筑业", "Building decoration, finishing and other construction"),
    entry("51", 'F', "批发业", "Wholesale trade"),
    entry("52", 'F', "零售业", "Retail trade"),
    entry("53", 'G', "铁路运输业", "Rail transport"),
    entry("54", 'G', "道路运输业", "Road transport"),
    entry("55", 'G', "水上运输业", "Water transport"),
    entry("56", 'G', "航空运输业", "Air transport"),
    entry("57", 'G', "管道运输业", "Pipeline transport"),
    entry("58", 'G', "多式联运和运输代理业", "Multimodal transport and forwarding agencies"),
    entry("59", 'G', "装卸搬运和仓储业", "Loading, handling and storage"),
    entry("60", 'G', "邮政业", "Post"),
    entry("61", 'H', "住宿业", "Accommodation"),
    entry("62", 'H', "餐饮业", "Catering"),
    entry("63", 'I', "电信、广播电视和卫星传输服务", "Telecommunications, broadcasting and satellite transmission services"),
    entry("64", 'I', "互联网和相关服务", "Internet and related services"),
    entry("65", 'I', "软件和信息技术服务业", "Software and information technology services"),
    entry("66", 'J', "货币金融服务", "Monetary financial services"),
    entry("67", 'J', "资本市场服务", "Capital market services"),
    entry("68", 'J', "保险业", "Insurance"),
    entry("69", 'J', "其他金融业", "Other financial services"),
    entry("70", 'K', "房地产业", "Real estate"),
    entry("71", 'L', "租赁业", "Leasing"),
    entry("72", 'L', "商务服务业", "Business services"),
    entry("73", 'M', "研究和试验发展", "Research and experimental development"),
    entry("74", 'M', "专业技术服务业", "Professional technical services"),
    entry("75", 'M', "科技推广和应用服务业", "Promotion and application of science and technology"),
    entry("76", 'N', "水利管理业", "Management of water conservancy"),
    entry("77", 'N', "生态保护和环境治理业", "Ecological protection and environmental treatment"),
    entry("78", 'N', "公共设施管理业", "Management of public facilities"),
    entry("79", 'N', "土地管理业", "Land management"),
    entry("80", 'O', "居民服务业", "Services to households"),
    entry("81", 'O', "机动车、电子产品和日用产品修理业", "Repair of motor vehicles, electronics and household goods"),
    entry("82", 'O', "其他服务业", "Other services"),
    entry("83", 'P', "教育", "Education"),
    entry("84", 'Q', "卫生", "Health"),
    entry("85", 'Q', "社会工作", "Social work"),
    entry("86", 'R', "新闻和出版业", "Journalism and publishing"),
    entry("87", 'R', "广播、电视、电影和录音制作业", "Broadcasting, television, film and sound recording"),
    entry("88", 'R', "文化艺术业", "Culture and arts"),
    entry("89", 'R', "体育", "Sports"),
    entry("90", 'R', "娱乐业", "Entertainment"),
    entry("91", 'S', "中国共产党机关", "Organs of the Communist Party of China"),
    entry("92", 'S', "国家机构", "State organs"),
    entry("93", 'S', "人民政协、民主党派", "People's political consultative conference and democratic parties"),
    entry("94", 'S', "社会保障", "Social security"),
    entry("95", 'S', "群众团体、社会团体和其他成员组织", "Mass organisations, social associations and other membership organisations"),
    entry("96", 'S', "基层群众自治组织及其他组织", "Grass-roots self-governing and other organisations"),
    entry("97", 'T', "国际组织", "International organisations"),
];

const fn entry(code: &'static str, section: char, zh: &'static str, en: &'static str) -> Division {
    Division { code, section, zh, en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_run_from_01_to_97_without_a_gap_and_sections_in_order() {
        for (index, division) in DIVISIONS.iter().enumerate() {
            assert_eq!(division.code, format!("{:02}", index + 1));
            assert!(section(division.section).is_some(), "{}", division.code);
        }
        assert!(DIVISIONS.is_sorted_by_key(|division| division.section));
    }

    #[test]
    fn industry_is_06_to_46_and_software_is_65() {
        let industrial: Vec<&str> = DIVISIONS
            .iter()
            .filter(|division| division.sector() == Sector::Industrial)
            .map(|division| division.code)
            .collect();
        assert_eq!((industrial.first(), industrial.last(), industrial.len()), (Some(&"06"), Some(&"46"), 41));
        for (code, sector) in [
            ("05", Sector::Other),
            ("06", Sector::Industrial),
            ("12", Sector::Industrial),
            ("13", Sector::Industrial),
            ("43", Sector::Industrial),
            ("44", Sector::Industrial),
            ("46", Sector::Industrial),
            ("47", Sector::Other),
            ("64", Sector::Other),
            ("65", Sector::Software),
            ("66", Sector::Other),
        ] {
            assert_eq!(IndustryCode::parse(code).unwrap().sector(), sector, "{code}");
            assert_eq!(classify(code), sector, "{code}");
        }
    }

    #[test]
    fn a_code_keeps_its_digits_and_its_edition() {
        let code = IndustryCode::parse(" Ｃ3511 ").unwrap();
        assert_eq!((code.as_str(), code.division().zh), ("3511", "专用设备制造业"));
        assert_eq!(code.to_string(), "C3511");
        let stored = serde_json::to_string(&code).unwrap();
        assert_eq!(stored, r#"{"edition":"GB/T 4754-2017","code":"3511"}"#);
        assert_eq!(serde_json::from_str::<IndustryCode>(&stored).unwrap(), code);
    }

    #[test]
    fn a_wrong_code_is_told_what_is_wrong() {
        assert!(matches!(IndustryCode::parse(""), Err(IndustryCodeError::Form { .. })));
        assert!(matches!(IndustryCode::parse("3"), Err(IndustryCodeError::Form { .. })));
        assert!(matches!(IndustryCode::parse("CC35"), Err(IndustryCodeError::Form { .. })));
        assert!(matches!(IndustryCode::parse("35111"), Err(IndustryCodeError::Form { .. })));
        assert!(matches!(IndustryCode::parse("三五"), Err(IndustryCodeError::Form { .. })));
        assert!(matches!(IndustryCode::parse("98"), Err(IndustryCodeError::NoSuchDivision { .. })));
        assert!(matches!(IndustryCode::parse("00"), Err(IndustryCodeError::NoSuchDivision { .. })));
        assert!(matches!(IndustryCode::parse("I35"), Err(IndustryCodeError::Section { .. })));
    }
}
