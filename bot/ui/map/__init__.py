"""The Map tab: the clash at a glance, and when what happened."""
