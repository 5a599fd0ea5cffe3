#!/usr/bin/env bash
# Bytes on disk per event and per member, on SQLite and on PostgreSQL: the demo brand is recorded on each, event by event
# as a shop would, and the size of every table with its indexes is divided.
#
# On PostgreSQL, once as it is afterwards, with the old versions of rows that its cleaning has not taken yet, and once
# after VACUUM FULL.
#
#   MEMBERS       how many members the demo has; 5000 if unset, which is about 200 thousand events
#   SETIA_BINARY  the program; .build/release/setia if unset
#
# usage: Benchmarks/size.sh
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ -z ${SETIA_TEST_POSTGRES:-} ]]; then
    exec scripts/with-postgres.sh "$0"
fi
binary=${SETIA_BINARY:-.build/release/setia}
directory=$(mktemp -d "${TMPDIR:-/var/tmp}/setia-size.XXXXXX")
trap 'rm -rf "$directory"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fill() { "$binary" demo --members "${MEMBERS:-5000}" --until 2026-03-01 --database "$1" --keys "$directory/keys-$2" >/dev/null; }

show() {
    "$binary" database status --json --database "$1" >"$directory/status.json" || true
    python3 - "$2" "$directory/status.json" <<'PYTHON'
import json
import sys

status = json.load(open(sys.argv[2]))
tables = {table["name"]: table for table in status["tables"]}
of_events = ["event", "event_key", "entry", "order_state", "outbox"]
of_members = ["member", "member_key", "person", "identity", "identity_key", "finding_member", "finding_word"]
events, members = tables["event"]["rows"], tables["member"]["rows"]
print(f"{sys.argv[1]}: {events:,} events, {tables['entry']['rows']:,} entries, {members:,} members with guests")
for names, count, what in [(of_events, events, "event"), (of_members, members, "member")]:
    parts = [f"{name} {tables[name]['bytes'] / count:.0f}" for name in names if tables[name]["rows"]]
    total = sum(tables[name]["bytes"] for name in names)
    print(f"  {total / count:,.0f} bytes per {what}: {', '.join(parts)}")
print(f"  {sum(table['bytes'] for table in status['tables']) / events:,.0f} bytes per event, all in all")
PYTHON
}

fill "$directory/shop.db" sqlite
show "$directory/shop.db" "SQLite"
fill "$SETIA_TEST_POSTGRES" postgres
show "$SETIA_TEST_POSTGRES" "PostgreSQL"
psql "$SETIA_TEST_POSTGRES" --no-psqlrc --quiet --command "VACUUM FULL"
show "$SETIA_TEST_POSTGRES" "PostgreSQL after VACUUM FULL"
