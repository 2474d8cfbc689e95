/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decoder of terminal input. What it promises: every escape sequence, known or not, is one key; a string
 * (OSC, DCS, APC, PM, SOS) is swallowed whole; a bracketed paste is one piece of text and never a key; no
 * byte is read twice. It follows the grammar of ECMA-48 (5.4 control sequences, 5.6 control strings), not
 * $TERM, with what real terminals do beside it: linux `ESC [ [ A`, rxvt `ESC [ 7 $` and `ESC [ a`, SS3 with
 * parameters, X10 mouse reports, `CSI u` and `CSI 27 ; m ; c ~`. Sequences of linux, rxvt, vt220, putty,
 * screen and xterm are a table in tests/screen/test_tui_key.c. */
#include "satchel/tui/key.h"

#include <string.h>

/* What take() found: a key, or one of these (above all keys). */
enum { TOOK_STRING = 0x70000000, TOOK_PASTE };

struct input {
    const unsigned char *s;
    size_t n;
    bool final; /* nothing more comes: 0 may not be answered */
};

/* One sequence after its introducer, ECMA-48 5.4. */
struct csi {
    unsigned p[4];
    size_t n;        /* parameters seen */
    bool private;    /* `<` `=` `>` `?` before them */
    unsigned middle; /* the last intermediate byte, 0: none */
    unsigned last;   /* final byte */
};

static uint32_t mod_bits(unsigned param)
{
    unsigned m = param ? param - 1 : 0;
    return (m & 1 ? KEYC_SHIFT : 0) | (m & (2 | 8) ? KEYC_ALT : 0) | (m & 4 ? KEYC_CTRL : 0);
}

/* Key `code` (a code point) as CSI u and modifyOtherKeys report it. */
static uint32_t reported_key(unsigned code, unsigned mods)
{
    uint32_t bits = mod_bits(mods);
    switch (code) {
    case 27:
        return KEYC_ESC | bits;
    case '\r':
    case '\n':
        return KEYC_ENTER | bits;
    case '\t':
        return KEYC_TAB | bits;
    case 127:
    case '\b':
        return KEYC_BACKSPACE | bits;
    default:
        break;
    }
    if (code < ' ' || code >= KEYC_FIRST || (code >= 0x80 && code < 0xA0) ||
        (code >= 0xD800 && code < 0xF900)) /* surrogates, private use */
        return KEYC_UNKNOWN;
    bool lower = code >= 'a' && code <= 'z', upper = code >= 'A' && code <= 'Z';
    if (bits & KEYC_CTRL && upper)
        code |= 0x20;
    else if (bits & KEYC_SHIFT && !(bits & KEYC_CTRL) && lower)
        code &= ~0x20u;
    return code | (bits & ~KEYC_SHIFT);
}

/* `CSI n ~`, also with the endings of rxvt: ^ Ctrl, $ Shift, @ both. */
static uint32_t tilde_key(const struct csi *c)
{
    static const uint32_t KEYS[] = {
        [1] = KEYC_HOME, [2] = KEYC_INSERT, [3] = KEYC_DELETE, [4] = KEYC_END,  [5] = KEYC_PGUP,
        [6] = KEYC_PGDN, [7] = KEYC_HOME,   [8] = KEYC_END,    [11] = KEYC_F1,  [12] = KEYC_F2,
        [13] = KEYC_F3,  [14] = KEYC_F4,    [15] = KEYC_F5,    [17] = KEYC_F6,  [18] = KEYC_F7,
        [19] = KEYC_F8,  [20] = KEYC_F9,    [21] = KEYC_F10,   [23] = KEYC_F11, [24] = KEYC_F12,
        [25] = KEYC_F13, [26] = KEYC_F14,   [28] = KEYC_F15,   [29] = KEYC_F16, [31] = KEYC_F17,
        [32] = KEYC_F18, [33] = KEYC_F19,   [34] = KEYC_F20,
    };
    if (c->p[0] == 27 && c->n == 3 && c->last == '~')
        return reported_key(c->p[2], c->p[1]);
    uint32_t key = c->p[0] < sizeof KEYS / sizeof *KEYS ? KEYS[c->p[0]] : 0;
    if (!key)
        return KEYC_UNKNOWN;
    uint32_t ending = c->last == '^'   ? KEYC_CTRL
                      : c->last == '$' ? KEYC_SHIFT
                      : c->last == '@' ? KEYC_CTRL | KEYC_SHIFT
                                       : 0;
    return key | mod_bits(c->p[1]) | ending;
}

