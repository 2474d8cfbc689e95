/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing (vault/erase.h): what is gone, what stays, and what is left when it is cut off anywhere. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "faultvfs.h"
#include "vaults.h"
#include "satchel/base/buf.h"
#include "satchel/secure/secmem.h"
#include "satchel/vault/erase.h"
#include "satchel/vault/header.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/io.h"
#include "satchel/vault/stripes.h"

#define DISK "a vault on a simulated disk"

static struct erase *aimed(const char *path, const struct vault_io *io)
{
    struct erase *x = NULL;
    assert_int_equal(erase_new(&x, io, NULL), 0);
    assert_int_equal(erase_aim(x, path, NULL), 0);
    return x;
}

static char *at(const struct vaults *w, const char *name, char path[static VAULTS_PATH])
{
    snprintf(path, VAULTS_PATH, "%s/%s", w->folder, name);
    return path;
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* ---- all of it ---- */

static void nothing_is_left(void **state)
{
    struct vaults *w = *state;
    char list[VAULTS_PATH];
    vaults_write(at(w, "A letter to the aunt.pdf", list), "paper", 5);
    struct erase *x = aimed(w->path, NULL);
    assert_int_equal(erase_add_export(x, list), 0);
    assert_int_equal(erase_exports(x), 1);
    assert_int_equal(erase_header(x), 0);
    assert_null(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    assert_int_equal(w->e.code, ERR_PASSPHRASE);
    erase_files(x, ERASE_FILES_MS);
    erase_others(x, ERASE_OTHERS_MS);
    erase_name(x);
    struct erase_done done = erase_done(x);
    assert_true(done.header && done.removed);
    assert_int_equal(done.journals, 2);
    assert_int_equal(done.exports, 1);
    assert_int_equal(done.left, 0);
    assert_int_equal(done.written, done.bytes);
    assert_int_equal(vaults_files(w), 0);
    erase_free(x);
}

/* The one descriptor is used: the vault was renamed while it was open, and the name holds another. */
static void what_is_open_is_erased_and_what_took_its_name(void **state)
{
    struct vaults *w = *state;
    char moved[VAULTS_PATH];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    struct erase *x = aimed(w->path, NULL);
    erase_hold(x, vault_fd(v));
    assert_int_equal(rename(w->path, at(w, "moved", moved)), 0);
    size_t n;
    uint8_t *bytes = vaults_read(moved, &n);
    vaults_write(w->path, bytes, n);
    free(bytes);
    assert_int_equal(erase_header(x), 0);
    erase_files(x, ERASE_FILES_MS);
    erase_name(x);
    assert_false(is_there(w->path));
    struct stat st;
    assert_int_equal(stat(moved, &st), 0);
    assert_int_equal(st.st_size, 0);
    erase_hold(x, -1);
    vault_close(v, NULL);
    erase_free(x);
}

/* Time is up at once: the header and all names go nevertheless. */
static void without_time_only_the_overwriting_is_left_out(void **state)
{
    struct vaults *w = *state;
    struct erase *x = aimed(w->path, NULL);
    assert_int_equal(erase_header(x), 0);
    erase_files(x, 0);
    erase_name(x);
    assert_int_equal(erase_done(x).written, 0);
    assert_true(erase_done(x).bytes > 0);
    assert_int_equal(vaults_files(w), 0);
    erase_free(x);
}

/* ---- writes of other threads ---- */

/* Every write into the vault file's header, as it was made. */
struct noted {
    off_t at;
    size_t n;
    uint8_t bytes[HEADER_BYTES];
};

struct noting {
    struct vault_io io;
    ino_t vault;
    DYN(struct noted) writes;
};

static ssize_t note_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    struct noting *all = (struct noting *)(uintptr_t)io;
    struct stat st;
    if (fstat(fd, &st) == 0 && st.st_ino == all->vault && at < HEADER_BYTES) {
        assert_true(at + (off_t)n <= HEADER_BYTES);
        assert_int_equal(dyn_room(&all->writes), 0);
        struct noted *one = &all->writes.at[all->writes.n++];
        *one = (struct noted){ .at = at, .n = n };
        memcpy(one->bytes, from, n);
    }
    return VAULT_IO_SYSTEM.write(&VAULT_IO_SYSTEM, fd, from, n, at);
}

static const char *const GIVEN[] = { VAULTS_PASSPHRASE, "changed to this", "added as well",
                                     "the harmless one", "the last resort" };

/* All that a session ever writes into the header: a change of passphrase, one more, another compartment, a
 * duress passphrase, and what it does. */
static void write_all_kinds(struct vaults *w, struct noting *io)
{
    struct vault_options o = VAULTS_OPTIONS, opening = { .io = &io->io, .one_thread = true };
    struct secret s[5];
    for (size_t i = 0; i < 5; i++)
        s[i] = vaults_secret(GIVEN[i]);
    struct vault *v = vaults_open(w, GIVEN[0], &opening);
    assert_int_equal(vault_passphrase_change(v, &s[1], NULL, &w->e), 0);
    assert_int_equal(vault_passphrase_add(v, &s[2], "", NULL, &w->e), 0);
    assert_int_equal(vault_passphrase_remove(v, &s[2], NULL, &w->e), 0);
    assert_int_equal(vault_passphrase_add(v, &s[2], "", NULL, &w->e), 0);
    assert_int_equal(vault_decoy_make(v, &s[3], &o, &w->e), 0);
    vaults_close(v);
    v = vaults_open(w, GIVEN[3], &opening);
    assert_int_equal(vault_duress_make(v, &s[4], "", NULL, &w->e), 0);
    vaults_close(v);
    vaults_close(vaults_open(w, GIVEN[4], &opening));
    for (size_t i = 0; i < 5; i++)
        secret_free(&s[i]);
}

static void put_into(const char *path, const void *bytes, size_t n, off_t at)
{
    int fd = open(path, O_WRONLY);
    assert_int_equal(pwrite(fd, bytes, n, at), n);
    close(fd);
}

static void assert_nothing_opens(struct vaults *w)
{
    for (size_t i = 0; i < sizeof GIVEN / sizeof *GIVEN; i++) {
        assert_null(vaults_open(w, GIVEN[i], NULL));
        assert_int_equal(w->e.code, ERR_PASSPHRASE);
    }
}

/* The header is overwritten while others may be in the middle of a write (panic_thread.c), which the system
 * may then put behind ours. Whatever it is, and all of it together: nothing opens. */
static void a_write_that_comes_late_undoes_nothing(void **state)
{
    struct vaults *w = *state;
    struct noting io = { .io = VAULT_IO_SYSTEM };
    struct stat st;
    size_t n;
    assert_int_equal(stat(w->path, &st), 0);
    io.vault = st.st_ino;
    io.io.write = note_write;
    write_all_kinds(w, &io);
    assert_true(io.writes.n > 10);
    struct erase *x = aimed(w->path, NULL);
    assert_int_equal(erase_header(x), 0);
    uint8_t *erased = vaults_read(w->path, &n);
    for (size_t i = 0; i < io.writes.n; i++) {
        const struct noted *one = &io.writes.at[i];
        put_into(w->path, one->bytes, one->n, one->at);
        assert_nothing_opens(w);
        put_into(w->path, erased, HEADER_BYTES, 0);
    }
    for (size_t i = 0; i < io.writes.n; i++)
        put_into(w->path, io.writes.at[i].bytes, io.writes.at[i].n, io.writes.at[i].at);
    assert_nothing_opens(w);
    free(erased);
    free(io.writes.at);
    erase_free(x);
}

/* ---- what is none of ours ---- */

static void only_what_may_be_a_vault_is_touched(void **state)
{
    struct vaults *w = *state;
    char other[VAULTS_PATH], link[VAULTS_PATH], folder[VAULTS_PATH];
    vaults_write(at(w, "notes", other), "not a vault", 11);
    assert_int_equal(symlink(w->path, at(w, "link", link)), 0);
    assert_int_equal(mkdir(at(w, "folder", folder), 0700), 0);
    char *const paths[] = { other, folder, at(w, "nothing", (char[VAULTS_PATH]){ 0 }) };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct erase *x = aimed(paths[i], NULL);
        assert_int_equal(erase_header(x), -1);
        assert_false(erase_done(x).header);
        erase_free(x);
    }
    struct erase *x = aimed(w->path, NULL);
    erase_add_export(x, link); /* was a file when it was recorded */
    erase_add_export(x, folder);
    erase_others(x, ERASE_OTHERS_MS);
    assert_int_equal(erase_done(x).left, 2);
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    erase_free(x);
    /* by the link: the file that it leads to, with the journals beside that */
    x = aimed(link, NULL);
    assert_int_equal(erase_header(x), 0);
    erase_files(x, ERASE_FILES_MS);
    erase_name(x);
    assert_int_equal(erase_done(x).journals, 2);
    assert_false(is_there(w->path));
    erase_free(x);
}

