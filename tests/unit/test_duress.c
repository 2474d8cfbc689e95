/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other compartment: making it, destroying it, leaving it alone, and being interrupted at each. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/vault/halt.h"
#include "satchel/vault/header.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/io.h"
#include "satchel/vault/stripes.h"
#include "vaults.h"

#define DECOY    "cabin pepper"
#define DURESS   "gravel lemon"
#define WORKING  "SELECT count(*) FROM note WHERE text = 'Freedonia'"
#define HARMLESS "SELECT count(*) FROM note WHERE text = 'Choir on Thursday'"
#define WRONG                                                                                                \
    "Wrong passphrase, or the file is damaged or not a vault. Nothing was changed. Is the keyboard set to "  \
    "the language you used?"

static int fill(struct sqlite3 *db, void *arg, struct err *e)
{
    (void)arg;
    if (sqlite3_exec(db, "CREATE TABLE note(text TEXT); INSERT INTO note VALUES('Choir on Thursday')", NULL,
                     NULL, NULL) == SQLITE_OK)
        return 0;
    return err_set(e, ERR_INTERNAL, "%s", sqlite3_errmsg(db));
}

static int make_decoy(struct vaults *w, struct vault *v, const char *text)
{
    struct vault_options o = { .fill = fill };
    struct secret s = vaults_secret(text);
    int rc = vault_decoy_make(v, &s, &o, &w->e);
    secret_free(&s);
    return rc;
}

static int make_duress(struct vaults *w, struct vault *v, const char *text)
{
    struct secret s = vaults_secret(text);
    int rc = vault_duress_make(v, &s, "", NULL, &w->e);
    secret_free(&s);
    return rc;
}

static bool holds(struct vault *v, const char *count)
{
    return vaults_number(v, count) == 1 && vaults_number(v, "SELECT count(*) FROM note") == 1;
}

/* It opens what holds this, with nothing to mend. */
static bool opens(struct vaults *w, const char *path, const char *text, const char *count)
{
    struct vault *v = vaults_open_at(w, path, text, NULL);
    if (!v)
        assert_string_equal(w->e.text, WRONG);
    bool good = v && vault_notices(v) == 0 && holds(v, count);
    assert_true(good || !v);
    vaults_close(v);
    return good;
}

static int setup_decoy(void **state)
{
    vaults_setup_one(state);
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(make_decoy(w, v, DECOY), 0);
    vaults_close(v);
    return 0;
}

static int setup_duress(void **state)
{
    setup_decoy(state);
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, DECOY, NULL);
    assert_int_equal(make_duress(w, v, DURESS), 0);
    vaults_close(v);
    return 0;
}

/* ---- the decoy ---- */

static void two_compartments(void **state)
{
    struct vaults *w = *state;
    struct vault_place places[4];
    bool made;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_decoy_made(v, &made, &w->e), 0);
    assert_false(made);
    assert_int_equal(make_decoy(w, v, VAULTS_PASSPHRASE), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(make_decoy(w, v, ""), -1);
    assert_int_equal(make_decoy(w, v, DECOY), 0);
    assert_int_equal(vault_decoy_made(v, &made, &w->e), 0);
    assert_true(made);
    vaults_add(v, "Sylvania");
    assert_int_equal(vault_passphrase_list(v, places, &w->e), 1);
    vaults_close(v);
    v = vaults_open(w, DECOY, NULL);
    assert_true(holds(v, HARMLESS));
    assert_int_equal(vault_decoy_made(v, &made, &w->e), 0);
    assert_false(made);
    assert_int_equal(vault_passphrase_list(v, places, &w->e), 1);
    assert_true(vaults_number(v, "SELECT times FROM session_open") >= 12);
    vaults_sql(v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)"
                  " INSERT INTO note SELECT zeroblob(3900) FROM n"); /* a second pair of stripes */
    vaults_close(v);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 2);
    vaults_close(v);
}

