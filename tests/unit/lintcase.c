/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of cases: lines before the first "=== TITLE" hold for each case. "@KEY VALUE" says what is known,
 * "@! CODE WORDS" is a finding to be made, "#" begins a remark, all else is the letter. Fields of a value are
 * cut by "|", names of a person by ";". The keys are in KEYS below. */
#include "lintcase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/text.h"

#define FIELDS 10

static char *copy(const char *s)
{
    return *s ? strdup(s) : NULL;
}

/* Cuts s at each mark; fields are trimmed, missing ones "". */
static void cut(char *s, char mark, char *field[FIELDS])
{
    static char none[1];
    for (int i = 0; i < FIELDS; i++)
        field[i] = none;
    for (int i = 0; i < FIELDS && s; i++) {
        char *next = strchr(s, mark);
        if (next)
            *next++ = '\0';
        while (*s == ' ')
            s++;
        for (size_t n = strlen(s); n && s[n - 1] == ' ';)
            s[--n] = '\0';
        field[i] = s;
        s = next;
    }
}

/* ---- keys ---- */

static int64_t next_id(const struct lint_case *c)
{
    return 100 + (int64_t)c->context.people.n;
}

static void add_person(struct lint_case *c, char *value, bool at_risk)
{
    char *field[FIELDS], *name[FIELDS];
    struct lint_person p = { .id = next_id(c), .at_risk = at_risk };
    cut(value, '|', field);
    cut(field[0], ';', name);
    for (int i = 0; i < FIELDS && *name[i]; i++) {
        strs_add(&p.names, name[i]);
        lint_names_add(c->names, name[i], p.id, 1, "This case", NULL);
    }
    for (int i = 1; i < 4; i++) {
        if (!strncmp(field[i], "released", 8) || !strncmp(field[i], "dead", 4)) {
            p.state = *field[i] == 'd' ? LINT_STATE_DEAD : LINT_STATE_RELEASED;
            p.since = strchr(field[i], ' ') ? strdup(strchr(field[i], ' ') + 1) : NULL;
        } else if (strchr(field[i], '/'))
            p.pronouns = strdup(field[i]);
        else
            p.gender = p.gender ? p.gender : copy(field[i]);
    }
    if (dyn_room(&c->context.people) == 0)
        c->context.people.at[c->context.people.n++] = p;
}

static void person(struct lint_case *c, char *value)
{
    add_person(c, value, true);
}

static void relative(struct lint_case *c, char *value)
{
    add_person(c, value, false);
}

static void person_only(struct lint_case *c, char *value)
{
    for (size_t i = 0; i < c->context.people.n; i++) {
        struct lint_person *p = &c->context.people.at[i];
        strs_free(&p->names);
        str_free(p->pronouns);
        str_free(p->gender);
        str_free(p->since);
    }
    c->context.people.n = 0;
    if (*value)
        add_person(c, value, true);
}

/* id | name | title | salutation | gender | institution | stale | until | successor */
static void target(struct lint_case *c, char *value)
{
    char *field[FIELDS];
    cut(value, '|', field);
    struct lint_target t = { .id = atoi(field[0]),
                             .name = copy(field[1]),
                             .title = copy(field[2]),
                             .salutation = copy(field[3]),
                             .gender = copy(field[4]),
                             .institution = copy(field[5]),
                             .stale = !strcmp(field[6], "stale"),
                             .until = copy(field[7]),
                             .successor = copy(field[8]) };
    if (dyn_room(&c->context.targets) == 0)
        c->context.targets.at[c->context.targets.n++] = t;
}

static void to(struct lint_case *c, char *value)
{
    c->letter.target = atoi(value);
}

static void ask(struct lint_case *c, char *value)
{
    if (dyn_room(&c->context.asks) == 0)
        c->context.asks.at[c->context.asks.n++] =
            (struct lint_ask){ .id = 500 + (int64_t)c->context.asks.n, .text = strdup(value) };
}

static void ask_only(struct lint_case *c, char *value)
{
    for (size_t i = 0; i < c->context.asks.n; i++)
        str_free(c->context.asks.at[i].text);
    c->context.asks.n = 0;
    if (*value)
        ask(c, value);
}

static void limit(struct lint_case *c, char *value)
{
    char *field[FIELDS];
    cut(value, '|', field);
    if (dyn_room(&c->context.limits) == 0)
        c->context.limits.at[c->context.limits.n++] = (struct lint_limit){ strdup(field[0]), copy(field[1]) };
}

static void contact(struct lint_case *c, char *value, enum lint_contact_kind kind)
{
    char *field[FIELDS];
    cut(value, '|', field);
    if (dyn_room(&c->context.contacts) == 0)
        c->context.contacts.at[c->context.contacts.n++] =
            (struct lint_private){ kind, strdup(field[0]), copy(field[1]) };
}

static void phone(struct lint_case *c, char *value)
{
    contact(c, value, LINT_CONTACT_PHONE);
}

static void email(struct lint_case *c, char *value)
{
    contact(c, value, LINT_CONTACT_EMAIL);
}

