"""What a caller is told when something fails: from error class to gRPC status and details.

Every status carries `ErrorInfo` with a stable reason and `LocalizedMessage`; an invalid request
adds `BadRequest`. No status carries the text of a foreign exception, nor what a field held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from resolver.errors import (
    CallerLimitError,
    CheckBusyError,
    CredentialExpiredError,
    DeadlineTooNearError,
    DecisionLogError,
    EngineError,
    FieldViolation,
    InvalidContextError,
    NotAllowedError,
    OutcomeConflictError,
    OutcomesNotKeptError,
    OutcomeStoreError,
    OverloadedError,
    RequestTooLargeError,
    RulesRejectedError,
    RulesStaleError,
    RulesUnavailableError,
    ServerStoppingError,
    TooManyBatchesError,
    TooManyStreamsError,
    UnauthenticatedError,
    UnknownMethodError,
    UnreadableRequestError,
    WorkTimeoutError,
    WorkTooLargeError,
)
from resolver.model.texts import Text

DOMAIN = "invoice-status-resolver"
"""`ErrorInfo.domain` of every error."""

_MAX_VIOLATIONS = 50
_DETAILS_BUDGET_BYTES = 4_000
"""Some clients refuse trailers of more than 8 KiB; in Base64 these bytes are a third more."""

_VIOLATIONS_IN_MESSAGE = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """How one class of errors is told. With `retry_seconds` the caller may simply try again."""

    code: grpc.StatusCode
    reason: str
    message: Text
    retry_seconds: int = 0


_TABLE: dict[type[Exception], _Told] = {
    InvalidContextError: _Told(
        grpc.StatusCode.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        Text(zh="请求中有不能接受的内容：", en="invalid request: "),
    ),
    UnreadableRequestError: _Told(
        grpc.StatusCode.INVALID_ARGUMENT,
        "REQUEST_UNREADABLE",
        Text(
            zh="请求无法解析：数据已损坏、不是本接口的消息，或文字不是 UTF-8。"
            "请检查客户端的 .proto 与编码",
            en="the request cannot be parsed: damaged, no message of this method, or text that is "
            "not UTF-8; check the client's .proto and encoding",
        ),
    ),
    UnknownMethodError: _Told(
        grpc.StatusCode.UNIMPLEMENTED,
        "METHOD_UNKNOWN",
        Text(
            zh="本服务没有这个方法：请核对接口版本",
            en="this service has no such method: check the version of the contract",
        ),
    ),
    RequestTooLargeError: _Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "REQUEST_TOO_LARGE",
        Text(
            zh="请求超过本服务读取的大小上限：请减少内容或分批发送",
            en="the request is larger than this server reads: send less, or in several calls",
        ),
    ),
    OverloadedError: _Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "SERVER_OVERLOADED",
        Text(
            zh="正在处理的请求已达上限：请稍后重试",
            en="as many calls are under way as this server allows: try again later",
        ),
        retry_seconds=1,
    ),
    TooManyStreamsError: _Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "TOO_MANY_STREAMS",
        Text(
            zh="同时打开的流已达上限：请稍后重试，或改用 BatchResolve",
            en="as many streams are open as this server allows: try again later, or use "
            "BatchResolve",
        ),
        retry_seconds=1,
    ),
    CheckBusyError: _Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "CHECK_BUSY",
        Text(
            zh="正在检查或试算另一份规则：请稍后重试",
            en="other rules are being checked or rehearsed: try again later",
        ),
        retry_seconds=1,
    ),
    WorkTimeoutError: _Told(
        grpc.StatusCode.DEADLINE_EXCEEDED,
        "CHECK_TIMED_OUT",
        Text(
            zh="检查或试算超过时限，未给出结论：请减少文件或上下文，或放宽调用方的截止时间",
            en="the check took longer than it may: send fewer files or lookups, or set a later "
            "deadline",
        ),
    ),
    WorkTooLargeError: _Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "CHECK_TOO_LARGE",
        Text(
            zh="检查所需内存超过上限，未给出结论：请减少文件或缩小文件",
            en="the check needs more memory than it may have: send fewer or smaller files",
        ),
    ),
    TooManyBatchesError: _Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "TOO_MANY_BATCHES",
        Text(
            zh="同时处理的批量请求已达上限：请稍后重试，并减少同时发送的批次",
            en="as many batches are under way as this server allows: try again later, and send "
            "fewer at once",
        ),
        retry_seconds=1,
    ),
    CallerLimitError: _Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "CALLER_LIMIT_REACHED",
        Text(
            zh="该调用方正在处理的请求已达其上限：请稍后重试，并减少同时发送的请求",
            en="as many calls of this caller are under way as this server allows: try again "
            "later, and send fewer at once",
        ),
        retry_seconds=1,
    ),
    DeadlineTooNearError: _Told(
        grpc.StatusCode.DEADLINE_EXCEEDED,
        "DEADLINE_TOO_NEAR",
        Text(
            zh="剩余时间不足以作答：请放宽截止时间",
            en="too little time is left to answer: set a later deadline",
        ),
    ),
    ServerStoppingError: _Told(
        grpc.StatusCode.UNAVAILABLE,
        "SERVER_STOPPING",
        Text(
            zh="服务正在停止：请重新连接，从最后一个应答之后继续",
            en="the server stops: connect anew and go on after the last answer",
        ),
        retry_seconds=1,
    ),
    OutcomesNotKeptError: _Told(
        grpc.StatusCode.FAILED_PRECONDITION,
        "OUTCOMES_NOT_KEPT",
        Text(
            zh="本服务未启用结果登记：请运维设置 RESOLVER_OUTCOMES",
            en="this server keeps no outcomes: ask the operator to set RESOLVER_OUTCOMES",
        ),
    ),
    OutcomeConflictError: _Told(
        grpc.StatusCode.ALREADY_EXISTS,
        "REQUEST_ID_REUSED",
        Text(
            zh="这个 request_id 已登记过内容不同的结果：重发须原样发送，"
            "新的结果请换一个 request_id",
            en="this request_id stands for another report: repeat one as it was, and give a new "
            "one a name of its own",
        ),
    ),
    OutcomeStoreError: _Told(
        grpc.StatusCode.UNAVAILABLE,
        "OUTCOME_STORE_UNAVAILABLE",
        Text(
            zh="结果库暂时无法写入：请稍后原样重发；查验诊断不受影响",
            en="outcomes cannot be stored now: send the same again later; lookups are answered "
            "as ever",
        ),
        retry_seconds=5,
    ),
    RulesStaleError: _Told(
        grpc.StatusCode.UNAVAILABLE,
        "RULES_STALE",
        Text(
            zh="规则已超过允许的时限未能确认为最新：本服务暂停作答，请改用其他副本或联系运维",
            en="it is too long ago that the rules were known to be the newest, so that nothing is "
            "answered by them: ask another replica, or the operators",
        ),
        retry_seconds=1,
    ),
    UnauthenticatedError: _Told(
        grpc.StatusCode.UNAUTHENTICATED,
        "CREDENTIAL_NOT_TAKEN",
        Text(
            zh="缺少凭据，或凭据无效：请在元数据 authorization "
            "中发送“Bearer 令牌”，或使用客户端证书",
            en="there is no credential, or none that is taken: send `Bearer TOKEN` in the "
            "metadata `authorization`, or use a client certificate",
        ),
    ),
    CredentialExpiredError: _Told(
        grpc.StatusCode.UNAUTHENTICATED,
        "CREDENTIAL_EXPIRED",
        Text(
            zh="凭据已过期：请换用新的凭据",
            en="the credential has expired: use a new one",
        ),
    ),
    NotAllowedError: _Told(
        grpc.StatusCode.PERMISSION_DENIED,
        "SCOPE_MISSING",
        Text(
            zh="该调用方无权调用此方法：请向运维申请所缺的权限范围（见 ErrorInfo 的 scope）",
            en="this caller may not make this call: ask the operator for the scope that it lacks, "
            "which is in the ErrorInfo",
        ),
    ),
    RulesRejectedError: _Told(
        grpc.StatusCode.FAILED_PRECONDITION,
        "RULES_REJECTED",
        Text(zh="规则库有错误，未被采用", en="the rulebook has mistakes and was refused"),
    ),
    RulesUnavailableError: _Told(
        grpc.StatusCode.UNAVAILABLE,
        "RULES_UNAVAILABLE",
        Text(
            zh="规则库暂时无法读取，请稍后重试", en="the rulebook cannot be read: try again later"
        ),
        retry_seconds=1,
    ),
    DecisionLogError: _Told(
        grpc.StatusCode.UNAVAILABLE,
        "DECISION_LOG_UNAVAILABLE",
        Text(
            zh="决策日志暂时无法写入，按设置不给出未留存的结论：请稍后重试",
            en="the decision log cannot be written, and no answer is given that is not kept: try "
            "again later",
        ),
        retry_seconds=1,
    ),
    EngineError: _Told(
        grpc.StatusCode.INTERNAL,
        "ENGINE_FAILED",
        Text(
            zh="规则引擎出错，未给出结论：请凭请求编号联系运维",
            en="the rule engine failed: report the request id to the operator",
        ),
    ),
}
_UNEXPECTED = _Told(
    grpc.StatusCode.INTERNAL,
    "INTERNAL_ERROR",
    Text(
        zh="服务内部出错：请凭请求编号联系运维",
        en="the service failed: report the request id to the operator",
    ),
)


def grpc_code(error: Exception) -> grpc.StatusCode:
    """Return the gRPC status code that an error ends in."""
    return _told(error).code


def reason_of(error: Exception) -> str:
    """Return the stable reason that an error is known by."""
    return _told(error).reason


def may_be_repeated(error: Exception) -> bool:
    """Tell whether the same call may succeed a moment later."""
    return bool(_told(error).retry_seconds)


def status_of(error: Exception, language: str, request_id: str = "") -> status_pb2.Status:
    """Return an error as a status, its localized message in a language of `LANGUAGES`.

    The status of an item within an answer has no request id of its own.
    """
    told = _told(error)
    violations = error.violations if isinstance(error, InvalidContextError) else ()
    status = status_pb2.Status(
        code=told.code.value[0],
        message=told.message.en + "; ".join(_named(violations, "en")),
    )
    metadata = {"request_id": request_id} if request_id else {}
    if isinstance(error, NotAllowedError):
        metadata["scope"] = error.scope
    if violations:
        metadata["violations"] = str(len(violations))
    _attach(
        status,
        error_details_pb2.ErrorInfo(reason=told.reason, domain=DOMAIN, metadata=metadata),
    )
    separator = "; " if language == "en" else "；"
    localized = told.message.get(language) + separator.join(_named(violations, language))
    _attach(status, error_details_pb2.LocalizedMessage(locale=language, message=localized))
    if violations:
        _attach(status, _bad_request(violations, language))
    if told.retry_seconds:
        delay = Duration(seconds=told.retry_seconds)
        _attach(status, error_details_pb2.RetryInfo(retry_delay=delay))
    return status


def _told(error: Exception) -> _Told:
    return next((_TABLE[kind] for kind in type(error).__mro__ if kind in _TABLE), _UNEXPECTED)


def _attach(status: status_pb2.Status, detail: Message) -> None:
    packed = Any()
    packed.Pack(detail)
    status.details.append(packed)


def _named(violations: Sequence[FieldViolation], language: str) -> list[str]:
    """Return the first violations in words, and how many more there are."""
    shown = violations[:_VIOLATIONS_IN_MESSAGE]
    words = [f"{item.field_path} {_described(item, language)}" for item in shown]
    more = len(violations) - len(shown)
    if more:
        words.append(f"and {more} more" if language == "en" else f"另有 {more} 处")
    return words


def _described(item: FieldViolation, language: str) -> str:
    return item.description if language == "en" else item.description_zh


def _bad_request(
    violations: Sequence[FieldViolation], language: str
) -> error_details_pb2.BadRequest:
    """Return every violation, with as many of its words as the trailers can hold."""
    listed = [_field_violation(item, language) for item in violations[:_MAX_VIOLATIONS]]
    _shorten(listed)
    more = len(violations) - len(listed)
    if more:
        listed.append(
            error_details_pb2.BadRequest.FieldViolation(
                field=violations[len(listed)].field_path,
                reason="MORE_VIOLATIONS",
                description=f"and {more} more",
            )
        )
    return error_details_pb2.BadRequest(field_violations=listed)


def _shorten(listed: list[error_details_pb2.BadRequest.FieldViolation]) -> None:
    """Take words from the last violations first; field and reason stay as long as they can."""
    for words in ("localized_message", "description"):
        for item in reversed(listed):
            if _size(listed) <= _DETAILS_BUDGET_BYTES:
                return
            item.ClearField(words)
    while _size(listed) > _DETAILS_BUDGET_BYTES:
        listed.pop()


def _field_violation(
    item: FieldViolation, language: str
) -> error_details_pb2.BadRequest.FieldViolation:
    return error_details_pb2.BadRequest.FieldViolation(
        field=item.field_path,
        reason=item.reason,
        description=item.description,
        localized_message=error_details_pb2.LocalizedMessage(
            locale=language, message=_described(item, language)
        ),
    )


def _size(listed: Sequence[Message]) -> int:
    return sum(item.ByteSize() for item in listed)
