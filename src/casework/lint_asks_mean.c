/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_asks_mean.h"

#include <string.h>

#include "satchel/base/text.h"

#define MEANINGS(X)                                                                                          \
    X(RELEASE, "release")                                                                                    \
    X(LAWYER, "lawyer")                                                                                      \
    X(DOCTOR, "doctor")                                                                                      \
    X(TORTURE, "torture")                                                                                    \
    X(PROTECT, "protect")                                                                                    \
    X(THREAT, "threat")                                                                                      \
    X(FAMILY, "family")                                                                                      \
    X(SEE, "see")                                                                                            \
    X(CHARGES, "charges")                                                                                    \
    X(VERDICT, "verdict")                                                                                    \
    X(TRIAL, "trial")                                                                                        \
    X(FAIR, "fair")                                                                                          \
    X(COMMUTE, "commute")                                                                                    \
    X(DEATHPEN, "deathpen")                                                                                  \
    X(INVESTIGATE, "investigate")                                                                            \
    X(JUSTICE, "justice")                                                                                    \
    X(DEATH, "death")                                                                                        \
    X(ATTACK, "attack")                                                                                      \
    X(FIRE, "fire")                                                                                          \
    X(WHERE, "where")                                                                                        \
    X(TELL, "tell")                                                                                          \
    X(LAW, "law")                                                                                            \
    X(WATCH, "watch")                                                                                        \
    X(OFFICE, "office")                                                                                      \
    X(CLOSED, "closed")                                                                                      \
    X(OPEN, "open")                                                                                          \
    X(JOB, "job")                                                                                            \
    X(LAND, "land")                                                                                          \
    X(HOUSE, "house")                                                                                        \
    X(GIVEBACK, "giveback")                                                                                  \
    X(THINGS, "things")                                                                                      \
    X(PAY, "pay")                                                                                            \
    X(TRAVEL, "travel")                                                                                      \
    X(DEPORT, "deport")                                                                                      \
    X(ALONE, "alone")                                                                                        \
    X(REMAINS, "remains")                                                                                    \
    X(PUBLISH, "publish")                                                                                    \
    X(APOLOGY, "apology")                                                                                    \
    X(CONSULT, "consult")                                                                                    \
    X(MOVE, "move")                                                                                          \
    X(UPHOLD, "uphold")                                                                                      \
    X(WATER, "water")                                                                                        \
    X(UNDO, "undo")                                                                                          \
    X(LET, "let")                                                                                            \
    X(AGAIN, "again")                                                                                        \
    X(GO, "go")                                                                                              \
    X(NOT, "not")                                                                                            \
    X(MAKE, "make")                                                                                          \
    X(ABOLISH, "abolish")                                                                                    \
    X(DOERS, "doers")                                                                                        \
    X(HELD, "held")                                                                                          \
    X(UNCOND, "uncond")                                                                                      \
    X(HEED, "heed")                                                                                          \
    X(BUILD, "build")                                                                                        \
    X(SERVICE, "service")                                                                                    \
    X(OBSERVE, "observe")                                                                                    \
    X(NET, "net")                                                                                            \
    X(CITIZEN, "citizen")

enum meaning {
#define X(name, text) name,
    MEANINGS(X)
#undef X
        MEANING_COUNT
};
static const char *const NAMES[MEANING_COUNT] = {
#define X(name, text) text,
    MEANINGS(X)
#undef X
};
_Static_assert(MEANING_COUNT <= 64, "a set of meanings is one number");

#define M(name) ((lint_means)1 << (name))

/* ---- demands ---- */

enum demand {
    D_RELEASE,
    D_LAWYER,
    D_DOCTOR,
    D_FAMILY,
    D_SAFE,
    D_CHARGES,
    D_VERDICT,
    D_FAIR,
    D_SPARE,
    D_DEATHPEN,
    D_INVESTIGATE,
    D_JUSTICE,
    D_WHERE,
    D_LAW,
    D_WATCH,
    D_REOPEN,
    D_JOB,
    D_LAND,
    D_HOUSE,
    D_THINGS,
    D_PAY,
    D_TRAVEL,
    D_DEPORT,
    D_ALONE,
    D_REMAINS,
    D_PUBLISH,
    D_APOLOGY,
    D_CONSULT,
    D_MOVE,
    D_UPHOLD,
    D_WATER,
    D_BUILD,
    D_SERVICE,
    D_OBSERVE,
    D_NET,
    D_CITIZEN
};
#define D(name) ((lint_demands)1 << D_##name)

