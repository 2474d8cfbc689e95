/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words are compared folded, as searching does, so that a name is found in capitals and without accents. A
 * word that happens to be part of a name ("May") is hidden too: hiding too much costs less than showing a
 * name. */
#include "satchel/app/discreet.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "satchel/app/app.h"
#include "satchel/base/text.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

void discreet_free(struct discreet *d)
{
    strs_free(&d->words);
}

/* The end of the run at `at` that is one word: letters of a script with spaces, or CJK characters. */
static size_t word_end(const char *text, size_t n, size_t at)
{
    uint32_t first, cp;
    size_t end = at + text_decode(text + at, n - at, &first), step;
    if (!text_is_alnum(first))
        return end;
    while ((step = text_decode(text + end, n - end, &cp)) && text_is_alnum(cp) &&
           text_is_cjk(cp) == text_is_cjk(first))
        end += step;
    return end;
}

/* Not one letter alone, and not "from" or "al" in "a man from the camp": what is small in a name is no name.
 */
static bool says_who(const char *word, size_t n)
{
    uint32_t first;
    text_decode(word, n, &first);
    return text_is_alnum(first) && text_next(word, n, 0) < n && !iswlower((wint_t)first) &&
           !iswdigit((wint_t)first);
}

int discreet_add(struct discreet *d, const char *name, struct err *e)
{
    for (size_t at = 0, n = strlen(name), end; at < n; at = end) {
        end = word_end(name, n, at);
        if (!says_who(name + at, end - at))
            continue;
        char *folded = text_fold(name + at, end - at, e);
        int rc = folded ? strs_add(&d->words, folded) : -1;
        str_free(folded);
        if (rc < 0)
            return err_no_memory(e);
    }
    return 0;
}

static int by_word(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void discreet_sort(struct discreet *d)
{
    size_t kept = 0;
    if (d->words.n)
        qsort(d->words.at, d->words.n, sizeof *d->words.at, by_word);
    for (size_t i = 0; i < d->words.n; i++) {
        if (kept && strcmp(d->words.at[kept - 1], d->words.at[i]) == 0)
            str_free(d->words.at[i]);
        else
            d->words.at[kept++] = d->words.at[i];
    }
    d->words.n = kept;
}

int discreet_add_all(struct discreet *d, struct app *a, struct err *e)
{
    struct strs names = { 0 };
    int rc = store_names(a->store, &names, e);
    for (size_t i = 0; rc == 0 && i < names.n; i++)
        rc = discreet_add(d, names.at[i], e);
    strs_free(&names);
    discreet_sort(d);
    return rc;
}

/* The first word that does not stand before key[n]. */
static size_t first_from(const struct discreet *d, const char *key, size_t n)
{
    size_t from = 0, to = d->words.n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (strncmp(d->words.at[mid], key, n) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* Bytes of text[n] that are a name: the whole word, or, without spaces, the name that a run begins with. 0:
 * none. */
static size_t name_at(const struct discreet *d, const char *text, size_t n)
{
    uint32_t cp;
    size_t longest = 0;
    char *folded = text_fold(text, n, NULL);
    text_decode(text, n, &cp);
    size_t key = folded && text_is_cjk(cp) ? text_next(folded, strlen(folded), 0)
                 : folded                  ? strlen(folded)
                                           : 0;
    for (size_t i = folded ? first_from(d, folded, key) : d->words.n;
         i < d->words.n && strncmp(d->words.at[i], folded, key) == 0; i++) {
        size_t len = strlen(d->words.at[i]);
        bool same =
            text_is_cjk(cp) ? strncmp(folded, d->words.at[i], len) == 0 : strcmp(folded, d->words.at[i]) == 0;
        if (same && len > longest)
            longest = len;
    }
    str_free(folded);
    return longest && !text_is_cjk(cp) ? n : longest < n ? longest : n;
}

char *discreet_text(const struct discreet *d, const char *text)
{
    struct buf out = { 0 };
    for (size_t at = 0, n = strlen(text), end; at < n; at = end) {
        uint32_t cp;
        size_t one = text_decode(text + at, n - at, &cp);
        end = word_end(text, n, at);
        size_t name = text_is_alnum(cp) ? name_at(d, text + at, end - at) : 0;
        if (name) {
            buf_add(&out, text + at, text_next(text + at, end - at, 0));
            buf_addc(&out, '.');
            end = at + name;
        } else {
            end = text_is_cjk(cp) ? at + one : end; /* a name may begin at the next character */
            buf_add(&out, text + at, end - at);
        }
    }
    return buf_take(&out, NULL);
}
