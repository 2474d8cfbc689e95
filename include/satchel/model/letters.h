/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters, who sends them, templates; what was done (actions) and what came back (replies). */
#ifndef SATCHEL_MODEL_LETTERS_H
#define SATCHEL_MODEL_LETTERS_H

#include "satchel/model/kase.h"

#define LETTER_STATES(X)                                                                                     \
    X(LETTER_DRAFT, "draft", N_("draft"))                                                                    \
    X(LETTER_READY, "ready", N_("ready"))                                                                    \
    X(LETTER_SENT, "sent", N_("sent"))
REC_ENUM(letter_state, LETTER_STATES)

#define LETTER_SIGNS(X)                                                                                      \
    X(SIGN_FULL, "full", N_("name and address"))                                                             \
    X(SIGN_INITIALS, "initials", N_("initials and town"))                                                    \
    X(SIGN_NONE, "none", N_("not signed"))
REC_ENUM(letter_sign, LETTER_SIGNS)

#define CHANNELS(X)                                                                                          \
    X(CHANNEL_POST, "post", N_("post"))                                                                      \
    X(CHANNEL_FAX, "fax", N_("fax"))                                                                         \
    X(CHANNEL_EMAIL, "email", N_("e-mail"))                                                                  \
    X(CHANNEL_PHONE, "phone", N_("telephone"))                                                               \
    X(CHANNEL_FORM, "form", N_("contact form"))                                                              \
    X(CHANNEL_SOCIAL, "social", N_("social network"))                                                        \
    X(CHANNEL_PETITION, "petition", N_("petition"))                                                          \
    X(CHANNEL_VISIT, "visit", N_("visit"))                                                                   \
    X(CHANNEL_OTHER, "other", N_("other"))
REC_ENUM(channel, CHANNELS)

#define REPLY_KINDS(X)                                                                                       \
    X(REPLY_ANSWER, "answer", N_("answer"))                                                                  \
    X(REPLY_RETURNED, "returned", N_("returned"))                                                            \
    X(REPLY_READ, "read", N_("read"))
REC_ENUM(reply_kind, REPLY_KINDS)

struct letter_to {
    struct rec_row row;
    struct rec_ref target;
    int part;
    struct rec_ref address;
    char *script, *salutation;
};
struct finding {
    struct rec_row row;
    char *code;
    struct opt_int from_off, to_off;
    char *evidence, *waived_why;
    struct opt_day waived_at;
};
struct letter {
    struct rec rec;
    struct rec_ref kase, appeal;
    char *lang;
    REC_LIST(struct letter_to) to;
    char *subject, *body;
    rec_refs asks;
    struct rec_ref sender, template;
    int sign;
    int state;
    struct opt_day ready_at, sent_at;
    char *frozen; /* the whole text as it was sent */
    REC_LIST(struct finding) findings;
};

struct sender_tie {
    struct rec_row row;
    char *country;
};
struct sender {
    struct rec rec;
    char *name, *initials, *town, *lines;
    REC_LIST(struct sender_tie) ties;
};

struct template
{
    struct rec rec;
    char *kind, *lang, *text;
};

struct action {
    struct rec rec;
    struct rec_ref kase, appeal, letter, target;
    int channel;
    struct rec_date day;
    char *day_why;
    char *by;
    struct opt_int count;
    bool handwritten;
    char *cost, *currency, *note;
};

struct reply {
    struct rec rec;
    struct rec_ref action;
    int kind;
    struct opt_day day;
    struct rec_ref source;
    char *note;
};

extern const struct kind LETTER_KIND, SENDER_KIND, TEMPLATE_KIND, ACTION_KIND, REPLY_KIND;
extern const struct kind FINDING_PART;

#endif
