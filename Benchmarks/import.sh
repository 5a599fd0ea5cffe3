#!/usr/bin/env bash
# How long `setia import events` takes on a fresh database, from start to exit, and how many orders that is a second.
#
# usage: Benchmarks/import.sh PROGRAMME.yaml FILE.csv ORDERS [OPTION OF IMPORT …]
# as in: Benchmarks/import.sh PROGRAMME.yaml data/completejourney/baskets.csv 155848 …
#
#   ROUNDS        imports; 3 if unset
#   SETIA_BINARY  the program; .build/release/setia if unset
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ $# -lt 3 ]]; then
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
programme=$1
file=$2
orders=$3
shift 3
binary=${SETIA_BINARY:-.build/release/setia}
rounds=${ROUNDS:-3}
directory=$(mktemp -d "${TMPDIR:-/var/tmp}/setia-import.XXXXXX")
trap 'rm -rf "$directory"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

times=()
for ((round = 1; round <= rounds; round++)); do
    database=$directory/$round/setia.db
    mkdir "$directory/$round"
    "$binary" programme publish "$programme" --database "$database" >"$directory/log" 2>&1 || {
        cat "$directory/log" >&2
        exit 1
    }
    began=$(date +%s%N)
    "$binary" import events "$file" --database "$database" "$@" >"$directory/log" 2>&1 || {
        cat "$directory/log" >&2
        exit 1
    }
    milliseconds=$((($(date +%s%N) - began) / 1000000))
    times+=("$milliseconds")
    echo "round $round: $milliseconds ms, $((orders * 1000 / milliseconds)) orders a second, database $(du --apparent-size -sm "$directory/$round" | cut -f1) MB"
    rm -rf "${directory:?}/$round"
done
middle=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((rounds + 1) / 2))p")
echo "median of $rounds: $middle ms, $((orders * 1000 / middle)) orders a second"
