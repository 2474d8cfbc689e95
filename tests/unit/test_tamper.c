/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody has the file and writes to it: every region of a vault against every way of changing it. What the
 * cipher must notice is noticed; what it cannot (an older block in its own place, an older file, a journal
 * taken away) is not, and moves the state code; what is noise to this compartment moves nothing. Each cell
 * says which of these it is, and is wrong when the program notices less or more. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/vault/blocks.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/io.h"
#include "satchel/vault/stripes.h"
#include "vaults.h"

#define NEWER "cabin pepper"

enum { VAULT, OWN_JOURNAL, OTHER_JOURNAL, FILES };

/* The three files as they lay at one moment, and the code they had. */
struct image {
    uint8_t *bytes[FILES];
    size_t n[FILES];
    char code[VAULT_STATE_BYTES];
};

struct world {
    struct vaults *vaults;
    struct image older, now, foreign;
    unsigned compartment, used, before; /* places of the slots that open now, and opened before */
    enum vault_as_left as_left;         /* of what was judged last */
    uint64_t leaf, second, hollow;      /* blocks: two that hold rows, one on the free list */
};

/* Nothing here is about power cuts, and waiting for the disk is most of the time. */
static struct vault_io quick;

static int no_sync(const struct vault_io *io, int fd)
{
    (void)io;
    (void)fd;
    return 0;
}

static struct vault *open_it(struct world *w, const char *passphrase, bool read_only, char *found)
{
    struct vault_options o = { .read_only = read_only, .found = found, .io = &quick };
    return vaults_open(w->vaults, passphrase, &o);
}

/* ---- images ---- */

static void name_file(const struct world *w, int file, char out[VAULTS_PATH + 4])
{
    unsigned journal = file == OWN_JOURNAL ? w->compartment : 1 - w->compartment;
    if (file == VAULT)
        snprintf(out, VAULTS_PATH + 4, "%s", w->vaults->path);
    else
        snprintf(out, VAULTS_PATH + 4, "%s-%u", w->vaults->path, journal);
}

static void take(struct world *w, struct image *to, const char *code)
{
    char name[VAULTS_PATH + 4];
    for (int i = 0; i < FILES; i++) {
        name_file(w, i, name);
        to->bytes[i] = vaults_read(name, &to->n[i]);
    }
    snprintf(to->code, sizeof to->code, "%s", code);
}

static void put(const struct world *w, const struct image *from)
{
    char name[VAULTS_PATH + 4];
    for (int i = 0; i < FILES; i++) {
        name_file(w, i, name);
        vaults_write(name, from->bytes[i], from->n[i]);
    }
}

static struct image copy_of(const struct image *from)
{
    struct image to = *from;
    for (int i = 0; i < FILES; i++) {
        to.bytes[i] = malloc(from->n[i] + VAULT_PAIR_BYTES);
        assert_non_null(to.bytes[i]);
        memcpy(to.bytes[i], from->bytes[i], from->n[i]);
    }
    return to;
}

static void drop(struct image *m)
{
    for (int i = 0; i < FILES; i++)
        free(m->bytes[i]);
    *m = (struct image){ 0 };
}

/* ---- a vault with a past ---- */

/* Rows of a page each, two stripes full of them. */
static const char ROWS[] = "DELETE FROM note;"
                           "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)"
                           " INSERT INTO note(rowid, text) SELECT i, 'first ' || hex(zeroblob(1500)) FROM n";
static const char LATER[] = "UPDATE note SET text = 'second ' || hex(zeroblob(1500)) WHERE rowid % 2;"
                            "DELETE FROM note WHERE rowid BETWEEN 500 AND 560";

static uint64_t leaf_of(struct vault *v, int row)
{
    char sql[160];
    snprintf(sql, sizeof sql,
             "SELECT pageno - 1 FROM dbstat WHERE name = 'note' AND pagetype = 'leaf' ORDER BY path"
             " LIMIT 1 OFFSET %d",
             row);
    return (uint64_t)vaults_number(v, sql);
}