static void sizes_of_vaults(void **state)
{
    (void)state;
    const off_t pair = 8 << 20;
    assert_false(erase_possible(-1));
    assert_false(erase_possible(0));
    assert_false(erase_possible(HEADER_BYTES + pair - 4096));
    assert_true(erase_possible(HEADER_BYTES + pair));
    assert_true(erase_possible(HEADER_BYTES + pair + 262144)); /* growing */
    assert_false(erase_possible(HEADER_BYTES + pair + 1));
    assert_true(erase_possible(HEADER_BYTES + 250 * pair));
}

/* A vault always, with a block that the disk has lost as well; nothing that is plainly something else. */
static void headers_of_vaults(void **state)
{
    struct vaults *w = *state;
    static const char TEXT[] = "Dear Ambassador, I am writing to you about the herders of Freedonia. ";
    uint8_t lost[4096] = { 0 };
    int fd = open(w->path, O_RDWR);
    assert_true(erase_is_noise(&VAULT_IO_SYSTEM, fd));
    assert_int_equal(pwrite(fd, lost, sizeof lost, 8192), sizeof lost);
    assert_true(erase_is_noise(&VAULT_IO_SYSTEM, fd));
    for (off_t at = 0; at < HEADER_BYTES; at += (off_t)sizeof TEXT)
        assert_int_equal(pwrite(fd, TEXT, sizeof TEXT, at), sizeof TEXT);
    assert_false(erase_is_noise(&VAULT_IO_SYSTEM, fd));
    for (off_t at = 0; at < HEADER_BYTES; at += (off_t)sizeof lost)
        assert_int_equal(pwrite(fd, lost, sizeof lost, at), sizeof lost);
    assert_false(erase_is_noise(&VAULT_IO_SYSTEM, fd));
    close(fd);
}

