"""Rows whose texts are closed with a key, so that the database alone tells nothing."""

from __future__ import annotations

import json
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.privacy.keys import seal, unseal
from trellis.privacy.models import Key

type Texts = dict[str, str]


class Sealed(models.Model):
    """All texts of a row in one sealed JSON object. `uid` and the table are bound to it."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sealed = models.BinaryField(default=b"")

    class Meta:
        abstract = True

    def put(self, key: Key | None, **texts: str) -> None:
        """Replace the texts of this row; the caller saves it."""
        if key is None:
            raise Refused(_("What was written here has been erased for good."), kind=Kind.TOO_LATE)
        said = json.dumps(texts, ensure_ascii=False)
        self.sealed = seal(key, said, about=(self._meta.db_table, str(self.uid), "sealed"))

    def texts(self, key: Key | None) -> Texts:
        """The texts again; none when nothing was written or the key has been erased."""
        if key is None or not self.sealed:
            return {}
        said = unseal(key, bytes(self.sealed), about=(self._meta.db_table, str(self.uid), "sealed"))
        found: Texts = json.loads(said)
        return found
