/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether somebody who counts bytes can tell a vault with one compartment in use from one with two, or from
 * one that was opened under duress: the vault and both journals, block by block.
 *
 * Of 4096 random bytes each value stands there 16 times; chi-square over the 256 values has 255 degrees of
 * freedom, so mean 255 and standard deviation sqrt(510). The figures beside it are those of ent(1). Limits
 * are at six standard deviations and more: a run fails by chance once in some hundred million. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "vaults.h"

#define DECOY  "cabin pepper"
#define DURESS "gravel lemon"
#define BLOCK  4096
#define CHI_SD 22.583 /* sqrt(2 * 255) */

struct figures {
    size_t n, blocks;
    double block_mean, block_most; /* chi-square of the blocks */
    double chi, entropy, mean, correlation;
};

static double chi_of(const uint8_t *bytes, size_t n, size_t count[static 256])
{
    double each = (double)n / 256, sum = 0;
    memset(count, 0, 256 * sizeof *count);
    for (size_t i = 0; i < n; i++)
        count[bytes[i]]++;
    for (int i = 0; i < 256; i++)
        sum += ((double)count[i] - each) * ((double)count[i] - each) / each;
    return sum;
}

/* Of a byte and the next one, the last one's next being the first. */
static double correlation_of(const uint8_t *bytes, size_t n, double mean)
{
    double both = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        double a = bytes[i] - mean, b = bytes[(i + 1) % n] - mean;
        both += a * b;
        square += a * a;
    }
    return both / square;
}

static struct figures figures_of(const char *path)
{
    struct figures f = { 0 };
    size_t count[256];
    uint8_t *bytes = vaults_read(path, &f.n);
    f.blocks = f.n / BLOCK;
    for (size_t i = 0; i < f.blocks; i++) {
        double chi = chi_of(bytes + i * BLOCK, BLOCK, count);
        f.block_mean += chi / (double)f.blocks;
        f.block_most = chi > f.block_most ? chi : f.block_most;
    }
    f.chi = chi_of(bytes, f.n, count);
    for (int i = 0; i < 256; i++) {
        double p = (double)count[i] / (double)f.n;
        f.entropy -= p > 0 ? p * log2(p) : 0;
        f.mean += p * i;
    }
    f.correlation = correlation_of(bytes, f.n, f.mean);
    free(bytes);
    return f;
}

static void assert_near(double got, double want, double sd, const char *what)
{
    if (fabs(got - want) > 6 * sd)
        fail_msg("%s: %f, not %f", what, got, want);
}

static void assert_random(const struct figures *f)
{
    double n = (double)f->n, blocks = (double)f->blocks;
    assert_near(f->block_mean, 255, CHI_SD / sqrt(blocks), "chi-square of the blocks, mean");
    assert_true(f->block_most < 255 + 10 * CHI_SD); /* the distribution leans to the right */
    assert_near(f->chi, 255, CHI_SD, "chi-square of the file");
    assert_true(f->entropy > 8 - 400 / (n * log(4)) - 1e-9); /* 8 - 255 / (2 n ln 2), and more */
    assert_near(f->mean, 127.5, 73.9 / sqrt(n), "mean");
    assert_near(f->correlation, 0, 1 / sqrt(n), "serial correlation");
}

/* ---- the three ---- */

static void use(struct vaults *w, const char *passphrase)
{
    struct vault *v = vaults_open(w, passphrase, NULL);
    if (!v)
        fail_msg("%s", w->e.text);
    vaults_sql(v, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
                  " INSERT INTO note SELECT 'Freedonia ' || hex(zeroblob(1000)) FROM n");
    vaults_close(v);
}

static void with_secret(struct vaults *w, const char *opens, const char *fresh,
                        int (*make)(struct vault *v, const struct secret *s, struct err *e))
{
    struct vault *v = vaults_open(w, opens, NULL);
    struct secret s = vaults_secret(fresh);
    assert_int_equal(make(v, &s, &w->e), 0);
    secret_free(&s);
    vaults_close(v);
}

static int make_decoy(struct vault *v, const struct secret *s, struct err *e)
{
    return vault_decoy_make(v, s, &VAULTS_OPTIONS, e);
}

static int make_duress(struct vault *v, const struct secret *s, struct err *e)
{
    return vault_duress_make(v, s, "", NULL, e);
}

static void look(const struct vaults *w, struct figures out[static 3])
{
    static const char *const ENDS[] = { "", "-0", "-1" };
    char name[VAULTS_PATH + 8];
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", w->path, ENDS[i]);
        out[i] = figures_of(name);
        assert_random(&out[i]);
    }
}

static void one_or_two_or_after_duress(void **state)
{
    static const char *const CALLED[] = { "one", "two", "after" };
    struct vaults *w = *state;
    struct figures f[3][3];
    use(w, VAULTS_PASSPHRASE);
    look(w, f[0]);
    with_secret(w, VAULTS_PASSPHRASE, DECOY, make_decoy);
    use(w, DECOY);
    use(w, VAULTS_PASSPHRASE);
    look(w, f[1]);
    with_secret(w, DECOY, DURESS, make_duress);
    use(w, DURESS);
    look(w, f[2]);
    for (int i = 0; i < 3; i++) {
        print_message("%-6s chi-square of blocks %.2f at most %.1f, of the vault %.1f; entropy %.7f, mean "
                      "%.4f, correlation %+.6f\n",
                      CALLED[i], f[i][0].block_mean, f[i][0].block_most, f[i][0].chi, f[i][0].entropy,
                      f[i][0].mean, f[i][0].correlation);
        for (int k = 0; k < 3; k++) {
            assert_int_equal(f[i][k].n, f[0][k].n);
            assert_near(f[i][k].block_mean, f[0][k].block_mean, CHI_SD * sqrt(2 / (double)f[i][k].blocks),
                        "difference of the means");
        }
    }
}

/* What is no noise is found: a block of zeros among 2,000, a byte that is too frequent by a hundredth. */
static void the_limits_bite(void **state)
{
    struct vaults *w = *state;
    size_t n;
    uint8_t *bytes = vaults_read(w->path, &n);
    memset(bytes + 5000000 / BLOCK * BLOCK, 0, BLOCK);
    vaults_write(w->path, bytes, n);
    struct figures f = figures_of(w->path);
    assert_true(f.block_most > 255 + 10 * CHI_SD);
    free(bytes);
    bytes = vaults_read(w->path, &n);
    for (size_t i = 0; i < n; i += 25600)
        bytes[i] = 'S';
    vaults_write(w->path, bytes, n);
    assert_true(figures_of(w->path).chi > 255 + 6 * CHI_SD);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_or_two_or_after_duress, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(the_limits_bite, vaults_setup_one, vaults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
