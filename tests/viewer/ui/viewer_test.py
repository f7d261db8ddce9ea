#!/usr/bin/env python3
"""Drives loopscope-viewer under Xvfb: clicks, types, and checks report and pixels.

usage: viewer_test.py LOOPSCOPE
Exit code 77 (skipped) where there is no Xvfb or no OpenGL in software.
"""
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

LOOPSCOPE = ""
SKIPPED = 77
DISPLAY = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24"]


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


class Viewer(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="loopscope-viewer-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def record(self, sample):
        path = self.path(sample + ".jsonl")
        subprocess.run([LOOPSCOPE, "sample", sample, "--virtual-time", "-o", path], check=True,
                       stdout=subprocess.DEVNULL)
        return path

    def view(self, trace, steps=(), *options, code=0):
        """The report after these steps."""
        script, report = self.path("steps.txt"), self.path("report.json")
        with open(script, "w", encoding="utf-8") as file:
            file.write("\n".join(["wait loaded", *steps, "wait frames 2"]))
        done = subprocess.run(
            [*DISPLAY, LOOPSCOPE, "view", trace, "--script", script, "--report", report, *options],
            capture_output=True, text=True, timeout=100, env={**os.environ, "HOME": self.folder})
        self.assertEqual(done.returncode, code, done.stderr)
        self.stderr = done.stderr
        with open(report, encoding="utf-8") as file:
            return json.load(file)

    def state(self, trace, step):
        """What the command line says about a step."""
        out = subprocess.run([LOOPSCOPE, "queues", trace, "--step", str(step), "--json"], check=True,
                             capture_output=True, text=True).stdout
        return json.loads(out)

    def test_the_panels_tell_the_truth_forwards_and_backwards(self):
        for sample in ("ordering", "tcp"):
            trace = self.record(sample)
            events = self.state(trace, 0)["events"]
            steps = []
            for step in range(0, events, 7):
                steps += [f"seek step {step}", f"report {self.path(f'{step}.json')}"]
            for step in reversed(range(0, events, 11)):
                steps += [f"seek step {step}", f"report {self.path(f'back{step}.json')}"]
            self.view(trace, steps)
            for name in os.listdir(self.folder):
                if not name[0].isdigit() and not name.startswith("back"):
                    continue
                with open(self.path(name), encoding="utf-8") as file:
                    cursor = json.load(file)["cursor"]
                truth = self.state(trace, cursor["step"])
                queues = {queue: [task["id"] for task in tasks]
                          for queue, tasks in truth["queues"].items()}
                self.assertEqual(cursor["queues"], queues, f"{sample} at step {cursor['step']}")
                self.assertEqual(cursor["console"], len(truth["console"]))
                os.remove(self.path(name))

    def test_keys_step_and_select(self):
        trace = self.record("ordering")
        report = self.view(trace, ["key Home", "key Right", "key Right", "key Shift+Right"])
        self.assertIn("is called", report["cursor"]["caption"])
        report = self.view(trace, ["key Home", "key T", "key End", "key Ctrl+Z"])
        self.assertEqual(report["view"]["axis"], "order")
        self.assertEqual(report["cursor"]["step"], report["trace"]["events"])

    def test_a_click_selects_a_box_and_shows_who_queued_it(self):
        trace = self.record("ordering")
        report = self.view(trace, ["key Ctrl+F", "text immediate", "key Enter", "key Escape",
                                   "command fit-selection", "wait frames 2"])
        self.assertEqual(report["cursor"]["selected"].split("#")[0], "immediate")
        self.assertEqual(report["cursor"]["cause"].split("#")[0], "main")
        self.assertIn("Queued by", report["screen"]["texts"])

    def test_buttons_are_clicked_by_the_mouse(self):
        trace = self.record("ordering")
        report = self.view(trace, ["click @layout-teach", "click @step", "click @step",
                                   "click @theme"])
        self.assertEqual(report["layout"], "teach")
        self.assertEqual(report["cursor"]["step"], 2)
        self.assertEqual(report["theme"], "light")

    def test_the_wheel_zooms_and_a_drag_measures(self):
        trace = self.record("tcp")
        whole = self.view(trace)["view"]
        report = self.view(trace, ["wheel @timeline:0.5:0.3 4",
                                   "drag @timeline:0.2:0.9 @timeline:0.6:0.9"])
        self.assertLess(report["view"]["end"] - report["view"]["begin"],
                        (whole["end"] - whole["begin"]) / 2)
        self.assertTrue(report["view"]["measured"])
        kept = self.view(trace, ["drag @timeline:0.2:0.9 @timeline:0.6:0.9 ctrl"])
        self.assertTrue(kept["view"]["kept"])

    def test_the_palette_finds_a_command(self):
        report = self.view(self.record("ordering"), ["key Ctrl+Shift+P", "text inspect", "key Enter"])
        self.assertEqual(report["layout"], "inspect")

    def test_marks_are_kept_beside_the_trace(self):
        trace = self.record("ordering")
        self.view(trace, ["seek step 5", "key M", "text look here", "key Enter"])
        with open(trace + ".marks.json", encoding="utf-8") as file:
            self.assertEqual(json.load(file)["marks"], [{"step": 5, "note": "look here"}])
        self.assertEqual(self.view(trace)["view"]["marks"], 1)

    def test_pixels_are_the_palettes(self):
        trace = self.record("ordering")
        for theme, background in (("dark", (0x0E, 0x11, 0x16)), ("light", (0xE9, 0xED, 0xF2))):
            picture = self.path(theme + ".png")
            self.view(trace, [], "--theme", theme, "--size", "1280x720", "--screenshot", picture)
            width, height, rows = pixels(picture)
            self.assertEqual((width, height), (1280, 720))
            self.assertEqual(tuple(rows[1][0:3]), background)
            colours = {rows[y][i:i + 3] for y in range(0, height, 3) for i in range(0, 3 * width, 9)}
            self.assertGreater(len(colours), 50)

    def test_svg_of_the_visible_timeline(self):
        trace = self.record("ordering")
        self.view(trace, ["command save-svg"])
        with open(trace + ".svg", encoding="utf-8") as file:
            self.assertIn("immediate#", file.read())

    def test_bad_files_get_a_sentence_in_the_window_and_on_stderr(self):
        for name, text, says in (
                ("empty.jsonl", "", "is empty"),
                ("text.jsonl", "hello\n", "text.jsonl"),
                ("newer.jsonl", '{"loopscope":2}\n', "2"),
                ("header.jsonl", '{"loopscope":1}\n', "no events")):
            with open(self.path(name), "w", encoding="utf-8") as file:
                file.write(text)
            report = self.view(self.path(name), code=2)
            self.assertIn(says, report["error"])
            self.assertIn(says, self.stderr)
            self.assertIn(report["error"], report["screen"]["texts"])
        report = self.view(self.path("missing.jsonl"), code=2)
        self.assertIn("No such file", report["error"])

    def test_the_readable_part_of_a_damaged_trace_is_shown(self):
        trace = self.record("tcp")
        with open(trace, encoding="utf-8") as file:
            lines = file.readlines()
        lines[50] = '{"t":1,"e":\n'
        with open(self.path("damaged.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(lines[:-5])
            file.write(lines[-5][:20])
        report = self.view(self.path("damaged.jsonl"))
        self.assertEqual(report["trace"]["problems"], 2)
        self.assertFalse(report["trace"]["closed"])
        self.assertIn("damaged.jsonl:51:", self.stderr)
        self.assertGreater(report["trace"]["events"], 100)
        self.assertTrue(any("cut off" in text for text in report["screen"]["texts"]))

    def test_without_a_display_there_is_a_sentence(self):
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        done = subprocess.run([LOOPSCOPE, "view", "T.jsonl"], capture_output=True, text=True,
                              env=environment)
        self.assertEqual(done.returncode, 2)
        self.assertIn("loopscope timeline", done.stderr)


def main():
    global LOOPSCOPE
    LOOPSCOPE = os.path.abspath(sys.argv.pop(1))
    if shutil.which("xvfb-run") is None:
        print("skipped: there is no xvfb-run (Debian's xvfb and xauth)")
        return SKIPPED
    return 0 if unittest.main(exit=False).result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
