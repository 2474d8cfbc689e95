/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/doctor.h"

#include <jansson.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"
#include "satchel/secure/doctor.h"
#include "satchel/vault/vault.h"

#define WIDTH 79

static json_t *text_or_null(const char *text)
{
    return *text ? json_string(text) : json_null();
}

static json_t *as_json(const struct doctor_finding *f)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "code", f->code, "title", f->title, "state",
                     doctor_state_name(f->state), "found", f->found, "why", f->why, "mend",
                     text_or_null(f->mend), "command", text_or_null(f->command));
}

static int write_json(struct cli *c, const struct doctor *d, struct err *e)
{
    int rc = stream_begin(c, e);
    for (size_t i = 0; rc == 0 && i < d->found.n; i++)
        rc = stream_item(c, as_json(&d->found.at[i]), e);
    return rc == 0 ? stream_end(c, e) : -1;
}

/* What is fine is one line or two. A command is never broken: it is meant to be copied. */
static void add_finding(struct buf *out, const struct doctor_finding *f)
{
    struct buf said = { 0 };
    /* TRANSLATORS: what was looked at, and a sentence on what was found. */
    buf_addf(&said, _("%s: %s"), f->title, f->found);
    buf_adds(out, "  ");
    stream_wrap(out, buf_text(&said), WIDTH - 4, 4);
    buf_free(&said);
    const char *texts[] = { f->why, f->mend };
    for (size_t i = 0; f->state != DOCTOR_FINE && i < 2; i++) {
        if (*texts[i]) {
            buf_adds(out, "    ");
            stream_wrap(out, texts[i], WIDTH - 4, 4);
        }
    }
    if (*f->command)
        buf_addf(out, "        %s\n", f->command);
}

static void write_text(struct cli *c, const struct doctor *d)
{
    for (size_t i = 0; i < d->found.n; i++) {
        const struct doctor_finding *f = &d->found.at[i];
        bool first = !i || f->state != f[-1].state;
        if (i && (first || f->state != DOCTOR_FINE))
            buf_adds(&c->out, "\n");
        if (first)
            buf_addf(&c->out, "%s\n", doctor_state_label(f->state));
        add_finding(&c->out, f);
    }
}

static int verdict(size_t serious, struct err *e)
{
    return serious
               ? err_set(e, ERR_FAILED,
                         P_("%zu thing on this machine endangers the vault. Nothing was changed. What to do "
                            "stands with it.",
                            "%zu things on this machine endanger the vault. Nothing was changed. What to do "
                            "stands with each.",
                            serious),
                         serious)
               : 0;
}

int doctor_run(struct cli *c, struct err *e)
{
    struct doctor_place place;
    struct doctor d;
    doctor_here(&place, c->clock);
    place.vault = c->vault;
    place.confine = &c->confine;
    place.unlocked = vault_unlocked_bytes();
    int rc = doctor_look(&place, &d, e);
    if (rc == 0) {
        doctor_sort(&d);
        if (c->json)
            rc = write_json(c, &d, e);
        else
            write_text(c, &d);
    }
    if (rc == 0)
        rc = verdict(doctor_count(&d, DOCTOR_SERIOUS), e);
    doctor_free(&d);
    return rc;
}
