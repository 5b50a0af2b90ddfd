"""Coverage-guided fuzzing of the readers with atheris, which is not part of the lock.

    .venv/bin/uv pip install --python .venv/bin/python --group fuzz
    .venv/bin/python -m tests.fuzz [text|vcf|maf …] [--minutes 10] [--folder DIR]

Each target runs for so many minutes. An input that breaks a promise (`tests/fuzz/targets.py`) is written to
`DIR/<target>/crash-…`: give it to `tests/etl/test_fuzz_findings.py`, then mend what it shows. What reached
new code is kept in `DIR/<target>/corpus` and starts the next run.
"""

import argparse
import subprocess
import sys
from pathlib import Path

NAMES = ("text", "vcf", "maf")
WORDS = (
    *(b"\t", b"\n", b"\r\n", b"\r", b'"', b"#", b"#CHROM", b"##fileformat=VCFv4.2", b"##INFO=<ID=", b"CSQ="),
    *(
        b"GT:AD:DP",
        b"0/1",
        b"./.",
        b"<DEL>",
        b"<NON_REF>",
        b"*",
        b"PASS",
        b"\x1f\x8b\x08",
        b"BZh9",
        b"PK\3\4",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"chr7",
        b"GRCh38",
        b"NA",
        b"1e400",
        b"12.0",
        b"TUMOR",
        b"NORMAL",
        b"%3D",
    ),
)


def seeds(folder: Path, name: str) -> None:
    """Inputs to begin with: a sound file of the target, plain and compressed."""
    from tests.etl.core.delivered import COMPRESSIONS
    from tests.etl.test_fuzz_findings import SOUND

    folder.mkdir(parents=True, exist_ok=True)
    for way, packed in COMPRESSIONS.items():
        (folder / f"seed {way}").write_bytes(packed(SOUND[name]))


def spelt(word: bytes) -> str:
    """A word of a dictionary as libFuzzer reads it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n'


def fuzz(name: str, arguments: list[str]) -> None:
    """Run one target in this process; libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["etl"]):
        from tests.fuzz.targets import TARGETS

    atheris.Setup([sys.argv[0], *arguments], TARGETS[name])
    atheris.Fuzz()


def main() -> int:
    """Fuzz each target in a process of its own; 1 if one of them found something."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="target", help="text, vcf, maf (default: all)")
    parser.add_argument("--minutes", type=float, default=10, help="for each target (default 10)")
    parser.add_argument(
        "--folder", type=Path, default=Path("fuzz"), help="corpus and findings (default fuzz/)"
    )
    parser.add_argument("--in-process", help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = options.folder.resolve()
    if options.in_process:
        here = folder / options.in_process
        fuzz(
            options.in_process,
            [
                f"-max_total_time={round(60 * options.minutes)}", "-max_len=4096", "-timeout=60",
                "-rss_limit_mb=4096", f"-dict={here / 'words.txt'}", f"-artifact_prefix={here}/",
                str(here / "corpus"),
            ],
        )  # fmt: skip
    found = False
    for name in options.targets or NAMES:
        seeds(folder / name / "corpus", name)
        (folder / name / "words.txt").write_text("".join(map(spelt, WORDS)), encoding="ascii")
        command = [sys.executable, "-m", "tests.fuzz", "--in-process", name]
        command += ["--minutes", str(options.minutes), "--folder", str(folder)]
        found |= subprocess.run(command, check=False).returncode != 0
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
