/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ua_table FILE.tsv...: the importer's word lists, folded and hung into their buckets, as C source for
 * ua_words.h. Run when Satchel is built, so that an import finds the table ready. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/text.h"
#include "satchel/casework/ua_slot.h"
#include "satchel/casework/ua_words.h"

static const char *const CLASS_NAMES[UA_CLASS_COUNT] = {
#define X(name, text) text,
    UA_CLASSES(X)
#undef X
};

struct table {
    struct buf arena;
    DYN(struct ua_word) all;
    uint32_t bucket[UA_BUCKETS];
};

static int class_of(const char *name)
{
    for (int i = 0; i < UA_CLASS_COUNT; i++)
        if (strcmp(CLASS_NAMES[i], name) == 0)
            return i;
    return -1;
}

/* Folds one entry into the arena and hangs it into its bucket. */
static int add_word(struct table *t, int class, size_t value, const char *s)
{
    size_t n = strlen(s);
    if (dyn_room(&t->all) < 0)
        return -1;
    struct ua_word *word = &t->all.at[t->all.n];
    *word =
        (struct ua_word){ .class = (uint8_t) class, .value = (uint32_t)value, .key = (uint32_t)t->arena.len };
    word->stem = n && s[n - 1] == '*';
    for (size_t i = 0, end = n - word->stem; i < end;) {
        uint32_t cp, out[4];
        i += text_decode(s + i, end - i, &cp);
        size_t k = text_fold_cp(cp, out);
        for (size_t j = 0; j < k; j++)
            buf_add_cp(&t->arena, out[j]);
    }
    word->len = (uint32_t)(t->arena.len - word->key);
    buf_addc(&t->arena, '\0');
    if (t->arena.failed || !word->len)
        return t->arena.failed ? -1 : 0;
    const char *key = t->arena.data + word->key;
    uint32_t *slot =
        &t->bucket[ua_slot_of(key, word->stem ? ua_slot_stem(key, word->len) : ua_slot_head(key, word->len))];
    word->next = *slot;
    *slot = (uint32_t)++t->all.n;
    return 0;
}

/* One row: class, value, entries between '|'. */
static int add_row(struct table *t, char *row)
{
    char *tab = strchr(row, '\t'), *tab2 = tab ? strchr(tab + 1, '\t') : NULL;
    if (!tab2)
        return -1;
    *tab = *tab2 = '\0';
    int class = class_of(row);
    size_t value = t->arena.len;
    buf_add(&t->arena, tab + 1, (size_t)(tab2 - tab));
    char *rest = tab2 + 1, *entry;
    while (class >= 0 && (entry = strsep(&rest, "|")))
        if (*entry && add_word(t, class, value, entry) < 0)
            return -1;
    return class < 0 ? -1 : 0;
}

static int add_file(struct table *t, const char *path)
{
    char *line = NULL;
    size_t cap = 0;
    int rc = 0;
    FILE *f = fopen(path, "r");
    for (long i = 1; f && rc == 0 && getline(&line, &cap, f) > 0; i++) {
        line[strcspn(line, "\n")] = '\0';
        if (*line && *line != '#' && add_row(t, line) < 0) {
            fprintf(stderr, "%s:%ld: not CLASS, VALUE, WORDS\n", path, i);
            rc = -1;
        }
    }
    free(line);
    if (!f)
        perror(path);
    else
        fclose(f);
    return f ? rc : -1;
}

static void write_table(const struct table *t)
{
    puts("#include \"satchel/casework/ua_words.h\"\nconst char ua_words_arena[] = {");
    for (size_t i = 0; i < t->arena.len; i++)
        printf("%d,%s", t->arena.data[i], i % 32 == 31 ? "\n" : "");
    puts("};\nconst struct ua_word ua_words_all[] = {");
    for (size_t i = 0; i < t->all.n; i++) {
        const struct ua_word *w = &t->all.at[i];
        printf("{%uu,%uu,%uu,%uu,%u,%d},\n", w->key, w->len, w->value, w->next, w->class, w->stem);
    }
    puts("};\nconst uint32_t ua_words_bucket[] = {");
    for (size_t i = 0; i < UA_BUCKETS; i++)
        printf("%uu,%s", t->bucket[i], i % 16 == 15 ? "\n" : "");
    puts("};");
}

int main(int argc, char **argv)
{
    static struct table t;
    int rc = 0;
    for (int i = 1; i < argc && rc == 0; i++)
        rc = add_file(&t, argv[i]);
    if (rc == 0)
        write_table(&t);
    buf_free(&t.arena);
    free(t.all.at);
    return rc != 0 || fflush(stdout) != 0;
}
