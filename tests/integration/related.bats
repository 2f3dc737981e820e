#!/usr/bin/env bats
# Related artists: where they come from, and what they cost.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start --mode extended
	settle
	responder_start
	web_start nginx
}

teardown_file() {
	stack_end
}

setup() {
	control '{"reset": true, "mode": "extended"}'
	sql 'DELETE FROM spotify_state'
}

import() { # line... with its tabs as \t
	printf '%b\n' "$@" >"$BATS_TEST_TMPDIR/list.tsv"
	ctl related import "$BATS_TEST_TMPDIR/list.tsv"
}

@test "an operator's lists are taken in, wrong lines are told with their number, the rest is not lost" {
	local iu akmu heize
	iu=$(talk id IU) akmu=$(talk id AKMU) heize=$(talk id Heize)
	gives '3 related artists of 2 artists imported' import '# mine' "$iu\t$akmu\tAKMU" "" \
		"https://open.spotify.com/artist/$iu?si=1\tspotify:artist:$heize\tHeize" "$akmu\t$iu"
	sql_is 3 "SELECT COUNT(*) FROM related_artists WHERE source = 'imported'"
	run -1 import "$iu\t$akmu" 'IU\tAKMU' "$iu" "$akmu\tnobody" "$akmu\t$iu\tIU\tmore" "$akmu\t$iu\tIU"
	has 'list.tsv:2: '
	has 'list.tsv:3: '
	has 'list.tsv:4: '
	has 'list.tsv:5: '
	has_not 'list.tsv:[16]: '
	has '^2 related artists of 2 artists imported$'
	sql_is 2 "SELECT COUNT(*) FROM related_artists WHERE source = 'imported'"
	run -1 ctl related import "$BATS_TEST_TMPDIR/none"
	has 'none: No such file'
}

@test "an imported list outlives all that came from Spotify" {
	import "$(talk id IU)\t$(talk id AKMU)\tAKMU"
	ctl purge --all-spotify-data
	sql_is 1 "SELECT COUNT(*) FROM related_artists WHERE source = 'imported' AND artist_id = '$(talk id IU)'"
}

@test "an unknown artist costs a search and a call for the songs, a known one nothing, whoever is related" {
	gives 'found Coldplay' talk ask "$nginx" 'Coldplay'
	eventually 5 sql_is 1 "SELECT COUNT(songs_fetched_at) FROM artists WHERE id = '$(talk id Coldplay)'"
	gives 'found Coldplay' talk ask "$nginx" 'Coldplay'
	run -0 calls
	has '^search=1( token=1)? top-tracks=1$'
}

@test "who is named on a song is related to whom it belongs, and the other way round" {
	# "Ice Cream" is by BLACKPINK and Selena Gomez.
	local blackpink selena
	blackpink=$(talk id BLACKPINK) selena=$(talk id 'Selena Gomez')
	gives 'found BLACKPINK' talk ask "$nginx" 'BLACKPINK'
	eventually 5 sql_is 1 "SELECT COUNT(*) FROM related_artists WHERE artist_id = '$blackpink'
		AND related_id = '$selena' AND source = 'credits'"
	sql "DELETE FROM song_credits WHERE artist_id = '$selena'"
	gives 'found Selena Gomez' talk ask "$nginx" 'Selena Gomez'
	eventually 5 sql_is 1 "SELECT COUNT(*) FROM related_artists WHERE artist_id = '$selena'
		AND related_id = '$blackpink' AND source = 'credits'"
}

@test "what is stale is fetched again in all its parts at once" {
	gives 'found Radiohead' talk ask "$nginx" 'Radiohead'
	eventually 5 sql_is 1 "SELECT COUNT(songs_fetched_at) FROM artists WHERE name = 'Radiohead'"
	sql "UPDATE artists SET fetched_at = fetched_at - INTERVAL 25 HOUR, songs_fetched_at = fetched_at WHERE name = 'Radiohead'"
	write_config "$sockets/var/patient.conf" '[cache]' 'refresh_wait_ms = 3000'
	finish responder
	responder_start "$sockets/var/patient.conf"
	control '{"reset": true, "faults": [{"on": "artist|top-tracks", "kind": "latency", "ms": 60000}]}'
	talk ask "$nginx" 'Radiohead' >"$BATS_TEST_TMPDIR/said" 3>&- 4>&- &
	local pid=$!
	# One after the other they would never wait together.
	eventually 5 held waiting=2
	control '{"release": true}'
	wait $pid
	gives 'found Radiohead' cat "$BATS_TEST_TMPDIR/said"
	logged responder 'source=spotify'
	gives 'artist=1 token=1 top-tracks=1' calls
	finish responder
	responder_usual
}

@test "what an app may call is found out by the check as well, and remembered for all" {
	run -0 ctl check --spotify
	has '^ok +spotify: related-artists$'
	control '{"mode": "development"}'
	run -0 ctl check --spotify
	has 'spotify: related-artists'
	has 'not for this app: related artists come from'
	has 'refused related-artists, for 86[34][0-9]{2} s$'
	sql_is 2 "SELECT COUNT(*) FROM spotify_state WHERE name LIKE 'refused %'"
}
