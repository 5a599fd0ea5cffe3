#!/usr/bin/env bash
# How long a million codes take to make, and by how much memory grows while they are made.
#
# usage: Benchmarks/vouchers.sh [COUNT]
#
#   ROUNDS        batches of COUNT codes, each on a fresh database; 3 if unset
#   SETIA_BINARY  the program; .build/release/setia if unset
#
# Memory is the highest resident size of a process that makes COUNT codes less that of one that makes a hundred.
set -euo pipefail
cd "$(dirname "$0")/.."

count=${1:-1000000}
binary=${SETIA_BINARY:-.build/release/setia}
rounds=${ROUNDS:-3}
directory=$(mktemp -d "${TMPDIR:-/var/tmp}/setia-vouchers.XXXXXX")
trap 'rm -rf "$directory"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cat >"$directory/programme.yaml" <<'YAML'
programme: bench
engine: 1
languages: [en]
timeZone: Asia/Kuala_Lumpur
currencies: {MYR: {decimals: 2}}
wallets:
  points: {name: points, activation: immediate, expiry: none}
promotions:
  ten-off: {name: Ten off, off: {MYR: 10.00}, code: true}
YAML

# Makes so many codes on a fresh database; prints milliseconds and the highest resident size in kB.
make_codes() {
    local database=$directory/$1-$2/setia.db began
    mkdir "$directory/$1-$2"
    "$binary" programme publish "$directory/programme.yaml" --database "$database" >"$directory/log" 2>&1 || {
        cat "$directory/log" >&2
        exit 1
    }
    began=$(date +%s%N)
    "$binary" voucher generate --promotion ten-off --count "$1" --database "$database" >"$directory/codes" 2>"$directory/log" &
    local process=$! highest=0 now
    while now=$(awk '/VmHWM/ {print $2}' "/proc/$process/status" 2>/dev/null) && [[ -n $now ]]; do
        highest=$now
        sleep 0.02
    done
    wait "$process" || {
        cat "$directory/log" >&2
        exit 1
    }
    [[ $(wc -l <"$directory/codes") -ge $1 ]] || {
        echo "only $(wc -l <"$directory/codes") codes came" >&2
        exit 1
    }
    echo "$((($(date +%s%N) - began) / 1000000)) $highest"
    rm -rf "${directory:?}/$1-$2"
}

read -r _ base < <(make_codes 100 0)
times=()
for ((round = 1; round <= rounds; round++)); do
    read -r milliseconds highest < <(make_codes "$count" "$round")
    times+=("$milliseconds")
    echo "round $round: $milliseconds ms, $((count * 1000 / milliseconds)) codes a second, memory grew by $(((highest - base) / 1024)) MB"
done
middle=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((rounds + 1) / 2))p")
echo "median of $rounds: $middle ms for $count codes"
