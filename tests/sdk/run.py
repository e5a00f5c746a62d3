"""Runs the checks with Okta's SDKs against the simulator that a ready file describes.

PORTOLAN_READY_FILE names the file that `portolan okta-sim --ready-file` wrote. Exits with 1 when a check failed.
"""

import json
import os
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
ready = json.loads(pathlib.Path(os.environ["PORTOLAN_READY_FILE"]).read_text())
key = ready["client_key"]
environment = {
    **os.environ,
    "OKTA_URL": ready["okta_url"],
    "OKTA_TOKEN": ready["okta_token"],
    "OKTA_CLIENT_ID": ready["client_id"],
    "OKTA_CLIENT_KEY": key if isinstance(key, str) else json.dumps(key),
}
failed = False
for name, command, folder in [
    ("Python", [sys.executable, "check.py"], here / "python"),
    ("Node", ["node", "check.js"], here / "node"),
]:
    print(f"{name}:", end=" ", flush=True)
    done = subprocess.run(command, cwd=folder, env=environment, timeout=600, check=False)
    failed |= done.returncode != 0
sys.exit(1 if failed else 0)
