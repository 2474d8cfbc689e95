/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and how to reach them; offices, which outlive their holders; addresses, kept as lines per script;
 * places. */
#ifndef SATCHEL_MODEL_PEOPLE_H
#define SATCHEL_MODEL_PEOPLE_H

#include "satchel/model/kase.h"

#define PERSON_KINDS(X)                                                                                      \
    X(PERSON_PERSON, "person", N_("person"))                                                                 \
    X(PERSON_GROUP, "group", N_("group"))                                                                    \
    X(PERSON_ORG, "org", N_("organisation"))
REC_ENUM(person_kind, PERSON_KINDS)

#define NAME_KINDS(X)                                                                                        \
    X(NAME_LEGAL, "legal", N_("legal name"))                                                                 \
    X(NAME_ALIAS, "alias", N_("other name"))                                                                 \
    X(NAME_TRANSLIT, "translit", N_("transliteration"))                                                      \
    X(NAME_SHORT, "short", N_("short name"))
REC_ENUM(name_kind, NAME_KINDS)

#define CONTACT_KINDS(X)                                                                                     \
    X(CONTACT_PHONE, "phone", N_("telephone"))                                                               \
    X(CONTACT_MOBILE, "mobile", N_("mobile"))                                                                \
    X(CONTACT_FAX, "fax", N_("fax"))                                                                         \
    X(CONTACT_EMAIL, "email", N_("e-mail"))                                                                  \
    X(CONTACT_MESSENGER, "messenger", N_("messenger"))                                                       \
    X(CONTACT_TWITTER, "twitter", N_("Twitter"))                                                             \
    X(CONTACT_FACEBOOK, "facebook", N_("Facebook"))                                                          \
    X(CONTACT_WEB, "web", N_("web page"))                                                                    \
    X(CONTACT_FORM, "form", N_("contact form"))                                                              \
    X(CONTACT_OTHER, "other", N_("other"))
REC_ENUM(contact_kind, CONTACT_KINDS)

#define CONTACT_SAFES(X)                                                                                     \
    X(SAFE_UNKNOWN, "unknown", N_("not known to be safe"))                                                   \
    X(SAFE_YES, "yes", N_("safe"))                                                                           \
    X(SAFE_NO, "no", N_("not safe"))                                                                         \
    X(SAFE_INBOUND, "inbound", N_("only when they call"))
REC_ENUM(contact_safe, CONTACT_SAFES)

struct name {
    struct rec_row row;
    char *text, *lang, *script; /* BCP 47, ISO 15924 */
    int kind;
};
extern const struct kind NAME_PART;

struct not_same { /* looked like this record, and is another: never proposed again */
    struct rec_row row;
    struct rec_ref other;
    char *why;
};

struct person {
    struct rec rec;
    int kind;
    REC_LIST(struct name) names;
    bool withheld_name; /* not named on purpose */
    struct rec_date birth;
    char *birth_why;
    char *gender, *pronouns, *occupation, *health;
    REC_LIST(struct not_same) not_same;
    REC_LIST(struct tag) tags;
};

struct relation { /* person is `kind` of other */
    struct rec rec;
    struct rec_ref person, other;
    char *kind;
};

struct contact {
    struct rec rec;
    struct rec_ref of;
    int kind;
    char *raw, *norm; /* as written; as dialled */
    char *country;
    bool lost; /* removed at the source, or no longer theirs */
    int safe;
    char *watched_by, *hours, *lang, *ask_for, *note;
    struct opt_day last_used;
};

/* As dialled, or compared: telephone numbers without what is written between the digits; all else in lower
 * case, without spaces. Caller frees. */
char *contact_normalize(int kind, const char *raw, struct err *e);

struct office {
    struct rec rec;
    char *title, *institution, *country;
    char *salutation; /* without a name */
    struct rec_ref within;
    REC_LIST(struct tag) tags;
};

struct holder {
    struct rec rec;
    struct rec_ref office, person;
    struct rec_date from;
    char *from_why;
    struct rec_date to;
    char *to_why;
    char *salutation, *source;
};

struct address_text {
    struct rec_row row;
    char *lines, *lang, *script;
};
struct address {
    struct rec rec;
    rec_refs of; /* two officials may share one */
    REC_LIST(struct address_text) texts;
    struct rec_date valid;
    char *valid_why;
    char *note;
};

struct place {
    struct rec rec;
    REC_LIST(struct name) names;
    char *country;
    struct rec_ref within;
};

extern const struct kind PERSON_KIND, RELATION_KIND, CONTACT_KIND, OFFICE_KIND, HOLDER_KIND, ADDRESS_KIND,
    PLACE_KIND;

#endif
