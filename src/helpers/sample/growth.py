"""Height, weight and the nutrition categories that follow from them.

The curves are rounded everyday values, invented for the sample: they are not a growth reference, and no report may use
them as one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]

YOUNGEST, OLDEST = 3, 20
USUAL_HEIGHT_CM = (
    (96, 103, 109, 116, 122, 127, 132, 137, 143, 150, 157, 163, 167, 169, 170, 171, 171, 171),
    (95, 102, 108, 115, 121, 127, 133, 139, 146, 151, 155, 157, 158, 159, 159, 159, 159, 159),
)
USUAL_BMI = (15.6, 15.5, 15.4, 15.4, 15.6, 15.9, 16.3, 16.8, 17.3, 17.9, 18.5, 19.1, 19.7, 20.2, 20.6, 21.0, 21.2, 21.4)
HEIGHT_SPREAD, BMI_SPREAD = 0.043, 0.13
HEIGHT_LIMITS = (-1.6, -1.25, 1.25, 1.6)
"""Standard scores between เตี้ย, ค่อนข้างเตี้ย, สูงตามเกณฑ์, ค่อนข้างสูง and สูง."""
BUILD_LIMITS = (-1.52, -1.1, 0.77, 0.96, 1.43)
"""Standard scores between ผอม, ค่อนข้างผอม, สมส่วน, ท้วม, เริ่มอ้วน and อ้วน."""


def measured(pupils: pd.DataFrame) -> pd.DataFrame:
    """Height in cm, weight in kg and positions in the categories of the two nutrition reports; grain: as `pupils`."""
    year = pupils["age"].to_numpy().clip(YOUNGEST, OLDEST) - YOUNGEST
    height_score, build_score = pupils["height_score"].to_numpy(), pupils["build_score"].to_numpy()
    height = np.array(USUAL_HEIGHT_CM)[pupils["sex"].to_numpy(), year] * (1 + HEIGHT_SPREAD * height_score)
    bmi = np.array(USUAL_BMI)[year] * np.exp(BMI_SPREAD * build_score)
    columns = {
        "height_cm": np.rint(height).astype(np.int64),
        "weight_kg": np.rint(bmi * (height / 100) ** 2).astype(np.int64),
        "height_for_age": np.searchsorted(HEIGHT_LIMITS, height_score),
        "weight_for_height": np.searchsorted(BUILD_LIMITS, build_score),
    }
    return pd.DataFrame(columns, index=pupils.index)
