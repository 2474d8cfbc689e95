/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/letters.h"

#include "satchel/model/fieldtable.h"

REC_ENUM_TABLE(letter_state, LETTER_STATES)
REC_ENUM_TABLE(letter_sign, LETTER_SIGNS)
REC_ENUM_TABLE(channel, CHANNELS)
REC_ENUM_TABLE(reply_kind, REPLY_KINDS)

static const struct field LETTER_TO_FIELDS[] = {
    F_REF(letter_to, target, N_("Target"), NULL, FIELD_REQUIRED, KIND_TARGET),
    F_ENUM(letter_to, part, N_("Part"), NULL, 0, ENUM_target_part),
    F_REF(letter_to, address, N_("Address"), NULL, 0, KIND_ADDRESS),
    F_TEXT(letter_to, script, N_("Script"), NULL, FIELD_UNSEARCHED),
    F_TEXT(letter_to, salutation, N_("Salutation"), NULL, 0),
};
static const struct kind LETTER_TO_PART = { KIND_NONE,
                                            "letter_to",
                                            N_("Recipient"),
                                            N_("Recipients"),
                                            sizeof(struct letter_to),
                                            REC_FIELDS(LETTER_TO_FIELDS) };

static const struct field FINDING_FIELDS[] = {
    F_TEXT(finding, code, N_("Finding"), NULL, FIELD_REQUIRED | FIELD_UNSEARCHED),
    F_INT(finding, from_off, N_("From"), N_("character of the letter"), 0),
    F_INT(finding, to_off, N_("To"), N_("character of the letter"), 0),
    F_TEXT(finding, evidence, N_("Evidence"), NULL, 0),
    F_TEXT(finding, waived_why, N_("Waived because"), NULL, 0),
    F_DAY(finding, waived_at, N_("Waived on"), NULL, 0),
};
const struct kind FINDING_PART = { KIND_FINDING,           "finding",
                                   N_("Finding"),          N_("Findings"),
                                   sizeof(struct finding), REC_FIELDS(FINDING_FIELDS) };

static const struct field LETTER_FIELDS[] = {
    F_CASE(letter),
    F_REF(letter, appeal, N_("Appeal"), NULL, 0, KIND_APPEAL),
    F_TEXT(letter, lang, N_("Language"), NULL, 0),
    F_LIST(letter, to, N_("To"), N_("whom it is written to"), 0, LETTER_TO_PART),
    F_TEXT(letter, subject, N_("Subject"), NULL, 0),
    F_LINES(letter, body, N_("Text"), NULL, 0),
    F_REFS(letter, asks, N_("Asks"), N_("which of the appeal's asks it has"), 0, KIND_ASK),
    F_REF(letter, sender, N_("Sender"), NULL, 0, KIND_SENDER),
    F_REF(letter, template, N_("Template"), NULL, 0, KIND_TEMPLATE),
    F_ENUM(letter, sign, N_("Signed with"), N_("how much of the sender the letter shows"), 0,
           ENUM_letter_sign),
    F_ENUM(letter, state, N_("State"), NULL, FIELD_READ_ONLY, ENUM_letter_state),
    F_DAY(letter, ready_at, N_("Ready since"), NULL, FIELD_READ_ONLY),
    F_DAY(letter, sent_at, N_("Sent on"), NULL, FIELD_READ_ONLY),
    F_LINES(letter, frozen, N_("As sent"), NULL, FIELD_READ_ONLY),
    F_LIST(letter, findings, N_("Findings"), N_("what the check found"), FIELD_UNSEARCHED, FINDING_PART),
};
const struct kind LETTER_KIND = { KIND_LETTER,           "letter",
                                  N_("Letter"),          N_("Letters"),
                                  sizeof(struct letter), REC_FIELDS(LETTER_FIELDS) };

static const struct field SENDER_TIE_FIELDS[] = {
    F_TEXT(sender_tie, country, N_("Country"), N_("its name, or two letters (ISO 3166-1)"), FIELD_REQUIRED),
};
static const struct kind SENDER_TIE_PART = {
    KIND_NONE, "sender_tie", N_("Tie"), N_("Ties"), sizeof(struct sender_tie), REC_FIELDS(SENDER_TIE_FIELDS)
};

static const struct field SENDER_FIELDS[] = {
    F_TEXT(sender, name, N_("Name"), NULL, FIELD_REQUIRED),
    F_TEXT(sender, initials, N_("Initials"), NULL, 0),
    F_TEXT(sender, town, N_("Town"), N_("stands before the date"), 0),
    F_LINES(sender, lines, N_("Address"), N_("as at the head of a letter"), 0),
    F_LIST(sender, ties, N_("Ties"), N_("countries in which family or friends could be harmed"), 0,
           SENDER_TIE_PART),
};
const struct kind SENDER_KIND = { KIND_SENDER,           "sender",
                                  N_("Sender"),          N_("Senders"),
                                  sizeof(struct sender), REC_FIELDS(SENDER_FIELDS) };

static const struct field TEMPLATE_FIELDS[] = {
    F_TEXT(template, kind, N_("Kind"), N_("what it is for"), FIELD_REQUIRED),
    F_TEXT(template, lang, N_("Language"), NULL, 0),
    F_LINES(template, text, N_("Text"), NULL, 0),
};
const struct kind TEMPLATE_KIND = { KIND_TEMPLATE,           "template",
                                    N_("Template"),          N_("Templates"),
                                    sizeof(struct template), REC_FIELDS(TEMPLATE_FIELDS) };

static const struct field ACTION_FIELDS[] = {
    F_CASE(action),
    F_REF(action, appeal, N_("Appeal"), NULL, 0, KIND_APPEAL),
    F_REF(action, letter, N_("Letter"), NULL, 0, KIND_LETTER),
    F_REF(action, target, N_("To"), NULL, 0, KIND_TARGET),
    F_ENUM(action, channel, N_("Channel"), NULL, 0, ENUM_channel),
    F_EDTF(action, day, N_("When"), N_("a date, as 2021-03-05"), 0),
    F_TEXT(action, by, N_("By"), N_("who did it"), 0),
    F_INT(action, count, N_("Count"), N_("how many letters, signatures, calls"), 0),
    F_BOOL(action, handwritten, N_("Handwritten"), NULL, 0),
    F_TEXT(action, cost, N_("Cost"), NULL, 0),
    F_TEXT(action, currency, N_("Currency"), NULL, 0),
    F_LINES(action, note, N_("Note"), NULL, 0),
};
const struct kind ACTION_KIND = { KIND_ACTION,           "action",
                                  N_("Action"),          N_("Actions"),
                                  sizeof(struct action), REC_FIELDS(ACTION_FIELDS) };

static const struct field REPLY_FIELDS[] = {
    F_REF(reply, action, N_("Action"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_ACTION),
    F_ENUM(reply, kind, N_("Kind"), NULL, 0, ENUM_reply_kind),
    F_DAY(reply, day, N_("Day"), NULL, 0),
    F_REF(reply, source, N_("Text"), N_("the reply itself"), 0, KIND_SOURCE),
    F_LINES(reply, note, N_("Note"), NULL, 0),
};
const struct kind REPLY_KIND = { KIND_REPLY,           "reply",
                                 N_("Reply"),          N_("Replies"),
                                 sizeof(struct reply), REC_FIELDS(REPLY_FIELDS) };
