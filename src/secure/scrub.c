/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /proc/self/maps is the one list of memory that nobody forgets to keep: libraries map for themselves, and
 * the C library takes further heaps for further threads. It is read through a descriptor opened beforehand
 * into a buffer prepared beforehand. Of each private mapping that can be written, the pages that are in
 * memory are zeroed and no others: address space that was only set aside (SQLite's 256 MiB) would otherwise
 * be filled. Pages that were swapped out are not fetched either: zeroing their copy in memory does nothing to
 * the one on the disk. Guard pages cannot be written and are passed over.
 *
 * .data and .bss of each library are known from its program headers, to the byte, and not from the names in
 * the list: .bss has none there, and may stand in one line with a heap that lies beside it.
 *
 * Tested in tests/unit/test_park.c by looking into a process that has done this. */
#include "satchel/secure/scrub.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

/* ---- what is kept ---- */

int scrub_keep(struct scrub *s, const void *memory, size_t n, struct err *e)
{
    uintptr_t first = (uintptr_t)memory & ~(s->page - 1),
              last = ((uintptr_t)memory + n + s->page - 1) & ~(s->page - 1);
    if (s->n == SCRUB_KEPT_MOST)
        return err_no_memory(e);
    size_t at = s->n++;
    for (; at > 0 && s->kept[at - 1].first > first; at--)
        s->kept[at] = s->kept[at - 1];
    s->kept[at] = (struct scrub_range){ first, last };
    return 0;
}

static int keep_variables(struct dl_phdr_info *info, size_t size, void *arg)
{
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *p = &info->dlpi_phdr[i];
        if (p->p_type == PT_LOAD && p->p_flags & PF_W &&
            scrub_keep(arg, (const void *)(info->dlpi_addr + p->p_vaddr), p->p_memsz, NULL) < 0)
            return -1;
    }
    return 0;
}

int scrub_prepare(struct scrub *s, struct err *e)
{
    s->n = 0;
    s->page = (uintptr_t)sysconf(_SC_PAGESIZE);
    s->maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (s->maps < 0)
        return err_errno(e, errno, _("The list of the program's own memory could not be opened"));
    return dl_iterate_phdr(keep_variables, s) < 0 ? err_no_memory(e) : 0;
}

/* ---- zeroing ---- */

/* The pages of it that are in memory. */
static size_t zero_piece(struct scrub *s, uintptr_t first, uintptr_t last)
{
    size_t zeroed = 0;
    for (uintptr_t at = first; at < last; at += sizeof s->resident * s->page) {
        size_t pages = (last - at) / s->page;
        if (pages > sizeof s->resident)
            pages = sizeof s->resident;
        if (mincore((void *)at, pages * s->page, s->resident) < 0)
            memset(s->resident, 1, pages); /* not known: all of them */
        for (size_t i = 0; i < pages; i++)
            if (s->resident[i] & 1) {
                memset((void *)(at + i * s->page), 0, s->page);
                zeroed += s->page;
            }
    }
    return zeroed;
}

/* What of the mapping is not kept. */
static size_t zero_mapping(struct scrub *s, uintptr_t first, uintptr_t last)
{
    size_t zeroed = 0;
    for (size_t i = 0; i < s->n && first < last; i++) {
        const struct scrub_range *kept = &s->kept[i];
        if (kept->last <= first)
            continue;
        if (kept->first >= last)
            break;
        if (kept->first > first)
            zeroed += zero_piece(s, first, kept->first);
        first = kept->last;
    }
    return first < last ? zeroed + zero_piece(s, first, last) : zeroed;
}

static size_t read_maps(struct scrub *s)
{
    size_t n = 0;
    ssize_t got;
    lseek(s->maps, 0, SEEK_SET);
    while (n < sizeof s->text - 1 && (got = read(s->maps, s->text + n, sizeof s->text - 1 - n)) > 0)
        n += (size_t)got;
    s->text[n] = '\0';
    return n;
}

static const char *read_hex(const char *p, uintptr_t *out)
{
    uintptr_t n = 0;
    for (;; p++) {
        unsigned digit = *p >= '0' && *p <= '9' ? (unsigned)(*p - '0') : (unsigned)(*p - 'a') + 10;
        if (digit > 15)
            break;
        n = n << 4 | digit;
    }
    *out = n;
    return p;
}

/* One line: FIRST-LAST rwxp ... False: not private memory that can be written, or no such line. */
static bool read_line(const char *p, uintptr_t *first, uintptr_t *last)
{
    p = read_hex(p, first);
    if (*p++ != '-')
        return false;
    p = read_hex(p, last);
    return p[0] == ' ' && p[1] == 'r' && p[2] == 'w' && p[4] == 'p';
}

size_t scrub_run(struct scrub *s)
{
    size_t zeroed = 0;
    uintptr_t first, last;
    read_maps(s);
    for (const char *line = s->text; *line;) {
        if (read_line(line, &first, &last))
            zeroed += zero_mapping(s, first, last);
        while (*line && *line++ != '\n')
            ;
    }
    return zeroed;
}
