/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks of doctor.h over an invented machine: a folder with its /proc, /sys, /etc and a home. On the
 * machine as it is made all is well; each case changes a little, and one finding appears. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/secure/confine.h"
#include "satchel/secure/doctor.h"

#define NOW 1795305600 /* 2026-11-22 */

/* ---- the machine ---- */

/* A file, a link when the content begins with "->", a folder when it is "/"; NULL: it is not there. */
struct entry {
    const char *path, *content;
};

#define LIMITS(lock)                                                                                         \
    "Limit   Soft Limit   Hard Limit   Units\nMax core file size   0   unlimited   bytes\nMax locked "       \
    "memory   " lock "   " lock "   bytes\n"

/* An encrypted disk with a volume group on it: sda2, dm-0 above it, dm-1 above that. */
static const struct entry WELL[] = {
    { "/proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n" },
    { "/proc/cpuinfo", "processor : 0\nflags\t\t: fpu vme de\n" },
    { "/proc/self/stat", "20 (satchel) S 10 20 10 0 -1\n" },
    { "/proc/10/stat", "10 (bash) S 9 10 10 0 -1\n" },
    { "/proc/9/stat", "9 (a (b) c) S 1 9 9 0 -1\n" },
    { "/proc/1/stat", "1 (systemd) S 0 1 1 0 -1\n" },
    { "/proc/self/limits", LIMITS("8388608") },
    { "/proc/10/limits", LIMITS("8388608") },
    { "/proc/self/mountinfo", "20 25 0:20 / /proc rw - proc proc rw\n"
                              "25 1 253:1 / / rw,noatime shared:1 - ext4 /dev/mapper/vg-root rw\n"
                              "30 25 0:25 / /mnt/a\\040b rw - nfs4 server:/x rw\n"
                              "31 25 0:26 / /home/mar rw - nfs4 server:/y rw\n" },
    { "/proc/sys/kernel/core_pattern", "core\n" },
    { "/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n" },
    { "/proc/sys/kernel/yama/ptrace_scope", "1\n" },
    { "/sys/power/state", "freeze mem disk\n" },
    { "/sys/power/disk", "[platform] shutdown reboot suspend\n" },
    { "/sys/dev/block/253:1", "->../../devices/virtual/block/dm-1" },
    { "/sys/class/block/dm-1/slaves/dm-0", "" },
    { "/sys/class/block/dm-1/dm/uuid", "LVM-abc\n" },
    { "/sys/class/block/dm-0/slaves/sda2", "" },
    { "/sys/class/block/dm-0/dm/uuid", "CRYPT-LUKS2-abc\n" },
    { "/sys/devices/pci/block/sda/queue/rotational", "1\n" },
    { "/sys/devices/pci/block/sda/sda2/partition", "2\n" },
    { "/sys/class/block/sda2", "->../../devices/pci/block/sda/sda2" },
    { "/sys/class/block/sda", "->../../devices/pci/block/sda" },
    { "/dev/dm-0", "" },
    { "/dev/sda2", "" },
    { "/dev/zram0", "" },
    { "/etc/pam.d/login", "auth required pam_unix.so\n# pam_tty_audit.so enable=*\n" },
    { "/run/systemd/seats", "/" },
    { "/run/dbus/system_bus_socket", "" },
    { "/run/systemd/sessions/1", "UID=1000\nUSER=maria\nCLASS=user\nSTATE=active\n" },
    { "/run/systemd/sessions/c1", "UID=111\nUSER=Debian-gdm\nCLASS=greeter\nSTATE=online\n" },
    { "/home/maria/vault", "noise" },
    { "/home/maria/.config/satchel/config", "" },
    { "/home/maria/.config/kcminputrc", "[Keyboard]\nRepeatDelay=600\nRepeatRate=25\n" },
    { "/home/maria/.bash_history",
      "satchel search -\nsatchel add person - <p.json\nsatchel set 3f2a health=-\n"
      "echo satchel; search me\nsatchel list case --limit 3\nsatchel set 3f2a health=\n" },
};

static char root[64];

static void full_path(const char *path, char out[static 512])
{
    assert_true(snprintf(out, 512, "%s%s", root, path) < 512);
}

static void make_folders(char *path)
{
    for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
        *slash = '/';
    }
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
    (void)st;
    (void)flag;
    (void)where;
    return remove(path);
}

