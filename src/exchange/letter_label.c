/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/exchange/letter_label.h"

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/exchange/letter_pdf.h"
#include "satchel/model/letter_page.h"

static int note_unaddressed(struct letter_notes *notes, size_t i)
{
    if (dyn_room(&notes->unaddressed) < 0)
        return -1;
    notes->unaddressed.at[notes->unaddressed.n++] = i;
    return 0;
}

static int add_label(struct sheet *s, const struct letter_page *p, struct err *e)
{
    struct letter_page label = { .address_lines = p->address_lines,
                                 .address_lang = p->address_lang,
                                 .address_script = p->address_script };
    if (s->form == SHEET_DL) {
        label.lang = p->lang;
        label.sender_lines = p->sender_lines;
        label.also_lines = p->also_lines;
        label.also_lang = p->also_lang;
        label.also_script = p->also_script;
    }
    return letter_pdf_add(s, &label, 1, e);
}

int letter_label_add(struct sheet *s, const struct letter_page *pages, size_t n, struct letter_notes *notes,
                     struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        bool known = pages[i].address_lines && !text_is_blank(pages[i].address_lines);
        if (known ? add_label(s, &pages[i], e) < 0 : note_unaddressed(notes, i) < 0)
            return err_no_memory(e);
    }
    if (s->letters.n == 0)
        return err_set(e, ERR_INPUT,
                       _("No address is known, so there is nothing to print on a label or an envelope. "
                         "Nothing was written. Add an address to the office or the person."));
    return 0;
}
