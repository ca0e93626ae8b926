"""Limits of cleaning and what lies right beside them, on texts made for one limit each."""

import re
from dataclasses import replace

import pytest

from bot.clean.asides import drop_asides, without_asides
from bot.clean.chrome import judge
from bot.clean.coverage import coverage
from bot.clean.markup import read_html
from bot.clean.page import Facts, Page
from bot.clean.pagination import undo_pagination
from bot.clean.pipeline import clean_and_explain
from bot.clean.runin import cut_heading, cut_headings_from_bodies
from bot.clean.scan import Scan
from bot.clean.shifted import repair_shifted_bytes
from bot.clean.sitewords import Words, find_words
from bot.clean.titles import read_title
from bot.clean.vocabulary import rows_of_places

NOBODY = re.compile("小编")
LONG = "卷积提取局部特征参数共享而平移等变所以适合图像"
PROVINCES = ["湖南省", "湖北省", "广东省", "四川省", "山东省"]


def left(text: str) -> list[str]:
    return [line.text for line in undo_pagination(Page.of(text)).lines]


@pytest.mark.parametrize(("size", "gone"), [(40, True), (41, False)])
def test_an_aside_has_no_more_than_forty_units(size: int, gone: bool) -> None:
    text = "题外话" + "卷" * (size - 3)
    assert without_asides(f"{text}。", NOBODY) == ("" if gone else f"{text}。")


@pytest.mark.parametrize(("name", "gone"), [("老鹿", True), ("鹿", False), ("", False)])
def test_an_author_speaks_by_a_name_of_two_characters_at_least(name: str, gone: bool) -> None:
    line = "空洞卷积扩大感受野,老鹿之前写过。"
    page = replace(Page.of(line), facts=Facts(author=name))
    assert drop_asides(page).lines[0].text == ("空洞卷积扩大感受野。" if gone else line)


def test_what_a_pitch_announces_goes_for_sure_and_what_follows_does_not() -> None:
    text = "点赞收藏关注:\n炼丹手册\n卷积提取局部特征,参数共享,平移等变。"
    judged = judge(Page.of(text).lines)
    assert judged[:2] == [(1.0, "promotion")] * 2 and judged[2][0] < 0.5


def test_a_word_of_sites_may_begin_with_the_first_han_character() -> None:
    assert coverage(["一键复制"]) == {0: (1.0, "image")}


def test_what_closes_an_element_of_html_is_written() -> None:
    table = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    assert read_html(f"<body><ul><li>四</li>五</ul>{table}</body>").text == "- 四\n五\n\n甲 | 乙 |"
    assert read_html("<body><p>用<code>conv</code>做</p></body>").text == "用`conv`做"


def test_page_numbers_are_found_from_the_first_line_on() -> None:
    pages = [f"{n}\n{LONG}甲乙丙丁"[: 20 + n] + "。\n乙。" for n in (1, 2, 3)]
    assert not {"1", "2", "3"} & set(left("\n".join(pages)))


@pytest.mark.parametrize("item", ["一、定义", "(1)定义", "（二）定义", "三.定义"])
def test_a_line_that_the_margin_cut_does_not_go_on_with_an_item(item: str) -> None:
    numbers = "1\n甲。\n乙。\n2\n丙。\n丁。\n3"
    assert left(f"{LONG}\n{item}。\n{numbers}")[:2] == [LONG, f"{item}。"]
    assert left(f"{LONG}\n所以好。\n{numbers}")[0] == f"{LONG}所以好。"


def test_a_line_goes_on_below_a_blank_one_only_over_the_end_of_a_page() -> None:
    numbers = "\n甲。\n乙。\n2\n丙。\n丁。\n3"
    assert left(f"{LONG}\n\n所以好。\n1{numbers}")[:3] == [LONG, "", "所以好。"]
    assert left(f"{LONG}\n1\n\n所以好。{numbers}")[0] == f"{LONG}所以好。"


def test_a_label_is_cut_from_its_heading_by_the_label_on_the_last_line() -> None:
    text = "1. 卷积。2. 池化。\n3. 归一化。4. 激活。\n5. 处理办法解决欠拟合:\n解决过拟合:"
    cut = [line.text for line in cut_headings_from_bodies(Page.of(text)).lines]
    assert cut[-3:] == ["5. 处理办法", "解决欠拟合:", "解决过拟合:"]


def test_a_numbered_heading_with_its_mark_stays_in_one_line() -> None:
    marked = [f"## {number}. 第{number}问是什么?" for number in range(1, 8)]
    page = Page.of("\n正文在这里。\n".join(marked))
    assert cut_headings_from_bodies(page) == page


