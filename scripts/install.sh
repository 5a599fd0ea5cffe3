#!/usr/bin/env bash
# Installs what is missing from Debian's packages, and says what. Nothing is asked of the network when nothing is missing.
#
# usage: scripts/install.sh run|test|bench|data|deb …
set -euo pipefail

wanted=()
base=(
    libsqlite3-dev libpq-dev libargon2-dev libcurl4-openssl-dev libqrencode-dev zlib1g-dev libjs-bootstrap5 pkg-config git curl
    tzdata
)
for purpose in "$@"; do
    case $purpose in
        run) wanted+=("${base[@]}") ;;
        test)
            wanted+=(
                "${base[@]}" postgresql python3 python3-venv openssl shellcheck chromium chromium-driver
                python3-selenium fonts-noto-core faketime
                dovecot-imapd postfix
            )
            ;;
        bench) wanted+=("${base[@]}" postgresql postgresql-contrib python3 python3-venv wrk) ;;
        data) wanted+=(python3 python3-venv) ;;
        deb) wanted+=("${base[@]}" dpkg-dev binutils debootstrap) ;;
        *)
            echo "install.sh: unknown purpose '$purpose'; there are run, test, bench, data, deb" >&2
            exit 2
            ;;
    esac
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is no Debian system; please see that you have what these packages hold: ${wanted[*]}" >&2
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    if [[ $status != installed && " ${missing[*]-} " != *" $package "* ]]; then
        missing+=("$package")
    fi
done
if [[ ${#missing[@]} -eq 0 ]]; then
    exit 0
fi

as_root=()
if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
        echo "Missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

echo "Installing from Debian: ${missing[*]}"

# PostgreSQL is used as a private cluster in a temporary directory (scripts/with-postgres.sh); what Debian would start on
# installing is not needed, so services are held back while we install, in Debian's way of doing so.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
    "${as_root[@]}" chmod 755 "$policy"
fi

"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
