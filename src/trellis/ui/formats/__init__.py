"""How each language writes a day and a time; settings name this as FORMAT_MODULE_PATH."""
