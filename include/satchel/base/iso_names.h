/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of countries and languages for their codes, as people read them: English, or as the locale has them
 * where the system's catalogues of ISO codes (Debian: iso-codes) are installed. */
#ifndef SATCHEL_BASE_ISO_NAMES_H
#define SATCHEL_BASE_ISO_NAMES_H

#include <stdbool.h>

#include "satchel/base/buf.h"

enum iso_names { ISO_COUNTRY /* ISO 3166-1, two letters */, ISO_LANGUAGE /* BCP 47 */ };

/* "Freedonia" for its code, "Chinese (Hant)" for "zh-Hant"; false and nothing added: not a code that is
 * known.
 */
bool iso_name_add(enum iso_names of, const char *code, struct buf *out);
/* The code of a name, as it is written here or in the locale, in any case; code: 4 bytes. false: none. */
bool iso_code_of(enum iso_names of, const char *name, char code[static 4]);

#endif
