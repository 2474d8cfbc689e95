/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which script a text is written in. */
#ifndef SATCHEL_MODEL_SCRIPT_H
#define SATCHEL_MODEL_SCRIPT_H

/* ISO 15924 code of the script of the first letter ("Latn", "Arab", "Hani", ...); NULL when there is no
 * letter, or it is of a script that is not in the table. */
const char *script_of(const char *text);

#endif
