"""Keeps generated System Log events in engines of others and asks what the archive's benchmark asks.

Each engine gets some columns and the raw text, as it likes them best: B-trees, a table of columns, an index of words.
Processor time is that of the engine, threads and server processes included; reading the file and taking the columns out
of the JSON is not counted.
"""

import json
import os
import pathlib
import random
import sqlite3
import statistics
import sys
import time

import duckdb
import psycopg
import tantivy

ROUNDS = 100
BATCH = 1_000
COLUMNS = ["uid", "time", "actor", "ip", "session", "type", "status", "target", "raw"]
TICK = os.sysconf("SC_CLK_TCK")


def row(line):
    event = json.loads(line)
    return (
        event["uuid"],
        event["published"],
        event["actor"]["alternateId"],
        event["client"]["ipAddress"],
        event["authenticationContext"]["externalSessionId"],
        event["eventType"],
        event["outcome"]["result"],
        event["target"][0]["displayName"],
        line,
    )


def ticks(pid):
    """Processor seconds of a process and of its children that ended or still run."""
    total = 0
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(folder.name) == pid:
            total += sum(map(int, fields[11:15]))
        elif int(fields[1]) == pid:
            total += sum(map(int, fields[11:13]))
    return total / TICK


def size(folder):
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


class Sql:
    """What the engines with SQL have in common."""

    mark = "?"

    def ask(self, where, value, limit=100):
        query = f"SELECT raw FROM events WHERE {where} = {self.mark} ORDER BY time DESC LIMIT {limit}"
        return self.all(query, (value,))

    def count_by_hour(self):
        return self.all("SELECT substr(time, 1, 13), type, count(*) FROM events GROUP BY 1, 2")

    def substring(self, text):
        return self.all("SELECT count(*) FROM events WHERE raw LIKE " + self.mark, (f"%{text}%",))


class Sqlite(Sql):
    name = "SQLite"

    def __init__(self, work, _):
        self.path = work / "sqlite"
        self.path.mkdir()
        self.db = sqlite3.connect(self.path / "events.db")
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute(f"CREATE TABLE events ({', '.join(COLUMNS)})")
        self.db.execute("CREATE UNIQUE INDEX by_uid ON events (uid)")
        for column in ["actor", "ip", "session", "target"]:
            self.db.execute(f"CREATE INDEX by_{column} ON events ({column}, time)")

    def add(self, rows):
        with self.db:
            self.db.executemany(f"INSERT INTO events VALUES ({', '.join('?' * len(COLUMNS))})", rows)

    def finish(self):
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def all(self, query, values=()):
        return self.db.execute(query, values).fetchall()

    def bytes(self):
        return size(self.path)

    def cpu(self):
        return time.process_time()


class Postgres(Sql):
    name = "PostgreSQL"
    mark = "%s"

    def __init__(self, work, server):
        self.server = server
        self.db = psycopg.connect(host=str(work / "postgres"), user="portolan", dbname="postgres", autocommit=True, prepare_threshold=0)
        self.db.execute(f"CREATE TABLE events ({', '.join(column + ' text' for column in COLUMNS)})")
        self.db.execute("CREATE UNIQUE INDEX by_uid ON events (uid)")
        for column in ["actor", "ip", "session", "target"]:
            self.db.execute(f"CREATE INDEX by_{column} ON events ({column}, time)")

    def add(self, rows):
        with self.db.cursor() as cursor, cursor.copy("COPY events FROM STDIN") as copy:
            for values in rows:
                copy.write_row(values)

    def finish(self):
        self.db.execute("VACUUM ANALYZE events")

    def all(self, query, values=()):
        return self.db.execute(query, values).fetchall()

    def bytes(self):
        return self.all("SELECT pg_total_relation_size('events')")[0][0]

    def cpu(self):
        return ticks(self.server)


class DuckDb(Sql):
    name = "DuckDB"

    def __init__(self, work, _):
        self.path = work / "duckdb"
        self.path.mkdir()
        self.db = duckdb.connect(str(self.path / "events.db"))
        self.db.execute(f"CREATE TABLE events ({', '.join(column + ' VARCHAR' for column in COLUMNS)})")
        self.file = work / "batch.csv"

    def all(self, query, values=()):
        return self.db.execute(query, values).fetchall()

    def add_file(self, path):
        """DuckDB takes rows one by one slowly; it reads the file itself, JSON included."""
        self.db.execute(
            "INSERT INTO events SELECT json ->> '$.uuid', json ->> '$.published', json ->> '$.actor.alternateId', "
            "json ->> '$.client.ipAddress', json ->> '$.authenticationContext.externalSessionId', "
            "json ->> '$.eventType', json ->> '$.outcome.result', json ->> '$.target[0].displayName', json "
            f"FROM read_csv('{path}', columns = {{'json': 'VARCHAR'}}, delim = '\\x01', quote = '', escape = '', header = false)"
        )

    def finish(self):
        self.db.execute("CREATE UNIQUE INDEX by_uid ON events (uid)")
        self.db.execute("CHECKPOINT")

    def bytes(self):
        return size(self.path)

    def cpu(self):
        return time.process_time()


