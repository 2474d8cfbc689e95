/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vectors.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PAGE "man/satchel-vault.5"

/* Between .Bd and .Ed of the last section: "name value", continued by lines that begin with a blank. */
void vector_text(const char *name, char *out, size_t room)
{
    char line[512];
    bool here = false;
    size_t len = strlen(name);
    FILE *f = fopen(PAGE, "r");
    assert_non_null(f);
    out[0] = '\0';
    while (fgets(line, sizeof line, f) && strcmp(line, ".Bd -literal\n") != 0)
        ;
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != ' ')
            here = strncmp(line, name, len) == 0 && (line[len] == ' ' || line[len] == '\0');
        if (here)
            strncat(out, line + (line[0] == ' ' ? 2 : len + (line[len] == ' ')), room - strlen(out) - 1);
    }
    fclose(f);
    if (!out[0])
        fail_msg("no vector %s in %s", name, PAGE);
}

size_t vector_length(const char *name)
{
    char text[1024];
    vector_text(name, text, sizeof text);
    return strlen(text) / 2;
}

void vector_bytes(const char *name, uint8_t *out, size_t n)
{
    char text[1024];
    vector_text(name, text, sizeof text);
    assert_int_equal(strlen(text), 2 * n);
    for (size_t i = 0; i < n; i++) {
        char digits[3] = { text[2 * i], text[2 * i + 1], '\0' };
        out[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
}
