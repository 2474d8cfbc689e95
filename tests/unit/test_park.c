/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parking all other threads and zeroing what they held: in a child, looked at from outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/secure/park.h"
#include "satchel/secure/scrub.h"
#include "satchel/secure/secmem.h"

#define THREADS 4
#define STACK   262144

/* Made up of two halves, so that the test's own text does not hold it. */
static void word(char out[33])
{
    static const char HALF[] = "FreedoniaHerders";
    for (int i = 0; i < 32; i++)
        out[i] = HALF[i % 16] ^ (i < 16 ? 0 : 1);
    out[32] = '\0';
}

/* What a child shares with the test that looks at it. */
struct shared {
    atomic_ulong turns[THREADS];
    atomic_bool blocked;
    uint8_t zeros[64];
    unsigned left;
    size_t zeroed;
    pid_t waiting; /* a thread that lies in the kernel */
};

struct child {
    struct shared *shared;
    struct park park;
    struct scrub *scrub;
    int pipe[2];  /* nobody writes to it */
    int finished; /* written to when all is done */
    char *kept;   /* memory of the thread that does it */
    struct secret secret;
    atomic_int running;
    int file;
};

static void *turn(void *arg)
{
    struct child *c = arg;
    volatile char held[64];
    char text[33];
    int mine = atomic_fetch_add(&c->running, 1);
    word(text);
    for (int i = 0; i < 33; i++)
        held[i] = text[i];
    for (;;) {
        atomic_fetch_add(&c->shared->turns[mine], 1);
        if (held[0] == '\0') /* it ran on zeroed memory */
            abort();
    }
    return NULL;
}

static void *wait_for_ever(void *arg)
{
    struct child *c = arg;
    char text[33];
    word(text);
    c->shared->waiting = (pid_t)syscall(SYS_gettid);
    atomic_fetch_add(&c->running, 1);
    (void)!read(c->pipe[0], text + 32, 1);
    return NULL;
}

/* As a thread in a system call that cannot be interrupted. */
static void *hear_nothing(void *arg)
{
    struct child *c = arg;
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    atomic_fetch_add(&c->running, 1);
    for (;;)
        pause();
    return NULL;
}

static void start(struct child *c, void *(*f)(void *), int threads)
{
    pthread_t t;
    int want = atomic_load(&c->running) + threads;
    for (int i = 0; i < threads; i++)
        if (pthread_create(&t, NULL, f, c) != 0)
            _exit(90);
    while (atomic_load(&c->running) < want)
        ;
}

static void say_finished(struct child *c)
{
    (void)!write(c->finished, "", 1);
    for (;;)
        pause();
}

static struct shared *share(void)
{
    struct shared *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(s, MAP_FAILED);
    return s;
}

/* Runs f in a child that ends with say_finished; returns its process once it has. */
static pid_t in_child(struct shared *s, void (*f)(struct child *c))
{
    int done[2];
    char byte;
    assert_int_equal(pipe(done), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        static struct child c;
        c.shared = s;
        c.finished = done[1];
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (pipe(c.pipe) < 0 || park_prepare(&c.park, NULL) < 0)
            _exit(91);
        f(&c);
        _exit(92);
    }
    close(done[1]);
    assert_int_equal(read(done[0], &byte, 1), 1);
    close(done[0]);
    return pid;
}

static void end(pid_t pid, struct shared *s)
{
    int status;
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    munmap(s, sizeof *s);
}

/* ---- parking ---- */

static void park_turning(struct child *c)
{
    start(c, turn, THREADS);
    start(c, wait_for_ever, 1);
    c->shared->left = park_others(&c->park, 0);
    while (c->shared->left) /* another processor may be late: they all stop */
        c->shared->left = park_others(&c->park, 0);
    say_finished(c);
}

static void nobody_runs_on(void **state)
{
    (void)state;
    struct shared *s = share();
    pid_t pid = in_child(s, park_turning);
    assert_int_equal(s->left, 0);
    unsigned long before[THREADS];
    for (int i = 0; i < THREADS; i++)
        before[i] = atomic_load(&s->turns[i]);
    for (int again = 0; again < 1000; again++) {
        sched_yield();
        for (int i = 0; i < THREADS; i++)
            assert_int_equal(atomic_load(&s->turns[i]), before[i]);
    }
    end(pid, s);
}

