#!/usr/bin/env bash
# Fifths, cohorts, churn and repeat purchase from columns in memory, beside DuckDB (PyPI) on the same purchases.
#
#   PURCHASES          how many; 10000000 if unset
#   MEMBERS            of how many members; 1000000 if unset
#   INSIGHT_BENCHMARK  the program; built where unset
set -euo pipefail
cd "$(dirname "$0")/../.."

here=Benchmarks/insight
environment=.build/bench/duckdb
program=${INSIGHT_BENCHMARK:-}
if [[ -z $program ]]; then
    swift build --configuration release --product InsightBenchmark >&2
    program=.build/release/InsightBenchmark
fi
if ! "$environment/bin/python" -c 'import duckdb, numpy' 2>/dev/null; then
    python3 -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check duckdb==2.0.1 numpy==2.4.6
fi
purchases=.build/bench/purchases
"$environment/bin/python" "$here/purchases.py" "${PURCHASES:-10000000}" "$purchases" "${MEMBERS:-1000000}"
"$program" history "$purchases" >.build/bench/history.tsv
"$environment/bin/python" "$here/duckdb_figures.py" "$purchases" .build/bench/history.tsv
