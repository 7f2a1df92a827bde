"""A run, or two compared, for people and for machines: terminal, Markdown, HTML, JUnit XML."""
