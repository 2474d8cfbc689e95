/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the importer read in one text of an appeal: the values, where each stood, what was not found, and
 * warnings. Produced by casework, printed by exchange, shown for review by app, stored by store. Absent text
 * is NULL. */
#ifndef SATCHEL_MODEL_PARSED_H
#define SATCHEL_MODEL_PARSED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

/* A stretch of the sanitized source text, in code points; to == from: none (the value was inferred). */
struct parsed_span {
    uint32_t from, to;
};

struct parsed_text { /* a value and where it stood */
    char *text;
    struct parsed_span at;
};

struct parsed_texts {
    struct parsed_text *at;
    size_t n, cap;
};

enum parsed_kind { PARSED_UA, PARSED_UPDATE, PARSED_STOP, PARSED_LETTER, PARSED_SUMMARY };

struct parsed_name {
    char *text, *lang; /* lang: BCP 47, "und" when unclear */
};

struct parsed_person {
    struct parsed_text name;
    struct {
        struct parsed_name *at;
        size_t n, cap;
    } names; /* other forms */
    char *pronouns, *gender, *status;
};

struct parsed_group {
    bool present;
    char *label, *pronouns;
    int64_t count, of; /* -1: not said */
};

struct parsed_official {
    struct parsed_text name, title;
    char *title_local;
    struct parsed_texts address_lines, address_local;
    struct parsed_text phone, fax;
    char *phone_note, *fax_note;
    struct parsed_texts email, twitter;
    char *facebook, *contact_form, *salutation, *delivery_note;
};

struct parsed_officials {
    struct parsed_official *at;
    size_t n, cap;
};

struct parsed_warning {
    char *code;         /* a stable code: lost-email placeholder ambiguous-date year-inferred bidi-control
                           foreign-name ... */
    uint32_t line, col; /* 1-based, of the input; col in code points */
    char *text;         /* a sentence for the user, translated */
};

struct parsed {
    char *source;        /* the whole sanitized text; all spans refer to it */
    uint32_t length;     /* of it, in code points */
    DYN(uint32_t) lines; /* at which code point of it each line behind the first begins */
    enum parsed_kind kind;
    struct parsed_text title, ua_number, index, previous_index, previous_ua_link, issue_date, deadline,
        closed_on, country;
    char *ua_number_norm;
    char *update; /* number of the update, as printed ("3"); NULL when none */
    bool issue_date_inferred;
    struct {
        struct parsed_person *at;
        size_t n, cap;
    } people;
    struct parsed_group group;
    struct parsed_officials targets, copies;
    struct parsed_texts preferred_languages; /* each as printed */
    char *letter_lang;
    struct parsed_text letter_salutation, letter_body;
    struct parsed_texts letter_asks;
    struct parsed_text summary, background; /* what happened, in short; and what else is told of it */
    struct parsed_texts events; /* "2024-11-02 She was arrested on ...": the day as EDTF, the sentence */
    struct strs not_found;
    struct {
        struct parsed_warning *at;
        size_t n, cap;
    } warnings;
};

void parsed_official_free(struct parsed_official *o); /* the same for one official outside of any list */
void parsed_free(struct parsed *p); /* wipes and releases everything, *p is empty afterwards */
const char *parsed_kind_name(enum parsed_kind kind);
/* A copy of n bytes, and where its lines begin. -1: no memory. p: empty. */
int parsed_set_source(struct parsed *p, const char *text, size_t n);
/* The warning of that code; NULL: there is none. Borrowed. */
const struct parsed_warning *parsed_warned(const struct parsed *p, const char *code);
/* 1-based line and column (code points) of a code point offset in the source; beyond its end, of the end. */
void parsed_position(const struct parsed *p, uint32_t offset, uint32_t *line, uint32_t *col);

#endif
