"""The peers. Each loads the same facts and answers the same questions; it says how long loading took."""

import os
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import questions as q
from snapshot import Facts

TABLES = {
    "users": ("users", {"ordinal": "INTEGER", "id": "TEXT", "login": "TEXT"}),
    "groups": ("groups", {"ordinal": "INTEGER", "id": "TEXT", "name": "TEXT"}),
    "apps": ("apps", {"ordinal": "INTEGER", "id": "TEXT", "label": "TEXT"}),
    "memberships": ("memberships", {"grp": "INTEGER", "usr": "INTEGER"}),
    "effective": ("effective", {"grp": "INTEGER", "usr": "INTEGER"}),
    "app_groups": ("app_groups", {"app": "INTEGER", "grp": "INTEGER"}),
    "direct": ("direct", {"app": "INTEGER", "usr": "INTEGER"}),
    "assignments": ("assignments", {"role": "TEXT", "kind": "TEXT", "assignee": "INTEGER"}),
    "tokens": ("tokens", {"id": "TEXT", "name": "TEXT", "owner": "INTEGER"}),
}
INDEXES = [
    "CREATE UNIQUE INDEX users_login ON users (login)",
    "CREATE UNIQUE INDEX users_ordinal ON users (ordinal)",
    "CREATE UNIQUE INDEX groups_ordinal ON groups (ordinal)",
    "CREATE UNIQUE INDEX groups_id ON groups (id)",
    "CREATE UNIQUE INDEX apps_ordinal ON apps (ordinal)",
    "CREATE UNIQUE INDEX apps_id ON apps (id)",
    "CREATE INDEX memberships_usr ON memberships (usr, grp)",
    "CREATE INDEX memberships_grp ON memberships (grp, usr)",
    "CREATE INDEX effective_usr ON effective (usr, grp)",
    "CREATE INDEX effective_grp ON effective (grp, usr)",
    "CREATE INDEX app_groups_grp ON app_groups (grp, app)",
    "CREATE INDEX app_groups_app ON app_groups (app, grp)",
    "CREATE INDEX direct_usr ON direct (usr, app)",
    "CREATE INDEX direct_app ON direct (app, usr)",
]


def create(name: str) -> str:
    columns = ", ".join(f"{column} {kind}" for column, kind in TABLES[name][1].items())
    return f"CREATE TABLE {name} ({columns})"


class Sqlite:
    """SQLite in this process, covering indexes in both directions."""

    name, mark = "SQLite", "?"

    def __init__(self, facts: Facts):
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "facts.db"
        self.db = sqlite3.connect(path)
        for name in TABLES:
            self.db.execute(create(name))
            table = getattr(facts, name)
            marks = ", ".join("?" * table.num_columns)
            columns = [column.to_pylist() for column in table.columns]
            self.db.executemany(f"INSERT INTO {name} VALUES ({marks})", zip(*columns, strict=True))
        for index in INDEXES:
            self.db.execute(index)
        self.db.commit()
        self.db.execute("ANALYZE")
        self.bytes = path.stat().st_size

    def rows(self, sql: str, key: str | None = None) -> list:
        return self.db.execute(sql, [key] * sql.count("?")).fetchall()


class DuckDb:
    """DuckDB in this process, tables from Arrow, indexes on the keys."""

    name, mark = "DuckDB", "?"

    def __init__(self, facts: Facts):
        import duckdb

        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "facts.duckdb"
        self.db = duckdb.connect(str(path))
        for name, (_, columns) in TABLES.items():
            arrow = getattr(facts, name).rename_columns(list(columns))
            self.db.register("arrow_rows", arrow)
            order = "ORDER BY grp, usr" if name in ("memberships", "effective") else ""
            self.db.execute(f"CREATE TABLE {name} AS SELECT * FROM arrow_rows {order}")
            self.db.unregister("arrow_rows")
        for index in INDEXES[:6]:
            self.db.execute(index)
        self.db.execute("CHECKPOINT")
        self.bytes = path.stat().st_size

    def rows(self, sql: str, key: str | None = None) -> list:
        return self.db.execute(sql, [key] * sql.count("?")).fetchall()


