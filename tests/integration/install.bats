#!/usr/bin/env bats
# make install: what lands where, and the units that systemd is given.

bats_require_minimum_version 1.5.0

setup_file() {
	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd -P)
	image=$BATS_FILE_TMPDIR/image
	export root image build=${BUILD:-build} PATH=$PATH:/usr/sbin:/sbin
	into "$image"
}

into() { # directory make-arguments...
	(umask 022 && make -s -C "$root" install WERROR=1 BUILD="$build" DESTDIR="$1" PREFIX=/usr "${@:2}")
}

# A unit as it is installed, but for a program that is there to be looked at.
unit() { sed "s|/usr/bin/|$image/usr/bin/|" "$image/usr/lib/systemd/system/$1" >"$BATS_TEST_TMPDIR/$1"; }

@test "make install brings the programs, the settings, the pages and the web servers' files" {
	"$image/usr/bin/artistbot.fcgi" --help | grep -q '^usage: artistbot.fcgi'
	"$image/usr/bin/artistbotctl" --help | grep -q '^usage: artistbotctl'
	[ "$(stat -c %a "$image/etc/artistbot/artistbot.conf")" = 640 ]
	cmp "$image/etc/artistbot/artistbot.conf" "$root/etc/artistbot.conf"
	for f in www/sorry.json www/index.html www/status.html www/js/main.js www/rules.json messages.ko.ini nginx/artistbot.conf nginx/skill.conf lighttpd/artistbot.conf lighttpd/sorry.lua; do
		[ -r "$image/usr/share/artistbot/$f" ]
	done
	python3 -m json.tool "$image/usr/share/artistbot/www/sorry.json" >/dev/null
	[ -z "$(find "$image" -perm /022 ! -type l)" ]
}

@test "each program tells its version, which is the source's, and its manual page how" {
	local version
	version=$(sed -n 's/^.define ARTISTBOT_VERSION "\(.*\)"/\1/p' "$root/src/base/version.h")
	for program in artistbot.fcgi artistbotctl; do
		[ "$("$image/usr/bin/$program" --version)" = "$program $version" ]
		[ "$("$image/usr/bin/$program" -v)" = "$program $version" ]
		"$image/usr/bin/$program" --help | grep -q -e '^  -v, --version '
		mandoc -T utf8 "$image/usr/share/man/man8/$program.8" | col -b | grep -q -e '--version'
	done
	[ "$("$image/usr/bin/artistbotctl" check --version)" = "artistbotctl $version" ]
}

@test "a second make install leaves the operator's settings alone" {
	into "$BATS_TEST_TMPDIR/twice"
	echo '# mine' >>"$BATS_TEST_TMPDIR/twice/etc/artistbot/artistbot.conf"
	into "$BATS_TEST_TMPDIR/twice"
	[ "$(tail -n 1 "$BATS_TEST_TMPDIR/twice/etc/artistbot/artistbot.conf")" = '# mine' ]
}