#define BACK    (M(GIVEBACK) | M(AGAIN))
#define INQUIRY (M(INVESTIGATE) | M(JUSTICE))

/* All of `all`, one of `any` (0: none needed), none of `none`. */
struct rule {
    lint_means all, any, none;
    enum demand demand;
};
static const struct rule SURE[] = {
    { M(RELEASE), 0, M(ALONE), D_RELEASE },
    { M(LAWYER), 0, 0, D_LAWYER },
    { M(DOCTOR), 0, 0, D_DOCTOR },
    { M(FAMILY), M(SEE), 0, D_FAMILY },
    { M(PROTECT), 0, 0, D_SAFE },
    { 0, M(TORTURE) | M(THREAT), INQUIRY | M(PAY), D_SAFE },
    { M(CHARGES) | M(UNDO), 0, 0, D_CHARGES },
    { M(VERDICT) | M(UNDO), 0, 0, D_VERDICT },
    { M(TRIAL) | M(FAIR), 0, 0, D_FAIR },
    { M(COMMUTE), 0, M(TORTURE), D_SPARE },
    { M(DEATHPEN), 0, M(ABOLISH) | M(LAW) | M(MAKE), D_SPARE },
    { M(DEATHPEN), M(ABOLISH) | M(LAW) | M(MAKE), 0, D_DEATHPEN },
    { M(INVESTIGATE), 0, 0, D_INVESTIGATE },
    { M(JUSTICE), 0, 0, D_JUSTICE },
    { M(DOERS), M(TRIAL) | M(CHARGES) | M(VERDICT), M(UNDO), D_JUSTICE },
    { M(WHERE), 0, M(INVESTIGATE) | M(LAW) | M(MAKE), D_WHERE },
    { M(LAW), M(UNDO) | M(MAKE) | M(ABOLISH), M(DEATHPEN), D_LAW },
    { M(WATCH), 0, 0, D_WATCH },
    { M(OFFICE), M(OPEN) | BACK, 0, D_REOPEN },
    { M(CLOSED) | M(UNDO), 0, M(TRAVEL), D_REOPEN },
    { M(JOB), BACK | M(LET), 0, D_JOB },
    { M(LAND), BACK, 0, D_LAND },
    { M(HOUSE), M(UNDO) | BACK | M(PAY), 0, D_HOUSE },
    { M(THINGS), BACK, 0, D_THINGS },
    { M(PAY), 0, 0, D_PAY },
    { M(TRAVEL), 0, 0, D_TRAVEL },
    { M(DEPORT), 0, 0, D_DEPORT },
    { M(ALONE), 0, 0, D_ALONE },
    { M(REMAINS), 0, 0, D_REMAINS },
    { M(PUBLISH), 0, 0, D_PUBLISH },
    { M(APOLOGY), 0, 0, D_APOLOGY },
    { M(CONSULT), 0, M(LAWYER) | M(DOCTOR), D_CONSULT },
    { M(MOVE), 0, 0, D_MOVE },
    { M(UPHOLD), 0, 0, D_UPHOLD },
    { M(WATER), M(UNDO) | M(LET), 0, D_WATER },
    { M(BUILD), M(UNDO) | M(NOT), 0, D_BUILD },
    { M(SERVICE), 0, 0, D_SERVICE },
    { M(OBSERVE), 0, M(INVESTIGATE), D_OBSERVE },
    { M(NET), M(UNDO) | M(LET) | M(OPEN) | BACK, 0, D_NET },
    { M(CITIZEN), M(UNDO) | M(LET) | BACK, 0, D_CITIZEN },
};
/* What is spoken of in a request, and not asked in it by another name. */
static const struct rule OPEN_TO[] = {
    { M(RELEASE), 0, 0, D_RELEASE },
    { M(WHERE), 0, 0, D_WHERE },
    { M(FAMILY), 0, M(RELEASE) | M(TELL) | M(WHERE) | M(REMAINS) | M(PAY), D_FAMILY },
    { M(CHARGES), 0, M(JUSTICE), D_CHARGES },
    { M(VERDICT), 0, M(JUSTICE), D_VERDICT },
    { M(TRIAL), 0, M(JUSTICE), D_FAIR },
    { M(LAW), 0, 0, D_LAW },
    { 0, M(OFFICE) | M(CLOSED), 0, D_REOPEN },
    { M(OPEN), 0, M(INVESTIGATE) | M(RELEASE) | M(FAIR), D_REOPEN },
    { M(JOB), 0, 0, D_JOB },
    { M(LAND), 0, 0, D_LAND },
    { M(HOUSE), 0, 0, D_HOUSE },
    { M(THINGS), 0, 0, D_THINGS },
    { M(WATER), 0, 0, D_WATER },
    { M(BUILD), 0, 0, D_BUILD },
    { M(NET), 0, 0, D_NET },
    { M(CITIZEN), 0, 0, D_CITIZEN },
    { M(LET) | M(GO), 0, M(TRAVEL) | M(DOCTOR) | M(LAWYER), D_RELEASE },
};
/* What a request may ask that asks for nothing else that is known. */
static const struct rule MAYBE[] = {
    { M(UNCOND), 0, 0, D_RELEASE },
    { 0, M(HELD) | M(HOUSE) | M(OPEN) | M(LET) | M(GO), M(TORTURE) | M(DOCTOR) | M(LAW), D_RELEASE },
    { 0, M(SEE) | M(OPEN) | M(GO) | M(FAMILY), M(WHERE), D_FAMILY },
    { 0, M(SEE) | M(OPEN), 0, D_LAWYER },
    { M(DEATH), 0, M(INVESTIGATE), D_SPARE },
    { M(VERDICT), 0, 0, D_SPARE },
    { M(DEATHPEN), 0, 0, D_DEATHPEN },
    { 0, M(TORTURE) | M(THREAT) | M(ATTACK), 0, D_SAFE },
    { 0, M(CHARGES) | M(TRIAL) | M(VERDICT), 0, D_CHARGES },
    { 0, M(CHARGES) | M(TRIAL) | M(VERDICT) | M(FAIR), 0, D_FAIR },
    { 0, M(CHARGES) | M(TRIAL) | M(DOERS), 0, D_JUSTICE },
    { 0, M(VERDICT) | M(TRIAL), 0, D_VERDICT },
    { 0, M(ATTACK) | M(FIRE) | M(DEATH) | M(TORTURE) | M(TELL) | M(DOERS), 0, D_INVESTIGATE },
    { 0, M(TELL) | M(SEE), 0, D_WHERE },
    { 0, M(LAW) | M(MAKE) | M(ABOLISH), 0, D_LAW },
    { M(MAKE), 0, 0, D_DEATHPEN },
    { 0, M(GIVEBACK) | M(AGAIN) | M(OPEN) | M(OFFICE), 0, D_REOPEN },
    { 0, M(GIVEBACK) | M(AGAIN), 0, D_JOB },
    { 0, M(GIVEBACK) | M(HOUSE), 0, D_LAND },
    { 0, M(GIVEBACK) | M(LAND), 0, D_HOUSE },
    { 0, M(GIVEBACK), 0, D_THINGS },
    { 0, M(GIVEBACK) | M(THINGS), 0, D_PAY },
    { 0, M(GO) | M(LET) | M(CLOSED), 0, D_TRAVEL },
    { M(TELL), 0, 0, D_PUBLISH },
};
/* What a request of the first kind only speaks of: "investigate the beating of the lawyers". Kept where the
 * sentence gives, lets or shows somebody something too. */
