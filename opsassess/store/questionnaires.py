"""The questionnaires that the assessments of a store were made with, each under the hash of its text."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, func, insert, select, update

from opsassess.assessment import Assessment, QuestionnaireRef
from opsassess.errors import DataError, StoreError
from opsassess.library import canonical_json, from_canonical_json
from opsassess.questionnaire import Questionnaire
from opsassess.store.schema import QUESTIONNAIRES


def check_made_with(assessment: Assessment, ref: QuestionnaireRef) -> None:
    """Refuse an assessment with a questionnaire that is not its own."""
    named = assessment.questionnaire
    if (named.id, named.version) != (ref.id, ref.version):
        raise StoreError(
            f"The assessment was made with the questionnaire {named.id} {named.version}, and this is {ref.id} "
            f"{ref.version}. Give the questionnaire that it was made with; upgrade it afterwards."
        )
    if named.sha256 not in (None, ref.sha256):
        raise StoreError(
            f"The assessment was made with another text of the questionnaire {ref.id} {ref.version} (its hash "
            "differs). Give the one that it was made with; upgrade it afterwards."
        )


def keep(connection: Connection, ref: QuestionnaireRef, questionnaire: Questionnaire) -> None:
    """Store a questionnaire under its hash; the same one again replaces itself."""
    values = {"id": ref.id, "version": ref.version, "json": canonical_json(questionnaire)}
    same = QUESTIONNAIRES.c.sha256 == ref.sha256
    if connection.execute(select(func.count()).select_from(QUESTIONNAIRES).where(same)).scalar_one():
        connection.execute(update(QUESTIONNAIRES).where(same).values(values))
    else:
        connection.execute(insert(QUESTIONNAIRES).values(sha256=ref.sha256, **values))


def kept(connection: Connection, ref: QuestionnaireRef) -> Questionnaire:
    """Return a stored questionnaire; raises `StoreError` if it is not there whole."""
    stored = select(QUESTIONNAIRES.c.json).where(QUESTIONNAIRES.c.sha256 == ref.sha256)
    text = connection.execute(stored).scalar_one_or_none()
    what = f"The stored questionnaire {ref.id} {ref.version} of this assessment"
    fix = "The answers are all here: upgrade the assessment, to the same questionnaire from its file or to a newer one."
    if text is None:
        raise StoreError(f"{what} is missing. {fix}")
    if hashlib.sha256(text.encode()).hexdigest() != ref.sha256:
        raise StoreError(f"{what} is damaged. {fix}")
    try:
        return from_canonical_json(text)
    except DataError:
        raise StoreError(f"{what} cannot be read by this version of opsassess. {fix}") from None
