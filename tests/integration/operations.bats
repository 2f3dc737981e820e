#!/usr/bin/env bats
# What the operator sees: the pages of the responder, through both web servers, and its log.

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

setup() {
	page=$BATS_TEST_TMPDIR/page
	responder_usual
}

# A page. $output: the status; the body is in the file $page.
get() { # url curl's-arguments...
	run -0 curl -sS --max-time 30 -o "$page" -w '%{http_code} %{content_type}' "$@"
}

# A figure of /status.json.
figure() { # path.of.keys
	curl -sSf --max-time 30 "$nginx/status.json" | "$python" -c 'import json, sys
value = json.load(sys.stdin)
for key in sys.argv[1].split("."):
    value = value.get(key, "none")
print(value)' "$1"
}

figure_is() { # wanted path
	[ "$(figure "$2")" = "$1" ]
}

@test "it says that it is alive and that it can serve, through both web servers" {
	for url in "$nginx" "$lighttpd"; do
		get "$url/healthz"
		has '^200 text/plain'
		[ "$(<"$page")" = ok ]
		get "$url/readyz"
		has '^200 text/plain'
		[ "$(<"$page")" = ready ]
		get "$url/healthz" -I
		has '^200 '
	done
}

@test "the status is lines to read, or JSON for who asks for it in any of three ways" {
	for url in "$nginx" "$lighttpd"; do
		get "$url/status"
		has '^200 text/plain'
		grep -qx 'process state: serving' "$page"
		grep -qx 'database breaker: closed' "$page"
		for way in "$url/status?json" "$url/status.json" "$url/status -H Accept:application/json"; do
			# shellcheck disable=SC2086 # curl's arguments
			get $way
			has '^200 application/json'
			"$python" -c 'import json, sys; json.load(open(sys.argv[1]))["requests"]["outcomes"]["found"]' "$page"
		done
	done
}

# Messages answered from the store, or from memory with what was in the store.
known() {
	local n sum=0
	for n in "$(figure requests.sources.store)" "$(figure requests.sources.cache)"; do
		[ "$n" = none ] || sum=$((sum + n))
	done
	printf '%d\n' $sum
}

@test "the same question again is answered from memory, until something is written about the artist" {
	local hits
	gives "$(printf 'found The Beatles\n%.0s' 1 2)" talk ask "$nginx" 'The Beatles' 'The Beatles'
	eventually 5 sql_is 1 'SELECT COUNT(*) FROM artists WHERE fetched_at > UTC_TIMESTAMP() - INTERVAL 1 HOUR'
	gives "$(printf 'found The Beatles\n%.0s' 1 2)" talk ask "$nginx" 'The Beatles' 'The Beatles'
	hits=$(figure cache.hits)
	gives "$(printf 'found The Beatles\n%.0s' 1 2 3)" talk ask "$nginx" 'The Beatles' 'The Beatles' 'The Beatles'
	[ "$(figure cache.hits)" = $((hits + 3)) ]
	[ "$(figure cache.bytes)" -gt 1000 ]
	# Asked for by another spelling, the artist turns out old and is fetched again: once the lookup of before is
	# forgotten, whose answer is handed out for three seconds.
	sleep 3.5
	sql "UPDATE artists SET fetched_at = fetched_at - INTERVAL 30 HOUR, name = 'Old'"
	gives 'found The Beatles' talk ask "$nginx" 'THE BEATLES!'
	eventually 5 sql_is 'The Beatles' 'SELECT name FROM artists'
	gives 'found The Beatles' talk ask "$nginx" 'The Beatles'
	[ "$(figure cache.hits)" = $((hits + 3)) ]
}

# What is counted in the database by that name.
uses_of() { sql "SELECT COALESCE(SUM(n), 0) FROM uses WHERE what = '$1'"; }

@test "what is answered from memory counts as a use as well, of the artist too" {
	local id cached shown
	id=$(sql "SELECT id FROM artists WHERE name = 'The Beatles'")
	finish responder # counts are written at its end, or once a minute
	cached=$(uses_of :cache) shown=$(uses_of "$id")
	responder_usual
	gives "$(printf 'found The Beatles\n%.0s' 1 2 3)" talk ask "$nginx" 'The Beatles' 'The Beatles' 'The Beatles'
	finish responder
	[ "$(uses_of :cache)" = $((cached + 2)) ]
	[ "$(uses_of "$id")" = $((shown + 3)) ]
	responder_usual
}

@test "every message is counted by outcome and source, every refusal by status" {
	local found stored refused
	found=$(figure requests.outcomes.found) stored=$(known) refused=$(figure requests.refused.405)
	[ "$refused" != none ] || refused=0
	gives "$(printf 'found The Beatles\nfound The Beatles')" talk ask "$nginx" 'The Beatles' 'the beatles'
	curl -sS -o /dev/null "$lighttpd/skill/artist"
	[ "$(figure requests.outcomes.found)" = $((found + 2)) ]
	[ "$(known)" = $((stored + 2)) ]
	[ "$(figure requests.refused.405)" = $((refused + 1)) ]
}

@test "calls to Spotify are counted by endpoint and status, the budget by the day" {
	control '{"reset": true, "faults": [{"on": "search", "kind": "500", "times": 1}]}'
	local right budget
	right=$(figure spotify.calls.search.200) budget=$(figure spotify.budget_used)
	gives 'found Coldplay' talk ask "$nginx" Coldplay
	[ "$(figure spotify.calls.search.200)" = $((right + 1)) ]
	[ "$(figure spotify.calls.search.500)" = 1 ]
	eventually 5 figure_is $((budget + 3)) spotify.budget_used
	[ "$(figure spotify.token_s)" -gt 60 ]
	figure_is open spotify.gate
	control '{"reset": true}'
}

