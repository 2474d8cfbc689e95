/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a pronoun stands for is guessed from what stands before it: the person of the case named last. It is a
 * finding when their recorded sex is another, and nobody who may be of the pronoun's sex (somebody else
 * named, a relative, an officer) came in this sentence or the two before; a pronoun that is let pass counts
 * as such a one, so that a talk about somebody else goes on. Where people at risk of several sexes are named,
 * it must be in this sentence or the one before; a pronoun that fits keeps the talk on its person. In
 * languages where things are "he" and "she" too, so must it, and no article of that gender may stand between,
 * unless what only people do, suffer or have stands beside the pronoun. Who is the subject of a clause is not
 * its object: "she was arrested with him". Nobody loses another's sight. Tests:
 * tests/unit/lint/pronoun*.cases. */
#include "satchel/casework/lint_person.h"

#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

static char sex_of_words(const struct lint_words *w, const char *text)
{
    struct lint_text t;
    char sex = 0;
    lint_text_make(&t, text);
    for (size_t i = 0; i < t.tokens.n && !sex; i++) {
        const char *value = lint_word_at(w, &t, i, LINT_W_SEX, NULL);
        sex = value ? *value : 0;
    }
    lint_text_free(&t);
    return sex;
}

char lint_sex(const struct lint_words *w, const char *gender, const char *pronouns)
{
    char sex = sex_of_words(w, pronouns);
    return sex ? sex : sex_of_words(w, gender);
}

enum { MAN, WOMAN };

struct talk {
    struct lint_run *r;
    const struct lint_text *t;
    char sex;                              /* of the person named last; 0: nobody, or not known */
    bool rival;                            /* people at risk are of several sexes, or of one not known */
    bool subject;                          /* the name began its sentence */
    bool relative;                         /* the person named last is not at risk */
    bool thing;                            /* a thing of another gender was named since */
    bool met[2];                           /* MAN, WOMAN: somebody of the case of that sex was named */
    size_t fits, other;                    /* tokens + 1: of the last pronoun that fits; of somebody else */
    size_t sentence, named;                /* of the last mention; the token after it */
    size_t could[2];                       /* MAN, WOMAN: sentence + 1 in which one came last; 0: never */
    bool surely[2];                        /* it was one of that sex, not somebody of either */
    size_t stranger[LINT_MOST], strangers; /* bytes where names that are not of the case begin */
};

static char sex_of(const struct lint_run *r, size_t person)
{
    return lint_sex(r->words, r->c->people.at[person].gender, r->c->people.at[person].pronouns);
}

static bool has_rivals(const struct lint_run *r)
{
    char sex = 0;
    size_t n = 0;
    for (size_t i = 0; i < r->c->people.n; i++) {
        if (!r->c->people.at[i].at_risk)
            continue;
        char one = sex_of(r, i);
        if (!one || (n++ && one != sex))
            return true;
        sex = one;
    }
    return false;
}

/* Somebody of this sex came; '-': of either; 't': a thing called she. */
static void came(struct talk *k, char sex, size_t sentence)
{
    static const char SEX[] = "mf";
    for (int i = MAN; i <= WOMAN; i++)
        if (sex == '-' || sex == SEX[i]) {
            k->surely[i] = sex == SEX[i] || (k->surely[i] && k->could[i] == sentence + 1);
            k->could[i] = sentence + 1;
        }
    if (sex == 't') {
        k->surely[WOMAN] = false;
        k->could[WOMAN] = sentence + 1;
    }
}

/* ---- pronouns ---- */

/* "condenou-o", "libertá-la": language, sex and of things too, as the lists have it. */
static const char *enclitic(const struct talk *k, size_t i)
{
    static const char *const MAN_FORMS[] = { "o", "lo", "no" }, *const WOMAN_FORMS[] = { "a", "la", "na" };
    const struct lint_text *t = k->t;
    if (strcmp(k->r->lang, "pt") != 0 || !i || t->tokens.at[i].gap != LINT_JOINED ||
        t->tokens.at[i].capital || t->s[t->tokens.at[i].from - 1] != '-')
        return NULL;
    for (size_t f = 0; f < sizeof MAN_FORMS / sizeof *MAN_FORMS; f++) {
        if (lint_key_is(t, i, MAN_FORMS[f]))
            return "pt m ?";
        if (lint_key_is(t, i, WOMAN_FORMS[f]))
            return "pt f ?";
    }
    return NULL;
}

