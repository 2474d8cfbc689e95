/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with finished letters: written out, noted as sent, answered, returned. Each asks a few things
 * in a small form (view `letter-do`), and is a command by name both in the letter and in the list of letters.
 */
#ifndef SATCHEL_APP_LETTER_DO_H
#define SATCHEL_APP_LETTER_DO_H

#include <stdbool.h>
#include <stdint.h>

struct app;

enum letter_doing {
    LETTER_DO_SENT = 0x4000,
    LETTER_DO_EXPORT,
    LETTER_DO_REPLY,
    LETTER_DO_RETURNED,
    LETTER_DO_READY
};

/* Opens the form about the marked letters of the view on top, else about that one. false: id is no such
 * command. */
bool letter_do(struct app *a, int id, int64_t letter);
const char *letter_do_draft(void *app);  /* for command.unavailable: of drafts */
const char *letter_do_ready(void *app);  /* of ready letters */
const char *letter_do_export(void *app); /* of both */
const char *letter_do_sent(void *app);   /* of sent ones */

/* Of lists: all that are marked, or the selected one. */
#define LETTER_DO_READY_COMMAND                                                                              \
    {                                                                                                        \
        LETTER_DO_READY, "letter-ready", "F3 m", N_("ready"), N_("mark as ready, when no finding is open"),  \
            COMMAND_IN_VIEW, 0, letter_do_draft                                                              \
    }

/* Rows for the tables of views that have letters. What leaves the vault has no key. */
#define LETTER_DO_COMMANDS                                                                                     \
    { LETTER_DO_EXPORT,                                                                                        \
      "letter-export",                                                                                         \
      "",                                                                                                      \
      N_("export"),                                                                                            \
      N_("write it to a file: text, PDF, link, labels"),                                                       \
      COMMAND_IN_VIEW,                                                                                         \
      0,                                                                                                       \
      letter_do_export },                                                                                      \
        { LETTER_DO_SENT,                                                                                      \
          "letter-sent",                                                                                       \
          "S",                                                                                                 \
          N_("sent"),                                                                                          \
          N_("note that it was sent, when and how"),                                                           \
          COMMAND_IN_VIEW,                                                                                     \
          0,                                                                                                   \
          letter_do_ready },                                                                                   \
        { LETTER_DO_REPLY, "letter-reply", "R", N_("reply"), N_("note what was answered"), COMMAND_IN_VIEW, 0, \
          letter_do_sent },                                                                                    \
    {                                                                                                          \
        LETTER_DO_RETURNED, "letter-returned", "B", N_("returned"), N_("note that it came back"),              \
            COMMAND_IN_VIEW, 0, letter_do_sent                                                                 \
    }

#endif
