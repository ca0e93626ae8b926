"""What cleaning leaves alone right beside what it mends: one text for each border."""

from dataclasses import replace

import numpy as np
import pytest

from bot.clean.chat import read_chat, read_stamp, small_talk
from bot.clean.chrome import CONTEXT, context, judge
from bot.clean.code import recognise_code
from bot.clean.codeframe import drop_code_frame
from bot.clean.contents import drop_contents
from bot.clean.copies import closed
from bot.clean.delimiters import mark_formulas
from bot.clean.evidence import gather
from bot.clean.facts import drop_front_matter, read_facts
from bot.clean.markup import read_html
from bot.clean.outlines import is_outline
from bot.clean.page import Entry, Facts, Line, Page
from bot.clean.pagination import undo_pagination
from bot.clean.pipeline import clean_and_explain
from bot.clean.receipt import compare, reason_text
from bot.clean.runin import cut_heading, cut_headings_from_bodies
from bot.clean.shifted import common_share
from bot.clean.signs import says_nothing
from bot.clean.summary import LONGEST_LINE, example
from bot.clean.titles import drop_above_question, read_title
from bot.clean.transcript import strip_time_stamps
from bot.text import Text

CODE = "import os\nfor name in os.listdir():\n    print(name)"


def framed(text: str) -> str:
    page = drop_code_frame(recognise_code(Page.of(text)))
    return "\n".join(line.text for line in page.lines)


@pytest.mark.parametrize("count", ["1\n2\n3\n4", "1\n2\n3"])
@pytest.mark.parametrize(
    "text", ["{0}\n先看一段程序。\npython\n{1}", "{1}\n\n先看结果。\n{0}\n完。"]
)
def test_only_right_beside_the_code_are_numbers_a_count_of_its_lines(text: str, count: str) -> None:
    kept = framed(text.format(count, CODE))
    assert kept.replace("python\n", "") == text.format(count, CODE).replace("python\n", "")
    assert framed(f"说明。\n{count}\n{CODE}\n{count}\n完。") == f"说明。\n{CODE}\n完。"


def test_numbers_from_one_on_count_nothing_on_a_page_whose_code_is_elsewhere() -> None:
    text = f"{CODE}\n\n结果如下:\n1\n2\n3\n以上。"
    assert framed(text) == text


def test_code_that_python_would_warn_of_is_code_without_a_warning() -> None:
    text = f"{CODE}\nvalue = 1if os else 2" + "\nname" * 6
    assert recognise_code(Page.of(text)).code == {*range(1, 11)}


@pytest.mark.parametrize(
    ("message", "idle"),
    [
        ("see you at nine in our room", True),
        ("shall we meet at nine in there?", False),
    ],
)
def test_a_question_of_small_talk_is_briefer_than_a_statement(message: str, idle: bool) -> None:
    assert small_talk([message]) == [idle]


@pytest.mark.parametrize(
    ("names", "chat"), [("甲乙甲丙", True), ("甲乙丙丁", False), ("甲甲甲甲", False)]
)
def test_in_a_chat_of_several_one_at_least_comes_back(names: str, chat: bool) -> None:
    text = "\n".join(
        f"10:0{n} {name}同学: 空洞卷积扩大感受野,不增加参数量,第{n}点。"
        for n, name in enumerate(names)
    )
    stamped = [line.text for line in read_chat(Page.of(text)).lines if "同学" in line.text]
    assert (stamped == []) is chat


@pytest.mark.parametrize("mark", ["—— 正文开始 ——", "【正文开始】", "# 正文开始", "正文开始："])
def test_above_the_line_that_begins_the_text_all_but_the_title_goes(mark: str) -> None:
    page = read_facts(Page.of(f"题图来自网络\n{mark}\n第一段。\n第二段。\n第三段。"))
    assert [line.text for line in drop_front_matter(page).lines] == [
        "第一段。",
        "第二段。",
        "第三段。",
    ]