/* "en m !": language, m f or p, ! for people alone, ? for things too; "e": with an accent. NULL: none here.
 */
static const char *pronoun_at(const struct talk *k, size_t i, size_t *n)
{
    const char *values[8];
    size_t found = lint_word_values(k->r->words, k->t, i, LINT_W_PRONOUN, values, 8), len = 1;
    const char *longest = lint_word_at(k->r->words, k->t, i, LINT_W_PRONOUN, &len);
    *n = len;
    if (len > 1)
        return longest && !strncmp(longest, k->r->lang, 2) ? longest : NULL;
    for (size_t v = 0; v < found; v++)
        if (!strncmp(values[v], *k->r->lang ? k->r->lang : "en", 2))
            return values[v];
    return enclitic(k, i);
}

/* A format needs to stand in the call, so that the compiler sees it. */
#define CLASH(sex)                                                                                           \
    ((sex) == 'm'   ? _("“%s”, yet the person is a man, as recorded.")                                       \
     : (sex) == 'f' ? _("“%s”, yet the person is a woman, as recorded.")                                     \
                    : _("“%s”, yet they is the pronoun recorded."))

static bool accented(const struct lint_text *t, size_t i)
{
    return t->tokens.at[i].to - t->tokens.at[i].from > t->tokens.at[i].key_len;
}

/* "en él", "в ней": things are said of so too. */
static bool behind_preposition(const struct talk *k, size_t i, const char *value)
{
    static const char *const ES[] = { "en", "de", "por", "con", "para", "a", "sobre", "sin", NULL };
    static const char *const RU[] = { "в", "на", NULL };
    const char *const *words = !strcmp(value, "es m !e") ? ES : !strncmp(value, "ru", 2) ? RU : NULL;
    for (; i && words && *words; words++)
        if (lint_key_is(k->t, i - 1, *words))
            return true;
    return false;
}

/* What only people do, suffer or have stands behind the pronoun, or directly before it; a verb of German may
 * stand at the end. */
static bool of_people(const struct talk *k, size_t i, size_t n, size_t most)
{
    static const char *const DONE[] = { "arrest", "sentence", "torture", "release",
                                        "injure", "execute",  "kill",    "charge" };
    const struct lint_words *w = k->r->words;
    for (size_t at = i > 0 && !lint_starts_sentence(k->t, i) ? i - 1 : i; at < i + n + most; at++) {
        if (at >= k->t->tokens.n || k->t->tokens.at[at].sentence != k->t->tokens.at[i].sentence)
            return false;
        const char *event = lint_word_at(w, k->t, at, LINT_W_EVENT, NULL);
        if ((at < i || at >= i + n) && lint_word_is(w, k->t, at, LINT_W_HUMAN))
            return true;
        for (size_t d = 0; event && d < sizeof DONE / sizeof *DONE; d++)
            if (!strcmp(event, DONE[d]))
                return true;
    }
    return false;
}

/* In this sentence, some words ago, a pronoun or a name was the person's, and nobody else has come since. */
static bool just_spoken_of(const struct talk *k, size_t i)
{
    return k->fits && k->fits > k->other && i >= k->fits && i - k->fits <= 8 &&
           k->t->tokens.at[k->fits - 1].sentence == k->t->tokens.at[i].sentence;
}

static bool is_body(const struct talk *k, size_t i)
{
    const char *value = i < k->t->tokens.n && k->t->tokens.at[i].gap <= LINT_SPACE
                            ? lint_word_at(k->r->words, k->t, i, LINT_W_HUMAN, NULL)
                            : NULL;
    return value && !strcmp(value, "body");
}

/* "she may lose his sight": nobody loses another's. */
static bool loses_own(const struct talk *k, size_t i, size_t n)
{
    bool loses = false;
    for (size_t at = k->fits; just_spoken_of(k, i) && at < i; at++) {
        const char *value = lint_word_at(k->r->words, k->t, at, LINT_W_HUMAN, NULL);
        loses |= value && !strcmp(value, "lose");
    }
    return loses && (is_body(k, i + n) || is_body(k, i + n + 1));
}

