"""The errors of the platform. The docstring of a class is its message; `{0}` and so on are its `facts`.

CountersignError
├── BadInput                 the input cannot be taken                    -> 400 / 422
│   ├── NaiveTime
│   ├── NotCanonical         arguments that cannot be shown or hashed exactly
│   └── NotUnderstood        a body or a field that does not fit
│       ├── FormComplaints   carries the complaints, by the name of the field
│       ├── OpenAlready      people are asked about the same call
│       └── NotConfirmed     the word that approves an irreversible call was not typed
├── Unauthenticated          no valid key, session or signature           -> 401
├── Forbidden                the caller is known and may not do this      -> 403
│   ├── NotAnApprover
│   ├── NotAllowed
│   ├── ScopeTooSmall
│   └── ForgedForm
├── NotFound                 no such thread, request, agent, source       -> 404
│   ├── UnknownAgent         no agent of this name is configured now
│   │   └── ReadsNoMessages  its calls come from programs
│   └── UnknownTarget        lists the names that exist
├── Conflict                 the state has changed since the caller read it -> 409
│   ├── AlreadyPaused · NotPaused · AlreadyEnded
│   ├── OnHold · AlreadyHeld · AlreadyLifted   a person paused an agent, a tool or everything
│   ├── TasksRunning         a thread is to be cancelled while tasks of other agents run for it
│   ├── AlreadySettled       carries the person and the time of the decision
│   ├── DigestMismatch       the shown call is not the present one
│   ├── SameIdOtherBody
│   ├── UnreadThread         a newer version wrote an event in a thread: it rests until that version runs
│   └── BrokenThread         the log of a thread does not verify: none of its calls runs
├── TooLarge                                                              -> 413
├── Unavailable              a store or a model does not answer now       -> 503
│   └── DatabaseReplaced     the file is another one now: the server stops
├── CannotOpen               a sealed value cannot be opened              -> 500
│   ├── LostKey              its secret is missing
│   └── BrokenSeal           it was changed, or moved to another row
├── CannotStart              configuration, database file, lock           -> exit 2
│   ├── BadSetting · BadConfiguration · BadKeyFile · ForeignDatabase · NewerSchema · ReadOnlyDatabase · DatabaseInUse · DamagedDatabase
│   ├── UnprovenLog · SchemaSetBack · BackupRefused · DowngradeRefused
│   └── BadAgent             the steps, tools and policies of an agent do not fit together
└── ToolError                the effect of a tool did not happen, and why -> one line to the model
    ├── OutcomeUnclear       a tool cannot say whether its effect happened
    └── EffectImpossible     it did not happen, and no earlier try of the same call can bring it about either
"""

from collections.abc import Mapping
from datetime import datetime


class CountersignError(Exception):
    """{0}"""

    def __init__(self, *facts: object) -> None:
        super().__init__(*facts)
        self.facts = facts

    def __str__(self) -> str:
        return (type(self).__doc__ or "{0}").format(*self.facts, *("",) * 4)


class BadInput(CountersignError):
    """{0}"""


class NaiveTime(BadInput, ValueError):
    """The time {0!r} has no time zone. Write it with one, such as 2026-11-21T09:00:00Z."""


class NotCanonical(BadInput):
    """The arguments cannot be shown and hashed exactly: {0}."""


class NotUnderstood(BadInput):
    """{0}"""


class FormComplaints(NotUnderstood):
    """{1}{0}"""

    def __init__(self, complaints: Mapping[str, str], about: str = "") -> None:
        said = [f"{name}: {text}" if name else text for name, text in complaints.items()]
        super().__init__("; ".join(said), about)
        self.complaints = complaints


class OpenAlready(NotUnderstood):
    """The same call is open already: {0}. Decide that one, or choose other arguments."""


class NotConfirmed(NotUnderstood):
    """{0}"""


class Unauthenticated(CountersignError):
    """{0}"""


class Forbidden(CountersignError):
    """{0}"""


class NotAnApprover(Forbidden):
    """{0} may not decide this: {2}."""


class NotAllowed(Forbidden):
    """{0} may not {1}.{2}"""


class ScopeTooSmall(Forbidden):
    """This key has the scope {0!r}; {1} needs one of: {2}."""


class ForgedForm(Forbidden):
    """This form did not come from a page we showed you. Reload the page and send it again."""


class NotFound(CountersignError):
    """There is no {0} {1!r}."""


class UnknownAgent(NotFound):
    """There is no agent {1!r}."""

    def __init__(self, name: str) -> None:
        super().__init__("agent", name)


class ReadsNoMessages(UnknownAgent):
    """The agent {1!r} reads no messages: programs send it requests (POST /api/v1/requests)."""


class UnknownTarget(NotFound):
    """There is no {0} {1!r}. There are: {2}."""


class Conflict(CountersignError):
    """{0}"""


class OnHold(Conflict):
    """{0} It can be decided when it is resumed."""


class AlreadyHeld(Conflict):
    """{0} Nothing was changed: it is paused once, until somebody resumes it."""


class AlreadyLifted(Conflict):
    """{0} was resumed already{1}. Nothing was changed."""


