"""The fields an import knows, how they are called in files from elsewhere, and what a cell means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.words import fold

type Value = str | int | None


def bare(name: str) -> str:
    """For comparing names of columns: folded, letters and digits only."""
    return re.sub(r"[\W_]+", "", fold(name))


class Unfit(Exception):
    """A cell that can't be what its column says, in a sentence that also says what to do."""


@dataclass(frozen=True)
class Field:
    """One thing known of a person. `names` are what files call it, folded and without anything between letters."""

    key: str
    label: Promise
    names: str
    most: int = 120

    @property
    def known_as(self) -> set[str]:
        """Also as our own export calls it."""
        return {*self.names.split(), bare(str(self.label))}


FIELDS = {
    field.key: field
    for field in (
        Field(
            "external_id",
            gettext_lazy("Employee number"),
            "employeenumber employeeid employeeno employeenr staffid staffnumber staffno staffnr personnelnumber"
            " personnelno personnelid personid payrollnumber payrollno payrollid id externalid number"
            " workerid userid personalnummer mitarbeiternummer matricule numeroemploye numerodeempleado idempleado"
            " matricula numerofuncionario personeelsnummer medarbejdernummer anstallningsnummer numerpracownika"
            " الرقمالوظيفي",
            80,
        ),
        Field(
            "email",
            gettext_lazy("E-mail address"),
            "email emailaddress emailadress mail workemail workemailaddress primaryemail businessemail emailadresse"
            " epost epostadresse mailadresse courriel adressemail adresseemail adresseelectronique correo"
            " correoelectronico direcciondecorreo correodetrabajo enderecodeemail emailprofissional indirizzoemail"
            " adresemail البريدالالكتروني userprincipalname",
            254,
        ),
        Field(
            "name",
            gettext_lazy("Full name"),
            "name fullname displayname employeename person vollstandigername nomcomplet nometprenom prenometnom"
            " nombrecompleto nombreyapellidos nomecompleto nominativo volledigenaam naam navn namn imieinazwisko"
            " الاسم الاسمالكامل",
            150,
        ),
        Field(
            "first_name",
            gettext_lazy("First name"),
            "firstname givenname forename vorname prenom nombre nome voornaam fornavn fornamn imie الاسمالاول",
        ),
        Field(
            "last_name",
            gettext_lazy("Last name"),
            "lastname surname familyname nachname familienname nom nomdefamille apellido apellidos sobrenome cognome"
            " achternaam etternavn efternamn nazwisko اسمالعائلة",
        ),
        Field(
            "preferred_name",
            gettext_lazy("Preferred name"),
            "preferredname knownas nickname calledname rufname prenomusuel nombrepreferido nomesocial roepnaam",
            80,
        ),
        Field(
            "title",
            gettext_lazy("Job title"),
            "title jobtitle job position role jobrole positiontitle berufsbezeichnung stelle stellenbezeichnung"
            " funktion poste intitule fonction intituledeposte puesto cargo titulo qualifica ruolo functie stilling"
            " befattning stanowisko المسمىالوظيفي",
        ),
        Field(
            "department",
            gettext_lazy("Department"),
            "department dept division unit team ward orgunit organizationalunit costcenter abteilung bereich station"
            " departement service direction departamento area seccion setor reparto afdeling avdeling avdelning dzial"
            " القسم",
        ),
        Field(
            "site",
            gettext_lazy("Site"),
            "site location office worklocation building campus city standort niederlassung arbeitsort lieu site"
            " lieudetravail etablissement sede oficina ubicacion centro local unidade locatie vestiging arbeidssted"
            " kontor lokalizacja الموقع",
        ),
        Field(
            "level",
            gettext_lazy("Level (1 to 20)"),
            "level grade joblevel careerlevel band ebene stufe karrierestufe niveau echelon nivel grau livello niva",
        ),
        Field(
            "manager",
            gettext_lazy("Manager (address or number)"),
            "manager manageremail manageremailaddress managerid manageremployeeid managernumber linemanager"
            " linemanageremail supervisor supervisoremail supervisorid reportsto reportstoemail boss vorgesetzter"
            " vorgesetzte vorgesetztenummer vorgesetzteremail fuhrungskraft responsable superieur emaildumanager"
            " emaildelmanager jefe jefedirecto supervisordirecto correodeljefe gestor chefia superiore leidinggevende"
            " leder narmastechef przelozony المديرالمباشر المدير",
            254,
        ),
        Field(
            "started_on",
            gettext_lazy("Start date"),
            "startdate startedon hiredate dateofhire joindate joiningdate datejoined entrydate eintritt eintrittsdatum"
            " startdatum datedentree datedembauche datedebut fechadeingreso fechadeinicio fechadealta datadeadmissao"
            " datadiassunzione datumindienst ansettelsesdato anstallningsdatum datazatrudnienia تاريخالتعيين",
        ),
        Field(
            "time_zone",
            gettext_lazy("Time zone"),
            "timezone tz zeitzone fuseauhoraire zonahoraria fusohorario tijdzone",
        ),
        Field(
            "language",
            gettext_lazy("Language of Trellis"),
            "language lang locale preferredlanguage sprache langue idioma lingua taal sprog sprak jezyk اللغة",
        ),
    )
}
KEPT_FIELDS = [
    "external_id",
    "email",
    "name",
    "preferred_name",
    "title",
    "department",
    "site",
    "level",
    "manager",
    "started_on",
    "time_zone",
    "language",
]


