#!/usr/bin/env bats
# artistbotctl validate-reply: exit codes and output, without configuration and without a database.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() { stack_begin; }
teardown_file() { stack_end; }

validate() { env -i LC_ALL=C.UTF-8 "$build/artistbotctl" --config /nonexistent validate-reply "$@"; }

good='{"version":"2.0","template":{"outputs":[{"simpleText":{"text":"안녕하세요"}}]}}'
bad='{"version":"2.0","template":{"outputs":[{"basicCard":{"title":"가","profile":{}}}]}}'

@test "what keeps the rules is 0, what breaks one is 1, what is none is 2" {
	echo "$good" >"$BATS_TEST_TMPDIR/good.json"
	run -0 validate "$BATS_TEST_TMPDIR/good.json"
	[ "$output" = 'breaches: 0, advice: 0' ]
	run -0 validate - <<<"$good"
	run -0 validate <<<"$good"
	run -1 validate - <<<"$bad"
	[ "${lines[0]}" = 'breach  template.outputs[0].basicCard.thumbnail: is missing' ]
	[ "${lines[1]}" = 'advice  template.outputs[0].basicCard.profile: has no effect here' ]
	[ "${lines[2]}" = 'breaches: 1, advice: 1' ]
	run -2 validate - <<<'{"version":'
	has 'no JSON'
	run -2 validate - <<<$'{"a":"\xff"}'
	has 'not UTF-8'
	run -2 validate - </dev/null
	has 'empty'
	head -c 2000000 /dev/zero | tr '\0' ' ' >"$BATS_TEST_TMPDIR/large.json"
	run -2 validate "$BATS_TEST_TMPDIR/large.json"
	has 'too large'
	run -2 validate "$BATS_TEST_TMPDIR/missing.json"
	has 'No such file'
	run -2 validate "$BATS_TEST_TMPDIR"
	run -2 validate one two
}

@test "the same as JSON, whatever the exit status" {
	run -0 validate --json <<<"$good"
	[ "$output" = '{"findings":[],"readable":true,"breaches":0,"advice":0}' ]
	run -1 validate --json <<<"$bad"
	"$python" -c 'import json, sys
told = json.load(sys.stdin)
assert told["breaches"] == 1 and told["advice"] == 1, told
assert told["findings"][0] == {"severity": "breach", "path": "template.outputs[0].basicCard.thumbnail",
                               "fault": "missing", "text": "is missing"}, told
' <<<"$output"
	run -2 validate --json <<<'['
	[ "$output" = '{"findings":[],"readable":false,"reason":"no JSON","breaches":0,"advice":0}' ]
}

@test "the rules as JSON are those of the page" {
	validate --rules | cmp - "$root/www/rules.json"
}
