/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault: one file of noise with two journals beside it (<path>-0, <path>-1), opened by a passphrase,
 * holding an SQLite database. The format is in satchel-vault(5). What the tables mean is the store's
 * business; the vault keeps three small ones of its own (slot_place, session_open, other_made).
 *
 * Every function that fails leaves the file as it was, or completes what it began at the next unlock. */
#ifndef SATCHEL_VAULT_VAULT_H
#define SATCHEL_VAULT_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/secure/kdf.h"
#include "satchel/secure/secmem.h"

struct err;
struct halt;
struct sqlite3;
struct survey;
struct vault;
struct vault_io;

/* What to do about damaged blocks that keep a vault from being opened. */
enum vault_rescue {
    VAULT_FAIL,       /* ERR_DAMAGE */
    VAULT_RESCUE,     /* as vault_rescue: the vault is open, vault_rescued says so, and has no database yet */
    VAULT_RESCUE_ONLY /* the same without trying: nothing is written to the files in any case */
};

struct vault_options {
    const char *key_file;     /* path, or NULL: none */
    enum kdf_profile profile; /* vault_create */
    bool read_only;           /* vault_open: nothing is written, others may read at the same time */
    enum vault_rescue rescue; /* vault_open */
    /* vault_open: a passphrase for duress is ERR_INPUT, before anything is written. For one case alone:
     * whoever has the own part open and makes another passphrase for duress is asked for the decoy's. All
     * other openings act on it, each command of the command line as well: a refusal would tell who has it
     * what it is, and erase nothing. */
    bool no_duress;
    /* vault_create: makes the store's tables (and rows) in the image that is then sealed. */
    int (*fill)(struct sqlite3 *db, void *arg, struct err *e);
    void *fill_arg;
    /* vault_open: the newest schema (PRAGMA user_version) the caller can read; 0: any. A newer one is
     * ERR_TOO_NEW before anything of it is read or written. */
    int newest_schema;
    /* vault_open: gets the state code of the file as it was found (VAULT_STATE_BYTES); NULL: not computed.
     * Reads the whole file, about 1 ms for 5 MiB in the system's cache. */
    char *found;
    /* For tests of what lies above: a simulated disk, a key derivation that costs nothing. NULL: the real
     * ones. A vault keeps those that it was opened with. */
    const struct vault_io *io;
    kdf_function *kdf;
    bool one_thread; /* vault_open: what would go on beside it is done before it returns */
    /* By which another thread ends what is under way (halt.h), until vault_close, or the making of a vault
     * before it has its name; NULL: none does. Of a derivation that was given up something may go on beside:
     * it counts itself in there. */
    struct halt *halt;
};
#define VAULT_OPTIONS_DEFAULT                                                                                \
    {                                                                                                        \
        .profile = KDF_STANDARD                                                                              \
    }

/* Once, before anything else of the vault or of SQLite: gives SQLite its arena (arena.h). Tests do without.
 */
int vault_start(struct err *e);
/* Bytes that were to be kept out of swap, SQLite's memory and secrets, and that the system would not lock. */
size_t vault_unlocked_bytes(void);

/* Makes a vault at path (folders that are missing too, 0700): built under a temporary name, complete and
 * synced before it gets its name, which never replaces anything (ERR_EXISTS). A failure leaves nothing
 * behind. */
int vault_create(const char *path, const struct secret *passphrase, const struct vault_options *o,
                 struct err *e);

/* What can be said of the file before a passphrase is asked: that it is there, may be opened, is long enough
 * and not in use. *read_only: how it is to be opened; gets true when its medium can only be read. Not while
 * this process has the vault open. */
int vault_look(const char *path, bool *read_only, struct err *e);

/* Opens it. Codes: NO_FILE, PASSPHRASE (wrong passphrase, damaged header, no vault), BUSY (the sentence names
 * the process), PERMISSION, READ_ONLY, TOO_NEW, DAMAGE, NO_MEMORY, IO, DISK_FULL. The slow part (Argon2id)
 * holds no lock of any kind and happens before any; any thread may call it, one vault at a time. */
int vault_open(const char *path, const struct secret *passphrase, const struct vault_options *o,
               struct vault **v, struct err *e);

/* A connection of which something was cut off (halt.h) can write nothing any more: another one in its place,
 * which first undoes what is half done. The old one's statements are gone. -1: there is none. */
