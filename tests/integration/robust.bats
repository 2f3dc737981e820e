#!/usr/bin/env bats
# What a responder must bear besides what its users send: no descriptors, bodies that are not what they were said to be,
# signals at the wrong moment, several processes on one socket, a database that must prove who it is.

# shellcheck disable=SC2154 # all of stack.bash's
load stack

setup_file() {
	stack_begin
	database_start
	standin_start --mode extended
	settle
	responder_start
	talk ask "$sockets/artistbot.sock" 'The Beatles'
	eventually 5 sql_is 1 'SELECT COUNT(songs_fetched_at) FROM artists'
}

teardown_file() {
	stack_end
}

robust() { "$python" -I -B -X pycache_prefix="$sockets/tmp/pycache" "$here/robust.py" "$@"; }

@test "a body shorter than announced, or cut off, is answered with a friendly reply or not at all, never as if it were whole" {
	responder_usual
	run -0 robust bodies "$sockets/artistbot.sock"
	has '^shorter than announced: 200 unreadable$'
	has '^cut off: closed$'
	has '^longer than announced: 200 found$'
	has '^no length: 200 found$'
}

@test "a signal while a body arrives changes nothing about its answer" {
	responder_usual
	run -0 robust signal "$sockets/artistbot.sock" "$(pid_of responder)"
	has '^HUP: 200 found$'
	has '^TERM: 200 found$'
	eventually 10 ended responder
	finish responder
}

@test "a SIGHUP that comes while it starts has the files read again, and does not end it" {
	run -0 robust early "$sockets/early.sock" "$build/artistbot.fcgi" "$config"
	echo "$output"
	has '^read: 2$'
	has '^ended: 0$'
}

@test "without descriptors it goes on answering whom it has, and takes the others once there are some" {
	[ ! -e "$sockets/var/run/responder.pid" ] || finish responder
	rm -f "$sockets/artistbot.sock"
	# shellcheck disable=SC2016 # the inner shell's
	spawn responder bash -c 'ulimit -n 48; exec "$@"' few "$build/artistbot.fcgi" --config "$config" --socket \
		"$sockets/artistbot.sock"
	printf few >"$sockets/var/configuration"
	wait_ready responder logged responder 'msg=ready'
	run -0 robust crowd "$sockets/artistbot.sock" 120
	echo "$output"
	has '^kept: 200 found$'
	has '^afterwards: 200 found$'
	web_start nginx
	run -0 curl -sS "$nginx/status"
	has '^connections limit: 24$'
	finish nginx
	finish responder
}

@test "one process of two that share a socket dies, and the other answers; a new one answers whom it finds waiting" {
	[ ! -e "$sockets/var/run/responder.pid" ] || finish responder
	rm -f "$sockets/artistbot.sock"
	run -0 robust two "$sockets/artistbot.sock" "$build/artistbot.fcgi" "$config"
	echo "$output"
	has '^while one is dead: 20 of 20 found$'
	has '^back after [0-9]+ ms$'
	has '^both ended: 0 0$'
}

@test "requests from networks that are not on the list are refused, whoever they say they are" {
	write_config "$sockets/var/near.conf" '[access]' 'networks = 192.0.2.0/24, 2001:db8::/32'
	[ ! -e "$sockets/var/run/responder.pid" ] || finish responder
	responder_start "$sockets/var/near.conf"
	run -0 robust from "$sockets/artistbot.sock" 192.0.2.77 2001:db8::5 ::ffff:192.0.2.1 192.0.3.1 127.0.0.1 2001:db9::1 '' x
	echo "$output"
	has '^192.0.2.77: 200$'
	has '^2001:db8::5: 200$'
	has '^::ffff:192.0.2.1: 200$'
	has '^192.0.3.1: 401$'
	has '^127.0.0.1: 401$'
	has '^2001:db9::1: 401$'
	has '^: 401$'
	has '^x: 401$'
	finish responder
}

