#!/usr/bin/env bash
# How long the Dirichlet of a category takes (2,469 households, ten brands), and the chain ladder of a wallet.
#
#   TURNS              how often each is measured; 21 if unset
#   INSIGHT_BENCHMARK  the program; built where unset
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${INSIGHT_BENCHMARK:-}
if [[ -z $program ]]; then
    swift build --configuration release --product InsightBenchmark >&2
    program=.build/release/InsightBenchmark
fi
"$program" anchors "${TURNS:-21}"