/* Growing, cut off in the middle of any piece: whole blocks of it are there. */
static void what_was_just_growing_is_taken(void **state)
{
    struct vaults *w = *state;
    size_t n;
    uint8_t *bytes = vaults_read(w->path, &n);
    static const off_t MORE[] = { 4096, 262144, (4 << 20) - 4096, 4 << 20, (4 << 20) + 262144 };
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++) {
        vaults_write(w->path, bytes, n);
        assert_int_equal(truncate(w->path, (off_t)n + MORE[i]), 0);
        vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
        struct erase *x = aimed(w->path, NULL);
        assert_int_equal(erase_header(x), 0);
        erase_files(x, 0);
        erase_name(x);
        assert_true(erase_done(x).removed);
        erase_free(x);
    }
    free(bytes);
}

static void what_was_cut_off_late_is_finished(void **state)
{
    struct vaults *w = *state;
    struct erase *x = aimed(w->path, NULL);
    assert_false(erase_is_remnant(x));
    vaults_write(w->path, "", 0);
    assert_true(erase_is_remnant(x));
    assert_int_equal(erase_header(x), 0);
    erase_files(x, ERASE_FILES_MS);
    erase_name(x);
    assert_true(erase_done(x).removed);
    assert_int_equal(erase_done(x).journals, 2);
    assert_int_equal(vaults_files(w), 0);
    assert_false(erase_is_remnant(x));
    assert_int_equal(erase_header(x), -1);
    erase_free(x);
}

static void a_full_list_says_so(void **state)
{
    struct vaults *w = *state;
    struct erase *x = aimed(w->path, NULL);
    char name[64];
    int n = 0;
    do {
        snprintf(name, sizeof name, "/nowhere/export number %d", n++);
    } while (n < 100000 && erase_add_export(x, name) == 0);
    assert_int_equal(n, 513);
    erase_forget_exports(x);
    assert_int_equal(erase_exports(x), 0);
    assert_int_equal(erase_add_export(x, name), 0);
    erase_free(x);
}

