/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left to a process that has confined itself. Each test confines a child, which then tries. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/secure/confine.h"

enum { CANNOT = 77 }; /* the kernel lacks it */

/* ---- trying ---- */

static long try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}
static long try_local_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0);
}
static long try_socketpair(void)
{
    int fd[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, fd);
}
static long try_execve(void)
{
    char *argv[] = { "true", NULL };
    return execve("/bin/true", argv, argv + 1);
}
static long try_execveat(void)
{
    char *argv[] = { "true", NULL };
    return syscall(SYS_execveat, AT_FDCWD, "/bin/true", argv, argv + 1, 0);
}
static long try_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0);
}
static long try_userfaultfd(void)
{
    return syscall(SYS_userfaultfd, 0);
}
static long try_io_uring(void)
{
    return syscall(SYS_io_uring_setup, 8, NULL);
}
static long try_ptrace(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}
static long try_process_vm_readv(void)
{
    return syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0);
}
static long try_fork(void)
{
    return syscall(SYS_fork);
}
static long try_clone3(void)
{
    return syscall(SYS_clone3, NULL, 0);
}
static long try_kill_other(void)
{
    return kill(getppid(), 0);
}
static long try_dumpable(void)
{
    return prctl(PR_SET_DUMPABLE, 1);
}
static long try_limit(void)
{
    struct rlimit r = { 1, 1 };
    return setrlimit(RLIMIT_CORE, &r);
}
static long try_executable_memory(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}
static long try_making_executable(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}
static long try_typing_for_the_user(void)
{
    return ioctl(0, TIOCSTI, "x");
}
static long try_mount(void)
{
    return syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, NULL);
}

static const struct attempt {
    const char *what;
    long (*run)(void);
    int want;
    bool sanitizers_need_it;
} ATTEMPTS[] = {
    { "socket", try_socket, EPERM, false },
    { "socket, local", try_local_socket, EPERM, false },
    { "socketpair", try_socketpair, EPERM, false },
    { "execve", try_execve, EPERM, false },
    { "execveat", try_execveat, EPERM, false },
    { "bpf", try_bpf, EPERM, false },
    { "userfaultfd", try_userfaultfd, EPERM, false },
    { "io_uring_setup", try_io_uring, EPERM, false },
    { "ptrace", try_ptrace, EPERM, true },
    { "process_vm_readv", try_process_vm_readv, EPERM, true },
    { "fork", try_fork, ENOSYS, true },
    { "clone3", try_clone3, ENOSYS, true },
    { "kill another process", try_kill_other, ENOSYS, true },
    { "dumpable again", try_dumpable, ENOSYS, true },
    { "set a limit", try_limit, ENOSYS, true },
    { "map executable memory", try_executable_memory, ENOSYS, true },
    { "make memory executable", try_making_executable, ENOSYS, true },
    { "TIOCSTI", try_typing_for_the_user, ENOSYS, true },
    { "mount", try_mount, ENOSYS, true },
};

/* True when all gave what they should. */
static bool all_refused(void)
{
    bool good = true;
    for (size_t i = 0; i < sizeof ATTEMPTS / sizeof *ATTEMPTS; i++) {
        const struct attempt *a = &ATTEMPTS[i];
#ifdef SATCHEL_SANITIZE
        if (a->sanitizers_need_it)
            continue;
#endif
        errno = 0;
        long rc = a->run();
        if (rc != -1 || errno != a->want) {
            fprintf(stderr, "%s: %ld, %s\n", a->what, rc, strerror(errno));
            good = false;
        }
    }
    return good;
}

/* ---- children ---- */

static int in_child(int (*f)(void))
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(f());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* 0, or the test was skipped. */
static void check(int (*f)(void), const char *lacks)
{
    int status = in_child(f);
    if (status == CANNOT) {
        printf("skipped: %s\n", lacks);
        skip();
    }
    assert_int_equal(status, 0);
}

#define NO_SECCOMP "what is left to a confined process (this kernel has no seccomp)"

static int calls_are_gone(void)
{
    struct confine c = { 0 };
    confine_calls(&c, 0);
    if (!c.calls)
        return c.calls_errno ? CANNOT : 1;
    return all_refused() ? 0 : 1;
}

static void network_and_programs_are_gone(void **state)
{
    (void)state;
    check(calls_are_gone, NO_SECCOMP);
}

static int ordinary_work(void)
{
    char path[] = "/tmp/satchel-confine-XXXXXX", text[8] = "";
    struct confine c = { 0 };
    confine_calls(&c, 0);
    if (!c.calls)
        return CANNOT;
    int fd = mkstemp(path);
    bool good = fd >= 0 && pwrite(fd, "abc", 3, 0) == 3 && fdatasync(fd) == 0 && ftruncate(fd, 2) == 0 &&
                pread(fd, text, sizeof text, 0) == 2 && unlink(path) == 0;
    void *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    good = good && p != MAP_FAILED && mlock(p, 4096) == 0 && munlock(p, 4096) == 0 && munmap(p, 1 << 20) == 0;
    return good && kill(getpid(), 0) == 0 && raise(SIGCONT) == 0 ? 0 : 1;
}

static void files_and_memory_are_left(void **state)
{
    (void)state;
    check(ordinary_work, NO_SECCOMP);
}

/* ---- threads ---- */

static atomic_int stage;

static void *wait_and_try(void *refused)
{
    while (atomic_load(&stage) == 0)
        sched_yield();
    *(bool *)refused = socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM;
    return NULL;
}

/* One thread that was there before, one that is started after. */
static int threads_too(void)
{
    pthread_t before, after;
    bool refused[2] = { false, false };
    struct confine c = { 0 };
    if (pthread_create(&before, NULL, wait_and_try, &refused[0]) != 0)
        return 1;
    confine_calls(&c, 0);
    atomic_store(&stage, 1);
    if (!c.calls)
        return CANNOT;
    if (pthread_create(&after, NULL, wait_and_try, &refused[1]) != 0)
        return 2;
    pthread_join(before, NULL);
    pthread_join(after, NULL);
    return refused[0] && refused[1] ? 0 : 3;
}

static void threads_are_confined_too(void **state)
{
    (void)state;
    check(threads_too, NO_SECCOMP);
}

static pid_t helper;

static int may_end_its_helper(void)
{
    struct confine c = { 0 };
    confine_calls(&c, helper);
    if (!c.calls)
        return CANNOT;
    return kill(helper, SIGKILL) == 0 ? 0 : 1;
}

static void one_other_process_can_be_ended(void **state)
{
    (void)state;
    int status;
    helper = fork();
    if (helper == 0)
        for (;;)
            pause();
    assert_true(helper > 0);
    int rc = in_child(may_end_its_helper);
    if (rc == CANNOT)
        kill(helper, SIGKILL);
    assert_int_equal(waitpid(helper, &status, 0), helper);
    assert_true(rc == 0 || rc == CANNOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(network_and_programs_are_gone),
        cmocka_unit_test(files_and_memory_are_left),
        cmocka_unit_test(threads_are_confined_too),
        cmocka_unit_test(one_other_process_can_be_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
