"""Who is at the door: signed in, proved by an e-mail, with a join link, or led here by a poster."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.text import slugify

from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.recruitment.actions import proofs
from trellis.recruitment.models import Call, Proof
from trellis.recruitment.permissions import Applicant

PROOF, JOINS, VIA = "recruitment.proof", "recruitment.joins", "recruitment.via"


def applicant_of(request: HttpRequest, cohort: Cohort) -> Applicant | None:
    """The signed-in person; else the address that was proved for this program."""
    if isinstance(request.user, Person):
        return Applicant.of(request.user)
    pk = request.session.get(PROOF)
    if pk is None:
        return None
    try:
        proof = proofs.get(int(pk))
    except Refused:
        del request.session[PROOF]
        return None
    return Applicant(proof.email) if proof.cohort.program_id == cohort.program_id else None


def remember_proof(request: HttpRequest, proof: Proof) -> None:
    request.session[PROOF] = proof.pk


def forget_proof(request: HttpRequest) -> None:
    request.session.pop(PROOF, None)


def remember_link(request: HttpRequest, token: str) -> None:
    known = request.session.get(JOINS, [])
    request.session[JOINS] = [*known, token][-10:] if token not in known else known


def has_link(request: HttpRequest, call: Call, role: str) -> bool:
    """Did they come by the join link of this role, and is it still the one given out?"""
    return call.token(role) in request.session.get(JOINS, [])


def remember_source(request: HttpRequest, source: str) -> None:
    """The poster or link they came by, for the count of what works."""
    if source := slugify(source)[:40]:
        request.session[VIA] = source


def source_of(request: HttpRequest) -> str:
    return str(request.session.get(VIA, ""))
