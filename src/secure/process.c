/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

/* Whoever started us may have closed 0, 1 or 2: the next file opened (the vault) would then be what printf
 * writes to. */
static int fill_standard(void)
{
    int fd;
    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= 2);
    if (fd < 0)
        return -1;
    close(fd);
    return 0;
}

/* All above 2 but these, which rise. */
static void close_others(const int *keep, int n)
{
    unsigned from = 3;
    for (int i = 0; i < n; i++) {
        if ((unsigned)keep[i] > from)
            close_range(from, (unsigned)keep[i] - 1, 0);
        from = (unsigned)keep[i] + 1;
        fcntl(keep[i], F_SETFD, FD_CLOEXEC);
    }
    close_range(from, ~0U, 0);
}

int process_harden_but(const int *keep, int n, struct err *e)
{
    /* 1, not 0: where core_pattern is a pipe, the kernel ignores a limit of 0 and only 1 keeps the dump from
     * being handed to the collector (fs/coredump.c). */
    static const struct rlimit NO_CORE = { 1, 1 };
    if (prctl(PR_SET_DUMPABLE, 0) < 0 || setrlimit(RLIMIT_CORE, &NO_CORE) < 0 || fill_standard() < 0)
        return err_errno(e, errno,
                         _("The program could not protect its memory from others, so it did not start"));
    umask(077);
    close_others(keep, n);
    return 0;
}

int process_harden(int keep_fd, struct err *e)
{
    return process_harden_but(&keep_fd, keep_fd > 2, e);
}