static const struct {
    lint_demands has, drops;
    lint_means unless;
} ONLY_SPOKEN_OF[] = {
    { D(INVESTIGATE), ~(D(INVESTIGATE) | D(JUSTICE) | D(PUBLISH) | D(PAY)), 0 },
    { D(RELEASE) | D(CHARGES) | D(LAW) | D(JUSTICE) | D(SPARE) | D(DEATHPEN) | D(JOB),
      D(LAWYER) | D(DOCTOR) | D(FAMILY), M(LET) | M(SEE) },
    { D(WHERE), D(FAMILY), 0 },
    { D(FAMILY), D(WATCH), M(UNDO) | M(NOT) },
    { D(THINGS), D(DEPORT) | D(CHARGES), M(UNDO) },
    { D(LAW), D(REOPEN), M(OPEN) },
    { D(PAY), D(SAFE) | D(LAND) | D(THINGS), 0 },
};

static lint_demands by_rules(const struct rule *rules, size_t n, lint_means m)
{
    lint_demands d = 0;
    for (size_t i = 0; i < n; i++)
        if ((m & rules[i].all) == rules[i].all && (!rules[i].any || (m & rules[i].any)) &&
            !(m & rules[i].none))
            d |= (lint_demands)1 << rules[i].demand;
    return d;
}

lint_demands lint_demands_sure(lint_means m)
{
    return by_rules(SURE, sizeof SURE / sizeof *SURE, m);
}

