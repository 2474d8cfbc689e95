/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left to a process that has confined itself. Each test confines a child, which then tries. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
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
    bool good = fd >= 0 && pwrite(fd, "abc", 3, 0) == 3 && fdatasync(fd) == 0 &&
                sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE) == 0 && ftruncate(fd, 2) == 0 &&
                pread(fd, text, sizeof text, 0) == 2 && unlink(path) == 0;
    void *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    good = good && p != MAP_FAILED && mlock(p, 4096) == 0 && munlock(p, 4096) == 0 && munmap(p, 1 << 20) == 0;
    good = good && kill(INT_MAX, SIGUSR2) < 0 && errno == ESRCH; /* to whoever else has the vault */
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

/* ---- files ---- */

#define NO_LANDLOCK "where a confined process can write (this kernel has no Landlock)"

/* A folder of its own with: mine/file, other/file, other/empty/, temp/full/file, temp/empty/ */
static char world[] = "/tmp/satchel-confine-XXXXXX";

static void make(const char *name, bool folder)
{
    int fd;
    if (folder)
        assert_int_equal(mkdir(name, 0700), 0);
    else {
        assert_true((fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600)) >= 0);
        assert_int_equal(write(fd, "text", 4), 4);
        close(fd);
    }
}

static int make_world(void **state)
{
    (void)state;
    static const char *const FOLDERS[] = {
        "mine", "other", "other/empty", "temp", "temp/full", "temp/empty"
    };
    strcpy(world + sizeof world - 7, "XXXXXX");
    assert_non_null(mkdtemp(world));
    assert_int_equal(chdir(world), 0);
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        make(FOLDERS[i], true);
    make("mine/file", false);
    make("other/file", false);
    make("temp/full/file", false);
    return 0;
}

static int remove_world(void **state)
{
    (void)state;
    static const char *const FILES[] = { "mine/file",     "mine/new",       "other/link", "other/file",
                                         "other/empty",   "temp/full/file", "temp/full",  "temp/empty",
                                         "mine/deep/new", "mine/deep",      "mine",       "other",
                                         "temp" };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        remove(FILES[i]);
    return chdir("/") == 0 ? rmdir(world) : -1;
}

static long opens(const char *name, int flags)
{
    int fd = open(name, flags, 0600);
    if (fd >= 0)
        close(fd);
    return fd < 0 ? -1 : 0;
}
static long make_mine(void)
{
    return opens("mine/new", O_WRONLY | O_CREAT | O_EXCL);
}
static long write_mine(void)
{
    return opens("mine/file", O_RDWR | O_TRUNC);
}
static long make_deep(void)
{
    return mkdir("mine/deep", 0700) < 0 ? -1 : opens("mine/deep/new", O_WRONLY | O_CREAT | O_EXCL);
}
static long rename_mine(void)
{
    return rename("mine/new", "mine/file");
}
static long remove_mine(void)
{
    return unlink("mine/file");
}
static long read_other(void)
{
    return opens("other/file", O_RDONLY);
}
static long make_other(void)
{
    return opens("other/new", O_WRONLY | O_CREAT | O_EXCL);
}
static long write_other(void)
{
    return opens("other/file", O_WRONLY);
}
static long append_other(void)
{
    return opens("other/file", O_WRONLY | O_APPEND);
}
static long remove_other(void)
{
    return unlink("other/file");
}
static long mkdir_other(void)
{
    return mkdir("other/new", 0700);
}
static long rmdir_other(void)
{
    return rmdir("other/empty");
}
static long move_out(void)
{
    return rename("mine/deep/new", "other/new");
}
static long link_mine(void)
{
    return symlink("../other", "mine/link");
}
static long fifo_mine(void)
{
    return mknod("mine/fifo", S_IFIFO | 0600, 0);
}
static long rmdir_temp(void)
{
    return rmdir("temp/empty");
}
static long remove_temp(void)
{
    return unlink("temp/full/file");
}
static long make_temp(void)
{
    return opens("temp/new", O_WRONLY | O_CREAT | O_EXCL);
}
static long truncate_other(void)
{
    return truncate("other/file", 0);
}
static long connect_out(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons(9),
                              .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    long rc = fd < 0 ? -1 : connect(fd, (struct sockaddr *)&to, sizeof to);
    int why = errno;
    close(fd);
    errno = why;
    return rc;
}

static const struct {
    const char *what;
    long (*run)(void);
    int want;    /* errno; 0: it works */
    int version; /* of Landlock, from which on */
} FILES[] = {
    { "make a file in the folder", make_mine, 0, 1 },
    { "write one", write_mine, 0, 1 },
    { "make a folder, and a file in it", make_deep, 0, 1 },
    { "rename", rename_mine, 0, 1 },
    { "remove", remove_mine, 0, 1 },
    { "read elsewhere", read_other, 0, 1 },
    { "make a file elsewhere", make_other, EACCES, 1 },
    { "write elsewhere", write_other, EACCES, 1 },
    { "append elsewhere", append_other, EACCES, 1 },
    { "remove elsewhere", remove_other, EACCES, 1 },
    { "make a folder elsewhere", mkdir_other, EACCES, 1 },
    { "remove a folder elsewhere", rmdir_other, EACCES, 1 },
    { "move a file out", move_out, EACCES, 1 },
    { "make a link", link_mine, EACCES, 1 },
    { "make a pipe", fifo_mine, EACCES, 1 },
    { "remove an empty folder where that is allowed", rmdir_temp, 0, 1 },
    { "remove a file there", remove_temp, EACCES, 1 },
    { "make one there", make_temp, EACCES, 1 },
    { "run a program", try_execve, EACCES, 1 },
    { "cut elsewhere", truncate_other, EACCES, 3 },
    { "connect", connect_out, EACCES, 4 },
};

