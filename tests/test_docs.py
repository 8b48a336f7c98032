"""The pages of docs/: the reference is fresh, links lead somewhere, and the method's numbers are the program's."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from pydantic import BaseModel
from strategies import BUILDER, OPERATOR, an_assessment, everything_proven, says
from test_scoring_example import example, proven_but_the_pause, with_verify_and_revoke

from opsassess.assessment import Assessment
from opsassess.engagement import Settings
from opsassess.library import find_questionnaire
from opsassess.questionnaire import EVIDENCE_LEVELS, Questionnaire
from opsassess.scoring import ItemScore, Score, score
from opsassess.scoring.explain import decimal

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
METHOD = (DOCS / "method.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def load_generator() -> ModuleType:
    spec = spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = load_generator()


# ---------------------------------------------------------------------------------------------------------------------
# The reference


def test_the_reference_is_what_the_questionnaires_say() -> None:
    run = subprocess.run([sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, check=False)

    assert (run.returncode, run.stderr) == (0, "")


def test_a_stale_reference_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "PAGE", tmp_path / "reference.md")

    assert generate.main(["--check"]) == 1  # there is none yet
    assert capsys.readouterr().err == (
        "reference.md is not what the questionnaires say. Run: python docs/generate.py\n"
    )
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    generate.PAGE.write_text(generate.PAGE.read_text(encoding="utf-8") + "a line by hand\n", encoding="utf-8")
    assert generate.main(["--check"]) == 1


def test_the_reference_has_every_item() -> None:
    page = (DOCS / "reference.md").read_text(encoding="utf-8")

    assert [item for item in find_questionnaire("agent-operability").items if f'<a id="{item}"></a>' not in page] == []


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    """Yield every key that a file of this model may have, at any depth."""
    for name, field in model.model_fields.items():
        yield name
        for part in (field.annotation, *get_args(field.annotation)):
            for inner in (part, *get_args(part)):
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    yield from keys_of(inner)


def test_the_guide_has_every_key_of_the_settings() -> None:
    guide = (DOCS / "guide.md").read_text(encoding="utf-8")
    section = guide.partition("\n## engagement.yaml\n")[2].partition("\n## ")[0]
    words = set(re.findall(r"[a-z_]+", section))
    keys = set(keys_of(Settings))

    assert {"heading_font", "severity", "since", "percent"} <= keys
    assert keys - words == set()


# ---------------------------------------------------------------------------------------------------------------------
# Links

LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\\[\[\]])*\]\(([^()\s]+)\)")


def anchors(page: Path) -> set[str]:
    """Return what a link can lead to: explicit anchors, and headings as GitHub names them."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = {link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link}
    targets = {link: (page.parent / link.partition("#")[0] if link[0] != "#" else page) for link in links}
    known = {target: anchors(target) for target in set(targets.values()) if target.suffix == ".md" and target.is_file()}

    assert [link for link, target in targets.items() if not target.exists()] == []
    assert [
        link
        for link, target in targets.items()
        if "#" in link and target in known and link.partition("#")[2] not in known[target]
    ] == []


# ---------------------------------------------------------------------------------------------------------------------
# The method


def tables_below(heading: str) -> Iterator[list[list[str]]]:
    """Yield the tables of a section of the method: rows of cells, without head and line."""
    section = METHOD.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    for lines in re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE):
        yield [[cell.strip() for cell in line.strip("|").split("|")] for line in lines.splitlines()[2:]]


def scored(case: Callable[[], tuple[Questionnaire, Assessment]]) -> Score:
    return score(*case())


def shares(result: Score, name: str) -> list[str]:
    found = result.overall if name == "overall" else result.areas[name]
    values = (found.shown, found.claimed, found.possible, found.coverage)
    return [f"{float(value):.3f}" for value in values if value is not None]


def test_the_items_of_the_worked_example() -> None:
    result = scored(example)
    table = next(tables_below("Worked example"))

    def operator(item: ItemScore) -> str:
        return "not asked" if item.operator is None else str(item.operator).replace("dont_know", "don't know")

    def evidence(item: ItemScore) -> str:
        if not item.seen:
            return ""
        age = item.seen[0].age
        return f"{item.seen[0].evidence.level}, {'today' if not age else f'{age} days'}"

    assert table == [
        [
            name,
            str(result.frame.weights[name]),
            operator(item),
            "" if item.builder is None else str(item.builder),
            evidence(item),
            EVIDENCE_LEVELS[max((seen.aged for seen in item.seen), default=0)],
            decimal(item.shown),
            decimal(item.claimed),
            decimal(item.possible),
        ]
        for name, item in result.items.items()
    ]