/* "wenn ihr Herz versagt": hers or theirs, and so only where one was just spoken of. */
static bool is_doubtful(const struct talk *k, size_t i, size_t n, const char *value)
{
    return value[5] == 'c' && (k->t->tokens.at[i].capital || !just_spoken_of(k, i) || !is_body(k, i + n));
}

/* "she was arrested with him": no object is its own subject, so it is somebody else, if there is one. */
static bool is_object(const struct talk *k, size_t i, char said)
{
    static const char *const FORMS[] = { "him", "ihm", "ihn", "lui", "нему", "ним", "него", "неи", "нее" };
    bool clause = k->fits && i - k->fits < 8 && k->t->tokens.at[i].gap <= LINT_SPACE &&
                  k->t->tokens.at[k->fits - 1].sentence == k->t->tokens.at[i].sentence;
    for (size_t f = 0;
         clause && (k->met[said == 'f'] || k->could[said == 'f']) && f < sizeof FORMS / sizeof *FORMS; f++)
        if (lint_key_is(k->t, i, FORMS[f]))
            return true;
    return false;
}

/* The person whose name stands at token i, in most words: index; -1: nobody. */
static int person_at(const struct talk *k, size_t i, size_t *end)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    int person = -1;
    size_t to;
    *end = i;
    for (size_t p = 0; (one->capital || one->script >= LINT_ARABIC) && p < k->r->c->people.n; p++)
        if (lint_known_person_at(&k->r->known, k->r->words, k->t, (int)p, i, &to) && to > *end) {
            person = (int)p;
            *end = to;
        }
    return person;
}

/* "and he, the ferryman Abel Testov, ...": the name of a man stands right behind. */
static bool names_behind(const struct talk *k, size_t i, char said)
{
    size_t end;
    for (size_t at = i + 1; at < i + 6 && at < k->t->tokens.n && k->t->tokens.at[i + 1].gap == LINT_COMMA &&
                            k->t->tokens.at[at].gap < LINT_STOP;
         at++) {
        int person = person_at(k, at, &end);
        if (person >= 0)
            return sex_of(k->r, (size_t)person) == said;
    }
    return false;
}

/* The relative named last speaks of the one at risk, who need not be named: "She visits him". */
static bool of_one_at_risk(const struct talk *k, char said)
{
    for (size_t p = 0; k->relative && p < k->r->c->people.n; p++)
        if (k->r->c->people.at[p].at_risk && sex_of(k->r, p) == said)
            return true;
    return false;
}

/* It may be of somebody else than the person named last. */
static bool is_let_pass(const struct talk *k, char sex, bool people_only, size_t sentence)
{
    size_t seen = k->could[sex == 'f'];
    bool far = sentence > k->sentence + 1,
         turned = k->subject && seen <= k->sentence && !k->surely[sex == 'f'];
    return !k->sex || (seen && !turned && sentence + 1 - seen <= 2) || (k->rival && far) ||
           (!people_only && (k->thing || far));
}

/* A pronoun that fits keeps the talk on the person. */
static void goes_on(struct talk *k, size_t i, bool people_only)
{
    size_t sentence = k->t->tokens.at[i].sentence;
    k->fits = i + 1;
    if (sentence <= k->sentence + 1 && (people_only || !k->thing) && !k->met[k->sex == 'm'])
        k->sentence = sentence;
}