/* A page that neither table nor tree uses. */
static uint64_t hollow_of(struct vault *v)
{
    return (uint64_t)vaults_number(v, "WITH p(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM p WHERE i < 1100)"
                                      " SELECT max(i) FROM p WHERE i NOT IN (SELECT pageno FROM dbstat)"
                                      " AND i NOT IN (SELECT 0)") -
           1;
}

static void session(struct world *w, const char *passphrase, const char *sql, const char *fresh,
                    struct image *to)
{
    char code[VAULT_STATE_BYTES];
    struct vault *v = open_it(w, passphrase, false, NULL);
    assert_non_null(v);
    vaults_sql(v, sql);
    if (fresh) {
        struct secret s = vaults_secret(fresh);
        assert_int_equal(vault_passphrase_change(v, &s, NULL, &w->vaults->e), 0);
        secret_free(&s);
        w->leaf = leaf_of(v, 20);
        w->second = leaf_of(v, 90);
        w->hollow = hollow_of(v);
    }
    w->compartment = v->secrets->slot.compartment;
    assert_int_equal(vault_close_with_code(v, code, &w->vaults->e), 0);
    take(w, to, code);
}

static unsigned slot_of(struct world *w, const char *passphrase)
{
    struct vault *v = open_it(w, passphrase, true, NULL);
    assert_non_null(v);
    unsigned slot = v->slot;
    vaults_close(v);
    return slot;
}

static void remove_vault(const struct world *w)
{
    char name[VAULTS_PATH + 4];
    for (int i = 0; i < FILES; i++) {
        name_file(w, i, name);
        assert_int_equal(remove(name), 0);
    }
}

/* Another vault of the same passphrase and content, whose compartment is the same one. */
static void make_foreign(struct world *w)
{
    unsigned want = w->compartment;
    struct vault_options o = VAULTS_OPTIONS;
    o.io = &quick;
    for (int tries = 0; tries < 64; tries++) {
        assert_int_equal(vaults_create(w->vaults, NEWER, &o), 0);
        session(w, NEWER, ROWS, NULL, &w->foreign);
        unsigned got = w->compartment;
        remove_vault(w);
        if (got == want)
            return;
        drop(&w->foreign);
    }
    fail_msg("the coin of creation always fell on the same side");
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    quick = VAULT_IO_SYSTEM;
    quick.sync = no_sync;
    vaults_setup_one((void **)&w->vaults);
    w->before = slot_of(w, VAULTS_PASSPHRASE);
    session(w, VAULTS_PASSPHRASE, ROWS, NULL, &w->older);
    session(w, VAULTS_PASSPHRASE, LATER, NEWER, &w->now);
    w->used = slot_of(w, NEWER);
    assert_int_not_equal(w->used, w->before);
    remove_vault(w);
    make_foreign(w);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    drop(&w->older);
    drop(&w->now);
    drop(&w->foreign);
    vaults_teardown((void **)&w->vaults);
    free(w);
    return 0;
}

/* ---- what is seen afterwards ---- */

enum outcome {
    SHUT = 1, /* no passphrase opens it */
    BAD,      /* a block that holds records does not authenticate */
    HOLLOW,   /* a block that holds nothing does not: verify counts it, and is content */
    CODE,     /* all that is read authenticates; the state code alone differs */
    SAME      /* nothing differs at all */
};

static const char *const OUTCOMES[] = { "?", "SHUT", "BAD", "HOLLOW", "CODE", "SAME" };

/* Whether the program itself notices that a block is not the one it left. Of the two blocks that ending a
 * session writes only the session's own number tells, and an older file as a whole agrees with itself. */
static enum vault_as_left judge_left(struct vault *v, const char *found)
{
    struct err e = { 0 };
    int rc;
    assert_string_equal(vault_state_found(v), "");
    while ((rc = vault_state_step(v, &e)) > 0)
        ;
    assert_int_equal(rc, 0);
    assert_string_equal(vault_state_found(v), found);
    return vault_as_left(v);
}

