/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/doctor_system.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/secure/confine.h"

#define BACKUP_DAYS 7 /* as on the agenda */

/* ---- the program itself ---- */

static void mend_kernel(struct doctor_visit *v, const struct confine *c)
{
    if (c->files_errno == EOPNOTSUPP)
        doctor_mend(
            v, _("This kernel has Landlock, switched off: switch it on and start the machine anew."),
            "sudo sed -i.old 's/^GRUB_CMDLINE_LINUX=\"/&lsm=landlock,lockdown,yama,integrity,apparmor /' "
            "/etc/default/grub && sudo update-grub");
    else
        doctor_mend(v, _("Start the machine with Debian's own kernel."),
                    "sudo apt install linux-image-$(dpkg --print-architecture)");
}

static void look_confinement(struct doctor_visit *v)
{
    const struct confine *c = v->place->confine;
    if (!c || (!c->calls && !c->calls_errno)) {
        doctor_say(v, DOCTOR_UNKNOWN, _("Satchel has not given up anything yet."));
    } else if (!c->calls) {
        doctor_say(v, DOCTOR_WORTH, _("Satchel could not give up the network and other programs."));
        mend_kernel(v, c);
    } else if (!c->files && !c->files_errno) {
        doctor_say(v, DOCTOR_UNKNOWN,
                   _("Satchel has given up the network and other programs; writing elsewhere not yet."));
    } else if (!c->files) {
        doctor_say(v, DOCTOR_WORTH,
                   _("Satchel has given up the network and other programs, but not writing elsewhere."));
        mend_kernel(v, c);
    } else {
        doctor_say(v, DOCTOR_FINE,
                   _("Satchel can open no connection, start no program, and write only in a few folders."));
    }
}

static bool is_older(const char *release, int major, int minor)
{
    char *end;
    long first = strtol(release, &end, 10), second = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
    return first < major || (first == major && second < minor);
}

static void look_kernel(struct doctor_visit *v)
{
    static const struct {
        int major, minor;
        const char *what;
    } NEEDS[] = {
        { 3, 17, N_("locks that keep a second Satchel out, and random numbers that never wait") },
        { 4, 14, N_("keeping the source of random numbers from other processes") },
        { 5, 9, N_("closing what another program left open") },
        { 5, 13, N_("keeping Satchel's writing to its folders") },
    };
    struct buf text = { 0 };
    const char *lacks = NULL;
    bool told = machine_line(&v->machine, &text, "/proc/sys/kernel/osrelease") && text.len;
    for (size_t i = 0; told && !lacks && i < sizeof NEEDS / sizeof *NEEDS; i++)
        if (is_older(buf_text(&text), NEEDS[i].major, NEEDS[i].minor))
            lacks = _(NEEDS[i].what);
    if (!told) {
        doctor_say(v, DOCTOR_UNKNOWN, _("The system does not say which kernel it runs."));
    } else if (!lacks) {
        doctor_say(v, DOCTOR_FINE, _("Linux %s has all that Satchel uses."), buf_text(&text));
    } else {
        doctor_say(v, DOCTOR_WORTH, _("Linux %s is too old for: %s."), buf_text(&text), lacks);
        doctor_mend(v, _("Bring the system up to date, and start the machine anew."),
                    "sudo apt update && sudo apt full-upgrade");
    }
    buf_free(&text);
}

static void look_preload(struct doctor_visit *v)
{
    struct buf text = { 0 };
    machine_line(&v->machine, &text, "/etc/ld.so.preload");
    if (text.len && text.data[0] != '#') {
        doctor_say(v, DOCTOR_SERIOUS, _("The system puts foreign code into every program: %s."),
                   buf_text(&text));
        doctor_mend(v, _("Find out who set that up; this switches it off."),
                    "sudo mv /etc/ld.so.preload /etc/ld.so.preload.off");
    } else if (doctor_env(v, "LD_PRELOAD") || doctor_env(v, "LD_AUDIT")) {
        doctor_say(v, DOCTOR_SERIOUS, _("Foreign code was put into Satchel when it was started: %s."),
                   doctor_env(v, "LD_PRELOAD") ? doctor_env(v, "LD_PRELOAD") : doctor_env(v, "LD_AUDIT"));
        doctor_mend(v, _("Start Satchel without it."), "env -u LD_PRELOAD -u LD_AUDIT satchel");
    } else {
        doctor_say(v, DOCTOR_FINE, _("No foreign code was put into Satchel."));
    }
    buf_free(&text);
}

