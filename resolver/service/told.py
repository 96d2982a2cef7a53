"""How each class of errors is told: its gRPC code, its stable reason, and its words."""

from __future__ import annotations

from dataclasses import dataclass

import grpc

from resolver.errors import (
    CallerLimitError,
    CheckBusyError,
    CredentialExpiredError,
    DeadlineTooNearError,
    DecisionLogError,
    EngineError,
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


@dataclass(frozen=True, slots=True)
class Told:
    """How one class of errors is told. With `retry_seconds` the caller may simply try again."""

    code: grpc.StatusCode
    reason: str
    message: Text
    retry_seconds: int = 0


_TABLE: dict[type[Exception], Told] = {
    InvalidContextError: Told(
        grpc.StatusCode.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        Text(zh="请求中有不能接受的内容：", en="invalid request: "),
    ),
    UnreadableRequestError: Told(
        grpc.StatusCode.INVALID_ARGUMENT,
        "REQUEST_UNREADABLE",
        Text(
            zh="请求无法解析：数据已损坏、不是本接口的消息，或文字不是 UTF-8。"
            "请检查客户端的 .proto 与编码",
            en="the request cannot be parsed: damaged, no message of this method, or text that is "
            "not UTF-8; check the client's .proto and encoding",
        ),
    ),
    UnknownMethodError: Told(
        grpc.StatusCode.UNIMPLEMENTED,
        "METHOD_UNKNOWN",
        Text(
            zh="本服务没有这个方法：请核对接口版本",
            en="this service has no such method: check the version of the contract",
        ),
    ),
    RequestTooLargeError: Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "REQUEST_TOO_LARGE",
        Text(
            zh="请求超过本服务读取的大小上限：请减少内容或分批发送",
            en="the request is larger than this server reads: send less, or in several calls",
        ),
    ),
    OverloadedError: Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "SERVER_OVERLOADED",
        Text(
            zh="正在处理的请求已达上限：请稍后重试",
            en="as many calls are under way as this server allows: try again later",
        ),
        retry_seconds=1,
    ),
    TooManyStreamsError: Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "TOO_MANY_STREAMS",
        Text(
            zh="同时打开的流已达上限：请稍后重试，或改用 BatchResolve",
            en="as many streams are open as this server allows: try again later, or use "
            "BatchResolve",
        ),
        retry_seconds=1,
    ),
    CheckBusyError: Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "CHECK_BUSY",
        Text(
            zh="正在检查或试算另一份规则：请稍后重试",
            en="other rules are being checked or rehearsed: try again later",
        ),
        retry_seconds=1,
    ),
    WorkTimeoutError: Told(
        grpc.StatusCode.DEADLINE_EXCEEDED,
        "CHECK_TIMED_OUT",
        Text(
            zh="检查或试算超过时限，未给出结论：请减少文件或上下文，或放宽调用方的截止时间",
            en="the check took longer than it may: send fewer files or lookups, or set a later "
            "deadline",
        ),
    ),
    WorkTooLargeError: Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "CHECK_TOO_LARGE",
        Text(
            zh="检查所需内存超过上限，未给出结论：请减少文件或缩小文件",
            en="the check needs more memory than it may have: send fewer or smaller files",
        ),
    ),
    TooManyBatchesError: Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "TOO_MANY_BATCHES",
        Text(
            zh="同时处理的批量请求已达上限：请稍后重试，并减少同时发送的批次",
            en="as many batches are under way as this server allows: try again later, and send "
            "fewer at once",
        ),
        retry_seconds=1,
    ),
    CallerLimitError: Told(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "CALLER_LIMIT_REACHED",
        Text(
            zh="该调用方正在处理的请求已达其上限：请稍后重试，并减少同时发送的请求",
            en="as many calls of this caller are under way as this server allows: try again "
            "later, and send fewer at once",
        ),
        retry_seconds=1,
    ),
    DeadlineTooNearError: Told(
        grpc.StatusCode.DEADLINE_EXCEEDED,
        "DEADLINE_TOO_NEAR",
        Text(
            zh="剩余时间不足以作答：请放宽截止时间",
            en="too little time is left to answer: set a later deadline",
        ),
    ),
    ServerStoppingError: Told(
        grpc.StatusCode.UNAVAILABLE,
        "SERVER_STOPPING",
        Text(
            zh="服务正在停止：请重新连接，从最后一个应答之后继续",
            en="the server stops: connect anew and go on after the last answer",
        ),
        retry_seconds=1,
    ),
    OutcomesNotKeptError: Told(
        grpc.StatusCode.FAILED_PRECONDITION,
        "OUTCOMES_NOT_KEPT",
        Text(
            zh="本服务未启用结果登记：请运维设置 RESOLVER_OUTCOMES",
            en="this server keeps no outcomes: ask the operator to set RESOLVER_OUTCOMES",
        ),
    ),
    OutcomeConflictError: Told(
        grpc.StatusCode.ALREADY_EXISTS,
        "REQUEST_ID_REUSED",
        Text(
            zh="这个 request_id 已登记过内容不同的结果：重发须原样发送，"
            "新的结果请换一个 request_id",
            en="this request_id stands for another report: repeat one as it was, and give a new "
            "one a name of its own",
        ),
    ),
    OutcomeStoreError: Told(
        grpc.StatusCode.UNAVAILABLE,
        "OUTCOME_STORE_UNAVAILABLE",
        Text(
            zh="结果库暂时无法写入：请稍后原样重发；查验诊断不受影响",
            en="outcomes cannot be stored now: send the same again later; lookups are answered "
            "as ever",
        ),
        retry_seconds=5,
    ),
    RulesStaleError: Told(
        grpc.StatusCode.UNAVAILABLE,
        "RULES_STALE",
        Text(
            zh="规则已超过允许的时限未能确认为最新：本服务暂停作答，请改用其他副本或联系运维",
            en="it is too long ago that the rules were known to be the newest, so that nothing is "
            "answered by them: ask another replica, or the operators",
        ),
        retry_seconds=1,
    ),
    UnauthenticatedError: Told(
        grpc.StatusCode.UNAUTHENTICATED,
        "CREDENTIAL_NOT_TAKEN",
        Text(
            zh="缺少凭据，或凭据无效：请在元数据 authorization "
            "中发送“Bearer 令牌”，或使用客户端证书",
            en="there is no credential, or none that is taken: send `Bearer TOKEN` in the "
            "metadata `authorization`, or use a client certificate",
        ),
    ),
    CredentialExpiredError: Told(
        grpc.StatusCode.UNAUTHENTICATED,
        "CREDENTIAL_EXPIRED",
        Text(
            zh="凭据已过期：请换用新的凭据",
            en="the credential has expired: use a new one",
        ),
    ),
    NotAllowedError: Told(
        grpc.StatusCode.PERMISSION_DENIED,
        "SCOPE_MISSING",
        Text(
            zh="该调用方无权调用此方法：请向运维申请所缺的权限范围（见 ErrorInfo 的 scope）",
            en="this caller may not make this call: ask the operator for the scope that it lacks, "
            "which is in the ErrorInfo",
        ),
    ),
    RulesRejectedError: Told(
        grpc.StatusCode.FAILED_PRECONDITION,
        "RULES_REJECTED",
        Text(zh="规则库有错误，未被采用", en="the rulebook has mistakes and was refused"),
    ),
    RulesUnavailableError: Told(
        grpc.StatusCode.UNAVAILABLE,
        "RULES_UNAVAILABLE",
        Text(
            zh="规则库暂时无法读取，请稍后重试", en="the rulebook cannot be read: try again later"
        ),
        retry_seconds=1,
    ),
    DecisionLogError: Told(
        grpc.StatusCode.UNAVAILABLE,
        "DECISION_LOG_UNAVAILABLE",
        Text(
            zh="决策日志暂时无法写入，按设置不给出未留存的结论：请稍后重试",
            en="the decision log cannot be written, and no answer is given that is not kept: try "
            "again later",
        ),
        retry_seconds=1,
    ),
    EngineError: Told(
        grpc.StatusCode.INTERNAL,
        "ENGINE_FAILED",
        Text(
            zh="规则引擎出错，未给出结论：请凭请求编号联系运维",
            en="the rule engine failed: report the request id to the operator",
        ),
    ),
}
_UNEXPECTED = Told(
    grpc.StatusCode.INTERNAL,
    "INTERNAL_ERROR",
    Text(
        zh="服务内部出错：请凭请求编号联系运维",
        en="the service failed: report the request id to the operator",
    ),
)


def grpc_code(error: Exception) -> grpc.StatusCode:
    """Return the gRPC status code that an error ends in."""
    return told_of(error).code


def reason_of(error: Exception) -> str:
    """Return the stable reason that an error is known by."""
    return told_of(error).reason


def may_be_repeated(error: Exception) -> bool:
    """Tell whether the same call may succeed a moment later."""
    return bool(told_of(error).retry_seconds)


def told_of(error: Exception) -> Told:
    """Return how an error is told: as the nearest of its classes is, else as ours to mend."""
    return next((_TABLE[kind] for kind in type(error).__mro__ if kind in _TABLE), _UNEXPECTED)
