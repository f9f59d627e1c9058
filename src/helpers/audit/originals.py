"""What reports were made from, as it lies there now: the received files, and the tables in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import chain

from helpers.audit.manifest import Manifest
from helpers.collection.store import Snapshot, Store
from helpers.digests import file_digest
from helpers.errors import ParameterError, VerificationError
from helpers.periods import parse_period


class Originals:
    """The received files and the snapshots of one data folder. Each is read once, however many reports are of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._digest = cache(file_digest)
        self._changed_tables = cache(Snapshot.changed_tables)

    def snapshots(self, manifest: Manifest) -> dict[str, Snapshot]:
        """The very snapshots that a report was computed from, by id. Raises VerificationError for one that is gone,
        ParameterError for a period that is none."""
        stated = {name: (name.split("/"), digest) for name, digest in manifest.inputs["snapshots"].items()}
        return {
            name: self._store.earlier_snapshot(source, parse_period(period), fingerprint)
            for name, ((period, source), fingerprint) in stated.items()
        }

    def key_renewed(self, manifest: Manifest) -> bool:
        """Whether the office began a new key since the tables were made, or those from which they were made."""
        used = set(chain.from_iterable(map(self._keys, manifest.inputs["snapshots"].values())))
        return bool(used) and self._store.folder.key_id() not in used

    def _keys(self, fingerprint: str) -> Iterator[str]:
        """What the keys are known by with which a snapshot of the store was made, as far as it is there."""
        for folder in self._store.folder.store.glob(f"*/*/{fingerprint}"):
            with suppress(VerificationError, ParameterError):
                inputs = Snapshot(folder, folder.parent.name, parse_period(folder.parent.parent.name)).description[
                    "inputs"
                ]
                yield from filter(None, [inputs.get("key")])
                yield from chain.from_iterable(map(self._keys, inputs.get("snapshots", {}).values()))

    def changes(self, manifest: Manifest) -> list[str]:
        """What is gone or is no longer as the report read it, in Thai; nothing where all is as it was."""
        try:
            return [*self.changed_deliveries(manifest), *self.changed_tables(self.snapshots(manifest))]
        except (VerificationError, ParameterError) as gone:
            return [f"{gone.problem} {gone.where}"]

    def changed_deliveries(self, manifest: Manifest) -> Iterator[str]:
        """Of the received files, a line for each that is gone or was changed."""
        paths = {entry.sha256: self._store.folder.deliveries / entry.path for entry in self._store.folder.register()}
        for deliveries in manifest.inputs["deliveries"].values():
            for name, stated in deliveries.items():
                path = paths.get(stated["sha256"])
                if path is None or not path.exists():
                    yield f"ไฟล์ต้นทาง {name} หายไป"
                elif self._digest(path) != stated["sha256"]:
                    yield f"ไฟล์ต้นทาง {name} ถูกแก้ไขหลังได้รับ"

    def changed_tables(self, snapshots: Mapping[str, Snapshot]) -> Iterator[str]:
        """Of the tables in the store, a line for each that is gone or was changed."""
        for name, snapshot in snapshots.items():
            try:
                changed = self._changed_tables(snapshot)
            except VerificationError as damaged:
                yield f"{damaged.problem} {damaged.where}"
                continue
            for table in changed:
                yield f"ตาราง {name}/{table} ในคลังข้อมูลถูกแก้ไข"
