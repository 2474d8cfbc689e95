/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of an official's block: which words are the office, which the name, where the address begins. */
#ifndef SATCHEL_CASEWORK_UA_OFFICIAL_H
#define SATCHEL_CASEWORK_UA_OFFICIAL_H

#include "satchel/casework/ua_doc.h"

struct ua_head {
    struct ua_slice title, name, rest; /* each may be empty; rest: what is neither */
};

/* Reads a line; next_is_name: the line below it is a name, so that this one holds none. false: the line names
 * neither office nor person. */
bool ua_head_read(const struct ua_doc *d, struct ua_slice line, bool next_is_name, struct ua_head *out);
/* The line is a person's name and nothing else. */
bool ua_is_name_line(const struct ua_doc *d, struct ua_slice line);
/* The line begins an official's block: an office, or a courtesy or rank and a name. */
bool ua_is_head_line(const struct ua_doc *d, struct ua_slice line);
bool ua_is_institution(const struct ua_doc *d, struct ua_slice line);
/* Where the name at the start of s ends; s.from when there is none. */
size_t ua_name_end(const struct ua_doc *d, struct ua_slice s);
/* An embassy, a consulate, an ambassador: they stand in another country than the one they speak for. */
bool ua_is_mission(const struct ua_doc *d, const struct parsed_official *o);
struct ua_slice ua_without_courtesy(const struct ua_doc *d, struct ua_slice s, bool *had);

#endif
