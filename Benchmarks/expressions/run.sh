#!/usr/bin/env bash
# How long an expression takes to evaluate, beside cel-python on the same ones, in one run on one machine.
#
# Installs the pinned cel-python into .venv where it is missing. Prints a table for docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/../.."

here=Benchmarks/expressions
if ! .venv/bin/python -c 'import celpy' 2>/dev/null; then
    python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
fi
swift build --configuration release --product ExpressionsBenchmark >&2
mkdir -p .build/bench
.build/release/ExpressionsBenchmark <"$here/expressions.txt" >.build/bench/expressions.tsv
.venv/bin/python "$here/compare.py" "$here/expressions.txt" .build/bench/expressions.tsv
