#!/usr/bin/env bash
# Makes the demo brand in a fresh database, serves it, and says what to look at and to try.
#
# The database and its keys are in run/now; what was there before is moved to run/DATE-TIME, so nothing is ever lost.
# Stays until Ctrl-C.
#
#   PORT          where to listen; the next free one is taken when it is in use; 8080 if unset
#   MEMBERS       how many the demo has; 5000 if unset
#   SEED          which story is told; 1 if unset
#   SETIA_BINARY  the program; .build/release/setia if unset
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/server.sh
source scripts/server.sh

binary=${SETIA_BINARY:-.build/release/setia}
here=run/now
database=$here/setia.db
log=$here/server.log

if [[ -e $here ]]; then
    aside=run/$(date +%Y%m%d-%H%M%S)
    mv "$here" "$aside"
    echo "The database of last time is kept in $aside."
fi
mkdir -p "$here"

wanted=${PORT:-8080}
port=$(free_port "$wanted")
if [[ $port != "$wanted" ]]; then
    echo "Port $wanted is in use; taking $port."
fi
address=http://127.0.0.1:$port

"$binary" demo --database "$database" --seed "${SEED:-1}" --members "${MEMBERS:-5000}"
key=$("$binary" key create --name demo --scopes all --database "$database")

"$binary" serve --database "$database" --port "$port" --url "$address" >"$log" 2>&1 &
server=$!
stop() {
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' INT TERM HUP
wait_until_ready "$address" "$server" "$log"

# One call of the API; the answer is shown only when it is a refusal.
call() {
    curl --silent --show-error --fail-with-body --request "$1" "$address$2" --header "Authorization: Bearer $key" \
        --header 'Content-Type: application/json' --data "$3" --output "$here/answer.json" || {
        cat "$here/answer.json" >&2
        return 1
    }
}

call POST /v1/members '{"identities":[{"kind":"card","value":"KS-1001"},{"kind":"email","value":"aisyah@example.com"}],"language":"ms","country":"MY","person":{"name":"Aisyah"}}'
store=kl-bangsar

moment=$(date --utc +%Y-%m-%dT%H:%M:%S.%3NZ)
event='{"specversion":"1.0","id":"order-1","source":"till/bangsar-1","type":"order.paid","time":"'$moment'","data":{"orderId":"1","store":"'$store'","currency":"MYR","identity":{"kind":"card","value":"KS-1001"},"lines":[{"sku":"latte","quantity":2,"amount":{"amount":2360,"currency":"MYR"},"categories":["coffee"]}]}}'
receipt=$(printf '%q' "$PWD/$here/receipt.json")
purchase="curl -s -H 'Authorization: Bearer $key' -H 'Content-Type: application/cloudevents+json' -d '$event' $address/v1/events | tee $receipt"
explanation="curl -s -H 'Authorization: Bearer $key' \"$address/v1/events/\$(grep -oP '\"event\" *: *\"\\K[^\"]+' $receipt)/explanation?language=th\""

link=$("$binary" staff link farah@kopi-setia.example --url "$address" --database "$database" 2>/dev/null)

cat <<END

Setia is running, with Kopi Setia: 40 cafés, three years, 5,000 members.

    console  $link
             signs you in once, within ten minutes, as the owner; another: $binary staff link
             farah@kopi-setia.example --url $address --database $database
    join     $address/join      letters and codes are printed into $log
    till     $address/till
    docs     $address/docs
    API key  $key

In another terminal: Aisyah, whose card is KS-1001, buys two lattes for RM 23.60.

$purchase

The till is not sure that it got through and sends the same purchase again. It counts once.

$purchase

Why did she get what she got? In Thai:

$explanation

Ctrl-C stops the server. The database stays in $here.
END

wait "$server" || {
    status=$?
    tail -n 20 "$log" >&2
    echo "The server stopped with status $status." >&2
    exit "$status"
}
