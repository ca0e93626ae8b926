"""Every number and option that a demo shows has a name in both languages, no two the same one."""

import pytest

from bot.demos import demo_ids, get_demo
from bot.demos._params import Choice
from bot.demos._spec import plain, resolve
from bot.resources import read_rows
from bot.ui.demo_inputs import mode_names, option_name, shown_params
from bot.ui.demo_result import fits_a_tile, output_name


def shown_outputs(demo_id: str) -> list[set[str]]:
    """The outputs that stand side by side, for the defaults of each mode and for each example."""
    demo = get_demo(demo_id)
    runs = [mode.run(**resolve(mode, {})) for mode in demo.modes]
    runs += [demo(**dict(example.inputs)) for example in demo.examples]
    values = [plain(run.values) for run in runs]
    return [{n for n, v in told.items() if fits_a_tile(v)} for told in values]


@pytest.mark.parametrize("demo_id", demo_ids())
def test_every_number_is_named(demo_id: str) -> None:
    known = {row["id"] for row in read_rows("outputs.tsv")}
    for names in shown_outputs(demo_id):
        assert {n for n in names if not {n, f"{demo_id}.{n}"} & known} == set()
        for language in ("zh", "en"):
            assert len({output_name(demo_id, n).to(language) for n in names}) == len(names)


def test_the_table_names_nothing_twice_and_nothing_that_is_never_shown() -> None:
    rows = [row["id"] for row in read_rows("outputs.tsv")]
    assert len(set(rows)) == len(rows)
    used = {(d, n) for d in demo_ids() for names in shown_outputs(d) for n in names}
    wanted = {n for _, n in used} | {f"{d}.{n}" for d, n in used}
    assert set(rows) - wanted == set()


def test_a_new_output_is_shown_by_its_name_in_the_code() -> None:
    assert output_name("bottleneck", "new_thing").zh == "new thing"


def shown_options() -> list[tuple[str, ...]]:
    """The options that stand side by side: of one parameter, or those that choose a mode."""
    demos = [get_demo(demo_id) for demo_id in demo_ids()]
    modes = [mode for demo in demos for mode in demo.modes]
    told = [p.options for mode in modes for p in shown_params(mode) if isinstance(p, Choice)]
    untitled = [m for demo in demos if len(demo.modes) > 1 for m in demo.modes if not m.title.zh]
    choosing = [p for mode in untitled for p in mode.params if isinstance(p, Choice)]
    return told + [p.options for p in choosing if len(p.options) == 1]


def test_every_option_is_named_and_no_row_is_left_over() -> None:
    rows = [row["id"] for row in read_rows("options.tsv")]
    assert len(set(rows)) == len(rows)
    assert set(rows) == {option for options in shown_options() for option in options}
    for options in shown_options():
        for language in ("zh", "en"):
            assert len({option_name(option).to(language) for option in options}) == len(options)


def test_a_mode_without_a_title_is_called_by_its_option() -> None:
    assert "二元交叉熵" in mode_names(get_demo("loss-zoo"), "zh", "{n}")
