/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The importer on any bytes: input recognised or refused, every value inside the text, JSON made. */
#include "fuzz.h"

#include "satchel/base/err.h"
#include "satchel/casework/ua.h"
#include "satchel/exchange/input.h"
#include "satchel/exchange/json_parsed.h"

static void check_spans(const struct parsed *p)
{
    const size_t n = text_count(p->source, strlen(p->source));
    const struct parsed_span at[] = { p->title.at, p->deadline.at, p->letter_body.at, p->country.at };
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        hold(at[i].from <= at[i].to && at[i].to <= n);
    for (size_t i = 0; i < p->targets.n; i++)
        hold(p->targets.at[i].name.at.to <= n && p->targets.at[i].title.at.to <= n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e;
    struct parsed p;
    struct text_report report;
    size_t n;
    char *text = input_from_bytes(data, size, "fuzz", &n, &report, &e);
    if (!text)
        return 0;
    hold(ua_parse(text, n, &report, 20000, &p, &e) == 0);
    check_spans(&p);
    json_t *json = json_parsed(&p, &e);
    hold(json);
    json_decref(json);
    parsed_free(&p);
    str_free(text);
    return 0;
}
