/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/testimony.h"

#include "satchel/model/fieldtable.h"

REC_ENUM_TABLE(event_kind, EVENT_KINDS)
REC_ENUM_TABLE(source_kind, SOURCE_KINDS)
REC_ENUM_TABLE(mark_kind, MARK_KINDS)
REC_ENUM_TABLE(fact_kind, FACT_KINDS)
REC_ENUM_TABLE(fact_link_kind, FACT_LINKS)
REC_ENUM_TABLE(claim_how, CLAIM_HOWS)
REC_ENUM_TABLE(reliability, RELIABILITIES)

static const struct field EVENT_PERSON_FIELDS[] = {
    F_REF(event_person, person, N_("Person"), NULL, FIELD_REQUIRED, KIND_PERSON),
    F_TEXT(event_person, role, N_("Role"), N_("their part in it"), 0),
};
static const struct kind EVENT_PERSON_PART = { KIND_NONE,
                                               "event_person",
                                               N_("Person"),
                                               N_("People"),
                                               sizeof(struct event_person),
                                               REC_FIELDS(EVENT_PERSON_FIELDS) };

static const struct field EVENT_FIELDS[] = {
    F_CASE(event),
    F_ENUM(event, kind, N_("Kind"), NULL, 0, ENUM_event_kind),
    F_EDTF(event, date, N_("When"),
           N_("as it was told: 5 March 2021, early May 2021, before 2019, last week; or 2021-03"), 0),
    F_LINES(event, text, N_("What happened"), NULL, FIELD_REQUIRED),
    F_REF(event, place, N_("Where"), NULL, 0, KIND_PLACE),
    F_LIST(event, people, N_("People"), N_("who was there"), 0, EVENT_PERSON_PART),
    F_REFS(event, cites, N_("Cites"), N_("what says so"), 0, KIND_CITATION),
    F_LIST(event, tags, N_("Tags"), NULL, 0, TAG_PART),
};
const struct kind EVENT_KIND = { KIND_EVENT,           "event",
                                 N_("Event"),          N_("Events"),
                                 sizeof(struct event), REC_FIELDS(EVENT_FIELDS) };

static const struct field SOURCE_FIELDS[] = {
    F_MAY_CASE(source, N_("the case it belongs to; that of an appeal may do without"), 0),
    F_REF(source, file, N_("File"), NULL, 0, KIND_FILE),
    F_ENUM(source, kind, N_("Kind"), NULL, 0, ENUM_source_kind),
    F_TEXT(source, title, N_("Title"), NULL, 0),
    F_TEXT(source, publisher, N_("Publisher"), NULL, 0),
    F_TEXT(source, lang, N_("Language"), NULL, 0),
    F_TEXT(source, orig_lang, N_("Original language"), NULL, 0),
    F_TEXT(source, translator, N_("Translator"), NULL, 0),
    F_TEXT(source, url, N_("Link"), NULL, 0),
    F_DAY(source, received, N_("Received"), NULL, 0),
    F_LINES(source, text, N_("Text"), N_("word for word"), 0),
    F_TEXT(source, sha256, N_("SHA-256"), NULL, FIELD_READ_ONLY | FIELD_UNSEARCHED),
    F_LIST(source, tags, N_("Tags"), NULL, 0, TAG_PART),
};
const struct kind SOURCE_KIND = { KIND_SOURCE,           "source",
                                  N_("Source"),          N_("Sources"),
                                  sizeof(struct source), REC_FIELDS(SOURCE_FIELDS) };

static const struct field SPEAKER_FIELDS[] = {
    F_TEXT(speaker, name, N_("Speaker"), N_("as in the text: A, the mother"), FIELD_REQUIRED),
    F_REF(speaker, person, N_("Person"), NULL, 0, KIND_PERSON),
};
const struct kind SPEAKER_PART = { KIND_SPEAKER,           "speaker",
                                   N_("Speaker"),          N_("Speakers"),
                                   sizeof(struct speaker), REC_FIELDS(SPEAKER_FIELDS) };

