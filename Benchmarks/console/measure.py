#!/usr/bin/env python3
"""How long pages take over HTTP: p50 and p95 of home, list, search and member page.

usage: measure.py ADDRESS MEMBERS_FILE [REQUESTS]

MEMBERS_FILE holds members' ids, one a line. SETIA_COOKIE is the whole Cookie header of a staff member who is signed in;
without it, where SETIA_KEY is set, the API's list and search are measured in the place of the pages. Each path is asked
for one at a time over one connection, as one person does; a tenth of the requests before do not count. Prints a table,
and JSON as the last line. Ends with 1 where a path answers anything but 200, and where a goal is missed.
"""

import http.client
import itertools
import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

TEXTS = ["siti", "muh", "สม", "siti kumar", "kamito", "6789", "KS-1000042", "member42@example.com", "ahmad tan", "nur"]
# Milliseconds at p95.
GOALS = {"home": 200, "list": 100, "search": 100, "member": 50}


def paths(members: list[str], pages: bool) -> dict[str, list[str]]:
    if not pages:
        return {
            "list": ["/v1/members", "/v1/members?country=TH", "/v1/members?store=store-7", "/v1/members?level=gold"],
            "search": [f"/v1/members?text={quote(text)}" for text in TEXTS],
            "member": [f"/v1/members/{member}" for member in members],
        }
    return {
        "home": ["/console"],
        "list": [
            "/console/members",
            "/console/members?country=TH",
            "/console/members?tier=gold",
            "/console/members?status=suspended",
        ],
        "search": [f"/console/members?q={quote(text)}" for text in TEXTS],
        "member": [f"/console/members/{member}" for member in members],
    }


def times(connection: http.client.HTTPConnection, headers: dict[str, str], asked: list[str], count: int) -> list[float]:
    taken = []
    for path in itertools.islice(itertools.cycle(asked), count + count // 10):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        taken.append((time.perf_counter() - began) * 1000)
        if response.status != 200:
            sys.exit(f"{path} answers {response.status}: {body[:200]!r}")
    return sorted(taken[count // 10 :])


def main() -> int:
    address, members = urlsplit(sys.argv[1]), Path(sys.argv[2]).read_text().split()
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 500
    cookie, key = os.environ.get("SETIA_COOKIE"), os.environ.get("SETIA_KEY")
    if not cookie and not key:
        sys.exit("set SETIA_COOKIE to a staff session's cookie, or SETIA_KEY to an API key")
    headers = {"Cookie": cookie} if cookie else {"Authorization": f"Bearer {key}"}
    connection = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=60)
    summary = {}
    print(f"{'page':8} {'p50 ms':>8} {'p95 ms':>8} {'worst':>8} {'goal':>8}")
    for name, asked in paths(members, pages=bool(cookie)).items():
        taken = times(connection, headers, asked, count)
        p50, p95 = taken[len(taken) // 2], taken[len(taken) * 95 // 100]
        summary[name] = {"p50": round(p50, 2), "p95": round(p95, 2), "goal": GOALS[name], "met": p95 < GOALS[name]}
        print(f"{name:8} {p50:8.1f} {p95:8.1f} {taken[-1]:8.1f} {GOALS[name]:8}")
    print(json.dumps(summary))
    return 0 if all(page["met"] for page in summary.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
