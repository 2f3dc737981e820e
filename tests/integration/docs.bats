#!/usr/bin/env bats
# The documents: what they tell people to type is there, their two languages say the same, and what they list is complete.
# Blocks that are marked "sh test" are run, the commands of all other "sh" blocks are held against the programs' help.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start
	settle
	responder_start
	web_start nginx
	export docs="README.md README.ko.md CONTRIBUTING.md CHANGELOG.md docs/*.md"
}

teardown_file() {
	stack_end
}

check() { (cd "$root" && "$python" -I -X pycache_prefix="$sockets/tmp/pycache" "$here/docs.py" "$@"); }

@test "every command in the documents is one that there is, with options that there are" {
	# shellcheck disable=SC2086 # a file each
	cd "$root" && check commands "$build/artistbotctl" $docs
}

@test "blocks that can be run here do what they say" {
	local block n=0
	mkdir "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/work"
	ln -s "$build/artistbotctl" "$BATS_TEST_TMPDIR/bin/"
	cd "$root"
	# shellcheck disable=SC2086
	check blocks "$BATS_TEST_TMPDIR" $docs
	for block in "$BATS_TEST_TMPDIR"/block-*; do
		(cd "$BATS_TEST_TMPDIR/work" && PATH=$BATS_TEST_TMPDIR/bin:$PATH ARTISTBOT_CONFIG=$config bash -euo pipefail "$block") || {
			cat "$block"
			return 1
		}
		n=$((n + 1))
	done
	[ $n -ge 3 ]
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
