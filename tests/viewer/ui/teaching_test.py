#!/usr/bin/env python3
"""Drives lessons and quizzes in loopscope-viewer, and looks for what would give an answer away.

usage: teaching_test.py LOOPSCOPE
"""
import json
import os
import subprocess
import sys

from driven import Driven, main, pixels


def lesson(**more):
    """Three stops at the sample `ordering`, of which the first two ask."""
    return {"lesson": 1, "title": "Orders", "about": "What comes when.", "trace": "T.jsonl",
            "record": {"sample": "ordering", "virtual_time": True},
            "viewport": {"from": {"line": "main", "side": "before"}, "to": {"line": "immediate"}},
            "stops": [
                {"at": {"line": "main"}, "note": "The main script runs first.",
                 "questions": [{"kind": "next-line", "answer": "tick"},
                               {"kind": "always", "of": ["main", "tick"], "answer": "yes",
                                "because": "A tick waits for the script."}]},
                {"at": {"line": "tick"}, "note": "A tick has run.",
                 "questions": [{"kind": "waiting", "queue": "microtask", "answer": "1"}]},
                {"at": {"line": "immediate"}, "note": "The check phase."}], **more}


class Lessons(Driven):
    def write(self, what, name="T.lesson.json"):
        with open(self.path(name), "w", encoding="utf-8") as file:
            json.dump(what, file)
        return self.path(name)

    def choice(self, line, question=0):
        """The target of a choice of the first stop."""
        asked = self.play(["key Enter"])["teaching"]["lesson"]["questions"][question]
        return "@choice-" + {each["line"]: each["label"] for each in asked["choices"]}[line]

    def play(self, steps, *options, what=None):
        return self.view(self.write(what or lesson()), steps, *options)

    def step_of(self, line):
        """How many events have happened when a line of the lesson's trace has been printed."""
        trace = self.path("truth.jsonl")
        if not os.path.exists(trace):
            subprocess.run([self.loopscope, "lesson", "record", self.path("T.lesson.json"), "-o",
                            trace], check=True, stdout=subprocess.DEVNULL)
        for step in range(self.state(trace, 0)["events"]):
            console = self.state(trace, step)["console"]
            if console and console[-1] == line:
                return step
        return self.fail(f"the trace has no line {line}")

    def test_a_lesson_is_recorded_and_opens_in_the_teach_layout(self):
        report = self.play([])
        self.assertEqual(report["layout"], "teach")
        self.assertEqual(report["view"]["axis"], "order")
        page = report["teaching"]["lesson"]
        self.assertEqual((page["title"], page["page"], page["stops"]), ("Orders", 0, 3))
        for text in ("Orders", "What comes when.", "3 stops", "Begin"):
            self.assertIn(text, report["screen"]["texts"])
        self.assertFalse(os.path.exists(self.path("T.jsonl")))

    def test_a_trace_beside_the_lesson_is_taken(self):
        subprocess.run([self.loopscope, "lesson", "record", self.write(lesson())], check=True,
                       stdout=subprocess.DEVNULL)
        what = lesson()
        del what["record"]
        self.assertEqual(self.play([], what=what)["teaching"]["lesson"]["problem"], "")

    def test_going_to_a_note_moves_the_cursor_and_says_where_one_is(self):
        report = self.play(["click @next", "click @next"])
        self.assertIn("A tick has run.", report["screen"]["texts"])
        self.assertIn("2 of 3", report["screen"]["texts"])
        self.assertEqual(report["cursor"]["step"], self.step_of("tick"))
        report = self.play(["key PageDown", "key Enter", "key Backspace", "key PageUp"])
        self.assertEqual(report["teaching"]["lesson"]["page"], 0)
        report = self.play(["key PageDown"] * 9)
        self.assertIn("0 of 0 right.", report["screen"]["texts"])
        self.assertIn("3 not answered.", report["screen"]["texts"])

    def test_a_question_is_answered_by_a_click_or_typed_and_a_miss_is_explained(self):
        report = self.play(["key Enter", f"click {self.choice('promise')}"])
        first = report["teaching"]["lesson"]["questions"][0]
        self.assertEqual(first["reply"]["head"], "the next line is")
        self.assertIn("because ticks run before microtasks", first["reply"]["sentences"][0])
        self.assertIn(first["reply"]["sentences"][0], report["screen"]["texts"])
        self.assertEqual(len(report["teaching"]["lesson"]["questions"]), 2)
        report = self.play(["key Enter", "click @answer", "text nonsense", "key Enter"])
        self.assertIn("That is none of the choices. Try again.", report["screen"]["texts"])
        self.assertEqual(report["teaching"]["lesson"]["score"]["asked"], 0)
        report = self.play(["key Enter", "click @answer", "text tick", "key Enter",
                            "click @answer", "text yes", "key Enter", "wait frames 5", "key Enter",
                            "click @answer", "text 1", "key Enter", "wait frames 5",
                            "key Enter", "key Enter"])
        self.assertIn("3 of 3 right.", report["screen"]["texts"])

    def test_while_it_asks_nothing_behind_the_cursor_is_shown(self):
        report = self.play(["key Enter", "key End", "key F2", "key Ctrl+F"])
        self.assertTrue(report["view"]["hides"])
        self.assertEqual(report["cursor"]["step"], self.step_of("main"))
        self.assertEqual(report["layout"], "teach")
        answered = self.play(["key Enter", "click @give-up", "click @give-up", "key End"])
        self.assertFalse(answered["view"]["hides"])
        self.assertGreater(answered["cursor"]["step"], report["cursor"]["step"])
        self.assertGreater(answered["screen"]["boxes"], report["screen"]["boxes"])

    def test_while_it_asks_what_waits_the_queues_are_not_shown(self):
        hidden = "hidden until you answer"
        second = ["key Enter", "click @give-up", "click @give-up", "click @next"]
        asks = self.play(second)["screen"]["texts"]
        self.assertEqual((asks.count(hidden), "Keeps the loop alive" in asks), (2, False))
        told = self.play([*second, "click @give-up", "wait frames 5"])["screen"]["texts"]
        self.assertEqual((told.count(hidden), "Keeps the loop alive" in told), (0, True))

    def test_a_lesson_can_be_left(self):
        report = self.play(["key Enter", "click @leave"])
        self.assertEqual(report["teaching"], {})
        self.assertFalse(report["view"]["hides"])

    def test_the_layouts_fit(self):
        for size in ("1280x720", "1920x1080", "2560x1440"):
            targets = self.play(["key Enter"], "--size", size)["screen"]["targets"]
            width, height = (int(number) for number in size.split("x"))
            for name, (x0, y0, x1, y1) in targets.items():
                self.assertTrue(x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height,
                                f"{name} leaves the window of {size}: {x0} {y0} {x1} {y1}")

    def test_a_right_answer_is_green_beside_its_sign(self):
        for theme, colour in (("dark", (0x4C, 0xC3, 0x8A)), ("light", (0x00, 0x73, 0x4C))):
            picture = self.path(theme + ".png")
            self.play(["key Enter", f"click {self.choice('tick')}"], "--theme", theme, "--screenshot",
                      picture)
            width, _, rows = pixels(picture)
            seen = any(tuple(row[i:i + 3]) == colour for row in rows
                       for i in range(0, 3 * width // 2, 3))
            self.assertTrue(seen, f"{theme}: nothing is green")

    def test_damaged_lessons_get_a_sentence_in_the_window(self):
        no_record = lesson()
        del no_record["record"]
        for what, says in ((lesson(stops=[]), "/stops"), (lesson(lesson=2), "/lesson"),
                           (no_record, "there is no file"),
                           (lesson(record={"sample": "none"}), "there is no sample"),
                           (lesson(record={"run": "gone.js"}), "gone.js")):
            report = self.view(self.write(what), code=2)
            self.assertIn(says, report["error"])
            self.assertIn(report["error"], report["screen"]["texts"])
        with open(self.path("bad.lesson.json"), "w", encoding="utf-8") as file:
            file.write("{")
        self.assertIn("bad.lesson.json", self.view(self.path("bad.lesson.json"), code=2)["error"])
        what = lesson()
        what["stops"][0]["at"] = {"line": "never printed"}
        page = self.play(["key Enter"], what=what)["teaching"]["lesson"]
        self.assertIn("the trace has no 'never printed'", page["problem"])


class Quizzes(Driven):
    def quiz(self, steps, *options):
        return self.view(self.trace, ["key Q", *steps], *options)

    def setUp(self):
        super().setUp()
        self.trace = self.record("ordering")
        with open(self.trace, encoding="utf-8") as file:
            events = [json.loads(line) for line in file.readlines()[1:]]
        self.lines = [event["text"] for event in events if event["e"] == "log"]

    def test_it_hides_what_comes_and_shows_what_came(self):
        report = self.quiz(["key End", "key F2", "key Ctrl+F", "key Shift+Right"])
        self.assertTrue(report["view"]["hides"])
        self.assertEqual((report["cursor"]["step"], report["cursor"]["console"]), (0, 0))
        self.assertEqual((report["layout"], report["screen"]["boxes"]), ("teach", 0))
        self.assertNotIn("Order", report["screen"]["texts"])
        report = self.quiz(["click @answer", f"text {self.lines[0]}", "key Enter"])
        self.assertEqual(report["cursor"]["console"], 1)
        self.assertEqual(report["teaching"]["quiz"]["score"]["right"], 1)

    def test_misses_are_explained_as_the_command_line_explains_them(self):
        guesses = [self.lines[i + 1] for i in range(3)]
        answers = self.path("answers.txt")
        with open(answers, "w", encoding="utf-8") as file:
            file.write("\n".join(guesses) + "\n")
        said = subprocess.run([self.loopscope, "quiz", self.trace, "--answers", answers],
                              capture_output=True, text=True, check=False).stdout
        said = " ".join(said.split())
        steps = []
        for i, guess in enumerate(guesses):
            steps += ["click @answer", f"text {guess}", "key Enter", "wait frames 3"]
            steps += [f"report {self.path(f'miss{i}.json')}", "key Enter", "wait frames 3"]
        self.quiz(steps)
        for i in range(len(guesses)):
            with open(self.path(f"miss{i}.json"), encoding="utf-8") as file:
                report = json.load(file)
            reply = report["teaching"]["quiz"]["question"]["reply"]
            self.assertEqual(reply["line"], self.lines[i])
            for sentence in (*reply["sentences"], reply["verdict"]):
                self.assertIn(" ".join(sentence.split()), said)
                self.assertIn(sentence, report["screen"]["texts"])

    def test_it_ends_with_the_score_and_can_be_left(self):
        report = self.quiz(["click @give-up", "key Enter", "wait frames 3"] * (len(self.lines) - 1))
        self.assertTrue(report["teaching"]["quiz"]["ended"])
        self.assertIn(f"0 of {len(self.lines) - 1} right.", report["screen"]["texts"])
        self.assertFalse(report["view"]["hides"])
        report = self.quiz(["click @leave"])
        self.assertEqual(report["teaching"], {})
        self.assertFalse(report["view"]["hides"])

    def test_it_begins_at_the_cursor(self):
        report = self.view(self.trace, ["key End", *["key Shift+Left"] * 5, "key Q"])
        self.assertLess(report["teaching"]["quiz"]["lines"], len(self.lines))
        report = self.view(self.trace, ["key End", "key Q"])
        self.assertEqual(report["teaching"], {})


if __name__ == "__main__":
    sys.exit(main())
