"""An upgrade that fails half way."""
