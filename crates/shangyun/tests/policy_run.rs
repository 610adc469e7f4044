//! `shangyun policy run`: claims as CSV in, awards as CSV out, in order, whatever the threads, the encoding and the bad lines.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const HEAD: &str = "id,stream,kind,revenue_fen,paid_fen,years_used,service_date,filed,reg_local,tax_local,legal_person,operating,industry_ok";

/// Runs the command on standard input and output.
fn run(input: &[u8], more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shangyun"));
    command.args(["policy", "run", "shenyang-2018", "--input", "-", "--output", "-"]).args(more);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it reads");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the input is written");
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it is text")
}

/// A claim whose award tells it from the others.
fn row(id: &str, paid: usize) -> String {
    format!("{id},software,software,0,{paid},0,2020-06-15,true,true,true,true,true,true\n")
}

#[test]
fn claims_of_several_pieces_are_answered_in_order_by_any_number_of_threads() {
    let rows: String = (1..=40_000).map(|number| row(&number.to_string(), number * 2)).collect();
    let input = format!("{HEAD}\n{rows}");
    let expected: Vec<String> = (1..=40_000).map(|number| format!("{number},{number},FULL")).collect();
    for threads in ["1", "2", "5"] {
        let output = run(input.as_bytes(), &["--threads", threads]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let lines: Vec<&str> = text(&output.stdout).lines().collect();
        assert_eq!(lines[0], "id,award_fen,reason");
        assert!(lines[1..] == expected, "{threads} threads");
        assert_eq!(text(&output.stderr), "");
    }
}

#[test]
fn bad_lines_are_named_counted_and_do_not_stop_the_others() {
    let mut input = format!("{HEAD}\n{}", row("1", 2));
    for number in 2..=30 {
        input += &row(&number.to_string(), 2).replace(",0,2,", ",0,2.0,");
    }
    input += &row("31", 4);
    input += "32,software,soft";
    let output = run(input.as_bytes(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(lines.len(), 33);
    assert_eq!(
        (lines[1], lines[2], lines[31], lines[32]),
        ("1,1,FULL", "2,0,BAD_INPUT", "31,2,FULL", "32,0,BAD_INPUT")
    );
    let told = text(&output.stderr);
    assert!(told.starts_with("shangyun: `-` line 3: `paid_fen` cannot be `2.0`\n"), "{told}");
    let end =
        "shangyun: 30 of 32 claims could not be read and have the reason BAD_INPUT; 10 of them are not named here\n";
    assert!(told.ends_with(end), "{told}");
}

#[test]
fn a_file_from_an_office_program_in_china_is_read_and_answered_in_utf8() {
    let input = format!("{HEAD},备注\n{}", row("沈阳一", 6).replace('\n', ",说明\n"));
    let (bytes, _, _) = encoding_rs::GB18030.encode(&input);
    for bytes in [input.as_bytes(), &bytes] {
        let output = run(bytes, &[]);
        assert_eq!(text(&output.stdout), "id,award_fen,reason\n沈阳一,3,FULL\n", "{}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn a_file_that_is_no_csv_of_claims_is_named_before_anything_is_written() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("policy-run");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (claims, out) = (folder.join("claims.csv"), folder.join("out.csv"));
    let _ = std::fs::remove_file(&out);
    let semicolons = HEAD.replace(',', ";");
    for (input, words) in [
        (&b"PK\x03\x04\x14"[..], "this is a workbook: save the sheet as CSV"),
        (b"\xFF\xFEi\0d\0", "this is UTF-16: save the file as CSV UTF-8"),
        (semicolons.as_bytes(), "cells are parted by commas"),
        (b"", "there is no first line"),
        (b"id,paid_fen\n1,5\n", "the first line does not name `stream`, `kind`, `revenue_fen`, `years_used`"),
    ] {
        std::fs::write(&claims, input).expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_shangyun"));
        command.args(["policy", "run", "shenyang-2018"]).arg("--input").arg(&claims).arg("--output").arg(&out);
        let output = command.output().expect("the program runs");
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
        assert!(!out.exists(), "nothing is written");
    }
    std::fs::write(&claims, format!("{HEAD}\n{}", row("1", 2))).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_shangyun"));
    command.args(["policy", "run", "shenyang-2018"]).arg("--input").arg(&claims).arg("--output").arg(&claims);
    assert_eq!(command.output().expect("the program runs").status.code(), Some(2), "the input is not overwritten");
    assert!(std::fs::read(&claims).expect("it is still there").ends_with(b"true\n"));
}

#[test]
fn a_reading_changes_what_it_changes_and_timings_are_told() {
    let input = format!("{HEAD}\n{}", row("1", 2));
    let output = run(input.as_bytes(), &["--timings", "--threads", "1"]);
    let told = text(&output.stderr);
    let heads: Vec<&str> = told.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(heads, ["read", "evaluate", "write", "all"], "{told}");
    let output = run(input.as_bytes(), &["--switch", "no_such=one"]);
    assert_eq!(output.status.code(), Some(2));
}
