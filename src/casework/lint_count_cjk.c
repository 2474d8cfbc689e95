/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chinese: what is counted follows the number without a space, behind a measure word (14名渔民,
 * 十二年有期徒刑, 43岁). A number alone is none. */
#include "satchel/casework/lint_count_cjk.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/lint_value.h"

#define CP 3 /* bytes of a character of these */

struct place {
    const struct lint_run *r;
    const struct lint_text *t;
    const char *run; /* folded */
    size_t n, token, at /* in the run, behind the number */;
};

static bool begins(const char *s, size_t n, const char *with)
{
    return n >= strlen(with) && !memcmp(s, with, strlen(with));
}

static bool one_of(const char *s, size_t n, const char *characters)
{
    return n >= CP && memmem(characters, strlen(characters), s, CP);
}

/* What a stretch of time is: the nearest of the words before it in the run, or behind it. */
static const char *term_near(const struct place *p, size_t before, size_t behind)
{
    const char *term = NULL;
    size_t len;
    for (size_t at = behind; at < p->n && at < behind + 4 * CP; at += CP) {
        const char *value = lint_word_inside(p->r->words, p->run + at, p->n - at, LINT_W_TERM, &len);
        term = term ? term : value;
    }
    for (size_t at = before > 12 * CP ? before - 12 * CP : 0; at < before; at += CP) {
        const char *value = lint_word_inside(p->r->words, p->run + at, p->n - at, LINT_W_TERM, &len);
        if (value && !strcmp(value, "limit"))
            return value;
        term = value ? value : term;
    }
    return term ? term : "-";
}

/* Bytes of the unit at the place, 0: none. */
static size_t time_at(const struct place *p, size_t before, struct lint_count *c)
{
    const char *s = p->run + p->at;
    size_t n = p->n - p->at;
    bool year = begins(s, n, "年"), month = begins(s, n, "个月") || begins(s, n, "個月");
    if (!year && !month && !begins(s, n, "天"))
        return 0;
    size_t len = month ? 2 * CP : CP;
    c->what = year || month ? LINT_COUNT_MONTHS : LINT_COUNT_DAYS;
    bool no_stretch = (year && c->value > 100) || one_of(s + len, n - len, "前来來后後间間代级");
    c->key[0] = lint_value_hash(no_stretch ? "-" : term_near(p, before, p->at + len));
    c->value *= year ? 12 : 1;
    return len;
}

/* "158条", "4点", "25000克朗" */
static size_t measure_at(const struct place *p, struct lint_count *c)
{
    static const char *const KINDS[][2] = { { "条", "article" },  { "點", "clock" },    { "点", "clock" },
                                            { "分钟", "minute" }, { "分鐘", "minute" }, { "小时", "hour" },
                                            { "公里", "km" },     { "千米", "km" },     { "公斤", "kilo" },
                                            { "千克", "kilo" },   { "克朗", "money" },  { "元", "money" },
                                            { "美元", "money" },  { "欧元", "money" },  { "卢布", "money" },
                                            { "比索", "money" },  { "公顷", "hectare" } };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (begins(p->run + p->at, p->n - p->at, KINDS[i][0])) {
            c->what = LINT_COUNT_MEASURE;
            c->key[0] = lint_value_hash(KINDS[i][1]);
            return strlen(KINDS[i][0]);
        }
    return 0;
}

/* A treaty is named before: anybody cites its articles. */
static bool of_treaty(const struct place *p)
{
    static const char *const TREATY[] = { "公约", "宣言", "宪法", "宪章", "条约" };
    for (size_t k = p->token > 4 ? p->token - 4 : 0; k <= p->token; k++)
        for (size_t i = 0; i < sizeof TREATY / sizeof *TREATY; i++)
            if (memmem(lint_key(p->t, k), p->t->tokens.at[k].key_len, TREATY[i], 2 * CP))
                return true;
    return false;
}

/* 第158条, 第三次 */
static size_t ordinal_at(const struct place *p, struct lint_count *c)
{
    bool time = begins(p->run + p->at, p->n - p->at, "次");
    size_t len = time ? CP : measure_at(p, c);
    if (time) {
        c->what = LINT_COUNT_MEASURE;
        c->key[0] = lint_value_hash("time");
    }
    return time || (len && c->key[0] == lint_value_hash("article") && !of_treaty(p)) ? len : 0;
}

/* A measure word, then the noun: one of the list, else its first two characters. */
static size_t thing_at(const struct place *p, struct lint_count *c)
{
    static const char MEASURES[] = "个個名位人户戶家艘条條座间間辆輛只隻本封份次所起枚棟栋";
    const char *s = p->run + p->at;
    size_t n = p->n - p->at, len = 0;
    if (!one_of(s, n, MEASURES))
        return 0;
    const char *noun = n > CP ? lint_word_inside(p->r->words, s + CP, n - CP, LINT_W_NOUN, &len) : NULL;
    bool person = !noun && begins(s, n, "人"), listed = noun || person;
    if (!listed && n < 3 * CP)
        return 0;
    c->what = LINT_COUNT_THINGS;
    c->human = person || (noun && *noun == 'h');
    len = person ? CP : noun ? CP + len : 3 * CP;
    uint32_t key = 2166136261u;
    for (size_t k = CP; !listed && k < len; k++)
        key = (key ^ (unsigned char)s[k]) * 16777619u;
    c->key[0] = listed ? lint_value_hash(person ? "h person" : noun) : key;
    return len;
}

