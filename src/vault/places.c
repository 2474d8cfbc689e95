/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passphrases and their places.
 *
 * A change of passphrase must never leave a vault that opens with neither. A slot is one sector, written
 * alone, and may be torn by a power cut; the table in the database cannot be written in the same breath. So
 * each change walks through states, each durable before the next:
 *
 *   table: b is `new`, replaces a    the sector of b is worth nothing yet
 *   slot b written, read back, opened
 *   table: b is `used`, a is `going` from here the new passphrase holds
 *   slot a overwritten with noise
 *   table: a is `free`
 *
 * What the next unlock finds says what to do. `going`: overwrite it, mark it free. `new`, and that very slot
 * opened the session: the write was complete, go on from there. `new`, opened by another: nobody was told
 * that it holds, so it is overwritten and marked free. No state needs a passphrase that is not at hand.
 *
 * A session writes only the four places of its own compartment: what lies in the other four may be a
 * passphrase it cannot know of. When adding, the new key is tried on all eight all the same: one passphrase
 * must not open two things, and trying tells its holder nothing that typing it at the prompt would not.
 *
 * Tested by ending the process at every write and sync (tests/unit/test_passphrase.c). */
#include "satchel/vault/places.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/vault/derive.h"
#include "satchel/vault/duress.h"
#include "satchel/vault/inside.h"

#define OWN(v, place) ((v)->secrets->slot.compartment * HEADER_OWN_SLOTS + (unsigned)(place))

static int not_read(struct vault *v, int rc, struct err *e)
{
    return vault_sql_error(v, rc, _("The vault's list of passphrases could not be read, nothing was changed"),
                           e);
}

static int not_changed(struct vault *v, int rc, struct err *e)
{
    return vault_sql_error(
        v, rc, _("The vault's list of passphrases could not be changed, all of them open as before"), e);
}

/* Runs one statement with up to three values; NULL text stays unbound. */
static int run(sqlite3 *db, const char *sql, const char *text, int a, int b)
{
    sqlite3_stmt *s;
    int rc = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    if (rc != SQLITE_OK)
        return rc;
    if (text)
        sqlite3_bind_text(s, 1, text, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 2, a);
    if (sqlite3_bind_parameter_count(s) >= 3)
        sqlite3_bind_int(s, 3, b);
    while ((rc = sqlite3_step(s)) == SQLITE_ROW)
        ;
    sqlite3_finalize(s);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int set_state(sqlite3 *db, int place, const char *state)
{
    return run(db, "UPDATE slot_place SET state = ?1, replaces = NULL WHERE place = ?2", state, place, 0);
}

int places_create(sqlite3 *db, unsigned place, struct err *e)
{
    static const char TABLE[] =
        "CREATE TABLE slot_place(place INTEGER PRIMARY KEY CHECK (place BETWEEN 0 AND 3),"
        " state TEXT NOT NULL CHECK (state IN ('free', 'new', 'used', 'going')),"
        " label TEXT NOT NULL, replaces INTEGER);"
        "INSERT INTO slot_place "
        "VALUES(0,'free','',NULL),(1,'free','',NULL),(2,'free','',NULL),(3,'free','',NULL)";
    if (sqlite3_exec(db, TABLE, NULL, NULL, NULL) == SQLITE_OK &&
        set_state(db, (int)place, "used") == SQLITE_OK)
        return 0;
    return vault_sql_error(NULL, sqlite3_extended_errcode(db),
                           _("The vault could not be made, nothing was written"), e);
}

/* ---- reading ---- */

enum state { FREE, NEW, USED, GOING };

struct place {
    enum state state;
    int replaces; /* -1: none */
    char label[VAULT_LABEL_BYTES];
};

static enum state state_of(const char *name)
{
    return name && name[0] == 'n'   ? NEW
           : name && name[0] == 'u' ? USED
           : name && name[0] == 'g' ? GOING
                                    : FREE;
}

static int read_places(struct vault *v, struct place out[static HEADER_OWN_SLOTS], struct err *e)
{
    sqlite3_stmt *s;
    memset(out, 0, HEADER_OWN_SLOTS * sizeof *out);
    int rc = sqlite3_prepare_v2(v->db, "SELECT place, state, label, ifnull(replaces, -1) FROM slot_place", -1,
                                &s, NULL);
    if (rc != SQLITE_OK)
        return not_read(v, rc, e);
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        int n = sqlite3_column_int(s, 0);
        if (n < 0 || n >= HEADER_OWN_SLOTS)
            continue;
        out[n].state = state_of((const char *)sqlite3_column_text(s, 1));
        const char *label = (const char *)sqlite3_column_text(s, 2);
        strncpy(out[n].label, label ? label : "", sizeof out[n].label - 1);
        out[n].replaces = sqlite3_column_int(s, 3);
    }
    sqlite3_finalize(s);
    return rc == SQLITE_DONE ? 0 : not_read(v, rc, e);
}

