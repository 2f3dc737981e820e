#!/usr/bin/env bats
# What Kakao is answered, through both web servers, with the real responder, MariaDB and a stand-in for Spotify.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start
	# shellcheck disable=SC2046 # a word each
	settle $(cache_or_not)
	responder_start
	web_start nginx
	web_start lighttpd
}

teardown_file() {
	stack_end
}

teardown() {
	control '{"reset": true}'
}

# Each name leads to the artist: through nginx, where nobody knows it yet, and through lighttpd, from the store.
lead_to() { # artist name...
	local artist=$1 wanted
	shift
	wanted=$(printf "found $artist\n%.0s" "$@")
	gives "$wanted" talk ask "$nginx" "$@"
	gives "$wanted" talk ask "$lighttpd" "$@"
}

# The artist that the first message leads to when it is changed so.
asks_for() { # artist path=json...
	local artist=$1
	shift
	gives "found $artist" talk with "$nginx" "$@"
}

@test "the checker of the replies finds every breach it knows" {
	gives '' "$python" -B "$here/../lib/kakao_check.py" --prove
}

@test "the first message gets the card of the Beatles, through nginx and through lighttpd" {
	for url in "$nginx" "$lighttpd"; do
		gives 'found The Beatles' talk with "$url"
	done
}

@test "The Beatles are found however their name is written" {
	lead_to 'The Beatles' 'The Beatles' $' the  beatles\n' 'THE BEATLES' 'thebeatles' '비틀즈' 'ｔｈｅ　ｂｅａｔｌｅｓ'
}

@test "names with signs and accents, in Hangul and of one syllable lead to their artists" {
	lead_to "Girls' Generation" "Girls' Generation" 'Girls Generation' $'Girls\u2019 Generation' '소녀시대'
	lead_to 'AC/DC' 'AC/DC' 'ac dc' 'ACDC'
	lead_to '(G)I-DLE' '(여자)아이들' '여자아이들' '(G)I-DLE'
	lead_to 'Beyoncé' $'Beyonc\u00e9' $'Beyonce\u0301' 'BEYONCE'
	lead_to 'P!nk' 'P!nk' 'p!NK'
	lead_to 'IU' '아이유' 'IU' $'\u110b\u1161\u110b\u1175\u110b\u1172'
	lead_to 'RAIN' '비'
}

@test "an artist on the second page of the search, or not the first of it, is no other" {
	run talk ask "$nginx" 'Cash Cash' 'Coldplay' 'Queen' 'Oasis' 'Muse' 'Nirvana' 'Prince' 'Sting'
	has_not '^wrong'
	[ "$(tail -n +2 <<<"$output")" = "$(printf 'found %s\n' Coldplay Queen Oasis Muse Nirvana Prince Sting)" ]
	[ "${lines[0]}" = 'found Cash Cash' ] || [ "${lines[0]}" = 'says unknown' ]
}

@test "the name comes from our own buttons, then the parameters, their details, and at last what was typed" {
	local all=('action.clientExtra={"artist":"IU"}'
		'action.params={"sys_person_name":"ABBA","artist":"Muse","artist_name":"Queen"}'
		'action.detailParams={"artist_name":{"origin":"U2","value":"Blur"}}' 'userRequest.utterance=" Oasis \n"')
	asks_for 'IU' "${all[@]}"
	asks_for 'Queen' "${all[@]}" 'action.clientExtra={"other":"IU"}'
	asks_for 'Muse' "${all[@]}" 'action.clientExtra=null' 'action.params.artist_name='
	asks_for 'ABBA' "${all[@]}" 'action.clientExtra=' 'action.params={"other":"IU","sys_person_name":"ABBA"}'
	asks_for 'Sting' "${all[@]}" 'action.clientExtra={}' 'action.params={"other":"Sting"}'
	asks_for 'Blur' "${all[@]}" 'action.clientExtra=[]' 'action.params={"other":"Sting","another":"IU"}'
	asks_for 'U2' "${all[@]}" 'action.clientExtra=1' 'action.params=' 'action.detailParams.artist_name.value='
	asks_for 'Oasis' "${all[@]}" 'action.clientExtra="null"' 'action.params="x"' 'action.detailParams=[1]'
	asks_for 'Oasis' "${all[@]}" 'action=' 'intent=' 'bot=' 'userRequest.user=' 'contexts=[{"name":1}]' 'flow=null'
}

@test "a parameter that is JSON in a string is looked into, and is taken as text where it does not parse" {
	asks_for 'Queen' 'action.params={"artist_name":"{\"artist_name\":\"Queen\"}"}'
	asks_for 'Queen' 'action.params={"artist_name":"{\"origin\":1,\"value\":\"Queen\"}"}'
	asks_for 'Queen' 'action.params={"artist_name":"{Queen"}'
}

