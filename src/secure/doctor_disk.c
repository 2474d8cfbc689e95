/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/doctor_disk.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/secure/disk.h"

/* The vault's path, and what it lies on. */
struct where {
    struct buf path;
    struct mount mount;
};

/* false: said already. */
static bool find_where(struct doctor_visit *v, struct where *w)
{
    *w = (struct where){ 0 };
    doctor_vault_path(v, &w->path);
    if (!w->path.len)
        doctor_say(v, DOCTOR_UNKNOWN, _("It is not known where the vault is."));
    else if (!mount_find(&v->machine, buf_text(&w->path), &w->mount))
        doctor_say(v, DOCTOR_UNKNOWN, _("The system does not say what disk the vault lies on."));
    else
        return true;
    return false;
}

static void end_where(struct where *w)
{
    buf_free(&w->path);
    mount_free(&w->mount);
}

/* Moving the vault: a copy that was read back, without a journal. */
static void mend_by_moving(struct doctor_visit *v, const char *path, const char *mend)
{
    struct buf quoted = { 0 };
    doctor_quote(&quoted, path);
    doctor_mend(v, mend, "satchel -f %s backup ~/satchel-vault", buf_text(&quoted));
    buf_free(&quoted);
}

/* ---- the kind of file system ---- */

enum kind { PLAIN, ELSEWHERE, COPIES, LOGS, MEMORY, OVERLAY, FUSE, NO_WORD };

static const struct {
    const char *type;
    enum kind kind;
} TYPES[] = {
    { "ext4", PLAIN },
    { "ext3", PLAIN },
    { "ext2", PLAIN },
    { "xfs", PLAIN },
    { "jfs", PLAIN },
    { "vfat", PLAIN },
    { "exfat", PLAIN },
    { "ntfs", PLAIN },
    { "ntfs3", PLAIN },
    { "fuseblk", PLAIN },
    { "hfsplus", PLAIN },
    { "udf", PLAIN },
    { "iso9660", PLAIN },
    { "nfs", ELSEWHERE },
    { "nfs4", ELSEWHERE },
    { "cifs", ELSEWHERE },
    { "smb3", ELSEWHERE },
    { "smbfs", ELSEWHERE },
    { "afs", ELSEWHERE },
    { "ceph", ELSEWHERE },
    { "lustre", ELSEWHERE },
    { "gfs2", ELSEWHERE },
    { "ocfs2", ELSEWHERE },
    { "9p", ELSEWHERE },
    { "virtiofs", ELSEWHERE },
    { "vboxsf", ELSEWHERE },
    { "davfs", ELSEWHERE },
    { "fuse.sshfs", ELSEWHERE },
    { "fuse.rclone", ELSEWHERE },
    { "fuse.gvfsd-fuse", ELSEWHERE },
    { "fuse.glusterfs", ELSEWHERE },
    { "fuse.s3fs", ELSEWHERE },
    { "fuse.curlftpfs", ELSEWHERE },
    { "fuse.davfs2", ELSEWHERE },
    { "fuse.onedriver", ELSEWHERE },
    { "fuse.google-drive-ocamlfuse", ELSEWHERE },
    { "fuse.vmhgfs-fuse", ELSEWHERE },
    { "btrfs", COPIES },
    { "zfs", COPIES },
    { "bcachefs", COPIES },
    { "f2fs", LOGS },
    { "nilfs2", LOGS },
    { "ubifs", LOGS },
    { "jffs2", LOGS },
    { "tmpfs", MEMORY },
    { "ramfs", MEMORY },
    { "overlay", OVERLAY },
    { "aufs", OVERLAY },
};

static enum kind kind_of_type(const char *type)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (strcmp(TYPES[i].type, type) == 0)
            return TYPES[i].kind;
    return strncmp(type, "fuse", 4) == 0 ? FUSE : NO_WORD;
}

