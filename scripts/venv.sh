#!/usr/bin/env bash
# Puts the pinned packages of scripts/requirements-NAME.txt into .venv; does nothing when they are there.
#
# usage: scripts/venv.sh NAME
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=scripts/requirements-$1.txt
done_file=.venv/installed-$1.txt

if cmp -s "$requirements" "$done_file"; then
    exit 0
fi
if [[ ! -x .venv/bin/python ]]; then
    echo "Making .venv"
    python3 -m venv .venv
fi
echo "Installing into .venv: $(grep -v '^#' "$requirements" | tr '\n' ' ')"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
cp "$requirements" "$done_file"
