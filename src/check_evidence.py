"""Check the evidence of one number with nothing but Python's standard library.

    python3 check.py            what lies in this folder agrees with itself
    python3 check.py FOLDER     and FOLDER holds the very files that were delivered

Exit code 0 where everything agrees, 1 where something differs. This file is copied into every folder of evidence; it
shares no code with the workbook, so that nobody needs the workbook to run it.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

ABSENT = "(ไม่มีค่า)"
Cell = tuple[str, str]
Values = dict[Cell, tuple[Decimal, int, str]]
"""Value, number of source rows and their digest, by fact and key."""


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def changed_files(folder: Path) -> Iterator[str]:
    """The files that are not as SHA256SUMS has them."""
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if not (folder / name).is_file():
            yield f"ไฟล์ {name} หายไป"
        elif digest_of(folder / name) != digest:
            yield f"ไฟล์ {name} ถูกแก้"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file by the names of its columns."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def recomputed(cell: dict[str, Any], folder: Path, known: Values) -> tuple[Decimal, int, str]:
    """Value, number of source rows and digest of a cell: from its rows, or from the two cells that it is made of."""
    if cell["parts"]:
        one, other = (known[fact, key] for fact, key in cell["parts"])
        is_ratio = cell["operation"] == "ratio"
        value = (one[0] / other[0]).quantize(Decimal("0.000001"), ROUND_HALF_UP) if is_ratio else one[0] - other[0]
        return value, one[1] + other[1], hashlib.sha256(f"{one[2]}\n{other[2]}".encode()).hexdigest()[:16]
    rows = read_rows(folder / cell["file"])
    keys = sorted({row["row_key"] for row in rows})
    return _value(cell, rows), len(keys), hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def _value(cell: dict[str, Any], rows: list[dict[str, str]]) -> Decimal:
    operation = cell["operation"]
    if operation == "count":
        return Decimal(len(rows))
    if operation == "rule":
        return sum((_amount(row) for row in rows), Decimal(0))
    stated = [row[cell["column"]] for row in rows if row[cell["column"]] != ABSENT]
    if operation == "median":
        ordered = sorted(map(Decimal, stated))
        return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return Decimal(len(set(stated))) if operation == "distinct" else sum(map(Decimal, stated), Decimal(0))


def _amount(row: dict[str, str]) -> Decimal:
    """quantity × rate × share, rounded to satang, less what was paid before."""
    product = Decimal(row["quantity"]) * Decimal(row["rate"]) * Decimal(row["share"])
    return product.quantize(Decimal("0.01"), ROUND_HALF_UP) - Decimal(row["less"])


def wrong_cells(folder: Path, evidence: dict[str, Any]) -> Iterator[str]:
    """The cells whose number is not that of the report, or does not come of their rows."""
    stated = {(row["fact"], row["key"]): row for row in read_rows(folder / "report" / "facts.csv")}
    known: Values = {}
    for cell in evidence["cells"]:
        name = f"{cell['fact']} [{cell['key']}]" if cell["key"] else cell["fact"]
        row = stated.get((cell["fact"], cell["key"]))
        if row is None or Decimal(row["value"]) != Decimal(cell["value"]):
            yield f"{name}: ไม่ใช่ค่าในรายงาน"
        value, rows, digest = known[cell["fact"], cell["key"]] = recomputed(cell, folder, known)
        if (value, rows, digest) != (Decimal(cell["value"]), cell["rows"], cell["digest"]):
            yield f"{name}: หลักฐานว่า {cell['value']} จาก {cell['rows']} แถว คำนวณได้ {value} จาก {rows} แถว"


def values_digest(facts: Path) -> str:
    """SHA-256 over fact, key, value and unit of every line: what an approval is about."""
    rows = sorted([row["fact"], row["key"], row["value"], row["unit"]] for row in read_rows(facts))
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def wrong_report(folder: Path) -> Iterator[str]:
    """Whether facts.csv is not that of the manifest beside it."""
    content = json.loads((folder / "report" / "manifest.json").read_text(encoding="utf-8"))["content"]
    facts = folder / "report" / "facts.csv"
    if digest_of(facts) != content["outputs"]["facts.csv"]["sha256"]:
        yield "facts.csv ไม่ใช่ไฟล์ที่ manifest.json บอก"
    if values_digest(facts) != content["facts"]["values"]:
        yield "ตัวเลขใน facts.csv ไม่ใช่ที่ manifest.json บอก"


# Ed25519 as RFC 8032 describes it; checking needs no secrets, so nothing here must run in constant time.

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
Point = tuple[int, int, int, int]
"""A point of the curve in extended coordinates."""


def _added(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % _P, (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _added(total, point)
        point, factor = _added(point, point), factor >> 1
    return total


def _point(encoded: bytes) -> Point | None:
    """The point that 32 bytes stand for; None for bytes that are no point."""
    number = int.from_bytes(encoded, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    x = x if x * x % _P == square else x * _ROOT % _P
    if x * x % _P != square or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature of a message is that of a key."""
    holder, nonce = _point(public_key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    base = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))
    if len(signature) != 64 or holder is None or nonce is None or base is None or scalar >= _ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public_key + message).digest()
    left = _times(scalar, base)
    right = _added(nonce, _times(int.from_bytes(hashed, "little") % _ORDER, holder))
    return not ((left[0] * right[2] - right[0] * left[2]) % _P or (left[1] * right[2] - right[1] * left[2]) % _P)


def approvals(folder: Path, evidence: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Every approval in words, and whether it holds for the numbers of this report."""
    digest = values_digest(folder / "report" / "facts.csv")
    for path in sorted((folder / "approvals").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        statement = content["statement"]
        plain = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        key = bytes.fromhex(evidence["signing_keys"].get(statement["signer"], ""))
        signed = is_signed(key, b"workbook approval 1\n" + plain.encode(), bytes.fromhex(content["signature"]))
        year, month, day = map(int, statement["signed_on"].split("-"))
        words = f"{statement['role']} ({statement['position']}) ลงนามวันที่ {day}/{month}/{year + 543}"
        yield words, signed and statement["values"] == digest and statement["report"] == evidence["report"]


def missing_deliveries(folder: Path, delivered: Path) -> Iterator[str]:
    """The delivered files that lie nowhere in a folder, by their bytes."""
    there = {digest_of(path) for path in delivered.rglob("*") if path.is_file()}
    for row in read_rows(folder / "files.csv"):
        if row["sha256"] not in there:
            yield f"ไม่พบไฟล์ต้นทาง {row['name']} ({row['sha256'][:12]})"


def main(arguments: list[str]) -> int:
    """Check the folder in which this file lies; the exit code."""
    folder = Path(__file__).resolve().parent
    evidence = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    problems = [*changed_files(folder), *wrong_report(folder), *wrong_cells(folder, evidence)]
    signed = list(approvals(folder, evidence))
    problems += [f"ลายมือชื่อใช้ไม่ได้กับตัวเลขนี้: {words}" for words, holds in signed if not holds]
    if arguments:
        problems += missing_deliveries(folder, Path(arguments[0]))
    lines = [f"{'ถูกต้อง' if not problems else 'ไม่ตรง'} {evidence['report']} {evidence['fact']} = {evidence['value']}"]
    lines += [f"  รับรองโดย {words}" for words, holds in signed if holds] or ["  ยังไม่มีผู้ลงลายมือชื่อรับรอง"]
    lines += [f"  {problem}" for problem in problems]
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
