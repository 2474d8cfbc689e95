/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <stdio.h>

/* What terminals send, each under TERM=xterm-256color: one sequence, one key. */
static const struct {
    const char *bytes, *name;
} SEQUENCES[] = {
    /* xterm, screen, tmux, VTE, konsole */
    { "\033[A", "Up" },
    { "\033OA", "Up" },
    { "\033[B", "Down" },
    { "\033OB", "Down" },
    { "\033[C", "Right" },
    { "\033OC", "Right" },
    { "\033[D", "Left" },
    { "\033OD", "Left" },
    { "\033[H", "Home" },
    { "\033OH", "Home" },
    { "\033[F", "End" },
    { "\033OF", "End" },
    { "\033[1~", "Home" },
    { "\033[2~", "Insert" },
    { "\033[3~", "Delete" },
    { "\033[4~", "End" },
    { "\033[5~", "PgUp" },
    { "\033[6~", "PgDn" },
    { "\033OP", "F1" },
    { "\033O2t", "4" }, /* Shift on the keypad */
    { "\033O5t", "Ctrl-4" },
    { "\033OQ", "F2" },
    { "\033OR", "F3" },
    { "\033OS", "F4" },
    { "\033[15~", "F5" },
    { "\033[17~", "F6" },
    { "\033[18~", "F7" },
    { "\033[19~", "F8" },
    { "\033[20~", "F9" },
    { "\033[21~", "F10" },
    { "\033[23~", "F11" },
    { "\033[24~", "F12" },
    { "\033[Z", "Shift-Tab" },
    { "\033[1;2A", "Shift-Up" },
    { "\033[1;3B", "Alt-Down" },
    { "\033[1;5C", "Ctrl-Right" },
    { "\033[1;6D", "Ctrl-Shift-Left" },
    { "\033[1;5H", "Ctrl-Home" },
    { "\033[1;5F", "Ctrl-End" },
    { "\033[3;2~", "Shift-Delete" },
    { "\033[2;5~", "Ctrl-Insert" },
    { "\033[1;2P", "Shift-F1" },
    { "\033[1;5S", "Ctrl-F4" },
    { "\033[15;2~", "Shift-F5" },
    { "\033O5C", "Ctrl-Right" },
    { "\033O1;2P", "Shift-F1" },
    /* keypad in application mode */
    { "\033OM", "Enter" },
    { "\033Oj", "*" },
    { "\033Ok", "+" },
    { "\033Om", "-" },
    { "\033Oo", "/" },
    { "\033Op", "0" },
    { "\033Oy", "9" },
    { "\033[E", "Unknown" },
    /* modifyOtherKeys and CSI u */
    { "\033[27;5;105~", "Ctrl-I" },
    { "\033[97;5u", "Ctrl-A" },
    { "\033[97;6u", "Ctrl-A" },
    { "\033[97;2u", "A" },
    { "\033[27u", "Esc" },
    { "\033[13;2u", "Shift-Enter" },
    { "\033[1089;5u", "Ctrl-с" },
    { "\033[57051u", "Unknown" }, /* a surrogate */
    /* linux console */
    { "\033[[A", "F1" },
    { "\033[[B", "F2" },
    { "\033[[C", "F3" },
    { "\033[[D", "F4" },
    { "\033[[E", "F5" },
    { "\033[25~", "F13" },
    { "\033[26~", "F14" },
    { "\033[28~", "F15" },
    { "\033[29~", "F16" },
    { "\033[31~", "F17" },
    { "\033[34~", "F20" },
    { "\033[G", "Unknown" },
    { "\033[P", "F1" },
    /* rxvt */
    { "\033[7~", "Home" },
    { "\033[8~", "End" },
    { "\033[11~", "F1" },
    { "\033[14~", "F4" },
    { "\033[a", "Shift-Up" },
    { "\033[b", "Shift-Down" },
    { "\033[c", "Shift-Right" },
    { "\033[d", "Shift-Left" },
    { "\033Oa", "Ctrl-Up" },
    { "\033Od", "Ctrl-Left" },
    { "\033[7$", "Shift-Home" },
    { "\033[3$", "Shift-Delete" },
    { "\033[8^", "Ctrl-End" },
    { "\033[5@", "Ctrl-Shift-PgUp" },
    { "\033[23$", "Shift-F11" },
    { "\033[11^", "Ctrl-F1" },
    { "\033\033[A", "Alt-Up" },
    { "\033\033OP", "Alt-F1" },
    { "\033\033[7~", "Alt-Home" },
    /* vt220, 8-bit controls as bytes and as UTF-8 */
    { "\033[29~", "F16" },
    { "\233A", "Up" },
    { "\217P", "F1" },
    { "\302\233"
      "5~",
      "PgUp" },
    { "\302\217Q", "F2" },
    /* putty: function keys of its modes, Shift with arrows swapped to the other kind */
    { "\033OT", "F5" },
    { "\033OV", "F7" },
    { "\033OX", "F9" },
    { "\033O[", "F12" },
    { "\033[12~", "F2" },
    /* characters and controls */
    { "a", "a" },
    { "\r", "Enter" },
    { "\n", "Enter" },
    { "\t", "Tab" },
    { "\177", "Backspace" },
    { "\010", "Backspace" },
    { " ", "Space" },
    { "\023", "Ctrl-S" },
    { "\034", "Ctrl-\\" },
    { "\037", "Ctrl-_" },
    { "\303\251", "é" },
    { "\346\227\245", "日" },
    { "\360\237\230\200", "😀" },
    { "\033a", "Alt-a" },
    { "\033\303\251", "Alt-é" },
    { "\033\r", "Alt-Enter" },
    { "\033\177", "Alt-Backspace" },
    { "\033\001", "Ctrl-Alt-A" },
    /* unknown, and still one key: never Esc and letters */
    { "\033[99~", "Unknown" },
    { "\033[200;3~", "Unknown" },
    { "\033[?1;2c", "Unknown" },
    { "\033[>41;390;0c", "Unknown" },
    { "\033[12;34R", "Unknown" },
    { "\033[I", "Unknown" },
    { "\033[O", "Unknown" },
    { "\033[<0;10;20M", "Unknown" },
    { "\033[M !!", "Unknown" },
    { "\033[1;2;3;4;5;6;7x", "Unknown" },
    { "\033[99999999999999999999~", "Unknown" },
    { "\033[ q", "Unknown" },
    { "\033[?2004;1$y", "Unknown" },
    { "\033Oz", "Unknown" },
    { "\033]0;a title with letters\007", "Unknown" },
    { "\033]11;rgb:0000/0000/0000\033\\", "Unknown" },
    { "\033P1$r0m\033\\", "Unknown" },
    { "\033_payload\033\\", "Unknown" },
    { "\033^private\033\\", "Unknown" },
    { "\302\220q\302\234\033\\", "Unknown" },
    { "\377", "Unknown" },
    { "\300\257", "Unknown" },
};

