/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock on byte 1 names a process (vault/io.h); several that only read all have one, and F_GETLK names the
 * first of them alone, so /proc/locks is asked. A number is only believed when the process is of the same
 * user (of any, for the superuser) and runs a program of the same name: what /proc/PID/exe says, or, as for
 * Satchel itself, which forbids others to look into it, /proc/PID/comm. */
#include "satchel/vault/holder.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NAME_BYTES 16 /* of comm, with its NUL */
#define PROC_BYTES 48
#define POLL_NS    2000000

static bool read_comm(const char *path, char name[static NAME_BYTES])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, name, NAME_BYTES - 1);
    if (fd >= 0)
        close(fd);
    name[n > 0 ? n : 0] = '\0';
    name[strcspn(name, "\n")] = '\0';
    return *name;
}

/* /proc/PID/what; 0: this process. By hand, since the panic thread comes here when the heap is zeroed. */
static const char *proc_path(char out[static PROC_BYTES], pid_t pid, const char *what)
{
    char digits[PROC_BYTES];
    size_t n = sizeof digits;
    digits[--n] = '\0';
    for (; pid > 0; pid /= 10)
        digits[--n] = (char)('0' + pid % 10);
    strcpy(out, "/proc/");
    strcat(out, digits[n] ? digits + n : "self");
    strcat(out, what);
    return out;
}

/* The program that runs there, cut to what comm holds. */
static bool program_of(pid_t pid, char name[static NAME_BYTES])
{
    char link[PROC_BYTES], exe[PATH_MAX];
    ssize_t n = readlink(proc_path(link, pid, "/exe"), exe, sizeof exe - 1);
    if (n <= 0)
        return read_comm(proc_path(link, pid, "/comm"), name);
    exe[n] = '\0';
    char *deleted = strstr(exe, " (deleted)"), *slash = strrchr(exe, '/');
    if (deleted)
        *deleted = '\0';
    const char *program = slash ? slash + 1 : exe;
    size_t len = strnlen(program, NAME_BYTES - 1);
    memcpy(name, program, len);
    name[len] = '\0';
    return len > 0;
}

/* Of whom: the superuser, who may erase anybody's vault, tells anybody. */
static bool is_ours(uid_t uid)
{
    return geteuid() == 0 || uid == geteuid();
}

static bool is_satchel(pid_t pid)
{
    char path[PROC_BYTES], mine[NAME_BYTES], its[NAME_BYTES];
    struct stat st;
    return pid > 1 && pid != getpid() && stat(proc_path(path, pid, ""), &st) == 0 && is_ours(st.st_uid) &&
           program_of(0, mine) && program_of(pid, its) && strcmp(mine, its) == 0;
}

static size_t add(pid_t out[static HOLDERS_MAX], size_t n, pid_t pid)
{
    for (size_t i = 0; i < n; i++)
        if (out[i] == pid)
            return n;
    if (n < HOLDERS_MAX && is_satchel(pid))
        out[n++] = pid;
    return n;
}

static bool ask(int fd, struct flock *who)
{
    *who = (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1 };
    return fcntl(fd, F_GETLK, who) == 0 && who->l_type != F_UNLCK;
}

size_t holder_find(int fd, pid_t out[static HOLDERS_MAX])
{
    struct flock who;
    struct stat st;
    char line[256];
    size_t n = 0;
    if (ask(fd, &who))
        n = add(out, n, who.l_pid);
    FILE *locks = fstat(fd, &st) == 0 ? fopen("/proc/locks", "re") : NULL;
    while (locks && fgets(line, sizeof line, locks)) {
        long pid;
        unsigned long long inode, from;
        /* The device is another one to stat on some file systems; the process is looked at anyway. */
        if (sscanf(line, "%*d: POSIX %*s %*s %ld %*x:%*x:%llu %llu", &pid, &inode, &from) == 3 &&
            inode == st.st_ino && from == 1)
            n = add(out, n, (pid_t)pid);
    }
    if (locks)
        fclose(locks);
    return n;
}

void holder_tell(const pid_t *holders, size_t n)
{
    for (size_t i = 0; i < n; i++)
        kill(holders[i], HOLDER_SIGNAL);
}

static bool tell_first(int fd)
{
    struct flock who;
    return ask(fd, &who) && is_satchel(who.l_pid) && kill(who.l_pid, HOLDER_SIGNAL) == 0;
}

void holder_tell_all(int fd, int ms)
{
    for (int64_t ns = (int64_t)ms * 1000000; tell_first(fd) && ns > 0; ns -= POLL_NS)
        nanosleep(&(struct timespec){ .tv_nsec = POLL_NS }, NULL);
}

static bool is_held(int fd)
{
    struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
    return fcntl(fd, F_OFD_GETLK, &all) == 0 && all.l_type != F_UNLCK;
}

size_t holder_wait(int fd, int ms)
{
    pid_t left[HOLDERS_MAX];
    for (int64_t ns = (int64_t)ms * 1000000; ns > 0 && is_held(fd); ns -= POLL_NS)
        nanosleep(&(struct timespec){ .tv_nsec = POLL_NS }, NULL);
    size_t n = is_held(fd) ? holder_find(fd, left) : 0;
    for (size_t i = 0; i < n; i++)
        kill(left[i], SIGKILL);
    return n;
}

pid_t holder_left(int fd)
{
    struct flock who;
    if (!is_held(fd))
        return 0;
    return ask(fd, &who) && who.l_pid > 0 ? who.l_pid : -1;
}
