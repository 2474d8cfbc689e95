/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a terminal sends, in any pieces: never a fault; the same keys however it is cut; nothing is left over;
 * what is pasted is clean; every key that has a name is found again by it. The first byte says where it is
 * cut. */
#include "fuzz.h"

#include "satchel/base/buf.h"
#include "satchel/tui/key.h"

static void check_name(uint32_t key)
{
    char name[KEY_NAME_BYTES];
    uint32_t again, folds[KEY_FOLDS];
    key_format(key, name);
    hold(*name && strlen(name) < sizeof name && text_valid(name, strlen(name)));
    hold(key_parse(name, strlen(name), &again) < 0 || again == key);
    size_t n = key_fold(key, NULL, folds);
    hold(n <= KEY_FOLDS);
    for (size_t i = 0; i < n; i++)
        hold(folds[i] != key);
}

/* One input, noted so that two readings can be compared. */
static void note(struct key_input *in, struct buf *seen)
{
    if (in->kind == KEY_INPUT_KEY) {
        check_name(in->key);
        buf_addf(seen, "%x ", in->key);
    } else {
        char *again =
            in->paste ? text_sanitize(in->paste, strlen(in->paste), TEXT_MANY_LINES, NULL, NULL) : NULL;
        hold(again && strcmp(again, in->paste) == 0);
        buf_addf(seen, "[%s] ", in->paste);
        str_free(again);
        str_free(in->paste);
    }
}

static size_t take_all(struct key_decoder *d, struct buf *seen, size_t most)
{
    struct key_input in;
    size_t n = 0;
    for (; key_next(d, &in) != KEY_INPUT_NONE; n++) {
        note(&in, seen);
        hold(n <= most);
    }
    return n;
}

/* Reads the bytes in pieces of `piece`, then says that no more come. */
static void read_in(const uint8_t *bytes, size_t n, size_t piece, struct buf *seen)
{
    struct key_decoder d = { 0 };
    struct key_input in;
    size_t keys = 0;
    for (size_t at = 0; at < n; at += piece) {
        key_feed(&d, bytes + at, n - at < piece ? n - at : piece);
        keys += take_all(&d, seen, n);
    }
    for (size_t turns = 0; key_patience(&d, 30) >= 0; turns++) {
        hold(turns <= n);
        if (key_flush(&d, &in) != KEY_INPUT_NONE) {
            note(&in, seen);
            keys++;
        }
        keys += take_all(&d, seen, n);
    }
    hold(keys <= n && d.at == d.in.len);
    key_decoder_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf whole = { 0 }, cut = { 0 };
    if (size < 2)
        return 0;
    read_in(data + 1, size - 1, size, &whole);
    read_in(data + 1, size - 1, (size_t)data[0] % 8 + 1, &cut);
    hold(strcmp(buf_text(&whole), buf_text(&cut)) == 0);
    buf_free(&whole);
    buf_free(&cut);
    return 0;
}
