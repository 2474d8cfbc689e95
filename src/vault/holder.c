/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock on byte 1 names a process (vault/io.h); several that only read all have one, and F_GETLK names the
 * first of them alone, so /proc/locks is asked. A number is only believed when the process is of the same
 * user and runs a program of the same name: what /proc/PID/exe says, or, as for Satchel itself, which forbids
 * others to look into it, /proc/PID/comm. */
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

/* The program that runs there, cut to what comm holds. */
static bool program_of(const char *pid, char name[static NAME_BYTES])
{
    char link[64], exe[PATH_MAX];
    snprintf(link, sizeof link, "/proc/%s/exe", pid);
    ssize_t n = readlink(link, exe, sizeof exe - 1);
    if (n <= 0) {
        snprintf(link, sizeof link, "/proc/%s/comm", pid);
        return read_comm(link, name);
    }
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

static bool is_satchel(pid_t pid)
{
    char number[24], path[64], mine[NAME_BYTES], its[NAME_BYTES];
    struct stat st;
    snprintf(number, sizeof number, "%ld", (long)pid);
    snprintf(path, sizeof path, "/proc/%s", number);
    return pid > 1 && pid != getpid() && stat(path, &st) == 0 && st.st_uid == geteuid() &&
           program_of("self", mine) && program_of(number, its) && strcmp(mine, its) == 0;
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

size_t holder_find(int fd, pid_t out[static HOLDERS_MAX])
{
    struct flock who = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1 };
    struct stat st;
    char line[256];
    size_t n = 0;
    if (fcntl(fd, F_GETLK, &who) == 0 && who.l_type != F_UNLCK)
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
