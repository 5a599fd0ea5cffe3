#!/usr/bin/env bash
# How long the console's pages take with a million members and ten million events, over HTTP.
#
# Makes the database through the real store where it is not there (some fifteen minutes), serves it, and asks for home,
# list, search and member pages (measure.py). What the pages ask the service for is timed without HTTP before that.
#
#   MEMBERS       members; 1000000 if unset
#   EVENTS        events; ten a member if unset
#   DATABASE      where it is, or is made and stays; /var/tmp/setia-console-MEMBERS.db if unset
#   REQUESTS      of each page; 500 if unset
#   SETIA_BINARY  the program; .build/release/setia if unset
#   CONSOLE_FILL  the filler; .build/release/ConsoleFill if unset
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=scripts/server.sh
source scripts/server.sh

members=${MEMBERS:-1000000}
events=${EVENTS:-$((10 * members))}
database=${DATABASE:-/var/tmp/setia-console-$members.db}
binary=${SETIA_BINARY:-.build/release/setia}
fill=${CONSOLE_FILL:-.build/release/ConsoleFill}
log=$(mktemp)
server=
stop() {
    if [[ -n $server ]]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -f "$log"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [[ ! -e $database.members ]]; then
    rm -f "$database" "$database-wal" "$database-shm" "$database.keys" "$database.keys.lock"
    "$fill" fill "$database" "$members" "$events"
fi
ls -l "$database"
"$fill" ask "$database"

port=$(free_port 8080)
"$binary" serve --database "$database" --port "$port" >"$log" 2>&1 &
server=$!
wait_until_ready "http://127.0.0.1:$port" "$server" "$log"
# Somebody on the staff, who signs in by the link of her invitation.
owner=bench-$RANDOM@example.com
link=$("$binary" staff invite --name Bench --email "$owner" --role owner --database "$database" 2>/dev/null |
    grep -o '/console/invitation/[^ ]*')
jar=$(mktemp)
curl --silent --output /dev/null --cookie-jar "$jar" --data-urlencode "link=${link##*/}" \
    --data-urlencode "password=$(head -c 18 /dev/urandom | base64)" "http://127.0.0.1:$port/console/invitation"
SETIA_COOKIE="setia-session=$(awk '$6 == "setia-session" { print $7 }' "$jar")"
rm -f "$jar"
export SETIA_COOKIE
python3 Benchmarks/console/measure.py "http://127.0.0.1:$port" "$database.members" "${REQUESTS:-500}"