static void park_deaf(struct child *c)
{
    start(c, hear_nothing, 1);
    start(c, wait_for_ever, 1);
    while ((c->shared->left = park_others(&c->park, 0)) > 1)
        ;
    say_finished(c);
}

/* It is not waited for: the call returns and says so. */
static void a_thread_that_hears_nothing_is_left(void **state)
{
    (void)state;
    struct shared *s = share();
    pid_t pid = in_child(s, park_deaf);
    assert_int_equal(s->left, 1);
    end(pid, s);
}

static void park_but_the_spared(struct child *c)
{
    start(c, wait_for_ever, 1);
    pid_t spare = c->shared->waiting;
    unsigned long before = 0;
    start(c, turn, 1); /* the second counts itself as number 1 */
    while (park_others(&c->park, spare))
        ;
    before = atomic_load(&c->shared->turns[1]);
    /* the spared one still reads */
    (void)!write(c->pipe[1], "x", 1);
    while (syscall(SYS_tgkill, getpid(), spare, 0) == 0)
        sched_yield();
    c->shared->left = atomic_load(&c->shared->turns[1]) != before;
    say_finished(c);
}

static void the_spared_one_goes_on(void **state)
{
    (void)state;
    struct shared *s = share();
    pid_t pid = in_child(s, park_but_the_spared);
    assert_int_equal(s->left, 0);
    end(pid, s);
}

/* ---- writing while the others are still stopping, as panic_thread.c does ---- */

#define HEADER 131072
#define ROUNDS 20

static void put_over(int file, char c)
{
    char bytes[HEADER];
    memset(bytes, c, sizeof bytes);
    if (pwrite(file, bytes, sizeof bytes, 0) != HEADER)
        _exit(95);
}

static void *write_for_ever(void *arg)
{
    struct child *c = arg;
    atomic_fetch_add(&c->running, 1);
    for (;;)
        put_over(c->file, 'o');
    return NULL;
}

static void write_over(struct child *c)
{
    char path[] = "/tmp/satchel-park-XXXXXX", found[HEADER];
    c->file = mkstemp(path);
    unlink(path);
    start(c, write_for_ever, 2);
    unsigned running = park_send(&c->park, 0);
    put_over(c->file, 'n');
    while (park_wait(&c->park, 0))
        ;
    if (running)
        put_over(c->file, 'n');
    if (pread(c->file, found, sizeof found, 0) != HEADER)
        _exit(96);
    for (size_t i = 0; i < sizeof found; i++)
        c->shared->left += found[i] != 'n';
    say_finished(c);
}

static void what_they_were_writing_does_not_come_after(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct shared *s = share();
        pid_t pid = in_child(s, write_over);
        assert_int_equal(s->left, 0);
        end(pid, s);
    }
}

/* ---- signals of a thread that takes none ---- */

static void *mask_all_but_parking(void *arg)
{
    struct child *c = arg;
    sigset_t mask;
    park_mask(&mask);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    atomic_fetch_add(&c->running, 1);
    for (;;)
        pause();
    return NULL;
}

static void park_masked(struct child *c)
{
    start(c, mask_all_but_parking, 1);
    kill(getpid(), SIGTERM); /* blocked there; the main thread's */
    while ((c->shared->left = park_others(&c->park, 0)))
        ;
    say_finished(c);
}

static void block_term(struct child *c)
{
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &term, NULL);
    park_masked(c);
}

static void a_thread_without_signals_is_parked(void **state)
{
    (void)state;
    struct shared *s = share();
    pid_t pid = in_child(s, block_term);
    assert_int_equal(s->left, 0);
    end(pid, s);
}

/* ---- zeroing ---- */

#ifndef SATCHEL_SANITIZE /* whose own memory would be zeroed with the rest */

/* As on a machine so busy that it is late: it comes to its handler when all is zeroed. */
static void *come_late(void *arg)
{
    struct child *c = arg;
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    c->shared->waiting = (pid_t)syscall(SYS_gettid);
    atomic_fetch_add(&c->running, 1);
    atomic_bool *go = &c->shared->blocked; /* shared memory is not zeroed */
    void *no_signals = c->shared->zeros;
    while (!atomic_load(go))
        ;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, no_signals, NULL, 8);
    for (;;)
        ;
    return NULL;
}

