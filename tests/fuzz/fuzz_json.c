/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as JSON, as `add -` and `run` take them: taken or refused with a sentence; what was taken, shown
 * as JSON and read again, is shown the same. The first byte says the kind. */
#include "fuzz.h"

#include <jansson.h>

#include "satchel/base/err.h"
#include "satchel/exchange/json_record.h"
#include "satchel/model/field.h"

static char *shown(const struct rec *r)
{
    json_t *o = json_record(r, NULL);
    char *text = o ? json_dumps(o, JSON_COMPACT) : NULL;
    hold(text != NULL);
    json_decref(o);
    return text;
}

static void check_again(enum rec_kind kind, const char *first)
{
    struct err e = { 0 };
    struct json_cleaned cleaned;
    struct rec *r = rec_new(kind, NULL);
    json_t *o = json_loads(first, JSON_REJECT_DUPLICATES, NULL);
    hold(r && o && json_record_read(o, r, NULL, NULL, &cleaned, &e) == 0 && cleaned.n == 0);
    char *second = shown(r);
    hold(strcmp(first, second) == 0);
    free(second);
    json_decref(o);
    rec_free(r);
}

static void read_one(enum rec_kind kind, const json_t *o)
{
    struct err e = { 0 };
    struct json_cleaned cleaned;
    struct rec *r = rec_new(kind, NULL);
    hold(r != NULL);
    if (json_record_read(o, r, NULL, NULL, &cleaned, &e) == 0) {
        char *first = shown(r);
        check_again(kind, first);
        free(first);
    } else {
        hold(e.code == ERR_INPUT && *e.text);
    }
    rec_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_error_t bad;
    if (size == 0)
        return 0;
    json_t *o =
        json_loadb((const char *)data + 1, size - 1, JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &bad);
    hold(!o || ((size_t)bad.position <= size - 1 && bad.position > 0));
    if (json_is_object(o))
        read_one((enum rec_kind)(data[0] % (KIND_FIRST_PART - 1) + 1), o);
    json_decref(o);
    return 0;
}