static void assert_key(uint32_t key, const char *name, const char *bytes)
{
    char have[KEY_NAME_BYTES];
    key_format(key, have);
    if (strcmp(have, name) != 0) {
        char shown[256] = "";
        for (size_t i = 0; bytes[i] && i < 40; i++)
            snprintf(shown + strlen(shown), 8, "%02x ", (unsigned char)bytes[i]);
        fail_msg("bytes %s are %s, not %s", shown, have, name);
    }
}

static void every_sequence_is_one_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SEQUENCES / sizeof *SEQUENCES; i++) {
        struct key_decoder d = { 0 };
        struct key_input in;
        key_feed(&d, SEQUENCES[i].bytes, strlen(SEQUENCES[i].bytes));
        key_feed(&d, "z", 1); /* what follows must stay what it is */
        key_next(&d, &in);
        if (in.kind == KEY_INPUT_NONE)
            key_flush(&d, &in);
        assert_int_equal(in.kind, KEY_INPUT_KEY);
        const char *name = SEQUENCES[i].name;
        if ((unsigned char)SEQUENCES[i].bytes[0] == 0300) { /* two bytes that are no character */
            assert_key(in.key, name, SEQUENCES[i].bytes);
            key_next(&d, &in);
        }
        assert_key(in.key, name, SEQUENCES[i].bytes);
        assert_int_equal(key_next(&d, &in), KEY_INPUT_KEY);
        assert_key(in.key, "z", SEQUENCES[i].bytes);
        assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
        key_decoder_free(&d);
    }
}

