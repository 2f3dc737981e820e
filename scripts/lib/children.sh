# shellcheck shell=bash
# The processes that scripts/run supervises. Sourced by it; uses its settings ($root, $port, $web, ...).
#
# Each child has a function command_NAME that prints nothing and fills $command. A child is in a session
# of its own, so that Ctrl-C reaches the supervisor alone, and gets TERM when the supervisor dies.

# shellcheck disable=SC2154 # root, var, run, sockets, guard

declare -A pid_of=() born_of=() delay_of=()
readonly DELAY_FIRST_MS=200 DELAY_MAX_MS=5000 STEADY_S=30

log_of() { printf '%s/log/%s.log' "$var" "$1"; }

last_line() { # name
	tail -n 1 "$(log_of "$1")" 2>/dev/null | cut -c 1-300
}

spawn() { # name
	local name=$1 command=() who
	"command_$name"
	setsid setpriv --pdeathsig TERM -- "${command[@]}" </dev/null >>"$(log_of "$name")" 2>&1 \
		8>&- {guard}>&- &
	pid_of[$name]=$!
	born_of[$name]=$SECONDS
	# Gone already? Whoever waits for it will see.
	who=$(identify "$!") || return 0
	printf '%s %s\n' "$name" "$who" >>"$run/children"
}

# Waits until a child is ready, that is until the command succeeds; gives up when the child has ended.
wait_ready() { # name command...
	local name=$1 i
	shift
	for ((i = 0; i < 300; i++)); do
		! "$@" 2>/dev/null || return 0
		identify "${pid_of[$name]}" >/dev/null ||
			fail "$name ended at once: $(last_line "$name") (see var/log/$name.log)"
		sleep 0.05
	done
	fail "$name was not ready after 15 s (see var/log/$name.log)"
}

listens() { # port
	timeout 2 bash -c "exec 3<>/dev/tcp/127.0.0.1/$1" 2>/dev/null
}

nap() { # milliseconds; a signal is heard meanwhile
	setpriv --pdeathsig TERM -- sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))" \
		8>&- {guard}>&- &
	wait $! || true
}

# Starts a child again that has ended, later each time unless it ran well for a while.
respawn() { # name code
	local name=$1 delay=${delay_of[$1]:-$DELAY_FIRST_MS}
	[ $((SECONDS - born_of[$name])) -lt $STEADY_S ] || delay=$DELAY_FIRST_MS
	say "$name ended (code $2); starting it again in $delay ms (see var/log/$name.log)"
	nap "$delay"
	delay=$((delay * 2))
	delay_of[$name]=$((delay < DELAY_MAX_MS ? delay : DELAY_MAX_MS))
	spawn "$name"
}

# MariaDB is no child of ours: its lock tells whether it lives.
check_mariadb() {
	! flock -n "$var/db/lock" true || {
		say 'MariaDB ended; starting it again (see var/db/server.log)'
		"$root/scripts/lib/mariadb.sh" start "$var/db" "$sockets" >/dev/null 8>&- {guard}>&- || nap 1000
	}
}

# Keeps everything alive until a signal ends it.
supervise() {
	local died code name tick
	while :; do
		setpriv --pdeathsig TERM -- sleep 2 8>&- {guard}>&- &
		tick=$!
		while :; do
			died='' code=0
			wait -n -p died "$tick" "${pid_of[@]}" 2>/dev/null || code=$?
			[ "$died" != "$tick" ] || break
			for name in "${!pid_of[@]}"; do
				[ "${pid_of[$name]}" != "$died" ] || respawn "$name" "$code"
			done
		done
		check_mariadb
	done
}