class Postgres:
    """PostgreSQL over a local socket: a server of our own in a temporary folder, covering indexes, prepared."""

    name, mark = "PostgreSQL", "%s"

    def __init__(self, facts: Facts):
        import psycopg

        self.folder = tempfile.TemporaryDirectory()
        self.binaries = Path(os.environ.get("POSTGRES_BIN", "/usr/lib/postgresql/15/bin"))
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        data = Path(self.folder.name) / "data"
        if self.as_user:
            subprocess.run(["chown", "postgres", self.folder.name], check=True)
        self.run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres")
        settings = "-c listen_addresses='' -c shared_buffers=2GB -c work_mem=256MB -c max_wal_size=8GB -c fsync=off"
        self.run("pg_ctl", "-D", str(data), "-w", "-l", str(data / "log"), "-o", f"{settings} -k {self.folder.name}", "start")
        self.data = data
        self.db = psycopg.connect(host=self.folder.name, user="postgres", dbname="postgres", autocommit=True, prepare_threshold=0)
        for name in TABLES:
            self.db.execute(create(name))
            columns = [column.to_pylist() for column in getattr(facts, name).columns]
            with self.db.cursor().copy(f"COPY {name} FROM STDIN") as copy:
                for row in zip(*columns, strict=True):
                    copy.write_row(row)
        for index in INDEXES:
            self.db.execute(index)
        self.db.execute("VACUUM ANALYZE")
        self.bytes = self.rows("SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")[0][0]

    def run(self, program: str, *arguments: str) -> None:
        command = [*self.as_user, str(self.binaries / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def rows(self, sql: str, key: str | None = None) -> list:
        return self.db.execute(sql, [key] * sql.count("%s")).fetchall()

    def close(self) -> None:
        self.db.close()
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")


class Ladybug:
    """Ladybug, the successor of Kùzu: a property graph in this process, asked in Cypher."""

    name, mark = "Ladybug", "$key"
    CYPHER = {
        "Q1": [
            "MATCH (u:Usr {login: $key})-[:Member]->(g:Grp) RETURN 'member', g.name, NULL",
            "MATCH (u:Usr {login: $key})-[:Direct]->(a:App) RETURN 'access', a.label, NULL",
            "MATCH (u:Usr {login: $key})-[:Works]->(g:Grp)-[:Gives]->(a:App) RETURN 'access', a.label, g.name",
        ],
        "Q2": [
            "MATCH (u:Usr)-[:Direct]->(a:App {id: $key}) RETURN u.login, NULL",
            "MATCH (u:Usr)-[:Works]->(g:Grp)-[:Gives]->(a:App {id: $key}) RETURN u.login, g.name",
        ],
        "Q3": ["MATCH (u:Usr)-[:Member]->(g:Grp {id: $key}) RETURN u.login"],
        "paths": [
            "MATCH (:Usr)-[m:Member]->(:Grp) RETURN count(*)",
            "MATCH (:Usr)-[d:Direct]->(:App) RETURN count(*)",
            "MATCH (:Usr)-[:Works]->(:Grp)-[:Gives]->(:App) RETURN count(*)",
        ],
    }

    def __init__(self, facts: Facts):
        import ladybug
        import pyarrow.parquet as pq

        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        self.db = ladybug.Connection(ladybug.Database(str(root / "graph")))
        for label, table, column in [("Usr", "users", "login"), ("Grp", "groups", "name"), ("App", "apps", "label")]:
            # The key that questions come with is the primary key: that is what its index serves.
            self.db.execute(f"CREATE NODE TABLE {label}(ordinal INT64, id STRING, {column} STRING, PRIMARY KEY (ordinal))")
            pq.write_table(getattr(facts, table), root / f"{label}.parquet")
            self.db.execute(f'COPY {label} FROM "{root}/{label}.parquet"')
        for edge, table, ends, order in [
            ("Member", "memberships", "FROM Usr TO Grp", ["user", "group"]),
            ("Works", "effective", "FROM Usr TO Grp", ["user", "group"]),
            ("Gives", "app_groups", "FROM Grp TO App", ["group", "app"]),
            ("Direct", "direct", "FROM Usr TO App", ["user", "app"]),
        ]:
            self.db.execute(f"CREATE REL TABLE {edge}({ends})")
            pq.write_table(getattr(facts, table).select(order), root / f"{edge}.parquet")
            self.db.execute(f'COPY {edge} FROM "{root}/{edge}.parquet"')
        self.bytes = sum(file.stat().st_size for file in root.rglob("graph*") if file.is_file())

    def rows(self, question: str, key: str | None = None) -> list:
        found = []
        for cypher in self.CYPHER[question]:
            answer = self.db.execute(cypher, {"key": key} if key else {})
            while answer.has_next():
                found.append(answer.get_next())
        return [[sum(row[0] for row in found)]] if question == "paths" else found


def sql(name: str, peer) -> str:
    return getattr(q, name).format(p=peer.mark)


def timed(work) -> tuple[float, object]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result