/* The same when each byte comes alone, as on a slow line. */
static void sequences_may_come_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SEQUENCES / sizeof *SEQUENCES; i++) {
        struct key_decoder d = { 0 };
        struct key_input in = { 0 };
        const char *s = SEQUENCES[i].bytes;
        size_t keys = 0;
        for (; *s; s++) {
            key_feed(&d, s, 1);
            while (key_next(&d, &in) == KEY_INPUT_KEY) {
                keys++;
                assert_key(in.key, SEQUENCES[i].name, SEQUENCES[i].bytes);
            }
        }
        assert_true(keys == 1 || (unsigned char)SEQUENCES[i].bytes[0] == 0300);
        assert_int_equal(key_patience(&d, 30), -1);
        key_decoder_free(&d);
    }
}

/* Whatever is cut short gives one key when nothing more comes, and never a letter of the sequence. */
static void cut_sequences_are_one_key(void **state)
{
    static const struct {
        const char *bytes, *name;
    } CUT[] = {
        { "\033", "Esc" },         { "\033[", "Alt-[" },          { "\033O", "Alt-O" },
        { "\033]", "Alt-]" },      { "\033P", "Alt-P" },          { "\033[1", "Unknown" },
        { "\033[1;5", "Unknown" }, { "\033O5", "Unknown" },       { "\033[M", "Unknown" },
        { "\033[[", "Unknown" },   { "\033]0;title", "Unknown" }, { "\346\227", "Unknown" },
        { "\033[M !", "Unknown" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof CUT / sizeof *CUT; i++) {
        struct key_decoder d = { 0 };
        struct key_input in;
        key_feed(&d, CUT[i].bytes, strlen(CUT[i].bytes));
        assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
        assert_true(key_patience(&d, 30) >= 30);
        assert_int_equal(key_flush(&d, &in), KEY_INPUT_KEY);
        assert_key(in.key, CUT[i].name, CUT[i].bytes);
        assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
        assert_int_equal(key_patience(&d, 30), -1);
        key_decoder_free(&d);
    }
}

static void two_escapes_are_two_keys(void **state)
{
    struct key_decoder d = { 0 };
    struct key_input in;
    (void)state;
    key_feed(&d, "\033\033", 2);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
    assert_int_equal(key_flush(&d, &in), KEY_INPUT_KEY);
    assert_int_equal(in.key, KEYC_ESC);
    assert_int_equal(key_flush(&d, &in), KEY_INPUT_KEY);
    assert_int_equal(in.key, KEYC_ESC);
    key_decoder_free(&d);
}

static void a_broken_sequence_leaves_what_follows(void **state)
{
    struct key_decoder d = { 0 };
    struct key_input in;
    (void)state;
    key_feed(&d, "\033[12\033[Bq", 8);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_KEY);
    assert_int_equal(in.key, KEYC_UNKNOWN);
    key_next(&d, &in);
    assert_int_equal(in.key, KEYC_DOWN);
    key_next(&d, &in);
    assert_int_equal(in.key, 'q');
    key_decoder_free(&d);
}

/* Random bytes, cut at random places: what comes out does not depend on where they were cut, it ends, and
 * nothing is left behind. */
static uint32_t seed = 5;

