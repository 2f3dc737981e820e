# shellcheck shell=bash
# The real servers for one file of tests: a private MariaDB, the stand-in for Spotify, the responder of $BUILD, nginx
# and lighttpd with the files of etc/. Loaded by the .bats files; setup_file starts what it needs, teardown_file calls
# stack_end.
#
# Everything is in $sockets, a directory of our own with a short path, and goes with it. var/run there has two files
# for each process that was started: NAME.pid, and NAME.code with its exit code once it has ended. var/started lists
# their names.

bats_require_minimum_version 1.5.0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
build=$(cd "$root" && cd "${BUILD:-build}" && pwd -P)
# The interpreter itself, for python3 may be a wrapper that takes its time.
python=${python:-$(python3 -c 'import sys; print(sys.executable)')}
export here root build python
export PATH=$PATH:/usr/sbin:/sbin LC_ALL=C.UTF-8
# tests/run sets these too; a sanitizer must not be silent where bats is called by hand.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}
unset LISTEN_FDS LISTEN_PID SPOTIFY_CLIENT_ID SPOTIFY_CLIENT_SECRET
# shellcheck source=scripts/lib/web.sh
. "$root/scripts/lib/web.sh"

# --- Processes ---

log_of() { printf '%s/log/%s.log' "$sockets" "$1"; }