static void judge(struct talk *k, size_t i, size_t n, const char *value)
{
    char words[LINT_WORDS_BYTES], said = value[3];
    size_t sentence = k->t->tokens.at[i].sentence, most = !strncmp(value, "de", 2) ? 6 : 3;
    bool godly = !strncmp(value, "en", 2) && k->t->tokens.at[i].capital && !lint_starts_sentence(k->t, i);
    if ((value[6] == 'e' && !accented(k->t, i)) || godly || said == '-' || said == 'p' ||
        behind_preposition(k, i, value) || is_doubtful(k, i, n, value))
        return;
    bool beside = value[5] == 'h' ? of_people(k, i, n, 2) : value[5] == '?' && of_people(k, i, n, most),
         people_only = strchr("!c", value[5]) || beside;
    if (value[5] == 'h' && !beside) {
        if (said == k->sex && lint_starts_sentence(k->t, i)) /* Её хор */
            goes_on(k, i, true);
        return;
    }
    bool lost = k->sex && said != k->sex && loses_own(k, i, n);
    if (said == k->sex)
        goes_on(k, i, people_only);
    if (!lost && (said == k->sex || is_let_pass(k, said, people_only, sentence) || is_object(k, i, said) ||
                  names_behind(k, i, said) || (!lint_starts_sentence(k->t, i) && of_one_at_risk(k, said)))) {
        if (said == k->sex || value[5] == '!')
            came(k, said, sentence);
        k->other = said == k->sex ? k->other : i + 1;
        return;
    }
    lint_words_of(k->t, i, i + n, words);
    lint_add_tokens(k->r, LINT_PRONOUN, k->t, i, i + n, 0, CLASH(k->sex), words);
}

/* ---- who else is spoken of ---- */

/* "Malika Testova": a family name behind a given name that is not the person's. */
static bool other_given_name(const struct talk *k, size_t i)
{
    static const enum lint_class NONE[] = { LINT_W_TITLE, LINT_W_ROLE,   LINT_W_STOP,
                                            LINT_W_KIN,   LINT_W_OFFICE, LINT_W_CONCEPT };
    const struct lint_text *t = k->t;
    if (!i || t->tokens.at[i].gap > LINT_SPACE || lint_ua_word(t, i - 1, UA_BIT(COURTESY), NULL))
        return false;
    for (size_t c = 0; c < sizeof NONE / sizeof *NONE; c++)
        if (lint_word_is(k->r->words, t, i - 1, NONE[c]))
            return false;
    const struct lint_token *before = &t->tokens.at[i - 1];
    return before->capital && before->script == t->tokens.at[i].script && before->to > before->from + 1;
}

/* An article of a thing of another gender than the person's. */
static bool of_other_thing(const struct talk *k, size_t i)
{
    const char *values[8];
    for (size_t v = 0, n = lint_word_values(k->r->words, k->t, i, LINT_W_THING, values, 8); v < n; v++)
        if (!strncmp(values[v], k->r->lang, 2) && values[v][3] != k->sex)
            return true;
    return false;
}

/* "La remise en liberté de ...": the sentence of token i is about a thing. */
static bool opens_with_thing(const struct talk *k, size_t i)
{
    return of_other_thing(k, lint_sentence_start(k->t, i));
}

static void mention(struct talk *k, size_t person, size_t i, size_t end)
{
    size_t sentence = k->t->tokens.at[i].sentence;
    bool possessive =
        end < k->t->tokens.n && k->t->tokens.at[end].gap == LINT_JOINED && lint_key_is(k->t, end, "s");
    k->sex = sex_of(k->r, person);
    k->relative = !k->r->c->people.at[person].at_risk;
    k->subject = lint_starts_sentence(k->t, i) ||
                 (i && lint_starts_sentence(k->t, i - 1) && lint_courtesy_before(k->r, k->t, i));
    k->thing = opens_with_thing(k, i);
    k->sentence = sentence;
    k->fits = end;
    if (k->sex == 'm' || k->sex == 'f')
        k->met[k->sex == 'f'] = true;
    k->named = possessive ? SIZE_MAX : end;
    came(k, k->sex ? k->sex : '-', sentence);
}

/* "Anna Testova is a lawyer": what is said of the person names nobody else. */
static bool said_of_person(const struct talk *k, size_t i)
{
    static const char *const IS[] = { "is",  "was", "as",  "es",   "era", "fue",  "est", "etait",
                                      "ist", "war", "als", "как",  "byl", "como", "a",   "an",
                                      "the", "una", "un",  "eine", "der", "die" };
    if (!k->sex || k->named == SIZE_MAX || i < k->named || i - k->named > 4 ||
        k->t->tokens.at[i].sentence != k->sentence)
        return false;
    if (i == k->named)
        return true;
    if (i > k->named + 1 && !lint_word_is(k->r->words, k->t, k->named + 1, LINT_W_STOP)) /* was told */
        return false;
    for (size_t s = 0; s < sizeof IS / sizeof *IS; s++)
        if (lint_key_is(k->t, k->named, IS[s]))
            return true;
    if (lint_key_is(k->t, k->named, "e") && accented(k->t, k->named)) /* é, è */
        return true;
    return k->t->tokens.at[k->named].gap == LINT_COMMA;
}