static const struct field STATEMENT_FIELDS[] = {
    F_REF(statement, source, N_("Source"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_SOURCE),
    F_INT(statement, pos, N_("Position"), N_("1 is the first of its source"), FIELD_REAR),
    F_INT(statement, from_off, N_("From"), N_("character of the source"), FIELD_REAR),
    F_INT(statement, to_off, N_("To"), N_("character of the source"), FIELD_REAR),
    F_TEXT(statement, heading, N_("Heading"), NULL, 0),
    F_EDTF(statement, date, N_("When"),
           N_("as it was told: 5 March 2021, last week, perhaps in May 2020; or 2021-03"), 0),
    F_TEXT(statement, lang, N_("Language"), NULL, 0),
    F_TEXT(statement, orig_lang, N_("Original language"), NULL, 0),
    F_TEXT(statement, translator, N_("Translator"), NULL, 0),
    F_TEXT(statement, channel, N_("Channel"), N_("as in telephone, letter"), 0),
    F_REF(statement, taken_by, N_("Taken by"), N_("who wrote it down"), 0, KIND_PERSON),
    F_LIST(statement, speakers, N_("Speakers"), NULL, 0, SPEAKER_PART),
};
const struct kind STATEMENT_KIND = { KIND_STATEMENT,           "statement",
                                     N_("Statement"),          N_("Statements"),
                                     sizeof(struct statement), REC_FIELDS(STATEMENT_FIELDS) };

static const struct field MARK_FIELDS[] = {
    F_ENUM(mark, kind, N_("Kind"), NULL, 0, ENUM_mark_kind),
    F_INT(mark, from_off, N_("From"), N_("character of the source"), 0),
    F_INT(mark, to_off, N_("To"), N_("character of the source"), 0),
    F_TEXT(mark, text, N_("Text"), NULL, 0),
};
const struct kind MARK_PART = { KIND_MARK,           "mark",
                                N_("Mark"),          N_("Marks"),
                                sizeof(struct mark), REC_FIELDS(MARK_FIELDS) };

static const struct field UTTERANCE_FIELDS[] = {
    F_REF(utterance, statement, N_("Statement"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_STATEMENT),
    F_INT(utterance, pos, N_("Position"), N_("1 is the first of its statement"), 0),
    F_REF(utterance, speaker, N_("Speaker"), NULL, 0, KIND_SPEAKER),
    F_REF(utterance, listener, N_("Said to"), NULL, 0, KIND_SPEAKER),
    F_INT(utterance, from_off, N_("From"), N_("character of the source"), 0),
    F_INT(utterance, to_off, N_("To"), N_("character of the source"), 0),
    F_LIST(utterance, marks, N_("Marks"), N_("what is not testimony"), 0, MARK_PART),
};
const struct kind UTTERANCE_KIND = { KIND_UTTERANCE,           "utterance",
                                     N_("Utterance"),          N_("Utterances"),
                                     sizeof(struct utterance), REC_FIELDS(UTTERANCE_FIELDS) };

static const struct field CITATION_FIELDS[] = {
    F_REF(citation, source, N_("Source"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_SOURCE),
    F_REF(citation, utterance, N_("Utterance"), NULL, FIELD_OWNER, KIND_UTTERANCE),
    F_INT(citation, from_off, N_("From"), N_("character of the source"), 0),
    F_INT(citation, to_off, N_("To"), N_("character of the source"), 0),
    F_LINES(citation, quote, N_("Quote"), N_("the words that are cited"), 0),
};
const struct kind CITATION_KIND = { KIND_CITATION,           "citation",
                                    N_("Citation"),          N_("Citations"),
                                    sizeof(struct citation), REC_FIELDS(CITATION_FIELDS) };

static const struct field FACT_LINK_FIELDS[] = {
    F_REF(fact_link, to, N_("Fact"), NULL, FIELD_REQUIRED, KIND_ANY),
    F_ENUM(fact_link, kind, N_("Link"), NULL, 0, ENUM_fact_link_kind),
};
static const struct kind FACT_LINK_PART = {
    KIND_NONE, "fact_link", N_("Link"), N_("Links"), sizeof(struct fact_link), REC_FIELDS(FACT_LINK_FIELDS)
};

static const struct field FACT_FIELDS[] = {
    F_CASE(fact),
    F_ENUM(fact, kind, N_("Kind"), NULL, 0, ENUM_fact_kind),
    F_TEXT(fact, title, N_("Fact"), N_("what is asserted, as in day of arrest"), FIELD_REQUIRED),
    F_REF(fact, subject, N_("About"), NULL, 0, KIND_ANY),
    F_REF(fact, preferred, N_("Preferred"), N_("the claim that is preferred"), 0, KIND_CLAIM),
    F_LIST(fact, links, N_("Links"), N_("to facts it is part of, begins, ends"), FIELD_UNSEARCHED,
           FACT_LINK_PART),
};
const struct kind FACT_KIND = { KIND_FACT,           "fact",
                                N_("Fact"),          N_("Facts"),
                                sizeof(struct fact), REC_FIELDS(FACT_FIELDS) };

static const struct field CLAIM_FIELDS[] = {
    F_REF(claim, fact, N_("Fact"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_FACT),
    F_REF(claim, cites, N_("Cites"), N_("where it stands"), 0, KIND_CITATION),
    F_REF(claim, by, N_("By"), N_("who asserts it"), 0, KIND_PERSON),
    F_ENUM(claim, how, N_("How known"), NULL, 0, ENUM_claim_how),
    F_REF(claim, via, N_("Heard from"), NULL, 0, KIND_PERSON),
    F_EDTF_WHY(claim, said, N_("Said"), N_("when it was said"), 0, N_("Why said then")),
    F_EDTF(claim, date, N_("Date"), N_("the date that is asserted"), 0),
    F_INT(claim, num, N_("Number"), N_("the number that is asserted"), 0),
    F_TEXT(claim, unit, N_("Unit"), N_("days, months, people"), 0),
    F_REF(claim, value, N_("Value"), N_("the place, person or thing that is asserted"), 0, KIND_ANY),
    F_LINES(claim, text, N_("Text"), NULL, 0),
    F_ENUM(claim, reliability, N_("Reliability"), NULL, 0, ENUM_reliability),
};
const struct kind CLAIM_KIND = { KIND_CLAIM,           "claim",
                                 N_("Claim"),          N_("Claims"),
                                 sizeof(struct claim), REC_FIELDS(CLAIM_FIELDS) };
