# SPDX-License-Identifier: GPL-3.0-or-later
# Satchel. `make run` and `make check` set up everything they need; CONTRIBUTING.md names the rest.

ifeq ($(PREPARED),)
# Packages first: what pkg-config says below depends on them. Then one make for all goals: two would build, and
# link against, the same half-written archive. A goal by itself uses all processors, unless -jN says otherwise; several,
# as `clean all`, may rely on their order.
GOALS   := $(or $(MAKECMDGOALS),all)
NOTHING := clean dist format layers uninstall
BUILD   := all run demo install po pseudo
NEED    := $(if $(filter bench bench-bins,$(GOALS)),bench,$(if $(filter-out $(BUILD) $(NOTHING) %/satchel %/satchel-pdf %.o,$(GOALS)),check,$(if \
             $(filter-out $(NOTHING),$(GOALS)),build)))
.PHONY: $(GOALS) prepared
$(GOALS): prepared
	@:
prepared:
	@$(if $(NEED),.ci/need $(NEED))
	@$(MAKE) $(if $(filter -j% --jobserver%,$(MAKEFLAGS))$(word 2,$(GOALS)),,-j$(shell nproc)) --no-print-directory PREPARED=1 $(GOALS)
else

VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
VARIANT  ?= release
B        ?= build/$(VARIANT)

ifeq ($(origin CC),default)
CC := gcc
endif

PKGS      := libsodium libcrypto sqlite3 ncursesw libutf8proc libseccomp jansson
PKGCFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
CORELIBS  := $(shell pkg-config --libs libsodium libcrypto sqlite3 libutf8proc libseccomp jansson 2>/dev/null)
UILIBS    := $(shell pkg-config --libs ncursesw 2>/dev/null)
# Of the helper that draws letters, and of it alone.
PDFCFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags pangocairo 2>/dev/null))
PDFLIBS   := $(shell pkg-config --libs pangocairo pango cairo gobject-2.0 glib-2.0 2>/dev/null)

WARN  := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wconversion -Wformat=2 -Werror
HARD  := -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection
OPT   := -O2 -D_FORTIFY_SOURCE=2
LINK  := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
ifeq ($(VARIANT),asan)
OPT   := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined -DSATCHEL_SANITIZE
LINK  := -fsanitize=address,undefined
endif
ifeq ($(VARIANT),fuzz)
OPT   := -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -DSATCHEL_SANITIZE
LINK  := -fsanitize=fuzzer,address,undefined
endif
# Three times as many inputs a second as `fuzz`: led by what is reached alone, not by what is compared.
ifeq ($(VARIANT),fuzzfast)
OPT   := -O2 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined \
         -fno-sanitize-coverage=trace-cmp -DSATCHEL_SANITIZE
LINK  := -fsanitize=fuzzer,address,undefined
endif
ifeq ($(VARIANT),cover)
OPT   := -O0 --coverage
LINK  := --coverage
endif
ifeq ($(shell uname -m),x86_64)
else
HARD  := $(filter-out -fcf-protection,$(HARD))
endif

CPPFLAGS += -Iinclude -D_GNU_SOURCE -DSATCHEL_VERSION='"$(VERSION)"' -DSATCHEL_LOCALEDIR='"$(PREFIX)/share/locale"'
CFLAGS   += -std=c11 -g $(OPT) $(WARN) $(HARD)
CFLAGS   += -MMD -MP

