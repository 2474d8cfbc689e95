/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EDTF dates as people read them. */
#ifndef SATCHEL_BASE_EDTF_WORDS_H
#define SATCHEL_BASE_EDTF_WORDS_H

/* "2016-11-02 or 03", "2010 (about)", "since 2019-03-01"; what is no date, as it is; NULL: "". Caller frees
 * with str_free; NULL: no memory. */
char *edtf_words(const char *edtf);

#endif