static int count_used(const struct place places[static HEADER_OWN_SLOTS])
{
    int n = 0;
    for (int i = 0; i < HEADER_OWN_SLOTS; i++)
        n += places[i].state == USED;
    return n;
}

static int find_free(const struct place places[static HEADER_OWN_SLOTS])
{
    for (int i = 0; i < HEADER_OWN_SLOTS; i++)
        if (places[i].state == FREE)
            return i;
    return -1;
}

/* ---- the steps ---- */

static int clear_place(struct vault *v, int place, struct err *e)
{
    if (slots_erase(v->io, v->fd, v->header, OWN(v, place), e) < 0)
        return -1;
    int rc = run(v->db, "UPDATE slot_place SET state = ?1, label = '', replaces = NULL WHERE place = ?2",
                 "free", place, 0);
    return rc == SQLITE_OK ? 0 : not_changed(v, rc, e);
}

/* b is used, and what it replaces (if anything) is going: one transaction. When it fails nobody can say
 * whether it reached the disk, so neither slot is touched any more: the next unlock reads the table and
 * knows. */
static int take_over(struct vault *v, int place, int replaces, struct err *e)
{
    int rc = sqlite3_exec(v->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = set_state(v->db, place, "used");
    if (rc == SQLITE_OK && replaces >= 0)
        rc = set_state(v->db, replaces, "going");
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(v->db, "COMMIT", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        return 0;
    vault_sql_error(
        v, rc, _("The change of the passphrase will be completed or undone when the vault is next opened"),
        e);
    sqlite3_exec(v->db, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}

/* A place found `new`: complete when it opened this session, else undone. */
static int mend_new(struct vault *v, struct place places[static HEADER_OWN_SLOTS], int i, struct err *e)
{
    int old = places[i].replaces;
    if (OWN(v, i) != v->slot) {
        v->notices |= VAULT_CHANGE_UNDONE;
        return clear_place(v, i, e);
    }
    if (take_over(v, i, old, e) < 0)
        return -1;
    places[i].state = USED;
    if (old >= 0 && old < HEADER_OWN_SLOTS)
        places[old].state = GOING;
    v->notices |= VAULT_CHANGE_DONE;
    return 0;
}

/* The session was opened by a place that the table calls free: the copy that a duress makes of its slot
 * before it writes over it (duress.c), left by a cut. The slot itself is whole, then the copy goes; or it is
 * what the cut tore, then the copy stays in its stead, and the table lists one place too many. */
static int mend_stray(struct vault *v, const struct secret *kek, struct place places[static HEADER_OWN_SLOTS],
                      struct err *e)
{
    int stray = (int)(v->slot % HEADER_OWN_SLOTS);
    for (int i = 0; i < HEADER_OWN_SLOTS; i++)
        if (i != stray && places[i].state == USED && slots_fits(v->header, OWN(v, i), kek->data)) {
            v->slot = OWN(v, i);
            return clear_place(v, stray, e);
        }
    places[stray].state = USED;
    int rc = set_state(v->db, stray, "used");
    return rc == SQLITE_OK ? 0 : not_changed(v, rc, e);
}

int places_mend(struct vault *v, const struct secret *kek, struct err *e)
{
    struct place places[HEADER_OWN_SLOTS];
    if (read_places(v, places, e) < 0)
        return -1;
    for (int i = 0; i < HEADER_OWN_SLOTS; i++)
        if (places[i].state == NEW && mend_new(v, places, i, e) < 0)
            return -1;
    if (places[v->slot % HEADER_OWN_SLOTS].state == FREE && mend_stray(v, kek, places, e) < 0)
        return -1;
    /* Whatever the table says, the last passphrase is never taken away. */
    for (int i = 0; i < HEADER_OWN_SLOTS && count_used(places) > 0; i++) {
        if (places[i].state != GOING)
            continue;
        v->notices |= VAULT_CHANGE_DONE;
        if (clear_place(v, i, e) < 0)
            return -1;
    }
    return 0;
}

int places_spare(struct vault *v)
{
    struct place places[HEADER_OWN_SLOTS];
    int place = read_places(v, places, NULL) == 0 ? find_free(places) : -1;
    return place < 0 ? -1 : (int)OWN(v, place);
}

/* ---- keys ---- */

int places_key(struct vault *v, const struct secret *passphrase, const struct vault_options *o,
               struct secret *kek, struct err *e)
{
    if (passphrase->len == 0)
        return err_set(e, ERR_INPUT, _("The passphrase is empty. Nothing was changed. Choose one."));
    return vault_derive(v, passphrase, o ? o->key_file : NULL, kek, e);
}

int places_slot_of(struct vault *v, const struct secret *kek, struct err *e)
{
    struct secret memory;
    unsigned number;
    if (secret_new(&memory, sizeof(struct slot), e) < 0)
        return -2;
    int rc = slots_unlock(v->header, kek->data, (struct slot *)(void *)memory.data, &number);
    secret_free(&memory);
    return rc < 0 ? -1 : (int)number;
}

int places_ready(struct vault *v, struct err *e)
{
    if (v->read_only)
        return err_set(e, ERR_READ_ONLY, _("The vault is open for reading only. No passphrase was changed."));
    if (!sqlite3_get_autocommit(v->db))
        return err_set(e, ERR_INTERNAL,
                       _("Another change is under way. No passphrase was changed. Finish it first."));
    if (!v->duress)
        return 0;
    duress_wait(v);
    return vault_read_header(v, e);
}

/* A passphrase to come. */
struct enrolment {
    const char *label;
    int replaces; /* the place that then goes, and gives its label; -1: none */
    enum slot_kind kind;
};

/* The slot of this compartment for it, durable. */
static int put_slot(struct vault *v, int place, enum slot_kind kind, const struct secret *kek, struct err *e)
{
    struct secret memory;
    struct err ignored;
    if (secret_new(&memory, sizeof(struct slot), e) < 0)
        return -1;
    struct slot *slot = (struct slot *)(void *)memory.data;
    *slot = v->secrets->slot;
    slot->kind = (uint8_t)kind;
    int rc = slots_put(v->io, v->fd, v->header, OWN(v, place), slot, kek->data, e);
    secret_free(&memory);
    if (rc < 0)
        clear_place(v, place, &ignored); /* else the next unlock does it */
    return rc;
}

/* Writes the new slot into a free place: from `new` to `used`. */
static int put_passphrase(struct vault *v, const struct secret *kek, const struct enrolment *n, int *place,
                          struct err *e)
{
    struct place places[HEADER_OWN_SLOTS];
    if (read_places(v, places, e) < 0)
        return -1;
    if (n->replaces < 0 && count_used(places) >= VAULT_PASSPHRASES_MAX)
        return err_set(e, ERR_INPUT,
                       _("A vault has at most three passphrases. Nothing was changed. Remove one first."));
    *place = find_free(places);
    if (*place < 0)
        return err_set(e, ERR_INTERNAL,
                       _("No place is free for the passphrase. Nothing was changed. Lock and open the vault, "
                         "then try again."));
    int rc = run(
        v->db, "UPDATE slot_place SET state = 'new', label = ?1, replaces = nullif(?3, -1) WHERE place = ?2",
        n->replaces < 0 ? n->label : places[n->replaces].label, *place, n->replaces);
    if (rc != SQLITE_OK)
        return not_changed(v, rc, e);
    return put_slot(v, *place, n->kind, kek, e) < 0 ? -1 : take_over(v, *place, n->replaces, e);
}

static int enrol(struct vault *v, const struct secret *fresh, const struct enrolment *n,
                 const struct vault_options *o, struct err *e)
{
    struct secret kek = { 0 };
    int place, rc = -1, known;
    if (places_ready(v, e) < 0 || places_key(v, fresh, o, &kek, e) < 0 ||
        (known = places_slot_of(v, &kek, e)) == -2)
        goto out;
    if (known >= 0) {
        err_set(e, ERR_EXISTS,
                _("This passphrase opens the vault already. Nothing was changed. Choose another one."));
        goto out;
    }
    if (put_passphrase(v, &kek, n, &place, e) < 0)
        goto out;
    if (n->replaces >= 0)
        v->slot = OWN(v, place);
    rc = n->replaces < 0 ? 0 : clear_place(v, n->replaces, e);
out:
    secret_free(&kek);
    return rc;
}

int vault_passphrase_change(struct vault *v, const struct secret *fresh, const struct vault_options *o,
                            struct err *e)
{
    struct enrolment n = { "", (int)(v->slot % HEADER_OWN_SLOTS), SLOT_OPEN };
    return enrol(v, fresh, &n, o, e);
}

static int check_label(const char *label, struct err *e)
{
    return strlen(label) < VAULT_LABEL_BYTES
               ? 0
               : err_set(e, ERR_INPUT,
                         _("The name of a passphrase has at most 63 bytes. Nothing was changed. Choose a "
                           "shorter one."));
}

int vault_passphrase_add(struct vault *v, const struct secret *fresh, const char *label,
                         const struct vault_options *o, struct err *e)
{
    struct enrolment n = { label, -1, SLOT_OPEN };
    return check_label(label, e) < 0 ? -1 : enrol(v, fresh, &n, o, e);
}

/* A word of it begins so. */
static bool has_word(const char *label, const char *start)
{
    for (const char *p = label; *p; p++)
        if ((p == label || !isalpha((unsigned char)p[-1])) && strncasecmp(p, start, strlen(start)) == 0)
            return true;
    return false;
}

int vault_duress_label(const char *label, struct err *e)
{
    static const char *const TELL[] = { "duress", "decoy", "panic", "eras",   "wipe",     "destr",
                                        "delet",  "shred", "coerc", "forced", "emergenc", "fake" };
    for (size_t i = 0; i < sizeof TELL / sizeof *TELL; i++)
        if (has_word(label, TELL[i]))
            return err_set(e, ERR_INPUT,
                           _("The label of this passphrase tells what it is for, and the decoy's list shows "
                             "it. Nothing was changed. Choose an ordinary one."));
    return check_label(label, e);
}

int vault_duress_make(struct vault *v, const struct secret *fresh, const char *label,
                      const struct vault_options *o, struct err *e)
{
    struct enrolment n = { label, -1, SLOT_DURESS };
    bool made;
    if (vault_duress_label(label, e) < 0 || places_ready(v, e) < 0 || vault_decoy_made(v, &made, e) < 0)
        return -1;
    if (made)
        return err_set(e, ERR_INPUT,
                       _("This would erase the decoy and open your own cases. Nothing was changed. Give the "
                         "decoy's passphrase as the current one."));
    return enrol(v, fresh, &n, o, e);
}

static int remove_place(struct vault *v, int place, struct err *e)
{
    int rc = set_state(v->db, place, "going");
    return rc == SQLITE_OK ? clear_place(v, place, e) : not_changed(v, rc, e);
}

int vault_passphrase_remove(struct vault *v, const struct secret *which, const struct vault_options *o,
                            struct err *e)
{
    struct secret kek = { 0 };
    int rc = -1, slot;
    if (places_ready(v, e) < 0 || places_key(v, which, o, &kek, e) < 0 ||
        (slot = places_slot_of(v, &kek, e)) == -2)
        goto out;
    if (slot >= 0 && (unsigned)slot == v->slot)
        err_set(e, ERR_INPUT,
                _("The vault was opened with this passphrase. Nothing was changed. Open it with another one "
                  "to remove this."));
    else if (slot < 0 || (unsigned)slot / HEADER_OWN_SLOTS != v->secrets->slot.compartment)
        err_set(e, ERR_NOT_FOUND,
                _("This is not a passphrase of what is open. Nothing was changed. Check it for slips of the "
                  "keyboard."));
    else
        rc = remove_place(v, slot % HEADER_OWN_SLOTS, e);
out:
    secret_free(&kek);
    return rc;
}

int vault_passphrase_given(struct vault *v, const struct secret *which, const struct vault_options *o,
                           bool *given, struct err *e)
{
    struct secret kek = { 0 };
    *given = false;
    if (places_key(v, which, o, &kek, e) < 0)
        return -1;
    duress_wait(v);
    *given = slots_fits(v->header, v->slot, kek.data);
    secret_free(&kek);
    return 0;
}

int vault_passphrase_list(struct vault *v, struct vault_place out[static HEADER_OWN_SLOTS], struct err *e)
{
    struct place places[HEADER_OWN_SLOTS];
    int n = 0;
    if (read_places(v, places, e) < 0)
        return -1;
    for (int i = 0; i < HEADER_OWN_SLOTS; i++) {
        if (places[i].state != USED)
            continue;
        struct vault_place *p = &out[n++];
        *p = (struct vault_place){ .number = i, .used = true, .mine = OWN(v, i) == v->slot };
        memcpy(p->label, places[i].label, sizeof p->label);
    }
    return n;
}