@pytest.mark.parametrize(("after", "gone"), [(2, True), (1, False), (0, False)])
def test_a_text_does_not_begin_in_the_second_half_of_its_page(after: int, gone: bool) -> None:
    page = Page.of("\n".join(["题图。", "正文开始", *["一段。", "两段。"][:after]]))
    assert ("题图。" not in [line.text for line in drop_front_matter(page).lines]) is gone


@pytest.mark.parametrize(
    "label",
    ["本文链接", "原文链接", "原文地址", "链接", "出处", "Original link", "Source", "URL", "Link"],
)
def test_the_address_of_a_page_stands_behind_its_label(label: str) -> None:
    page = Page.of(f"空洞卷积扩大感受野。\n{label}: https://example.org/a")
    assert read_facts(page).facts.url == "https://example.org/a"


def test_formulas_are_marked_between_any_two_pieces_of_code() -> None:
    text = r"`a` \(x_1\) `b` \(x_2\) `\(x\)` \(x_3\) `d` \(x_4\)"
    assert mark_formulas(text) == r"`a` $x_1$ `b` $x_2$ `\(x\)` $x_3$ `d` $x_4$"


@pytest.mark.parametrize(("size", "shown"), [(LONGEST_LINE - 1, True), (LONGEST_LINE, False)])
def test_a_change_of_a_whole_line_is_no_example(size: int, shown: bool) -> None:
    entry = Entry(1, "rule", "changed", "甲" * size, "乙", Text("", ""))
    assert bool(example([entry])) is shown


@pytest.mark.parametrize(
    ("segment", "start", "end", "closed_at"),
    [
        ("f(x) 是", 0, 3, 4),
        ("f[x] 是", 0, 3, 4),
        ("{x} 是", 0, 2, 3),
        ("f(x)) 是", 0, 3, 4),
        ("f(g[x]) 是", 0, 5, 7),
        ("x) 是", 0, 1, 1),
        ("(a)x) 是", 0, 4, 4),
        ("[a]x] 是", 0, 4, 4),
        ("{a}x} 是", 0, 4, 4),
        ("f(ax", 0, 3, 3),
        ("a\\} b", 0, 1, 1),
        ("a?x? b", 0, 3, 4),
        ("x?b", 0, 1, 2),
        ("x? b", 0, 1, 1),
    ],
)
def test_a_formula_ends_behind_the_brackets_that_close_what_it_opened(
    segment: str, start: int, end: int, closed_at: int
) -> None:
    assert closed(segment, start, end) == closed_at


SIGNS = ("date", "link", "handle", "username", "name", "stamp", "marked", "address", "numbered")


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("发布于 2023-03", "date"),
        ("写于 1998年5月", "date"),
        ("3月14日", "date"),
        ("at 9:41 or so", "date"),
        ("on march 14", "date"),
        ("14 march", "date"),
        ("3 天前", "date"),
        ("20 minutes ago", "date"),
        ("an hour ago", ""),
        ("net2023-03 版", ""),
        ("更新于2023-03", "date"),
        ("第2023-03版", "date"),
        ("12023-03", ""),
        ("Tom 09:41", "date stamp"),
        ("Tom 9:41 PM", "date stamp"),
        ("tom 09:41:07", "date stamp"),
        ("读 www 之后", ""),
        ("见 www.a", "link"),
        ("example.org", "link"),
        ("example.org/a", "link"),
        ("组成 .orgs", ""),
        ("ask @tom", "handle"),
        ("see r/learning", "handle"),
        ("by u/learner", "handle"),
        ("微信: abc123", "handle"),
        ("微信: abc", ""),
        ("bertha_fan", "username"),
        ("user1234", "username"),
        ("匿名用户", "username"),
        ("匿名用户甲", ""),
        ("Ada Lovelace", "name"),
        ("Ada King Lovelace", "name"),
        ("Ada lovelace", ""),
        ("## 卷积", "marked"),
        ("**卷积**:", "marked"),
        ("__卷积__", "marked"),
        ("####### 卷积", ""),
        ("https://example.de/a", "link address"),
        ("- <https://example.de/a>", "link address numbered"),
        ("3. 卷积", "numbered"),
        ("【三】卷积", "numbered"),
        ("第三题 卷积", "numbered"),
        ("Q3 卷积", "numbered"),
        ("卷积 3. 池化", ""),
    ],
)
def test_the_signs_of_a_line(text: str, signs: str) -> None:
    evidence = gather(Page.of(text).lines)
    assert [sign for sign in SIGNS if evidence.column(sign)[0]] == sorted(
        signs.split(), key=SIGNS.index
    )