static enum outcome judge(struct world *w, const char *passphrase)
{
    char found[VAULT_STATE_BYTES];
    struct vault_report r;
    struct err e = { 0 };
    struct vault *v = open_it(w, passphrase, true, found);
    if (!v)
        return w->vaults->e.code == ERR_DAMAGE ? BAD : SHUT;
    int rc = vault_verify(v, &r, &e);
    w->as_left = judge_left(v, found);
    vaults_close(v);
    assert_true(rc == 0 || e.code == ERR_DAMAGE);
    if (r.bad_reachable)
        return BAD;
    if (r.bad_unused || strcmp(found, w->now.code) == 0) {
        assert_int_equal(rc, 0);
        return r.bad_unused ? HOLLOW : SAME;
    }
    return CODE;
}

/* ---- the matrix ---- */

struct place {
    int file;
    size_t at, n;
    size_t partner; /* what it is swapped with: the same length, in the same file */
};

enum region {
    SALT,
    PROFILE,
    NOISE_OF_SALT,
    SLOT_USED,
    NOISE_OF_SLOT,
    SLOT_BEFORE,
    SLOT_OF_OTHER,
    SPARE_SECTOR,
    POOL,
    POOL_OF_OTHER,
    FIRST_PAGE,
    LEAF,
    FREE_PAGE,
    PAST_END,
    STRIPE_OF_OTHER,
    JOURNAL_HEAD,
    JOURNAL_STRIDE,
    JOURNAL_OF_OTHER,
    REGIONS
};

static struct place block_place(const struct world *w, uint64_t block, uint64_t partner)
{
    return (struct place){ VAULT, (size_t)stripes_block_at(w->compartment, block), BLOCK_BYTES,
                           (size_t)stripes_block_at(w->compartment, partner) };
}

static struct place slot_place(unsigned slot, unsigned partner, size_t from, size_t n)
{
    return (struct place){ VAULT, (size_t)header_slot_at(slot) + from, n,
                           (size_t)header_slot_at(partner) + from };
}

static struct place place_of(const struct world *w, enum region region)
{
    unsigned other = 1 - w->compartment, free_slot = w->compartment * HEADER_OWN_SLOTS;
    while (free_slot == w->used || free_slot == w->before)
        free_slot++;
    size_t pool[2] = { (size_t)header_pool_at(0), (size_t)header_pool_at(1) };
    switch (region) {
    case SALT:
        return (struct place){ VAULT, 0, KDF_SALT_BYTES, 9 * HEADER_SECTOR };
    case PROFILE:
        return (struct place){ VAULT, KDF_SALT_BYTES, 1, 9 * HEADER_SECTOR };
    case NOISE_OF_SALT:
        return (struct place){ VAULT, KDF_SALT_BYTES + 1, 2000, 9 * HEADER_SECTOR };
    case SLOT_USED:
        return slot_place(w->used, free_slot, 0, 128);
    case NOISE_OF_SLOT:
        return slot_place(w->used, free_slot, 128, HEADER_SECTOR - 128);
    case SLOT_BEFORE:
        return slot_place(w->before, free_slot, 0, HEADER_SECTOR);
    case SLOT_OF_OTHER:
        return slot_place(other * HEADER_OWN_SLOTS, other * HEADER_OWN_SLOTS + 1, 0, HEADER_SECTOR);
    case SPARE_SECTOR:
        return slot_place(8, other * HEADER_OWN_SLOTS, 0, HEADER_SECTOR);
    case POOL:
        return (struct place){ VAULT, pool[w->compartment] + HEADER_SECTOR, HEADER_SECTOR,
                               pool[w->compartment] + 5 * HEADER_SECTOR };
    case POOL_OF_OTHER:
        return (struct place){ VAULT, pool[other], HEADER_SECTOR, pool[other] + HEADER_SECTOR };
    case FIRST_PAGE:
        return block_place(w, 0, w->leaf);
    case LEAF:
        return block_place(w, w->leaf, w->second);
    case FREE_PAGE:
        return block_place(w, w->hollow, w->hollow - 1);
    case PAST_END:
        return block_place(w, 2 * STRIPES_BLOCKS - 1, 2 * STRIPES_BLOCKS - 2);
    case STRIPE_OF_OTHER:
        return (struct place){ VAULT, (size_t)stripes_block_at(other, 3), BLOCK_BYTES,
                               (size_t)stripes_block_at(other, 4) };
    case JOURNAL_HEAD:
        return (struct place){ OWN_JOURNAL, 0, BLOCK_FILE_ID, STRIDE_BYTES };
    case JOURNAL_STRIDE:
        return (struct place){ OWN_JOURNAL, STRIDE_BYTES, STRIDE_SEALED, 2 * STRIDE_BYTES };
    case JOURNAL_OF_OTHER:
        return (struct place){ OTHER_JOURNAL, STRIDE_BYTES, STRIDE_SEALED, 2 * STRIDE_BYTES };
    case REGIONS:
        break;
    }
    fail();
    return (struct place){ 0 };
}

