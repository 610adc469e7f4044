//! Names of people who do not exist. The same place in the list always gives the same name.

const SURNAMES: [&str; 47] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "许",
    "何", "吕", "张", "孔", "曹", "严", "金", "魏", "陶", "姜", "谢", "邹", "苏", "潘", "葛", "范", "彭", "鲁", "韦",
    "马", "苗", "方", "任", "袁", "柳", "唐", "薛", "贺",
];

const GIVEN: [&str; 53] = [
    "雨桐", "明哲", "静", "建国", "晓峰", "丽华", "志远", "海燕", "文博", "雪梅", "俊杰", "秀兰", "国栋", "婷婷",
    "立新", "佳音", "宏伟", "春晓", "振华", "思源", "玉玲", "浩然", "慧敏", "长江", "若曦", "天佑", "红霞", "永强",
    "子涵", "桂英", "大勇", "可欣", "正阳", "淑珍", "少华", "梦洁", "广平", "艳秋", "一鸣", "晨曦", "德胜", "丹", "凯",
    "素云", "继业", "欣怡", "卫东", "凤琴", "泽宇", "兰", "克勤", "诗雨", "玉成",
];

/// The name of the person at a place of the list; two places below 2,491 never have the same name.
pub fn person(place: usize) -> String {
    let surname = SURNAMES.get(place % SURNAMES.len()).copied().unwrap_or_default();
    let given = GIVEN.get(place % GIVEN.len()).copied().unwrap_or_default();
    format!("{surname}{given}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn everybody_has_a_name_of_their_own() {
        let names: BTreeSet<String> = (0..1_000).map(person).collect();
        assert_eq!(names.len(), 1_000);
    }
}
