#!/usr/bin/env bats
# How Spotify is asked: no more often than needed, and with nothing worse for users than a polite reply when it fails.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	# What is asked here is the store, also for what was asked a moment ago.
	export ARTISTBOT_CACHE_REPLY_BYTES=0
	stack_begin
	database_start
	standin_start --mode extended
	settle
	responder_start
	web_start nginx
	talk ask "$nginx" 'The Beatles'
	eventually 5 sql_is 1 'SELECT COUNT(songs_fetched_at) FROM artists'
}

teardown_file() {
	stack_end
}

setup() {
	control '{"reset": true}'
	responder_usual
	forget
}

forget() {
	sql "DELETE FROM unknown_names; DELETE FROM names WHERE name_key <> 'thebeatles';
		DELETE FROM name_sounds WHERE name <> 'The Beatles'"
}

# A responder that knows of no closed gate, by itself or from the store.
fresh_responder() {
	finish responder # and with it what was still to be written
	forget
	sql 'DELETE FROM spotify_state'
	responder_start
}

# What goes wrong. Calls are counted from here on.
fault() { # json
	control "{\"reset\": true, \"faults\": [$1]}"
}

# A token that the stand-in takes.
a_token() {
	curl -sSf --max-time 30 -u standin:standin -d grant_type=client_credentials "$standin/api/token" |
		sed -E 's/.*"access_token": ?"([^"]*)".*/\1/'
}

# The token service answers with these members.
token_is() { # members
	local body="{$1}"
	fault "{\"on\": \"token\", \"kind\": \"plain\", \"status\": 200, \"body\": $(json_text "$body")}"
}

json_text() {
	"$python" -I -S -c 'import json, sys; print(json.dumps(sys.argv[1]))' "$1"
}

nothing_is_unknown() {
	sql_is 0 'SELECT COUNT(*) FROM unknown_names'
}

@test "one token does for all calls, also of those who come at once" {
	fresh_responder
	control '{"reset": true}'
	gives "$(printf 'found %s\n' Coldplay Radiohead Metallica Eagles Prince)" \
		talk each "$nginx" Coldplay Radiohead Metallica Eagles Prince
	gives 'found Sting' talk ask "$nginx" Sting
	gives 'search=6 token=1 top-tracks=6' calls
}

@test "a token that Spotify no longer takes is renewed, once, and nobody notices" {
	control '{"expire_tokens": true}'
	gives "$(printf 'found %s\n' Madonna Rihanna Adele)" talk each "$nginx" Madonna Rihanna Adele
	run -0 calls
	has '\<token=1\>'
}

@test "a token is renewed before it ends" {
	fresh_responder
	# After half of its life, that is.
	control '{"reset": true, "token_ttl": 8}'
	gives 'found Queen' talk ask "$nginx" Queen
	sleep 4.2
	gives 'found Nirvana' talk ask "$nginx" Nirvana
	gives 'search=2 token=2 top-tracks=2' calls
	# The next tests' token is to last.
	fresh_responder
}

@test "two hundred who ask for one artist at once get the right card by one search and one call for the songs" {
	fault '{"on": "search", "kind": "latency", "ms": 60000}'
	gives '200 found Drake' talk flock --within 5000 "$nginx" "$standin" 200 'Drake'
	run -0 calls
	has '^search=1( token=1)? top-tracks=1$'
	eventually 5 sql_is 1 "SELECT COUNT(songs_fetched_at) FROM artists WHERE name = 'Drake'"
}

@test "who asks for a known artist does not wait for a hundred who wait for Spotify" {
	fault '{"on": "search", "kind": "latency", "ms": 60000}'
	gives '100 found' talk beside --within 2500 "$nginx" "$standin" 'The Beatles' 100
}

@test "one too many who wait is asked to come back, and the others are answered" {
	write_config "$sockets/var/few.conf" '[server]' 'max_parked = 3'
	finish responder
	forget # what was still to be written
	responder_start "$sockets/var/few.conf"
	fault '{"on": "search", "kind": "latency", "ms": 60000}'
	gives "$(printf '%s\n' 'found ABBA' 'found Blur' 'found Muse' 'says busy' 'says busy')" \
		talk full "$nginx" "$standin" 3 ABBA Blur Muse Oasis U2
	finish responder
}

