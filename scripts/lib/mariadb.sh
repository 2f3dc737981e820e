#!/usr/bin/env bash
# A private MariaDB: no root needed, nothing system-wide touched, reached through its unix socket only.
#
# usage: mariadb.sh start DIR [SOCKETDIR]   starts it, waits until it answers, prints the socket's path
#        mariadb.sh stop DIR                returns when it has ended; not running is no error
#
# All of it is in DIR: data, temporary files, logs, pid. The socket is in SOCKETDIR (DIR if not given),
# for a socket's path has room for 107 bytes only. root has no password: what keeps others out is that
# only the owner may enter SOCKETDIR.
#
# Exit codes: 0 done, 1 other failure, 2 usage, 3 already running, 4 package missing, 5 disk full,
# 6 the directory or its data are another user's, or others may enter it, 7 the data are of a newer
# MariaDB, 8 the socket's path is too long.
set -euo pipefail
umask 077

readonly SOCKET_MAX=107 FIRST_KB=102400 AGAIN_KB=16384 READY_S=60 STOP_S=60

fail() { # code message...
	local code=$1
	shift
	printf 'mariadb.sh: %s\n' "$*" >&2
	exit "$code"
}

usage() {
	fail 2 'usage: mariadb.sh start DIR [SOCKETDIR] | mariadb.sh stop DIR'
}

need_programs() {
	# mariadbd is where an ordinary user's PATH does not look.
	PATH=$PATH:/usr/sbin:/sbin
	local program
	for program in mariadbd mariadb-install-db; do
		command -v "$program" >/dev/null ||
			fail 4 "$program is missing; install the package mariadb-server-core (Debian)"
	done
}

# Makes a directory of our own, or checks that it is one.
own_dir() {
	[ -e "$1" ] || mkdir -p "$1" || fail 1 "cannot make $1"
	[ -d "$1" ] || fail 1 "$1 is not a directory"
	[ -O "$1" ] || fail 6 "$1 belongs to user $(stat -c %U "$1"), not to you"
	case $(stat -c %a "$1") in
	*00) ;;
	*) fail 6 "others may enter $1, which would let them be the database's root; chmod 700 it" ;;
	esac
}

# Is this the reason why what wrote these logs failed? Then says so and ends.
explain() {
	if grep -qiE 'no space left|errcode: 28|error 28|errno: 28|disk (is )?full' "$@" 2>/dev/null; then
		fail 5 "the disk that holds $dir is full"
	fi
	if grep -qiE 'downgrade|newer version|unsupported redo log|later version|invalid flags 0x' "$@" 2>/dev/null; then
		fail 7 "the data in $dir/data are of another MariaDB than $(server_version); see $dir/server.log"
	fi
	if grep -qiE "can't lock aria|unable to lock ./ibdata1" "$@" 2>/dev/null; then
		fail 3 "another server uses $dir/data"
	fi
}

server_version() {
	mariadbd --no-defaults --version | sed -nE 's/.* Ver ([0-9]+\.[0-9]+).*/\1/p'
}

check_space() { # kilobytes
	local left
	left=$(df -Pk "$dir" | awk 'NR == 2 { print $4 }')
	[ "$left" -ge "$1" ] ||
		fail 5 "the disk that holds $dir is full: $((left / 1024)) MB left, $(($1 / 1024)) MB needed"
}

check_data() {
	[ -O "$dir/data" ] || fail 6 "$dir/data belongs to user $(stat -c %U "$dir/data"), not to you"
	local had now
	had=$(cat "$dir/version" 2>/dev/null || true)
	now=$(server_version)
	[ -z "$had" ] || [ "$(printf '%s\n' "$had" "$now" | sort -V | tail -n 1)" = "$now" ] ||
		fail 7 "the data in $dir/data are of MariaDB $had; this is the older $now"
}

