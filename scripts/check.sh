#!/usr/bin/env bash
# All that must hold before a change lands; CI runs this and nothing else.
#
# Format, scripts, release build, tests, simulated brands, torture and faults in their short forms, fuzzing, documentation,
# and a work tree that all of this left as it was (in CI: clean).
# The last line is the test runner's closing line.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s ==\n' "$1"; }

before=$(git status --porcelain)
if [[ -n ${CI:-} && -n $before ]]; then
    printf 'The work tree is not clean to begin with:\n%s\n' "$before" >&2
    exit 1
fi

say "Format"
scripts/format.sh lint --strict

say "Scripts"
shellcheck scripts/*.sh Benchmarks/*.sh Benchmarks/*/*.sh .ci/run

say "Release build"
flags=()
if [[ -n ${CI:-} ]]; then
    flags=(--disable-index-store -debug-info-format none)
fi
swift build -c release --product setia "${flags[@]}"

say "Tests"
SETIA_BINARY=$PWD/.build/release/setia scripts/test.sh

say "Simulated brands"
SEEDS=20 .build/debug/setia-simulate

say "Torture"
SETIA_BINARY=$PWD/.build/release/setia scripts/torture.sh

say "Faults"
SETIA_BINARY=$PWD/.build/release/setia scripts/faults.sh --jobs 3

say "Fuzzing the API"
SETIA_BINARY=$PWD/.build/release/setia scripts/schemathesis.sh

say "Documentation"
scripts/docs.sh

say "Work tree"
after=$(git status --porcelain)
if [[ $after != "$before" ]]; then
    printf 'The checks changed the work tree:\n' >&2
    diff <(echo "$before") <(echo "$after") >&2 || true
    exit 1
fi
echo "as it was"

say "All is well"
closing=$(grep -E 'Test run with [1-9][0-9]* tests?.* passed' .build/test.log | tail -n 1) || {
    echo "The tests' closing line is missing from .build/test.log." >&2
    exit 1
}
echo "$closing"
