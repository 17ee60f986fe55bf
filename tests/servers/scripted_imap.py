"""An IMAP server that follows the script of a test: for servers that we cannot install, and for broken ones.

async with ScriptedImap(capabilities="IMAP4rev1") as wire: ...
"""

import asyncio
from collections.abc import Callable
from typing import Self

Answer = Callable[["ScriptedImap", str, str], str | None]
"""From the tag and the rest of a command to what is said, with CRLF; None: nothing at all."""


class ScriptedImap:
    """`mails` are uid -> (flags, raw). `answers`: the first words of a command -> the answer in place of the normal one. `heard`: all commands."""

    def __init__(self, *, capabilities: str = "IMAP4rev1 IDLE UIDPLUS MOVE", greeting: str = "* OK ready") -> None:
        self.capabilities, self.greeting = capabilities, greeting
        self.permanent = "\\Seen \\Deleted \\*"
        self.mails: dict[int, tuple[set[str], bytes]] = {}
        self.answers: dict[str, Answer] = {}
        self.heard: list[str] = []
        self.connections = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._talks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()

    def push(self, line: str) -> None:
        for writer in self._writers:
            writer.write(f"{line}\r\n".encode())

    def hang_up(self) -> None:
        for writer in self._writers:
            writer.close()

    async def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        self._writers.add(writer)
        self.connections += 1
        try:
            writer.write(f"{self.greeting}\r\n".encode())
            await self._talk(reader, writer)
        except (asyncio.CancelledError, ConnectionError):
            pass
        finally:
            self._talks.discard(task)
            self._writers.discard(writer)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := (await reader.readline()).decode().rstrip("\r\n"):
            tag, _, command = line.partition(" ")
            self.heard.append(command)
            said = self._said(tag, command)
            if said is None:
                continue
            if said == "BYE":
                return
            writer.write(said.encode("latin-1"))
            if said.startswith("+ "):
                self.heard.append((await reader.readline()).decode().rstrip("\r\n"))
                writer.write(f"{tag} {'OK' if command == 'IDLE' else 'NO refused'}\r\n".encode())

    def _said(self, tag: str, command: str) -> str | None:
        for begins, answer in self.answers.items():
            if command.startswith(begins):
                return answer(self, tag, command)
        return self._usual(tag, command)

    def _usual(self, tag: str, command: str) -> str:
        match command.split():
            case ["CAPABILITY"]:
                return f"* CAPABILITY {self.capabilities}\r\n{tag} OK done\r\n"
            case ["SELECT", *_]:
                flags = f"* OK [PERMANENTFLAGS ({self.permanent})] limited\r\n"
                return f"{flags}* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 100] ok\r\n{tag} OK [READ-WRITE] done\r\n"
            case ["IDLE"]:
                return "+ idling\r\n"
            case ["UID", "SEARCH", *_]:
                left = [uid for uid, (flags, _) in self.mails.items() if not flags]
                return f"* SEARCH {' '.join(map(str, left))}\r\n{tag} OK done\r\n"
            case ["UID", "FETCH", uids, "(UID", "RFC822.SIZE", *_]:
                lines = "".join(self._fact(int(uid)) for uid in uids.split(","))
                return f"{lines}{tag} OK done\r\n"
            case ["UID", "FETCH", uid, *_]:
                raw = self.mails[int(uid)][1].decode("latin-1")
                return f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n{raw})\r\n{tag} OK done\r\n"
            case ["UID", "STORE", uids, _, flag]:
                for uid in uids.split(","):
                    self.mails[int(uid)][0].add(flag.strip("()"))
                return f"{tag} OK done\r\n"
            case ["UID", "MOVE", uids, *_]:
                for uid in uids.split(","):
                    self.mails.pop(int(uid), None)
                return f"{tag} OK done\r\n"
            case _:
                return f"{tag} OK done\r\n"

    def _fact(self, uid: int) -> str:
        return (
            f'* 1 FETCH (UID {uid} RFC822.SIZE {len(self.mails[uid][1])} INTERNALDATE " 5-Nov-2026 09:00:00 +0100")\r\n'
        )
