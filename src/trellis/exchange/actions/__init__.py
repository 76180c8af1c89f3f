"""What is done with lists of people, by step: files, checks, commits, undoing; and exports."""

from . import checks, commits, exports, files, steps, undoing

__all__ = ["checks", "commits", "exports", "files", "steps", "undoing"]