class ClickHouse(Sql):
    """Embedded, by time, with bloom filters for what is looked up: what it has in the place of an index of rows."""

    name = "ClickHouse"

    def __init__(self, work, _):
        from chdb import session

        self.path = work / "clickhouse"
        self.path.mkdir()
        self.db = session.Session(str(self.path))
        indexes = [f"INDEX by_{column} {column} TYPE bloom_filter(0.01) GRANULARITY 1" for column in COLUMNS[2:5] + ["uid", "target"]]
        indexes.append("INDEX by_word raw TYPE tokenbf_v1(65536, 3, 0) GRANULARITY 1")
        columns = [f"{column} {'LowCardinality(String)' if column in ('type', 'status') else 'String'}" for column in COLUMNS]
        self.db.query("CREATE DATABASE bench ENGINE = Atomic")
        self.db.query(
            f"CREATE TABLE bench.events ({', '.join(columns)} CODEC(ZSTD(1)), {', '.join(indexes)}) "
            "ENGINE = MergeTree ORDER BY time SETTINGS index_granularity = 8192"
        )

    def all(self, query, values=()):
        for value in values:
            query = query.replace("?", "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'", 1)
        told = self.db.query(query.replace("FROM events", "FROM bench.events"), "JSONCompactEachRow")
        return [json.loads(line) for line in str(told).splitlines() if line]

    def add_file(self, path):
        text = lambda *path: f"JSONExtractString(line, {', '.join(repr(part) if isinstance(part, str) else str(part) for part in path)})"
        columns = [
            text("uuid"),
            text("published"),
            text("actor", "alternateId"),
            text("client", "ipAddress"),
            text("authenticationContext", "externalSessionId"),
            text("eventType"),
            text("outcome", "result"),
            text("target", 1, "displayName"),
            "line",
        ]
        self.db.query(f"INSERT INTO bench.events SELECT {', '.join(columns)} FROM file('{path}', 'LineAsString')")

    def word(self, value):
        return self.all("SELECT raw FROM events WHERE hasToken(raw, ?) LIMIT 100", (value,))

    def finish(self):
        self.db.query("OPTIMIZE TABLE bench.events FINAL")

    def bytes(self):
        return int(self.all("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'bench'")[0][0])

    def cpu(self):
        return time.process_time()


class Tantivy:
    name = "tantivy"

    def __init__(self, work, _):
        self.path = work / "tantivy"
        self.path.mkdir()
        schema = tantivy.SchemaBuilder()
        for column in COLUMNS[:-1]:
            schema.add_text_field(column, tokenizer_name="raw", fast=column == "time", index_option="basic")
        schema.add_text_field("raw", stored=True, index_option="basic")
        self.index = tantivy.Index(schema.build(), path=str(self.path))
        self.writer = self.index.writer(256 << 20, 1)

    def add(self, rows):
        for values in rows:
            self.writer.add_document(tantivy.Document(**dict(zip(COLUMNS, values))))

    def finish(self):
        self.writer.commit()
        self.writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, where, value, limit=100):
        query = tantivy.Query.term_query(self.index.schema, where, value)
        found = self.searcher.search(query, limit, order_by_field="time").hits
        return [self.searcher.doc(place)["raw"][0] for _, place in found]

    def word(self, value):
        query = tantivy.Query.term_query(self.index.schema, "raw", value)
        return [self.searcher.doc(place)["raw"][0] for _, place in self.searcher.search(query, 100).hits]

    def bytes(self):
        return size(self.path)

    def cpu(self):
        return time.process_time()


def median(ask):
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return f"{statistics.median(times) * 1e3:.3f} ms"


def once(ask, events):
    ask()
    begun = time.perf_counter()
    ask()
    return f"{(time.perf_counter() - begun) * 1e9 / events:.0f} ms a million"


def measure(kind, work, server, lines):
    engine = kind(work, server)
    spent = 0.0
    if hasattr(engine, "add_file"):
        begun = engine.cpu()
        engine.add_file(work / "events.ndjson")
        spent += engine.cpu() - begun
    else:
        for start in range(0, len(lines), BATCH):
            rows = [row(line) for line in lines[start : start + BATCH]]
            begun = engine.cpu()
            engine.add(rows)
            spent += engine.cpu() - begun
    begun = engine.cpu()
    engine.finish()
    spent += engine.cpu() - begun
    dice = random.Random(7)
    draw = lambda index: row(dice.choice(lines))[index]
    figures = {
        "events a CPU second": f"{len(lines) / spent:,.0f}",
        "bytes an event": f"{engine.bytes() / len(lines):,.0f}",
        "one actor": median(lambda: engine.ask("actor", draw(2))),
        "one address": median(lambda: engine.ask("ip", draw(3))),
        "one session": median(lambda: engine.ask("session", draw(4))),
        "one target": median(lambda: engine.ask("target", draw(7))),
        "one id": median(lambda: engine.ask("uid", draw(0), 1)),
    }
    if hasattr(engine, "word"):
        figures["one word in raw"] = median(lambda: engine.word(json.loads(dice.choice(lines))["transaction"]["id"]))
    if hasattr(engine, "substring"):
        figures["count by type and hour"] = once(engine.count_by_hour, len(lines))
        figures["substring in raw"] = once(lambda: engine.substring("4a7f1"), len(lines))
    print(f"{engine.name}: " + "; ".join(f"{name} {figure}" for name, figure in figures.items()), flush=True)


def main():
    work, server = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    lines = (work / "events.ndjson").read_text().splitlines()
    for kind in [Postgres, Sqlite, DuckDb, Tantivy, ClickHouse]:
        try:
            measure(kind, work, server, lines)
        except ImportError as error:
            print(f"{kind.name}: left out, {error}", flush=True)


main()
