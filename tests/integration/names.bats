#!/usr/bin/env bats
# Names: those that an operator brings, and whom the bot takes a text for that nobody bears as a name.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start
	settle
	responder_start
	web_start nginx
}

teardown_file() { stack_end; }

ctl() { LC_ALL=C.UTF-8 "$build/artistbotctl" --config "$config" "$@"; }

# The verdict, and the first candidate.
explained() { # text
	ctl names explain --json "$1" | "$python" -c 'import json, sys
told = json.load(sys.stdin)
print(told["verdict"], told.get("exact") or (told["candidates"][0]["id"] if told["candidates"] else "none"))'
}

# Ids of the stand-in's catalogue, so that the artists themselves can be fetched.
list() {
	printf 'id,popularity,name,hangul_names,followers\n'
	printf '%s,85,Coldplay,,1\n' "$(talk id Coldplay)"
	printf 'https://open.spotify.com/artist/%s?si=x,81,Maroon 5,,1\n' "$(talk id 'Maroon 5')"
	printf '%s,92,"IU (아이유)",이지은|이지금,1\n' "$(talk id IU)"
	printf '%s,90,BTS,방탄소년단,1\n' "$(talk id BTS)"
}

@test "a list of names is taken in; wrong lines are told with their number, the rest is not lost" {
	local file=$BATS_TEST_TMPDIR/list.csv
	{
		list
		printf 'no-id,1,Nobody,,\n'
		printf '%s,85,Cold "play,,\n' "$(talk id Coldplay)"
		printf '%s,85,,,\n' "$(talk id Coldplay)"
	} >"$file"
	run -1 ctl names import "$file"
	has "list\.csv:6: no id of an artist"
	has "list\.csv:7: a quote within"
	has "list\.csv:8: no name"
	has '^9 names of 4 artists imported$'
	list >"$file"
	run -0 ctl names import "$file"
	run -0 ctl names import - <"$file"
	printf 'name,hangul\na,b\n' >"$file"
	run -1 ctl names import "$file"
	has 'the first line names the columns'
	run -1 ctl names import "$BATS_TEST_TMPDIR/none.csv"
	has 'No such file'
	run -1 ctl names import "$BATS_TEST_TMPDIR"
	has 'Is a directory'
}

@test "what is odd about a line of a list is told, and control characters are none of a name" {
	local file=$BATS_TEST_TMPDIR/odd.csv id n
	id=$(talk id Coldplay)
	{
		printf 'id,popularity,name\n'
		for n in 101 -1 abc 55.5; do
			printf '%s,%s,Zqx Odd\n' "$id" "$n"
		done
		printf '%s,,"Zqx\033[31m\nTwo\a"\n' "$id"
		printf '%s,-,%s\n' "$id" "$(printf 'Zqx %d|' {1..60})"
		printf '%s,,Zqx\0Nul\n' "$id"
	} >"$file"
	printf '%s,,콜드플레이\n' "$id" | iconv -f UTF-8 -t CP949 >>"$file"
	run -1 ctl names import "$file"
	for n in 2 3 4 5; do
		has "odd\.csv:$n: popularity is no whole number"
	done
	has 'odd\.csv:8: too many names'
	has 'odd\.csv:9: a NUL byte'
	has 'odd\.csv:10: not UTF-8'
	has '^49 names of 1 artists imported$'
	run -1 ctl names import --lang ko "$file"
	has 'odd\.csv:9: NUL 바이트가 있어요'
	sql_is 1 "SELECT COUNT(*) FROM names WHERE name LIKE 'Zqx%Two'"
	sql_is 0 "SELECT COUNT(*) FROM names WHERE name REGEXP '[[:cntrl:]]'"
	sql_is 0 "SELECT COUNT(*) FROM names WHERE name LIKE 'Zqx%Odd'"
	sql "DELETE FROM names WHERE name LIKE 'Zqx%'; UPDATE searchable_artists SET version = 0"
	ctl migrate >/dev/null
}