/* What is said of each kind; the type is the one %s. */
static const struct {
    enum doctor_state state;
    const char *found, *why, *mend;
    bool move;
} KINDS[] = {
    [PLAIN] = { DOCTOR_FINE, N_("The vault lies on %s, which overwrites in place."), NULL, NULL, false },
    [ELSEWHERE] = { DOCTOR_SERIOUS, N_("The vault lies on another machine, reached by %s."),
                    N_("Whoever runs that machine can keep copies that you cannot erase, and a connection "
                       "that breaks can damage the vault."),
                    N_("Copy the vault to a disk of this machine, use the copy, and remove the old one."),
                    true },
    [COPIES] = { DOCTOR_WORTH, N_("The vault lies on %s, which writes new versions beside the old ones."),
                 N_("What was erased or had another passphrase stays on such a disk for a time, and for as "
                    "long as a snapshot is kept."),
                 N_("Satchel asks for overwriting in place, but snapshots go before it. To rely on erasing, "
                    "keep the vault on a disk with ext4."),
                 false },
    [LOGS] = { DOCTOR_WORTH, N_("The vault lies on %s, which writes new versions beside the old ones."),
               N_("What was erased or had another passphrase stays on such a disk for a time."),
               N_("To rely on erasing, keep the vault on a disk with ext4."), false },
    [MEMORY] = { DOCTOR_SERIOUS, N_("The vault lies in memory only (%s)."),
                 N_("Everything in it is gone when the machine is switched off."),
                 N_("Copy the vault to a disk, and use the copy."), true },
    [OVERLAY] = { DOCTOR_WORTH, N_("The vault lies on an %s, as live systems and containers have it."),
                  N_("It may be gone after the next start."),
                  N_("Find out whether this place is kept; if not, copy the vault to a stick."), false },
    [FUSE] = { DOCTOR_UNKNOWN,
               N_("The vault lies on %s: it cannot be told whether that overwrites in place."),
               N_("What was erased may stay there."), NULL, false },
    [NO_WORD] = { DOCTOR_UNKNOWN,
                  N_("The vault lies on %s, a kind of file system that Satchel does not know."),
                  N_("What was erased may stay there."), NULL, false },
};

