"""How soon the next picture is read after one that made the decoder crash: `python -m tests.bench.crashes`."""

from __future__ import annotations

import argparse
import io
import statistics
import time

from PIL import Image

from gan_core.base.errors import GanError
from gan_core.pictures.cell import Cell
from gan_core.pictures.decoding import Wanted
from tests import wicked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--act", default="crash", choices=[act.decode() for act in wicked.ACTS])
    arguments = parser.parse_args()
    buffer = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((1024, 768)).save(buffer, "JPEG")
    cell, waits, codes = Cell(wicked.COMMAND), [], set()
    for _ in range(arguments.count):
        try:
            cell.read(arguments.act.encode(), Wanted())
        except GanError as fault:
            codes.add(fault.code)
        began = time.perf_counter()
        assert cell.read(buffer.getvalue(), Wanted(long=1024)).image.shape == (768, 1024, 3)
        waits.append(1000 * (time.perf_counter() - began))
    cell.close()
    waits.sort()
    median, late = statistics.median(waits), waits[len(waits) * 99 // 100]
    print(f"{len(waits)} times {arguments.act}, told as {codes}; the next picture after, in ms:")
    print(f"median {median:.0f}, 99 in 100 within {late:.0f}, most {waits[-1]:.0f}")


if __name__ == "__main__":
    main()
