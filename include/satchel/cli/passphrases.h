/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `passphrase`: changing, adding, removing, listing; the decoy, and the one for duress. */
#ifndef SATCHEL_CLI_PASSPHRASES_H
#define SATCHEL_CLI_PASSPHRASES_H

struct cli;
struct err;

/* Their arguments alone. */
int passphrases_check(struct cli *c, struct err *e);
int passphrases_decoy_check(struct cli *c, struct err *e);

int passphrases_change(struct cli *c, struct err *e);
int passphrases_add(struct cli *c, struct err *e);
int passphrases_remove(struct cli *c, struct err *e);
int passphrases_decoy(struct cli *c, struct err *e);
int passphrases_duress(struct cli *c, struct err *e);
int passphrases_list(struct cli *c, struct err *e);
int passphrases_suggest(struct cli *c, struct err *e);

/* --make-key-file, for init too: whether it can be made at path (NULL: none was named), then c->makes. */
int passphrases_make_check(struct cli *c, const char *path, struct err *e);
int passphrases_make_key(struct cli *c, struct err *e); /* makes c->makes, when there is one */
void passphrases_drop_key(struct cli *c);               /* and takes it away again */

#endif