/* ---- with everything else gone ---- */

static void zero_the_heap(void)
{
    char line[512];
    unsigned long from = 0, to = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps))
        if (strstr(line, "[heap]"))
            sscanf(line, "%lx-%lx", &from, &to);
    if (maps)
        fclose(maps);
    for (volatile char *p = (char *)from; p < (char *)to; p++)
        *p = 0;
}

static void it_works_over_a_heap_of_zeros(void **state)
{
    struct vaults *w = *state;
    struct erase *x = aimed(w->path, NULL);
    pid_t child = fork();
    if (child == 0) {
        zero_the_heap();
        int rc = erase_header(x);
        erase_files(x, ERASE_FILES_MS);
        erase_others(x, ERASE_OTHERS_MS);
        erase_name(x);
        _exit(rc == 0 && erase_done(x).removed ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(vaults_files(w), 0);
    erase_free(x);
}

/* ---- ended at any call ---- */

/* What both processes know of the one that is ended. */
struct shared {
    int left;    /* calls until it is ended */
    bool header; /* erase_header has returned */
};

struct ending {
    struct vault_io io;
    struct shared *shared;
};

static void count(const struct vault_io *io)
{
    struct ending *k = (struct ending *)(uintptr_t)io;
    if (--k->shared->left == 0)
        raise(SIGKILL);
}

static int ending_open(const struct vault_io *io, const char *path, int flags, mode_t mode)
{
    count(io);
    return VAULT_IO_SYSTEM.open(io, path, flags, mode);
}

static ssize_t ending_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t to)
{
    count(io);
    return VAULT_IO_SYSTEM.write_durable(io, fd, from, n, to);
}

static int ending_punch(const struct vault_io *io, int fd, off_t n)
{
    count(io);
    return VAULT_IO_SYSTEM.punch(io, fd, n);
}

static int ending_truncate(const struct vault_io *io, int fd, off_t n)
{
    count(io);
    return VAULT_IO_SYSTEM.truncate(io, fd, n);
}

static int ending_rename(const struct vault_io *io, const char *from, const char *to)
{
    count(io);
    return VAULT_IO_SYSTEM.rename_new(io, from, to);
}

static int ending_unlink(const struct vault_io *io, const char *path)
{
    count(io);
    return VAULT_IO_SYSTEM.unlink(io, path);
}

static void erase_until_ended(const struct vaults *w, struct shared *shared)
{
    struct ending k = { VAULT_IO_SYSTEM, shared };
    k.io.open = ending_open;
    k.io.write_durable = ending_write;
    k.io.punch = ending_punch;
    k.io.truncate = ending_truncate;
    k.io.rename_new = ending_rename;
    k.io.unlink = ending_unlink;
    struct erase *x = aimed(w->path, &k.io);
    char export[VAULTS_PATH];
    erase_own_files(x);
    erase_add_export(x, at(w, "letter", export));
    if (erase_header(x) == 0) {
        shared->header = true;
        erase_files(x, 0); /* what is overwritten opens no more and no less */
        erase_others(x, 0);
        erase_name(x);
    }
    _exit(erase_done(x).removed ? 0 : 1);
}

/* false: it came to its end before. */
static bool end_at_call(const struct vaults *w, int n, struct shared *shared)
{
    int status = -1;
    *shared = (struct shared){ .left = n };
    pid_t child = fork();
    if (child == 0)
        erase_until_ended(w, shared);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || status == 0);
    return WIFSIGNALED(status);
}

static void remove_all(const struct vaults *w)
{
    char command[VAULTS_PATH];
    snprintf(command, sizeof command, "find %s -type f -delete", w->folder);
    assert_int_equal(system(command), 0);
}

/* Settings, and an export beside the vault. */
static void write_others(const struct vaults *w)
{
    char path[VAULTS_PATH];
    mkdir(at(w, "satchel", path), 0700);
    vaults_write(at(w, "satchel/config", path), "theme = mono\n", 13);
    vaults_write(at(w, "satchel/own.theme", path), "text = red\n", 11);
    vaults_write(at(w, "letter", path), "paper", 5);
}

/* What `satchel panic` does when it is run again: by what is left alone. The export is known to none, but it
 * went before the vault's name did. */