def guess(header: Sequence[str]) -> list[str]:
    """The field behind each column, as far as its name tells. No field twice: the first column has it."""
    taken: set[str] = set()
    guessed = []
    for cell in header:
        name = bare(cell)
        key = next((key for key, field in FIELDS.items() if name in field.known_as and key not in taken), "")
        taken.add(key)
        guessed.append(key)
    return _names_apart(guessed)


def _names_apart(guessed: list[str]) -> list[str]:
    """“Name” beside “First name” is the last name."""
    if "name" in guessed and "first_name" in guessed and "last_name" not in guessed:
        return ["last_name" if key == "name" else key for key in guessed]
    return guessed


def date_orders(cells: Iterable[str]) -> set[str]:
    """Which ways of reading dates like 03/04/2026 fit every one of these; both when none decides."""
    orders = {"day", "month"}
    for cell in cells:
        if found := SLASHED.fullmatch(cell.strip()):
            first, second = int(found[1]), int(found[2])
            orders -= {"month"} if first > 12 else set()
            orders -= {"day"} if second > 12 else set()
    return orders


def has_slashed(cells: Iterable[str]) -> bool:
    return any(SLASHED.fullmatch(cell.strip()) for cell in cells)


SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
_email = EmailValidator()


def meaning(key: str, cell: str, *, date_order: str = "") -> Value:
    """What the cell says, as kept: text, number, or a day as 2026-03-17. Raises Unfit."""
    if not cell:
        return None
    if reader := READERS.get(key):
        return reader(cell)
    if key == "started_on":
        return _day(cell, date_order)
    if len(cell) > FIELDS[key].most:
        raise Unfit(_("This is longer than %(most)d characters. Shorten it.") % {"most": FIELDS[key].most})
    return " ".join(cell.split())


def _address(cell: str) -> str:
    address = cell.strip().lower()
    if len(address) > 254 or not _is_address(address):
        raise Unfit(_("“%(address)s” isn’t a whole e-mail address, like name@example.org.") % {"address": address[:80]})
    return address


def _is_address(address: str) -> bool:
    try:
        _email(address)
    except ValidationError:
        return False
    return True


def _number(cell: str) -> str:
    if SHORTENED.fullmatch(cell):
        raise Unfit(_("A spreadsheet program shortened this number. Type it in full."))
    if len(cell) > FIELDS["external_id"].most:
        raise Unfit(_("This is longer than %(most)d characters. Shorten it.") % {"most": FIELDS["external_id"].most})
    return "".join(cell.split())


def _manager(cell: str) -> str:
    return _address(cell) if "@" in cell else _number(cell)


def _level(cell: str) -> int:
    digits = cell.removesuffix(".0")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 4 and 1 <= int(digits) <= 20):
        raise Unfit(_("A level is a whole number from 1 to 20."))
    return int(digits)


@cache
def _zones() -> dict[str, str]:
    return {zone.lower(): zone for zone in available_timezones()}


def _zone(cell: str) -> str:
    zone = _zones().get(cell.lower().replace(" ", "_"))
    if zone is None:
        raise Unfit(_("We don’t know this time zone. Write it like Europe/Lisbon."))
    return zone


def _language(cell: str) -> str:
    wanted = fold(cell)
    for code, name in settings.LANGUAGES:
        if wanted in {code, fold(str(name))} or wanted.split("-")[0].split("_")[0] == code:
            return str(code)
    raise Unfit(
        _("Trellis doesn’t speak this language yet. Write one of: %(codes)s.")
        % {"codes": ", ".join(code for code, _name in settings.LANGUAGES)}
    )


READERS: dict[str, Callable[[str], Value]] = {
    "email": _address,
    "external_id": _number,
    "manager": _manager,
    "level": _level,
    "time_zone": _zone,
    "language": _language,
}


def _day(cell: str, order: str) -> str:
    """2026-03-17, or 17/03/2026 in the order that was chosen."""
    if found := ISO.fullmatch(cell):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif (found := SLASHED.fullmatch(cell)) and order:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        day, month = (first, second) if order == "day" else (second, first)
    else:
        raise Unfit(_("Write the day like 2026-02-28."))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise Unfit(_("This day doesn’t exist. Write a real one, like 2026-02-28.")) from None