CORE_DIRS := base secure vault model store casework exchange
UI_DIRS   := tui app
CORE_SRC  := $(sort $(foreach d,$(CORE_DIRS),$(wildcard src/$(d)/*.c)))
UI_SRC    := $(sort $(foreach d,$(UI_DIRS),$(wildcard src/$(d)/*.c)))
CLI_SRC   := $(sort $(wildcard src/cli/*.c))
PDF_SRC   := $(sort $(wildcard src/pdf/*.c))
# Word lists and themes are data files, built into the program: src/LAYER/data/NAME.tsv is data_NAME.
# Those of the importer are folded and hung into a table by a small program first.
UA_DATA   := $(patsubst %,src/casework/data/%.tsv,ua_labels ua_words ua_officials ua_people countries)
CORE_DATA := $(filter-out $(UA_DATA),$(sort $(wildcard src/*/data/*.tsv)))
UI_DATA   := $(sort $(wildcard themes/*.theme))

obj        = $(patsubst %.c,$(B)/%.o,$(1))
CORE_GEN  := $(patsubst %.tsv,$(B)/gen/data_%.o,$(notdir $(CORE_DATA))) $(B)/gen/ua_words_table.o
UI_GEN    := $(patsubst %.theme,$(B)/gen/theme_%.o,$(subst -,_,$(notdir $(UI_DATA))))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: short-fuzz-bins fuzz-bins bench-bins pseudo unit-bins all run demo check quick formatted unit screens e2e asan install uninstall clean lint layers format bench fuzz fuzzfast crash bite cover dist po

all: $(B)/satchel $(B)/satchel-pdf
	@:

$(call obj,$(PDF_SRC)): PKGCFLAGS += $(PDFCFLAGS)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo '  CC $<'
	@$(CC) $(CPPFLAGS) $(PKGCFLAGS) $(CFLAGS) -c -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

define embed_rule
$(B)/gen/$(1).c: $(2) .ci/embed
	@mkdir -p $$(@D)
	@.ci/embed $(1) $(2) > $$@
endef
$(foreach f,$(CORE_DATA),$(eval $(call embed_rule,data_$(basename $(notdir $(f))),$(f))))
$(foreach f,$(UI_DATA),$(eval $(call embed_rule,theme_$(subst -,_,$(basename $(notdir $(f)))),$(f))))

TABLE_SRC := src/casework/gen/ua_table.c src/casework/ua_slot.c $(addprefix src/base/,buf.c err.c i18n.c text.c text_fold.c)
$(B)/gen/ua_table: $(TABLE_SRC) include/satchel/casework/ua_words.h include/satchel/casework/ua_slot.h
	@mkdir -p $(@D)
	@$(CC) $(CPPFLAGS) $(PKGCFLAGS) -std=c11 -O1 $(WARN) -o $@ $(TABLE_SRC) $(shell pkg-config --libs libutf8proc 2>/dev/null)
$(B)/gen/ua_words_table.c: $(B)/gen/ua_table $(UA_DATA)
	@$< $(UA_DATA) > $@

$(B)/libsatchel.a: $(call obj,$(CORE_SRC)) $(CORE_GEN)
	@rm -f $@
	@$(AR) rcs $@ $^
$(B)/libsatchelui.a: $(call obj,$(UI_SRC)) $(UI_GEN)
	@rm -f $@
	@$(AR) rcs $@ $^
$(B)/satchel: $(call obj,src/main.c $(CLI_SRC)) $(B)/libsatchelui.a $(B)/libsatchel.a
	@$(CC) $(LINK) -o $@ $^ $(UILIBS) $(CORELIBS) -lpthread -lm

# Nothing of the vault is linked into it: tests/e2e/test_pdf.py looks.
$(B)/satchel-pdf: $(call obj,$(PDF_SRC)) $(B)/libsatchel.a
	@$(CC) $(LINK) -o $@ $^ $(PDFLIBS) $(shell pkg-config --libs libseccomp libutf8proc 2>/dev/null)

run: all
	@$(B)/satchel

demo: all
	@$(B)/satchel demo

# ---- tests -------------------------------------------------------------------------------------------------
UNIT_SRC   := $(sort $(wildcard tests/unit/test_*.c))
SCREEN_SRC := $(sort $(wildcard tests/screen/test_*.c))
UNIT_HELP  := $(sort $(filter-out tests/unit/test_%,$(wildcard tests/unit/*.c)))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/%,$(FUZZ_SRC))
SCREEN_HELP := $(sort $(filter-out tests/screen/test_%,$(wildcard tests/screen/*.c))) tests/unit/storebox.c tests/unit/samples.c
UNIT_BIN   := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(UNIT_SRC))
SCREEN_BIN := $(patsubst tests/screen/%.c,$(B)/tests/screen/%,$(SCREEN_SRC))

$(B)/tests/unit/test_%: $(B)/tests/unit/test_%.o $(call obj,$(UNIT_HELP)) $(B)/libsatchel.a
	@$(CC) $(LINK) -o $@ $^ -lcmocka $(CORELIBS) -lpthread -lm
$(B)/tests/screen/test_%: $(B)/tests/screen/test_%.o $(call obj,$(SCREEN_HELP)) $(B)/libsatchelui.a $(B)/libsatchel.a
	@$(CC) $(LINK) -o $@ $^ -lcmocka $(UILIBS) $(CORELIBS) -lpthread -lm
, := ,
# Allocations of ours that fail when the test says so.
$(B)/tests/unit/test_vault_faults: LINK += $(addprefix -Wl$(,)--wrap=,malloc calloc strdup strndup asprintf __asprintf_chk sodium_malloc mmap)
$(B)/tests/unit/test_blocks: LINK += -Wl,--wrap=EVP_CIPHER_CTX_new
$(B)/tests/unit/test_ua_memory: LINK += $(addprefix -Wl$(,)--wrap=,malloc calloc realloc strndup)
.SECONDARY: # objects of tests and generated sources are kept

# Power losses by the thousand, and whether the wrong choices lose something; the program killed while it is typed
# into; a failure at every single call, which takes an hour. Each is a target of its own: `make -j2 crash`.
CRASHES ?= 10000
KILLS ?= 500
CRASH := crash-vault crash-duress crash-compartment crash-kill crash-faults
.PHONY: $(CRASH)
crash: $(CRASH) bite
crash-vault: $(B)/tests/unit/test_crash_vault
	@$< $(CRASHES)
crash-duress: $(B)/tests/unit/test_crash_duress
	@$< $(CRASHES)
crash-compartment: $(B)/tests/unit/test_crash
	@$< $(CRASHES)
crash-kill: $(B)/satchel
	@SATCHEL=$< tests/e2e/test_kill.py $(KILLS)
crash-faults: $(B)/tests/unit/test_vault_faults
	@EVERY=1 $<

# Choices known to lose data, each put back into a copy of the sources: BITES=NAME of one alone.
BITE_CASES ?= 250
bite: $(B)/tests/unit/test_crash $(B)/tests/unit/test_crash_vault $(B)/tests/unit/test_crash_duress
	@COMPILE='$(CC) $(filter-out -Iinclude,$(CPPFLAGS)) $(PKGCFLAGS) $(filter-out -MMD -MP,$(CFLAGS))' LINKING='$(CC) $(LINK) @ $(B)/libsatchel.a -lcmocka $(CORELIBS) -lpthread -lm' \
	    tests/bite/run $(B) $(BITE_CASES) $(BITES)

unit-bins: $(UNIT_BIN) $(SCREEN_BIN) $(FUZZ_BIN) $(B)/satchel $(B)/satchel-pdf pseudo
	@:

unit: unit-bins
	@tests/run $(B) unit screen
screens: unit-bins
	@UPDATE=$(UPDATE) tests/run $(B) screen
e2e: unit-bins
	@tests/run $(B) e2e
quick: unit

check: unit-bins short-fuzz-bins
	@tests/run $(B) lint unit screen replay fuzz e2e

asan:
	@$(MAKE) --no-print-directory VARIANT=asan CC=clang unit-bins
	@tests/run build/asan unit screen replay

# ---- longer runs ---------------------------------------------------------------------------------------------
SECONDS_EACH ?= 60
# Built for fuzzing, libFuzzer has the main function; otherwise each plays the files it is given.
FUZZ_MAIN := $(if $(filter fuzz fuzzfast,$(VARIANT)),,$(B)/tests/fuzz/replay.o)
FUZZ_HELP := $(call obj,tests/fuzz/image.c tests/fuzz/records.c tests/unit/faultvfs.c tests/unit/failmem.c)
$(B)/tests/fuzz/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(FUZZ_MAIN) $(FUZZ_HELP) $(B)/libsatchelui.a $(B)/libsatchel.a
	@$(CC) $(LINK) -o $@ $^ $(UILIBS) $(CORELIBS) -lpthread -lm
fuzz-bins: $(FUZZ_BIN)
# For the few seconds of each target in `make check`, where clang has libFuzzer.
short-fuzz-bins:
	@if echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' | \
	    clang -fsanitize=fuzzer -x c -o /dev/null - 2>/dev/null; \
	  then $(MAKE) --no-print-directory VARIANT=fuzz CC='$(subst gcc,clang,$(CC))' fuzz-bins; \
	  else rm -rf build/fuzz/tests; fi
# make fuzz SECONDS_EACH=600: every target for that long; what it finds is kept in build/fuzz/findings
fuzz fuzzfast:
	@$(MAKE) --no-print-directory VARIANT=$@ CC=clang fuzz-bins
	@tests/fuzz/run build/$@ $(SECONDS_EACH)

cover:
	@$(MAKE) --no-print-directory VARIANT=cover unit-bins
	@tests/run build/cover unit screen
	@gcov -n -r -s . $$(find build/cover/src -name '*.gcda') 2>/dev/null | awk '/^File/ { f = $$2 } /^Lines executed/ { split($$0, a, "[:% ]+"); print a[3] "% of " $$NF, f }' | sort -n | tail -n +1

bench: $(B)/satchel bench-bins
	@tests/bench/run $(B)
bench-bins: $(B)/tests/bench/unlock $(B)/tests/bench/import $(B)/tests/bench/grow $(B)/tests/bench/lint $(B)/tests/bench/sql_work $(B)/tests/bench/sql_work_sqlcipher
$(B)/tests/bench/sql_work $(B)/tests/bench/unlock $(B)/tests/bench/import $(B)/tests/bench/grow $(B)/tests/bench/lint: $(B)/tests/bench/%: $(B)/tests/bench/%.o $(B)/libsatchel.a
	@$(CC) $(LINK) -o $@ $^ $(CORELIBS) -lpthread -lm
$(B)/tests/bench/sql_work_sqlcipher: tests/bench/sql_work.c
	@mkdir -p $(@D)
	@$(CC) $(CPPFLAGS) $(CFLAGS) -DBENCH_SQLCIPHER $(LINK) -o $@ $< -lsqlcipher

layers:
	@.ci/layers
FORMATTED = $(shell git ls-files 'src/*.[ch]' 'include/*.h' 'tests/*.[ch]')
formatted:
	@clang-format --dry-run -Werror $(FORMATTED)
lint: all
	@tests/run $(B) lint
format:
	@clang-format -i $(FORMATTED)

# ---- texts ---------------------------------------------------------------------------------------------------
TEXT_SRC := src/main.c $(CORE_SRC) $(UI_SRC) $(CLI_SRC) $(wildcard include/satchel/*/*.h)
$(B)/po/satchel.pot: $(TEXT_SRC)
	@mkdir -p $(@D)
	@xgettext --from-code=UTF-8 -k_ -kN_ -kP_:1,2 -cTRANSLATORS: --package-name=satchel -o $@ $(TEXT_SRC)
$(B)/locale/en@pseudo/LC_MESSAGES/satchel.mo: $(B)/po/satchel.pot po/pseudo.py
	@mkdir -p $(@D)
	@po/pseudo.py < $< > $(B)/po/en@pseudo.po
	@msgfmt --check-format -o $@ $(B)/po/en@pseudo.po
pseudo: $(B)/locale/en@pseudo/LC_MESSAGES/satchel.mo
po: $(B)/po/satchel.pot
	@cp $< po/satchel.pot

# ---- installing ----------------------------------------------------------------------------------------------
MANPAGES := $(wildcard man/*.[1-9])
LINGUAS  := $(patsubst po/%.po,%,$(wildcard po/*.po))
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/satchel/themes
	install -m 755 $(B)/satchel $(DESTDIR)$(PREFIX)/bin/satchel
	install -D -m 755 $(B)/satchel-pdf $(DESTDIR)$(PREFIX)/libexec/satchel/satchel-pdf
	install -m 644 themes/*.theme $(DESTDIR)$(PREFIX)/share/satchel/themes/
	for m in $(MANPAGES); do s=$${m##*.}; install -D -m 644 $$m $(DESTDIR)$(PREFIX)/share/man/man$$s/$${m##*/}; done
	for l in $(LINGUAS); do install -d $(DESTDIR)$(PREFIX)/share/locale/$$l/LC_MESSAGES; msgfmt -o $(DESTDIR)$(PREFIX)/share/locale/$$l/LC_MESSAGES/satchel.mo po/$$l.po; done
uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/share/satchel $(DESTDIR)$(PREFIX)/libexec/satchel $(DESTDIR)$(PREFIX)/bin/satchel
	for m in $(MANPAGES); do rm -f $(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/}; done
dist:
	mkdir -p build
	git archive --prefix=satchel-$(VERSION)/ -o build/satchel-$(VERSION).tar.gz HEAD

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
endif
