#!/usr/bin/env bats
# The page in a real browser, as scripts/run serves it: MariaDB, the stand-in, the responder, the relay, lighttpd. Each
# test is a file of tests beside this one, which Node runs; they share nothing but the servers.

# shellcheck disable=SC2154 # all of stack.bash's
load ../integration/stack

setup_file() {
	stack_begin
	database_start
	standin_start
	settle
	responder_start
	export relay=yes standin_port=${standin##*:}
	web_start lighttpd
	relay_start "${lighttpd##*:}"
}

teardown_file() { stack_end; }

# shellcheck disable=SC2034 # port is for command_relay
relay_start() { # the web server's port
	local command=() port=$1
	command_relay
	spawn relay "${command[@]}"
	wait_ready relay test -S "$sockets/relay.sock"
}

page() { # file of tests
	PAGE=$lighttpd ARTISTBOTCTL=$build/artistbotctl timeout 60 node --test-reporter=spec "$root/tests/browser/$1"
}


@test "the relay asks other skills for the page and for nobody else" { page relay.mjs; }

@test "a conversation, by mouse and by keyboard" { page conversation.mjs; }
