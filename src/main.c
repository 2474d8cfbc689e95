/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/secure/zmalloc.h"

int main(int argc, char *argv[])
{
    static const struct cli_hooks HOOKS = { 0 };
    (void)zmalloc_active(); /* links the malloc that zeroes what is freed */
    i18n_start(NULL);
    return cli_main(argc, argv, &HOOKS, &CLOCK_SYSTEM);
}
