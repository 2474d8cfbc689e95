/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/i18n.h"

#include <locale.h>
#include <stdlib.h>

void i18n_start(const char *dir)
{
    /* A broken locale must not turn names into question marks: fall back to one that is always there. */
    if (!setlocale(LC_ALL, "") || MB_CUR_MAX == 1)
        setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
    bindtextdomain(I18N_DOMAIN, dir ? dir : SATCHEL_LOCALEDIR);
    bind_textdomain_codeset(I18N_DOMAIN, "UTF-8");
}
