/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/commands.h"

#include "satchel/base/i18n.h"
#include "satchel/cli/batch.h"
#include "satchel/cli/completion.h"
#include "satchel/cli/date.h"
#include "satchel/cli/demo.h"
#include "satchel/cli/doctor.h"
#include "satchel/cli/fields.h"
#include "satchel/cli/help.h"
#include "satchel/cli/import.h"
#include "satchel/cli/integrity.h"
#include "satchel/cli/keys.h"
#include "satchel/cli/letter.h"
#include "satchel/cli/letter_export.h"
#include "satchel/cli/lists.h"
#include "satchel/cli/log.h"
#include "satchel/cli/panic.h"
#include "satchel/cli/passphrases.h"
#include "satchel/cli/show.h"
#include "satchel/cli/records.h"
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
    { .name = "make-key-file", .help = N_("make the file of --key-file, which must not be there") },
    { 0 },
};

#define NEW_KEY_FILE                                                                                         \
    { .name = "new-key-file",                                                                                \
      .arg = "FILE",                                                                                         \
      .words = ARGS_FILE,                                                                                    \
      .help = N_("the key file that goes with the new one; otherwise that of --key-file") },                 \
        { .name = "without-key-file", .help = N_("no key file goes with the new one") },                     \
    {                                                                                                        \
        .name = "make-key-file", .help = N_("make the file of --new-key-file, which must not be there")      \
    }

static const struct args_option PASSPHRASE_CHANGE_OPTIONS[] = { NEW_KEY_FILE, { 0 } };

static const struct args_option PASSPHRASE_ADD_OPTIONS[] = {
    { .name = "label", .arg = "TEXT", .help = N_("how passphrase list names it") },
    NEW_KEY_FILE,
    { 0 },
};

static const struct args_option PASSPHRASE_REMOVE_OPTIONS[] = {
    { .name = "its-key-file",
      .arg = "FILE",
      .words = ARGS_FILE,
      .help = N_("the key file of the one to remove; otherwise that of --key-file") },
    { .name = "without-key-file", .help = N_("the one to remove has none") },
    { 0 },
};

static const struct args_option PASSPHRASE_DECOY_OPTIONS[] = {
    { .name = "fill", .help = N_("fill it with invented, harmless cases, other ones in every vault") },
    { .name = "empty", .help = N_("leave it empty") },
    { .name = "replace", .help = N_("although one was made from here already") },
    NEW_KEY_FILE,
    { 0 },
};

static const struct args_option LIST_OPTIONS[] = {
    { .name = "where",
      .arg = "FIELD OP VALUE",
      .words = ARGS_FIELD,
      .help = N_("only those for which this holds"),
      .many = true,
      .condition = true },
    { .name = "limit", .arg = "N", .help = N_("at most N of them") },
    { .name = "full", .help = N_("with --json: all fields of each") },
    { 0 },
};

static const struct args_option SHOW_OPTIONS[] = {
    { .name = "reveal", .help = N_("show telephone numbers and addresses whole, as --json always does") },
    { 0 },
};

static const struct args_option SEARCH_OPTIONS[] = {
    { .name = "type", .arg = "TYPE", .words = ARGS_TYPE, .help = N_("only records of this type") },
    { .name = "limit", .arg = "N", .help = N_("at most N of them") },
    { 0 },
};

static const struct args_option DUE_OPTIONS[] = {
    { .name = "days", .arg = "N", .help = N_("what is due within N days (14)") },
    { 0 },
};

static const struct args_option RM_OPTIONS[] = {
    { .name = "purge", .help = N_("remove for good, after a question that names what goes") },
    { .name = "yes", .help = N_("with --purge: do not ask") },
    { 0 },
};

static const struct args_option IMPORT_OPTIONS[] = {
    { .name = "dry-run", .help = N_("only show what is found; needs no vault") },
    { .name = "yes", .help = N_("store without a question") },
    { .name = "replace", .help = N_("of an appeal that is stored: take what the text says otherwise") },
    { 0 },
};

static const struct args_option PANIC_OPTIONS[] = {
    { .name = "rehearse", .help = N_("erase nothing: say what would go and stay, and how long it takes") },
    { 0 },
};

