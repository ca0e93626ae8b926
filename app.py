"""The screen: ``streamlit run app.py``. Only the router; pages live in bot/ui/pages."""

import os
from pathlib import Path

import streamlit as st

# With its first element Streamlit looks through every module that is imported by then: 24 ms of the
# first page here, 100 after ours.
st.html(Path(__file__).parent / "bot" / "ui" / "style.css")
# More threads than one of linear algebra only spin, 100 ms of processor time in each process.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot.ui.shell import ICON, dress, frame, pages, show_page  # noqa: E402 - after both of these

st.set_page_config(page_title="Mianda 面答", page_icon=ICON, layout="centered")
chosen = st.navigation(pages())
dress(chosen)
frame()
show_page(chosen)
