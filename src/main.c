/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line, with the terminal program above it. */
#include "satchel/app/app.h"
#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/demo.h"
#include "satchel/cli/demo_folder.h"
#include "satchel/cli/stream.h"
#include "satchel/secure/zmalloc.h"

static int open_program(const struct cli_open *o)
{
    struct app_options options = {
        .broker = o->broker,
        .vault = o->vault,
        .key_file = o->key_file,
        .read_only = o->read_only,
        .demo = o->demo,
        .passphrase = o->passphrase,
        .make_demo = demo_make,
        .drop_demo = demo_folder_drop,
        .screen.signals = SCREEN_ALL_SIGNALS,
        .confine = true,
        .clock = CLOCK_SYSTEM,
    };
    struct err e = { 0 };
    int status = app_run(&options, &e);
    if (e.code != ERR_NONE)
        stream_say(e.text);
    return status;
}

int main(int argc, char *argv[])
{
    static const struct cli_hooks HOOKS = { .open = open_program, .key_card = app_key_card };
    (void)zmalloc_active(); /* links the malloc that zeroes what is freed */
    i18n_start(NULL);
    return cli_main(argc, argv, &HOOKS, &CLOCK_SYSTEM);
}
