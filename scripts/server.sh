#!/usr/bin/env bash
# Two functions about a server, for the scripts beside this one; to be sourced.

# The first port from $1 on that nobody listens on.
free_port() {
    local port=$1
    while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((port + 1))
    done
    echo "$port"
}

# Waits until the server at address $1 with process id $2 is ready, for at most 30 seconds; $3 is its log, shown if it is not.
wait_until_ready() {
    local deadline=$((SECONDS + 30))
    until curl --silent --fail --output /dev/null --max-time 5 "$1/health/ready"; do
        if ! kill -0 "$2" 2>/dev/null || ((SECONDS > deadline)); then
            cat "$3" >&2
            echo "The server did not become ready." >&2
            return 1
        fi
        sleep 0.05
    done
}
