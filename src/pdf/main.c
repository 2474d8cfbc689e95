/* SPDX-License-Identifier: GPL-3.0-or-later */
/* satchel-pdf: reads one sheet (sheet.h) from standard input, writes one answer to standard output.
 *
 * It draws foreign text with libraries that hold many parsers, so it gives up what it can before it reads
 * the first byte: it sees files below the folders of fonts only, writes to none, opens no socket, starts
 * nothing, and ends when memory, time or the program that started it do. It never sees the vault, and what
 * it is given is meant for paper. Tested by tests/e2e/test_pdf.py. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/pdf/forms.h"
#include "satchel/secure/confine.h"
#include "satchel/secure/process.h"
#include "satchel/secure/syscalls.h"

/* Below HOME the user's own, as fontconfig looks for them. */
static const char *const FOLDERS[] = { "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig",
                                       "/etc/fonts",       "/var/cache/fontconfig",  "/usr/share/X11/fonts" };
static const char *const OWN_FOLDERS[] = { ".fonts", ".local/share/fonts", ".config/fontconfig",
                                           ".cache/fontconfig" };

static bool limit(void)
{
    static const struct {
        __rlimit_resource_t what;
        rlim_t most;
    } LIMITS[] = {
        { RLIMIT_FSIZE, 0 },
        { RLIMIT_CPU, 20 }, /* seconds */
        { RLIMIT_NOFILE, 64 },
#ifndef SATCHEL_SANITIZE
        { RLIMIT_AS, (rlim_t)1 << 30 },
#endif
    };
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++)
        if (setrlimit(LIMITS[i].what, &(struct rlimit){ LIMITS[i].most, LIMITS[i].most }) < 0)
            return false;
    return true;
}

static bool list_folders(struct strs *folders)
{
    const char *home = getenv("HOME");
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        if (strs_add(folders, FOLDERS[i]) < 0)
            return false;
    for (size_t i = 0; home && *home == '/' && i < sizeof OWN_FOLDERS / sizeof *OWN_FOLDERS; i++) {
        struct buf path = { 0 };
        buf_addf(&path, "%s/%s", home, OWN_FOLDERS[i]);
        int rc = strs_add(folders, buf_text(&path));
        buf_free(&path);
        if (rc < 0)
            return false;
    }
    return true;
}

/* A kernel without Landlock is no reason to print nothing: files cannot be written there either, since the
 * filter of calls opens them for reading only. Without that filter nothing is drawn. */
static bool confine(void)
{
    struct strs folders = { 0 };
    bool ok = process_harden(-1, NULL) == 0 && limit() && list_folders(&folders);
    if (ok) {
        confine_reading(&folders);
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        ok = syscalls_confine_reader() == 0;
    }
    strs_free(&folders);
    return ok;
}

static bool read_all(struct buf *in)
{
    char bytes[65536];
    ssize_t n;
    while ((n = read(STDIN_FILENO, bytes, sizeof bytes)) > 0 || (n < 0 && errno == EINTR)) {
        if (n > 0)
            buf_add(in, bytes, (size_t)n);
        if (in->len > SHEET_BYTES_MAX)
            return false;
    }
    return n == 0 && !in->failed;
}

static bool write_all(const void *bytes, size_t n)
{
    const char *at = bytes;
    for (ssize_t done; n > 0; at += done, n -= (size_t)done) {
        done = write(STDOUT_FILENO, at, n);
        if (done < 0 && errno != EINTR)
            return false;
        if (done < 0)
            done = 0;
    }
    return true;
}

static bool answer(enum sheet_answer code, const struct buf *more)
{
    return write_all(&(char){ (char)code }, 1) && (!more || write_all(buf_text(more), more->len));
}

static bool draw(const struct buf *in)
{
    struct sheet s;
    struct press p = { 0 };
    if (sheet_read(buf_text(in), in->len, &s) < 0) {
        sheet_free(&s);
        return answer(SHEET_REFUSED, NULL);
    }
    forms_draw(&p, &s);
    bool ok = answer(p.answer, p.answer == SHEET_DRAWN ? &p.pdf : &p.what);
    press_end(&p);
    sheet_free(&s);
    return ok;
}

int main(int argc, char **argv)
{
    struct buf in = { 0 };
    (void)argv;
    if (argc > 1 || isatty(STDIN_FILENO)) {
        fputs("satchel-pdf draws letters for satchel, which runs it: satchel letter export --format pdf\n",
              stderr);
        return 2;
    }
    if (!confine())
        return 1;
    bool ok = read_all(&in) ? draw(&in) : answer(SHEET_REFUSED, NULL);
    buf_free(&in);
    _exit(ok ? 0 : 1); /* without the libraries' clean-up */
}
