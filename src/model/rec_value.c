/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/rec_value.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/edtf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"

void rec_id_format(const uint8_t id[static REC_ID_BYTES], char out[static REC_ID_TEXT])
{
    static const char HEX[] = "0123456789abcdef";
    for (size_t i = 0; i < REC_ID_BYTES; i++) {
        out[2 * i] = HEX[id[i] >> 4];
        out[2 * i + 1] = HEX[id[i] & 15];
    }
    out[2 * REC_ID_BYTES] = '\0';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int rec_id_parse(const char *hex, uint8_t id[static REC_ID_BYTES])
{
    if (strlen(hex) != 2 * REC_ID_BYTES)
        return -1;
    uint8_t read[REC_ID_BYTES];
    for (size_t i = 0; i < REC_ID_BYTES; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return -1;
        read[i] = (uint8_t)(high << 4 | low);
    }
    memcpy(id, read, sizeof read);
    return 0;
}

bool rec_ref_is_none(const struct rec_ref *ref)
{
    static const uint8_t none[REC_ID_BYTES];
    return ref->n == 0 && memcmp(ref->id, none, sizeof none) == 0;
}

int rec_enum_find(const struct rec_enum *names, const char *word)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->at[i].word, word) == 0)
            return (int)i;
    return -1;
}

char *rec_mask(const char *text, struct err *e)
{
    size_t n = strlen(text), letters = 0, at = 0;
    uint32_t cp;
    for (size_t i = 0; i < n; i += text_decode(text + i, n - i, &cp)) {
        text_decode(text + i, n - i, &cp);
        letters += text_is_alnum(cp);
    }
    /* Of a short one nothing is shown: what is left would tell most of it. */
    size_t first = letters >= 9 ? 3 : 0, last = letters >= 9 ? 2 : 0;
    struct buf b = { 0 };
    for (size_t i = 0, len; i < n; i += len) {
        len = text_decode(text + i, n - i, &cp);
        bool hide = text_is_alnum(cp) && at >= first && at + last < letters;
        at += text_is_alnum(cp);
        if (hide)
            buf_add_cp(&b, 0x2022);
        else
            buf_add(&b, text + i, len);
    }
    return buf_take(&b, e);
}

/* ---- dates ---- */

int rec_date_take(struct rec_date *d, const struct edtf *date, struct err *e)
{
    if (str_set(&d->text, date->text) < 0)
        return err_no_memory(e);
    d->earliest = date->start == EDTF_DATE ? date->earliest : INT32_MIN;
    d->latest = date->end == EDTF_DATE ? date->latest : INT32_MAX;
    return 0;
}

int rec_date_set(struct rec_date *d, const char *text, struct err *e)
{
    struct edtf date;
    if (!text || !*text) {
        rec_date_clear(d);
        return 0;
    }
    return edtf_parse(text, &date, e) < 0 ? -1 : rec_date_take(d, &date, e);
}

void rec_date_clear(struct rec_date *d)
{
    str_free(d->text);
    *d = (struct rec_date){ 0 };
}
