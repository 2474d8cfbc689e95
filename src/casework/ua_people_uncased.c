/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People in scripts without capitals, where only the requests tell a name: by a dot within it, by "release"
 * before it, by a surname it begins with; it ends where the text stops repeating it. */
#include "satchel/casework/ua_people_uncased.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_person.h"

static bool uncased_letter(uint32_t cp)
{
    return text_is_alnum(cp) && cp >= 0x590;
}

static void add(struct ua_doc *d, struct parsed *out, struct ua_slice name)
{
    if (!ua_empty(name) && !ua_is_official_name(d, out, name))
        ua_person_add(d, out, name);
}

/* One character more of a Chinese name, one word more of another. false: it cannot go on. */
static bool grow(const struct ua_doc *d, struct ua_slice *name, struct ua_slice *rest, bool cjk)
{
    size_t len;
    if (cjk) {
        if (!text_is_cjk(ua_cp(d, rest->from, rest->to, &len)))
            return false;
        name->to = rest->from += len;
        return true;
    }
    struct ua_slice w = ua_next_word(d, rest);
    name->to = ua_bare(d, w).to;
    return uncased_letter(ua_cp(d, w.from, w.to, NULL));
}

/* Behind "release": the longest beginning that stands elsewhere in the text as often as its shorter ones. */
static void uncased_name(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    struct ua_slice name = { 0, 0 }, probe = { s.from, s.from }, rest = s;
    size_t least = 0;
    bool cjk = text_is_cjk(ua_cp(d, s.from, s.to, NULL));
    if (cjk && !ua_match(d, s, UA_BIT(SURNAME), NULL))
        return;
    for (size_t n = 1; n <= (cjk ? 3 : 4) && grow(d, &probe, &rest, cjk); n++) {
        if (n == 1)
            continue;
        size_t count = ua_occurrences(d, probe);
        if (n == 2)
            least = count;
        if (count < 2 || count * 10 < least * 7)
            break;
        name = probe;
        if (!cjk && ua_has_char(d, (struct ua_slice){ probe.to, rest.from }, ".,;:"))
            break;
    }
    add(d, out, name);
}

/* One character more on the left or right, when the text holds that `least` times too. */
static bool widen(const struct ua_doc *d, struct ua_slice s, struct ua_slice *name, bool left, size_t least)
{
    struct ua_slice wider = *name;
    size_t len = 0;
    if (left && text_is_cjk(ua_cp_before(d, s.from, name->from)))
        while (wider.from > s.from && ((unsigned char)d->text.data[--wider.from] & 0xC0) == 0x80)
            ;
    uint32_t next = left ? 0 : ua_cp(d, name->to, s.to, &len);
    wider.to += text_is_cjk(next) || next == 0xB7 ? len : 0;
    if ((wider.from == name->from && wider.to == name->to) || ua_occurrences(d, wider) < least)
        return false;
    *name = wider;
    return true;
}

/* A name written by sound, with a dot in it: grown from the dot as long as the text repeats it. */
static void dotted_names(struct ua_doc *d, struct parsed *out, struct ua_slice s)
{
    const char *from = d->text.data + s.from, *end = d->text.data + s.to, *hit;
    for (; (hit = memmem(from, (size_t)(end - from), "·", 2)); from = hit + 2) {
        size_t at = (size_t)(hit - d->text.data);
        struct ua_slice name = { at, at + 2 };
        widen(d, s, &name, true, 2);
        widen(d, s, &name, false, 2);
        size_t least = ua_occurrences(d, name);
        while (least > 1 && (widen(d, s, &name, true, least) || widen(d, s, &name, false, least)))
            ;
        if (name.to - name.from >= 11)
            add(d, out, name);
    }
}

/* Chinese: what else may stand before a name in a request: "对", "确保", "允许", ... */
static bool before_cjk_name(const struct ua_doc *d, struct ua_slice s, size_t at)
{
    static const char MARKS[] = "对 保 许 让 及 和 、 将 给 予 与 扰 止 露 布 持 助 护 對 許 讓 與 擾 護 查";
    uint32_t before = ua_cp_before(d, s.from, at), cp;
    for (size_t i = 0, len; i + 1 < sizeof MARKS; i += len) {
        len = text_decode(MARKS + i, sizeof MARKS - 1 - i, &cp);
        if (cp == before && cp != ' ')
            return true;
    }
    return false;
}

/* Behind "release", or with a surname where a request may name somebody. */
static void requested_names(struct ua_doc *d, struct parsed *out, struct ua_slice ask)
{
    struct ua_slice s = ask, found;
    for (; ua_find(d, s, UA_BIT(FREE) | UA_BIT(SURNAME), &found); s.from = found.to) {
        bool surname = ua_is(d, found, UA_BIT(SURNAME));
        struct ua_slice rest = ua_trim(d, (struct ua_slice){ surname ? found.from : found.to, ask.to });
        if (!uncased_letter(ua_cp(d, rest.from, rest.to, NULL)))
            continue;
        if (!surname || (before_cjk_name(d, ask, found.from) && !ua_match(d, rest, UA_BIT(NOT_NAME), NULL)))
            uncased_name(d, out, rest);
    }
}

void ua_people_uncased(struct ua_doc *d, const struct ua_slices *asks, struct parsed *out)
{
    for (size_t i = 0; i < asks->n; i++)
        dotted_names(d, out, asks->at[i]);
    if (out->people.n)
        return;
    for (size_t i = 0; i < asks->n; i++)
        requested_names(d, out, asks->at[i]);
}
