/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/care.h"

#include "satchel/model/fieldtable.h"

REC_ENUM_TABLE(checkin_result, CHECKIN_RESULTS)
REC_ENUM_TABLE(trigger, TRIGGERS)
REC_ENUM_TABLE(level, LEVELS)

static const struct field ENTRY_FIELDS[] = {
    F_DAY(checkin_entry, day, N_("Day"), NULL, FIELD_REQUIRED),
    F_ENUM(checkin_entry, result, N_("Result"), NULL, 0, ENUM_checkin_result),
    F_TEXT(checkin_entry, note, N_("Note"), NULL, 0),
};
static const struct kind ENTRY_PART = { KIND_NONE,
                                        "checkin_entry",
                                        N_("Entry"),
                                        N_("Entries"),
                                        sizeof(struct checkin_entry),
                                        REC_FIELDS(ENTRY_FIELDS) };

static const struct field CHECKIN_FIELDS[] = {
    F_REF(checkin, person, N_("Person"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_PERSON),
    F_REF(checkin, contact, N_("Contact"), N_("the channel to use"), 0, KIND_CONTACT),
    F_INT(checkin, every, N_("Every"), N_("days"), 0),
    F_DAY(checkin, due, N_("Due"), NULL, 0),
    F_REF(checkin, instruction, N_("When missed"), N_("the instruction to follow"), 0, KIND_INSTRUCTION),
    F_LIST(checkin, log, N_("Log"), NULL, 0, ENTRY_PART),
};
const struct kind CHECKIN_KIND = { KIND_CHECKIN,           "checkin",
                                   N_("Check-in"),         N_("Check-ins"),
                                   sizeof(struct checkin), REC_FIELDS(CHECKIN_FIELDS) };

static const struct field TRIGGER_FIELDS[] = {
    F_ENUM(instruction_trigger, kind, N_("Trigger"), NULL, 0, ENUM_trigger),
};
static const struct kind TRIGGER_PART = { KIND_NONE,
                                          "instruction_trigger",
                                          N_("Trigger"),
                                          N_("Triggers"),
                                          sizeof(struct instruction_trigger),
                                          REC_FIELDS(TRIGGER_FIELDS) };

static const struct field INSTRUCTION_FIELDS[] = {
    F_REF(instruction, person, N_("Person"), N_("who asked for it"), FIELD_REQUIRED | FIELD_OWNER,
          KIND_PERSON),
    F_LINES(instruction, text, N_("Instruction"), N_("what is to be done, in their words"), FIELD_REQUIRED),
    F_LIST(instruction, triggers, N_("Triggers"), N_("when it is to be done"), 0, TRIGGER_PART),
    F_INT(instruction, days, N_("Days"), N_("without contact"), 0),
    F_EDTF(instruction, given, N_("Given"), N_("when they asked for it"), 0),
    F_REF(instruction, cites, N_("Cites"), NULL, 0, KIND_CITATION),
    F_REF(instruction, retracted_by, N_("Retracted by"), NULL, 0, KIND_INSTRUCTION),
    F_LINES(instruction, circumstances, N_("Circumstances"), N_("how it was given or retracted"), 0),
};
const struct kind INSTRUCTION_KIND = { KIND_INSTRUCTION,           "instruction",
                                       N_("Instruction"),          N_("Instructions"),
                                       sizeof(struct instruction), REC_FIELDS(INSTRUCTION_FIELDS) };

static const struct field ITEM_FIELDS[] = {
    F_CASE(item),
    F_TEXT(item, title, N_("Item"), N_("as in recording of 12 March"), FIELD_REQUIRED),
    F_TEXT(item, kind, N_("Kind"), NULL, 0),
    F_REF(item, file, N_("File"), NULL, 0, KIND_FILE),
    F_LIST(item, tags, N_("Tags"), NULL, 0, TAG_PART),
};
const struct kind ITEM_KIND = { KIND_ITEM,           "item",
                                N_("Item"),          N_("Items"),
                                sizeof(struct item), REC_FIELDS(ITEM_FIELDS) };

static const struct field CUSTODY_FIELDS[] = {
    F_REF(custody, item, N_("Item"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_ITEM),
    F_REF(custody, holder, N_("Held by"), NULL, 0, KIND_PERSON),
    F_BOOL(custody, copy, N_("Copy"), N_("a copy, not the original"), 0),
    F_EDTF_WHY(custody, since, N_("Since"), NULL, 0, N_("Why this start")),
    F_EDTF_WHY(custody, until, N_("Until"), NULL, 0, N_("Why this end")),
    F_REF(custody, cites, N_("Cites"), N_("how it is known"), 0, KIND_CITATION),
    F_DAY(custody, asked, N_("Asked for"), NULL, 0),
    F_DAY(custody, received, N_("Received"), NULL, 0),
};
const struct kind CUSTODY_KIND = { KIND_CUSTODY,           "custody",
                                   N_("Custody"),          N_("Custody"),
                                   sizeof(struct custody), REC_FIELDS(CUSTODY_FIELDS) };

static const struct field CHECK_FIELDS[] = {
    F_DAY(file_check, at, N_("Day"), NULL, FIELD_REQUIRED),
    F_BOOL(file_check, ok, N_("Unchanged"), NULL, 0),
};
static const struct kind CHECK_PART = {
    KIND_NONE, "file_check", N_("Check"), N_("Checks"), sizeof(struct file_check), REC_FIELDS(CHECK_FIELDS)
};

static const struct field FILE_FIELDS[] = {
    F_TEXT(file, name, N_("Name"), NULL, FIELD_REQUIRED),
    F_TEXT(file, media, N_("Media type"), NULL, FIELD_UNSEARCHED),
    F_INT(file, size, N_("Size"), N_("bytes"), FIELD_READ_ONLY),
    F_TEXT(file, sha256, N_("SHA-256"), NULL, FIELD_READ_ONLY | FIELD_UNSEARCHED),
    F_TEXT(file, collected_by, N_("Collected by"), NULL, 0),
    F_EDTF(file, collected, N_("Collected"), NULL, 0),
    F_TEXT(file, method, N_("How"), N_("how it was collected"), 0),
    F_TEXT(file, url, N_("Link"), NULL, 0),
    F_LIST(file, checks, N_("Checks"), NULL, FIELD_UNSEARCHED, CHECK_PART),
    F_LIST(file, tags, N_("Tags"), NULL, 0, TAG_PART),
};
const struct kind FILE_KIND = { KIND_FILE,           "file",
                                N_("File"),          N_("Files"),
                                sizeof(struct file), REC_FIELDS(FILE_FIELDS) };

static const struct field NOTE_FIELDS[] = {
    F_REF(note, of, N_("About"), N_("the record it belongs to; may be filed later"), FIELD_OWNER, KIND_ANY),
    F_LINES(note, text, N_("Note"), NULL, FIELD_REQUIRED),
    F_LIST(note, tags, N_("Tags"), NULL, 0, TAG_PART),
};
const struct kind NOTE_KIND = { KIND_NOTE,           "note",
                                N_("Note"),          N_("Notes"),
                                sizeof(struct note), REC_FIELDS(NOTE_FIELDS) };

static const struct field RULE_FIELDS[] = {
    F_REF(rule, subject, N_("About"), N_("the record it protects"), FIELD_REQUIRED | FIELD_OWNER, KIND_ANY),
    F_TEXT(rule, field, N_("Field"), N_("one field only; empty: the whole record"), FIELD_UNSEARCHED),
    F_INT(rule, from_off, N_("From"), N_("character of the text"), FIELD_REAR),
    F_INT(rule, to_off, N_("To"), N_("character of the text"), FIELD_REAR),
    F_ENUM(rule, level, N_("Level"), NULL, 0, ENUM_level),
    F_TEXT(rule, scope, N_("Scope"), N_("for whom or what"), 0),
    F_LINES(rule, conditions, N_("Conditions"), NULL, 0),
    F_EDTF(rule, given, N_("Given"), N_("when it was asked for"), 0),
    F_DAY(rule, entered, N_("Entered"), NULL, 0),
    F_REF(rule, by, N_("By"), N_("who asked for it"), 0, KIND_PERSON),
    F_REF(rule, cites, N_("Cites"), NULL, 0, KIND_CITATION),
    F_EDTF_WHY(rule, ends, N_("Ends"), NULL, 0, N_("Why this end")),
};
const struct kind RULE_KIND = { KIND_RULE,           "rule",
                                N_("Rule"),          N_("Rules"),
                                sizeof(struct rule), REC_FIELDS(RULE_FIELDS) };