/* "give a doctor to ...": nobody in particular, unless the sentence is about them. */
static bool in_general(const struct talk *k, size_t i)
{
    static const char *const ONE[] = { "a",    "an",    "un",    "una",   "une", "ein",
                                       "eine", "einen", "einem", "einer", "any" };
    if (i < 3 || k->t->tokens.at[i - 1].sentence != k->t->tokens.at[i].sentence ||
        k->t->tokens.at[i - 3].sentence != k->t->tokens.at[i].sentence)
        return false;
    for (size_t o = 0; o < sizeof ONE / sizeof *ONE; o++)
        if (lint_key_is(k->t, i - 1, ONE[o]))
            return true;
    return false;
}

/* "the officers": no "he". */
static bool is_plural(const struct talk *k, size_t i)
{
    static const char LANGUAGES[] = "en es fr pt";
    size_t n = k->t->tokens.at[i].key_len;
    const char *s = lint_key(k->t, i);
    return *k->r->lang && strstr(LANGUAGES, k->r->lang) && n > 3 && s[n - 1] == 's' && s[n - 2] != 's';
}

/* "atención médica": behind a noun it is no doctor. */
static bool is_adjective(const struct talk *k, size_t i)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    return i && *k->r->lang && strstr("es it pt", k->r->lang) && one->gap == LINT_SPACE && !one->capital &&
           !k->t->tokens.at[i - 1].capital && !lint_word_is(k->r->words, k->t, i - 1, LINT_W_STOP) &&
           !lint_word_is(k->r->words, k->t, i - 1, LINT_W_WHERE);
}

/* "the nurse Anna Testova", "the union's chair, Anna Testova, ..." */
static bool is_apposition(const struct talk *k, size_t next)
{
    size_t end;
    return next < k->t->tokens.n && k->t->tokens.at[next].gap <= LINT_COMMA &&
           k->t->tokens.at[next].capital && person_at(k, next, &end) >= 0;
}

/* A word for one, tokens i..next-1. */
static void other_human(struct talk *k, size_t i, size_t next, char sex)
{
    if (sex == 'p' || said_of_person(k, i) || (sex == '-' && is_apposition(k, next)) ||
        (sex == '-' && (in_general(k, i) || is_plural(k, i) || is_adjective(k, i))))
        return;
    k->other = i + 1;
    came(k, sex, k->t->tokens.at[i].sentence);
}

static void read_strangers(struct talk *k)
{
    for (size_t i = 0; i < k->r->out->n && k->strangers < LINT_MOST; i++) {
        const struct lint_finding *f = &k->r->out->at[i];
        if (f->code == LINT_FOREIGN_NAME && f->part == LINT_IN_BODY)
            k->stranger[k->strangers++] = text_offset(k->t->s, k->t->len, f->from);
    }
}

static void other_name(struct talk *k, size_t i)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    for (size_t s = 0; s < k->strangers; s++)
        if (k->stranger[s] == one->from)
            came(k, '-', one->sentence);
    if (!one->capital || lint_starts_sentence(k->t, i) || one->upper)
        return;
    int known = lint_known_as(&k->r->known, k->r->words, k->t, i, i + 1);
    bool given = lint_word_is(k->r->words, k->t, i, LINT_W_GIVEN) && i + 1 < k->t->tokens.n &&
                 k->t->tokens.at[i + 1].capital;
    if ((known >= 0 && !lint_is_own(k->r, known)) || given)
        came(k, '-', one->sentence);
}

static void cjk_pronouns(struct talk *k, size_t i);

