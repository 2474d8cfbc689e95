/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SATCHEL_APP_HOME_PATH_H
#define SATCHEL_APP_HOME_PATH_H

/* A path as a user types it: "~/x" is below the home folder. Caller frees with str_free; NULL: no memory. */
char *home_path(const char *typed);

#endif
