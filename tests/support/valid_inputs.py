"""Valid values of every invoice type, drawn at random: none of them may ever be flagged.

The layouts are written down here a second time, so that the checks are not compared with
themselves.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from hypothesis import strategies as st

from resolver.model.beijing import BEIJING
from resolver.model.context import AmountKind, InputSource, InvoiceInputs, InvoiceType

PROVINCES = [
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
    *(
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
    ),
]
PLAN_CITIES = ("91", "92", "93", "94", "95")
REGIONS = (*(p + "00" for p in PROVINCES), "2102", "3302", "3502", "3702", "4403", "3701", "4201")
AMOUNT_BASES = {
    InvoiceType.VAT_SPECIAL: AmountKind.TAX_EXCLUSIVE,
    InvoiceType.FREIGHT_SPECIAL: AmountKind.TAX_EXCLUSIVE,
    InvoiceType.MOTOR_VEHICLE: AmountKind.TAX_EXCLUSIVE,
    InvoiceType.ELECTRONIC_SPECIAL: AmountKind.TAX_EXCLUSIVE,
    InvoiceType.USED_CAR: AmountKind.VEHICLE_TOTAL,
    InvoiceType.DIGITAL_SPECIAL: AmountKind.TAX_INCLUSIVE,
    InvoiceType.DIGITAL_GENERAL: AmountKind.TAX_INCLUSIVE,
    InvoiceType.DIGITAL_PAPER: AmountKind.TAX_EXCLUSIVE,
    InvoiceType.BLOCKCHAIN: AmountKind.TAX_EXCLUSIVE,
    InvoiceType.FISCAL: AmountKind.TAX_INCLUSIVE,
}
DIGITAL = (InvoiceType.DIGITAL_SPECIAL, InvoiceType.DIGITAL_GENERAL)

_TEN_DIGIT_KINDS = {
    InvoiceType.VAT_SPECIAL: "15",
    InvoiceType.FREIGHT_SPECIAL: "27",
    InvoiceType.VAT_GENERAL: "36",
}
_TWELVE_DIGIT_KINDS = {
    InvoiceType.VAT_GENERAL: ("04", "05"),
    InvoiceType.ELECTRONIC_SPECIAL: ("13",),
    InvoiceType.ELECTRONIC_GENERAL: ("11",),
    InvoiceType.ROLL: ("06", "07"),
    InvoiceType.TOLL: ("12",),
    InvoiceType.USED_CAR: ("17",),
}
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def seeded(seed: str | int) -> Random:
    """Return a source of chance that draws the same values each time."""
    return Random(seed)


def valid_invoice(rng: Random, kind: InvoiceType) -> tuple[InvoiceInputs, datetime]:
    """Return the complete and correct values of one invoice, and a moment to look it up."""
    moment = datetime.combine(_day(rng, date(2022, 1, 1), date(2027, 12, 31)), time(), BEIJING)
    moment += timedelta(minutes=rng.randrange(1440))
    digital = kind in {*DIGITAL, InvoiceType.DIGITAL_PAPER}
    earliest = date(2021, 12, 1) if digital else date(2016, 1, 1)
    issued = _day(rng, earliest, moment.date())
    seller, buyer = uscc(rng), tax_id(rng)
    return InvoiceInputs(
        invoice_type=kind,
        invoice_code=_code_field(rng, kind, issued.year),
        invoice_number=_number_field(rng, kind, issued.year),
        issue_date=f"{issued:%Y%m%d}" if rng.random() < 0.6 else issued.isoformat(),
        amount=amount(rng) if kind in AMOUNT_BASES or rng.random() < 0.3 else None,
        amount_kind=AMOUNT_BASES.get(kind, rng.choice([None, *AmountKind])),
        check_code=_check_code(rng, kind),
        seller_tax_id=seller if rng.random() < 0.8 or kind is InvoiceType.BLOCKCHAIN else None,
        buyer_tax_id=rng.choice([None, "", "个人", buyer]),
        source=rng.choice([None, *InputSource]),
    ), moment


def valid_invoices(*kinds: InvoiceType) -> st.SearchStrategy[tuple[InvoiceInputs, datetime]]:
    """Return a strategy for correct values and a moment, of some types or of every type."""
    drawn = st.sampled_from(kinds or tuple(InvoiceType))
    return st.builds(valid_invoice, st.randoms(use_true_random=False), drawn)


def invoice_code(rng: Random, kind: InvoiceType, year: int) -> str:
    """Return a code of an older type, printed in the year of issue or up to three years before."""
    region, printed = rng.choice(REGIONS), f"{year - rng.randrange(4):04}"[2:]
    batch = rng.randrange(1000)
    if kind is InvoiceType.MOTOR_VEHICLE:
        return f"1{region}{printed}2{rng.randrange(10000):04}"
    if kind is InvoiceType.BLOCKCHAIN:
        return f"1{region}{printed}09{rng.randrange(100):02}0"
    if kind in _TEN_DIGIT_KINDS and (kind not in _TWELVE_DIGIT_KINDS or rng.random() < 0.5):
        form = rng.choice(_TEN_DIGIT_KINDS[kind])
        return f"{region}{printed}{batch % 10}{form}{rng.randrange(2, 10)}{rng.randrange(5)}"
    return f"0{region}{printed}{batch:03}{rng.choice(_TWELVE_DIGIT_KINDS[kind])}"


def digital_number(rng: Random, year: int) -> str:
    """Return a number of 20 digits.

    One in 100,000 true numbers ends in five zeros, as a spreadsheet's rounding does; that one is
    reported as doubtful on purpose, and left out here.
    """
    place = rng.choice([*PROVINCES, *PLAN_CITIES])
    sequence = rng.randrange(1, 10**15)
    sequence += sequence % 100_000 == 0
    return f"{year % 100:02}{place}{rng.choice('0127')}{sequence:015}"


def amount(rng: Random) -> str:
    """Return an amount as a lookup takes it: up to two decimals, negative on red invoices."""
    cents = rng.randrange(1, 10 ** rng.randrange(3, 12))
    sign = "-" if rng.random() < 0.1 else ""
    form = rng.choice(["cents", "tenths", "whole"])
    if form == "cents":
        return f"{sign}{cents // 100}.{cents % 100:02}"
    return f"{sign}{cents}.{cents % 10}" if form == "tenths" else f"{sign}{cents}"


def uscc(rng: Random) -> str:
    """Return a unified social credit code with both of its checks right."""
    body = rng.choice(["91", "91", "91", "92", "93", "11", "12", "51", "52", "53", "N2", "A1"])
    head = body + _region(rng)
    organisation = "".join(rng.choices(_ORGANISATION_ALPHABET, k=8))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(c) for c in organisation)
    check = 11 - sum(v * w for v, w in zip(values, weights, strict=True)) % 11
    text = head + organisation + {10: "X", 11: "0"}.get(check, str(check))
    total = sum(_USCC_ALPHABET.index(c) * 3**place for place, c in enumerate(text))
    return text + _USCC_ALPHABET[-total % 31]


def citizen_id(rng: Random) -> str:
    """Return a citizen's id number with its check digit right."""
    birthday = _day(rng, date(1930, 1, 1), date(2005, 12, 31))
    text = f"{_region(rng)}{birthday:%Y%m%d}{rng.randrange(1000):03}"
    total = sum(int(c) * 2 ** (17 - place) for place, c in enumerate(text))
    return text + "10X98765432"[total % 11]


