#!/usr/bin/env bats
# Whole conversations: views and the taps between them, phrases, small talk, languages; through a real web server.

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
}

teardown_file() {
	stack_end
}

setup() {
	control '{"mode": "extended"}'
	responder_usual
}

user() { "$python" -I -X pycache_prefix="$sockets/tmp/pycache" "$here/conversation.py" "$@"; }

stored() { # artist what: all of it is in the database
	eventually 5 sql_is "$2" "SELECT COUNT(*) FROM related_artists r JOIN names n USING (artist_id) WHERE name_key = '$1'"
}

# The reply to these words is the one that is kept in tests/golden, and the validator has nothing to say against it.
# GOLDEN=write writes them anew: look at the difference.
golden() { # name words
	local file=$root/tests/golden/$1.json
	user body "$nginx" "$2" >"$sockets/tmp/reply"
	[ "${GOLDEN:-}" != write ] || cp "$sockets/tmp/reply" "$file"
	diff -u "$file" "$sockets/tmp/reply"
	"$build/artistbotctl" validate-reply "$sockets/tmp/reply"
}

@test "each view and each edge is answered as it is written down" {
	user body "$nginx" '아이유랑 비슷한 가수' >/dev/null
	stored 아이유 10
	golden artist '아이유'
	golden songs '아이유 노래'
	golden related '아이유랑 비슷한 가수'
	golden no-picture 'No Picture Yet'
	golden unknown '없는가수이름'
	golden empty ' '
	golden greeting '안녕하세요'
	golden help '도움말'
	golden thanks '고마워요'
	golden bye '안녕히 계세요'
	golden laugh 'ㅋㅋㅋ'
	golden sticker '(하트)'
	golden insult '바보야'
	golden nobody '노래 추천해줘'
	golden related-to-nobody '비슷한 가수 추천해줘'
	golden long "$(printf '가나다라마바사 %.0s' {1..50})"
}

@test "whole phrases ask for the artist, the songs or those who are alike" {
	local said
	for said in '콜드플레이' '콜드플레이 알려줘' '콜드플레이는 누구야?' '가수 콜드플레이' '콜드플레이에 대해 알려 주세요' \
		'who is Coldplay?'; do
		run -0 user tap "$nginx" "$said"
		has '^basicCard Coldplay \| listCard Coldplay 인기곡$'
	done
	for said in '콜드플레이 노래' '콜드플레이 추천해줘' '콜드플레이의 인기곡 알려줘' '노래 콜드플레이' 'songs by Coldplay' \
		'Coldplay songs'; do
		run -0 user tap "$nginx" "$said"
		has '^listCard Coldplay 인기곡'
		has_not Card\ Coldplay$
	done
	for said in '콜드플레이랑 비슷한 가수' '콜드플레이와 비슷한 아티스트 추천' '콜드플레이 같은 밴드 알려줘' 'artists like Coldplay'; do
		run -0 user tap "$nginx" "$said"
		has '^simpleText Coldplay와 비슷한 아티스트예요. \| basicCard '
	done
}

@test "from the artist to the songs, to those who are alike, to one of them and back, with and without extra" {
	local how
	user body "$nginx" '아이유랑 비슷한 가수' >/dev/null
	stored 아이유 10
	for how in tap plain; do
		run -0 user $how "$nginx" '아이유' '노래 더 보기' '비슷한 가수' '이 가수 보기@태연'
		has '^basicCard 아이유 \| listCard 아이유 인기곡$'
		[[ ${lines[1]} =~ ^'listCard 아이유 인기곡 | listCard 아이유 인기곡' ]]
		[[ ${lines[2]} =~ ^'simpleText 아이유와 비슷한 아티스트예요. | basicCard 태연 | basicCard 악뮤' ]]
		[[ ${lines[3]} =~ ^'basicCard 태연 | listCard 태연 인기곡' ]]
	done
}

@test "a tap on its own tells whom it means: the id is enough, and wins over what is said" {
	local id
	id=$(talk id 'IU')
	run -0 user tap "$nginx" "{\"artist_id\":\"$id\",\"view\":\"songs\"}"
	has '^listCard 아이유 인기곡'
	run -0 user tap "$nginx" "{\"artist_id\":\"$id\",\"artist\":\"Coldplay\",\"view\":\"nonsense\"}"
	has '^basicCard 아이유'
}

@test "an artist whose name looks like a phrase or a greeting is found where the name is known" {
	local id
	id=$(talk id 'Muse')
	sql "INSERT INTO names VALUES ('뮤즈노래', '$id', '뮤즈 노래', 'typed', 5, UTC_TIMESTAMP()),
		('hello', '$id', 'Hello', 'typed', 5, UTC_TIMESTAMP()), ('안녕', '$id', '안녕', 'typed', 5, UTC_TIMESTAMP())"
	run -0 user tap "$nginx" '뮤즈 노래'
	has '^basicCard Muse'
	run -0 user tap "$nginx" '뮤즈 노래 노래'
	has '^listCard Muse 인기곡'
	run -0 user tap "$nginx" 'Hello!'
	has '^basicCard Muse'
	run -0 user tap "$nginx" '안녕!'
	has '^simpleText 안녕하세요!'
	run -0 user tap "$nginx" '가수 안녕'
	has '^basicCard Muse'
	sql "DELETE FROM names WHERE source = 'typed'"
	run -0 user tap "$nginx" 'HELLO'
	has '^simpleText 안녕하세요!'
}

@test "a name that ends like a phrase is asked for whole where what is left names nobody" {
	control '{"reset": true}'
	run -0 user tap "$nginx" 'zzqx 노래'
	has '^simpleText 아티스트를 찾을 수 없어요'
	run calls
	has 'search=[24]'
}

@test "small talk costs no call" {
	control '{"reset": true}'
	for said in '안녕하세요' '하이' 'ㅋㅋㅋㅋ' '😀' '(신나)' '노래 추천해줘' '추천' '누구야?' '씨발' '???'; do
		run -0 user tap "$nginx" "$said"
		has '^simpleText '
	done
	gives 'none' calls
}

@test "with a block taps lead to it, and in English it speaks English" {
	write_config "$sockets/var/english.conf" '[skill]' 'language = en' 'block_id = 62f0ab1c2d3e4f5a6b7c8d9e'
	finish responder
	responder_start "$sockets/var/english.conf"
	run -0 user tap "$nginx" 'IU' 'More songs' 'More like this' 'Show@태연'
	has '^basicCard 아이유 \| listCard Popular songs by 아이유$'
	has '^simpleText Artists like 아이유 \| basicCard '
	[[ ${lines[3]} =~ ^'basicCard 태연' ]]
	user body "$nginx" 'IU' >"$sockets/tmp/reply"
	grep -q '"blockId": "62f0ab1c2d3e4f5a6b7c8d9e"' "$sockets/tmp/reply"
	"$build/artistbotctl" validate-reply "$sockets/tmp/reply"
	golden english-help 'help'
}

@test "the log tells what kind each answer was, and nothing that was typed" {
	run cat "$sockets"/log/responder.log*
	for outcome in found songs related greeting talk nobody help; do
		has "msg=request .*outcome=$outcome "
	done
	has_not '아이유|Coldplay|콜드|씨발|aaaaaaaaaaaa'
}