@pytest.mark.parametrize(
    ("units", "sizes"),
    [
        (3, "tiny short"), (4, "short"), (8, "short"), (9, "medium"), (25, "medium"), (26, ""),
    ],
)  # fmt: skip
def test_a_line_is_tiny_short_or_of_medium_length(units: int, sizes: str) -> None:
    evidence = gather(Page.of("卷" * units).lines)
    named = [name for name in ("tiny", "short", "medium") if evidence.column(name)[0]]
    assert named == sizes.split()
    assert evidence.column("long")[0] == pytest.approx(units / 120)


@pytest.mark.parametrize(
    ("text", "feature", "value"),
    [
        ("首页|关于", "separators", 1 / 4),
        ("首页 - 关于 » 卷积", "separators", 2 / 4),
        ("甲  乙|丙|丁|戊|己", "separators", 4 / 4),
        ("卷积的核的核", "stop", 2 * 2 / 7),
        ("the kernel", "stop", 2 * 1 / 4),
        ("的的的的", "stop", 2 * 0.5),
        ("甲,乙。", "punctuation", 2 / 6),
        ("甲,乙,丙,丁,戊,己,庚,辛", "punctuation", 6 / 6),
        ("卷积09", "digits", 2 / 5),
        ("卷积 net", "mixed", 1),
        ("卷积", "mixed", 0),
        ("→ !", "bare", 1),
        ("卷积!", "symbols", 1 - 2 / 4),
        ("卷 积", "symbols", 1 - 2 / 3),
        ("卷x积", "symbols", 1 - 3 / 4),
        ("αΑβΒ", "symbols", 1 - 4 / 5),
        ("甲  乙", "separators", 1 / 4),
        ("xxxx", "separators", 0),
        ("xxxx", "punctuation", 0),
        ("net", "mixed", 0),
        ("卷 net", "mixed", 1),
    ],
)
def test_what_the_characters_of_a_line_tell(text: str, feature: str, value: float) -> None:
    assert gather(Page.of(text).lines).column(feature)[0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("目录\n卷积\n池化\n\n卷积\n卷积提取特征。\n池化\n池化缩小尺寸。", 4),
        ("目录\n卷\n池\n归\n\n卷\n卷积提取特征。\n池\n池化缩小尺寸。\n归\n归一化稳定训练。", 10),
        (
            "目录\n卷积\n池化\n归一\n\n归一\n归一化稳定训练。\n池化\n池化缩小尺寸。\n卷积\n卷积提取特征。",
            10,
        ),
        ("卷积\n池化\n归一\n\n卷积\n池化\n归一\n以上三种。", 7),
    ],
)
def test_contents_are_names_that_come_back_in_order_with_text_between(text: str, kept: int) -> None:
    page = drop_contents(Page.of(text))
    assert len([line for line in page.lines if line.text.strip()]) == kept