# The first initialisation. data appears complete or not at all: what an interrupted one left is removed.
initialise() {
	check_space $FIRST_KB
	rm -rf "$dir/data.new"
	# mariadb-install-db does not cope with blanks in a path: this one has none.
	local here=/proc/$$/cwd
	cd "$dir"
	if ! mariadb-install-db --no-defaults "${as_user[@]}" --datadir="$here/data.new" --tmpdir="$here/tmp" \
		--auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
		--innodb-log-file-size=8M >"$dir/install.log" 2>&1; then
		explain "$dir/install.log" "$dir"/data.new/*.err
		fail 1 "the first initialisation failed; see $dir/install.log"
	fi
	sync -f "$dir/data.new"
	mv "$dir/data.new" "$dir/data"
}

# Leaves the server's process id in $pid. It inherits descriptor 9, and with it the lock on DIR/lock, for
# its life: that is how start and stop know that it runs.
launch() {
	[ ! -e "$dir/server.log" ] || mv "$dir/server.log" "$dir/server.log.old"
	setsid mariadbd --no-defaults "${as_user[@]}" --datadir="$dir/data" --tmpdir="$dir/tmp" \
		--socket="$socket" --pid-file="$dir/pid" --log-error="$dir/server.log" \
		--skip-networking --skip-name-resolve --local-infile=0 --secure-file-priv="$dir/tmp" \
		--skip-log-bin --skip-slave-start --performance-schema=0 \
		--innodb-buffer-pool-size=32M --innodb-log-file-size=8M --innodb-flush-log-at-trx-commit=2 \
		--key-buffer-size=1M --aria-pagecache-buffer-size=2M --query-cache-size=0 \
		--max-connections=100 --character-set-server=utf8mb4 --collation-server=utf8mb4_bin \
		</dev/null >>"$dir/server.log" 2>&1 &
	pid=$!
}

is_ready() {
	grep -q 'ready for connections' "$dir/server.log" 2>/dev/null
}

# What a Ctrl-C says while the server starts is done when it is ready: told to end before, it may hang for ever.
wait_ready() {
	local i
	for ((i = 0; i < READY_S * 20; i++)); do
		if is_ready && [ -S "$socket" ]; then
			return
		fi
		if ! kill -0 "$pid" 2>/dev/null; then
			explain "$dir/server.log"
			tail -n 5 "$dir/server.log" >&2
			fail 1 "the server ended at once; see $dir/server.log"
		fi
		sleep 0.05 || true
	done
	kill -KILL "$pid"
	fail 1 "the server was not ready after $READY_S s; see $dir/server.log"
}

start() {
	need_programs
	own_dir "$dir"
	dir=$(cd "$dir" && pwd -P)
	own_dir "${1:-$dir}"
	socket=$(cd "${1:-$dir}" && pwd -P)/mariadb.sock
	[ "$(printf %s "$socket" | wc -c)" -le $SOCKET_MAX ] ||
		fail 8 "$socket is longer than $SOCKET_MAX bytes; give a shorter SOCKETDIR"

	exec 9>>"$dir/lock"
	flock -n 9 || fail 3 "already running in $dir, or being started"
	rm -f "$dir/pid"
	check_space $AGAIN_KB
	rm -rf "$dir/tmp"
	mkdir "$dir/tmp"
	as_user=()
	# As root, mariadbd must be told that this is meant.
	[ "$(id -u)" != 0 ] || as_user=(--user=root)
	[ -e "$dir/data" ] || initialise
	check_data
	rm -f "$socket"
	local interrupted=
	trap 'interrupted=1' INT TERM HUP
	launch
	wait_ready
	server_version >"$dir/version" || [ -n "$interrupted" ]
	if [ -n "$interrupted" ]; then
		kill "$pid"
		wait "$pid" || true
		fail 1 'interrupted'
	fi
	printf '%s\n' "$socket"
}

# Never a stranger that has got the number since.
is_server() { # pid
	[ -n "$1" ] && tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -qxF -e "--datadir=$dir/data"
}

stop() {
	[ -d "$dir" ] || return 0
	dir=$(cd "$dir" && pwd -P)
	[ -e "$dir/lock" ] || return 0
	exec 9<"$dir/lock"
	local server i
	# One that is being started gets ready or ends first.
	for ((i = 0; i < READY_S * 20; i++)); do
		! flock -n 9 || return 0
		server=$(cat "$dir/pid" 2>/dev/null) || server=
		! is_server "$server" || ! is_ready || break
		sleep 0.05
	done
	is_server "$server" || fail 1 "what runs in $dir is not the process ${server:-(none)} of its file pid"
	kill "$server"
	if ! flock -w $STOP_S 9; then
		kill -KILL "$server"
		flock -w 5 9 || fail 1 "process $server does not end"
		printf 'mariadb.sh: killed after %s s; the data will be recovered at the next start\n' $STOP_S >&2
	fi
}

dir=${2:-}
[ -n "$dir" ] || usage
case $1 in
start) start "${3:-}" ;;
stop) stop ;;
*) usage ;;
esac
