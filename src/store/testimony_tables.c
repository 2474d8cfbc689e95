/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/testimony_tables.h"

static const struct list_table EVENT_PERSON_LIST = {
    .field = "people",
    .table = "event_person",
    .owner = "event",
    .get = "SELECT person, role FROM event_person WHERE event = ?1 ORDER BY pos",
    .add = "INSERT INTO event_person(event, pos, person, role) VALUES(?1, ?2, ?3, ?4)",
    .drop = "DELETE FROM event_person WHERE event = ?1",
};
static const struct list_table EVENT_CITE_LIST = {
    .field = "cites",
    .table = "event_cite",
    .owner = "event",
    .get = "SELECT cites FROM event_cite WHERE event = ?1 ORDER BY pos",
    .add = "INSERT INTO event_cite(event, pos, cites) VALUES(?1, ?2, ?3)",
    .drop = "DELETE FROM event_cite WHERE event = ?1",
};
const struct table EVENT_TABLE = {
    .name = "event",
    .get = "SELECT kase, kind, date, date_earliest, date_latest, date_why, text, place FROM event WHERE n "
           "= ?1",
    .add = "INSERT INTO event(n, kase, kind, date, date_earliest, date_latest, date_why, text, place) "
           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    .set = "UPDATE event SET kase = ?2, kind = ?3, date = ?4, date_earliest = ?5, date_latest = ?6, "
           "date_why = ?7, text = ?8, place = ?9 WHERE n = ?1",
    .drop = "DELETE FROM event WHERE n = ?1",
    .lists = { &EVENT_PERSON_LIST, &EVENT_CITE_LIST, &TAG_LIST },
};

const struct table SOURCE_TABLE = {
    .name = "source",
    .get = "SELECT kase, file, kind, title, publisher, lang, orig_lang, translator, url, received, text, "
           "sha256 FROM source WHERE n = ?1",
    .add = "INSERT INTO source(n, kase, file, kind, title, publisher, lang, orig_lang, translator, url, "
           "received, text, sha256) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    .set =
        "UPDATE source SET kase = ?2, file = ?3, kind = ?4, title = ?5, publisher = ?6, lang = ?7, "
        "orig_lang = ?8, translator = ?9, url = ?10, received = ?11, text = ?12, sha256 = ?13 WHERE n = ?1",
    .drop = "DELETE FROM source WHERE n = ?1",
    .lists = { &TAG_LIST },
};

static const struct list_table SPEAKER_LIST = {
    .field = "speakers",
    .table = "speaker",
    .owner = "statement",
    .get = "SELECT n, id, name, person FROM speaker AS part JOIN rec USING(n) WHERE statement = ?1 AND "
           "deleted = 0 ORDER BY pos",
    .add = "INSERT INTO speaker(n, statement, pos, name, person) VALUES(?1, ?2, ?3, ?4, ?5)",
    .set = "UPDATE speaker SET pos = ?3, name = ?4, person = ?5 WHERE n = ?1 AND statement = ?2",
    .drop = "DELETE FROM speaker WHERE statement = ?1",
};
const struct table STATEMENT_TABLE = {
    .name = "statement",
    .get = "SELECT source, pos, from_off, to_off, heading, date, date_earliest, date_latest, date_why, "
           "lang, orig_lang, translator, channel, taken_by FROM statement WHERE n = ?1",
    .add = "INSERT INTO statement(n, source, pos, from_off, to_off, heading, date, date_earliest, "
           "date_latest, date_why, lang, orig_lang, translator, channel, taken_by) VALUES(?1, ?2, ?3, ?4, "
           "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    .set = "UPDATE statement SET source = ?2, pos = ?3, from_off = ?4, to_off = ?5, heading = ?6, date = "
           "?7, date_earliest = ?8, date_latest = ?9, date_why = ?10, lang = ?11, orig_lang = ?12, "
           "translator = ?13, channel = ?14, taken_by = ?15 WHERE n = ?1",
    .drop = "DELETE FROM statement WHERE n = ?1",
    .lists = { &SPEAKER_LIST },
};

