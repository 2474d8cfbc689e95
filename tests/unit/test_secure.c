/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/secure/kdf.h"
#include "satchel/secure/passgen.h"
#include "satchel/secure/process.h"
#include "satchel/secure/secmem.h"
#include "satchel/secure/zmalloc.h"

static struct secret secret_of(const char *text)
{
    struct secret s;
    assert_int_equal(secret_copy(&s, text, strlen(text), NULL), 0);
    return s;
}

/* ---- secret memory ---- */

static void secrets(void **state)
{
    (void)state;
    struct secret a = secret_of("Freedonia"), b = secret_of("Freedonia"), none = { 0 };
    assert_true(secret_same(&a, &b));
    secret_cut(&b, 8);
    assert_int_equal(b.len, 8);
    assert_int_equal(b.data[8], 0);
    assert_false(secret_same(&a, &b));
    assert_false(secret_same(&a, &none));
    assert_true(secret_same(&none, &none));
    secret_free(&a);
    secret_free(&b);
    secret_free(&none);
    assert_null(a.data);
    assert_int_equal(secret_new(&a, 0, NULL), 0);
    assert_null(a.data);
}

/* Runs f in a child; returns how it ended (as from waitpid). */
static int in_child(void (*f)(void))
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        f();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void read_past_the_end(void)
{
    struct secret s;
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    signal(SIGSEGV, SIG_DFL);
    if (secret_new(&s, 16, NULL) == 0) {
        volatile uint8_t *p = s.data;
        (void)p[16];
    }
}

