"""Ask a person before your program acts: the client of a Countersign server."""

from countersign.client import Countersign, SyncCountersign
from countersign.errors import (
    ApiRefusal,
    ApprovalLost,
    ApprovalRefused,
    CountersignClientError,
    NoRequestId,
    ServerUnreachable,
    StateRefused,
    UnshownArgument,
)
from countersign.models import Request, Submission
from countersign.paused_call_review import CallDecision, CallReviewer, PausedCall

__all__ = [
    "ApiRefusal",
    "ApprovalLost",
    "ApprovalRefused",
    "CallDecision",
    "CallReviewer",
    "Countersign",
    "CountersignClientError",
    "NoRequestId",
    "PausedCall",
    "Request",
    "ServerUnreachable",
    "StateRefused",
    "Submission",
    "SyncCountersign",
    "UnshownArgument",
]