static const struct list_table MARK_LIST = {
    .field = "marks",
    .table = "mark",
    .owner = "utterance",
    .get = "SELECT n, id, part.kind, from_off, to_off, text FROM mark AS part JOIN rec USING(n) WHERE "
           "utterance = ?1 AND deleted = 0 ORDER BY pos",
    .add = "INSERT INTO mark(n, utterance, pos, kind, from_off, to_off, text) VALUES(?1, ?2, ?3, ?4, ?5, "
           "?6, ?7)",
    .set = "UPDATE mark SET pos = ?3, kind = ?4, from_off = ?5, to_off = ?6, text = ?7 WHERE n = ?1 AND "
           "utterance = ?2",
    .drop = "DELETE FROM mark WHERE utterance = ?1",
};
const struct table UTTERANCE_TABLE = {
    .name = "utterance",
    .get = "SELECT statement, pos, speaker, listener, from_off, to_off FROM utterance WHERE n = ?1",
    .add = "INSERT INTO utterance(n, statement, pos, speaker, listener, from_off, to_off) VALUES(?1, ?2, "
           "?3, ?4, ?5, ?6, ?7)",
    .set = "UPDATE utterance SET statement = ?2, pos = ?3, speaker = ?4, listener = ?5, from_off = ?6, "
           "to_off = ?7 WHERE n = ?1",
    .drop = "DELETE FROM utterance WHERE n = ?1",
    .lists = { &MARK_LIST },
};

const struct table CITATION_TABLE = {
    .name = "citation",
    .get = "SELECT source, utterance, from_off, to_off, quote FROM citation WHERE n = ?1",
    .add = "INSERT INTO citation(n, source, utterance, from_off, to_off, quote) VALUES(?1, ?2, ?3, ?4, ?5, "
           "?6)",
    .set = "UPDATE citation SET source = ?2, utterance = ?3, from_off = ?4, to_off = ?5, quote = ?6 WHERE "
           "n = ?1",
    .drop = "DELETE FROM citation WHERE n = ?1",
};

static const struct list_table FACT_LINK_LIST = {
    .field = "links",
    .table = "fact_link",
    .owner = "a",
    .get = "SELECT b, kind FROM fact_link WHERE a = ?1 ORDER BY pos",
    .add = "INSERT INTO fact_link(a, pos, b, kind) VALUES(?1, ?2, ?3, ?4)",
    .drop = "DELETE FROM fact_link WHERE a = ?1",
};
const struct table FACT_TABLE = {
    .name = "fact",
    .get = "SELECT kase, kind, title, subject, preferred FROM fact WHERE n = ?1",
    .add = "INSERT INTO fact(n, kase, kind, title, subject, preferred) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    .set = "UPDATE fact SET kase = ?2, kind = ?3, title = ?4, subject = ?5, preferred = ?6 WHERE n = ?1",
    .drop = "DELETE FROM fact WHERE n = ?1",
    .lists = { &FACT_LINK_LIST },
};

const struct table CLAIM_TABLE = {
    .name = "claim",
    .get = "SELECT fact, cites, by, how, via, said, said_earliest, said_latest, said_why, date, "
           "date_earliest, date_latest, date_why, num, unit, value, text, reliability FROM claim WHERE n = "
           "?1",
    .add = "INSERT INTO claim(n, fact, cites, by, how, via, said, said_earliest, said_latest, said_why, "
           "date, date_earliest, date_latest, date_why, num, unit, value, text, reliability) VALUES(?1, "
           "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    .set = "UPDATE claim SET fact = ?2, cites = ?3, by = ?4, how = ?5, via = ?6, said = ?7, said_earliest "
           "= ?8, said_latest = ?9, said_why = ?10, date = ?11, date_earliest = ?12, date_latest = ?13, "
           "date_why = ?14, num = ?15, unit = ?16, value = ?17, text = ?18, reliability = ?19 WHERE n = ?1",
    .drop = "DELETE FROM claim WHERE n = ?1",
};
