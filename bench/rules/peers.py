#!/usr/bin/env python3
"""The same million claims by DuckDB, Polars and NumPy, and from CSV to CSV beside `shangyun policy run`.

    cargo bench -p policy --bench rules -- --csv claims.csv
    cargo build --release
    python3 -m venv venv && venv/bin/pip install duckdb polars numpy
    venv/bin/python bench/rules/peers.py claims.csv [SHANGYUN]

SHANGYUN is the program, target/release/shangyun where it is not named. Everything runs on one thread, and the CSV
once more on two. Every answer is checked. Medians of five after one run to warm up; processor time, which a busy
machine does not distort, and time by the clock.
"""
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb
import numpy as np
import polars as pl

if len(sys.argv) < 2:
    sys.exit("usage: peers.py CLAIMS.csv [SHANGYUN]; the head of this file says how to get them")
CLAIMS = os.path.abspath(sys.argv[1])
PROGRAM = sys.argv[2] if len(sys.argv) > 2 else "target/release/shangyun"
TOTAL = 18715823103629
COUNTS = {"FULL": 432847, "CAPPED": 184885, "NOT_FILED": 31181, "NOT_REG_LOCAL": 30208, "NOT_TAX_LOCAL": 29222,
          "NOT_LEGAL_PERSON": 28880, "NOT_OPERATING": 27415, "NOT_INDUSTRY": 26897, "KIND_MISMATCH": 48196,
          "OUT_OF_TERM": 124221, "YEARS_EXHAUSTED": 32502, "NO_PAYMENT": 3546}
CODES = list(COUNTS)
FLAGS = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"]
WAN, YI = 10**6, 10**10

CAP = f"""case when stream = 'industrial' then
    case when revenue_fen >= {50 * YI} then {200 * WAN} when revenue_fen >= {4 * YI} then {150 * WAN}
         when revenue_fen >= {2000 * WAN} then {100 * WAN} else {30 * WAN} end
  when stream = 'software' then
    case when revenue_fen >= {YI} then {50 * WAN} when revenue_fen >= {1000 * WAN} then {30 * WAN}
         when revenue_fen >= {50 * WAN} then {20 * WAN} else {10 * WAN} end
  else {100 * WAN} end"""
REASON = "case " + " ".join(f"when not {flag} then '{code}'" for flag, code in zip(FLAGS, CODES[2:8])) + f"""
  when not (case when stream = 'city_service' then kind <> 'other' else kind = stream end) then 'KIND_MISMATCH'
  when service_date not between date '2018-09-17' and date '2022-12-31' then 'OUT_OF_TERM'
  when years_used >= 3 then 'YEARS_EXHAUSTED' when paid_fen = 0 then 'NO_PAYMENT'
  when paid_fen // 2 > cap then 'CAPPED' else 'FULL' end"""
ANSWERS = f"""select id, case when reason in ('FULL', 'CAPPED') then least(paid_fen // 2, cap) else 0 end as award_fen, reason
  from (select *, {REASON} as reason from (select *, {CAP} as cap from %s))"""


