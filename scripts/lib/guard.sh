#!/usr/bin/env bash
# Cleans up behind a scripts/run that was killed. It waits for the end of its standard input, a pipe from
# its supervisor, and holds the instance's lock meanwhile; the word "done" means that nothing is left.
#
# usage: guard.sh ROOT   (by scripts/run only)
set -uo pipefail
trap '' INT TERM HUP PIPE

root=$1
# shellcheck source=scripts/lib/instance.sh
. "$root/scripts/lib/instance.sh"

word=
read -r word || true
if [ "$word" != "done" ]; then
	printf 'guard: the supervisor is gone; ending what it started\n'
	end_all
fi
