#!/usr/bin/env bash
# From starting `setia serve` to its first answer, in milliseconds, and the memory it holds when idle. Medians.
#
# The database is an existing one; without an argument, one with the example programme is made and removed again.
#
#   ROUNDS        starts; 11 if unset
#   SETIA_BINARY  the program; .build/release/setia if unset
#
# usage: Benchmarks/start.sh [DATABASE]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/server.sh
source scripts/server.sh

binary=${SETIA_BINARY:-.build/release/setia}
rounds=${ROUNDS:-11}
directory=$(mktemp -d "${TMPDIR:-/var/tmp}/setia-start.XXXXXX")
database=${1:-}
server=
stop() {
    if [[ -n $server ]]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
}
trap 'stop; rm -rf "$directory"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [[ -z $database ]]; then
    database=$directory/setia.db
    "$binary" programme publish examples/kopi-setia.yaml --database "$database" >"$directory/log" 2>&1 || {
        cat "$directory/log" >&2
        exit 1
    }
fi

# The status line of the first answer of the server on port $1; by the shell itself, since starting curl takes longer.
first_answer() {
    local line
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
    read -r line <&3 || line=
    exec 3>&-
    [[ $line == *" 200 "* ]]
}

times=()
memories=()
for ((round = 1; round <= rounds; round++)); do
    port=$(free_port 8080)
    began=$(date +%s%N)
    "$binary" serve --database "$database" --port "$port" >"$directory/log" 2>&1 &
    server=$!
    until (first_answer "$port") 2>/dev/null; do
        if ! kill -0 "$server" 2>/dev/null; then
            cat "$directory/log" >&2
            exit 1
        fi
        sleep 0.002
    done
    times+=($((($(date +%s%N) - began) / 100000)))
    sleep 2
    memories+=("$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$server/status")")
    stop
    server=
done

middle() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }
tenths=$(middle "${times[@]}")
kilobytes=$(middle "${memories[@]}")
echo "start to first answer: $((tenths / 10)).$((tenths % 10)) ms (median of $rounds)"
echo "memory when idle:      $((kilobytes / 1024)) MiB (median of $rounds, 2 s after the answer)"
