/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/case_tables.h"

const struct list_table TAG_LIST = {
    .field = "tags",
    .table = "tag",
    .owner = "of",
    .get = "SELECT word FROM tag WHERE of = ?1 ORDER BY pos",
    .add = "INSERT INTO tag(of, pos, word) VALUES(?1, ?2, ?3)",
    .drop = "DELETE FROM tag WHERE of = ?1",
};
const struct table CASE_TABLE = {
    .name = "kase",
    .get = "SELECT no, title, status, closed_why, risk, country, country_text, summary, background, "
           "group_label, group_pronouns, group_count, group_of FROM kase WHERE n = ?1",
    .add = "INSERT INTO kase(n, no, title, status, closed_why, risk, country, country_text, summary, "
           "background, group_label, group_pronouns, group_count, group_of) VALUES(?1, ?2, ?3, ?4, ?5, ?6, "
           "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    .set = "UPDATE kase SET no = ?2, title = ?3, status = ?4, closed_why = ?5, risk = ?6, country = ?7, "
           "country_text = ?8, summary = ?9, background = ?10, group_label = ?11, group_pronouns = ?12, "
           "group_count = ?13, group_of = ?14 WHERE n = ?1",
    .drop = "DELETE FROM kase WHERE n = ?1",
    .lists = { &TAG_LIST },
};

static const struct list_table APPEAL_LANG_LIST = {
    .field = "languages",
    .table = "appeal_lang",
    .owner = "appeal",
    .get = "SELECT printed, tag FROM appeal_lang WHERE appeal = ?1 ORDER BY pos",
    .add = "INSERT INTO appeal_lang(appeal, pos, printed, tag) VALUES(?1, ?2, ?3, ?4)",
    .drop = "DELETE FROM appeal_lang WHERE appeal = ?1",
};
static const struct list_table ASK_LIST = {
    .field = "asks",
    .table = "ask",
    .owner = "appeal",
    .get = "SELECT n, id, text, repeats FROM ask AS part JOIN rec USING(n) WHERE appeal = ?1 AND deleted = "
           "0 ORDER BY pos",
    .add = "INSERT INTO ask(n, appeal, pos, text, repeats) VALUES(?1, ?2, ?3, ?4, ?5)",
    .set = "UPDATE ask SET pos = ?3, text = ?4, repeats = ?5 WHERE n = ?1 AND appeal = ?2",
    .drop = "DELETE FROM ask WHERE appeal = ?1",
};
static const struct list_table FOUND_LIST = {
    .field = "found",
    .table = "found",
    .owner = "appeal",
    .get = "SELECT field, of, from_off, to_off, how FROM found WHERE appeal = ?1 ORDER BY pos",
    .add = "INSERT INTO found(appeal, pos, field, of, from_off, to_off, how) VALUES(?1, ?2, ?3, ?4, ?5, "
           "?6, ?7)",
    .drop = "DELETE FROM found WHERE appeal = ?1",
};
static const struct list_table WARNING_LIST = {
    .field = "warnings",
    .table = "warning",
    .owner = "appeal",
    .get = "SELECT code, off, text, state, reason FROM warning WHERE appeal = ?1 ORDER BY pos",
    .add = "INSERT INTO warning(appeal, pos, code, off, text, state, reason) VALUES(?1, ?2, ?3, ?4, ?5, "
           "?6, ?7)",
    .drop = "DELETE FROM warning WHERE appeal = ?1",
};
const struct table APPEAL_TABLE = {
    .name = "appeal",
    .get = "SELECT kase, source, kind, title, edition, number, number_norm, update_no, index_no, "
           "prev_index, prev_link, issued, issued_inferred, deadline, deadline_word, closed_on, "
           "letter_lang, letter_salutation, letter_body, supersedes FROM appeal WHERE n = ?1",
    .add = "INSERT INTO appeal(n, kase, source, kind, title, edition, number, number_norm, update_no, "
           "index_no, prev_index, prev_link, issued, issued_inferred, deadline, deadline_word, closed_on, "
           "letter_lang, letter_salutation, letter_body, supersedes) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, "
           "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
    .set = "UPDATE appeal SET kase = ?2, source = ?3, kind = ?4, title = ?5, edition = ?6, number = ?7, "
           "number_norm = ?8, update_no = ?9, index_no = ?10, prev_index = ?11, prev_link = ?12, issued = "
           "?13, issued_inferred = ?14, deadline = ?15, deadline_word = ?16, closed_on = ?17, letter_lang "
           "= ?18, letter_salutation = ?19, letter_body = ?20, supersedes = ?21 WHERE n = ?1",
    .drop = "DELETE FROM appeal WHERE n = ?1",
    .lists = { &APPEAL_LANG_LIST, &ASK_LIST, &FOUND_LIST, &WARNING_LIST },
};

static const struct list_table PERSON_STATE_LIST = {
    .field = "states",
    .table = "person_state",
    .owner = "case_person",
    .get = "SELECT n, id, state, since, since_earliest, since_latest, since_why, cites FROM person_state "
           "AS part JOIN rec USING(n) WHERE case_person = ?1 AND deleted = 0 ORDER BY pos",
    .add = "INSERT INTO person_state(n, case_person, pos, state, since, since_earliest, since_latest, "
           "since_why, cites) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    .set = "UPDATE person_state SET pos = ?3, state = ?4, since = ?5, since_earliest = ?6, since_latest = "
           "?7, since_why = ?8, cites = ?9 WHERE n = ?1 AND case_person = ?2",
    .drop = "DELETE FROM person_state WHERE case_person = ?1",
};
const struct table MEMBER_TABLE = {
    .name = "case_person",
    .get = "SELECT kase, person, role, since, since_earliest, since_latest, since_why FROM case_person "
           "WHERE n = ?1",
    .add = "INSERT INTO case_person(n, kase, person, role, since, since_earliest, since_latest, since_why) "
           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    .set = "UPDATE case_person SET kase = ?2, person = ?3, role = ?4, since = ?5, since_earliest = ?6, "
           "since_latest = ?7, since_why = ?8 WHERE n = ?1",
    .drop = "DELETE FROM case_person WHERE n = ?1",
    .lists = { &PERSON_STATE_LIST },
};

const struct table TARGET_TABLE = {
    .name = "target",
    .get = "SELECT appeal, pos, part, office, holder, person, printed_title, printed_name, title_local, "
           "salutation, delivery_note, dropped_by FROM target WHERE n = ?1",
    .add = "INSERT INTO target(n, appeal, pos, part, office, holder, person, printed_title, printed_name, "
           "title_local, salutation, delivery_note, dropped_by) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
           "?10, ?11, ?12, ?13)",
    .set = "UPDATE target SET appeal = ?2, pos = ?3, part = ?4, office = ?5, holder = ?6, person = ?7, "
           "printed_title = ?8, printed_name = ?9, title_local = ?10, salutation = ?11, delivery_note = "
           "?12, dropped_by = ?13 WHERE n = ?1",
    .drop = "DELETE FROM target WHERE n = ?1",
};