@pytest.mark.parametrize("mark", ["{}. ", "{}、", "Q{}: ", "Q{}.", "【{}】"])
def test_numbered_headings_are_cut_out_of_the_text_in_any_style(mark: str) -> None:
    asked = [f"{mark.format(n)}什么是{name}?" for n, name in enumerate("卷池归激残注", 1)]
    page = cut_headings_from_bodies(Page.of("\n".join(f"上一段。{one}它很重要。" for one in asked)))
    expected = [part for one in asked for part in ("上一段。", one, "它很重要。")]
    assert [line.text for line in page.lines] == expected


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("2. 卷积卷积是局部加权的运算,提取特征", "2. 卷积"),
        ("2. 池池是缩小尺寸的层,没有参数", "2. 池池是缩小尺寸的层,没有参数"),
        ("2. IoUIoU 是交并比,越大越好", "2. IoU"),
    ],
)
def test_a_heading_ends_where_its_name_begins_the_text(text: str, heading: str) -> None:
    assert cut_heading(text)[0] == heading


@pytest.mark.parametrize(
    ("rows", "bullets", "sentences", "long", "outline"),
    [
        (20, 2, 0, 0, True),
        (20, 1, 0, 0, False),
        (19, 19, 0, 0, False),
        (20, 20, 2, 0, True),
        (20, 20, 3, 0, False),
        (20, 20, 0, 2, True),
        (20, 20, 1, 2, False),
    ],
)
def test_an_outline_is_many_topics_and_hardly_a_sentence(
    rows: int, bullets: int, sentences: int, long: int, outline: bool
) -> None:
    texts = [f"- 卷积{n}" if n < bullets else f"卷积{n}" for n in range(rows)]
    texts[:sentences] = [f"{text}。" for text in texts[:sentences]]
    texts[rows - long :] = [f"- {'卷' * 26}"] * long
    lines = Page.of("\n".join(texts)).lines
    assert is_outline(lines, gather(lines)) is outline


@pytest.mark.parametrize(("pages", "headed", "gone"), [(8, 3, True), (8, 2, False), (3, 2, True)])
def test_a_running_head_stands_on_three_pages_or_on_half_of_few(
    pages: int, headed: int, gone: bool
) -> None:
    body = "第{0}句讲卷积。\n第{0}句讲池化。\n第{0}句讲残差。\n{1}\n{0}"
    heads = ["深度学习讲义"] * headed + [""] * (pages - headed)
    text = "\n".join(body.format(n, head) for n, head in enumerate(heads, 1))
    left = [line.text for line in undo_pagination(Page.of(text)).lines]
    assert ("深度学习讲义" not in "".join(left)) is gone


@pytest.mark.parametrize(
    ("times", "spoken"),
    [
        (("00:00", "00:09", "00:20", "00:31", "00:45", "01:02"), True),
        (("02:00", "02:09", "02:20", "02:31", "02:45", "03:02"), True),
        (("02:01", "02:09", "02:20", "02:31", "02:45", "03:02"), False),
        (("1:00:00", "1:00:09", "1:00:20", "1:00:31", "1:00:45", "1:01:02"), False),
    ],
)
def test_the_times_of_a_transcript_begin_within_two_minutes(
    times: tuple[str, ...], spoken: bool
) -> None:
    text = "\n".join(f"{time} 这一句讲卷积" for time in times)
    left = [line.text for line in strip_time_stamps(Page.of(text)).lines]
    assert (left == ["这一句讲卷积"] * 6) is spoken


def test_what_stands_above_the_text_goes_with_its_reason() -> None:
    page = replace(
        Page.of("关注我\n什么是卷积?\n局部加权。"), facts=Facts("什么是卷积?", single=True)
    )
    after = drop_above_question(page)
    assert [entry.reason for entry in compare("rule", page, after)] == [
        reason_text("drop_front_matter")
    ]
    assert [line.text for line in after.lines] == ["什么是卷积?", "局部加权。"]


