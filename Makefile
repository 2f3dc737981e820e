# artistbot. `make` builds both programs into build/; `make help` lists the rest.
#
# Variables: CC, CFLAGS, BUILD (where to build), WERROR=1 (warnings are errors), V=1 (show commands),
# SANITIZE=address,undefined or thread (build with sanitizers; use a BUILD of its own). For make install: PREFIX, DESTDIR.

CC       ?= cc
BUILD    ?= build
PREFIX   ?= /usr/local
# Tests install elsewhere; the programs and their manual pages know /etc/artistbot, unless --config or ARTISTBOT_CONFIG say more.
SYSCONFDIR ?= /etc
CFLAGS   ?= -O2 -g
PKG      := libcurl libcjson libutf8proc libmariadb

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
            -Wpointer-arith -Wcast-qual -Wformat=2 -Wundef -Wvla $(if $(WERROR),-Werror)
HARDEN   := -fPIE -fstack-protector-strong $(if $(SANITIZE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
SAN      := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -Isrc -MMD -MP -pthread $(WARNINGS) $(HARDEN) $(SAN) \
             $(shell pkg-config --cflags $(PKG) | sed 's/-I/-isystem/g') $(CFLAGS)
ALL_LDFLAGS = -pthread -pie -Wl,-z,relro,-z,now,--as-needed $(SAN) $(LDFLAGS)
LIBS       = -lfcgi -linih $(shell pkg-config --libs $(PKG)) -lm

LIB_SRC  := $(sort $(filter-out src/ctl/%,$(wildcard src/*/*.c)))
CTL_SRC  := $(sort $(wildcard src/ctl/*.c))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/embedded.o
CTL_OBJ  := $(CTL_SRC:%.c=$(BUILD)/%.o)
UNIT     := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
EMBED    := $(sort $(wildcard etc/messages.*.ini)) $(sort $(wildcard etc/sql/[0-9]*.sql))

Q := $(if $(V),,@)

all: $(BUILD)/artistbot.fcgi $(BUILD)/artistbotctl ## both programs

unit: $(UNIT) ## the unit test programs, without running them

$(BUILD)/artistbot.fcgi: $(BUILD)/src/main.o $(BUILD)/libartistbot.a
$(BUILD)/artistbotctl: $(CTL_OBJ) $(BUILD)/libartistbot.a
$(BUILD)/artistbot.fcgi $(BUILD)/artistbotctl:
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

$(BUILD)/libartistbot.a: $(LIB_OBJ)
	@echo "  AR   $@"
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libartistbot.a
	@echo "  TEST $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests/unit $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libartistbot.a -lcmocka $(LIBS)

$(BUILD)/embedded.c: scripts/embed $(EMBED)
	@echo "  GEN  $@"
	@mkdir -p $(@D)
	$(Q)scripts/embed $(EMBED) >$@.new && mv $@.new $@

$(BUILD)/embedded.o: $(BUILD)/embedded.c $(BUILD)/flags
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/%.o: %.c $(BUILD)/flags
	@echo "  CC   $<"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Rebuild all when the compiler or its flags change.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' | cmp -s - $@ || echo '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' >$@

C_FILES  := $(sort $(wildcard src/*.[ch] src/*/*.[ch] tests/unit/*.[ch] tests/bench/*.c tests/accuracy/*.c tests/fuzz/*.[ch] tests/torture/*.c))
SCRIPTS  := $(sort $(shell grep -lE '^#!.*(bash|/sh)' scripts/* scripts/lib/* tests/run tests/fuzz/run tests/package/* tests/cluster/check .ci/run 2>/dev/null) \
                   $(wildcard scripts/lib/*.sh) $(wildcard tests/integration/*.bats tests/integration/*.bash tests/browser/*.bats))

test: ## what scripts/test runs once all is installed
	$(Q)tests/run

memcheck: ## the unit tests, and the responder of some others, under valgrind
	$(Q)tests/run memcheck

helgrind: ## the same, for races and the order of locks
	$(Q)tests/run helgrind

tsan: ## the tests of all that has threads, with ThreadSanitizer
	$(Q)tests/run tsan

lint: format-check banned tidy shellcheck clang ## all checks of the source

format: ## lays out the C source
	$(Q)clang-format -i $(C_FILES)

format-check: ## is the C source laid out as .clang-format says?
	$(Q)clang-format --dry-run -Werror $(C_FILES)

banned: ## functions that have a better replacement, and where memory may be taken
	$(Q)scripts/banned

tidy: ## clang-tidy
	$(Q)printf '%s\n' $(filter src/%.c,$(C_FILES)) | xargs -P $$(nproc) -n 4 \
	    sh -c 'clang-tidy --quiet "$$@" -- $(filter -std=% -D% -I%,$(ALL_CFLAGS)) $$(pkg-config --cflags $(PKG)) 2>/dev/null' tidy

shellcheck: ## shellcheck
	$(Q)shellcheck -x $(SCRIPTS)

clang: ## clang finds nothing to warn of
	$(Q)printf '%s\n' $(filter %.c,$(C_FILES)) | xargs -P $$(nproc) -n 8 \
	    clang $(filter-out -M% -D_FORTIFY_SOURCE%,$(ALL_CFLAGS)) -Werror -Itests/unit -fsyntax-only

rules: all ## www/rules.json, what the page knows of Kakao's rules, from src/kakao/rules.c
	$(Q)$(BUILD)/artistbotctl validate-reply --rules >www/rules.json.new && mv www/rules.json.new www/rules.json

reference: ## docs/configuration.md, from the comments in etc/artistbot.conf
	$(Q)scripts/conf-manual --markdown etc/artistbot.conf >docs/configuration.md

faults: all ## what Spotify may do wrong, against a stand-in over TLS; the last line counts the bad cells (7 minutes)
	$(Q)BUILD=$(BUILD) python3 -B tests/faults/run.py

HOURS    ?=
chaos: all ## traffic while all around it fails, one thing after the other; the last line counts (7 minutes; needs scripts/deps bench)
	$(Q)BUILD=$(BUILD) python3 -B tests/chaos/run.py $(if $(HOURS),--hours $(HOURS))

# Line and branch coverage by all tests with a plain build of its own.
cover: ## coverage of src/ by unit and integration tests, fuzz targets and torture (20 minutes)
	$(Q)tests/run cover

# libFuzzer is clang's. Whole requests are fuzzed over a store and a way to Spotify in memory: those objects take the place
# of src/store and of the HTTP thread.
FUZZ_SRC = $(filter-out src/store/% src/http/http.c src/ctl/main.c,$(LIB_SRC) $(CTL_SRC)) \
           tests/fuzz/memory_http.c tests/fuzz/memory_store.c
FUZZ     = $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
SECONDS  ?= 60
TARGET   ?=

fuzz: fuzz-build ## fuzzes TARGET (default: all, one after the other) for SECONDS (default 60) each
	$(Q)BUILD=$(BUILD) tests/fuzz/run $(SECONDS) $(TARGET)

fuzz-build:
	$(Q)$(MAKE) -s CC=clang BUILD=$(BUILD)/fuzz SANITIZE=address,undefined,fuzzer-no-link CFLAGS='-O1 -g' fuzz-targets

fuzz-targets: $(FUZZ:%=$(BUILD)/%)

$(FUZZ:%=$(BUILD)/%): $(BUILD)/%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/libfuzzed.a
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# The same with a main of our own, for the usual build: what tests/run runs for a moment.
fuzz-short: $(FUZZ:%=$(BUILD)/fuzz-%)

$(FUZZ:%=$(BUILD)/fuzz-%): $(BUILD)/fuzz-%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o $(BUILD)/libfuzzed.a
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libfuzzed.a: $(FUZZ_SRC:%.c=$(BUILD)/%.o) $(BUILD)/embedded.o
	@echo "  AR   $@"
	$(Q)rm -f $@ && ar rcs $@ $^

# With AddressSanitizer: what a failure left behind is seen.
torture: ## every allocation and system call on the way of a request is made to fail (10 minutes)
	$(Q)$(MAKE) -s BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g' torture-plain

torture-plain: all torture-library
	$(Q)BUILD=$(BUILD) python3 -B tests/torture/run.py

torture-library: $(BUILD)/torture/fail.so

$(BUILD)/torture/fail.so: tests/torture/fail.c
	@echo "  LINK $@"
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE -O2 -g -fPIC -shared -Wall -Wextra $(shell pkg-config --cflags libmariadb) -o $@ $< -ldl

bench: all $(BUILD)/bench/limit $(BUILD)/bench/naive ## speed next to a limit and a naive program (10 minutes; needs scripts/deps bench)
	$(Q)BUILD=$(BUILD) python3 -B tests/bench/bench.py

# It is written the way one would write it first.
$(BUILD)/bench/naive: LIBS += -ljson-c
$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libartistbot.a
	@echo "  CC   $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libartistbot.a $(LIBS)

.PHONY: soak bench-scale bench-day
soak: all ## full load for MINUTES (60): memory, descriptors and threads stay as they are
	$(Q)BUILD=$(BUILD) python3 -B tests/bench/soak.py --minutes $(or $(MINUTES),60)

bench-scale: all ## the cold way with 10,000 names next to 10,000,000 (15 minutes)
	$(Q)BUILD=$(BUILD) python3 -B tests/bench/growth.py

bench-day: $(BUILD)/bench/replay ## what a channel of 50 million users costs, on paper and replayed (docs/scale.md)
	$(Q)BUILD=$(BUILD) python3 -B tests/bench/scale.py

bench-miss: all ## what the bot adds to the time that Spotify takes for an unknown artist
	$(Q)BUILD=$(BUILD) python3 -B tests/bench/miss.py

accuracy: all $(BUILD)/accuracy/finder ## who is found by what is typed: PAIRS=file.csv CATALOGUE=file.csv, MORE=options (3 minutes)
	$(Q)BUILD=$(BUILD) python3 -B tests/accuracy/run.py --pairs '$(PAIRS)' --catalogue '$(CATALOGUE)' $(MORE)

$(BUILD)/accuracy/finder: tests/accuracy/finder.c $(BUILD)/libartistbot.a
	@echo "  CC   $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libartistbot.a $(LIBS)

# What is installed names the places that it is installed to. A configuration that is there is the operator's and stays.
SHARE    = $(PREFIX)/share/artistbot
UNITS   ?= $(PREFIX)/lib/systemd/system
MAN      = $(PREFIX)/share/man
PLACED   = sed 's|/usr/share/artistbot|$(SHARE)|g; s|/usr/bin/artistbot|$(PREFIX)/bin/artistbot|g; s|/etc/artistbot|$(SYSCONFDIR)/artistbot|g'

install: all install-man ## both programs, configuration, pages, units, manual pages, below PREFIX (and DESTDIR)
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/sbin' '$(DESTDIR)$(SHARE)/www' '$(DESTDIR)$(SHARE)/nginx' \
	    '$(DESTDIR)$(SHARE)/lighttpd' '$(DESTDIR)$(SHARE)/haproxy' '$(DESTDIR)$(SYSCONFDIR)/artistbot' '$(DESTDIR)$(UNITS)' \
	    '$(DESTDIR)$(PREFIX)/lib/sysusers.d' '$(DESTDIR)$(PREFIX)/lib/tmpfiles.d'
	install $(BUILD)/artistbot.fcgi $(BUILD)/artistbotctl '$(DESTDIR)$(PREFIX)/bin'
	$(PLACED) scripts/setup >'$(DESTDIR)$(PREFIX)/sbin/artistbot-setup'
	chmod 755 '$(DESTDIR)$(PREFIX)/sbin/artistbot-setup'
	[ -e '$(DESTDIR)$(SYSCONFDIR)/artistbot/artistbot.conf' ] || \
	    install -m 640 etc/artistbot.conf '$(DESTDIR)$(SYSCONFDIR)/artistbot/artistbot.conf'
	install -m 644 etc/artistbot.conf etc/messages.*.ini '$(DESTDIR)$(SHARE)'
	cp -R www/. '$(DESTDIR)$(SHARE)/www'
	set -e; for f in $(patsubst etc/%,%,$(wildcard etc/nginx/* etc/lighttpd/* etc/haproxy/*)); do \
	    $(PLACED) etc/$$f >'$(DESTDIR)$(SHARE)'/$$f; done
	set -e; for f in $(notdir $(wildcard etc/systemd/artistbot*)); do \
	    $(PLACED) etc/systemd/$$f >'$(DESTDIR)$(UNITS)'/$$f; done
	install -m 644 etc/systemd/sysusers.conf '$(DESTDIR)$(PREFIX)/lib/sysusers.d/artistbot.conf'
	install -m 644 etc/systemd/tmpfiles.conf '$(DESTDIR)$(PREFIX)/lib/tmpfiles.d/artistbot.conf'

uninstall: ## takes away what make install brought to PREFIX (and DESTDIR), but settings, secrets, the account and the database
	rm -f '$(DESTDIR)$(PREFIX)/bin/artistbot.fcgi' '$(DESTDIR)$(PREFIX)/bin/artistbotctl' '$(DESTDIR)$(PREFIX)/sbin/artistbot-setup' \
	    '$(DESTDIR)$(PREFIX)/lib/sysusers.d/artistbot.conf' '$(DESTDIR)$(PREFIX)/lib/tmpfiles.d/artistbot.conf' \
	    $(patsubst etc/systemd/%,'$(DESTDIR)$(UNITS)/%',$(wildcard etc/systemd/artistbot*)) \
	    '$(DESTDIR)$(MAN)/man5/artistbot.conf.5' $(patsubst etc/man/%,'$(DESTDIR)$(MAN)/man8/%',$(wildcard etc/man/*.8)) \
	    '$(DESTDIR)$(MAN)'/man8/artistbotctl*.8 '$(DESTDIR)$(MAN)'/ko/man8/artistbotctl*.8
	rm -rf '$(DESTDIR)$(SHARE)'

# A page for each command, in both languages, from the program itself; the configuration's from its comments.
COMMANDS = $(shell sed -n 's/^    \.name = "\(.*\)",$$/\1/p' $(CTL_SRC) | tr ' ' -)

install-man: $(BUILD)/artistbotctl
	install -d '$(DESTDIR)$(MAN)/man5' '$(DESTDIR)$(MAN)/man8' '$(DESTDIR)$(MAN)/ko/man8'
	scripts/conf-manual etc/artistbot.conf '$(DATE)' >'$(DESTDIR)$(MAN)/man5/artistbot.conf.5'
	install -m 644 etc/man/*.8 '$(DESTDIR)$(MAN)/man8'
	$(BUILD)/artistbotctl --lang en manual >'$(DESTDIR)$(MAN)/man8/artistbotctl.8'
	$(BUILD)/artistbotctl --lang ko manual >'$(DESTDIR)$(MAN)/ko/man8/artistbotctl.8'
	set -e; for c in $(COMMANDS); do for at in en: ko:ko/; do \
	    $(BUILD)/artistbotctl --lang $${at%%:*} manual $$c >"$(DESTDIR)$(MAN)/$${at#*:}man8/artistbotctl-$$c.8"; \
	done; done

DATE     = $(shell sed -n 's/^.define ARTISTBOT_DATE "\([^"]*\)".*/\1/p' src/base/version.h)
VERSION  = $(shell sed -n 's/^.define ARTISTBOT_VERSION "\(.*\)"/\1/p' src/base/version.h)
DEB      = $(BUILD)/deb/artistbot-$(VERSION)

deb: ## the Debian package, in build/deb (needs scripts/deps package)
	rm -rf $(BUILD)/deb && mkdir -p $(DEB)
	cp -R LICENSE Makefile README*.md etc scripts src www $(wildcard CHANGELOG.md docs) $(DEB)
	mv $(DEB)/etc/debian $(DEB)/debian
	cd $(DEB) && dpkg-buildpackage -b -us -uc
	lintian --fail-on error,warning $(BUILD)/deb/*.changes

deb-check: ## installs, upgrades, removes and purges that package in a clean Debian (debootstrap; as root; 5 minutes)
	@ls $(BUILD)/deb/*.deb >/dev/null 2>&1 || { echo 'deb-check: no package in $(BUILD)/deb: run make deb first' >&2; exit 1; }
	tests/package/check

cluster: all ## three database nodes, two responders, a balancer; each is cut off and comes back under load (as root; 4 minutes)
	$(Q)BUILD=$(BUILD) tests/cluster/check

clean: ## what was built
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1 - /p' Makefile

FORCE:
.PHONY: all reference unit test memcheck helgrind tsan cover lint format format-check banned tidy shellcheck clang rules faults chaos fuzz fuzz-build fuzz-targets fuzz-short torture torture-plain torture-library bench bench-miss accuracy install install-man uninstall deb deb-check cluster clean help FORCE
-include $(shell find $(BUILD) -name '*.d' -type f 2>/dev/null)
