"""Bytes to text."""


def decode(data: bytes) -> str:
    return data.decode("utf-8")
