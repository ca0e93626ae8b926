"""The block at the head of a note, and the directives at the head of exported flash cards."""

import pytest

from bot.clean.frontmatter import read_front_matter
from bot.clean.page import Facts, Page

BODY = "卷积提取局部特征。"


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("title: 卷积面试题", Facts(title="卷积面试题")),
        ('Title : "What\'s a kernel?"', Facts(title="What's a kernel?")),
        ("title: 'x is max'", Facts(title="x is max")),
        ("title: softmax", Facts(title="softmax")),
        ("author: 老鹿", Facts(author="老鹿")),
        ("authors: Ada Lovelace", Facts(author="Ada Lovelace")),
        ("date: 2023-10-18", Facts(date="2023-10-18")),
        ("site: example", Facts(site="example")),
        ("source: https://example.org/a", Facts(url="https://example.org/a")),
        ("url: https://example.org/b", Facts(url="https://example.org/b")),
        ("link:https://example.org/c", Facts(url="https://example.org/c")),
        ("tags: [cnn, rnn]", Facts()),
        ("title:", Facts()),
        ("  title: of a list", Facts()),
    ],
)
def test_front_matter_tells_facts_of_the_note(line: str, facts: Facts) -> None:
    page = read_front_matter(Page.of(f"---\nid: 7\n{line}\n---\n{BODY}"))
    assert (page.text, page.facts) == (BODY, facts)
    assert page.reasons == dict.fromkeys(range(1, 5), "front_matter")


@pytest.mark.parametrize(("keys", "read"), [(58, True), (59, False)])
def test_front_matter_ends_within_sixty_lines(keys: int, read: bool) -> None:
    text = "\n".join(["---", *(f"key{at}: x" for at in range(keys)), "---", BODY])
    assert read_front_matter(Page.of(text)).text == (BODY if read else text)


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{'k' * 32}: x\n---\n{BODY}",
        f"---\n9: x\n---\n{BODY}",
        f"---\ntitle: x\n{BODY}",
        "---",
        "",
        f"# 分割\n#html:true\n{BODY}",
    ],
)
def test_what_is_no_front_matter_stays(text: str) -> None:
    assert read_front_matter(Page(())) == Page(())
    assert read_front_matter(Page.of(text)) == Page.of(text)


@pytest.mark.parametrize("last", ["---", "..."])
@pytest.mark.parametrize("item", ["- a", "  - a", "\t- a", "  more of it", ""])
def test_items_and_blank_lines_belong_to_the_key_above(item: str, last: str) -> None:
    text = f"---\n{'k' * 31}: x\n{item}\n{last}\n{BODY}"
    assert read_front_matter(Page.of(text)).text == BODY


@pytest.mark.parametrize(
    "directives",
    [
        ["#separator:tab"],
        ["#separator:tab", "#html:true", "#tags column:3"],
        ["#deck column:1", "#notetype column:2", "#guid column:3"],
        ["#Deck:深度学习", "#notetype:Basic", "#tags : cnn", "#columns:a\tb", "#if matches:keep"],
    ],
)
def test_the_directives_of_flash_cards_go(directives: list[str]) -> None:
    card = f"什么是卷积?\t{BODY}"
    page = read_front_matter(Page.of("\n".join([*directives, card])))
    assert page.text == card and set(page.reasons.values()) == {"front_matter"}
    whole = read_front_matter(Page.of("\n".join(directives)))
    assert len(whole.reasons) == len(directives)