static void *zero_before_one_has_stopped(void *arg)
{
    struct child *c = arg;
    struct shared *s = c->shared;
    int finished = c->finished;
    while (park_others(&c->park, 0) > 1)
        ;
    s->zeroed = scrub_run(c->scrub);
    atomic_store(&s->blocked, true);
    s->left = 1;
    while (s->left) /* now it comes */
        s->left = park_others(&c->park, 0);
    (void)!write(finished, "", 1);
    for (;;)
        pause();
    return NULL;
}

static void *zero_all(void *arg)
{
    struct child *c = arg;
    while (park_others(&c->park, 0))
        ;
    c->shared->zeroed = scrub_run(c->scrub);
    say_finished(c);
    return NULL;
}

/* One mapping holds the stack of the thread and what it works with. */
static void start_on_kept(struct child *c, void *(*f)(void *))
{
    pthread_attr_t attr;
    pthread_t t;
    size_t n = STACK + sizeof *c->scrub;
    c->kept = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    c->scrub = (struct scrub *)(void *)(c->kept + STACK);
    pthread_attr_init(&attr);
    if (c->kept == MAP_FAILED || scrub_prepare(c->scrub, NULL) < 0 ||
        scrub_keep(c->scrub, c->kept, n, NULL) < 0 || pthread_attr_setstack(&attr, c->kept, STACK) != 0 ||
        pthread_create(&t, &attr, f, c) != 0)
        _exit(93);
    for (;;)
        pause();
}

static void start_zeroing(struct child *c)
{
    start_on_kept(c, zero_all);
}

static void start_one_that_is_late(struct child *c)
{
    start(c, wait_for_ever, 1);
    start(c, come_late, 1);
    start_on_kept(c, zero_before_one_has_stopped);
}

/* The process lives on, and that one has stopped. */
static void a_thread_may_be_late(void **state)
{
    (void)state;
    struct shared *s = share();
    pid_t pid = in_child(s, start_one_that_is_late);
    assert_int_equal(s->left, 0);
    assert_int_equal(kill(pid, 0), 0);
    end(pid, s);
}