/* The last of 我, 他 and 她 in folded characters; 0: none. */
static char speaker(const char *s, size_t n)
{
    char last = 0;
    for (size_t at = 0; at + CP <= n; at += CP)
        last = !memcmp(s + at, "我", CP)                                ? 'i'
               : !memcmp(s + at, "他", CP) || !memcmp(s + at, "她", CP) ? 's'
                                                                        : last;
    return last;
}

/* 我 in the sentence before the number, and nobody else since: the writer's own. */
static bool writer_speaks(const struct place *p, size_t before)
{
    char last = speaker(p->run, before);
    for (size_t i = p->token; !last && i > 0 && !lint_starts_sentence(p->t, i); i--)
        if (p->t->tokens.at[i - 1].script == LINT_CJK)
            last = speaker(lint_key(p->t, i - 1), p->t->tokens.at[i - 1].key_len);
    return last == 'i';
}

/* 不满十五岁: nobody's age. */
static bool is_bound(const struct place *p, size_t before)
{
    static const char *const UNDER[] = { "不满", "未满", "不到", "不足", "年满", "以上" };
    for (size_t i = 0; before >= 2 * CP && i < sizeof UNDER / sizeof *UNDER; i++)
        if (!memcmp(p->run + before - 2 * CP, UNDER[i], 2 * CP))
            return true;
    return false;
}

/* 父亲七十岁, 七十岁的父亲: whose age it is, when it is a relative's; 0: none. */
static uint32_t kin_beside(const struct place *p, size_t before, size_t behind)
{
    size_t from = before > 4 * CP ? before - 4 * CP : 0, len;
    for (size_t at = from; at < behind + 4 * CP && at < p->n; at += CP) {
        const char *kin = lint_word_inside(p->r->words, p->run + at, p->n - at, LINT_W_NOUN, &len);
        if (!kin)
            kin = lint_word_inside(p->r->words, p->run + at, p->n - at, LINT_W_KIN, &len);
        if (kin && (*kin == 'h' ? kin[1] : *kin == 'm' || *kin == 'f') &&
            (at + len <= before || at >= behind))
            return lint_value_hash(kin);
    }
    return 0;
}

/* before: where the number begins in the run, 0 when it stands before it in digits. */
static void count(const struct place *p, size_t before, uint32_t from, int64_t value, bool ordinal,
                  struct lint_counts *out)
{
    struct lint_count c = { .value = value, .from = from, .person = -1 };
    const char *s = p->run + p->at;
    size_t named, len;
    if (value < 2 && !ordinal)
        return;
    if (ordinal)
        len = ordinal_at(p, &c);
    else if (begins(s, p->n - p->at, "岁") || begins(s, p->n - p->at, "歲")) {
        if (writer_speaks(p, before) || is_bound(p, before))
            return;
        len = CP;
        c.what = LINT_COUNT_AGE;
        c.key[0] = kin_beside(p, before, p->at + len);
        c.person = c.key[0] ? -1 : lint_named_before(p->r, p->t, p->token, &named);
    } else if (!(len = time_at(p, before, &c)) && !(len = measure_at(p, &c)))
        len = thing_at(p, &c);
    if (!len)
        return;
    c.loose = (c.what == LINT_COUNT_THINGS || c.what == LINT_COUNT_MEASURE) && writer_speaks(p, before);
    c.to = (uint32_t)lint_source_byte(p->t, p->token, p->at + len);
    lint_counts_push(p->r, p->t, p->token, c, out);
}

static bool ends_in(const struct lint_text *t, size_t i, const char *ending)
{
    size_t n = strlen(ending), len = i ? t->tokens.at[i - 1].key_len : 0;
    return len >= n && t->tokens.at[i].gap <= LINT_SPACE && !memcmp(lint_key(t, i - 1) + len - n, ending, n);
}

/* 其中6人, 另外6人: of them, or others than them, before the digits of token i. */
static bool is_part(const struct lint_text *t, size_t i)
{
    static const char *const PARTS[] = { "其中", "另", "另外", "其余" };
    for (size_t k = 0; k < sizeof PARTS / sizeof *PARTS; k++)
        if (ends_in(t, i, PARTS[k]))
            return true;
    return false;
}

void lint_counts_read_cjk(const struct lint_run *r, const struct lint_text *t, size_t i,
                          struct lint_counts *out)
{
    const struct lint_token *k = &t->tokens.at[i];
    struct place p = { r, t, lint_key(t, i), k->key_len, i, 0 };
    size_t n;
    uint32_t cp;
    if (i && t->tokens.at[i - 1].number && k->gap <= LINT_SPACE && !is_part(t, i - 1))
        count(&p, 0, t->tokens.at[i - 1].from, lint_value_at(r->words, t, "zh", i - 1, &n),
              ends_in(t, i - 1, "第"), out);
    for (size_t at = 0; at < p.n; at += n) {
        int64_t value = lint_value_cjk(p.run + at, p.n - at, &n);
        bool part = (at >= CP && one_of(p.run + at - CP, CP, "其另")) ||
                    (at >= 2 * CP && !memcmp(p.run + at - 2 * CP, "其中", 2 * CP));
        p.at = at + n;
        if (value > 0 && !part && p.at < p.n)
            count(&p, at, (uint32_t)lint_source_byte(t, i, at), value,
                  at >= CP && one_of(p.run + at - CP, CP, "第"), out);
        n = n ? n : text_decode(p.run + at, p.n - at, &cp);
    }
}