@test "an error of one call is mended by a second one" {
	fresh_responder
	fault '{"on": "search", "kind": "503", "times": 1}'
	gives 'found Maroon 5' talk ask "$nginx" 'Maroon 5'
	gives 'search=2 token=1 top-tracks=1' calls
	fault '{"on": "top-tracks", "kind": "close", "times": 1}'
	gives 'found OneRepublic' talk ask "$nginx" 'OneRepublic'
	gives 'search=1 top-tracks=2' calls
}

@test "an error of the token service is mended by a second try, and nobody notices" {
	local kind
	for kind in '"503"' '"close"' '"close", "rst": true'; do
		fresh_responder
		fault "{\"on\": \"token\", \"kind\": $kind, \"times\": 1}"
		gives 'found Avicii' talk ask "$nginx" 'Avicii'
		run -0 calls
		has '\<token=2\>'
		sql "DELETE FROM artists WHERE name = 'Avicii'"
	done
}

@test "a token that does not say how long it lives, or says nonsense, is used" {
	local life
	for life in '' ', "expires_in": null' ', "expires_in": 0' ', "expires_in": -1' ', "expires_in": "soon"' ', "expires_in": 1e12'; do
		fresh_responder
		control '{"reset": true}'
		token_is "\"access_token\": \"$(a_token)\"$life"
		gives "$(printf 'found %s\n' Avicii Vaundy)" talk ask "$nginx" Avicii Vaundy
		gives 'search=2 token=1 top-tracks=2' calls
		sql "DELETE FROM artists WHERE name IN ('Avicii', 'Vaundy')"
	done
}

@test "what cannot stand in a header is no token" {
	local text
	for text in '' 'a b' 'a\r\nX-Other: 1' 'a\u0000b' '토큰'; do
		fresh_responder
		control '{"reset": true}'
		token_is "\"access_token\": \"$text\", \"expires_in\": 3600"
		gives 'says failed' talk ask "$nginx" 'Taylor Swift'
		gives 'token=1' calls
	done
	fresh_responder
}

@test "a 403 closes the endpoint it came from; only one that speaks of Premium closes all" {
	local kind names=(Avicii Vaundy Yorushika CAKE)
	for kind in '"html"' '"empty"' '"plain", "body": " {\"error\": 1}"' '"plain", "body": "Forbidden"'; do
		fresh_responder
		sql "DELETE FROM artists WHERE name = '${names[0]}'"
		fault "{\"on\": \"top-tracks\", \"kind\": $kind, \"status\": 403}"
		run -0 talk show "$nginx" "${names[0]}"
		has 'listCard\.items\.3'
		gives "found ${names[1]}" talk ask "$nginx" "${names[1]}"
		run -0 calls
		has '\<top-tracks=1\>'
		sql "DELETE FROM artists WHERE name = '${names[1]}'"
		names=("${names[@]:1}" "${names[0]}")
	done
	fresh_responder
	fault '{"on": "top-tracks", "kind": "plain", "status": 403, "body": "{\"error\": {\"message\": \"Active premium subscription required\"}}"}'
	gives $'found ABBA\nsays closed' talk ask "$nginx" 'ABBA' 'Eminem'
	fresh_responder
	sql "DELETE FROM artists WHERE name = 'ABBA'"
}

