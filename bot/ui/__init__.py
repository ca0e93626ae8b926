"""The screen, and nothing but the screen: pages read state, call one function, draw its result."""
