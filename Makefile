# Every step runs on Python 3.11+, make and a package registry alone; see CONTRIBUTING.md for what each target is for.

PYTHON ?= python3
UV ?= uv
LOCK_OPTIONS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --require-virtualenv -qq
MUTMUT := build/mutmut
SITE := import sysconfig; print(sysconfig.get_path("purelib"))
GROUP := import sys, tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"][sys.argv[1]])
SAMPLE := $(BIN)/workbook --data data/sample --outputs outputs/sample

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup report test lab style check faults bench mutants golden numerals lock clean

help: ## แสดงคำสั่งทั้งหมด
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile

setup: $(BIN)/workbook ## สร้างสภาพแวดล้อม .venv ตามรุ่นที่ล็อกไว้ (ครั้งต่อไปไม่ทำซ้ำ)

report: setup ## สร้างข้อมูลตัวอย่าง แล้วออกรายงานทุกฉบับ
	@test -d data/sample/downloads || $(SAMPLE) sample data/sample
	@$(SAMPLE) receive data/sample/downloads
	@$(SAMPLE) run

test: setup .venv/accessibility ## ทดสอบทั้งหมด
	$(BIN)/python -m pytest -n auto --dist worksteal

lab: setup ## เปิด JupyterLab ที่สมุดงาน
	$(BIN)/workbook lab

style: setup ## ตรวจรูปแบบโค้ดและชนิดข้อมูล
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict src

check: style ## ตรวจรูปแบบโค้ด ชนิดข้อมูล และกติกาของโครงการ
	$(BIN)/python -m pytest -q -n auto tests/contract

faults: setup ## ปลูกความผิดที่ตั้งใจทีละข้อ แล้วบอกว่าใครเห็น (ราวครึ่งชั่วโมง; เฉพาะบางส่วนด้วย ONLY=dmc)
	@PYTHONPATH=src:tests $(BIN)/python -m faults.run $(ONLY)

bench: setup ## วัดเวลาประมวลผลเทียบกับวิธีทั่วไป แล้วเขียน docs/performance.md (เฉพาะบางเรื่องด้วย ONLY=report)
	@PYTHONPATH=src:tests $(BIN)/python -m bench.run $(ONLY)

mutants: $(MUTMUT)/bin/mutmut ## วัดว่าการทดสอบจับโค้ดที่ถูกแก้ให้ผิดได้เท่าใด (นานหลายชั่วโมง; เฉพาะบางส่วนด้วย ROOMS=facts)
	@DIGITS=$(DIGITS) PYTHONPATH=tests $(MUTMUT)/bin/python -m mutation.run $(ROOMS)

golden: setup ## เขียนผลลัพธ์ต้นแบบของการทดสอบใหม่ (ตรวจด้วย git diff ก่อนบันทึก)
	$(BIN)/python -m pytest -q tests --golden-update

numerals: setup ## เขียนตาราง “ตัวเลขที่พิมพ์เป็นอะไรบ้าง” ใน docs/auditing.md ใหม่ (หลัง make report)
	PYTHONPATH=tests $(BIN)/python -m numerals_table outputs/sample

lock: ## คำนวณ requirements.lock ใหม่จาก pyproject.toml (ต้องมี uv; เลื่อนรุ่นด้วย LOCK_OPTIONS=--upgrade)
	$(UV) pip compile pyproject.toml --group pyproject.toml:dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet $(LOCK_OPTIONS) -o requirements.lock

clean: ## ลบ .venv แคช และข้อมูลกับรายงานตัวอย่าง (ไม่แตะข้อมูลจริง)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis data/sample outputs/sample
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# The packages come first and whole: a half-built environment has no .venv/locked and is built again from nothing. All are wheels:
# nothing is built here but the project itself, by the locked setuptools.
.venv/locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "ต้องใช้ Python 3.11 ขึ้นไป แต่ $(PYTHON) ไม่ใช่ ให้ติดตั้งแล้วระบุ เช่น make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "กำลังสร้างสภาพแวดล้อม .venv (ครั้งแรกใช้เวลา 1-3 นาที)"
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements.lock
	@touch $@

$(BIN)/workbook: .venv/locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "พร้อมใช้งาน ดูคำสั่งทั้งหมดด้วย make help หรือ $@ --help"

# What the pages are tested by, without what drives browsers with it: beside the locked packages.
.venv/accessibility: .venv/locked pyproject.toml
	@$(BIN)/python -c '$(GROUP)' accessibility | xargs $(PIP) install --no-deps --only-binary :all:
	@touch $@

# The mutation tool stands beside the locked packages, which it sees and does not change; nobody else needs it.
$(MUTMUT)/bin/mutmut: $(BIN)/workbook
	@$(BIN)/python -m venv --clear $(MUTMUT)
	@$(BIN)/python -c '$(SITE)' > "$$($(MUTMUT)/bin/python -c '$(SITE)')/locked.pth"
	@$(BIN)/python -c '$(GROUP)' mutants | \
		xargs $(MUTMUT)/bin/python -m pip --disable-pip-version-check -qq install
