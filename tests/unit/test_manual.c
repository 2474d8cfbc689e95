/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program against the vectors of satchel-vault(5), which were made by another program (libsodium from
 * Python). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/secure/hash.h"
#include "satchel/secure/kdf.h"
#include "satchel/secure/passgen.h"
#include "satchel/secure/seal.h"
#include "satchel/vault/slots.h"
#include "vectors.h"

/* The header that the vectors are about. */
static struct header *header_of_page(void)
{
    struct header *h = header_new(KDF_LOW, NULL);
    assert_non_null(h);
    vector_bytes("salt", h->bytes, KDF_SALT_BYTES);
    vector_bytes("profile-byte", h->bytes + KDF_SALT_BYTES, 1);
    for (unsigned c = 0; c < 2; c++)
        for (size_t i = 0; i < HEADER_POOL_BYTES; i++)
            h->bytes[(size_t)header_pool_at(c) + i] = (uint8_t)(i % 251);
    vector_bytes("slot-6", header_slot(h, 6), 128);
    return h;
}

static void assert_vector(const char *name, const uint8_t *got, size_t n)
{
    uint8_t want[256];
    vector_bytes(name, want, n);
    assert_memory_equal(got, want, n);
}

static void secret_vector(const char *name, struct secret *s)
{
    assert_int_equal(secret_new(s, vector_length(name), NULL), 0);
    vector_bytes(name, s->data, s->len);
}

static void passphrase_to_key(void **state)
{
    (void)state;
    struct secret passphrase, none = { 0 }, file, kek;
    char path[] = "/tmp/satchel-key-XXXXXX";
    uint8_t content[16];
    struct header *h = header_of_page();
    assert_int_equal(header_profile(h), KDF_LOW);
    secret_vector("passphrase", &passphrase);
    assert_int_equal(kdf_passphrase(&passphrase, &none, header_salt(h), KDF_LOW, &kek, NULL), 0);
    assert_vector("kek", kek.data, kek.len);
    secret_free(&kek);

    int fd = mkstemp(path);
    vector_bytes("key-file", content, vector_length("key-file"));
    assert_int_equal(write(fd, content, vector_length("key-file")), vector_length("key-file"));
    close(fd);
    assert_int_equal(kdf_key_file(path, &file, NULL), 0);
    unlink(path);
    assert_int_equal(kdf_passphrase(&passphrase, &file, header_salt(h), KDF_LOW, &kek, NULL), 0);
    assert_vector("kek-with-key-file", kek.data, kek.len);
    secret_free(&kek);
    secret_free(&file);
    secret_free(&passphrase);
    free(h);
}

static void slot_and_keys(void **state)
{
    (void)state;
    struct header *h = header_of_page();
    uint8_t kek[32];
    struct slot slot;
    struct slot_keys keys;
    unsigned number;
    vector_bytes("kek", kek, sizeof kek);
    assert_int_equal(slots_unlock(h, kek, &slot, &number), 0);
    assert_int_equal(number, 6);
    assert_vector("payload", (uint8_t *)&slot, sizeof slot);
    assert_true(slots_keys(h, &slot, &keys));
    assert_vector("volume-key", keys.volume, 32);
    assert_vector("check", slot.check, 16);
    assert_vector("sub-key-1", keys.block, 32);
    assert_vector("sub-key-2", keys.journal, 32);
    assert_vector("sub-key-3", keys.file_id, 16);
    assert_vector("sub-key-4", keys.state, 32);
    assert_vector("sub-key-5", keys.drafts, 32);
    free(h);
}

/* Before the open one in order, and behind it in rank; alone, it opens as what it is. */
static void slot_of_duress(void **state)
{
    (void)state;
    struct header *h = header_of_page();
    uint8_t kek[KDF_KEY_BYTES];
    struct slot slot;
    unsigned number;
    vector_bytes("kek", kek, sizeof kek);
    vector_bytes("slot-5", header_slot(h, 5), 128);
    assert_int_equal(slots_unlock(h, kek, &slot, &number), 0);
    assert_int_equal(number, 6);
    memset(header_slot(h, 6), 0, 128);
    assert_int_equal(slots_unlock(h, kek, &slot, &number), 0);
    assert_int_equal(number, 5);
    assert_int_equal(slot.kind, SLOT_DURESS);
    assert_vector("payload-duress", (uint8_t *)&slot, sizeof slot);
    free(h);
}

static void words(void **state)
{
    (void)state;
    struct hash h;
    uint8_t digest[HASH_BYTES];
    char word[PASSGEN_WORD_BYTES];
    hash_start(&h, sizeof digest, NULL, 0);
    for (unsigned i = 0; i < PASSGEN_WORDS; i++) {
        passgen_word(i, word);
        hash_add(&h, word, strlen(word));
        hash_add(&h, "\n", 1);
    }
    hash_end(&h, digest, sizeof digest);
    assert_vector("word-list-digest", digest, sizeof digest);
}

static void code_words(void **state)
{
    (void)state;
    uint8_t digest[HASH_BYTES];
    char code[64], want[64], word[4][PASSGEN_WORD_BYTES];
    vector_bytes("state-digest", digest, sizeof digest);
    for (int i = 0; i < 4; i++)
        passgen_word(digest[2 * i] | (unsigned)digest[2 * i + 1] << 8, word[i]);
    snprintf(code, sizeof code, "%s-%s-%s-%s", word[0], word[1], word[2], word[3]);
    vector_text("state-code", want, sizeof want);
    assert_string_equal(code, want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passphrase_to_key), cmocka_unit_test(slot_and_keys),
        cmocka_unit_test(slot_of_duress),    cmocka_unit_test(words),
        cmocka_unit_test(code_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