static const struct args_option LETTER_EXPORT_OPTIONS[] = {
    { .name = "format",
      .arg = "FORMAT",
      .words = "text md pdf mailto label",
      .help = N_("text (what is usual), md, pdf, mailto (a link), label (sheets of 3 x 8 addresses)") },
    { .name = "output",
      .letter = 'o',
      .arg = "FILE|-",
      .words = ARGS_FILE,
      .help = N_("where to; -: standard output") },
    { .name = "paper",
      .arg = "PAPER",
      .words = "a4 letter dl",
      .help = N_("of a PDF: a4, letter (as is usual where you are), dl (an envelope)") },
    { .name = "draft", .help = N_("also letters that are not ready, or no longer") },
    { .name = "used",
      .arg = "N",
      .help = N_("of labels: how many places of the first sheet are used already") },
    { 0 },
};

static const struct args_option DEMO_OPTIONS[] = {
    { .name = "keep",
      .help =
          N_("make it where the vault is (see -f), with a passphrase that you choose, and do not open it") },
    { 0 },
};

#define HELP_ID                                                                                              \
    N_("ID is the id, or the first four digits or more of it; for a case also the number of "                \
       "an Urgent Action (26/23) or its own number (C-0147).")
#define HELP_ASSIGN                                                                                          \
    N_("FIELD=V sets a field, FIELD+=V adds to a list, FIELD= empties it, FIELD=- reads the "                \
       "value from standard input, so that it does not stand in the shell's history. The "                   \
       "fields of a type: satchel fields TYPE.")

static const struct args_command PASSPHRASE_COMMANDS[] = {
    { .name = "change",
      .summary = N_("replace the passphrase that is given by a new one"),
      .help = { N_("Asks for the current passphrase, then for the new one twice. Copies of the vault "
                   "made before still open with the old one.") },
      .options = PASSPHRASE_CHANGE_OPTIONS,
      .need = ARGS_VAULT | ARGS_WRITES | ARGS_KEEPS,
      .check = passphrases_check,
      .run = passphrases_change },
    { .name = "list",
      .summary = N_("list the passphrases that open the same content"),
      .need = ARGS_VAULT,
      .run = passphrases_list },
    { .name = "add",
      .summary = N_("add a passphrase that opens the same content"),
      .help = { N_("Asks for the current passphrase, then for the new one twice. There can be three.") },
      .options = PASSPHRASE_ADD_OPTIONS,
      .need = ARGS_VAULT | ARGS_WRITES | ARGS_KEEPS,
      .check = passphrases_check,
      .run = passphrases_add },
    { .name = "remove",
      .summary = N_("remove a passphrase"),
      .help = { N_(
          "Asks for the current passphrase, then for the one to remove. Copies of the vault made before "
          "still open with it.") },
      .options = PASSPHRASE_REMOVE_OPTIONS,
      .need = ARGS_VAULT | ARGS_WRITES,
      .run = passphrases_remove },
    { .name = "decoy",
      .summary = N_("make the vault's other part, with a passphrase of its own"),
      .help = { N_("Asks for the current passphrase, then for the new one twice. The new one opens other "
                   "content, and neither shows that there is another. Whatever the other part held is lost: "
                   "whether it held something nobody can tell.") },
      .options = PASSPHRASE_DECOY_OPTIONS,
      .need = ARGS_VAULT | ARGS_WRITES | ARGS_KEEPS,
      .check = passphrases_decoy_check,
      .run = passphrases_decoy },
    { .name = "duress",
      .summary = N_("add a passphrase that opens the decoy and erases all else"),
      .help = { N_("Asks for the decoy's passphrase, then for the new one twice. Whoever types the new one, "
                   "also for a passphrase command, opens the decoy and erases the other part of the vault "
                   "for "
                   "good, without a sign. Nothing is erased with --read-only, by state and salvage, and on a "
                   "medium that can only be read."),
                N_("Exports of that part stay in plain where they lie, and nothing lists them any more: "
                   "erase them before."),
                N_("In the list of passphrases it is one like the others, but the list shows that there is "
                   "one more: give it an ordinary label, and have a second passphrase in your own part, "
                   "too.") },
      .options = PASSPHRASE_ADD_OPTIONS,
      .need = ARGS_VAULT | ARGS_WRITES | ARGS_KEEPS,
      .check = passphrases_check,
      .run = passphrases_duress },
    { .name = "suggest",
      .summary = N_("print six random words for a passphrase"),
      .help = { N_("They show on the screen: clear it afterwards.") },
      .run = passphrases_suggest },
    { 0 },
};

