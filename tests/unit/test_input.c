/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/exchange/input.h"

static void takes_every_encoding(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } SAME[] = {
        { "caf\xC3\xA9\nzwei\n", 11 },
        { "\xEF\xBB\xBF"
          "caf\xC3\xA9\r\nzwei\r\n",
          16 },
        { "caf\xE9\r\nzwei\r\n", 12 },
        { "\xFF\xFE"
          "c\0a\0f\0\xE9\0\n\0z\0w\0e\0i\0\n\0",
          22 },
        { "\xFE\xFF"
          "\0c\0a\0f\0\xE9\0\n\0z\0w\0e\0i\0\n",
          22 },
        { "cafe\xCC\x81\nzwei\n", 12 },
    };
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        struct err e = { 0 };
        size_t n = 0;
        char *s = input_from_bytes(SAME[i].bytes, SAME[i].n, "x", &n, NULL, &e);
        if (!s)
            fail_msg("%zu: %s", i, e.text);
        assert_string_equal(s, "caf\xC3\xA9\nzwei\n");
        assert_int_equal(n, strlen(s));
        str_free(s);
    }
}

static void refuses_with_the_command_that_helps(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *says;
    } BAD[] = {
        { "", 0, "no text" },
        { " \n\t\n", 4, "no text" },
        { "%PDF-1.7 ...", 12, "pdftotext -layout" },
        { "\n%PDF-1.4 ...", 13, "pdftotext -layout" },
        { "<!DOCTYPE html>\n<html>", 22, "w3m -dump" },
        { "\xEF\xBB\xBF  <HTML lang=en>", 18, "w3m -dump" },
        { "<?xml version='1.0'?>\n<!-- x --><html>", 38, "w3m -dump" },
        { "\xFF\xFE<\0h\0t\0m\0l\0>\0", 14, "w3m -dump" },
        { "PK\003\004....", 8, "libreoffice" },
        { "{\\rtf1 hello}", 13, "libreoffice" },
        { "text with\0a NUL", 15, "not a text file" },
        { "\x01\x02\x03\x04\x05\x06\x07\x08", 8, "not a text file" },
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct err e = { 0 };
        size_t n;
        assert_null(input_from_bytes(BAD[i].bytes, BAD[i].n, "letter", &n, NULL, &e));
        assert_int_equal(e.code, ERR_INPUT);
        if (!strstr(e.text, BAD[i].says))
            fail_msg("%zu: %s", i, e.text);
    }
}

static void a_text_about_html_is_text(void **state)
{
    (void)state;
    struct err e;
    size_t n;
    const char *text = "Send <b>appeals</b> to the <html> office.";
    char *s = input_from_bytes(text, strlen(text), "x", &n, NULL, &e);
    assert_non_null(s);
    str_free(s);
}

static void reads_files_up_to_a_size(void **state)
{
    (void)state;
    struct err e;
    size_t n;
    char path[] = "/tmp/satchel-input-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "UA 1/20\n", 8), 8);
    char *s = input_read(path, &n, NULL, &e);
    assert_non_null(s);
    assert_string_equal(s, "UA 1/20\n");
    str_free(s);
    assert_int_equal(ftruncate(fd, (off_t)INPUT_MOST_BYTES + 1), 0);
    close(fd);
    assert_null(input_read(path, &n, NULL, &e));
    assert_non_null(strstr(e.text, "16 MiB"));
    unlink(path);
    assert_null(input_read(path, &n, NULL, &e));
    assert_int_equal(e.code, ERR_NO_FILE);
    assert_null(input_read("/tmp", &n, NULL, &e));
    assert_int_equal(e.code, ERR_INPUT);
}

/* Nobody writes to the FIFO: waiting for it in open(2) would never end. */
static void refuses_pipes_and_devices_without_waiting(void **state)
{
    (void)state;
    char dir[] = "/tmp/satchel-input-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/fifo", dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    const char *const NAMES[] = { path, "/dev/zero", "/dev/tty" };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct err e = { 0 };
        size_t n;
        alarm(20);
        assert_null(input_read(NAMES[i], &n, NULL, &e));
        alarm(0);
        assert_true(e.code == ERR_INPUT || (i == 2 && e.code == ERR_IO));
        assert_non_null(strstr(e.text, "nothing was stored"));
    }
    unlink(path);
    rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_every_encoding),
        cmocka_unit_test(refuses_with_the_command_that_helps),
        cmocka_unit_test(a_text_about_html_is_text),
        cmocka_unit_test(reads_files_up_to_a_size),
        cmocka_unit_test(refuses_pipes_and_devices_without_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