static size_t pick(size_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void add_inputs(struct key_decoder *d, struct buf *out, bool flush)
{
    struct key_input in;
    while (key_next(d, &in) != KEY_INPUT_NONE || (flush && key_patience(d, 1) >= 0 && key_flush(d, &in))) {
        buf_addf(out, "%d %08x %s\n", (int)in.kind, in.key, in.paste ? in.paste : "");
        str_free(in.paste);
    }
}

static void random_bytes_come_out_the_same_however_cut(void **state)
{
    static const char PIECES[][8] = { "\033", "[",    "O", "\033[", "200~", "\033[201~", "]",    "\007",
                                      "1;5",  "A",    "~", "M",     "\x9b", "\xd8",      "\xb3", "\xff",
                                      "\r",   "\030", "$", "\\",    "P",    "\xc2",      "u" };
    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct key_decoder whole = { 0 }, parts = { 0 };
        struct buf bytes = { 0 }, one = { 0 }, two = { 0 };
        for (size_t i = 0, n = 1 + pick(12); i < n; i++)
            buf_adds(&bytes, PIECES[pick(sizeof PIECES / sizeof *PIECES)]);
        key_feed(&whole, bytes.data, bytes.len);
        add_inputs(&whole, &one, true);
        for (size_t at = 0, n; at < bytes.len; at += n) {
            n = 1 + pick(bytes.len - at);
            key_feed(&parts, bytes.data + at, n);
            add_inputs(&parts, &two, false);
        }
        add_inputs(&parts, &two, true);
        assert_string_equal(buf_text(&one), buf_text(&two));
        assert_int_equal(key_patience(&whole, 1), -1);
        key_decoder_free(&whole);
        key_decoder_free(&parts);
        buf_free(&bytes);
        buf_free(&one);
        buf_free(&two);
    }
}

/* ---- paste ---- */

static void a_paste_is_one_event_and_clean(void **state)
{
    static const char RAW[] = "\033[200~one\r\ntwo\003\033[31mred\342\200\256x\033[201~k";
    struct key_decoder d = { 0 };
    struct key_input in;
    (void)state;
    for (size_t i = 0; i < sizeof RAW - 1; i++) {
        key_feed(&d, RAW + i, 1);
        if (key_next(&d, &in) == KEY_INPUT_PASTE)
            break;
    }
    assert_int_equal(in.kind, KEY_INPUT_PASTE);
    assert_string_equal(in.paste, "one\ntworedx");
    assert_int_equal(in.report.bidi_controls, 1);
    assert_false(in.paste_cut);
    str_free(in.paste);
    key_feed(&d, "k", 1);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_KEY);
    assert_int_equal(in.key, 'k');
    key_decoder_free(&d);
}

static void a_paste_that_never_ends_is_kept(void **state)
{
    struct key_decoder d = { 0 };
    struct key_input in;
    (void)state;
    key_feed(&d, "\033[200~half\033[20", 14);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
    assert_true(key_patience(&d, 30) >= 1000);
    assert_int_equal(key_flush(&d, &in), KEY_INPUT_PASTE);
    assert_string_equal(in.paste, "half");
    str_free(in.paste);
    key_decoder_free(&d);
}

static void a_paste_beyond_the_limit_is_cut_and_said(void **state)
{
    struct key_decoder d = { 0 };
    struct key_input in;
    char *block = malloc(1 << 20);
    (void)state;
    memset(block, 'a', 1 << 20);
    key_feed(&d, "\033[200~", 6);
    for (int i = 0; i < 17; i++) {
        key_feed(&d, block, 1 << 20);
        assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
    }
    key_feed(&d, "\033[201~", 6);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_PASTE);
    assert_int_equal(strlen(in.paste), KEY_PASTE_MAX);
    assert_true(in.paste_cut);
    str_free(in.paste);
    free(block);
    key_decoder_free(&d);
}

/* ---- what stays ---- */

/* The first n bytes that it held, gone now. */
static bool all_zero(const struct buf *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (b->data[i])
            return false;
    return b->len == 0;
}

