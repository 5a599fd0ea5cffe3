#!/usr/bin/env bash
# Builds the documentation of the core's rules into .build/docs; a warning is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p .build/docs
# As the tests were built, so that nothing is built anew.
flags=()
if [[ -n ${CI:-} ]]; then
    flags=(-debug-info-format none)
fi
swift package "${flags[@]}" --allow-writing-to-directory .build/docs generate-documentation --target SetiaCore \
    --output-path .build/docs/SetiaCore.doccarchive --symbol-graph-minimum-access-level package --warnings-as-errors
