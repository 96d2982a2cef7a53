"""Cases for rules.yaml, as `semgrep --test` reads them: each marked line is found, and no other."""

import yaml
from google.protobuf import json_format
from resolver.model.context import LookupContext
from resolver.runtime.logs import Event, log


def listen(server):
    # ruleid: plain-text-port
    server.add_insecure_port("0.0.0.0:50051")


def read(text):
    # ruleid: yaml-that-makes-objects
    yaml.load(text, Loader=yaml.Loader)
    # ruleid: yaml-that-makes-objects
    yaml.unsafe_load(text)
    # ok: yaml-that-makes-objects
    yaml.safe_load(text)
    # ok: yaml-that-makes-objects
    return yaml.load(text, Loader=yaml.CSafeLoader)


def convert(message):
    # ruleid: messages-by-reflection
    return json_format.MessageToDict(message)


def resolve(request, context):
    # ruleid: request-in-the-log
    log(Event.REQUEST_FAILED, text=request.context.outcome.message)
    said = f"about {request.context.lookup_id}"
    # ruleid: request-in-the-log
    log(Event.REQUEST_FAILED, text=said)
    # ok: request-in-the-log
    log(Event.REQUEST_FAILED, count=len(request.contexts))
    try:
        return answer(request.context)
    except ValueError as error:
        # ruleid: error-past-the-barrier
        context.abort(3, str(error))


def answer(lookup: LookupContext):
    # ruleid: request-in-the-log
    log(Event.REQUEST_FAILED, buyer=lookup.inputs.buyer_tax_id)
