/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import VAULT PASSPHRASE TEXT: what importing one appeal costs after unlocking, read, compared and stored in
 * one step, and taken back each time; beside it four synced writes of a page, which is what one commit waits
 * for on this disk. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/casework/ua.h"
#include "satchel/exchange/input.h"
#include "satchel/store/import.h"
#include "satchel/store/open.h"
#include "satchel/store/undo.h"
#include "satchel/vault/vault.h"

#define ROUNDS 15

static double ms_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *of)
{
    qsort(of, ROUNDS, sizeof *of, by_size);
    return of[ROUNDS / 2];
}

static void must(int rc, const struct err *e)
{
    if (rc < 0) {
        fprintf(stderr, "import: %s\n", e->text);
        exit(1);
    }
}

static void import(struct store *s, const char *text, size_t n)
{
    struct err e = { 0 };
    struct parsed p;
    struct import_plan plan;
    struct import_result made;
    must(ua_parse(text, n, NULL, INT32_MIN, &p, &e), &e);
    must(store_import_compare(s, &p, 0, &plan, &e), &e);
    must(store_import_apply(s, &p, &plan, NULL, &made, &e), &e);
    import_result_free(&made);
    import_plan_free(&plan);
    parsed_free(&p);
}

/* Beside the vault, on the same disk. */
static double four_syncs(const char *vault)
{
    char path[4096], page[4096] = { 0 };
    snprintf(path, sizeof path, "%s.sync", vault);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    double start = ms_of(CLOCK_MONOTONIC);
    for (int i = 0; i < 4; i++)
        if (pwrite(fd, page, sizeof page, i * (off_t)sizeof page) < 0 || fdatasync(fd) < 0)
            perror(path);
    double took = ms_of(CLOCK_MONOTONIC) - start;
    close(fd);
    unlink(path);
    return took;
}

int main(int argc, char **argv)
{
    struct secret passphrase = { 0 };
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct vault *v = NULL;
    struct store *s = NULL;
    struct err e = { 0 };
    double took[ROUNDS], work[ROUNDS], syncs[ROUNDS];
    size_t n = 0;
    if (argc != 4)
        return 2;
    must(vault_start(&e), &e);
    must(secret_copy(&passphrase, argv[2], strlen(argv[2]), &e), &e);
    must(vault_open(argv[1], &passphrase, &o, &v, &e), &e);
    must(store_open(vault_db(v), &CLOCK_SYSTEM, &s, &e), &e);
    char *text = input_read(argv[3], &n, NULL, &e);
    must(text ? 0 : -1, &e);
    for (int i = 0; i < ROUNDS; i++) {
        double start = ms_of(CLOCK_MONOTONIC), cpu = ms_of(CLOCK_PROCESS_CPUTIME_ID);
        import(s, text, n);
        took[i] = ms_of(CLOCK_MONOTONIC) - start;
        work[i] = ms_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        must(store_undo(s, NULL, &e), &e);
        syncs[i] = four_syncs(argv[1]);
    }
    printf(
        "import of one appeal %27.1f ms median, of it %.1f ms work; four synced writes here take %.1f ms\n",
        median(took), median(work), median(syncs));
    str_free(text);
    store_close(s);
    vault_close(v, NULL);
    secret_free(&passphrase);
    return 0;
}
