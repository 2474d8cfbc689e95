/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

#define SNIFF 1024

/* ---- what is no plain text ---- */

static bool starts(const unsigned char *s, size_t n, const char *mark, size_t len)
{
    return n >= len && !memcmp(s, mark, len);
}

/* Tags of a page at its start, in bytes or in UTF-16 (every second byte NUL). */
static bool is_html(const unsigned char *s, size_t n)
{
    static const char *const TAGS[] = { "<!doctype html", "<html",  "<head", "<body",  "<!doctype htm",
                                        "<meta",          "<table", "<div",  "<script" };
    char text[SNIFF];
    size_t k = 0;
    for (size_t i = 0; i < n && k + 1 < sizeof text; i++)
        if (s[i] && s[i] != 0xFF && s[i] != 0xFE && s[i] != 0xEF && s[i] != 0xBB && s[i] != 0xBF)
            text[k++] = (char)s[i];
    text[k] = '\0';
    char *at = text + strspn(text, " \t\r\n");
    if (!strncmp(at, "<?xml", 5) && (at = strstr(at, "?>")))
        at += 2 + strspn(at + 2, " \t\r\n");
    while (at && !strncmp(at, "<!--", 4) && (at = strstr(at, "-->")))
        at += 3 + strspn(at + 3, " \t\r\n");
    for (size_t i = 0; at && i < sizeof TAGS / sizeof *TAGS; i++)
        if (!strncasecmp(at, TAGS[i], strlen(TAGS[i])))
            return true;
    return false;
}

static int refuse(const unsigned char *s, size_t n, const char *name, struct err *e)
{
    const unsigned char *pdf = memmem(s, n < SNIFF ? n : SNIFF, "%PDF-", 5);
    if (pdf)
        return err_set(e, ERR_INPUT,
                       _("%s is a PDF; nothing was stored. Take its text first: pdftotext -layout FILE - | "
                         "satchel import -"),
                       name);
    if (starts(s, n, "PK\003\004", 4))
        return err_set(e, ERR_INPUT,
                       _("%s is a document of a word processor or an archive; nothing was stored. Take its "
                         "text first: libreoffice --headless --convert-to txt FILE"),
                       name);
    if (starts(s, n, "\xD0\xCF\x11\xE0", 4) || starts(s, n, "{\\rtf", 5))
        return err_set(e, ERR_INPUT,
                       _("%s is a document of a word processor; nothing was stored. Take its text first: "
                         "libreoffice --headless --convert-to txt FILE"),
                       name);
    if (is_html(s, n))
        return err_set(e, ERR_INPUT,
                       _("%s is a web page; nothing was stored. Save it as text in the browser, or: w3m "
                         "-dump -T text/html FILE | satchel import -"),
                       name);
    return 0;
}

/* ---- bytes ---- */

static int too_large(const char *name, struct err *e)
{
    return err_set(e, ERR_INPUT,
                   _("%s is larger than 16 MiB, far more than an appeal; nothing was stored. Save only the "
                     "appeal in it."),
                   name);
}

static int read_all(int fd, const char *name, struct buf *b, struct err *e)
{
    char chunk[65536];
    for (;;) {
        ssize_t k = read(fd, chunk, sizeof chunk);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0 && errno == EISDIR)
            return err_set(e, ERR_INPUT, _("%s is a folder; nothing was stored. Name the files in it."),
                           name);
        if (k < 0)
            return err_errno(e, errno, _("%s could not be read, nothing was stored"), name);
        if (k == 0)
            break;
        if (b->len + (size_t)k > INPUT_MOST_BYTES)
            return too_large(name, e);
        buf_add(b, chunk, (size_t)k);
    }
    wipe(chunk, sizeof chunk);
    return b->failed ? err_no_memory(e) : 0;
}

char *input_from_bytes(const void *bytes, size_t size, const char *name, size_t *n,
                       struct text_report *report, struct err *e)
{
    if (size > INPUT_MOST_BYTES) {
        too_large(name, e);
        return NULL;
    }
    if (refuse(bytes, size, name, e) < 0)
        return NULL;
    char *utf8 = text_from_bytes(bytes, size, NULL, e);
    if (!utf8)
        return NULL;
    char *clean = text_sanitize(utf8, strlen(utf8), TEXT_MANY_LINES, report, e);
    str_free(utf8);
    if (clean)
        *n = strlen(clean);
    return clean;
}

int input_check(const char *text, const char *name, struct err *e)
{
    if (text_is_blank(text))
        return err_set(e, ERR_INPUT, "%s", _("There is no text in it. Nothing was stored."));
    return refuse((const unsigned char *)text, strlen(text), name, e);
}

/* Without waiting: a FIFO nobody writes to, or a device, must not hold the program up in open(2). */
static int no_file(const char *name, struct err *e)
{
    return err_set(
        e, ERR_INPUT,
        _("%s is a pipe or a device, not a file; nothing was stored. Save the text in a file first, "
          "or pipe it: satchel import -"),
        name);
}

static int open_file(const char *path, const char *name, struct err *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 && strncmp(path, "/dev/fd/", 8) == 0) /* <(...) of a shell: it was closed at the start */
        return no_file(name, e);
    if (fd < 0)
        return err_errno(e, errno, _("%s could not be opened, nothing was stored"), name);
    int rc = 0;
    if (fstat(fd, &st) != 0)
        rc = err_errno(e, errno, _("%s could not be read, nothing was stored"), name);
    else if (S_ISDIR(st.st_mode))
        rc = err_set(e, ERR_INPUT, _("%s is a folder; nothing was stored. Name the files in it."), name);
    else if (!S_ISREG(st.st_mode))
        rc = no_file(name, e);
    else if (st.st_size > (off_t)INPUT_MOST_BYTES)
        rc = too_large(name, e);
    if (rc == 0)
        return fd;
    close(fd);
    return -1;
}

char *input_read(const char *path, size_t *n, struct text_report *report, struct err *e)
{
    bool in = !strcmp(path, "-");
    struct buf b = { 0 }, name = { 0 };
    char *text = NULL;
    buf_addf(&name, in ? "%s" : "\"%s\"", in ? _("The text") : path);
    int fd = in ? STDIN_FILENO : open_file(path, buf_text(&name), e);
    if (fd >= 0 && read_all(fd, buf_text(&name), &b, e) == 0)
        text = input_from_bytes(buf_text(&b), b.len, buf_text(&name), n, report, e);
    if (fd >= 0 && !in)
        close(fd);
    buf_free(&name);
    buf_free(&b);
    return text;
}
