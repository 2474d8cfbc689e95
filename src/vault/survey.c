/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All leaves of a tree lie at one depth. So what a page that cannot be read was follows from where it hangs,
 * once any of its cousins was seen, and a survey reads the inner pages only; of leaves it reads one of each
 * tree. Only when bad pages remain that no tree names are all leaves read, for the pages that their long rows
 * go on in.
 *
 * A root that cannot be read was the only page of its tree when no page is left over that could have hung
 * below it. */
#include "satchel/vault/survey.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"

#define DEPTH_MOST 20
#define SEEN       0x80 /* in roles: reached */
#define BAD        0x40

static uint32_t big32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint8_t *role(struct survey *s, uint32_t page)
{
    return &s->roles[page - 1];
}

static bool is_page(const struct survey *s, uint32_t page)
{
    return page > 0 && page <= s->pages.pages;
}

static bool is_bad(const struct survey *s, uint32_t page)
{
    return s->roles[page - 1] & BAD;
}

/* False: it was reached before. */
static bool reach(struct survey *s, uint32_t page, enum survey_role what)
{
    uint8_t *r = role(s, page);
    if (*r & SEEN)
        return false;
    *r = (uint8_t)((*r & BAD) | SEEN | what);
    return true;
}

static int note_bad(struct survey *s, struct survey_bad bad)
{
    if (dyn_room(&s->bad) < 0)
        return -1;
    s->bad.at[s->bad.n++] = bad;
    return 0;
}

/* ---- walking ---- */

struct spot {
    uint32_t page;
    int depth;
    int64_t low, high;
};

/* What is done on the way; each returns non-zero to stop. */
struct walk {
    const struct survey *s;
    int (*page)(struct walk *w, const struct spot *at); /* 1: do not look into it */
    int (*open)(struct walk *w, const struct spot *at, const struct dbpage *p);
    int (*row)(void *arg, const struct dbrow *row); /* NULL: rows are not read */
    void *arg;
    struct survey *mine; /* the survey in the making */
    struct survey_tree *tree;
    uint8_t *been; /* a bit a page: what leads in a circle is walked once */
};

static bool has_been(struct walk *w, uint32_t page)
{
    uint8_t bit = (uint8_t)(1u << (page - 1) % 8), *byte = &w->been[(page - 1) / 8];
    bool was = *byte & bit;
    *byte |= bit;
    return was;
}

static int walk_row(struct walk *w, uint32_t page, const struct dbcell *c)
{
    struct dbrow row;
    int rc = dbpage_row(&w->s->pages, c, &row);
    row.page = page;
    if (rc > 0)
        rc = w->row(w->arg, &row);
    dbpage_row_free(&row);
    return rc;
}

static int walk_page(struct walk *w, struct spot at);

static int walk_cells(struct walk *w, const struct spot *at, const struct dbpage *p)
{
    struct spot below = { .depth = at->depth + 1, .low = at->low };
    struct dbcell c;
    for (unsigned i = 0; i < p->cells; i++) {
        int rc = 0;
        if (!dbpage_cell(p, i, &c))
            continue;
        below.page = c.child;
        below.high = c.rowid;
        if (c.child)
            rc = walk_page(w, below);
        if (rc == 0 && w->row && p->type != DBPAGE_TABLE_INNER)
            rc = walk_row(w, at->page, &c);
        if (rc)
            return rc;
        below.low = c.rowid;
    }
    below.page = p->right;
    below.high = at->high;
    return p->right ? walk_page(w, below) : 0;
}

static int walk_page(struct walk *w, struct spot at)
{
    struct dbpage p;
    int rc = w->page ? w->page(w, &at) : 0;
    if (rc || !is_page(w->s, at.page) || is_bad(w->s, at.page) || at.depth >= DEPTH_MOST ||
        has_been(w, at.page))
        return rc < 0 ? rc : 0;
    uint8_t *bytes = malloc(DBPAGE_BYTES);
    if (!bytes)
        return -1;
    if (dbpages_read(&w->s->pages, at.page, bytes) == 0 &&
        dbpage_open(&p, bytes, at.page, w->s->pages.usable)) {
        rc = w->open ? w->open(w, &at, &p) : 0;
        if (rc == 0)
            rc = walk_cells(w, &at, &p);
    } else if (w->tree) {
        w->tree->broken = true;
    }
    free(bytes);
    return rc;
}

