"""Computational demos, one file each, found by listing this package.

A demo knows nothing of notes or screens: it takes numbers and returns numbers, pictures as data
and one sentence to remember. Adding a file with a ``DEMO`` constant adds a demo everywhere.
"""

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bot.demos._params import refuse
from bot.demos._spec import Demo

_LISTED = ("demo --list 列出全部", "demo --list tells them all")
"""Where no id is like the one given."""


def demo_ids() -> tuple[str, ...]:
    """The ids of all demos in alphabetical order, without importing them."""
    names = (m.name for m in iter_modules(__path__) if not m.name.startswith("_"))
    return tuple(sorted(name.replace("_", "-") for name in names))


@cache
def get_demo(demo_id: str) -> Demo:
    """The demo of that id. Raises DemoInputError, naming close ids, when there is none."""
    if demo_id not in demo_ids():
        near = ", ".join(get_close_matches(demo_id, demo_ids(), n=3, cutoff=0.5))
        zh, en = (f"是不是：{near}？", f"perhaps {near}?") if near else _LISTED
        raise refuse(f"没有演示 {demo_id!r}，{zh}", f"no demo {demo_id!r}; {en}")
    module = import_module(f"{__name__}.{demo_id.replace('-', '_')}")
    demo: Demo = module.DEMO
    return demo


def all_demos() -> dict[str, Demo]:
    """Every demo by its id, in alphabetical order."""
    return {demo_id: get_demo(demo_id) for demo_id in demo_ids()}
