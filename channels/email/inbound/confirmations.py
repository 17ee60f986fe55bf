"""One question back where a reply sounds like a decision and is no clear one. Its answer is judged like any reply.

The question repeats the whole call and has a single-use address over the person, the digest, the policy and the votes. It is
asked once for each digest and person, dies with any vote or edit, and is answered by the closed lists alone.
"""

import hashlib
import json

import structlog

from bot.core.errors import CountersignError
from bot.core.people import Person
from bot.core.ports import ChannelGateway
from bot.core.requests import Request
from channels.email.outbound.notifier import EmailNotifier
from channels.email.outbound.view_context import UnclearReply
from channels.email.reply_tokens import TokenClaims
from channels.email.token_store import TokenBinding, TokenStore

log = structlog.get_logger()

CHANGED = "This question no longer holds: the request was voted on or changed since it was asked. Nothing was decided."


class ConfirmationMails:
    """Asks, and says of an answer whether its question still holds. Raises Unavailable alone."""

    def __init__(self, gateway: ChannelGateway, notifier: EmailNotifier, bindings: TokenStore) -> None:
        self.gateway, self.notifier, self.bindings = gateway, notifier, bindings

    async def ask_to_confirm(
        self, request: Request, person: Person, to: str, unclear: UnclearReply, mail: str, judged: str
    ) -> bool:
        """Sends the question to `to`, an address of the person that wrote the unclear `mail`; whether it was sent, once. `judged` is what
        that mail is known by here."""
        key = f"confirm {request.id} {request.digest} {person.id}"
        if await self.bindings.count_asked_back(key, judged) > 1:
            return False
        bound = TokenClaims(
            kind="confirm",
            request=request.id,
            digest=request.digest,
            person=person.id,
            asks=unclear.sounds,
            state=hash_request_state(request),
            mail=mail,
        )
        try:
            await self.notifier.send_confirmation(to, request.card, bound, unclear, (mail,))
        except CountersignError as error:
            log.warning("question not sent", to=to, error=str(error))
            return False
        return True

    async def explain_void(self, binding: TokenBinding) -> str:
        """Why the question of this token no longer holds, as a sentence; empty: it does."""
        request = await self.gateway.find_request(binding.bound.request)
        return "" if hash_request_state(request) == binding.bound.state else CHANGED

    async def use_token(self, binding: TokenBinding) -> None:
        """Ends the token, which has been answered."""
        await self.bindings.drop_tokens(binding.bound)


def hash_request_state(request: Request) -> str:
    """A digest over what an answer must find unchanged: status, arguments, policy, and every vote that was cast. Pure."""
    policy = request.policy.model_dump(mode="json") if request.policy else None
    votes = [[vote.person, vote.decision, vote.digest, vote.counts] for vote in request.votes]
    held = json.dumps([request.status, request.digest, policy, votes], sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()
