/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/confine.h"

#include "satchel/secure/syscalls.h"

void confine_calls(struct confine *c, pid_t other)
{
    c->calls_errno = syscalls_confine(other);
    c->calls = c->calls_errno == 0;
}
