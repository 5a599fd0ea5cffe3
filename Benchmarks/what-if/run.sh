#!/usr/bin/env bash
# How long `setia what-if` takes over the grocer's year (155,848 baskets of 2,469 households) under a changed programme,
# and how much memory at most; then over ten times that history, to see that memory does not grow with it.
#
# usage: Benchmarks/what-if/run.sh
#
#   ROUNDS        runs each; 5 if unset
#   TIMES         how many times the history the second one is; 10 if unset, 0 leaves it out
#   SETIA_BINARY  the program; .build/release/setia if unset
set -euo pipefail
cd "$(dirname "$0")/../.."

binary=${SETIA_BINARY:-.build/release/setia}
rounds=${ROUNDS:-5}
data=data
baskets=$data/completejourney/baskets.csv
if [[ ! -f $baskets ]]; then
    echo "no $baskets here: make data fetches it" >&2
    exit 1
fi
directory=$(mktemp -d "${TMPDIR:-/var/tmp}/setia-what-if.XXXXXX")
trap 'rm -rf "$directory"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cat >"$directory/held.yaml" <<'YAML'
programme: grocer
engine: 1
languages: [en]
timeZone: America/New_York
currencies: {USD: {decimals: 2}}
wallets:
  points:
    name: {en: points}
    activation: 0 days
    expiry: {rolling: 6 months}
    rates: {USD: 1 per 1.00}
tiers:
  status:
    metric: net spend
    window: calendar year
    levels: {silver: 0 USD, gold: 1000 USD}
rules:
  - id: base
    on: order.paid
    earn: {wallet: points, by: rate}
  - id: gold-half-more
    on: order.paid
    when: member.tiers.status.atLeast("gold")
    multiply: 1.5
YAML
sed 's/1 per 1.00/2 per 1.00/; s/gold: 1000/gold: 2000/; s/6 months/9 months/' "$directory/held.yaml" >"$directory/changed.yaml"

# fill DATABASE TIMES: imports the baskets so often, each time as those of other households.
fill() {
    "$binary" programme publish "$directory/held.yaml" --database "$1" >/dev/null 2>&1
    "$binary" import stores "$data/completejourney/stores.csv" --database "$1" >/dev/null 2>&1
    for ((copy = 1; copy <= $2; copy++)); do
        local file=$baskets
        if ((copy > 1)); then
            file=$directory/copy-$copy.csv
            # Households and baskets get numbers of their own.
            awk -F, -v OFS=, -v copy="$copy" 'NR > 1 { $1 = copy "-" $1; $2 = copy "-" $2 } { print }' "$baskets" >"$file"
        fi
        "$binary" import events "$file" --database "$1" \
            --columns "orderId=basket_id,customer=household_id,store=store_id,time=time,sku=product_id,quantity=quantity,amount=amount" \
            --set "currency=USD,source=dunnhumby" --history >"$directory/log" 2>&1 || {
            cat "$directory/log" >&2
            exit 1
        }
    done
}

# ask DATABASE NAME: the median of some runs.
ask() {
    local times=() peak=0 events=0
    for ((round = 1; round <= rounds; round++)); do
        local began ended
        began=$(date +%s%N)
        /usr/bin/time -f %M -o "$directory/memory" \
            "$binary" what-if "$directory/changed.yaml" --database "$1" --json >"$directory/report.json" 2>/dev/null
        ended=$(date +%s%N)
        times+=($(((ended - began) / 1000000)))
        peak=$(cat "$directory/memory")
        events=$(sed -n 's/^  "events": \([0-9]*\),$/\1/p' "$directory/report.json")
    done
    local middle
    middle=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((rounds + 1) / 2))p")
    echo "$2: $events events, median of $rounds $middle ms, $((events * 1000 / middle)) events a second, $((peak / 1024)) MB at most"
}

fill "$directory/one.db" 1
ask "$directory/one.db" "a year"
many=${TIMES:-10}
if [[ $many != 0 ]]; then
    fill "$directory/many.db" "$many"
    ask "$directory/many.db" "$many times as much"
fi
