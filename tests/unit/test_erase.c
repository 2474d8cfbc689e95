/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing (vault/erase.h): what is gone, what stays, and what is left when it is cut off anywhere. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "vaults.h"
#include "satchel/vault/erase.h"
#include "satchel/vault/header.h"
#include "satchel/vault/io.h"

static struct erase *aimed(const char *path, const struct vault_io *io)
{
    struct erase *x = NULL;
    assert_int_equal(erase_new(&x, io, NULL), 0);
    assert_int_equal(erase_aim(x, path, NULL), 0);
    return x;
}

static char *at(const struct vaults *w, const char *name, char path[static VAULTS_PATH])
{
    snprintf(path, VAULTS_PATH, "%s/%s", w->folder, name);
    return path;
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* ---- all of it ---- */

static void nothing_is_left(void **state)
{
    struct vaults *w = *state;
    char list[VAULTS_PATH];
    vaults_write(at(w, "A letter to the aunt.pdf", list), "paper", 5);
    struct erase *x = aimed(w->path, NULL);
    assert_int_equal(erase_add_export(x, list), 0);
    assert_int_equal(erase_exports(x), 1);
    assert_int_equal(erase_header(x), 0);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    assert_int_equal(w->e.code, ERR_PASSPHRASE);
    erase_files(x, ERASE_FILES_MS);
    erase_others(x, ERASE_OTHERS_MS);
    struct erase_done done = erase_done(x);
    assert_true(done.header && done.removed);
    assert_int_equal(done.journals, 2);
    assert_int_equal(done.exports, 1);
    assert_int_equal(done.left, 0);
    assert_int_equal(done.written, done.bytes);
    assert_int_equal(vaults_files(w), 0);
    erase_free(x);
}

/* The one descriptor is used: the vault was renamed while it was open, and the name holds another. */
static void what_is_open_is_erased_and_what_took_its_name(void **state)
{
    struct vaults *w = *state;
    char moved[VAULTS_PATH];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    struct erase *x = aimed(w->path, NULL);
    erase_hold(x, vault_fd(v));
    assert_int_equal(rename(w->path, at(w, "moved", moved)), 0);
    size_t n;
    uint8_t *bytes = vaults_read(moved, &n);
    vaults_write(w->path, bytes, n);
    free(bytes);
    assert_int_equal(erase_header(x), 0);
    erase_files(x, ERASE_FILES_MS);
    assert_false(is_there(w->path));
    struct stat st;
    assert_int_equal(stat(moved, &st), 0);
    assert_int_equal(st.st_size, 0);
    erase_hold(x, -1);
    vault_close(v, NULL);
    erase_free(x);
}

/* Time is up at once: the header and all names go nevertheless. */
static void without_time_only_the_overwriting_is_left_out(void **state)
{
    struct vaults *w = *state;
    struct erase *x = aimed(w->path, NULL);
    assert_int_equal(erase_header(x), 0);
    erase_files(x, 0);
    assert_int_equal(erase_done(x).written, 0);
    assert_true(erase_done(x).bytes > 0);
    assert_int_equal(vaults_files(w), 0);
    erase_free(x);
}

/* ---- what is none of ours ---- */

static void only_what_may_be_a_vault_is_touched(void **state)
{
    struct vaults *w = *state;
    char other[VAULTS_PATH], link[VAULTS_PATH], folder[VAULTS_PATH];
    vaults_write(at(w, "notes", other), "not a vault", 11);
    assert_int_equal(symlink(w->path, at(w, "link", link)), 0);
    assert_int_equal(mkdir(at(w, "folder", folder), 0700), 0);
    char *const paths[] = { other, folder, at(w, "nothing", (char[VAULTS_PATH]){ 0 }) };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct erase *x = aimed(paths[i], NULL);
        assert_int_equal(erase_header(x), -1);
        assert_false(erase_done(x).header);
        erase_free(x);
    }
    struct erase *x = aimed(w->path, NULL);
    erase_add_export(x, link); /* was a file when it was recorded */
    erase_add_export(x, folder);
    erase_others(x, ERASE_OTHERS_MS);
    assert_int_equal(erase_done(x).left, 2);
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    erase_free(x);
    /* by the link: the file that it leads to, with the journals beside that */
    x = aimed(link, NULL);
    assert_int_equal(erase_header(x), 0);
    erase_files(x, ERASE_FILES_MS);
    assert_int_equal(erase_done(x).journals, 2);
    assert_false(is_there(w->path));
    erase_free(x);
}

static void sizes_of_vaults(void **state)
{
    (void)state;
    const off_t pair = 8 << 20;
    assert_false(erase_possible(-1));
    assert_false(erase_possible(0));
    assert_false(erase_possible(HEADER_BYTES + pair - 4096));
    assert_true(erase_possible(HEADER_BYTES + pair));
    assert_true(erase_possible(HEADER_BYTES + pair + 262144)); /* growing */
    assert_false(erase_possible(HEADER_BYTES + pair + 1));
    assert_true(erase_possible(HEADER_BYTES + 250 * pair));
}

static void a_full_list_says_so(void **state)
{
    struct vaults *w = *state;
    struct erase *x = aimed(w->path, NULL);
    char name[64];
    int n = 0;
    do {
        snprintf(name, sizeof name, "/nowhere/export number %d", n++);
    } while (n < 100000 && erase_add_export(x, name) == 0);
    assert_int_equal(n, 513);
    erase_forget_exports(x);
    assert_int_equal(erase_exports(x), 0);
    assert_int_equal(erase_add_export(x, name), 0);
    erase_free(x);
}

/* ---- with everything else gone ---- */

static void zero_the_heap(void)
{
    char line[512];
    unsigned long from = 0, to = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps))
        if (strstr(line, "[heap]"))
            sscanf(line, "%lx-%lx", &from, &to);
    if (maps)
        fclose(maps);
    for (volatile char *p = (char *)from; p < (char *)to; p++)
        *p = 0;
}

static void it_works_over_a_heap_of_zeros(void **state)
{
    struct vaults *w = *state;
    struct erase *x = aimed(w->path, NULL);
    pid_t child = fork();
    if (child == 0) {
        zero_the_heap();
        int rc = erase_header(x);
        erase_files(x, ERASE_FILES_MS);
        erase_others(x, ERASE_OTHERS_MS);
        _exit(rc == 0 && erase_done(x).removed ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(vaults_files(w), 0);
    erase_free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_left, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(what_is_open_is_erased_and_what_took_its_name, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(without_time_only_the_overwriting_is_left_out, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(only_what_may_be_a_vault_is_touched, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test(sizes_of_vaults),
        cmocka_unit_test_setup_teardown(a_full_list_says_so, vaults_setup, vaults_teardown),
        cmocka_unit_test_setup_teardown(it_works_over_a_heap_of_zeros, vaults_setup_one, vaults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
