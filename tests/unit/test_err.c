/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the system gives as a reason reaches the user in plain words. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "satchel/base/err.h"

/* What files, disks, terminals and pipes answer with. */
static const struct {
    int errnum;
    enum err_code code;
    const char *says;
} COMMON[] = {
    { ENOENT, ERR_NO_FILE, "no such file" },
    { ENOTDIR, ERR_NO_FILE, "no folder" },
    { EISDIR, ERR_INPUT, "it is a folder" },
    { EACCES, ERR_PERMISSION, "permission" },
    { EPERM, ERR_PERMISSION, "permission" },
    { EROFS, ERR_READ_ONLY, "only be read" },
    { ENOSPC, ERR_DISK_FULL, "disk is full" },
    { EDQUOT, ERR_DISK_FULL, "may not store more" },
    { EFBIG, ERR_DISK_FULL, "larger than" },
    { EEXIST, ERR_EXISTS, "already" },
    { ENOMEM, ERR_NO_MEMORY, "not enough memory" },
    { ELOOP, ERR_IO, "a link" },
    { ENAMETOOLONG, ERR_INPUT, "too long" },
    { EMFILE, ERR_IO, "too many files" },
    { EIO, ERR_IO, "the disk failed" },
    { ENXIO, ERR_IO, "not there" },
    { EBUSY, ERR_IO, "another program" },
    { EPIPE, ERR_IO, "has ended" },
    { EBADF, ERR_IO, "closed" },
};

static void reasons_are_plain_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++) {
        struct err e = { 0 };
        assert_int_equal(err_errno(&e, COMMON[i].errnum, "The file \"%s\" could not be read", "letter"), -1);
        assert_int_equal(e.code, COMMON[i].code);
        assert_non_null(strstr(e.text, COMMON[i].says));
        assert_null(strstr(e.text, strerror(COMMON[i].errnum)));
        assert_ptr_equal(strstr(e.text, "The file \"letter\" could not be read: "), e.text);
        assert_int_equal(e.text[strlen(e.text) - 1], '.');
    }
}

static void other_reasons_have_a_number(void **state)
{
    (void)state;
    struct err e = { 0 };
    assert_int_equal(err_errno(&e, 12345, "It failed"), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_non_null(strstr(e.text, "(reason 12345)"));
}

static void long_names_are_cut_at_a_character(void **state)
{
    (void)state;
    char name[ERR_TEXT_BYTES + 20];
    struct err e = { 0 };
    for (size_t i = 0; i + 2 < sizeof name; i += 2)
        memcpy(name + i, "\xC3\xA4", 3);
    err_errno(&e, ENOENT, "x%s", name);
    size_t n = strlen(e.text);
    assert_true(n < ERR_TEXT_BYTES);
    assert_int_equal(e.text[n - 1], '\xA4');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_are_plain_words),
        cmocka_unit_test(other_reasons_have_a_number),
        cmocka_unit_test(long_names_are_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
