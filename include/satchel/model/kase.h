/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case is a story; an appeal one published text about it; a member a person's part in it; a target whom an
 * appeal is to be written to. (`case` is a word of C.) */
#ifndef SATCHEL_MODEL_KASE_H
#define SATCHEL_MODEL_KASE_H

#include "satchel/model/record.h"

#define CASE_STATUSES(X)                                                                                     \
    X(CASE_OPEN, "open", N_("open"))                                                                         \
    X(CASE_WATCH, "watch", N_("watched"))                                                                    \
    X(CASE_CLOSED, "closed", N_("closed"))
REC_ENUM(case_status, CASE_STATUSES)

#define RISKS(X)                                                                                             \
    X(RISK_UNSAID, "", N_("not said"))                                                                       \
    X(RISK_LOW, "low", N_("low"))                                                                            \
    X(RISK_MEDIUM, "medium", N_("medium"))                                                                   \
    X(RISK_HIGH, "high", N_("high"))
REC_ENUM(risk, RISKS)

#define APPEAL_KINDS(X)                                                                                      \
    X(APPEAL_UA, "ua", N_("Urgent Action"))                                                                  \
    X(APPEAL_UPDATE, "update", N_("update"))                                                                 \
    X(APPEAL_STOP, "stop", N_("stop notice"))                                                                \
    X(APPEAL_LETTER, "letter", N_("letter"))                                                                 \
    X(APPEAL_SUMMARY, "summary", N_("summary"))
REC_ENUM(appeal_kind, APPEAL_KINDS)

#define FOUND_HOWS(X)                                                                                        \
    X(FOUND_PRINTED, "printed", N_("printed"))                                                               \
    X(FOUND_INFERRED, "inferred", N_("inferred"))                                                            \
    X(FOUND_USER, "user", N_("entered"))
REC_ENUM(found_how, FOUND_HOWS)

#define WARNING_STATES(X)                                                                                    \
    X(WARNING_OPEN, "open", N_("open"))                                                                      \
    X(WARNING_DONE, "done", N_("done"))                                                                      \
    X(WARNING_WAIVED, "waived", N_("waived"))
REC_ENUM(warning_state, WARNING_STATES)

#define MEMBER_ROLES(X)                                                                                      \
    X(MEMBER_AT_RISK, "at_risk", N_("at risk"))                                                              \
    X(MEMBER_FAMILY, "family", N_("family"))                                                                 \
    X(MEMBER_SOURCE, "source", N_("source"))                                                                 \
    X(MEMBER_WITNESS, "witness", N_("witness"))                                                              \
    X(MEMBER_LAWYER, "lawyer", N_("lawyer"))                                                                 \
    X(MEMBER_COLLEAGUE, "colleague", N_("colleague"))                                                        \
    X(MEMBER_TARGET, "target", N_("target"))                                                                 \
    X(MEMBER_PERPETRATOR, "perpetrator", N_("perpetrator"))                                                  \
    X(MEMBER_CUSTODIAN, "custodian", N_("custodian"))                                                        \
    X(MEMBER_OTHER, "other", N_("other"))
REC_ENUM(member_role, MEMBER_ROLES)

#define STATES(X)                                                                                            \
    X(STATE_UNKNOWN, "unknown", N_("unknown"))                                                               \
    X(STATE_FREE, "free", N_("free"))                                                                        \
    X(STATE_MISSING, "missing", N_("missing"))                                                               \
    X(STATE_HELD, "held", N_("held"))                                                                        \
    X(STATE_CHARGED, "charged", N_("charged"))                                                               \
    X(STATE_SENTENCED, "sentenced", N_("sentenced"))                                                         \
    X(STATE_RELEASED, "released", N_("released"))                                                            \
    X(STATE_DEAD, "dead", N_("dead"))
REC_ENUM(person_state, STATES)

#define TARGET_PARTS(X)                                                                                      \
    X(PART_TO, "to", N_("to"))                                                                               \
    X(PART_CC, "cc", N_("copy"))
REC_ENUM(target_part, TARGET_PARTS)

struct tag {
    struct rec_row row;
    char *word;
};
extern const struct kind TAG_PART;

struct kase {
    struct rec rec;
    struct opt_int no; /* running number in this vault: C-0147 */
    char *title;
    int status, risk;
    char *closed_why, *country, *country_text;
    char *summary, *background;
    char *group_label, *group_pronouns;
    struct opt_int group_count, group_of; /* 48 of 120 */
    REC_LIST(struct tag) tags;
};

struct appeal_lang {
    struct rec_row row;
    char *printed, *tag; /* as printed; BCP 47 */
};
struct ask {
    struct rec_row row;
    char *text;
    struct rec_ref repeats; /* the same ask, earlier */
};
struct found { /* where a value of this appeal stands in its source, in code points */
    struct rec_row row;
    char *field;
    struct rec_ref of;
    struct opt_int from_off, to_off;
    int how;
};
struct warning {
    struct rec_row row;
    char *code;
    struct opt_int off;
    char *text;
    int state;
    char *reason;
};

struct appeal {
    struct rec rec;
    struct rec_ref kase, source;
    int kind;
    char *title, *edition;
    char *number, *number_norm; /* "UA 26/23", "26/23" */
    struct opt_int update_no;
    char *index_no, *prev_index, *prev_link;
    struct opt_day issued;
    bool issued_inferred;
    struct opt_day deadline;
    char *deadline_word; /* "until", "before", as printed */
    struct opt_day closed_on;
    REC_LIST(struct appeal_lang) languages;
    char *letter_lang, *letter_salutation, *letter_body;
    REC_LIST(struct ask) asks;
    struct rec_ref supersedes;
    REC_LIST(struct found) found;
    REC_LIST(struct warning) warnings;
};

struct state {
    struct rec_row row;
    int state;
    struct rec_date since;
    char *since_why;
    struct rec_ref cites;
};
struct member {
    struct rec rec;
    struct rec_ref kase, person;
    int role;
    struct rec_date since;
    char *since_why;
    REC_LIST(struct state) states;
};

struct target {
    struct rec rec;
    struct rec_ref appeal;
    struct opt_int pos;
    int part;
    struct rec_ref office, holder, person;
    char *printed_title, *printed_name, *title_local;
    char *salutation, *delivery_note;
    struct rec_ref dropped_by; /* the update that dropped it */
};

extern const struct kind CASE_KIND, APPEAL_KIND, MEMBER_KIND, TARGET_KIND;
extern const struct kind ASK_PART, STATE_PART;

/* The number of an Urgent Action in the form `n/yy`: without words, leading zeros and the update's suffix
 * ("UA 086/21-3" -> "86/21"). false: no such number in text. */
#define NUMBER_NORM_BYTES 24
bool number_normalize(const char *text, char out[static NUMBER_NORM_BYTES]);

#endif
