/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/kind.h"

#include <string.h>

#include "satchel/model/care.h"
#include "satchel/model/kase.h"
#include "satchel/model/letters.h"
#include "satchel/model/people.h"
#include "satchel/model/testimony.h"

static const struct kind *const KINDS[KIND_COUNT] = {
    [KIND_CASE] = &CASE_KIND,
    [KIND_APPEAL] = &APPEAL_KIND,
    [KIND_PERSON] = &PERSON_KIND,
    [KIND_MEMBER] = &MEMBER_KIND,
    [KIND_RELATION] = &RELATION_KIND,
    [KIND_CONTACT] = &CONTACT_KIND,
    [KIND_OFFICE] = &OFFICE_KIND,
    [KIND_HOLDER] = &HOLDER_KIND,
    [KIND_TARGET] = &TARGET_KIND,
    [KIND_ADDRESS] = &ADDRESS_KIND,
    [KIND_PLACE] = &PLACE_KIND,
    [KIND_EVENT] = &EVENT_KIND,
    [KIND_SOURCE] = &SOURCE_KIND,
    [KIND_STATEMENT] = &STATEMENT_KIND,
    [KIND_UTTERANCE] = &UTTERANCE_KIND,
    [KIND_CITATION] = &CITATION_KIND,
    [KIND_FACT] = &FACT_KIND,
    [KIND_CLAIM] = &CLAIM_KIND,
    [KIND_LETTER] = &LETTER_KIND,
    [KIND_SENDER] = &SENDER_KIND,
    [KIND_TEMPLATE] = &TEMPLATE_KIND,
    [KIND_ACTION] = &ACTION_KIND,
    [KIND_REPLY] = &REPLY_KIND,
    [KIND_CHECKIN] = &CHECKIN_KIND,
    [KIND_INSTRUCTION] = &INSTRUCTION_KIND,
    [KIND_ITEM] = &ITEM_KIND,
    [KIND_CUSTODY] = &CUSTODY_KIND,
    [KIND_FILE] = &FILE_KIND,
    [KIND_NOTE] = &NOTE_KIND,
    [KIND_RULE] = &RULE_KIND,
    [KIND_NAME] = &NAME_PART,
    [KIND_ASK] = &ASK_PART,
    [KIND_STATE] = &STATE_PART,
    [KIND_SPEAKER] = &SPEAKER_PART,
    [KIND_MARK] = &MARK_PART,
    [KIND_FINDING] = &FINDING_PART,
};

const struct kind *kind_of(enum rec_kind kind)
{
    return (size_t)kind < KIND_COUNT ? KINDS[kind] : NULL;
}

const struct kind *kind_named(const char *name)
{
    for (size_t i = 1; i < KIND_COUNT; i++)
        if (name && strcmp(KINDS[i]->name, name) == 0)
            return KINDS[i];
    return NULL;
}

bool kind_is_part(enum rec_kind kind)
{
    return kind >= KIND_FIRST_PART && kind < KIND_COUNT;
}

const struct field *kind_field(const struct kind *k, const char *key)
{
    for (size_t i = 0; i < k->n_fields; i++)
        if (strcmp(k->fields[i].key, key) == 0)
            return &k->fields[i];
    return NULL;
}
