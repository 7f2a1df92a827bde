"""Debate measured: rounds that the bot plays against itself, and what each of them must keep."""