static void put(const struct entry *entry)
{
    char path[512];
    full_path(entry->path, path);
    make_folders(path);
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    if (!entry->content)
        return;
    if (strcmp(entry->content, "/") == 0) {
        assert_int_equal(mkdir(path, 0700), 0);
    } else if (strncmp(entry->content, "->", 2) == 0) {
        assert_int_equal(symlink(entry->content + 2, path), 0);
    } else {
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, entry->content, strlen(entry->content)), strlen(entry->content));
        close(fd);
    }
}

static int make_machine(void **state)
{
    (void)state;
    char vault[512], temp[] = "/tmp/satchel-doctor-XXXXXX",
                     *real = mkdtemp(temp) ? realpath(temp, NULL) : NULL;
    assert_non_null(real);
    assert_true(strlen(real) < sizeof root);
    strcpy(root, real);
    free(real);
    for (size_t i = 0; i < sizeof WELL / sizeof *WELL; i++)
        put(&WELL[i]);
    full_path("/home/maria/vault", vault);
    assert_true(geteuid() != 0 || chown(vault, 1000, 1000) == 0);
    const struct timespec written[2] = { { .tv_sec = NOW }, { .tv_sec = NOW } };
    assert_int_equal(utimensat(AT_FDCWD, vault, written, 0), 0);
    return 0;
}