@test "an artist with a picture gets a card with the whole picture and a list of up to five songs" {
	run -0 talk show "$nginx" 'Coldplay'
	has '^version 2\.0$'
	has '^template\.outputs\.0\.basicCard\.title Coldplay$'
	has '^template\.outputs\.0\.basicCard\.description 장르: .*pop.*Spotify$'
	has "^template\.outputs\.0\.basicCard\.thumbnail\.imageUrl $standin/images/[0-9A-Za-z]{22}$"
	has '^template\.outputs\.0\.basicCard\.thumbnail\.fixedRatio true$'
	has '^template\.outputs\.0\.basicCard\.thumbnail\.link\.web https://open\.spotify\.com/artist/'
	has '^template\.outputs\.0\.basicCard\.buttons\.0\.action webLink$'
	has '^template\.outputs\.0\.basicCard\.buttons\.0\.webLinkUrl https://open\.spotify\.com/artist/'
	has '^template\.outputs\.1\.listCard\.header\.title Coldplay 인기곡$'
	for i in 0 1 2 3 4; do
		has "^template\.outputs\.1\.listCard\.items\.$i\.title ."
		has "^template\.outputs\.1\.listCard\.items\.$i\.description ."
		has "^template\.outputs\.1\.listCard\.items\.$i\.imageUrl $standin/images/"
		has "^template\.outputs\.1\.listCard\.items\.$i\.link\.web https://open\.spotify\.com/track/"
	done
	has_not '\.items\.5\.'
	has '^template\.outputs\.1\.listCard\.buttons\.0\.webLinkUrl https://open\.spotify\.com/artist/'
	has_not 'outputs\.2|팔로워|인기도'
}

@test "an artist without a picture gets a text card, and one of unknown size its picture" {
	for name in 'No Picture Yet' 'Faceless Choir' 'Missing Frame'; do
		run -0 talk show "$nginx" "$name"
		has "^template\.outputs\.0\.textCard\.title $name$"
		has '^template\.outputs\.0\.textCard\.buttons\.0\.webLinkUrl https://open\.spotify\.com/artist/'
		has '^template\.outputs\.1\.listCard\.items\.2\.title .'
		has_not 'basicCard|thumbnail'
	done
	run -0 talk show "$nginx" 'Unmeasured'
	has '^template\.outputs\.0\.basicCard\.thumbnail\.imageUrl http'
}

@test "an artist without songs is shown, and that there are none is said" {
	run -0 talk show "$nginx" 'Silent Upload'
	has '^template\.outputs\.0\.basicCard\.title Silent Upload$'
	has "^template\.outputs\.1\.simpleText\.text $(sed -n 's/^none = //p' "$root/etc/messages.ko.ini")$"
	has_not 'listCard|outputs\.2'
}

@test "nobody is shown for a name that nobody bears, whatever the search is padded with" {
	for name in 'zzzz' '없는가수이름' 'qwrtplkj' 'The Beatlemaniacs of Nowhere' 'Coldplayers'; do
		run -0 talk show "$nginx" "$name"
		has '^template\.outputs\.0\.simpleText\.text 아티스트를 찾을 수 없어요'
		has '^template\.quickReplies\.2\.messageText .'
		has_not 'Card|outputs\.1'
	done
}

@test "an empty message is answered with a question and names to tap" {
	for utterance in '""' '" \n\t"' '"\u3000\u200b"' '' 'null' '7.5e'; do
		[ "$utterance" != '7.5e' ] || utterance='{"a":1}'
		gives 'says empty' talk with "$nginx" 'action.params={}' 'action.detailParams={}' "userRequest.utterance=$utterance"
	done
	gives 'says empty' talk with "$lighttpd" 'action=' 'userRequest='
}

@test "a call to validate a parameter, which was meant for another skill, gets a harmless reply and asks nobody" {
	control '{"reset": true}'
	printf '{"isInSlotFilling":true,"utterance":"010-1234","params":{"surface":"Kakaotalk.plusfriend"},
		"value":{"origin":"Coldplay","resolved":"Coldplay"},"user":{"id":"u1","type":"botUserKey"},"lang":"ko"}' \
		>"$sockets/tmp/validation.json"
	gives 'says empty' talk say "$nginx" "$sockets/tmp/validation.json"
	gives 'none' calls
}

@test "emoji, right-to-left letters, quotes and backslashes come through to the card and back from the store" {
	lead_to $'🎸 שלום مرحبا 👩\u200d🎤 Tribe' $'🎸 שלום مرحبا 👩\u200d🎤 Tribe' 'שלום مرحبا TRIBE'
	lead_to "Bobby \"Back\\Slash\" O'Quote" "Bobby \"Back\\Slash\" O'Quote" 'bobby backslash oquote'
	run -0 talk show "$lighttpd" 'bobby backslash oquote'
	has "^template\.outputs\.0\.basicCard\.title Bobby \"Back\\\\Slash\" O'Quote$"
}

@test "SQL's own characters are just characters" {
	# shellcheck disable=SC2016 # those are no commands
	local names=("'; DROP TABLE artists; --" "Robert') OR 1=1 --" "' OR ''='" '%' '_' "\\' OR 1=1 #" '`names`' '"' '\\0')
	wanted=$(for name in "${names[@]}"; do
		[[ $name == *[a-zA-Z0-9]* ]] && echo 'says unknown' || echo 'says empty'
	done)
	gives "$wanted" talk ask "$nginx" "${names[@]}"
	gives "$wanted" talk ask "$lighttpd" "${names[@]}"
	sql_is '0' "SELECT COUNT(*) FROM names WHERE name LIKE '%DROP%' OR name LIKE '%1=1%'"
	[ "$(sql 'SELECT COUNT(*) FROM artists')" -gt 10 ]
	gives 'found The Beatles' talk ask "$nginx" 'The Beatles'
}

