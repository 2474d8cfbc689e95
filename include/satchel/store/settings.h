/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of this vault, kept in it. They are not undone; each write is a transaction of its own, or part of
 * the step that is open. */
#ifndef SATCHEL_STORE_SETTINGS_H
#define SATCHEL_STORE_SETTINGS_H

#include "satchel/store/store.h"

/* NULL value: removes it. */
int store_setting_set(struct store *s, const char *key, const char *value, struct err *e);
/* *value is NULL when it is not set; caller frees with str_free. */
int store_setting_get(struct store *s, const char *key, char **value, struct err *e);

#endif