/* A second one takes the place of the first, and may have its passphrase. */
static void a_decoy_made_again(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, DECOY, NULL);
    vaults_add(v, "Sylvania");
    vaults_close(v);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(make_decoy(w, v, DECOY), 0);
    vaults_close(v);
    assert_true(opens(w, w->path, DECOY, HARMLESS));
    assert_true(opens(w, w->path, VAULTS_PASSPHRASE, WORKING));
}

static int fill_much(struct sqlite3 *db, void *arg, struct err *e)
{
    (void)arg;
    return sqlite3_exec(db, "CREATE TABLE note(text TEXT); INSERT INTO note VALUES(zeroblob(5000000))", NULL,
                        NULL, NULL) == SQLITE_OK
               ? 0
               : err_set(e, ERR_INTERNAL, "%s", sqlite3_errmsg(db));
}

/* What does not fit is found out before anything is written. */
static void a_decoy_too_large(void **state)
{
    struct vaults *w = *state;
    struct vault_options o = { .fill = fill_much };
    struct secret s = vaults_secret(DURESS);
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_decoy_make(v, &s, &o, &w->e), -1);
    assert_int_equal(w->e.code, ERR_DISK_FULL);
    secret_free(&s);
    vaults_close(v);
    assert_true(opens(w, w->path, DECOY, HARMLESS));
}

struct cutting {
    struct halt halt;
    int left; /* times that it is asked until it says yes */
};

static bool cut_now(void *arg)
{
    return --((struct cutting *)arg)->left == 0;
}

/* Ended by whoever holds the vault, at every instant that this is possible: one's own is as it was and goes
 * on, the new one does not open, and can be made at once. */
static void a_decoy_cut_short(void **state)
{
    struct vaults *w = *state;
    int cuts = 0;
    for (bool cut = true; cut; cuts += cut) {
        struct cutting c = { .left = cuts + 1 };
        struct vault_options o = { .halt = &c.halt };
        struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
        c.halt.look_arg = &c;
        c.halt.look = cut_now;
        cut = make_decoy(w, v, DECOY) < 0;
        bool told = w->e.code == ERR_CANCELLED || w->e.code == ERR_INTERNAL;
        assert_true(!cut || told);
        c.halt.look = NULL;
        while (atomic_load(&c.halt.deriving)) /* it counts itself out in there */
            sched_yield();
        atomic_store(&c.halt.level, HALT_NONE);
        assert_true(holds(v, WORKING));
        vaults_close(v);
        assert_true(opens(w, w->path, VAULTS_PASSPHRASE, WORKING));
        assert_int_equal(opens(w, w->path, DECOY, HARMLESS), !cut);
    }
    /* The pieces of a stripe; the key before them too, unless it is derived before anybody looks. */
    assert_true(cuts >= STRIPES_BLOCKS / STRIPES_PIECE_BLOCKS);
}

/* ---- interrupted ----
 * At every write, and in the middle of those into the header, what a kill at this moment would leave is
 * copied and judged. */

struct interrupting {
    struct vault_io io;
    struct vaults *w;
    int points, working, other;
    void (*judge)(struct interrupting *t, const char *path);
};

static void interrupt(const struct vault_io *io, const void *torn, size_t n, off_t at)
{
    struct interrupting *t = (struct interrupting *)(uintptr_t)io;
    char to[VAULTS_PATH];
    if (!t->judge)
        return;
    t->points++;
    vaults_kill(t->w, torn, n, at, to);
    t->judge(t, to);
}

static ssize_t interrupted_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    interrupt(io, NULL, 0, 0);
    bool header = at < HEADER_BYTES && VAULT_IO_SYSTEM.size(io, fd) >= VAULT_BYTES_MIN; /* of no journal */
    if (header)
        interrupt(io, from, n / 2, at);
    return VAULT_IO_SYSTEM.write(io, fd, from, n, at);
}

/* The session that was cut off is noticed, and nothing else. */
static struct vault *opened(struct vaults *w, const char *path, const char *text, const char *count)
{
    struct vault *v = vaults_open_at(w, path, text, NULL);
    if (!v)
        assert_string_equal(w->e.text, WRONG);
    assert_true(!v || (vault_notices(v) & ~(unsigned)VAULT_NOT_LOCKED) == 0);
    assert_true(!v || holds(v, count));
    return v;
}

