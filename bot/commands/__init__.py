"""The commands of the terminal, one module a subject; ``bot.cli`` puts them together.

A module has ``add(commands)``, which declares its commands on an argparse sub-parser collection.
"""
