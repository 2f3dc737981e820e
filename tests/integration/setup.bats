#!/usr/bin/env bats
# artistbot-setup: a database without anything, and settings that work, by one command.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	export place=$sockets/place
	make -s -C "$root" install WERROR=1 BUILD="$build" PREFIX="$place" SYSCONFDIR="$place/etc" >"$sockets/tmp/make"
	export conf=$place/etc/artistbot/artistbot.conf
	database_start
}

teardown_file() {
	stack_end
}

set_up() { "$place/sbin/artistbot-setup" --socket "$database" "$@"; }
secret() { cat "$place/etc/artistbot/secrets/$1"; }

as() { # user password-file statement
	MYSQL_PWD=$(secret "$2") mariadb --no-defaults --socket="$database" --user="$1" --batch artistbot -e "$3"
}

@test "one command makes database, users, secrets and settings, and check finds all well but the missing Spotify keys" {
	run -0 set_up --yes </dev/null
	has '^0001-first\.sql: applied$'
	has '^ok   database: schema'
	has '^bad  spotify: no credentials'
	[ "$(stat -c %a "$place/etc/artistbot/secrets/migrate-password")" = 600 ]
	[ "$(stat -c %a "$place/etc/artistbot/secrets/skill-keys")" = 640 ]
	[ "$(stat -c %a "$place/etc/artistbot/secrets")" = 750 ]
	[ -z "$(find "$place/etc" -perm /007 -type f)" ]
}

@test "who serves may read and write rows and no more; who migrates may change the schema" {
	as artistbot database-password "INSERT INTO names VALUES ('a', 'id', 'A', 'typed', 5, UTC_TIMESTAMP()); SELECT * FROM names"
	run ! as artistbot database-password 'CREATE TABLE mine (a INT)'
	run ! as artistbot database-password 'ALTER TABLE names ADD COLUMN b INT'
	run ! as artistbot database-password 'SELECT * FROM mysql.user'
	as artistbot_migrate migrate-password 'CREATE TABLE mine (a INT); DROP TABLE mine'
	run -0 "$place/bin/artistbotctl" --config "$conf" migrate
	has 'up to date'
}

# Runs the setup on a terminal of its own, and types each answer when its question is there.
answer() { # question answer ...
	"$python" -c 'import os, pty, sys
questions = sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
	os.execl(sys.argv[1], sys.argv[1], "--socket", sys.argv[2])
shown = asked = b""
while True:
	try:
		said = os.read(terminal, 4096)
	except OSError:
		break
	shown += said
	asked += said
	if questions and questions[0].encode() in asked and asked.endswith(b": "):
		os.write(terminal, questions[1].encode() + b"\n")
		questions, asked = questions[2:], b""
sys.stdout.write(shown.decode().replace("\r", ""))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))' "$place/sbin/artistbot-setup" "$database" "$@"
}

@test "the second time it asks for what is missing, and shows no secret" {
	local before
	before=$(secret skill-keys)
	sed -i 's/^# The secrets that/# mine\n&/' "$conf"
	NO_COLOR=1 run -0 answer 'Client ID' my-id 'not shown' my-secret-hidden
	has 'Client ID'
	has_not 'my-secret-hidden'
	[ "$(secret spotify-secret)" = my-secret-hidden ]
	grep -qx 'client_id = my-id' "$conf"
	grep -qx '# mine' "$conf"
	[ "$(secret skill-keys)" = "$before" ]
	has '^ok   spotify: credentials are set'
	run -0 set_up --yes </dev/null
	[ "$(secret spotify-secret)" = my-secret-hidden ]
	has 'up to date'
}

@test "the account that serves may read the settings, whoever put them there" {
	local group
	group=$([ "$(id -u)" = 0 ] && printf www-data || id -gn) # only root may give files to another group
	sed "s/OWNER=artistbot/OWNER=$group/" "$place/sbin/artistbot-setup" >"$sockets/tmp/setup"
	chmod 755 "$sockets" "$sockets/tmp/setup"
	chmod 600 "$conf"
	run -0 "$sockets/tmp/setup" --yes --socket "$database" </dev/null
	[ "$(stat -c '%a %G' "$conf")" = "640 $group" ]
}

@test "a second machine does not lock out the first" {
	local before
	before=$(secret database-password)
	mkdir "$place/second"
	cp "$conf" "$place/second/artistbot.conf"
	run -1 set_up --yes --conf "$place/second/artistbot.conf" </dev/null
	has 'has a user artistbot already'
	has 'copy its artistbot\.conf and secrets'
	as artistbot database-password 'SELECT 1'
	run -0 set_up --yes --conf "$place/second/artistbot.conf" --new-passwords </dev/null
	run ! as artistbot database-password 'SELECT 1'
	[ "$(secret database-password)" = "$before" ]
}

@test "a database that cannot be reached, and options that are none, are told" {
	run -1 "$place/sbin/artistbot-setup" --yes --socket "$sockets/nobody.sock"
	has 'the database says no'
	LC_ALL=ko_KR.UTF-8 run -1 "$place/sbin/artistbot-setup" --yes --socket "$sockets/nobody.sock"
	has '데이터베이스가 거절했어요'
	run -2 "$place/sbin/artistbot-setup" --frobnicate
	has '^usage: artistbot-setup'
	run -0 "$place/sbin/artistbot-setup" --help
	has '^usage: artistbot-setup'
}
