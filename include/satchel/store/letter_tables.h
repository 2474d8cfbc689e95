/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements for letters, senders, templates, actions, replies. */
#ifndef SATCHEL_STORE_LETTER_TABLES_H
#define SATCHEL_STORE_LETTER_TABLES_H

#include "satchel/store/table.h"

extern const struct table LETTER_TABLE, SENDER_TABLE, TEMPLATE_TABLE, ACTION_TABLE, REPLY_TABLE;

#endif
