/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/doctor_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"

/* ---- swap ---- */

static void look_swap(struct doctor_visit *v)
{
    struct buf all = { 0 }, plain = { 0 };
    if (!doctor_swap(v, &all, &plain)) {
        doctor_say(v, DOCTOR_UNKNOWN, _("The system does not say whether swap is in use."));
    } else if (!all.len) {
        doctor_say(v, DOCTOR_FINE, _("No swap is in use."));
    } else if (!plain.len) {
        doctor_say(v, DOCTOR_FINE, _("Swap is in use, and all of it is encrypted or in memory: %s."),
                   buf_text(&all));
    } else {
        doctor_say(v, DOCTOR_SERIOUS, _("Swap is in use and is not encrypted: %s."), buf_text(&plain));
        doctor_mend(v,
                    _("Switch swap off, now and for every later start. What was written there before stays "
                      "until it is overwritten."),
                    "sudo swapoff -a && sudo sed -i.old '/\\sswap\\s/s/^[^#]/#&/' /etc/fstab");
    }
    buf_free(&all);
    buf_free(&plain);
}

/* ---- hibernation ---- */

/* Links to /dev/null are how systemd leaves something out for good. */
static bool is_masked(struct doctor_visit *v)
{
    static const char *const TARGETS[] = { "hibernate", "hybrid-sleep", "suspend-then-hibernate" };
    struct buf text = { 0 };
    size_t masked = 0;
    for (size_t i = 0; i < 3; i++)
        masked += machine_link(&v->machine, &text, "/etc/systemd/system/%s.target", TARGETS[i]) &&
                  strcmp(buf_text(&text), "/dev/null") == 0;
    bool off = machine_read(&v->machine, &text, "/etc/systemd/sleep.conf") &&
               machine_has_word(buf_text(&text), "AllowHibernation=no");
    buf_free(&text);
    return off || masked == 3;
}

static bool can_hibernate(struct doctor_visit *v)
{
    struct buf text = { 0 };
    bool can =
        machine_line(&v->machine, &text, "/sys/power/state") && machine_has_word(buf_text(&text), "disk") &&
        !(machine_line(&v->machine, &text, "/sys/power/disk") && strstr(buf_text(&text), "[disabled]"));
    buf_free(&text);
    return can;
}

static void look_hibernation(struct doctor_visit *v)
{
    struct buf all = { 0 }, plain = { 0 };
    bool told = doctor_swap(v, &all, &plain);
    if (!can_hibernate(v))
        doctor_say(v, DOCTOR_FINE, _("This machine cannot hibernate."));
    else if (!told)
        doctor_say(v, DOCTOR_UNKNOWN, _("The system does not say whether it has swap to hibernate to."));
    else if (!all.len)
        doctor_say(v, DOCTOR_FINE, _("The machine has no swap in use to hibernate to."));
    else if (is_masked(v))
        doctor_say(v, DOCTOR_FINE, _("Hibernation is switched off."));
    else if (plain.len)
        doctor_say(v, DOCTOR_SERIOUS, _("The machine can hibernate, to swap that is not encrypted."));
    else
        doctor_say(v, DOCTOR_WORTH, _("The machine can hibernate; the swap it would use is encrypted."));
    if (v->finding->state < DOCTOR_UNKNOWN)
        doctor_mend(v, _("Switch hibernation off for good."),
                    "sudo systemctl mask hibernate.target hybrid-sleep.target suspend-then-hibernate.target");
    buf_free(&all);
    buf_free(&plain);
}

/* ---- sleep ---- */

static void look_sleep(struct doctor_visit *v)
{
    struct buf text = { 0 };
    bool told = machine_line(&v->machine, &text, "/sys/power/state");
    bool sleeps = machine_has_word(buf_text(&text), "mem") || machine_has_word(buf_text(&text), "freeze") ||
                  machine_has_word(buf_text(&text), "standby");
    bool heard = machine_is_there(&v->machine, "/run/systemd/seats") &&
                 machine_is_there(&v->machine, "/run/dbus/system_bus_socket");
    if (!told || !sleeps)
        doctor_say(v, DOCTOR_FINE, _("This machine cannot sleep."));
    else if (heard)
        doctor_say(v, DOCTOR_FINE,
                   _("The system says when it goes to sleep, and the vault is locked before."));
    else {
        doctor_say(v, DOCTOR_WORTH,
                   _("Nobody tells Satchel that the machine goes to sleep: the vault is locked only after it "
                     "wakes."));
        doctor_mend(v, _("Lock with F12 before you close the lid; or install what tells it, and start anew."),
                    "sudo apt install dbus libpam-systemd");
    }
    buf_free(&text);
}

/* ---- locked memory ---- */

/* The column of /proc/PID/limits with the limit that is in force; "" when there is no such line. */
static void limit_of(struct doctor_visit *v, const char *process, const char *name, struct buf *out)
{
    struct buf text = { 0 };
    buf_clear(out);
    machine_read(&v->machine, &text, "/proc/%s/limits", process);
    const char *line = strstr(buf_text(&text), name);
    if (line)
        machine_word(out, line + strlen(name), strcspn(line + strlen(name), "\n"), 0);
    buf_free(&text);
}

