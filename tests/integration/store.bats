#!/usr/bin/env bats
# What is kept in MySQL, and what users notice when MySQL is away, frozen, empty or of another version: nothing.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	# What is asked here is the store, also for what was asked a moment ago.
	export ARTISTBOT_CACHE_REPLY_BYTES=0
	stack_begin
	database_start
	standin_start
	settle
	responder_start
	web_start nginx
}

teardown_file() {
	stack_end
}

setup() {
	if [ ! -S "$database" ] || flock -n "$sockets/db/lock" true; then
		database_start
	fi
	database_signal CONT
	responder_usual
	# The breaker may still be open.
	eventually 5 talk_to_store
	control '{"reset": true}'
}

# A responder that has not yet made the few calls it may make while other processes cannot be heard.
afresh() {
	finish responder
	responder_start
}

# Is the store asked again? An artist that is in it then costs no call.
talk_to_store() {
	control '{"reset": true}'
	talk ask "$nginx" 'The Beatles' >/dev/null
	[ "$(calls)" = none ]
}

stored() { # name
	sql_is 1 "SELECT COUNT(*) FROM artists WHERE name = '$1' AND songs_fetched_at IS NOT NULL"
}

# Has another process put the artist into the store: the responder remembers for a moment what it found itself.
learn() { # name
	gives "found $1" talk ask "cgi:$config" "$1"
	eventually 5 stored "$1"
}

# Nobody else can write the artist's row for longer than one try of ours takes.
hold() { # name
	sql "START TRANSACTION; INSERT INTO artists (id, name, fetched_at, used_at)
		VALUES ('$(talk id "$1")', '', '2020-01-01', '2020-01-01'); SELECT SLEEP(600)" >/dev/null 2>&1 3>&- 4>&- &
	eventually 5 asleep
	{ sleep 1.4 && awaken; } 3>&- 4>&- &
}

asleep() {
	sql_is 1 "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'"
}

awaken() {
	sql "KILL $(sql "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'")"
}

# Puts the fetch of an artist, songs and all, so many hours back.
age() { # name hours
	sql "UPDATE artists SET fetched_at = fetched_at - INTERVAL $2 HOUR, songs_fetched_at = songs_fetched_at - INTERVAL $2 HOUR
		WHERE name = '$1'"
}

is_fresh() { # name
	sql_is 1 "SELECT COUNT(*) FROM artists WHERE name = '$1' AND fetched_at > UTC_TIMESTAMP() - INTERVAL 1 HOUR"
}

@test "after the first answer the artist is in MySQL, and another process needs no call for it" {
	gives 'found Coldplay' talk ask "$nginx" 'Coldplay'
	eventually 5 stored Coldplay
	sql_is '1	1	5' "SELECT image_url LIKE 'http://127.0.0.1:%/images/%', url LIKE 'https://open.spotify.com/artist/%',
		(SELECT LEAST(COUNT(*), 5) FROM top_tracks t WHERE t.artist_id = a.id) FROM artists a WHERE name = 'Coldplay'"
	control '{"reset": true}'
	gives "$(printf 'found Coldplay\n%.0s' 1 2)" talk ask "cgi:$config" 'Coldplay' 'COLD PLAY'
	gives 'none' calls
}

@test "what CGI found is written before it ends, and the responder needs no call for it" {
	hold Oasis
	gives 'found Oasis' talk ask "cgi:$config" 'Oasis'
	stored Oasis
	control '{"reset": true}'
	gives 'found Oasis' talk ask "$nginx" 'Oasis'
	gives 'none' calls
}

@test "the reply from the store is that from Spotify" {
	run -0 talk show "$nginx" 'Radiohead'
	eventually 5 stored Radiohead
	gives "$output" talk show "$nginx" 'Radiohead'
}

@test "the name that was typed is kept with whom it led to" {
	gives 'found Led Zeppelin' talk ask "$nginx" '레드 제플린'
	eventually 5 sql_is 'Led Zeppelin	레드 제플린	typed' "SELECT a.name, n.name, n.source FROM names n
		JOIN artists a ON a.id = n.artist_id WHERE n.name_key = '레드제플린'"
	control '{"reset": true}'
	gives "$(printf 'found Led Zeppelin\n%.0s' 1 2 3)" talk ask "$nginx" '레드제플린' '레드 제플린' 'led zeppelin'
	gives 'none' calls
}

@test "a name that nobody bears is remembered for half an hour" {
	gives 'says unknown' talk ask "cgi:$config" 'zzzz 아무도'
	eventually 5 sql_is 1 "SELECT until_time BETWEEN UTC_TIMESTAMP() + INTERVAL 28 MINUTE AND UTC_TIMESTAMP() + INTERVAL 31 MINUTE
		FROM unknown_names WHERE name_key = 'zzzz아무도'"
	control '{"reset": true}'
	gives 'says unknown' talk ask "$nginx" 'ZZZZ  아무도!'
	gives 'none' calls
	sql "UPDATE unknown_names SET until_time = UTC_TIMESTAMP() - INTERVAL 1 SECOND"
	gives 'says unknown' talk ask "$nginx" 'zzzz 아무도'
	gives 'search=2' calls
}