def used():
    """Processor seconds of this process and of the ones it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def measure(name, work, rows):
    work()
    clock, processor = [], []
    for _ in range(5):
        begun, before = time.perf_counter(), used()
        work()
        clock.append(time.perf_counter() - begun)
        processor.append(used() - before)
    wall, cpu = statistics.median(clock), statistics.median(processor)
    print(f"{name:<44}{rows / cpu / 1e6:>8.2f} M rows/s of processor{rows / wall / 1e6:>8.2f} by the clock", flush=True)


def check(who, total, counts):
    assert (total, counts) == (TOTAL, COUNTS), f"{who} answers otherwise: {total} {counts}"


def in_memory(db, rows):
    db.execute(f"create table claims as select * from read_csv('{CLAIMS}')")
    measure("DuckDB, a table in memory", lambda: db.execute("create or replace table answers as " + ANSWERS % "claims"), rows)
    counts = dict(db.execute("select reason, count(*) from answers group by reason").fetchall())
    check("DuckDB", int(db.execute("select sum(award_fen) from answers").fetchone()[0]), counts)


def polars(frame, rows):
    column, when, lit = pl.col, pl.when, lambda value: pl.lit(value, pl.Int64)
    revenue, stream, kind = column("revenue_fen"), column("stream"), column("kind")

    def tiers(*steps):
        chain = when(revenue >= steps[0][0]).then(lit(steps[0][1]))
        for start, cap in steps[1:]:
            chain = chain.when(revenue >= start).then(lit(cap))
        return chain

    industrial = tiers((50 * YI, 200 * WAN), (4 * YI, 150 * WAN), (2000 * WAN, 100 * WAN)).otherwise(lit(30 * WAN))
    software = tiers((YI, 50 * WAN), (1000 * WAN, 30 * WAN), (50 * WAN, 20 * WAN)).otherwise(lit(10 * WAN))
    cap = when(stream == 0).then(industrial).when(stream == 1).then(software).otherwise(lit(100 * WAN))
    fits = when(stream == 2).then(kind != 3).otherwise(kind == stream)
    number = lambda value: pl.lit(value, pl.Int8)
    chain = when(~column(FLAGS[0])).then(number(2))
    for place, flag in enumerate(FLAGS[1:]):
        chain = chain.when(~column(flag)).then(number(3 + place))
    day = column("service_date")
    chain = chain.when(~fits).then(number(8)).when((day < 20180917) | (day > 20221231)).then(number(9))
    chain = chain.when(column("years_used") >= 3).then(number(10)).when(column("paid_fen") == 0).then(number(11))
    reason = chain.otherwise((column("half") > column("cap")).cast(pl.Int8))
    award = when(column("reason") < 2).then(pl.min_horizontal("half", "cap")).otherwise(lit(0))

    def work():
        steps = frame.lazy().with_columns(cap.alias("cap"), (column("paid_fen") // 2).alias("half"))
        return steps.with_columns(reason.alias("reason")).select(award.alias("award"), "reason").collect()

    measure("Polars, a frame in memory", work, rows)
    answers = work()
    counts = np.bincount(answers["reason"].to_numpy(), minlength=12).tolist()
    check("Polars", int(answers["award"].sum()), dict(zip(CODES, counts)))


def numpy(frame, rows):
    data = {name: frame[name].to_numpy() for name in frame.columns}

    def work():
        stream, kind, revenue, day = data["stream"], data["kind"], data["revenue_fen"], data["service_date"]
        industrial = np.select([revenue >= 50 * YI, revenue >= 4 * YI, revenue >= 2000 * WAN],
                               [200 * WAN, 150 * WAN, 100 * WAN], 30 * WAN)
        software = np.select([revenue >= YI, revenue >= 1000 * WAN, revenue >= 50 * WAN],
                             [50 * WAN, 30 * WAN, 20 * WAN], 10 * WAN)
        cap = np.where(stream == 0, industrial, np.where(stream == 1, software, 100 * WAN))
        half = data["paid_fen"] >> 1
        fits = np.where(stream == 2, kind != 3, kind == stream)
        tests = [~data[flag] for flag in FLAGS] + [~fits, (day < 20180917) | (day > 20221231),
                                                   data["years_used"] >= 3, data["paid_fen"] == 0]
        reason = np.select(tests, list(range(2, 12)), half > cap)
        return np.where(reason < 2, np.minimum(half, cap), 0), reason

    measure("NumPy, arrays in memory", work, rows)
    award, reason = work()
    check("NumPy", int(award.sum()), dict(zip(CODES, np.bincount(reason, minlength=12).tolist())))


def csv_to_csv(rows):
    folder = tempfile.TemporaryDirectory()
    out = os.path.join(folder.name, "out.csv")

    def answered(who):
        answers = pl.read_csv(out)
        counts = answers["reason"].value_counts()
        check(who, int(answers["award_fen"].sum()), dict(zip(counts["reason"].to_list(), counts["count"].to_list())))

    for threads in (1, 2):
        command = [PROGRAM, "policy", "run", "shenyang-2018", "--input", CLAIMS, "--output", out, "--threads", str(threads)]
        measure(f"shangyun policy run, CSV to CSV, {threads} threads", lambda: subprocess.run(command, check=True), rows)
        answered("shangyun")
        db = duckdb.connect()
        db.execute(f"set threads = {threads}")
        copy = f"copy ({ANSWERS % f'''read_csv('{CLAIMS}')'''}) to '{out}'"
        measure(f"DuckDB, CSV to CSV, {threads} threads", lambda: db.execute(copy), rows)
        answered("DuckDB")


def main():
    frame = pl.read_csv(CLAIMS)
    rows = len(frame)
    streams, kinds = ["industrial", "software", "city_service"], ["industrial", "software", "institution", "other"]
    number = lambda names: lambda column: column.replace_strict(names, list(range(len(names))), return_dtype=pl.Int8)
    frame = frame.with_columns(number(streams)(pl.col("stream")), number(kinds)(pl.col("kind")),
                               pl.col("service_date").str.replace_all("-", "").cast(pl.Int32))
    db = duckdb.connect()
    db.execute("set threads = 1")
    in_memory(db, rows)
    polars(frame, rows)
    numpy(frame, rows)
    csv_to_csv(rows)


main()
