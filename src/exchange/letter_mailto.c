/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/letter_mailto.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/exchange/letter_file.h"
#include "satchel/exchange/letter_text.h"
#include "satchel/model/letter_page.h"

/* RFC 3986 2.3, and what RFC 6068 leaves in an address. Line ends are CR LF (RFC 6068, 5). */
static void add_encoded(struct buf *out, const char *s, size_t n, const char *also)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '\n')
            buf_adds(out, "%0D%0A");
        else if (c && (strchr(PLAIN, c) || strchr(also, c)))
            buf_addc(out, (char)c);
        else
            buf_addf(out, "%%%02X", c);
    }
}

static void add_addresses(struct buf *out, const char *lines)
{
    bool first = true;
    for (size_t n, len; lines && *lines; lines += n + (lines[n] == '\n')) {
        n = strcspn(lines, "\n");
        const char *at = text_trim(lines, n, &len);
        if (len == 0)
            continue;
        if (!first)
            buf_addc(out, ',');
        add_encoded(out, at, len, "@");
        first = false;
    }
}

static void add_field(struct buf *out, size_t start, const char *name, const char *text)
{
    size_t n = text ? strlen(text) : 0;
    while (n > 0 && text[n - 1] == '\n')
        n--;
    if (n == 0)
        return;
    buf_adds(out, memchr(out->data + start, '?', out->len - start) ? "&" : "?");
    buf_adds(out, name);
    add_encoded(out, text, n, "");
}

int letter_mailto(const struct letter_page *p, struct buf *out, struct letter_notes *notes, struct err *e)
{
    struct buf text = { 0 };
    size_t start = out->len;
    if (!p->emails || text_is_blank(p->emails))
        return err_set(e, ERR_INPUT,
                       _("No e-mail address is known for this letter. Nothing was written. Add one to the "
                         "person or the office, or choose another format."));
    if (letter_text_mail(p, &text, e) < 0) {
        buf_free(&text);
        return -1;
    }
    buf_adds(out, "mailto:");
    add_addresses(out, p->emails);
    add_field(out, start, "subject=", p->subject);
    size_t head = out->len;
    add_field(out, start, "body=", buf_text(&text));
    buf_free(&text);
    size_t link = out->len - start;
    notes->link = link > notes->link ? link : notes->link;
    notes->link_long |= link > LETTER_LINK_WARN;
    if (link > LETTER_LINK_MAX) {
        notes->link_cut = true;
        buf_cut(out, head);
    }
    return out->failed ? err_no_memory(e) : 0;
}