static void reach(struct lint_case *c, char *value)
{
    strs_add(&c->context.reach, value);
}

static void address(struct lint_case *c, char *value)
{
    contact(c, value, LINT_CONTACT_ADDRESS);
}

static void number(struct lint_case *c, char *value)
{
    char *noun;
    long long n = strtoll(value, &noun, 10);
    while (*noun == ' ')
        noun++;
    if (dyn_room(&c->context.numbers) == 0)
        c->context.numbers.at[c->context.numbers.n++] = (struct lint_number){ n, strdup(noun) };
}

static void text(struct lint_case *c, char *value)
{
    strs_add(&c->context.texts, value);
}

static void model(struct lint_case *c, char *value)
{
    str_set(&c->context.model, value);
}

static void reference(struct lint_case *c, char *value)
{
    strs_add(&c->context.references, value);
}

static void text_only(struct lint_case *c, char *value)
{
    strs_free(&c->context.texts);
    if (*value)
        text(c, value);
}

static void name(struct lint_case *c, char *value)
{
    strs_add(&c->context.names, value);
}

static void own(struct lint_case *c, char *value)
{
    char *field[FIELDS];
    cut(value, ';', field);
    for (int i = 0; i < FIELDS && *field[i]; i++)
        strs_add(&c->context.own, field[i]);
}

static void other(struct lint_case *c, char *value)
{
    char *field[FIELDS];
    cut(value, '|', field);
    lint_names_add(c->names, field[0], 900, 2, field[1], NULL);
}

static void official(struct lint_case *c, char *value)
{
    lint_names_add(c->names, value, 901, 0, NULL, NULL);
}

static void preferred(struct lint_case *c, char *value)
{
    char *field[FIELDS];
    cut(value, ' ', field);
    for (int i = 0; i < FIELDS && *field[i]; i++)
        strs_add(&c->context.languages, field[i]);
}

static void preferred_only(struct lint_case *c, char *value)
{
    strs_free(&c->context.languages);
    preferred(c, value);
}

static void lang(struct lint_case *c, char *value)
{
    free(c->lang);
    c->letter.lang = c->lang = strdup(value);
}

static void salutation(struct lint_case *c, char *value)
{
    free(c->salutation);
    c->letter.salutation = c->salutation = strdup(value);
}

static void subject(struct lint_case *c, char *value)
{
    c->letter.subject = c->subject = strdup(value);
}

static void country(struct lint_case *c, char *value)
{
    str_set(&c->context.country, strcmp(value, "-") ? value : NULL);
}

static void tie(struct lint_case *c, char *value)
{
    strs_add(&c->context.sender_ties, value);
}

static void shown(struct lint_case *c, char *value)
{
    c->letter.sender_shown = !strcmp(value, "yes");
}

static void appeal(struct lint_case *c, char *value)
{
    (void)value;
    c->context.appeal = true;
}

static void no_appeal(struct lint_case *c, char *value)
{
    (void)value;
    c->context.appeal = false;
}

static void closed(struct lint_case *c, char *value)
{
    (void)value;
    c->context.closed = true;
}

static void today(struct lint_case *c, char *value)
{
    day_parse(value, &c->context.today);
}

static void deadline(struct lint_case *c, char *value)
{
    day_parse(value, &c->context.deadline);
}

static void date(struct lint_case *c, char *value)
{
    day_parse(value, &c->letter.date);
}

static void group(struct lint_case *c, char *value)
{
    c->context.group_only = true;
    str_set(&c->context.group_pronouns, value);
}

static const struct {
    const char *key;
    void (*read)(struct lint_case *, char *);
} KEYS[] = {
    { "person", person },
    { "relative", relative },
    { "person-only", person_only },
    { "target", target },
    { "to", to },
    { "ask", ask },
    { "ask-only", ask_only },
    { "limit", limit },
    { "phone", phone },
    { "email", email },
    { "address", address },
    { "reach", reach },
    { "number", number },
    { "text", text },
    { "model", model },
    { "reference", reference },
    { "text-only", text_only },
    { "name", name },
    { "own", own },
    { "other", other },
    { "official", official },
    { "preferred", preferred },
    { "preferred-only", preferred_only },
    { "lang", lang },
    { "salutation", salutation },
    { "subject", subject },
    { "country", country },
    { "tie", tie },
    { "shown", shown },
    { "appeal", appeal },
    { "no-appeal", no_appeal },
    { "closed", closed },
    { "today", today },
    { "deadline", deadline },
    { "date", date },
    { "group", group },
};

static bool expected(struct lint_case *c, char *value)
{
    char *words = strchr(value, ' ');
    if (words)
        *words++ = '\0';
    struct lint_expected x = { .code = lint_code_of(value), .quote = words ? strdup(words) : NULL };
    if (x.code < 0 || dyn_room(&c->expected) < 0)
        return false;
    c->expected.at[c->expected.n++] = x;
    return true;
}

