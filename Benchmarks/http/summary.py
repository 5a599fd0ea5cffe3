#!/usr/bin/env python3
"""Medians and ratios of one run of run.sh, as a table and as JSON.

usage: summary.py MEASURED.jsonl EVENTS_IN_DATABASE OUTPUT.json
"""

import json
import sys
from pathlib import Path
from statistics import median


def main() -> int:
    measured, kept, output = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    runs: dict[str, list[dict]] = {"pgbench": [], "single": [], "batch": []}
    for line in measured.read_text().splitlines():
        run = json.loads(line)
        result = run["result"]
        if "recorded" in result:
            result["perSecond"] = result["recorded"] / result["seconds"]
        runs[run["what"]].append(result)

    acknowledged = sum(result["recorded"] for what in ("single", "batch") for result in runs[what])
    middle = {what: median(result["perSecond"] for result in results) for what, results in runs.items()}
    ratios = {what: middle[what] / middle["pgbench"] for what in ("single", "batch")}
    troubles = {
        what: sum(result["refused"] + result["broken"] for result in runs[what]) for what in ("single", "batch")
    }
    summary = {
        "rounds": len(runs["pgbench"]),
        "perSecond": {what: round(value, 1) for what, value in middle.items()},
        "times": {what: round(value, 2) for what, value in ratios.items()},
        "p99Milliseconds": {
            what: round(median(result["p99Milliseconds"] for result in runs[what]), 2) for what in ("single", "batch")
        },
        "troubles": troubles,
        "acknowledged": acknowledged,
        "inDatabase": kept,
        "runs": runs,
    }
    output.write_text(json.dumps(summary, indent=2) + "\n")

    print(f"\n{'':24}{'per second':>12}{'lowest':>12}{'highest':>12}{'× pgbench':>12}{'p99 ms':>10}")
    for what, name in [("pgbench", "pgbench TPC-B"), ("single", "one event a request"), ("batch", "a hundred a request")]:
        rates = [result["perSecond"] for result in runs[what]]
        line = f"{name:24}{middle[what]:12,.0f}{min(rates):12,.0f}{max(rates):12,.0f}"
        if what in ratios:
            line += f"{ratios[what]:12.2f}{summary['p99Milliseconds'][what]:10.1f}"
        print(line)
    print(f"\nMedians of {summary['rounds']}. Acknowledged {acknowledged:,} events, found {kept:,}. All in {output}.")
    if any(troubles.values()):
        print(f"Requests refused or broken: {troubles}", file=sys.stderr)
        return 1
    if acknowledged == 0 or kept < acknowledged:
        print("The database holds fewer events than were acknowledged.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