/* Keys that are one letter after `CSI` or `SS3`. 0: none. */
static uint32_t letter_key(unsigned letter)
{
    switch (letter) {
    case 'A':
        return KEYC_UP;
    case 'B':
        return KEYC_DOWN;
    case 'C':
        return KEYC_RIGHT;
    case 'D':
        return KEYC_LEFT;
    case 'H':
        return KEYC_HOME;
    case 'F':
        return KEYC_END;
    case 'P':
    case 'Q':
    case 'R':
    case 'S':
        return KEYC_F1 + (letter - 'P');
    case 'Z':
        return KEYC_TAB | KEYC_SHIFT;
    default:
        return 0;
    }
}

static uint32_t csi_key(const struct csi *c)
{
    if (c->private || (c->middle && c->last != '$'))
        return KEYC_UNKNOWN;
    if (strchr("~^$@", (int)c->last))
        return tilde_key(c);
    if (c->last == 'u')
        return c->n ? reported_key(c->p[0], c->p[1]) : KEYC_UNKNOWN;
    if (c->last >= 'a' && c->last <= 'd')
        return c->n ? KEYC_UNKNOWN : letter_key(c->last - 0x20) | KEYC_SHIFT;
    uint32_t key = letter_key(c->last);
    if (!key || (c->n && c->p[0] > 1) || c->p[1] > 16) /* a report such as CSI 12 ; 34 R is no F3 */
        return KEYC_UNKNOWN;
    return key | mod_bits(c->p[1]);
}

/* Application keypad and the longer row of function keys after SS3. 0: none. */
static uint32_t ss3_other(unsigned c)
{
    static const char PAD[] = "*+,-./0123456789";
    if (c >= 'j' && c <= 'y')
        return (unsigned char)PAD[c - 'j'];
    if (c >= 'a' && c <= 'd')
        return letter_key(c - 0x20) | KEYC_CTRL;
    if (c >= 'T' && c <= '[' && c != 'Z')
        return KEYC_F5 + (c - 'T');
    switch (c) {
    case 'M':
        return KEYC_ENTER;
    case 'I':
        return KEYC_TAB;
    case ' ':
        return ' ';
    default:
        return 0;
    }
}

static uint32_t ss3_key(const struct csi *c)
{
    if (c->middle)
        return KEYC_UNKNOWN;
    uint32_t key = letter_key(c->last);
    if (!key)
        key = ss3_other(c->last);
    uint32_t mods = mod_bits(c->n > 1 ? c->p[1] : c->p[0]);
    if (key < KEYC_FIRST) /* a digit or sign of the keypad, as it is */
        mods &= ~KEYC_SHIFT;
    return key ? key | mods : KEYC_UNKNOWN;
}

static void add_digit(struct csi *c, unsigned char b)
{
    if (b == ';' || b == ':') {
        c->n += c->n == 0;
        c->n++;
    } else if (b >= '<') {
        c->private = true;
    } else {
        c->n += c->n == 0;
        unsigned *p = c->n <= 4 ? &c->p[c->n - 1] : NULL;
        if (p && *p < 0x200000)
            *p = *p * 10 + (b - '0');
    }
}

/* Parameters, intermediates and final byte from `at`. -> offset behind the sequence; 0: more is needed. A
 * byte that has no place in a sequence ends it (last = 0) and is left there. */
static size_t scan(const struct input *in, size_t at, struct csi *c)
{
    for (; at < in->n; at++) {
        unsigned char b = in->s[at];
        if (b >= 0x30 && b <= 0x3F && !c->middle) {
            add_digit(c, b);
        } else if (b >= 0x20 && b <= 0x2F) {
            c->middle = b;
            if (b == '$' && c->n && !c->private) { /* rxvt ends a key with an intermediate byte */
                c->last = b;
                return at + 1;
            }
        } else if (b >= 0x40 && b <= 0x7E) {
            c->last = b;
            return at + 1;
        } else {
            return at;
        }
    }
    return in->final ? at : 0;
}

