/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letter_tables.h"

static const struct list_table LETTER_TO_LIST = {
    .field = "to",
    .table = "letter_to",
    .owner = "letter",
    .get = "SELECT target, part, address, script, salutation FROM letter_to WHERE letter = ?1 ORDER BY pos",
    .add = "INSERT INTO letter_to(letter, pos, target, part, address, script, salutation) VALUES(?1, ?2, "
           "?3, ?4, ?5, ?6, ?7)",
    .drop = "DELETE FROM letter_to WHERE letter = ?1",
};
static const struct list_table LETTER_ASK_LIST = {
    .field = "asks",
    .table = "letter_ask",
    .owner = "letter",
    .get = "SELECT ask FROM letter_ask WHERE letter = ?1 ORDER BY pos",
    .add = "INSERT INTO letter_ask(letter, pos, ask) VALUES(?1, ?2, ?3)",
    .drop = "DELETE FROM letter_ask WHERE letter = ?1",
};
static const struct list_table FINDING_LIST = {
    .field = "findings",
    .table = "finding",
    .owner = "letter",
    .get = "SELECT n, id, code, from_off, to_off, evidence, waived_why, waived_at FROM finding AS part "
           "JOIN rec USING(n) WHERE letter = ?1 AND deleted = 0 ORDER BY pos",
    .add = "INSERT INTO finding(n, letter, pos, code, from_off, to_off, evidence, waived_why, waived_at) "
           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    .set = "UPDATE finding SET pos = ?3, code = ?4, from_off = ?5, to_off = ?6, evidence = ?7, waived_why "
           "= ?8, waived_at = ?9 WHERE n = ?1 AND letter = ?2",
    .drop = "DELETE FROM finding WHERE letter = ?1",
};
const struct table LETTER_TABLE = {
    .name = "letter",
    .get = "SELECT kase, appeal, lang, subject, body, sender, template, sign, state, ready_at, sent_at, "
           "frozen FROM letter WHERE n = ?1",
    .add = "INSERT INTO letter(n, kase, appeal, lang, subject, body, sender, template, sign, state, "
           "ready_at, sent_at, frozen) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    .set = "UPDATE letter SET kase = ?2, appeal = ?3, lang = ?4, subject = ?5, body = ?6, sender = ?7, "
           "template = ?8, sign = ?9, state = ?10, ready_at = ?11, sent_at = ?12, frozen = ?13 WHERE n = ?1",
    .drop = "DELETE FROM letter WHERE n = ?1",
    .lists = { &LETTER_TO_LIST, &LETTER_ASK_LIST, &FINDING_LIST },
};

static const struct list_table SENDER_TIE_LIST = {
    .field = "ties",
    .table = "sender_tie",
    .owner = "sender",
    .get = "SELECT country FROM sender_tie WHERE sender = ?1 ORDER BY pos",
    .add = "INSERT INTO sender_tie(sender, pos, country) VALUES(?1, ?2, ?3)",
    .drop = "DELETE FROM sender_tie WHERE sender = ?1",
};
const struct table SENDER_TABLE = {
    .name = "sender",
    .get = "SELECT name, initials, town, lines FROM sender WHERE n = ?1",
    .add = "INSERT INTO sender(n, name, initials, town, lines) VALUES(?1, ?2, ?3, ?4, ?5)",
    .set = "UPDATE sender SET name = ?2, initials = ?3, town = ?4, lines = ?5 WHERE n = ?1",
    .drop = "DELETE FROM sender WHERE n = ?1",
    .lists = { &SENDER_TIE_LIST },
};

const struct table TEMPLATE_TABLE = {
    .name = "template",
    .get = "SELECT kind, lang, text FROM template WHERE n = ?1",
    .add = "INSERT INTO template(n, kind, lang, text) VALUES(?1, ?2, ?3, ?4)",
    .set = "UPDATE template SET kind = ?2, lang = ?3, text = ?4 WHERE n = ?1",
    .drop = "DELETE FROM template WHERE n = ?1",
};

const struct table ACTION_TABLE = {
    .name = "action",
    .get = "SELECT kase, appeal, letter, target, channel, day, day_earliest, day_latest, day_why, by, "
           "count, handwritten, cost, currency, note FROM action WHERE n = ?1",
    .add = "INSERT INTO action(n, kase, appeal, letter, target, channel, day, day_earliest, day_latest, "
           "day_why, by, count, handwritten, cost, currency, note) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
           "?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    .set = "UPDATE action SET kase = ?2, appeal = ?3, letter = ?4, target = ?5, channel = ?6, day = ?7, "
           "day_earliest = ?8, day_latest = ?9, day_why = ?10, by = ?11, count = ?12, handwritten = ?13, "
           "cost = ?14, currency = ?15, note = ?16 WHERE n = ?1",
    .drop = "DELETE FROM action WHERE n = ?1",
};

const struct table REPLY_TABLE = {
    .name = "reply",
    .get = "SELECT action, kind, day, source, note FROM reply WHERE n = ?1",
    .add = "INSERT INTO reply(n, action, kind, day, source, note) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    .set = "UPDATE reply SET action = ?2, kind = ?3, day = ?4, source = ?5, note = ?6 WHERE n = ?1",
    .drop = "DELETE FROM reply WHERE n = ?1",
};
