/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/script.h"

#include <stddef.h>
#include <string.h>

#include "satchel/base/text.h"

static const struct {
    uint32_t from, to;
    const char *code;
} SCRIPTS[] = {
    { 'A', 'Z', "Latn" },       { 'a', 'z', "Latn" },       { 0x00C0, 0x024F, "Latn" },
    { 0x0370, 0x03FF, "Grek" }, { 0x0400, 0x052F, "Cyrl" }, { 0x0531, 0x058F, "Armn" },
    { 0x0591, 0x05FF, "Hebr" }, { 0x0620, 0x06FF, "Arab" }, { 0x0700, 0x074F, "Syrc" },
    { 0x0750, 0x077F, "Arab" }, { 0x0780, 0x07BF, "Thaa" }, { 0x08A0, 0x08FF, "Arab" },
    { 0x0900, 0x097F, "Deva" }, { 0x0980, 0x09FF, "Beng" }, { 0x0A00, 0x0A7F, "Guru" },
    { 0x0A80, 0x0AFF, "Gujr" }, { 0x0B00, 0x0B7F, "Orya" }, { 0x0B80, 0x0BFF, "Taml" },
    { 0x0C00, 0x0C7F, "Telu" }, { 0x0C80, 0x0CFF, "Knda" }, { 0x0D00, 0x0D7F, "Mlym" },
    { 0x0D80, 0x0DFF, "Sinh" }, { 0x0E00, 0x0E7F, "Thai" }, { 0x0E80, 0x0EFF, "Laoo" },
    { 0x0F00, 0x0FFF, "Tibt" }, { 0x1000, 0x109F, "Mymr" }, { 0x10A0, 0x10FF, "Geor" },
    { 0x1200, 0x139F, "Ethi" }, { 0x1780, 0x17FF, "Khmr" }, { 0x1800, 0x18AF, "Mong" },
    { 0x1C90, 0x1CBF, "Geor" }, { 0x1E00, 0x1EFF, "Latn" }, { 0x2D00, 0x2D2F, "Geor" },
    { 0x2D30, 0x2D7F, "Tfng" }, { 0x3041, 0x30FF, "Jpan" }, { 0x3400, 0x4DBF, "Hani" },
    { 0x4E00, 0x9FFF, "Hani" }, { 0xAC00, 0xD7A3, "Hang" }, { 0xF900, 0xFAFF, "Hani" },
    { 0xFB50, 0xFDFF, "Arab" }, { 0xFE70, 0xFEFE, "Arab" }, { 0x20000, 0x3FFFF, "Hani" },
};

const char *script_of(const char *text)
{
    size_t n = strlen(text);
    while (n > 0) {
        uint32_t cp;
        size_t len = text_decode(text, n, &cp);
        for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
            if (cp >= SCRIPTS[i].from && cp <= SCRIPTS[i].to)
                return SCRIPTS[i].code;
        text += len;
        n -= len;
    }
    return NULL;
}
