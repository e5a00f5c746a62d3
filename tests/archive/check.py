"""Reads the folder of an archive with DuckDB and with pyarrow, while it may be written, and compares what they see.

    pip install -r tests/archive/requirements.txt
    python3 tests/archive/check.py <folder of the archive>
"""

import collections
import json
import pathlib
import sys

import duckdb
import pyarrow.dataset as dataset
import pyarrow.parquet as parquet

COLUMNS = 46


def fail(text):
    sys.exit(f"failed: {text}")


def main():
    folder = pathlib.Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text())
    files = [str(folder / segment["events"]) for segment in manifest["segments"]]
    if not files:
        sys.exit("the archive has no segment yet: nothing to check")
    rows = sum(segment["rows"] for segment in manifest["segments"])

    query = "SELECT event_type, count(*) FROM read_parquet(?, hive_partitioning = false) GROUP BY 1"
    duck = dict(duckdb.execute(query, [files]).fetchall())
    if sum(duck.values()) != rows:
        fail(f"DuckDB sees {sum(duck.values())} events, the manifest has {rows}")

    events = dataset.dataset(files, format="parquet")
    if len(events.schema.names) != COLUMNS:
        fail(f"{len(events.schema.names)} columns: {events.schema.names}")
    arrow = collections.Counter()
    for batch in events.to_batches(columns=["event_type"]):
        arrow.update(batch.column(0).to_pylist())
    if dict(arrow) != duck:
        fail(f"DuckDB counts {duck}, pyarrow {dict(arrow)}")

    for segment, path in zip(manifest["segments"], files):
        times = parquet.read_table(path, columns=["event_time"], partitioning=None).column(0).cast("int64").to_pylist()
        if (min(times), max(times)) != (segment["oldest"], segment["newest"]):
            fail(f"{path} has not the span of time that the manifest tells")

    whole = duckdb.execute(
        "SELECT count(*) FROM read_parquet(?, hive_partitioning = false) "
        "WHERE source = 'okta' AND CASE WHEN json_valid(raw) THEN raw ->> '$.uuid' END = uid",
        [files],
    ).fetchone()[0]
    glob = duckdb.execute(
        "SELECT count(*) FROM read_parquet(?, hive_partitioning = true) WHERE month >= '2026-01'",
        [str(folder / "events" / "*" / "*" / "*.parquet")],
    ).fetchone()[0]
    print(f"{rows} events in {len(files)} files, {COLUMNS} columns, {len(duck)} types: DuckDB and pyarrow agree")
    print(f"{whole} raw texts of Okta hold the id of their row; {glob} events by the partitions of the paths")


main()
