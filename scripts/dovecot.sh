#!/usr/bin/env bash
# Starts a Dovecot of its own for tests; to be sourced by scripts/with-mail.sh.
#
# It serves IMAP on a free port of the loopback address to any user with the password "secret", each with an empty mailbox, and
# keeps all of it below the directory $1. Its process id and its port stand in $dovecot and $imap_port afterwards.

# shellcheck source=scripts/server.sh
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"

start_dovecot() {
    local directory=$1/dovecot owner=nobody group=nogroup
    # Where it is not root, it may be nobody else.
    if [[ $(id -u) -ne 0 ]]; then
        owner=$(id -un)
        group=$(id -gn)
    fi
    mkdir -p "$directory/mail" "$directory/run" "$directory/state"
    imap_port=$(free_port $((20000 + RANDOM % 20000)))
    cat >"$directory/dovecot.conf" <<CONFIGURATION
base_dir = $directory/run
state_dir = $directory/state
log_path = $directory/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:$directory/mail/%u
default_internal_user = $owner
default_login_user = $owner
default_internal_group = $group
first_valid_uid = 0
last_valid_uid = 0
first_valid_gid = 0
auth_mechanisms = plain
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=$(id -u "$owner") gid=$(id -g "$owner") home=$directory/mail/%u allow_all_users=yes
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $imap_port
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
}
mail_max_userip_connections = 100
CONFIGURATION
    chown -R "$owner:$group" "$directory/mail"
    chmod 755 "$1" "$directory"
    # What is left open here would be kept open by it, were this killed outright.
    dovecot -F -c "$directory/dovecot.conf" </dev/null >>"$directory/started" 2>&1 &
    dovecot=$!
    for _ in $(seq 100); do
        (: <"/dev/tcp/127.0.0.1/$imap_port") 2>/dev/null && return 0
        kill -0 "$dovecot" 2>/dev/null || break
        sleep 0.1
    done
    cat "$directory/started" "$directory/log" >&2 2>/dev/null || true
    echo "dovecot.sh: Dovecot did not start" >&2
    return 1
}
