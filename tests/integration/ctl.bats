#!/usr/bin/env bats
# artistbotctl: its grammar, and what each command does with a real database and the stand-in for Spotify.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	unset LC_ALL LC_MESSAGES LANG
	stack_begin
	database_start
	standin_start
	settle
}

teardown_file() {
	stack_end
}

bare() { LC_ALL="${language:-C.UTF-8}" "$build/artistbotctl" "$@"; }

@test "without a command, or with half of one, the commands are listed; that is an error unless it was asked for" {
	run -2 bare
	has '^  check +[a-z]'
	run -0 bare --help
	has '^  check +[a-z]'
}

@test "each command tells what it is, in both languages, in lines of a terminal's width" {
	local name
	for name in $(bare --help | sed -nE 's/^  ([a-z-]+( [a-z-]+)?)(  .*|$)/\1/p' | tr ' ' _); do
		for language in C.UTF-8 ko_KR.UTF-8; do
			# shellcheck disable=SC2086 # a noun and a verb
			run -0 bare ${name//_/ } --help
			has "artistbotctl ${name//_/ }"
			has '^  -c, --config FILE'
			"$python" -c 'import sys, unicodedata
for line in sys.stdin.read().split("\n"):
	width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
	assert width <= 80, (width, line)
' <<<"$output"
		done
		has '^사용법: '
	done
	[ "$name" ]
}

@test "the language is that of the environment, and --lang wins" {
	language=ko_KR.UTF-8 run -0 bare --help
	has '^사용법:'
	language=ko_KR.UTF-8 run -0 bare --lang en --help
	has '^usage:'
	run -0 bare check --help --lang ko
	has '^사용법: artistbotctl check'
	run -2 bare --lang fr check
}

@test "what is misspelt is an error that says what is near" {
	run -2 bare chek
	has 'chek: no such command'
	has '^Did you mean check\?$'
	run -2 bare check --jsno
	has '^Did you mean --json\?$'
	has '^usage: artistbotctl check '
	run -2 bare check something
	has 'something: one argument too many'
	run -2 bare check --config
	has '--config needs a value'
	run -2 bare check -x
	has '^artistbotctl: -x: no such option$'
	run -2 bare entirelyelse
	has_not 'Did you mean'
}

@test "check as JSON says the same as in words" {
	run -0 ctl check --json
	"$python" -c 'import json, sys
told = json.load(sys.stdin)
assert told["ok"] is True and all(check["ok"] for check in told["checks"]), told
assert any("schema" in check["what"] for check in told["checks"]), told' <<<"$output"
	write_config "$sockets/var/bad.conf" '[database]' "socket = $sockets/nobody.sock"
	run -1 --separate-stderr "$build/artistbotctl" --config "$sockets/var/bad.conf" check --json
	"$python" -c 'import json, sys
told = json.load(sys.stdin)
assert told["ok"] is False, told
assert [check for check in told["checks"] if check["what"] == "database" and "nobody.sock" in check["why"]], told' <<<"$output"
}

@test "no colours and no bars where nobody looks" {
	run -0 ctl check
	has_not $'\033'
	run -0 ctl purge
	[ -z "$output" ]
}

@test "colours on a terminal, but not where NO_COLOR says so" {
	run -0 script -qec "TERM=xterm $build/artistbotctl --config $config check" /dev/null
	has $'\033\\[32mok'
	run -0 script -qec "TERM=xterm NO_COLOR=1 $build/artistbotctl --config $config check" /dev/null
	has_not $'\033'
}