@test "whatever Spotify sends, the reply is valid, nobody is declared unknown, and all is well afterwards" {
	local kinds=('{"kind": "'{500,502,404,html,plain,empty,redirect,cut,close,huge,gzip-bomb}'"}' '{"kind": "close", "rst": true}'
		'{"kind": "huge", "chunked": true}' '{"kind": "garbage-json", "variant": '{0..5}'}'
		'{"kind": "wrong-type", "variant": '{0..7}'}')
	run -0 talk faults --within 5000 "$nginx" "$standin" "${kinds[@]}"
	# Some of the garbage can be read all the same.
	paste <(printf "%s\n" "${kinds[@]}") - <<<"$output"
	[ "$(grep -cE '^(says (failed|late)|found who was meant)$' <<<"$output")" = ${#kinds[@]} ]
	nothing_is_unknown
	control '{"reset": true}'
	gives 'found Adele' talk ask "$nginx" 'Adele'
}

@test "null in lists and numbers with a fraction do not hide the artist" {
	fault '{"on": "any", "kind": "null-elements"}'
	gives 'found Bon Jovi' talk ask "$nginx" 'Bon Jovi'
	fault '{"on": "any", "kind": "floats"}'
	run -0 talk show "$nginx" 'Celine Dion'
	has '팔로워: [0-9,.]+만명'
	has 'listCard\.items\.3'
}

@test "an artist whose songs cannot be fetched is shown without, and with them once they can" {
	local kind names
	mapfile -t names < <(talk names 60 | tail -n 10)
	for kind in '"500"' '"html"' '"cut"' '"garbage-json"' '"wrong-type", "variant": 0' '"huge"'; do
		fault "{\"on\": \"top-tracks\", \"kind\": $kind}"
		run -0 talk show --within 5000 "$nginx" "${names[0]}"
		printf '# %s\n' "$kind"
		has "^template\.outputs\.0\.(basic|text)Card\.title ${names[0]}$"
		has_not 'listCard|simpleText'
		names=("${names[@]:1}")
	done
	# Also in a moment, for what is remembered is not complete.
	fault '{"on": "top-tracks", "kind": "500"}'
	run -0 talk show "cgi:$config" 'The Weeknd'
	has_not 'listCard|simpleText'
	control '{"reset": true}'
	run -0 talk show "$nginx" 'The Weeknd'
	has '^template\.outputs\.1\.listCard\.items\.4\.title .'
}

@test "when Spotify hangs or drips the reply is there within 5 s, and offers to ask again" {
	fault '{"on": "search", "kind": "hang", "times": 1}, {"on": "search", "kind": "slow-drip", "ms": 100, "bytes": 10}'
	talk ask --within 5000 "$nginx" 'Shawn Mendes' >"$BATS_TEST_TMPDIR/said" 3>&- 4>&- &
	local pid=$!
	run -0 talk show --within 5000 "$nginx" 'Sam Smith'
	has '^template\.outputs\.0\.simpleText\.text 찾는 데 시간이'
	has '^template\.quickReplies\.0\.action message$'
	has '^template\.quickReplies\.0\.messageText Sam Smith$'
	wait $pid
	gives 'says late' cat "$BATS_TEST_TMPDIR/said"
	nothing_is_unknown
}

@test "songs that come too late do not hold up the card, and are there for the next one who asks" {
	write_config "$sockets/var/short.conf" '[server]' 'deadline_ms = 2500'
	finish responder
	responder_start "$sockets/var/short.conf"
	fault '{"on": "top-tracks", "kind": "latency", "ms": 60000}'
	run -0 talk show --within 5000 "$nginx" 'Ed Sheeran'
	has '^template\.outputs\.0\.basicCard\.title Ed Sheeran$'
	has_not 'listCard|simpleText'
	control '{"release": true}'
	eventually 5 sql_is 1 "SELECT COUNT(songs_fetched_at) FROM artists WHERE name = 'Ed Sheeran'"
	control '{"reset": true}'
	run -0 talk show "$nginx" 'Ed Sheeran'
	has '^template\.outputs\.1\.listCard\.items\.4\.title .'
	gives 'none' calls
	finish responder
}

@test "an artist that comes too late is in the database before its songs are, for those who ask again in a moment" {
	write_config "$sockets/var/short.conf" '[server]' 'deadline_ms = 1000' '[spotify]' 'timeout_ms = 30000'
	finish responder
	responder_start "$sockets/var/short.conf"
	fault '{"on": "search", "kind": "latency", "ms": 60000}, {"on": "top-tracks", "kind": "hang"}'
	sql "DELETE FROM artists WHERE name = 'Bruno Mars'" # those of before may have asked for it
	gives 'says late' talk ask --within 5000 "$nginx" 'Bruno Mars'
	control '{"release": true}'
	eventually 10 sql_is 1 "SELECT COUNT(*) FROM artists WHERE name = 'Bruno Mars' AND songs_fetched_at IS NULL"
	run -0 talk show --within 5000 "$nginx" 'Bruno Mars'
	has '^template\.outputs\.0\.basicCard\.title Bruno Mars$'
	gives 'search=1 token=1 top-tracks=1' calls
	control '{"release": true, "reset": true}'
	finish responder
}

@test "a 429 closes the gate for as long as it says: no further call, a polite reply, known artists as ever" {
	fault '{"on": "search", "kind": "429", "retry_after": "600", "times": 1}'
	gives 'says closed' talk ask "$nginx" 'Lady Gaga'
	control '{"reset": true}'
	gives "$(printf 'says closed\n%.0s' 1 2 3)" talk ask --within 3000 "$nginx" 'Lady Gaga' 'Katy Perry' 'Kelly Clarkson'
	gives 'found The Beatles' talk ask "$nginx" 'The Beatles'
	# Other processes know of it.
	gives 'says closed' talk ask "cgi:$config" 'Kelly Clarkson'
	gives 'none' calls
	nothing_is_unknown
	sql_is 1 "SELECT COUNT(*) FROM spotify_state WHERE name = 'gate'
		AND until_time BETWEEN UTC_TIMESTAMP() + INTERVAL 500 SECOND AND UTC_TIMESTAMP() + INTERVAL 601 SECOND"
	fresh_responder
	fault '{"on": "search", "kind": "429", "retry_after": "2", "times": 1}'
	gives 'says closed' talk ask "$nginx" 'Lady Gaga'
	eventually 10 gives 'found Lady Gaga' talk ask "$nginx" 'Lady Gaga'
}

@test "of two answers that close the gate the one that closes it for longer counts, for all" {
	fresh_responder
	gives 'found Adele' talk ask "$nginx" 'Adele' # and there is a token
	fault '{"on": "search", "kind": "latency", "ms": 60000}, {"on": "search", "kind": "429", "retry_after": "600", "times": 1},
		{"on": "search", "kind": "429", "retry_after": "2", "times": 1}'
	talk each "$nginx" 'Lady Gaga' 'Katy Perry' >"$BATS_TEST_TMPDIR/said" 3>&- 4>&- &
	local pid=$!
	eventually 5 held waiting=2
	control '{"release": true}'
	wait $pid
	gives $'says closed\nsays closed' cat "$BATS_TEST_TMPDIR/said"
	finish responder # and both are written
	sql_is 1 "SELECT COUNT(*) FROM spotify_state WHERE name = 'gate' AND until_time > UTC_TIMESTAMP() + INTERVAL 500 SECOND"
	fresh_responder
}

@test "a 429 that does not say for how long, or nonsense, closes the gate all the same" {
	local after
	for after in null '"soon"' '"-1"' '"99999999999999999999"'; do
		fresh_responder
		fault "{\"on\": \"search\", \"kind\": \"429\", \"retry_after\": $after, \"times\": 1}"
		gives 'says closed' talk ask "$nginx" 'Lana Del Rey'
		control '{"reset": true}'
		gives 'says closed' talk ask "$nginx" 'Lana Del Rey'
		gives 'none' calls
	done
	fresh_responder
}

@test "a token service that fails is not asked again at once, and is when it may be better" {
	fresh_responder
	fault '{"on": "token", "kind": "html"}'
	# In one go, for after a second try it is left alone for a second.
	gives $'says failed\nsays closed' talk ask --within 3000 "$nginx" 'Taylor Swift' 'Taylor Swift'
	gives 'token=2' calls
	nothing_is_unknown
	control '{"reset": true}'
	eventually 5 gives 'found Taylor Swift' talk ask "$nginx" 'Taylor Swift'
}

@test "a token service that says 429 closes the gate as well" {
	fresh_responder
	fault '{"on": "token", "kind": "429", "retry_after": "4", "times": 1}'
	gives $'says closed\nsays closed' talk ask "$nginx" 'Rihanna' 'Rihanna'
	gives 'token=1' calls
	nothing_is_unknown
	eventually 10 gives 'found Rihanna' talk ask "$nginx" 'Rihanna'
	sql 'DELETE FROM spotify_state'
}

@test "with wrong credentials known artists are shown, others politely not, and the log says what to mend" {
	write_config "$sockets/var/wrong.conf" '[spotify]' 'client_secret = wrong'
	finish responder
	responder_start "$sockets/var/wrong.conf"
	gives "$(printf '%s\n' 'says closed' 'says closed' 'found The Beatles')" \
		talk ask --within 3000 "$nginx" 'Justin Bieber' 'Ariana Grande' 'The Beatles'
	gives 'token=1' calls
	nothing_is_unknown
	logged responder 'level=error msg="spotify: client_id or client_secret is wrong"'
	run ! logged responder 'standin'
	finish responder
	sql 'DELETE FROM spotify_state'
}

@test "an app without Premium is told so in the log, and no call is made for a while" {
	fresh_responder
	fault '{"on": "search", "kind": "403-premium"}'
	gives "$(printf 'says closed\n%.0s' 1 2)" talk ask "$nginx" 'Bruno Mars' 'Eminem'
	gives 'search=1 token=1' calls
	logged responder 'Premium'
	nothing_is_unknown
	fresh_responder
}

@test "without credentials known artists are shown and nobody is called" {
	write_config "$sockets/var/none.conf" '[spotify]' 'client_id =' 'client_secret ='
	gives "$(printf '%s\n' 'found The Beatles' 'says closed')" talk ask "cgi:$sockets/var/none.conf" 'The Beatles' 'Eminem'
	gives 'none' calls
}

@test "TLS is spoken with none but those whose certificate is vouched for" {
	local key=$sockets/var/key.pem cert=$sockets/var/cert.pem plain=$standin
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$key" -out "$cert" -days 1 -subj /CN=standin \
		-addext subjectAltName=IP:127.0.0.1 2>/dev/null
	spawn tls "$python" -B "$root/tests/standin/spotify.py" --port 0 --port-file "$sockets/var/tls-port" \
		--tls-cert "$cert" --tls-key "$key" --mode extended
	wait_ready tls test -s "$sockets/var/tls-port"
	standin=https://127.0.0.1:$(cat "$sockets/var/tls-port")
	write_config "$sockets/var/trusted.conf" '[spotify]' "ca_file = $cert"
	gives 'found Kanye West' talk ask "cgi:$sockets/var/trusted.conf" 'Kanye West'
	write_config "$sockets/var/stranger.conf"
	run -0 talk ask "cgi:$sockets/var/stranger.conf" 'Eminem'
	has '^says (failed|closed)$'
	# The right certificate under another name.
	standin=https://localhost:$(cat "$sockets/var/tls-port")
	write_config "$sockets/var/misnamed.conf" '[spotify]' "ca_file = $cert"
	run -0 talk ask "cgi:$sockets/var/misnamed.conf" 'Eminem'
	has '^says (failed|closed)$'
	standin=$plain
	finish tls
}

@test "who searches too much is told when to go on, and is shown known artists as ever" {
	write_config "$sockets/var/quota.conf" '[spotify]' 'hourly_searches_a_user = 2'
	finish responder
	responder_start "$sockets/var/quota.conf"
	gives "$(printf '%s\n' 'found Bon Jovi' 'found Eagles' 'says limited' 'found The Beatles' 'found Eagles')" \
		talk ask "$nginx" 'Bon Jovi' 'Eagles' 'Metallica' 'The Beatles' 'Eagles'
	gives 'found Metallica' talk with "$nginx" 'userRequest.user.id="another"' 'action.params.artist_name="Metallica"'
	finish responder
}

@test "the budget of a day is that of all processes" {
	sql 'DELETE FROM spotify_state'
	write_config "$sockets/var/budget.conf" '[spotify]' 'daily_calls = 4'
	gives 'found ABBA' talk ask "cgi:$sockets/var/budget.conf" 'ABBA'
	gives 'found Blur' talk ask "cgi:$sockets/var/budget.conf" 'Blur'
	control '{"reset": true}'
	gives "$(printf '%s\n' 'says closed' 'found ABBA')" talk ask "cgi:$sockets/var/budget.conf" 'Muse' 'ABBA'
	gives 'none' calls
	sql 'DELETE FROM spotify_state'
}

@test "many who come at once do not take more calls than are left of the day" {
	sql 'DELETE FROM spotify_state'
	write_config "$sockets/var/last.conf" '[spotify]' 'daily_calls = 4'
	finish responder
	forget
	sql "DELETE FROM artists WHERE name IN ('ABBA', 'Blur', 'Muse', 'Oasis', 'U2')"
	responder_start "$sockets/var/last.conf"
	fault '{"on": "search", "kind": "latency", "ms": 60000}'
	talk each "$nginx" ABBA Blur Muse Oasis U2 >"$BATS_TEST_TMPDIR/said" 3>&- 4>&- &
	local pid=$!
	eventually 5 held waiting=2
	control '{"release": true, "faults": []}'
	wait $pid
	gives $'found\nfound\nsays busy\nsays busy\nsays busy' sed -E 's/found .*/found/' <(sort "$BATS_TEST_TMPDIR/said")
	run -0 calls
	has '^search=2( token=1)? top-tracks=2$'
	finish responder
	sql 'DELETE FROM spotify_state'
}
