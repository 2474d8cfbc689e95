/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scratch file is a small vault of noise: header and one pair of stripes. It is erased by the code that
 * erases vaults. The header's write is timed several times and the middle one taken; what the stripes cost
 * follows from the pair. */
#include "satchel/vault/rehearse.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/confine.h"
#include "satchel/secure/noise.h"
#include "satchel/secure/seal.h"
#include "satchel/vault/erase.h"
#include "satchel/vault/header.h"
#include "satchel/vault/io.h"
#include "satchel/vault/stripes.h"

#define TRIES        5
#define PIECE        1048576
#define SAMPLE_BYTES 4194304
#define MIB          1048576.0

static int64_t now_us(void)
{
    struct timespec t = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- how much there is ---- */

/* Never by opening it: the lock that names the process which has the vault would be gone with the closing. */
static off_t size_at(const char *path, const char *end)
{
    struct buf name = { 0 };
    struct stat st;
    buf_addf(&name, "%s%s", path, end);
    bool there = !name.failed && stat(buf_text(&name), &st) == 0 && S_ISREG(st.st_mode);
    buf_free(&name);
    return there ? st.st_size : -1;
}

static int measure_vault(const char *path, struct rehearsal *r, struct err *e)
{
    r->bytes = size_at(path, "");
    if (!erase_possible(r->bytes))
        return err_set(e, ERR_PASSPHRASE,
                       _("There is no vault at \"%s\": nothing there has the size of one. Nothing was "
                         "written. Name another with -f."),
                       path);
    const char *const ends[] = { "-0", "-1" };
    for (int i = 0; i < 2; i++) {
        off_t size = size_at(path, ends[i]);
        r->bytes += size > 0 ? size : 0;
    }
    return 0;
}

/* ---- the scratch file ---- */

/* A descriptor of a file without a name; what its names cost goes into *us. */
static int make_scratch(const char *path, int64_t *us, struct err *e)
{
    const struct vault_io *io = &VAULT_IO_SYSTEM;
    struct buf name[2] = { { 0 }, { 0 } };
    uint64_t number;
    int fd = -1;
    seal_random(&number, sizeof number);
    for (unsigned i = 0; i < 2; i++)
        buf_addf(&name[i], "%s.%016llx", path, (unsigned long long)number + i);
    if (name[0].failed || name[1].failed) {
        err_no_memory(e);
        goto out;
    }
    fd = io->open(io, name[0].data, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (fd < 0) {
        confine_err(e, path, errno,
                    _("Nothing could be written beside the vault to try it, nothing was changed"));
        goto out;
    }
    int64_t from = now_us();
    bool renamed = io->rename_new(io, name[0].data, name[1].data) == 0;
    io->unlink(io, name[renamed].data);
    io->sync_folder(io, path);
    *us = now_us() - from;
out:
    buf_free(&name[0]);
    buf_free(&name[1]);
    return fd;
}

static int fill_scratch(int fd, struct err *e)
{
    struct noise *noise = noise_new();
    uint8_t *piece = malloc(PIECE);
    int rc = noise && piece ? 0 : -1;
    for (off_t at = 0, end = stripes_length(1); rc == 0 && at < end; at += PIECE) {
        size_t n = end - at < PIECE ? (size_t)(end - at) : PIECE;
        noise_bytes(noise, piece, n);
        rc = io_write_durable(&VAULT_IO_SYSTEM, fd, piece, n, at);
    }
    if (rc < 0)
        err_errno(e, noise && piece ? errno : ENOMEM,
                  _("Nothing could be written beside the vault to try it, nothing was changed"));
    free(piece);
    noise_free(noise);
    return rc;
}

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int time_header(struct erase *x, int64_t *us, struct err *e)
{
    int64_t took[TRIES];
    for (int i = 0; i < TRIES; i++) {
        int64_t from = now_us();
        if (erase_header(x) < 0)
            return err_errno(e, errno,
                             _("Nothing could be written beside the vault to try it, nothing was changed"));
        took[i] = now_us() - from;
    }
    qsort(took, TRIES, sizeof *took, by_value);
    *us = took[TRIES / 2];
    return 0;
}

static void time_files(struct erase *x, struct rehearsal *r, int64_t names_us)
{
    int64_t from = now_us();
    erase_files(x, ERASE_FILES_MS);
    erase_name(x);
    double pair = (double)(now_us() - from), each = pair / (double)STRIPES_PAIR_BYTES,
           most = ERASE_FILES_MS * 1000.0 / each;
    r->reached = (double)r->bytes < most ? r->bytes : (off_t)most;
    r->files_us = (int64_t)((double)r->reached * each) + 3 * names_us;
}

/* ---- memory ---- */

static double resident_bytes(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f && fscanf(f, "%*u %lu", &pages) != 1)
        pages = 0;
    if (f)
        fclose(f);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static int64_t time_memory(void)
{
    void *sample =
        mmap(NULL, SAMPLE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (sample == MAP_FAILED)
        return 0;
    int64_t from = now_us();
    wipe(sample, SAMPLE_BYTES);
    double us = (double)(now_us() - from);
    munmap(sample, SAMPLE_BYTES);
    return (int64_t)(us * resident_bytes() / SAMPLE_BYTES);
}

/* ---- all of it ---- */

int rehearse(const char *vault, struct rehearsal *r, struct err *e)
{
    struct erase *x = NULL;
    int64_t names_us = 0;
    int fd = -1, rc = -1;
    *r = (struct rehearsal){ 0 };
    char *real = realpath(vault, NULL);
    const char *path = real ? real : vault;
    if (measure_vault(path, r, e) < 0 || erase_new(&x, NULL, e) < 0 || erase_aim(x, path, e) < 0)
        goto out;
    erase_own_files(x);
    r->own = erase_owns(x);
    if ((fd = make_scratch(path, &names_us, e)) < 0 || fill_scratch(fd, e) < 0)
        goto out;
    rc = -1;
    if (erase_aim(x, "", e) < 0) /* nothing by name */
        goto out;
    erase_hold(x, fd);
    if ((rc = time_header(x, &r->header_us, e)) == 0)
        time_files(x, r, names_us);
    r->memory_us = time_memory();
out:
    erase_free(x);
    if (fd >= 0)
        close(fd);
    free(real);
    return rc;
}

/* ---- in words ---- */

static void say_time(char out[static 24], int64_t us)
{
    double ms = (double)us / 1000;
    if (ms < 10)
        snprintf(out, 24, _("%.1f ms"), ms);
    else if (ms < 1000)
        snprintf(out, 24, _("%.0f ms"), ms);
    else
        snprintf(out, 24, _("%.1f s"), ms / 1000);
}

#define ROW(n, ...) snprintf(out[n].what, sizeof out[n].what, __VA_ARGS__)
#define HOW(n, ...) snprintf(out[n].how, sizeof out[n].how, __VA_ARGS__)

size_t rehearsal_rows(const struct rehearsal *r, long exports, bool memory,
                      struct rehearsal_row out[static REHEARSAL_ROWS])
{
    size_t n = 0;
    int64_t us = r->header_us;
    memset(out, 0, REHEARSAL_ROWS * sizeof *out);
    ROW(n, "%s", _("keys and slots"));
    HOW(n, "%s", _("would be gone after"));
    say_time(out[n++].time, us);
    if (memory) {
        us += r->memory_us;
        ROW(n, "%s", _("memory and screen"));
        say_time(out[n++].time, us);
    }
    ROW(n, "%s", _("vault file, journals"));
    if (r->reached < r->bytes)
        HOW(n, _("%.0f MiB, %.0f overwritten"), (double)r->bytes / MIB, (double)r->reached / MIB);
    else
        HOW(n, _("%.1f MiB"), (double)r->bytes / MIB);
    say_time(out[n++].time, us + r->files_us);
    ROW(n, "%s", _("exports on record"));
    if (exports >= 0)
        HOW(n, P_("%ld file", "%ld files", exports), exports);
    else
        HOW(n, "%s", _("stay: listed in the vault"));
    n++;
    ROW(n, "%s", _("settings, themes"));
    HOW(n, P_("%zu file", "%zu files", r->own), r->own);
    return n + 1;
}

const char *rehearsal_stays(void)
{
    return _(
        "Stays: backups and copies elsewhere, images taken before, snapshots, old cells of a flash disk, "
        "your terminal's own log, paper.");
}