@test "what is known survives the responder" {
	hold U2
	gives 'found U2' talk ask "$nginx" 'U2'
	# It writes what it has before it ends.
	finish responder
	stored U2
	responder_start
	control '{"reset": true}'
	gives 'found U2' talk ask "$nginx" 'U2'
	gives 'none' calls
}

@test "an artist of 30 hours is fetched again before it is shown" {
	learn ABBA
	age ABBA 30
	sql "UPDATE artists SET image_url = 'https://example.org/old.png' WHERE name = 'ABBA'"
	control '{"reset": true}'
	write_config "$sockets/var/patient.conf" '[cache]' 'refresh_wait_ms = 3000'
	finish responder
	responder_start "$sockets/var/patient.conf"
	run -0 talk show "$nginx" 'ABBA'
	has_not 'old\.png'
	run -0 calls
	has '\<artist=1\>'
	eventually 8 is_fresh ABBA
	finish responder
}

@test "an artist of 30 hours is shown as it is when its refresh takes long, and is fresh afterwards" {
	learn Blur
	age Blur 30
	sql "UPDATE artists SET image_url = 'https://example.org/old.png' WHERE name = 'Blur'"
	control '{"faults": [{"on": "artist", "kind": "latency", "ms": 60000}]}'
	run -0 talk show --within 3000 "$nginx" 'Blur'
	has 'https://example\.org/old\.png'
	control '{"release": true}'
	eventually 8 is_fresh Blur
	sql_is 1 "SELECT image_url LIKE 'http://127.0.0.1:%' FROM artists WHERE name = 'Blur'"
}

@test "while Spotify fails an artist of 71 hours is shown, and one of 73 is not" {
	learn Muse
	learn Sting
	age Muse 71
	age Sting 73
	control '{"faults": [{"on": "any", "kind": "500"}]}'
	gives 'found Muse' talk ask --within 3000 "$nginx" 'Muse'
	gives 'says failed' talk ask "$nginx" 'Sting'
	control '{"reset": true}'
	gives 'found Sting' talk ask "$nginx" 'Sting'
	eventually 5 is_fresh Sting
}

@test "an artist whose id is gone at Spotify is searched for by its name" {
	learn Oasis
	age Oasis 100
	control '{"reset": true, "faults": [{"on": "artist", "kind": "404"}]}'
	gives 'found Oasis' talk ask "$nginx" 'Oasis'
	run -0 calls
	has '\<artist=1\>.*\<search=[1-3]\>' # songs may come from a search as well
	control '{"reset": true}'
	eventually 5 is_fresh Oasis
}

@test "connections that the server has closed cost no call and no error" {
	local id
	learn Prince
	gives '20 found Prince' talk crowd "$nginx" 20 'Prince'
	control '{"reset": true}'
	for id in $(sql "SELECT id FROM information_schema.processlist WHERE db = 'artistbot' AND id <> CONNECTION_ID()"); do
		sql "KILL $id"
	done
	gives '20 found Prince' talk crowd --within 3500 "$nginx" 20 'Prince'
	# The same of all at once.
	database_stop
	database_start
	gives '20 found Prince' talk crowd --within 3500 "$nginx" 20 'Prince'
	gives 'none' calls
}

@test "a connection that was idle too long costs no call and no error" {
	learn Metallica
	# One worker, so that it is one connection that all use.
	write_config "$sockets/var/one.conf" '[server]' 'workers = 1'
	finish responder
	sql 'SET GLOBAL wait_timeout = 1'
	responder_start "$sockets/var/one.conf"
	gives 'found Metallica' talk ask "$nginx" 'Metallica'
	sleep 1.2
	control '{"reset": true}'
	gives 'found Metallica' talk ask --within 3500 "$nginx" 'Metallica'
	gives 'none' calls
	sql 'SET GLOBAL wait_timeout = 28800'
	finish responder
}

@test "while MySQL is down everybody is answered through Spotify, and from the store once it is back" {
	afresh
	database_crash
	gives "$(printf 'found %s\n' 'The Beatles' 'Gorillaz' 'The Beatles')" \
		talk ask --within 5000 "$nginx" 'The Beatles' 'Gorillaz' 'The Beatles'
	run -0 calls
	has '\<search='
	database_start
	eventually 5 talk_to_store
	# What was found meanwhile has been written.
	eventually 5 stored Gorillaz
	control '{"reset": true}'
	gives 'found Gorillaz' talk ask "$nginx" 'Gorillaz'
	gives 'none' calls
}

