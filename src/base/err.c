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

/* What the system gave as a reason, as somebody who never saw a system call would be told, and what to do. */
static const struct {
    int errnum;
    enum err_code code;
    const char *why;
} REASONS[] = {
    { ENOENT, ERR_NO_FILE,
      N_("there is no such file or folder. Check its name, and whether its disk is connected") },
    { ENOTDIR, ERR_NO_FILE, N_("a part of its path is a file and no folder. Check its name") },
    { EISDIR, ERR_INPUT, N_("it is a folder. Name a file") },
    { EACCES, ERR_PERMISSION,
      N_("you do not have the permission. Change its permissions, or choose another place") },
    { EPERM, ERR_PERMISSION,
      N_("you do not have the permission. Change its permissions, or choose another place") },
    { EROFS, ERR_READ_ONLY, N_("its disk can only be read. Choose another place") },
    { ENOSPC, ERR_DISK_FULL, N_("the disk is full. Free some space and try again") },
    { EDQUOT, ERR_DISK_FULL, N_("you may not store more on this disk. Free some space and try again") },
    { EFBIG, ERR_DISK_FULL, N_("it would be larger than a file may be there. Choose another disk") },
    { EEXIST, ERR_EXISTS, N_("there is something of that name already. Choose another name") },
    { ENOMEM, ERR_NO_MEMORY, N_("there is not enough memory. Close other programs and try again") },
    { ELOOP, ERR_IO, N_("a link stands in its place. Put the file itself there") },
    { ENAMETOOLONG, ERR_INPUT, N_("the name is too long. Choose a shorter one") },
    { EMFILE, ERR_IO, N_("too many files are open. Close other programs and try again") },
    { ENFILE, ERR_IO, N_("too many files are open. Close other programs and try again") },
    { EIO, ERR_IO, N_("the disk failed. Try again; if it goes on, copy what is on it to another disk") },
    { ENXIO, ERR_IO, N_("the device is not there. Connect it and try again") },
    { ENODEV, ERR_IO, N_("the device is not there. Connect it and try again") },
    { EBUSY, ERR_IO, N_("another program uses it. Close that one and try again") },
    { ETXTBSY, ERR_IO, N_("another program uses it. Close that one and try again") },
    { EPIPE, ERR_IO, N_("the program that was to read it has ended") },
    { EBADF, ERR_IO, N_("it was closed before this program started") },
    { EAGAIN, ERR_IO, N_("it takes or gives nothing now. Try again") },
};

int err_errno(struct err *e, int errnum, const char *format, ...)
{
    char what[ERR_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++)
        if (REASONS[i].errnum == errnum)
            /* TRANSLATORS: what was tried, then the reason and what to do. */
            return err_set(e, REASONS[i].code, _("%s: %s."), what, _(REASONS[i].why));
    /* TRANSLATORS: what was tried, then a number to look up. */
    return err_set(e, ERR_IO, _("%s: the system did not do it (reason %d). Try again, or try another place."),
                   what, errnum);
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