static void flip(struct world *w, struct image *m, const struct place *p)
{
    (void)w;
    m->bytes[p->file][p->at + p->n / 2] ^= 1;
}

static void zero(struct world *w, struct image *m, const struct place *p)
{
    (void)w;
    memset(m->bytes[p->file] + p->at, 0, p->n);
}

static void swap(struct world *w, struct image *m, const struct place *p)
{
    (void)w;
    for (size_t i = 0; i < p->n; i++) {
        uint8_t *a = &m->bytes[p->file][p->at + i], *b = &m->bytes[p->file][p->partner + i], c = *a;
        *a = *b;
        *b = c;
    }
}

static void from_image(struct image *m, const struct image *from, const struct place *p)
{
    assert_true(p->at + p->n <= from->n[p->file]);
    memcpy(m->bytes[p->file] + p->at, from->bytes[p->file] + p->at, p->n);
}

static void foreign(struct world *w, struct image *m, const struct place *p)
{
    from_image(m, &w->foreign, p);
}

static void replay(struct world *w, struct image *m, const struct place *p)
{
    from_image(m, &w->older, p);
}

typedef void manipulation(struct world *w, struct image *m, const struct place *p);

static manipulation *const MANIPULATIONS[] = { flip, zero, swap, foreign, replay };
static const char *const MANIPULATION_NAMES[] = { "flip", "zero", "swap", "foreign", "replay" };
enum { WAYS = sizeof MANIPULATIONS / sizeof *MANIPULATIONS };

/* What never changes in a vault's life cannot be replayed: salt, pools. A journal that is not needed may be
 * anything. Of the other compartment nothing may be noticed: who can notice can also tell. */