@test "a name of 249 characters fits on the card when it comes from Spotify" {
	local id
	id=$(talk id 'The Extraordinarily Longwinded')
	# By a name of ours, and so old that it must be fetched by its id.
	sql "INSERT INTO names VALUES ('긴이름', '$id', '긴 이름', 'typed', 5, UTC_TIMESTAMP());
		INSERT INTO artists (id, name, fetched_at, used_at) VALUES ('$id', 'x', '2020-01-01', '2020-01-01')"
	run -0 talk show "$nginx" '긴 이름'
	has '^template\.outputs\.0\.basicCard\.title The Extraordinarily Longwinded .*…$'
	has '^template\.outputs\.1\.listCard\.header\.title The Extraordinarily .*…$'
	eventually 5 sql_is 249 "SELECT CHAR_LENGTH(name) FROM artists WHERE id = '$id'"
	gives "$output" talk show "$lighttpd" '긴 이름'
}

@test "whatever is in the database, the reply keeps every limit of Kakao's" {
	local id i row texts urls text url
	id=$(talk id 'Muse')
	sql "DELETE FROM artist_genres; DELETE FROM top_tracks;
		REPLACE INTO names VALUES ('가득', '$id', '가득', 'typed', 5, UTC_TIMESTAMP())"
	texts=("REPEAT('👩‍👩‍👧‍👦', 90)" "REPEAT('가', 1000)" "REPEAT('\"\\\\\\\\', 333)" "REPEAT(_utf8mb4 x'E280AE', 400)"
		"CONCAT('a\tb\nc', CHAR(0), _utf8mb4 x'E280A8')" "CONCAT('x', REPEAT(_utf8mb4 x'CC81', 900))" "REPEAT(' ', 900)")
	urls=("CONCAT('https://example.org/', REPEAT('가', 900))" "CONCAT('https://example.org/?q=\"<', CHAR(1))"
		"'javascript:alert(1)'" "'https://example.org/a b%zz'" "'https://example.org/?q=가나다'")
	for i in "${!texts[@]}"; do
		text=${texts[i]} url=${urls[i % ${#urls[@]}]}
		printf '# %s and %s\n' "$text" "$url"
		printf "REPLACE INTO artists VALUES ('%s', %s, %s, %s, 'https://open.spotify.com/artist/%s', 100,
			9223372036854775807, UTC_TIMESTAMP(), UTC_TIMESTAMP(), NULL, UTC_TIMESTAMP());" \
			"$id" "$text" "$text" "$url" "$id" >"$sockets/tmp/rows.sql"
		for row in 1 2 3 4 5 6 7 8 9 10; do
			printf "REPLACE INTO top_tracks VALUES ('%s', %d, 't%d', %s, %s, %s, %s);" \
				"$id" $row $row "$text" "$text" "$url" "$url"
			[ $row -gt 8 ] || printf "REPLACE INTO artist_genres VALUES ('%s', %d, %s);" "$id" $row "$text"
		done >>"$sockets/tmp/rows.sql"
		sql "source $sockets/tmp/rows.sql"
		run talk ask "$nginx" '가득'
		printf '%s\n' "$output"
		has_not '^wrong'
	done
	sql "DELETE FROM artists; DELETE FROM names; DELETE FROM top_tracks; DELETE FROM artist_genres"
}

@test "an app that may not call top-tracks finds it out once and searches for songs instead" {
	control '{"reset": true}'
	sql 'DELETE FROM spotify_state'
	finish responder
	responder_start
	gives "$(printf 'found %s\n' Radiohead Metallica Eagles)" talk ask "$nginx" Radiohead Metallica Eagles
	gives 'search=6 token=1 top-tracks=1' calls
}

@test "followers and popularity are shown where Spotify tells them" {
	control '{"mode": "extended"}'
	sql 'DELETE FROM spotify_state'
	finish responder
	responder_start
	run -0 talk show "$nginx" 'Adele'
	has '^template\.outputs\.0\.basicCard\.description 장르: .*\\n팔로워: [0-9,]+만명\\n인기도: [0-9]{2}/100\\n정보 제공: Spotify$'
	has '^template\.outputs\.1\.listCard\.items\.4\.title .'
	gives 'search=1 token=1 top-tracks=1' calls
}

@test "what users type is not in the log" {
	gives 'says unknown' talk ask "$nginx" 'zzzz my secret'
	eventually 5 sql_is 1 "SELECT COUNT(*) FROM unknown_names WHERE name_key = 'zzzzmysecret'"
	run cat "$sockets"/log/responder.log* "$sockets"/log/access.log
	has_not 'secret|eatles|비틀즈'
	has 'msg=request .*outcome=unknown'
}
