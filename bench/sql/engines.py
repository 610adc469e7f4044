"""Runs the statement of a policy on the real databases and compares every row with the policy itself.

PostgreSQL is reached through psql and SHANGYUN_TEST_PG.
"""
import argparse
import csv
import io
import os
import subprocess
import sys
import tempfile

COUNT, MISSING = "10000", "20"
FOLDER = tempfile.TemporaryDirectory()
ROWS = os.path.join(FOLDER.name, "rows.csv")


def shangyun(program, *words):
    done = subprocess.run([program, "policy", *words], stdout=subprocess.PIPE, text=True)
    return done.stdout if done.returncode == 0 else sys.exit(done.returncode)


def columns(create):
    """Name and type of each column of `create table`."""
    lines = [line.strip().rstrip(",").split(None, 1) for line in create.splitlines() if line.startswith("  ")]
    return {name.strip('"`'): rest.split(" check")[0].replace(" not null", "") for name, rest in lines}


def cell(text, kind):
    if text == "":
        return None
    if text.endswith("%"):
        return round(float(text[:-1]) * 100)
    if kind in ("bigint", "Int64", "Nullable(Int64)"):
        return int(text)
    if kind in ("boolean", "Nullable(Bool)"):
        return text == "true"
    return text


def on_sqlite(create, select, rows, kinds):
    import sqlite3

    db = sqlite3.connect(":memory:")
    db.execute(create)
    db.executemany(f"insert into claims values ({','.join('?' * len(kinds))})", rows)
    return db.execute(select).fetchall()


def plain(rows, null):
    out = io.StringIO()
    show = {None: null, True: "true", False: "false"}
    csv.writer(out).writerows([show[c] if c is None or isinstance(c, bool) else c for c in row] for row in rows)
    return out.getvalue()


def on_duckdb(create, select, rows, kinds):
    import duckdb

    db = duckdb.connect()
    db.execute(create)
    with open(ROWS, "w") as file:
        file.write(plain(rows, ""))
    db.execute(f"copy claims from '{ROWS}' (header false)")
    return db.execute(select).fetchall()


def on_postgres(create, select, rows, kinds):
    with open(ROWS, "w") as file:
        file.write(plain(rows, ""))
    one_line = " ".join(line for line in select.splitlines() if not line.strip().startswith("--"))
    script = create.replace("create table", "create temp table", 1) + ";\n"
    script += f"\\copy claims from '{ROWS}' with (format csv)\n\\copy ({one_line}) to stdout with csv\n"
    done = subprocess.run(
        ["psql", "-q", "-v", "ON_ERROR_STOP=1", os.environ["SHANGYUN_TEST_PG"]],
        input=script, capture_output=True, text=True, check=True)
    return [(int(a), int(b), c) for a, b, c in csv.reader(done.stdout.splitlines())]


def on_clickhouse(create, select, rows, kinds):
    from chdb import session

    db = session.Session()
    db.query(create.replace("engine = MergeTree order by id", "engine = Memory"))
    with open(ROWS, "w") as file:
        file.write(plain(rows, "\\N"))
    db.query(f"insert into claims from infile '{ROWS}' format CSV")
    found = db.query(select, "CSV").bytes().decode()
    db.close()
    return [(int(a), int(b), c) for a, b, c in csv.reader(found.splitlines())]


def on_spark(create, select, rows, kinds):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    with open(ROWS, "w") as file:
        file.write(plain(rows, ""))
    raw = spark.read.csv(ROWS)
    casts = [f"cast(_c{at} as {kind}) as `{name}`" for at, (name, kind) in enumerate(kinds.items())]
    raw.selectExpr(*casts).createOrReplaceTempView("claims")
    return [tuple(row) for row in spark.sql(select).collect()]


ENGINES = {"sqlite": on_sqlite, "duckdb": on_duckdb, "postgres": on_postgres, "clickhouse": on_clickhouse, "spark": on_spark}


def asked():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the built program, target/release/shangyun")
    parser.add_argument("engines", type=lambda text: text.split(","), help=",".join(ENGINES))
    parser.add_argument("policies", nargs="+", metavar="policy", help="the id of a shipped policy, or the path of a document")
    words = parser.parse_args()
    for unknown in set(words.engines) - ENGINES.keys():
        parser.error(f"no engine {unknown}: there are {', '.join(ENGINES)}")
    if "postgres" in words.engines and "SHANGYUN_TEST_PG" not in os.environ:
        parser.error("postgres is reached through SHANGYUN_TEST_PG, which is not set")
    return words.program, words.engines, words.policies


def main(program, dialects, policies):
    worst = 0
    for policy in policies:
        claims = shangyun(program, "sample", policy, "--count", COUNT, "--missing", MISSING, "--answers")
        head, *lines = csv.reader(claims.splitlines())
        expected = {int(line[0]): (int(line[-2]), line[-1]) for line in lines}
        for dialect in dialects:
            create = shangyun(program, "sql", policy, "--dialect", dialect, "--create")
            select = shangyun(program, "sql", policy, "--dialect", dialect)
            kinds = columns(create)
            rows = [[cell(text, kinds[name]) for name, text in zip(head[:-2], line)] for line in lines]
            found = {row[0]: (row[1], row[2]) for row in ENGINES[dialect](create, select, rows, kinds)}
            differ = [key for key, answer in expected.items() if found.get(key) != answer]
            worst += len(differ)
            print(f"{policy:24} {dialect:10} {len(expected):8} rows compared {len(differ):6} differ", flush=True)
            for key in differ[:3]:
                print("   ", dict(zip(head, lines[key - 1])), "got", found.get(key))
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main(*asked()))
