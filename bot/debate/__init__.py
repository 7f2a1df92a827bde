"""Debate: formats, cards, speeches, flow, judge, rounds."""