#define CHANNEL_WORDS "post fax email phone form social petition visit other"

static const struct args_option LETTER_NEW_OPTIONS[] = {
    { .name = "to", .arg = "ID", .help = N_("only to this target; may be given again"), .many = true },
    { .name = "again", .help = N_("also to whom a letter is there that was not sent yet") },
    { .name = "lang",
      .arg = "TAG",
      .help = N_("the model letter or template in this language (fr, zh-Hant)") },
    { .name = "template", .arg = "ID", .help = N_("from this template of yours") },
    { .name = "reuse", .arg = "ID", .help = N_("with the text of this earlier letter") },
    { .name = "sender", .arg = "ID", .help = N_("who writes; else who wrote the last letter") },
    { .name = "sign",
      .arg = "HOW",
      .words = "full initials none",
      .help = N_("how much of the sender it shows: full, initials and town, none") },
    { 0 },
};

static const struct args_option LETTER_READY_OPTIONS[] = {
    { .name = "waive", .arg = "CODE", .help = N_("leave findings of this code as they are") },
    { .name = "why", .arg = "TEXT", .help = N_("the reason, which is kept; - reads it") },
    { 0 },
};

static const struct args_option LETTER_SENT_OPTIONS[] = {
    { .name = "channel", .arg = "CHANNEL", .words = CHANNEL_WORDS, .help = N_("how it was sent") },
    { .name = "date", .arg = "DAY", .help = N_("when; today without it") },
    { .name = "handwritten", .help = N_("it was written by hand") },
    { .name = "by", .arg = "TEXT", .help = N_("who sent it; - reads it") },
    { .name = "anyway", .help = N_("also with a finding that is open by now") },
    { 0 },
};

static const struct args_option LETTER_REPLY_OPTIONS[] = {
    { .name = "date", .arg = "DAY", .help = N_("when; today without it") },
    { .name = "note", .arg = "TEXT", .help = N_("what it says; - reads it") },
    { 0 },
};

static const struct args_option LOG_OPTIONS[] = {
    { .name = "count", .arg = "N", .help = N_("how many letters, signatures, calls (1)") },
    { .name = "date", .arg = "DAY", .help = N_("when; today without it") },
    { .name = "to", .arg = "ID", .help = N_("the target it went to") },
    { .name = "by", .arg = "TEXT", .help = N_("who did it; - reads it") },
    { .name = "handwritten", .help = N_("they were written by hand") },
    { 0 },
};

