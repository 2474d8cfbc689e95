/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of `rec` for each record and for each part that can be referred to; `n` of every other table is
 * that row's, and is never given again, so that a draft or a step cannot lead to another record. Lists whose
 * elements have no id are keyed by owner and position. No foreign key has an action: what goes with what is
 * deleted in code, so that an undo step holds every row it must bring back. */
#include "satchel/store/schema.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"

static const char *const VERSION_1[] = {
    "CREATE TABLE rec("
    " n INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE CHECK(length(id) = 16), kind TEXT NOT "
    "NULL,"
    " created INTEGER NOT NULL, changed INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,"
    " version INTEGER NOT NULL DEFAULT 1) STRICT",
    "CREATE INDEX rec_kind ON rec(kind, deleted, n)",
    "CREATE INDEX rec_deleted ON rec(deleted) WHERE deleted <> 0",

    /* ---- parts of several kinds ---- */
    "CREATE TABLE name("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), of INTEGER NOT NULL REFERENCES rec(n), pos INTEGER NOT NULL,"
    " text TEXT NOT NULL, lang TEXT, script TEXT, kind TEXT NOT NULL) STRICT",
    "CREATE INDEX name_of ON name(of, pos)",
    "CREATE TABLE tag("
    " of INTEGER NOT NULL REFERENCES rec(n), pos INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY(of, pos))"
    " STRICT, WITHOUT ROWID",
    "CREATE INDEX tag_word ON tag(word)",
    "CREATE TABLE not_same("
    " a INTEGER NOT NULL REFERENCES rec(n), pos INTEGER NOT NULL, b INTEGER NOT NULL REFERENCES rec(n),"
    " why TEXT, PRIMARY KEY(a, pos)) STRICT, WITHOUT ROWID",
    "CREATE INDEX not_same_b ON not_same(b)",

    /* ---- evidence and sources ---- */
    "CREATE TABLE file("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), name TEXT, media TEXT, size INTEGER, sha256 TEXT,"
    " collected_by TEXT, collected TEXT, collected_earliest INTEGER, collected_latest INTEGER,"
    " collected_why TEXT, method TEXT, url TEXT) STRICT",
    "CREATE TABLE file_part("
    " file INTEGER NOT NULL REFERENCES file(n), pos INTEGER NOT NULL, data BLOB NOT NULL,"
    " PRIMARY KEY(file, pos)) STRICT",
    "CREATE TABLE file_check("
    " file INTEGER NOT NULL REFERENCES file(n), pos INTEGER NOT NULL, at INTEGER, ok INTEGER NOT NULL,"
    " PRIMARY KEY(file, pos)) STRICT, WITHOUT ROWID",
    "CREATE TABLE source("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), file INTEGER REFERENCES file(n), kind TEXT NOT NULL,"
    " title TEXT, publisher TEXT, lang TEXT, orig_lang TEXT, translator TEXT, url TEXT, received INTEGER,"
    " text TEXT, sha256 TEXT) STRICT",
    "CREATE INDEX source_file ON source(file)",
    "CREATE INDEX source_sha256 ON source(sha256)",

    /* ---- people, offices, addresses, places ---- */
    "CREATE TABLE person("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kind TEXT NOT NULL, withheld_name INTEGER NOT NULL,"
    " birth TEXT, birth_earliest INTEGER, birth_latest INTEGER, birth_why TEXT, gender TEXT, pronouns TEXT,"
    " occupation TEXT, health TEXT) STRICT",
    "CREATE TABLE relation("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), person INTEGER NOT NULL REFERENCES person(n), kind TEXT,"
    " other INTEGER NOT NULL REFERENCES person(n)) STRICT",
    "CREATE INDEX relation_person ON relation(person)",
    "CREATE INDEX relation_other ON relation(other)",
    "CREATE TABLE contact("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), of INTEGER NOT NULL REFERENCES rec(n), kind TEXT NOT NULL,"
    " raw TEXT, norm TEXT, country TEXT, lost INTEGER NOT NULL, safe TEXT NOT NULL, watched_by TEXT,"
    " hours TEXT, lang TEXT, ask_for TEXT, note TEXT, last_used INTEGER) STRICT",
    "CREATE INDEX contact_of ON contact(of)",
    "CREATE INDEX contact_norm ON contact(norm)",
    "CREATE TABLE office("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), title TEXT, institution TEXT, country TEXT, salutation TEXT,"
    " within INTEGER REFERENCES office(n)) STRICT",
    "CREATE INDEX office_within ON office(within)",
    "CREATE INDEX office_title ON office(title)",
    "CREATE TABLE holder("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), office INTEGER NOT NULL REFERENCES office(n),"
    " person INTEGER NOT NULL REFERENCES person(n), from_ TEXT, from_earliest INTEGER, from_latest INTEGER,"
    " from_why TEXT, to_ TEXT, to_earliest INTEGER, to_latest INTEGER, to_why TEXT, salutation TEXT,"
    " source TEXT) STRICT",
    "CREATE INDEX holder_office ON holder(office, from_earliest)",
    "CREATE INDEX holder_person ON holder(person)",
    "CREATE TABLE address("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), valid TEXT, valid_earliest INTEGER, valid_latest INTEGER,"
    " valid_why TEXT, note TEXT) STRICT",
    "CREATE TABLE address_text("
    " address INTEGER NOT NULL REFERENCES address(n), pos INTEGER NOT NULL, lines TEXT NOT NULL, lang TEXT,"
    " script TEXT, PRIMARY KEY(address, pos)) STRICT, WITHOUT ROWID",
    "CREATE TABLE address_of("
    " address INTEGER NOT NULL REFERENCES address(n), pos INTEGER NOT NULL,"
    " of INTEGER NOT NULL REFERENCES rec(n), PRIMARY KEY(address, pos)) STRICT, WITHOUT ROWID",
    "CREATE INDEX address_of_of ON address_of(of)",
    "CREATE TABLE place("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), country TEXT, within INTEGER REFERENCES place(n)) STRICT",
    "CREATE INDEX place_within ON place(within)",

    /* ---- cases and appeals ---- */
    "CREATE TABLE kase("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), no INTEGER NOT NULL UNIQUE, title TEXT, status TEXT NOT NULL,"
    " closed_why TEXT, risk TEXT NOT NULL, country TEXT, country_text TEXT, summary TEXT, background TEXT,"
    " group_label TEXT, group_pronouns TEXT, group_count INTEGER, group_of INTEGER) STRICT",
    "CREATE INDEX kase_title ON kase(title)",
    "CREATE INDEX kase_country ON kase(country)",
    "CREATE INDEX kase_status ON kase(status)",
    "CREATE TABLE appeal("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kase INTEGER NOT NULL REFERENCES kase(n),"
    " source INTEGER REFERENCES source(n), kind TEXT NOT NULL, title TEXT, edition TEXT, number TEXT,"
    " number_norm TEXT, update_no INTEGER, index_no TEXT, prev_index TEXT, prev_link TEXT, issued INTEGER,"
    " issued_inferred INTEGER NOT NULL, deadline INTEGER, deadline_word TEXT, closed_on INTEGER,"
    " letter_lang TEXT, letter_salutation TEXT, letter_body TEXT, supersedes INTEGER REFERENCES appeal(n))"
    " STRICT",
    "CREATE INDEX appeal_kase ON appeal(kase, issued)",
    "CREATE INDEX appeal_source ON appeal(source)",
    "CREATE INDEX appeal_supersedes ON appeal(supersedes)",
    "CREATE INDEX appeal_number ON appeal(number_norm)",
    "CREATE INDEX appeal_deadline ON appeal(deadline)",
    "CREATE TABLE appeal_lang("
    " appeal INTEGER NOT NULL REFERENCES appeal(n), pos INTEGER NOT NULL, printed TEXT, tag TEXT,"
    " PRIMARY KEY(appeal, pos)) STRICT, WITHOUT ROWID",
    "CREATE TABLE ask("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), appeal INTEGER NOT NULL REFERENCES appeal(n),"
    " pos INTEGER NOT NULL, text TEXT NOT NULL, repeats INTEGER REFERENCES ask(n)) STRICT",
    "CREATE INDEX ask_appeal ON ask(appeal, pos)",
    "CREATE INDEX ask_repeats ON ask(repeats)",
    "CREATE TABLE found("
    " appeal INTEGER NOT NULL REFERENCES appeal(n), pos INTEGER NOT NULL, field TEXT,"
    " of INTEGER REFERENCES rec(n), from_off INTEGER, to_off INTEGER, how TEXT NOT NULL,"
    " PRIMARY KEY(appeal, pos)) STRICT, WITHOUT ROWID",
    "CREATE INDEX found_of ON found(of)",
    "CREATE TABLE warning("
    " appeal INTEGER NOT NULL REFERENCES appeal(n), pos INTEGER NOT NULL, code TEXT, off INTEGER, text TEXT,"
    " state TEXT NOT NULL, reason TEXT, PRIMARY KEY(appeal, pos)) STRICT, WITHOUT ROWID",
    "CREATE TABLE target("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), appeal INTEGER NOT NULL REFERENCES appeal(n), pos INTEGER,"
    " part TEXT NOT NULL, office INTEGER REFERENCES office(n), holder INTEGER REFERENCES holder(n),"
    " person INTEGER REFERENCES person(n), printed_title TEXT, printed_name TEXT, title_local TEXT,"
    " salutation TEXT, delivery_note TEXT, dropped_by INTEGER REFERENCES appeal(n)) STRICT",
    "CREATE INDEX target_appeal ON target(appeal, pos)",
    "CREATE INDEX target_office ON target(office)",
    "CREATE INDEX target_holder ON target(holder)",
    "CREATE INDEX target_person ON target(person)",
    "CREATE INDEX target_dropped_by ON target(dropped_by)",

    /* ---- testimony ---- */
    "CREATE TABLE statement("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), source INTEGER NOT NULL REFERENCES source(n), pos INTEGER,"
    " from_off INTEGER, to_off INTEGER, heading TEXT, date TEXT, date_earliest INTEGER, date_latest INTEGER,"
    " date_why TEXT, lang TEXT, orig_lang TEXT, translator TEXT, channel TEXT,"
    " taken_by INTEGER REFERENCES person(n)) STRICT",
    "CREATE INDEX statement_source ON statement(source, pos)",
    "CREATE INDEX statement_taken_by ON statement(taken_by)",
    "CREATE TABLE speaker("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), statement INTEGER NOT NULL REFERENCES statement(n),"
    " pos INTEGER NOT NULL, name TEXT, person INTEGER REFERENCES person(n)) STRICT",
    "CREATE INDEX speaker_statement ON speaker(statement, pos)",
    "CREATE INDEX speaker_person ON speaker(person)",
    "CREATE TABLE utterance("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), statement INTEGER NOT NULL REFERENCES statement(n), pos "
    "INTEGER,"
    " speaker INTEGER REFERENCES speaker(n), listener INTEGER REFERENCES speaker(n), from_off INTEGER,"
    " to_off INTEGER) STRICT",
    "CREATE INDEX utterance_statement ON utterance(statement, pos)",
    "CREATE INDEX utterance_speaker ON utterance(speaker)",
    "CREATE INDEX utterance_listener ON utterance(listener)",
    "CREATE TABLE mark("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), utterance INTEGER NOT NULL REFERENCES utterance(n),"
    " pos INTEGER NOT NULL, kind TEXT NOT NULL, from_off INTEGER, to_off INTEGER, text TEXT) STRICT",
    "CREATE INDEX mark_utterance ON mark(utterance, pos)",
    "CREATE TABLE citation("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), source INTEGER NOT NULL REFERENCES source(n),"
    " utterance INTEGER REFERENCES utterance(n), from_off INTEGER, to_off INTEGER, quote TEXT) STRICT",
    "CREATE INDEX citation_source ON citation(source, from_off)",
    "CREATE INDEX citation_utterance ON citation(utterance)",

    /* ---- who is in a case, what happened ---- */
    "CREATE TABLE case_person("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kase INTEGER NOT NULL REFERENCES kase(n),"
    " person INTEGER NOT NULL REFERENCES person(n), role TEXT NOT NULL, since TEXT, since_earliest INTEGER,"
    " since_latest INTEGER, since_why TEXT) STRICT",
    "CREATE INDEX case_person_kase ON case_person(kase, role)",
    "CREATE INDEX case_person_person ON case_person(person)",
    "CREATE TABLE person_state("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), case_person INTEGER NOT NULL REFERENCES case_person(n),"
    " pos INTEGER NOT NULL, state TEXT NOT NULL, since TEXT, since_earliest INTEGER, since_latest INTEGER,"
    " since_why TEXT, cites INTEGER REFERENCES citation(n)) STRICT",
    "CREATE INDEX person_state_case_person ON person_state(case_person, pos)",
    "CREATE INDEX person_state_cites ON person_state(cites)",
    "CREATE TABLE event("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kase INTEGER NOT NULL REFERENCES kase(n), kind TEXT NOT NULL,"
    " date TEXT, date_earliest INTEGER, date_latest INTEGER, date_why TEXT, text TEXT,"
    " place INTEGER REFERENCES place(n)) STRICT",
    "CREATE INDEX event_kase ON event(kase, coalesce(date_earliest, date_latest))",
    "CREATE INDEX event_place ON event(place)",
    "CREATE TABLE event_person("
    " event INTEGER NOT NULL REFERENCES event(n), pos INTEGER NOT NULL,"
    " person INTEGER NOT NULL REFERENCES person(n), role TEXT, PRIMARY KEY(event, pos)) STRICT, WITHOUT "
    "ROWID",
    "CREATE INDEX event_person_person ON event_person(person)",
    "CREATE TABLE event_cite("
    " event INTEGER NOT NULL REFERENCES event(n), pos INTEGER NOT NULL,"
    " cites INTEGER NOT NULL REFERENCES citation(n), PRIMARY KEY(event, pos)) STRICT, WITHOUT ROWID",
    "CREATE INDEX event_cite_cites ON event_cite(cites)",
    "CREATE TABLE fact("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kase INTEGER NOT NULL REFERENCES kase(n), kind TEXT NOT NULL,"
    " title TEXT, subject INTEGER REFERENCES rec(n), preferred INTEGER REFERENCES claim(n)) STRICT",
    "CREATE INDEX fact_kase ON fact(kase)",
    "CREATE INDEX fact_subject ON fact(subject)",
    "CREATE INDEX fact_preferred ON fact(preferred)",
    "CREATE TABLE fact_link("
    " a INTEGER NOT NULL REFERENCES fact(n), pos INTEGER NOT NULL, b INTEGER NOT NULL REFERENCES rec(n),"
    " kind TEXT NOT NULL, PRIMARY KEY(a, pos)) STRICT, WITHOUT ROWID",
    "CREATE INDEX fact_link_b ON fact_link(b)",
    "CREATE TABLE claim("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), fact INTEGER NOT NULL REFERENCES fact(n),"
    " cites INTEGER REFERENCES citation(n), by INTEGER REFERENCES person(n), how TEXT NOT NULL,"
    " via INTEGER REFERENCES person(n), said TEXT, said_earliest INTEGER, said_latest INTEGER, said_why TEXT,"
    " date TEXT, date_earliest INTEGER, date_latest INTEGER, date_why TEXT, num INTEGER, unit TEXT,"
    " value INTEGER REFERENCES rec(n), text TEXT, reliability TEXT NOT NULL) STRICT",
    "CREATE INDEX claim_fact ON claim(fact)",
    "CREATE INDEX claim_cites ON claim(cites)",
    "CREATE INDEX claim_by ON claim(by)",
    "CREATE INDEX claim_via ON claim(via)",
    "CREATE INDEX claim_value ON claim(value)",

    /* ---- letters and what was done ---- */
    "CREATE TABLE sender("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), name TEXT, initials TEXT, town TEXT, lines TEXT) STRICT",
    "CREATE TABLE sender_tie("
    " sender INTEGER NOT NULL REFERENCES sender(n), pos INTEGER NOT NULL, country TEXT NOT NULL,"
    " PRIMARY KEY(sender, pos)) STRICT, WITHOUT ROWID",
    "CREATE TABLE template("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kind TEXT, lang TEXT, text TEXT) STRICT",
    "CREATE TABLE letter("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kase INTEGER NOT NULL REFERENCES kase(n),"
    " appeal INTEGER REFERENCES appeal(n), lang TEXT, subject TEXT, body TEXT,"
    " sender INTEGER REFERENCES sender(n), template INTEGER REFERENCES template(n), state TEXT NOT NULL,"
    " ready_at INTEGER, sent_at INTEGER, frozen TEXT) STRICT",
    "CREATE INDEX letter_kase ON letter(kase)",
    "CREATE INDEX letter_appeal ON letter(appeal)",
    "CREATE INDEX letter_sender ON letter(sender)",
    "CREATE INDEX letter_template ON letter(template)",
    "CREATE INDEX letter_state ON letter(state)",
    "CREATE TABLE letter_to("
    " letter INTEGER NOT NULL REFERENCES letter(n), pos INTEGER NOT NULL,"
    " target INTEGER NOT NULL REFERENCES target(n), part TEXT NOT NULL,"
    " address INTEGER REFERENCES address(n), script TEXT, salutation TEXT, PRIMARY KEY(letter, pos))"
    " STRICT, WITHOUT ROWID",
    "CREATE INDEX letter_to_target ON letter_to(target)",
    "CREATE INDEX letter_to_address ON letter_to(address)",
    "CREATE TABLE letter_ask("
    " letter INTEGER NOT NULL REFERENCES letter(n), pos INTEGER NOT NULL, ask INTEGER NOT NULL REFERENCES "
    "ask(n),"
    " PRIMARY KEY(letter, pos)) STRICT, WITHOUT ROWID",
    "CREATE INDEX letter_ask_ask ON letter_ask(ask)",
    "CREATE TABLE finding("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), letter INTEGER NOT NULL REFERENCES letter(n),"
    " pos INTEGER NOT NULL, code TEXT, from_off INTEGER, to_off INTEGER, evidence TEXT, waived_why TEXT,"
    " waived_at INTEGER) STRICT",
    "CREATE INDEX finding_letter ON finding(letter, pos)",
    "CREATE TABLE action("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kase INTEGER NOT NULL REFERENCES kase(n),"
    " appeal INTEGER REFERENCES appeal(n), letter INTEGER REFERENCES letter(n),"
    " target INTEGER REFERENCES target(n), channel TEXT NOT NULL, day TEXT, day_earliest INTEGER,"
    " day_latest INTEGER, day_why TEXT, by TEXT, count INTEGER, handwritten INTEGER NOT NULL, cost TEXT,"
    " currency TEXT, note TEXT) STRICT",
    "CREATE INDEX action_kase ON action(kase, coalesce(day_earliest, day_latest))",
    "CREATE INDEX action_appeal ON action(appeal)",
    "CREATE INDEX action_letter ON action(letter)",
    "CREATE INDEX action_target ON action(target)",
    "CREATE TABLE reply("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), action INTEGER NOT NULL REFERENCES action(n),"
    " kind TEXT NOT NULL, day INTEGER, source INTEGER REFERENCES source(n), note TEXT) STRICT",
    "CREATE INDEX reply_action ON reply(action)",
    "CREATE INDEX reply_source ON reply(source)",

    /* ---- staying in touch, keeping things safe ---- */
    "CREATE TABLE instruction("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), person INTEGER NOT NULL REFERENCES person(n), text TEXT,"
    " days INTEGER, given TEXT, given_earliest INTEGER, given_latest INTEGER, given_why TEXT,"
    " cites INTEGER REFERENCES citation(n), retracted_by INTEGER REFERENCES instruction(n),"
    " circumstances TEXT) STRICT",
    "CREATE INDEX instruction_person ON instruction(person)",
    "CREATE INDEX instruction_cites ON instruction(cites)",
    "CREATE INDEX instruction_retracted_by ON instruction(retracted_by)",
    "CREATE TABLE instruction_trigger("
    " instruction INTEGER NOT NULL REFERENCES instruction(n), pos INTEGER NOT NULL, kind TEXT NOT NULL,"
    " PRIMARY KEY(instruction, pos)) STRICT, WITHOUT ROWID",
    "CREATE TABLE checkin("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), person INTEGER NOT NULL REFERENCES person(n),"
    " contact INTEGER REFERENCES contact(n), every INTEGER, due INTEGER,"
    " instruction INTEGER REFERENCES instruction(n)) STRICT",
    "CREATE INDEX checkin_person ON checkin(person)",
    "CREATE INDEX checkin_contact ON checkin(contact)",
    "CREATE INDEX checkin_due ON checkin(due)",
    "CREATE INDEX checkin_instruction ON checkin(instruction)",
    "CREATE TABLE checkin_log("
    " checkin INTEGER NOT NULL REFERENCES checkin(n), pos INTEGER NOT NULL, day INTEGER, result TEXT NOT "
    "NULL,"
    " note TEXT, PRIMARY KEY(checkin, pos)) STRICT, WITHOUT ROWID",
    "CREATE TABLE item("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), kase INTEGER NOT NULL REFERENCES kase(n), title TEXT, kind "
    "TEXT,"
    " file INTEGER REFERENCES file(n)) STRICT",
    "CREATE INDEX item_kase ON item(kase)",
    "CREATE INDEX item_file ON item(file)",
    "CREATE TABLE custody("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), item INTEGER NOT NULL REFERENCES item(n),"
    " holder INTEGER REFERENCES person(n), copy INTEGER NOT NULL, since TEXT, since_earliest INTEGER,"
    " since_latest INTEGER, since_why TEXT, until TEXT, until_earliest INTEGER, until_latest INTEGER,"
    " until_why TEXT, cites INTEGER REFERENCES citation(n), asked INTEGER, received INTEGER) STRICT",
    "CREATE INDEX custody_item ON custody(item)",
    "CREATE INDEX custody_holder ON custody(holder)",
    "CREATE INDEX custody_cites ON custody(cites)",
    "CREATE TABLE note("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), of INTEGER REFERENCES rec(n), text TEXT) STRICT",
    "CREATE INDEX note_of ON note(of)",
    "CREATE TABLE rule("
    " n INTEGER PRIMARY KEY REFERENCES rec(n), subject INTEGER NOT NULL REFERENCES rec(n), field TEXT,"
    " from_off INTEGER, to_off INTEGER, level TEXT NOT NULL, scope TEXT, conditions TEXT, given TEXT,"
    " given_earliest INTEGER, given_latest INTEGER, given_why TEXT, entered INTEGER,"
    " by INTEGER REFERENCES person(n), cites INTEGER REFERENCES citation(n), ends TEXT, ends_earliest "
    "INTEGER,"
    " ends_latest INTEGER, ends_why TEXT) STRICT",
    "CREATE INDEX rule_subject ON rule(subject)",
    "CREATE INDEX rule_by ON rule(by)",
    "CREATE INDEX rule_cites ON rule(cites)",

    /* ---- the program's own; not undone ---- */
    "CREATE TABLE draft("
    " n INTEGER PRIMARY KEY, view TEXT NOT NULL, of INTEGER, fields TEXT NOT NULL, cursor INTEGER NOT NULL,"
    " at INTEGER NOT NULL) STRICT",
    "CREATE INDEX draft_view ON draft(view, of)",
    "CREATE INDEX draft_of ON draft(of)",
    "CREATE TABLE undo("
    " n INTEGER PRIMARY KEY, label TEXT NOT NULL, at INTEGER NOT NULL, place INTEGER, undone INTEGER NOT NULL"
    " DEFAULT 0, changeset BLOB NOT NULL) STRICT",
    "CREATE TABLE exported("
    " n INTEGER PRIMARY KEY, path TEXT NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL,"
    " gone INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE saved("
    " n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, filter TEXT NOT NULL) STRICT",
    NULL,
};

