"""`xhht verify`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xhht_score.api.proving import ProofInputs, prove
from xhht_score.cli.desk import Desk
from xhht_score.cli.inputs import meant
from xhht_score.cli.scoring import Beside
from xhht_score.errors import Problem, XhhtError, in_order
from xhht_score.reports.proofs import Proof, compose_proofs, proof_object


def inputs_of(
    forms: Sequence[Path], templates: Path | None, office: Path | None, criteria: str | None, beside: Beside
) -> ProofInputs:
    """Give what papers are held against."""
    return ProofInputs(tuple(meant(forms)), criteria, beside.lower, beside.last_year, templates, office)


def run_verify(desk: Desk, papers: Sequence[Path], inputs: ProofInputs) -> int:
    """Hold every paper against the forms, say what differs, and give 1 where a figure or a verdict does."""
    papers, proofs = meant(papers), list[Proof]()
    unread: list[Problem] = []
    with desk.progress(len(papers)) as done:
        for paper in papers:
            try:
                proofs.append(prove(paper, inputs))
            except XhhtError as error:
                unread += error.problems
            done(1)
    problems = in_order([*unread, *(problem for one in proofs for problem in one.problems)])
    if desk.format == "json":
        desk.deliver_answer({"papers": [proof_object(desk.words, one) for one in proofs]}, problems)
    elif proofs:
        desk.deliver(compose_proofs(desk.words, proofs))
    desk.tell(problems)
    return desk.closing() or int(not all(one.agrees for one in proofs))