static int walk(struct walk *w, uint32_t root)
{
    w->been = calloc(w->s->pages.pages / 8 + 1, 1);
    int rc = w->been ? walk_page(w, (struct spot){ root, 0, INT64_MIN, INT64_MAX }) : -1;
    free(w->been);
    w->been = NULL;
    return rc;
}

/* ---- the trees ---- */

static int look_at_page(struct walk *w, const struct spot *at)
{
    struct survey *s = w->mine;
    if (!is_page(s, at->page) || !reach(s, at->page, SURVEY_LEAF)) {
        w->tree->broken = true; /* nowhere, or a place that is another's */
        return 1;
    }
    if (is_bad(s, at->page)) {
        struct survey_bad bad = { .page = at->page,
                                  .tree = (size_t)(w->tree - s->trees.at),
                                  .depth = at->depth,
                                  .low = at->low,
                                  .high = at->high };
        return note_bad(s, bad) < 0 ? -1 : 1;
    }
    return at->depth == w->tree->leaves;
}

static int look_into_page(struct walk *w, const struct spot *at, const struct dbpage *p)
{
    bool leaf = dbpage_is_leaf(p);
    if (dbpage_is_table(p) != w->tree->by_rowid || (leaf && w->tree->leaves >= 0)) {
        w->tree->broken = true;
        return 0;
    }
    if (leaf)
        w->tree->leaves = at->depth;
    else
        *role(w->mine, at->page) = SEEN | SURVEY_INNER;
    return 0;
}

/* What the bad pages of a tree were, as far as it shows. */
static void name_bad(struct survey *s, size_t tree, size_t from)
{
    struct survey_tree *t = &s->trees.at[tree];
    for (size_t i = from; i < s->bad.n; i++) {
        struct survey_bad *b = &s->bad.at[i];
        bool leaf = b->depth == t->leaves || (t->leaves < 0 && b->depth == 0);
        b->role = tree == 0 ? SURVEY_SCHEMA : leaf ? SURVEY_LEAF : SURVEY_INNER;
        *role(s, b->page) = (uint8_t)(BAD | SEEN | b->role);
        t->broken |= !leaf;
    }
}

static int survey_tree(struct survey *s, size_t i)
{
    struct walk w = {
        .s = s, .page = look_at_page, .open = look_into_page, .mine = s, .tree = &s->trees.at[i]
    };
    size_t from = s->bad.n;
    int rc = walk(&w, w.tree->root);
    if (rc == 0)
        name_bad(s, i, from);
    return rc;
}

/* ---- the schema ---- */

static char *text_of(const struct dbvalue *v)
{
    return v->type == DBVALUE_TEXT ? strndup((const char *)v->bytes, v->n) : strdup("");
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcasecmp(text + n - m, end) == 0;
}

/* type, name, tbl_name, rootpage, sql */
static int add_tree(void *arg, const struct dbrow *row)
{
    struct survey *s = arg;
    if (row->n != 5 || row->column[3].type != DBVALUE_INT || row->column[3].number <= 0 ||
        row->column[3].number > UINT32_MAX)
        return 0; /* a trigger, or a virtual table */
    if (dyn_room(&s->trees) < 0)
        return -1;
    struct survey_tree t = { .index = row->column[0].n == 5 && memcmp(row->column[0].bytes, "index", 5) == 0,
                             .name = text_of(&row->column[1]),
                             .table = text_of(&row->column[2]),
                             .sql = text_of(&row->column[4]),
                             .root = (uint32_t)row->column[3].number,
                             .leaves = -1 };
    t.by_rowid = !t.index && t.sql && !ends_with(t.sql, "WITHOUT ROWID");
    s->trees.at[s->trees.n++] = t;
    return t.name && t.table && t.sql ? 0 : -1;
}

static int add_schema(struct survey *s)
{
    if (dyn_room(&s->trees) < 0)
        return -1;
    s->trees.at[s->trees.n++] = (struct survey_tree){ .name = strdup("sqlite_schema"),
                                                      .table = strdup("sqlite_schema"),
                                                      .sql = strdup(""),
                                                      .root = 1,
                                                      .by_rowid = true,
                                                      .leaves = -1 };
    if (survey_tree(s, 0) < 0)
        return -1;
    s->schema_bad = s->bad.n > 0 || s->trees.at[0].broken;
    struct walk w = { .s = s, .row = add_tree, .arg = s };
    return walk(&w, 1);
}

