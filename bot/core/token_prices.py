"""The prices of the tokens of an agent's model, for evals, replays and budgets. Pure."""

from typing import NamedTuple


class TokenPrices(NamedTuple):
    """Prices of a million tokens, in one currency; None: not known."""

    input: float | None = None
    output: float | None = None

    @property
    def is_known(self) -> bool:
        return self.input is not None and self.output is not None

    def compute_cost(self, input_tokens: int, output_tokens: int) -> float | None:
        """The cost of so many tokens; None without both prices."""
        if self.input is None or self.output is None:
            return None
        return (input_tokens * self.input + output_tokens * self.output) / 1_000_000


NO_PRICES = TokenPrices()