static void hold_words(struct child *c)
{
    char text[33], on_stack[4096];
    word(text);
    for (int i = 0; i < 100; i++) {
        char *heap = malloc(1000 + (size_t)i * 1000); /* beyond 128 KiB the C library maps */
        memcpy(heap + 500, text, 33);
    }
    for (int i = 0; i < 120; i++)
        memcpy(on_stack + i * 33, text, 33);
    char *mapped =
        mmap(NULL, 67108864, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    memcpy(mapped + 5000000, text, 33);
    mprotect(mapped + 4096, 4096, PROT_NONE); /* a guard page */
    if (secret_copy(&c->secret, text, 33, NULL) < 0)
        _exit(94);
    start(c, wait_for_ever, 1);
    start(c, turn, 1);
    __asm__ volatile("" ::"r"(on_stack) : "memory");
    start_zeroing(c);
}

/* How often the word stands in what the process can write, and how much of that is not zero. */
static size_t count_words(pid_t pid, bool *looked)
{
    char name[64], line[512], text[33];
    size_t found = 0;
    word(text);
    snprintf(name, sizeof name, "/proc/%d/mem", (int)pid);
    int mem = open(name, O_RDONLY);
    snprintf(name, sizeof name, "/proc/%d/maps", (int)pid);
    FILE *maps = fopen(name, "r");
    *looked = mem >= 0 && maps;
    while (*looked && fgets(line, sizeof line, maps)) {
        unsigned long first, last;
        char mode[5];
        if (sscanf(line, "%lx-%lx %4s", &first, &last, mode) != 3 || mode[0] != 'r' || strstr(line, "[v"))
            continue;
        char *bytes = malloc(last - first);
        ssize_t n = pread(mem, bytes, last - first, (off_t)first);
        for (char *at = bytes; n > 0 && (at = memmem(at, (size_t)(n - (at - bytes)), text, 32)); at++)
            found++;
        free(bytes);
    }
    if (maps)
        fclose(maps);
    close(mem);
    return found;
}

static void keep_words(struct child *c)
{
    char text[33];
    word(text);
    char *heap = malloc(100);
    memcpy(heap, text, 33);
    say_finished(c);
}

static void nothing_is_left_in_memory(void **state)
{
    (void)state;
    bool looked;
    struct shared *s = share();
    pid_t pid = in_child(s, keep_words); /* that the look finds anything */
    size_t there = count_words(pid, &looked);
    end(pid, s);
    if (!looked) {
        print_message("skipped: other processes' memory cannot be read here\n");
        skip();
    }
    assert_true(there >= 1);
    s = share();
    pid = in_child(s, hold_words);
    assert_int_equal(count_words(pid, &looked), 0);
    assert_true(s->zeroed > 100 * 4096); /* a page of each block */
    assert_true(s->zeroed < 60000000);   /* what was only set aside was not filled */
    end(pid, s);
}

static void hold_secret(struct child *c)
{
    char text[33];
    word(text);
    if (secret_copy(&c->secret, text, 33, NULL) < 0)
        _exit(94);
    explicit_bzero(text, sizeof text);
}

static void keep_secret(struct child *c)
{
    hold_secret(c);
    say_finished(c);
}

static void destroy_secret(struct child *c)
{
    hold_secret(c);
    secmem_destroy();
    say_finished(c);
}

static size_t count_in(void (*f)(struct child *c), bool *looked)
{
    struct shared *s = share();
    pid_t pid = in_child(s, f);
    size_t n = count_words(pid, looked);
    end(pid, s);
    return n;
}

static void secrets_can_be_zeroed_at_once(void **state)
{
    (void)state;
    bool looked;
    size_t none = count_in(say_finished, &looked); /* what a child has from the test itself */
    assert_true(!looked || count_in(keep_secret, &looked) == none + 1);
    assert_int_equal(count_in(destroy_secret, &looked), none);
}
#endif

static void a_full_list_of_what_stays_is_said(void **state)
{
    (void)state;
    struct err e = { 0 };
    struct scrub *s = calloc(1, sizeof *s);
    assert_int_equal(scrub_prepare(s, &e), 0);
    assert_true(s->n > 0);
    int rc = 0;
    for (int i = 0; i < SCRUB_KEPT_MOST && rc == 0; i++)
        rc = scrub_keep(s, s, 1, &e);
    assert_int_equal(rc, -1);
    assert_int_equal(e.code, ERR_NO_MEMORY);
    for (size_t i = 1; i < s->n; i++)
        assert_true(s->kept[i - 1].first <= s->kept[i].first);
    close(s->maps);
    free(s);
}

#ifndef SATCHEL_SANITIZE /* which looks into that memory too */
/* A thread that was in the kernel and comes to its handler when its memory is zeros, what the C library keeps
 * of it included. */
static void *zeroed_and_late(void *arg)
{
    struct child *c = arg;
    enum { KEPT_BY_THE_LIBRARY = 2048 };
    volatile char *kept = (char *)pthread_self();
    pid_t pid = getpid(), task = (pid_t)syscall(SYS_gettid);
    atomic_store(&c->running, task);
    for (int i = 0; i < KEPT_BY_THE_LIBRARY; i++)
        kept[i] = 0;
    syscall(SYS_tgkill, pid, task, SIGRTMIN + 3);
    return NULL;
}

static bool sleeps(pid_t task)
{
    char path[64], line[256] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int)task);
    int fd = open(path, O_RDONLY);
    ssize_t n = read(fd, line, sizeof line - 1);
    close(fd);
    return n > 0 && strstr(line, ") S");
}

static void a_late_one_stops_on_zeroed_memory(void **state)
{
    (void)state;
    int status = -1;
    pid_t pid = fork();
    if (pid == 0) {
        static struct child c;
        pthread_t thread;
        if (park_prepare(&c.park, NULL) < 0 || pthread_create(&thread, NULL, zeroed_and_late, &c) != 0)
            _exit(1);
        while (!atomic_load(&c.running) || !sleeps(atomic_load(&c.running)))
            sched_yield();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_runs_on),
        cmocka_unit_test(a_thread_that_hears_nothing_is_left),
        cmocka_unit_test(the_spared_one_goes_on),
        cmocka_unit_test(what_they_were_writing_does_not_come_after),
        cmocka_unit_test(a_thread_without_signals_is_parked),
#ifndef SATCHEL_SANITIZE
        cmocka_unit_test(a_late_one_stops_on_zeroed_memory),
        cmocka_unit_test(nothing_is_left_in_memory),
        cmocka_unit_test(a_thread_may_be_late),
        cmocka_unit_test(secrets_can_be_zeroed_at_once),
#endif
        cmocka_unit_test(a_full_list_of_what_stays_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