/* ---- what no tree names ---- */

static int add_free_pages(struct survey *s, const uint8_t *first)
{
    uint8_t page[DBPAGE_BYTES];
    uint32_t trunk = big32(first + 32), most = s->pages.usable / 4 - 2;
    while (is_page(s, trunk) && reach(s, trunk, SURVEY_TRUNK)) {
        if (is_bad(s, trunk))
            return note_bad(s, (struct survey_bad){ .page = trunk, .role = SURVEY_TRUNK });
        if (dbpages_read(&s->pages, trunk, page) < 0)
            return 0;
        for (uint32_t i = 0, n = big32(page + 4); i < n && i < most; i++) {
            uint32_t leaf = big32(page + 8 + 4 * (size_t)i);
            if (is_page(s, leaf) && reach(s, leaf, SURVEY_UNUSED) && is_bad(s, leaf) &&
                note_bad(s, (struct survey_bad){ .page = leaf, .role = SURVEY_UNUSED }) < 0)
                return -1;
        }
        trunk = big32(page);
    }
    return 0;
}

static bool is_unnamed(const struct survey *s, uint32_t page)
{
    return (s->roles[page - 1] & (BAD | SEEN)) == BAD;
}

static size_t count_unnamed(const struct survey *s)
{
    size_t n = 0;
    for (uint32_t page = 1; page <= s->pages.pages; page++)
        n += is_unnamed(s, page);
    return n;
}

struct rest {
    struct survey *s;
    struct survey_bad bad; /* filled but for the page */
    int rc;
};

static void look_at_rest(void *arg, uint32_t page, const uint8_t *bytes, size_t n)
{
    struct rest *r = arg;
    (void)n;
    if (!is_page(r->s, page) || !reach(r->s, page, SURVEY_OVERFLOW) || bytes || !is_bad(r->s, page))
        return;
    r->bad.page = page;
    if (note_bad(r->s, r->bad) < 0)
        r->rc = -1;
}

static int look_for_rests(struct walk *w, const struct spot *at, const struct dbpage *p)
{
    struct dbcell c;
    for (unsigned i = 0; i < p->cells && p->type != DBPAGE_TABLE_INNER; i++) {
        if (!dbpage_cell(p, i, &c) || !c.overflow)
            continue;
        struct rest r = { .s = w->mine };
        r.bad = (struct survey_bad){ .role = SURVEY_OVERFLOW,
                                     .tree = (size_t)(w->tree - w->mine->trees.at),
                                     .leaf = at->page,
                                     .row = c.rowid };
        dbpage_overflow(&w->s->pages, &c, look_at_rest, &r);
        if (r.rc < 0)
            return -1;
    }
    return 0;
}

static int survey_rests(struct survey *s)
{
    int rc = 0;
    for (size_t i = 0; i < s->trees.n && rc == 0; i++) {
        struct walk w = { .s = s, .open = look_for_rests, .mine = s, .tree = &s->trees.at[i] };
        rc = walk(&w, w.tree->root);
    }
    return rc;
}

/* Pages of trees that hang nowhere: 1 tables, 2 others. */
static int count_orphans(const struct survey *s, uint32_t found[2])
{
    uint8_t *bytes = malloc(DBPAGE_BYTES);
    struct dbpage p;
    if (!bytes)
        return -1;
    found[0] = found[1] = 0;
    for (uint32_t page = 1; page <= s->pages.pages; page++)
        if (s->roles[page - 1] == SURVEY_UNKNOWN && dbpages_read(&s->pages, page, bytes) == 0 &&
            dbpage_open(&p, bytes, page, s->pages.usable))
            found[dbpage_is_table(&p)]++;
    free(bytes);
    return 0;
}

/* A root that was taken for a lonely leaf: not when something is left that may have hung below it. */
static int doubt_roots(struct survey *s)
{
    uint32_t orphans[2];
    bool any = false;
    for (size_t i = 0; i < s->bad.n; i++)
        any |= s->bad.at[i].role == SURVEY_LEAF && s->bad.at[i].depth == 0;
    if (!any)
        return 0;
    if (count_orphans(s, orphans) < 0)
        return -1;
    for (size_t i = 0; i < s->bad.n; i++) {
        struct survey_bad *b = &s->bad.at[i];
        struct survey_tree *t = &s->trees.at[b->tree];
        if (b->role != SURVEY_LEAF || b->depth > 0 || !orphans[t->by_rowid])
            continue;
        b->role = SURVEY_INNER;
        t->broken = true;
    }
    return 0;
}

