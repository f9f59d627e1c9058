import pandas as pd
import pytest

from helpers.errors import CollectionError
from helpers.tables.schemas import PUBLIC, ROW_KEYS, TableSchema, count, text, with_row_keys

SCHEMA = TableSchema(
    "counts",
    "โรงเรียน × เพศ",
    (text("smis", "ก", PUBLIC), text("sex", "ข", PUBLIC, allowed=("ช", "ญ")), count("n", "ค", "คน", PUBLIC)),
    ("smis",),
)


def _frame(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"smis": ["1", "2"], "sex": ["ช", "ญ"], "n": [1, 0]} | columns)


def test_a_frame_becomes_a_table_of_the_declared_columns_and_types() -> None:
    table = SCHEMA.table(_frame(name=["ก", "ข"]))
    assert table.schema.names == ["smis", "sex", "n"]
    assert str(table.schema.field("n").type) == "int64"


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"sex": ["ช", "รวม"]}, "sex มีค่านอก ช, ญ"),
        ({"sex": ["ช", None]}, "sex"),
        ({"n": [1, -1]}, "n น้อยกว่า 0"),
        ({"n": [1, 0.5]}, "counts"),
        ({"n": ["1", "สอง"]}, "counts"),
        ({"smis": ["1", "1"]}, "ซ้ำที่ smis"),
    ],
)
def test_a_frame_that_does_not_keep_the_schema_is_refused(columns: dict[str, list[object]], problem: str) -> None:
    with pytest.raises(CollectionError, match=problem):
        SCHEMA.table(_frame(**columns))


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(CollectionError, match="counts"):
        SCHEMA.table(_frame().drop(columns="n"))


def test_a_row_key_names_file_sheet_and_row() -> None:
    frame = pd.DataFrame({"delivery": ["abc", "abc"], "sheet": ["", "Sheet1"], "row": [1, 20]})
    assert with_row_keys(frame)["row_key"].tolist() == ["abc::1", "abc:Sheet1:20"]
    assert {field.name for field in ROW_KEYS} == {"delivery", "sheet", "row", "row_key"}
