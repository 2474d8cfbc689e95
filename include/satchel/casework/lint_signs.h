/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around a run of words with capitals and tells what it is: somebody for whom something is asked,
 * who suffered, is quoted, explained; a place, a title. Tokens i and first: where the run begins; behind: the
 * token after it. */
#ifndef SATCHEL_CASEWORK_LINT_SIGNS_H
#define SATCHEL_CASEWORK_LINT_SIGNS_H

#include "satchel/casework/lint_name_run.h"

/* An entry that asks for somebody before token i, with small words, roles and courtesies in between: its
 * value ("verb" when it can only be for a person), or NULL. */
const char *lint_asked_for(const struct lint_finder *f, size_t i);
bool lint_asked_after(const struct lint_finder *f, size_t behind);
/* A word for what is done to people, before the run: which; NULL: none. */
const char *lint_suffered_before(const struct lint_finder *f, size_t i);
bool lint_release_before(const struct lint_finder *f, size_t i);
bool lint_done_to(const struct lint_finder *f, size_t behind);
bool lint_is_doer(const struct lint_finder *f, size_t i);        /* "organised by ..." */
bool lint_of_people_here(const struct lint_finder *f, size_t i); /* anywhere in the sentence */
bool lint_clause_before(const struct lint_finder *f, size_t i);  /* "... that" */

bool lint_of_writer(const struct lint_finder *f, size_t first); /* "my pupil Astrid" */
bool lint_role_before(const struct lint_finder *f, size_t i);
bool lint_explained(const struct lint_finder *f, size_t first);
bool lint_explained_behind(const struct lint_finder *f, size_t behind);
bool lint_beside_known(const struct lint_finder *f, const struct lint_name_run *run);
bool lint_is_quoted(const struct lint_finder *f, const struct lint_name_run *run);

bool lint_is_place(const struct lint_finder *f, const struct lint_name_run *run);
bool lint_behind_preposition(const struct lint_finder *f, size_t i);
bool lint_article_before(const struct lint_finder *f, size_t i);
bool lint_of_title(const struct lint_finder *f, const struct lint_name_run *run);

#endif
