/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the terminal program gives up writing outside its folders. */
#ifndef SATCHEL_APP_CONFINE_H
#define SATCHEL_APP_CONFINE_H

struct app;
struct err;
struct strs;

/* Once a->vault_path is where the vault is. Does it the first time, and nothing after; nothing at all without
 * options.confine. */
void app_confine_files(struct app *a);
/* What may be written below once that is done; the folders named in the settings alone. -1: no memory. */
int app_write_folders(const struct app *a, struct strs *folders);
int app_export_folders(const struct app *a, struct strs *folders);
/* The vault could not be opened, and only because its folder is no longer the one of the start, below which
 * may be written: *e says that instead. */
void app_confine_moved(struct app *a, struct err *e);

#endif
