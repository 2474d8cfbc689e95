/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of the checker: what its rules share. Each rule reads the run and adds findings; lack of memory is
 * kept in `failed`. */
#ifndef SATCHEL_CASEWORK_LINT_RUN_H
#define SATCHEL_CASEWORK_LINT_RUN_H

#include "satchel/casework/lint.h"
#include "satchel/casework/lint_known.h"
#include "satchel/casework/lint_names.h"
#include "satchel/casework/lint_text.h"
#include "satchel/casework/lint_words.h"
#include "satchel/casework/ua_words.h"

struct lint_run {
    const struct lint_letter *letter;
    const struct lint_context *c;
    const struct lint_names *names;
    const struct lint_words *words;
    struct lint_text body, salutation, subject;
    struct lint_known known;
    char lang[4]; /* of the letter, as said, else as read; "" when unclear */
    struct lint_findings *out;
    size_t others[LINT_MOST], n_others; /* bytes of the body where names of nobody of the case begin */
    size_t added[LINT_CODE_COUNT];      /* in places of the letter */
    bool failed;
};

/* ---- adding; from, to: bytes of t, which is one of the run's texts ---- */
void lint_add(struct lint_run *r, enum lint_code code, const struct lint_text *t, size_t from, size_t to,
              int64_t about, const char *format, ...) __attribute__((format(printf, 7, 8)));
/* The same for tokens first..end-1. */
void lint_add_tokens(struct lint_run *r, enum lint_code code, const struct lint_text *t, size_t first,
                     size_t end, int64_t about, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
void lint_add_whole(struct lint_run *r, enum lint_code code, int64_t about, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Copies tokens first..end-1 of t into out, cut at a character; for evidence. */
#define LINT_WORDS_BYTES 160
const char *lint_words_of(const struct lint_text *t, size_t first, size_t end,
                          char out[static LINT_WORDS_BYTES]);

/* ---- what several rules ask ---- */
const struct lint_target *
lint_target_of(const struct lint_run *r); /* whom it is written to; NULL: not said */
/* Where the words of `name` stand in t from token `from` on, inflected or not: first token, or SIZE_MAX;
 * *end gets one beyond the last. In scripts without spaces *end is first + 1. */
size_t lint_find_name(const struct lint_text *t, size_t from, const struct lint_text *name, size_t *end);
size_t lint_find_text(const struct lint_text *t, size_t from, const char *name, size_t *end);
/* The language the body is written in, as read from its script, or from its commonest words, of which
 * `least` must be met; "" when unclear. */
#define LINT_LANGUAGE_SURE 4
const char *lint_language(const struct lint_run *r, size_t least);
const char *lint_language_of(const struct lint_run *r, const struct lint_text *t, size_t least);
/* How many of the commonest words of a language are in t. */
size_t lint_language_words(const struct lint_run *r, const struct lint_text *t, const char *lang);
/* The importer's words (ua_words.h): the longest entry of the classes at token i; *n (may be NULL) gets how
 * many tokens it takes. */
const struct ua_word *lint_ua_word(const struct lint_text *t, size_t i, uint64_t set, size_t *n);

/* A word for another human being at token i, in the letter's language: m, f, p, t or -; NULL: none. *n (may
 * be NULL) gets its tokens. */
const char *lint_kin_at(const struct lint_run *r, const struct lint_text *t, size_t i, size_t *n);

/* A courtesy (Ms, г-ну) stands directly before token i. */
bool lint_courtesy_before(const struct lint_run *r, const struct lint_text *t, size_t i);
/* The known name with that index is one of the sender's own words: a name, a town. */
bool lint_is_own(const struct lint_run *r, int name);

#endif