int vault_again(struct vault *v, struct err *e);
/* Statements still alive are finalised, an open transaction is rolled back, the journals brought to one
 * length, keys wiped, and with the last open vault all of SQLite's memory (so close every other connection
 * first). NULL is fine. -1: the vault is closed all the same, and *e says what could not be done. */
int vault_close(struct vault *v, struct err *e);
/* The same, and the state code of the file as it is left; "" when it could not be computed. */
int vault_close_with_code(struct vault *v, char *code, struct err *e);

struct sqlite3 *vault_db(struct vault *v); /* borrowed, until vault_close */
const char *vault_path(const struct vault *v);
int vault_fd(const struct vault *v); /* its one descriptor, for erase_hold */
bool vault_read_only(const struct vault *v);
/* Whether about so many bytes more can be stored: in what the vault has free, or because its disk has room to
 * make it longer. Where that cannot be told: true. Reads one page at most. */
bool vault_has_room(struct vault *v, uint64_t bytes);
enum kdf_profile vault_profile(const struct vault *v);

/* What opening found, to be said to the user. */
enum vault_notice {
    VAULT_NOT_LOCKED = 1, /* the last session ended without locking; what it had committed is here */
    VAULT_TORN_COPY = 2,  /* ... and its journal is missing: copied or moved in the middle of a change */
    VAULT_CONTENT_BAD =
        4, /* ... and quick_check found the database inconsistent: restore a backup, or salvage */
    VAULT_CHANGE_DONE = 8,    /* an interrupted passphrase change was completed: the new one holds */
    VAULT_CHANGE_UNDONE = 16, /* ... was undone: the old one holds */
    VAULT_NO_ROOM = 32        /* its disk has no room for what a session writes: open for reading only */
};
unsigned vault_notices(const struct vault *v);

/* The code and sentence for an SQLite result on this vault (disk full, read-only, damaged block, ...). `what`
 * is the translated start of the sentence, as for err_errno. */
int vault_sql_error(struct vault *v, int sqlite_rc, const char *what, struct err *e);

/* ---- passphrases: at most three that open the same content ---- */
#define VAULT_PASSPHRASES_MAX 3
#define VAULT_LABEL_BYTES     64

struct vault_place {
    int number; /* 0..3 */
    char label[VAULT_LABEL_BYTES];
    bool used; /* opens the vault */
    bool mine; /* the one this session was opened with */
};

/* The passphrase this session was opened with is replaced: new slot durable, read back and opened, then the
 * old one gone. key_file of o counts for the new one. ERR_EXISTS: it opens the vault already. */
int vault_passphrase_change(struct vault *v, const struct secret *fresh, const struct vault_options *o,
                            struct err *e);
int vault_passphrase_add(struct vault *v, const struct secret *fresh, const char *label,
                         const struct vault_options *o, struct err *e);
/* Removes the one given, which must not be the one this session was opened with, nor the last. */
int vault_passphrase_remove(struct vault *v, const struct secret *which, const struct vault_options *o,
                            struct err *e);
/* Whether this is the one that the session was opened with. */
int vault_passphrase_given(struct vault *v, const struct secret *which, const struct vault_options *o,
                           bool *given, struct err *e);
/* The places of what is open; never more. Returns how many were written, -1 and *e. */
int vault_passphrase_list(struct vault *v, struct vault_place out[static 4], struct err *e);

/* ---- the other compartment (decoy.c, duress.c) ---- */
/* Whether a decoy was made from what is open: it says so in its own tables, nothing else does. */
int vault_decoy_made(struct vault *v, bool *made, struct err *e);
/* Makes the other compartment anew: fresh opens it, o->fill makes its content, key_file of o counts. Whatever
 * it held is lost, which nobody can know of beforehand. Until its slot is written, last, nothing opens it;
 * what is open is not touched but for the row that says it. ERR_EXISTS: fresh opens this one. */
int vault_decoy_make(struct vault *v, const struct secret *fresh, const struct vault_options *o,
                     struct err *e);
/* A passphrase that opens what is open, and by doing so destroys the other compartment for good: to be made
 * from a decoy. To everybody who does not type it, it is an ordinary one, in the list too. ERR_INPUT: a decoy
 * was made from what is open, so it would open the wrong one. As vault_passphrase_add otherwise. A vault that
 * is opened for reading only is not written to, whatever the passphrase. */
