"""An app for servers that are going to be killed: a page that writes, and work that takes a while."""
