/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person of an appeal, and words of gender and pronouns. */
#ifndef SATCHEL_CASEWORK_UA_PERSON_H
#define SATCHEL_CASEWORK_UA_PERSON_H

#include "satchel/casework/ua_doc.h"

/* The person of that name in out->people, added unless there already. Valid until the next one is added; NULL
 * when s is empty or there is no memory (d->failed). */
struct parsed_person *ua_person_add(struct ua_doc *d, struct parsed *out, struct ua_slice s);
/* Takes what stands in brackets or behind a comma after a name: gender, pronouns, the name in another script;
 * a gender or pronouns already told stay. Anything else, and nothing, is passed over. */
void ua_person_remark(struct ua_doc *d, struct parsed_person *p, struct ua_slice s);
/* s is a word of one gender ("f", "mujer"). */
bool ua_is_gender(const struct ua_doc *d, struct ua_slice s);
/* s tells the gender of several ("both", "women"), so of none of them in particular. */
bool ua_is_genders(const struct ua_doc *d, struct ua_slice s);
/* s has a character beyond the first Latin blocks (U+0370 and on). */
bool ua_other_script(const struct ua_doc *d, struct ua_slice s);
/* s stands in the name of a target or of one who gets a copy. */
bool ua_is_official_name(struct ua_doc *d, const struct parsed *out, struct ua_slice s);

#endif
