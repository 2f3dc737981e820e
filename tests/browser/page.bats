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
	# As in production: no relay.
	relay='' web_start nginx
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
	PAGE=$lighttpd ARTISTBOTCTL=$build/artistbotctl timeout 800 node --test-reporter=spec "$root/tests/browser/$1"
}

@test "both web servers serve the pages under a policy that lets nothing else in" {
	local server file
	for server in "$lighttpd" "$nginx"; do
		for file in / /status.html /js/main.js /css/base.css /rules.json; do
			run -0 curl -sSf -o /dev/null -D - --max-time 30 "$server$file"
			has "^Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self';"
			has_not unsafe
			has '^X-Content-Type-Options: nosniff'
			has '^Cache-Control: no-cache'
		done
		run -0 curl -sSf -o /dev/null -D - --max-time 30 "$server/js/main.js"
		has '^Content-Type: text/javascript'
	done
	# All of it together.
	[ "$(du -sb --apparent-size "$root/www" | cut -f 1)" -lt 400000 ]
	run ! grep -rE '(src|href)="(https?:)?//' "$root/www" --include=*.html
}

@test "where there is no relay the page knows, and nothing answers in its place" {
	gives '{}' curl -sSf --max-time 30 "$nginx/dev.json"
	for path in /dev/skill /dev/callback /dev/callback/x; do
		run -0 curl -s -o /dev/null -w '%{http_code}' --max-time 30 -d '{}' "$nginx$path"
		[[ $output = 404 || $output = 405 ]]
	done
}

@test "the page and the server say the same of good and of broken replies" { page rules.mjs; }

@test "the relay asks other skills for the page and for nobody else" { page relay.mjs; }

@test "a conversation, by mouse and by keyboard" { page conversation.mjs; }

@test "every component looks as it was reviewed" { page components.mjs; }

@test "taps do what they do in KakaoTalk" { page taps.mjs; }

@test "the inspector shows requests, replies, breaches, and what goes wrong" { page inspector.mjs; }

@test "the status page shows what the responder counts" { page status.mjs; }

@test "axe finds nothing" { page access.mjs; }
