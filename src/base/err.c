/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "satchel/base/i18n.h"

static const struct {
    int status;
    const char *name;
} CODES[ERR_CODE_COUNT] = {
#define X(code, exit_status, text) [ERR_##code] = { exit_status, text },
    ERR_CODES(X)
#undef X
};

/* Drops a character that vsnprintf cut in two. */
static void trim_utf8(char *s)
{
    size_t n = strlen(s), back = 0;
    while (back < 3 && back < n && ((unsigned char)s[n - 1 - back] & 0xC0) == 0x80)
        back++;
    if (back < n) {
        unsigned char lead = (unsigned char)s[n - 1 - back];
        size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        if (want != back + 1)
            s[n - 1 - back] = '\0';
    }
}

int err_set(struct err *e, enum err_code code, const char *format, ...)
{
    if (!e)
        return -1;
    e->code = code;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(e->text, sizeof e->text, format, args);
    va_end(args);
    if (n >= (int)sizeof e->text)
        trim_utf8(e->text);
    return -1;
}

int err_no_memory(struct err *e)
{
    return err_set(e, ERR_NO_MEMORY,
                   _("There is not enough memory. Nothing was changed. Close other programs and try again."));
}

static enum err_code code_of_errno(int errnum)
{
    switch (errnum) {
    case ENOENT:
    case ENOTDIR:
        return ERR_NO_FILE;
    case EACCES:
    case EPERM:
        return ERR_PERMISSION;
    case EROFS:
        return ERR_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
        return ERR_DISK_FULL;
    case EEXIST:
        return ERR_EXISTS;
    case ENOMEM:
        return ERR_NO_MEMORY;
    default:
        return ERR_IO;
    }
}

int err_errno(struct err *e, int errnum, const char *what)
{
    /* TRANSLATORS: what was tried, then the system's reason. */
    return err_set(e, code_of_errno(errnum), _("%s: %s."), what, strerror(errnum));
}

void err_clear(struct err *e)
{
    if (e) {
        e->code = ERR_NONE;
        memset(e->text, 0, sizeof e->text);
    }
}

int err_exit_status(enum err_code code)
{
    return code < ERR_CODE_COUNT ? CODES[code].status : 1;
}

const char *err_code_name(enum err_code code)
{
    return code < ERR_CODE_COUNT ? CODES[code].name : "unknown";
}
