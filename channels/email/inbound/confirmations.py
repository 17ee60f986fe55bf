"""The confirmation mail: one question back where a reply sounds like a decision and is not a clear one.

The question repeats the whole call. Its single-use address covers the person, the digest, the policy and the votes, so any vote
or edit voids it. It is asked once for each digest and person; the decision grammar reads its answer like any reply.
"""

import hashlib
import json

import structlog

from bot.core.errors import CountersignError
from bot.core.gateway_ports import RequestReader
from bot.core.people import Person
from bot.core.request_views import Request
from channels.email.outbound.notifier import EmailNotifier
from channels.email.outbound.view_context import UnclearReply
from channels.email.reply_tokens import TokenClaims
from channels.email.sent_mail_store import SentMailStore, TokenBinding

log = structlog.get_logger()

CHANGED = "This question no longer holds: the request was voted on or changed since it was asked. Nothing was decided."


class ConfirmationMails:
    """Sends confirmation mails, and checks whether one is still valid. Raises Unavailable alone."""

    def __init__(self, gateway: RequestReader, notifier: EmailNotifier, sent_mails: SentMailStore) -> None:
        self.gateway, self.notifier, self.sent_mails = gateway, notifier, sent_mails

    async def ask_to_confirm(
        self, request: Request, person: Person, to: str, unclear: UnclearReply, mail: str, judged: str
    ) -> bool:
        """Send the question to `to`, an address of the person that wrote the unclear `mail`; True when it was sent now.

        `judged` is the id of that mail (`FetchedMail.id`).
        """
        key = f"confirm {request.id} {request.digest} {person.id}"
        if await self.sent_mails.count_asked_back(key, judged) > 1:
            return False
        claims = TokenClaims(
            kind="confirm",
            request=request.id,
            digest=request.digest,
            person=person.id,
            asks=unclear.sounds,
            state=hash_request_state(request),
            mail=mail,
        )
        try:
            await self.notifier.send_confirmation(to, request.card, claims, unclear, (mail,))
        except CountersignError as error:
            log.warning("question not sent", to=to, error=str(error))
            return False
        return True

    async def explain_void(self, binding: TokenBinding) -> str:
        """Why the question of this token is no longer valid, as a sentence; empty: it is valid."""
        request = await self.gateway.find_request(binding.bound.request)
        return "" if hash_request_state(request) == binding.bound.state else CHANGED

    async def use_token(self, binding: TokenBinding) -> None:
        """End the token, which was answered."""
        await self.sent_mails.drop_tokens(binding.bound)


def hash_request_state(request: Request) -> str:
    """Return the SHA-256, in hex, over status, arguments, policy and votes: an answer counts only while it is unchanged."""
    policy = request.policy.model_dump(mode="json") if request.policy else None
    votes = [[vote.person, vote.decision, vote.digest, vote.counts] for vote in request.votes]
    held = json.dumps([request.status, request.digest, policy, votes], sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()