static void erase_again(const struct vaults *w)
{
    char path[VAULTS_PATH];
    bool named = is_there(w->path);
    struct erase *x = aimed(w->path, NULL);
    if (named) {
        erase_own_files(x);
        assert_int_equal(erase_header(x), 0);
        erase_files(x, 0);
    } else {
        erase_strays(x);
        assert_false(is_there(at(w, "letter", path)));
    }
    erase_others(x, 0);
    erase_name(x);
    erase_free(x);
    unlink(at(w, "letter", path));
    assert_false(is_there(at(w, "satchel/config", path)));
    assert_false(is_there(at(w, "satchel/own.theme", path)));
    rmdir(at(w, "satchel", path)); /* which fails when anything is left in it */
    if (vaults_files(w) != 0)
        fail_msg("%d files are left", vaults_files(w));
}

static void a_kill_leaves_all_or_nothing_that_opens(void **state)
{
    struct vaults *w = *state;
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    size_t n[3];
    uint8_t *bytes[3];
    char path[3][VAULTS_PATH + 4];
    for (int i = 0; i < 3; i++) {
        snprintf(path[i], sizeof path[i], "%s%s", w->path, i == 0 ? "" : i == 1 ? "-0" : "-1");
        bytes[i] = vaults_read(path[i], &n[i]);
    }
    int call = 1;
    setenv("XDG_CONFIG_HOME", w->folder, 1);
    for (bool ended = true; ended; call++) {
        remove_all(w);
        for (int i = 0; i < 3; i++)
            vaults_write(path[i], bytes[i], n[i]);
        write_others(w);
        ended = end_at_call(w, call, shared);
        struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
        if (shared->header ? v != NULL : v == NULL)
            fail_msg("ended at call %d: %s", call, v ? "it opens" : w->e.text);
        if (v)
            vaults_close(v);
        else
            assert_true(w->e.code == ERR_PASSPHRASE || w->e.code == ERR_NO_FILE);
        if (shared->header)
            erase_again(w);
    }
    print_message("%d calls\n", call);
    assert_true(call > 25);
    for (int i = 0; i < 3; i++)
        free(bytes[i]);
    munmap(shared, sizeof *shared);
}

/* ---- power lost at any change ---- */

static struct vault *open_on(struct faultvfs *f, struct err *e)
{
    struct vault_options o = { .io = faultvfs_io(f), .kdf = vaults_kdf };
    struct secret s = vaults_secret(VAULTS_PASSPHRASE);
    struct vault *v = NULL;
    vault_open(DISK, &s, &o, &v, e);
    secret_free(&s);
    return v;
}

static struct faultvfs *disk_with_a_vault(void)
{
    struct faultvfs *f = faultvfs_new(1, 512, 0);
    struct vault_options o = VAULTS_OPTIONS;
    struct secret s = vaults_secret(VAULTS_PASSPHRASE);
    o.io = faultvfs_io(f);
    o.kdf = vaults_kdf;
    assert_int_equal(vault_create(DISK, &s, &o, NULL), 0);
    secret_free(&s);
    return f;
}

/* No room to overwrite: the file goes all the same, and it is said that this is less. */
static void a_full_disk_gets_the_file_cut(void **state)
{
    (void)state;
    static const int WHYS[] = { ENOSPC, EIO };
    struct faultvfs *base = disk_with_a_vault();
    for (size_t i = 0; i < 2; i++) {
        struct faultvfs *f = faultvfs_clone(base, 1, 512, 0);
        struct erase *x = aimed(DISK, faultvfs_io(f));
        faultvfs_fail_at(f, FAULT_WRITE, 1, WHYS[i], true);
        assert_int_equal(erase_header(x), 0);
        assert_true(erase_done(x).cut);
        assert_int_equal(faultvfs_size(f, DISK), 0);
        erase_files(x, ERASE_FILES_MS);
        erase_name(x);
        assert_int_equal(faultvfs_files(f), 0);
        erase_free(x);
        faultvfs_free(f);
    }
    struct erase *x = aimed(DISK, faultvfs_io(base));
    faultvfs_fail_at(base, FAULT_OPEN, 1, EROFS, true);
    assert_int_equal(erase_header(x), -1);
    faultvfs_fail_at(base, FAULT_OPEN, 0, 0, false);
    struct vault *v = open_on(base, NULL);
    assert_non_null(v);
    vaults_close(v);
    erase_free(x);
    faultvfs_free(base);
}