def test_a_line_that_was_joined_is_told_with_the_whole_and_a_changed_one_with_itself() -> None:
    before = Page.of("卷积提取特征\n的纹理。\n池化(chi)缩小尺寸。")
    lines = (Line(1, "卷积提取特征的纹理。"), Line(3, "池化缩小尺寸。"))
    told = list(compare("rule", before, replace(before, lines=lines)))
    assert [(entry.line, entry.before, entry.after) for entry in told] == [
        (1, "卷积提取特征", "卷积提取特征的纹理。"),
        (2, "的纹理。", "卷积提取特征的纹理。"),
        (3, "池化(chi)缩小尺寸。", "池化缩小尺寸。"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("| 卷积网络面试总结 |", "卷积网络面试总结"),
        ("# 卷积网络面试总结", "卷积网络面试总结"),
        ("[转载] 卷积网络面试总结", "卷积网络面试总结"),
        ("\t卷积网络面试总结\t", "卷积网络面试总结"),
    ],
)
def test_a_title_is_told_without_its_frame(text: str, title: str) -> None:
    page = read_title(Page.of(f"{text}\n\n1. 什么是卷积?\n局部加权的运算,提取特征。"))
    assert page.facts.title == title


@pytest.mark.parametrize("mark", ["1. ", "(1)", "一、", "- ", "Q1 ", "01 ", "第一章 "])
def test_an_item_of_the_text_is_no_title(mark: str) -> None:
    page = read_title(Page.of(f"{mark}卷积网络面试总结\n局部加权的运算,提取特征。"))
    assert not page.facts.title


@pytest.mark.parametrize(
    ("text", "anywhere", "outside"),
    [
        ("#卷积 #池化", True, True),
        ("#卷积# ,#池化#", True, True),
        ("#3 #4", False, False),
        ("[![build](https://img.shields.io/a.svg)](https://a.org)", True, True),
        ("![卷积](https://img.shields.io/a.svg) 见图", False, False),
        ("![卷积](https://a.org/a.png)", False, False),
        ("本文链接：https://example.org/12", True, True),
        ("本文链接：见下", False, False),
        ("首页 > 深度学习 > 卷积", False, True),
        ("输入 > 输出", False, False),
        ("首页 > 什么是卷积? > 池化", False, False),
        ("| · |", False, True),
    ],
)
def test_lines_that_say_nothing_anywhere_or_outside_the_text(
    text: str, anywhere: bool, outside: bool
) -> None:
    lines = Page.of(text).lines * 2
    told = says_nothing(lines, np.array([False, True]), gather(lines))
    assert told.tolist() == [anywhere, outside]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("啊座", 1),
        ("一", 1),
        ("空洞亍丌", 0.5),
        ("捲積", 1),
        ("한국", 0),
        ("abc", 0),
        ("卷a한", 0.5),
    ],
)
def test_common_characters_are_those_of_the_first_level_and_their_traditional_forms(
    text: str, share: float
) -> None:
    assert common_share(text) == share


def test_a_program_in_a_page_is_left_out_as_one_and_a_menu_line_by_line() -> None:
    html = "<body><script>let a\nlet b</script><nav>首页\n关于</nav><p>卷积提取特征。</p></body>"
    told = [(entry.line, entry.before) for entry in read_html(html).receipt]
    assert told == [(1, "let a let b"), (2, "首页"), (3, "关于")]


@pytest.mark.parametrize(("width", "stamped"), [(80, True), (81, False)])
def test_a_stamp_above_a_message_is_no_longer_than_a_line(width: int, stamped: bool) -> None:
    assert (read_stamp("甲同学".ljust(width - 5) + "10:00") is not None) is stamped


@pytest.mark.parametrize("place", [0, 30])
def test_a_trail_goes_for_sure_at_either_end_of_a_page(place: int) -> None:
    texts = [f"第{n}句讲卷积的核,参数共享,所以平移等变。" for n in range(30)]
    texts.insert(place, "卷积 > 平移 > 等变")
    assert judge(Page.of("\n".join(texts)).lines)[place][0] == 1.0


@pytest.mark.parametrize(("size", "answered"), [(9, 0.0), (10, 0.0), (11, 1.0)])
def test_a_line_is_answered_by_a_longer_one(size: int, answered: float) -> None:
    lines = Page.of("卷" * 10 + "\n" + "池" * size).lines
    rows = context(lines, gather(lines), np.array([0.1, 0.1]))
    assert rows[:, CONTEXT.index("answered")].tolist() == [answered, 0.0]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\u2028"])
