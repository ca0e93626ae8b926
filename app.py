"""The screen: ``streamlit run app.py``. Only the router; pages live in bot/ui/pages."""

import streamlit as st

from bot.ui.shell import ICON, dress, frame, pages, show_page

st.set_page_config(page_title="Mianda 面答", page_icon=ICON, layout="centered")
chosen = st.navigation(pages())
dress(chosen)
frame()
show_page(chosen)
