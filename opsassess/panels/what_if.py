"""What if: set questions to a level and see tier, must-haves and areas move. No answer is touched."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from opsassess.charts import Bar, Bars
from opsassess.scoring import Score
from opsassess.scoring.standing import gate_standing

if TYPE_CHECKING:
    from opsassess.questionnaire import Item

Suppose = Callable[[Mapping[str, int]], Score]
_PROVEN = 4


def what_if(now: Score, suppose: Suppose) -> widgets.Widget:
    """Return the panel; ``suppose`` scores the assessment with some items at other levels."""
    panel = _Panel(now, suppose)
    panel.show()
    return panel.whole


class _Panel:
    """The chosen levels and what they lead to."""

    def __init__(self, now: Score, suppose: Suppose) -> None:
        self._now, self._suppose = now, suppose
        self._levels: dict[str, int] = {}
        self._add = widgets.Combobox(
            placeholder="Type a question to add it",
            options=tuple(_names(now)),
            ensure_option=True,
            layout={"width": "34em"},
        )
        self._add.observe(self._on_add, "value")
        smallest = widgets.Button(description=f"The fewest that lead to {now.aim}", layout={"width": "auto"})
        smallest.disabled = not now.smallest_set
        smallest.on_click(lambda _: self._set(dict.fromkeys(now.smallest_set, _PROVEN)))
        clear = widgets.Button(description="As it is")
        clear.on_click(lambda _: self._set({}))
        self._rows, self._result = widgets.VBox(), widgets.HTML()
        self.whole = widgets.VBox(
            [widgets.HBox([self._add, smallest, clear], layout={"flex_flow": "row wrap"}), self._rows, self._result]
        )

    def _on_add(self, change: Mapping[str, str]) -> None:
        item = _names(self._now).get(change["new"])
        if item is not None:
            self._set({**self._levels, item.id: self._levels.get(item.id, _PROVEN)})
            self._add.value = ""

    def _set(self, levels: dict[str, int]) -> None:
        self._levels = levels
        self._rows.children = tuple(self._row(item) for item in levels)
        self.show()

    def _row(self, item: str) -> widgets.Widget:
        asked = self._now.items[item].item
        ratings = self._now.questionnaire.ratings
        level = widgets.Dropdown(
            options=[(f"{n} {rating.name}", n) for n, rating in enumerate(ratings)],
            value=self._levels[item],
            layout={"width": "14em"},
        )
        level.observe(lambda change: self._move(item, change["new"]), "value")
        away = widgets.Button(icon="times", tooltip=f"Leave {asked.title} as it is", layout={"width": "3em"})
        away.on_click(lambda _: self._set({i: n for i, n in self._levels.items() if i != item}))
        words = f"<b>{escape(asked.title)}</b><br><small>Now: {escape(self._now.why(item))}</small>"
        name = widgets.HTML(words, layout={"width": "44em"})
        return widgets.HBox([level, away, name], layout={"align_items": "center"})

    def _move(self, item: str, level: int) -> None:
        self._levels[item] = level
        self.show()

    def show(self) -> None:
        """Show what follows from the chosen levels."""
        self._result.value = told(self._now, self._suppose(self._levels))


def told(now: Score, then: Score) -> str:
    """Return as HTML what is different."""
    parts = [f"<h3>{_tier(now)}" + (f" &rarr; {_tier(then)}" if then.reported_tier != now.reported_tier else "")]
    parts.append("</h3><ul>" + "".join(f"<li>{line}</li>" for line in _moved(now, then)) + "</ul>")
    picture = base64.b64encode(area_moves(now, then).svg().encode()).decode()
    words = escape("; ".join(f"{bar.label}: {bar.shown:.0%}, then {bar.claimed:.0%}" for bar in _bars(now, then)))
    parts.append(f'<img alt="{words}" style="background:#fff;padding:8px" src="data:image/svg+xml;base64,{picture}">')
    return "".join(parts)


def area_moves(now: Score, then: Score) -> Bars:
    """Return the areas as they are shown now and would be."""
    return Bars(rows=tuple(_bars(now, then)), words=("shown now", "with what is supposed"))


def _bars(now: Score, then: Score) -> Iterator[Bar]:
    for area in now.questionnaire.areas:
        before, after = now.areas[area.id].shown, then.areas[area.id].shown
        if before is not None and after is not None:
            yield Bar(label=area.title, shown=float(before), claimed=float(after))


def _moved(now: Score, then: Score) -> Iterator[str]:
    for gate in now.questionnaire.gates:
        before, after = gate_standing(now, gate.id), gate_standing(then, gate.id)
        if before != after:
            yield f"{escape(gate.title)}: {before[1]} &rarr; {after[1]}"
    if now.questionnaire.print_percentages:
        yield from _shares_moved(now, then)
    yield f"Gaps to {now.aim}: {len(now.gaps)} &rarr; {len(then.gaps_to(now.aim))}"


def _shares_moved(now: Score, then: Score) -> Iterator[str]:
    pairs = [(area.title, now.areas[area.id], then.areas[area.id]) for area in now.questionnaire.areas]
    for title, before, after in (*pairs, ("Mean of the areas", now.overall, then.overall)):
        if before.shown is not None and after.shown is not None and before.shown != after.shown:
            yield f"{escape(title)}: {float(before.shown):.0%} &rarr; {float(after.shown):.0%} shown"


def _tier(score: Score) -> str:
    name = score.questionnaire.tier_of[score.reported_tier].name
    return escape(name if score.reported_tier == "not_shown" else f"{score.reported_tier}, {name}")


def _names(score: Score) -> dict[str, Item]:
    """Return the items that apply by a name that can be typed."""
    areas = score.questionnaire.area_of
    return {
        f"{found.item.title} ({areas[found.item.area].title})": found.item
        for found in score.items.values()
        if found.applies
    }
