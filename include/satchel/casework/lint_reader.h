/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text read word by word for what it counts; what the readers of things and of time share. */
#ifndef SATCHEL_CASEWORK_LINT_READER_H
#define SATCHEL_CASEWORK_LINT_READER_H

#include "satchel/casework/lint_counted.h"

struct lint_reader {
    const struct lint_run *r;
    const struct lint_text *t;
    const char *lang;
    struct lint_counts *out;
    bool letter;
};

bool lint_reads(const struct lint_reader *d, size_t i, enum lint_class of); /* false beyond the end */
const char *lint_read_value(const struct lint_reader *d, size_t i, enum lint_class of, size_t *n);
bool lint_reads_term(const struct lint_reader *d, size_t i,
                     const char *want); /* a LINT_W_TERM of that value */
/* Token i stands in the same clause as the one before it. */
bool lint_read_on(const struct lint_reader *d, size_t i);
/* The key of token i stands in `words`, between spaces. */
bool lint_one_of(const struct lint_text *t, size_t i, const char *words);
/* The writer speaks, from token `from` or the start of the sentence on: "I am 64", "my wife, 61". */
bool lint_writer_speaks(const struct lint_reader *d, size_t i, size_t from);
/* A count from token i to before token end; then it is added. */
struct lint_count lint_read_count(const struct lint_reader *d, size_t i, size_t end, enum lint_counted what,
                                  int64_t value);
void lint_read_push(const struct lint_reader *d, size_t i, struct lint_count c);

#endif
