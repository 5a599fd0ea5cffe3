#!/usr/bin/env bash
# Kills servers and databases under load, and audits that nothing is lost or doubled (docs/reliability.md).
#
# On SQLite and then on a PostgreSQL of its own with its default durability, which is killed too. Prints the counts and
# PASS or FAIL for each; they go to .build/torture/*.json as well.
#
#   MINUTES       how long, both together; a minute or so if unset. With 30 there are more than 200 kills on each
#   SEED          of the load and of the kills; another each time if unset
#   SETIA_BINARY  the program; the debug build if unset
#   TMPDIR        where the databases go; /var/tmp if unset, since /tmp may be memory
set -euo pipefail
cd "$(dirname "$0")/.."

export TMPDIR=${TMPDIR:-/var/tmp}
seed=${SEED:-$(date +%s)}
if [[ -n ${MINUTES:-} ]]; then
    seconds=$((MINUTES * 60 / 2 - 30))
    kills=$((seconds / 4))
else
    seconds=16
    kills=6
fi
if ((seconds < 8)); then
    echo "torture.sh: MINUTES is 2 or more" >&2
    exit 2
fi

mkdir -p .build/torture
status=0
for database in sqlite postgres; do
    python3 -B Tests/Torture/torture.py "$database" --seconds "$seconds" --kills "$kills" --seed "$seed" \
        --out ".build/torture/$database.json" || status=1
done
exit "$status"