/* X10 mouse report, `CSI M` and three bytes: we never ask for the mouse, another program may have left it
 * on. */
static size_t take_mouse(const struct input *in, size_t at, uint32_t *key)
{
    *key = KEYC_UNKNOWN;
    if (in->n >= at + 3)
        return at + 3;
    return in->final ? in->n : 0;
}

static size_t take_csi(const struct input *in, size_t at, uint32_t *key)
{
    struct csi c = { 0 };
    if (at < in->n && in->s[at] == '[') { /* linux: ESC [ [ A */
        if (at + 1 == in->n && !in->final)
            return 0;
        bool known = at + 1 < in->n && in->s[at + 1] >= 'A' && in->s[at + 1] <= 'E';
        *key = known ? KEYC_F1 + (uint32_t)(in->s[at + 1] - 'A') : KEYC_UNKNOWN;
        return at + 1 < in->n && in->s[at + 1] >= 0x20 ? at + 2 : at + 1;
    }
    if (in->final && at == in->n) {
        *key = KEYC_ALT | '[';
        return at;
    }
    size_t end = scan(in, at, &c);
    if (c.last == 'M' && !c.n && !c.private && !c.middle)
        return take_mouse(in, end, key);
    *key = c.last ? csi_key(&c) : KEYC_UNKNOWN;
    if (c.last == '~' && !c.private && c.n == 1 && c.p[0] == 200)
        *key = TOOK_PASTE;
    return end;
}

static size_t take_ss3(const struct input *in, size_t at, uint32_t *key)
{
    struct csi c = { 0 };
    if (at < in->n && in->s[at] == ' ')
        c.last = in->s[at++];
    size_t end = c.last ? at : scan(in, at, &c);
    *key = c.last ? ss3_key(&c) : end == at ? KEYC_ALT | 'O' : KEYC_UNKNOWN;
    return end;
}

/* A control string begins; with nothing after its introducer it was Alt and a key. */
static size_t take_string(const struct input *in, size_t at, uint32_t *key)
{
    if (in->n == at && !in->final)
        return 0;
    *key = in->n == at ? KEYC_ALT | in->s[at - 1] : (uint32_t)TOOK_STRING;
    return at;
}

/* What a C1 control, or ESC and its 7-bit form, introduces. */
static size_t take_c1(const struct input *in, unsigned seven, size_t at, uint32_t *key)
{
    switch (seven) {
    case '[':
        return take_csi(in, at, key);
    case 'O':
        return take_ss3(in, at, key);
    case 'P':
    case 'X':
    case ']':
    case '^':
    case '_':
        return take_string(in, at, key);
    default:
        *key = KEYC_UNKNOWN;
        return at;
    }
}

static uint32_t control_key(unsigned char b)
{
    switch (b) {
    case 0:
        return KEYC_CTRL | ' ';
    case '\b':
    case 0x7F:
        return KEYC_BACKSPACE;
    case '\t':
        return KEYC_TAB;
    case '\n':
    case '\r':
        return KEYC_ENTER;
    default:
        return KEYC_CTRL | (b < 0x1B ? b + 0x60u : b + 0x40u);
    }
}

/* Bytes that the character starting with b should have. */
static size_t utf8_len(unsigned char b)
{
    return b >= 0xF5 ? 1 : b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC2 ? 2 : 1;
}

static size_t take_char(const struct input *in, uint32_t *key)
{
    unsigned char b = in->s[0];
    size_t need = utf8_len(b), have = 1;
    while (have < need && have < in->n && (in->s[have] & 0xC0) == 0x80)
        have++;
    if (have < need && have == in->n && !in->final)
        return 0;
    uint32_t cp;
    size_t len = text_decode((const char *)in->s, in->n, &cp);
    if (cp == 0xFFFD && len == 1) { /* ill-formed: an 8-bit control, or rubbish */
        cp = b;
        len = have > 1 ? have : 1;
        *key = KEYC_UNKNOWN;
        if (len > 1 || b >= 0xA0)
            return len;
    }
    if (cp >= 0x80 && cp < 0xA0)
        return take_c1(in, cp - 0x40, len, key);
    *key = cp;
    return len;
}