static const struct args_command LETTER_COMMANDS[] = {
    { .name = "new",
      .args = "CASE",
      .summary = N_("make drafts to all whom the appeal is to be written to"),
      .help = { N_(
          "One for each target and each copy of the newest appeal, from its model letter, with address, "
          "salutation, date and sender. What is missing is said and stops nothing. Prints the ids.") },
      .options = LETTER_NEW_OPTIONS,
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = letter_new_check,
      .run = letter_new },
    { .name = "show",
      .args = "ID",
      .summary = N_("show a letter as it is printed; a sent one as it was sent"),
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS,
      .check = letter_check_arguments,
      .run = letter_show },
    { .name = "check",
      .args = "ID",
      .summary = N_("look for what should not leave so: wrong names, lost asks, private numbers"),
      .help = { N_("A line for each finding: code, characters of the text, evidence; ! open, - waived. Exit "
                   "status 6 when one is open.") },
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS,
      .check = letter_check_arguments,
      .run = letter_check },
    { .name = "ready",
      .args = "ID",
      .summary = N_("check a letter and mark it ready"),
      .help = { N_(
          "Exit status 6, and it stays a draft, while a finding is open. Any change makes a ready letter "
          "a draft again.") },
      .options = LETTER_READY_OPTIONS,
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = letter_ready_check,
      .run = letter_ready_run },
    { .name = "draft",
      .args = "ID",
      .summary = N_("make a ready letter a draft again"),
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = letter_check_arguments,
      .run = letter_draft },
    { .name = "sent",
      .args = "ID",
      .summary = N_("note that a ready letter was sent"),
      .help = { N_(
          "It stays as it is from then on, whatever becomes of its records. Prints the id of the action "
          "that is noted.") },
      .options = LETTER_SENT_OPTIONS,
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = letter_sent_check,
      .run = letter_sent },
    { .name = "reply",
      .args = "ID",
      .summary = N_("note that a letter, or an action, was answered"),
      .options = LETTER_REPLY_OPTIONS,
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = letter_day_check,
      .run = letter_reply },
    { .name = "returned",
      .args = "ID",
      .summary = N_("note that a letter came back"),
      .help = { N_("The address it went to by post ends to be valid; an e-mail address is marked as lost "
                   "when it is their only one. The next draft says so.") },
      .options = LETTER_REPLY_OPTIONS,
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = letter_day_check,
      .run = letter_returned },
    { .name = "copy",
      .args = "ID",
      .summary = N_("make a draft like a letter, sent ones included"),
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = letter_check_arguments,
      .run = letter_copy },
    { .name = "export",
      .args = "ID...",
      .summary = N_("write letters as text, Markdown, PDF, a link, or labels"),
      .help = { N_(
          "What is written is not encrypted. FILE must not exist; where it is, is noted in the vault, and "
          ":exports in the program erases it, where the program may write: below the vault's folder, "
          "/media, /run/media, /mnt and the export-folders of its settings. A PDF has the fonts of this "
          "machine; a character that none of "
          "them has is an error.") },
      .options = LETTER_EXPORT_OPTIONS,
      .least = 1,
      .most = ARGS_MANY,
      .need = ARGS_RECORDS,
      .check = letter_export_check,
      .run = letter_export },
    { 0 },
};

