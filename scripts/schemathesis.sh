#!/usr/bin/env bash
# Sends a real server whatever openapi.yaml allows and much that it does not, and fails on a 5xx and on any answer that is
# not described: another status, media type, header or form, or a way past the key.
#
# The brand is new and gone afterwards. The seed is the same each time, so that a change fails and not the day; another one
# is for the long run (make fuzz).
#
#   SECONDS_LONG   how long it sends; 90 if unset
#   SEED           which requests; 1 if unset
#   SETIA_BINARY   the program; .build/release/setia if unset
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/server.sh
source scripts/server.sh

scripts/venv.sh fuzz

binary=$(realpath "${SETIA_BINARY:-.build/release/setia}")
directory=$(mktemp -d "${TMPDIR:-/tmp}/setia-fuzz.XXXXXX")
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
trap 'exit 143' TERM

database=$directory/setia.db
"$binary" programme publish examples/kopi-setia.yaml --database "$database" >/dev/null
"$binary" import stores examples/stores.csv --database "$database" >/dev/null 2>&1
key=$("$binary" key create --name fuzz --scopes all --rate 1000000 --database "$database" 2>/dev/null)
port=$(free_port 18080)
address=http://127.0.0.1:$port
"$binary" serve --database "$database" --port "$port" --log warning 2>"$directory/log" &
server=$!
wait_until_ready "$address" "$server" "$directory/log"

# Whether a request that its description allows is taken, and one that it does not is refused, is no question here: what is
# allowed also hangs on what is there (members, stores, time), which the description cannot say. The pages of documentation
# are left out: they are many, and take nothing.
status=0
here=$PWD
(
    # What it remembers between runs stays in the directory that goes.
    cd "$directory"
    export SCHEMATHESIS_HOOKS=$here/scripts/schemathesis_hooks.py PYTHONDONTWRITEBYTECODE=1
    "$here/.venv/bin/schemathesis" run "$address/openapi.yaml" --url "$address" --exclude-tag "This description" \
        --header "Authorization: Bearer $key" \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,ignored_auth,unsupported_method,allow_header_conformance \
        --max-time "${SECONDS_LONG:-90}" --seed "${SEED:-1}" --continue-on-failure --request-timeout 20 --no-color --warnings off --generation-database none
) >"$directory/report" 2>&1 || status=$?
if ((status != 0)); then
    cat "$directory/report" "$directory/log" >&2
    exit "$status"
fi
if ! kill -0 "$server" 2>/dev/null; then
    echo "The server ended." >&2
    exit 1
fi
"$binary" verify --database "$database" >/dev/null

# That it got through to the work, and not only to refusals.
curl --silent --header "Authorization: Bearer $key" "$address/metrics" >"$directory/metrics"
for route in 'POST /v1/events' 'POST /v1/members' 'GET /v1/members/{member}/balance'; do
    if ! grep --quiet --fixed-strings "setia_http_requests_total{route=\"$route\",status=\"20" "$directory/metrics"; then
        cat "$directory/report" >&2
        echo "Nothing that was sent to $route was taken: the fuzzing looks at refusals only." >&2
        exit 1
    fi
done
awk '/^setia_http_requests_total/ { sent += $NF } END { print sent " requests, each answer as described" }' "$directory/metrics"
