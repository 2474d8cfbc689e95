/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: macros that write the tables of model/record.h. Each checks the type of its member when it is
 * compiled. S: tag of the struct, m: member (and key), l: label, h: hint, fl: flags. */
#ifndef SATCHEL_MODEL_FIELDTABLE_H
#define SATCHEL_MODEL_FIELDTABLE_H

#include "satchel/base/i18n.h"
#include "satchel/model/record.h"

#define REC_AT(S, m, T)   offsetof(struct S, m) * _Generic(((struct S *)0)->m, T : 1)
#define REC_AT_LIST(S, m) offsetof(struct S, m) + 0 * sizeof(((struct S *)0)->m.list.n)
#define F_TEXT(S, m, l, h, fl)                                                                               \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_TEXT, .flags = fl, .offset = REC_AT(S, m, char *)    \
    }
#define F_LINES(S, m, l, h, fl)                                                                              \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_LINES, .flags = fl, .offset = REC_AT(S, m, char *)   \
    }
#define F_INT(S, m, l, h, fl)                                                                                \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_INT, .flags = fl,                                    \
        .offset = REC_AT(S, m, struct opt_int)                                                               \
    }
#define F_BOOL(S, m, l, h, fl)                                                                               \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_BOOL, .flags = fl, .offset = REC_AT(S, m, bool)      \
    }
#define F_DAY(S, m, l, h, fl)                                                                                \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_DAY, .flags = fl,                                    \
        .offset = REC_AT(S, m, struct opt_day)                                                               \
    }
#define F_ENUM(S, m, l, h, fl, e)                                                                            \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_ENUM, .flags = fl, .offset = REC_AT(S, m, int),      \
        .names = &e                                                                                          \
    }
#define F_REF(S, m, l, h, fl, t)                                                                             \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_REF, .flags = fl,                                    \
        .offset = REC_AT(S, m, struct rec_ref), .target = t                                                  \
    }
#define F_CASE(S) F_MAY_CASE(S, N_("the case it belongs to"), FIELD_REQUIRED)
#define F_MAY_CASE(S, h, fl)                                                                                 \
    {                                                                                                        \
        .key = "case", .label = N_("Case"), .hint = h, .type = FIELD_REF, .flags = (fl) | FIELD_OWNER,       \
        .offset = REC_AT(S, kase, struct rec_ref), .target = KIND_CASE                                       \
    }
#define F_REFS(S, m, l, h, fl, t)                                                                            \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_REFS, .flags = fl, .offset = REC_AT(S, m, rec_refs), \
        .target = t                                                                                          \
    }
#define F_LIST(S, m, l, h, fl, p)                                                                            \
    {                                                                                                        \
        .key = #m, .label = l, .hint = h, .type = FIELD_LIST, .flags = fl, .offset = REC_AT_LIST(S, m),      \
        .part = &p                                                                                           \
    }
/* A date and why it is read so, which is a field of its own, named so that two in a form are told apart. */
#define F_EDTF(S, m, l, h, fl) F_EDTF_WHY(S, m, l, h, fl, N_("Why this date"))
#define F_EDTF_WHY(S, m, l, h, fl, why)                                                                      \
    { .key = #m,                                                                                             \
      .label = l,                                                                                            \
      .hint = h,                                                                                             \
      .type = FIELD_EDTF,                                                                                    \
      .flags = fl,                                                                                           \
      .offset = REC_AT(S, m, struct rec_date) },                                                             \
        F_TEXT(S, m##_why, why, N_("how the date is known, or why it is uncertain"), 0)
#define REC_FIELDS(table) .fields = table, .n_fields = sizeof(table) / sizeof(table)[0]

#define REC_ENUM_WORD(name, word, label) { word, label },
#define REC_ENUM_TABLE(tag, LIST)                                                                            \
    static const struct rec_word tag##_words[] = { LIST(REC_ENUM_WORD) };                                    \
    const struct rec_enum ENUM_##tag = { sizeof tag##_words / sizeof tag##_words[0], tag##_words };

#endif