static void say_kind(struct doctor_visit *v, const struct where *w, enum kind kind)
{
    /* The format is one of the table above, each with one %s. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    doctor_say(v, KINDS[kind].state, _(KINDS[kind].found), buf_text(&w->mount.type));
#pragma GCC diagnostic pop
    if (KINDS[kind].why)
        doctor_why(v, _(KINDS[kind].why));
    if (KINDS[kind].move)
        mend_by_moving(v, buf_text(&w->path), _(KINDS[kind].mend));
    else if (KINDS[kind].mend)
        doctor_mend(v, _(KINDS[kind].mend), NULL);
}

static void look_file_system(struct doctor_visit *v)
{
    struct where w;
    if (find_where(v, &w)) {
        enum kind kind = kind_of_type(buf_text(&w.mount.type));
        if (kind == PLAIN && machine_has_word(buf_text(&w.mount.options), "data=journal")) {
            doctor_say(v, DOCTOR_WORTH,
                       _("The vault lies on a disk that keeps a journal of all that is written."));
            doctor_mend(v, _("Take data=journal out of the line of this disk in /etc/fstab, and start anew."),
                        "sudo sed -i.old 's/data=journal/data=ordered/' /etc/fstab");
        } else {
            say_kind(v, &w, kind);
        }
    }
    end_where(&w);
}

/* ---- the disk below ---- */

static void look_disk_encryption(struct doctor_visit *v)
{
    struct where w;
    struct buf name = { 0 };
    if (find_where(v, &w)) {
        if (!disk_of_mount(&v->machine, &w.mount, &name))
            doctor_say(v, DOCTOR_UNKNOWN, _("The system does not say what disk the vault lies on."));
        else if (disk_is_sealed(&v->machine, buf_text(&name)))
            doctor_say(v, DOCTOR_FINE, _("The disk that the vault lies on is encrypted."));
        else {
            doctor_say(v, DOCTOR_WORTH,
                       _("The disk that the vault lies on (%s) is not encrypted; the vault is."),
                       buf_text(&name));
            doctor_mend(v, _("Choose \"encrypted LVM\" when you install Debian the next time."), NULL);
        }
    }
    buf_free(&name);
    end_where(&w);
}

/* Whether the disk is told which sectors are free, so that it can let go of them. */
static bool is_trimmed(struct doctor_visit *v, const struct where *w)
{
    return machine_has_word(buf_text(&w->mount.options), "discard") ||
           machine_is_there(&v->machine, "/etc/systemd/system/timers.target.wants/fstrim.timer");
}

static void look_flash(struct doctor_visit *v)
{
    struct where w;
    struct buf name = { 0 };
    if (find_where(v, &w)) {
        int flash =
            disk_of_mount(&v->machine, &w.mount, &name) ? disk_is_flash(&v->machine, buf_text(&name)) : -1;
        if (flash == 0 && doctor_is_virtual(v))
            flash = -1; /* what such a machine takes for a disk is a file of another */
        if (flash < 0) {
            doctor_say(v, DOCTOR_UNKNOWN, _("The system does not say of what kind the vault's disk is."));
        } else if (!flash) {
            doctor_say(v, DOCTOR_FINE, _("The vault lies on a turning disk, where overwritten is gone."));
        } else if (is_trimmed(v, &w)) {
            doctor_say(v, DOCTOR_WORTH,
                       _("The vault lies on flash memory, which is told what is free to be erased."));
            doctor_mend(v, _("Rely on the passphrase and on an encrypted disk more than on erasing."), NULL);
        } else {
            doctor_say(v, DOCTOR_WORTH, _("The vault lies on flash memory, which is not told what is free."));
            doctor_mend(v, _("Have the system tell it every week."),
                        "sudo systemctl enable --now fstrim.timer");
        }
    }
    buf_free(&name);
    end_where(&w);
}

/* ---- folders that others copy ---- */

/* Names of folders that such programs make; with a blank or nothing behind. */
static const char *const SYNCED[] = {
    "Dropbox",      "OneDrive",  "Nextcloud",    "ownCloud",    "Google Drive",   "GoogleDrive",
    "My Drive",     "MEGA",      "MEGAsync",     "pCloudDrive", "pCloud",         "Proton Drive",
    "ProtonDrive",  "Seafile",   "Tresorit",     "Yandex.Disk", "SpiderOak Hive", "Box Sync",
    "iCloud Drive", "Syncthing", "Resilio Sync", "Insync",      "Koofr",          "Sync",
};
/* What they leave in the folder that they copy: beginnings of names. */
static const char *const MARKS[] = { ".stfolder",     ".dropbox",       ".sync_",        "._sync_",
                                     ".owncloudsync", ".nextcloudsync", ".seafile-data", ".insync" };

static bool is_synced_name(const char *part, size_t n)
{
    for (size_t i = 0; i < sizeof SYNCED / sizeof *SYNCED; i++) {
        size_t len = strlen(SYNCED[i]);
        if (n >= len && strncmp(part, SYNCED[i], len) == 0 && (n == len || part[len] == ' '))
            return true;
    }
    return false;
}

/* The folder that has such a name, up to it. */
static bool synced_by_name(const char *path, struct buf *folder)
{
    for (const char *at = path; (at = strchr(at, '/'));) {
        size_t n = strcspn(++at, "/");
        if (!at[n]) /* the vault itself */
            return false;
        if (is_synced_name(at, n)) {
            buf_clear(folder);
            buf_add(folder, path, (size_t)(at - path) + n);
            return true;
        }
    }
    return false;
}

static bool has_mark(struct doctor_visit *v, const char *folder)
{
    struct strs names = { 0 };
    bool found = false;
    machine_names(&v->machine, &names, "%s/", folder);
    for (size_t i = 0; i < names.n && !found; i++)
        for (size_t k = 0; k < sizeof MARKS / sizeof *MARKS; k++)
            found |= strncmp(names.at[i], MARKS[k], strlen(MARKS[k])) == 0;
    strs_free(&names);
    return found;
}

static bool synced_by_mark(struct doctor_visit *v, const char *path, struct buf *folder)
{
    buf_clear(folder);
    buf_adds(folder, path);
    for (char *slash; folder->len && (slash = strrchr(folder->data, '/'));) {
        buf_cut(folder, (size_t)(slash - folder->data));
        if (folder->len && has_mark(v, buf_text(folder)))
            return true;
    }
    return false;
}

static void look_synced_folder(struct doctor_visit *v)
{
    struct buf path = { 0 }, folder = { 0 };
    doctor_vault_path(v, &path);
    if (!path.len) {
        doctor_say(v, DOCTOR_UNKNOWN, _("It is not known where the vault is."));
    } else if (synced_by_name(v->place->vault, &folder) || synced_by_name(buf_text(&path), &folder) ||
               synced_by_mark(v, buf_text(&path), &folder)) {
        doctor_say(v, DOCTOR_SERIOUS, _("\"%s\", where the vault lies, is copied to another machine."),
                   buf_text(&folder));
        mend_by_moving(v, buf_text(&path),
                       _("Copy the vault out of this folder, use the copy, remove the old one, and empty the "
                         "waste bin and the list of versions there."));
    } else {
        doctor_say(v, DOCTOR_FINE, _("The vault's folder bears no sign of being copied to another machine."));
    }
    buf_free(&path);
    buf_free(&folder);
}

/* ---- who may write ---- */

static void mend_mode(struct doctor_visit *v, const char *mend, const char *mode, const char *path)
{
    struct buf quoted = { 0 };
    doctor_quote(&quoted, path);
    doctor_mend(v, mend, "chmod %s %s", mode, buf_text(&quoted));
    buf_free(&quoted);
}

/* true: something was said. */
static bool folder_is_open(struct doctor_visit *v, const char *folder)
{
    struct stat st;
    if (!machine_stat(&v->machine, &st, "%s/", folder) || !(st.st_mode & 022) || st.st_mode & S_ISVTX)
        return false;
    doctor_say(v, DOCTOR_SERIOUS, _("Other users of this machine may write in \"%s\"."), folder);
    mend_mode(v, _("Take that from them."), "go-w", folder);
    return true;
}

static bool file_is_open(struct doctor_visit *v, const char *path)
{
    struct stat st;
    if (!machine_stat(&v->machine, &st, "%s", path) || !(st.st_mode & 077))
        return false;
    bool write = st.st_mode & 022;
    doctor_say(v, write ? DOCTOR_SERIOUS : DOCTOR_WORTH,
               write ? _("Other users of this machine may write to the vault's file.")
                     : _("Other users of this machine may copy the vault's file."));
    mend_mode(v, _("Take that from them."), "go-rwx", path);
    return true;
}

static bool file_is_anothers(struct doctor_visit *v, const char *path)
{
    struct stat st;
    struct buf quoted = { 0 };
    if (!machine_stat(&v->machine, &st, "%s", path) || st.st_uid == v->place->euid)
        return false;
    doctor_say(v, DOCTOR_WORTH, _("The vault's file belongs to another user."));
    doctor_quote(&quoted, path);
    doctor_mend(v, _("Make it yours."), "sudo chown \"$USER\" %s", buf_text(&quoted));
    buf_free(&quoted);
    return true;
}

/* FAT and its like know no users: there everything belongs to who mounted the disk. */
static bool has_users(struct doctor_visit *v, const char *path)
{
    static const char *const WITHOUT[] = { "vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "msdos" };
    struct mount mount;
    bool has = true;
    if (mount_find(&v->machine, path, &mount))
        for (size_t i = 0; i < sizeof WITHOUT / sizeof *WITHOUT; i++)
            has &= strcmp(buf_text(&mount.type), WITHOUT[i]) != 0;
    mount_free(&mount);
    return has;
}

/* As config_folder of the program finds it. */
static bool settings_are_open(struct doctor_visit *v)
{
    const char *config = doctor_env(v, "XDG_CONFIG_HOME"), *home = doctor_env(v, "HOME");
    struct buf folder = { 0 };
    if (config && config[0] == '/')
        buf_addf(&folder, "%s/satchel", config);
    else if (home)
        buf_addf(&folder, "%s/.config/satchel", home);
    bool open = folder.len && folder_is_open(v, buf_text(&folder));
    buf_free(&folder);
    return open;
}

static bool vault_is_open(struct doctor_visit *v, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, slash > path ? (size_t)(slash - path) : 1) : NULL;
    bool open = (folder && folder_is_open(v, folder)) || file_is_open(v, path) || file_is_anothers(v, path);
    free(folder);
    return open;
}

static void look_permissions(struct doctor_visit *v)
{
    struct buf path = { 0 };
    doctor_vault_path(v, &path);
    bool users = has_users(v, buf_text(&path));
    bool said = settings_are_open(v) || (users && vault_is_open(v, buf_text(&path)));
    if (!said && !users)
        doctor_say(v, DOCTOR_FINE, _("The vault's disk knows no users: whoever holds it reads the file."));
    else if (!said)
        doctor_say(v, DOCTOR_FINE, _("The vault and the settings are yours alone."));
    buf_free(&path);
}

/* ---- programs that keep older copies ---- */

static void look_snapshots(struct doctor_visit *v)
{
    static const struct {
        const char *program, *path;
        bool home;
    } SIGNS[] = {
        { "Timeshift", "/etc/timeshift/timeshift.json", false },
        { "Snapper", "/etc/snapper/configs/root", false },
        { "Snapper", "/etc/snapper/configs/home", false },
        { "rsnapshot", "/etc/rsnapshot.conf", false },
        { "borgmatic", "/etc/borgmatic/config.yaml", false },
        { "borgmatic", "/.config/borgmatic/config.yaml", true },
        { "Back In Time", "/.config/backintime/config", true },
        { "Vorta", "/.local/share/Vorta/settings.db", true },
    };
    const char *home = doctor_env(v, "HOME");
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        const char *below = SIGNS[i].home ? home : "";
        if (!below || !machine_is_there(&v->machine, "%s%s", below, SIGNS[i].path))
            continue;
        doctor_say(v, DOCTOR_WORTH, _("%s is set up, which keeps older copies of files."), SIGNS[i].program);
        doctor_mend(v, _("Leave the vault's folder out there, and keep backups made with Satchel instead."),
                    NULL);
        return;
    }
    doctor_say(v, DOCTOR_FINE, _("No program that keeps older copies of files was found."));
}

const struct doctor_check doctor_disk[] = {
    { "file-system", N_("File system"),
      N_("On this kind of disk older versions of what was written stay for a time."), look_file_system },
    { "disk-encryption", N_("Disk encryption"),
      N_("Without it the disk tells what you did beside the vault: names of files, when you worked, what "
         "other "
         "programs kept."),
      look_disk_encryption },
    { "flash", N_("Flash memory"),
      N_("Flash memory keeps old copies of what was overwritten: erasing the vault is then not certain to "
         "reach them all."),
      look_flash },
    { "synced-folder", N_("Copied folders"),
      N_("Copies on other machines are not erased with the vault, open with older passphrases, and show when "
         "you work."),
      look_synced_folder },
    { "permissions", N_("Permissions"),
      N_("Who may write there can put another file in the vault's place, or take it away."),
      look_permissions },
    { "snapshots", N_("Older copies"),
      N_("Older copies of the vault are not erased with it, and open with older passphrases."),
      look_snapshots },
    { 0 },
};
