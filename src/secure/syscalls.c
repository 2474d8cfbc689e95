/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two tables: what works, each group with its reason, and what is refused by name. What stands in neither
 * does not exist for the program (ENOSYS), so that libraries fall back to what they did on older kernels;
 * what is refused by name gives EPERM, which is what a fault report then shows.
 *
 * What was opened before keeps working: the terminal, the vault, the broker's socket are read and written
 * with the calls below. Calls that take a structure (clone3, openat2) cannot be looked into by a filter and
 * are left out; glibc does without. Memory never becomes executable, so that code cannot be brought along.
 *
 * To find what a change of the program needs: strace -f -o FILE satchel ..., and look for ENOSYS. Tested in
 * tests/unit/test_confine.c, and inside the running program by tests/e2e/test_confine.py; all other tests of
 * tests/e2e run under it. */
#include "satchel/secure/syscalls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#define CALLS_MOST 24

struct group {
    const char *why;
    int call[CALLS_MOST]; /* 0 ends: it is read on some machines, which add_groups names */
};

static const struct group ALLOWED[] = {
    { "files that are open: vault, journals, terminal, pipes",
      { SCMP_SYS(write),           SCMP_SYS(writev),          SCMP_SYS(readv),     SCMP_SYS(pread64),
        SCMP_SYS(preadv2),         SCMP_SYS(pwrite64),        SCMP_SYS(pwritev2),  SCMP_SYS(lseek),
        SCMP_SYS(close),           SCMP_SYS(fcntl),           SCMP_SYS(fcntl64),   SCMP_SYS(fsync),
        SCMP_SYS(fdatasync),       SCMP_SYS(sync_file_range), SCMP_SYS(ftruncate), SCMP_SYS(ftruncate64),
        SCMP_SYS(fallocate),       SCMP_SYS(flock),           SCMP_SYS(dup),       SCMP_SYS(utimensat),
        SCMP_SYS(utimensat_time64) } },
    { "files by name: where, is what Landlock decides",
      { SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rename),
        SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rmdir) } },
    { "looking at files: what they are, whether they are there",
      { SCMP_SYS(stat),     SCMP_SYS(fstat),      SCMP_SYS(lstat),      SCMP_SYS(newfstatat),
        SCMP_SYS(stat64),   SCMP_SYS(fstat64),    SCMP_SYS(lstat64),    SCMP_SYS(fstatat64),
        SCMP_SYS(statx),    SCMP_SYS(access),     SCMP_SYS(faccessat),  SCMP_SYS(faccessat2),
        SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(getcwd),
        SCMP_SYS(statfs),   SCMP_SYS(fstatfs),    SCMP_SYS(statfs64),   SCMP_SYS(fstatfs64) } },
    { "memory: the heap, SQLite's arena, secret memory and its locks",
      { SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mlock),
        SCMP_SYS(mlock2), SCMP_SYS(munlock), SCMP_SYS(mincore) } },
    { "waiting: for keys, signals, time, another thread",
      { SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(ppoll_time64), SCMP_SYS(select), SCMP_SYS(pselect6),
        SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(clock_nanosleep_time64), SCMP_SYS(futex),
        SCMP_SYS(futex_time64), SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall), SCMP_SYS(pipe),
        SCMP_SYS(pipe2), SCMP_SYS(signalfd4) } },
    { "what time it is: where the kernel's page for it is missing",
      { SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64), SCMP_SYS(gettimeofday), SCMP_SYS(time),
        SCMP_SYS(clock_getres), SCMP_SYS(clock_getres_time64) } },
    { "handling signals",
      { SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigpending),
        SCMP_SYS(rt_sigsuspend), SCMP_SYS(rt_sigtimedwait), SCMP_SYS(rt_sigtimedwait_time64),
        SCMP_SYS(sigaltstack), SCMP_SYS(sigreturn) } },
    { "random numbers for nonces and keys", { SCMP_SYS(getrandom) } },
    { "asking who and where it is",
      { SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
        SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrusage),
        SCMP_SYS(getrlimit), SCMP_SYS(sched_getaffinity), SCMP_SYS(umask) } },
    { "giving up writing elsewhere, when the vault's place is known only later",
      { SCMP_SYS(landlock_create_ruleset), SCMP_SYS(landlock_add_rule), SCMP_SYS(landlock_restrict_self) } },
    { "threads, and the end",
      { SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(exit), SCMP_SYS(exit_group) } },
};

/* Of a helper that reads: what opens files is looked into (add_reader). */
static const struct group READER[] = {
    { "pipes and files that are open",
      { SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64), SCMP_SYS(lseek),
        SCMP_SYS(close), SCMP_SYS(fcntl), SCMP_SYS(fcntl64) } },
    { "looking at files",
      { SCMP_SYS(stat),     SCMP_SYS(fstat),      SCMP_SYS(lstat),      SCMP_SYS(newfstatat),
        SCMP_SYS(stat64),   SCMP_SYS(fstat64),    SCMP_SYS(lstat64),    SCMP_SYS(fstatat64),
        SCMP_SYS(statx),    SCMP_SYS(access),     SCMP_SYS(faccessat),  SCMP_SYS(faccessat2),
        SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(getcwd),
        SCMP_SYS(statfs),   SCMP_SYS(fstatfs),    SCMP_SYS(statfs64),   SCMP_SYS(fstatfs64) } },
    { "memory", { SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise) } },
    { "threads, which the library of the fonts starts, and the end",
      { SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
        SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
        SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group) } },
    { "what time it is, random numbers, who and where",
      { SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64), SCMP_SYS(gettimeofday), SCMP_SYS(time),
        SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
        SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrlimit) } },
};

