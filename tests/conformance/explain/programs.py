"""The random programs of the oracle: callbacks, sockets, and everything that queues something (random/program.py)."""
import pathlib

from callbacks import Callbacks
from program import Program
from sockets import Sockets

KINDS = [Callbacks, Sockets, Callbacks, Program]
DELAYED = 1000  # the seed of the delays of a recorded run: every second one is of a slow machine


def random_programs(directory, seeds):
    """Files, and the seed with which they are recorded."""
    for seed in seeds:
        kind = KINDS[seed % len(KINDS)]
        program = kind(seed, delegates=False) if kind is Program else kind(seed)
        name = f"{kind.__name__.lower()}{seed}.{'mjs' if getattr(program, 'is_module', False) else 'js'}"
        path = pathlib.Path(directory, name)
        path.write_text(program.text, encoding="utf-8")
        yield str(path), DELAYED + seed if seed // len(KINDS) % 2 else 0
