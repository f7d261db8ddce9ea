"""What the tests that drive loopscope-viewer under Xvfb share: the screen, a driven viewer, its pixels."""
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zlib

SKIPPED = 77


class Screen:
    """One X server for all tests: xvfb-run, which makes one for each command, sometimes fails to tidy up."""

    def __enter__(self):
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "2560x1440x24", "-nolisten", "tcp"],
            pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as file:
            os.environ["DISPLAY"] = ":" + file.readline().strip()
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


def pixels(path):
    """Width, height and rows of RGB bytes of a PNG without interlacing."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, parts, width, height = 8, b"", 0, 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        if kind == b"IDAT":
            parts += body
        at += size + 12
    return width, height, unfilter(zlib.decompress(parts), 3 * width, height)


def unfilter(raw, stride, height):
    rows, before = [], bytearray(stride)
    for y in range(height):
        kind = raw[y * (stride + 1)]
        row = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left = row[i - 3] if i >= 3 else 0
            up, corner = before[i], before[i - 3] if i >= 3 else 0
            if kind == 1:
                row[i] = (row[i] + left) & 255
            elif kind == 2:
                row[i] = (row[i] + up) & 255
            elif kind == 3:
                row[i] = (row[i] + (left + up) // 2) & 255
            elif kind == 4:
                guess = left + up - corner
                best = min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
                           (abs(guess - corner), 2, corner))[2]
                row[i] = (row[i] + best) & 255
        rows.append(bytes(row))
        before = row
    return rows


class Driven(unittest.TestCase):
    loopscope = ""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="loopscope-viewer-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def record(self, sample):
        path = self.path(sample + ".jsonl")
        subprocess.run([self.loopscope, "sample", sample, "--virtual-time", "-o", path], check=True,
                       stdout=subprocess.DEVNULL)
        return path

    def endless_run(self):
        """A pipe from which more and more ticks are read, and the thread that feeds it."""
        path = self.path("pipe.jsonl")
        os.mkfifo(path)
        writer = threading.Thread(target=self.feed, args=[path])
        writer.start()
        return path, writer

    def feed(self, path):
        """Writes ticks into a pipe until its reader goes; gives up after a while."""
        try:
            with open(path, "w", encoding="utf-8") as pipe:
                pipe.write('{"loopscope":1}\n')
                for i in range(1, 4_000_000):
                    pipe.write(f'{{"t":{i},"e":"task.queue","id":{i},"q":"tick"}}\n')
                    if i % 10_000 == 0:
                        time.sleep(0.05)
                self.reader_left = False
        except BrokenPipeError:
            self.reader_left = True

    def view(self, trace, steps=(), *options, code=0, first="wait loaded"):
        """The report after these steps."""
        script, report = self.path("steps.txt"), self.path("report.json")
        with open(script, "w", encoding="utf-8") as file:
            file.write("\n".join([first, *steps, "wait frames 2", "wait loaded"]))
        done = subprocess.run(
            [self.loopscope, "view", trace, "--script", script, "--report", report, *options],
            capture_output=True, text=True, timeout=100, env={**os.environ, "HOME": self.folder})
        self.assertEqual(done.returncode, code, done.stderr)
        self.stderr = done.stderr
        with open(report, encoding="utf-8") as file:
            return json.load(file)

    def state(self, trace, step):
        """What the command line says about a step."""
        out = subprocess.run([self.loopscope, "queues", trace, "--step", str(step), "--json"],
                             check=True, capture_output=True, text=True).stdout
        return json.loads(out)


def main():
    """usage: TEST LOOPSCOPE; the exit code is 77 (skipped) where there is no Xvfb."""
    Driven.loopscope = os.path.abspath(sys.argv.pop(1))
    if shutil.which("Xvfb") is None:
        print("skipped: there is no Xvfb (Debian's xvfb)")
        return SKIPPED
    with Screen():
        return 0 if unittest.main(exit=False).result.wasSuccessful() else 1
