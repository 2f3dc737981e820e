#!/usr/bin/env bats
# The responder is replaced, killed, and told to read its files again, while messages come in.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start --mode extended
	settle
	responder_start
	web_start nginx
	web_start lighttpd
	talk ask "$nginx" 'The Beatles'
	eventually 5 sql_is 1 'SELECT COUNT(songs_fetched_at) FROM artists'
}

teardown_file() {
	stack_end
}

# $output: what became of the messages while the responder was replaced so often.
restarted() { # how times url...
	local how=$1 times=$2
	shift 2
	[ ! -e "$sockets/var/run/responder.pid" ] || finish responder
	rm -f "$sockets/artistbot.sock"
	run -0 "$python" -B "$here/restart.py" "$how" "$times" "$sockets/artistbot.sock" "$build/artistbot.fcgi" "$config" \
		'The Beatles' "$@"
	cat "$sockets/artistbot.sock.log" >>"$(log_of restarted)"
	echo "$output"
}

# Every one was answered with the card, and none later than Kakao waits.
all_found() {
	has '^found=[0-9]+ slowest=[0-9]+ restart=[0-9]+ ended=0$'
	[ "$(sed -E 's/.* slowest=([0-9]+) .*/\1/' <<<"$output")" -le 5000 ]
}

@test "a new responder takes over beside the old one without a failed request, behind both web servers" {
	restarted beside 5 "$nginx" "$lighttpd"
	all_found
}

@test "a responder that ends and starts anew fails no request, behind both web servers" {
	restarted after 5 "$nginx" "$lighttpd"
	all_found
}

@test "the requests that a kill cuts off behind nginx are brought to the next responder" {
	restarted kill 5 "$nginx"
	# Where a request meets one dead connection after the other, nginx gives up in the end.
	has '^found=[0-9]+ (sorry=[123] )?slowest='
}

@test "behind lighttpd, which cannot ask again, the requests that a kill cuts off are answered with sorry" {
	restarted kill 5 "$lighttpd"
	has '^found=[0-9]+ (sorry=[0-9]+ )?slowest='
}

@test "who waits for Spotify when the responder ends is asked to come back, at once" {
	# Later than nginx waits: by itself it would come in vain.
	write_config "$sockets/var/patient.conf" '[server]' 'deadline_ms = 4800'
	[ ! -e "$sockets/var/run/responder.pid" ] || finish responder
	responder_start "$sockets/var/patient.conf"
	control '{"reset": true, "faults": [{"on": "search", "kind": "latency", "ms": 60000}]}'
	local said=$BATS_TEST_TMPDIR/said
	talk ask "$nginx" Coldplay >"$said" 3>&- 4>&- &
	local pid=$!
	eventually 5 called search=1
	finish responder
	wait $pid
	[ "$(<"$said")" = 'says late' ]
	control '{"reset": true}'
}

@test "SIGHUP brings new settings and wording, and says what needs a restart" {
	local own=$sockets/var/own.conf
	printf '[talk]\nempty = 무엇을 찾을까요?\n' >"$sockets/var/words.ini"
	write_config "$own"
	[ ! -e "$sockets/var/run/responder.pid" ] || finish responder
	responder_start "$own"
	write_config "$own" '[access]' 'header = X-Key' 'secrets = the-secret' '[skill]' "wording = $sockets/var/words.ini" \
		'[server]' 'workers = 7'
	signal HUP responder
	eventually 5 logged responder 'msg="configuration is read again"'
	eventually 5 logged responder 'level=warn msg="settings that need a restart" detail="\[server\] workers"'
	eventually 5 gives 401 curl -sS -o /dev/null -w '%{http_code}' -d '{}' "$nginx/skill/artist"
	run -0 curl -sS -d '{}' -H 'X-Key: the-secret' "$nginx/skill/artist"
	has '무엇을 찾을까요\?'
	run ! logged responder 'the-secret'
}

@test "SIGHUP with a bad file keeps the old settings and says where the mistake is" {
	local own=$sockets/var/own.conf
	responder_usual
	finish responder
	write_config "$own"
	responder_start "$own"
	write_config "$own" '[server]' 'deadline_ms = soon'
	signal HUP responder
	eventually 5 logged responder 'level=error msg="configuration is wrong, the old one stays" detail=".*own.conf:[0-9]*: deadline_ms is no number'
	gives 'found The Beatles' talk ask "$nginx" 'The Beatles'
	printf '[talk]\nempty = {what}\n' >"$sockets/var/words.ini"
	write_config "$own" '[skill]' "wording = $sockets/var/words.ini"
	signal HUP responder
	eventually 5 logged responder 'words.ini:2: empty: there is no value {what} here'
	gives 'says empty' talk with "$nginx" userRequest= action=
	finish responder
}

@test "SIGHUP with a file that was cut short lets nobody in who had to know the secret" {
	local own=$sockets/var/own.conf
	[ ! -e "$sockets/var/run/responder.pid" ] || finish responder
	write_config "$own" '[access]' 'header = X-Key' 'secrets = the-secret'
	chmod 644 "$own"
	responder_start "$own"
	logged responder 'level=warn msg="configuration: is that meant?" detail=".*own.conf: holds a secret but is open'
	: >"$own"
	signal HUP responder
	eventually 5 logged responder 'level=error msg="configuration is wrong, the old one stays" detail=".*own.conf: \[access\] has neither'
	gives 401 curl -sS -o /dev/null -w '%{http_code}' -d '{}' "$nginx/skill/artist"
	write_config "$own" '[access]' 'networks = 127.0.0.0/8'
	signal HUP responder
	eventually 5 gives 200 curl -sS -o /dev/null -w '%{http_code}' -d '{}' "$nginx/skill/artist"
	finish responder
}

@test "reading the files again and again under load fails nothing and keeps nothing" {
	local i
	responder_usual
	talk kept "$nginx" 4 400 'The Beatles' >"$BATS_TEST_TMPDIR/said" 3>&- 4>&- &
	local pid=$!
	for ((i = 0; i < 40; i++)); do
		signal HUP responder
		sleep 0.02
	done
	wait $pid
	[ "$(<"$BATS_TEST_TMPDIR/said")" = '1600 found The Beatles' ]
	eventually 5 logged responder 'read again'
}
