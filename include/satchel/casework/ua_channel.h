/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of channels: telephone, fax, e-mail, and the like. */
#ifndef SATCHEL_CASEWORK_UA_CHANNEL_H
#define SATCHEL_CASEWORK_UA_CHANNEL_H

#include "satchel/casework/ua_doc.h"

/* Reads what stands behind the channel's label into o. A broken e-mail is no value: *lost gets its byte. */
void ua_take_channel(struct ua_doc *d, struct parsed_official *o, int label, struct ua_slice value,
                     size_t *lost);
/* What stands behind the value, where lines were run together. */
struct ua_slice ua_behind_channel(const struct ua_doc *d, int label, struct ua_slice value);
/* Takes e-mails, handles and numbers that stand in a line of text without a label; gives what is left. */
struct ua_slice ua_take_bare_channels(struct ua_doc *d, struct parsed_official *o, struct ua_slice line,
                                      size_t *lost);

#endif