static void look_user(struct doctor_visit *v)
{
    if (v->place->uid != v->place->euid) {
        doctor_say(v, DOCTOR_SERIOUS,
                   _("Satchel runs with the rights of another user than the one who "
                     "started it."));
        doctor_mend(v, _("Take these rights from the program."),
                    "sudo chmod u-s,g-s \"$(command -v satchel)\"");
    } else if (v->place->euid == 0) {
        doctor_say(v, DOCTOR_WORTH, _("Satchel runs as the administrator of the machine."));
        doctor_mend(v, _("Start it under your own name, without sudo."), NULL);
    } else {
        doctor_say(v, DOCTOR_FINE, _("Satchel runs under your own name."));
    }
}

/* ---- others ---- */

static void look_command_logging(struct doctor_visit *v)
{
    if (doctor_env(v, "SUDO_COMMAND")) {
        doctor_say(v, DOCTOR_WORTH, _("Satchel was started with sudo, which logs the whole command line."));
        doctor_mend(v, _("Start it without sudo."), NULL);
    } else if (machine_is_there(&v->machine, "/run/auditd.pid")) {
        doctor_say(v, DOCTOR_WORTH, _("auditd runs, which can log every command line."));
        doctor_mend(v, _("Give text of records through standard input only; or switch it off."),
                    "sudo systemctl disable --now auditd");
    } else if (machine_is_there(&v->machine, "/var/log/account/pacct")) {
        doctor_say(v, DOCTOR_WORTH, _("The system notes down which programs you start, and when."));
        doctor_mend(v, _("Switch it off."), "sudo systemctl disable --now acct");
    } else {
        doctor_say(v, DOCTOR_FINE, _("No program that logs command lines was found."));
    }
}

/* The user of a session of systemd-logind, as text; "" when it is no person's. */
static void session_user(struct doctor_visit *v, const char *session, struct buf *uid)
{
    struct buf text = { 0 };
    machine_read(&v->machine, &text, "/run/systemd/sessions/%s", session);
    const char *all = buf_text(&text), *at = strncmp(all, "UID=", 4) == 0 ? all : strstr(all, "\nUID=");
    buf_clear(uid);
    if (at && strstr(all, "\nCLASS=user\n")) {
        at = strchr(at, '=') + 1;
        buf_add(uid, at, strcspn(at, "\n"));
    }
    buf_free(&text);
}

static bool is_new(const struct strs *seen, const char *text)
{
    for (size_t i = 0; i < seen->n; i++)
        if (strcmp(seen->at[i], text) == 0)
            return false;
    return true;
}

static void look_other_users(struct doctor_visit *v)
{
    struct strs names = { 0 }, others = { 0 };
    struct buf uid = { 0 };
    bool told = machine_names(&v->machine, &names, "/run/systemd/sessions");
    for (size_t i = 0; i < names.n; i++) {
        session_user(v, names.at[i], &uid);
        if (uid.len && strtoul(uid.data, NULL, 10) != v->place->uid && is_new(&others, buf_text(&uid)))
            strs_add(&others, buf_text(&uid));
    }
    if (!told) {
        doctor_say(v, DOCTOR_UNKNOWN, _("Whether others are logged in here cannot be told."));
    } else if (others.n) {
        doctor_say(v, DOCTOR_WORTH,
                   P_("%zu other user is logged in.", "%zu other users are logged in.", others.n), others.n);
        doctor_mend(v, _("Hide your programs from them until the next start."),
                    "sudo mount -o remount,hidepid=2 /proc");
    } else {
        doctor_say(v, DOCTOR_FINE, _("Nobody else is logged in."));
    }
    strs_free(&names);
    strs_free(&others);
    buf_free(&uid);
}

