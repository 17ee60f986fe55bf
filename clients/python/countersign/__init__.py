"""Ask a person before your program acts: the client of a Countersign server."""

from countersign.client import Countersign, SyncCountersign
from countersign.errors import (
    ApiRefusal,
    ApprovalLost,
    ApprovalRefused,
    CountersignClientError,
    UnshownArgument,
)
from countersign.models import Request, Submission

__all__ = [
    "ApiRefusal",
    "ApprovalLost",
    "ApprovalRefused",
    "Countersign",
    "CountersignClientError",
    "Request",
    "Submission",
    "SyncCountersign",
    "UnshownArgument",
]