static void judge_making(struct interrupting *t, const char *path)
{
    struct vault *v = opened(t->w, path, VAULTS_PASSPHRASE, WORKING);
    assert_non_null(v);
    vaults_close(v);
    if ((v = opened(t->w, path, DECOY, HARMLESS)))
        t->other++;
    vaults_close(v);
}

static void a_decoy_killed_anywhere(void **state)
{
    struct vaults *w = *state;
    struct interrupting t = { .io = VAULT_IO_SYSTEM, .w = w };
    struct vault_options o = { .io = &t.io };
    t.io.write = interrupted_write;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    t.judge = judge_making;
    assert_int_equal(make_decoy(w, v, DECOY), 0);
    assert_true(t.other <= 1); /* its slot was the last write, and half of it is enough */
    t.judge = NULL;
    vaults_close(v);
    assert_true(opens(w, w->path, DECOY, HARMLESS));
    print_message("%d points\n", t.points);
    assert_true(t.points > 30);
}

/* ---- duress ---- */

static void only_from_the_decoy(void **state)
{
    struct vaults *w = *state;
    struct vault_place places[4];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(make_duress(w, v, DURESS), -1);
    assert_int_equal(w->e.code, ERR_INPUT);
    assert_string_equal(w->e.text, "This would erase the decoy and open your own cases. Nothing was changed. "
                                   "Give the decoy's passphrase as the current one.");
    vaults_close(v);
    v = vaults_open(w, DECOY, NULL);
    assert_int_equal(make_duress(w, v, VAULTS_PASSPHRASE), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(make_duress(w, v, DURESS), 0);
    assert_int_equal(vault_passphrase_list(v, places, &w->e), 2);
    for (int i = 0; i < 2; i++)
        assert_true(places[i].used && places[i].label[0] == '\0');
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM slot_place WHERE state = 'used'"), 2);
    vaults_close(v);
    assert_true(opens(w, w->path, VAULTS_PASSPHRASE, WORKING)); /* nothing happened yet */
    assert_true(opens(w, w->path, DECOY, HARMLESS));
    assert_true(opens(w, w->path, VAULTS_PASSPHRASE, WORKING));
}

static int changed_sectors(const uint8_t *a, const uint8_t *b, unsigned from, unsigned n)
{
    int changed = 0;
    for (unsigned i = from; i < from + n; i++)
        changed += memcmp(a + i * HEADER_SECTOR, b + i * HEADER_SECTOR, HEADER_SECTOR) != 0;
    return changed;
}

static void it_destroys_the_other(void **state)
{
    struct vaults *w = *state;
    size_t n;
    struct vault *v = vaults_open(w, DECOY, NULL);
    unsigned own = v->secrets->slot.compartment, other = 1 - own;
    vaults_close(v);
    uint8_t *before = vaults_read(w->path, &n);
    assert_true(opens(w, w->path, DURESS, HARMLESS));
    uint8_t *after = vaults_read(w->path, &n), *again;
    assert_int_equal(
        changed_sectors(before, after, HEADER_FIRST_POOL + other * HEADER_POOL_SECTORS, HEADER_POOL_SECTORS),
        HEADER_POOL_SECTORS);
    assert_int_equal(changed_sectors(before, after, HEADER_FIRST_SLOT + other * 4, 4), 4);
    assert_int_equal(
        changed_sectors(before, after, HEADER_FIRST_POOL + own * HEADER_POOL_SECTORS, HEADER_POOL_SECTORS),
        0);
    assert_int_equal(changed_sectors(before, after, HEADER_FIRST_SLOT + own * 4, 4), 2); /* and the copy's */
    assert_false(opens(w, w->path, VAULTS_PASSPHRASE, WORKING));
    assert_true(opens(w, w->path, DECOY, HARMLESS));
    assert_true(opens(w, w->path, DURESS, HARMLESS)); /* an ordinary one by now */
    v = vaults_open(w, DECOY, NULL);
    while (vault_state_step(v, NULL) > 0)
        ;
    assert_int_equal(vault_as_left(v), VAULT_AS_LEFT); /* its last step is no change by somebody else */
    vaults_close(v);
    again = vaults_read(w->path, &n);
    assert_memory_equal(after, again, HEADER_BYTES);
    free(before);
    free(after);
    free(again);
}

/* A decoy too damaged to be opened as it is does not keep it from being done, nor what is closed waiting. */
static void a_damaged_decoy_does_it_too(void **state)
{
    struct vaults *w = *state;
    struct vault_options o = { .rescue = VAULT_RESCUE };
    struct vault *v = vaults_open(w, DECOY, NULL);
    unsigned own = v->secrets->slot.compartment;
    vaults_close(v);
    for (uint64_t block = 0; block < 2; block++)
        vaults_flip(w->path, (long)stripes_block_at(own, block) + 100);
    assert_null(vaults_open(w, DURESS, NULL));
    assert_int_equal(w->e.code, ERR_DAMAGE);
    v = vaults_open(w, DURESS, &o);
    assert_true(!v || vault_rescued(v));
    vaults_close(v);
    assert_false(opens(w, w->path, VAULTS_PASSPHRASE, WORKING));
}

static void reading_only_destroys_nothing(void **state)
{
    struct vaults *w = *state;
    struct vault_options o = { .read_only = true };
    struct vault *v = vaults_open(w, DURESS, &o);
    assert_true(holds(v, HARMLESS));
    vaults_close(v);
    assert_true(opens(w, w->path, VAULTS_PASSPHRASE, WORKING));
}

static void judge_duress(struct interrupting *t, const char *path)
{
    struct vault *v = opened(t->w, path, VAULTS_PASSPHRASE, WORKING);
    t->working += v != NULL;
    vaults_close(v);
    v = opened(t->w, path, DECOY, HARMLESS);
    assert_non_null(v);
    vaults_close(v);
    v = opened(t->w, path, DURESS, HARMLESS); /* completes it */
    assert_non_null(v);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM slot_place WHERE state = 'used'"), 2);
    vaults_close(v);
    v = opened(t->w, path, DURESS, HARMLESS); /* seals it as open, if a copy had to go first */
    vaults_close(v);
    assert_null(vaults_open_at(t->w, path, VAULTS_PASSPHRASE, NULL));
    assert_string_equal(t->w->e.text, WRONG);
    size_t n;
    uint8_t *done = vaults_read(path, &n), *later;
    assert_true(opens(t->w, path, DURESS, HARMLESS));
    later = vaults_read(path, &n);
    assert_memory_equal(done, later, HEADER_BYTES);
    free(done);
    free(later);
}

static void a_duress_killed_anywhere(void **state)
{
    struct vaults *w = *state;
    struct interrupting t = { .io = VAULT_IO_SYSTEM, .w = w, .judge = judge_duress };
    struct vault_options o = { .io = &t.io, .one_thread = true };
    t.io.write = interrupted_write;
    struct vault *v = vaults_open(w, DURESS, &o);
    t.judge = NULL;
    assert_true(holds(v, HARMLESS));
    vaults_close(v);
    print_message("%d points, the other one opened at %d\n", t.points, t.working);
    assert_true(t.points > 40 && t.working == 1); /* before the first byte of the pool */
}

/* What a cut may leave of the last step: a copy of the slot in a free place, and the slot itself whole, or
 * garbage. */
static void a_copy_left_behind(void **state)
{
    struct vaults *w = *state;
    for (int whole = 1; whole >= 0; whole--) {
        size_t n;
        struct vault *v = vaults_open(w, DECOY, NULL);
        struct secret s = vaults_secret(DECOY), kek = { 0 };
        vaults_kdf(&s, header_salt(v->header), KDF_LOW, &kek, NULL);
        unsigned first = v->secrets->slot.compartment * HEADER_OWN_SLOTS, spare = 0;
        for (unsigned i = 0; i < HEADER_OWN_SLOTS; i++) {
            char sql[80];
            snprintf(sql, sizeof sql, "SELECT state = 'free' FROM slot_place WHERE place = %u", i);
            spare = vaults_number(v, sql) ? first + i : spare;
        }
        assert_int_equal(slots_put(v->io, v->fd, v->header, spare, &v->secrets->slot, kek.data, &w->e), 0);
        if (!whole)
            assert_int_equal(slots_erase(v->io, v->fd, v->header, v->slot, &w->e), 0);
        secret_free(&kek);
        secret_free(&s);
        vaults_close(v);
        assert_true(opens(w, w->path, DECOY, HARMLESS));
        assert_true(opens(w, w->path, DURESS, HARMLESS));
        assert_true(opens(w, w->path, DECOY, HARMLESS));
        free(vaults_read(w->path, &n));
    }
    struct vault *v = vaults_open(w, DECOY, NULL);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM slot_place WHERE state = 'used'"), 3);
    vaults_close(v);
}

/* ---- beside the opening ---- */

struct slow {
    struct vault_io io;
    sem_t go;
    bool holds;
};

static ssize_t slow_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    struct slow *s = (struct slow *)(uintptr_t)io;
    if (s->holds && at >= header_pool_at(0) && at < HEADER_BYTES) {
        sem_wait(&s->go);
        sem_post(&s->go);
    }
    return VAULT_IO_SYSTEM.write(io, fd, from, n, at);
}