static int remove_machine(void **state)
{
    (void)state;
    return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- looking ---- */

static const struct confine CONFINED = { .calls = true, .files = true, .files_version = 4 };

#define ENV_MOST 12
static struct doctor_place place_of(const char *env[static ENV_MOST])
{
    static const char *const USUAL[] = { "HOME=/home/maria",       "TERM=xterm-256color",
                                         "VTE_VERSION=7006",       "TMUX=",
                                         "HISTFILE_X=/etc/passwd", "LANG=fr_FR.utf8" };
    uid_t me = geteuid() ? geteuid() : 1000;
    memset(env, 0, ENV_MOST * sizeof *env);
    memcpy(env, USUAL, sizeof USUAL);
    return (struct doctor_place){ .root = root,
                                  .vault = "/home/maria/vault",
                                  .env = (char *const *)env,
                                  .uid = me,
                                  .euid = me,
                                  .now = NOW,

                                  .confine = &CONFINED,
                                  .backup = DOCTOR_BACKUP_DAY,
                                  .backup_age = 1 };
}

static const struct doctor_finding *find(const struct doctor *d, const char *code)
{
    for (size_t i = 0; i < d->found.n; i++)
        if (strcmp(d->found.at[i].code, code) == 0)
            return &d->found.at[i];
    fail_msg("there is no finding %s", code);
    return NULL;
}

static void all_is_well(void **state)
{
    (void)state;
    const char *env[ENV_MOST];
    struct doctor_place place = place_of(env);
    struct doctor d;
    assert_int_equal(doctor_look(&place, &d, NULL), 0);
    for (size_t i = 0; i < d.found.n; i++) {
        const struct doctor_finding *f = &d.found.at[i];
        bool never_told = strcmp(f->code, "unseen") == 0;
        if (f->state != (never_told ? DOCTOR_UNKNOWN : DOCTOR_FINE))
            print_error("%s: %s\n", f->code, f->found);
        assert_int_equal(f->state, never_told ? DOCTOR_UNKNOWN : DOCTOR_FINE);
        assert_string_equal(f->mend, "");
        assert_string_equal(f->command, "");
        assert_true(*f->why && *f->title);
    }
    assert_int_equal(doctor_count(&d, DOCTOR_FINE), d.found.n - 1);
    doctor_free(&d);
}

/* ---- what can be wrong ---- */

static void some_unlocked(struct doctor_place *p)
{
    p->unlocked = 3000;
}
static void as_root(struct doctor_place *p)
{
    p->uid = p->euid = 0;
}
static void for_another(struct doctor_place *p)
{
    p->uid = p->euid + 1;
}
static void never_backed_up(struct doctor_place *p)
{
    p->backup = DOCTOR_BACKUP_NEVER;
}
static void old_backup(struct doctor_place *p)
{
    p->backup_age = 40;
}
static void closed_vault(struct doctor_place *p)
{
    p->backup = DOCTOR_BACKUP_INSIDE;
}
static void no_vault(struct doctor_place *p)
{
    p->vault = NULL;
}
static void in_1970(struct doctor_place *p)
{
    p->now = 1000;
}
static void two_days_slow(struct doctor_place *p)
{
    p->now -= 2 * 86400;
}
static void on_nfs(struct doctor_place *p)
{
    p->vault = "/mnt/a b/deep/vault's";
}
static void in_dropbox(struct doctor_place *p)
{
    p->vault = "/home/maria/Dropbox/vault";
}
static void in_onedrive(struct doctor_place *p)
{
    p->vault = "/home/maria/OneDrive - Sylvania/x/vault";
}
static void called_dropbox(struct doctor_place *p)
{
    p->vault = "/home/maria/Dropbox";
}
static void no_confinement(struct doctor_place *p)
{
    static const struct confine NONE = { .calls_errno = EINVAL, .files_errno = ENOSYS };
    p->confine = &NONE;
}
static void no_landlock(struct doctor_place *p)
{
    static const struct confine HALF = { .calls = true, .files_errno = ENOSYS };
    p->confine = &HALF;
}
static void landlock_off(struct doctor_place *p)
{
    static const struct confine OFF = { .calls = true, .files_errno = EOPNOTSUPP };
    p->confine = &OFF;
}
static void not_yet(struct doctor_place *p)
{
    p->confine = NULL;
}

#define ROOT_ON(type, options)                                                                               \
    {                                                                                                        \
        "/proc/self/mountinfo", "25 1 0:40 / / rw shared:1 - " type " /dev/mapper/vg-root " options "\n"     \
    }
#define SWAP(device, type)                                                                                   \
    {                                                                                                        \
        "/proc/swaps", "Filename Type Size Used Priority\n" device " " type " 100 0 -2\n"                    \
    }

static const struct wrong {
    const char *code;
    enum doctor_state state;
    const char *found, *command; /* parts of them; NULL: not looked at */
    struct entry changes[4];
    const char *env;
    void (*change)(struct doctor_place *p);
} WRONG[] = {
    { "swap", DOCTOR_SERIOUS, "/dev/sda2", "swapoff", { SWAP("/dev/sda2", "partition") }, NULL, NULL },
    { "swap", DOCTOR_FINE, "/dev/dm-0", NULL, { SWAP("/dev/dm-0", "partition") }, NULL, NULL },
    { "swap", DOCTOR_FINE, "/swap file", NULL, { SWAP("/swap\\040file", "file") }, NULL, NULL },
    { "swap",
      DOCTOR_SERIOUS,
      "/swapfile",
      NULL,
      { SWAP("/swapfile", "file"), { "/sys/class/block/dm-0/dm/uuid", NULL } },
      NULL,
      NULL },
    { "swap",
      DOCTOR_FINE,
      NULL,
      NULL,
      { SWAP("/dev/zram0", "partition"), { "/sys/class/block/zram0/backing_dev", "none\n" } },
      NULL,
      NULL },
    { "swap",
      DOCTOR_SERIOUS,
      NULL,
      NULL,
      { SWAP("/dev/zram0", "partition"), { "/sys/class/block/zram0/backing_dev", "/dev/sda2\n" } },
      NULL,
      NULL },
    { "swap", DOCTOR_UNKNOWN, NULL, NULL, { { "/proc/swaps", NULL } }, NULL, NULL },
    { "hibernation", DOCTOR_SERIOUS, NULL, "mask", { SWAP("/dev/sda2", "partition") }, NULL, NULL },
    { "hibernation", DOCTOR_WORTH, NULL, "mask", { SWAP("/dev/dm-0", "partition") }, NULL, NULL },
    { "hibernation",
      DOCTOR_FINE,
      NULL,
      NULL,
      { SWAP("/dev/sda2", "partition"),
        { "/etc/systemd/system/hibernate.target", "->/dev/null" },
        { "/etc/systemd/system/hybrid-sleep.target", "->/dev/null" },
        { "/etc/systemd/system/suspend-then-hibernate.target", "->/dev/null" } },
      NULL,
      NULL },
    { "hibernation",
      DOCTOR_FINE,
      NULL,
      NULL,
      { SWAP("/dev/sda2", "partition"), { "/sys/power/disk", "[disabled]\n" } },
      NULL,
      NULL },
    { "sleep", DOCTOR_WORTH, NULL, "dbus", { { "/run/dbus/system_bus_socket", NULL } }, NULL, NULL },
    { "sleep", DOCTOR_FINE, "cannot", NULL, { { "/sys/power/state", "\n" } }, NULL, NULL },
    { "memlock",
      DOCTOR_WORTH,
      "3 KiB",
      "memlock",
      { { "/proc/self/limits", LIMITS("65536") } },
      NULL,
      some_unlocked },
    { "memlock", DOCTOR_WORTH, "8388608 bytes", NULL, { { 0 } }, NULL, some_unlocked },
    { "core-dumps",
      DOCTOR_WORTH,
      "to systemd-coredump,",
      "core_pattern=|/bin/false",
      { { "/proc/sys/kernel/core_pattern", "|/lib/systemd/systemd-coredump %P %u\n" } },
      NULL,
      NULL },
    { "core-dumps",
      DOCTOR_FINE,
      "thrown away",
      NULL,
      { { "/proc/sys/kernel/core_pattern", "|/bin/false\n" } },
      NULL,
      NULL },
    { "core-dumps",
      DOCTOR_WORTH,
      "to a file",
      NULL,
      { { "/proc/10/limits", "Max core file size        unlimited            unlimited bytes\n" } },
      NULL,
      NULL },
    { "ptrace",
      DOCTOR_WORTH,
      NULL,
      "ptrace_scope=1",
      { { "/proc/sys/kernel/yama/ptrace_scope", "0\n" } },
      NULL,
      NULL },
    { "ptrace", DOCTOR_WORTH, NULL, NULL, { { "/proc/sys/kernel/yama", NULL } }, NULL, NULL },
    { "file-system", DOCTOR_SERIOUS, "nfs4", "backup", { { 0 } }, NULL, on_nfs },
    { "file-system", DOCTOR_SERIOUS, "memory", "backup", { ROOT_ON("tmpfs", "rw") }, NULL, NULL },
    { "file-system", DOCTOR_WORTH, "btrfs", NULL, { ROOT_ON("btrfs", "rw") }, NULL, NULL },
    { "file-system", DOCTOR_WORTH, "f2fs", NULL, { ROOT_ON("f2fs", "rw") }, NULL, NULL },
    { "file-system", DOCTOR_WORTH, "overlay", NULL, { ROOT_ON("overlay", "rw") }, NULL, NULL },
    { "file-system", DOCTOR_WORTH, "journal", "fstab", { ROOT_ON("ext4", "rw,data=journal") }, NULL, NULL },
    { "file-system",
      DOCTOR_UNKNOWN,
      "fuse.gocryptfs",
      NULL,
      { ROOT_ON("fuse.gocryptfs", "rw") },
      NULL,
      NULL },
    { "file-system", DOCTOR_UNKNOWN, "newfs", NULL, { ROOT_ON("newfs", "rw") }, NULL, NULL },
    { "file-system", DOCTOR_FINE, "vfat", NULL, { ROOT_ON("vfat", "rw") }, NULL, NULL },
    { "file-system", DOCTOR_UNKNOWN, NULL, NULL, { { "/proc/self/mountinfo", NULL } }, NULL, NULL },
    { "file-system", DOCTOR_UNKNOWN, NULL, NULL, { { 0 } }, NULL, no_vault },
    { "disk-encryption",
      DOCTOR_WORTH,
      "dm-1",
      NULL,
      { { "/sys/class/block/dm-0/dm/uuid", "LVM-x\n" } },
      NULL,
      NULL },
    { "disk-encryption", DOCTOR_UNKNOWN, NULL, NULL, { { 0 } }, NULL, on_nfs },
    { "disk-encryption",
      DOCTOR_FINE,
      NULL,
      NULL,
      { ROOT_ON("btrfs", "rw"), { "/dev/mapper/vg-root", "->../dm-0" } },
      NULL,
      NULL },
    { "flash",
      DOCTOR_WORTH,
      "not told",
      "fstrim",
      { { "/sys/devices/pci/block/sda/queue/rotational", "0\n" } },
      NULL,
      NULL },
    { "flash",
      DOCTOR_WORTH,
      "is told",
      NULL,
      { { "/sys/devices/pci/block/sda/queue/rotational", "0\n" },
        { "/etc/systemd/system/timers.target.wants/fstrim.timer", "" } },
      NULL,
      NULL },
    { "flash", DOCTOR_UNKNOWN, NULL, NULL, { { "/sys/devices/pci/block/sda/queue", NULL } }, NULL, NULL },
    { "flash", DOCTOR_UNKNOWN, NULL, NULL, { { "/proc/cpuinfo", "flags : hypervisor\n" } }, NULL, NULL },
    { "synced-folder", DOCTOR_SERIOUS, "\"/home/maria/Dropbox\"", "backup", { { 0 } }, NULL, in_dropbox },
    { "synced-folder", DOCTOR_SERIOUS, "OneDrive - Sylvania\"", "'", { { 0 } }, NULL, in_onedrive },
    { "synced-folder", DOCTOR_FINE, NULL, NULL, { { 0 } }, NULL, called_dropbox },
    { "synced-folder",
      DOCTOR_SERIOUS,
      "\"/home/maria\"",
      NULL,
      { { "/home/maria/.stfolder/x", "" } },
      NULL,
      NULL },
    { "synced-folder", DOCTOR_SERIOUS, NULL, NULL, { { "/home/maria/._sync_12ab.db", "" } }, NULL, NULL },
    { "snapshots",
      DOCTOR_WORTH,
      "Timeshift",
      NULL,
      { { "/etc/timeshift/timeshift.json", "{}" } },
      NULL,
      NULL },
    { "snapshots",
      DOCTOR_WORTH,
      "Back In Time",
      NULL,
      { { "/home/maria/.config/backintime/config", "" } },
      NULL,
      NULL },
    { "remote", DOCTOR_WORTH, NULL, NULL, { { 0 } }, "SSH_CONNECTION=10.0.0.1 2 10.0.0.2 22", NULL },
    { "remote", DOCTOR_WORTH, NULL, NULL, { { "/proc/1/stat", "1 (sshd) S 0\n" } }, NULL, NULL },
    { "multiplexer", DOCTOR_WORTH, "tmux", NULL, { { 0 } }, "TMUX=/tmp/tmux-1000/default,1,0", NULL },
    { "multiplexer", DOCTOR_WORTH, "screen", NULL, { { 0 } }, "STY=12.pts-0.host", NULL },
    { "multiplexer",
      DOCTOR_WORTH,
      "tmux: server",
      NULL,
      { { "/proc/9/stat", "9 (tmux: server) S 1\n" } },
      NULL,
      NULL },
    { "recording", DOCTOR_SERIOUS, "script", "exit", { { "/proc/9/stat", "9 (script) S 1\n" } }, NULL, NULL },
    { "recording", DOCTOR_SERIOUS, "asciinema", NULL, { { 0 } }, "ASCIINEMA_REC=1", NULL },
    { "terminal", DOCTOR_UNKNOWN, "xterm-256color", NULL, { { 0 } }, "VTE_VERSION=", NULL },
    { "terminal", DOCTOR_UNKNOWN, NULL, NULL, { { 0 } }, "VTE_VERSION=3803", NULL },
    { "recording", DOCTOR_UNKNOWN, NULL, NULL, { { "/proc/self/stat", NULL } }, NULL, NULL },
    { "hibernation", DOCTOR_UNKNOWN, NULL, NULL, { { "/proc/swaps", NULL } }, NULL, NULL },
    { "terminal", DOCTOR_FINE, "console", NULL, { { 0 } }, "TERM=linux", NULL },
    { "terminal",
      DOCTOR_WORTH,
      "Konsole",
      "HistoryMode",
      { { "/home/maria/.local/share/konsole/a.profile", "[Scrolling]\nHistoryMode=2\n" } },
      "KONSOLE_VERSION=230801",
      NULL },
    { "key-logging",
      DOCTOR_SERIOUS,
      NULL,
      "pam_tty_audit",
      { { "/etc/pam.d/sshd", "session required pam_tty_audit.so disable=* enable=maria\n" } },
      NULL,
      NULL },
    { "key-logging", DOCTOR_UNKNOWN, NULL, NULL, { { "/etc/pam.d", NULL } }, NULL, NULL },
    { "key-repeat", DOCTOR_UNKNOWN, NULL, NULL, { { "/home/maria/.config/kcminputrc", NULL } }, NULL, NULL },
    { "key-repeat",
      DOCTOR_WORTH,
      "12 times",
      NULL,
      { { "/home/maria/.config/kcminputrc", "RepeatRate=12\n" } },
      NULL,
      NULL },
    { "key-repeat",
      DOCTOR_WORTH,
      "5 times",
      NULL,
      { { "/home/maria/.config/kcminputrc", "RepeatRate=5\n" } },
      NULL,
      NULL },
    { "key-repeat",
      DOCTOR_WORTH,
      "4 times",
      NULL,
      { { "/home/maria/.config/kcminputrc", NULL },
        { "/home/maria/.config/xfce4/xfconf/xfce-perchannel-xml/keyboards.xml",
          "<property name=\"Rate\" type=\"int\" value=\"4\"/>\n" } },
      NULL,
      NULL },
    { "locale", DOCTOR_WORTH, "de_DE", "locales", { { 0 } }, "LC_ALL=de_DE", NULL },
    { "locale", DOCTOR_WORTH, "(C)", NULL, { { 0 } }, "LANG=", NULL },
    { "confinement", DOCTOR_WORTH, "the network", "linux-image", { { 0 } }, NULL, no_confinement },
    { "confinement", DOCTOR_WORTH, "but not writing", "linux-image", { { 0 } }, NULL, no_landlock },
    { "confinement", DOCTOR_WORTH, "but not writing", "update-grub", { { 0 } }, NULL, landlock_off },
    { "confinement", DOCTOR_UNKNOWN, NULL, NULL, { { 0 } }, NULL, not_yet },
    { "kernel",
      DOCTOR_WORTH,
      "5.10.0-30",
      "upgrade",
      { { "/proc/sys/kernel/osrelease", "5.10.0-30\n" } },
      NULL,
      NULL },
    { "kernel", DOCTOR_UNKNOWN, NULL, NULL, { { "/proc/sys/kernel/osrelease", NULL } }, NULL, NULL },
    { "preload", DOCTOR_SERIOUS, "libx.so", "env -u", { { 0 } }, "LD_PRELOAD=/lib/libx.so", NULL },
    { "preload",
      DOCTOR_SERIOUS,
      "libsnoopy.so",
      "ld.so.preload",
      { { "/etc/ld.so.preload", "/lib/libsnoopy.so\n" } },
      NULL,
      NULL },
    { "user", DOCTOR_WORTH, NULL, NULL, { { 0 } }, NULL, as_root },
    { "user", DOCTOR_SERIOUS, NULL, "chmod", { { 0 } }, NULL, for_another },
    { "command-logging", DOCTOR_WORTH, "auditd", "auditd", { { "/run/auditd.pid", "3\n" } }, NULL, NULL },
    { "command-logging", DOCTOR_WORTH, "sudo", NULL, { { 0 } }, "SUDO_COMMAND=/usr/bin/satchel", NULL },
    { "command-logging", DOCTOR_WORTH, NULL, "acct", { { "/var/log/account/pacct", "x" } }, NULL, NULL },
    { "other-users",
      DOCTOR_WORTH,
      "1 other user",
      "hidepid",
      { { "/run/systemd/sessions/2", "# private\nUID=4242\nUSER=ivan\nCLASS=user\n" },
        { "/run/systemd/sessions/3", "UID=4242\nUSER=ivan\nCLASS=user\n" } },
      NULL,
      NULL },
    { "other-users", DOCTOR_UNKNOWN, NULL, NULL, { { "/run/systemd/sessions", NULL } }, NULL, NULL },
    { "virtual-machine",
      DOCTOR_WORTH,
      NULL,
      NULL,
      { { "/proc/sys/kernel/osrelease", "6.6.36.3-microsoft-standard-WSL2\n" } },
      NULL,
      NULL },
    { "virtual-machine",
      DOCTOR_WORTH,
      NULL,
      NULL,
      { { "/proc/cpuinfo", "flags\t: fpu hypervisor lahf\n" } },
      NULL,
      NULL },
    { "virtual-machine",
      DOCTOR_WORTH,
      NULL,
      NULL,
      { { "/sys/class/dmi/id/sys_vendor", "VMware, Inc.\n" } },
      NULL,
      NULL },
    { "virtual-machine",
      DOCTOR_WORTH,
      "container",
      NULL,
      { { "/run/systemd/container", "podman" } },
      NULL,
      NULL },
    { "clock", DOCTOR_WORTH, "years", "timedatectl", { { 0 } }, NULL, in_1970 },
    { "clock", DOCTOR_WORTH, "slow", NULL, { { 0 } }, NULL, two_days_slow },
    { "backup", DOCTOR_WORTH, "no backup", NULL, { { 0 } }, NULL, never_backed_up },
    { "backup", DOCTOR_WORTH, "40 days", NULL, { { 0 } }, NULL, old_backup },
    { "backup", DOCTOR_UNKNOWN, NULL, NULL, { { 0 } }, NULL, closed_vault },
    { "shell-history", DOCTOR_UNKNOWN, NULL, NULL, { { "/home/maria/.bash_history", NULL } }, NULL, NULL },
};

static void assert_has(const struct doctor_finding *f, const char *text, const char *part)
{
    if (part && !strstr(text, part))
        fail_msg("%s: no \"%s\" in \"%s\"", f->code, part, text);
}

static void check(const struct wrong *w)
{
    const char *env[ENV_MOST];
    struct doctor_place place = place_of(env);
    struct doctor d;
    for (size_t i = 0; i < 4 && w->changes[i].path; i++)
        put(&w->changes[i]);
    if (w->env) { /* the first of two is the one in force */
        memmove(env + 1, env, (ENV_MOST - 2) * sizeof *env);
        env[0] = w->env;
    }
    if (w->change)
        w->change(&place);
    assert_int_equal(doctor_look(&place, &d, NULL), 0);
    const struct doctor_finding *f = find(&d, w->code);
    if (f->state != w->state)
        fail_msg("%s is %s: %s", f->code, doctor_state_name(f->state), f->found);
    assert_has(f, f->found, w->found);
    assert_has(f, f->command, w->command);
    doctor_free(&d);
}

static void each_is_found(void **state)
{
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        check(&WRONG[i]);
        assert_int_equal(remove_machine(state), 0);
        make_machine(state);
    }
}

