/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/doctor_terminal.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"

/* ---- another machine ---- */

static void look_remote(struct doctor_visit *v)
{
    static const char *const SERVERS[] = { "sshd", "sshd-session", "mosh-server", "telnetd", "xrdp", NULL };
    struct buf name = { 0 };
    if (doctor_env(v, "SSH_CONNECTION") || doctor_env(v, "SSH_TTY") || doctor_parent(v, SERVERS, &name)) {
        doctor_say(v, DOCTOR_WORTH, _("You work from another machine."));
        doctor_mend(v, _("Work at the machine that the vault is on."), NULL);
    } else {
        doctor_say(v, DOCTOR_FINE, _("There is no sign that you work from another machine."));
    }
    buf_free(&name);
}

/* ---- programs between ---- */

static void look_multiplexer(struct doctor_visit *v)
{
    static const char *const NAMES[] = { "tmux: server", "tmux",   "screen", "SCREEN", "zellij",
                                         "dtach",        "abduco", "byobu",  NULL };
    struct buf name = { 0 };
    bool tmux = doctor_env(v, "TMUX") != NULL, screen = doctor_env(v, "STY") != NULL;
    bool found = doctor_parent(v, NAMES, &name) || tmux || screen || doctor_env(v, "ZELLIJ");
    if (!found) {
        doctor_say(v, DOCTOR_FINE, _("No tmux, screen or the like is between you and Satchel."));
    } else {
        const char *what = tmux ? "tmux" : screen ? "screen" : name.len ? buf_text(&name) : "zellij";
        doctor_say(v, DOCTOR_WORTH, _("Satchel runs inside %s."), what);
        doctor_mend(v, _("Start Satchel in a window of its own, outside of it."), NULL);
    }
    buf_free(&name);
}

static void look_recording(struct doctor_visit *v)
{
    static const char *const NAMES[] = { "script",           "asciinema",    "ttyrec", "termrec", "tlog-rec",
                                         "tlog-rec-session", "terminalizer", "t-rec",  "vhs",     NULL };
    struct buf name = { 0 };
    bool found = doctor_parent(v, NAMES, &name) || doctor_env(v, "ASCIINEMA_REC") ||
                 doctor_env(v, "ASCIINEMA_SESSION");
    if (found) {
        doctor_say(v, DOCTOR_SERIOUS, _("This terminal is being recorded by %s."),
                   name.len ? buf_text(&name) : "asciinema");
        doctor_mend(v, _("End the recording, and remove its file if a vault was open in it."), "exit");
    } else if (doctor_parent_pid(v)) {
        doctor_say(v, DOCTOR_FINE, _("No program that records the terminal was found."));
    } else {
        doctor_say(v, DOCTOR_UNKNOWN, _("Whether a program records the terminal cannot be told."));
    }
    buf_free(&name);
}

/* ---- the terminal ---- */

/* A profile of Konsole that keeps every line: in a file, not encrypted. */
static bool konsole_keeps_all(struct doctor_visit *v)
{
    const char *home = doctor_env(v, "HOME");
    struct strs names = { 0 };
    struct buf text = { 0 };
    bool found = false;
    if (home)
        machine_names(&v->machine, &names, "%s/.local/share/konsole", home);
    for (size_t i = 0; i < names.n && !found; i++)
        found = machine_read(&v->machine, &text, "%s/.local/share/konsole/%s", home, names.at[i]) &&
                machine_has_word(buf_text(&text), "HistoryMode=2");
    strs_free(&names);
    buf_free(&text);
    return found;
}

static void look_terminal(struct doctor_visit *v)
{
    const char *term = doctor_env(v, "TERM"), *vte = doctor_env(v, "VTE_VERSION");
    if (term && strcmp(term, "linux") == 0) {
        doctor_say(v, DOCTOR_FINE,
                   _("This is the machine's own console: it keeps what it shows in memory "
                     "alone."));
    } else if (doctor_env(v, "KONSOLE_VERSION") && konsole_keeps_all(v)) {
        doctor_say(v, DOCTOR_WORTH,
                   _("A profile of Konsole keeps all lines without end, in a file that is not encrypted."));
        doctor_mend(v, _("Limit the lines that Konsole keeps."),
                    "sed -i 's/^HistoryMode=2$/HistoryMode=1/' ~/.local/share/konsole/*.profile");
    } else if (vte && atoi(vte) >= 4000 && !doctor_env(v, "KONSOLE_VERSION")) {
        doctor_say(v, DOCTOR_FINE,
                   _("This terminal keeps old lines encrypted, with a key in its memory alone."));
    } else {
        doctor_say(
            v, DOCTOR_UNKNOWN,
            _("Whether this terminal (%s) keeps what it shows, or writes it to a file, cannot be told."),
            term ? term : "?");
        doctor_mend(v, _("Look in its settings for logging and for unlimited lines, and switch both off."),
                    NULL);
    }
}

/* ---- keys ---- */