/* EPERM. Most would be ENOSYS anyway; they stand here so that they stay refused whatever is added above. */
static const int REFUSED[] = {
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(socketcall),
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(bpf),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
#ifndef SATCHEL_SANITIZE /* its leak check traces the process that it checks */
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
#endif
};

/* What a terminal is asked and told, and a file's flag against copy-on-write. Typing into the terminal for
 * its user (TIOCSTI, TIOCLINUX) is not among them. */
static const unsigned long IOCTLS[] = {
    TCGETS,     TCSETS,    TCSETSW,  TCSETSF,         TCFLSH,          TCSBRK,
    TIOCGWINSZ, TIOCGPGRP, FIONREAD, FS_IOC_GETFLAGS, FS_IOC_SETFLAGS,
};

static int add_groups(scmp_filter_ctx f, const struct group *group, size_t n)
{
    int rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(read), 0);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; rc == 0 && k < CALLS_MOST && group[i].call[k]; k++)
            rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, group[i].call[k], 0);
    return rc;
}

static int add_refused(scmp_filter_ctx f)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < sizeof REFUSED / sizeof *REFUSED; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), REFUSED[i], 0);
    return rc;
}

static struct scmp_arg_cmp when(unsigned arg, uint64_t value)
{
    return (struct scmp_arg_cmp){ .arg = arg, .op = SCMP_CMP_EQ, .datum_a = value };
}

static struct scmp_arg_cmp when_bits(unsigned arg, uint64_t mask, uint64_t value)
{
    return (struct scmp_arg_cmp){ .arg = arg, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value };
}

/* Calls that are allowed with some arguments only. */
struct looked_into {
    int call;
    struct scmp_arg_cmp only;
};

static int add_calls(scmp_filter_ctx f, const struct looked_into *calls, size_t n)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i].call, 1, calls[i].only);
    return rc;
}

static const unsigned THREAD = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD; /* a thread, never a process */

static int add_program(scmp_filter_ctx f, pid_t other)
{
    const struct looked_into CALLS[] = {
        { SCMP_SYS(mmap), when_bits(2, PROT_EXEC, 0) },
        { SCMP_SYS(mmap2), when_bits(2, PROT_EXEC, 0) },
        { SCMP_SYS(mprotect), when_bits(2, PROT_EXEC, 0) },
        { SCMP_SYS(clone), when_bits(0, THREAD, THREAD) },
        { SCMP_SYS(prlimit64), when(2, 0) }, /* limits are asked for, not set */
        { SCMP_SYS(tgkill), when(0, (uint64_t)getpid()) },
        { SCMP_SYS(kill), when(0, (uint64_t)getpid()) },
        { SCMP_SYS(kill), when(0, (uint64_t)(other > 0 ? other : getpid())) },
        /* whoever else has a vault that is erased is told to wipe its memory (vault/holder.h) */
        { SCMP_SYS(kill), when_bits(1, UINT32_MAX, SIGUSR2) },
    };
    int rc = add_groups(f, ALLOWED, sizeof ALLOWED / sizeof *ALLOWED);
    if (rc == 0)
        rc = add_calls(f, CALLS, sizeof CALLS / sizeof *CALLS);
    for (size_t i = 0; rc == 0 && i < sizeof IOCTLS / sizeof *IOCTLS; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, when_bits(1, UINT32_MAX, IOCTLS[i]));
    return rc;
}

/* For all threads there are; a tree instead of a list, so that the last rule costs no more than the first. */
static int set_options(scmp_filter_ctx f)
{
    int rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1);
    if (rc == 0)
        rc = seccomp_attr_set(f, SCMP_FLTATR_API_SYSRAWRC, 1);
    return rc == 0 ? seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2) : rc;
}

static int add_reader(scmp_filter_ctx f, pid_t other)
{
    (void)other;
    const unsigned writing = O_ACCMODE | O_CREAT | O_TRUNC;
    const struct looked_into CALLS[] = {
        { SCMP_SYS(open), when_bits(1, writing, O_RDONLY) },
        { SCMP_SYS(openat), when_bits(2, writing, O_RDONLY) },
        { SCMP_SYS(mmap), when_bits(2, PROT_EXEC, 0) },
        { SCMP_SYS(mmap2), when_bits(2, PROT_EXEC, 0) },
        { SCMP_SYS(mprotect), when_bits(2, PROT_EXEC, 0) },
        { SCMP_SYS(clone), when_bits(0, THREAD, THREAD) },
        { SCMP_SYS(prlimit64), when(2, 0) },
    };
    int rc = add_groups(f, READER, sizeof READER / sizeof *READER);
    return rc == 0 ? add_calls(f, CALLS, sizeof CALLS / sizeof *CALLS) : rc;
}

static int load(int (*add)(scmp_filter_ctx, pid_t), pid_t other)
{
#ifdef SATCHEL_SANITIZE
    const uint32_t otherwise = SCMP_ACT_ALLOW; /* sanitizers map, fork and trace as they like */
#else
    const uint32_t otherwise = SCMP_ACT_ERRNO(ENOSYS);
#endif
    scmp_filter_ctx f = seccomp_init(otherwise);
    if (!f)
        return ENOMEM;
    int rc = set_options(f);
    if (rc == 0 && otherwise != SCMP_ACT_ALLOW)
        rc = add(f, other);
    if (rc == 0)
        rc = add_refused(f);
    if (rc == 0)
        rc = seccomp_load(f);
    seccomp_release(f);
    return -rc;
}

int syscalls_confine(pid_t other)
{
    return load(add_program, other);
}

int syscalls_confine_reader(void)
{
    return load(add_reader, 0);
}
