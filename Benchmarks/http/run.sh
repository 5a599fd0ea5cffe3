#!/usr/bin/env bash
# Durable events per second over HTTP beside pgbench, on one machine in one run.
#
# In turns, never two at once: pgbench (TPC-B, prepared statements, 16 clients, scale 20, default durability), wrk with one
# event a request, wrk with a hundred. Setia runs as `setia serve` on a fresh SQLite database with its default durability;
# both databases are on one disk. What counts is what was recorded, not what was asked; at the end the events in the
# database are counted and must not be fewer. The medians and ratios come as a table, and as JSON in .build/bench/http.json.
#
#   MEMBERS       members to draw from; 100000 if unset
#   ROUNDS        turns of all three; 5 if unset
#   DURATION      seconds of each; 10 if unset
#   CONNECTIONS   of wrk; 64 if unset
#   SETIA_BINARY  the program; .build/release/setia if unset
#   TMPDIR        where both databases go; /var/tmp if unset, since /tmp may be memory
set -euo pipefail
cd "$(dirname "$0")/../.."

export TMPDIR=${TMPDIR:-/var/tmp}
export MEMBERS=${MEMBERS:-100000}
rounds=${ROUNDS:-5}
duration=${DURATION:-10}
connections=${CONNECTIONS:-64}
binary=${SETIA_BINARY:-.build/release/setia}

if [[ ${1:-} != inside ]]; then
    exec scripts/with-postgres.sh Benchmarks/http/run.sh inside
fi
# shellcheck source=scripts/server.sh
source scripts/server.sh

results=$PWD/.build/bench
mkdir -p "$results"
measured=$results/http.jsonl
: >"$measured"
directory=$(mktemp -d "$TMPDIR/setia-bench.XXXXXX")
database=$directory/setia.db
log=$directory/server.log
server=
stop() {
    if [[ -n $server ]]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$directory"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

pgbench_program=$(find /usr/lib/postgresql -name pgbench 2>/dev/null | sort -V | tail -n 1)
pgbench_program=${pgbench_program:-pgbench}

echo "pgbench: making its tables, scale 20"
"$pgbench_program" --initialize --scale=20 --quiet 2>/dev/null

echo "Setia: importing $MEMBERS members"
seq "$MEMBERS" | sed 's/.*/{"identities":[{"kind":"card","value":"bench-&"}],"language":"en","country":"MY"}/' >"$directory/members.jsonl"
"$binary" programme publish examples/kopi-setia.yaml --database "$database" >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
"$binary" import members "$directory/members.jsonl" --database "$database" >>"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
SETIA_KEY=$("$binary" key create --name bench --scopes all --rate 1000000 --database "$database")
export SETIA_KEY

port=$(free_port 8080)
address=http://127.0.0.1:$port
"$binary" serve --database "$database" --port "$port" >>"$log" 2>&1 &
server=$!
wait_until_ready "$address" "$server" "$log"
curl --silent --show-error --fail-with-body --request PUT "$address/v1/stores/bangsar" \
    --header "Authorization: Bearer $SETIA_KEY" --header 'Content-Type: application/json' \
    --data '{"name":"Bangsar","country":"MY","timeZone":"Asia/Kuala_Lumpur","currency":"MYR"}' >/dev/null

events() {
    python3 - "$database" <<'PYTHON'
import sqlite3, sys
print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT COUNT(*) FROM event").fetchone()[0])
PYTHON
}

# wrk with one of the two scripts; a line of JSON with what was recorded.
load() {
    local answer
    answer=$(cd Benchmarks/http && RUN="$1-$2-$$" wrk --threads 2 --connections "$connections" --duration "${duration}s" \
        --timeout 30s --script "$1.lua" "$address" | sed -n 's/^RESULT //p')
    if [[ -z $answer ]]; then
        echo "wrk gave no result." >&2
        return 1
    fi
    echo "{\"what\":\"$1\",\"round\":$2,\"result\":$answer}" >>"$measured"
    echo "  $1: $answer"
}

before=$(events)
for ((round = 1; round <= rounds; round++)); do
    echo "Round $round of $rounds"
    rate=$("$pgbench_program" --protocol=prepared --client=16 --jobs=2 --time="$duration" 2>/dev/null | sed -n 's/^tps = \([0-9.]*\) .*/\1/p')
    echo "{\"what\":\"pgbench\",\"round\":$round,\"result\":{\"perSecond\":$rate}}" >>"$measured"
    echo "  pgbench: $rate transactions per second"
    # PostgreSQL's writing is done before it is our turn.
    psql --quiet --command checkpoint
    load single "$round"
    load batch "$round"
done

kept=$(($(events) - before))
python3 Benchmarks/http/summary.py "$measured" "$kept" "$results/http.json"