/* A text that was entered by hand is of a case; an imported one is its appeal's. */
static const char *const VERSION_2[] = {
    "ALTER TABLE source ADD COLUMN kase INTEGER REFERENCES kase(n)",
    "CREATE INDEX source_kase ON source(kase)",
    NULL,
};

/* How much of the sender a letter shows. */
static const char *const VERSION_3[] = {
    "ALTER TABLE letter ADD COLUMN sign TEXT NOT NULL DEFAULT 'full'",
    NULL,
};

/* STEPS[v] leads from version v to v + 1; 0 is an empty database. */
static const char *const *const STEPS[SCHEMA_VERSION] = { VERSION_1, VERSION_2, VERSION_3 };

static int run_step(sqlite3 *db, int from, struct err *e)
{
    for (const char *const *sql = STEPS[from]; *sql; sql++)
        if (db_exec(db, *sql, e) < 0)
            return -1;
    char set[48];
    sqlite3_snprintf(sizeof set, set, "PRAGMA user_version = %d", from + 1);
    return db_exec(db, set, e);
}

int schema_version(sqlite3 *db, int *version, struct err *e)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    if (rc == SQLITE_ROW)
        *version = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return rc == SQLITE_ROW ? 0 : db_error(db, rc, e);
}

/* All steps from one version on, or none. */
static int run_steps(sqlite3 *db, int from, int to, struct err *e)
{
    bool own = sqlite3_get_autocommit(db);
    if (own && db_exec(db, "BEGIN IMMEDIATE", e) < 0)
        return -1;
    int rc = 0;
    for (int v = from; rc == 0 && v < to; v++)
        rc = run_step(db, v, e);
    if (rc == 0 && from > 0) /* steps fit the tables that they were recorded from */
        rc = db_exec(db, "DELETE FROM undo", e);
    if (own && rc == 0)
        rc = db_exec(db, "COMMIT", e);
    if (own && rc < 0)
        db_exec(db, "ROLLBACK", NULL);
    return rc;
}

