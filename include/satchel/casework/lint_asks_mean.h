/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked: words give meanings (data/lint_meaning.tsv), meanings together give demands. */
#ifndef SATCHEL_CASEWORK_LINT_ASKS_MEAN_H
#define SATCHEL_CASEWORK_LINT_ASKS_MEAN_H

#include "satchel/casework/lint_run.h"

/* Sets of meanings and of demands. */
typedef uint64_t lint_means;
typedef uint64_t lint_demands;

/* All that tokens first..end-1 mean, but for the parts that ask for nothing: conditions, reasons, what is
 * told of somebody in passing. lang: that of t, "" when unclear. */
lint_means lint_meanings(const struct lint_run *r, const char *lang, const struct lint_text *t, size_t first,
                         size_t end);
/* Of a sentence that asks: what it asks for sure, and what it may ask, by what it speaks of. */
lint_demands lint_demands_sure(lint_means m);
lint_demands lint_demands_part(lint_means m); /* of a part of such a sentence */
lint_demands lint_demands_open(lint_means m);
/* What it may ask when it asks for nothing else that is known. */
lint_demands lint_demands_maybe(lint_means m);
/* What an appeal's request asks: what it only speaks of is left out. */
lint_demands lint_demands_of_ask(lint_means m);
/* Of a request for access to several, a lawyer, a doctor, the family: which; 0 when it is one at most. */
lint_demands lint_demands_several(lint_demands d);
/* The parts of `m` that tell one request of a kind from another: of what an inquiry is, what is given back.
 */
lint_means lint_means_about(lint_means m);

/* All but what is done with anything: to stop, to let, to give. */
lint_means lint_means_things(lint_means m);
/* All but what nearly every request has: to let, to go, not. */
lint_means lint_means_more(lint_means m);
/* The writer asks to be heard, read or answered. */
bool lint_means_nothing(lint_means m);

/* "End it": what is to be done, and not to what. */
bool lint_means_act_only(lint_means m);

/* A value of the lists is of that language, of another script, or of any. */
bool lint_of_language(const char *value, const char *lang);

/* Token i begins a part that asks for nothing: where it ends, one beyond the last; else i. */
size_t lint_aside_end(const struct lint_run *r, const char *lang, const struct lint_text *t, size_t i,
                      size_t end);
bool lint_is_and(const struct lint_text *t, size_t i);

#endif
