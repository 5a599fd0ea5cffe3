#!/usr/bin/env bash
# Builds once and runs all tests, with the real shops under data/ and a PostgreSQL and a mail server of
# their own beside them.
#
# What is given as arguments goes to `swift test`, as in: scripts/test.sh --filter SetiaCoreTests
# All that the tests print is kept in .build/test.log; the runner's closing line is the last one here, too.
#
#   SETIA_BINARY  the program that the end-to-end tests start; the one just built if unset
#   CI            when set, the data must be there: nothing is skipped for want of it
set -euo pipefail
cd "$(dirname "$0")/.."

if ! scripts/data.sh; then
    if [[ -n ${CI:-} ]]; then
        exit 1
    fi
    echo "The real shops are not there; tests on them are skipped." >&2
fi

if ! scripts/axe.sh; then
    if [[ -n ${CI:-} ]]; then
        exit 1
    fi
    echo "axe is not there; the tests in a browser are skipped." >&2
fi

scripts/venv.sh webhooks
scripts/venv.sh channels

# Where all is built once and thrown away nobody needs debuggers. The index finds the tests.
flags=()
if [[ -n ${CI:-} ]]; then
    flags=(-debug-info-format none)
fi
swift build --build-tests "${flags[@]}"
SETIA_BINARY=${SETIA_BINARY:-$(swift build --show-bin-path)/setia}
export SETIA_BINARY

# Tests need no commit to outlive the machine, so PostgreSQL need not wait for the disk.
POSTGRES_OPTIONS="-c fsync=off -c synchronous_commit=off" scripts/with-postgres.sh scripts/with-mail.sh \
    swift test --skip-build --disable-xctest "$@" 2>&1 </dev/null | tee .build/test.log
