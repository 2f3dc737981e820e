#!/usr/bin/env bats
# The command scripts/run, as who has just cloned the repository uses it: in a folder whose name has blanks and quotes.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	export clone="$sockets/a clone's folder"
	mkdir "$clone"
	# What the repository would hold if all of it were committed now; deleted files are not there.
	(cd "$root" && git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
		while IFS= read -rd '' file; do
			[ ! -e "$file" ] || printf '%s\0' "$file"
		done | tar -c --null -T - | tar -x -C "$clone")
	export port
	port=$(free_port)
}

teardown_file() {
	"$clone/scripts/run" stop
	stack_end
}

free_port() {
	local port
	while :; do
		port=$((20000 + RANDOM % 12000))
		grep -q ":$(printf %04X $port) " /proc/net/tcp || break
	done
	printf '%s' $port
}

run_it() { # arguments...
	timeout 800 "$clone/scripts/run" "$@" 3>&- 4>&-
}

# Processes that have to do with the clone; its name is in a file, lest grep finds itself.
processes() {
	printf '%s\n' "$clone" >"$sockets/tmp/clone"
	grep -lsaF -f "$sockets/tmp/clone" /proc/[0-9]*/cmdline || true
}

@test "run --detach builds, starts everything and shows the first message and its reply" {
	run -0 run_it --detach --port "$port"
	has '^POST http://127\.0\.0\.1'
	has '"utterance": "발화 내용"|"artist_name": "the beatles"'
	has 'The Beatles'
	has "http://127\.0\.0\.1:$port/skill/artist \(lighttpd\)"
	has 'stand-in'
	gives 'found The Beatles' talk with "http://127.0.0.1:$port"
	# Nobody else can get at the database or the sockets.
	[ "$(stat -c %a "$clone/var")" = 700 ]
	[ "$(stat -c %a "$(dirname "$(cat "$clone/var/run/socket")")")" = 700 ]
}

@test "started twice it says that it runs, and harms nothing" {
	run -0 run_it --detach
	has "runs already on port $port"
	run -3 run_it --port $((port + 1))
	has "runs already on port $port"
	gives 'found The Beatles' talk with "http://127.0.0.1:$port"
}

@test "ask shows what people see and tells whether an artist was found" {
	run -0 "$clone/scripts/ask" '아이유'
	has 'basicCard'
	has '아이유 인기곡'
	run -1 "$clone/scripts/ask" 'zzzz'
	has '찾을 수 없어요'
	run -2 "$clone/scripts/ask" -u 'http://127.0.0.1:1' '아이유'
}

@test "smoke finds all well over HTTP, cgi-fcgi and plain CGI" {
	run -0 "$clone/scripts/smoke"
	has '^# 36 of 36 ok$'
	has_not '^not ok'
	has '^# http://'
	has '^# cgi-fcgi '
	has '^# CGI '
}

# The number of the one that was started last.
responder() { sed -n 's/^responder \([0-9]*\) .*/\1/p' "$clone/var/run/children" | tail -n 1; }

@test "a process that dies is started again" {
	local pid
	pid=$(responder)
	kill -KILL "$pid"
	eventually 15 gives 'found The Beatles' talk with "http://127.0.0.1:$port"
	[ "$(responder)" != "$pid" ]
}

@test "stop returns when all has ended, and leaves no process and no socket" {
	local directory
	directory=$(dirname "$(cat "$clone/var/run/socket")")
	run -0 run_it stop
	has '^Stopped\.$'
	gives '' processes
	[ ! -e "$directory" ]
	run -0 run_it stop
	has '^Nothing is running\.$'
}

@test "behind nginx it starts again, and still knows whom it knew" {
	run -0 run_it --detach --port "$port" --nginx
	has "http://127\.0\.0\.1:$port/skill/artist \(nginx\)"
	gives 'found IU' talk ask "http://127.0.0.1:$port" '아이유'
	gives 'none' calls "http://127.0.0.1:$(cat "$clone/var/run/standin-port")"
	run -0 "$clone/scripts/smoke" "http://127.0.0.1:$port"
	run -0 run_it stop
	gives '' processes
}

@test "a port that is taken is named, with what to do, and nothing is left running" {
	local pid
	"$python" -c 'import socket, sys, time
taken = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(600)' "$port" 3>&- 4>&- &
	pid=$!
	eventually 5 grep -q ":$(printf %04X "$port") .* 0A " /proc/net/tcp
	run -1 run_it --detach --port "$port"
	[[ ${lines[-1]} = "scripts/run: port $port is taken by another program; choose another: scripts/run --port "* ]]
	kill $pid
	gives '' processes
}

@test "wrong options are refused, and the help shows the right ones" {
	for options in '--port 0' '--port 70000' '--port x' '--port' '--what' 'start'; do
		# shellcheck disable=SC2086 # words
		run -2 run_it $options
	done
	run -0 run_it --help
	has '^usage: scripts/run '
	run -1 env SPOTIFY_CLIENT_ID=x "$clone/scripts/run" --port "$port"
	has 'SPOTIFY_CLIENT_SECRET is not'
}