static const struct {
    const char *name;
    enum outcome want[WAYS]; /* flip, zero, swap, foreign, replay */
} MATRIX[REGIONS] = {
    [SALT] = { "salt", { SHUT, SHUT, SHUT, SHUT, SAME } },
    [PROFILE] = { "profile", { SHUT, 0, 0, 0, SAME } }, /* by chance the same, or not */
    [NOISE_OF_SALT] = { "noise of the first sector", { CODE, CODE, CODE, CODE, SAME } },
    [SLOT_USED] = { "slot in use", { SHUT, SHUT, SHUT, SHUT, SHUT } },
    [NOISE_OF_SLOT] = { "noise of a slot", { CODE, CODE, CODE, CODE, CODE } },
    [SLOT_BEFORE] = { "slot of before", { CODE, CODE, CODE, CODE, CODE } },
    [SLOT_OF_OTHER] = { "slot of the other", { SAME, SAME, SAME, SAME, SAME } },
    [SPARE_SECTOR] = { "spare sector", { SAME, SAME, SAME, SAME, SAME } },
    [POOL] = { "pool", { SHUT, SHUT, SHUT, SHUT, SAME } },
    [POOL_OF_OTHER] = { "pool of the other", { SAME, SAME, SAME, SAME, SAME } },
    [FIRST_PAGE] = { "first page", { BAD, BAD, BAD, BAD, CODE } },
    [LEAF] = { "leaf", { BAD, BAD, BAD, BAD, CODE } },
    [FREE_PAGE] = { "free page", { HOLLOW, HOLLOW, HOLLOW, HOLLOW, CODE } },
    [PAST_END] = { "past the end", { HOLLOW, HOLLOW, HOLLOW, HOLLOW, SAME } },
    [STRIPE_OF_OTHER] = { "stripe of the other", { SAME, SAME, SAME, SAME, SAME } },
    [JOURNAL_HEAD] = { "journal's head", { SAME, SAME, SAME, SAME, SAME } },
    [JOURNAL_STRIDE] = { "journal's stride", { SAME, SAME, SAME, SAME, SAME } },
    [JOURNAL_OF_OTHER] = { "journal of the other", { SAME, SAME, SAME, SAME, SAME } },
};

/* Only what differs: the files are large. */
static void put_place(const struct world *w, const struct image *from, const struct place *p)
{
    const size_t at[] = { p->at, p->partner };
    char name[VAULTS_PATH + 4];
    name_file(w, p->file, name);
    FILE *f = fopen(name, "r+b");
    assert_non_null(f);
    for (int i = 0; i < 2; i++) {
        fseek(f, (long)at[i], SEEK_SET);
        assert_int_equal(fwrite(from->bytes[p->file] + at[i], 1, p->n, f), p->n);
    }
    assert_int_equal(fclose(f), 0);
}

static void every_region_every_way(void **state)
{
    struct world *w = *state;
    put(w, &w->now);
    assert_int_equal(judge(w, NEWER), SAME);
    struct image m = copy_of(&w->now);
    for (int r = 0; r < REGIONS; r++) {
        struct place p = place_of(w, (enum region)r), both[] = { p, p };
        both[1].at = p.partner;
        for (int i = 0; i < WAYS; i++) {
            MANIPULATIONS[i](w, &m, &p);
            put_place(w, &m, &p);
            enum outcome got = judge(w, NEWER);
            if (MATRIX[r].want[i] && got != MATRIX[r].want[i])
                fail_msg("%s, %s: %s, not %s", MATRIX[r].name, MANIPULATION_NAMES[i], OUTCOMES[got],
                         OUTCOMES[MATRIX[r].want[i]]);
            if (got == SAME || (got == CODE && r != FIRST_PAGE))
                assert_int_equal(w->as_left, got == SAME ? VAULT_AS_LEFT : VAULT_NOT_AS_LEFT);
            from_image(&m, &w->now, &both[0]);
            from_image(&m, &w->now, &both[1]);
            put_place(w, &m, &p);
        }
    }
    drop(&m);
}

/* What a flipped bit costs: its own block. All else is read as before. */
static void nothing_else_is_lost(void **state)
{
    struct world *w = *state;
    put(w, &w->now);
    struct vault *v = open_it(w, NEWER, true, NULL);
    int64_t rows = vaults_number(v, "SELECT count(*) FROM note");
    vaults_close(v);
    struct image m = copy_of(&w->now);
    struct place p = place_of(w, LEAF);
    flip(w, &m, &p);
    put(w, &m);
    v = open_it(w, NEWER, true, NULL);
    int64_t good = 0;
    for (int64_t i = 1; i <= 1100; i++) {
        char sql[80];
        sqlite3_stmt *s = NULL;
        snprintf(sql, sizeof sql, "SELECT length(text) FROM note WHERE rowid = %lld", (long long)i);
        assert_int_equal(sqlite3_prepare_v2(vault_db(v), sql, -1, &s, NULL), SQLITE_OK);
        good += sqlite3_step(s) == SQLITE_ROW;
        sqlite3_finalize(s);
    }
    assert_int_equal(good, rows - 1);
    vaults_close(v);
    drop(&m);
}

