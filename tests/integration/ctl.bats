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

@test "ask shows what a user would see, with the outcome as exit status, and what was learned is kept" {
	run -0 ctl ask 'The Beatles'
	has '^  \.- basicCard$'
	has '^  \| The Beatles$'
	has 'found, from spotify'
	run -0 ctl ask 'the beatles'
	has 'found, from store'
	run -1 ctl --lang ko ask 'zzzz 아무도'
	has '결과 unknown, 출처 spotify'
	run -0 --separate-stderr ctl ask --json 'The Beatles'
	"$python" -c 'import json, sys
reply = json.load(sys.stdin)
assert reply["version"] == "2.0" and "basicCard" in reply["template"]["outputs"][0], reply' <<<"$output"
}

# What the tables hold that a dump has, without those that are true for minutes only.
contents() { # database
	local table
	for table in $(sql "SELECT table_name FROM information_schema.tables WHERE table_schema = '$1'
		AND table_name NOT IN ('schema_migrations', 'spotify_state', 'unknown_names') ORDER BY 1"); do
		printf '%s\n' "$table"
		sql "SELECT * FROM \`$1\`.\`$table\`" | sort
	done
}

@test "a dump loaded into another database is the same, also the second time" {
	local dump=$BATS_TEST_TMPDIR/dump
	ctl ask '콜드플레이' >/dev/null
	ctl ask 'Radiohead' >/dev/null
	sql "UPDATE artists SET name = CONCAT(name, '\\n\"\\\\ 🎤'), image_url = NULL WHERE name = 'Radiohead'"
	ctl dump >"$dump"
	write_config "$sockets/var/copy.conf" '[database]' 'name = copy'
	"$build/artistbotctl" --config "$sockets/var/copy.conf" migrate
	run -0 "$build/artistbotctl" --config "$sockets/var/copy.conf" load "$dump"
	has '^[1-9][0-9]* rows loaded$'
	run -0 "$build/artistbotctl" --config "$sockets/var/copy.conf" load <"$dump"
	diff <(contents artistbot) <(contents copy)
	cmp "$dump" <("$build/artistbotctl" --config "$sockets/var/copy.conf" dump)
	sql 'DROP DATABASE copy'
}

@test "a dump of the bot's own has nothing of Spotify's" {
	ctl ask '레드 제플린' >/dev/null
	run -0 ctl dump --own
	has '"레드 제플린"'
	has_not '"table":"artists"'
	has_not '"spotify"'
}

@test "a dump that is cut, spoilt or of a newer schema is told by its line" {
	local dump=$BATS_TEST_TMPDIR/dump
	ctl dump >"$dump"
	run -1 ctl load <(head -n -1 "$dump")
	has 'cut'
	run -1 ctl load <(sed '3s/"/x/' "$dump")
	has 'line 3: '
	run -1 ctl load <(sed '2s/"table":"[a-z_]*"/"table":"schema_migrations"/' "$dump")
	has 'line 2: '
	run -1 ctl load <(sed '1s/"schema":[0-9]*/"schema":999/' "$dump")
	has 'line 1: .*newer'
	run -1 ctl load /dev/null
	run -1 ctl load "$BATS_TEST_TMPDIR/none"
	has 'none: No such file'
}