static void look_memlock(struct doctor_visit *v)
{
    struct buf limit = { 0 };
    size_t missing = (v->place->unlocked + 1023) / 1024;
    limit_of(v, "self", "Max locked memory", &limit);
    if (!missing) {
        doctor_say(v, DOCTOR_FINE,
                   _("What Satchel asks the system to keep out of swap is kept out: keys, passphrases, most "
                     "of the vault's pages."));
    } else {
        doctor_say(v, DOCTOR_WORTH,
                   _("%zu KiB that Satchel wanted to keep out of swap could not be; the limit is %s bytes."),
                   missing, limit.len ? buf_text(&limit) : "?");
        doctor_mend(v, _("Raise the limit, then log out and in again."),
                    "echo '* - memlock 65536' | sudo tee /etc/security/limits.d/90-satchel.conf");
    }
    buf_free(&limit);
}

/* ---- core dumps ---- */

/* The program that gets them, without its folder; "" when the pattern names a file. */
static void reporter(const char *pattern, struct buf *out)
{
    buf_clear(out);
    if (*pattern != '|')
        return;
    machine_word(out, pattern + 1, strlen(pattern + 1), 0);
    const char *slash = strrchr(buf_text(out), '/');
    char *name = slash ? strdup(slash + 1) : NULL;
    if (name) {
        buf_clear(out);
        buf_adds(out, name);
    }
    free(name);
}

static bool others_dump(struct doctor_visit *v)
{
    struct buf limit = { 0 };
    char parent[16];
    snprintf(parent, sizeof parent, "%d", doctor_parent_pid(v));
    limit_of(v, parent, "Max core file size", &limit);
    bool dump = limit.len && strcmp(buf_text(&limit), "0") != 0;
    buf_free(&limit);
    return dump;
}

static void look_core_dumps(struct doctor_visit *v)
{
    struct buf pattern = { 0 }, name = { 0 };
    bool told = machine_line(&v->machine, &pattern, "/proc/sys/kernel/core_pattern");
    reporter(buf_text(&pattern), &name);
    bool thrown_away = strcmp(buf_text(&name), "false") == 0 || strcmp(buf_text(&name), "true") == 0;
    if (!told)
        doctor_say(v, DOCTOR_UNKNOWN, _("The system does not say what becomes of a program that crashes."));
    else if (thrown_away)
        doctor_say(v, DOCTOR_FINE, _("The memory of programs that crash is thrown away."));
    else if (name.len)
        doctor_say(v, DOCTOR_WORTH,
                   _("When a program crashes, its memory goes to %s, which may keep it. Satchel's own never "
                     "does."),
                   buf_text(&name));
    else if (others_dump(v))
        doctor_say(v, DOCTOR_WORTH,
                   _("When a program crashes, its memory is written to a file. Satchel's own never is."));
    else
        doctor_say(v, DOCTOR_FINE, _("The memory of programs that crash is not written to the disk."));
    if (v->finding->state == DOCTOR_WORTH)
        doctor_mend(v, _("Have it thrown away."),
                    "echo 'kernel.core_pattern=|/bin/false' | sudo tee /etc/sysctl.d/90-satchel-core.conf && "
                    "sudo sysctl --system");
    buf_free(&pattern);
    buf_free(&name);
}

/* ---- other programs ---- */

static void look_ptrace(struct doctor_visit *v)
{
    struct buf text = { 0 };
    bool yama = machine_line(&v->machine, &text, "/proc/sys/kernel/yama/ptrace_scope");
    if (yama && strcmp(buf_text(&text), "0") != 0) {
        doctor_say(v, DOCTOR_FINE, _("Programs cannot look into each other's memory."));
    } else {
        doctor_say(v, DOCTOR_WORTH,
                   _("Any program of yours can look into the memory of your terminal. Into Satchel's it "
                     "cannot."));
        if (yama)
            doctor_mend(
                v, _("Forbid it."),
                "echo 'kernel.yama.ptrace_scope=1' | sudo tee /etc/sysctl.d/90-satchel-ptrace.conf && "
                "sudo sysctl --system");
        else
            doctor_mend(v, _("This kernel cannot forbid it; Debian's own can."), NULL);
    }
    buf_free(&text);
}

const struct doctor_check doctor_memory[] = {
    { "swap", N_("Swap"),
      N_("When memory runs short the system writes parts of it to the disk: what you read and typed can be "
         "found there long after."),
      look_swap },
    { "hibernation", N_("Hibernation"),
      N_("Hibernating writes all memory to the disk, and with it the keys of a vault that is open."),
      look_hibernation },
    { "sleep", N_("Sleep"),
      N_("In sleep the memory stays powered: whoever takes the machine then takes what is in it."),
      look_sleep },
    { "memlock", N_("Locked memory"),
      N_("What is not locked may be written to swap, and be read there by whoever takes the disk."),
      look_memlock },
    { "core-dumps", N_("Crash reports"),
      N_("A terminal that crashes would leave on the disk what stood on your screen."), look_core_dumps },
    { "ptrace", N_("Other programs"),
      N_("A malicious program under your name could read from the terminal what Satchel shows there."),
      look_ptrace },
    { 0 },
};
