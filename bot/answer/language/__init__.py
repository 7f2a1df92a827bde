"""Answers written by a language model, held to the same checks as quotations."""
