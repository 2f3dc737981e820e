# shellcheck shell=bash
# One running instance, as var/run describes it. Sourced by scripts/run and guard.sh; they set $root.
#
# var/run holds: lock (held, with flock, as long as anything of the instance is alive), pid (who
# supervises it), children (one line each, in the order of their starts), socket-dir, and once the first
# message was answered: url, socket, config. A process is named by its number, its start time and the
# boot, so that a stranger with the same number is never harmed.

# shellcheck disable=SC2154 # root
var=$root/var
run=$var/run

# "PID START BOOT" of a living process; fails for one that is gone.
identify() { # pid
	local stat boot fields
	read -r stat <"/proc/$1/stat" || return 1
	read -r boot </proc/sys/kernel/random/boot_id || boot=-
	# The name, in parentheses, may hold anything; state is the first field after it.
	read -ra fields <<<"${stat##*) }"
	[ "${fields[0]}" != Z ] || return 1
	printf '%s %s %s\n' "$1" "${fields[19]}" "$boot"
} 2>/dev/null

alive() { # "PID START BOOT"
	[ -n "$1" ] && [ "$(identify "${1%% *}")" = "$1" ]
}

# Waits until the process has ended; fails after that many tenths of a second.
wait_gone() { # "PID START BOOT" tenths
	local i
	for ((i = 0; i < $2; i++)); do
		alive "$1" || return 0
		sleep 0.1
	done
	return 1
}

end_process() { # "PID START BOOT"
	alive "$1" || return 0
	kill -TERM "${1%% *}" 2>/dev/null || true
	wait_gone "$1" 100 && return 0
	kill -KILL "${1%% *}" 2>/dev/null || true
	wait_gone "$1" 20 || true
}

# Ends whatever is left of the instance, last started first: web server, responder, stand-in, and at last
# MariaDB. Harmless when all is gone. The caller holds the lock.
end_all() {
	local line dir
	rm -f "$run/url" "$run/socket" "$run/config"
	if [ -e "$run/children" ]; then
		while read -r line; do
			end_process "${line#* }"
		done < <(tac "$run/children")
	fi
	"$root/scripts/lib/mariadb.sh" stop "$var/db" 8>&- || true
	dir=$(cat "$run/socket-dir" 2>/dev/null) || dir=
	# Only a directory that we made ourselves.
	if [[ $dir =~ ^/tmp/artistbot-[A-Za-z0-9]{6}$ ]] && [ ! -L "$dir" ] && [ -O "$dir" ]; then
		rm -rf "$dir"
	fi
	rm -f "$run/children" "$run/socket-dir" "$run/pid"
}