static void what_was_read_is_not_kept(void **state)
{
    static const char TYPED[] = "correct horse\r\033[200~pasted\033[201~\033[24~";
    struct key_decoder d = { 0 };
    struct key_input in;
    (void)state;
    key_feed(&d, TYPED, sizeof TYPED - 1);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(key_next(&d, &in), KEY_INPUT_KEY);
    assert_null(memmem(d.in.data, d.in.len, "corr", 4));
    assert_non_null(memmem(d.in.data, d.in.len, " horse", 6));
    while (key_next(&d, &in) != KEY_INPUT_NONE)
        str_free(in.paste);
    assert_true(all_zero(&d.in, sizeof TYPED - 1));
    key_feed(&d, "x\033", 2);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_KEY);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
    assert_int_equal(key_flush(&d, &in), KEY_INPUT_KEY);
    assert_true(all_zero(&d.in, sizeof TYPED - 1));
    key_decoder_free(&d);
}

static void what_is_dropped_never_comes(void **state)
{
    struct key_decoder d = { 0 };
    struct key_input in;
    (void)state;
    key_feed(&d, "typed ahead", 11);
    key_decoder_drop(&d);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
    assert_true(all_zero(&d.in, 11));
    key_feed(&d, "\033[200~half", 10);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
    key_decoder_drop(&d);
    assert_int_equal(d.paste.len, 0);
    key_feed(&d, "the rest\033[201~k\033[200~new\033[201~", 30);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_PASTE);
    assert_string_equal(in.paste, "");
    assert_false(in.paste_cut);
    str_free(in.paste);
    assert_int_equal(key_next(&d, &in), KEY_INPUT_KEY);
    assert_int_equal(in.key, 'k');
    assert_int_equal(key_next(&d, &in), KEY_INPUT_PASTE);
    assert_string_equal(in.paste, "new");
    str_free(in.paste);
    key_decoder_free(&d);
}

/* Wherever it is cut: of what is dropped nothing comes, and what is typed after it does. */
static void a_paste_is_dropped_wherever_it_is_cut(void **state)
{
    static const char PASTE[] = "\033[200~rm everything\033[201~";
    (void)state;
    for (size_t cut = 2; cut < sizeof PASTE; cut++) {
        struct key_decoder d = { 0 };
        struct key_input in;
        key_feed(&d, PASTE, cut);
        if (cut % 2) {
            key_next(&d, &in);
            str_free(in.paste);
        }
        key_decoder_drop(&d);
        key_feed(&d, PASTE + cut, sizeof PASTE - 1 - cut);
        key_decoder_drop(&d);
        assert_int_equal(key_next(&d, &in), KEY_INPUT_NONE);
        key_feed(&d, "k", 1);
        assert_int_equal(key_next(&d, &in), KEY_INPUT_KEY);
        assert_int_equal(in.key, 'k');
        key_decoder_free(&d);
    }
}

/* ---- names and folding ---- */

static void names_go_both_ways(void **state)
{
    static const char *const NAMES_OF_KEYS[] = { "q",   "Q",      "Ctrl-S",    "Alt-b", "Shift-Tab",
                                                 "F12", "Space",  "Ctrl-Home", "Enter", "Ctrl-Alt-X",
                                                 "-",   "Ctrl--", "é",         "PgDn" };
    (void)state;
    for (size_t i = 0; i < sizeof NAMES_OF_KEYS / sizeof *NAMES_OF_KEYS; i++) {
        uint32_t key;
        assert_int_equal(key_parse(NAMES_OF_KEYS[i], strlen(NAMES_OF_KEYS[i]), &key), 0);
        assert_key(key, NAMES_OF_KEYS[i], NAMES_OF_KEYS[i]);
    }
    uint32_t key;
    assert_int_equal(key_parse("ctrl-S", 6, &key), 0);
    assert_int_equal(key, KEYC_CTRL | 's');
    assert_int_equal(key_parse("Shift-a", 7, &key), 0);
    assert_int_equal(key, 'A');
    static const char *const NONE[] = { "", "ab", "Ctrl-", "F21", "Unknown", "\377", "Meta-x" };
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        assert_int_equal(key_parse(NONE[i], strlen(NONE[i]), &key), -1);
}

