"""What every part of the document needs: the scope, its sentences, and the lines with their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from opsassess.owners import Owner, Owners
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import Tier
from opsassess.retainer.agent import Agent
from opsassess.retainer.coefficients import PackageId
from opsassess.retainer.hours import Range
from opsassess.retainer.lines import Line
from opsassess.retainer.packages import Package
from opsassess.retainer.scope import Scope
from opsassess.scope.words import plain, spans


def lacks(line: Line) -> tuple[str, ...]:
    """Return what the answer does not say; nothing where it says all and has only to be shown."""
    return line.gaps[0].lacking if line.gaps else ()


def small_parts(lines: Iterable[Line]) -> Mapping[str, int]:
    """Return how many lines take no hours: what has to be shown, and what has to be answered in full."""
    asked = [line for line in lines if line.shown_first]
    answers = sum(1 for line in asked if lacks(line))
    return {"requests": len(asked) - answers, "answers": answers}


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A scope on its way into a document."""

    scope: Scope
    sentences: Sentences
    consultancy: str = ""

    def say(self, name: str, /, **values: object) -> Prose:
        """Return a sentence."""
        return self.sentences.say(name, **values)

    @property
    def several(self) -> bool:
        """Tell whether there is more than one agent."""
        return len(self.scope.agents) > 1

    @property
    def agents(self) -> tuple[str, ...]:
        """Return the names of the agents."""
        return tuple(agent.name for agent in self.scope.agents)

    @property
    def package_of(self) -> Mapping[PackageId, Package]:
        """Return the packages by id, offered or not."""
        return self.scope.package_of

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines of the document: those to the targets, and those of the packages where they differ."""
        return self.scope.every_line

    @property
    def work(self) -> tuple[Line, ...]:
        """Return those lines that take hours, package by package."""
        return self.scope.work

    @cached_property
    def requests(self) -> tuple[Line, ...]:
        """Return what has to be shown: alone, or before a second person learns it."""
        asked = [line for line in self.lines if line.kind == "request" and not lacks(line)]
        known = {line.id for line in asked}
        first = (line for line in self.lines if line.kind == "second" and line.shown_first and line.id not in known)
        return (*asked, *first)

    @cached_property
    def answers(self) -> tuple[Line, ...]:
        """Return what was told in part and has to be answered in full: nobody has it until it is said."""
        return tuple(line for line in self.lines if line.kind == "request" and lacks(line))

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Return the number of each line of work."""
        return {line.id: number for number, line in enumerate(self.work, 1)}

    @property
    def read(self) -> tuple[Line, ...]:
        """Return the lines whose pages we only read: people of the client's agreed to write them, or they are there."""
        return tuple(line for line in self.work if line.theirs and not line.own)

    @cached_property
    def owners(self) -> tuple[Owners, ...]:
        """Return who owns what, agent by agent, as the gap register has it."""
        return tuple(Owners(score=agent.score, agent=agent) for agent in self.scope.agents)

    def owner_of(self, line: Line) -> Owner:
        """Return who owns a line on the client's side, and its day."""
        return self.owners[line.agent].of(line.item.id)

    def numbers(self, lines: Iterable[Line]) -> Prose:
        """Return the numbers of lines as a reader says them: "lines 2 and 6 to 9"; nothing where there is none."""
        found = spans(sorted(self.number_of[line.id] for line in lines))
        return self.say("lines.numbers", numbers=found) if found else Prose("")

    def first_package(self, line: Line) -> PackageId | None:
        """Return the first package on offer that holds a line."""
        return self.scope.first_package(line)

    def tier_of(self, line: Line) -> Tier:
        """Return the tier that the package of a line leads to."""
        agent, package = self.scope.agents[line.agent], self.first_package(line)
        aim = self.package_of[package].standings[line.agent].aim if package else agent.goal
        return agent.score.questionnaire.tier_of[aim]

    def title(self, line: Line) -> Prose:
        """Return what a line is called."""
        agent = self.scope.agents[line.agent].name if self.several else ""
        return self.say("line.title", agent=agent, title=line.item.title)

    def title_of(self, agent: Agent, item: str) -> Prose:
        """Return what an item is called."""
        name = agent.name if self.several else ""
        return self.say("line.title", agent=name, title=agent.score.items[item].item.title)

    def package_name(self, name: PackageId) -> Prose:
        """Return what a package is called."""
        return self.say(f"package.{name}")

    def within(self, package: Package, lines: Iterable[Line]) -> Prose:
        """Return the package whose lines this one holds, too, so that nobody adds the two; nothing where none is."""
        firsts = (self.first_package(line) for line in lines)
        name = next((first for first in firsts if first not in (None, package.id)), None)
        return self.package_name(name) if name else Prose("")

    def targets(self) -> Sequence[str]:
        """Return the tiers that the lines lead to."""
        return tuple(dict.fromkeys(self.scope.target(agent) for agent in self.scope.agents))

    def span(self, hours: Range) -> Prose:
        """Return a range of hours in words."""
        return self.say("range", even=plain(hours.even), most=plain(hours.safe) if hours else "")
