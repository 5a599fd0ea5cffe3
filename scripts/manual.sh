#!/usr/bin/env bash
# Writes the manual page of setia from what its help says: the program itself, then each of its commands.
#
# usage: scripts/manual.sh PROGRAM > setia.1
set -euo pipefail

program=$1

# Text as it stands, for troff.
verbatim() {
    echo .nf
    sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\\([.']\\)/\\\\\&\\1/"
    echo .fi
}

# The names under SUBCOMMANDS, one a line.
commands() { sed -n '/^SUBCOMMANDS:/,/^$/s/^  \([a-z-]*\)  *[A-Z].*/\1/p'; }

echo '.TH SETIA 1 "" "Setia" "User commands"'
echo .SH NAME
echo 'setia \- a loyalty platform: events in, points out, and every point says why'
echo .SH SYNOPSIS
echo '.B setia'
echo 'COMMAND [OPTION]...'
echo .SH DESCRIPTION
"$program" --help | verbatim
for command in $("$program" --help | commands); do
    echo ".SH \"setia $command\""
    help=$("$program" "$command" --help)
    verbatim <<<"$help"
    for inner in $(commands <<<"$help"); do
        echo ".SS \"setia $command $inner\""
        "$program" "$command" "$inner" --help | verbatim
    done
done
echo .SH FILES
echo .TP
echo /etc/setia/setia.env
echo what the service is told
echo .TP
echo /var/lib/setia
echo "the brand's database and its keys"