int schema_create(sqlite3 *db, struct err *e)
{
    return run_steps(db, 0, SCHEMA_VERSION, e);
}

int schema_create_old(sqlite3 *db, int version, struct err *e)
{
    return run_steps(db, 0, version, e);
}

int schema_too_new(int version, struct err *e)
{
    return err_set(e, ERR_TOO_NEW,
                   _("This vault was written by a newer Satchel (tables of version %d, this program knows "
                     "%d). Nothing was read or changed; open it with the newer program."),
                   version, SCHEMA_VERSION);
}

int schema_upgrade(sqlite3 *db, struct err *e)
{
    int version;
    if (schema_version(db, &version, e) < 0)
        return -1;
    if (version > SCHEMA_VERSION)
        return schema_too_new(version, e);
    if (version < 1)
        return err_set(
            e, ERR_DAMAGE,
            _("The vault opened, but nothing of Satchel is in it. Nothing was changed. Restore a backup."));
    if (version < SCHEMA_VERSION && sqlite3_db_readonly(db, "main") > 0)
        return err_set(
            e, ERR_FAILED,
            _("This vault was written by an older Satchel and is open for reading only. Nothing was "
              "changed; open it once for writing, so that it is brought up to date."));
    return version < SCHEMA_VERSION ? run_steps(db, version, SCHEMA_VERSION, e) : 0;
}
