/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same letter and the same fonts give the same bytes: glyphs are placed without hints or rounding, and
 * what Cairo notes about itself and the time of day is overwritten with blanks (forget). Cairo writes it as
 * plain text into one object, whose length does not change. */
#include "satchel/pdf/press.h"

#include <cairo-pdf.h>
#include <string.h>

#include "satchel/base/text.h"

#define LACKING_MAX 32 /* bytes of characters that are named */

/* ---- the document ---- */

static cairo_status_t add_bytes(void *to, const unsigned char *bytes, unsigned n)
{
    struct press *p = to;
    if (p->pdf.len + n > SHEET_PDF_MAX)
        return CAIRO_STATUS_WRITE_ERROR;
    buf_add(&p->pdf, bytes, n);
    return p->pdf.failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static void set_up_text(struct press *p, PangoFontMap *map)
{
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_NONE);
    p->context = pango_font_map_create_context(map);
    pango_cairo_context_set_font_options(p->context, o);
    pango_cairo_context_set_resolution(p->context, 72);
    pango_context_set_round_glyph_positions(p->context, FALSE);
    pango_context_set_base_dir(p->context, PANGO_DIRECTION_LTR);
    cairo_font_options_destroy(o);
}

/* Pango always names some families; where there is no font behind them nothing has a letter. */
static bool has_fonts(struct press *p)
{
    PangoLayout *layout = pango_layout_new(p->context);
    pango_layout_set_text(layout, "A", 1);
    bool has = pango_layout_get_unknown_glyphs_count(layout) == 0;
    g_object_unref(layout);
    return has;
}

bool press_start(struct press *p, double width, double height)
{
    PangoFontMap *map = pango_cairo_font_map_get_default();
    *p = (struct press){ .width = width, .height = height };
    p->surface = cairo_pdf_surface_create_for_stream(add_bytes, p, width, height);
    cairo_pdf_surface_restrict_to_version(p->surface, CAIRO_PDF_VERSION_1_4); /* no packed objects: forget */
    p->cairo = cairo_create(p->surface);
    set_up_text(p, map);
    if (!has_fonts(p))
        press_fail(p, SHEET_NO_FONT, NULL);
    return p->answer == SHEET_DRAWN;
}

void press_next_page(struct press *p)
{
    cairo_show_page(p->cairo);
}

/* "/Name (value)" becomes blanks. */
static void forget(struct press *p, const char *name)
{
    char *end = p->pdf.data + p->pdf.len;
    char *from = memmem(p->pdf.data, p->pdf.len, name, strlen(name));
    char *to = from ? memmem(from, (size_t)(end - from), ")\n", 2) : NULL;
    char *object = from ? memmem(from, (size_t)(end - from), "endobj", 6) : NULL;
    /* "(https://...)" stands within the value of the producer: to the end of the line. */
    if (to && object && to < object)
        memset(from, ' ', (size_t)(to + 1 - from));
}

void press_finish(struct press *p)
{
    cairo_surface_finish(p->surface);
    cairo_status_t status = cairo_surface_status(p->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_status(p->cairo);
    if (status != CAIRO_STATUS_SUCCESS || p->pdf.failed) {
        press_fail(p, SHEET_NO_MEMORY, NULL);
        return;
    }
    forget(p, "/Producer (");
    forget(p, "/CreationDate (");
}

void press_end(struct press *p)
{
    if (p->context)
        g_object_unref(p->context);
    cairo_destroy(p->cairo);
    if (p->surface)
        cairo_surface_finish(p->surface);
    cairo_surface_destroy(p->surface);
    buf_free(&p->pdf);
    buf_free(&p->what);
}

void press_fail(struct press *p, enum sheet_answer answer, const char *text)
{
    if (p->answer != SHEET_DRAWN)
        return;
    p->answer = answer;
    buf_adds(&p->what, text ? text : "");
}

/* ---- text ---- */

/* Of the fonts that have a character the first is taken. Chinese, Japanese and Korean share signs that each
 * draws in its own way, and their full-width marks must not come from the font of the letters. */
static const char *fonts_for(const char *lang)
{
#define LETTERS "Noto Serif, Noto Naskh Arabic, DejaVu Serif"
    static const struct {
        const char *lang, *fonts;
    } FONTS[] = {
        { "zh-TW", "Noto Serif CJK TC, " LETTERS ", serif" },
        { "zh-HK", "Noto Serif CJK HK, Noto Serif CJK TC, " LETTERS ", serif" },
        { "zh-Hant", "Noto Serif CJK TC, " LETTERS ", serif" },
        { "zh", "Noto Serif CJK SC, " LETTERS ", serif" },
        { "ja", "Noto Serif CJK JP, " LETTERS ", serif" },
        { "ko", "Noto Serif CJK KR, " LETTERS ", serif" },
    };
    for (size_t i = 0; i < sizeof FONTS / sizeof *FONTS; i++) {
        size_t n = strlen(FONTS[i].lang);
        if (g_ascii_strncasecmp(lang, FONTS[i].lang, n) == 0 && (!lang[n] || lang[n] == '-'))
            return FONTS[i].fonts;
    }
    return LETTERS ", Noto Serif CJK SC, serif";
#undef LETTERS
}

/* Adds the characters of a run that became boxes. */
static void note_lacking(struct buf *lacking, const PangoGlyphString *glyphs)
{
    for (int i = 0; i < glyphs->num_glyphs; i++) {
        PangoGlyph g = glyphs->glyphs[i].glyph;
        char cp[4];
        if (g == PANGO_GLYPH_EMPTY || !(g & PANGO_GLYPH_UNKNOWN_FLAG))
            continue;
        size_t n = text_encode(g & ~PANGO_GLYPH_UNKNOWN_FLAG, cp);
        if (lacking->len + n <= LACKING_MAX && !(lacking->len && memmem(lacking->data, lacking->len, cp, n)))
            buf_add(lacking, cp, n);
    }
}

static void check_glyphs(struct press *p, PangoLayout *layout)
{
    struct buf lacking = { 0 };
    if (pango_layout_get_unknown_glyphs_count(layout) == 0)
        return;
    PangoLayoutIter *it = pango_layout_get_iter(layout);
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(it);
        if (run)
            note_lacking(&lacking, run->glyphs);
    } while (pango_layout_iter_next_run(it));
    pango_layout_iter_free(it);
    press_fail(p, SHEET_NO_GLYPH, buf_text(&lacking));
    buf_free(&lacking);
}

