"""One step that does not."""

from typing import Any

from django.db import migrations


def break_off(apps: Any, schema_editor: Any) -> None:
    raise RuntimeError("a row is not as expected")


class Migration(migrations.Migration):
    dependencies = [("crashing", "0001_half")]
    operations = [migrations.RunPython(break_off)]
