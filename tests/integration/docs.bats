#!/usr/bin/env bats
# The documents: what they tell people to type does what they say, their two languages say the same, and what they list is
# complete. All blocks of commands (sh) and of SQL (sql) are run, a document's one after the other, with what `make install`
# and artistbot-setup bring, in a folder that looks like a clone. What a test cannot do (root, network, TLS, half an hour) has a
# stand-in, outside.py, that knows what may be said to it.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	export docs="README.md README.ko.md CONTRIBUTING.md CHANGELOG.md docs/*.md"
	export place=$sockets/place clone=$sockets/clone config=$sockets/place/etc/artistbot/artistbot.conf
	make -s -C "$root" install WERROR=1 BUILD="$build" PREFIX="$place/usr" SYSCONFDIR="$place/etc" >"$sockets/tmp/make"
	mkdir -p "$place/etc/nginx/conf.d" "$place/etc/nginx/snippets"
	standin_start
	database_start
	SPOTIFY_CLIENT_ID=standin SPOTIFY_CLIENT_SECRET=standin "$place/usr/sbin/artistbot-setup" --yes --socket "$database" </dev/null
	# The database's client finds it without being told.
	printf '[client]\nsocket = %s\n' "$database" >"$sockets/.my.cnf"
	printf '%s\n' '[spotify]' "api_url = $standin" "accounts_url = $standin" 'daily_calls = 0' 'hourly_searches_a_user = 0' >>"$config"
	export ARTISTBOT_CONFIG=$config ARTISTBOT_ASK_KEY
	ARTISTBOT_ASK_KEY="X-Artistbot-Key: $(<"$place/etc/artistbot/secrets/skill-keys")"
	responder_start
	web_start nginx
	make_clone
	make_outside
}

teardown_file() {
	stack_end
}

# As git and scripts/run leave it: the responder at hand takes the place of the one that scripts/run starts.
make_clone() {
	mkdir -p "$clone"/{build,scripts,var/run}
	ln -s "$root"/{docs,etc,tests,www,Makefile} "$clone/"
	ln -s "$build"/{artistbot.fcgi,artistbotctl} "$clone/build/"
	ln -s "$root"/scripts/{ask,smoke,lib} "$clone/scripts/"
	write_config "$clone/var/artistbot.conf"
	printf '%s\n' "$nginx" >"$clone/var/run/url"
	printf '%s\n' "$sockets/artistbot.sock" >"$clone/var/run/socket"
	printf '%s\n' "$config" >"$clone/var/run/config"
	# What is downloaded from Wikidata.
	printf '%s\n' 'id,name,hangul,others' '3TVXtAsR1Inumwj472S9r4,Drake,드레이크,' '6qqNVTkY8uBg9cP3Jd7DAH,Billie Eilish,빌리 아일리시,빌리' \
		>"$clone/names.csv"
}

# Each is a line that calls outside.py with its own name.
make_outside() {
	local program
	mkdir "$sockets/outside"
	for program in apt-get systemctl certbot journalctl git man make; do
		stand_in "$program" "$sockets/outside/$program"
	done
	for program in run test deps; do
		stand_in "scripts/$program" "$clone/scripts/$program"
	done
}

stand_in() { # program file
	printf '#!/bin/sh\nexec "%s" -I -X pycache_prefix="%s" "%s/outside.py" %s "$@"\n' "$python" "$sockets/tmp/pycache" "$here" "$1" >"$2"
	chmod 755 "$2"
}

check() { (cd "$root" && "$python" -I -X pycache_prefix="$sockets/tmp/pycache" "$here/docs.py" "$@"); }

