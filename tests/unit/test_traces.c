/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left behind. A text stored in a vault and the passphrase that opened it are nowhere in the
 * process's memory once the vault is closed, and never in a file. The searcher knows what it looks for only
 * in a disguised form, so that it does not find itself. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/secure/secmem.h"
#include "vaults.h"

/* Each character one too high: "marker of Freedonia 4711" and "oyster lantern 8152". */
static const char TEXT[] = "nbslfs!pg!Gsffepojb!5822";
static const char PASSPHRASE[] = "pztufs!mboufso!9263";

static void undisguise(const char *text, char *out)
{
    for (; *text; text++)
        *out++ = (char)(*text - 1);
    *out = '\0';
}

/* Occurrences in n bytes. */
static int count_in(const uint8_t *bytes, size_t n, const char *disguised)
{
    int count = 0;
    size_t len = strlen(disguised);
    for (size_t i = 0; i + len <= n; i++) {
        size_t k = 0;
        while (k < len && bytes[i + k] == (uint8_t)(disguised[k] - 1))
            k++;
        count += k == len;
    }
    return count;
}

/* In all writable memory of this process but `except` itself. */
static int count_in_memory(const char *disguised)
{
    enum { PIECE = 1 << 20, OVERLAP = 64 };
    char line[512];
    int count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    int mem = open("/proc/self/mem", O_RDONLY);
    assert_non_null(maps);
    assert_true(mem >= 0);
    uint8_t *piece = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    while (fgets(line, sizeof line, maps)) {
        unsigned long from, to;
        char access[8];
        if (sscanf(line, "%lx-%lx %7s", &from, &to, access) != 3 || access[1] != 'w')
            continue;
        for (unsigned long at = from; at < to; at += PIECE - OVERLAP) {
            size_t n = to - at < PIECE ? to - at : PIECE;
            if (at < (unsigned long)piece + PIECE && (unsigned long)piece < at + n)
                continue; /* the searcher's own */
            ssize_t got = pread(mem, piece, n, (off_t)at);
            if (got > 0)
                count += count_in(piece, (size_t)got, disguised);
        }
    }
    munmap(piece, PIECE);
    close(mem);
    fclose(maps);
    return count;
}

static struct secret passphrase(void)
{
    struct secret s;
    assert_int_equal(secret_new(&s, sizeof PASSPHRASE - 1, NULL), 0);
    for (size_t i = 0; i < s.len; i++)
        s.data[i] = (uint8_t)(PASSPHRASE[i] - 1);
    return s;
}

/* seen: NULL, or whether the text was in memory while the vault was open. */
static void work(struct vaults *w, bool *seen)
{
    struct vault_options o = { .profile = KDF_LOW };
    struct secret s = passphrase();
    struct vault *v;
    char text[sizeof TEXT];
    assert_int_equal(vault_create(w->path, &s, &VAULTS_OPTIONS, &w->e), 0);
    assert_int_equal(vault_open(w->path, &s, &o, &v, &w->e), 0);
    secret_free(&s);
    undisguise(TEXT, text);
    for (int i = 0; i < 50; i++)
        vaults_add(v, text);
    vaults_sql(v, "CREATE VIRTUAL TABLE words USING fts5(text); INSERT INTO words SELECT text FROM note");
    vaults_sql(v, "UPDATE note SET text = text || upper(text); DELETE FROM note WHERE rowid % 3 = 0");
    assert_true(vaults_number(v, "SELECT count(*) FROM (SELECT DISTINCT text FROM note ORDER BY text DESC)") >
                0);
    wipe(text, sizeof text);
    if (seen) {
        *seen = count_in_memory(TEXT) > 0;
        assert_int_equal(count_in_memory(PASSPHRASE), 0);
    }
    vaults_close(v);
    secmem_wipe_stack();
}

static void nothing_stays_in_memory(void **state)
{
    bool seen = false;
#ifdef SATCHEL_SANITIZE
    skip();
#endif
    work(*state, &seen);
    assert_true(seen); /* the searcher can find it */
    assert_int_equal(count_in_memory(TEXT), 0);
    assert_int_equal(count_in_memory(PASSPHRASE), 0);
}

static void nothing_is_in_the_files(void **state)
{
    struct vaults *w = *state;
    char name[VAULTS_PATH + 4];
    work(w, NULL);
    for (int i = 0; i < 3; i++) {
        size_t n;
        snprintf(name, sizeof name, i < 2 ? "%s-%d" : "%s", w->path, i);
        uint8_t *bytes = vaults_read(name, &n);
        assert_int_equal(count_in(bytes, n, TEXT), 0);
        assert_int_equal(count_in(bytes, n, PASSPHRASE), 0);
        free(bytes);
    }
    assert_int_equal(vaults_files(w), 3);
}

int main(void)
{
    struct err e;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_stays_in_memory, vaults_setup, vaults_teardown),
        cmocka_unit_test_setup_teardown(nothing_is_in_the_files, vaults_setup, vaults_teardown),
    };
    if (vault_start(&e) < 0) {
        puts(e.text);
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
