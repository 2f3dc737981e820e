#!/usr/bin/env bats
# Whoever may connect to the responder's socket can send it anything: others go on being served.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start --mode extended
	settle
	responder_start
	talk ask "$sockets/artistbot.sock" 'The Beatles'
	eventually 5 sql_is 1 'SELECT COUNT(songs_fetched_at) FROM artists'
	pid_of responder >"$sockets/var/first-pid"
}

teardown_file() {
	stack_end
}

descriptors() { find "/proc/$(pid_of responder)/fd" -mindepth 1 | wc -l; }

no_more_than() { [ "$(descriptors)" -le "$1" ]; }

# The others' questions are all answered, in time; the process is the one of before and holds nothing more.
others_are_served() { # how
	local before
	before=$(descriptors)
	run -0 "$python" -B "$here/abuser.py" "$sockets/artistbot.sock" "$1" 'The Beatles'
	echo "$output"
	has '^found=[1-9][0-9]* failed=0 '
	# Wide, for a busy machine; how fast it is is measured elsewhere.
	[ "${output##*=}" -lt 4500 ]
	[ "$(pid_of responder)" = "$(<"$sockets/var/first-pid")" ]
	kill -0 "$(pid_of responder)"
	# Some of the noise is a question to Spotify, and connections to it are kept.
	eventually 5 no_more_than $((before + 16)) || { ls -l "/proc/$(pid_of responder)/fd"; false; }
}

@test "requests that are cut off after any number of bytes" {
	others_are_served cut
}

@test "wrong versions, types, ids, roles and lengths, names without end" {
	others_are_served records
}

@test "requests with bytes changed, and noise" {
	others_are_served noise
}

@test "thousands of connections that say nothing" {
	others_are_served crowd
}

@test "senders of a byte now and then" {
	others_are_served drip
}

@test "senders who read no reply" {
	others_are_served deaf
}