/* The first write of the duress waits for what stands after the opening. */
static void the_opening_waits_for_nothing(void **state)
{
    struct vaults *w = *state;
    struct slow s = { .io = VAULT_IO_SYSTEM, .holds = true };
    struct vault_options o = { .io = &s.io };
    s.io.write = slow_write;
    sem_init(&s.go, 0, 0);
    struct vault *v = vaults_open(w, DURESS, &o);
    assert_true(holds(v, HARMLESS));
    vaults_sql(v, "UPDATE note SET text = text");
    sem_post(&s.go);
    vaults_close(v); /* waits for it */
    assert_false(opens(w, w->path, VAULTS_PASSPHRASE, WORKING));
    assert_true(opens(w, w->path, DURESS, HARMLESS));
    sem_destroy(&s.go);
}

/* A disk that hangs does not keep the vault from being closed; what was begun ends when it comes back, and
 * is completed the next time. */
static void closing_does_not_wait_for_ever(void **state)
{
    struct vaults *w = *state;
    static struct slow s;
    s = (struct slow){ .io = VAULT_IO_SYSTEM, .holds = true };
    struct vault_options o = { .io = &s.io };
    s.io.write = slow_write;
    sem_init(&s.go, 0, 0);
    struct vault *v = vaults_open(w, DURESS, &o);
    assert_true(holds(v, HARMLESS));
    vaults_close(v);
    assert_null(vaults_open(w, DURESS, NULL));
    assert_int_equal(w->e.code, ERR_BUSY); /* as long as the file is held */
    sem_post(&s.go);
    while (!(v = vaults_open(w, DURESS, NULL)))
        assert_int_equal(w->e.code, ERR_BUSY);
    vaults_close(v);
    assert_false(opens(w, w->path, VAULTS_PASSPHRASE, WORKING));
}

