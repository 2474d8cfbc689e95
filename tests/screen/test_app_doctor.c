/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Doctor screen over an invented machine, of which little is told but that it swaps in plain. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app_world.h"
#include "satchel/secure/doctor.h"
#include "satchel/store/agenda.h"
#include "satchel/store/settings.h"

static char root[] = "/tmp/satchel-doctor-XXXXXX";
static char *const ENV[] = { "HOME=/home/maria", "TERM=linux", "LANG=C.UTF-8", NULL };

static void put(const char *path, const char *content)
{
    char full[256];
    assert_true(snprintf(full, sizeof full, "%s%s", root, path) < (int)sizeof full);
    for (char *slash = full + sizeof root; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        assert_true(mkdir(full, 0700) == 0 || errno == EEXIST);
        *slash = '/';
    }
    int fd = open(full, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), strlen(content));
    close(fd);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
    (void)st;
    (void)flag;
    (void)where;
    return remove(path);
}

static int make_machine(void **state)
{
    (void)state;
    memcpy(root + sizeof root - 7, "XXXXXX", 6);
    assert_non_null(mkdtemp(root));
    put("/proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 8 0 -2\n");
    put("/proc/self/stat", "20 (satchel) S 10\n");
    put("/proc/self/mountinfo", "25 1 8:1 / / rw - btrfs /dev/sda1 rw\n");
    put("/proc/sys/kernel/core_pattern", "|/bin/false\n");
    put("/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    put("/proc/sys/kernel/yama/ptrace_scope", "1\n");
    put("/sys/power/state", "mem\n");
    put("/etc/pam.d/login", "");
    put("/home/maria/.bash_history", "satchel add person names=Zoya\n");
    return 0;
}

static int remove_machine(void **state)
{
    (void)state;
    return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static struct app_world *at_doctor(int cols, int rows)
{
    static struct doctor_place machine;
    struct app_world *w = app_world_filled(cols, rows);
    machine = (struct doctor_place){ .root = root, .env = ENV, .uid = 1000, .euid = 1000, .now = w->box.now };
    w->app.options.machine = &machine;
    app_world_go(w, "doctor");
    return w;
}

static void worst_is_on_top(void **state)
{
    (void)state;
    struct app_world *w = at_doctor(80, 24);
    harness_golden(&w->h, "doctor");
    assert_false(harness_has(&w->h, "Zoya"));
    app_world_resize(w, 132, 43);
    harness_golden(&w->h, "doctor-132x43");
    app_world_close(w);
}

static void narrow_screens_have_one_at_a_time(void **state)
{
    (void)state;
    struct app_world *w = at_doctor(40, 12);
    harness_golden(&w->h, "doctor-40x12");
    app_world_keys(w, "<Enter>");
    harness_golden(&w->h, "doctor-read-40x12");
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "Serious"));
    app_world_keys(w, "<Esc>");
    assert_false(harness_has(&w->h, "Serious"));
    app_world_close(w);
}

/* What was mended is gone from the list when it is looked at again; the selection stays where it was. */
static void it_looks_again(void **state)
{
    (void)state;
    struct app_world *w = at_doctor(80, 24);
    assert_true(harness_has(&w->h, "Swap is in use"));
    assert_true(harness_has(&w->h, "2 serious"));
    app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "sed -i '/satchel/d'"));
    put("/proc/swaps", "Filename\n");
    app_world_keys(w, "r");
    assert_true(harness_has(&w->h, "1 serious"));
    assert_true(harness_has(&w->h, "sed -i '/satchel/d'"));
    put("/home/maria/.bash_history", "ls\n");
    app_world_keys(w, "r");
    assert_true(harness_has(&w->h, "nothing serious"));
    assert_false(harness_has(&w->h, "Swap is in use"));
    app_world_close(w);
}

static void it_knows_of_backups(void **state)
{
    (void)state;
    struct app_world *w = at_doctor(80, 43);
    assert_true(harness_has(&w->h, "There has been no backup."));
    assert_int_equal(store_setting_set(w->box.s, AGENDA_BACKUP_KEY, "2026-11-19", NULL), 0);
    app_world_keys(w, "rG");
    for (int i = 0; i < 40 && !harness_has(&w->h, "The last backup is 3 days old."); i++)
        app_world_keys(w, "k");
    assert_true(harness_has(&w->h, "The last backup is 3 days old."));
    app_world_close(w);
}

static void it_is_among_the_screens(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "vGkk");
    assert_true(harness_has(&w->h, ">   Doctor"));
    app_world_keys(w, "<Enter>");
    assert_string_equal(app_top(&w->app)->class->name, "doctor");
    app_world_close(w);
}

/* The same finding is selected after a lock. */
static void a_lock_keeps_the_place(void **state)
{
    (void)state;
    struct app_world *w = at_doctor(80, 24);
    app_world_keys(w, "jjj");
    struct view *v = app_top(&w->app);
    char *code = strdup(v->arg);
    assert_true(code && *code);
    app_world_keys(w, "<F12>");
    app_world_unlock(w);
    v = app_top(&w->app);
    assert_string_equal(v->class->name, "doctor");
    assert_string_equal(v->arg, code);
    free(code);
    app_world_close(w);
}

#define ON_MACHINE(test) cmocka_unit_test_setup_teardown(test, make_machine, remove_machine)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_MACHINE(worst_is_on_top),         ON_MACHINE(narrow_screens_have_one_at_a_time),
        ON_MACHINE(it_looks_again),          ON_MACHINE(it_knows_of_backups),
        ON_MACHINE(it_is_among_the_screens), ON_MACHINE(a_lock_keeps_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
