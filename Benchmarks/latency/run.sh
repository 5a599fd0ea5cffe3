#!/usr/bin/env bash
# How long an event takes at half of the highest load: median, p99, p99.9, on SQLite and on PostgreSQL.
#
# Each database in its turn, fresh, with its default durability; latency.py sends one event a request over 64 connections,
# first as fast as it goes and then by a clock at half of that. Prints a table for docs/performance.md; the figures go to
# .build/bench/latency.jsonl too.
#
#   SECONDS_EACH  how long each of the two phases takes; 30 if unset
#   PART          of the highest load; 0.5 if unset
#   SETIA_BINARY  the program; .build/release/setia if unset
#   TMPDIR        where the databases go; /var/tmp if unset, since /tmp may be memory
set -euo pipefail
cd "$(dirname "$0")/../.."

export TMPDIR=${TMPDIR:-/var/tmp}
binary=${SETIA_BINARY:-.build/release/setia}

if [[ ${1:-} != inside ]]; then
    scripts/venv.sh latency
    exec scripts/with-postgres.sh Benchmarks/latency/run.sh inside
fi
# shellcheck source=scripts/server.sh
source scripts/server.sh

results=$PWD/.build/bench
mkdir -p "$results"
directory=$(mktemp -d "$TMPDIR/setia-latency.XXXXXX")
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

measure() {
    local label=$1 log=$directory/$1.log port
    export SETIA_DATABASE=$2 SETIA_KEYS=$directory/$1.keys
    "$binary" programme publish examples/kopi-setia.yaml >"$log" 2>&1 || {
        cat "$log" >&2
        return 1
    }
    SETIA_KEY=$("$binary" key create --name latency --scopes all --rate 1000000)
    export SETIA_KEY
    port=$(free_port 8080)
    "$binary" serve --port "$port" >>"$log" 2>&1 &
    server=$!
    wait_until_ready "http://127.0.0.1:$port" "$server" "$log"
    .venv/bin/python Benchmarks/latency/latency.py "$port" --label "$label" --seconds "${SECONDS_EACH:-30}" \
        --part "${PART:-0.5}" --out "$results/latency.jsonl"
    kill -TERM "$server"
    wait "$server"
    server=
}

: >"$results/latency.jsonl"
echo "| database | highest load, events/s | sent, events/s | median | p99 | p99.9 | longest |"
echo "|---|--:|--:|--:|--:|--:|--:|"
measure SQLite "$directory/setia.db"
measure PostgreSQL "$SETIA_TEST_POSTGRES"
