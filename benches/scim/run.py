"""Processor time of SCIM requests, server by server: the same requests, one after the other, over one connection.

    run.py --ours NAME READY_FILE PID DATABASE_PID … --peer BASE TOKEN PID [--users N] [--requests N] [--warm-up N]

What is counted is user and system time of the server's processes with their children; that of a database server is told
apart, and `-` stands for none. Each kind of request is made a number of times before it is measured: connections are
opened, and statements prepared, once. A group of 10 and one of 10,000 members get and lose one member in turn.
"""

import argparse
import http.client
import json
import os
import sys
import time
import urllib.parse
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def children(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += children(int(entry.name))
    return found


def cpu_s(pids: list[int]) -> float:
    """Processor seconds so far, those of children that ended included."""
    total = 0
    for root in pids:
        for pid in children(root):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += sum(int(field) for field in fields[11:13])
            total += sum(int(field) for field in fields[13:15]) if pid == root else 0
    return total / TICKS


class Server:
    def __init__(self, name: str, base: str, token: str, pids: list[int], database: list[int]):
        self.name, self.pids, self.database = name, pids, database
        parsed = urllib.parse.urlparse(base)
        self.http, self.path = http.client.HTTPConnection(parsed.netloc), parsed.path
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"}

    def ask(self, method: str, path: str, body=None, whole: bool = False):
        text = None if body is None else json.dumps(body)
        self.http.request(method, path if whole else self.path + path, text, self.headers)
        answer = self.http.getresponse()
        told = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{self.name}: {method} {path}: {answer.status} {told[:300]!r}")
        return json.loads(told) if told else None

    def user(self, name: str) -> str:
        return self.ask("POST", "/Users", person(name))["id"]

    def group(self, name: str, members: list[str]) -> str:
        listed = [{"value": member} for member in members]
        return self.ask("POST", "/Groups", {"schemas": [GROUP], "displayName": name, "members": listed})["id"]

    def patch(self, path: str, operation: dict):
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": [operation]})


def person(name: str, active: bool = True) -> dict:
    return {
        "schemas": [USER],
        "userName": name,
        "name": {"givenName": "Given", "familyName": name},
        "displayName": name,
        "emails": [{"value": name, "primary": True, "type": "work"}],
        "active": active,
    }


def ours(name: str, ready_file: str, pid: str, database: str) -> Server:
    ready = json.loads(Path(ready_file).read_text(encoding="utf-8"))
    admin = Server(name, ready["url"], ready["token"], [], [])
    admin.headers["Content-Type"] = "application/json"
    # No scan in between, and no limit on calls.
    admin.ask("PATCH", "/api/v1/integrations/okta", {"scan_enabled": False})
    admin.ask("PATCH", "/api/v1/integrations/okta/scim", {"requests_per_s": 0})
    behind = [] if database == "-" else [int(database)]
    return Server(name, ready["scim_url"], ready["scim_token"], [int(pid)], behind)


def member(server: Server, group: str, user: str, number: int):
    """The user joins and leaves in turn."""
    if number % 2 == 0:
        operation = {"op": "add", "path": "members", "value": [{"value": user}]}
    else:
        operation = {"op": "remove", "path": f'members[value eq "{user}"]'}
    server.patch(f"/Groups/{group}", operation)


def measure(server: Server, users: int, requests: int, warm_up: int) -> dict[str, tuple[float, float]]:
    ids = [server.user(f"load{number}@bench.example") for number in range(users)]
    small, large = server.group("small", ids[:10]), server.group("large", ids[:10_000])
    outside = server.user("outside@bench.example")

    def find(number: int):
        query = urllib.parse.urlencode({"filter": f'userName eq "LOAD{number % users}@bench.example"'})
        found = server.ask("GET", f"/Users?{query}&startIndex=1&count=100")
        assert found["totalResults"] == 1, found

    operations = {
        "read": lambda number: server.ask("GET", f"/Users/{ids[number % users]}"),
        "filter": find,
        "create": lambda number: server.user(f"new{number}@bench.example"),
        "put": lambda number: server.ask("PUT", f"/Users/{ids[number % users]}", {**person(f"load{number % users}@bench.example"), "title": f"t{number}"}),
        "deactivate, activate": lambda number: server.patch(f"/Users/{ids[number // 2 % users]}", {"op": "replace", "value": {"active": number % 2 == 1}}),
        "one member, group of 10": lambda number: member(server, small, outside, number),
        f"one member, group of {min(users, 10_000):,}": lambda number: member(server, large, outside, number),
    }
    times = {}
    # What joins and leaves in turn is out when it begins.
    first = warm_up + warm_up % 2
    for name, operation in operations.items():
        for number in range(first):
            operation(number)
        before, behind, began = cpu_s(server.pids), cpu_s(server.database), time.perf_counter()
        for number in range(first, first + requests):
            operation(number)
        took = time.perf_counter() - began
        own = (cpu_s(server.pids) - before) / requests * 1e3
        others = (cpu_s(server.database) - behind) / requests * 1e3
        times[name] = (own, others)
        told = f"{own:7.3f} ms CPU  {others:7.3f} ms of the database  {took / requests * 1e3:8.2f} ms elapsed"
        print(f"  {server.name:<12} {name:<28} {told}", file=sys.stderr)
    return times


def shown(server: Server, times: tuple[float, float]) -> str:
    return f"{times[0]:.2f} + {times[1]:.2f}" if server.database else f"{times[0]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", nargs=4, action="append", default=[], metavar=("NAME", "READY_FILE", "PID", "DATABASE_PID"))
    parser.add_argument("--peer", nargs=3, metavar=("BASE", "TOKEN", "PID"))
    parser.add_argument("--users", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--warm-up", type=int, default=200)
    given = parser.parse_args()
    servers = [ours(*each) for each in given.ours]
    found = {server.name: measure(server, given.users, given.requests, given.warm_up) for server in servers}
    if given.peer:
        base, token, pid = given.peer
        # It is slower by far, and keeps its group in one list: fewer requests tell as much.
        peer = Server("scim2-server", base, token, [int(pid)], [])
        found[peer.name] = measure(peer, given.users, max(given.requests // 10, 20), max(given.warm_up // 10, 4))
        servers.append(peer)
    heads = [f"{server.name} + its server" if server.database else server.name for server in servers]
    print(f"| ms of processor time a request, {given.users:,} users | " + " | ".join(heads) + " |")
    print("|---" * (len(heads) + 1) + "|")
    for operation in next(iter(found.values())):
        cells = [shown(server, found[server.name][operation]) for server in servers]
        print(f"| {operation} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
