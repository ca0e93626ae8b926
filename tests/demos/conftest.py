"""The oracle scripts need packages that the ordinary test run does not have."""

collect_ignore = ["oracles"]
