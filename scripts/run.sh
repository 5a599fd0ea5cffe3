#!/usr/bin/env bash
# Starts Setia with the example programme and a few members on a fresh database, and says what to try.
#
# The database and its keys are in run/now; what was there before is moved to run/DATE-TIME, so nothing is ever lost.
# Stays until Ctrl-C.
#
#   PORT          where to listen; the next free one is taken when it is in use; 8080 if unset
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

"$binary" programme publish examples/kopi-setia.yaml --database "$database" >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
key=$("$binary" key create --name demo --scopes all --database "$database")

"$binary" serve --database "$database" --port "$port" >>"$log" 2>&1 &
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

store() {
    call PUT "/v1/stores/$1" "{\"name\":\"$2\",\"country\":\"$3\",\"timeZone\":\"$4\",\"currency\":\"$5\"}"
}
store bangsar 'Kopi Setia Bangsar' MY Asia/Kuala_Lumpur MYR
store menteng 'Kopi Setia Menteng' ID Asia/Jakarta IDR
store ari 'Kopi Setia Ari' TH Asia/Bangkok THB

member() {
    call POST /v1/members "{\"identities\":[{\"kind\":\"card\",\"value\":\"$1\"},{\"kind\":\"email\",\"value\":\"$2@example.com\"}],\"language\":\"$3\",\"country\":\"$4\",\"person\":{\"name\":\"$5\"}}"
}
member KS-1001 aisyah ms MY Aisyah
member KS-1002 budi id ID Budi
member KS-1003 somchai th TH Somchai
member KS-1004 mei en MY Mei

moment=$(date --utc +%Y-%m-%dT%H:%M:%S.%3NZ)
event='{"specversion":"1.0","id":"order-1","source":"till/bangsar-1","type":"order.paid","time":"'$moment'","data":{"orderId":"1","store":"bangsar","currency":"MYR","identity":{"kind":"card","value":"KS-1001"},"lines":[{"sku":"latte","quantity":2,"amount":{"amount":2360,"currency":"MYR"},"categories":["coffee"]}]}}'
receipt=$(printf '%q' "$PWD/$here/receipt.json")
purchase="curl -s -H 'Authorization: Bearer $key' -H 'Content-Type: application/cloudevents+json' -d '$event' $address/v1/events | tee $receipt"
explanation="curl -s -H 'Authorization: Bearer $key' \"$address/v1/events/\$(grep -oP '\"event\" *: *\"\\K[^\"]+' $receipt)/explanation?language=th\""

cat <<END

Setia is running.

    address  $address
    key      $key
    members  KS-1001 Aisyah, KS-1002 Budi, KS-1003 Somchai, KS-1004 Mei (their cards)
    log      $log

In another terminal: Aisyah buys two lattes for RM 23.60.

$purchase

The till is not sure that it got through and sends the same purchase again. It counts once.

$purchase

Why did she get what she got? In Thai:

$explanation

Ctrl-C stops the server.
END

wait "$server" || {
    status=$?
    tail -n 20 "$log" >&2
    echo "The server stopped with status $status." >&2
    exit "$status"
}
