/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/people_tables.h"

const struct list_table NAME_LIST = {
    .field = "names",
    .table = "name",
    .owner = "of",
    .get = "SELECT n, id, text, lang, script, part.kind FROM name AS part JOIN rec USING(n) WHERE of = ?1 "
           "AND deleted = 0 ORDER BY pos",
    .add = "INSERT INTO name(n, of, pos, text, lang, script, kind) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    .set = "UPDATE name SET pos = ?3, text = ?4, lang = ?5, script = ?6, kind = ?7 WHERE n = ?1 AND of = ?2",
    .drop = "DELETE FROM name WHERE of = ?1",
};
static const struct list_table NOT_SAME_LIST = {
    .field = "not_same",
    .table = "not_same",
    .owner = "a",
    .get = "SELECT b, why FROM not_same WHERE a = ?1 ORDER BY pos",
    .add = "INSERT INTO not_same(a, pos, b, why) VALUES(?1, ?2, ?3, ?4)",
    .drop = "DELETE FROM not_same WHERE a = ?1",
};
const struct table PERSON_TABLE = {
    .name = "person",
    .get = "SELECT kind, withheld_name, birth, birth_earliest, birth_latest, birth_why, gender, pronouns, "
           "occupation, health FROM person WHERE n = ?1",
    .add = "INSERT INTO person(n, kind, withheld_name, birth, birth_earliest, birth_latest, birth_why, "
           "gender, pronouns, occupation, health) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    .set = "UPDATE person SET kind = ?2, withheld_name = ?3, birth = ?4, birth_earliest = ?5, birth_latest "
           "= ?6, birth_why = ?7, gender = ?8, pronouns = ?9, occupation = ?10, health = ?11 WHERE n = ?1",
    .drop = "DELETE FROM person WHERE n = ?1",
    .lists = { &NAME_LIST, &NOT_SAME_LIST, &TAG_LIST },
};

const struct table RELATION_TABLE = {
    .name = "relation",
    .get = "SELECT person, kind, other FROM relation WHERE n = ?1",
    .add = "INSERT INTO relation(n, person, kind, other) VALUES(?1, ?2, ?3, ?4)",
    .set = "UPDATE relation SET person = ?2, kind = ?3, other = ?4 WHERE n = ?1",
    .drop = "DELETE FROM relation WHERE n = ?1",
};

const struct table CONTACT_TABLE = {
    .name = "contact",
    .get = "SELECT of, kind, raw, norm, country, lost, safe, watched_by, hours, lang, ask_for, note, "
           "last_used FROM contact WHERE n = ?1",
    .add = "INSERT INTO contact(n, of, kind, raw, norm, country, lost, safe, watched_by, hours, lang, "
           "ask_for, note, last_used) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    .set = "UPDATE contact SET of = ?2, kind = ?3, raw = ?4, norm = ?5, country = ?6, lost = ?7, safe = "
           "?8, watched_by = ?9, hours = ?10, lang = ?11, ask_for = ?12, note = ?13, last_used = ?14 WHERE "
           "n = ?1",
    .drop = "DELETE FROM contact WHERE n = ?1",
};

const struct table OFFICE_TABLE = {
    .name = "office",
    .get = "SELECT title, institution, country, salutation, within FROM office WHERE n = ?1",
    .add = "INSERT INTO office(n, title, institution, country, salutation, within) VALUES(?1, ?2, ?3, ?4, "
           "?5, ?6)",
    .set = "UPDATE office SET title = ?2, institution = ?3, country = ?4, salutation = ?5, within = ?6 "
           "WHERE n = ?1",
    .drop = "DELETE FROM office WHERE n = ?1",
    .lists = { &TAG_LIST },
};

const struct table HOLDER_TABLE = {
    .name = "holder",
    .get = "SELECT office, person, from_, from_earliest, from_latest, from_why, to_, to_earliest, "
           "to_latest, to_why, salutation, source FROM holder WHERE n = ?1",
    .add = "INSERT INTO holder(n, office, person, from_, from_earliest, from_latest, from_why, to_, "
           "to_earliest, to_latest, to_why, salutation, source) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
           "?10, ?11, ?12, ?13)",
    .set = "UPDATE holder SET office = ?2, person = ?3, from_ = ?4, from_earliest = ?5, from_latest = ?6, "
           "from_why = ?7, to_ = ?8, to_earliest = ?9, to_latest = ?10, to_why = ?11, salutation = ?12, "
           "source = ?13 WHERE n = ?1",
    .drop = "DELETE FROM holder WHERE n = ?1",
};

static const struct list_table ADDRESS_OF_LIST = {
    .field = "of",
    .table = "address_of",
    .owner = "address",
    .get = "SELECT of FROM address_of WHERE address = ?1 ORDER BY pos",
    .add = "INSERT INTO address_of(address, pos, of) VALUES(?1, ?2, ?3)",
    .drop = "DELETE FROM address_of WHERE address = ?1",
};
static const struct list_table ADDRESS_TEXT_LIST = {
    .field = "texts",
    .table = "address_text",
    .owner = "address",
    .get = "SELECT lines, lang, script FROM address_text WHERE address = ?1 ORDER BY pos",
    .add = "INSERT INTO address_text(address, pos, lines, lang, script) VALUES(?1, ?2, ?3, ?4, ?5)",
    .drop = "DELETE FROM address_text WHERE address = ?1",
};
const struct table ADDRESS_TABLE = {
    .name = "address",
    .get = "SELECT valid, valid_earliest, valid_latest, valid_why, note FROM address WHERE n = ?1",
    .add = "INSERT INTO address(n, valid, valid_earliest, valid_latest, valid_why, note) VALUES(?1, ?2, "
           "?3, ?4, ?5, ?6)",
    .set = "UPDATE address SET valid = ?2, valid_earliest = ?3, valid_latest = ?4, valid_why = ?5, note = "
           "?6 WHERE n = ?1",
    .drop = "DELETE FROM address WHERE n = ?1",
    .lists = { &ADDRESS_OF_LIST, &ADDRESS_TEXT_LIST },
};

const struct table PLACE_TABLE = {
    .name = "place",
    .get = "SELECT country, within FROM place WHERE n = ?1",
    .add = "INSERT INTO place(n, country, within) VALUES(?1, ?2, ?3)",
    .set = "UPDATE place SET country = ?2, within = ?3 WHERE n = ?1",
    .drop = "DELETE FROM place WHERE n = ?1",
    .lists = { &NAME_LIST },
};
