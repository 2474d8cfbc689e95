/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/doctor_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/secure/disk.h"

#define PARENTS_MOST 64

/* ---- saying ---- */

/* Names of files and devices are foreign text. */
static char *clean(struct buf *text)
{
    char *out = text->failed ? NULL : text_sanitize(buf_text(text), text->len, TEXT_ONE_LINE, NULL, NULL);
    buf_free(text);
    return out;
}

static void put(struct doctor_visit *v, char **to, struct buf *text)
{
    str_free(*to);
    *to = clean(text);
    v->failed |= !*to;
}

void doctor_say(struct doctor_visit *v, enum doctor_state state, const char *format, ...)
{
    struct buf text = { 0 };
    va_list args;
    va_start(args, format);
    buf_vaddf(&text, format, args);
    va_end(args);
    v->finding->state = state;
    put(v, &v->finding->found, &text);
}

void doctor_mend(struct doctor_visit *v, const char *mend, const char *command, ...)
{
    struct buf text = { 0 };
    va_list args;
    if (mend)
        v->finding->mend = mend;
    if (!command)
        return;
    va_start(args, command);
    buf_vaddf(&text, command, args);
    va_end(args);
    size_t len = text.len;
    put(v, &v->finding->command, &text);
    if (v->finding->command && strlen(v->finding->command) != len) /* it would name another file */
        v->finding->command[0] = '\0';
}

void doctor_why(struct doctor_visit *v, const char *why)
{
    v->finding->why = why;
}

/* ---- facts ---- */

const char *doctor_env(const struct doctor_visit *v, const char *name)
{
    size_t n = strlen(name);
    for (char *const *at = v->place->env; at && *at; at++)
        if (strncmp(*at, name, n) == 0 && (*at)[n] == '=')
            return (*at)[n + 1] ? *at + n + 1 : NULL;
    return NULL;
}

void doctor_quote(struct buf *out, const char *word)
{
    static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,:@%";
    bool plain = *word && *word != '-' && !word[strspn(word, PLAIN)];
    if (!plain)
        buf_addc(out, '\'');
    for (const char *p = word; *p; p++) {
        if (*p == '\'')
            buf_adds(out, "'\\''");
        else
            buf_addc(out, *p);
    }
    if (!plain)
        buf_addc(out, '\'');
}

/* "17 (a name (x)) S 1 ...": the name ends at the last bracket. false: there is no such process. */
static bool process_stat(struct doctor_visit *v, const char *pid, struct buf *name, int *parent)
{
    struct buf text = { 0 };
    bool good = machine_line(&v->machine, &text, "/proc/%s/stat", pid);
    char *open = good ? strchr(text.data, '(') : NULL, *close = good ? strrchr(text.data, ')') : NULL;
    good = open && close > open && strlen(close) > 4;
    buf_clear(name);
    if (good) {
        buf_add(name, open + 1, (size_t)(close - open) - 1);
        *parent = atoi(close + 4);
    }
    buf_free(&text);
    return good;
}

int doctor_parent_pid(struct doctor_visit *v)
{
    struct buf name = { 0 };
    int parent = 0;
    process_stat(v, "self", &name, &parent);
    buf_free(&name);
    return parent;
}

static bool is_one_of(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

bool doctor_parent(struct doctor_visit *v, const char *const *names, struct buf *out)
{
    char id[16];
    int pid = doctor_parent_pid(v), next = 0;
    for (int i = 0; pid > 0 && i < PARENTS_MOST; i++, pid = next) {
        snprintf(id, sizeof id, "%d", pid);
        if (!process_stat(v, id, out, &next))
            break;
        if (is_one_of(names, buf_text(out)))
            return true;
    }
    buf_clear(out);
    return false;
}

void doctor_vault_path(struct doctor_visit *v, struct buf *out)
{
    buf_clear(out);
    if (v->place->vault)
        machine_real_path(&v->machine, out, v->place->vault);
}

/* The processor says so where there is such a word for it; else the maker's name of the machine does. */
bool doctor_is_virtual(struct doctor_visit *v)
{
    static const char *const MAKERS[] = { "QEMU",   "VMware", "innotek",   "Xen",       "Parallels",
                                          "Amazon", "Google", "OpenStack", "VirtualBox" };
    struct buf text = { 0 };
    bool found = (machine_read(&v->machine, &text, "/proc/cpuinfo") &&
                  machine_has_word(buf_text(&text), "hypervisor")) ||
                 (machine_line(&v->machine, &text, "/sys/hypervisor/type") && text.len);
    machine_line(&v->machine, &text, "/proc/sys/kernel/osrelease");
    found |= strcasestr(buf_text(&text), "microsoft") != NULL; /* Linux inside Windows */
    machine_line(&v->machine, &text, "/sys/class/dmi/id/sys_vendor");
    for (size_t i = 0; i < sizeof MAKERS / sizeof *MAKERS; i++)
        found |= strncmp(buf_text(&text), MAKERS[i], strlen(MAKERS[i])) == 0;
    buf_free(&text);
    return found;
}

/* ---- swap ---- */

static bool swap_is_sealed(struct doctor_visit *v, const char *path, const char *type)
{
    struct buf real = { 0 }, name = { 0 };
    struct mount mount = { 0 };
    bool found;
    if (strcmp(type, "file") == 0) {
        machine_real_path(&v->machine, &real, path);
        found = mount_find(&v->machine, buf_text(&real), &mount) && disk_of_mount(&v->machine, &mount, &name);
    } else {
        found = disk_of_path(&v->machine, path, &name);
    }
    bool sealed = found && disk_is_sealed(&v->machine, buf_text(&name));
    mount_free(&mount);
    buf_free(&real);
    buf_free(&name);
    return sealed;
}

static void add_name(struct buf *names, const char *name)
{
    buf_addf(names, "%s%s", names->len ? ", " : "", name);
}

bool doctor_swap(struct doctor_visit *v, struct buf *all, struct buf *plain)
{
    struct buf text = { 0 }, path = { 0 }, type = { 0 };
    size_t n;
    bool told = machine_read(&v->machine, &text, "/proc/swaps");
    const char *at = buf_text(&text), *line = machine_next_line(&at, &n); /* the titles */
    buf_clear(all);
    buf_clear(plain);
    while (line && (line = machine_next_line(&at, &n))) {
        machine_word(&type, line, n, 0);
        buf_clear(&path);
        machine_add_unescaped(&path, buf_text(&type));
        machine_word(&type, line, n, 1);
        add_name(all, buf_text(&path));
        if (!swap_is_sealed(v, buf_text(&path), buf_text(&type)))
            add_name(plain, buf_text(&path));
    }
    buf_free(&text);
    buf_free(&path);
    buf_free(&type);
    return told;
}