static void a_guard_page_follows(void **state)
{
    (void)state;
#ifdef SATCHEL_SANITIZE
    skip();
#endif
    int status = in_child(read_past_the_end);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

/* ---- keys ---- */

static struct secret key_of(const char *passphrase, const struct secret *file, enum kdf_profile profile)
{
    static const uint8_t salt[KDF_SALT_BYTES] = "0123456789abcde";
    struct secret p = secret_of(passphrase), kek;
    assert_int_equal(kdf_passphrase(&p, file, salt, profile, &kek, NULL), 0);
    secret_free(&p);
    return kek;
}

static void passphrases_are_normalised(void **state)
{
    (void)state;
    struct secret none = { 0 };
    struct secret nfd = key_of("e\xCC\x81t\xC3\xA9", &none, KDF_LOW),
                  nfc = key_of("\xC3\xA9te\xCC\x81", &none, KDF_LOW);
    struct secret latin = key_of("\xE9t\xE9", &none, KDF_LOW),
                  more = key_of("\xC3\xA9te\xCC\x81 ", &none, KDF_LOW);
    assert_true(secret_same(&nfd, &nfc));
    assert_false(secret_same(&latin, &nfc));
    assert_false(secret_same(&more, &nfc));
    secret_free(&nfd);
    secret_free(&nfc);
    secret_free(&latin);
    secret_free(&more);
}

static void profiles_have_names(void **state)
{
    (void)state;
    enum kdf_profile p;
    for (int i = 0; i < KDF_PROFILE_COUNT; i++) {
        assert_int_equal(kdf_profile_parse(kdf_profile_name((enum kdf_profile)i), &p), 0);
        assert_int_equal(p, i);
    }
    assert_int_equal(kdf_profile_mib(KDF_STANDARD), 256);
    assert_int_equal(kdf_profile_parse("lower", &p), -1);
}

static void too_little_memory(void)
{
    struct rlimit small = { 200u << 20, 200u << 20 };
    static const uint8_t salt[KDF_SALT_BYTES];
    struct secret p, none = { 0 }, kek;
    struct err e;
    if (secret_copy(&p, "Sylvania", 8, NULL) < 0)
        _exit(1);
    setrlimit(RLIMIT_AS, &small);
    if (kdf_passphrase(&p, &none, salt, KDF_MAX, &kek, &e) == 0 || e.code != ERR_NO_MEMORY ||
        !strstr(e.text, "1024 MiB"))
        _exit(2);
}

/* Never at a lower cost because the machine is small. */
static void memory_is_never_lowered(void **state)
{
    (void)state;
#ifdef SATCHEL_SANITIZE
    skip();
#endif
    int status = in_child(too_little_memory);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void key_files_that_are_none(void **state)
{
    (void)state;
    struct err e;
    struct secret hash;
    char path[] = "/tmp/satchel-key-XXXXXX";
    close(mkstemp(path));
    assert_int_equal(kdf_key_file(path, &hash, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    unlink(path);
    assert_int_equal(kdf_key_file(path, &hash, &e), -1);
    assert_int_equal(e.code, ERR_NO_FILE);
    assert_int_equal(kdf_key_file("/tmp", &hash, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    assert_int_equal(kdf_key_file("/dev/zero", &hash, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    assert_null(hash.data);
}

/* ---- the process ---- */

static void harden_and_look(void)
{
    struct rlimit core;
    int kept = open("/dev/null", O_RDONLY), other;
    do {
        other = open("/dev/null", O_RDONLY);
    } while (other >= 0 && other < kept + 3);
    close(0);
    if (process_harden(kept, NULL) < 0)
        _exit(1);
    getrlimit(RLIMIT_CORE, &core);
    bool good = prctl(PR_GET_DUMPABLE) == 0 && core.rlim_cur == 1 && core.rlim_max == 1 && umask(0) == 077 &&
                fcntl(kept, F_GETFD) == FD_CLOEXEC && fcntl(other, F_GETFD) < 0 && fcntl(0, F_GETFD) == 0;
    _exit(good ? 0 : 2);
}

static void the_process_is_closed(void **state)
{
    (void)state;
    int status = in_child(harden_and_look);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void malloc_zeroes_what_is_freed(void **state)
{
    (void)state;
#ifdef SATCHEL_SANITIZE
    assert_false(zmalloc_active());
    skip();
#endif
    assert_true(zmalloc_active());
    char *p = malloc(100);
    assert_non_null(p);
    memset(p, 'x', 100);
    for (size_t n = 100; n < 100000; n = n * 3 / 2) {
        p = realloc(p, n);
        assert_non_null(p);
        assert_memory_equal(p, "xxxxxxxxxx", 10);
    }
    p = realloc(p, 10);
    assert_memory_equal(p, "xxxxxxxxxx", 10);
    free(p);
    void *aligned;
    assert_int_equal(posix_memalign(&aligned, 4096, 100), 0);
    assert_int_equal((uintptr_t)aligned % 4096, 0);
    free(aligned);
}

/* ---- passphrases ---- */

static void suggestions(void **state)
{
    (void)state;
    struct secret a, b;
    assert_int_equal(passgen_suggest(&a, NULL), 0);
    assert_int_equal(passgen_suggest(&b, NULL), 0);
    assert_false(secret_same(&a, &b));
    assert_int_equal(strlen((char *)a.data), a.len);
    int dashes = 0;
    for (size_t i = 0; i < a.len; i++)
        dashes += a.data[i] == '-';
    assert_int_equal(dashes, PASSGEN_COUNT - 1);
    assert_int_equal(passgen_strength(&a, KDF_STANDARD), PASSGEN_LIFETIME);
    secret_free(&a);
    secret_free(&b);
}

static const struct {
    const char *text;
    enum passgen_strength strength;
} JUDGED[] = {
    { "", PASSGEN_NONE },
    { "a", PASSGEN_SECONDS },
    { "secret", PASSGEN_SECONDS },
    { "12345678", PASSGEN_SECONDS },
    { "qwertyuiop", PASSGEN_SECONDS },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", PASSGEN_SECONDS },
    { "Sylvania1974", PASSGEN_HOURS },
    { "river-lantern", PASSGEN_HOURS },
    { "cabin cabin cabin cabin cabin cabin", PASSGEN_SECONDS },
    { "river-lantern-oyster-cabin", PASSGEN_MONTHS },
    { "river lantern oyster cabin pepper window", PASSGEN_LIFETIME },
    { "k7#Vq2!xW9z$Lm4&Tb", PASSGEN_LIFETIME },
};

static void strengths(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof JUDGED / sizeof *JUDGED; i++) {
        struct secret s = secret_of(JUDGED[i].text);
        enum passgen_strength got = passgen_strength(&s, KDF_STANDARD);
        if (got != JUDGED[i].strength)
            fail_msg("%s: %d, not %d", JUDGED[i].text, got, JUDGED[i].strength);
        assert_true(strlen(passgen_advice(got)) > 20);
        secret_free(&s);
    }
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int alike;
    } PAIRS[] = {
        { "river-lantern", "river-lantern", 1 },
        { "river-lantern", "River-lantern1", 1 },
        { "river", "rivers12", 0 },
        { "river-lantern", "oyster-cabin", 0 },
        { "", "ab", 1 },
        { "", "abc", 0 },
        { "\xC3\xA9t\xC3\xA9", "ete", 1 },
        { "abc", "xyz", 0 },
        { "\xC3\xA9\xC3\xA8\xC3\xA0", "e\xCC\x81\x65\xCC\x80\x61\xCC\x80", 1 }, /* the same in NFC */
        { "\xC3\xA9\xC3\xA8\xC3\xA0", "eea", 0 },
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        struct secret a = secret_of(PAIRS[i].a), b = secret_of(PAIRS[i].b);
        assert_int_equal(passgen_too_alike(&a, &b, NULL), PAIRS[i].alike);
        assert_int_equal(passgen_too_alike(&b, &a, NULL), PAIRS[i].alike);
        secret_free(&a);
        secret_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets),
        cmocka_unit_test(a_guard_page_follows),
        cmocka_unit_test(passphrases_are_normalised),
        cmocka_unit_test(profiles_have_names),
        cmocka_unit_test(memory_is_never_lowered),
        cmocka_unit_test(key_files_that_are_none),
        cmocka_unit_test(the_process_is_closed),
        cmocka_unit_test(malloc_zeroes_what_is_freed),
        cmocka_unit_test(suggestions),
        cmocka_unit_test(strengths),
        cmocka_unit_test(distances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
