"""How much of what a language model may get wrong the checks catch: planted faults by kind, and correct statements."""
