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

@test "in Korean what a command has done, or found, is in Korean too" {
	LC_ALL=ko_KR.UTF-8 run -0 ctl migrate
	has '^데이터베이스 구조가 최신이에요: 버전 [0-9]+$'
	has_not 'up to date'
	language=ko_KR.UTF-8 run -2 bare validate-reply <<<'{'
	has '스킬 응답이 아니에요: JSON이 아님$'
	language=ko_KR.UTF-8 run -2 bare validate-reply <<<'[]'
	has 'JSON 객체가 아님$'
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

@test "an option is given whole: a beginning of one that deletes everything deletes nothing" {
	ctl ask ABBA >/dev/null
	run -2 ctl purge --all
	has '^artistbotctl: --all: no such option$'
	has '^Did you mean --all-spotify-data\?$'
	run -2 bare stats --day 3
	has '^artistbotctl: --day: no such option$'
	run -2 bare stats --day=3
	has '^artistbotctl: --day=3: no such option$'
	run -0 ctl entity export --header --he
	has '^--he'
	run -0 ctl artist show ABBA
}

@test "with --json there is JSON also where a command failed" {
	write_config "$sockets/var/gone.conf" '[database]' "socket = $sockets/nobody.sock"
	write_config "$sockets/var/misspelt.conf" '[database]' 'usr = x'
	local words
	for words in 'gone.conf stats' 'gone.conf migrate' 'gone.conf artist show x' 'gone.conf names explain x' 'gone.conf purge' \
		'gone.conf refresh' 'gone.conf load' 'misspelt.conf stats' 'misspelt.conf migrate' 'none.conf artist forget x'; do
		# shellcheck disable=SC2086 # words
		run --separate-stderr bare --config "$sockets/var/"$words --json
		[ "$status" = 1 ] || [ "$status" = 2 ]
		"$python" -c 'import json, sys
told = json.load(sys.stdin)
assert told["ok"] is False and told["error"], told' <<<"$output"
		[ "$stderr" ]
	done
	run -1 --separate-stderr ctl artist show --json nobody-bears-this
	[ "$output" = '{"ok":false,"error":"not in the database"}' ]
	run -1 --separate-stderr ctl names import --json "$BATS_TEST_TMPDIR/none.csv"
	has '"error":".*/none.csv: No such file'
	run -1 --separate-stderr ctl load --json /
	[ "$output" = '{"ok":false,"rows":0,"error":"/: Is a directory"}' ]
	run -2 --separate-stderr bare validate-reply --json "$BATS_TEST_TMPDIR/none.json"
	has '^\{"findings":\[\],"readable":false,"reason":".*none.json: No such file'
}

@test "who may not change the schema is told who may, and that helps" {
	sql "CREATE USER server; GRANT SELECT, INSERT, UPDATE, DELETE ON unmade.* TO server"
	write_config "$sockets/var/unmade.conf" '[database]' "socket = $database" 'user = server' 'name = unmade'
	run -1 bare --config "$sockets/var/unmade.conf" check
	has 'run: artistbotctl migrate$'
	run -1 bare --config "$sockets/var/unmade.conf" migrate
	has 'ARTISTBOT_DATABASE_MIGRATE_USER=root artistbotctl migrate$'
	has_not '^What to do: '
	ARTISTBOT_DATABASE_MIGRATE_USER=$(id -un) run -0 bare --config "$sockets/var/unmade.conf" migrate
	run bare --config "$sockets/var/unmade.conf" check
	has '^ok +database: rights to read and write$'
	sql 'DROP USER server; DROP DATABASE unmade'
}

@test "what is wrong with the database is said once, in words" {
	write_config "$sockets/var/gone.conf" '[database]' "socket = $sockets/nobody.sock"
	run -1 bare --config "$sockets/var/gone.conf" stats
	[ "${#lines[@]}" = 2 ]
	has '^artistbotctl: connect: .*nobody.sock'
	has '^What to do: artistbotctl check$'
	run -1 bare --config "$sockets/var/gone.conf" check
	has_not 'msg='
}

@test "a configuration, or a file that it names, that cannot be read is told with what to do" {
	run -1 bare --config "$sockets/var/none.conf" check
	has '^     .*/none.conf: cannot be read: No such file or directory$'
	has '^     artistbot-setup writes one'
	write_config "$sockets/var/secret.conf" '[database]' "password_file = $sockets/var/none"
	run -2 bare --config "$sockets/var/secret.conf" stats
	has '^make that file, or correct the setting that names it$'
	[ "$(id -u)" = 0 ] || skip 'not root'
	install -m 600 "$config" "$sockets/var/shut.conf"
	run -2 setpriv --reuid 65534 --clear-groups "$build/artistbotctl" --lang en --config "$sockets/var/shut.conf" stats
	has '^this user may not read it: run artistbotctl as root$'
}

@test "without standard output nothing is written elsewhere, and it is told" {
	local words
	for words in stats 'ask ABBA' 'stats --json' dump check; do
		# shellcheck disable=SC2016,SC2086 # the shell's own; words
		run -1 sh -c 'exec "$@" >&-' sh "$build/artistbotctl" --lang en --config "$config" $words
		has '^artistbotctl: the output cannot be written$'
	done
}

@test "an id is also given as a link, and what is none is told" {
	ctl ask ABBA >/dev/null
	local id
	id=$(ctl artist show --json ABBA | "$python" -c 'import json, sys; print(json.load(sys.stdin)["id"])')
	run -0 ctl artist show --id "https://open.spotify.com/artist/$id?si=x"
	has '^ABBA '
	run -0 ctl artist forget --id "spotify:artist:$id"
	run -1 ctl artist show --id ABBA
	has 'no id of an artist at Spotify'
	run -1 ctl artist show --id 0000000000000000000000
	has '^artistbotctl: not in the database$'
	run -1 ctl artist forget --id ''
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
	# Cards are made of the rest, anew.
	sql 'UPDATE artists SET card = NULL, card_of = NULL'
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
	has_not 'Led Zeppelin'
	has_not '"table":"name_sounds"'
}

# A name that users taught, of an artist whose popularity Spotify told.
taught() { # name artist
	ctl ask "$2" >/dev/null
	eventually 5 sql_is 1 "SELECT COUNT(*) FROM artists WHERE name = '$2'"
	sql "UPDATE artists SET popularity = 77 WHERE name = '$2';
		INSERT INTO names SELECT LOWER('$1'), id, '$1', 'typed', 500, UTC_TIMESTAMP() FROM artists WHERE name = '$2';
		UPDATE searchable_artists SET version = 0"
	ctl migrate >/dev/null
	sql_is 23 "SELECT MAX(rarity) FROM name_sounds WHERE name = '$1'"
}

@test "what Spotify said is gone after a purge of it, from the index too, and what was typed is found still" {
	taught Zqwxvkj Blur
	run -0 ctl purge --all-spotify-data
	sql_is 0 'SELECT COUNT(*) FROM artists'
	sql_is 0 'SELECT COUNT(*) FROM name_sounds WHERE lasts = 0'
	sql_is 85 "SELECT MIN(rarity) FROM name_sounds WHERE name = 'Zqwxvkj'"
	run -0 ctl names explain Zqwxvjk
	has 'Zqwxvkj'
	ctl names forget Zqwxvkj
}

@test "a purge deletes what somebody typed that is nobody's name, once its time is over" {
	sql "INSERT INTO unknown_names VALUES ('oldsecret', UTC_TIMESTAMP() - INTERVAL 1 MINUTE),
		('freshsecret', UTC_TIMESTAMP() + INTERVAL 20 MINUTE)"
	ctl purge
	[ "$(sql "SELECT name_key FROM unknown_names WHERE name_key LIKE '%secret'")" = freshsecret ]
	sql "DELETE FROM unknown_names WHERE name_key = 'freshsecret'"
}

@test "a purge of what nobody asked for leaves no popularity in the index" {
	taught Zqwxvkj Blur
	sql "UPDATE artists SET used_at = UTC_TIMESTAMP() - INTERVAL 40 DAY WHERE name = 'Blur'"
	run -0 ctl purge
	sql_is 85 "SELECT MIN(rarity) FROM name_sounds WHERE name = 'Zqwxvkj'"
	ctl names forget Zqwxvkj
}

@test "what users typed is gone after a purge of it, and a name that was taught wrongly is forgotten" {
	taught Zqwxvkj Blur
	taught Wvkjzqx Blur
	run -0 ctl names forget 'zqwx-VKJ!'
	has '^it leads to 1 artists no more$'
	sql_is 0 "SELECT COUNT(*) FROM names WHERE name = 'Zqwxvkj'"
	sql_is 0 "SELECT COUNT(*) FROM name_sounds WHERE name = 'Zqwxvkj'"
	sql_is 1 "SELECT COUNT(*) > 0 FROM name_sounds WHERE name = 'Wvkjzqx'"
	run -0 ctl names forget --json Zqwxvkj
	has '"forgotten":0'
	run -1 ctl names forget ' '
	run -0 ctl purge --typed
	sql_is 0 "SELECT COUNT(*) FROM names WHERE source = 'typed'"
	sql_is 0 "SELECT COUNT(*) FROM name_sounds WHERE name = 'Wvkjzqx'"
	sql_is 1 "SELECT COUNT(*) > 0 FROM name_sounds WHERE name = 'Blur'"
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
	has 'nothing in it'
	run -1 ctl load "$BATS_TEST_TMPDIR"
	has 'artistbotctl: .*: Is a directory$'
	gzip -k "$dump"
	run -1 ctl load "$dump.gz"
	has 'gunzip -c FILE'
	has_not 'JSON'
	LC_ALL=ko_KR.UTF-8 run -1 ctl load <"$dump.gz"
	has 'gzip으로 압축된'
	run -1 ctl load "$BATS_TEST_TMPDIR/none"
	has 'none: No such file'
}

# Puts an artist's fetch and its last use back.
age() { # name hours
	sql "UPDATE artists SET fetched_at = fetched_at - INTERVAL $2 HOUR, songs_fetched_at = songs_fetched_at - INTERVAL $2 HOUR,
		used_at = used_at - INTERVAL 2 DAY WHERE name = '$1'"
}

@test "load says that the database is older than the dump, and what to do" {
	local dump=$BATS_TEST_TMPDIR/dump newest
	ctl dump >"$dump"
	write_config "$sockets/var/empty.conf" '[database]' 'name = not_there'
	run -1 "$build/artistbotctl" --config "$sockets/var/empty.conf" load "$dump"
	has 'artistbotctl: the database has no tables yet: run artistbotctl migrate$'
	has_not 'newer artistbot'
	newest=$(sql 'SELECT MAX(version) FROM schema_migrations')
	sql "DELETE FROM schema_migrations WHERE version = $newest"
	run -1 ctl load "$dump"
	sql "INSERT INTO schema_migrations VALUES ($newest, UTC_TIMESTAMP())"
	has 'line 1: .*than the database: run artistbotctl migrate$'
	has_not 'newer artistbot'
}

@test "stats tells how often who was asked for, what was unknown, and what the database answered" {
	sql 'DELETE FROM uses; DELETE FROM unknown_names; DELETE FROM artists; DELETE FROM names'
	for name in ABBA ABBA ABBA Blur 'zzzz 아무도'; do
		ctl ask "$name" >/dev/null || true
	done
	run -0 ctl stats
	has '^5 questions in 7 days, 40% answered from memory or the database$'
	has '^ +3  ABBA$'
	has '^ +1  Blur$'
	has '^ +[0-9]+  zzzz아무도$'
	run -0 ctl stats --json --top 1
	"$python" -c 'import json, sys
told = json.load(sys.stdin)
assert told["answers"] == {"store": 2, "cache": 0, "stale": 0, "spotify": 2, "several": 0, "unknown": 1, "none": 0}, told
assert [one["name"] for one in told["most_asked"]] == ["ABBA"] and told["most_asked"][0]["n"] == 3, told
assert told["hit_percent"] == 40, told' <<<"$output"
	run -0 --separate-stderr ctl stats --lang en --days 30
	[[ -z $stderr && -n $output && $output != *$'\n' ]]
	run -0 --separate-stderr ctl stats --lang en --days 31
	[[ $stderr == *'note: purge deletes what was counted more than 30 days ago'* && -n $output ]]
	write_config "$sockets/var/down.conf" '[database]' "socket = $sockets/nobody.sock"
	run -1 --separate-stderr "$build/artistbotctl" --config "$sockets/var/down.conf" stats
	[[ -z $output && $stderr == *'artistbotctl: '*nobody.sock* ]]
	run -2 ctl stats --days 0
	has 'number from 1 to 365'
}

@test "refresh fetches what is old, the most asked first, within the budget, and that is no use" {
	sql 'DELETE FROM uses; DELETE FROM artists'
	for name in ABBA Blur Blur Muse; do
		ctl ask "$name" >/dev/null
	done
	age ABBA 30
	age Blur 30
	control '{"reset": true}'
	run -0 ctl refresh --limit 1
	has '^1 of 1 refreshed, 0 failed$'
	sql_is 'Blur' "SELECT name FROM artists WHERE fetched_at > UTC_TIMESTAMP() - INTERVAL 1 HOUR AND name <> 'Muse'"
	sql_is 1 "SELECT COUNT(*) FROM artists WHERE name = 'Blur' AND used_at < UTC_TIMESTAMP() - INTERVAL 47 HOUR"
	run -0 ctl refresh
	has '^1 of 1 refreshed, 0 failed$'
	run -0 ctl refresh
	has '^0 of 0 refreshed'
	age ABBA 30
	sql 'DELETE FROM spotify_state'
	write_config "$sockets/var/small.conf" '[spotify]' 'daily_calls = 4'
	sql "INSERT INTO spotify_state VALUES ('calls', '3', UTC_TIMESTAMP() + INTERVAL 1 HOUR)"
	run -0 "$build/artistbotctl" --config "$sockets/var/small.conf" refresh
	has '^0 of 1 refreshed, 0 failed$'
	has 'budget for refreshing is used up'
	sql 'DELETE FROM spotify_state'
}

@test "refresh waits for a hiccup, and fails where Spotify cannot be asked or nothing can be written" {
	sql 'DELETE FROM uses; DELETE FROM artists; DELETE FROM spotify_state'
	for name in ABBA Blur Muse; do
		ctl ask "$name" >/dev/null
		age "$name" 30
	done
	control '{"reset": true, "faults": [{"on": "token", "kind": "html", "times": 1}]}'
	run -0 ctl refresh
	has '^3 of 3 refreshed, 0 failed$'
	age Blur 30
	write_config "$sockets/var/wrong.conf" '[spotify]' 'client_secret = wrong'
	run -1 "$build/artistbotctl" --config "$sockets/var/wrong.conf" refresh
	has '^0 of 1 refreshed, 0 failed$'
	has 'run artistbotctl check --spotify'
	sql "DELETE FROM spotify_state; CREATE USER looker@localhost IDENTIFIED BY 'looks'; GRANT SELECT ON artistbot.* TO looker@localhost"
	write_config "$sockets/var/looker.conf" '[database]' 'user = looker' 'password = looks'
	run -1 "$build/artistbotctl" --config "$sockets/var/looker.conf" refresh
	has '[0-9]+ rows were fetched but not written'
	run -1 "$build/artistbotctl" --config "$sockets/var/looker.conf" artist refresh ABBA
	has 'fetched but not written'
	sql 'DROP USER looker@localhost'
}

@test "artist show tells what is there, and artist refresh fetches it again" {
	local id
	ctl ask ABBA >/dev/null
	sql "UPDATE artists SET image_url = 'https://example.org/old.png' WHERE name = 'ABBA'"
	run -0 ctl artist show abba
	has '^ABBA  [A-Za-z0-9]{22}$'
	has 'old\.png'
	id=$(sql "SELECT id FROM artists WHERE name = 'ABBA'")
	run -0 ctl artist refresh --id "$id"
	run -0 ctl artist show --json --id "$id"
	has_not 'old\.png'
	has '"songs":\[\{'
	run -1 ctl artist show 'nobody at all'
	has 'not in the database'
	sql "INSERT INTO unknown_names VALUES ('nobodyatall', UTC_TIMESTAMP() + INTERVAL 10 MINUTE)"
	run -1 ctl artist show 'nobody at all'
	has "known to be nobody's name"
	run -2 ctl artist
	has '^  artist show'
	has_not '^  check'
}

@test "Ctrl-C stops refresh between two artists, and what was fetched is kept" {
	local pid code=0
	sql 'DELETE FROM uses; DELETE FROM artists'
	for name in ABBA Blur Muse; do
		ctl ask "$name" >/dev/null
	done
	sql 'UPDATE artists SET fetched_at = fetched_at - INTERVAL 30 HOUR'
	control '{"reset": true}'
	control '{"faults": [{"on": "artist", "kind": "latency", "ms": 60000}]}'
	"$build/artistbotctl" --config "$config" refresh >"$BATS_TEST_TMPDIR/said" 2>&1 3>&- 4>&- &
	pid=$!
	eventually 5 called artist=1
	kill -INT $pid
	control '{"release": true}'
	wait $pid || code=$?
	[ $code = 1 ]
	control '{"reset": true}'
	run -0 cat "$BATS_TEST_TMPDIR/said"
	has '^1 of 3 refreshed, 0 failed$'
	has 'stopped; what was refreshed is kept'
	sql_is 1 'SELECT COUNT(*) FROM artists WHERE fetched_at > UTC_TIMESTAMP() - INTERVAL 1 HOUR'
}

@test "entity export: imported and typed names alone, a line for each artist, no name in two lines" {
	local list=$BATS_TEST_TMPDIR/list.csv
	sql 'DELETE FROM names'
	sql "INSERT INTO names VALUES ('thebeatles', 'dddddddddddddddddddddd', 'The Beatles', 'spotify', 1000, UTC_TIMESTAMP()),
		('비틀즈', 'dddddddddddddddddddddd', '비틀즈', 'typed', 500, UTC_TIMESTAMP())"
	printf '%s\n' 'id,popularity,name,hangul,alias' \
		'aaaaaaaaaaaaaaaaaaaaaa,50,"Salt, Pepper ""and"" Sons",소금후추,Namesake' \
		'bbbbbbbbbbbbbbbbbbbbbb,90,Wellknown,유명한사람,Namesake|유명한 사람|Very Wellknown Indeed' \
		'cccccccccccccccccccccc,10,Onlylatin,,' >"$list"
	ctl names import "$list"
	run -0 --separate-stderr ctl entity export --lang en
	[ "$output" = $'유명한사람,Namesake,Very Wellknown Indeed,Wellknown\r\n소금후추,"Salt, Pepper ""and"" Sons"\r\nOnlylatin\r\n비틀즈\r' ]
	[ "$stderr" = '4 artists' ]
	run -0 --separate-stderr ctl entity export --lang en --header '대표 엔트리,동의어' --bom --rows 1 --synonyms 1
	[ "$output" = $'\xEF\xBB\xBF대표 엔트리,동의어\r\n유명한사람,Namesake\r' ]
	[ "$stderr" = $'1 artists\nthere are more: see --rows' ]
	run -0 --separate-stderr ctl entity export --characters 9
	[ "$output" = $'유명한사람,Namesake,Wellknown\r\n소금후추\r\nOnlylatin\r\n비틀즈\r' ]
	# Typed by users, who may mean the spreadsheet; and what no line can hold.
	sql "UPDATE names SET name = '=+비틀즈' WHERE source = 'typed'; UPDATE names SET name = 'Only\nlatin' WHERE name = 'Onlylatin'"
	run -0 --separate-stderr ctl entity export --characters 1 --lang en
	[[ $stderr == *'all names are too long: see --characters'* ]]
	run -0 --separate-stderr ctl entity export --rows 9
	[ "$(tail -n 1 <<<"$output")" = $'비틀즈\r' ]
	has_not 'latin'
	sql 'DELETE FROM names'
	run -0 --separate-stderr ctl entity export --lang en
	[ -z "$output" ]
	[[ $stderr == *'no names yet'* ]]
}

@test "check follows the way of a message: socket, web server, secret; and says what is wrong with each" {
	run -1 ctl check --lang en --socket "$sockets/artistbot.sock"
	has 'the responder is not running'
	printf 'first\nsecond\n' >"$sockets/var/keys"
	chmod 600 "$sockets/var/keys"
	write_config "$sockets/var/secret.conf" '[access]' 'header = X-Key' "secrets_file = $sockets/var/keys"
	responder_start "$sockets/var/secret.conf"
	web_start nginx
	run -0 "$build/artistbotctl" --lang en --config "$sockets/var/secret.conf" check --socket "$sockets/artistbot.sock" --url "$nginx/skill/artist"
	has "^ok   socket: $sockets/artistbot.sock$"
	has "^ok   $nginx/skill/artist: [0-9]+ ms$"
	has '^ok   who does not know the secret is refused$'
	has '^ok   database: rights to read and write$'
	run -1 ctl check --lang en --url "$nginx/skill/artist"
	has '401: '
	has 'the skill has no secret'
	run -1 ctl check --lang en --url "$nginx/nowhere"
	has 'status 40[45]'
	run -1 ctl check --lang en --url http://198.51.100.1/skill/artist
	has 'Kakao wants https'
	chmod 666 "$sockets/artistbot.sock"
	run -1 ctl check --lang en --socket "$sockets/artistbot.sock"
	has 'everybody may open it'
	chmod 600 "$sockets/artistbot.sock"
	sql "CREATE USER reader@localhost; GRANT SELECT ON artistbot.* TO reader@localhost"
	sed 's/^user = root/user = reader/' "$config" >"$sockets/var/reader.conf"
	run -1 "$build/artistbotctl" --lang en --config "$sockets/var/reader.conf" check
	has '^bad  database: rights to read and write$'
	has 'needs SELECT, INSERT, UPDATE and DELETE'
}

as_user() { # user lines... : a configuration of that user's, without what root's says of it
	sed "s/^user = root/user = $1/" "$config" >"$sockets/var/user.conf"
	printf '%s\n' "${@:2}" >>"$sockets/var/user.conf"
	run -1 "$build/artistbotctl" --lang en --config "$sockets/var/user.conf" check
}

@test "check says what to do about a database that is away, or lets us not in, or not far enough" {
	local table before
	write_config "$sockets/var/down.conf" '[database]' "socket = $sockets/nobody.sock"
	run -1 --separate-stderr "$build/artistbotctl" --lang en --config "$sockets/var/down.conf" check
	has '^bad  database$'
	has 'does the database run'
	sql "CREATE USER stranger@localhost IDENTIFIED BY 'right'; CREATE USER nothing@localhost; CREATE USER most@localhost"
	as_user stranger '[database]' 'password = wrong'
	has '^bad  database$'
	has 'correct user and password_file'
	as_user nothing
	has 'may not use this database'
	for table in $(sql "SHOW TABLES"); do
		[ "$table" = choices ] || sql "GRANT SELECT, INSERT, UPDATE, DELETE ON artistbot.\`$table\` TO most@localhost"
	done
	before=$(contents artistbot)
	as_user most
	has '^bad  database: rights to read and write$'
	has "INSERT(, UPDATE)? command denied .*choices"
	has_not "denied .*names"
	has '^ +GRANT SELECT, INSERT, UPDATE, DELETE ON .artistbot.\.\* TO'
	sql "GRANT SELECT, INSERT, UPDATE, DELETE ON artistbot.choices TO most@localhost; GRANT SELECT ON artistbot.choices TO nothing@localhost"
	run -0 "$build/artistbotctl" --lang en --config "$sockets/var/user.conf" check
	[ "$(contents artistbot)" = "$before" ]
	sql 'ALTER TABLE choices RENAME COLUMN chosen TO elected'
	run -1 ctl --lang en check
	sql 'ALTER TABLE choices RENAME COLUMN elected TO chosen'
	has 'somebody has changed the tables'
	sql 'SET GLOBAL read_only = 1'
	run -1 "$build/artistbotctl" --lang en --config "$sockets/var/user.conf" check
	sql 'SET GLOBAL read_only = 0'
	has '^ok   database: rights to read and write$'
	has '^bad  database: takes writes$'
	has 'it is read only'
}

@test "check tries each server of the database and names it; one that is only read needs fewer rights" {
	ln -s "$database" "$sockets/replica.sock"
	write_config "$sockets/var/hosts.conf" '[database]' "hosts = $database, $sockets/nobody.sock" "read_hosts = $sockets/replica.sock"
	run -1 "$build/artistbotctl" --lang en --config "$sockets/var/hosts.conf" check
	has "^ok   database $database: schema 6 of 6\$"
	has "^ok   database $database: rights to read and write\$"
	has "^bad  database $sockets/nobody\.sock\$"
	has "^ok   database $sockets/replica\.sock: rights to read\$"
	has '^ok   database: takes writes$'
	sql "CREATE USER IF NOT EXISTS looker@localhost; GRANT SELECT ON artistbot.* TO looker@localhost"
	sed -i 's/^user = root/user = looker/' "$sockets/var/hosts.conf"
	run -1 "$build/artistbotctl" --lang en --config "$sockets/var/hosts.conf" check
	has "^bad  database $database: rights to read and write\$"
	has '^ +… and [0-9]+ more$'
	has "^ok   database $sockets/replica\.sock: rights to read\$"
}

@test "check tells of a bad configuration as of all else, to programs too" {
	write_config "$sockets/var/bad.conf" '[database]' 'prot = 3306'
	run -1 --separate-stderr "$build/artistbotctl" --config "$sockets/var/bad.conf" check
	has "^bad  $sockets/var/bad\.conf\$"
	has 'prot'
	run -1 --separate-stderr "$build/artistbotctl" --config "$sockets/var/bad.conf" check --json
	"$python" -c 'import json, sys
told = json.load(sys.stdin)
assert told["ok"] is False and len(told["checks"]) == 1 and "prot" in told["checks"][0]["why"], told' <<<"$output"
}

@test "check says what it has not looked at, and that nobody answers where the responder usually does" {
	[ ! -e /run/artistbot/artistbot.sock ] || skip 'an artistbot runs here'
	run -0 ctl --lang en check
	has '^--   responder: does not run, there is no /run/artistbot/artistbot\.sock$'
	has 'systemctl enable --now artistbot\.socket'
	has '^--   the way from Kakao, through the web server$'
	has '^--   spotify: '
	run -0 --separate-stderr ctl --lang en check --json
	"$python" -c 'import json, sys
skipped = [check for check in json.load(sys.stdin)["checks"] if check.get("skipped")]
assert len([check for check in skipped if "meant" not in check["what"]]) == 3 and all(check["ok"] and check["why"] for check in skipped), skipped' <<<"$output"
}

@test "check says why the address gives no answer, and what to do about it" {
	local port
	spawn mute "$python" -c 'import socket, sys, time
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
time.sleep(600)'
	eventually 5 test -s "$(log_of mute)"
	port=$(<"$(log_of mute)")
	run -1 ctl --lang en check --url "http://127.0.0.1:$port/skill/artist"
	has 'no answer within the five seconds'
	crash mute
	run -1 ctl --lang en check --url "http://127.0.0.1:$port/skill/artist"
	has 'nobody takes the connection'
	run -1 ctl --lang en check --url https://nowhere.invalid/skill/artist
	has 'leads nowhere'
	run -1 ctl --lang en check --url "https://127.0.0.1:${standin##*:}/skill/artist"
	has 'Kakao wants https with a valid certificate'
}

@test "check says why Spotify lets nothing be called, and what to do about it" {
	write_config "$sockets/var/spotify.conf" '[spotify]' 'client_secret = mistyped'
	run -1 --separate-stderr "$build/artistbotctl" --lang en --config "$sockets/var/spotify.conf" check --spotify --json
	[[ $output == *'"what":"spotify: search","ok":false,"why":"client_id or client_secret is wrong: copy both from https://developer.spotify.com'* ]]
	control '{"reset": true, "faults": [{"on": "search", "kind": "429", "retry_after": "600"}]}'
	run -1 ctl --lang en check --spotify
	has 'too many calls \(429\): wait (59[0-9]|60[01]) s'
	# From then on nobody calls, and neither does it.
	sql_is 1 "SELECT COUNT(*) FROM spotify_state WHERE name = 'gate' AND until_time > UTC_TIMESTAMP() + INTERVAL 500 SECOND"
	control '{"reset": true}'
	run -1 ctl --lang en check --spotify
	has '^bad  spotify: may not be asked$'
	has 'too many calls \(429\): wait (5[0-9][0-9]|600) s'
	gives 'none' calls
	# It may be the one who finds out that calls go out again, and what the app may call by now.
	control '{"reset": true, "mode": "extended"}'
	sql "UPDATE spotify_state SET until_time = UTC_TIMESTAMP() WHERE name = 'gate';
		REPLACE INTO spotify_state VALUES ('refused top-tracks', '', UTC_TIMESTAMP() + INTERVAL 1 DAY)"
	run -0 ctl --lang en check --spotify
	has_not 'known to all processes'
	has '^ok   spotify: [0-9]+ calls today, without a limit$'
	sql 'DELETE FROM spotify_state'
	control '{"reset": true, "faults": [{"on": "token", "kind": "503"}]}'
	run -1 ctl --lang en check --spotify
	has "$standin answers with 503"
	control '{"reset": true}'
	write_config "$sockets/var/spotify.conf" '[spotify]' 'api_url = https://nowhere.invalid' 'accounts_url = https://nowhere.invalid'
	run -1 "$build/artistbotctl" --lang en --config "$sockets/var/spotify.conf" check --spotify
	has '^ +https://nowhere\.invalid: .*resolve'
	has 'is there a way to the internet'
}

@test "in Korean each line of check is in Korean" {
	local words
	responder_usual
	write_config "$sockets/var/hosts.conf" '[database]' "hosts = $database, $sockets/nobody.sock"
	for words in 'check --spotify' 'check --url http://198.51.100.1/' "check --socket $sockets/artistbot.sock" \
		"--config $sockets/var/hosts.conf check" "--config /dev/null check"; do
		# shellcheck disable=SC2086 # words
		LC_ALL=ko_KR.UTF-8 run ctl $words
		# A path alone is the same in all languages.
		"$python" -c 'import re, sys
lines = [line for line in sys.stdin if re.match("(ok|bad|--) ", line)]
assert len(lines) > 3
english = [line for line in lines if not re.search("[가-힣]|^... +(/|http)[^ ]*$", line)]
assert not english, english' <<<"$output"
	done
	finish responder
}

@test "what a command did is told as JSON too" {
	local dump=$BATS_TEST_TMPDIR/dump related=$BATS_TEST_TMPDIR/related
	printf 'aaaaaaaaaaaaaaaaaaaaaa\tbbbbbbbbbbbbbbbbbbbbbb\n' >"$related"
	ctl ask ABBA >/dev/null
	gives '{"ok":true}' ctl artist refresh --json abba
	printf '%s\n' 'id,name' 'aaaaaaaaaaaaaaaaaaaaaa,Nobody' 'bbb,Wrong' >"$BATS_TEST_TMPDIR/names.csv"
	run -1 --separate-stderr ctl names import --json "$BATS_TEST_TMPDIR/names.csv"
	has '^\{"ok":false,"names":1,"artists":1,"wrong_lines":1,"error":".*names.csv:3: no id of an artist'
	gives '{"ok":true,"forgotten":0}' ctl artist forget --json nobody
	ctl refresh >/dev/null
	gives '{"ok":true,"old":0,"refreshed":0,"failed":0,"unwritten_rows":0,"again_in_s":0}' ctl refresh --json
	gives '{"ok":true}' ctl purge --json
	gives '{"ok":true,"related":1,"artists":1,"wrong_lines":0}' ctl related import --json "$related"
	ctl dump --own >"$dump"
	gives "{\"ok\":true,\"rows\":$(sed -n 's/^{"rows":\([0-9]*\)}$/\1/p' "$dump")}" ctl load --json "$dump"
	run -1 --separate-stderr ctl load --json <(head -n -1 "$dump")
	[[ $output == '{"ok":false,"rows":'* ]]
	run -0 ctl migrate --json
	[[ $output =~ ^\{\"ok\":true,\"schema\":([0-9]+),\"newest\":([0-9]+), && ${BASH_REMATCH[1]} = "${BASH_REMATCH[2]}" ]]
}

@test "what cannot be written is an error, whatever the command" {
	local words
	ctl ask 'The Beatles' >/dev/null
	for words in --help 'check --help' manual stats 'ask ABBA' 'ask --json zzzz' 'artist show abba' 'names explain abba' \
		check 'check --json' 'dump --own' 'validate-reply --rules'; do
		run -1 eval "ctl --lang en $words >/dev/full"
		[ "$output" = 'artistbotctl: the output cannot be written' ] || { echo "$words: $output" && false; }
	done
	# Where nothing is printed there is nothing to be lost.
	ctl purge >/dev/full
}
