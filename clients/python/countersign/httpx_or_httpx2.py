"""The HTTP library: httpx, or httpx2, which has the same interface."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

http: Any = import_module("httpx" if find_spec("httpx") else "httpx2")
