#!/usr/bin/env bash
# How long lifetime models take to fit, beside lifetimes (PyPI) on the same customers, in one run on one machine.
#
# Makes the customers of a seed, and the pinned lifetimes with the old packages it needs in an environment of its own.
#
#   CUSTOMERS          how many; 1000000 if unset
#   MODELS             which lifetimes fits, too; bg-nbd,mbg-nbd,gamma-gamma if unset (pareto-nbd takes it minutes)
#   INSIGHT_BENCHMARK  the program; built where unset
set -euo pipefail
cd "$(dirname "$0")/../.."

here=Benchmarks/insight
environment=.build/bench/lifetimes
program=${INSIGHT_BENCHMARK:-}
if [[ -z $program ]]; then
    swift build --configuration release --product InsightBenchmark >&2
    program=.build/release/InsightBenchmark
fi
if ! "$environment/bin/python" -c 'import lifetimes' 2>/dev/null; then
    python3 -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
fi
customers=.build/bench/customers.csv
"$program" "${CUSTOMERS:-1000000}" "$customers" >.build/bench/insight.tsv
"$environment/bin/python" -W ignore "$here/compare.py" "$customers" .build/bench/insight.tsv \
    "${MODELS:-bg-nbd,mbg-nbd,gamma-gamma}"
