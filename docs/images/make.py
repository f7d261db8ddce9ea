"""Makes the README's picture of a timeline, in colours for light and for dark pages, and its text.

usage: make.py LOOPSCOPE     (./dev images does it; needs python3-rich)
"""
import html
import io
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = pathlib.Path(__file__).parent
README = HERE.parent.parent / "README.md"
SAMPLE = "ordering"
TITLE = f"loopscope timeline {SAMPLE}.jsonl"
RUNS = 20  # the picture is of the quickest: the others were disturbed

# background, text; black, red, green, yellow, blue, magenta, cyan, white
THEMES = {
    "light": ("ffffff", "1f2328",
              "24292f cf222e 116329 7d4e00 0969da 8250df 1b7c83 6e7781"),
    "dark": ("161b22", "e6edf3",
             "484f58 ff7b72 3fb950 d29922 58a6ff bc8cff 39c5cf b1bac4"),
}

# Only fonts that are there: pages show pictures without letting them load anything.
SVG = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>A timeline: the ordering puzzle, as `loopscope timeline` prints it</title>
<style>
.{unique_id}-matrix, .{unique_id}-title {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}}
.{unique_id}-matrix {{ font-size: {char_height}px; line-height: {line_height}px; white-space: pre; }}
.{unique_id}-title {{ font-size: 18px; }}
rect {{ stroke: #8b949e; }}
{styles}
</style>
{chrome}
<g class="{unique_id}-matrix" transform="translate({terminal_x}, {terminal_y})">
{matrix}
</g>
</svg>
"""


def colour(text):
    return tuple(bytes.fromhex(text))


def theme(name):
    background, foreground, colours = THEMES[name]
    eight = [colour(each) for each in colours.split()]
    return TerminalTheme(colour(background), colour(foreground), eight, eight)


def printed_to_terminal(*command):
    """What the command prints where it believes to be on a terminal, colours and all."""
    ours, its = pty.openpty()
    with subprocess.Popen(command, stdout=its, env={**os.environ, "TERM": "xterm", "NO_COLOR": ""}):
        os.close(its)
        output = b""
        while True:
            try:
                block = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            output += block
    os.close(ours)
    return output.decode().replace("\r\n", "\n")


def end_ms(timeline):
    """The time of the last line, by which runs are compared."""
    return float(re.findall(r"^(?:\x1b\[\d+m)? +(\d+\.\d+)", timeline, re.MULTILINE)[-1])


def quickest_timeline(loopscope):
    with tempfile.TemporaryDirectory() as folder:
        timelines = []
        for run in range(RUNS):
            trace = f"{folder}/{run}.jsonl"
            subprocess.run([loopscope, "sample", SAMPLE, "-o", trace], check=True,
                           stdout=subprocess.DEVNULL)
            timelines.append(printed_to_terminal(loopscope, "timeline", trace))
        return min(timelines, key=end_ms).rstrip("\n")


TEXT = re.compile(r'<text class="([^"]*)" x="([^"]*)" y="([^"]*)" textLength="([^"]*)"[^>]*>'
                  r"([^<]*)</text>")


def with_ink_only(found):
    """Without spaces at its ends, which not every viewer keeps, and so without empty pieces."""
    name, x, y, length, content = found.groups()
    content = html.unescape(content)
    ink = content.strip()
    if not ink:
        return ""
    cell = float(length) / len(content)
    x = float(x) + cell * (len(content) - len(content.lstrip()))
    escaped = html.escape(ink, quote=False)
    return f'<text class="{name}" x="{x:g}" y="{y}" textLength="{cell * len(ink):g}">{escaped}</text>'


def write_picture(text, name):
    columns = max(map(len, text.plain.splitlines()))
    console = Console(record=True, file=io.StringIO(), width=columns + 1)
    console.print(text)
    picture = console.export_svg(title=TITLE, theme=theme(name), code_format=SVG,
                                 unique_id=f"timeline-{name}")
    picture = TEXT.sub(with_ink_only, picture)
    lines = [line.strip() for line in picture.splitlines()]
    (HERE / f"{SAMPLE}-{name}.svg").write_text("\n".join(filter(None, lines)) + "\n")


def write_text(text):
    """Between the marks in the README, for those who do not see the picture."""
    mark = "<!-- timeline -->\n"
    head, _, tail = README.read_text().split(mark)
    block = "\n".join(line.rstrip() for line in text.plain.splitlines())
    README.write_text(f"{head}{mark}```text\n{block}\n```\n{mark}{tail}")


def main(loopscope):
    text = Text.from_ansi(quickest_timeline(loopscope))
    text.no_wrap = True
    for name in THEMES:
        write_picture(text, name)
    write_text(text)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
