"""What the caller knows about one failed lookup.

Every field may be absent (`None`): absent is unknown.

Field names and enum values are those of `proto/resolver/v1/context.proto`; texts are as typed,
nothing trimmed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, auto


class InvoiceType(StrEnum):
    """Kinds of invoice, by what a lookup asks for them."""

    VAT_SPECIAL = auto()
    FREIGHT_SPECIAL = auto()
    MOTOR_VEHICLE = auto()
    VAT_GENERAL = auto()
    ELECTRONIC_SPECIAL = auto()
    ELECTRONIC_GENERAL = auto()
    ROLL = auto()
    TOLL = auto()
    USED_CAR = auto()
    DIGITAL_SPECIAL = auto()
    DIGITAL_GENERAL = auto()
    DIGITAL_PAPER = auto()
    BLOCKCHAIN = auto()
    FISCAL = auto()
    LOCAL_GENERIC = auto()
    OTHER = auto()


class AmountKind(StrEnum):
    """Which of an invoice's amounts was entered."""

    TAX_EXCLUSIVE = auto()
    TAX_INCLUSIVE = auto()
    VEHICLE_TOTAL = auto()


class InputSource(StrEnum):
    """How the values came into the lookup form."""

    KEYED = auto()
    OCR = auto()
    QR_CODE = auto()
    IMPORT_FILE = auto()
    API = auto()


class TransportError(StrEnum):
    """What the caller's network stack reported when no answer came back."""

    DNS_FAILURE = auto()
    CONNECTION_REFUSED = auto()
    CONNECTION_RESET = auto()
    CONNECT_TIMEOUT = auto()
    READ_TIMEOUT = auto()
    TLS_FAILURE = auto()


class Role(StrEnum):
    """Who asked, in the words of the e-tax bureau and of the ERP."""

    LEGAL_REPRESENTATIVE = auto()
    FINANCE_LEAD = auto()
    TAX_CLERK = auto()
    INVOICE_CLERK = auto()
    INVOICE_COLLECTOR = auto()
    TAX_AGENT = auto()
    ADMINISTRATOR = auto()
    AUDITOR = auto()
    EMPLOYEE = auto()
    SERVICE_ACCOUNT = auto()


class Channel(StrEnum):
    """The way the lookup took."""

    OFFICIAL_WEB = auto()
    OFFICIAL_APP = auto()
    OFFICIAL_API = auto()
    CLOUD_API = auto()
    RESELLER_API = auto()
    UNOFFICIAL_WEB = auto()


class InvoiceLifecycle(StrEnum):
    """The state of the record, where the caller knows it."""

    NORMAL = auto()
    PENDING_REVIEW = auto()
    VOIDED = auto()
    FULLY_REVERSED = auto()
    PARTLY_REVERSED = auto()
    RED_LOCKED = auto()
    OUT_OF_CONTROL = auto()
    ABNORMAL = auto()
    NOT_UPLOADED = auto()
    CLAIMED = auto()


@dataclass(frozen=True, slots=True)
class InvoiceInputs:
    """The values as typed.

    An empty string is a field left empty, `None` a field nobody told us of.
    """

    invoice_type: InvoiceType | None = None
    invoice_code: str | None = None
    invoice_number: str | None = None
    issue_date: str | None = None
    amount: str | None = None
    amount_kind: AmountKind | None = None
    check_code: str | None = None
    seller_tax_id: str | None = None
    buyer_tax_id: str | None = None
    source: InputSource | None = None
    query_option: str | None = None


@dataclass(frozen=True, slots=True)
class LookupOutcome:
    """What came back. `grpc_status` is the canonical name (`UNAVAILABLE`)."""

    provider: str | None = None
    operation: str | None = None
    code: str | None = None
    message: str | None = None
    http_status: int | None = None
    grpc_status: str | None = None
    transport_error: TransportError | None = None


@dataclass(frozen=True, slots=True)
class LookupTiming:
    """When and how long. Moments are aware datetimes.

    `attempts` counts this episode, `attempts_today` this invoice on this Beijing calendar day.
    """

    queried_at: datetime | None = None
    latency: timedelta | None = None
    deadline: timedelta | None = None
    attempts: int | None = None
    attempts_today: int | None = None
    issued_at: datetime | None = None
    last_sync_at: datetime | None = None
    session_started_at: datetime | None = None
    last_success_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asked. `region` is a 6-digit adcode; `user_id` is pseudonymous."""

    role: Role | None = None
    permissions: tuple[str, ...] = ()
    tax_id: str | None = None
    region: str | None = None
    authenticated: bool | None = None
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class ClientEnvironment:
    """The caller's side of the line. `packet_loss_ratio` lies within 0 and 1."""

    channel: Channel | None = None
    endpoint_host: str | None = None
    tool_version: str | None = None
    latest_tool_version: str | None = None
    browser: str | None = None
    network_type: str | None = None
    packet_loss_ratio: float | None = None
    round_trip_time: timedelta | None = None
    internet_reachable: bool | None = None
    provider_reachable: bool | None = None
    other_lookups_succeed: bool | None = None


@dataclass(frozen=True, slots=True)
class InvoiceRecord:
    """What is known of the record itself.

    `lifecycle_text` is the provider's raw status mark (`QH`, `8`).
    """

    lifecycle: InvoiceLifecycle | None = None
    lifecycle_text: str | None = None
    upload_confirmed: bool | None = None
    offline_issued: bool | None = None


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """The import or batch that this lookup was a row of."""

    size: int | None = None
    row: int | None = None
    failed_rows: int | None = None
    file_format: str | None = None
    duplicate_in_batch: bool | None = None


@dataclass(frozen=True, slots=True)
class LookupContext:
    """One failed lookup. The less is known, the flatter the ranking."""

    lookup_id: str = ""
    inputs: InvoiceInputs = field(default_factory=InvoiceInputs)
    outcome: LookupOutcome = field(default_factory=LookupOutcome)
    timing: LookupTiming = field(default_factory=LookupTiming)
    requester: Requester = field(default_factory=Requester)
    client: ClientEnvironment = field(default_factory=ClientEnvironment)
    invoice: InvoiceRecord = field(default_factory=InvoiceRecord)
    batch: BatchInfo = field(default_factory=BatchInfo)
    attributes: tuple[tuple[str, str], ...] = ()
