/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/kase.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/model/fieldtable.h"

REC_ENUM_TABLE(case_status, CASE_STATUSES)
REC_ENUM_TABLE(risk, RISKS)
REC_ENUM_TABLE(appeal_kind, APPEAL_KINDS)
REC_ENUM_TABLE(found_how, FOUND_HOWS)
REC_ENUM_TABLE(warning_state, WARNING_STATES)
REC_ENUM_TABLE(member_role, MEMBER_ROLES)
REC_ENUM_TABLE(person_state, STATES)
REC_ENUM_TABLE(target_part, TARGET_PARTS)

static const struct field TAG_FIELDS[] = {
    F_TEXT(tag, word, N_("Tag"), N_("one word"), FIELD_REQUIRED),
};
const struct kind TAG_PART = { KIND_NONE,          "tag",
                               N_("Tag"),          N_("Tags"),
                               sizeof(struct tag), REC_FIELDS(TAG_FIELDS) };

static const struct field CASE_FIELDS[] = {
    F_INT(kase, no, N_("No."), NULL, FIELD_READ_ONLY),
    F_TEXT(kase, title, N_("Title"), N_("what the case is called"), FIELD_REQUIRED),
    F_ENUM(kase, status, N_("Status"), NULL, 0, ENUM_case_status),
    F_TEXT(kase, closed_why, N_("Closed because"), NULL, 0),
    F_ENUM(kase, risk, N_("Risk"), N_("how urgent it is"), 0, ENUM_risk),
    F_TEXT(kase, country, N_("Country"), N_("its name, or two letters (ISO 3166-1)"), 0),
    F_TEXT(kase, country_text, N_("Country as printed"), NULL, 0),
    F_LINES(kase, summary, N_("Summary"), N_("who, what happened, what is asked"), 0),
    F_LINES(kase, background, N_("Background"), NULL, 0),
    F_TEXT(kase, group_label, N_("Group"), N_("when it is about a group"), 0),
    F_TEXT(kase, group_pronouns, N_("Group pronouns"), NULL, 0),
    F_INT(kase, group_count, N_("Group: named"), N_("how many of the group are known by name"), 0),
    F_INT(kase, group_of, N_("Group: of"), N_("how many they are"), 0),
    F_LIST(kase, tags, N_("Tags"), N_("words to find it by"), 0, TAG_PART),
};
const struct kind CASE_KIND = { KIND_CASE,           "case",
                                N_("Case"),          N_("Cases"),
                                sizeof(struct kase), REC_FIELDS(CASE_FIELDS) };

static const struct field LANG_FIELDS[] = {
    F_TEXT(appeal_lang, printed, N_("Language"), N_("as printed"), FIELD_REQUIRED),
    F_TEXT(appeal_lang, tag, N_("Tag"), N_("en, es, zh-Hant (BCP 47)"), 0),
};
static const struct kind LANG_PART = { KIND_NONE,
                                       "language",
                                       N_("Language"),
                                       N_("Languages"),
                                       sizeof(struct appeal_lang),
                                       REC_FIELDS(LANG_FIELDS) };

static const struct field ASK_FIELDS[] = {
    F_LINES(ask, text, N_("Ask"), N_("what the letter asks for"), FIELD_REQUIRED),
    F_REF(ask, repeats, N_("Repeats"), N_("the earlier ask that it says again"), 0, KIND_ASK),
};
const struct kind ASK_PART = { KIND_ASK,           "ask",
                               N_("Ask"),          N_("Asks"),
                               sizeof(struct ask), REC_FIELDS(ASK_FIELDS) };

static const struct field FOUND_FIELDS[] = {
    F_TEXT(found, field, N_("Field"), NULL, FIELD_REQUIRED | FIELD_UNSEARCHED),
    F_REF(found, of, N_("Of"), N_("the record that has the field"), 0, KIND_ANY),
    F_INT(found, from_off, N_("From"), N_("character of the source"), 0),
    F_INT(found, to_off, N_("To"), N_("character of the source"), 0),
    F_ENUM(found, how, N_("How"), NULL, 0, ENUM_found_how),
};
static const struct kind FOUND_PART = {
    KIND_NONE, "found", N_("Found"), N_("Found"), sizeof(struct found), REC_FIELDS(FOUND_FIELDS)
};

static const struct field WARNING_FIELDS[] = {
    F_TEXT(warning, code, N_("Warning"), NULL, FIELD_REQUIRED | FIELD_UNSEARCHED | FIELD_INWARD),
    F_INT(warning, off, N_("At"), N_("character of the source"), 0),
    F_TEXT(warning, text, N_("Text"), NULL, 0),
    F_ENUM(warning, state, N_("State"), NULL, 0, ENUM_warning_state),
    F_TEXT(warning, reason, N_("Reason"), NULL, 0),
};
static const struct kind WARNING_PART = {
    KIND_NONE, "warning", N_("Warning"), N_("Warnings"), sizeof(struct warning), REC_FIELDS(WARNING_FIELDS)
};