static bool folds_to(uint32_t key, const char *prefer, uint32_t want, size_t at_most)
{
    uint32_t out[KEY_FOLDS];
    size_t n = key_fold(key, prefer, out);
    for (size_t i = 0; i < n && i < at_most; i++)
        if (out[i] == want)
            return true;
    return false;
}

static void foreign_keyboards_fold_to_their_place(void **state)
{
    (void)state;
    assert_true(folds_to(0xFF51, NULL, 'q', 1)); /* full-width */
    assert_true(folds_to(0x0663, NULL, '3', 1)); /* Arabic-Indic */
    assert_true(folds_to(0x06F3, NULL, '3', 1));
    assert_true(folds_to(0x061F, NULL, '?', 1));
    assert_true(folds_to(0x0439, NULL, 'q', 1)); /* й */
    assert_true(folds_to(0x041E, NULL, 'J', 1)); /* О */
    assert_true(folds_to(0x04D9, NULL, '2', 1)); /* kk ә */
    assert_true(folds_to(0x0456, "uk", 's', 1)); /* і: s in Ukrainian, 3 in Kazakh */
    assert_true(folds_to(0x0456, "kk", '3', 1));
    assert_true(folds_to(0x0456, NULL, 's', KEY_FOLDS));
    assert_true(folds_to(0x0645, NULL, 'l', 1)); /* ar م */
    assert_true(folds_to(0x06CC, NULL, 'd', 1)); /* fa ی */
    assert_true(folds_to(0x06D5, NULL, 'g', 1)); /* ug ە */
    assert_true(folds_to(0x03BB, NULL, 'l', 1)); /* λ */
    assert_true(folds_to(0x05DC, NULL, 'k', 1)); /* ל */
    assert_true(folds_to(KEYC_CTRL | 0x044B, NULL, KEYC_CTRL | 's', 1));
    assert_false(folds_to('q', NULL, 'q', KEY_FOLDS));
    assert_false(folds_to(KEYC_UP, NULL, 'q', KEY_FOLDS));
}

/* ---- through the screen ---- */

static void keys_come_as_events(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct screen_event ev;
    (void)state;
    harness_keys(h, "a<Shift-Tab><Ctrl-S>é<Esc>");
    assert_int_equal(harness_key(h), 'a');
    assert_int_equal(harness_key(h), KEYC_SHIFT | KEYC_TAB);
    assert_int_equal(harness_key(h), KEYC_CTRL | 's');
    assert_int_equal(harness_key(h), 0xE9);
    assert_int_equal(harness_key(h), KEYC_ESC);
    assert_int_equal(harness_key(h), 0);
    harness_paste(h, "pasted\ntext");
    assert_true(harness_next(h, &ev));
    assert_int_equal(ev.kind, SCREEN_EVENT_PASTE);
    assert_string_equal(ev.paste, "pasted\ntext");
    screen_event_free(&ev);
    harness_end(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_is_one_key),
        cmocka_unit_test(sequences_may_come_byte_by_byte),
        cmocka_unit_test(cut_sequences_are_one_key),
        cmocka_unit_test(two_escapes_are_two_keys),
        cmocka_unit_test(a_broken_sequence_leaves_what_follows),
        cmocka_unit_test(random_bytes_come_out_the_same_however_cut),
        cmocka_unit_test(a_paste_is_one_event_and_clean),
        cmocka_unit_test(a_paste_that_never_ends_is_kept),
        cmocka_unit_test(a_paste_beyond_the_limit_is_cut_and_said),
        cmocka_unit_test(what_was_read_is_not_kept),
        cmocka_unit_test(what_is_dropped_never_comes),
        cmocka_unit_test(a_paste_is_dropped_wherever_it_is_cut),
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(foreign_keyboards_fold_to_their_place),
        cmocka_unit_test(keys_come_as_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
