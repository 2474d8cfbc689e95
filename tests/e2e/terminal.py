# SPDX-License-Identifier: GPL-3.0-or-later
"""The program in a real terminal (tmux), for tests in Python: as lib.sh for those in the shell. Looked at by polling."""
import atexit
import os
import re
import shlex
import subprocess
import sys
import time


class Terminal:
    def __init__(self, folder, args, width=80, height=24, env=None):
        self.socket = os.path.join(folder, f"tmux-{os.getpid()}-{id(self)}")
        command = shlex.join(args) + "; echo \"[exit $?]\"; cat"
        env = {**os.environ, "TERM": "xterm-256color", **(env or {})}
        subprocess.run(["tmux", "-S", self.socket, "-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y",
                        str(height), command], env=env, check=True)
        atexit.register(self.close)
        self.tmux("set", "-g", "status", "off")
        self.tmux("set", "-g", "escape-time", "0")

    def tmux(self, *args, give=None):
        return subprocess.run(["tmux", "-S", self.socket, "-f", "/dev/null", *args], input=give, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(errors="replace")

    def close(self):
        self.tmux("kill-server")

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def shows(self, pattern):
        return re.search(pattern, self.screen(), re.MULTILINE) is not None

    def within(self, seconds, test):
        until = time.monotonic() + seconds
        while not (good := test()) and time.monotonic() < until:
            time.sleep(0.02)
        return good

    def see(self, pattern, seconds=20):
        if not self.within(seconds, lambda: self.shows(pattern)):
            self.fail(f"never saw: {pattern}")

    def gone(self, pattern, seconds=20):
        if not self.within(seconds, lambda: not self.shows(pattern)):
            self.fail(f"still there: {pattern}")

    def fail(self, why):
        line = sys._getframe(2).f_lineno
        print(f"FAIL: line {line}: {why}\n--- screen:\n{self.screen()}")
        self.close()
        sys.exit(1)

    def keys(self, *names):
        self.tmux("send-keys", *names)

    def type(self, text):
        self.tmux("send-keys", "-l", "--", text)

    def paste(self, text):
        self.tmux("load-buffer", "-b", "given", "-", give=text.encode())
        self.tmux("paste-buffer", "-d", "-p", "-r", "-b", "given")

    def size(self, width, height):
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    def program(self):
        """Its process."""
        shell = self.tmux("display-message", "-p", "#{pane_pid}").strip()
        return int(subprocess.run(["pgrep", "-P", shell], stdout=subprocess.PIPE, check=True).stdout.split()[0])
