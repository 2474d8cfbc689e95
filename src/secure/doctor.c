/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks, in the order in which they are listed. Tested over invented machines in
 * tests/unit/test_doctor.c. */
#include "satchel/secure/doctor.h"

#include <stdlib.h>
#include <unistd.h>

#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/doctor_disk.h"
#include "satchel/secure/doctor_history.h"
#include "satchel/secure/doctor_memory.h"
#include "satchel/secure/doctor_system.h"
#include "satchel/secure/doctor_terminal.h"

static const struct doctor_check *const GROUPS[] = { doctor_memory, doctor_disk, doctor_terminal,
                                                     doctor_history, doctor_system };

static const struct {
    const char *name, *label;
} STATES[] = {
#define X(id, name, label) { name, label },
    DOCTOR_STATES(X)
#undef X
};

const char *doctor_state_name(enum doctor_state s)
{
    return STATES[s].name;
}

const char *doctor_state_label(enum doctor_state s)
{
    return _(STATES[s].label);
}

void doctor_here(struct doctor_place *p, const struct clock *clock)
{
    *p = (struct doctor_place){
        .root = "",
        .env = environ,
        .uid = getuid(),
        .euid = geteuid(),
        .now = clock_now(clock),
    };
}

static int look_at(struct doctor_visit *v, const struct doctor_check *check, struct doctor *out)
{
    if (dyn_room(&out->found) < 0)
        return -1;
    v->finding = &out->found.at[out->found.n++];
    *v->finding = (struct doctor_finding){
        .code = check->code, .title = _(check->title), .why = _(check->why), .mend = ""
    };
    check->look(v);
    return v->failed || (!v->finding->command && str_set(&v->finding->command, "") < 0) ? -1 : 0;
}

int doctor_look(const struct doctor_place *p, struct doctor *out, struct err *e)
{
    struct doctor_visit v = { .place = p, .machine = { p->root } };
    *out = (struct doctor){ 0 };
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
        for (const struct doctor_check *check = GROUPS[i]; check->code; check++)
            if (look_at(&v, check, out) < 0)
                return err_no_memory(e);
    return 0;
}

/* By insertion: equals keep their order, and there are few. */
void doctor_sort(struct doctor *d)
{
    for (size_t i = 1; i < d->found.n; i++) {
        struct doctor_finding moved = d->found.at[i];
        size_t to = i;
        for (; to > 0 && d->found.at[to - 1].state > moved.state; to--)
            d->found.at[to] = d->found.at[to - 1];
        d->found.at[to] = moved;
    }
}

size_t doctor_count(const struct doctor *d, enum doctor_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < d->found.n; i++)
        n += d->found.at[i].state == state;
    return n;
}

void doctor_free(struct doctor *d)
{
    for (size_t i = 0; i < d->found.n; i++) {
        str_free(d->found.at[i].found);
        str_free(d->found.at[i].command);
    }
    free(d->found.at);
    *d = (struct doctor){ 0 };
}
