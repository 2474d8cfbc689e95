/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/machine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_MOST (16u << 20)

/* ---- files ---- */

__attribute__((format(printf, 3, 0))) static bool put_path(struct buf *out, const struct machine *m,
                                                           const char *format, va_list args)
{
    buf_adds(out, m->root);
    buf_vaddf(out, format, args);
    return !out->failed;
}

/* The path asked for, below the root, in a buffer of the caller's. */
#define PATH_ASKED(m, format, path, good)                                                                    \
    struct buf path = { 0 };                                                                                 \
    va_list args_asked;                                                                                      \
    va_start(args_asked, format);                                                                            \
    bool good = put_path(&path, m, format, args_asked);                                                      \
    va_end(args_asked)

bool machine_stat(const struct machine *m, struct stat *st, const char *path, ...)
{
    PATH_ASKED(m, path, full, good);
    good = good && stat(buf_text(&full), st) == 0;
    buf_free(&full);
    return good;
}

bool machine_is_there(const struct machine *m, const char *path, ...)
{
    PATH_ASKED(m, path, full, good);
    good = good && access(buf_text(&full), F_OK) == 0;
    buf_free(&full);
    return good;
}

static bool read_all(int fd, struct buf *out)
{
    char piece[4096];
    ssize_t n = 0;
    while (out->len < READ_MOST && (n = TEMP_FAILURE_RETRY(read(fd, piece, sizeof piece))) > 0)
        buf_add(out, piece, (size_t)n);
    wipe(piece, sizeof piece);
    return n >= 0 && !out->failed;
}

/* No pipe or device is ever opened: that could wait, or do something. */
static bool read_file(const char *path, struct buf *out)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    bool good = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && read_all(fd, out);
    if (fd >= 0)
        close(fd);
    if (!good)
        buf_clear(out);
    return good;
}

bool machine_read(const struct machine *m, struct buf *out, const char *path, ...)
{
    buf_clear(out);
    PATH_ASKED(m, path, full, good);
    good = good && read_file(buf_text(&full), out);
    buf_free(&full);
    return good;
}

bool machine_line(const struct machine *m, struct buf *out, const char *path, ...)
{
    buf_clear(out);
    PATH_ASKED(m, path, full, good);
    good = good && read_file(buf_text(&full), out);
    buf_free(&full);
    buf_cut(out, strcspn(buf_text(out), "\n"));
    while (out->len && strchr(" \t\r", out->data[out->len - 1]))
        buf_cut(out, out->len - 1);
    return good;
}

bool machine_link(const struct machine *m, struct buf *out, const char *path, ...)
{
    char target[PATH_MAX];
    buf_clear(out);
    PATH_ASKED(m, path, full, good);
    ssize_t n = good ? readlink(buf_text(&full), target, sizeof target) : -1;
    buf_free(&full);
    if (n > 0)
        buf_add(out, target, (size_t)n);
    return n > 0 && !out->failed;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool machine_names(const struct machine *m, struct strs *names, const char *path, ...)
{
    strs_free(names);
    PATH_ASKED(m, path, full, good);
    DIR *folder = good ? opendir(buf_text(&full)) : NULL;
    buf_free(&full);
    for (struct dirent *d; folder && (d = readdir(folder));)
        if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
            strs_add(names, d->d_name);
    if (names->n)
        qsort(names->at, names->n, sizeof *names->at, by_name);
    if (folder)
        closedir(folder);
    return folder != NULL;
}

/* ---- paths ---- */

/* The folder it lies in, resolved, and its name. */
static void resolve(struct buf *out, const char *path)
{
    char *real = realpath(path, NULL);
    const char *slash = strrchr(path, '/');
    if (real || !slash || slash == path) {
        buf_adds(out, real ? real : path);
        free(real);
        return;
    }
    char *folder = strndup(path, (size_t)(slash - path));
    if (folder)
        resolve(out, folder);
    buf_adds(out, out->len == 1 ? slash + 1 : slash);
    free(folder);
}

void machine_real_path(const struct machine *m, struct buf *out, const char *path)
{
    struct buf full = { 0 };
    char here[PATH_MAX];
    buf_clear(out);
    buf_adds(&full, m->root);
    if (path[0] != '/' && getcwd(here, sizeof here))
        buf_addf(&full, "%s/", here);
    buf_adds(&full, path);
    if (!full.failed)
        resolve(out, buf_text(&full));
    buf_free(&full);
    size_t root = strlen(m->root);
    if (root && strncmp(buf_text(out), m->root, root) == 0) {
        memmove(out->data, out->data + root, out->len - root + 1);
        out->len -= root;
    }
}

/* ---- lines and words ---- */

const char *machine_next_line(const char **at, size_t *n)
{
    const char *line = *at;
    if (!*line)
        return NULL;
    *n = strcspn(line, "\n");
    *at = line + *n + (line[*n] == '\n');
    return line;
}

static const char *next_word(const char *at, const char *end, size_t *n)
{
    while (at < end && strchr(" \t", *at))
        at++;
    *n = 0;
    while (at + *n < end && !strchr(" \t", at[*n]))
        (*n)++;
    return at;
}

void machine_word(struct buf *out, const char *line, size_t n, size_t i)
{
    const char *end = line + n, *word = next_word(line, end, &n);
    while (i-- && n)
        word = next_word(word + n, end, &n);
    buf_clear(out);
    buf_add(out, word, n);
}

void machine_add_unescaped(struct buf *out, const char *word)
{
    for (; *word; word++) {
        unsigned v = 0, i = 0;
        while (*word == '\\' && i < 3 && word[1 + i] >= '0' && word[1 + i] <= '7')
            v = v * 8 + (unsigned)(word[1 + i++] - '0');
        buf_addc(out, i == 3 ? (char)v : *word);
        word += i == 3 ? 3 : 0;
    }
}

bool machine_has_word(const char *text, const char *word)
{
    static const char BLANKS[] = " \t\n,";
    size_t n = strlen(word);
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        if ((at == text || strchr(BLANKS, at[-1])) && (!at[n] || strchr(BLANKS, at[n])))
            return true;
    return false;
}
