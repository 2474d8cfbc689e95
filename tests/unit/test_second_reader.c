/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Satchel writes, the second reader reads: a program of another language, written from satchel-vault(5).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "vaults.h"

/* What a program of tests/second_reader prints; "" when it refuses. */
static char *ask_other(const char *program, const char *path, const char *passphrase, const char *key)
{
    char command[3 * VAULTS_PATH], piece[4096];
    struct buf out = { 0 };
    size_t n;
    snprintf(command, sizeof command,
             "printf '%%s\\n' '%s' | python3 -B tests/second_reader/%s.py '%s' %s 2>&1", passphrase, program,
             path, key);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&out, piece, n);
    int status = pclose(f);
    char *text = buf_take(&out, NULL);
    assert_non_null(text);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        print_message("%s", text);
        text[0] = '\0';
    }
    return text;
}

static char *read_with_other(const char *path, const char *passphrase, const char *key)
{
    return ask_other("satchel_reader", path, passphrase, key);
}

static void assert_read(const char *path, const char *passphrase, const char *key, const char *line)
{
    char *text = read_with_other(path, passphrase, key);
    if (!strstr(text, line))
        fail_msg("no %sin:\n%s", line, text);
    str_free(text);
}

static int setup(void **state)
{
    vaults_setup_argon(state);
    return vaults_create(*state, VAULTS_PASSPHRASE, NULL);
}

static void a_locked_vault(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_sql(
        v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
           " INSERT INTO note SELECT 'row ' || i || ' ' || hex(zeroblob(4000)) FROM n"); /* a second pair */
    vaults_add(v, "Sylvania");
    vaults_close(v);
    assert_read(w->path, VAULTS_PASSPHRASE, "", "note|Freedonia\n");
    assert_read(w->path, VAULTS_PASSPHRASE, "", "note|row 600 0000");
    assert_read(w->path, VAULTS_PASSPHRASE, "", "note|Sylvania\n");
    assert_read(w->path, VAULTS_PASSPHRASE, "",
                "session_open|0|0|1|b"); /* bytes; Python quotes them either way */
    char *text = read_with_other(w->path, "wrong", "");
    assert_string_equal(text, "");
    str_free(text);
}

static void accents_and_a_key_file(void **state)
{
    struct vaults *w = *state;
    char key[VAULTS_PATH + 8];
    struct vault_options o = VAULTS_OPTIONS;
    snprintf(key, sizeof key, "%s.key", w->path);
    vaults_write(key, "a picture of a boat", 19);
    o.key_file = key;
    assert_int_equal(vaults_create(w, "Zwo\xCC\x88lf Boxk\xC3\xA4mpfer", &o), 0);
    assert_read(w->path, "Zw\xC3\xB6lf Boxka\xCC\x88mpfer", key, "note|Freedonia\n");
}

/* Killed with changes half in the file: the other reader plays the journal back too. */
static void a_hot_journal(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_sql(v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
                  " INSERT INTO note SELECT 'before' || hex(zeroblob(600)) FROM n");
    vaults_sql(v, "PRAGMA cache_size=5; BEGIN; UPDATE note SET text = replace(text, 'before', 'after')");
    char *text = read_with_other(w->path, VAULTS_PASSPHRASE, ""); /* it knows nothing of locks */
    int before = 0;
    for (const char *p = text; (p = strstr(p, "note|before")); p++)
        before++;
    assert_int_equal(before, 300);
    assert_null(strstr(text, "after"));
    str_free(text);
    vaults_close(v);
}

/* ---- whether there is another compartment ---- */

#define SECOND "cabin pepper"
#define DURESS "gravel lemon"

static void give_second(struct vaults *w)
{
    struct vault_options o = VAULTS_OPTIONS;
    struct secret s = vaults_secret(SECOND), d = vaults_secret(DURESS);
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_decoy_make(v, &s, &o, &w->e), 0);
    vaults_close(v);
    v = vaults_open(w, SECOND, NULL);
    assert_int_equal(vault_duress_make(v, &d, "", NULL, &w->e), 0);
    vaults_close(v);
    secret_free(&s);
    secret_free(&d);
}

/* What the reader of one passphrase can say of a vault with one compartment in use. */
static char *of_one_alone(void)
{
    void *state;
    setup(&state);
    struct vaults *w = state;
    struct secret d = vaults_secret(DURESS);
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_passphrase_add(v, &d, "", NULL, &w->e), 0);
    vaults_close(v);
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    secret_free(&d);
    char *told = ask_other("tells", w->path, VAULTS_PASSPHRASE, "");
    vaults_teardown(&state);
    return told;
}

/* The same of one whose other compartment is in use, and of one where it was destroyed under duress: the
 * passphrase for duress is an ordinary second one in the first vault. */
static void nothing_tells_of_another(void **state)
{
    struct vaults *w = *state;
    char *alone = of_one_alone();
    assert_true(strlen(alone) > 500);
    assert_null(strstr(alone, "structure"));
    give_second(w);
    for (int i = 0; i < 2; i++) {
        vaults_close(vaults_open(w, i ? DURESS : VAULTS_PASSPHRASE, NULL));
        vaults_close(vaults_open(w, SECOND, NULL));
        char *told = ask_other("tells", w->path, SECOND, "");
        assert_string_equal(told, alone);
        str_free(told);
    }
    str_free(alone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_locked_vault, setup, vaults_teardown),
        cmocka_unit_test_setup_teardown(accents_and_a_key_file, vaults_setup_argon, vaults_teardown),
        cmocka_unit_test_setup_teardown(a_hot_journal, setup, vaults_teardown),
        cmocka_unit_test_setup_teardown(nothing_tells_of_another, setup, vaults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