lint_demands lint_demands_part(lint_means m)
{
    lint_demands d = lint_demands_sure(m);
    return m & (M(PROTECT) | M(LET) | M(UNDO) | M(NOT)) ? d : d & ~D(SAFE);
}

lint_demands lint_demands_open(lint_means m)
{
    return by_rules(OPEN_TO, sizeof OPEN_TO / sizeof *OPEN_TO, m) | lint_demands_sure(m);
}

lint_demands lint_demands_maybe(lint_means m)
{
    return by_rules(MAYBE, sizeof MAYBE / sizeof *MAYBE, m) | lint_demands_open(m);
}

lint_demands lint_demands_of_ask(lint_means m)
{
    lint_demands sure = lint_demands_sure(m), d = sure ? sure : lint_demands_open(m);
    for (size_t i = 0; i < sizeof ONLY_SPOKEN_OF / sizeof *ONLY_SPOKEN_OF; i++)
        if ((sure & ONLY_SPOKEN_OF[i].has) && !(m & ONLY_SPOKEN_OF[i].unless))
            d &= ~ONLY_SPOKEN_OF[i].drops;
    return d;
}

#define ACTS (M(NOT) | M(UNDO) | M(LET) | M(AGAIN) | M(GIVEBACK) | M(OPEN) | M(GO) | M(TELL))

lint_means lint_means_things(lint_means m)
{
    return m & ~ACTS;
}

lint_means lint_means_more(lint_means m)
{
    return m & ~(M(LET) | M(GO) | M(NOT));
}

lint_demands lint_demands_several(lint_demands d)
{
    d &= D(LAWYER) | D(DOCTOR) | D(FAMILY);
    return d & (d - 1) ? d : 0;
}

bool lint_means_nothing(lint_means m)
{
    return m & M(HEED);
}

bool lint_means_act_only(lint_means m)
{
    return (m & ~(M(NOT) | M(LET) | M(TELL))) && !(m & ~(ACTS | M(UNCOND)));
}

lint_means lint_means_about(lint_means m)
{
    return m & (M(TORTURE) | M(THREAT) | M(DEATH) | M(ATTACK) | M(FIRE) | M(OFFICE) | M(LAND) | M(HOUSE) |
                M(THINGS) | M(JOB) | M(LAW) | M(CHARGES) | M(VERDICT) | M(WATER) | M(WATCH) | M(TRAVEL) |
                M(BUILD) | M(NET));
}

/* ---- words ---- */

static lint_means named(const char *value, size_t n)
{
    for (int i = 0; i < MEANING_COUNT; i++)
        if (strlen(NAMES[i]) == n && !memcmp(NAMES[i], value, n))
            return M(i);
    return 0;
}

bool lint_of_language(const char *value, const char *lang)
{
    return !*lang || !strchr("abcdefghijklmnopqrstuvwxyz", *value) || !strncmp(value, lang, 2) ||
           !strncmp(value, "ru", 2) || !strncmp(value, "zh", 2) || !strncmp(value, "ar", 2);
}

/* "en charges undo": each of them, in that language. */
static lint_means of_value(const char *value, const char *lang)
{
    lint_means m = 0;
    if (!lint_of_language(value, lang))
        return 0;
    for (size_t n; *value; value += n + (value[n] == ' ')) {
        n = strcspn(value, " ");
        m |= named(value, n);
    }
    return m;
}

/* Of the entries at byte s; nothing where the longest says that nothing is meant. */
static lint_means at_byte(const struct lint_run *r, const char *lang, const char *s, size_t n, bool whole,
                          size_t *len)
{
    const char *values[LINT_WORD_VALUES];
    size_t found = lint_word_all(r->words, s, n, LINT_W_MEAN, whole, values, len);
    lint_means m = 0;
    for (size_t i = 0; found && *values[0] != '*' && i < found; i++)
        m |= of_value(values[i], lang);
    return m;
}

static lint_means of_run(const struct lint_run *r, const char *lang, const struct lint_text *t, size_t i)
{
    const char *s = lint_key(t, i);
    size_t n = t->tokens.at[i].key_len, len;
    uint32_t cp;
    lint_means m = 0;
    for (size_t at = 0; at < n; at += len) {
        m |= at_byte(r, lang, s + at, n - at, false, &len);
        len = len ? len : text_decode(s + at, n - at, &cp);
    }
    return m;
}

/* Small words that Arabic writes in front of others, longest first. */
static const char *const IN_FRONT[] = { "",   "وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال",
                                        "وب", "ول",   "و",   "ف",   "ب",   "ل",   "ك",   "س" };

