#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, and removes that PostgreSQL afterwards, however the command ends.
#
# The cluster lives in a temporary directory and listens on a socket there and on a free port of the loopback address.
# The command finds it by SETIA_TEST_POSTGRES (postgres://…) and by libpq's PGHOST, PGPORT, PGUSER and PGDATABASE.
# Its text order is a language's, not the bytes', so that a missing COLLATE "C" shows.
#
#   TMPDIR            where the temporary directory goes; /tmp if unset
#   POSTGRES_OPTIONS  more settings for the server, as in "-c fsync=off"; none by default: commits are durable
#
# usage: scripts/with-postgres.sh COMMAND [ARGUMENT …]
set -euo pipefail

if [[ $# -eq 0 ]]; then
    echo "usage: scripts/with-postgres.sh COMMAND [ARGUMENT …]" >&2
    exit 2
fi

programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [[ -z $programs ]]; then
    command -v initdb >/dev/null || {
        echo "with-postgres.sh: no PostgreSQL server found; make install-test installs it" >&2
        exit 1
    }
    programs=$(dirname "$(command -v initdb)")
fi

# The server refuses to run as root: there it runs as the user that Debian's package made.
as_owner=()
directory=$(mktemp -d "${TMPDIR:-/tmp}/setia-postgres.XXXXXX")
if [[ $(id -u) -eq 0 ]]; then
    as_owner=(runuser -u postgres --)
    chown postgres "$directory"
fi
watcher=

stop() {
    if [[ -f $directory/data/postmaster.pid ]]; then
        (cd / && "${as_owner[@]}" "$programs/pg_ctl" stop --silent --mode=immediate --pgdata="$directory/data") >/dev/null 2>&1 || true
    fi
    rm -rf "$directory"
    if [[ -n $watcher ]]; then
        kill "$watcher" 2>/dev/null || true
    fi
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Should this script be killed outright, nobody would stop the server: this one sees to it.
(
    trap '' INT HUP
    trap - EXIT TERM
    while kill -0 $$ 2>/dev/null; do sleep 1; done
    watcher=
    stop
) </dev/null >/dev/null 2>&1 &
watcher=$!

if ! (cd / && "${as_owner[@]}" "$programs/initdb" --pgdata="$directory/data" --username=setia --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en --no-sync) >"$directory/initdb.log" 2>&1; then
    cat "$directory/initdb.log" >&2
    exit 1
fi

started=no
for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 12000))
    if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        continue
    fi
    if (cd / && "${as_owner[@]}" "$programs/pg_ctl" start --silent --wait --pgdata="$directory/data" --log="$directory/data/log" \
        --options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$directory -c max_connections=600 ${POSTGRES_OPTIONS:-}") >/dev/null 2>&1; then
        started=yes
        break
    fi
done
if [[ $started == no ]]; then
    cat "$directory/data/log" >&2 || true
    echo "with-postgres.sh: PostgreSQL did not start" >&2
    exit 1
fi

export PGHOST=127.0.0.1 PGPORT=$port PGUSER=setia PGDATABASE=setia
"$programs/createdb" setia
export SETIA_TEST_POSTGRES="postgres://setia@127.0.0.1:$port/setia"

status=0
"$@" || status=$?
exit "$status"
