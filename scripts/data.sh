#!/usr/bin/env bash
# Makes the real shops under data/ when they are not there; see scripts/data.py. Takes some seconds once, none after.
set -euo pipefail
cd "$(dirname "$0")/.."

if command -v python3 >/dev/null && python3 scripts/data.py --present; then
    echo "data/ is complete"
    exit 0
fi
scripts/install.sh data
scripts/venv.sh data
.venv/bin/python scripts/data.py
