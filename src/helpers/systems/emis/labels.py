"""The labels of EMIS pages and of the tables made from them. Sources: docs/deliveries.md."""

from helpers.tables.schemas import NOT_STATED

STUDENT, STAFF, COMPUTER, INTERNET = "student_list", "staff_list", "computer_list", "internet_list"
TITLES = {
    STUDENT: "EMIS นักเรียนแยกชั้นและเพศ",
    STAFF: "EMIS ครูและบุคลากร",
    COMPUTER: "EMIS คอมพิวเตอร์",
    INTERNET: "EMIS อินเทอร์เน็ตและระบบเครือข่าย",
}
PAGES = {STUDENT: "นักเรียน", STAFF: "บุคลากร", COMPUTER: "คอมพิวเตอร์", INTERNET: "อินเทอร์เน็ต"}
"""What a page is about, in one word."""
SCHOOL_COLUMN = "รหัสโรงเรียน"
STUDENT_COLUMNS = ("ชั้น/เพศ", "ชาย", "หญิง", "รวม", "ห้องเรียน")
STAFF_COLUMNS = ("ตำแหน่ง", "วิทยฐานะ", "ระดับ_ตำแหน่ง")
FUNDING_COLUMN = "แหล่งงบประมาณ"
SEX_COLUMNS = ("ชาย", "หญิง", "รวม")

SUBTOTALS = {
    "รวมอบ.": "ก่อนประถม",
    "รวมก่อนประถม": "ก่อนประถม",
    "รวมประถม": "ประถม",
    "รวมมัธยมต้น": "มัธยมต้น",
    "รวมมัธยมปลายและเทียบเท่า": "มัธยมปลาย/ปวช.",
}
"""Level by the label of its subtotal, spaces left out."""
SUM, TOTAL = "รวม", "รวมทั้งหมด"

POSITIONS = (
    *("ผู้อำนวยการโรงเรียน", "รองผู้อำนวยการโรงเรียน", "ครู", "ครูผู้ช่วย"),
    *("ลูกจ้างประจำ", "พนักงานราชการ", "ลูกจ้างชั่วคราว"),
)
HIRED = "ลูกจ้างชั่วคราว"
"""The only position that schools also pay for outside the budget."""
NO_RANK = "ไม่มีวิทยฐานะ"
RANKS = (NO_RANK, "ชำนาญการ", "ชำนาญการพิเศษ", "เชี่ยวชาญ", "เชี่ยวชาญพิเศษ")
FUNDINGS = IN_BUDGET, OFF_BUDGET, _ = ("ในงบประมาณ", "นอกงบประมาณ", NOT_STATED)

COMPUTERS_START, NETWORK_START = "จำนวนคอมพิวเตอ", "ระบบเครือข่าย"
PURPOSES = TEACHING, MANAGING = ("เพื่อการเรียนการสอน", "เพื่อการบริหารจัดการ")
ALL_PURPOSES = "ทั้งหมด"
COMPUTERS = "คอมพิวเตอร์"
COMPUTER_SOURCES = ("งบประมาณ สพฐ.", "จัดหาเอง/บริจาค")
CONDITIONS = WORKING, BROKEN = ("ใช้งานได้", "ใช้งานไม่ได้")

PROVIDER, KIND, SPEED, STATUS, COST = ("ผู้ให้บริการ", "ประเภท", "ความเร็ว", "สถานะการใช้งาน", "งบประมาณ/เดือน")
CONNECTION_ITEMS = (PROVIDER, KIND, SPEED, STATUS, COST)
NETWORKS = {"ระบบเครือข่าย (LAN)": "LAN", "ระบบเครือข่ายไร้สาย (Wireless LAN)": "Wireless LAN"}
STATES = PRESENT, LACKING, _ = ("มี", "ไม่มี", NOT_STATED)

RENTALS = RENTED, NOT_RENTED, _ = ("เช่าเอง", "ไม่มีข้อมูลการเช่าเอง", "ไม่ได้ส่งหน้าอินเทอร์เน็ต")
NO_INTERNET_PAGE = RENTALS[2]
NO_PUPILS, INCOMPLETE = ("ไม่มีนักเรียน", "ข้อมูลไม่ครบ")
TEACHER_BANDS = BELOW, WITHIN, ABOVE, NO_TEACHER, _, _ = (
    *("น้อยกว่าช่วง", "ในช่วง", "มากกว่าช่วง", "ไม่มีครู"),
    *(NO_PUPILS, INCOMPLETE),
)
COMPUTER_BANDS = ENOUGH, TOO_FEW, NO_COMPUTER, _, _ = ("ในเกณฑ์", "เกินเกณฑ์", "ไม่มีเครื่อง", NO_PUPILS, INCOMPLETE)
"""Where a school's ratios stand against the thresholds."""
SUBMISSIONS = SENT, NOT_SENT = ("ส่งแล้ว", "ยังไม่ส่ง")

ORDERS = {
    "position": POSITIONS,
    "rank": RANKS,
    "funding": FUNDINGS,
    "purpose": PURPOSES,
    "source": COMPUTER_SOURCES,
    "condition": CONDITIONS,
    "network": tuple(NETWORKS.values()),
    "state": STATES,
    "rental": RENTALS,
    "teacher_band": TEACHER_BANDS,
    "computer_band": COMPUTER_BANDS,
    "page": tuple(PAGES.values()),
    "submission": SUBMISSIONS,
}