# Runs a document's commands, or what standard input says, as who has just cloned the repository.
follow() { # [document]
	local script=$BATS_TEST_TMPDIR/script
	if [ $# = 0 ]; then
		cat >"$script"
	else
		rm -rf "$BATS_TEST_TMPDIR/scripts"
		mkdir "$BATS_TEST_TMPDIR/scripts"
		check scripts "$BATS_TEST_TMPDIR/scripts" "$1"
		mv "$BATS_TEST_TMPDIR/scripts/${1//\//-}" "$script"
	fi
	rm -rf "$BATS_TEST_TMPDIR/work"
	cp -R "$clone" "$BATS_TEST_TMPDIR/work"
	(cd "$BATS_TEST_TMPDIR/work" && HOME=$sockets PATH=$sockets/outside:$place/usr/bin:$place/usr/sbin:$PATH \
		timeout 600 bash -xeuo pipefail "$script" </dev/null 3>&- 4>&-)
}

@test "every command in the middle of a text is one that there is, with options that there are" {
	# shellcheck disable=SC2086 # a file each
	cd "$root" && check commands $docs
}

# README.ko.md has the same commands: see below.
@test "the README, followed from its first command to its last, leads to a bot that works" {
	output=$(follow README.md 2>&1) || { printf '%s\n' "$output" && return 1; }
	# scripts/ask, scripts/smoke, artistbotctl check, names import and entity export, and plain CGI.
	has '아이유 인기곡'
	has '^# 36 of 36 ok$'
	has "^ok   $nginx/skill/artist"
	has_not '^bad '
	grep -q 'listen 80; server_name bot.example.org;' "$place/etc/nginx/conf.d/artistbot.conf"
	grep -q '빌리 아일리시' "$BATS_TEST_TMPDIR"/work/artistbot/artistbot/artist_name.csv
	has '"version":"2.0".*The Beatles'
}

@test "the commands of the other documents do what they say" {
	local document n=0
	cd "$root"
	for document in CONTRIBUTING.md docs/*.md; do
		[ "$document" != docs/privacy.md ] || continue # it drops the database
		grep -qE '^```(sh|sql)$' "$document" || continue
		follow "$document"
		n=$((n + 1))
	done
	[ $n -ge 3 ]
}

# In which tables of the database a text is, whatever the column.
tables_with() { # text
	local table
	for table in $(sql 'SHOW TABLES'); do
		! sql "SELECT * FROM \`$table\`" | grep -q -e "$1" || printf '%s ' "$table"
	done
}

@test "privacy.md names each table, and its commands delete what users typed, and all of it" {
	local document=$BATS_TEST_TMPDIR/docs-privacy.md table
	ctl migrate
	for table in $(sql 'SHOW TABLES'); do
		grep -q "\`$table\`" "$root/docs/privacy.md" || { printf 'no word of %s\n' "$table" && return 1; }
	done
	sql "INSERT IGNORE INTO names VALUES ('쪽지', 'id1', '쪽지', 'typed', 500, UTC_TIMESTAMP()), ('비틀즈', 'id2', '비틀즈', 'typed', 500, UTC_TIMESTAMP());
		INSERT INTO choices VALUES ('쪽지', 'id1', 3); INSERT INTO unknown_names VALUES ('쪽지', '2099-01-01')"
	ctl migrate
	gives 'choices name_sounds names unknown_names ' tables_with '쪽지'
	check scripts "$BATS_TEST_TMPDIR" docs/privacy.md
	# Its SQL, which is the end, comes last.
	sed -n '/^artistbotctl names forget/p' "$document" | follow
	gives '0' sql "SELECT COUNT(*) FROM names WHERE name = '비틀즈' AND source = 'typed'"
	gives 'choices name_sounds names unknown_names ' tables_with '쪽지'
	sed '/^mariadb /,$d; /all-spotify-data/d' "$document" | follow
	gives '' tables_with '쪽지'
	gives '0' sql "SELECT COUNT(*) FROM names WHERE source = 'typed'"
	follow docs/privacy.md
	run ! sql 'SELECT 1'
	# So that others find it as it was.
	HOME=$sockets "$place/usr/sbin/artistbot-setup" --yes </dev/null
}

@test "a command that is misspelt, or an option that is none, would be noticed" {
	local line n=0
	while IFS= read -r line; do
		run ! follow <<<"$line"
		n=$((n + 1))
	done <<-'END'
		scripts/rnu
		scripts/run --detached
		scripts/deps run packages
		scripts/test everything
		scripts/ask --frobnicate "아이유"
		apt-get instal git
		apt-get install mariadb-sever
		apt-get install --no-recommends git
		apt-get install ./build/deb/artistbot_*.deb
		git clone ADDRESS
		make dep
		make WEROR=1 all
		artistbot-setup --frobnicate
		install --frobnicate /dev/null there
		systemctl enable --now artistbot-nigthly.timer
		systemctl enable artistbot-nightly.service
		systemctl reload artistbot-nightly
		certbot --ngnix -d bot.example.org
		certbot --nginx -d boot.example.org
		journalctl -u artistbott --since today
		artistbotctl names imprt names.csv
		artistbotctl names import name.csv
		artistbotctl entity export --headers
		artistbotctl check --url http://127.0.0.1:1/skill/artist
		mariadb --user=root --batch artistbot <<<'DELETE FROM use'
	END
	[ $n = 25 ]
	# A server that the sed of the README did not change.
	sed 's/listen 127.0.0.1:8080;/listen 127.0.0.1:808;/' "$root/etc/nginx/artistbot.conf" >"$place/etc/nginx/conf.d/artistbot.conf"
	run ! follow <<<'systemctl restart nginx'
	has 'no site on port 80'
}

@test "links lead to files that are there" {
	cd "$root"
	# shellcheck disable=SC2086
	check links $docs
}

@test "README.md and README.ko.md have the same headings, commands, links and pictures" {
	cd "$root" && check same README.md README.ko.md
}

@test "operations.md explains every metric and every line of the log" {
	curl -sSf --max-time 5 "$nginx/metrics" >"$BATS_TEST_TMPDIR/metrics"
	cd "$root" && check listed docs/operations.md "$BATS_TEST_TMPDIR/metrics"
}

@test "each of the fifty example utterances finds an artist" {
	[ "$(sort -u "$root/docs/utterances.txt" | wc -l)" = 50 ]
	check utterances "$nginx/skill/artist" docs/utterances.txt
}

@test "configuration.md is made of etc/artistbot.conf as it is (make reference)" {
	cd "$root" && diff docs/configuration.md <(scripts/conf-manual --markdown etc/artistbot.conf)
}

@test "every SQL statement is within what the engines of many-machines.md support" {
	cd "$root" && "$python" -I tests/integration/portable.py
}

@test "a statement that is not within it is refused" {
	local statement n=0
	mkdir "$BATS_TEST_TMPDIR/src"
	cp -R "$root/src/store" "$BATS_TEST_TMPDIR/src/"
	ln -s "$root/etc" "$root/docs" "$BATS_TEST_TMPDIR/"
	cd "$BATS_TEST_TMPDIR"
	"$python" -I "$here/portable.py"
	while IFS= read -r statement; do
		printf 'const char *text = "%s";\n' "$statement" >src/store/more.c
		run -1 "$python" -I "$here/portable.py"
		has 'src/store/more.c: '
		n=$((n + 1))
	done <<-'END'
		WITH x AS (SELECT 1) SELECT * FROM names
		with x as (select 1) select * from names
		SELECT name FROM names INTERSECT SELECT name FROM artists
		SELECT name FROM names UNION SELECT name FROM artists
		DELETE FROM names WHERE name_key = ? RETURNING name
		SELECT JSON_OBJECTAGG(name_key, name) FROM names
		SELECT REGEXP_REPLACE(name, ?, ?) FROM names
		SELECT regexp_replace(name, ?, ?) FROM names
		SELECT REPLACE(name, ?, ?) FROM names
		SELECT name || name_key FROM names
		SELECT @a := name FROM names
		SELECT name INTO @a FROM names
		SET GLOBAL sql_mode = ''
		CREATE TEMPORARY TABLE IF NOT EXISTS names (name_key INT PRIMARY KEY)
		ALTER TABLE names ADD COLUMN IF NOT EXISTS name INT
	END
	[ $n = 15 ]
}

@test "what HAProxy says in a responder's place is sorry.json" {
	cmp "$root/www/sorry.json" <(sed '1,/^\r$/d' "$root/etc/haproxy/sorry.http")
	[ "$(sed -n 's/^Content-Length: \([0-9]*\)\r$/\1/p' "$root/etc/haproxy/sorry.http")" = "$(stat -c %s "$root/www/sorry.json")" ]
}

some_artists() { [ "$(sql 'SELECT COUNT(*) FROM artists')" -ge 5 ]; }

# What systemd would do: the commands of a unit, until one fails.
nightly() { # variables...
	local command
	while read -r command; do
		env ARTISTBOT_CONFIG="$BATS_TEST_TMPDIR/artistbot.conf" "$@" bash -c "${command/#\/usr/$place\/usr}" || return
	done < <(sed -n 's/^ExecStart=//p' "$root/etc/systemd/artistbot-nightly.service")
}

@test "both units take secrets as credentials; the night ends well without a budget or behind a closed gate, and fails where something is wrong" {
	local unit drop=$BATS_TEST_TMPDIR/drop name file credentials=()
	local older='UPDATE artists SET fetched_at = UTC_TIMESTAMP() - INTERVAL 30 HOUR, used_at = UTC_TIMESTAMP()'
	sed -n 's/^#   //p' "$root/etc/systemd/artistbot.service" >"$drop"
	for unit in artistbot artistbot-nightly; do
		mkdir "$BATS_TEST_TMPDIR/$unit.service.d"
		cp "$drop" "$BATS_TEST_TMPDIR/$unit.service.d/override.conf"
		sed "s|/usr/bin/|$place/usr/bin/|" "$root/etc/systemd/$unit.service" >"$BATS_TEST_TMPDIR/$unit.service"
	done
	cp "$root/etc/systemd/artistbot.socket" "$BATS_TEST_TMPDIR/"
	cd "$BATS_TEST_TMPDIR"
	run -0 systemd-analyze verify --man=no ./artistbot.service ./artistbot-nightly.service
	has_not 'artistbot'
	# %d is the folder of the credentials; where the settings say that secrets are, there are none.
	mkdir credentials
	while IFS=: read -r name file; do
		cp "$place$file" "credentials/$name"
	done < <(sed -n 's/^LoadCredential=//p' "$drop")
	mapfile -t credentials < <(sed -n "s|^Environment=\(.*\)%d|\1$BATS_TEST_TMPDIR/credentials|p" "$drop")
	[ ${#credentials[@]} = 3 ]
	sed -E 's#/secrets/(database-password|spotify-secret|skill-keys)#/gone&#' "$config" >artistbot.conf
	run ! nightly
	check utterances "$nginx/skill/artist" docs/utterances.txt
	eventually 5 some_artists
	sql "DELETE FROM spotify_state; $older"
	run -0 nightly "${credentials[@]}" ARTISTBOT_SPOTIFY_DAILY_CALLS=1
	sql "$older"
	run -0 nightly "${credentials[@]}" ARTISTBOT_SPOTIFY_DAILY_CALLS=1
	has '^Spotify may not be asked any more for [0-9]+ s'
	sql "DELETE FROM spotify_state; $older"
	control '{"faults": [{"on": "artist", "kind": "429", "retry_after": "3600", "times": 1}]}'
	run -0 nightly "${credentials[@]}"
	has '^0 of [1-9].* refreshed, 0 failed'
	has '^Spotify may not be asked any more for 3[0-9]+ s'
	sql 'DELETE FROM spotify_state'
	run -0 nightly "${credentials[@]}"
	has '^([1-9][0-9]*) of \1 refreshed, 0 failed'
	echo wrong >credentials/database-password
	run ! nightly "${credentials[@]}"
}
