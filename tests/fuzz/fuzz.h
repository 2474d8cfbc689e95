/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share. Each is given bytes, and aborts where a promise does not hold. */
#ifndef SATCHEL_TESTS_FUZZ_H
#define SATCHEL_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* For a target that draws something anew for each input; libFuzzer's own mutations. Not there in a replay. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max) __attribute__((weak));

#define hold(must) ((must) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #must))

static inline void fuzz_broken(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

/* The bytes in memory of exactly their length, or with a NUL behind them: a step too far is seen. To be
 * freed. */
static inline char *fuzz_bytes(const uint8_t *data, size_t size)
{
    char *bytes = calloc(size ? size : 1, 1);
    hold(bytes);
    return size ? memcpy(bytes, data, size) : bytes;
}

static inline char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    hold(text);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

#endif