def test_the_areas_and_gates_of_the_worked_example() -> None:
    result = scored(example)
    _, areas, gates, _ = tables_below("Worked example")

    assert areas == [[name, *shares(result, name)] for name in (*result.areas, "overall")]
    assert [[gate, state] for gate, _, state in gates] == [[gate, state] for gate, state in result.gates.items()]
    assert (result.shown_tier, result.claimed_tier, result.is_draft) == ("T0", "T0", True)
    assert result.key_person.index == 1
    assert result.key_person.items == ("kill.revoke",)


def test_the_gaps_that_the_worked_example_names() -> None:
    result = scored(example)

    assert [(gap.item, gap.kind, gap.target, gap.steps) for gap in result.gaps] == [
        ("kill.verify", "missing", Fraction(3, 4), ("write", "walk_through")),
        ("kill.revoke", "missing", Fraction(1, 2), ("write",)),
        ("ownership.prompts", "not_written", None, ("write",)),
    ]
    assert result.smallest_set == ("kill.revoke", "kill.verify")
    for sentence in (
        "kill.verify (missing, target 0.75: write, walk through), kill.revoke (missing, target 0.5: write)",
        "ownership.prompts, which has no target but is done and named in no document (not written down)",
        "The smallest set: kill.revoke and kill.verify.",
        "Coverage is 0.859, so it is a draft.",
    ):
        assert sentence in " ".join(METHOD.split())


def test_the_variations_of_the_worked_example() -> None:
    *_, table = tables_below("Worked example")
    cases = {
        "as above": example,
        "with a drill and a page": with_verify_and_revoke,
        "all proven but the pause": proven_but_the_pause,
    }

    assert table == [
        [
            name,
            *(shares(result, part)[0] for part in ("kill", "fallback", "ownership", "overall")),
            result.reported_tier,
        ]
        for name, result in ((name, scored(case)) for name, case in cases.items())
    ]
    assert scored(with_verify_and_revoke).key_person.index == Fraction(1, 4)


def test_the_gates_of_the_method_are_those_of_the_questionnaire() -> None:
    table = next(tables_below("Gates"))

    assert [tuple(row) for row in table] == generate.gate_rows(find_questionnaire("agent-operability"))


def test_the_constants_of_the_method_are_those_of_the_questionnaire() -> None:
    table = next(tables_below("What is a proposal"))

    assert [tuple(row) for row in table] == generate.constant_rows(find_questionnaire("agent-operability").constants)


def test_the_cut_offs_that_the_method_names_are_those_of_the_questionnaire() -> None:
    tiers = find_questionnaire("agent-operability").tier_of
    t2, t3 = tiers["T2"], tiers["T3"]
    table = {row[0]: row for row in next(tables_below("Tiers"))}

    assert (
        f"every area ≥ {decimal(t2.area_at_least)}; every critical item > {decimal(t2.critical_above)}"
        in table["T2"][2]
    )
    assert (
        f"every minimum at least {decimal(t3.gate_at_least)}; every area ≥ {decimal(t3.area_at_least)}; "
        f"overall ≥ {decimal(t3.overall_at_least)}; every critical item > {decimal(t3.critical_above)}"
    ) in table["T3"][2]
    assert [table[tier][1] for tier in ("T0", "T1", "T2", "T3")] == [tiers[t].name for t in ("T0", "T1", "T2", "T3")]
    assert (t2.key_person_free, t3.key_person_free) == (False, True)


def test_a_document_on_the_first_day_after_its_window_can_cost_t2_while_its_gate_is_only_due() -> None:
    questionnaire = find_questionnaire("agent-operability")
    item = questionnaire.items["r5_continuity.credentials_location"]
    others = [answer for answer in everything_proven(questionnaire) if answer.item != item.id]

    def on_day(age: int) -> Score:
        document = says(OPERATOR, item.id, 2, "E1", days=age)
        return score(questionnaire, an_assessment(questionnaire, [*others, document, says(BUILDER, item.id, 2)]))

    assert [(on_day(age).gates["G8"], on_day(age).shown_tier) for age in (item.window, item.window + 1)] == [
        ("pass", "T2"),
        ("due", "T1"),
    ]


def test_the_weights_that_the_limits_compare() -> None:
    questionnaire = find_questionnaire("agent-operability")
    weights = {
        area: [questionnaire.constants.weights[item.weight] for item in questionnaire.area_of[area].items]
        for area in ("s6_manual_fallback", "s3_thresholds")
    }

    assert {area: (len(found), sum(found)) for area, found in weights.items()} == {
        "s6_manual_fallback": (3, 10),
        "s3_thresholds": (7, 16),
    }


# ---------------------------------------------------------------------------------------------------------------------
# The changelog


def test_the_counts_of_the_changelog() -> None:
    full, short = find_questionnaire("agent-operability"), find_questionnaire("triage")
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"({len(full.items)} items in {len(full.areas)} areas, {len(full.gates)} gates)" in text
    assert f"({len(short.items)} items, an hour)" in text
    assert sum(item.minutes for item in short.items.values()) <= 60
