"""The charts of the report as a notebook shows them: to point at, and as words where nothing draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from opsassess.charts import Chart, Levels, Pair, plotly_json
from opsassess.charts.palette import OURS, Palette
from opsassess.documents.plain import plain_text
from opsassess.errors import OpsassessError
from opsassess.prose import load_sentences
from opsassess.report.area_map import area_chart
from opsassess.report.transfer import levels_chart
from opsassess.scoring import GateState, Score
from opsassess.scoring.gates import gate_states

_GATES: tuple[GateState, ...] = ("failed", "open", "due", "pass")


@dataclass(frozen=True, kw_only=True)
class LiveChart:
    """A chart that a notebook draws."""

    chart: Chart
    palette: Palette = OURS

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        if not self.chart.rows:
            return {"text/plain": "There is nothing to compare here."}
        return {
            "application/vnd.plotly.v1+json": plotly_json(self.chart, self.palette),
            "text/plain": in_words(self.chart),
        }


def live_chart(score: Score, name: str, palette: Palette = OURS) -> LiveChart:
    if name not in _CHARTS:
        raise OpsassessError(f"There is no chart {name!r}; there are: {', '.join(_CHARTS)}.")
    return LiveChart(chart=_CHARTS[name](score), palette=palette)


def gate_chart(score: Score) -> Levels:
    """Return how each must-have stands by what was shown, and by what the operator side says."""
    places, sentences = {state: n for n, state in enumerate(_GATES)}, load_sentences("annex")
    said = gate_states(score.frame, score.claimed_view)
    rows = tuple(
        Pair(label=gate.title, behind=places[score.gates[gate.id]], ahead=places[said[gate.id]])
        for gate in score.questionnaire.gates
        if score.gates[gate.id] in places and said[gate.id] in places
    )
    scale = tuple(plain_text(sentences.say(f"state.{state}")) for state in _GATES)
    return Levels(rows=rows, scale=scale, behind="shown", ahead="said", name="Must-have")


def in_words(chart: Chart) -> str:
    """Return what a chart shows as lines of text."""
    head, rows = chart.table()
    return "\n".join(" | ".join(row) for row in (head, *rows))


_CHARTS: Mapping[str, Callable[[Score], Chart]] = {"areas": area_chart, "people": levels_chart, "gates": gate_chart}