@test "the metrics are what Prometheus reads: each family once, with its type, and whole histograms" {
	get "$nginx/metrics"
	has '^200 text/plain; version=0\.0\.4'
	"$python" - "$page" <<-'PY'
		import re, sys
		types, seen, buckets = {}, set(), {}
		for line in open(sys.argv[1], encoding="utf-8"):
		    line = line.rstrip("\n")
		    if line.startswith("# TYPE "):
		        name, kind = line.split()[2:]
		        assert name not in types, line
		        types[name] = kind
		    elif not line.startswith("# HELP "):
		        match = re.fullmatch(r'([a-z_]+)(\{(?:[a-z_]+="[^"\\]*",?)+\})? (-?[0-9.]+)', line)
		        assert match, line
		        name = re.sub("_(bucket|sum|count)$", "", match[1]) if match[1] not in types else match[1]
		        assert name in types, line
		        assert (match[1], match[2]) not in seen, line
		        seen.add((match[1], match[2]))
		        if match[1].endswith("_bucket"):
		            rest = re.sub(r'le="[^"]*"', "", match[2])
		            buckets.setdefault((name, rest), []).append(int(match[3]))
		assert all(b == sorted(b) for b in buckets.values()), buckets
		assert buckets and max(max(b) for b in buckets.values()) > 0
		for name in ("requests_total", "request_seconds", "spotify_calls_total", "database_calls_total", "database_breaker_open",
		             "writeback_queued", "writeback_dropped_total", "parked", "workers_busy", "resident_memory_bytes", "build_info"):
		    assert "artistbot_" + name in types, name
	PY
}

@test "the pages are there for the networks that the configuration names and for nobody else" {
	local p
	write_config "$sockets/var/far.conf" '[status]' 'networks = 192.0.2.0/24'
	finish responder
	responder_start "$sockets/var/far.conf"
	for url in "$nginx" "$lighttpd"; do
		for p in healthz readyz status status.json metrics; do
			get "$url/$p"
			has '^404 application/json'
			[ "$(<"$page")" = '{"error":"not found"}' ]
		done
	done
	finish responder
	responder_start
	for url in "$nginx" "$lighttpd"; do
		get "$url/status" -H 'X-Forwarded-For: 127.0.0.1'
		has '^404 '
		get "$url/status" -d x
		has '^404 '
		get "$url/skill/status"
		has '^405 |^404 '
	done
}

@test "without its database it says that it cannot serve, and why, and counts what went wrong" {
	database_crash
	for url in "$nginx" "$lighttpd"; do
		get "$url/readyz"
		has '^503 text/plain'
		grep -qx 'not ready' "$page"
		grep -q '^database: ' "$page"
	done
	get "$nginx/healthz"
	has '^200 '
	figure_is open database.breaker
	[ "$(figure database.connect_failures)" -gt 0 ]
	[ "$(figure database.errors.not_now)" -gt 0 ]
	database_start
	eventually 5 curl -sSf -o "$page" "$nginx/readyz"
	figure_is closed database.breaker
	sql 'CREATE TABLE kept SELECT * FROM schema_migrations; DELETE FROM schema_migrations'
	get "$nginx/readyz"
	has '^503 '
	grep -q '^database: schema 0 of .*artistbotctl migrate' "$page"
	sql 'INSERT INTO schema_migrations SELECT * FROM kept; DROP TABLE kept'
}

@test "a request's line in the log tells what became of it and what took the time, and nothing of who asked for what" {
	gives 'found The Beatles' talk ask "$nginx" 'The Beatles'
	curl -sS -o /dev/null -H 'X-Request-Id: from-the-test' --data-binary "@$root/scripts/lib/first-message.json" "$nginx/skill/artist"
	logged responder 'msg=request id=from-the-test status=200 outcome=found source=store read_ms=[0-9.]* payload_ms=[0-9.]* store_ms=[0-9.]* spotify_ms=0.0 reply_ms=[0-9.]* ms=[0-9.]*$'
	run -0 grep -c 'msg=request' "$(log_of responder)"
	run ! grep -iE 'beatles| user=' "$(log_of responder)"
}

@test "users are told apart by a hash, and what takes long is a warning, where the configuration wants it" {
	write_config "$sockets/var/told.conf" '[log]' 'users = yes' 'names = yes' 'slow_ms = 2000'
	finish responder
	responder_start "$sockets/var/told.conf"
	control '{"reset": true, "faults": [{"on": "search", "kind": "latency", "ms": 2200}]}'
	gives 'found Radiohead' talk ask "$nginx" Radiohead
	control '{"reset": true}'
	gives 'found Radiohead' talk with "$nginx" 'action.params.artist_name="Radiohead"' 'userRequest.user.id="somebody else"'
	run -0 cat "$(log_of responder)"
	has 'level=warn msg="slow request" .* user=[0-9a-f]{16} name=Radiohead .* spotify_ms=[2-9][0-9]{3}\.'
	has 'level=info msg=request .* user=[0-9a-f]{16} name=Radiohead'
	[ "$(grep -oE ' user=[0-9a-f]+' "$(log_of responder)" | sort -u | wc -l)" = 2 ]
	has_not 'somebody'
	finish responder
}
