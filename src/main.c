/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "satchel/base/i18n.h"

int main(void)
{
    i18n_start(NULL);
    puts(SATCHEL_VERSION);
    return 0;
}
