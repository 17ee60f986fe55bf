"""The work that everybody does here: look (1 KB comes back), ask before pushing a tag, push it when told so, say done."""

from dataclasses import dataclass

WORDS = "Tag the latest release candidate and tell me when it is done."
COMMITS = "\n".join(f"{n:07x} Fix the rounding of item {n:03}, which lost a cent" for n in range(20))[:1024]
TAG = {"tag": "v1.4.0", "commit": "c0ffee1"}
PUSHED = "v1.4.0 now points to c0ffee1."
SAID = "The tag v1.4.0 is pushed."


@dataclass(frozen=True)
class Spent:
    """How many lifecycles were done in how many seconds, and what of the process's CPU they took."""

    lifecycles: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        return self.lifecycles / self.seconds

    @property
    def cpu_ms(self) -> float:
        return self.cpu * 1000 / self.lifecycles
