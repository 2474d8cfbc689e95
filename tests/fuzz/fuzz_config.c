/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configuration files and key bindings: every line taken or named in a sentence; every option stays within
 * what it may be; the keymap holds keys that have names. */
#include "fuzz.h"

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/tui/command.h"
#include "satchel/tui/config.h"
#include "satchel/tui/key.h"

static void check_options(struct config *c)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &config_options[i];
        struct err e = { 0 };
        hold(c->value[i] && text_valid(c->value[i], strlen(c->value[i])));
        if (o->type == OPTION_NUMBER)
            hold(config_number(c, (enum option_id)i) >= o->least &&
                 config_number(c, (enum option_id)i) <= o->most);
        char *value = strdup(c->value[i]); /* what was taken can be set again */
        hold(value && config_set(c, (enum option_id)i, value, &e) == 0);
        free(value);
    }
    int panic = config_panic_char(c);
    hold(panic > 0 && panic < 0x20);
    config_keyboard(c);
}

static void check_keymap(const struct keymap *m)
{
    struct buf keys = { 0 };
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < m->entries[i].n_keys; k++) {
            char name[KEY_NAME_BYTES];
            uint32_t again;
            key_format(m->entries[i].keys[k], name);
            hold(key_parse(name, strlen(name), &again) == 0 && again == m->entries[i].keys[k]);
            buf_clear(&keys);
            keymap_keys(m, m->entries[i].command, 0, &keys);
            hold(keys.len > 0);
        }
    buf_free(&keys);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct command_table *const TABLES[] = { &nav_commands, &edit_commands };
    struct config c;
    struct keymap m;
    struct strs problems = { 0 };
    char *text = fuzz_bytes(data, size);
    hold(config_init(&c, NULL) == 0);
    config_parse(&c, "config", text, size, &problems);
    if (c.binds.n > 0) {
        hold(keymap_init(&m, TABLES, 2, NULL) == 0);
        config_bind(&c, &m, &problems);
        keymap_conflicts(&m, &problems);
        check_keymap(&m);
        keymap_free(&m);
    }
    for (size_t i = 0; i < problems.n; i++)
        hold(*problems.at[i] && text_valid(problems.at[i], strlen(problems.at[i])));
    check_options(&c);
    strs_free(&problems);
    config_free(&c);
    free(text);
    return 0;
}