/* ---- permissions ---- */

static void assert_permissions(enum doctor_state want, const char *command)
{
    const char *env[ENV_MOST];
    struct doctor_place place = place_of(env);
    struct doctor d;
    assert_int_equal(doctor_look(&place, &d, NULL), 0);
    const struct doctor_finding *f = find(&d, "permissions");
    assert_int_equal(f->state, want);
    assert_string_equal(f->command, command);
    doctor_free(&d);
}

static void set_mode(const char *path, mode_t mode)
{
    char full[512];
    full_path(path, full);
    assert_int_equal(chmod(full, mode), 0);
}

static void who_may_write(void **state)
{
    (void)state;
    assert_permissions(DOCTOR_FINE, "");
    set_mode("/home/maria/vault", 0644);
    assert_permissions(DOCTOR_WORTH, "chmod go-rwx /home/maria/vault");
    set_mode("/home/maria/vault", 0620);
    assert_permissions(DOCTOR_SERIOUS, "chmod go-rwx /home/maria/vault");
    set_mode("/home/maria", 0775);
    assert_permissions(DOCTOR_SERIOUS, "chmod go-w /home/maria");
    set_mode("/home/maria/.config/satchel", 0777);
    assert_permissions(DOCTOR_SERIOUS, "chmod go-w /home/maria/.config/satchel");
    put(&(struct entry)ROOT_ON("exfat", "rw"));
    set_mode("/home/maria/.config/satchel", 0700);
    assert_permissions(DOCTOR_FINE, "");
    put(&(struct entry)ROOT_ON("ext4", "rw"));
    set_mode("/home/maria", 01777);
    set_mode("/home/maria/vault", 0600);
    assert_permissions(DOCTOR_FINE, "");
}

