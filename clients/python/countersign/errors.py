"""The errors of the client. An error of an approved function is not among them: it is raised as it is.

CountersignClientError
├── ApiRefusal          the server refused a call: its status and sentence
├── ServerUnreachable   the server does not answer, or the connection to it broke
├── NoRequestId         a value that is no id of a request
├── UnshownArgument     an argument that cannot be shown to a person
├── StateRefused        the state of a paused run is too long to keep, or is not the one that was kept
├── CallRefused         a call of a tool of an MCP server was not run, or its end is not known: a sentence for a model
├── ProxyMisconfigured  a file or an option of the proxy before an MCP server
├── HookInputRefused    a coding agent handed a hook what is no call of a tool
└── ApprovalRefused     the request ended without an approval
    └── ApprovalLost    it was approved, and the approval cannot be used any more
"""

from countersign.models import Request


class CountersignClientError(Exception):
    """The base of all errors of the client."""


class ApiRefusal(CountersignClientError):
    """The server refused a call. `status` is the status of HTTP, `detail` its sentence."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status}: {detail}")
        self.status, self.detail = status, detail


class ServerUnreachable(CountersignClientError):
    """The server does not answer, or the connection broke: nobody knows whether it got the call."""


class NoRequestId(CountersignClientError, ValueError):
    """A value is no id of a request, so nothing was sent."""

    def __init__(self, value: object) -> None:
        shown = repr(value)[:100]
        super().__init__(
            f"{shown} is no id of a request. Give the `id` of the request that `approve` or `open_question` returned."
        )


class UnshownArgument(CountersignClientError, TypeError):
    """An argument has no JSON form, so no person could approve it."""


class StateRefused(CountersignClientError):
    """The state of a paused run is too long to keep, or is not the one that was kept."""


class CallRefused(CountersignClientError):
    """A call of a tool of an MCP server was not run, or its end is not known. The message is for the model that called it."""


class ProxyMisconfigured(CountersignClientError):
    """A file or an option of the proxy before an MCP server. The message says what to do."""


class HookInputRefused(CountersignClientError):
    """A coding agent handed a hook what is no call of a tool: the sentence names what is wrong."""


class ApprovalRefused(CountersignClientError):
    """The request was rejected, or ended otherwise without an approval: see `request.status` and `request.reason`."""

    def __init__(self, request: Request) -> None:
        why = f": {request.reason}" if request.reason else ""
        super().__init__(f"{request.tool} was not approved, it is {request.status}{why}")
        self.request = request


class ApprovalLost(ApprovalRefused):
    """The approval was taken back, has lapsed, was used before, or the policy is stricter now."""
