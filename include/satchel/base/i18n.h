/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts for users. _() translates at run time, N_() only marks a text in a const table (translate it where it
 * is shown). No sentence is glued from pieces: one msgid, with numbered or named places. */
#ifndef SATCHEL_BASE_I18N_H
#define SATCHEL_BASE_I18N_H

#include <libintl.h>

#define I18N_DOMAIN      "satchel"
#define _(text)          dgettext(I18N_DOMAIN, text)
#define N_(text)         text
#define P_(one, many, n) dngettext(I18N_DOMAIN, one, many, (unsigned long)(n))

/* Sets the locale from the environment and binds the catalogue; dir NULL is the installed place. Call once,
 * in main. */
void i18n_start(const char *dir);

#endif
