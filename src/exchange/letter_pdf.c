/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/letter_pdf.h"

#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/letter_page.h"
#include "satchel/secure/broker.h"

/* ---- the sheet ---- */

/* The language that a text is in for the one who draws it: of the letter, unless its script says that it
 * cannot be. */
static const char *lang_of(const char *lang, const char *script)
{
    static const struct {
        const char *script, *lang;
    } LANGS[] = {
        { "Hant", "zh-Hant" }, { "Hani", "zh" }, { "Hans", "zh" }, { "Jpan", "ja" }, { "Kore", "ko" }
    };
    for (size_t i = 0; !lang && script && i < sizeof LANGS / sizeof *LANGS; i++)
        if (strcmp(script, LANGS[i].script) == 0)
            return LANGS[i].lang;
    return lang;
}

/* "Yours sincerely," is the body's last paragraph: it stays with the signature. Where that paragraph is none
 * of one short line, the body is not cut. */
static size_t closing_at(const char *body)
{
    enum { MOST = 120 };
    size_t n = strlen(body);
    while (n > 0 && body[n - 1] == '\n')
        n--;
    for (size_t i = n; i > 1 && n - i < MOST; i--)
        if (body[i - 1] == '\n')
            return body[i - 2] == '\n' ? i : 0;
    return 0;
}

static int set_body(struct sheet_text *t, const struct letter_page *p)
{
    struct buf body = { 0 };
    size_t at = p->body && p->signature ? closing_at(p->body) : 0;
    if (at == 0)
        return sheet_set(t, PART_BODY, p->body, p->lang);
    buf_add(&body, p->body, at);
    int rc = body.failed ? -1 : sheet_set(t, PART_BODY, buf_text(&body), p->lang);
    buf_free(&body);
    return rc == 0 ? sheet_set(t, PART_CLOSING, p->body + at, p->lang) : -1;
}

static int add_letter(struct sheet *s, const struct letter_page *p)
{
    const struct {
        enum sheet_part part;
        const char *text, *lang;
    } PARTS[] = { { PART_SENDER, p->sender_lines, p->lang },
                  { PART_ADDRESS, p->address_lines, lang_of(p->address_lang, p->address_script) },
                  { PART_ALSO, p->also_lines, lang_of(p->also_lang, p->also_script) },
                  { PART_DATE, p->date_line, p->lang },
                  { PART_COPY, p->copy_of, p->lang },
                  { PART_SUBJECT, p->subject, p->lang },
                  { PART_SALUTATION, p->salutation, p->lang },
                  { PART_SIGNATURE, p->signature, p->lang } };
    struct sheet_text *t = sheet_add(s);
    int rc = t ? set_body(t, p) : -1;
    for (size_t i = 0; rc == 0 && i < sizeof PARTS / sizeof *PARTS; i++)
        rc = sheet_set(t, PARTS[i].part, PARTS[i].text, PARTS[i].lang);
    return rc;
}

int letter_pdf_add(struct sheet *s, const struct letter_page *pages, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (add_letter(s, &pages[i]) < 0)
            return err_no_memory(e);
    return 0;
}

/* ---- the answer ---- */

/* The Debian packages that hold fonts for a character; full-width marks are among the Chinese ones. */
static const char *packages_for(uint32_t cp)
{
    bool wide = text_is_cjk(cp) || (cp >= 0x3000 && cp <= 0x303F) || (cp >= 0xFF00 && cp <= 0xFFEF);
    return wide ? "fonts-noto-cjk" : "fonts-noto-core, fonts-noto-extra";
}

/* "囧 (U+56E7), ꡀ (U+A840)" */
static void list_characters(const char *s, size_t n, struct buf *out, struct buf *packages)
{
    for (size_t at = 0, len; at < n; at += len) {
        char one[5] = "";
        uint32_t cp;
        len = text_decode(s + at, n - at, &cp);
        one[text_encode(cp, one)] = '\0';
        buf_addf(out, "%s%s (U+%04X)", out->len ? ", " : "", text_is_alnum(cp) ? one : "?", (unsigned)cp);
        const char *package = packages_for(cp);
        if (!packages->len || !strstr(buf_text(packages), package))
            buf_addf(packages, "%s%s", packages->len ? ", " : "", package);
    }
}

static int say_no_glyph(const char *s, size_t n, struct err *e)
{
    struct buf characters = { 0 }, packages = { 0 };
    list_characters(s, n, &characters, &packages);
    int rc = characters.failed || packages.failed
                 ? err_no_memory(e)
                 : err_set(e, ERR_INPUT,
                           _("No font on this machine has %s. Nothing was written. Install fonts for it (in "
                             "Debian: %s), or write it in another way."),
                           buf_text(&characters), buf_text(&packages));
    buf_free(&characters);
    buf_free(&packages);
    return rc;
}

static int say_no_room(const char *s, size_t n, struct err *e)
{
    int width;
    size_t len = strcspn(s, "\n");
    return err_set(
        e, ERR_INPUT,
        _("The block that begins with \"%.*s\" is too large for its place on the paper. Nothing was "
          "written. Shorten it."),
        (int)text_fit(s, len < n ? len : n, 40, &width), s);
}

int letter_pdf_answer(const struct buf *answer, struct buf *out, struct err *e)
{
    const char *more = buf_text(answer) + (answer->len > 0);
    size_t n = answer->len - (answer->len > 0);
    unsigned code = answer->len ? (unsigned char)answer->data[0] : SHEET_ANSWERS;
    bool text = n <= SHEET_BYTES_MAX && text_valid(more, n) && !memchr(more, '\0', n);
    if (code == SHEET_DRAWN && n > 8 && n <= SHEET_PDF_MAX && memcmp(more, "%PDF-", 5) == 0) {
        buf_add(out, more, n);
        return out->failed ? err_no_memory(e) : 0;
    }
    if (code == SHEET_NO_GLYPH && text)
        return say_no_glyph(more, n, e);
    if (code == SHEET_NO_ROOM && text)
        return say_no_room(more, n, e);
    if (code == SHEET_NO_FONT)
        return err_set(e, ERR_FAILED,
                       _("There are no fonts on this machine to draw the letter with. Nothing was written. "
                         "Install some (in Debian: fonts-noto-core, fonts-noto-cjk), or export as text."));
    if (code == SHEET_NO_MEMORY)
        return err_no_memory(e);
    return err_set(
        e, ERR_FAILED,
        _("The program satchel-pdf did not understand what it was given: it is of another version. "
          "Nothing was written. Install Satchel again (make install), or export as text."));
}

int letter_pdf_draw(const struct sheet *s, const struct letter_wish *wish, struct buf *out, struct err *e)
{
    struct buf asked = { 0 }, answer = { 0 };
    int rc = sheet_write(s, &asked, e);
    if (rc == 0)
        rc = broker_draw(wish->broker, buf_text(&asked), asked.len, wish->stop, wish->arg, &answer, e);
    if (rc == 0)
        rc = letter_pdf_answer(&answer, out, e);
    buf_free(&asked);
    buf_free(&answer);
    return rc;
}
