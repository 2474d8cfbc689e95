/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/home_path.h"

#include <stdlib.h>

#include "satchel/base/buf.h"

char *home_path(const char *typed)
{
    struct buf b = { 0 };
    const char *home = getenv("HOME");
    if (home && typed[0] == '~' && typed[1] == '/')
        buf_addf(&b, "%s%s", home, typed + 1);
    else
        buf_adds(&b, typed);
    return buf_take(&b, NULL);
}
