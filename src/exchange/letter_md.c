/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/letter_md.h"

#include <stdbool.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/model/letter_page.h"

/* What means something anywhere in a line, for CommonMark and the dialects (tables, struck out text). */
static const char ANYWHERE[] = "\\`*_[]<>&~|";
/* What means something before anything else does. */
static const char FIRST[] = "#+-=:";

/* "12." or "12)": the number would start a list. Returns its digits, 0: it is none. */
static size_t list_number(const char *s, size_t n)
{
    size_t i = strspn(s, "0123456789");
    return i > 0 && i < n && (s[i] == '.' || s[i] == ')') ? i : 0;
}

/* One line, without the blanks around it, which would make it code or a line end. */
static void add_line(struct buf *out, const char *s, size_t n)
{
    while (n > 0 && (*s == ' ' || *s == '\t'))
        s++, n--;
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
        n--;
    size_t number = list_number(s, n);
    for (size_t i = 0; i < n; i++) {
        if (strchr(ANYWHERE, s[i]) || (i == 0 && strchr(FIRST, s[i])) || (number && i == number))
            buf_addc(out, '\\');
        buf_addc(out, s[i]);
    }
}

static bool is_blank(const char *s, size_t n)
{
    return strspn(s, " \t") >= n;
}

/* A line end within a paragraph is kept by the backslash before it. */
static void add_part(struct buf *out, const char *text, const char *around)
{
    bool open = false; /* a paragraph */
    for (size_t n; text && *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        if (is_blank(text, n)) {
            buf_adds(out, open ? around : "");
            open = false;
            continue;
        }
        buf_adds(out, open ? "\\\n" : out->len ? "\n\n" : "");
        buf_adds(out, open ? "" : around);
        add_line(out, text, n);
        open = true;
    }
    buf_adds(out, open ? around : "");
}

int letter_md(const struct letter_page *p, struct buf *out, struct err *e)
{
    const struct {
        const char *text, *around;
    } PARTS[] = { { p->sender_lines, "" }, { p->address_lines, "" }, { p->also_lines, "" },
                  { p->date_line, "" },    { p->copy_of, "" },       { p->subject, "**" },
                  { p->salutation, "" },   { p->body, "" },          { p->signature, "" } };
    struct buf md = { 0 };
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        add_part(&md, PARTS[i].text, PARTS[i].around);
    if (md.len)
        buf_addc(&md, '\n');
    buf_add(out, buf_text(&md), md.len);
    int rc = md.failed || out->failed ? err_no_memory(e) : 0;
    buf_free(&md);
    return rc;
}
