#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""satchel-pdf, given sheets as the program gives them: the words are found again in the PDF in every script, the pages
look as those that were looked at (UPDATE=1 writes them anew), nothing in the file tells when, where and by what it was
made, garbage is refused, and once it reads it can do nothing else."""
import os
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = os.path.join(HERE, "data", "pages")
HELPER = os.path.join(os.environ["SATCHEL_BUILD"], "satchel-pdf")
TMP = tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))
PARTS = ["sender", "address", "also", "date", "copy", "subject", "salutation", "body", "closing", "signature"]
A4, LETTER, DL, LABELS = range(4)
DRAWN, NO_GLYPH, NO_FONT, NO_ROOM, REFUSED = range(5)
failures = []


def check(good, what):
    if not good:
        failures.append(what)


def sheet(form, letters, first=0):
    """lang: of the letter; a part may be (text, language)."""
    out = b"satchel sheet 1\n" + bytes([form, first])
    for letter in letters:
        out += b"L"
        for i, name in enumerate(PARTS):
            if name in letter:
                text, lang = letter[name] if isinstance(letter[name], tuple) else (letter[name], letter.get("lang", ""))
                text = text.encode()
                out += bytes([i + 1, len(lang)]) + lang.encode() + struct.pack("<I", len(text)) + text
    return out + b"\0"


def ask(given, **env):
    r = subprocess.run([HELPER], input=given, capture_output=True, timeout=120, check=False, env={**os.environ, **env})
    return r.returncode, r.stdout


def draw(name, *args, pages):
    """The path of the PDF; its pages are held against those on record."""
    status, answer = ask(sheet(*args))
    if status != 0 or answer[:1] != b"\0":
        sys.exit(f"{name}: exit {status}, answer {answer[:80]!r}")
    path = os.path.join(TMP, name + ".pdf")
    with open(path, "wb") as f:
        f.write(answer[1:])
    compare(name, path, pages)
    return path


# ---- the picture: how much ink is where, in cells of five millimetres ----

def pictures(path):
    subprocess.run(["pdftoppm", "-r", "50.8", "-gray", path, path], check=True)
    for file in sorted(f for f in os.listdir(TMP) if f.startswith(os.path.basename(path) + "-")):
        with open(os.path.join(TMP, file), "rb") as f:
            kind, size, most, pixels = f.read().split(b"\n", 3)
        assert kind == b"P5" and most == b"255"
        width, height = map(int, size.split())
        cells = []
        for y in range(0, height, 10):
            rows = [pixels[r * width:(r + 1) * width] for r in range(y, min(y + 10, height))]
            cells.append([sum(255 - p for row in rows for p in row[x:x + 10]) / 2550 for x in range(0, width, 10)])
        yield cells


def as_text(cells):
    """A digit a cell: ten steps of ink, the darkest being half black."""
    return ["".join(" " if c < 0.2 else str(min(9, int(c / 10 * 20))) for c in row).rstrip() for row in cells]


def ink(lines, y, x):
    line = lines[y] if 0 <= y < len(lines) else ""
    return int(line[x]) + 1 if 0 <= x < len(line) and line[x] != " " else 0


def strangers(lines, others):
    """How many cells with ink in one have none near in the other."""
    near = [(dy, dx) for dy in (-1, 0, 1) for dx in (-2, -1, 0, 1, 2)]
    return sum(1 for y, line in enumerate(lines) for x in range(len(line))
               if ink(lines, y, x) and not any(ink(others, y + dy, x + dx) for dy, dx in near))


def compare(name, path, pages):
    found = [as_text(cells) for cells in pictures(path)]
    check(len(found) == pages, f"{name}: {len(found)} pages, not {pages}")
    record = os.path.join(PAGES, name + ".txt")
    if os.environ.get("UPDATE"):
        os.makedirs(PAGES, exist_ok=True)
        with open(record, "w", encoding="ascii") as f:
            f.write("\f".join("".join(line + "\n" for line in page) for page in found))
    with open(record, encoding="ascii") as f:
        known = [page.split("\n")[:-1] for page in f.read().split("\f")]
    for i, (page, want) in enumerate(zip(found, known)):
        cells = sum(len(line.replace(" ", "")) for line in want)
        wrong = strangers(page, want) + strangers(want, page)
        if wrong > cells / 50 + 2:
            check(False, f"{name}: page {i + 1} differs in {wrong} of {cells} places; it is now:\n" + "\n".join(page))


# ---- words ----

def words_of(path):
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    # Arabic letters may come back in their presentation forms, and with marks of direction.
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", " ", "".join(c for c in text if unicodedata.category(c) != "Cf"))


def finds(path, *texts):
    text = words_of(path)
    for t in texts:
        check(unicodedata.normalize("NFKC", t) in text, f"{os.path.basename(path)}: \"{t}\" is not in it:\n{text[:3000]}")


UYGHUR = "بۇ خەت ئابدۇرېھىم ھەققىدە يېزىلدى، ئۇنى دەرھال قويۇپ بېرىشىڭىزنى تەلەپ قىلىمەن."
KAZAKH = "بۇل حات انا تەستوۆا تۋرالى جازىلدى، ونى دەرەۋ بوساتۋدى سۇرايمىن."
CHINESE = "我写信表达我对安娜·捷斯托娃的关切。她是一名记者，二月三日在母亲的住所被带走。“请立即释放她！”"
RUSSIAN = "Анна Тестова, журналистка, была уведена из квартиры своей матери ночью третьего февраля."
ENGLISH = ("I am writing to express my concern for Anna Testova, a journalist, who was taken from her mother's flat on the "
           "night of 3 February and has not been seen since. Nobody has told her family where she is held.")
LETTER_EN = {
    "lang": "en", "sender": "Vera Sample\n12 Field Lane\nBrookton\nFreedonia",
    "address": "P. Prubnik\nMinister of the Interior\n1 Main Square\nSylvania City\nSYLVANIA",
    "date": "Brookton, 22 November 2026", "subject": "Anna Testova, Urgent Action 26/23", "salutation": "Dear Minister,",
    "body": ENGLISH, "closing": "Yours sincerely,", "signature": "Vera Sample"}


def test_scripts():
    body = "\n\n".join([ENGLISH, RUSSIAN, UYGHUR, KAZAKH, CHINESE, "Anna Тестова ئاننا 安娜 in one line."])
    letter = {**LETTER_EN, "body": body, "also": ("内政部长\n中央广场1号\n某市", "zh"),
              "copy": "Copy of my letter to the Embassy of Sylvania"}
    for name, form in (("scripts-a4", A4), ("scripts-letter", LETTER)):
        path = draw(name, form, [letter], pages=1)
        finds(path, "Anna Testova, a journalist", "была уведена из квартиры", "ئابدۇرېھىم", "دەرھال", "تەستوۆا", "بوساتۋدى",
              "二月三日在母亲的住所被带走", "Prubnik", "中央广场1号", "Yours sincerely,", "Copy of my letter")


def test_leftward():
    """The whole letter from right to left: the lines that are not stand at the right, too."""
    letter = {"lang": "ug", "sender": "Vera Sample\nBrookton", "address": ("ۋەزىر پ. پرۇبنىك\nباش مەيدان 1\nسىلۋانىيە", "ug"),
              "date": ("Brookton, 22-نويابىر 2026", "ug"), "salutation": "ھۆرمەتلىك ۋەزىر،", "body": "\n\n".join([UYGHUR, "Anna Testova " + UYGHUR, UYGHUR]),
              "closing": "ھۆرمەت بىلەن،", "signature": "Vera Sample"}
    finds(draw("leftward", A4, [letter], pages=1), "ھۆرمەتلىك", "Vera Sample")


def test_pages():
    """Three pages, numbered; two lines of each paragraph at least on either side; the name below the closing."""
    letter = {**LETTER_EN, "body": "\n\n".join([ENGLISH * 2] * 16)}
    path = draw("pages", A4, [letter], pages=3)
    for page in 1, 2, 3:
        text = subprocess.run(["pdftotext", "-layout", "-f", str(page), "-l", str(page), path, "-"], capture_output=True,
                              check=True).stdout.decode()
        check(f"{page}/3" in text, f"pages: no number on page {page}")
    check("Yours sincerely," in text and "Vera Sample" in text, "pages: the closing is not on the last page")
    one = draw("one-page", LETTER, [LETTER_EN], pages=1)
    check("1/1" not in words_of(one), "a single page is numbered")
    two = draw("two-letters", A4, [LETTER_EN, {**LETTER_EN, "salutation": "Dear Sir,"}], pages=2)
    finds(two, "Dear Minister,", "Dear Sir,")


def test_envelopes_and_labels():
    address = {"lang": "en", "sender": LETTER_EN["sender"], "address": LETTER_EN["address"]}
    finds(draw("envelope", DL, [address, {**address, "address": ("某市 中央广场1号\n内政部长", "zh"),
                                           "also": ("Minister of the Interior\nSYLVANIA", "en")}], pages=2),
          "12 Field Lane", "中央广场1号", "SYLVANIA")
    labels = [{"address": (f"P. Prubnik\nOffice {i}\n1 Main Square\nSYLVANIA", "en")} for i in range(8)]
    labels += [{"address": ("某市\n中央广场1号\n内政部长", "zh")}, {"address": ("ۋەزىر پ. پرۇبنىك\nباش مەيدان 1\nسىلۋانىيە", "ug")},
               {"address": ("Министр внутренних дел\nГлавная площадь, 1\nСильвания", "ru")}]
    finds(draw("labels", LABELS, labels, 20, pages=2), "Office 0", "Office 7", "中央广场1号", "Главная площадь, 1", "سىلۋانىيە")
    status, answer = ask(sheet(LABELS, [{"address": "\n".join(f"Line {i}" for i in range(30))}]))
    check((status, answer[:7]) == (0, bytes([NO_ROOM]) + b"Line 0"), f"too high a label: {status} {answer[:40]!r}")
    path = draw("small-label", LABELS, [{"address": "\n".join(f"Line {i}" for i in range(9))}], pages=1)
    finds(path, "Line 0", "Line 8")


# ---- what the file tells ----

def test_nothing_is_told():
    status, answer = ask(sheet(A4, [LETTER_EN]))
    info = subprocess.run(["pdfinfo", "-"], input=answer[1:], capture_output=True, check=True).stdout.decode()
    for word in "Title", "Author", "Creator", "Producer", "CreationDate", "ModDate":
        check(not re.search(rf"^{word}:\s*\S", info, re.MULTILINE), f"the PDF tells its {word}:\n{info}")
    for word in b"cairo", b"Cairo", b"pango", b"satchel", b"CreationDate", b"D:20", os.uname().nodename.encode():
        check(word not in answer, f"{word!r} is in the PDF")
    other = os.path.join(TMP, "another-home")
    os.mkdir(other)
    again = ask(sheet(A4, [LETTER_EN]), HOME=other, TZ="Asia/Tokyo", LC_ALL="C", LANG="ar_EG.UTF-8")
    check(again == (status, answer), "the same letter gives other bytes elsewhere")


# ---- what cannot be drawn ----

def test_no_box():
    for text, lacking in (("No \uf8ff here", "\uf8ff"), ("\U0010fffd and \ue123", "\U0010fffd\ue123")):
        status, answer = ask(sheet(A4, [{**LETTER_EN, "body": text}]))
        check((status, answer) == (0, bytes([NO_GLYPH]) + lacking.encode()), f"{text!r}: {status} {answer[:60]!r}")
    home = os.path.join(TMP, "home-without-fonts")  # a file elsewhere could not be read
    empty = os.path.join(home, ".config", "fontconfig", "empty.conf")
    os.makedirs(os.path.dirname(empty))
    with open(empty, "w", encoding="utf-8") as f:
        f.write("<fontconfig></fontconfig>")
    status, answer = ask(sheet(A4, [LETTER_EN]), HOME=home, FONTCONFIG_FILE=empty)
    check((status, answer) == (0, bytes([NO_FONT])), f"no fonts: {status} {answer[:60]!r}")


def test_garbage():
    good = sheet(A4, [LETTER_EN])
    for given in (b"", b"garbage", good[:-1], good + b"\0", good.replace(b"sheet 1", b"sheet 2"), b"\0" * 100000,
                  sheet(4, [LETTER_EN]), sheet(A4, []), sheet(A4, [{"body": ""}]), sheet(A4, [{"body": "a\x1bb"}]),
                  good.replace(b"Dear", b"\xff\xff\xff\xff"), os.urandom(5 << 20)):
        check(ask(given) == (0, bytes([REFUSED])), f"garbage was not refused: {given[:40]!r}")


# ---- what it may do while it reads ----

INTRUDER = r"""
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <signal.h>
#include <unistd.h>
static void told(const char *what, long rc)
{
    char line[200];
    int n = snprintf(line, sizeof line, "%s %s\n", what, rc >= 0 ? "done" : strerrorname_np(errno));
    syscall(SYS_write, 1, line, (size_t)n);
}
ssize_t read(int fd, void *to, size_t n)
{
    if (fd != 0)
        return syscall(SYS_read, fd, to, n);
    char *argv[] = { "true", NULL };
    told("socket", socket(AF_INET, SOCK_STREAM, 0));
    told("unix-socket", socket(AF_UNIX, SOCK_STREAM, 0));
    told("pair", socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){ 0 }));
    told("execve", execve("/bin/true", argv, argv + 1));
    told("fork", syscall(SYS_fork));
    told("vfork", syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    told("write-file", open(getenv("THERE"), O_WRONLY));
    told("both-file", open(getenv("THERE"), O_RDWR));
    told("truncate", open(getenv("THERE"), O_RDONLY | O_TRUNC));
    told("create", open(getenv("NEW"), O_RDONLY | O_CREAT, 0600));
    told("openat2", syscall(SYS_openat2, -100, getenv("THERE"), (long[3]){ O_RDWR }, sizeof(long[3])));
    told("read-file", open(getenv("THERE"), O_RDONLY));
    told("read-passwd", open("/etc/passwd", O_RDONLY));
    told("read-proc", open("/proc/self/maps", O_RDONLY));
    told("list-home", open(getenv("HOME"), O_RDONLY | O_DIRECTORY));
    told("unlink", unlink(getenv("THERE")));
    told("mkdir", mkdir(getenv("NEW"), 0700));
    told("rename", rename(getenv("THERE"), getenv("NEW")));
    told("kill", kill(getppid(), 0));
    told("ptrace", ptrace(PTRACE_ATTACH, getppid(), 0, 0));
    told("execute-memory", mmap(0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
    told("limits", setrlimit(RLIMIT_CPU, &(struct rlimit){ 1, 1 }));
    told("read-fonts", open("/usr/share/fonts", O_RDONLY | O_DIRECTORY));
    _exit(0);
}
"""


def has_landlock():
    """landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION)"""
    import ctypes
    return ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1) > 0


def test_intruder():
    """A library that takes the place of read(2), which is first called when all has been given up."""
    source, library, there = (os.path.join(TMP, n) for n in ("intruder.c", "intruder.so", "there"))
    for path, text in ((source, INTRUDER), (there, "text")):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    subprocess.run(["gcc", "-w", "-D_GNU_SOURCE", "-include", "stdlib.h", "-include", "sys/stat.h", "-shared", "-fPIC", "-o", library, source],
                   check=True)
    got = subprocess.run([HELPER], input=b"", capture_output=True, timeout=60, check=False,
                         env={**os.environ, "LD_PRELOAD": library, "THERE": there, "NEW": os.path.join(TMP, "new")})
    said = dict(line.split() for line in got.stdout.decode().splitlines())
    check(len(said) == 23, f"the intruder said only: {said} {got.stderr!r}")
    readings = {"read-file", "read-passwd", "read-proc", "list-home"}
    if not has_landlock():
        print("skipped: which files satchel-pdf reads (this kernel has no Landlock)")
        said = {what: result for what, result in said.items() if what not in readings}
    for what, result in said.items():
        check((result == "done") == (what == "read-fonts"), f"satchel-pdf could do this: {what}: {result}")
    with open(there, encoding="utf-8") as f:
        check(f.read() == "text", "a file was changed")


def test_by_hand():
    r = subprocess.run([HELPER, "--help"], input=b"", capture_output=True, timeout=60, check=False)
    check(r.returncode == 2 and b"satchel letter export" in r.stderr and not r.stdout, f"by hand: {r}")


def test_what_is_linked():
    """No code of vaults, and neither of the libraries that they need."""
    names = subprocess.run(["nm", HELPER], capture_output=True, check=True).stdout.decode()
    for name in "vault_open", "sealvfs_register", "store_open", "kdf_", "seal_bytes":
        check(name not in names, f"{name} is in satchel-pdf")
    needed = subprocess.run(["ldd", HELPER], capture_output=True, check=True).stdout.decode()
    for name in "sodium", "sqlite", "curses":
        check(name not in needed, f"satchel-pdf needs lib{name}")


for test in [f for name, f in list(globals().items()) if name.startswith("test_")]:
    test()
for failure in failures:
    print("FAIL:", failure)
sys.exit(1 if failures else 0)