/* ---- names that others chose ---- */

static void words_are_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *vault, *command;
    } CASES[] = {
        { "/mnt/a b/it's", "satchel -f '/mnt/a b/it'\\''s' backup ~/satchel-vault" },
        { "/mnt/a b/\033[2J", "" }, /* cleaned, it would be another name */
    };
    for (size_t i = 0; i < 2; i++) {
        const char *env[ENV_MOST];
        struct doctor_place place = place_of(env);
        struct doctor d;
        place.vault = CASES[i].vault;
        assert_int_equal(doctor_look(&place, &d, NULL), 0);
        assert_string_equal(find(&d, "file-system")->command, CASES[i].command);
        doctor_free(&d);
    }
}

/* ---- history ---- */

static void lines_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *file, *lines, *found, *command;
    } CASES[] = {
        { "/home/maria/.bash_history", "satchel add person names=Anna\n", "1 line ", "history -c" },
        { "/home/maria/.bash_history",
          "satchel -f /x --json set 3f2a 'note+=a b'\n./build/satchel search Anna\nls;satchel search --type "
          "person Anna\nsatchel list person --where names '~' Anna\nsatchel search - | grep x=y\n",
          "4 lines ", ".bash_history" },
        { "/home/maria/.zsh_history", ": 1700000000:0;satchel add note text=x\n", "1 line ", ".zsh_history" },
        { "/home/maria/.local/share/fish/fish_history", "- cmd: satchel search Anna\n  when: 1700000000\n",
          "1 line ", "history delete" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *env[ENV_MOST];
        struct doctor_place place = place_of(env);
        struct doctor d;
        put(&(struct entry){ CASES[i].file, CASES[i].lines });
        assert_int_equal(doctor_look(&place, &d, NULL), 0);
        const struct doctor_finding *f = find(&d, "shell-history");
        assert_int_equal(f->state, DOCTOR_SERIOUS);
        assert_has(f, f->found, CASES[i].found);
        assert_has(f, f->command, CASES[i].command);
        assert_null(strstr(f->found, "Anna"));
        put(&(struct entry){ CASES[i].file, NULL });
        doctor_free(&d);
    }
}

