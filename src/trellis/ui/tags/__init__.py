"""The template tags by subject; templatetags/ui.py puts them into one library."""