class AlreadyPaused(Conflict):
    """Task is already paused."""


class NotPaused(Conflict):
    """Task is not paused."""


class AlreadyEnded(Conflict):
    """Task is already {0}."""


class TasksRunning(Conflict):
    """Tasks that this thread gave to other agents still run: {0}. Nothing was changed. Say whether to stop them or to keep them: tasks = "stop", or tasks = "keep"; kept ones go on, and the requester is told of their end."""


class AlreadySettled(Conflict):
    """This request is already {0}{1}. Nothing was changed."""

    def __init__(self, status: str, decided_by: str | None, decided_at: datetime | None, name: str = "") -> None:
        who = f" by {name or decided_by}" if decided_by else ""
        when = f" at {decided_at:%Y-%m-%d %H:%M:%S} UTC" if decided_at else ""
        super().__init__(status, who + when)
        self.status, self.decided_by, self.decided_at = status, decided_by, decided_at


class DigestMismatch(Conflict):
    """You decided on {0}, but the call is {1} now: it was changed after it was shown to you. Look again."""


class SameIdOtherBody(Conflict):
    """The id {0!r} came before with another body. The first one is kept; send a new id."""


THREAD_RESTS = (
    "This thread rests: a newer version of Countersign wrote an event in it, and this version cannot read that event. "
    "Nothing of it runs, and nothing in it can be decided or changed, until the newer version runs again. Messages are "
    "kept."
)
"""The sentence that people read wherever a resting thread or one of its requests is shown, or an act in it is refused."""


class UnreadThread(Conflict):
    """Thread {0} rests: this version of Countersign cannot read its event {1} ({2!r}, version {3}), which a newer version wrote. Nothing of it runs, and nothing in it can be decided or changed, until the newer version runs again. Messages are kept."""

    def __init__(self, thread: str, seq: int, type: str, version: int) -> None:
        super().__init__(thread, seq, type[:80], version)
        self.thread, self.seq, self.type, self.version = thread, seq, type[:80], version


class BrokenThread(Conflict):
    """Thread {0} does not verify at event {1}: {2}. Nothing of it runs; run `countersign audit verify`."""


class TooLarge(CountersignError):
    """The body is larger than {0} bytes."""


class Unavailable(CountersignError):
    """{0}"""


class DatabaseReplaced(Unavailable):
    """{0} is no longer the file that this process opened: {1}. Nothing more was written. Put the right file there and start again."""


class CannotOpen(CountersignError):
    """{0}"""


class LostKey(CannotOpen):
    """The value {0!r} was sealed with a secret that is not here. Put that secret behind the current one in COUNTERSIGN_SECRET_KEY, or restore secret.key beside the database."""


class BrokenSeal(CannotOpen):
    """The value {0!r} is not the one that was sealed there: it was changed, or moved from another row. Restore a backup, or delete it and set it up again."""


class CannotStart(CountersignError):
    """{0}"""


class BadSetting(CannotStart):
    """The setting {0} is {1!r}: {2}."""


class BadConfiguration(BadSetting):
    """{0} cannot be used: {1}."""


class BadKeyFile(CannotStart):
    """The key file {0} cannot be used: {1}. Restore it, or set COUNTERSIGN_SECRET_KEY; delete it only if the values that it sealed may be lost."""


class ForeignDatabase(CannotStart):
    """{0} is not a Countersign database ({1}). Point COUNTERSIGN_DATABASE_URL or COUNTERSIGN_DATA elsewhere."""


class NewerSchema(CannotStart):
    """{0} has the schema {1!r} of a newer Countersign; this release ({2}) reads schemas up to {3!r}. Install the newer release. To go back to this one, run `countersign database downgrade` with the newer release, or restore a backup from before the upgrade."""


class ReadOnlyDatabase(CannotStart):
    """{0} cannot be written ({1}). Give this user write access to the file and its folder."""


class DatabaseInUse(CannotStart):
    """{0} is in use by another Countersign process ({1}). Stop it, or speak to it: set COUNTERSIGN_BASE_URL and COUNTERSIGN_API_KEY."""


class DamagedDatabase(CannotStart):
    """{0} is damaged: {1}. Restore a backup; the file was left as it is."""


class UnprovenLog(CannotStart):
    """Nothing proves the log in {0}: {1}. Put the secret that it was signed with behind the current one in COUNTERSIGN_SECRET_KEY, or restore secret.key or a backup. If that secret is lost, `countersign audit sign` signs the log as it is now."""


class SchemaSetBack(CannotStart):
    """{0} has a schema without signed heads, but its heads were signed before: it was set back. Restore a backup. If you put an older database there yourself, delete {1}; its content is then unproven."""


class BackupRefused(CannotStart):
    """{0}: {1}. Nothing was changed."""


class DowngradeRefused(CannotStart):
    """The schema was not set back: {0}. Nothing was changed."""


class BadAgent(CannotStart):
    """Agent {0!r}: {1}."""


class ToolError(CountersignError):
    """{0}"""


class OutcomeUnclear(ToolError):
    """{0}"""


class EffectImpossible(ToolError):
    """{0}"""
