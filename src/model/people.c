/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/people.h"

#include <ctype.h>

#include "satchel/model/fieldtable.h"

REC_ENUM_TABLE(person_kind, PERSON_KINDS)
REC_ENUM_TABLE(name_kind, NAME_KINDS)
REC_ENUM_TABLE(contact_kind, CONTACT_KINDS)
REC_ENUM_TABLE(contact_safe, CONTACT_SAFES)

static const struct field NAME_FIELDS[] = {
    F_TEXT(name, text, N_("Name"), N_("as it is written"), FIELD_REQUIRED),
    F_TEXT(name, lang, N_("Language"), N_("en, ru, zh-Hant (BCP 47)"), FIELD_UNSEARCHED),
    F_TEXT(name, script, N_("Script"), N_("Latn, Cyrl, Arab (ISO 15924)"), FIELD_UNSEARCHED),
    F_ENUM(name, kind, N_("Kind"), NULL, 0, ENUM_name_kind),
};
const struct kind NAME_PART = { KIND_NAME,           "name",
                                N_("Name"),          N_("Names"),
                                sizeof(struct name), REC_FIELDS(NAME_FIELDS) };

static const struct field NOT_SAME_FIELDS[] = {
    F_REF(not_same, other, N_("Not the same as"), NULL, FIELD_REQUIRED, KIND_ANY),
    F_TEXT(not_same, why, N_("Because"), NULL, 0),
};
static const struct kind NOT_SAME_PART = { KIND_NONE,
                                           "not_same",
                                           N_("Not the same"),
                                           N_("Not the same"),
                                           sizeof(struct not_same),
                                           REC_FIELDS(NOT_SAME_FIELDS) };

static const struct field PERSON_FIELDS[] = {
    F_ENUM(person, kind, N_("Kind"), NULL, 0, ENUM_person_kind),
    F_LIST(person, names, N_("Names"), N_("each form of the name, in each script"), 0, NAME_PART),
    F_BOOL(person, withheld_name, N_("Name withheld"), N_("titles and lists show initials only"), 0),
    F_EDTF(person, birth, N_("Born"), N_("a date, as 1981-04-12, 1981, 1981~"), 0),
    F_TEXT(person, gender, N_("Gender"), NULL, 0),
    F_TEXT(person, pronouns, N_("Pronouns"), N_("as in she/her"), 0),
    F_TEXT(person, occupation, N_("Occupation"), NULL, 0),
    F_LINES(person, health, N_("Health"), NULL, 0),
    F_LIST(person, not_same, N_("Not the same as"), N_("who was taken for this person"), FIELD_UNSEARCHED,
           NOT_SAME_PART),
    F_LIST(person, tags, N_("Tags"), N_("words to find them by"), 0, TAG_PART),
};
const struct kind PERSON_KIND = { KIND_PERSON,           "person",
                                  N_("Person"),          N_("People"),
                                  sizeof(struct person), REC_FIELDS(PERSON_FIELDS) };