static const struct field APPEAL_FIELDS[] = {
    F_CASE(appeal),
    F_REF(appeal, source, N_("Source"), N_("its text, word for word"), 0, KIND_SOURCE),
    F_ENUM(appeal, kind, N_("Kind"), NULL, 0, ENUM_appeal_kind),
    F_TEXT(appeal, title, N_("Title"), N_("its heading"), 0),
    F_TEXT(appeal, edition, N_("Edition"), N_("where it was published"), 0),
    F_TEXT(appeal, number, N_("Number"), N_("as printed, as in UA 26/23"), 0),
    F_TEXT(appeal, number_norm, N_("Number, short"), NULL, FIELD_READ_ONLY),
    F_INT(appeal, update_no, N_("Update"), N_("the how-manieth update"), 0),
    F_TEXT(appeal, index_no, N_("Index"), N_("the publisher's number"), 0),
    F_TEXT(appeal, prev_index, N_("Previous index"), NULL, 0),
    F_TEXT(appeal, prev_link, N_("Link to the previous"), NULL, 0),
    F_DAY(appeal, issued, N_("Issued"), NULL, 0),
    F_BOOL(appeal, issued_inferred, N_("Issue date inferred"), NULL, 0),
    F_DAY(appeal, deadline, N_("Deadline"), N_("write until this day"), 0),
    F_TEXT(appeal, deadline_word, N_("Deadline as printed"), N_("until, before"), 0),
    F_DAY(appeal, closed_on, N_("Closed on"), NULL, 0),
    F_LIST(appeal, languages, N_("Languages"), N_("to write in"), 0, LANG_PART),
    F_TEXT(appeal, letter_lang, N_("Letter language"), NULL, 0),
    F_TEXT(appeal, letter_salutation, N_("Letter salutation"), N_("as in Dear Minister"), 0),
    F_LINES(appeal, letter_body, N_("Letter"), N_("the model letter"), 0),
    F_LIST(appeal, asks, N_("Asks"), N_("what to ask for"), 0, ASK_PART),
    F_REF(appeal, supersedes, N_("Supersedes"), N_("the appeal that this one takes the place of"), 0,
          KIND_APPEAL),
    F_LIST(appeal, found, N_("Found"), N_("where in the source each value stands"),
           FIELD_UNSEARCHED | FIELD_INWARD, FOUND_PART),
    F_LIST(appeal, warnings, N_("Warnings"), N_("what was doubtful in the text"), FIELD_UNSEARCHED,
           WARNING_PART),
};
const struct kind APPEAL_KIND = { KIND_APPEAL,           "appeal",
                                  N_("Appeal"),          N_("Appeals"),
                                  sizeof(struct appeal), REC_FIELDS(APPEAL_FIELDS) };

static const struct field STATE_FIELDS[] = {
    F_ENUM(state, state, N_("State"), NULL, 0, ENUM_person_state),
    F_EDTF(state, since, N_("Since"),
           N_("as it was told: March 2021, about 2021, before 2019, last week; or 2021-03"), 0),
    F_REF(state, cites, N_("Cites"), N_("what says so"), 0, KIND_CITATION),
};
const struct kind STATE_PART = { KIND_STATE,           "state",
                                 N_("State"),          N_("States"),
                                 sizeof(struct state), REC_FIELDS(STATE_FIELDS) };

static const struct field MEMBER_FIELDS[] = {
    F_CASE(member),
    F_REF(member, person, N_("Person"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_PERSON),
    F_ENUM(member, role, N_("Role"), N_("their part in the case"), 0, ENUM_member_role),
    F_EDTF(member, since, N_("Since"),
           N_("as it was told: March 2021, about 2021, before 2019, last week; or 2021-03"), 0),
    F_LIST(member, states, N_("States"), N_("held, released, over time"), 0, STATE_PART),
};
const struct kind MEMBER_KIND = { KIND_MEMBER,
                                  "member",
                                  N_("Person in a case"),
                                  N_("People in cases"),
                                  sizeof(struct member),
                                  REC_FIELDS(MEMBER_FIELDS) };

static const struct field TARGET_FIELDS[] = {
    F_REF(target, appeal, N_("Appeal"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_APPEAL),
    F_INT(target, pos, N_("Position"), N_("1 is the first to write to"), FIELD_REAR),
    F_ENUM(target, part, N_("Part"), N_("to write to, or to send a copy"), 0, ENUM_target_part),
    F_REF(target, office, N_("Office"), NULL, 0, KIND_OFFICE),
    F_REF(target, holder, N_("Holder"), N_("who holds the office"), 0, KIND_HOLDER),
    F_REF(target, person, N_("Person"), NULL, 0, KIND_PERSON),
    F_TEXT(target, printed_title, N_("Title as printed"), NULL, 0),
    F_TEXT(target, printed_name, N_("Name as printed"), NULL, 0),
    F_TEXT(target, title_local, N_("Title in their script"), NULL, 0),
    F_TEXT(target, salutation, N_("Salutation"), N_("as printed in this appeal"), 0),
    F_TEXT(target, delivery_note, N_("Delivery note"), NULL, 0),
    F_REF(target, dropped_by, N_("Dropped by"), N_("the update that dropped it"), 0, KIND_APPEAL),
};
const struct kind TARGET_KIND = { KIND_TARGET,           "target",
                                  N_("Target"),          N_("Targets"),
                                  sizeof(struct target), REC_FIELDS(TARGET_FIELDS) };

bool number_normalize(const char *text, char out[static NUMBER_NORM_BYTES])
{
    for (const char *slash = text; (slash = strchr(slash, '/')); slash++) {
        const char *start = slash;
        while (start > text && isdigit((unsigned char)start[-1]))
            start--;
        size_t before = (size_t)(slash - start), after = strspn(slash + 1, "0123456789");
        const char *year = slash + 1;
        if (after == 4) /* 26/2023 */
            year += 2;
        if (before == 0 || before > 6 || (after != 2 && after != 4) || (start > text && start[-1] == '/') ||
            slash[1 + after] == '/') /* a date is none */
            continue;
        snprintf(out, NUMBER_NORM_BYTES, "%lu/%.2s", strtoul(start, NULL, 10), year);
        return true;
    }
    return false;
}
