# SPDX-License-Identifier: GPL-3.0-or-later
"""A program on a pseudo-terminal, timed from outside: from the write of a key to the last byte of what it paints."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Terminal:
    def __init__(self, argv, env=None, rows=24, columns=80):
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.execvpe(argv[0], argv, {**os.environ, "TERM": "xterm-256color", **(env or {})})
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.seen = b""

    def read(self, timeout):
        """-> bytes that came within timeout seconds, b"" when none did."""
        if not select.select([self.fd], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        self.seen = (self.seen + data)[-200000:]
        return data

    def wait_for(self, text, timeout=120):
        """-> seconds since now until text was painted; colours and cursor moves between words are the caller's matter."""
        began, want = time.perf_counter(), text.encode()
        mark = len(self.seen)
        while time.perf_counter() - began < timeout:
            self.read(0.05)
            if want in self.seen[max(0, mark - len(want)):]:
                return time.perf_counter() - began
        raise TimeoutError(f"never painted: {text!r}; last: {self.seen[-600:]!r}")

    def send(self, data):
        os.write(self.fd, data if isinstance(data, bytes) else data.encode())

    def settle(self, quiet=0.2):
        while self.read(quiet):
            pass

    def key_to_paint(self, key, quiet=0.015, timeout=0.25):
        """-> seconds from the key to the last byte of the paint (silence of `quiet` ends it), None when nothing was painted."""
        began = time.perf_counter()
        self.send(key)
        last, wait = None, timeout
        while self.read(wait):
            last, wait = time.perf_counter(), quiet
        return last and last - began

    def peak_kib(self):
        """-> peak resident KiB and now resident KiB of the process."""
        status = dict(l.split(":", 1) for l in open(f"/proc/{self.pid}/status").read().splitlines() if ":" in l)
        return int(status["VmHWM"].split()[0]), int(status["VmRSS"].split()[0])

    def close(self):
        try:
            os.kill(self.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def percentile(values, share):
    """-> the smallest value that at least `share` of them do not exceed."""
    v = sorted(values)
    return v[min(len(v) - 1, max(0, -(-int(len(v) * share * 1000) // 1000) - 1))]