@test "make uninstall leaves the operator's settings alone, and what others have put there" {
	into "$BATS_TEST_TMPDIR/gone"
	touch "$BATS_TEST_TMPDIR/gone/usr/bin/other"
	make -s -C "$root" uninstall BUILD="$build" DESTDIR="$BATS_TEST_TMPDIR/gone" PREFIX=/usr
	run -0 find "$BATS_TEST_TMPDIR/gone" -type f
	[ "$(sort <<<"$output")" = "$BATS_TEST_TMPDIR/gone/etc/artistbot/artistbot.conf
$BATS_TEST_TMPDIR/gone/usr/bin/other" ]
}

@test "another PREFIX is named in what is installed there" {
	into "$BATS_TEST_TMPDIR/opt" PREFIX=/opt/artistbot
	grep -qx 'ExecStart=/opt/artistbot/bin/artistbot.fcgi' "$BATS_TEST_TMPDIR"/opt/opt/artistbot/lib/systemd/system/artistbot.service
	grep -q '^	root /opt/artistbot/share/artistbot/www;' "$BATS_TEST_TMPDIR"/opt/opt/artistbot/share/artistbot/nginx/artistbot.conf
}

@test "each command has a manual page in both languages, and they are well-formed, as are the others" {
	local name where
	for name in $("$image/usr/bin/artistbotctl" --lang en --help | sed -nE 's/^  ([a-z-]+( [a-z-]+)?)(  .*|$)/\1/p' | tr ' ' -); do
		for where in man8 ko/man8; do
			[ -s "$image/usr/share/man/$where/artistbotctl-$name.8" ]
		done
	done
	[ "$name" ]
	cd "$image/usr/share/man"
	mandoc -T lint -W warning man5/*.5 man8/*.8
	mandoc -T utf8 ko/man8/artistbotctl-names-import.8 | grep -q '위키데이터'
	mandoc -T utf8 man5/artistbot.conf.5 | col -b | grep -q 'daily_calls = 800'
}

@test "systemd understands the units and finds them well shut in" {
	unit artistbot.service
	unit artistbot.socket
	unit artistbot-nightly.service
	unit artistbot-nightly.timer
	cd "$BATS_TEST_TMPDIR"
	run -0 systemd-analyze verify --man=no ./artistbot.socket ./artistbot.service ./artistbot-nightly.service ./artistbot-nightly.timer
	run ! grep -q artistbot <<<"$output"
	run -0 systemd-analyze security --offline=true --threshold=15 ./artistbot.service
	run -0 systemd-analyze security --offline=true --threshold=20 ./artistbot-nightly.service
}

@test "every system call of the responder, from start to end, is one that the unit allows" {
	local allowed seen refused
	allowed=$(python3 - "$root/etc/systemd/artistbot.service" <<'PY'
import re, subprocess, sys
sets, name = {}, None
for line in subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True, check=True).stdout.splitlines():
    if line.startswith("@"):
        name = line.strip()
        sets[name] = []
    elif name and line.strip() and not line.strip().startswith("#"):
        sets[name].append(line.strip())
def members(word):
    return set().union(*map(members, sets[word])) if word.startswith("@") else {word}
allowed = members("@default")
for words in re.findall(r"^SystemCallFilter=(.*)", open(sys.argv[1]).read(), re.M):
    change = set().union(*map(members, words.lstrip("~").split()))
    allowed = allowed - change if words.startswith("~") else allowed | change
print("\n".join(sorted(allowed)))
PY
	)
	ARTISTBOT_DATABASE_SOCKET=$BATS_TEST_TMPDIR/none strace -f -qq -o "$BATS_TEST_TMPDIR/trace" \
		"$image/usr/bin/artistbot.fcgi" <"$root/scripts/lib/first-message.json"
	seen=$(sed -nE 's/^[0-9]+ +([a-z_0-9]+)\(.*/\1/p' "$BATS_TEST_TMPDIR/trace" | sort -u)
	[ "$(wc -l <<<"$seen")" -gt 20 ]
	# prlimit64 is a wish that may be refused: the unit sets the limit of descriptors itself.
	refused=$(comm -23 <(echo "$seen") <(sort <<<"$allowed"))
	[ -z "$refused" ] || [ "$refused" = prlimit64 ]
}

@test "the programs are hardened: position-independent, RELRO, BIND_NOW, stack protector, no executable stack" {
	for program in artistbot.fcgi artistbotctl; do
		elf=$(readelf -Wldh "$image/usr/bin/$program")
		grep -q 'Type: *DYN (Position-Independent Executable' <<<"$elf"
		grep -q 'GNU_RELRO' <<<"$elf"
		grep -qE 'FLAGS_1.*NOW' <<<"$elf"
		grep -qE 'GNU_STACK.* RW ' <<<"$elf"
		readelf -Ws "$image/usr/bin/$program" | grep -q '__stack_chk_fail'
	done
}