def tax_id(rng: Random) -> str:
    """Return a tax id of any form in use."""
    return rng.choice(
        [
            uscc,
            uscc,
            lambda r: uscc(r).lower(),
            citizen_id,
            lambda r: citizen_id(r) + f"{r.randrange(100):02}",
            lambda r: _region(r) + uscc(r)[8:17],
            lambda r: f"{_region(r)}{_day(r, date(1930, 1, 1), date(1999, 1, 1)):%y%m%d}12345",
            lambda r: "L" + uscc(r),
            lambda r: "USA" + str(r.randrange(10**8, 10**9)),
            lambda _: "110105E12345678",
            lambda _: "000000000000000",
        ]
    )(rng)


def _code_field(rng: Random, kind: InvoiceType, year: int) -> str | None:
    if kind in DIGITAL:
        return rng.choice([None, "", " "])
    if kind is InvoiceType.DIGITAL_PAPER:
        return rng.choice(["", invoice_code(rng, InvoiceType.VAT_SPECIAL, year)])
    if kind is InvoiceType.FISCAL:
        return f"{rng.randrange(10**8):08}"
    if kind is InvoiceType.LOCAL_GENERIC:
        region = rng.choice(REGIONS)
        return rng.choice([None, f"1{region}{year % 100:02}81002", f"2{region}1670071"])
    return None if kind is InvoiceType.OTHER else invoice_code(rng, kind, year)


def _number_field(rng: Random, kind: InvoiceType, year: int) -> str:
    if kind in DIGITAL:
        return digital_number(rng, year)
    if kind is InvoiceType.FISCAL:
        return f"{rng.randrange(10**10):010}"
    return f"{rng.randrange(10**8):08}"


def _check_code(rng: Random, kind: InvoiceType) -> str | None:
    last_six = f"{rng.randrange(10**6):06}"
    if kind is InvoiceType.BLOCKCHAIN:
        return "".join(rng.choices("0123456789abcdef", k=5))
    if kind is InvoiceType.FISCAL:
        return "".join(rng.choices("0123456789abcdefgh", k=6))
    needed = kind in {
        InvoiceType.VAT_GENERAL,
        InvoiceType.ELECTRONIC_GENERAL,
        InvoiceType.ROLL,
        InvoiceType.TOLL,
    }
    return last_six if needed else rng.choice([None, "", last_six])


def _region(rng: Random) -> str:
    return f"{rng.choice(PROVINCES)}{rng.randrange(1, 30):02}{rng.randrange(1, 90):02}"


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))
