#!/usr/bin/env bash
# Brings about one fault of the world after the other, under load, and says what was seen (docs/reliability.md).
#
# What mounts a small disk needs root, and does it in a mount namespace of its own; without root it is skipped and said
# so, and fails where CI is set.
#
#   SETIA_BINARY  the program; the debug build if unset
#   TMPDIR        where the databases go; /var/tmp if unset, since /tmp may be memory
#
# usage: scripts/faults.sh [--long] [--jobs N] [CASE …]; scripts/faults.sh --list names the cases
set -euo pipefail
cd "$(dirname "$0")/.."

export TMPDIR=${TMPDIR:-/var/tmp}
mkdir -p .build/torture
command=(python3 -B Tests/Torture/faults.py --json .build/torture/faults.json "$@")
if [[ $(id -u) -eq 0 ]] && unshare --mount true 2>/dev/null; then
    export SETIA_OWN_MOUNTS=1
    command=(unshare --mount "${command[@]}")
fi
exec "${command[@]}"
