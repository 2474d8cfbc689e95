/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's malloc zeroes what is freed: record text, screens, and copies that libraries make leave
 * nothing in released heap. Its mmap never fills what it maps in one go. Linked into the program by calling
 * zmalloc_active from main; never into the unit tests, whose sanitizers bring their own malloc. */
#ifndef SATCHEL_SECURE_ZMALLOC_H
#define SATCHEL_SECURE_ZMALLOC_H

#include <stdbool.h>

/* Whether freed memory is zeroed: tried with a block of its own. */
bool zmalloc_active(void);

#endif