static void look_virtual_machine(struct doctor_visit *v)
{
    if (machine_is_there(&v->machine, "/run/systemd/container") ||
        machine_is_there(&v->machine, "/.dockerenv"))
        doctor_say(v, DOCTOR_WORTH, _("Satchel runs in a container."));
    else if (doctor_is_virtual(v))
        doctor_say(v, DOCTOR_WORTH, _("This is a virtual machine."));
    else
        doctor_say(v, DOCTOR_FINE, _("There is no sign of a virtual machine."));
    if (v->finding->state == DOCTOR_WORTH)
        doctor_mend(v,
                    _("Keep real cases on a machine that is yours alone; if this one runs on it, save no "
                      "snapshots while the vault is open."),
                    NULL);
}

/* ---- time ---- */

static void look_clock(struct doctor_visit *v)
{
    const int64_t day = 86400, earliest = 20454 * day /* 2026-01-01 */, latest = 47482 * day /* 2100 */;
    struct stat st;
    struct buf path = { 0 };
    int64_t now = v->place->now;
    doctor_vault_path(v, &path);
    bool written_later =
        path.len && machine_stat(&v->machine, &st, "%s", buf_text(&path)) && (int64_t)st.st_mtime > now + day;
    if (now < earliest || now > latest)
        doctor_say(v, DOCTOR_WORTH, _("The machine's clock is wrong by years."));
    else if (written_later)
        doctor_say(v, DOCTOR_WORTH, _("The machine's clock is slow: the vault was changed at a later day."));
    else
        doctor_say(v, DOCTOR_FINE, _("The machine's clock is plausible."));
    if (v->finding->state == DOCTOR_WORTH)
        doctor_mend(v, _("Set the clock; without a network: sudo timedatectl set-time 'YYYY-MM-DD hh:mm'"),
                    "sudo timedatectl set-ntp true");
    buf_free(&path);
}

static void look_backup(struct doctor_visit *v)
{
    int days = (int)v->place->backup_age;
    if (v->place->backup == DOCTOR_BACKUP_INSIDE)
        doctor_say(v, DOCTOR_UNKNOWN,
                   _("The day of the last backup stands in the vault: see Doctor in the "
                     "terminal program."));
    else if (v->place->backup == DOCTOR_BACKUP_NEVER)
        doctor_say(v, DOCTOR_WORTH, _("There has been no backup."));
    else
        doctor_say(v, days > BACKUP_DAYS ? DOCTOR_WORTH : DOCTOR_FINE,
                   P_("The last backup is %d day old.", "The last backup is %d days old.", days), days);
    if (v->finding->state == DOCTOR_WORTH)
        doctor_mend(v, _("Copy the vault to a stick with :backup, and have somebody else keep it."), NULL);
}

static void look_unseen(struct doctor_visit *v)
{
    doctor_say(v, DOCTOR_UNKNOWN,
               _("Cameras, changed keyboards, malicious firmware, malicious programs with all rights: no "
                 "program can tell you that they are not there."));
}

const struct doctor_check doctor_system[] = {
    { "confinement", N_("Confinement"),
      N_("A foreign text that found a fault in Satchel could otherwise send your records away, or leave "
         "something behind."),
      look_confinement },
    { "kernel", N_("Kernel"), N_("What an older kernel lacks, Satchel has to do without."), look_kernel },
    { "preload", N_("Foreign code"), N_("Such code sees everything that Satchel sees, your passphrase too."),
      look_preload },
    { "user", N_("Rights"),
      N_("A fault in the program would then harm the whole machine, not your files alone."), look_user },
    { "command-logging", N_("Logging of commands"),
      N_("What stands on a command line is then kept where you cannot remove it."), look_command_logging },
    { "other-users", N_("Other users"),
      N_("Others on the machine see which programs you run, and the words of their command lines."),
      look_other_users },
    { "virtual-machine", N_("Virtual machine"),
      N_("Whoever runs the machine below can save its memory at any moment, and with it an open vault."),
      look_virtual_machine },
    { "clock", N_("Clock"), N_("Deadlines and check-ins are counted from it."), look_clock },
    { "backup", N_("Backup"), N_("A lost or broken disk is a lost vault, unless there is a copy."),
      look_backup },
    { "unseen", N_("What nobody sees"), N_("They see your passphrase when you type it."), look_unseen },
    { 0 },
};