static int note_unnamed(struct survey *s)
{
    for (uint32_t page = 1; page <= s->pages.pages; page++)
        if (is_unnamed(s, page) &&
            note_bad(s, (struct survey_bad){ .page = page, .role = SURVEY_UNKNOWN }) < 0)
            return -1;
    return 0;
}

/* ---- the whole ---- */

static int by_page(const void *a, const void *b)
{
    const struct survey_bad *x = a, *y = b;
    return (x->page > y->page) - (x->page < y->page);
}

static int survey_all(struct survey *s, const uint8_t *first)
{
    if (add_schema(s) < 0)
        return -1;
    for (size_t i = 1; i < s->trees.n; i++)
        if (survey_tree(s, i) < 0)
            return -1;
    if (first && add_free_pages(s, first) < 0)
        return -1;
    if (count_unnamed(s) && survey_rests(s) < 0)
        return -1;
    return doubt_roots(s) < 0 || note_unnamed(s) < 0 ? -1 : 0;
}

int survey_make(struct survey *s, const struct dbpages *from, bool (*bad)(void *arg, uint32_t page),
                void *arg, struct err *e)
{
    uint8_t first[DBPAGE_BYTES];
    *s = (struct survey){ .pages = *from, .version = -1 };
    bool known = dbpages_read(from, 1, first) == 0;
    uint32_t count = known ? big32(first + 28) : 0;
    if (count > 0 && count < from->pages)
        s->pages.pages = count;
    if (known)
        s->version = (int)big32(first + 60);
    s->roles = calloc(s->pages.pages ? s->pages.pages : 1, 1);
    int rc = s->roles ? 0 : -1;
    for (uint32_t page = 1; rc == 0 && page <= s->pages.pages; page++)
        s->roles[page - 1] = bad(arg, page) ? BAD : 0;
    if (rc == 0)
        rc = survey_all(s, known ? first : NULL);
    wipe(first, sizeof first);
    if (s->bad.n)
        qsort(s->bad.at, s->bad.n, sizeof *s->bad.at, by_page);
    if (rc < 0)
        survey_free(s);
    return rc < 0 ? err_no_memory(e) : 0;
}

void survey_free(struct survey *s)
{
    for (size_t i = 0; i < s->trees.n; i++) {
        str_free(s->trees.at[i].name);
        str_free(s->trees.at[i].table);
        str_free(s->trees.at[i].sql);
    }
    free(s->trees.at);
    free(s->bad.at);
    free(s->roles);
    *s = (struct survey){ 0 };
}

const struct survey_tree *survey_tree_named(const struct survey *s, const char *name)
{
    for (size_t i = 0; i < s->trees.n; i++)
        if (strcmp(s->trees.at[i].name, name) == 0)
            return &s->trees.at[i];
    return NULL;
}

bool survey_is_torn(const struct survey *s)
{
    bool torn = s->schema_bad;
    for (size_t i = 0; i < s->trees.n; i++)
        torn |= s->trees.at[i].broken && !s->trees.at[i].index;
    return torn;
}

size_t survey_reachable(const struct survey *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->bad.n; i++)
        n += s->bad.at[i].role != SURVEY_UNUSED;
    return n;
}

int survey_rows(const struct survey *s, const struct survey_tree *t,
                int (*each)(void *arg, const struct dbrow *row), void *arg)
{
    struct walk w = { .s = s, .row = each, .arg = arg };
    return walk(&w, t->root);
}

int survey_page_rows(const struct survey *s, uint32_t page, int (*each)(void *arg, const struct dbrow *row),
                     void *arg)
{
    struct walk w = { .s = s, .row = each, .arg = arg };
    uint8_t *bytes = malloc(DBPAGE_BYTES);
    struct dbpage p;
    int rc = bytes ? 0 : -1;
    if (rc == 0 && dbpages_read(&s->pages, page, bytes) == 0 &&
        dbpage_open(&p, bytes, page, s->pages.usable)) {
        struct dbcell c;
        for (unsigned i = 0; i < p.cells && rc == 0 && p.type != DBPAGE_TABLE_INNER; i++)
            if (dbpage_cell(&p, i, &c))
                rc = walk_row(&w, page, &c);
    }
    free(bytes);
    return rc;
}
