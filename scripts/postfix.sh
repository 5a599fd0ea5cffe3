#!/usr/bin/env bash
# Starts a Postfix of its own for tests; to be sourced by scripts/with-mail.sh, after scripts/server.sh.
#
# It takes mail by SMTP on a free port of the loopback address and hands what is for setia.test over by LMTP to another port, on
# which a test may listen; what is not taken it keeps and tries again each second. All of it lies below the directory $1. Its ports
# stand in $postfix_port and $lmtp_port afterwards. It can be started by root alone.

start_postfix() {
    local directory=$1/postfix
    postfix_port=$(free_port $((41000 + RANDOM % 4000)))
    lmtp_port=$(free_port $((46000 + RANDOM % 4000)))
    mkdir -p "$directory/etc" "$directory/spool" "$directory/data"
    chmod 755 "$1" "$directory"
    chown postfix "$directory/data"
    cat >"$directory/etc/main.cf" <<CONFIGURATION
compatibility_level = 3.6
queue_directory = $directory/spool
data_directory = $directory/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.setia.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relay_domains = setia.test
relay_transport = lmtp:inet:127.0.0.1:$lmtp_port
recipient_delimiter = +
maillog_file = $directory/log
maillog_file_prefixes = $directory
local_transport = error:no local
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
transport_retry_time = 1s
lmtp_destination_concurrency_failed_cohort_limit = 0
CONFIGURATION
    cat >"$directory/etc/master.cf" <<SERVICES
127.0.0.1:$postfix_port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
retry unix - - n - - error
error unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
relay unix - - n - - smtp
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
SERVICES
    postfix -c "$directory/etc" start </dev/null >"$directory/started" 2>&1 || true
    for _ in $(seq 100); do
        if (: <"/dev/tcp/127.0.0.1/$postfix_port") 2>/dev/null; then
            postfix_directory=$directory
            return 0
        fi
        sleep 0.1
    done
    cat "$directory/started" "$directory/log" >&2 2>/dev/null || true
    echo "postfix.sh: Postfix did not start" >&2
    return 1
}

stop_postfix() {
    postfix -c "$postfix_directory/etc" stop </dev/null >/dev/null 2>&1 || true
}
