#!/usr/bin/env python3
"""Drives loopscope-viewer under Xvfb: clicks, types, and checks report and pixels.

usage: viewer_test.py LOOPSCOPE
Exit code 77 (skipped) where there is no Xvfb or no OpenGL in software.
"""
import json
import os
import signal
import subprocess
import sys
import time

from driven import Driven, main, pixels


def cpu_seconds(trace):
    """Of the viewer that shows this trace."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                arguments = file.read().split(b"\0")
            if trace.encode() in arguments:
                with open(f"/proc/{process}/stat", encoding="utf-8") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
                return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue  # it has ended
    return None


class Viewer(Driven):
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

    def why(self, trace, *steps):
        """What the command line says, as one line of words."""
        out = subprocess.run([self.loopscope, "why", trace, *[f"@{step}" for step in steps]], check=True,
                             capture_output=True, text=True).stdout
        return " ".join(out.split())

    def steps_of(self, trace, *kinds):
        """The steps at which these events stand."""
        with open(trace, encoding="utf-8") as file:
            events = [json.loads(line)["e"] for line in file.readlines()[1:]]
        events = [event for event in events if event not in ("def", "source")]
        return [i + 1 for i, event in enumerate(events) if event in kinds]

    def test_why_says_what_the_command_line_says(self):
        for sample in ("ordering", "tcp"):
            trace = self.record(sample)
            all_steps = self.steps_of(trace, "log", "task.begin")
            pairs = [(a, b) for a in all_steps[::3] for b in all_steps[1::4] if a != b][:40]
            steps = []
            for a, b in pairs:
                steps += [f"seek step {a}", "command select", f"seek step {b}", "command compare",
                          "wait loaded", f"report {self.path(f'pair-{a}-{b}.json')}"]
            self.view(trace, steps)
            for a, b in pairs:
                with open(self.path(f"pair-{a}-{b}.json"), encoding="utf-8") as file:
                    report = json.load(file)
                why = report["why"]
                self.assertEqual((why["one_step"], why["other_step"]), (a, b))
                self.assertEqual(" ".join(" ".join(why["lines"]).split()), self.why(trace, a, b))
                self.assertIn(why["lines"][0], report["screen"]["texts"])

    def test_why_of_one_says_what_it_waited_for(self):
        trace = self.record("ordering")
        for step in self.steps_of(trace, "task.begin"):
            report = self.view(trace, [f"seek step {step}", "key Enter", "key 2"])
            self.assertEqual(" ".join(" ".join(report["why"]["lines"]).split()),
                             self.why(trace, step))

    def test_a_shift_click_asks_why_and_evidence_is_clicked(self):
        trace = self.record("ordering")
        one, other = self.steps_of(trace, "log")[-2:]
        report = self.view(trace, [f"seek step {one}", "command select", f"seek step {other}",
                                   "click @at-cursor shift", "wait loaded"])
        self.assertEqual((report["why"]["one_step"], report["why"]["other_step"]), (one, other))
        self.assertIn("flag-A", report["screen"]["targets"])
        self.assertIn("flag-B", report["screen"]["targets"])
        report = self.view(trace, [f"seek step {one}", "command select", f"seek step {other}",
                                   "command compare", "wait loaded", "click @why-a"])
        self.assertEqual(report["cursor"]["step"], one)
        self.assertEqual(report["why"]["other_step"], other)

    def lint(self, trace):
        out = subprocess.run([self.loopscope, "lint", trace, "--json", "--fail-on", "none"], check=True,
                             capture_output=True, text=True).stdout
        return json.loads(out)

    def troubled_trace(self):
        """A callback that is slow and throws, timers that are late and race."""
        path = self.path("troubled.jsonl")
        ms = 1_000_000
        events = [(0, "task.queue", {"id": 1, "q": "main"}), (1, "task.begin", {"id": 1})]
        events += [(2 + i, "task.queue", {"id": 2 + i, "q": "timer", "by": 1, "due": ms, "delay": 1})
                   for i in range(2)]
        events += [(5, "task.queue", {"id": 4, "q": "check", "by": 1}), (6, "task.end", {"id": 1}),
                   (7, "start", {"mode": "default", "alive": "request", "id": 2}),
                   (2 * ms, "turn", {"n": 1, "now": 2 * ms}),
                   (2 * ms, "phase.begin", {"ph": "timers", "len": 2}),
                   (2 * ms, "task.begin", {"id": 2}),
                   (200 * ms, "task.end", {"id": 2, "error": "Error: no"}),
                   (200 * ms, "task.begin", {"id": 3}), (201 * ms, "task.end", {"id": 3}),
                   (201 * ms, "phase.end", {"ph": "timers"}),
                   (201 * ms, "phase.begin", {"ph": "check", "len": 1}),
                   (201 * ms, "task.begin", {"id": 4}), (202 * ms, "task.end", {"id": 4}),
                   (202 * ms, "phase.end", {"ph": "check"}),
                   (203 * ms, "stop", {"alive": "none", "id": 0}), (203 * ms, "end", {"exit": 0})]
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"loopscope":1}\n')
            for t, event, fields in events:
                file.write(json.dumps({"t": t, "e": event, **fields}) + "\n")
        return path

    def test_lints_are_those_of_the_command_line(self):
        for trace in (self.record("ordering"), self.record("tcp"), self.troubled_trace()):
            truth = self.lint(trace)
            report = self.view(trace, ["key 4", "wait loaded"])
            self.assertEqual(report["lints"]["counts"], truth["counts"])
            fields = ("lint", "step", "what", "advice")
            found, wanted = (sorted(tuple(each[field] for field in fields) for each in findings)
                             for findings in (report["lints"]["findings"], truth["findings"]))
            self.assertEqual(found, wanted)
            if not wanted:
                self.assertIn("Nothing found.", report["screen"]["texts"])
        self.assertLess({"uncaught", "slow-callback", "late-timer", "race"}, {*truth["counts"], ""})

    def test_a_click_on_a_finding_goes_there_and_a_race_is_explained(self):
        trace = self.troubled_trace()
        race = next(each for each in self.lint(trace)["findings"] if each["lint"] == "race")
        report = self.view(trace, ["key 4", "wait loaded", "click @lint-race", "click @lint-1",
                                   "wait loaded"], "--size", "1920x1080")
        self.assertEqual({each["lint"] for each in report["lints"]["findings"]}, {"race"})
        self.assertEqual(report["cursor"]["step"], race["step"])
        self.assertEqual(report["why"]["other_step"], race["other_step"])
        self.assertEqual(report["why"]["verdict"], "race")

    def alive(self, trace, *step):
        out = subprocess.run([self.loopscope, "alive", trace, "--json", *step], check=True,
                             capture_output=True, text=True).stdout
        return json.loads(out)

    def test_what_keeps_the_loop_alive_is_that_of_the_command_line(self):
        seen = 0
        for sample in ("why-alive", "tcp"):
            trace = self.record(sample)
            waits = self.alive(trace)["waits"]
            for step in (12, 25, 40):
                truth = self.alive(trace, "--step", str(step))
                report = self.view(trace, [f"seek step {step}", "key 5", "wait loaded"],
                                   "--size", "1920x1080")
                for each in truth["alive"]:
                    del each["id"]
                self.assertEqual(report["alive"]["alive"], truth["alive"], (sample, step))
                self.assertEqual(report["alive"]["count"], len(truth["alive"]))
                self.assertEqual(report["alive"]["waits"],
                                 [{field: wait[field] for field in ("step", "took", "why", "ended")}
                                  for wait in waits])
                seen += len(truth["alive"])
        self.assertGreater(seen, 5)

    def test_an_unrefd_timer_is_not_among_what_keeps_the_loop_alive(self):
        trace = self.record("why-alive")
        report = self.view(trace, ["seek step 25"], "--size", "1920x1080")
        texts = report["screen"]["texts"]
        self.assertIn("never missed#7", texts)  # it waits
        self.assertFalse([text for text in texts if text.startswith("never missed#7   ")])
        self.assertTrue([text for text in texts if text.startswith("refresh the cache#6   timer")])

    def test_a_click_goes_where_it_was_opened_and_to_a_wait(self):
        trace = self.record("tcp")
        thing = self.alive(trace, "--step", "40")["alive"][0]
        steps = ["seek step 40", "key 5", "wait loaded"]
        report = self.view(trace, [*steps, "click @alive-1"], "--size", "1920x1080")
        self.assertEqual(report["cursor"]["step"], 40)  # only selected
        self.assertNotEqual(report["cursor"]["selected"], "")
        report = self.view(trace, [*steps, "click @alive-1-origin"], "--size", "1920x1080")
        self.assertEqual(report["cursor"]["step"], thing["since_step"])
        report = self.view(trace, [*steps, "click @wait-1"], "--size", "2560x1440")
        self.assertEqual(report["cursor"]["step"], report["alive"]["waits"][0]["step"])

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

    def long_trace(self, tasks):
        """Ticks, three lines each."""
        path = self.path("long.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"loopscope":1}\n')
            for i in range(1, tasks + 1):
                file.write(f'{{"t":{9 * i},"e":"task.queue","id":{i},"q":"tick"}}\n'
                           f'{{"t":{9 * i + 1},"e":"task.begin","id":{i}}}\n'
                           f'{{"t":{9 * i + 2},"e":"task.end","id":{i}}}\n')
        return path

    def test_cancelling_keeps_what_was_read(self):
        path, writer = self.endless_run()
        report = self.view(path, ["command cancel-loading", "wait loaded"], first="wait frames 20")
        writer.join()
        self.assertTrue(self.reader_left)
        self.assertGreater(report["trace"]["events"], 0)
        self.assertTrue(any("cancelled" in text for text in report["screen"]["texts"]))

    def test_the_first_picture_does_not_wait_for_the_rest(self):
        trace = self.view(self.long_trace(600_000))["trace"]
        self.assertEqual(trace["events"], 1_800_000)
        self.assertLess(trace["first_picture_s"], max(1, trace["loaded_s"]))

    def test_an_idle_window_costs_nothing(self):
        trace = self.record("ordering")
        window = subprocess.Popen([self.loopscope, "view", trace],
                                  env={**os.environ, "HOME": self.folder}, start_new_session=True)
        try:
            deadline = time.monotonic() + 60
            while cpu_seconds(trace) is None and time.monotonic() < deadline:
                time.sleep(0.2)
            time.sleep(5)
            before = cpu_seconds(trace)
            time.sleep(3)
            self.assertLess(cpu_seconds(trace) - before, 0.03)
        finally:
            os.killpg(window.pid, signal.SIGTERM)
            window.wait()

    def test_the_menu_has_the_commands(self):
        report = self.view(self.record("ordering"), ["click @menu", "move @menu-Look",
                                                     "click @menu-Look", "click @menu-layout-teach"])
        self.assertEqual(report["layout"], "teach")

    def test_a_file_can_be_dropped(self):
        other = self.record("tcp")
        report = self.view(self.record("ordering"), [f"drop {other}"])
        self.assertTrue(any("tcp.jsonl" in text for text in report["screen"]["texts"]))

    def test_of_a_merged_trace_one_loop_is_shown(self):
        merged = self.path("merged.jsonl")
        subprocess.run([self.loopscope, "merge", self.record("ordering"), self.record("tcp"), "-o",
                        merged], check=True, stdout=subprocess.DEVNULL)
        seen, ids = set(), {}
        for steps in (["seek step 60"], ["seek step 60", "command next-loop"]):
            cursor = self.view(merged, steps)["cursor"]
            seen.add(cursor["loop"])
            for queue, tasks in cursor["queues"].items():
                ids.setdefault(queue, []).extend(tasks)
        self.assertEqual(len(seen), 2)
        truth = {queue: sorted(task["id"] for task in tasks)
                 for queue, tasks in self.state(merged, 60)["queues"].items()}
        self.assertEqual({queue: sorted(tasks) for queue, tasks in ids.items()}, truth)

    def test_source_comes_from_the_trace(self):
        trace = self.record("ordering")
        with open(trace, encoding="utf-8") as file:
            lines = file.readlines()
        places = [json.loads(line) for line in lines if '"location"' in line]
        source = {"t": 0, "e": "source", "file": places[0]["text"], "n": 1,
                  "text": "".join(f"text of line {i}\n" for i in range(1, 400))}
        lines.insert(1, json.dumps(source) + "\n")
        with open(trace, "w", encoding="utf-8") as file:
            file.writelines(lines)
        report = self.view(trace, ["command task", "command step", "command step"])
        self.assertTrue(any(text.startswith("text of line") for text in report["screen"]["texts"]))

    def test_everything_grows_with_the_monitors_scale(self):
        trace = self.record("ordering")
        small = self.view(trace, [], "--size", "1280x720")["screen"]["targets"]
        large = self.view(trace, [], "--size", "2560x1440", "--scale", "2")["screen"]["targets"]
        for name in ("layout-teach", "menu", "minimap"):
            tall = [target[name][3] - target[name][1] for target in (small, large)]
            self.assertAlmostEqual(tall[1] / tall[0], 2, delta=0.1)

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
        done = subprocess.run([self.loopscope, "view", "T.jsonl"], capture_output=True, text=True,
                              env=environment)
        self.assertEqual(done.returncode, 2)
        self.assertIn("loopscope timeline", done.stderr)


if __name__ == "__main__":
    sys.exit(main())