static bool known(struct lint_case *c, char *line)
{
    if (line[1] == '!')
        return expected(c, line + 2 + strspn(line + 2, " "));
    char *value = strchr(line, ' ');
    size_t n = value ? (size_t)(value - line) - 1 : strlen(line) - 1;
    char nothing[1] = "";
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (strlen(KEYS[i].key) == n && !strncmp(KEYS[i].key, line + 1, n)) {
            KEYS[i].read(c, value ? value + 1 : nothing);
            return true;
        }
    return false;
}

/* ---- cases ---- */

static void start(struct lint_case *c, struct lint_names *names)
{
    *c = (struct lint_case){ .names = names };
    lint_names_clear(names);
    c->letter.date = INT32_MIN;
    c->context.kase = 1;
    c->context.deadline = INT32_MIN;
    day_parse("2024-05-10", &c->context.today);
}

static void end(struct lint_case *c)
{
    char *const texts[] = { c->title, c->body, c->salutation, c->subject, c->lang };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        str_free(texts[i]);
    for (size_t i = 0; i < c->expected.n; i++)
        str_free(c->expected.at[i].quote);
    free(c->expected.at);
    lint_context_free(&c->context);
}

/* Reads lines of s up to the next case into c; returns where that begins, NULL when a line is wrong. */
static const char *read_lines(const char *s, struct lint_case *c, struct buf *body)
{
    while (*s && strncmp(s, "=== ", 4) != 0) {
        size_t n = strcspn(s, "\n");
        char *line = strndup(s, n);
        bool good = *line == '@' ? known(c, line) : true;
        if (*line != '@' && *line != '#')
            buf_addf(body, "%s\n", line);
        if (!good)
            printf("not understood: %s\n", line);
        str_free(line);
        if (!good)
            return NULL;
        s += n + (s[n] == '\n');
    }
    return s;
}

static bool read_cases(const char *base, void (*each)(struct lint_case *, void *), void *arg)
{
    struct lint_names *names = lint_names_new(NULL);
    const char *s = names ? strstr(base, "=== ") : NULL;
    while (s && *s) {
        struct lint_case c;
        struct buf body = { 0 };
        start(&c, names);
        size_t n = strcspn(s, "\n");
        c.title = strndup(s + 4, n - 4);
        bool good = read_lines(base, &c, &body);
        buf_clear(&body);
        s = good ? read_lines(s + n + 1, &c, &body) : NULL;
        while (body.len && body.data[body.len - 1] == '\n')
            buf_cut(&body, body.len - 1);
        c.letter.body = c.body = buf_take(&body, NULL);
        if (s)
            each(&c, arg);
        end(&c);
    }
    lint_names_free(names);
    return s != NULL;
}

bool lint_cases(const char *path, void (*each)(struct lint_case *, void *arg), void *arg)
{
    char chunk[4096];
    struct buf b = { 0 };
    FILE *f = fopen(path, "rb");
    for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    if (f)
        fclose(f);
    bool good = f && read_cases(buf_text(&b), each, arg);
    buf_free(&b);
    return good;
}

/* ---- scoring ---- */

/* One holds the other: a finding may take a word more than was named. */
static bool meets(const struct lint_expected *x, const struct lint_finding *f)
{
    return !x->met && x->code == (int)f->code &&
           (!x->quote || !*f->quote || strstr(f->quote, x->quote) || strstr(x->quote, f->quote));
}

void lint_case_run(struct lint_case *c, struct lint_score *score)
{
    struct lint_findings found = { 0 };
    if (lint_letter(&c->letter, &c->context, c->names, &found, NULL) < 0)
        abort();
    for (size_t i = 0; i < found.n; i++) {
        bool met = false;
        for (size_t k = 0; k < c->expected.n && !met; k++)
            if (meets(&c->expected.at[k], &found.at[i]))
                met = c->expected.at[k].met = true;
        if (met)
            score[found.at[i].code].hit++;
        else {
            score[found.at[i].code].wrong++;
            printf("wrong   %s: %s “%s” %s\n", c->title, lint_code_name(found.at[i].code), found.at[i].quote,
                   found.at[i].evidence);
        }
    }
    for (size_t k = 0; k < c->expected.n; k++)
        if (!c->expected.at[k].met) {
            score[c->expected.at[k].code].missed++;
            printf("missing %s: %s %s\n", c->title, lint_code_name((enum lint_code)c->expected.at[k].code),
                   c->expected.at[k].quote ? c->expected.at[k].quote : "");
        }
    lint_findings_free(&found);
}

int lint_score_print(const struct lint_score *score)
{
    int low = 0;
    for (int i = 0; i < LINT_CODE_COUNT; i++) {
        const struct lint_score *s = &score[i];
        int want = s->hit + s->missed, said = s->hit + s->wrong;
        double recall = want ? (double)s->hit / want : 1, precision = said ? (double)s->hit / said : 1;
        printf("%-24s precision %.3f recall %.3f (%d found, %d missed, %d wrong)\n",
               lint_code_name((enum lint_code)i), precision, recall, s->hit, s->missed, s->wrong);
        low += recall < 0.95 || precision < 0.95;
    }
    return low;
}
