"""Print the score of cleaning and splitting on the labelled pages.

python -m tests.clean.score_pages            figures of fit, held-out pages and the notes
python -m tests.clean.score_pages --details  and the wrong lines of the fit pages
"""

import sys

from tests.clean.labelled import finds_title, mean, read_notes, read_pages, score


def main(details: bool) -> None:
    for name, pages in (
        ("fit", read_pages("fit")),
        ("held", read_pages("held")),
        ("styles", read_pages("styles")),
        ("styles_held", read_pages("styles_held")),
        ("notes", read_notes()),
    ):
        scores = [score(page) for page in pages]
        for page, result in zip(pages, scores, strict=True):
            print(
                f"  {page.name:28} recall {result.recall:.3f}  leakage {result.leakage:.3f}  "
                f"headings {result.headings:.3f}  attached {result.attached:.3f}"
            )
            if details and "held" not in name:
                for kind in ("lost", "kept", "missed", "astray"):
                    for line in getattr(result, kind):
                        print(f"      {kind:7} {line[:100]}")
        titles = [found for page in pages if (found := finds_title(page)) is not None]
        total = mean(scores)
        print(
            f"{name:30} recall {total.recall:.3f}  leakage {total.leakage:.3f}  "
            f"headings {total.headings:.3f}  attached {total.attached:.3f}  "
            f"score {total.mean:.3f}  titles {sum(titles)}/{len(titles)}\n"
        )


if __name__ == "__main__":
    main("--details" in sys.argv)
