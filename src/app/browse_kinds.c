/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screens of people and of offices list, and in which orders. */
#include "satchel/app/browse.h"
#include "satchel/base/i18n.h"

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

static const struct browse_part PERSON_PARTS[] = {
    { KIND_CONTACT, "of" }, { KIND_MEMBER, "person" },  { KIND_RELATION, "person" },
    { KIND_ADDRESS, "of" }, { KIND_CHECKIN, "person" }, { KIND_INSTRUCTION, "person" },
    { KIND_NOTE, "of" },
};
static const struct browse_order PERSON_ORDERS[] = {
    { "name", N_("by name"), SORTED_PEOPLE },
    { "newest", N_("newest first"), SORTED_PEOPLE_NEWEST },
};
const struct browse_kind browse_people = {
    KIND_PERSON,
    N_("People"),
    N_("Nobody is entered yet.\n\na adds a person; importing an appeal (i in Cases) adds those it names."),
    N_("of the case"),
    N_("everybody"),
    PERSON_PARTS,
    COUNT_OF(PERSON_PARTS),
    PERSON_ORDERS,
    COUNT_OF(PERSON_ORDERS),
};
static const struct browse_part OFFICE_PARTS[] = {
    { KIND_HOLDER, "office" },
    { KIND_ADDRESS, "of" },
    { KIND_CONTACT, "of" },
    { KIND_NOTE, "of" },
};
static const struct browse_order OFFICE_ORDERS[] = {
    { "name", N_("by title"), SORTED_OFFICES },
    { "country", N_("by country"), SORTED_OFFICES_BY_COUNTRY },
    { "newest", N_("newest first"), SORTED_OFFICES_NEWEST },
};
const struct browse_kind browse_offices = {
    KIND_OFFICE,
    N_("Offices"),
    N_("No office is entered yet.\n\na adds one; importing an appeal adds those it asks to write to."),
    N_("offices of the case"),
    N_("all offices"),
    OFFICE_PARTS,
    COUNT_OF(OFFICE_PARTS),
    OFFICE_ORDERS,
    COUNT_OF(OFFICE_ORDERS),
};
