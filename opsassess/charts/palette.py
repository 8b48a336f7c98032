"""The colours of a chart, made of the two of a house style."""

from __future__ import annotations

from dataclasses import dataclass


def mixed(colour: str, percent: int) -> str:
    """Return a colour mixed with white: so many percent of it."""
    channels = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{(c * percent + 255 * (100 - percent)) // 100:02x}" for c in channels)


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Two colours and the font. What must be told apart differs in lightness or shape too, for a print in grey."""

    primary: str = "#1f3a5f"
    accent: str = "#a8501f"
    font: str = "Inter"
    line: str = "#d5dae1"
    text: str = "#26303b"
    quiet: str = "#5b6672"

    @property
    def soft(self) -> str:
        """Return the light companion of the first colour."""
        return mixed(self.primary, 34)

    @property
    def faint(self) -> str:
        """Return a ground on which both can stand."""
        return mixed(self.primary, 8)


OURS = Palette()
