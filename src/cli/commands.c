/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/commands.h"

#include "satchel/base/i18n.h"
#include "satchel/cli/completion.h"
#include "satchel/cli/date.h"
#include "satchel/cli/fields.h"
#include "satchel/cli/vaults.h"

static const struct args_option DATE_OPTIONS[] = {
    { .name = "strict", .help = N_("take only EDTF (ISO 8601-2), no prose") },
    { 0 },
};

static const struct args_option INIT_OPTIONS[] = {
    { .name = "kdf",
      .arg = "LEVEL",
      .words = "low standard high max",
      .help = N_("memory for one try: low 64 MiB, standard 256, high 512, max 1024") },
    { 0 },
};

static const struct args_command PASSPHRASE_COMMANDS[] = {
    { .name = "change",
      .summary = N_("replace the passphrase that is given by a new one"),
      .help = N_("Asks for the current passphrase, then for the new one twice. Copies of the vault\n"
                 "made before still open with the old one."),
      .need = ARGS_VAULT | ARGS_WRITES,
      .run = vaults_passphrase_change },
    { .name = "list",
      .summary = N_("list the passphrases that open the same content"),
      .need = ARGS_VAULT,
      .run = vaults_passphrase_list },
    { .name = "suggest",
      .summary = N_("print six random words for a passphrase"),
      .help = N_("They show on the screen: clear it afterwards."),
      .run = vaults_passphrase_suggest },
    { 0 },
};

const struct args_command COMMANDS[] = {
    { .name = "init",
      .summary = N_("create a vault"),
      .help = N_("Asks for a passphrase twice. What exists already is never overwritten. The\n"
                 "level holds for the vault's life: a higher one makes guessing dearer, and needs\n"
                 "that much free memory at every unlock."),
      .options = INIT_OPTIONS,
      .need = ARGS_WRITES,
      .run = vaults_init },
    { .name = "passphrase",
      .summary = N_("change, list or suggest passphrases"),
      .commands = PASSPHRASE_COMMANDS },
    { .name = "verify",
      .summary = N_("read the whole vault and check it"),
      .help = N_("Exit status 5 when something with content is damaged."),
      .need = ARGS_VAULT,
      .run = vaults_verify },
    { .name = "backup",
      .args = "FILE",
      .summary = N_("write a copy of the vault"),
      .help = N_("FILE must not exist. It is read back and opened, and its state code is shown.\n"
                 "It opens with the same passphrases."),
      .words = ARGS_FILE,
      .least = 1,
      .most = 1,
      .need = ARGS_VAULT,
      .run = vaults_backup },
    { .name = "restore",
      .args = "FILE",
      .summary = N_("put a backup in the vault's place, if there is none"),
      .help = N_("FILE is copied to where the vault is (see -f), where nothing may be yet."),
      .words = ARGS_FILE,
      .least = 1,
      .most = 1,
      .need = ARGS_WRITES,
      .run = vaults_restore },
    { .name = "state",
      .summary = N_("show the state code of the vault"),
      .help = N_("Four words that change whenever the vault does. Note them down: another code\n"
                 "the next time means that somebody changed the file, or put an older one there."),
      .need = ARGS_VAULT,
      .run = vaults_state },
    { .name = "fields",
      .args = "[TYPE]",
      .summary = N_("list the types of records, or the fields of one type"),
      .words = ARGS_TYPE,
      .most = 1,
      .run = fields_run },
    { .name = "date",
      .args = "TEXT|-",
      .summary = N_("show how a date is understood"),
      .help = N_("TEXT is a date as written in a text (10 February 2023, since March 2019) or\n"
                 "EDTF. Shows the EDTF form and the first and last day it may mean. A date that\n"
                 "can be read in two ways shows both readings, and fails."),
      .options = DATE_OPTIONS,
      .least = 1,
      .most = ARGS_MANY,
      .run = date_run },
    { .name = "completion",
      .args = "bash|zsh|fish",
      .summary = N_("print a completion script for a shell"),
      .words = "bash zsh fish",
      .least = 1,
      .most = 1,
      .run = completion_run },
    { 0 },
};
