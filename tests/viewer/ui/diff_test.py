#!/usr/bin/env python3
"""Drives the comparison of two runs in loopscope-viewer, and holds it against `loopscope diff`.

usage: diff_test.py LOOPSCOPE
"""
import json
import os
import subprocess
import sys

from driven import Driven, main, pixels

QUEUES = {1: "tick", 2: "microtask", 3: "check", 4: "io"}


class Diffs(Driven):
    def write(self, name, order, queued=(1, 2, 3, 4), end=True):
        """A run of a main script that queues these tasks and calls them in this order; each prints a line."""
        events = [{"e": "def", "kind": "name", "n": 1, "text": "main"},
                  {"e": "task.queue", "id": 9, "q": "main", "name": 1}, {"e": "task.begin", "id": 9}]
        events += [{"e": "task.queue", "id": i, "q": QUEUES[i], "by": 9} for i in queued]
        events += [{"e": "task.end", "id": 9}]
        for i in order:
            events += [{"e": "task.begin", "id": i}, {"e": "log", "text": f"line {i}", "by": i},
                       {"e": "task.end", "id": i}]
        if end:
            events.append({"e": "end"})
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write('{"loopscope":1}\n')
            for t, event in enumerate(events):
                file.write(json.dumps({"t": 1000 * t, **event}) + "\n")
        return self.path(name)

    def diff(self, one, other):
        out = subprocess.run([self.loopscope, "diff", one, other, "--json"], check=False,
                             capture_output=True, text=True).stdout
        return json.loads(out)

    def compare(self, one, other, steps=(), *options, code=0):
        return self.view(one, steps, "--diff", other, *options, code=code)

    def check_against_diff(self, one, other):
        """The panel says what the command line says; returns the report."""
        report = self.compare(one, other)
        shown, truth = report["diff"], self.diff(one, other)
        for field in ("related", "same_order", "common", "in_one", "in_other"):
            self.assertEqual(shown[field], truth[field], field)
        for field in ("only_one", "only_other"):
            self.assertEqual(shown[field], truth[field]["count"])
        counts = shown["counts"]
        if truth["related"]:
            self.assertEqual(counts["same"] + counts["flipped"] + counts["elsewhere"], truth["common"])
            self.assertEqual(counts["only-one"], truth["in_one"] - truth["common"])
            self.assertEqual(counts["only-other"], truth["in_other"] - truth["common"])
        self.assertEqual("parting" in shown, "parting" in truth)
        for side in ("one", "other") if "parting" in truth else ():
            said, true = shown["parting"][side], truth["parting"][side]
            self.assertEqual(said["sentence"], true["sentence"])
            self.assertEqual(said["verdict"], true["verdict"])
            self.assertEqual(said["first"], true["first"]["label"])
            self.assertIn(true["sentence"], report["screen"]["texts"])
        self.assertIn(shown["sentence"], report["screen"]["texts"])
        return report

    def test_where_the_orders_part_is_marked_in_both_places_and_explained(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        report = self.check_against_diff(one, other)
        shown = report["diff"]
        self.assertEqual(shown["counts"]["flipped"], 2)
        self.assertEqual(shown["differences"], 2)
        self.assertIn("the orders part here", report["screen"]["texts"])
        for name in ("diff-mark", "difference"):
            self.assertIn(name, report["screen"]["targets"])
        mark = shown["lines"][shown["mark"] - shown["lines"][0]["line"]]
        self.assertEqual((mark["beside"], mark["one"], mark["other"]["label"]), ("flipped", None, "io#4"))
        self.assertEqual(shown["mark_step"], shown["parting"]["one"]["first_step"])
        for name in ("a.jsonl", "b.jsonl"):
            self.assertIn(name, report["screen"]["texts"])

    def test_recorded_runs_of_both_profiles(self):
        for sample in ("ordering", "why-alive", "closing", "tcp"):
            traces = []
            for profile in ("classic", "modern"):
                path = self.path(f"{sample}-{profile}.jsonl")
                subprocess.run([self.loopscope, "sample", sample, "--virtual-time", "--loop", profile,
                                "-o", path], check=True, stdout=subprocess.DEVNULL)
                traces.append(path)
            self.check_against_diff(*traces)

    def test_a_program_as_commonjs_and_as_module(self):
        source = ("process.nextTick(() => console.log('tick'));\n"
                  "Promise.resolve().then(() => console.log('promise'));\nconsole.log('main');\n")
        traces = []
        for ending in ("cjs", "mjs"):
            with open(self.path("a." + ending), "w", encoding="utf-8") as file:
                file.write(source)
            traces.append(self.path(f"a.{ending}.jsonl"))
            done = subprocess.run([self.loopscope, "run", "-o", traces[-1], self.path("a." + ending)],
                                  check=False, capture_output=True, text=True)
            if done.returncode != 0:
                self.skipTest("this loopscope runs no JavaScript: " + done.stderr)
        report = self.check_against_diff(*traces)
        self.assertEqual(report["diff"]["counts"]["flipped"], 2)
        self.assertTrue(report["diff"]["parting"]["one"]["first"].startswith("tick"))
        self.assertTrue(report["diff"]["parting"]["other"]["first"].startswith("then"))

    def test_equal_runs_stand_line_by_line(self):
        one = self.write("a.jsonl", [1, 2, 3, 4])
        report = self.check_against_diff(one, self.write("b.jsonl", [1, 2, 3, 4]))
        self.assertEqual({line["beside"] for line in report["diff"]["lines"]}, {"same"})
        self.assertEqual([line["one"] for line in report["diff"]["lines"]],
                         [line["other"] for line in report["diff"]["lines"]])
        self.assertNotIn("difference", report["screen"]["targets"])
        self.assertIn("no differences", report["screen"]["texts"])

    def test_what_one_run_alone_did_is_told_and_where_it_waits(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 2, 4])
        report = self.check_against_diff(one, other)
        self.assertEqual(report["diff"]["counts"]["only-one"], 2)
        self.assertTrue(any("never ran" in text for text in report["screen"]["texts"]))
        self.assertIn("Only in a.jsonl", report["screen"]["texts"])
        report = self.check_against_diff(other, one)
        self.assertEqual(report["diff"]["counts"]["only-other"], 2)
        self.assertIn("not in this run", report["screen"]["texts"])

    def test_unrelated_runs_get_a_sentence(self):
        one = self.write("a.jsonl", [1, 2], queued=(1, 2))
        other = self.write("b.jsonl", [3, 4], queued=(3, 4))
        report = self.check_against_diff(one, other)
        self.assertFalse(report["diff"]["related"])
        self.assertEqual(report["diff"]["lines"], [])

    def test_a_click_on_a_line_moves_the_cursor(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        lines = self.compare(one, other)["diff"]["lines"]
        for line in (each for each in lines if each["one"] is not None):
            report = self.compare(one, other, [f"click @diff-one-{line['line']}"])
            self.assertEqual(report["cursor"]["step"], line["one"]["step"])
            self.assertEqual(report["cursor"]["selected"], line["one"]["label"])
            self.assertEqual(report["diff"]["chosen"], line["line"])
        flipped = next(line for line in lines if line["one"] is None)
        here = self.compare(one, other, [f"click @diff-other-{flipped['line']}"])
        self.assertEqual(here["cursor"]["step"], here["diff"]["mark_step"] - 1)
        there = self.compare(one, other, [f"click @diff-one-{flipped['line']}"])  # "4 lines below"
        self.assertEqual(there["cursor"]["selected"], flipped["other"]["label"])

    def test_keys_go_from_difference_to_difference(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        first = self.compare(one, other, ["key F7"])["diff"]["chosen"]
        report = self.compare(one, other, ["key F7", "click @next-difference"])
        self.assertGreater(report["diff"]["chosen"], first)
        self.assertEqual(report["cursor"]["selected"], "io#4")
        self.assertIn("difference 2 of 2", report["screen"]["texts"])
        report = self.compare(one, other, ["key F7", "key F7", "key F7"])
        self.assertIn("That was the last difference.", report["screen"]["texts"])
        report = self.compare(one, other, ["key F7", "key F7", "key Shift+F7"])
        self.assertEqual(report["diff"]["chosen"], first)
        report = self.compare(one, other, ["key F7", "key End"])  # the cursor goes elsewhere
        self.assertNotIn("chosen", report["diff"])

    def test_evidence_of_either_run_leads_to_its_line(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        for side in ("one", "other"):
            report = self.compare(one, other, [f"click @diff-why-{side}-1"], "--size", "2560x1440")
            line = next(line for line in report["diff"]["lines"]
                        if line["line"] == report["diff"]["chosen"])
            self.assertEqual(line[side]["step"], report["diff"]["parting"][side]["first_step"])
        self.assertEqual(report["cursor"]["step"], report["diff"]["mark_step"] - 1)

    def test_the_panels_can_be_left_and_found_again(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        report = self.compare(one, other, ["key 1", "key 3"])
        self.assertEqual(report["diff"]["lines"], [])
        sentence = report["diff"]["parting"]["other"]["sentence"]
        self.assertNotIn(sentence, report["screen"]["texts"])
        report = self.compare(one, other, ["key 1", "key 3", "key F3", "key 6"])
        self.assertEqual(report["layout"], "debug")
        self.assertIn(sentence, report["screen"]["texts"])
        self.assertGreater(len(report["diff"]["lines"]), 5)

    def test_what_cannot_be_read_gets_a_sentence_in_the_panel_and_on_stderr(self):
        one = self.write("a.jsonl", [1, 2, 3, 4])
        for name, text, says in (
                ("empty.jsonl", "", "is empty"), ("text.jsonl", "hello\n", "text.jsonl"),
                ("newer.jsonl", '{"loopscope":2}\n', "2"),
                ("header.jsonl", '{"loopscope":1}\n', "no events"), ("none.jsonl", None, "No such file")):
            if text is not None:
                with open(self.path(name), "w", encoding="utf-8") as file:
                    file.write(text)
            report = self.compare(one, self.path(name), code=2)
            problem = report["diff"]["problem"]
            self.assertIn(says, problem)
            self.assertIn(problem, self.stderr)
            self.assertTrue(any(text.startswith(problem[:30]) for text in report["screen"]["texts"]))
            self.assertEqual(report["error"], "")
            self.assertEqual(report["trace"]["problems"], 0)

    def test_the_readable_part_of_a_damaged_run_is_compared(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 2, 4, 3], end=False)
        with open(other, encoding="utf-8") as file:
            lines = file.readlines()
        lines[7] = '{"t":1,"e":\n'
        with open(other, "w", encoding="utf-8") as file:
            file.writelines(lines)
        report = self.check_against_diff(one, other)
        self.assertIn("b.jsonl:8:", self.stderr)
        self.assertEqual(len(report["diff"]["notes"]), 2)
        for note in report["diff"]["notes"]:
            self.assertIn(note, report["screen"]["texts"])

    def long_run(self, name, tasks, swapped):
        """Ticks that one task queued; at each of `swapped` it and the next one change places."""
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"loopscope":1}\n')
            for i in range(1, tasks + 1):
                file.write(f'{{"t":{i},"e":"task.queue","id":{i},"q":"tick"}}\n')
            order = list(range(1, tasks + 1))
            for i in swapped:
                order[i - 1], order[i] = order[i], order[i - 1]
            for i in order:
                file.write(f'{{"t":{tasks + 1},"e":"task.begin","id":{i}}}\n'
                           f'{{"t":{tasks + 2},"e":"task.end","id":{i}}}\n')
            file.write(f'{{"t":{tasks + 3},"e":"end"}}\n')
        return path

    def test_long_runs_are_compared_beside_the_window(self):
        tasks, swapped = 150_000, range(100, 150_000, 500)
        one = self.long_run("a.jsonl", tasks, [])
        other = self.long_run("b.jsonl", tasks, swapped)
        report = self.check_against_diff(one, other)
        self.assertEqual(report["diff"]["counts"]["flipped"], len(swapped))
        self.assertEqual(report["diff"]["differences"], 2 * len(swapped))
        report = self.compare(one, other, ["forget-times", "click @diff-bar:0.5:0.99",
                                           "wheel @diff-bar:-20:0.5 3", "wait frames 5"])
        self.assertGreater(report["diff"]["lines"][0]["line"], 140_000)
        self.assertLess(report["frames"]["median_ms"], 20)

    def test_cancelling_leaves_the_first_run(self):
        other, writer = self.endless_run()
        report = self.view(self.write("a.jsonl", [1, 2, 3, 4]), [
            f"report {self.path('before.json')}", "click @end-comparison", "wait frames 3", "key End"],
            "--diff", other, first="wait frames 20")
        writer.join()
        self.assertTrue(self.reader_left)
        self.assertEqual(report["diff"], {})
        self.assertEqual(report["cursor"]["step"], report["trace"]["events"])
        with open(self.path("before.json"), encoding="utf-8") as file:
            before = json.load(file)
        self.assertTrue(before["diff"]["busy"])
        self.assertIn("Loading pipe.jsonl", before["screen"]["texts"])

    def test_the_dialog_opens_a_second_run(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        report = self.view(one, ["key 6"])
        self.assertIn("compare-with", report["screen"]["targets"])
        report = self.view(one, ["key 6", "click @compare-with", "wait frames 3", f"text {other}",
                                 "key Enter", "wait loaded"])
        self.assertEqual(report["diff"]["path"], other)
        self.assertTrue(report["diff"]["related"])
        report = self.view(one, [f"compare {other}", "click @end-comparison"])
        self.assertEqual(report["diff"], {})

    def test_a_quiz_hides_it(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        report = self.compare(one, other, ["key Home", "key Q", "key 6", "key F7", "key F7"])
        self.assertTrue(report["view"]["hides"])
        self.assertEqual(report["diff"]["lines"], [])
        self.assertEqual(report["cursor"]["console"], 0)
        for name in report["screen"]["targets"]:
            self.assertFalse(name.startswith("diff"), name)
        for text in report["screen"]["texts"]:
            self.assertNotIn("came before", text)

    def test_runs_of_one_name_are_told_apart(self):
        os.mkdir(self.path("good"))
        os.mkdir(self.path("bad"))
        one, other = self.write("good/a.jsonl", [1, 2, 3, 4]), self.write("bad/a.jsonl", [1, 2, 4, 3])
        texts = self.compare(one, other)["screen"]["texts"]
        self.assertIn("good/a.jsonl", texts)
        self.assertIn("bad/a.jsonl", texts)

    def test_the_layouts_fit(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        for size in ("1280x720", "1920x1080", "2560x1440"):
            for layout in ("debug", "teach", "inspect"):
                targets = self.compare(one, other, ["key F7"], "--size", size, "--layout",
                                       layout)["screen"]["targets"]
                width, height = (int(number) for number in size.split("x"))
                for name, (x0, y0, x1, y1) in targets.items():
                    self.assertTrue(x0 >= 0 and y0 >= 0 and x1 <= width and y0 <= height,
                                    f"{name} leaves the window of {size}: {x0} {y0} {x1} {y1}")

    def test_the_mark_has_its_colour(self):
        one, other = self.write("a.jsonl", [1, 2, 3, 4]), self.write("b.jsonl", [1, 4, 2, 3])
        for theme, colour in (("dark", (0xFF, 0x8A, 0x5B)), ("light", (0xB8, 0x43, 0x00))):
            picture = self.path(theme + ".png")
            targets = self.compare(one, other, [], "--theme", theme, "--screenshot",
                                   picture)["screen"]["targets"]
            _, _, rows = pixels(picture)
            for name in ("diff-mark", "difference"):
                x0, y0, _, y1 = (int(number) for number in targets[name])
                row = rows[(y0 + y1) // 2]
                self.assertEqual(tuple(row[3 * (x0 + 4):3 * (x0 + 5)]), colour, f"{theme}: {name}")


if __name__ == "__main__":
    sys.exit(main())