static void look_key_logging(struct doctor_visit *v)
{
    struct strs names = { 0 };
    struct buf text = { 0 };
    bool found = false, read = machine_names(&v->machine, &names, "/etc/pam.d");
    for (size_t i = 0; i < names.n && !found; i++) {
        machine_read(&v->machine, &text, "/etc/pam.d/%s", names.at[i]);
        const char *at = buf_text(&text), *line;
        for (size_t n; (line = machine_next_line(&at, &n));)
            found |= *line != '#' && memmem(line, n, "pam_tty_audit", 13) && memmem(line, n, "enable=", 7);
    }
    if (found) {
        doctor_say(v, DOCTOR_SERIOUS,
                   _("The system is set up to log every key that is typed in a terminal."));
        doctor_mend(v, _("Take that out, then log out and in again; or use another machine."),
                    "sudo sed -i.old '/pam_tty_audit/s/^/#/' /etc/pam.d/*");
    } else if (read) {
        doctor_say(v, DOCTOR_FINE, _("The system is not set up to log the keys that are typed."));
    } else {
        doctor_say(v, DOCTOR_UNKNOWN, _("Whether the system logs the keys that are typed cannot be told."));
    }
    strs_free(&names);
    buf_free(&text);
}

/* The number behind a word in a file; -1: it is not there. */
static double number_in(struct doctor_visit *v, const char *file, const char *word)
{
    const char *home = doctor_env(v, "HOME");
    struct buf text = { 0 };
    double number = -1;
    if (home && machine_read(&v->machine, &text, "%s/%s", home, file)) {
        const char *at = strstr(buf_text(&text), word);
        number = at ? strtod(at + strlen(word), NULL) : -1;
    }
    buf_free(&text);
    return number;
}

/* Where desktops keep how often a held key is sent in a second. GNOME's file is not text, and asking the
 * display would be a connection. */
static double repeats_a_second(struct doctor_visit *v)
{
    double kde = number_in(v, ".config/kcminputrc", "RepeatRate=");
    return kde > 0 ? kde
                   : number_in(v, ".config/xfce4/xfconf/xfce-perchannel-xml/keyboards.xml",
                               "name=\"Rate\" type=\"int\" value=\"");
}

#define HELD_A_SECOND 17 /* PRESSES_HELD_MS: from there on a hold is known as one */

/* What presses.h does not promise is said to everybody. */
static void look_key_repeat(struct doctor_visit *v)
{
    double rate = repeats_a_second(v);
    if (rate <= 0) {
        doctor_say(v, DOCTOR_UNKNOWN, _("How quickly a held key repeats here cannot be told."));
        doctor_mend(v, _("Tap the panic key, do not hold it: a press and then a hold count as three."), NULL);
    } else if (rate < HELD_A_SECOND) {
        doctor_say(v, DOCTOR_WORTH,
                   _("A held key repeats only %.0f times a second: held, the panic key may count as three "
                     "presses."),
                   rate);
        doctor_mend(v, _("Set the keyboard to repeat 17 times a second or more often, or not at all."), NULL);
    } else {
        doctor_say(v, DOCTOR_FINE,
                   _("A held key repeats %.0f times a second: the panic key held is one press, but two more "
                     "after another one."),
                   rate);
    }
}

/* ---- the language ---- */

/* Satchel itself shows UTF-8 whatever they say; a terminal may go by them. */
static void look_locale(struct doctor_visit *v)
{
    static const char *const NAMES[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    const char *locale = NULL;
    for (size_t i = 0; !locale && i < 3; i++)
        locale = doctor_env(v, NAMES[i]);
    locale = locale ? locale : "C";
    if (strcasestr(locale, ".utf-8") || strcasestr(locale, ".utf8")) {
        doctor_say(v, DOCTOR_FINE, _("The language settings (%s) can show every script."), locale);
    } else {
        doctor_say(v, DOCTOR_WORTH, _("The language settings (%s) are not made for every script."), locale);
        doctor_mend(v, _("Choose some that end in UTF-8, then log out and in again."),
                    "sudo dpkg-reconfigure locales");
    }
}

const struct doctor_check doctor_terminal[] = {
    { "remote", N_("Another machine"),
      N_("The machine you sit at sees every key and every screen, and may keep them."), look_remote },
    { "multiplexer", N_("tmux and screen"),
      N_("It keeps running when the window is closed, shows the same screen to whoever attaches to it, and "
         "can "
         "write all of it to a file."),
      look_multiplexer },
    { "recording", N_("Recording"), N_("A recording holds all that the terminal showed, in plain."),
      look_recording },
    { "terminal", N_("Terminal"),
      N_("Satchel wipes what the terminal keeps when it locks; what went to a file before stays there."),
      look_terminal },
    { "key-logging", N_("Logging of keys"), N_("Such a log holds your passphrase."), look_key_logging },
    { "key-repeat", N_("Key repeat"),
      N_("A held panic key shall count as one press; with slow repetition it may be taken for several."),
      look_key_repeat },
    { "locale", N_("Scripts"), N_("Names in other scripts may be shown as wrong signs."), look_locale },
    { 0 },
};