@test "while MySQL is frozen everybody is answered in time, and from the store once it goes on" {
	afresh
	database_signal STOP
	gives "$(printf 'found %s\n' 'The Beatles' 'Green Day')" talk ask --within 5000 "$nginx" 'The Beatles' 'Green Day'
	gives '8 found The Beatles' talk crowd --within 5000 "$nginx" 8 'The Beatles'
	database_signal CONT
	eventually 5 talk_to_store
	eventually 5 stored 'Green Day'
}

@test "a locked table holds up no reply" {
	sql 'LOCK TABLES artists WRITE, names WRITE; SELECT SLEEP(600)' >/dev/null 2>&1 3>&- 4>&- &
	eventually 5 asleep
	gives 'found The Beatles' talk ask --within 5000 "$nginx" 'The Beatles'
	awaken
	eventually 5 talk_to_store
}

@test "without a schema, without the database or without the right to it Spotify is asked" {
	local i=0 line pids=()
	sql 'CREATE DATABASE IF NOT EXISTS bare'
	# At once, for each goes on trying to write for 3 s.
	for line in 'name = bare' 'name = absent' 'user = nobody' "socket = $sockets/nobody.sock"; do
		i=$((i + 1))
		write_config "$sockets/var/bare$i.conf" '[database]' "$line"
		talk ask "cgi:$sockets/var/bare$i.conf" 'Queen' >"$BATS_TEST_TMPDIR/said$i" 3>&- 4>&- &
		pids+=($!)
	done
	wait "${pids[@]}"
	sql 'DROP DATABASE bare'
	gives "$(printf 'found Queen\n%.0s' 1 2 3 4)" cat "$BATS_TEST_TMPDIR"/said?
}

@test "plain CGI ends its answer before it writes, and does not wait for a database that is down" {
	write_config "$sockets/var/down.conf" '[database]' "socket = $sockets/nobody.sock"
	run -0 cat < <(exec "$build/artistbot.fcgi" --config "$sockets/var/down.conf" \
		<"$root/scripts/lib/first-message.json" 2>>"$(log_of cgi)" 3>&- 4>&-)
	kill -0 $! # it goes on trying to write for 3 s
	has '"title":"The Beatles"'
}

@test "migrate may be run at any time and makes the database it is to fill" {
	write_config "$sockets/var/new.conf" '[database]' 'name = quite`new'
	run -0 "$build/artistbotctl" --config "$sockets/var/new.conf" migrate
	has '^0001-first\.sql: applied$'
	run -0 "$build/artistbotctl" --config "$sockets/var/new.conf" migrate
	has '^the schema is up to date: version [0-9]+$'
	has_not 'applied'
	sql_is 1 'SELECT COUNT(*) > 5 FROM information_schema.tables WHERE table_schema = "quite`new"'
	sql "DROP DATABASE \`quite\`\`new\`"
	# Also by two at once, and with the bot at work.
	ctl migrate 3>&- &
	run -0 ctl migrate
	wait $!
	gives 'found The Beatles' talk ask "$nginx" 'The Beatles'
}

@test "a schema that is newer than the program is left alone" {
	sql "INSERT INTO schema_migrations VALUES (999, UTC_TIMESTAMP())"
	run -1 ctl migrate
	has 'version 999, newer than'
	run -1 ctl check
	has '^bad +database: schema 999 of [0-9]+$'
	sql 'DELETE FROM schema_migrations WHERE version = 999'
	run -0 ctl migrate
}

@test "check finds all well where it is" {
	run -0 ctl check
	has "^ok +$config$"
	has '^ok +database: schema [0-9]+ of [0-9]+$'
	has_not '^bad'
}

@test "check says in which file and line the configuration is wrong, and what to do" {
	write_config "$sockets/var/bad.conf" '[database]' 'prot = 3306' 'timeout_s = soon'
	local line
	line=$(grep -n prot "$sockets/var/bad.conf" | cut -d: -f1)
	run -1 "$build/artistbotctl" --config "$sockets/var/bad.conf" check
	has "bad\.conf:$line: .*prot"
	has "bad\.conf:$((line + 1)): .*timeout_s"
	run -2 "$build/artistbot.fcgi" --config "$sockets/var/bad.conf" --socket "$sockets/bad.sock"
	has "bad\.conf:$line: "
	run -1 "$build/artistbotctl" --config "$sockets/none.conf" check
	has "$sockets/none\.conf"
	write_config "$sockets/var/bad.conf" '[database]' "socket = $sockets/nobody.sock"
	run -1 "$build/artistbotctl" --config "$sockets/var/bad.conf" check
	has '^bad +database'
	has 'nobody\.sock'
}
