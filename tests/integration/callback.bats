#!/usr/bin/env bats
# Answers that follow by callback: over TLS, to a stand-in that takes them as Kakao does.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

certificate() { # name
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" \
		-addext 'subjectAltName=IP:127.0.0.1' -keyout "$sockets/var/$1.key" -out "$sockets/var/$1.pem" 2>/dev/null
}

kakao_start() { # name
	spawn "$1" "$python" -B "$root/tests/standin/kakao.py" --cert "$sockets/var/$1.pem" --key "$sockets/var/$1.key" \
		--port-file "$sockets/var/$1-port" --log "$sockets/var/$1-log"
	wait_ready "$1" test -s "$sockets/var/$1-port"
}

address() { # name
	printf 'https://127.0.0.1:%s/v1/bots/b1!/callback' "$(<"$sockets/var/$1-port")"
}

setup_file() {
	stack_begin
	database_start
	standin_start
	certificate kakao
	certificate stranger
	kakao_start kakao
	kakao_start stranger
	touch "$sockets/var/kakao-log"
	settle '[callback]' "hosts = 127.0.0.1:$(<"$sockets/var/kakao-port"), 127.0.0.1:$(<"$sockets/var/stranger-port"), localhost" \
		"ca_file = $sockets/var/kakao.pem" 'wait_s = 12'
	responder_start
	web_start nginx
}

teardown_file() {
	stack_end
}

setup() {
	control '{"reset": true}'
	responder_usual
}

# Asks for somebody, with a callback, while Spotify takes its time; prints the first answer.
ask() { # token name [address]
	talk body "$nginx" "$2" "userRequest.callbackUrl=\"${3:-$(address kakao)}/$1\""
}

slow() { # ms
	control "{\"reset\": true, \"faults\": [{\"on\": \"search\", \"kind\": \"latency\", \"ms\": $1, \"times\": 0}]}"
}

taken() { # token; what was posted
	grep "^$1 " "$sockets/var/kakao-log"
}

waits() {
	[ "$output" = '{"version":"2.0","useCallback":true,"data":{"text":"아티스트를 찾고 있어요. 잠시만 기다려 주세요."}}' ] || {
		printf '%s\n' "$output"
		return 1
	}
}

@test "who must wait is told so at once, and the answer follows, once" {
	slow 60000
	run -0 ask ok1 Coldplay
	waits
	run -1 taken ok1
	control '{"release": true}'
	eventually 10 taken ok1
	sleep 1
	run -0 taken ok1
	[ ${#lines[@]} = 1 ]
	has '^ok1 application/json; charset=utf-8 \{"version":"2\.0","template":\{"outputs":\[\{"basicCard":.*"title":"Coldplay"'
	taken ok1 | cut -d' ' -f4- >"$sockets/tmp/reply"
	"$build/artistbotctl" validate-reply "$sockets/tmp/reply"
	eventually 5 logged responder 'msg=callback http=200 status=SUCCESS'
	logged responder 'msg=request .*outcome=callback '
	logged responder 'msg="callback: answered" outcome=found source=spotify'
}

@test "an answer that is to follow outlives the settings that it began with" {
	control '{"reset": true, "faults": [{"on": "search", "kind": "hang", "times": 1}]}'
	signal HUP responder # those that the process started with live as long as it does
	eventually 5 logged responder 'read again'
	run -0 ask ok7 Blur
	waits
	signal HUP responder
	# A worker lets go of the old ones with the next request that it serves.
	talk kept "$nginx" 16 20 "" >/dev/null
	run -1 taken ok7
	control '{"release": true}'
	eventually 10 taken ok7
	taken ok7 | grep -q '"title":"Blur"'
}

@test "what is known is answered at once, callback or not" {
	run -0 ask ok2 Coldplay
	has '"title":"Coldplay"'
	run -0 ask ok2 '안녕하세요'
	has '안녕하세요'
	sleep 1
	run -1 taken ok2
}

@test "the same phrase reading, view and unknown name as without a callback" {
	slow 300
	run -0 ask ok3 'Muse 노래'
	waits
	eventually 10 taken ok3
	taken ok3 | grep -q '"title":"Muse 인기곡"'
	run -0 ask ok4 '없는가수이름 노래'
	waits
	eventually 10 taken ok4
	taken ok4 | grep -q '아티스트를 찾을 수 없어요'
}

@test "an answer that does not come in time is told of by callback too" {
	control '{"reset": true, "faults": [{"on": "search", "kind": "hang", "times": 0}]}'
	run -0 ask ok5 'Radiohead'
	waits
	eventually 25 taken ok5
	taken ok5 | grep -q '시간이 조금 더 걸리고'
	taken ok5 | grep -q '"messageText":"Radiohead"'
	control '{"release": true}'
}

@test "whatever Kakao says to it, it is sent once and logged, without the address" {
	slow 200
	local token
	# Names that nobody bears: those related to somebody known may be known by now.
	for token in fail6 error6 4006 5006 garbage6 empty6 huge6 redirect6; do
		run -0 ask "$token" "Zzyx ${token}q"
		waits
	done
	for token in fail6 error6 4006 5006 garbage6 empty6 huge6 redirect6; do
		eventually 15 taken "$token"
	done
	eventually 5 logged responder 'msg="callback: not taken" http=200 status=FAIL message="Invalid callback token'
	eventually 5 logged responder 'msg="callback: not taken" http=200 status=ERROR'
	eventually 5 logged responder 'msg="callback: not taken" http=400 status=FAIL'
	eventually 5 logged responder 'msg="callback: not taken" http=500'
	eventually 5 logged responder 'msg="callback: not taken" http=too_big'
	eventually 5 logged responder 'msg="callback: not taken" http=other'
	sleep 1
	for token in fail6 error6 4006 5006 garbage6 empty6 huge6 redirect6; do
		[ "$(taken "$token" | wc -l)" = 1 ]
	done
	run -1 taken okredirect6
	run cat "$sockets"/log/responder.log*
	has_not '/callback/|fail6|/v1/bots'
}

@test "nothing is sent to a host that is not configured, that is private, or that has another certificate" {
	slow 200
	# Not in the list, or not https: answered as if there were no callback.
	local where
	for where in 'https://example.org' "http://127.0.0.1:$(<"$sockets/var/kakao-port")@example.org" 'https://127.0.0.1:1' \
		'ftp://localhost' 'nonsense' "https://127.0.0.1.:$(<"$sockets/var/kakao-port")"; do
		sql "DELETE FROM names WHERE name_key = 'metallica'; DELETE FROM artists WHERE name = 'Metallica'"
		run -0 ask ok7 'Metallica' "$where"
		has '"title":"Metallica"'
	done
	logged responder 'msg="callback: not to that host"'
	# In the list, but its name leads to a private address and the entry has no port.
	run -0 ask ok8 'Adele' 'https://localhost'
	waits
	eventually 5 logged responder 'msg="callback: not taken" http=failed'
	run -0 ask ok9 'ABBA Teens' "$(address stranger)"
	waits
	eventually 10 logged responder 'msg="callback: not taken" http=failed detail=".*certificate'
	[ ! -s "$sockets/var/stranger-log" ]
}

@test "what is promised when the process stops is answered, within seconds" {
	control '{"reset": true, "faults": [{"on": "search", "kind": "hang", "times": 0}]}'
	run -0 ask ok10 'Daft Punk'
	waits
	run -0 ask hang10 'Pixies'
	waits
	local began=$SECONDS
	finish responder
	[ $((SECONDS - began)) -le 10 ]
	taken ok10 | grep -q '"simpleText"'
	control '{"release": true}'
}
