"""Reads a snapshot's Parquet files, as docs/reference/snapshots.md describes them, into Arrow tables."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


class Snapshot:
    """One snapshot of one organization."""

    def __init__(self, manifest: Path):
        self.manifest = manifest
        self.facts = json.loads(manifest.read_text())
        self.parts = manifest.parent.parent / "parts"

    def table(self, name: str, columns: list[str]) -> pa.Table:
        """The rows of a table; an empty one where the snapshot has none."""
        entry = next(entry for entry in self.facts["tables"] if entry["table"] == name)
        files = [self.parts / part["file"] for part in entry["parts"]]
        if not files:
            return pa.table({column: pa.array([], pa.string()) for column in columns})
        return pa.concat_tables(pq.read_table(file, columns=columns) for file in files)


def snapshots(data_dir: Path) -> list[Snapshot]:
    """All snapshots of the first organization in a data folder, oldest first."""
    manifests = sorted((data_dir / "snapshots").glob("*/manifests/*.json"))
    if not manifests:
        raise SystemExit(f"no snapshot in {data_dir}: start `portolan demo --org large --data-dir {data_dir}` first")
    return [Snapshot(manifest) for manifest in manifests]


class Facts:
    """What the questions need, in memory once for all peers."""

    def __init__(self, snapshot: Snapshot):
        users = snapshot.table("users", ["ordinal", "id", "login", "status"])
        self.users = users.select(["ordinal", "id", "login"])
        self.groups = snapshot.table("groups", ["ordinal", "id", "name"])
        self.apps = snapshot.table("apps", ["ordinal", "id", "label"])
        self.memberships = snapshot.table("memberships", ["group", "user"])
        gone = users.filter(pc.equal(users["status"].cast(pa.string()), "DEPROVISIONED"))["ordinal"]
        self.effective = self.memberships.filter(pc.invert(pc.is_in(self.memberships["user"], value_set=gone.combine_chunks())))
        self.app_groups = snapshot.table("app_groups", ["app", "group"])
        app_users = snapshot.table("app_users", ["app", "user", "scope"])
        direct = pc.equal(app_users["scope"].cast(pa.string()), "USER")
        self.direct = app_users.filter(direct).select(["app", "user"])
        self.assignments = snapshot.table("role_assignments", ["role", "assignee_kind", "assignee"])
        self.tokens = snapshot.table("api_tokens", ["id", "name", "owner"])

    @property
    def edges(self) -> int:
        return self.memberships.num_rows + self.app_groups.num_rows + self.direct.num_rows
