"""Reading a page that was drawn without a browser."""

from streamlit.testing.v1 import AppTest


def shown(app: AppTest) -> str:
    """All HTML that the page shows, as one text."""
    return "\n".join(element.proto.body for element in app.get("html"))
