/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staying in touch and keeping things safe: check-ins, instructions, items and who holds them, evidence
 * files, notes, rules of visibility. */
#ifndef SATCHEL_MODEL_CARE_H
#define SATCHEL_MODEL_CARE_H

#include "satchel/model/kase.h"

#define CHECKIN_RESULTS(X)                                                                                   \
    X(CHECKIN_DONE, "done", N_("done"))                                                                      \
    X(CHECKIN_MISSED, "missed", N_("missed"))
REC_ENUM(checkin_result, CHECKIN_RESULTS)

#define TRIGGERS(X)                                                                                          \
    X(TRIGGER_NO_CONTACT, "no_contact", N_("no contact"))                                                    \
    X(TRIGGER_ARREST, "arrest", N_("arrest"))                                                                \
    X(TRIGGER_RETRACTION, "retraction", N_("retraction"))                                                    \
    X(TRIGGER_DEATH, "death", N_("death"))
REC_ENUM(trigger, TRIGGERS)

#define LEVELS(X)                                                                                            \
    X(LEVEL_INTERNAL, "internal", N_("internal"))                                                            \
    X(LEVEL_PUBLIC, "public", N_("public"))                                                                  \
    X(LEVEL_NEVER, "never", N_("never leaves"))
REC_ENUM(level, LEVELS)

struct checkin_entry {
    struct rec_row row;
    struct opt_day day;
    int result;
    char *note;
};
struct checkin {
    struct rec rec;
    struct rec_ref person, contact;
    struct opt_int every; /* days */
    struct opt_day due;
    struct rec_ref instruction;
    REC_LIST(struct checkin_entry) log;
};

struct instruction_trigger {
    struct rec_row row;
    int kind;
};
struct instruction { /* "if I disappear, ..." */
    struct rec rec;
    struct rec_ref person;
    char *text;
    REC_LIST(struct instruction_trigger) triggers;
    struct opt_int days; /* without contact */
    struct rec_date given;
    char *given_why;
    struct rec_ref cites, retracted_by;
    char *circumstances;
};

struct item {
    struct rec rec;
    struct rec_ref kase;
    char *title, *kind;
    struct rec_ref file;
    REC_LIST(struct tag) tags;
};

struct custody {
    struct rec rec;
    struct rec_ref item, holder;
    bool copy;
    struct rec_date since;
    char *since_why;
    struct rec_date until;
    char *until_why;
    struct rec_ref cites;
    struct opt_day asked, received;
};

struct file_check {
    struct rec_row row;
    struct opt_day at;
    bool ok;
};
struct file {
    struct rec rec;
    char *name, *media;
    struct opt_int size;
    char *sha256;
    char *collected_by;
    struct rec_date collected;
    char *collected_why;
    char *method, *url;
    REC_LIST(struct file_check) checks;
    REC_LIST(struct tag) tags;
};

struct note {
    struct rec rec;
    struct rec_ref of; /* none: a quick note, filed later */
    char *text;
    REC_LIST(struct tag) tags;
};

struct rule { /* who may see the subject, one field of it, or a span */
    struct rec rec;
    struct rec_ref subject;
    char *field;
    struct opt_int from_off, to_off;
    int level;
    char *scope, *conditions;
    struct rec_date given;
    char *given_why;
    struct opt_day entered;
    struct rec_ref by, cites;
    struct rec_date ends;
    char *ends_why;
};

extern const struct kind CHECKIN_KIND, INSTRUCTION_KIND, ITEM_KIND, CUSTODY_KIND, FILE_KIND, NOTE_KIND,
    RULE_KIND;

#endif