/* ---- the two leave each other alone ---- */

static uint8_t *journal_of(const struct vaults *w, unsigned compartment, size_t *n)
{
    char name[VAULTS_PATH + 8];
    snprintf(name, sizeof name, "%s-%u", w->path, compartment);
    return vaults_read(name, n);
}

/* A copy of the vault as a cut leaves it, in the middle of a change of the one opened. */
static unsigned cut_off(struct vaults *w, const char *text)
{
    static const char *const ENDS[] = { "", "-0", "-1" };
    char from[VAULTS_PATH + 8], to[VAULTS_PATH + 8];
    struct vault *v = vaults_open(w, text, NULL);
    unsigned compartment = v->secrets->slot.compartment;
    vaults_sql(v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
                  " INSERT INTO note SELECT 'before' || hex(zeroblob(600)) FROM n");
    vaults_sql(v, "PRAGMA cache_size=5; BEGIN; UPDATE note SET text = replace(text, 'before', 'after')");
    for (int i = 0; i < 3; i++) {
        snprintf(from, sizeof from, "%s%s", w->path, ENDS[i]);
        snprintf(to, sizeof to, "%s.cut%s", w->path, ENDS[i]);
        vaults_copy(from, to);
    }
    vaults_close(v);
    for (int i = 0; i < 3; i++) {
        snprintf(from, sizeof from, "%s.cut%s", w->path, ENDS[i]);
        snprintf(to, sizeof to, "%s%s", w->path, ENDS[i]);
        assert_int_equal(rename(from, to), 0);
    }
    return compartment;
}

