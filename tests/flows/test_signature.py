"""`leaderhouse signature`: what is listed, imported and chosen, and that the next night follows."""

import json
from pathlib import Path

import pytest

from flows import signature, unchanged
from flows.outcome import Refused
from flows.settings import Settings
from flows.signature_versions import known
from tests.flows.conftest import Ask, Night, command
from tests.flows.small import write_gdc
from warehouse import signatures as store
from warehouse.errors import WarehouseError
from warehouse.layout import Home

RULE = {
    "min_variants": 1,
    "variant_classes": None,
    "filter_policy": "not_failed",
    "min_callable_fraction": 1.0,
}


def bring(home: Path, content: str, signature_id: str | None = "ours", citation: str = "doi 10.1/x") -> str:
    """Import a file; the name of the version that is kept."""
    path = home.parent / "genes.csv"
    path.write_text(content)
    version, _, _ = signature.import_file(
        Home(home),
        path,
        signature_id=signature_id,
        citation=citation,
        title=None,
        status="exploratory",
        evidence=None,
        caveat=None,
        build=None,
        rule=RULE,
    )
    return version.name


def files(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_changed_list_is_a_new_version_and_the_same_is_none(home: Path) -> None:
    assert bring(home, "gene\nNUP93\nNAE1\n") == "ours@1"
    before = files(home)
    assert bring(home, "symbol\nNAE1\nNUP93\n") == "ours@1"  # other order, other header, same genes
    assert files(home) == before
    assert bring(home, "gene\nNUP93\n") == "ours@2"
    assert bring(home, "gene\nNUP93\n", citation="doi 10.1/y") == "ours@3"
    assert bring(home, "gene\nNUP93\nNAE1\n") == "ours@4"  # an old list again is a new decision
    assert [
        (one.signature_version, one.is_current) for one in known(Home(home)) if one.signature_id == "ours"
    ] == [
        (4, True),
        (3, False),
        (2, False),
        (1, False),
    ]
    [first] = [one for one in store.read(Home(home)) if one.signature_version == 1]
    assert [row["gene_symbol"] for row in first.targets] == ["NUP93", "NAE1"]


def test_a_file_name_is_never_a_formula(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "=cmd\x1b[31m.csv"
    path.write_text("gene\nMLL\n")
    options = {"title": None, "evidence": None, "caveat": None, "build": None, "rule": RULE}
    version, _, notes = signature.import_file(
        Home(home), path, signature_id="ours", citation="c", status="partial", **options
    )
    [kept] = store.read(Home(home))
    texts = (version.title, kept.source, *notes)
    assert all(text.isprintable() for text in texts)
    assert not kept.source.startswith("=")


def test_the_listed_signature_becomes_callable_by_its_import(home: Path) -> None:
    with pytest.raises(Refused, match="listed, not callable"):
        signature.set_default(Home(home), "pedro2020_16qmc")
    assert bring(home, "gene\nNUP93\n", "pedro2020_16qmc") == "pedro2020_16qmc@1"
    assert signature.set_default(Home(home), "pedro2020_16qmc").name == "pedro2020_16qmc@1"
    states = [(one.name, one.is_callable, one.is_default) for one in known(Home(home)) if "pedro" in one.name]
    assert states == [("pedro2020_16qmc@1", True, True), ("pedro2020_16qmc@0", False, False)]


@pytest.mark.parametrize(
    ("signature_id", "content", "told"),
    [
        ("chr16q_arm", "gene\nNUP93\n", "comes with Leaderhouse"),
        ("Ours", "gene\nNUP93\n", "cannot be a signature's id"),
        ("../ours", "gene\nNUP93\n", "cannot be a signature's id"),
        ("x" * 10_000, "gene\nNUP93\n", "cannot be a signature's id"),
        ("ours", "gene\nNUPP93\n", r"genes.csv, line 2: gene NUPP93 is not known"),
        ("ours", "", "genes.csv: is empty"),
    ],
)
def test_a_refused_import_leaves_nothing(home: Path, signature_id: str, content: str, told: str) -> None:
    with pytest.raises(Refused, match=told) as refusal:
        bring(home, content, signature_id)
    assert len(str(refusal.value)) < 500
    assert not home.exists()


def test_an_import_that_the_disk_refuses_leaves_nothing(home: Path) -> None:
    bring(home, "gene\nNUP93\n")
    before = files(home)
    (home / "signatures" / "blocked").write_text("a file where a folder should be")
    with pytest.raises(WarehouseError, match="Nothing was imported"):
        bring(home, "gene\nNUP93\n", "blocked")
    assert not list((home / "signatures").glob(".*"))
    (home / "signatures" / "blocked").unlink()
    assert files(home) == before


@pytest.mark.parametrize("name", ["targets.csv", "signature.json"])
def test_a_version_that_was_changed_by_hand_is_told(home: Path, name: str) -> None:
    bring(home, "gene\nNUP93\n")
    path = home / "signatures" / "ours" / "1" / name
    text = path.read_text()
    path.write_text(
        text.replace("NUP93", "NAE1")
        if name == "targets.csv"
        else text.replace('"min_variants": 1', '"min_variants": 0')
    )
    with pytest.raises(WarehouseError, match="was changed after it was imported"):
        known(Home(home))
    path.write_text(text[: len(text) // 2])
    with pytest.raises(WarehouseError, match=r"ours/1 (cannot be read|was changed)"):
        known(Home(home))


def test_commands(home: Path) -> None:
    listed = command("signature", "list", "--home", home)
    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [
        "aacr2019_leader_16q@1",
        "*",
        "pedro2020_16qmc@0",
    ]
    genes = home.parent / "our_genes.tsv"
    genes.write_text("symbol\nNUP93\nMLL\n")
    for wrong in (
        ("import", genes),
        ("import", genes, "--citation", " "),
        ("import", genes, "--citation", "=1+1"),
        ("import", genes, "--citation", "x", "--min-callable-fraction", "0"),
        ("import", genes, "--citation", "x", "--build", "hg18"),
        ("import", home.parent, "--citation", "x"),
        ("import", home.parent / "nowhere.csv", "--citation", "x"),
    ):
        done = command("signature", *wrong, "--home", home)
        assert done.returncode == 2, wrong
        assert "Traceback" not in done.stderr
    assert not home.exists()
    done = command("signature", "import", genes, "--citation", "doi 10.1/x", "--home", home)
    assert done.returncode == 0
    assert "MLL is KMT2A" in done.stdout
    assert "Imported our_genes@1: 2 genes." in done.stdout
    again = command("signature", "import", genes, "--citation", "doi\n10.1/x", "--home", home)
    assert "Nothing new: our_genes@1 says the same already." in again.stdout
    shown = json.loads(command("signature", "show", "our_genes", "--json", "--home", home).stdout)
    assert (shown["citation"], shown["rule"]["variant_classes"]) == ("doi 10.1/x", "nonsilent")
    assert "KMT2A" in command("signature", "show", "our_genes@1", "--home", home).stdout
    missing = command("signature", "set-default", "our_gene", "--home", home)
    assert missing.returncode == 1
    assert missing.stderr == "No signature is called our_gene; the nearest known one is 'our_genes'.\n"
    chosen = command("signature", "set-default", "our_genes@1", "--home", home)
    assert chosen.stdout == "The default is our_genes@1, from the next night on.\n"


def test_the_next_night_follows(tmp_path: Path, run_night: Night, ask: Ask) -> None:
    write_gdc(tmp_path / "raw", patients=range(1, 5))
    home, settings = Home(tmp_path), Settings.of(tmp_path)
    bring(tmp_path, "gene\nTP53\n")
    assert bring(tmp_path, "gene\nKRAS\n") == "ours@2"
    signature.set_default(home, "ours@1")
    assert run_night(tmp_path).status == "published"
    versions = ask(
        tmp_path,
        "SELECT DISTINCT signature_version FROM marts.fct_leader_signature "
        "WHERE signature_id = 'ours' ORDER BY ALL",
    )
    assert versions == [(1,), (2,)]
    carried = "SELECT DISTINCT leader_signature_id, leader_signature_version FROM marts.dim_patient"
    assert ask(tmp_path, carried) == [("ours", 1)]
    outcome = ask(tmp_path, "SELECT DISTINCT leader_signature_id FROM marts.fct_outcome")
    assert outcome == [("ours",)]
    assert ask(tmp_path, "SELECT DISTINCT gene_symbol FROM marts.fct_mutation WHERE is_leader_variant") == [
        ("TP53",)
    ]
    assert ask(tmp_path, "SELECT origin, citation FROM reference.signature WHERE is_default") == [
        ("imported", "doi 10.1/x")
    ]
    # nothing to do, until something is imported or another default is chosen
    assert unchanged.check(settings) is not None
    assert bring(tmp_path, "gene\nKRAS\n") == "ours@2"
    assert unchanged.check(settings) is not None
    signature.set_default(home, "ours")
    assert unchanged.check(settings) is None
    signature.set_default(home, "ours@1")
    assert unchanged.check(settings) is not None
    bring(tmp_path, "gene\nEGFR\n")
    assert unchanged.check(settings) is None
    # a default that is not there any more stops the night with a sentence, and the former version serves
    store.set_default(home, "gone", None)
    night = run_night(tmp_path)
    assert night.status == "not_published"
    assert "default signature gone is not there" in night.message
    assert ask(tmp_path, carried) == [("ours", 1)]