# A certificate of an authority's, for a name.
certificate() { # authority name
	local at=$sockets/tmp/$1
	[ -e "$at.pem" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -days 2 \
		-keyout "$at.key" -out "$at.pem" 2>/dev/null
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$2" -keyout "$at-$2.key" \
		-out "$at-$2.csr" 2>/dev/null
	openssl x509 -req -in "$at-$2.csr" -CA "$at.pem" -CAkey "$at.key" -CAcreateserial -days 2 -out "$at-$2.pem" \
		-extfile <(printf 'subjectAltName=%s' "$([ "$2" = 127.0.0.1 ] && echo IP || echo DNS):$2") 2>/dev/null
}

# Another MariaDB, with a certificate (or none) on a port of loopback.
tls_database_start() { # certificate, without its end
	local port=$((20000 + RANDOM % 12000)) tls=()
	[ "$1" = none ] || tls=(--ssl-cert="$1.pem" --ssl-key="$1.key")
	rm -rf "$sockets/tdb"
	mkdir -m 700 "$sockets/tdb"
	cp -r "$sockets/tls-data" "$sockets/tdb/data"
	spawn tdb mariadbd --no-defaults --user="$(id -un)" --datadir="$sockets/tdb/data" --socket="$sockets/tdb/s" \
		--bind-address=127.0.0.1 --port="$port" --skip-name-resolve --skip-grant-tables --skip-log-bin \
		--innodb-log-file-size=8M --innodb-buffer-pool-size=16M "${tls[@]}"
	wait_ready tdb logged tdb 'ready for connections'
	sed -E "s|^socket = .*|hosts = 127.0.0.1:$port|" "$config" >"$sockets/var/tls.conf"
}

# What check says of the database with this authority.
checked() { # certificate's path
	sed -i '/^tls_ca/d' "$sockets/var/tls.conf"
	sed -i "s|^\[database\]|&\ntls_ca = $1|" "$sockets/var/tls.conf"
	run "$build/artistbotctl" --config "$sockets/var/tls.conf" migrate
}

@test "with a CA configured MySQL is spoken to over TLS alone, and only with a certificate of that CA and of its name" {
	database_stop
	cp -R "$sockets/db/data" "$sockets/tls-data"
	database_start
	certificate right 127.0.0.1
	certificate wrong 127.0.0.1
	certificate right elsewhere
	tls_database_start "$sockets/tmp/right-127.0.0.1"
	checked "$sockets/tmp/right.pem"
	echo "$output"
	[ "$status" = 0 ]
	# The session is encrypted.
	run -0 mariadb --no-defaults --socket="$sockets/tdb/s" -N -e "SHOW GLOBAL STATUS LIKE 'Ssl_finished_accepts'"
	[ "${output##*[[:blank:]]}" -gt 0 ]
	checked "$sockets/tmp/wrong.pem"
	echo "$output"
	[ "$status" != 0 ]
	has 'TLS|SSL|certificate'
	finish tdb
	tls_database_start "$sockets/tmp/right-elsewhere"
	checked "$sockets/tmp/right.pem"
	echo "$output"
	[ "$status" != 0 ]
	finish tdb
	tls_database_start none
	checked "$sockets/tmp/right.pem"
	echo "$output"
	[ "$status" != 0 ]
	finish tdb
}

@test "secrets come from files that others cannot read, as systemd's credentials are, and an open one is refused" {
	local d=$sockets/tmp/credentials
	mkdir -m 700 "$d"
	(umask 077 && printf 'of-the-file\n' >"$d/skill-keys")
	write_config "$sockets/var/secret.conf" '[access]' 'header = X-Skill-Key'
	[ ! -e "$sockets/var/run/responder.pid" ] || finish responder
	export ARTISTBOT_ACCESS_SECRETS_FILE=$d/skill-keys
	responder_start "$sockets/var/secret.conf"
	run -0 robust key "$sockets/artistbot.sock" of-the-file another ''
	unset ARTISTBOT_ACCESS_SECRETS_FILE
	has '^of-the-file: 200$'
	has '^another: 401$'
	has '^: 401$'
	run ! grep -r of-the-file "$sockets/log"
	finish responder
	chmod o+r "$d/skill-keys"
	ARTISTBOT_ACCESS_SECRETS_FILE=$d/skill-keys run -2 "$build/artistbot.fcgi" --config "$sockets/var/secret.conf" \
		--socket "$sockets/other.sock"
	has 'chmod o='
	has_not 'of-the-file'
}
