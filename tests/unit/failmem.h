/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's memory in the arena, with an allocation that fails when it is told to. */
#ifndef TESTS_UNIT_FAILMEM_H
#define TESTS_UNIT_FAILMEM_H

#include <stdbool.h>

/* Group setup: installs the arena with the fault before it. */
int failmem_install(void **state);
/* The n-th allocation from now fails, and with `and_after` all that follow; n 0: none. */
void failmem_at(long n, bool and_after);
bool failmem_has_failed(void); /* since then */
long failmem_calls(void);      /* since then */
/* For allocators that are to share the fault: is this one to fail? Between pause and resume, which nest, none
 * is, nor counted: helpers of tests allocate too. */
bool failmem_refuses(void);
void failmem_pause(void);
void failmem_resume(void);

#endif
