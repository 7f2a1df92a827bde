"""Reads documents from outside, each in a child process with limits on memory, time and output."""
