"""The rows of the inbox as they were rendered last: a page shows a hundred, and few of them change between two pages."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable

from jinja2 import Environment
from markupsafe import Markup

from bot.core.base_types import UtcMoment
from bot.core.request_views import Request
from bot.http.pages.request_view import RequestView

MAX_ROWS = 5_000
"""Rows that are kept; those used longest ago are dropped."""


class InboxRows:
    """Renders the row of a request once for all that see the same: its request, and the parts that depend on the person and the time."""

    def __init__(self, templates: Environment) -> None:
        self.templates = templates
        self._rows: OrderedDict[Hashable, tuple[Request, Markup]] = OrderedDict()

    def render_rows(self, views: Iterable[RequestView], now: UtcMoment) -> Markup:
        """The rows of these requests, one after the other. Only a row that changed is rendered anew."""
        return Markup("").join(self.render_row(view, now) for view in views)

    def render_row(self, view: RequestView, now: UtcMoment) -> Markup:
        shown = {
            "title": view.title,
            "state": view.control_state,
            "left": view.describe_time_left(now),
            "voted": view.voted,
            "why_not": view.why_not,
        }
        key = (view.request.id, *shown.values())
        found = self._rows.get(key)
        if found is None or found[0] is not view.request:  # a request that changed is another object
            row = self.templates.get_template("inbox_row.html").render(request=view.request, **shown)
            found = self._rows[key] = view.request, Markup(row)  # noqa: S704  the template has escaped it
        self._rows.move_to_end(key)
        if len(self._rows) > MAX_ROWS:
            self._rows.popitem(last=False)
        return found[1]
