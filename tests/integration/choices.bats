#!/usr/bin/env bats
# Did you mean: the question among several, and what becomes of the choice.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start
	settle
	responder_start
	web_start nginx
	jpop=$(talk id Eve)
	rap=$(talk id Eve 1)
	export jpop rap
	printf 'id,popularity,name\n%s,70,Evelyne\n%s,69,Evelyne\n%s,69,Evelynde\n' "$jpop" "$rap" "$(talk id Coldplay)" \
		>"$sockets/tmp/list.csv"
	ctl names import "$sockets/tmp/list.csv"
	# Their data, so that there are genres to tell them apart by; no exact name leads to the typed one.
	tap "$jpop" >/dev/null
	tap "$rap" >/dev/null
	eventually 5 sql_is 2 "SELECT COUNT(*) FROM artists WHERE id IN ('$jpop', '$rap')"
	finish responder
}

teardown_file() { stack_end; }

setup() {
	control '{"reset": true}'
	sql 'DELETE FROM choices'
	responder_start # nothing is remembered
}

teardown() { finish responder; }

# What a user says, or taps.
by() { # user text [PATH=JSON]...
	talk body "$nginx" "$2" "userRequest.user.id=\"$1\"" "${@:3}"
}

tap() { # id [typed [user]]
	by "${3:-somebody}" x "action.clientExtra={\"artist_id\":\"$1\",\"artist\":\"Eve\",\"view\":\"artist\",\"typed\":\"${2:-}\"}"
}

# The quick replies of a question, a line each: label, message, id.
offered() {
	"$python" -c 'import json, sys
reply = json.load(sys.stdin)
print(reply["template"]["outputs"][0]["simpleText"]["text"])
for q in reply["template"]["quickReplies"]:
    print(q["label"], q["messageText"], q["extra"]["artist_id"], q["extra"]["typed"], q["extra"]["view"], sep="|")'
}

shows() { [[ $output == *"open.spotify.com/artist/$1"* ]] || { printf '%s\n' "$output"; return 1; }; }

asks() { [[ $output == *'혹시'* && $output == *'"typed"'* ]] || { printf '%s\n' "$output"; return 1; }; }

@test "several may be meant: a question, the likeliest first, namesakes told apart" {
	by u1 'Evelyna' >"$sockets/tmp/question"
	"$build/artistbotctl" validate-reply "$sockets/tmp/question"
	run -0 offered <"$sockets/tmp/question"
	[ "${lines[0]}" = '혹시 누구를 찾으세요? 아래에서 골라 주세요.' ]
	[ "${lines[1]}" = "Kaikai Kitan|Eve (Kaikai Kitan)|$jpop|Evelyna|artist" ]
	[ "${lines[2]}" = "Eve (hip hop)|Eve (hip hop)|$rap|Evelyna|artist" ]
	by u1 'Evelyna 노래' >"$sockets/tmp/question"
	run -0 offered <"$sockets/tmp/question"
	has "^Eve \(hip hop\)\|Eve \(hip hop\) 노래\|$rap\|Evelyna\|songs$"
}

@test "a tap answers at once and is remembered for that user alone" {
	run -0 by u1 'Evelyna'
	asks
	run -0 tap "$rap" 'Evelyna' u1
	shows "$rap"
	run -0 by u1 'Evelyna'
	shows "$rap"
	run -0 by u1 'evelyna 노래'
	shows "$rap"
	for user in u2 u3; do
		run -0 by "$user" 'Evelyna'
		asks
	done
	run -0 by u1 'Evelyna' # whatever was kept in between
	shows "$rap"
	sql_is 0 'SELECT COUNT(*) FROM choices'
}

@test "a choice that is said is one too, also where nobody remembers the question" {
	local said
	said=$(by u1 'Evelyna' | offered | grep "$rap" | cut -d'|' -f2)
	run -0 by u1 "$said"
	shows "$rap"
	run -0 by u1 'Evelyna'
	shows "$rap"
	run -0 by u9 "$said"
	shows "$rap"
	run -0 by u9 "$said 노래"
	shows "$rap"
	run -0 by u9 'Evelyna'
	asks
}

@test "three different users make it everybody's, until it is forgotten" {
	local user
	for user in u1 u1 u1 u2; do
		tap "$rap" 'Evelyna' "$user" >/dev/null
	done
	run -0 by u9 'Evelyna'
	asks
	tap "$rap" 'Evelyna' u3 >/dev/null
	eventually 5 sql_is 3 "SELECT chosen FROM choices WHERE name_key = 'evelyna' AND artist_id = '$rap'"
	run -0 by u9 'Evelyna'
	shows "$rap"
	run -0 ctl --lang en artist forget 'EVELYNA'
	[ "$output" = 'forgotten: 1' ]
	sql "INSERT INTO choices VALUES ('evelyna', '$jpop', 3), ('evelyna', '$rap', 2)"
	finish responder
	responder_start
	run -0 by u9 'Evelyna'
	shows "$jpop"
	run -0 ctl --lang en artist forget --id "$jpop"
	[ "$output" = 'forgotten: 1' ]
	finish responder
	responder_start
	run -0 by u9 'Evelyna'
	asks
	run -1 ctl --lang en artist forget ' '
}

@test "a choice never takes the place of an exact name" {
	local user
	by u9 'Coldplay' >/dev/null
	eventually 5 sql_is 1 "SELECT COUNT(*) FROM names WHERE name_key = 'coldplay'"
	for user in u1 u2 u3 u4; do
		tap "$rap" 'Coldplay' "$user" >/dev/null
	done
	eventually 5 sql_is 4 "SELECT chosen FROM choices WHERE name_key = 'coldplay'"
	run -0 by u1 'Coldplay'
	shows "$(talk id Coldplay)"
	run -0 by u9 'Coldplay'
	shows "$(talk id Coldplay)"
}

@test "no user is named in the database or in the log" {
	tap "$rap" 'Evelyna' secretuser >/dev/null
	by secretuser 'Evelyna' >/dev/null
	run ctl dump
	has_not 'secretuser'
	run cat "$sockets"/log/responder.log
	has_not 'secretuser'
}
