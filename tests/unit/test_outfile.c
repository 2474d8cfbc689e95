/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that leave the vault, and their record. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/store/exports.h"
#include "satchel/vault/outfile.h"
#include "storebox.h"

static char folder[64], path[96], other[96];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/test_outfile.%ld", (long)getpid());
    snprintf(path, sizeof path, "%s/letter.txt", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    return mkdir(folder, 0700);
}

static int empty_folder(void **state)
{
    (void)state;
    unlink(path);
    unlink(other);
    rmdir(other);
    return rmdir(folder);
}

static void holds(const char *file, const char *text)
{
    char bytes[64] = "";
    int fd = open(file, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(read(fd, bytes, sizeof bytes - 1), strlen(text));
    assert_string_equal(bytes, text);
    close(fd);
}

static void is_written_for_the_owner_alone(void **state)
{
    (void)state;
    struct stat st;
    umask(0);
    assert_int_equal(outfile_write(path, "words", 5, NULL), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    holds(path, "words");
}

static void never_over_anything(void **state)
{
    (void)state;
    struct err e = { 0 };
    assert_int_equal(outfile_write(path, "first", 5, NULL), 0);
    assert_int_equal(outfile_write(path, "second", 6, &e), -1);
    assert_int_equal(e.code, ERR_EXISTS);
    holds(path, "first");
    unlink(path);
    assert_int_equal(symlink("elsewhere", path), 0);
    assert_int_equal(outfile_write(path, "third", 5, &e), -1);
    assert_int_equal(e.code, ERR_EXISTS);
    assert_int_equal(mkdir(other, 0700), 0);
    assert_int_equal(outfile_write(other, "fourth", 6, &e), -1);
    assert_int_equal(e.code, ERR_EXISTS);
}

/* As on a full disk. */
static void nothing_is_left_of_half_a_file(void **state)
{
    (void)state;
    static const char MUCH[20000];
    struct rlimit before;
    struct err e = { 0 };
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 8192, before.rlim_max }), 0);
    int rc = outfile_write(path, MUCH, sizeof MUCH, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(rc, -1);
    assert_non_null(strstr(e.text, "removed again"));
    assert_int_equal(access(path, F_OK), -1);
}

static void the_path_is_told_from_the_root(void **state)
{
    (void)state;
    char typed[120], *real;
    struct err e = { 0 };
    snprintf(typed, sizeof typed, "%s/../%s/./letter.txt", folder, strrchr(folder, '/') + 1);
    real = outfile_path(typed, &e);
    assert_non_null(real);
    assert_string_equal(real, path);
    str_free(real);
    assert_int_equal(chdir(folder), 0);
    real = outfile_path("letter.txt", &e);
    assert_string_equal(real, path);
    str_free(real);
    real = outfile_path("/letter.txt", &e);
    assert_string_equal(real, "/letter.txt");
    str_free(real);
    assert_null(outfile_path("nowhere/letter.txt", &e));
    assert_int_equal(e.code, ERR_NO_FILE);
    assert_null(outfile_path("/tmp/", &e));
    assert_int_equal(chdir("/"), 0);
}

/* Another descriptor of the file shows what became of its blocks. */
static void shredding_overwrites_and_removes(void **state)
{
    (void)state;
    assert_int_equal(outfile_write(path, "words that were written", 23, NULL), 0);
    int fd = open(path, O_RDONLY);
    assert_int_equal(outfile_shred(path, NULL), 0);
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(st.st_nlink, 0);
    close(fd);
    assert_int_equal(access(path, F_OK), -1);
}

static void shredding_leaves_what_is_not_its_own(void **state)
{
    (void)state;
    struct err e = { 0 };
    assert_int_equal(outfile_shred(path, &e), -1);
    assert_int_equal(e.code, ERR_NO_FILE);
    assert_int_equal(outfile_write(path, "words", 5, NULL), 0);
    assert_int_equal(link(path, other), 0);
    assert_int_equal(outfile_shred(path, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    holds(other, "words");
    unlink(other);
    assert_int_equal(symlink(path, other), 0);
    assert_int_equal(outfile_shred(other, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    holds(path, "words");
    assert_int_equal(outfile_shred(folder, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(outfile_shred(path, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
}

static void each_file_is_on_record(void **state)
{
    (void)state;
    struct storebox b;
    struct exports x = { 0 };
    storebox_open(&b, NULL);
    assert_true(exported_none(b.s));
    assert_int_equal(exported_write(b.s, path, "letter", "words", 5, &b.e), 0);
    assert_false(exported_none(b.s));
    assert_int_equal(exported_write(b.s, path, "letter", "words", 5, &b.e), -1);
    assert_int_equal(exported_list(b.s, &x, &b.e), 0);
    assert_int_equal(x.n, 1);
    assert_string_equal(x.at[0].path, path);
    assert_string_equal(x.at[0].what, "letter");
    assert_int_equal(exported_shred(b.s, &x.at[0], &b.e), 0);
    assert_int_equal(exported_shred(b.s, &x.at[0], &b.e), -1);
    assert_int_equal(b.e.code, ERR_NO_FILE);
    exports_free(&x);
    assert_int_equal(exported_list(b.s, &x, &b.e), 0);
    assert_true(x.at[0].gone);
    exports_free(&x);
    storebox_close(&b);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, empty_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(is_written_for_the_owner_alone),   IN_FOLDER(never_over_anything),
        IN_FOLDER(nothing_is_left_of_half_a_file),   IN_FOLDER(the_path_is_told_from_the_root),
        IN_FOLDER(shredding_overwrites_and_removes), IN_FOLDER(shredding_leaves_what_is_not_its_own),
        IN_FOLDER(each_file_is_on_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
