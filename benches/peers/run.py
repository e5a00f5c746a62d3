"""Loads the same snapshot into every peer, asks the same questions, compares answers and times.

    python run.py --data-dir DIR --url http://127.0.0.1:8080 --token TOKEN

The server must run on that data folder, so that it answers from the same snapshot. Figures are medians and 99th
percentiles over the same random keys for all; Portolan is asked over HTTP here, and in process by
`cargo bench -p portolan-query`.
"""

import argparse
import http.client
import json
import random
import statistics
import urllib.parse
from pathlib import Path

from peers import DuckDb, Ladybug, Postgres, Sqlite, sql, timed
from questions import OURS
from snapshot import Facts, snapshots

PEERS = {"sqlite": Sqlite, "postgres": Postgres, "duckdb": DuckDb, "ladybug": Ladybug}
WHOLE = ["Q4", "PATHS", "Q5", "Q6"]


class Portolan:
    """The running server, over HTTP with keep-alive."""

    name = "Portolan (HTTP)"

    def __init__(self, url: str, token: str):
        self.http = http.client.HTTPConnection(urllib.parse.urlparse(url).netloc)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def rows(self, text: str) -> list:
        body = json.dumps({"sql": text, "max_rows": 100000})
        self.http.request("POST", "/api/v1/query", body, self.headers)
        answer = json.loads(self.http.getresponse().read())
        if "rows" not in answer:
            raise SystemExit(f"{text}: {answer}")
        return answer["rows"]


def keys(facts: Facts, count: int) -> dict[str, list[str]]:
    chance = random.Random(7)
    pick = lambda column: chance.choices(column.to_pylist(), k=count)
    return {"Q1": pick(facts.users["login"]), "Q2": pick(facts.apps["id"]), "Q3": pick(facts.groups["id"])}


def told(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{statistics.median(ordered) * 1e6:,.0f} / {p99 * 1e6:,.0f} µs"


def ask(rows, wanted: dict[str, list[str]]) -> tuple[dict[str, str], dict[str, list[int]]]:
    times, counts = {}, {}
    for question, some in wanted.items():
        measured = [timed(lambda key=key: rows(question, key)) for key in some]
        times[question] = told([seconds for seconds, _ in measured])
        counts[question] = [len(found) for _, found in measured]
    return times, counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--peers", default=",".join(PEERS))
    given = parser.parse_args()

    facts = Facts(snapshots(given.data_dir)[-1])
    wanted = keys(facts, given.keys)
    print(f"{facts.users.num_rows:,} users, {facts.groups.num_rows:,} groups, {facts.apps.num_rows:,} apps, {facts.edges:,} edges")

    ours = Portolan(given.url, given.token)
    times, truth = ask(lambda question, key: ours.rows(OURS[question].format(key=key)), wanted)
    paths = ours.rows(OURS["paths"])[0][0]
    print(f"\n{ours.name}: {times}; paths {timed(lambda: ours.rows(OURS['paths']))[0] * 1e3:.1f} ms = {paths:,}")

    wrong = 0
    for name in given.peers.split(","):
        load, peer = timed(lambda: PEERS[name](facts))
        if name == "ladybug":
            rows, whole = peer.rows, ["paths"]
        else:
            rows, whole = lambda question, key=None: peer.rows(sql(question, peer), key), WHOLE
        times, counts = ask(rows, wanted)
        print(f"\n{peer.name}: load {load:.1f} s, {peer.bytes / facts.edges:.1f} bytes an edge; {times}")
        for question in whole:
            seconds, found = timed(lambda: rows(question))
            print(f"  {question}: {seconds * 1e3:.1f} ms, {len(found):,} rows")
            if question.lower() == "paths" and found[0][0] != paths:
                print(f"  DIFFERS: {found[0][0]:,} paths, Portolan says {paths:,}")
                wrong += 1
        for question, found in counts.items():
            differing = sum(a != b for a, b in zip(found, truth[question], strict=True))
            if differing:
                print(f"  DIFFERS: {question} for {differing} of {len(found)} keys")
                wrong += 1
        if hasattr(peer, "close"):
            peer.close()
    print(f"\n{wrong} answers differ")
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
