# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in a process's memory: every mapping it has, the ones it cannot read itself included, but for pages of
files that nobody changed. Used by the tests named test_memory*.py, which need root (the program is not dumpable).

A word is looked for as UTF-8, UTF-16, UTF-32, and one letter to a cell (curses keeps structures of 28 bytes, the last
keys may lie in a queue), small or large, whole or any run of EIGHT of its letters: what curses sends is cut to pieces.
A key is looked for as its bytes, in pieces of eight at any place, and as the words of a vector register."""
import ctypes
import ctypes.util
import fcntl
import os
import pty
import random
import re
import signal
import struct
import subprocess
import sys
import termios

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "second_reader"))
import satchel_reader as reader  # noqa: E402

EIGHT = 8
PAGE = 4096
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


LETTERS = "bfgjkqvwxyz"


def new_word(length=20):
    """Of rare small letters (the search index folds), so that there are few runs to look at."""
    return "".join(random.SystemRandom().choice(LETTERS) for _ in range(length))


# ---- words ----
def runs_of(word):
    return {word[i:i + EIGHT] for i in range(len(word) - EIGHT + 1)}


TEXT_FORMS = [(form, code, re.compile((b"(?:[%s]" + b"\\0" * (width - 1) + b"){%d,}") % (LETTERS.encode(), EIGHT)))
              for form, code, width in (("as bytes", "utf-8", 1), ("as UTF-16", "utf-16-le", 2), ("as UTF-32", "utf-32-le", 4))]
WIDE = re.compile(b"[%s]\\0\\0\\0" % LETTERS.encode())
# Every letter as "a", a zero as it is, anything else as "-": whether a form can be there at all is then quickly told.
SHAPE = bytes(ord("a") if chr(c).lower() in LETTERS else c and ord("-") for c in range(128)) + b"-" * 128


def in_cells(low):
    """Yields (place, EIGHT letters) of those that stand in 32 bits each, the same distance apart."""
    at = {m.start(): chr(low[m.start()]) for m in WIDE.finditer(low)}
    for place, letter in at.items():
        for stride in range(8, 68, 4):
            run = letter
            while len(run) < EIGHT and (c := at.get(place + len(run) * stride)):
                run += c
            if len(run) == EIGHT:
                yield place, run


def texts_in(low):
    """Yields (place, form, EIGHT letters); low: small letters."""
    shape = low.translate(SHAPE)
    for form, code, pattern in TEXT_FORMS:
        if "a".encode(code) * EIGHT not in shape:
            continue
        for m in pattern.finditer(low):
            text = m.group().decode(code)
            for i in range(len(text) - EIGHT + 1):
                yield m.start() + i * len(m.group()) // len(text), form, text[i:i + EIGHT]
    if shape.count("a".encode("utf-32-le")) >= EIGHT:
        for place, run in in_cells(low):
            yield place, "in cells", run


def key_forms(key):
    """Pieces of eight bytes, and each word of the key over a whole vector register."""
    pieces = [("as bytes", key[i:i + 8]) for i in range(0, len(key) - 7, 8)]
    return pieces + [("spread out", key[i:i + 4] * 4) for i in range(0, len(key), 4)]


# ---- a process ----
def mappings(pid):
    """-> [(first, last, name)] of what can be looked at."""
    found = []
    with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as f:
        for line in f:
            area, _, _, _, _, *name = line.split(maxsplit=5)
            name = name[0].strip() if name else "no name"
            first, last = (int(x, 16) for x in area.split("-"))
            if name not in ("[vvar]", "[vvar_vclock]", "[vsyscall]"):
                found.append((first, last, name))
    return found


THERE, OF_FILE = 3 << 62, 1 << 61  # Documentation/admin-guide/mm/pagemap.rst


def not_zero(data):
    """The parts of it between pages of zeros."""
    start = None
    for at in range(0, len(data) + PAGE, PAGE):
        something = data[at:at + PAGE].strip(b"\0")
        if something and start is None:
            start = at
        elif not something and start is not None:
            yield start, data[start:at]
            start = None


def read_runs(pid):
    """Yields (address, mapping's name, bytes) of what was written: in memory or swap, and not as it is in a file."""
    with open(f"/proc/{pid}/pagemap", "rb", 0) as pagemap, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for first, last, name in mappings(pid):
            pagemap.seek(first // PAGE * 8)
            entries = pagemap.read((last - first) // PAGE * 8)
            there = [bool(e & THERE) and not e & OF_FILE for (e,) in struct.iter_unpack("<Q", entries)] + [False]
            at = 0
            while True in there[at:]:
                at = there.index(True, at)
                end = there.index(False, at)
                mem.seek(first + at * PAGE)
                for offset, data in not_zero(mem.read((end - at) * PAGE)):
                    yield first + at * PAGE + offset, name, data
                at = end


class Iovec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def registers(pid):
    """The vector registers: what a cipher was last computed in. A process that is not traced is stopped for it."""
    area = ctypes.create_string_buffer(16384)
    wanted = Iovec(ctypes.addressof(area), len(area))
    mine = libc.ptrace(SEIZE, pid, None, None) == 0
    if mine:
        trace(INTERRUPT, pid)
        os.waitpid(pid, 0)
    got = libc.ptrace(GETREGSET, pid, NT_X86_XSTATE, ctypes.addressof(wanted))
    if mine:
        trace(DETACH, pid)
    return area.raw[:wanted.length] if got == 0 else b""


def printable(data):
    return re.sub(rb"[^ -~]", b".", data).decode()


def scan(pid, words=(), keys=()):
    """-> ["what as form at address in mapping: around"]. words and keys are {name: value}."""
    owner = {run: name for name, word in dict(words).items() for run in runs_of(word)}
    needles = [(name, form, needle) for name, key in dict(keys).items() for form, needle in key_forms(key)]
    found = {}

    def note(name, form, start, at, where, data):
        around = printable(data[max(0, at - 48):at + 80])
        found.setdefault((name, form, where), f"{name} {form} at {start + at:#x} in {where}: {around}")

    for start, where, data in [*read_runs(pid), (0, "the registers", registers(pid))]:
        for at, form, run in texts_in(data.lower()):
            if run in owner:
                note(owner[run], form, start, at, where, data)
        for name, form, needle in needles:
            at = data.find(needle)
            if at >= 0:
                note(name, form, start, at, where, data)
    return list(found.values())


def scan_bytes(pid, text):
    """Places of exactly that."""
    return [f"at {start + data.find(text):#x} in {where}" for start, where, data in read_runs(pid) if text in data]


def flags_at(pid, finding):
    """Of the mapping that a finding lies in: lo locked, dd not dumped, wf wiped in a child (proc(5), VmFlags)."""
    at, inside = int(re.search("at (0x[0-9a-f]+)", finding)[1], 16), False
    with open(f"/proc/{pid}/smaps", encoding="utf-8", errors="replace") as f:
        for line in f:
            if m := re.match("([0-9a-f]+)-([0-9a-f]+) ", line):
                inside = int(m[1], 16) <= at < int(m[2], 16)
            elif inside and line.startswith("VmFlags:"):
                return set(line.split()[1:])
    return set()


# ---- keys ----
def key_of_passphrase(vault, passphrase):
    """The key that the passphrase alone gives, and what its slot holds; from satchel-vault(5)."""
    with open(vault, "rb") as f:
        header = f.read(reader.HEADER)
    kek = reader.argon2id(reader.password_of(passphrase.encode()), header[:16], reader.profile_of(header))
    compartment, volume = reader.open_slots(header, kek)
    secret = min(p for i in range(8)
                 if (p := reader.unseal(kek, header[(1 + i) * reader.SECTOR:][:128], reader.slot_aad(header, i))))[:32]
    return {"the passphrase's key": kek}, {
        "the slot's secret": secret, "the volume key": volume, "the key of blocks": reader.subkey(1, 32, volume),
        "the key of journals": reader.subkey(2, 32, volume), "the key of the state code": reader.subkey(4, 32, volume),
        "the key of drafts": reader.subkey(5, 32, volume)}


def block_keys(vault, volume):
    """Of each sealed block the one key that opens it and nothing else (HChaCha20 of key and nonce)."""
    blocks, journals = reader.subkey(1, 32, volume), reader.subkey(2, 32, volume)
    found = set()
    files = [(vault, blocks, reader.HEADER, 4096), (vault + "-0", journals, 0, 8192), (vault + "-1", journals, 0, 8192)]
    for name, key, first, step in files:
        with open(name, "rb") as f:
            data = f.read()
        for at in range(first, len(data), step):
            out = ctypes.create_string_buffer(32)
            reader.sodium.crypto_core_hchacha20(out, data[at:at + 16], key, None)
            found.add(out.raw[:16])
            found.add(out.raw[16:])
    return found


def scan_set(pid, halves):
    """Places, on 8, where one of the 16-byte values stands."""
    return [f"the key of a block at {start + at:#x} in {where}" for start, where, data in read_runs(pid)
            for at in range(0, len(data) - 15, 8) if data[at:at + 16] in halves]


# ---- the last moment of a process ----
TRACEME, CONT, DETACH, SETOPTIONS, GETREGSET, SEIZE, INTERRUPT = 0, 7, 17, 0x4200, 0x4204, 0x4206, 0x4207
EVENT_EXIT, TRACEEXIT, EXITKILL, NT_X86_XSTATE = 6, 0x40, 0x100000, 0x202


def trace(what, pid, data=0):
    if libc.ptrace(what, pid, None, data) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def go_to_end(pid):
    """Lets a traced process run, up to its last system call: still there with all its memory, executing no more."""
    pass_on = None
    while True:
        if pass_on is not None:
            trace(CONT, pid, pass_on)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            raise OSError("the program ended unseen")
        if status >> 16 == EVENT_EXIT:
            return
        pass_on = os.WSTOPSIG(status) if status >> 16 == 0 else 0


def in_child(work):
    """Runs it in a process of its own, which is never waited for."""
    if os.fork() == 0:
        try:
            work()
        finally:
            os._exit(0)


def answer(terminal, answers):
    """Types each as soon as it is asked for. Gives up after a minute, and the terminal goes with it."""
    signal.alarm(60)
    for line in answers:
        seen = b""
        while not seen.endswith((b"assphrase: ", b"again: ", b"no) ")):
            seen += os.read(terminal, 1)
        os.write(terminal, line.encode() + b"\n")
    while os.read(terminal, 4096):
        pass


class Ended:
    """A program that was run up to its end."""

    def __init__(self, args, give=b"", passphrases="", typed=()):
        """give: standard input; passphrases: lines read on descriptor 9; typed: lines for a terminal of its own."""
        ends = [self._pipe(data) for data in (give, passphrases.encode())]
        self.out = os.memfd_create("out")
        terminal, slave = pty.openpty() if typed else (-1, -1)
        self.pid = os.fork()
        if self.pid == 0:
            for end, fd in ((ends[0], 0), (self.out, 1), (slave if typed else self.out, 2), (ends[1], 9)):
                os.dup2(end, fd)
            if typed:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            trace(TRACEME, 0)
            os.execvp(args[0], args)
        if typed:
            in_child(lambda: answer(terminal, typed))
            os.close(terminal)
            os.close(slave)
        for end in ends:
            os.close(end)
        os.waitpid(self.pid, 0)
        trace(SETOPTIONS, self.pid, TRACEEXIT | EXITKILL)
        trace(CONT, self.pid)
        go_to_end(self.pid)

    @staticmethod
    def _pipe(data):
        """Of which data can be read, however long it is."""
        reading, writing = os.pipe()
        in_child(lambda: (os.close(reading), os.write(writing, data)))
        os.close(writing)
        return reading

    def end(self):
        """-> (exit status, output)"""
        trace(CONT, self.pid)
        _, status = os.waitpid(self.pid, 0)
        size = os.lseek(self.out, 0, os.SEEK_END)
        text = os.pread(self.out, size, 0).decode(errors="replace")
        os.close(self.out)
        return os.waitstatus_to_exitcode(status), text


def allowed():
    """Whether this test may look into others' memory."""
    child = subprocess.Popen(["sleep", "1000"])
    try:
        with open(f"/proc/{child.pid}/mem", "rb", 0) as f:
            f.seek(mappings(child.pid)[0][0])
            return os.geteuid() == 0 and len(f.read(16)) == 16
    except OSError:
        return False
    finally:
        child.kill()
        child.wait()