# Runs the command until it succeeds; fails after so many seconds, which are those of an idle machine: a busy one is given
# four times as long. What has a deadline to keep is measured in other ways.
eventually() { # seconds command...
	local end=$((SECONDS + 4 * $1 + 1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.02
	done
}

ended() { [ -s "$sockets/var/run/$1.code" ]; }

# No error where the process has just ended.
signal() { # which name
	kill -s "$1" "$(pid_of "$2")" 2>/dev/null || true
}

pid_of() { cat "$sockets/var/run/$1.pid"; }

# bats waits for whoever holds its descriptors 3 and 4; the guard waits for the last holder of its pipe.
spawn() { # name command...
	local name=$1 note=$sockets/var/run/$1 log
	log=$(log_of "$1")
	shift
	rm -f "$note".*
	[ ! -e "$log" ] || { cat "$log" >>"$log.old" && rm "$log"; }
	# shellcheck disable=SC2016 # it is the inner shell that expands
	setsid bash -c 'note=$1; shift; "$@" & echo $! >"$note.pid"; wait $!; echo $? >"$note.code"' spawn "$note" "$@" \
		</dev/null >"$log" 2>&1 3>&- 4>&- {guard}>&- &
	printf '%s\n' "${note##*/}" >>"$sockets/var/started"
	eventually 5 test -s "$note.pid"
}

ready_or_ended() { # name command...
	ended "$1" || "${@:2}"
}

# Waits until the command succeeds; fails as soon as the process has ended, or if it takes too long.
wait_ready() { # name command...
	if eventually 15 ready_or_ended "$@" && ! ended "$1"; then
		return
	fi
	tail -n 5 "$(log_of "$1")"
	return 1
}

# Ends a process and fails if its exit code is not 0.
finish() { # name
	local code
	[ -e "$sockets/var/run/$1.pid" ] || return 0
	if ! ended "$1"; then
		# In this order: a CONT that comes while LeakSanitizer stops a process that ends makes both wait for ever.
		signal CONT "$1"
		signal TERM "$1"
	fi
	eventually 15 ended "$1" || {
		printf '%s does not end; its threads and what each waits for:\n' "$1"
		grep -s . "/proc/$(pid_of "$1")/task/"*/{comm,syscall,wchan} || true
		tail -n 5 "$(log_of "$1")"
		return 1
	}
	code=$(cat "$sockets/var/run/$1.code")
	rm "$sockets/var/run/$1".*
	[ "$code" = 0 ] || {
		printf '%s ended with exit code %s\n' "$1" "$code"
		tail -n 40 "$(log_of "$1")"
		return 1
	}
}

# As a crash would: nothing is cleaned up, and the exit code is not ours to judge.
crash() { # name
	signal KILL "$1"
	eventually 5 ended "$1" && rm "$sockets/var/run/$1".*
}

# --- The stack ---

stack_begin() {
	sockets=$(mktemp -d /tmp/artistbot-it-XXXXXX)
	export sockets config=$sockets/var/artistbot.conf
	mkdir -p "$sockets"/{tmp,log,var/run}
	mkdir -m 700 "$sockets/db"
	ln -s "$root/www" "$root/etc" "$sockets/"
	# Cleans up behind bats where that was killed: the pipe then ends without a word.
	# shellcheck disable=SC2016
	exec {guard}> >(exec setsid bash -c 'trap "" INT TERM HUP; read -r word || true; [ "$word" = "done" ] ||
		{ . "$1/stack.bash" && stack_kill; }' guard "$here" >/dev/null 2>&1 3>&- 4>&-)
	export guard
}

# Ends whatever is left, at once, and takes the directory away.
stack_kill() {
	local note run
	for run in "$sockets"/*/scripts/run; do
		[ ! -x "$run" ] || "$run" stop || true
	done
	for note in "$sockets"/var/run/*.pid; do
		[ ! -e "$note" ] || [ -e "${note%.pid}.code" ] || kill -KILL "$(<"$note")"
	done 2>/dev/null
	# Whoever holds the lock is the server; otherwise its number may be a stranger's by now.
	[ ! -e "$sockets/db/lock" ] || flock -n "$sockets/db/lock" true || database_crash
	rm -rf "$sockets"
}

# Ends everything, last started first. Fails if something did not end well, or if a sanitizer had something to say.
stack_end() {
	local name bad=0
	[ -n "${sockets:-}" ] || return 0
	while read -r name; do
		finish "$name" || bad=1
	done < <(tac "$sockets/var/started")
	if grep -E -A 40 'ERROR: [A-Za-z]*Sanitizer|: runtime error: ' "$sockets"/log/*; then
		bad=1
	fi
	database_stop || bad=1
	stack_kill
	printf 'done\n' >&"$guard"
	return $bad
}

# --- MariaDB ---

database_start() {
	# tests/run has made it for all.
	[ -e "$sockets/db/data" ] || [ -z "${ARTISTBOT_TEST_DB_FRESH:-}" ] || cp -R "$ARTISTBOT_TEST_DB_FRESH"/{data,version} "$sockets/db/"
	database=$("$root/scripts/lib/mariadb.sh" start "$sockets/db" "$sockets" 3>&- 4>&- {guard}>&-)
	export database
}

database_pid() { cat "$sockets/db/pid"; }

database_signal() { # which
	kill -s "$1" "$(database_pid)"
}

database_stop() { "$root/scripts/lib/mariadb.sh" stop "$sockets/db"; }

database_crash() {
	database_signal KILL
	eventually 5 flock -n "$sockets/db/lock" true
}

# What a statement brings, columns between tabs, without their names.
sql() { # statement
	mariadb --no-defaults --socket="$database" --user=root --batch --skip-column-names --default-character-set=utf8mb4 \
		artistbot -e "$1"
}

sql_is() { # wanted statement
	[ "$(sql "$2")" = "$1" ]
}

# --- Spotify ---

standin_start() { # options...
	rm -f "$sockets/var/standin-port"
	spawn standin "$python" -B "$root/tests/standin/spotify.py" --port 0 --port-file "$sockets/var/standin-port" "$@"
	wait_ready standin test -s "$sockets/var/standin-port"
	standin=http://127.0.0.1:$(cat "$sockets/var/standin-port")
	export standin
}

control() { # json
	curl -sSf --max-time 30 -o "$sockets/tmp/control" -d "$1" "$standin/_control"
}

standin_state() { # the stand-in, if it is not ours
	curl -sSf --max-time 30 "${1:-$standin}/_control"
}

# The calls that came in since the last reset, "search=2 token=1" in the order of the alphabet; "none".
calls() { # the stand-in, if it is not ours
	local state all
	state=$(standin_state "$@") || return
	[[ $state =~ '"calls":{'([^}]*)'}' ]] || return
	all=${BASH_REMATCH[1]//\"/}
	all=$(tr ',:' '\n=' <<<"$all" | sort)
	printf '%s\n' "${all:-none}" | paste -sd ' '
}

called() { # endpoint=number
	grep -q -e "\"${1%=*}\":${1#*=}[,}]" <<<"$(standin_state)"
}

# So many calls have come in that a fault of latency holds up, or one that never answers: "waiting=3", "hanging=1". With
# {"release": true} those that wait are answered, and those that hang are dropped.
held() { # waiting|hanging=number
	called "$1"
}

# --- The responder ---

# The whole configuration, with no limits to what one user may ask; lines are added to it.
write_config() { # file lines...
	local file=$1
	shift
	printf '%s\n' '[database]' "socket = $database" 'user = root' 'name = artistbot' '[spotify]' 'client_id = standin' \
		'client_secret = standin' "api_url = $standin" "accounts_url = $standin" 'daily_calls = 0' \
		'hourly_searches_a_user = 0' "$@" >"$file"
	chmod o= "$file" # or the log tells that it holds a secret
}

ctl() { "$build/artistbotctl" --config "$config" "$@"; }

# Makes the database and the configuration that all use.
settle() { # configuration's lines...
	write_config "$config" "$@"
	ctl migrate
}

# Settings for settle: replies are kept in the plain run and not in the sanitizers', and must be the same.
cache_or_not() {
	case $build in *asan* | *tsan*) printf '[cache] reply_bytes=0' ;; esac
}

responder_start() { # configuration, if not the usual
	printf %s "${1:-$config}" >"$sockets/var/configuration"
	# shellcheck disable=SC2086 # a word each: valgrind and its options, for tests/run
	spawn responder ${RESPONDER_UNDER:-} "$build/artistbot.fcgi" --config "${1:-$config}" --socket "$sockets/artistbot.sock"
	wait_ready responder logged responder 'msg=ready'
}

# Before a test: the responder lives and has the usual configuration, whatever a test that failed left behind.
responder_usual() {
	if [ -e "$sockets/var/run/responder.pid" ]; then
		if ! ended responder && [ "$(<"$sockets/var/configuration")" = "$config" ]; then
			return
		fi
		finish responder || true
	fi
	responder_start "$config"
}

logged() { grep -q -e "$2" "$(log_of "$1")"; }

# --- Web servers ---

# Does this very process listen there, not a stranger?
listens() { # pid port
	local socket
	socket=$(awk -v port=":$(printf %04X "$2")" 'substr($2, 9) == port && $4 == "0A" { print $10 }' /proc/net/tcp)
	[ -n "$socket" ] && find "/proc/$1/fd" -lname "socket:\[$socket\]" 2>/dev/null | grep -q .
}

# On some port below those that the kernel hands out by itself; somebody may be faster, hence the tries.
web_start() { # nginx|lighttpd
	local command=() port i
	for ((i = 0; i < 5; i++)); do
		port=$((20000 + RANDOM % 12000))
		"write_$1"
		"command_$1"
		spawn "$1" "${command[@]}"
		if wait_ready "$1" listens "$(pid_of "$1")" "$port"; then
			export "$1=http://127.0.0.1:$port"
			return
		fi
	done
	return 1
}

# --- What tests say ---

# What Python compiles is kept, but nowhere else. Without its site, which may take longer to load than all else here.
talk() { "$python" -I -S -X pycache_prefix="$sockets/tmp/pycache" "$here/talk.py" "$@"; }

# The command's output is what is wanted.
gives() { # wanted command...
	local wanted=$1 got code=0
	shift
	got=$("$@" 2>&1) || code=$?
	if [ $code = 0 ] && [ "$got" = "$wanted" ]; then
		return
	fi
	printf 'wanted: %s\ngot:    %s (exit code %s)\n' "$wanted" "$got" $code
	return 1
}

# $output has a line that matches.
# shellcheck disable=SC2154 # output
has() { # extended-regex
	grep -qE -e "$1" <<<"$output" || {
		printf 'no line matches %s in:\n%s\n' "$1" "$output"
		return 1
	}
}

# shellcheck disable=SC2154 # output
has_not() { # extended-regex
	! grep -E -e "$1" <<<"$output"
}
