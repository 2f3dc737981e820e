#!/usr/bin/env bats
# The ways a message comes in and an answer goes out: nginx, lighttpd, FastCGI on a socket of any origin, plain CGI; and
# what is answered to bad requests, and where the responder is absent or frozen.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start
	settle
	responder_start
	web_start nginx
	web_start lighttpd
	talk ask "$nginx" 'The Beatles'
}

teardown_file() {
	stack_end
}

setup() {
	first=$root/scripts/lib/first-message.json
	answer=$BATS_TEST_TMPDIR/answer
	responder_usual
}

# One request. $output: the status line, the headers; the body is in the file $answer.
request() { # url curl's-arguments...
	local url=$1
	shift
	run -0 curl -sS --max-time 30 --path-as-is -D - -o "$answer" "$@" "$url"
	output=${output//$'\r'/}
}

# A short answer in JSON, for those who are not Kakao.
is_refused() { # status
	has "^HTTP/1\.1 $1 "
	has '^[Cc]ontent-[Tt]ype: application/json'
	grep -qxE '\{"error":"[^"\\]{1,80}"\}' "$answer"
	[ "$(wc -l <"$answer")" -le 1 ]
}

# The first message, filled up with blanks to that many bytes.
message_of() { # bytes
	cat "$first"
	head -c $(($1 - $(wc -c <"$first"))) /dev/zero | tr '\0' ' '
}

# Runs the responder as CGI, with no variables but those given.
cgi() { # NAME=VALUE...
	env -i ASAN_OPTIONS="$ASAN_OPTIONS" UBSAN_OPTIONS="$UBSAN_OPTIONS" "$@" "$build/artistbot.fcgi" \
		--config "$config" 2>>"$(log_of cgi)"
}

# The body of a CGI answer, held against Kakao's limits, has the word in it.
cgi_found() { # word
	has '^Status: 200 OK.?$'
	sed '1,/^\r\{0,1\}$/d' <<<"$output" >"$answer"
	gives '' "$python" -B "$here/../lib/kakao_check.py" <"$answer"
	grep -q "\"title\":\"$1\"" "$answer"
}

@test "another method than POST is 405 and told which one is allowed" {
	for url in "$nginx" "$lighttpd"; do
		for method in GET PUT DELETE PATCH; do
			request "$url/skill/artist" -X $method
			is_refused 405
			has '^[Aa]llow: POST$'
		done
		request "$url/skill/artist" -I
		has '^HTTP/1.1 405 '
	done
}

@test "what nginx cannot read is refused in JSON too" {
	request "$nginx/skill/artist" -H 'Transfer-Encoding: nonsense' -d x
	is_refused 501
}

@test "another path below /skill/ is 404" {
	for url in "$nginx" "$lighttpd"; do
		for path in /skill /skill/ /skill/none /skill/artist/ /skill/artist/more /skill/artists /skill/artist.json \
			/skill/../skill/none; do
			request "$url$path" --data-binary "@$first"
			is_refused 404
		done
	done
}

@test "the skill's path may be written in any way that means the same" {
	for url in "$nginx" "$lighttpd"; do
		for path in '/skill/artist?x=1' /skill/%61rtist /skill/./artist /x/../skill/artist; do
			request "$url$path" --data-binary "@$first"
			has '^HTTP/1.1 200 '
			gives '' "$python" -B "$here/../lib/kakao_check.py" <"$answer"
		done
	done
}

@test "a body of exactly 64 KiB is read, one byte more is 413, with a length and in chunks" {
	message_of 65536 >"$BATS_TEST_TMPDIR/fits"
	message_of 65537 >"$BATS_TEST_TMPDIR/large"
	for url in "$nginx" "$lighttpd"; do
		for way in Content-Type:application/json Transfer-Encoding:chunked; do
			request "$url/skill/artist" -H "$way" --data-binary "@$BATS_TEST_TMPDIR/fits"
			has '^HTTP/1.1 200 '
			grep -q '"title":"The Beatles"' "$answer"
			request "$url/skill/artist" -H "$way" -H Expect: --data-binary "@$BATS_TEST_TMPDIR/large"
			is_refused 413
		done
	done
	gives 'found The Beatles' talk say "$sockets/artistbot.sock" "$BATS_TEST_TMPDIR/fits"
	gives 'status 413' talk say "$sockets/artistbot.sock" "$BATS_TEST_TMPDIR/large"
	gives 'found The Beatles' talk say "cgi:$config" "$BATS_TEST_TMPDIR/fits"
	gives 'status 413' talk say "cgi:$config" "$BATS_TEST_TMPDIR/large"
}

@test "a body that is no message is answered with 200 and a friendly reply, every way in" {
	local dir=$BATS_TEST_TMPDIR n=0 deep long body
	deep=$(printf '[%.0s' {1..9000})
	long=$(head -c 60000 /dev/zero | tr '\0' 'a')
	mkdir "$dir"/{unreadable,empty,long}
	for body in '' ' ' '{' 'null' '"The Beatles"' '["The Beatles"]' '7' "{\"action\":$deep" '{"a":1}{"a":1}' '{"action":tru}' \
		$'{"action":{"params":{"artist_name":"\xff\xfe\xc0\x80"}}}' $'{"a":"\xed\xa0\x80"}' '<xml/>' \
		"{\"action\":$deep${deep//\[/]}}"; do
		n=$((n + 1))
		printf %s "$body" >"$dir/unreadable/$n"
	done
	printf '{}' >"$dir/empty/1"
	printf '{"userRequest":null,"action":[],"bot":7}' >"$dir/empty/2"
	printf '{"action":{"params":{"artist_name":"%s"}}}' "$long" >"$dir/long/1"
	for url in "$nginx" "$lighttpd" "$sockets/artistbot.sock" "cgi:$config"; do
		for word in unreadable empty long; do
			gives "$(printf "says $word\n%.0s" "$dir/$word"/*)" talk say --within 5000 "$url" "$dir/$word"/*
		done
	done
}

@test "only who knows one of the secrets gets in" {
	(umask 077 && printf 'old-secret\nnew secret\n' >"$sockets/var/secrets")
	write_config "$sockets/var/access.conf" '[access]' 'header = X-Skill-Key' "secrets_file = $sockets/var/secrets"
	finish responder
	responder_start "$sockets/var/access.conf"
	for url in "$nginx" "$lighttpd"; do
		for key in 'X-Skill-Key: old-secret' 'x-skill-key: new secret'; do
			request "$url/skill/artist" --data-binary "@$first" -H "$key"
			has '^HTTP/1.1 200 '
			gives '' "$python" -B "$here/../lib/kakao_check.py" <"$answer"
		done
		for key in 'X-Other: old-secret' 'X-Skill-Key;' 'X-Skill-Key: old-secre' 'X-Skill-Key: old-secret2' \
			'X-Skill-Key: OLD-SECRET' 'X-Skill-Key: old-secret,new secret' 'X-Skill-Key: new'; do
			request "$url/skill/artist" --data-binary "@$first" -H "$key"
			is_refused 401
		done
		request "$url/skill/none"
		is_refused 401
	done
	run ! logged responder 'secret'
	finish responder
}

@test "plain CGI answers one message and ends, with the variables and without them" {
	local n
	n=$(wc -c <"$first")
	run -0 cgi REQUEST_METHOD=POST SCRIPT_NAME=/skill/artist "CONTENT_LENGTH=$n" CONTENT_TYPE=application/json <"$first"
	cgi_found 'The Beatles'
	has '^Content-Type: application/json; charset=utf-8.?$'
	has "^Content-Length: $(($(wc -c <"$answer") - 1)).?$"
	run -0 cgi <"$first"
	cgi_found 'The Beatles'
	run -0 cgi REQUEST_METHOD=POST SCRIPT_NAME=/cgi-bin/bot PATH_INFO=/skill/artist <"$first"
	cgi_found 'The Beatles'
	run -0 cgi REQUEST_METHOD=POST REQUEST_URI='/skill/artist?a=b' <"$first"
	cgi_found 'The Beatles'
	# Web servers need not close their end: what comes behind the announced length is not waited for.
	SECONDS=0
	run -0 cgi "CONTENT_LENGTH=$n" < <(exec 3>&- 4>&- && cat "$first" && exec sleep 60)
	kill $!
	[ $SECONDS -lt 30 ]
	cgi_found 'The Beatles'
	run -0 cgi REQUEST_METHOD=POST SCRIPT_NAME=/skill/artist "CONTENT_LENGTH=$((n + 1))" <"$first"
	has '메시지를 읽지 못했어요'
}

@test "plain CGI refuses as FastCGI does" {
	run -0 cgi REQUEST_METHOD=GET SCRIPT_NAME=/skill/artist </dev/null
	has '^Status: 405 '
	has '^Allow: POST'
	run -0 cgi REQUEST_METHOD=POST SCRIPT_NAME=/skill/none <"$first"
	has '^Status: 404 '
	run -0 cgi REQUEST_METHOD=POST SCRIPT_NAME=/skill/artist CONTENT_LENGTH=65537 <"$first"
	has '^Status: 413 '
	run -0 cgi ARTISTBOT_ACCESS_HEADER=X-Key ARTISTBOT_ACCESS_SECRETS=secret HTTP_X_KEY=wrong <"$first"
	has '^Status: 401 '
	run -0 cgi ARTISTBOT_ACCESS_HEADER=X-Key ARTISTBOT_ACCESS_SECRETS=secret HTTP_X_KEY=secret <"$first"
	cgi_found 'The Beatles'
}

@test "cgi-fcgi brings a message to the socket" {
	run -0 env -i REQUEST_METHOD=POST SCRIPT_NAME=/skill/artist "CONTENT_LENGTH=$(wc -c <"$first")" \
		"$(command -v cgi-fcgi)" -bind -connect "$sockets/artistbot.sock" <"$first"
	cgi_found 'The Beatles'
}

@test "it serves the socket that spawn-fcgi hands over as descriptor 0" {
	spawn other spawn-fcgi -n -s "$sockets/other.sock" -- "$build/artistbot.fcgi" --config "$config"
	wait_ready other logged other 'msg=ready'
	gives 'found The Beatles' talk with "$sockets/other.sock"
	finish other
}

@test "it serves the socket that systemd hands over as descriptor 3" {
	spawn other "$python" -B "$here/listen_fds.py" "$sockets/activated.sock" "$build/artistbot.fcgi" --config "$config"
	wait_ready other logged other 'msg=ready'
	gives 'found The Beatles' talk with "$sockets/activated.sock"
	finish other
}

@test "a second responder takes no living socket away, and replaces a dead one" {
	run -1 timeout 60 "$build/artistbot.fcgi" --config "$config" --socket "$sockets/artistbot.sock" </dev/null
	has 'another process listens there'
	gives 'found The Beatles' talk with "$nginx"
	crash responder
	[ -S "$sockets/artistbot.sock" ]
	responder_start
	gives 'found The Beatles' talk with "$nginx"
}

# So many wait at the socket to be accepted, beside the one that listens.
connected() { # least
	[ "$(grep -c " $sockets/artistbot.sock\$" /proc/net/unix)" -gt "$1" ]
}

@test "one worker serves any number of kept connections" {
	write_config "$sockets/var/one.conf" '[server]' 'workers = 1'
	finish responder
	responder_start "$sockets/var/one.conf"
	# Held up until nginx has connected for all of them: else a fast machine does with a few connections.
	signal STOP responder
	talk kept --within 5000 "$nginx" 40 20 'The Beatles' >"$BATS_TEST_TMPDIR/kept" 3>&- 4>&- &
	local pid=$!
	eventually 5 connected 40
	signal CONT responder
	wait "$pid"
	[ "$(cat "$BATS_TEST_TMPDIR/kept")" = '800 found The Beatles' ]
	# Those that nginx keeps (it may keep 32) are still open on our side, all served by the one thread.
	[ "$(find "/proc/$(pid_of responder)/fd" -lname 'socket:*' | wc -l)" -gt 8 ]
	gives '200 found The Beatles' talk kept --within 5000 "$lighttpd" 10 20 'The Beatles'
	finish responder
}

# One accepted for each round of the others would be 100 rounds of 100.
@test "who connects has a turn as soon as who is connected already" {
	write_config "$sockets/var/slow.conf" '[server]' 'workers = 1' '[cache]' 'reply_bytes = 0'
	finish responder
	responder_start "$sockets/var/slow.conf"
	gives 'found The Beatles' talk ask "$sockets/artistbot.sock" 'The Beatles'
	run -0 "$python" -B "$here/newcomers.py" "$sockets/artistbot.sock" 'The Beatles'
	echo "$output"
	[ "${output#between=}" -lt 2500 ]
	finish responder
}

# Likewise: who is late by then must not be late by what others ask meanwhile.
@test "whose wait is over has a turn as soon as who asks for what is known" {
	write_config "$sockets/var/late.conf" '[server]' 'workers = 1' 'deadline_ms = 1500' '[cache]' 'reply_bytes = 0'
	finish responder
	responder_start "$sockets/var/late.conf"
	gives 'found The Beatles' talk ask "$sockets/artistbot.sock" 'The Beatles'
	control '{"reset": true, "faults": [{"on": "search", "kind": "latency", "ms": 20000}]}'
	run -0 "$python" -B "$here/newcomers.py" "$sockets/artistbot.sock" 'The Beatles' unknown
	echo "$output"
	[ "${output#between=}" -lt 2500 ]
	control '{"reset": true}'
	finish responder
}

@test "what was begun is answered before the responder ends" {
	control '{"reset": true, "faults": [{"on": "search", "kind": "latency", "ms": 2000}]}'
	talk ask "$nginx" 'Coldplay' >"$BATS_TEST_TMPDIR/said" 3>&- 4>&- &
	local pid=$!
	eventually 5 called search=1
	finish responder
	wait $pid
	control '{"reset": true}'
	run cat "$BATS_TEST_TMPDIR/said"
	has '^(found Coldplay|says late)$'
}

@test "without a responder both web servers say sorry with 200 at once, and the truth to all but Kakao" {
	crash responder
	for url in "$nginx" "$lighttpd"; do
		for _ in 1 2 3; do
			gives 'sorry' talk with --within 3500 "$url"
			request "$url/skill/artist" --data-binary "@$first"
			cmp "$answer" "$root/www/sorry.json"
		done
		request "$url/skill/artist"
		is_refused 503
	done
	responder_start
	for url in "$nginx" "$lighttpd"; do
		eventually 3 gives 'found The Beatles' talk with "$url"
	done
}

@test "with a frozen responder both web servers say sorry by themselves, after 4.7 s and after 3 s and their next tick" {
	# The timers as they are set; the limits are wide, for how late a timer is depends on the machine.
	[ "$(sed -nE 's/^\tfastcgi_read_timeout ([0-9]+)ms;$/\1/p' "$root/etc/nginx/skill.conf" | sort -n | tail -n 1)" -le 4700 ]
	[ "$(sed -nE 's/^\t\t"read-timeout" => ([0-9]+),$/\1/p' "$root/etc/lighttpd/artistbot.conf")" -le 3 ]
	signal STOP responder
	talk with --within 9000 "$lighttpd" >"$BATS_TEST_TMPDIR/lighttpd" 3>&- &
	gives 'sorry' talk with --within 9000 "$nginx"
	wait $!
	[ "$(cat "$BATS_TEST_TMPDIR/lighttpd")" = sorry ]
	signal CONT responder
	for url in "$nginx" "$lighttpd"; do
		eventually 3 gives 'found The Beatles' talk with "$url"
	done
}
