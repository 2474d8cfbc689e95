/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/cli/cli.h"

void stream_start(void)
{
    /* Opened for the wrong direction, so that reading from a closed input still is an error. */
    static const int WRONG[] = { O_WRONLY, O_RDONLY, O_RDONLY };
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", WRONG[fd]) != fd)
            _exit(1);
}

static int write_all(int fd, const char *data, size_t n)
{
    while (n) {
        ssize_t done = write(fd, data, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        data += done;
        n -= (size_t)done;
    }
    return 0;
}

int stream_flush(struct cli *c, struct err *e)
{
    int rc = 0;
    c->flushed = true;
    if (!c->json && c->out.data) /* records of a vault that another program wrote may hold anything */
        text_tame(c->out.data, c->out.len);
    if (c->out.failed)
        rc = err_no_memory(e);
    else if (write_all(STDOUT_FILENO, buf_text(&c->out), c->out.len) == 0)
        rc = 0;
    else if (errno == EPIPE) /* whoever read it has seen enough: nothing to say about */
        rc = err_set(e, ERR_FAILED, "%s", "");
    else
        rc = c->changed
                 ? err_errno(e, errno, _("The vault was changed, but the output could not be written whole"))
                 : err_errno(e, errno, _("The output could not be written whole"));
    buf_clear(&c->out);
    c->out.failed = false;
    return rc;
}

static int add_piece(const char *piece, size_t n, void *out)
{
    buf_add(out, piece, n);
    return 0;
}

int stream_json(struct cli *c, json_t *value, struct err *e)
{
    int rc = value ? json_dump_callback(value, add_piece, &c->out, JSON_INDENT(2) | JSON_ENCODE_ANY) : -1;
    buf_addc(&c->out, '\n');
    json_decref(value);
    return rc == 0 ? 0 : err_no_memory(e);
}

/* Damage that is met before so much was written is worked around from the start. */
#define STREAM_MUCH (16u << 20)

int stream_room(struct cli *c, struct err *e)
{
    return c->out.len < STREAM_MUCH ? 0 : stream_flush(c, e);
}

int stream_begin(struct cli *c, struct err *e)
{
    (void)e;
    c->items = 0;
    c->listing = true;
    c->flushed = false;
    if (c->json)
        buf_addc(&c->out, '[');
    return 0;
}

int stream_item(struct cli *c, json_t *value, struct err *e)
{
    buf_adds(&c->out, c->items++ ? ",\n" : "\n");
    int rc = value ? json_dump_callback(value, add_piece, &c->out, JSON_COMPACT) : -1;
    json_decref(value);
    return rc == 0 ? stream_room(c, e) : err_no_memory(e);
}

int stream_end(struct cli *c, struct err *e)
{
    c->listing = false;
    if (c->json)
        buf_adds(&c->out, c->items ? "\n]\n" : "]\n");
    return c->out.failed ? err_no_memory(e) : 0;
}

void stream_break(struct cli *c)
{
    if (!c->listing || !c->json)
        return;
    if (c->flushed)
        stream_end(c, NULL);
    else
        buf_clear(&c->out);
    c->listing = false;
}

int stream_text(struct cli *c, const char *key, struct err *e)
{
    if (!c->json)
        return 0;
    struct buf text = c->out;
    c->out = (struct buf){ 0 };
    int rc = stream_json(c, json_pack("{s:s}", key, buf_text(&text)), e);
    buf_free(&text);
    return rc;
}

void stream_wrap(struct buf *out, const char *text, int width, int indent)
{
    for (size_t n = strlen(text); n;) {
        size_t len = text_wrap(text, n, width), shown;
        const char *line = text_trim(text, len, &shown);
        buf_addf(out, "%.*s\n", (int)shown, line);
        text += len;
        n -= len;
        if (n)
            buf_addf(out, "%*s", indent, "");
    }
}

void stream_say(const char *text)
{
    struct buf line = { 0 };
    size_t left = strlen(text);
    while (left) {
        uint32_t cp;
        size_t n = text_decode(text, left, &cp);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || text_is_bidi_control(cp))
            buf_addc(&line, '?');
        else
            buf_add(&line, text, n);
        text += n;
        left -= n;
    }
    buf_addc(&line, '\n');
    (void)write_all(STDERR_FILENO, buf_text(&line), line.len);
    buf_free(&line);
}

/* Without waiting, as a FIFO nobody writes to would make it. */
static int open_input(const char *name, struct err *e)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        err_errno(e, errno, _("\"%s\" could not be opened, nothing was changed"), name);
        if (fd >= 0)
            close(fd);
        return -1;
    }
    if (S_ISREG(st.st_mode))
        return fd;
    close(fd);
    if (S_ISDIR(st.st_mode))
        return err_set(e, ERR_INPUT, _("\"%s\" is a folder, not a file. Nothing was changed."), name);
    return err_set(e, ERR_INPUT,
                   _("\"%s\" is a pipe or a device, not a file. Nothing was changed. Standard input is "
                     "called -."),
                   name);
}

int stream_read(const char *name, size_t most, struct buf *out, struct err *e)
{
    bool input = strcmp(name, "-") == 0;
    int fd = input ? STDIN_FILENO : open_input(name, e);
    if (fd < 0)
        return -1;
    int rc = 0;
    char piece[16384];
    while (rc == 0) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            rc = input ? err_errno(e, errno, _("Standard input could not be read, nothing was changed"))
                       : err_errno(e, errno, _("\"%s\" could not be read, nothing was changed"), name);
        else if (n > 0 && out->len + (size_t)n > most)
            rc = err_set(e, ERR_INPUT,
                         _("\"%s\" is larger than %zu MiB. Nothing was changed. Give it in smaller parts."),
                         name, most >> 20);
        else if (n > 0)
            buf_add(out, piece, (size_t)n);
        else
            break;
    }
    wipe(piece, sizeof piece);
    if (!input)
        close(fd);
    return rc == 0 && out->failed ? err_no_memory(e) : rc;
}

int stream_line(const char *name, size_t most, struct buf *out, struct err *e)
{
    if (stream_read(name, most, out, e) != 0)
        return -1;
    while (out->len && (out->data[out->len - 1] == '\n' || out->data[out->len - 1] == '\r'))
        buf_cut(out, out->len - 1);
    return 0;
}

int stream_check(const char *name, struct err *e)
{
    int fd = strcmp(name, "-") == 0 ? -1 : open_input(name, e);
    if (fd >= 0)
        close(fd);
    return fd >= 0 || strcmp(name, "-") == 0 ? 0 : -1;
}
