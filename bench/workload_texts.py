"""The work of one lifecycle: look (1 KB of result), ask before a tag is pushed, push it after the approval, report."""

from dataclasses import dataclass

WORDS = "Tag the latest release candidate and tell me when it is done."
COMMITS = "\n".join(f"{n:07x} Fix the rounding of item {n:03}, which lost a cent" for n in range(20))[:1024]
TAG = {"tag": "v1.4.0", "commit": "c0ffee1"}
PUSHED = "v1.4.0 now points to c0ffee1."
SAID = "The tag v1.4.0 is pushed."


@dataclass(frozen=True)
class WorkloadCost:
    """The number of lifecycles, the seconds that they took, and the CPU seconds of the process."""

    lifecycles: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        return self.lifecycles / self.seconds

    @property
    def cpu_ms(self) -> float:
        return self.cpu * 1000 / self.lifecycles
