/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who else has the vault: every process that holds it and is the same program, and no other. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/vault/holder.h"
#include "satchel/vault/io.h"

struct file {
    char path[64];
    int fd;
};

static int make_file(void **state)
{
    static struct file f;
    snprintf(f.path, sizeof f.path, "/tmp/test_holder.%ld", (long)getpid());
    f.fd = open(f.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    *state = &f;
    return f.fd < 0;
}

static int drop_file(void **state)
{
    struct file *f = *state;
    close(f->fd);
    return unlink(f->path);
}

enum child { OBEYS, REFUSES, IS_ANOTHER };

/* In the child: as a Satchel that has the vault, until it is told to leave. */
static _Noreturn void hold(const char *path, enum child child, int ready)
{
    pid_t holder;
    signal(HOLDER_SIGNAL, child == OBEYS ? SIG_DFL : SIG_IGN);
    int fd = open(path, O_RDWR);
    bool locked = VAULT_IO_SYSTEM.lock(&VAULT_IO_SYSTEM, fd, false, true, &holder) == 0;
    if (locked && write(ready, "", 1) == 1 && child == IS_ANOTHER)
        execlp("sleep", "sleep", "100", (char *)NULL);
    while (locked)
        pause();
    _exit(1);
}

static pid_t start(const struct file *f, enum child child)
{
    int ready[2];
    char byte;
    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0)
        hold(f->path, child, ready[1]);
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    if (child == IS_ANOTHER) /* it runs when its end of the pipe is closed */
        assert_int_equal(read(ready[0], &byte, 1), 0);
    close(ready[0]);
    return pid;
}

static int end_of(pid_t pid)
{
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void all_who_read_are_told(void **state)
{
    const struct file *f = *state;
    pid_t child[3], found[HOLDERS_MAX];
    for (int i = 0; i < 3; i++)
        child[i] = start(f, OBEYS);
    assert_int_equal(holder_find(f->fd, found), 3);
    holder_tell(found, 3);
    assert_int_equal(holder_wait(f->fd, 10000), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(end_of(child[i]), HOLDER_SIGNAL);
    assert_int_equal(holder_find(f->fd, found), 0);
}

/* As the panic thread does it: the system names one of them at a time. */
static void all_are_told_without_a_list(void **state)
{
    const struct file *f = *state;
    pid_t child[3];
    for (int i = 0; i < 3; i++)
        child[i] = start(f, OBEYS);
    assert_true(holder_left(f->fd) > 0);
    holder_tell_all(f->fd, 10000);
    for (int i = 0; i < 3; i++)
        assert_int_equal(end_of(child[i]), HOLDER_SIGNAL);
    assert_int_equal(holder_left(f->fd), 0);
    holder_tell_all(f->fd, 10000); /* nobody: returns at once */
}

static void who_stays_is_ended(void **state)
{
    const struct file *f = *state;
    pid_t found[HOLDERS_MAX], child = start(f, REFUSES);
    assert_int_equal(holder_find(f->fd, found), 1);
    assert_int_equal(found[0], child);
    holder_tell(found, 1);
    assert_int_equal(holder_wait(f->fd, 10), 1);
    assert_int_equal(end_of(child), SIGKILL);
}

static void another_program_is_left_alone(void **state)
{
    const struct file *f = *state;
    pid_t found[HOLDERS_MAX], child = start(f, IS_ANOTHER);
    assert_int_equal(holder_find(f->fd, found), 0);
    assert_int_equal(holder_wait(f->fd, 10), 0);
    holder_tell_all(f->fd, 10);
    assert_int_equal(holder_left(f->fd), -1); /* held, and the lock that names who was lost with exec */
    assert_int_equal(waitpid(child, NULL, WNOHANG), 0); /* it goes on */
    kill(child, SIGKILL);
    end_of(child);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_who_read_are_told, make_file, drop_file),
        cmocka_unit_test_setup_teardown(all_are_told_without_a_list, make_file, drop_file),
        cmocka_unit_test_setup_teardown(who_stays_is_ended, make_file, drop_file),
        cmocka_unit_test_setup_teardown(another_program_is_left_alone, make_file, drop_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
