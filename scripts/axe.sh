#!/usr/bin/env bash
# Fetches axe, which looks for what keeps people from using a page, from PyPI into .build/axe, once.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.1.0
if [[ -f .build/axe/axe.min.js ]]; then
    exit 0
fi
mkdir -p .build/axe
if [[ ! -x .build/axe/venv/bin/pip ]]; then
    python3 -m venv .build/axe/venv
fi
.build/axe/venv/bin/pip download --quiet --disable-pip-version-check --no-deps --dest .build/axe "axe-core-python==$version"
python3 - <<'PYTHON'
import glob, zipfile
with zipfile.ZipFile(glob.glob(".build/axe/axe_core_python-*.whl")[0]) as wheel:
    with open(".build/axe/axe.min.js", "wb") as script:
        script.write(wheel.read("axe_core_python/axe.min.js"))
PYTHON