static void a_hot_journal_is_left_to_its_own(void **state)
{
    struct vaults *w = *state;
    size_t n, m;
    unsigned hot = cut_off(w, VAULTS_PASSPHRASE);
    uint8_t *before = journal_of(w, hot, &n);
    struct vault *v = vaults_open(w, DECOY, NULL);
    assert_int_equal(vault_notices(v), 0);
    vaults_sql(v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)"
                  " INSERT INTO note SELECT zeroblob(3900) FROM n"); /* grows the file */
    vaults_close(v);
    uint8_t *after = journal_of(w, hot, &m);
    assert_true(m >= n);
    assert_memory_equal(before, after, n);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note WHERE text LIKE 'before%'"), 300);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note WHERE text LIKE 'after%'"), 0);
    vaults_close(v);
    v = vaults_open(w, DECOY, NULL);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1101);
    vaults_close(v);
    free(before);
    free(after);
}

/* ---- times ---- */

static struct stat stat_of(const struct vaults *w, unsigned compartment)
{
    struct stat st;
    char name[VAULTS_PATH + 8];
    snprintf(name, sizeof name, "%s-%u", w->path, compartment);
    assert_int_equal(stat(name, &st), 0);
    return st;
}

static bool moved(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec || a.tv_nsec != b.tv_nsec;
}

/* Whichever is opened: both journals are as long as each other, and read and changed just now. */
static void every_session_moves_the_times_of_both(void **state)
{
    static const char *const WHICH[] = { VAULTS_PASSPHRASE, DECOY, DURESS, DURESS, DECOY };
    struct vaults *w = *state;
    for (size_t i = 0; i < sizeof WHICH / sizeof *WHICH; i++) {
        struct stat before[2] = { stat_of(w, 0), stat_of(w, 1) }, after[2];
        struct vault *v = vaults_open(w, WHICH[i], NULL);
        for (unsigned c = 0; c < 2; c++) {
            after[c] = stat_of(w, c);
            assert_true(moved(before[c].st_mtim, after[c].st_mtim));
            assert_true(moved(before[c].st_ctim, after[c].st_ctim));
            assert_true(moved(before[c].st_atim, after[c].st_atim));
        }
        vaults_close(v);
        for (unsigned c = 0; c < 2; c++) {
            struct stat last = stat_of(w, c);
            assert_true(moved(after[c].st_mtim, last.st_mtim));
            assert_int_equal(last.st_size, after[c].st_size);
        }
        assert_int_equal(after[0].st_size, after[1].st_size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ON(setup, f) cmocka_unit_test_setup_teardown(f, setup, vaults_teardown)
        ON(vaults_setup_one, two_compartments),
        ON(setup_decoy, a_decoy_made_again),
        ON(setup_decoy, a_decoy_too_large),
        ON(vaults_setup_one, a_decoy_cut_short),
        ON(vaults_setup_one, a_decoy_killed_anywhere),
        ON(setup_decoy, only_from_the_decoy),
        ON(setup_duress, it_destroys_the_other),
        ON(setup_duress, a_damaged_decoy_does_it_too),
        ON(setup_duress, reading_only_destroys_nothing),
        ON(setup_duress, a_duress_killed_anywhere),
        ON(setup_duress, a_copy_left_behind),
        ON(setup_duress, the_opening_waits_for_nothing),
        ON(setup_duress, closing_does_not_wait_for_ever),
        ON(setup_decoy, a_hot_journal_is_left_to_its_own),
        ON(setup_duress, every_session_moves_the_times_of_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
