"""What a turn of a conversation means, given the user's earlier turns.

``turns`` tells what stands in one turn, ``meaning`` what it may mean after the others, ``context``
whether the notes bear that out. The words that signal each case are data:
``bot/lexicon/dialogue.toml``.
"""
