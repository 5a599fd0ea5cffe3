#!/usr/bin/env bash
# Installs the package in a clean Debian 12 made for it and removed afterwards, and runs it there: doctor, a programme, the
# server, /health/ready, a graceful stop, and the removal of the package.
#
# It needs to be root, and Debian's mirror.
#
#   MIRROR  where Debian is; http://deb.debian.org/debian if unset
#
# usage: scripts/deb-test.sh PACKAGE.deb
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/server.sh
source scripts/server.sh

if [[ $# -ne 1 || ! -f $1 ]]; then
    echo "usage: scripts/deb-test.sh PACKAGE.deb" >&2
    exit 2
fi
if [[ $(id -u) -ne 0 ]]; then
    echo "deb-test.sh: a clean Debian is made with chroot, which only root may" >&2
    exit 1
fi

say() { printf '== %s\n' "$1"; }

directory=$(mktemp -d "${TMPDIR:-/var/tmp}/setia-deb-test.XXXXXX")
root=$directory/root
server=
clean() {
    if [[ -n $server ]]; then
        kill -KILL "$server" 2>/dev/null || true
    fi
    umount "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$directory"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

enter=(chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive)
inside() { "${enter[@]}" "$@"; }

say "a clean Debian 12"
debootstrap --variant=minbase bookworm "$root" "${MIRROR:-http://deb.debian.org/debian}" >"$directory/debootstrap.log" || {
    tail -n 5 "$directory/debootstrap.log" >&2
    exit 1
}
mount -t proc proc "$root/proc"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"

say "the package, with what it needs and nothing else"
cp "$1" "$root/setia.deb"
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends /setia.deb >"$directory/install.log" 2>&1 || {
    tail -n 20 "$directory/install.log" >&2
    exit 1
}
if inside sh -c 'command -v swift || ls /usr/lib/swift' >/dev/null 2>&1; then
    echo "deb-test.sh: there is a Swift toolchain in the clean Debian" >&2
    exit 1
fi
[[ $(stat --format='%A %U %G' "$root/etc/setia/setia.env") == "-rw-r----- root "* ]]
[[ $(inside stat --format='%a %U %G' /var/lib/setia) == "700 setia setia" ]]
if [[ -e $root/etc/systemd/system/multi-user.target.wants/setia.service ]]; then
    echo "deb-test.sh: the service was enabled, and nobody asked for it" >&2
    exit 1
fi

# As setia.env says for commands of one's own.
# shellcheck disable=SC2016
as_setia() { inside runuser -u setia -- sh -c 'set -a; . /etc/setia/setia.env; cd /var/lib/setia; exec "$@"' sh "$@"; }

say "setia doctor: on nothing, and on a brand"
if as_setia setia doctor >/dev/null 2>&1; then
    echo "deb-test.sh: doctor found a brand where there is none" >&2
    exit 1
fi
as_setia setia programme publish /usr/share/doc/setia/examples/kopi-setia.yaml
as_setia setia doctor

say "setia serve"
port=$(free_port 18080)
sed -i "s/^SETIA_SERVE_OPTIONS=.*/SETIA_SERVE_OPTIONS=\"--port $port\"/" "$root/etc/setia/setia.env"
# By setpriv, which becomes the server: runuser would stand between it and the signal that stops it.
# shellcheck disable=SC2016
"${enter[@]}" setpriv --reuid setia --regid setia --init-groups sh -c 'set -a; . /etc/setia/setia.env; exec setia serve $SETIA_SERVE_OPTIONS' \
    >"$directory/serve.log" 2>&1 &
server=$!
for ((tries = 0; tries < 100; tries++)); do
    answer=$(curl --silent --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:$port/health/ready" || true)
    [[ $answer == 200 ]] && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
if [[ $answer != 200 ]]; then
    cat "$directory/serve.log" >&2
    echo "deb-test.sh: /health/ready said '$answer'" >&2
    exit 1
fi
echo "/health/ready: 200"
curl --silent --fail --output /dev/null "http://127.0.0.1:$port/docs/operating/scaling" || {
    echo "deb-test.sh: the guides are not there" >&2
    exit 1
}
as_setia setia database backup /var/lib/setia/backup.db

say "a graceful stop"
kill -TERM "$server"
status=0
wait "$server" || status=$?
server=
if [[ $status -ne 0 ]]; then
    cat "$directory/serve.log" >&2
    echo "deb-test.sh: the server ended with $status" >&2
    exit 1
fi
as_setia setia verify

say "the package goes, the brand stays"
inside apt-get purge -y -qq setia >"$directory/purge.log" 2>&1
[[ ! -e $root/usr/bin/setia && ! -e $root/etc/setia/setia.env && -f $root/var/lib/setia/setia.db ]]
echo "all is well"
