"""Judges a SCIM server by the public conformance tester of scim2-cli.

Usage: check.py BASE_URL TOKEN, or without arguments for the `portolan demo` whose ready file PORTOLAN_READY_FILE
names. The number of checks follows from the schemas that the server announces, so a least
number is asked for too: announcing little must not pass. Exits with 1 when a check is anything but a success.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys

LEAST = 120
if len(sys.argv) == 3:
    base, token = sys.argv[1:3]
else:
    ready = json.loads(pathlib.Path(os.environ["PORTOLAN_READY_FILE"]).read_text(encoding="utf-8"))
    base, token = ready["scim_url"], ready["scim_token"]
tester = pathlib.Path(sys.executable).parent / "scim2"
done = subprocess.run(
    [tester, "-u", base, "test"],
    env={**os.environ, "SCIM_CLI_HEADERS": f"Authorization: Bearer {token}", "NO_COLOR": "1"},
    capture_output=True,
    text=True,
    timeout=600,
    check=False,
)
lines = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout).splitlines()
outcome = re.compile(r"(SUCCESS|COMPLIANT|ACCEPTABLE|DEVIATION|ERROR|CRITICAL|SKIPPED) (\w+)$")
counts = collections.Counter(found[1] for line in lines if (found := outcome.match(line)))
for number, line in enumerate(lines):
    if (found := outcome.match(line)) and found[1] != "SUCCESS":
        print(line, *lines[number + 1 : number + 4], sep="\n")
print(f"scim2-cli: {', '.join(f'{count} {name}' for name, count in sorted(counts.items()))}")
if done.returncode != 0 or set(counts) != {"SUCCESS"} or counts["SUCCESS"] < LEAST:
    print(done.stderr, f"expected at least {LEAST} successes and nothing else", sep="\n")
    sys.exit(1)