@pytest.mark.parametrize(
    "line", ["本文链接：https://example.org/1", "**Permalink**: <https://example.org/?p=1>"]
)
def test_the_address_of_the_page_itself_goes_from_amid_the_text(line: str) -> None:
    text = "卷积核在输入上滑动,每一步做一次点积,得到特征图上的一个数,参数在各处共享。"
    lines = [f"{text}{at}" for at in range(9)]
    cleaned = clean_and_explain("\n".join([*lines[:5], line, *lines[5:]]))
    assert [entry.before for entry in cleaned.receipt] == [line]


def test_the_address_of_a_paper_stays_in_the_text() -> None:
    text = "残差网络把输入加到输出上,梯度可以直接传回去,因此一百层的网络也能训练。"
    page = "\n".join(
        [text, "论文:https://arxiv.org/abs/1512.03385", *[text + str(n) for n in range(9)]]
    )
    assert clean_and_explain(page).text == page


@pytest.mark.parametrize("length", [4, 5, 6, 19, 20])
def test_a_heading_ends_where_the_longest_phrase_of_the_page_does(length: int) -> None:
    title = "卷积神经网络提取图像的局部特征并且参数共享因此参数很少也能得到很好的结果"
    head, body = title[:length], title[length:]
    assert cut_heading(f"2. {title}", "", f"说到{head}的话") == (f"2. {head}", body)


def test_a_heading_is_known_by_the_line_right_below_it() -> None:
    title = "卷积神经网络提取图像的局部特征并且参数共享因此参数很少也能得到很好的结果"
    text = f"1. 卷积。2. 池化。\n3. 归一化。4. 激活。\n5. {title}\n说到卷积神经网络的话"
    cut = [line.text for line in cut_headings_from_bodies(Page.of(text)).lines]
    assert cut[-3:] == ["5. 卷积神经网络", title[6:], "说到卷积神经网络的话"]


def test_a_heading_is_not_cut_inside_a_phrase_that_only_its_mark_follows() -> None:
    assert cut_heading("2. 卷积神经网络。", "", "说到卷积神经网络的话")[0] == "2. 卷积神经网络"


def test_words_are_counted_in_their_own_lines() -> None:
    lines = ["the cat", "a dog the", "", "cat"]
    assert Scan(lines).count_words(frozenset({"the", "a"})).tolist() == [1, 2, 0, 0]


def test_a_large_text_may_hold_what_it_holds_and_nothing_whose_pairs_it_lacks() -> None:
    text = "卷积与池化,归一化。" * 2_500 + "末尾"
    scan = Scan(text.split("。"))
    assert all(scan.may_hold(phrase) for phrase in ("卷积与", "归一化\n", "末尾", "化,归"))
    assert not any(scan.may_hold(phrase) for phrase in ("积卷", "卷池化", "末归", "尾末"))
    assert scan.may_hold("卷") and Scan(["短"]).may_hold("长文")


@pytest.mark.parametrize("last", "這園葉詞")
def test_a_shifted_stretch_ends_with_any_second_byte_below_0x80(last: str) -> None:
    assert last.encode("gbk")[1] in b"@~"
    shifted = "?" + f"。空洞卷{last}".encode("gbk")[1:].decode("gbk")
    repaired = repair_shifted_bytes(f"卷积。有區別{shifted}的特點。")
    assert repaired == f"卷积。有區別。空洞卷{last}的特點。"


def test_the_reason_of_a_line_is_the_surest_sign_in_it() -> None:
    assert Words(0.4, "byline", "menu", ("promotion",), True).reason == "places"
    assert Words(0.4, "byline", "menu", ("promotion",), False).reason == "menu"
    assert Words(0.4, "byline", "", ("promotion", "certain"), False).reason == "promotion"
    assert Words(0.4, "byline", "", (), False).reason == "byline"
    assert find_words(Scan(["卷积的定义"]))[0].reason == "context"


@pytest.mark.parametrize("mark", "。.!！;；:：,，")
def test_a_title_does_not_end_like_a_sentence(mark: str) -> None:
    title, text = "卷积神经网络面试题总结", "池化降低分辨率,扩大感受野,使结果对小的移动不敏感。"
    assert read_title(Page.of(f"{title}\n\n{text}\n{text}")).facts.title == title
    assert not read_title(Page.of(f"{title}{mark}\n\n{text}\n{text}")).facts.title


def test_five_places_are_a_pile_of_places_and_four_are_none() -> None:
    assert rows_of_places(Scan([" ".join(PROVINCES), " ".join(PROVINCES[:4])])) == {0}
    assert rows_of_places(Scan([" ".join([*PROVINCES[:3], "卷积", "池化"])])) == {0}
    assert not rows_of_places(Scan([" ".join([*PROVINCES[:2], "卷积", "池化", "激活"])]))
