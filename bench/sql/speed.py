"""The generated statement of Shenyang's plan beside the hand-written one, on DuckDB and PostgreSQL.

PostgreSQL is reached through psql and SHANGYUN_TEST_PG.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
HERE = Path(__file__).parent


def shangyun(program, *words):
    done = subprocess.run([program, "policy", *words], stdout=subprocess.PIPE, text=True)
    return done.stdout if done.returncode == 0 else sys.exit(done.returncode)


def bare(select):
    return "\n".join(line for line in select.splitlines() if not line.strip().startswith("--"))


def on_duckdb(create, claims, selects):
    import duckdb

    db = duckdb.connect()
    db.execute("set threads = 1")
    db.execute(create)
    db.execute(f"copy claims from '{claims}' (header true)")
    times = {name: [] for name in selects}
    for _ in range(ROUNDS + 1):
        for name, select in selects.items():
            started = time.perf_counter()
            db.execute(f"create or replace temp table answer as {select}")
            times[name].append(time.perf_counter() - started)
    return {name: statistics.median(each[1:]) for name, each in times.items()}


def on_postgres(create, claims, selects):
    script = "set max_parallel_workers_per_gather = 0; set jit = off;\n"
    script += create.replace("create table", "create temp table", 1) + ";\n"
    script += f"\\copy claims from '{claims}' with (format csv, header)\nanalyze claims;\n"
    for _ in range(ROUNDS + 1):
        for name, select in selects.items():
            script += f"\\echo name {name}\nexplain (analyze, timing off) {select};\n"
    done = subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", os.environ["SHANGYUN_TEST_PG"]], input=script,
                          capture_output=True, text=True, check=True).stdout
    found = re.findall(r"name (\S+)|Execution Time: ([\d.]+) ms", done)
    times, name = {}, None
    for word, milliseconds in found:
        if word:
            name = word
        else:
            times.setdefault(name, []).append(float(milliseconds) / 1000)
    return {name: statistics.median(each[1:]) for name, each in times.items()}


def main(program, rows):
    folder = tempfile.TemporaryDirectory()
    claims = os.path.join(folder.name, "claims.csv")
    Path(claims).write_text(shangyun(program, "sample", "shenyang-2018", "--count", rows))
    for dialect, run in (("duckdb", on_duckdb), ("postgres", on_postgres)):
        words = ("sql", "shenyang-2018", "--dialect", dialect)
        selects = {
            "hand": bare((HERE / "hand_written.sql").read_text()),
            "generated": bare(shangyun(program, *words)),
            "never_null": bare(shangyun(program, *words, "--never-null", "all")),
        }
        times = run(shangyun(program, *words, "--create"), claims, selects)
        for name, seconds in times.items():
            print(f"{dialect:10} {name:12} {seconds * 1000:8.1f} ms  {seconds / times['hand']:.2f} of hand-written")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the built program, target/release/shangyun")
    parser.add_argument("rows", nargs="?", default="1000000", help="how many claims (1000000)")
    words = parser.parse_args()
    if "SHANGYUN_TEST_PG" not in os.environ:
        parser.error("postgres is reached through SHANGYUN_TEST_PG, which is not set")
    main(words.program, words.rows)