/* Confines to mine, with a folder that is not there, and a file, which are left out. */
static struct confine confine_to_mine(void)
{
    struct confine c = { 0 };
    struct strs folders = { 0 };
    if (strs_add(&folders, "nowhere") == 0 && strs_add(&folders, "other/file") == 0 &&
        strs_add(&folders, "mine") == 0)
        confine_files(&c, &folders, "temp");
    strs_free(&folders);
    return c;
}

static int files_are_kept_in(void)
{
    int before = open("other/file", O_RDWR), bad = 0;
    struct confine c = confine_to_mine();
    if (!c.files)
        return c.files_version == 0 ? CANNOT : 1;
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        errno = 0;
        long rc = FILES[i].run();
        if (c.files_version < FILES[i].version || (rc == -1 ? errno : 0) == FILES[i].want)
            continue;
        fprintf(stderr, "%s: %ld, %s\n", FILES[i].what, rc, strerror(errno));
        bad++;
    }
    return bad || pwrite(before, "x", 1, 0) != 1;
}

static void writing_is_kept_in_its_folders(void **state)
{
    (void)state;
    check(files_are_kept_in, NO_LANDLOCK);
}

/* The order of the first run: the network goes first, the files when the vault's place is known. */
static int files_after_calls(void)
{
    struct confine none = { 0 };
    confine_calls(&none, 0);
    struct confine c = confine_to_mine();
    if (!none.calls || c.files_version == 0)
        return CANNOT;
    return c.files && make_mine() == 0 && make_other() == -1 && errno == EACCES && all_refused() ? 0 : 1;
}

static void files_can_follow(void **state)
{
    (void)state;
    check(files_after_calls, NO_LANDLOCK);
}

static int sentence(void)
{
    struct err e = { 0 };
    confine_err(&e, "/new", EACCES, "It was not made");
    if (strncmp(e.text, "It was not made: ", 17) != 0 && geteuid() != 0)
        return 1;
    if (!confine_to_mine().files)
        return CANNOT;
    make_other();
    confine_err(&e, "other/deep/new", errno, "It was not made");
    if (!strstr(e.text, "export-folders") || e.code != ERR_PERMISSION)
        return 2;
    confine_err(&e, "other/new", ENOSPC, "It was not made");
    return strstr(e.text, "It was not made: ") == e.text && e.code == ERR_DISK_FULL ? 0 : 3;
}

static void a_refusal_says_where(void **state)
{
    (void)state;
    check(sentence, NO_LANDLOCK);
}

/* As on a kernel that has neither: both calls fail as they do there. */
static bool older_kernel(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_landlock_create_ruleset, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { sizeof code / sizeof *code, code };
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static int without_both(void)
{
    if (!older_kernel())
        return CANNOT;
    struct confine c = confine_to_mine();
    confine_calls(&c, 0);
    bool says = !c.files && c.files_errno == ENOSYS && c.files_version == 0 && !c.calls && c.calls_errno != 0;
    return says && make_other() == 0 && unlink("other/new") == 0 ? 0 : 1;
}

static void an_older_kernel_is_said(void **state)
{
    (void)state;
    check(without_both, "an older kernel (this one has no seccomp to play it with)");
}

static void the_folder_of_a_file(void **state)
{
    (void)state;
    static const struct {
        const char *file, *folder;
    } CASES[] = {
        { "mine/file", "mine" }, { "other/link", "mine" }, { "mine/new", "mine" }, { "mine/a/b/new", "mine" },
        { "new", "" },
    };
    char want[64], path[64];
    assert_int_equal(symlink("../mine/file", "other/link"), 0);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct strs found = { 0 };
        snprintf(want, sizeof want, "%s%s%s", world, *CASES[i].folder ? "/" : "", CASES[i].folder);
        snprintf(path, sizeof path, "%s/%s", world, CASES[i].file);
        assert_int_equal(confine_beside(&found, path, NULL), 0);
        assert_string_equal(found.at[0], want);
        strs_free(&found);
    }
    struct strs found = { 0 };
    assert_int_equal(confine_beside(&found, "new", NULL), 0);
    assert_int_equal(confine_beside(&found, "mine/new", NULL), 0);
    assert_int_equal(confine_beside(&found, "/new", NULL), 0);
    assert_int_equal(confine_beside(&found, "", NULL), 0);
    assert_string_equal(found.at[0], ".");
    assert_string_equal(found.at[1], "mine");
    assert_string_equal(found.at[2], "/");
    assert_string_equal(found.at[3], ".");
    strs_free(&found);
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, make_world, remove_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(network_and_programs_are_gone),
        cmocka_unit_test(files_and_memory_are_left),
        cmocka_unit_test(threads_are_confined_too),
        cmocka_unit_test(one_other_process_can_be_ended),
        WITH_WORLD(writing_is_kept_in_its_folders),
        WITH_WORLD(files_can_follow),
        WITH_WORLD(a_refusal_says_where),
        WITH_WORLD(an_older_kernel_is_said),
        WITH_WORLD(the_folder_of_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