/* After the loss: what opens holds everything, and opens only if the header's write had not ended. Whether
 * it did open. */
static bool judge(struct faultvfs *f, bool header, unsigned seed, long change)
{
    struct err e = { 0 };
    faultvfs_power_on(f);
    struct vault *v = open_on(f, &e);
    if (v && header)
        fail_msg("seed %u, power lost at change %ld: it opens", seed, change);
    if (!v && e.code != ERR_PASSPHRASE && e.code != ERR_NO_FILE)
        fail_msg("seed %u, power lost at change %ld: %s", seed, change, e.text);
    if (v) {
        assert_int_equal(vaults_number(v, "SELECT count(*) FROM note WHERE text = 'Freedonia'"), 1);
        vaults_close(v);
    }
    return v != NULL;
}

/* Returns whether power was lost at all; *opens counts. */
static bool lose_power(struct faultvfs *base, unsigned seed, long change, int *opens)
{
    struct faultvfs *f = faultvfs_clone(base, seed, seed % 2 ? 512 : 4096, seed % 3 * 15);
    struct erase *x = aimed(DISK, faultvfs_io(f));
    faultvfs_power_off_at(f, change);
    bool header = erase_header(x) == 0;
    if (header)
        erase_files(x, ERASE_FILES_MS);
    erase_name(x);
    bool lost = faultvfs_is_off(f);
    *opens += judge(f, header, seed, change);
    erase_free(x);
    faultvfs_free(f);
    return lost;
}

static void a_power_loss_leaves_all_or_nothing_that_opens(void **state)
{
    (void)state;
    struct faultvfs *base = disk_with_a_vault();
    int opens = 0, opens_torn = 0;
    for (unsigned seed = 1; seed <= 4; seed++) {
        long change = 1;
        while (lose_power(base, seed, change, change < 3 ? &opens : &opens_torn))
            change++;
        assert_true(change > 20);
    }
    assert_int_equal(opens_torn, 0);
    faultvfs_free(base);
}

/* Any subset of the sectors of the one write, some of them torn: it opens with everything, or not at all. */
static void a_torn_header_leaves_nothing_half(void **state)
{
    (void)state;
    struct faultvfs *base = disk_with_a_vault();
    int opens = 0;
    for (unsigned seed = 100; seed < 300; seed++)
        lose_power(base, seed, 1 + seed % 2, &opens);
    assert_int_equal(opens, 0); /* of some 100 sectors that are needed, one was written */
    faultvfs_free(base);
}

/* Each of its sectors alone: the reasoning at the head of erase.c. */
static void one_sector_ends_all_that_need_it(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    off_t slot = header_slot_at(v->slot), pool = header_pool_at(v->secrets->slot.compartment);
    vaults_close(v);
    for (off_t sector = 0; sector < HEADER_BYTES; sector += 512) {
        bool needed = sector == 0 || sector == slot || (sector >= pool && sector < pool + HEADER_POOL_BYTES);
        vaults_flip(w->path, sector + 7);
        v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
        if (needed == (v != NULL))
            fail_msg("the sector at %lld", (long long)sector);
        if (v)
            vaults_close(v);
        vaults_flip(w->path, sector + 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_left, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(what_is_open_is_erased_and_what_took_its_name, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(without_time_only_the_overwriting_is_left_out, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(a_write_that_comes_late_undoes_nothing, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(only_what_may_be_a_vault_is_touched, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test(sizes_of_vaults),
        cmocka_unit_test_setup_teardown(headers_of_vaults, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(what_was_just_growing_is_taken, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(what_was_cut_off_late_is_finished, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(a_full_list_says_so, vaults_setup, vaults_teardown),
        cmocka_unit_test_setup_teardown(a_kill_leaves_all_or_nothing_that_opens, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test(a_power_loss_leaves_all_or_nothing_that_opens),
        cmocka_unit_test(a_full_disk_gets_the_file_cut),
        cmocka_unit_test(a_torn_header_leaves_nothing_half),
        cmocka_unit_test_setup_teardown(one_sector_ends_all_that_need_it, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(it_works_over_a_heap_of_zeros, vaults_setup_one, vaults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