/* A word that is no name: tokens it takes. */
static size_t read_word(struct talk *k, size_t i)
{
    size_t n = 1;
    const char *value;
    if ((value = pronoun_at(k, i, &n))) {
        judge(k, i, n, value);
        if (n > 1 && (value = lint_kin_at(k->r, k->t, i + n - 1, NULL)))
            came(k, *value, k->t->tokens.at[i].sentence); /* her husband */
    } else if ((value = lint_kin_at(k->r, k->t, i, &n)))
        other_human(k, i, i + n, *value);
    else if (lint_word_at(k->r->words, k->t, i, LINT_W_OFFICE, &n))
        other_human(k, i, i + n, '-');
    else {
        n = 1;
        other_name(k, i);
        k->thing |= of_other_thing(k, i);
    }
    return n ? n : 1;
}

static void step(struct talk *k, size_t *i)
{
    size_t end;
    if (k->t->tokens.at[*i].script == LINT_CJK) {
        cjk_pronouns(k, (*i)++);
        return;
    }
    int person = person_at(k, *i, &end);
    if (person < 0)
        *i += read_word(k, *i);
    else {
        if (end == *i + 1 && other_given_name(k, *i))
            came(k, '-', k->t->tokens.at[*i].sentence);
        else
            mention(k, (size_t)person, *i, end);
        *i = end;
    }
}

/* ---- without spaces ---- */

/* The person whose name the folded characters begin with; -1: nobody. */
static int cjk_person_at(const struct talk *k, const char *s, size_t n, size_t *len)
{
    int person = -1;
    *len = 0;
    for (size_t i = 0; i < k->r->known.names.n; i++) {
        const struct lint_known_name *name = &k->r->known.names.at[i];
        const struct lint_token *one = name->text.tokens.at;
        if (name->person >= 0 && name->text.tokens.n == 1 && one->script == LINT_CJK && one->key_len <= n &&
            one->key_len > *len && !memcmp(lint_key(&name->text, 0), s, one->key_len)) {
            person = name->person;
            *len = one->key_len;
        }
    }
    return person;
}

/* 他 and 她, but not with 们. */
static char cjk_pronoun(const char *s, size_t n)
{
    uint32_t cp, next = 0;
    size_t len = text_decode(s, n, &cp);
    if (len < n)
        text_decode(s + len, n - len, &next);
    bool he = cp == 0x4ED6, she = cp == 0x5979;
    return next == 0x4EEC || next == 0x5011 ? 0 : he ? 'm' : she ? 'f' : 0;
}

static void cjk_pronouns(struct talk *k, size_t i)
{
    const struct lint_token *one = &k->t->tokens.at[i];
    const char *s = lint_key(k->t, i), *kin;
    uint32_t cp;
    for (size_t at = 0, n; at < one->key_len; at += n) {
        int person = cjk_person_at(k, s + at, one->key_len - at, &n);
        if (person >= 0) {
            mention(k, (size_t)person, i, i + 1);
            continue;
        }
        char said = cjk_pronoun(s + at, one->key_len - at);
        kin = lint_word_inside(k->r->words, s + at, one->key_len - at, LINT_W_KIN, &n);
        if (kin)
            came(k, *kin, one->sentence);
        n = kin ? n : text_decode(s + at, one->key_len - at, &cp);
        if (said && said != k->sex && !is_let_pass(k, said, true, one->sentence)) {
            size_t from = lint_source_byte(k->t, i, at);
            lint_add(k->r, LINT_PRONOUN, k->t, from, from + n, 0, CLASH(k->sex), said == 'm' ? "他" : "她");
            return;
        }
        if (said)
            came(k, said, one->sentence);
    }
}

/* Behind the salutation: who is addressed is spoken to, not of. */
static size_t behind_opening(const struct talk *k)
{
    size_t i = 0, end;
    bool names = false;
    for (; i < k->t->tokens.n && k->t->tokens.at[i].item == 0; i++)
        names |= k->t->tokens.at[i].capital && person_at(k, i, &end) >= 0;
    return i < 10 && i < k->t->tokens.n && !names ? i : 0;
}

void lint_pronouns(struct lint_run *r)
{
    struct talk k = { .r = r, .t = &r->body, .named = SIZE_MAX, .rival = has_rivals(r) };
    k.sex = r->c->group_only && !r->c->people.n ? 'p' : 0;
    read_strangers(&k);
    for (size_t i = behind_opening(&k); i < r->body.tokens.n;)
        step(&k, &i);
}