static void a_history_elsewhere(void **state)
{
    (void)state;
    const char *env[ENV_MOST];
    struct doctor_place place = place_of(env);
    struct doctor d;
    env[4] = "HISTFILE=/home/maria/my history";
    put(&(struct entry){ "/home/maria/my history", "satchel set 3f2a born=1981\n" });
    assert_int_equal(doctor_look(&place, &d, NULL), 0);
    assert_int_equal(find(&d, "shell-history")->state, DOCTOR_SERIOUS);
    assert_string_equal(find(&d, "shell-history")->command, "sed -i '/satchel/d' '/home/maria/my history'");
    doctor_free(&d);
}

/* ---- all together ---- */

static void worst_comes_first(void **state)
{
    (void)state;
    const char *env[ENV_MOST];
    struct doctor_place place = place_of(env);
    struct doctor d;
    env[4] = "LD_PRELOAD=x";
    as_root(&place);
    put(&(struct entry)SWAP("/dev/sda2", "partition"));
    assert_int_equal(doctor_look(&place, &d, NULL), 0);
    size_t n = d.found.n;
    doctor_sort(&d);
    assert_string_equal(d.found.at[0].code, "swap");
    assert_string_equal(d.found.at[1].code, "hibernation");
    assert_string_equal(d.found.at[2].code, "preload");
    assert_int_equal(doctor_count(&d, DOCTOR_SERIOUS), 3);
    for (size_t i = 1; i < n; i++)
        assert_true(d.found.at[i - 1].state <= d.found.at[i].state);
    doctor_free(&d);
}

/* A machine that tells nothing at all. */
static void an_empty_machine(void **state)
{
    (void)state;
    static const struct doctor_place NOTHING = { .root = "/nonexistent", .now = NOW };
    struct doctor d;
    assert_int_equal(doctor_look(&NOTHING, &d, NULL), 0);
    assert_true(doctor_count(&d, DOCTOR_UNKNOWN) > 8);
    assert_int_equal(doctor_count(&d, DOCTOR_SERIOUS), 0);
    doctor_free(&d);
}

#define ON_MACHINE(test) cmocka_unit_test_setup_teardown(test, make_machine, remove_machine)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_MACHINE(all_is_well),       ON_MACHINE(each_is_found),          ON_MACHINE(who_may_write),
        ON_MACHINE(words_are_quoted),  ON_MACHINE(lines_are_counted),      ON_MACHINE(a_history_elsewhere),
        ON_MACHINE(worst_comes_first), cmocka_unit_test(an_empty_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
