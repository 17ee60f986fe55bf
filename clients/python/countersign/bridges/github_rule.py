"""A custom deployment protection rule of a GitHub App: people approve each deployment to an environment."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from countersign.client import Countersign
from countersign.paused_call_review import is_same_json

EVENT = "deployment_protection_rule"
TITLE = "Deploy {ref} of {repository} to {environment}"


class DeploymentRule:
    """Turns GitHub's webhooks into requests, and decisions into reviews. It keeps nothing itself.

    `github` is a `githubkit.GitHub` that signs in as the App; `secret` is that of its webhook. `people` are ids of people by
    their login at GitHub. `options` are those of `Countersign.approve`: `policy`, and the `callback_url` that calls `review`.
    """

    def __init__(
        self, client: Countersign, github: Any, secret: str, people: Mapping[str, str] | None = None, **options: Any
    ) -> None:
        self.client, self.github, self.secret, self.people, self.options = client, github, secret, people or {}, options

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Ask people about the deployment of this webhook, and return the status for GitHub. A repeat asks nothing new."""
        signed = "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signed.encode(), headers.get("x-hub-signature-256", "").encode()):
            return 401
        event = json.loads(body)
        if headers.get("x-github-event") != EVENT or event["action"] != "requested":
            return 204
        deployed = event.get("deployment")
        at = re.search(rf"/actions/runs/([0-9]+)/{EVENT}$", event["deployment_callback_url"])
        if not (deployed and at):
            return 400
        call = {"repository": event["repository"]["full_name"], "environment": event["environment"]}
        call |= {"ref": deployed["ref"], "commit": deployed["sha"], "run": int(at[1])}
        key, kept = f"github-{deployed['id']}", {"installation": event["installation"]["id"], "call": call}
        sender = self.people.get(event["sender"]["login"], event["sender"]["login"])
        # who deploys may not approve it
        await self.client.approve(TITLE, call, key=key, metadata=kept, on_behalf_of=[sender], **self.options)
        return 202

    async def review(self, request: str) -> None:
        """Tell GitHub how this request was decided. It is read from the server: who calls this needs no signature.

        A repeat is harmless. Raises what fails, so that the callback comes again.
        """
        found = await self.client.get(request)
        kept = (found.submission and found.submission.metadata) or {}
        ran = found.execution.status if found.execution else ""
        if found.is_open or ran in ("done", "failed") or "installation" not in kept:
            return
        if found.status == "approved" and ran != "running":
            found = await self.client.claim(request)
        call = kept["call"]
        is_changed = not is_same_json(found.arguments, call)  # GitHub deploys nothing but what it asked about
        is_approved = found.status == "approved" and not is_changed
        said = f"{found.status} by {found.decided_by or 'nobody'}. {found.reason}"
        said = "An approver changed it, and GitHub deploys what it asked about." if is_changed else said
        github = self.github.with_auth(self.github.auth.as_installation(kept["installation"]))
        data = {
            "environment_name": call["environment"],
            "state": "approved" if is_approved else "rejected",
            "comment": said,
        }
        owner, name = call["repository"].split("/")
        await github.rest.actions.async_review_custom_gates_for_run(owner, name, call["run"], data=data)
        if found.status == "approved":
            await self.client.report(request, failed=is_changed, text=said if is_changed else "GitHub deploys.")
