"""Which kinds of pairs were called a race, and which of those ever flipped."""
import collections

SHOWN = 40


class Races:
    def __init__(self):
        self.flipped, self.kept, self.examples = collections.Counter(), collections.Counter(), {}

    @staticmethod
    def group(trace, steps):
        """The rule of the race itself, which is the last step, what the two waited for, and how they are related."""
        rule, first, then = steps[-1]
        one, other = trace.runs[first], trace.runs[then]
        if one.parent is other.parent:
            related = "of one parent"
        else:
            related = f"of a {one.parent.queue if one.parent else '?'} and a {other.parent.queue if other.parent else '?'}"
        return f"{rule}: {one.queue} before {other.queue}, {related}"

    def add(self, group, flipped, texts):
        (self.flipped if flipped else self.kept)[group] += 1
        if not flipped:
            self.examples.setdefault(group, texts)

    def __str__(self):
        lines = ["races by kind: flipped, never flipped"]
        for group, kept in self.kept.most_common(SHOWN):
            lines.append(f"  {self.flipped[group]:6} {kept:6}  {group}; {self.examples[group]}")
        return "\n".join(lines)
