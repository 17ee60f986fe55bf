"""A platform that is looked at from outside: a push channel that a test makes fail, and the samples of a scrape."""

from collections.abc import Sequence

from prometheus_client.parser import text_string_to_metric_families

from bot.core.card.card import RequestCard
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.people import Person
from channels.shared.simple_channel import SimpleSurface

Labels = dict[str, str]


class ScriptedChannel:
    """A push channel with the address `desk` for everybody. It raises the errors of `faults` first."""

    def __init__(self, *faults: Exception) -> None:
        self.name, self.faults = "desk", list(faults)
        self.fallback: ChannelAddress | None = None
        self.taken: list[str] = []

    def find_address(self, person: Person) -> ChannelAddress | None:
        return ChannelAddress(channel="desk", address=person.id)

    def is_shared(self, route: ChannelAddress) -> bool:
        return False

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(delivery.id)
        return f"m{len(self.taken)}"


def desk(*faults: Exception) -> SimpleSurface:
    return SimpleSurface("desk", push=ScriptedChannel(*faults))


def read_samples(text: str) -> dict[str, list[tuple[Labels, float]]]:
    """The samples of a scrape, as Prometheus's own parser reads them, by their name."""
    found: dict[str, list[tuple[Labels, float]]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def values(
    samples: dict[str, list[tuple[Labels, float]]], name: str, *labels: str
) -> dict[str | tuple[str, ...], float]:
    """The values of one metric by these labels: one label as a text, several as a tuple."""
    keyed = {tuple(each[label] for label in labels): value for each, value in samples.get(name, [])}
    return {key[0] if len(key) == 1 else key: value for key, value in keyed.items()}


def label_values(samples: dict[str, list[tuple[Labels, float]]], names: Sequence[str] = ("countersign",)) -> set[str]:
    """All values of labels of our metrics, without the bounds of histograms."""
    return {
        value
        for name, each in samples.items()
        if name.startswith(tuple(names))
        for labels, _ in each
        for label, value in labels.items()
        if label != "le"
    }