const struct args_command COMMANDS[] = {
    { .name = "init",
      .summary = N_("create a vault"),
      .help = { N_("Asks for a passphrase twice. What exists already is never overwritten. The "
                   "level holds for the vault's life: a higher one makes guessing dearer, and needs "
                   "that much free memory at every unlock.") },
      .options = INIT_OPTIONS,
      .need = ARGS_WRITES,
      .check = vaults_init_check,
      .run = vaults_init },
    { .name = "passphrase",
      .summary = N_("change, add, remove, list passphrases; decoy and duress"),
      .commands = PASSPHRASE_COMMANDS },
    { .name = "import",
      .args = "FILE...|-",
      .summary = N_("read Urgent Actions and other appeals"),
      .help = { N_("Each FILE is a plain text: a saved page, a forwarded mail, a text from a PDF. Shows what "
                   "was found, "
                   "with its line, and what was not, and asks whether to store it. One bad file does not "
                   "stop the others. "
                   "Prints the ids of what was made. Another copy of an appeal that is stored only adds to "
                   "it: what the copy lacks or says otherwise stays, unless --replace is given.") },
      .options = IMPORT_OPTIONS,
      .words = ARGS_FILE,
      .least = 1,
      .most = ARGS_MANY,
      .check = import_check,
      .run = import_run },
    { .name = "list",
      .args = "[TYPE]",
      .summary = N_("list the records of a type; without one, the cases"),
      .help = { N_("FIELD OP VALUE compares with = != < > or ~ (holds, or may be). A date is < another "
                   "when it lies wholly before it. VALUE - is read from standard input. All conditions "
                   "must hold.") },
      .options = LIST_OPTIONS,
      .words = ARGS_TYPE,
      .most = 1,
      .need = ARGS_RECORDS,
      .check = lists_list_check,
      .run = lists_list },
    { .name = "show",
      .args = "ID",
      .summary = N_("show a record, and what belongs to it"),
      .help = { HELP_ID },
      .options = SHOW_OPTIONS,
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS,
      .check = show_check,
      .run = show_run },
    { .name = "search",
      .args = "WORDS...|-",
      .summary = N_("search everything"),
      .help = { N_("Any text is a query: all its words are looked for, whatever their case and "
                   "accents, the last one also as the beginning of a word. With - the words are read "
                   "from standard input, so that they do not stand in the shell's history.") },
      .options = SEARCH_OPTIONS,
      .least = 1,
      .most = ARGS_MANY,
      .need = ARGS_RECORDS,
      .check = lists_search_check,
      .run = lists_search },
    { .name = "due",
      .summary = N_("list what is due: deadlines, check-ins, drafts not sent"),
      .options = DUE_OPTIONS,
      .need = ARGS_RECORDS,
      .check = lists_due_check,
      .run = lists_due },
    { .name = "add",
      .args = "TYPE FIELD=V...|-",
      .summary = N_("add a record"),
      .help = { HELP_ASSIGN, N_("With - instead, JSON is read from standard input: an object, or several one "
                                "after the other; all of them are added, or none. Prints the ids.") },
      .words = ARGS_RECORD,
      .least = 1,
      .most = ARGS_MANY,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = records_add_check,
      .run = records_add },
    { .name = "set",
      .args = "ID FIELD=V...",
      .summary = N_("change fields of a record"),
      .help = { HELP_ID, HELP_ASSIGN },
      .words = ARGS_FIELD,
      .least = 2,
      .most = ARGS_MANY,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = records_set_check,
      .run = records_set },
    { .name = "rm",
      .args = "ID...",
      .summary = N_("delete records, and what belongs to them"),
      .help = { N_("undo brings them back; what was removed with --purge is gone for good, with its earlier "
                   "versions, "
                   "search entries and quotes, and cannot be undone, nor anything before it."),
                HELP_ID },
      .options = RM_OPTIONS,
      .least = 1,
      .most = ARGS_MANY,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = records_rm_check,
      .run = records_rm },
    { .name = "letter",
      .summary = N_("write letters: drafts, checking, sending"),
      .commands = LETTER_COMMANDS },
    { .name = "log",
      .args = "CASE CHANNEL",
      .summary = N_("note down what was done for a case"),
      .help = { N_("CHANNEL: post fax email phone form social petition visit other. Prints the id.") },
      .options = LOG_OPTIONS,
      .least = 2,
      .most = 2,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = log_check,
      .run = log_run },
    { .name = "checkin",
      .args = "PERSON done|missed|every N",
      .summary = N_("note whether somebody was reached, or how often they are to be"),
      .help = { N_(
          "every N: every N days, from today on. After done the next one is due so many days later; after "
          "missed it stays due. Prints the id of the check-in.") },
      .least = 2,
      .most = 3,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = log_checkin_check,
      .run = log_checkin },
    { .name = "batch",
      .args = "FILE|-",
      .summary = N_("add, change and delete many records at once"),
      .help = { N_("Reads JSON, an object a line, each with \"do\": add, set or rm. add needs \"type\", "
                   "set and rm need \"id\". All of it is done, as one step to undo, or none. See "
                   "satchel-json(5).") },
      .words = ARGS_FILE,
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_WRITES,
      .check = batch_check,
      .run = batch_run },
    { .name = "undo",
      .summary = N_("take the last step back"),
      .need = ARGS_RECORDS | ARGS_WRITES,
      .run = records_undo },
    { .name = "redo",
      .summary = N_("do again what was taken back"),
      .need = ARGS_RECORDS | ARGS_WRITES,
      .run = records_redo },
    { .name = "verify",
      .summary = N_("read the whole vault and check it"),
      .help = { N_(
          "Names damaged blocks, and the records that lay in them. Exit status 5 when something with "
          "content is damaged.") },
      .need = ARGS_VAULT | ARGS_DAMAGED,
      .run = integrity_verify },
    { .name = "salvage",
      .args = "NEW",
      .summary = N_("save what is left of a damaged vault into a new one"),
      .help = { N_(
          "Asks for the passphrase of the damaged vault, then for one for the new vault, twice. The damaged "
          "vault is not changed. What could not be read is listed by name, and noted down in the new "
          "vault. Steps that could be undone are not taken over. Exit status 5 when something is missing.") },
      .words = ARGS_FILE,
      .least = 1,
      .most = 1,
      .need = ARGS_VAULT | ARGS_SALVAGES | ARGS_MAKES,
      .check = integrity_salvage_check,
      .run = integrity_salvage },
    { .name = "backup",
      .args = "FILE",
      .summary = N_("write a copy of the vault"),
      .help = { N_("FILE must not exist. It is read back and opened, and its state code is shown. "
                   "It opens with the same passphrases.") },
      .words = ARGS_FILE,
      .least = 1,
      .most = 1,
      .need = ARGS_RECORDS | ARGS_MAKES,
      .check = vaults_backup_check,
      .run = vaults_backup },
    { .name = "restore",
      .args = "FILE",
      .summary = N_("put a backup in the vault's place, if there is none"),
      .help = { N_("FILE is copied to where the vault is (see -f), where nothing may be yet.") },
      .words = ARGS_FILE,
      .least = 1,
      .most = 1,
      .need = ARGS_WRITES,
      .run = vaults_restore },
    { .name = "panic",
      .summary = N_("erase the vault for good, at once, without a question"),
      .help = { N_("The keys go first, in one write: from then on no passphrase opens the vault, and nobody "
                   "can bring it back. Then the file, its journals and the settings are overwritten as far "
                   "as two seconds allow, and removed. A Satchel that has the vault open is told to wipe its "
                   "memory and leave, and takes along the exports on its record that lie where it may write: "
                   "below the vault's folder, and for the terminal program /media, /run/media, /mnt and the "
                   "export-folders of the settings. The settings are those of all your vaults."),
                N_("Stays: backups and copies, images taken of this disk before, snapshots, old cells of a "
                   "flash disk, exports elsewhere or that no open Satchel knows of. Two images of a disk "
                   "taken at "
                   "different "
                   "times show which part of a vault lives. Destroying data may itself be an offence where "
                   "you are: locking is safer when the passphrase is.") },
      .options = PANIC_OPTIONS,
      .need = ARGS_URGENT,
      .check = panic_check,
      .run = panic_run },
    { .name = "doctor",
      .summary = N_("say what on this machine endangers the vault"),
      .help = { N_("Looks at the machine and at where the vault lies, and needs no passphrase. Each finding "
                   "says why it matters, and what to do. Nothing is changed. Exit status 1 when something is "
                   "serious.") },
      .run = doctor_run },
    { .name = "state",
      .summary = N_("show the state code of the vault"),
      .help = { N_("Four words that change whenever the vault does. Note them down: another code "
                   "the next time means that somebody changed the file, or put an older one there.") },
      .need = ARGS_VAULT | ARGS_LEAVES | ARGS_DAMAGED,
      .run = integrity_state },
    { .name = "fields",
      .args = "[TYPE]",
      .summary = N_("list the types of records, or the fields of one type"),
      .words = ARGS_TYPE,
      .most = 1,
      .run = fields_run },
    { .name = "date",
      .args = "TEXT|-",
      .summary = N_("show how a date is understood"),
      .help = { N_("TEXT is a date as written in a text (10 February 2023, since March 2019) or "
                   "EDTF. Shows the EDTF form and the first and last day it may mean. A date that "
                   "can be read in two ways shows both readings, and fails.") },
      .options = DATE_OPTIONS,
      .least = 1,
      .most = ARGS_MANY,
      .run = date_run },
    { .name = "demo",
      .summary = N_("look around in a throw-away vault with invented cases"),
      .help = { N_("It is removed when you leave.") },
      .options = DEMO_OPTIONS,
      .need = ARGS_SCREEN,
      .check = demo_check,
      .run = demo_run },
    { .name = "help",
      .args = "[COMMAND]",
      .summary = N_("show help, as --help does"),
      .words = ARGS_COMMAND,
      .most = 2,
      .run = help_run },
    { .name = "keys", .summary = N_("show the keys of the terminal program on one page"), .run = keys_run },
    { .name = "completion",
      .args = "bash|zsh|fish",
      .summary = N_("print a completion script for a shell"),
      .words = "bash zsh fish",
      .least = 1,
      .most = 1,
      .run = completion_run },
    { 0 },
};
