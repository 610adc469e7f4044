//! The files exchanged with a bank, as text: the payment list that goes out, and the return file that comes back.
//! Pure; nothing is decided here, each line of a return file is answered or named.

use crate::web::forms::read::date as read_date;
use jiff::civil::Date;
use policy::money::Fen;
use std::collections::{BTreeMap, BTreeSet};

/// The heads of the list that goes out.
const HEADS: [&str; 7] = ["申报编号", "收款单位", "统一社会信用代码", "开户银行", "银行账号", "金额（元）", "附言"];
/// The words for a payment that arrived.
const PAID: [&str; 4] = ["成功", "已支付", "paid", "success"];
/// The words for one that did not.
const FAILED: [&str; 5] = ["失败", "退回", "退票", "failed", "returned"];
/// The most lines a return file may have.
pub const LINES_MAX: usize = 2_000;

/// One line of the list that goes out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outgoing {
    /// The number of the claim, by which the bank answers.
    pub number: String,
    /// Who is paid.
    pub name: String,
    /// Its credit code.
    pub credit_code: String,
    /// Its bank.
    pub bank: String,
    /// Its account.
    pub account: String,
    /// How much.
    pub amount: Fen,
    /// What the payment is for.
    pub purpose: String,
}

/// The list as CSV, UTF-8 with a byte order mark, so that spreadsheet programs read it as it is.
pub fn write(lines: &[Outgoing]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(HEADS)?;
    for line in lines {
        let amount = amount(line.amount);
        let cells = [&line.number, &line.name, &line.credit_code, &line.bank, &line.account, &amount, &line.purpose];
        writer.write_record(cells.map(|cell| plain(cell)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Yuan with two decimals and no marks, as banks read it.
fn amount(amount: Fen) -> String {
    let fen = amount.fen();
    format!("{}.{:02}", fen / 100, (fen % 100).abs())
}

/// A cell that no spreadsheet program takes for a formula.
fn plain(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Why a return file cannot be read at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// Neither UTF-8 nor GB18030.
    NotText,
    /// Not a table of comma-separated values.
    NotCsv,
    /// No head for this column.
    NoColumn(&'static str),
    /// More lines than any batch has.
    TooLong,
}

/// What the bank says of one payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It arrived.
    Paid {
        /// The bank's receipt number.
        receipt: String,
        /// On which day.
        on: Date,
    },
    /// It did not.
    Failed {
        /// Why.
        reason: String,
    },
}

/// What is wrong with a line, so that nothing is done with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// No claim of this number is in the batch.
    Unknown,
    /// It is in the batch and not to be paid now: paid, failed or returned before.
    Settled,
    /// The number stands in the file before.
    Twice,
    /// Neither paid nor failed.
    NoResult,
    /// Paid without a receipt number.
    NoReceipt,
    /// Paid without a day, or on none that can be read.
    NoDay,
    /// Failed without a reason.
    NoReason,
    /// The amount is not the one that was to be paid.
    Amount,
}

/// One line of a return file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Returned {
    /// Its place in the file, the head being line 1.
    pub line: usize,
    /// The number of the claim, as it stands there.
    pub number: String,
    /// What the bank says, or why the line cannot be used.
    pub says: Result<Answer, Wrong>,
}

/// The columns of a return file by their place.
struct Columns {
    number: usize,
    result: usize,
    receipt: Option<usize>,
    on: Option<usize>,
    reason: Option<usize>,
    amount: Option<usize>,
}

/// Reads a return file against a batch: by the number of the claim, what is to be paid; nothing for what is not to be
/// paid now.
pub fn read(bytes: &[u8], batch: &BTreeMap<String, Option<Fen>>) -> Result<Vec<Returned>, Unreadable> {
    let text = decode(bytes).ok_or(Unreadable::NotText)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = reader.records();
    let head = rows.next().ok_or(Unreadable::NoColumn("申报编号"))?.map_err(|_| Unreadable::NotCsv)?;
    let columns = columns(&head)?;
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for (place, row) in rows.enumerate() {
        if lines.len() >= LINES_MAX {
            return Err(Unreadable::TooLong);
        }
        let row = row.map_err(|_| Unreadable::NotCsv)?;
        let cell = |place: usize| row.get(place).map_or("", str::trim).trim_start_matches('\'').to_owned();
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let number = cell(columns.number);
        let says = match batch.get(&number) {
            None => Err(Wrong::Unknown),
            Some(_) if !seen.insert(number.clone()) => Err(Wrong::Twice),
            Some(None) => Err(Wrong::Settled),
            Some(Some(amount)) => answer(&columns, &cell, *amount),
        };
        lines.push(Returned { line: place.saturating_add(2), number, says });
    }
    Ok(lines)
}

/// UTF-8 with or without its mark, else GB18030.
fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

fn columns(head: &csv::StringRecord) -> Result<Columns, Unreadable> {
    let place =
        |names: &[&str]| head.iter().position(|cell| names.contains(&cell.trim().to_ascii_lowercase().as_str()));
    Ok(Columns {
        number: place(&["申报编号", "claim"]).ok_or(Unreadable::NoColumn("申报编号"))?,
        result: place(&["结果", "result"]).ok_or(Unreadable::NoColumn("结果"))?,
        receipt: place(&["回单号", "receipt"]),
        on: place(&["支付日期", "date"]),
        reason: place(&["原因", "reason"]),
        amount: place(&["金额（元）", "金额(元)", "金额", "amount"]),
    })
}

fn answer(columns: &Columns, cell: &impl Fn(usize) -> String, due: Fen) -> Result<Answer, Wrong> {
    let amount = columns.amount.map(cell).unwrap_or_default();
    let is_same = |text: &str| text.replace(',', "").parse::<Fen>().is_ok_and(|fen| fen == due);
    if !amount.is_empty() && !is_same(&amount) {
        return Err(Wrong::Amount);
    }
    let result = cell(columns.result).to_lowercase();
    if PAID.contains(&result.as_str()) {
        let receipt = columns.receipt.map(cell).filter(|receipt| !receipt.is_empty()).ok_or(Wrong::NoReceipt)?;
        let on = columns.on.map(cell).and_then(|day| read_date(&day)).ok_or(Wrong::NoDay)?;
        return Ok(Answer::Paid { receipt, on });
    }
    if FAILED.contains(&result.as_str()) {
        let reason = columns.reason.map(cell).filter(|reason| !reason.is_empty()).ok_or(Wrong::NoReason)?;
        return Ok(Answer::Failed { reason });
    }
    Err(Wrong::NoResult)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn due() -> BTreeMap<String, Option<Fen>> {
        let settled = ("C4".to_owned(), None);
        let open = ["C1", "C2", "C3"].into_iter().zip([10_000, 25_050, 7]);
        open.map(|(number, fen)| (number.to_owned(), Some(Fen::new(fen)))).chain([settled]).collect()
    }

    fn says(text: &str) -> Vec<Result<Answer, Wrong>> {
        read(text.as_bytes(), &due()).expect("it is read").into_iter().map(|line| line.says).collect()
    }

    fn paid(receipt: &str) -> Answer {
        Answer::Paid { receipt: receipt.to_owned(), on: date(2019, 6, 3) }
    }

    #[test]
    fn every_line_of_a_return_file_is_answered_or_named() {
        let file = "申报编号,结果,回单号,支付日期,原因,金额（元）\n\
            C1,成功,R1,2019-06-03,,100.00\nC2,失败,,,账号有误,\nC9,成功,R9,2019-06-03,,\nC1,成功,R1,2019-06-03,,\n\
            C3,成功,R3,2019-06-03,,0.08\n,,,,,\n";
        let failed = Ok(Answer::Failed { reason: "账号有误".to_owned() });
        assert_eq!(says(file), [Ok(paid("R1")), failed, Err(Wrong::Unknown), Err(Wrong::Twice), Err(Wrong::Amount)]);
    }

    #[test]
    fn a_line_that_lacks_something_says_what() {
        let head = "申报编号,结果,回单号,支付日期,原因";
        let one = |row: &str| says(&format!("{head}\n{row}\n"));
        assert_eq!(one("C1,成功,,2019-06-03,"), [Err(Wrong::NoReceipt)]);
        assert_eq!(one("C1,成功,R1,,"), [Err(Wrong::NoDay)]);
        assert_eq!(one("C1,成功,R1,2019-02-30,"), [Err(Wrong::NoDay)]);
        assert_eq!(one("C1,失败,,,"), [Err(Wrong::NoReason)]);
        assert_eq!(one("C1,处理中,,,"), [Err(Wrong::NoResult)]);
        assert_eq!(one("C4,成功,R4,2019-06-03,"), [Err(Wrong::Settled)]);
        assert_eq!(one("C1,成功,R1,2019年6月3日,"), [Ok(paid("R1"))]);
    }

    #[test]
    fn a_return_file_may_be_in_gb18030_and_must_have_its_columns() {
        let text = "申报编号,结果,回单号,支付日期\nC1,成功,R1,20190603\n";
        let (bytes, _, _) = encoding_rs::GB18030.encode(text);
        let lines = read(&bytes, &due()).expect("it is read");
        assert_eq!(lines, [Returned { line: 2, number: "C1".to_owned(), says: Ok(paid("R1")) }]);
        assert_eq!(read("a,b\n1,2\n".as_bytes(), &due()), Err(Unreadable::NoColumn("申报编号")));
        assert_eq!(read("申报编号\nC1\n".as_bytes(), &due()), Err(Unreadable::NoColumn("结果")));
        assert_eq!(read(b"\xff\xff\xff", &due()), Err(Unreadable::NotText));
    }

    #[test]
    fn the_list_that_goes_out_holds_no_formula() {
        let line = Outgoing {
            number: "C1".to_owned(),
            name: "=SUM(1,2)".to_owned(),
            credit_code: "91".to_owned(),
            bank: "工行".to_owned(),
            account: "6222".to_owned(),
            amount: Fen::new(12_345_607),
            purpose: "2019-01".to_owned(),
        };
        let bytes = write(&[line]).expect("it is written");
        let text = String::from_utf8(bytes).expect("it is text");
        assert!(text.starts_with("\u{feff}申报编号,"));
        assert!(text.contains("C1,\"'=SUM(1,2)\",91,工行,6222,123456.07,2019-01"), "{text}");
    }
}