bool press_leftward(struct press *p, const char *text)
{
    PangoLayout *layout = pango_layout_new(p->context);
    pango_layout_set_text(layout, text, (int)strcspn(text, "\n"));
    bool leftward = pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL;
    g_object_unref(layout);
    return leftward;
}

/* Hebrew, Arabic and the scripts between them, as such and as presentation forms. */
static bool is_leftward(gunichar c)
{
    return (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

static bool has_leftward(const char *text, size_t n)
{
    const char *at = text;
    while (at < text + n && !is_leftward(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    return at < text + n;
}

#define RLM "\u200F"

/* In a letter that is written from right to left a paragraph is too, whatever it begins with: the name of a
 * town, or of a person in Latin letters. Else each paragraph goes by its first letter. */
static void set_text(PangoLayout *layout, const char *text, size_t n, const char *lang)
{
    static const char *const LEFTWARD[] = { "ar", "ckb", "fa", "he", "ps", "sd", "ug", "ur", "yi" };
    struct buf marked = { 0 };
    size_t len = strcspn(lang, "-");
    bool leftward = false;
    for (size_t i = 0; i < sizeof LEFTWARD / sizeof *LEFTWARD; i++)
        leftward |= strlen(LEFTWARD[i]) == len && strncmp(LEFTWARD[i], lang, len) == 0;
    leftward = leftward && has_leftward(text, n);
    buf_adds(&marked, leftward ? RLM : "");
    for (size_t i = 0; i < n; i++) {
        /* a number would go with the Latin word before it (UAX #9, W7) */
        if (leftward && i > 0 && text[i - 1] == ' ' && g_ascii_isdigit(text[i]))
            buf_adds(&marked, RLM);
        buf_addc(&marked, text[i]);
    }
    pango_layout_set_text(layout, buf_text(&marked), -1);
    buf_free(&marked);
}

PangoLayout *press_text(struct press *p, const char *text, size_t n, const char *lang, double size,
                        double width, bool far)
{
    PangoLayout *layout = pango_layout_new(p->context);
    PangoFontDescription *font = pango_font_description_from_string(fonts_for(lang));
    PangoAttrList *attrs = pango_attr_list_new();
    pango_font_description_set_size(font, (int)(size * PANGO_SCALE));
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (*lang)
        pango_attr_list_insert(attrs, pango_attr_language_new(pango_language_from_string(lang)));
    pango_layout_set_attributes(layout, attrs);
    pango_attr_list_unref(attrs);
    pango_layout_set_width(layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, TRUE);
    pango_layout_set_line_spacing(layout, 1.05f);
    set_text(layout, text, n, lang);
    if (far && pango_layout_get_direction(layout, 0) != PANGO_DIRECTION_RTL)
        pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
    check_glyphs(p, layout);
    return layout;
}

void press_show(struct press *p, PangoLayout *layout, double x, double y)
{
    cairo_move_to(p->cairo, x, y);
    pango_cairo_show_layout(p->cairo, layout);
}

double press_height(PangoLayout *layout)
{
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    return (double)height / PANGO_SCALE;
}

double press_width(PangoLayout *layout)
{
    PangoRectangle r;
    pango_layout_get_extents(layout, NULL, &r);
    return (double)r.width / PANGO_SCALE;
}