def test_whatever_ends_a_line_becomes_a_line_feed(end: str) -> None:
    assert (
        clean_and_explain(f"卷积提取特征。{end}池化缩小尺寸。").text
        == "卷积提取特征。\n池化缩小尺寸。"
    )


@pytest.mark.parametrize("page", ["", "\n\n"])
def test_a_page_without_a_line_comes_back_as_it_is(page: str) -> None:
    assert clean_and_explain(page).text == page


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("池化?", True), ("池化？", True), ("什么是池化", True), ("which net", True),
        ("in which net", False), ("池化? 卷积", False),
    ],
)  # fmt: skip
def test_a_question_ends_with_its_mark_or_asks_in_words(text: str, asks: bool) -> None:
    evidence = gather(Page.of(f"卷积的核。\n{text}\n残差。").lines)
    assert evidence.column("question").tolist() == [False, asks, False]


@pytest.mark.parametrize(
    ("lines", "repeated"),
    [
        (["卷" * 24, "池化", "卷" * 24], [True, False, True]),
        (["卷" * 25, "池化", "卷" * 25], [False, False, False]),
        (["卷积", "卷积", "卷积核"], [True, True, False]),
    ],
)
def test_only_a_brief_line_is_repeated(lines: list[str], repeated: list[bool]) -> None:
    assert gather(Page.of("\n".join(lines)).lines).column("repeated").tolist() == repeated


@pytest.mark.parametrize(("name", "stamp"), [("卷" * 12, True), ("卷" * 13, False)])
def test_who_speaks_has_a_brief_name(name: str, stamp: bool) -> None:
    evidence = gather(Page.of(f"卷积的核。\n{name} 10:00\n残差。").lines)
    assert evidence.column("stamp").tolist() == [False, stamp, False]


@pytest.mark.parametrize(
    ("count", "latin", "covered"), [(49, "ab", False), (49, "a", True), (49, "abc", False)]
)
def test_words_of_sites_cover_a_line_that_has_hardly_another_letter(
    count: int, latin: str, covered: bool
) -> None:
    text = "点赞" * ((count - 3) // 2) + "阅读量 " + latin
    evidence = gather(Page.of(text).lines)
    assert evidence.column("coverage")[0] == pytest.approx(2 * count / (2 * count + len(latin)))
    assert evidence.column("covered")[0] == covered


@pytest.mark.parametrize(("units", "long"), [(60, 0.5), (120, 1.0), (121, 1.0)])
def test_a_line_is_long_with_120_units(units: int, long: float) -> None:
    assert gather(Page.of("卷" * units).lines).column("long")[0] == long


@pytest.mark.parametrize(
    ("text", "phrases", "certain", "sure"),
    [
        ("未经授权", 1 / 3, False, False),
        ("点赞收藏关注", 2 / 3, True, True),
        ("转载请注明出处", 1, True, True),
        ("侵权请联系删除", 1, True, False),
        ("关注微信公众号领取资料", 2 / 3, False, False),
        ("湖南省 湖北省 广东省 四川省 山东省", 0, False, True),
        ("卷积", 0, False, False),
    ],
)
def test_what_speaks_to_the_reader_and_what_is_proof_of_a_site(
    text: str, phrases: float, certain: bool, sure: bool
) -> None:
    evidence = gather(Page.of(f"池化的核。\n{text}").lines)
    assert evidence.column("phrases").tolist() == pytest.approx([0, phrases])
    assert evidence.column("phrase").tolist() == [False, phrases > 0]
    assert evidence.column("certain").tolist() == [False, certain]
    assert evidence.sure.tolist() == [False, sure]


@pytest.mark.parametrize("text", ["好。", "好！”", "好;)"])
def test_a_sentence_ends_with_a_mark(text: str) -> None:
    evidence = gather(Page.of(f"卷积\n{text}\n池化").lines)
    assert evidence.column("terminal").tolist() == [False, True, False]