/* A passphrase that was replaced opens again when its slot is put back: only the code tells. */
static void a_slot_put_back_opens(void **state)
{
    struct world *w = *state;
    put(w, &w->now);
    assert_int_equal(judge(w, VAULTS_PASSPHRASE), SHUT);
    struct image m = copy_of(&w->now);
    struct place p = place_of(w, SLOT_BEFORE);
    replay(w, &m, &p);
    put(w, &m);
    assert_int_equal(judge(w, VAULTS_PASSPHRASE), CODE);
    drop(&m);
}

/* ---- whole files ---- */

static void lengths(void **state)
{
    struct world *w = *state;
    const size_t pair = VAULT_PAIR_BYTES, n = w->now.n[VAULT];
    const struct {
        const char *name;
        size_t n;
        enum outcome want;
    } CASES[] = {
        { "one byte less", n - 1, BAD },        { "a pair less", n - pair, BAD },
        { "header alone", HEADER_BYTES, SHUT }, { "nothing", 0, SHUT },
        { "one byte more", n + 1, SAME },       { "nearly a pair more", n + pair - 1, SAME },
        { "a pair more", n + pair, HOLLOW },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct image m = copy_of(&w->now);
        if (CASES[i].n > n)
            memset(m.bytes[VAULT] + n, 0x5A, CASES[i].n - n);
        m.n[VAULT] = CASES[i].n;
        put(w, &m);
        enum outcome got = judge(w, NEWER);
        if (got != CASES[i].want)
            fail_msg("%s: %s, not %s", CASES[i].name, OUTCOMES[got], OUTCOMES[CASES[i].want]);
        drop(&m);
    }
}

/* An older copy is a good vault. The code noted at the last lock shows that it is not the last one. */
static void an_older_file_is_not_noticed(void **state)
{
    struct world *w = *state;
    put(w, &w->older);
    assert_int_equal(judge(w, VAULTS_PASSPHRASE), CODE);
    assert_int_equal(w->as_left, VAULT_AS_LEFT);
    put(w, &w->foreign); /* nor another vault in its place */
    assert_int_equal(judge(w, NEWER), CODE);
    assert_int_equal(w->as_left, VAULT_AS_LEFT);
}

static void journals_that_are_not_needed(void **state)
{
    struct world *w = *state;
    const size_t SIZES[] = { 0, 1, BLOCK_FILE_ID, STRIDE_BYTES, STRIDE_BYTES + 100 };
    char name[VAULTS_PATH + 4];
    for (int file = OWN_JOURNAL; file <= OTHER_JOURNAL; file++) {
        for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
            struct image m = copy_of(&w->now);
            m.n[file] = SIZES[i];
            put(w, &m);
            assert_int_equal(judge(w, NEWER), SAME);
            drop(&m);
        }
        put(w, &w->now);
        name_file(w, file, name);
        assert_int_equal(remove(name), 0);
        assert_int_equal(judge(w, NEWER), SAME);
    }
}

/* ---- a journal that is needed ---- */

/* Half of a change is in the file, what it was before in the journal. */
static void leave_hot(struct world *w, struct image *to)
{
    put(w, &w->now);
    struct vault *v = open_it(w, NEWER, false, NULL);
    vaults_sql(v, "PRAGMA cache_size = 5; BEGIN; UPDATE note SET text = 'third ' || hex(zeroblob(1500));"
                  "DELETE FROM note WHERE rowid > 800; UPDATE note SET text = text || 'x'");
    compartment_stop(&v->compartment);
    vault_close(v, NULL);
    take(w, to, w->now.code);
}