static size_t take(const struct input *in, uint32_t *key);

static size_t take_alt(const struct input *in, uint32_t *key)
{
    struct input rest = { in->s + 1, in->n - 1, in->final };
    size_t n = take(&rest, key);
    if (*key < TOOK_STRING && *key != KEYC_UNKNOWN)
        *key |= KEYC_ALT;
    return n ? n + 1 : 0;
}

static size_t take_escape(const struct input *in, uint32_t *key)
{
    if (in->n == 1) {
        *key = KEYC_ESC;
        return in->final;
    }
    unsigned char b = in->s[1];
    if (strchr("[OPX]^_", b) && b)
        return take_c1(in, b, 2, key);
    if (b != 0x1B)
        return take_alt(in, key);
    /* ESC ESC: Esc twice, or rxvt's Alt with a key that is a sequence itself */
    if (in->n == 2 && !in->final)
        return 0;
    if (in->n > 3 && (in->s[2] == '[' || in->s[2] == 'O'))
        return take_alt(in, key);
    if (in->n == 3 && !in->final && (in->s[2] == '[' || in->s[2] == 'O'))
        return 0;
    *key = KEYC_ESC;
    return 1;
}

/* One key or the start of something longer: bytes taken, 0 when more are needed. */
static size_t take(const struct input *in, uint32_t *key)
{
    unsigned char b = in->s[0];
    if (b == 0x1B)
        return take_escape(in, key);
    if (b >= 0x80)
        return take_char(in, key);
    *key = b < ' ' || b == 0x7F ? control_key(b) : b;
    return 1;
}

/* ---- the decoder's state ----------------------------------------------------------------------------------
 */

void key_decoder_free(struct key_decoder *d)
{
    buf_free(&d->in);
    buf_free(&d->paste);
    *d = (struct key_decoder){ 0 };
}

void key_feed(struct key_decoder *d, const void *bytes, size_t n)
{
    buf_add(&d->in, bytes, n);
    if (d->in.failed) { /* no memory: input is lost, the program goes on */
        buf_free(&d->in);
        d->at = 0;
    }
}

static size_t pending(const struct key_decoder *d)
{
    return d->in.len - d->at;
}

static enum key_input_kind give_key(struct key_input *out, uint32_t key)
{
    *out = (struct key_input){ .kind = KEY_INPUT_KEY, .key = key };
    return out->kind;
}

static void keep_paste(struct key_decoder *d, const char *s, size_t n)
{
    size_t room = d->dropping ? 0 : KEY_PASTE_MAX - d->paste.len;
    if (n > room) {
        n = room;
        d->paste_cut = !d->dropping;
    }
    buf_add(&d->paste, s, n);
    d->at += n;
}

static enum key_input_kind give_paste(struct key_decoder *d, struct key_input *out)
{
    *out = (struct key_input){ .kind = KEY_INPUT_PASTE };
    out->paste = text_sanitize(buf_text(&d->paste), d->paste.len, TEXT_MANY_LINES, &out->report, NULL);
    out->paste_cut = d->paste_cut || d->paste.failed || !out->paste;
    buf_free(&d->paste);
    d->pasting = d->paste_cut = d->dropping = false;
    return out->kind;
}

static const char PASTE_END[] = "\033[201~";
#define PASTE_END_LEN (sizeof PASTE_END - 1)

static enum key_input_kind next_paste(struct key_decoder *d, struct key_input *out)
{
    size_t n = pending(d);
    if (!n)
        return KEY_INPUT_NONE;
    const char *s = d->in.data + d->at, *end = memmem(s, n, PASTE_END, PASTE_END_LEN);
    size_t text = end ? (size_t)(end - s) : n;
    if (!end) /* the last bytes may be the start of the end */
        for (size_t k = n < PASTE_END_LEN ? n : PASTE_END_LEN - 1; k; k--)
            if (memcmp(s + n - k, PASTE_END, k) == 0) {
                text = n - k;
                break;
            }
    size_t after = d->at + text;
    keep_paste(d, s, text);
    d->at = after + (end ? PASTE_END_LEN : 0);
    return end ? give_paste(d, out) : KEY_INPUT_NONE;
}

