"""Proposes a topic from its documents: who acts, which two sides they form, what each holds. No model."""
