"""The stage of `countersign demo`: a sample repository with the same commit ids on every machine, and a configuration."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from agents.deploybot.git_command import GitCommand

ASKED_BY = "sam"
APPROVER = "olive"
FIRST_MESSAGE = "deploy the latest backend"

TOML = """\
# The demo: two people, one agent, one webhook. Sam asks, Olive decides.

[people.olive]
name = "Olive"
title = "release manager"
groups = ["release-managers"]
accounts = {{ github = "olive" }}

[people.sam]
name = "Sam"
title = "developer"
accounts = {{ github = "sam" }}

[agents.deploybot]
repository = "{folder}/shop"
owners = {{ groups = ["release-managers"] }}

[agents.deploybot.approval]
approvers = [{{ groups = ["release-managers"], quorum = 1 }}]
requester_may_decide = true        # a demo has one release manager: leave these two out where there are two
shapers_may_decide = true
expires_after = "PT4H"

[channels.webhook.shop]
scheme = "github"
secret = "{secret}"
agent = "deploybot"
"""


class DemoCommit(NamedTuple):
    """One commit: author, time (ISO 8601, UTC), subject, the file it writes and its text, and its release tag or an empty text."""

    author: str
    at: str
    subject: str
    path: str
    text: str
    tag: str = ""


HISTORY = (
    DemoCommit("Olive", "2026-10-12T08:10:00", "Start the shop", "README.md", "# Shop\n\nSells tea.\n"),
    DemoCommit("Sam", "2026-10-13T09:32:00", "Add the catalogue", "shop/catalogue.py", "TEAS = {'assam': 690, 'sencha': 840}\n"),
    DemoCommit("Mira", "2026-10-15T13:05:00", "Add the cart", "shop/cart.py", "def total(cart):\n    return sum(cart)\n"),
    DemoCommit("Sam", "2026-10-19T10:47:00", "Count items of the same tea once", "shop/cart.py",
         "def total(cart):\n    return sum(price * count for price, count in cart)\n"),
    DemoCommit("Olive", "2026-10-22T15:20:00", "Describe how a release is made", "RELEASING.md",
         "# Releasing\n\nTag a commit of main. The pipeline deploys the tag.\n", "v1.3.0"),
    DemoCommit("Mira", "2026-10-27T09:14:00", "Add the checkout", "shop/checkout.py",
         "def pay(cart, card):\n    return card.charge(total(cart))\n"),
    DemoCommit("Sam", "2026-10-29T11:41:00", "Import what the checkout needs", "shop/checkout.py",
         "from shop.cart import total\n\n\ndef pay(cart, card):\n    return card.charge(total(cart))\n"),
    DemoCommit("Mira", "2026-11-03T14:02:00", "Send a receipt by mail", "shop/receipts.py",
         "def receipt(order):\n    return f'Thank you. You paid {order.total} cents.'\n"),
    DemoCommit("Olive", "2026-11-05T16:33:00", "Write amounts in euros", "shop/receipts.py",
         "def receipt(order):\n    return f'Thank you. You paid {order.total / 100:.2f} EUR.'\n", "v1.4.0"),
    DemoCommit("Sam", "2026-11-10T08:55:00", "Refuse an empty cart", "shop/checkout.py",
         "from shop.cart import total\n\n\ndef pay(cart, card):\n    if not cart:\n        raise ValueError('The cart is empty.')\n"
         "    return card.charge(total(cart))\n"),
    DemoCommit("Mira", "2026-11-12T10:26:00", "Correct the price of sencha", "shop/catalogue.py",
         "TEAS = {'assam': 690, 'sencha': 890}\n", "v1.4.1"),
    DemoCommit("Sam", "2026-11-17T09:48:00", "Add darjeeling", "shop/catalogue.py",
         "TEAS = {'assam': 690, 'darjeeling': 980, 'sencha': 890}\n"),
    DemoCommit("Mira", "2026-11-19T13:37:00", "Retry a card payment once", "shop/checkout.py",
         "from shop.cart import total\n\n\ndef pay(cart, card):\n    if not cart:\n        raise ValueError('The cart is empty.')\n"
         "    try:\n        return card.charge(total(cart))\n    except TimeoutError:\n        return card.charge(total(cart))\n"),
    DemoCommit("Olive", "2026-11-20T15:12:00", "Round totals to whole cents", "shop/cart.py",
         "def total(cart):\n    return round(sum(price * count for price, count in cart))\n"),
)  # fmt: skip


async def stage(folder: Path) -> dict[str, str]:
    """Make `origin.git` (bare) and its clone `shop` under `folder`. An existing repository is left unchanged.

    Returns their absolute paths as `origin` and `repository`. Raises `ToolError` when git fails.
    """
    origin, shop = _name_repositories(folder)
    if not origin.exists():
        part = _clear_draft(origin)
        await GitCommand(folder).read(
            "init", "--quiet", "--bare", "--template=", "--initial-branch=main", operands=(str(part),)
        )
        await GitCommand(part).read("fast-import", "--quiet", given="".join(_write_history_stream()).encode())
        part.rename(origin)
    if not shop.exists():
        part = _clear_draft(shop)
        await GitCommand(folder).read(
            "clone", "--quiet", "--origin=origin", "--template=", operands=(str(origin), str(part))
        )
        part.rename(shop)
    return {"origin": str(origin), "repository": str(shop)}


def _name_repositories(folder: Path) -> tuple[Path, Path]:
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "origin.git", folder / "shop"


def _clear_draft(path: Path) -> Path:
    """Remove and return the path at which `path` is built before it is renamed, so that `path` is complete when it exists."""
    part = path.with_name(f"{path.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    return part


def _write_history_stream() -> Iterator[str]:
    """Yield `HISTORY` in the format of git-fast-import(1). It does not depend on the machine."""
    for work in HISTORY:
        seconds = int(datetime.fromisoformat(f"{work.at}+00:00").timestamp())
        who = f"{work.author} <{work.author.lower()}@shop.example> {seconds} +0000"
        yield f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n{_format_data(work.subject)}"
        yield f"M 100644 inline {work.path}\n{_format_data(work.text)}\n"
        if work.tag:
            yield f"tag {work.tag}\nfrom refs/heads/main\ntagger {who}\n{_format_data(f'Release {work.tag}')}"


def _format_data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"