static const struct field RELATION_FIELDS[] = {
    F_REF(relation, person, N_("Person"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_PERSON),
    F_TEXT(relation, kind, N_("Is"), N_("mother of, employer of"), FIELD_REQUIRED),
    F_REF(relation, other, N_("Of"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_PERSON),
};
const struct kind RELATION_KIND = { KIND_RELATION,           "relation",
                                    N_("Relation"),          N_("Relations"),
                                    sizeof(struct relation), REC_FIELDS(RELATION_FIELDS) };

static const struct field CONTACT_FIELDS[] = {
    F_REF(contact, of, N_("Of"), N_("the person or office it reaches"), FIELD_REQUIRED | FIELD_OWNER,
          KIND_ANY),
    F_ENUM(contact, kind, N_("Kind"), NULL, 0, ENUM_contact_kind),
    F_TEXT(contact, raw, N_("Number or address"), N_("as it was given"), FIELD_REQUIRED | FIELD_SENSITIVE),
    F_TEXT(contact, norm, N_("As dialled"), NULL, FIELD_READ_ONLY | FIELD_SENSITIVE),
    F_TEXT(contact, country, N_("Country"), N_("its name, or two letters (ISO 3166-1)"), 0),
    F_BOOL(contact, lost, N_("Lost"), N_("no longer theirs, or removed at the source"), 0),
    F_ENUM(contact, safe, N_("Safe to use"), NULL, 0, ENUM_contact_safe),
    F_TEXT(contact, watched_by, N_("Watched by"), NULL, 0),
    F_TEXT(contact, hours, N_("Hours"), N_("when to call"), 0),
    F_TEXT(contact, lang, N_("Language"), NULL, 0),
    F_TEXT(contact, ask_for, N_("Ask for"), N_("whom to ask for"), 0),
    F_LINES(contact, note, N_("Note"), NULL, 0),
    F_DAY(contact, last_used, N_("Last used"), NULL, 0),
};
const struct kind CONTACT_KIND = { KIND_CONTACT,           "contact",
                                   N_("Contact"),          N_("Contacts"),
                                   sizeof(struct contact), REC_FIELDS(CONTACT_FIELDS) };

static const struct field OFFICE_FIELDS[] = {
    F_TEXT(office, title, N_("Office"), N_("as in Minister of the Interior"), 0),
    F_TEXT(office, institution, N_("Institution"), NULL, 0),
    F_TEXT(office, country, N_("Country"), N_("its name, or two letters (ISO 3166-1)"), 0),
    F_TEXT(office, salutation, N_("Salutation"), N_("for when no name is known"), 0),
    F_REF(office, within, N_("Part of"), NULL, 0, KIND_OFFICE),
    F_LIST(office, tags, N_("Tags"), NULL, 0, TAG_PART),
};
const struct kind OFFICE_KIND = { KIND_OFFICE,           "office",
                                  N_("Office"),          N_("Offices"),
                                  sizeof(struct office), REC_FIELDS(OFFICE_FIELDS) };

static const struct field HOLDER_FIELDS[] = {
    F_REF(holder, office, N_("Office"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_OFFICE),
    F_REF(holder, person, N_("Person"), NULL, FIELD_REQUIRED | FIELD_OWNER, KIND_PERSON),
    F_EDTF_WHY(holder, from, N_("From"), N_("since when they hold it"), 0, N_("Why this start")),
    F_EDTF_WHY(holder, to, N_("To"), N_("when they left it"), 0, N_("Why this end")),
    F_TEXT(holder, salutation, N_("Salutation"), N_("with the name"), 0),
    F_TEXT(holder, source, N_("Known from"), NULL, 0),
};
const struct kind HOLDER_KIND = { KIND_HOLDER,           "holder",
                                  N_("Holder"),          N_("Holders"),
                                  sizeof(struct holder), REC_FIELDS(HOLDER_FIELDS) };

static const struct field ADDRESS_TEXT_FIELDS[] = {
    F_LINES(address_text, lines, N_("Lines"), N_("as on the envelope"), FIELD_REQUIRED),
    F_TEXT(address_text, lang, N_("Language"), NULL, FIELD_UNSEARCHED),
    F_TEXT(address_text, script, N_("Script"), N_("Latn, Cyrl, Arab (ISO 15924)"), FIELD_UNSEARCHED),
};
static const struct kind ADDRESS_TEXT_PART = { KIND_NONE,
                                               "address_text",
                                               N_("Text"),
                                               N_("Texts"),
                                               sizeof(struct address_text),
                                               REC_FIELDS(ADDRESS_TEXT_FIELDS) };

static const struct field ADDRESS_FIELDS[] = {
    F_REFS(address, of, N_("Of"), N_("whose address it is; several may share it"), 0, KIND_ANY),
    F_LIST(address, texts, N_("Texts"), N_("as on the envelope, once for each script"),
           FIELD_REQUIRED | FIELD_BLOCKS, ADDRESS_TEXT_PART),
    F_EDTF(address, valid, N_("Valid"), N_("since or until when, as 2020/.."), 0),
    F_TEXT(address, note, N_("Note"), NULL, 0),
};
const struct kind ADDRESS_KIND = { KIND_ADDRESS,           "address",
                                   N_("Address"),          N_("Addresses"),
                                   sizeof(struct address), REC_FIELDS(ADDRESS_FIELDS) };

static const struct field PLACE_FIELDS[] = {
    F_LIST(place, names, N_("Names"), N_("each form of the name, in each script"), FIELD_REQUIRED, NAME_PART),
    F_TEXT(place, country, N_("Country"), N_("its name, or two letters (ISO 3166-1)"), 0),
    F_REF(place, within, N_("Within"), NULL, 0, KIND_PLACE),
};
const struct kind PLACE_KIND = { KIND_PLACE,           "place",
                                 N_("Place"),          N_("Places"),
                                 sizeof(struct place), REC_FIELDS(PLACE_FIELDS) };

char *contact_normalize(int kind, const char *raw, struct err *e)
{
    bool digits = kind == CONTACT_PHONE || kind == CONTACT_MOBILE || kind == CONTACT_FAX;
    struct buf b = { 0 };
    for (const char *p = raw; *p; p++) {
        bool keep = digits ? isdigit((unsigned char)*p) || (*p == '+' && b.len == 0) : *p != ' ';
        if (keep)
            buf_addc(&b, (char)tolower((unsigned char)*p));
    }
    return buf_take(&b, e);
}
