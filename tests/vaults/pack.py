#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vaults of old programs, small enough to keep.

pack.py pack VAULT OUT < passphrase     what cannot be computed again: the header, the blocks of the open
                                        compartment that hold something, the nonces of its blocks of zeros
pack.py unpack IN VAULT < passphrase    the same vault, byte for byte, but for the other compartment, which is
                                        noise in both; the journals are made by the program

A pack is b"SatchelP", u32 compartment, u32 blocks kept, the header, those blocks, 24 bytes for each other."""
import ctypes
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "second_reader"))
import satchel_reader as reader  # noqa: E402

BLOCKS = reader.STRIPE // reader.SECTOR
ZEROS = bytes(reader.SECTOR - 40)


def seal(key, nonce, plain, aad):
    out = ctypes.create_string_buffer(len(plain) + 16)
    reader.sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        out, None, plain, ctypes.c_ulonglong(len(plain)), aad, ctypes.c_ulonglong(len(aad)), None, nonce, key)
    return nonce + out.raw


def keys(header, passphrase):
    """-> compartment, key of its blocks, file id"""
    kek = reader.argon2id(reader.password_of(passphrase), header[:16], reader.profile_of(header))
    compartment, key = reader.open_slots(header, kek)
    return compartment, reader.subkey(1, 32, key), reader.subkey(3, 16, key)


def pack(vault, out, passphrase):
    with open(vault, "rb") as f:
        data = f.read()
    if len(data) != reader.HEADER + reader.PAIR:
        sys.exit("only a vault of one pair of stripes is small enough")
    header = data[:reader.HEADER]
    compartment, key, file_id = keys(header, passphrase)
    stripe = data[reader.HEADER + compartment * reader.STRIPE:][:reader.STRIPE]
    blocks = [stripe[i * reader.SECTOR:][:reader.SECTOR] for i in range(BLOCKS)]
    plain = [reader.unseal(key, b, reader.block_aad(compartment, 1, file_id, i)) for i, b in enumerate(blocks)]
    if None in plain:
        sys.exit("a block does not authenticate")
    kept = 1 + max(i for i, p in enumerate(plain) if p != ZEROS)
    with open(out, "wb") as f:
        f.write(b"SatchelP" + struct.pack("<II", compartment, kept) + header)
        f.write(b"".join(blocks[:kept]) + b"".join(b[:24] for b in blocks[kept:]))


def unpack(packed, vault, passphrase):
    with open(packed, "rb") as f:
        data = f.read()
    compartment, kept = struct.unpack("<II", data[8:16])
    header, data = data[16:][:reader.HEADER], data[16 + reader.HEADER:]
    mine, key, file_id = keys(header, passphrase)
    if mine != compartment:
        sys.exit("not the compartment that was packed")
    stripe, nonces = data[:kept * reader.SECTOR], data[kept * reader.SECTOR:]
    for i in range(kept, BLOCKS):
        nonce = nonces[24 * (i - kept):][:24]
        stripe += seal(key, nonce, ZEROS, reader.block_aad(compartment, 1, file_id, i))
    stripes = [os.urandom(reader.STRIPE), os.urandom(reader.STRIPE)]
    stripes[compartment] = stripe
    with open(os.open(vault, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
        f.write(header + b"".join(stripes))


if __name__ == "__main__":
    {"pack": pack, "unpack": unpack}[sys.argv[1]](*sys.argv[2:4], sys.stdin.buffer.read().rstrip(b"\n"))
