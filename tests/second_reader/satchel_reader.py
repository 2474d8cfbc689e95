#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a vault and prints its tables. Written from satchel-vault(5) alone, to show that the page suffices.

usage: satchel_reader.py VAULT [KEYFILE] < passphrase     Nothing is written, no plain text touches a disk.
"""
import ctypes
import ctypes.util
import hashlib
import sqlite3
import struct
import sys
import unicodedata

SECTOR, STRIPE, PAIR, HEADER, POOL = 4096, 4 << 20, 8 << 20, 131072, 45056
STRIDE, PROFILES = 8192, [(64, 3), (256, 3), (512, 3), (1024, 4)]
MAGIC = bytes.fromhex("d9d505f920a163d7")
sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
if sodium.sodium_init() < 0:
    sys.exit("libsodium does not start")


def blake2b(size, data, key=b""):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def unseal(key, sealed, aad):
    """nonce 24 | ciphertext | tag 16 -> plain text, or None."""
    out = ctypes.create_string_buffer(len(sealed) - 40)
    bad = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        out, None, None, sealed[24:], ctypes.c_ulonglong(len(sealed) - 24), aad,
        ctypes.c_ulonglong(len(aad)), sealed[:24], key)
    return None if bad else out.raw


def argon2id(password, salt, profile):
    mib, passes = PROFILES[profile]
    out = ctypes.create_string_buffer(32)
    if sodium.crypto_pwhash(out, ctypes.c_ulonglong(32), password, ctypes.c_ulonglong(len(password)), salt,
                            ctypes.c_ulonglong(passes), ctypes.c_size_t(mib << 20), 2):
        sys.exit("not enough memory")
    return out.raw


def subkey(number, size, key):
    out = ctypes.create_string_buffer(size)
    sodium.crypto_kdf_derive_from_key(out, ctypes.c_size_t(size), ctypes.c_uint64(number), b"SatchVlt", key)
    return out.raw


def password_of(passphrase, keyfile=None):
    try:
        passphrase = unicodedata.normalize("NFC", passphrase.decode()).encode()
    except UnicodeDecodeError:
        pass
    return passphrase + (b"" if keyfile is None else blake2b(64, keyfile))


def profile_of(header):
    return (header[16] ^ blake2b(32, header[:16])[0]) & 3


def slot_aad(header, number):
    return b"SatchelS\x01" + header[:16] + bytes([profile_of(header), number])


def block_aad(compartment, kind, file_id, index):
    return b"SatchelB\x01" + bytes([compartment, kind]) + file_id + struct.pack("<Q", index)


def volume_key(header, secret, compartment):
    pool = header[(10 + 11 * compartment) * SECTOR:][:POOL]
    return blake2b(32, pool + bytes([compartment]), key=secret)


def open_slots(header, kek):
    """-> (compartment, volume key); a slot of kind 0 (open) wins over kind 1."""
    found = []
    for i in range(8):
        payload = unseal(kek, header[(1 + i) * SECTOR:][:128], slot_aad(header, i))
        if payload:
            found.append((payload[32], i, payload))
    if not found:
        sys.exit("wrong passphrase, or damaged, or no vault")
    payload = min(found)[2]
    key = volume_key(header, payload[:32], payload[33])
    if blake2b(16, key) != payload[34:50]:
        sys.exit("the pool is damaged")
    return payload[33], key


def read_blocks(f, size, compartment, key, file_id):
    """The database's pages; None for one that does not authenticate."""
    pages = []
    for stripe in range(compartment, (size - HEADER) // PAIR * 2, 2):
        f.seek(HEADER + stripe * STRIPE)
        data = f.read(STRIPE)
        for at in range(0, STRIPE, SECTOR):
            text = unseal(key, data[at:at + SECTOR], block_aad(compartment, 1, file_id, len(pages)))
            pages.append(None if text is None else text + bytes(40))
    return pages


def read_journal(name, compartment, key):
    """The journal's bytes; strides that do not authenticate are zeros."""
    try:
        data = open(name, "rb").read()
    except FileNotFoundError:
        return b""
    out = b""
    for i in range(1, len(data) // STRIDE):
        text = unseal(key, data[i * STRIDE:][:24 + 4098 + 16], block_aad(compartment, 2, data[:16], i))
        out += text[:4096] if text else bytes(4096)
    return out


def play_back(pages, journal):
    """SQLite's rollback journal (file format document, section 3), when it is hot."""
    at = 0
    while journal[at:at + 8] == MAGIC:
        records, start, count, sector, page = struct.unpack(">5I", journal[at + 8:at + 28])
        at += sector
        for _ in range(records):
            number, data = struct.unpack(">I", journal[at:at + 4])[0], journal[at + 4:at + 4 + page]
            total = start + sum(data[i] for i in range(page - 200, 0, -200))
            if struct.unpack(">I", journal[at + 4 + page:at + 8 + page])[0] != total & 0xFFFFFFFF:
                return
            pages[number - 1] = data
            at += page + 8
        at = (at + sector - 1) // sector * sector


def open_vault(name, passphrase, keyfile=None):
    """-> an sqlite3 connection to a copy in memory."""
    with open(name, "rb") as f:
        size = f.seek(0, 2)
        if size < HEADER + PAIR:
            sys.exit("too short for a vault")
        f.seek(0)
        header = f.read(HEADER)
        kek = argon2id(password_of(passphrase, keyfile), header[:16], profile_of(header))
        c, key = open_slots(header, kek)
        pages = read_blocks(f, size, c, subkey(1, 32, key), subkey(3, 16, key))
    play_back(pages, read_journal(f"{name}-{c}", c, subkey(2, 32, key)))
    count = struct.unpack(">I", pages[0][28:32])[0]
    db = sqlite3.connect(":memory:")
    db.deserialize(b"".join(p or bytes(SECTOR) for p in pages[:count]))
    return db


def main():
    keyfile = open(sys.argv[2], "rb").read() if len(sys.argv) > 2 else None
    db = open_vault(sys.argv[1], sys.stdin.buffer.read().rstrip(b"\n"), keyfile)
    for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
        try:
            for row in db.execute(f'SELECT * FROM "{table}"'):
                print(table, *row, sep="|")
        except sqlite3.OperationalError as e:  # a virtual table of a tokenizer that only Satchel has
            print(table, e, sep="|")


if __name__ == "__main__":
    main()
