/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/care_tables.h"

static const struct list_table CHECKIN_LOG_LIST = {
    .field = "log",
    .table = "checkin_log",
    .owner = "checkin",
    .get = "SELECT day, result, note FROM checkin_log WHERE checkin = ?1 ORDER BY pos",
    .add = "INSERT INTO checkin_log(checkin, pos, day, result, note) VALUES(?1, ?2, ?3, ?4, ?5)",
    .drop = "DELETE FROM checkin_log WHERE checkin = ?1",
};
const struct table CHECKIN_TABLE = {
    .name = "checkin",
    .get = "SELECT person, contact, every, due, instruction FROM checkin WHERE n = ?1",
    .add = "INSERT INTO checkin(n, person, contact, every, due, instruction) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    .set = "UPDATE checkin SET person = ?2, contact = ?3, every = ?4, due = ?5, instruction = ?6 WHERE n = "
           "?1",
    .drop = "DELETE FROM checkin WHERE n = ?1",
    .lists = { &CHECKIN_LOG_LIST },
};

static const struct list_table INSTRUCTION_TRIGGER_LIST = {
    .field = "triggers",
    .table = "instruction_trigger",
    .owner = "instruction",
    .get = "SELECT kind FROM instruction_trigger WHERE instruction = ?1 ORDER BY pos",
    .add = "INSERT INTO instruction_trigger(instruction, pos, kind) VALUES(?1, ?2, ?3)",
    .drop = "DELETE FROM instruction_trigger WHERE instruction = ?1",
};
const struct table INSTRUCTION_TABLE = {
    .name = "instruction",
    .get = "SELECT person, text, days, given, given_earliest, given_latest, given_why, cites, "
           "retracted_by, circumstances FROM instruction WHERE n = ?1",
    .add = "INSERT INTO instruction(n, person, text, days, given, given_earliest, given_latest, given_why, "
           "cites, retracted_by, circumstances) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    .set = "UPDATE instruction SET person = ?2, text = ?3, days = ?4, given = ?5, given_earliest = ?6, "
           "given_latest = ?7, given_why = ?8, cites = ?9, retracted_by = ?10, circumstances = ?11 WHERE n "
           "= ?1",
    .drop = "DELETE FROM instruction WHERE n = ?1",
    .lists = { &INSTRUCTION_TRIGGER_LIST },
};

const struct table ITEM_TABLE = {
    .name = "item",
    .get = "SELECT kase, title, kind, file FROM item WHERE n = ?1",
    .add = "INSERT INTO item(n, kase, title, kind, file) VALUES(?1, ?2, ?3, ?4, ?5)",
    .set = "UPDATE item SET kase = ?2, title = ?3, kind = ?4, file = ?5 WHERE n = ?1",
    .drop = "DELETE FROM item WHERE n = ?1",
    .lists = { &TAG_LIST },
};

const struct table CUSTODY_TABLE = {
    .name = "custody",
    .get = "SELECT item, holder, copy, since, since_earliest, since_latest, since_why, until, "
           "until_earliest, until_latest, until_why, cites, asked, received FROM custody WHERE n = ?1",
    .add = "INSERT INTO custody(n, item, holder, copy, since, since_earliest, since_latest, since_why, "
           "until, until_earliest, until_latest, until_why, cites, asked, received) VALUES(?1, ?2, ?3, ?4, "
           "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    .set = "UPDATE custody SET item = ?2, holder = ?3, copy = ?4, since = ?5, since_earliest = ?6, "
           "since_latest = ?7, since_why = ?8, until = ?9, until_earliest = ?10, until_latest = ?11, "
           "until_why = ?12, cites = ?13, asked = ?14, received = ?15 WHERE n = ?1",
    .drop = "DELETE FROM custody WHERE n = ?1",
};

static const struct list_table FILE_CHECK_LIST = {
    .field = "checks",
    .table = "file_check",
    .owner = "file",
    .get = "SELECT at, ok FROM file_check WHERE file = ?1 ORDER BY pos",
    .add = "INSERT INTO file_check(file, pos, at, ok) VALUES(?1, ?2, ?3, ?4)",
    .drop = "DELETE FROM file_check WHERE file = ?1",
};
const struct table FILE_TABLE = {
    .name = "file",
    .get = "SELECT name, media, size, sha256, collected_by, collected, collected_earliest, "
           "collected_latest, collected_why, method, url FROM file WHERE n = ?1",
    .add = "INSERT INTO file(n, name, media, size, sha256, collected_by, collected, collected_earliest, "
           "collected_latest, collected_why, method, url) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
           "?11, ?12)",
    .set = "UPDATE file SET name = ?2, media = ?3, size = ?4, sha256 = ?5, collected_by = ?6, collected = "
           "?7, collected_earliest = ?8, collected_latest = ?9, collected_why = ?10, method = ?11, url = "
           "?12 WHERE n = ?1",
    .drop = "DELETE FROM file WHERE n = ?1",
    .lists = { &FILE_CHECK_LIST, &TAG_LIST },
};

const struct table NOTE_TABLE = {
    .name = "note",
    .get = "SELECT of, text FROM note WHERE n = ?1",
    .add = "INSERT INTO note(n, of, text) VALUES(?1, ?2, ?3)",
    .set = "UPDATE note SET of = ?2, text = ?3 WHERE n = ?1",
    .drop = "DELETE FROM note WHERE n = ?1",
    .lists = { &TAG_LIST },
};

const struct table RULE_TABLE = {
    .name = "rule",
    .get = "SELECT subject, field, from_off, to_off, level, scope, conditions, given, given_earliest, "
           "given_latest, given_why, entered, by, cites, ends, ends_earliest, ends_latest, ends_why FROM "
           "rule WHERE n = ?1",
    .add = "INSERT INTO rule(n, subject, field, from_off, to_off, level, scope, conditions, given, "
           "given_earliest, given_latest, given_why, entered, by, cites, ends, ends_earliest, ends_latest, "
           "ends_why) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
           "?18, ?19)",
    .set = "UPDATE rule SET subject = ?2, field = ?3, from_off = ?4, to_off = ?5, level = ?6, scope = ?7, "
           "conditions = ?8, given = ?9, given_earliest = ?10, given_latest = ?11, given_why = ?12, "
           "entered = ?13, by = ?14, cites = ?15, ends = ?16, ends_earliest = ?17, ends_latest = ?18, "
           "ends_why = ?19 WHERE n = ?1",
    .drop = "DELETE FROM rule WHERE n = ?1",
};
