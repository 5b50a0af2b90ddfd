"""`make bench`: what the night and its readers cost, as ratios within one run: the machine cancels out.

    python -m tests.bench [night] [maf] [vcf] [--repeat N] [--rows N] [--records N] …

Prints Markdown. Each part says in its module what it measures; the bars are the project's promise.
"""

import argparse
import tempfile
from pathlib import Path

from tests.bench import bench_maf, bench_night, bench_vcf

PARTS = {"night": bench_night, "maf": bench_maf, "vcf": bench_vcf}


def main() -> None:
    """Measures and prints, part by part."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--repeat", type=int, default=5, help="rounds that count (default 5)")
    for part in PARTS.values():
        part.add_options(parser)
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]!r}: there are {', '.join(PARTS)}")
    for name in options.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="leaderhouse-bench-") as folder:
            print(f"\n## {name}\n")
            for text in PARTS[name].report(options, Path(folder)):
                print(text, flush=True)


if __name__ == "__main__":
    main()