@test "names that were brought are found by what they sound like, by slips, and on the other keyboard" {
	gives "one $(talk id Coldplay)" explained '콜드플레이'
	gives "one $(talk id Coldplay)" explained '콜드 플래이'
	gives "one $(talk id 'Maroon 5')" explained '마룬파이브'
	gives "exact $(talk id IU)" explained '아이유'
	gives "exact $(talk id IU)" explained 'iu'
	gives "exact $(talk id IU)" explained '이지금'
	gives "one $(talk id BTS)" explained 'qkdxksthsuseks'
	gives "several $(talk id BTS)" explained 'ㅂㅌㅅㄴㄷ'
	gives 'nobody none' explained '오늘 저녁에 뭐 먹을까'
	gives 'nobody none' explained 'ㅋㅋㅋ'
	run -0 ctl names explain '콜드플레이'
	has '^sounds +koLd_p_Lrei$'
	has "Coldplay  \(sound, cost [0-9]+"
	has '^verdict +one$'
}

@test "who types them is shown the artist, which is fetched when it is first asked for" {
	gives 'found Coldplay' talk ask "$nginx" '콜드플레이'
	gives 'found Maroon 5' talk ask "$nginx" '마룬 파이브'
	eventually 5 sql_is 2 "SELECT COUNT(*) FROM artists WHERE name IN ('Coldplay', 'Maroon 5')"
}

@test "what Spotify does not know in Hangul is searched for as it may be spelt, two ways at most, and must sound alike" {
	sql 'DELETE FROM unknown_names'
	gives 'found Missing Frame' talk ask "$nginx" '미싱 프레임'
	control '{"reset": true}'
	gives 'says unknown' talk ask "$nginx" '틀림없이 아무도아님'
	run -0 calls
	has '^search=4$'
}

@test "they are printed as they can be imported again" {
	local file=$BATS_TEST_TMPDIR/names.csv
	run -0 ctl names export
	has '^id,popularity,name$'
	has "^$(talk id IU),92,이지금$"
	has "^$(talk id Coldplay),85,Coldplay$"
	printf '%s\n' "$output" | grep -v ' names$' >"$file"
	sql 'DELETE FROM names'
	run -0 ctl names import "$file"
	gives "exact $(talk id IU)" explained '이지금'
}

@test "a database of before is searchable once it is migrated" {
	sql 'DELETE FROM name_sounds; UPDATE searchable_artists SET version = 0'
	gives 'nobody none' explained '콜드 플래이'
	run -0 ctl migrate
	has '^names of [0-9]+ artists indexed$'
	gives "one $(talk id Coldplay)" explained '콜드 플래이'
	run -0 ctl migrate
	[[ $output != *indexed* ]]
}

@test "they are the operator's: no purge takes them away" {
	run -0 ctl purge --all-spotify-data
	gives "one $(talk id Coldplay)" explained '콜드플레이'
	gives "exact $(talk id IU)" explained '아이유'
}

@test "a long import shows on a terminal how far it is, and nothing elsewhere" {
	local file=$BATS_TEST_TMPDIR/long.csv i
	{
		printf 'id,name\n'
		for ((i = 0; i < 3000; i++)); do
			printf 'made%018d,Zq %d Wvx\n' "$i" "$i"
		done
	} >"$file"
	run -0 script -qec "TERM=xterm $build/artistbotctl --config $config names import $file" /dev/null
	has '\[#+\.+\] +[0-9]+% [0-9]+/103 kB  [0-9]+ kB/s'
	has '3000 names of 3000 artists imported'
	run -0 ctl names import "$file"
	[ "$output" = '3000 names of 3000 artists imported' ]
	sql "DELETE FROM names WHERE artist_id LIKE 'made0%'; DELETE FROM name_sounds WHERE artist_id LIKE 'made0%'"
}
