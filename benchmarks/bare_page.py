"""The floor that the app is measured against: a chat page of Streamlit that prints a constant."""

import streamlit as st

turns = st.session_state.setdefault("turns", [])
if question := st.chat_input("Ask", key="ask.input"):
    turns.append(question)
for number, question in enumerate(turns[-1:], len(turns) - 1):
    st.chat_message("user").html(f'<p id="turn-{number}">{question}</p>')
    st.chat_message("assistant").html('<p class="verdict">constant</p>')