/* Swallows a control string up to BEL, ST, CAN or SUB, or another ESC. */
static enum key_input_kind next_string(struct key_decoder *d, struct key_input *out)
{
    for (; d->at < d->in.len; d->at++) {
        unsigned char b = (unsigned char)d->in.data[d->at];
        bool esc = b == 0x1B, ends = b == 0x07 || b == 0x18 || b == 0x1A;
        if (esc && d->at + 1 == d->in.len)
            return KEY_INPUT_NONE;
        if (!esc && !ends)
            continue;
        d->in_string = false;
        d->at += !esc ? 1 : d->in.data[d->at + 1] == '\\' ? 2 : 0;
        return give_key(out, KEYC_UNKNOWN);
    }
    return KEY_INPUT_NONE;
}

static enum key_input_kind next(struct key_decoder *d, struct key_input *out, bool final)
{
    while (pending(d) || d->pasting) {
        if (d->pasting)
            return next_paste(d, out);
        if (d->in_string)
            return next_string(d, out);
        uint32_t key = KEYC_UNKNOWN;
        struct input in = { (const unsigned char *)d->in.data + d->at, pending(d), final };
        size_t n = take(&in, &key);
        if (!n)
            return KEY_INPUT_NONE;
        d->at += n;
        d->pasting = key == TOOK_PASTE;
        d->in_string = key == TOOK_STRING;
        if (key < TOOK_STRING)
            return give_key(out, key);
    }
    return KEY_INPUT_NONE;
}

/* What was read from `from` on is not kept until the next key: that may be hours away, after a lock. */
static enum key_input_kind forget_read(struct key_decoder *d, size_t from, enum key_input_kind kind)
{
    if (pending(d)) {
        wipe(d->in.data + from, d->at - from);
    } else {
        buf_cut(&d->in, 0);
        d->at = 0;
    }
    return kind;
}

enum key_input_kind key_next(struct key_decoder *d, struct key_input *out)
{
    size_t from = d->at;
    *out = (struct key_input){ 0 };
    return forget_read(d, from, next(d, out, false));
}

/* The beginning of a paste's first or last sequence is not thrown away: without it the rest would be keys, or
 * the keys that follow part of the paste. */
void key_decoder_drop(struct key_decoder *d)
{
    static const char PASTE_START[] = "\033[200~";
    struct key_input in;
    d->dropping = d->pasting;
    buf_free(&d->paste);
    while (key_next(d, &in) != KEY_INPUT_NONE)
        str_free(in.paste);
    d->dropping = d->pasting;
    buf_free(&d->paste);
    size_t n = pending(d);
    bool starts = n > 1 && n < sizeof PASTE_START && memcmp(d->in.data + d->at, PASTE_START, n) == 0;
    if (!d->pasting && !starts) {
        buf_clear(&d->in);
        d->at = 0;
    }
}

int key_patience(const struct key_decoder *d, int escape_ms)
{
    if (d->pasting)
        return 5000;
    if (d->in_string)
        return 500;
    if (!pending(d))
        return -1;
    return pending(d) == 1 || escape_ms > 250 ? escape_ms : 250;
}

static enum key_input_kind flush(struct key_decoder *d, struct key_input *out)
{
    if (d->pasting) {
        if (pending(d))
            keep_paste(d, d->in.data + d->at, pending(d));
        d->at = d->in.len;
        return give_paste(d, out);
    }
    if (d->in_string) {
        d->in_string = false;
        d->at = d->in.len;
        return give_key(out, KEYC_UNKNOWN);
    }
    return next(d, out, true);
}

enum key_input_kind key_flush(struct key_decoder *d, struct key_input *out)
{
    size_t from = d->at;
    *out = (struct key_input){ 0 };
    return forget_read(d, from, flush(d, out));
}