enum hot {
    WHOLE = 1, /* the change is undone as a whole */
    TOLD,      /* it is not, and that is said */
    SILENT     /* it is not; the cipher saw nothing, the state code differs */
};

static enum hot judge_hot(struct world *w)
{
    char found[VAULT_STATE_BYTES];
    struct vault *v = open_it(w, NEWER, false, found);
    assert_non_null(v);
    unsigned notices = vault_notices(v);
    assert_true(notices & VAULT_NOT_LOCKED);
    assert_string_not_equal(found, w->now.code);
    sqlite3_stmt *s = NULL;
    bool whole =
        sqlite3_prepare_v2(vault_db(v), "SELECT count(*) = 1039 AND sum(text LIKE 'third%') = 0 FROM note",
                           -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW && sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    vault_close(v, NULL);
    assert_false(whole && notices & VAULT_CONTENT_BAD);
    return whole ? WHOLE : notices & (VAULT_CONTENT_BAD | VAULT_TORN_COPY) ? TOLD : SILENT;
}

static void cut(struct world *w, struct image *m, const struct place *p)
{
    (void)w;
    m->n[p->file] = p->at;
}

static void nothing(struct world *w, struct image *m, const struct place *p)
{
    (void)w;
    (void)m;
    (void)p;
}

static void journals_that_are_needed(void **state)
{
    struct world *w = *state;
    struct image hot;
    leave_hot(w, &hot);
    const struct place head = { OWN_JOURNAL, 0, BLOCK_FILE_ID, 5 * STRIDE_BYTES },
                       first = { OWN_JOURNAL, STRIDE_BYTES, STRIDE_SEALED, 6 * STRIDE_BYTES },
                       record = { OWN_JOURNAL, 9 * STRIDE_BYTES, STRIDE_SEALED, 30 * STRIDE_BYTES },
                       noise = { OWN_JOURNAL, 9 * STRIDE_BYTES + STRIDE_SEALED, 100, 5 * STRIDE_BYTES - 200 },
                       other = { OTHER_JOURNAL, STRIDE_BYTES, STRIDE_SEALED, 6 * STRIDE_BYTES };
    const struct {
        const char *name;
        manipulation *change;
        const struct place *place;
        enum hot want;
    } CASES[] = {
        { "nothing", nothing, &head, WHOLE },          { "other, flip", flip, &other, WHOLE },
        { "other, cut", cut, &other, WHOLE },          { "noise, flip", flip, &noise, WHOLE },
        { "head, flip", flip, &head, TOLD },           { "head, foreign", foreign, &head, TOLD },
        { "first, flip", flip, &first, TOLD },         { "first, zero", zero, &first, TOLD },
        { "first, swap", swap, &first, TOLD },         { "first, foreign", foreign, &first, TOLD },
        { "first, replay", replay, &first, SILENT },   { "record, flip", flip, &record, TOLD },
        { "record, zero", zero, &record, TOLD },       { "record, swap", swap, &record, TOLD },
        { "record, foreign", foreign, &record, TOLD }, { "record, cut", cut, &record, TOLD },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct image m = copy_of(&hot);
        CASES[i].change(w, &m, CASES[i].place);
        put(w, &m);
        enum hot got = judge_hot(w);
        if (got != CASES[i].want)
            fail_msg("%s: %d, not %d", CASES[i].name, (int)got, (int)CASES[i].want);
        drop(&m);
    }
    char name[VAULTS_PATH + 4];
    put(w, &hot);
    name_file(w, OWN_JOURNAL, name);
    assert_int_equal(remove(name), 0);
    assert_int_equal(judge_hot(w), TOLD);
    drop(&hot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_region_every_way),       cmocka_unit_test(nothing_else_is_lost),
        cmocka_unit_test(a_slot_put_back_opens),        cmocka_unit_test(lengths),
        cmocka_unit_test(an_older_file_is_not_noticed), cmocka_unit_test(journals_that_are_not_needed),
        cmocka_unit_test(journals_that_are_needed),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