static lint_means of_arabic(const struct lint_run *r, const char *lang, const struct lint_text *t, size_t i,
                            size_t *len)
{
    const char *s = lint_key(t, i);
    size_t n = t->folded.len - t->tokens.at[i].key;
    lint_means m = 0;
    for (size_t k = 0; k < sizeof IN_FRONT / sizeof *IN_FRONT && !m; k++) {
        size_t front = strlen(IN_FRONT[k]);
        if (front < t->tokens.at[i].key_len && !memcmp(s, IN_FRONT[k], front)) {
            m = at_byte(r, lang, s + front, n - front, true, len);
            *len += front;
        }
    }
    return m;
}

/* How many tokens the len bytes from token i on take. */
static size_t tokens_in(const struct lint_text *t, size_t i, size_t end, size_t len)
{
    size_t n = 1, from = t->tokens.at[i].key;
    while (i + n < end && t->tokens.at[i + n].key < from + len)
        n++;
    return n;
}

static bool is_name(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return (t->tokens.at[i].capital || t->tokens.at[i].script >= LINT_ARABIC) &&
           lint_known_as(&r->known, r->words, t, i, i + 1) >= 0;
}

/* Token i and those behind it that are of one entry; *n gets how many. */
static lint_means of_token(const struct lint_run *r, const char *lang, const struct lint_text *t, size_t i,
                           size_t end, size_t *n)
{
    const struct lint_token *k = &t->tokens.at[i];
    size_t len = 0;
    *n = 1;
    if (k->script == LINT_CJK)
        return of_run(r, lang, t, i);
    if (k->number || is_name(r, t, i))
        return 0;
    lint_means m = k->script == LINT_ARABIC
                       ? of_arabic(r, lang, t, i, &len)
                       : at_byte(r, lang, lint_key(t, i), t->folded.len - k->key, true, &len);
    *n = tokens_in(t, i, end, len);
    bool is_of_name = i + *n < end && t->tokens.at[i + *n].gap <= LINT_SPACE && is_name(r, t, i + *n);
    return is_of_name ? m & ~(M(LAWYER) | M(DOCTOR)) : m; /* "the lawyer Anna Testova" */
}

bool lint_is_and(const struct lint_text *t, size_t i)
{
    static const char *const ANDS[] = { "and", "y", "et", "und", "и", "e", "ve" };
    for (size_t k = 0; k < sizeof ANDS / sizeof *ANDS; k++)
        if (lint_key_is(t, i, ANDS[k]) && t->tokens.at[i].to - t->tokens.at[i].from == strlen(ANDS[k]))
            return true;
    return false;
}

/* "Why not ...?" gives no reason. */
static bool opens_question(const struct lint_text *t, size_t i, size_t end)
{
    return lint_starts_sentence(t, i) && t->tokens.at[end - 1].to < t->len &&
           t->s[t->tokens.at[end - 1].to] == '?';
}

static bool is_wish(const struct lint_run *r, const char *lang, const struct lint_text *t, size_t i)
{
    const char *ask = lint_word_at(r->words, t, i, LINT_W_ASK, NULL);
    return ask && lint_of_language(ask, lang) && !strstr(ask, "first") && !strstr(ask, "weak");
}

size_t lint_aside_end(const struct lint_run *r, const char *lang, const struct lint_text *t, size_t i,
                      size_t end)
{
    size_t n = 1;
    const char *kind = lint_word_at(r->words, t, i, LINT_W_ASIDE, &n);
    if (!kind || !strcmp(kind, "soft") || !strcmp(kind, "link") || !strncmp(kind, "back", 4) ||
        (!strcmp(kind, "who") && t->tokens.at[i].gap != LINT_COMMA) ||
        (!strcmp(kind, "why") && opens_question(t, i, end)))
        return i;
    size_t k = i + n;
    while (k < end && strcmp(kind, "then") && t->tokens.at[k].gap != LINT_COMMA &&
           !(k > i + 2 && (lint_is_and(t, k) || is_wish(r, lang, t, k))))
        k++;
    return k < end ? k : end;
}

lint_means lint_meanings(const struct lint_run *r, const char *lang, const struct lint_text *t, size_t first,
                         size_t end)
{
    lint_means m = 0;
    for (size_t i = first, n; i < end; i += n) {
        n = lint_aside_end(r, lang, t, i, end) - i;
        if (!n)
            m |= of_token(r, lang, t, i, end, &n);
    }
    return m;
}
