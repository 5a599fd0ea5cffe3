#!/usr/bin/env bash
# How long a webhook of a network takes until it is stored, at 200 a second: median, p99, p99.9, on SQLite and on PostgreSQL.
#
# Each database in its turn, fresh, with its default durability. Prints a table for docs/performance.md; the figures go to
# .build/bench/webhooks.jsonl too.
#
#   SECONDS_EACH  how long it is measured; 30 if unset
#   RATE          webhooks a second; 200 if unset
#   SETIA_BINARY  the program; .build/release/setia if unset
#   TMPDIR        where the databases go; /var/tmp if unset, since /tmp may be memory
set -euo pipefail
cd "$(dirname "$0")/../.."

export TMPDIR=${TMPDIR:-/var/tmp}
binary=${SETIA_BINARY:-.build/release/setia}

if [[ ${1:-} != inside ]]; then
    scripts/venv.sh latency
    exec scripts/with-postgres.sh Benchmarks/latency/webhooks.sh inside
fi
# shellcheck source=scripts/server.sh
source scripts/server.sh

results=$PWD/.build/bench
mkdir -p "$results"
directory=$(mktemp -d "$TMPDIR/setia-webhooks.XXXXXX")
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

export SETIA_APP_SECRET=bench-app-secret

measure() {
    local label=$1 log=$directory/$1.log port
    export SETIA_DATABASE=$2 SETIA_KEYS=$directory/$1.keys
    {
        "$binary" programme publish examples/kopi-setia.yaml
        printf 'token=bench-token\nsecret=%s\n' "$SETIA_APP_SECRET" |
            "$binary" channel set wa whatsapp --set number=1066 --secrets -
    } >"$log" 2>&1 || {
        cat "$log" >&2
        return 1
    }
    port=$(free_port 8090)
    "$binary" serve --port "$port" >>"$log" 2>&1 &
    server=$!
    wait_until_ready "http://127.0.0.1:$port" "$server" "$log"
    .venv/bin/python Benchmarks/latency/webhook.py "$port" --label "$label" --seconds "${SECONDS_EACH:-30}" \
        --rate "${RATE:-200}" --out "$results/webhooks.jsonl"
    kill -TERM "$server"
    wait "$server"
    server=
}

: >"$results/webhooks.jsonl"
echo "| database | webhooks/s | webhooks | median | p99 | p99.9 | longest |"
echo "|---|--:|--:|--:|--:|--:|--:|"
measure SQLite "$directory/setia.db"
measure PostgreSQL "$SETIA_TEST_POSTGRES"
