#!/usr/bin/env bash
# Runs a command beside an SMTP server of its own, and stops that server afterwards, however the command ends.
#
# The server is aiosmtpd, installed into .venv when it is not there. It listens on a free port of the loopback address and
# keeps each mail as one file. The command finds it by SETIA_TEST_SMTP (host:port) and SETIA_TEST_MAILBOX (a directory of
# .eml files). It refuses mail to refused@example.com for good and to busy@example.com for now. On two more ports it asks for
# TLS and a password (user, p:@ss): SETIA_TEST_SMTP_STARTTLS and SETIA_TEST_SMTPS; SETIA_TEST_MAIL_CA is its certificate.
#
# Beside it runs Debian's Dovecot, where it is installed (make install-test does it): SETIA_TEST_IMAP (host:port) serves IMAP to any
# user with the password "secret", each with an empty mailbox. And, for root, Debian's Postfix: SETIA_TEST_POSTFIX (host:port) takes mail
# for setia.test and hands it over by LMTP to SETIA_TEST_LMTP (host:port), where a test may listen.
#
# usage: scripts/with-mail.sh COMMAND [ARGUMENT …]
set -euo pipefail

if [[ $# -eq 0 ]]; then
    echo "usage: scripts/with-mail.sh COMMAND [ARGUMENT …]" >&2
    exit 2
fi

here=$(cd "$(dirname "$0")/.." && pwd)
"$here/scripts/venv.sh" mail >&2

# shellcheck source=scripts/dovecot.sh
source "$here/scripts/dovecot.sh"
# shellcheck source=scripts/postfix.sh
source "$here/scripts/postfix.sh"

directory=$(mktemp -d "${TMPDIR:-/tmp}/setia-mail.XXXXXX")
server=
dovecot=
postfix_directory=
# shellcheck disable=SC2317  # the traps call it
stop() {
    if [[ -n $server ]]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    if [[ -n $dovecot ]]; then
        kill "$dovecot" 2>/dev/null || true
        wait "$dovecot" 2>/dev/null || true
    fi
    [[ -z $postfix_directory ]] || stop_postfix
    rm -rf "$directory"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

mkdir "$directory/mail"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$directory/key.pem" -out "$directory/certificate.pem" 2>/dev/null
"$here/.venv/bin/python" "$here/scripts/mailbox.py" "$directory/mail" "$directory/port" "$directory/certificate.pem" \
    "$directory/key.pem" $$ 2>"$directory/log" &
server=$!
for _ in $(seq 100); do
    [[ -s $directory/port ]] && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
if [[ ! -s $directory/port ]]; then
    cat "$directory/log" >&2
    echo "with-mail.sh: the mail server did not start" >&2
    exit 1
fi

mapfile -t ports <"$directory/port"
export SETIA_TEST_SMTP=127.0.0.1:${ports[0]} SETIA_TEST_SMTP_STARTTLS=localhost:${ports[1]} SETIA_TEST_SMTPS=localhost:${ports[2]}
export SETIA_TEST_MAILBOX=$directory/mail SETIA_TEST_MAIL_CA=$directory/certificate.pem

if command -v dovecot >/dev/null; then
    if start_dovecot "$directory"; then
        export SETIA_TEST_IMAP=127.0.0.1:$imap_port
    elif [[ -n ${CI-} ]]; then
        exit 1
    fi
fi
if [[ $(id -u) -eq 0 ]] && command -v postfix >/dev/null; then
    if start_postfix "$directory"; then
        export SETIA_TEST_POSTFIX=127.0.0.1:$postfix_port SETIA_TEST_LMTP=127.0.0.1:$lmtp_port
    elif [[ -n ${CI-} ]]; then
        exit 1
    fi
fi

status=0
"$@" || status=$?
exit "$status"