int vault_duress_make(struct vault *v, const struct secret *fresh, const char *label,
                      const struct vault_options *o, struct err *e);
/* Whether this may be its label: ERR_INPUT when it says what it is for, since whoever opens the decoy reads
 * it. English words only; vault_duress_make asks it, too. */
int vault_duress_label(const char *label, struct err *e);

/* ---- integrity and copies ---- */
#define VAULT_STATE_BYTES 64
/* Four words, dashes between: changes when anything in the vault's own blocks changes, and shows what the
 * cipher cannot: an older block in its place, an older file. Reads the whole file. Opening for writing and
 * closing change it: what is compared is the code given when closing with the one found when opening. */
int vault_state_code(struct vault *v, char out[static VAULT_STATE_BYTES], struct err *e);

/* The state of the file as it was found, computed in small pieces, about 0.1 ms each: whenever there is
 * nothing else to do. 1: there is more, 0: all is known, -1: it could not be read. Between transactions. */
int vault_state_step(struct vault *v, struct err *e);
const char *
vault_state_found(const struct vault *v); /* its code, as of vault_state_code; "" until all is known */
/* Whether every block is the one that the last session left there. (Not known when that did not end in order,
 * or could not tell.) What is not as it was left stays so for the sessions to come, see vault_end_session. An
 * older file as a whole agrees with itself: that shows only in a code noted elsewhere.
 */
enum vault_as_left { VAULT_LEFT_UNKNOWN, VAULT_AS_LEFT, VAULT_NOT_AS_LEFT };
enum vault_as_left vault_as_left(const struct vault *v);
/* The last row of the session is written now, and code is that of the file as vault_close will leave it,
 * unless something is written after. vault_go_on: the session goes on. */
int vault_end_session(struct vault *v, char code[static VAULT_STATE_BYTES], struct err *e);
int vault_go_on(struct vault *v, struct err *e);

#define VAULT_BAD_MAX       32
#define VAULT_PROBLEM_BYTES 256
struct vault_report {
    uint64_t blocks;                   /* looked at */
    uint64_t bad_reachable;            /* hold content and do not authenticate */
    uint64_t bad_unused;               /* do not authenticate, hold nothing */
    uint64_t first[VAULT_BAD_MAX];     /* numbers of the first bad_reachable ones */
    bool consistent;                   /* SQLite's integrity_check found nothing */
    char problem[VAULT_PROBLEM_BYTES]; /* its first finding, in SQLite's words; "" */
};
/* 0 when everything reachable is well; -1 with ERR_DAMAGE (or what kept it from looking). *r is filled in
 * both cases. */
int vault_verify(struct vault *v, struct vault_report *r, struct err *e);

/* ---- a damaged vault (rescue.c) ---- */
/* A block that was read since the vault was opened does not authenticate. */
bool vault_is_damaged(const struct vault *v);
/* From now on the files are only read, and what is damaged is known: vault_survey. Ends the session for
 * writing as far as that can be done, plays a journal back in memory. There is no database until vault_patch:
 * whatever uses vault_db must be closed before. */
int vault_rescue(struct vault *v, struct err *e);
bool vault_rescued(const struct vault *v);
const struct survey *vault_survey(const struct vault *v); /* NULL before vault_rescue */
/* Opens the database without what is damaged: rows that lay there are missing, all else can be read, and
 * written in memory. ERR_DAMAGE: too much is damaged for that; salvage.h. */
int vault_patch(struct vault *v, struct err *e);

/* A copy that needs no journal, at a path where nothing is yet: written, synced, read back, opened with this
 * session's keys and checked. state gets its code. */
int vault_backup(struct vault *v, const char *to, char state[static VAULT_STATE_BYTES], struct err *e);
/* Byte copy of a vault file (and of journals beside it) to a path where nothing is yet, synced and read back.
 */
int vault_restore(const char *from, const char *to, struct err *e);
int vault_restore_on(const struct vault_io *io, const char *from, const char *to, struct err *e);

/* ---- keys for the layers above ---- */
/* Sub-key 5, 32 bytes in secret memory, borrowed until vault_close: seals drafts that outlive a lock. */
const uint8_t *vault_draft_key(const struct vault *v);

#endif
