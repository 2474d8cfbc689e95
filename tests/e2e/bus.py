#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bus.py SOCKET LOG: as much of a system bus with logind behind it as the program speaks with. Appends to LOG what happens:
`held` when the program holds sleep up, `released` when it no longer does. SIGUSR1: the machine goes to sleep; SIGUSR2: it woke."""
import array
import os
import select
import signal
import socket
import struct
import sys

ORDER = "<" if sys.byteorder == "little" else ">"


def log(word):
    with open(sys.argv[2], "a", encoding="ascii") as f:
        f.write(word + "\n")


def pad(b):
    return b + b"\0" * (-len(b) % 8)


def message(kind, fields, value):
    """fields: (number, type, text)"""
    head = b""
    for code, what, text in fields:
        head = pad(head) + bytes([code, 1]) + what + b"\0"
        head += bytes([len(text)]) if what == b"g" else struct.pack(ORDER + "I", len(text))
        head += text + b"\0"
    body = struct.pack(ORDER + "I", value)
    start = (b"l" if ORDER == "<" else b"B") + bytes([kind, 1, 1])
    return start + struct.pack(ORDER + "III", len(body), 1, len(head)) + pad(head) + body


def prepare(sleep):
    return message(4, [(1, b"o", b"/org/freedesktop/login1"), (2, b"s", b"org.freedesktop.login1.Manager"),
                       (3, b"s", b"PrepareForSleep"), (8, b"g", b"b")], sleep)


waiting = []
signal.signal(signal.SIGUSR1, lambda *_: waiting.append(1))
signal.signal(signal.SIGUSR2, lambda *_: waiting.append(0))
bell, ring = os.pipe()
os.set_blocking(ring, False)
signal.set_wakeup_fd(ring)
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen(1)
client, lock = None, -1
log("ready")
while True:
    ready = select.select([bell, server if client is None else client] + ([lock] if lock >= 0 else []), [], [])[0]
    if bell in ready:
        os.read(bell, 64)
    if server in ready and client is None:
        client = server.accept()[0]
        client.sendall(b"OK 0123\r\nAGREE_UNIX_FD\r\n")
    elif client in ready:
        try:
            said = client.recv(65536)
        except ConnectionError: # killed before it had read all
            said = b""
        if not said:
            client.close()
            client = None
        if b"Inhibit" in said:
            lock, theirs = os.pipe()
            answer = message(2, [(8, b"g", b"h")], 0)
            client.sendmsg([answer], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [theirs]))])
            os.close(theirs)
            log("held")
    if lock >= 0 and lock in ready:
        os.close(lock)
        lock = -1
        log("released")
    while waiting and client is not None:
        try:
            client.sendall(prepare(waiting.pop(0)))
        except ConnectionError:
            client = None
