/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/letter_page.h"

#include <stddef.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

/* Names are part of what is stored. */
static const struct part {
    const char *name;
    size_t offset;
} PARTS[] = {
#define PART(m)                                                                                              \
    {                                                                                                        \
#m, offsetof(struct letter_page, m)                                                                  \
    }
    PART(lang),           PART(sender_lines), PART(address_lines), PART(address_lang),
    PART(address_script), PART(also_lines),   PART(also_lang),     PART(also_script),
    PART(date_line),      PART(subject),      PART(copy_of),       PART(salutation),
    PART(body),           PART(signature),    PART(emails),        PART(faxes),
#undef PART
};
enum { N_PARTS = sizeof PARTS / sizeof *PARTS };

static char **part_of(struct letter_page *p, const struct part *part)
{
    return (char **)(void *)((char *)p + part->offset);
}

static const char *text_of(const struct letter_page *p, const struct part *part)
{
    return *(char *const *)(const void *)((const char *)p + part->offset);
}

void letter_page_free(struct letter_page *p)
{
    for (size_t i = 0; i < N_PARTS; i++)
        str_free(*part_of(p, &PARTS[i]));
    *p = (struct letter_page){ 0 };
}

int letter_page_copy(struct letter_page *to, const struct letter_page *from, struct err *e)
{
    for (size_t i = 0; i < N_PARTS; i++)
        if (str_set(part_of(to, &PARTS[i]), text_of(from, &PARTS[i])) < 0) {
            letter_page_free(to);
            return err_no_memory(e);
        }
    return 0;
}

static bool is_signed_line(const char *line, size_t n, const char *name, size_t len)
{
    enum { MORE = 40 }; /* ", Basel" */
    if (n < len || n > len + MORE)
        return false;
    bool first = memcmp(line, name, len) == 0 && (n == len || strchr(" ,.(", line[len]));
    while (n > len && line[n - 1] == '.')
        n--;
    return first || (n > len && line[n - len - 1] == ' ' && memcmp(line + n - len, name, len) == 0);
}

bool letter_page_signed(const char *body, const char *name, size_t n)
{
    enum { LINES = 3 };
    size_t end = body ? strlen(body) : 0;
    for (int lines = 0; n && end && lines < LINES;) {
        size_t from = end, len;
        while (from > 0 && body[from - 1] != '\n')
            from--;
        const char *line = text_trim(body + from, end - from, &len);
        if (is_signed_line(line, len, name, n))
            return true;
        lines += len > 0;
        if (lines && !len)
            return false; /* another paragraph */
        end = from ? from - 1 : 0;
    }
    return false;
}

char *letter_page_write(const struct letter_page *p, struct err *e)
{
    struct buf b = { 0 };
    for (size_t i = 0; i < N_PARTS; i++) {
        const char *text = text_of(p, &PARTS[i]);
        if (!text)
            continue;
        buf_addf(&b, "%s%s\n ", b.len ? "\n" : "", PARTS[i].name);
        for (; *text; text++)
            buf_adds(&b, *text == '\n' ? "\n " : (const char[]){ *text, 0 });
    }
    return buf_take(&b, e);
}

static const struct part *part_named(const char *name, size_t n)
{
    for (size_t i = 0; i < N_PARTS; i++)
        if (strlen(PARTS[i].name) == n && memcmp(PARTS[i].name, name, n) == 0)
            return &PARTS[i];
    return NULL;
}

/* The lines below a name, from `at` on; *next: the line with the next name, or the end. An empty line has
 * lost its blank. */
static char *read_lines(const char *at, const char **next, struct err *e)
{
    struct buf b = { 0 };
    for (bool first = true; *at == ' ' || *at == '\n'; first = false) {
        size_t n = strcspn(at, "\n");
        if (!first)
            buf_addc(&b, '\n');
        if (n > 1)
            buf_add(&b, at + 1, n - 1);
        at += n + (at[n] == '\n');
    }
    *next = at;
    return buf_take(&b, e);
}

int letter_page_read(const char *text, struct letter_page *out, struct err *e)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        const struct part *part = part_named(text, n);
        char *lines = part ? read_lines(text + n + (text[n] == '\n'), &text, e) : NULL;
        if (!lines || *part_of(out, part)) {
            int rc = part && !lines ? -1
                                    : err_set(e, ERR_INPUT,
                                              _("What is kept of this letter as it was sent cannot be read. "
                                                "Nothing was changed."));
            str_free(lines);
            letter_page_free(out);
            return rc;
        }
        *part_of(out, part) = lines;
    }
    return 0;
}
