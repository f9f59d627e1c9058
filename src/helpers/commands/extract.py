"""The verb extract: answers to requests for data."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from helpers.audit.disclosure import refuse_disclosure
from helpers.catalogue import open_graph
from helpers.errors import DataQualityError, ParameterError
from helpers.publish.data_service.answers import Answer, answer
from helpers.publish.data_service.dictionary import columns_of, dictionary_line
from helpers.publish.data_service.queries import QueryWords, offered_datasets, parse_query, periods_of
from helpers.publish.data_service.receipts import EXTRACTS, Extract, Requester, extract_of, put_extract, rule_words
from helpers.reports.folders import Folders
from helpers.tables.data_folder import KIND_THAI
from helpers.tables.graph import Graph
from helpers.tables.requests import AUDIENCE_THAI, Audience, DataRequest, enter_request, refuse_personal


def extract(options: Namespace, folders: Folders) -> None:
    """workbook extract [DATASET[.TABLE]] …: without a table, list what can be asked for; else say who may have the
    answer, write it with its dictionary and receipt, and enter the request."""
    params = folders.read_params()
    graph = open_graph(folders.data_folder, params)
    if not options.subject or "." not in options.subject:
        print(*_offers(options.subject, graph), sep="\n")
        return
    requester = _requester(options)
    given = answer(*parse_query(_query_words(options), graph), graph)
    extracted = extract_of(given, requester, params.office)
    print(*_summary(given), sep="\n")
    if options.public and given.audience is not Audience.PUBLIC:
        remedy = "เอาคอลัมน์ที่บอกไว้ออก หรือเอา --public ออกแล้วให้ใช้ในราชการเท่านั้น"
        raise DataQualityError(f"คำตอบนี้เผยแพร่ไม่ได้ {rule_words(given)}", where=options.subject, remedy=remedy)
    if options.preview:
        print("ยังไม่ได้เขียนไฟล์ (--preview)")
        return
    refuse_disclosure(extracted.files, (), b"", options.subject)
    target = Path(options.output).expanduser() if options.output else None
    folder = target or folders.outputs / EXTRACTS / extracted.folder_name
    print(f"{'เขียนแล้ว' if put_extract(extracted, folder) else 'มีอยู่แล้ว ไบต์เดียวกัน'} {folder}")
    print(_entered(given, extracted, requester, folders))


def _query_words(options: Namespace) -> QueryWords:
    return QueryWords(
        options.subject,
        _names(options.periods),
        _names(options.columns),
        options.filter,
        _names(options.by),
        options.sum or "",
        options.count,
        options.format,
        options.public,
    )


def _names(text: str | None) -> list[str]:
    """The names of a list with commas between them; none for no list."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def _requester(options: Namespace) -> Requester:
    """Who asked; nobody for the office's own use. Raises ParameterError where only one of the two is named."""
    if options.organisation is None and options.purpose is None:
        return Requester()
    requester = Requester(options.organisation or "", options.purpose or "")
    refuse_personal(requester.organisation, requester.purpose)
    return requester


def _summary(given: Answer) -> Iterator[str]:
    """Who may have the answer, why, and how much it is."""
    sample = f" ({KIND_THAI['sample']})" if given.is_sample else ""
    yield f"{AUDIENCE_THAI[given.audience]}{sample}: {given.dataset.title} {given.schema.name} {len(given.rows):,} แถว"
    yield f"  {rule_words(given)}"
    if not given.rows:
        yield f"  ไม่มีแถวที่ตรงเงื่อนไข {given.schema.why_empty}".rstrip()


def _entered(given: Answer, extracted: Extract, requester: Requester, folders: Folders) -> str:
    """Enter the request in the register, unless it is the office's own; what came of it."""
    if not requester.organisation:
        return "สำนักงานใช้เอง ไม่ลงทะเบียนคำขอ (ระบุ --for และ --purpose เมื่อให้หน่วยงานอื่น)"
    query, file = given.query, extracted.given
    request = DataRequest(
        date.today().isoformat(),
        requester.organisation,
        requester.purpose,
        str(given.audience),
        query.dataset,
        query.table,
        " ".join(map(str, query.periods)),
        file.rows,
        file.name,
        file.sha256,
        extracted.command,
    )
    entered = enter_request(folders.data_folder, request)
    return "ลงทะเบียนคำขอแล้ว" if entered else "คำขอนี้ลงทะเบียนไว้แล้ววันนี้ ไม่ลงซ้ำ"


def _offers(name: str, graph: Graph) -> Iterator[str]:
    """What can be asked for: every data set with its tables, or one data set with the columns of its tables."""
    offered = offered_datasets(graph)
    if name and name not in offered:
        raise ParameterError(f"ไม่มีชุดข้อมูล “{name}” ให้ขอ", remedy=f"ที่มีคือ {', '.join(offered) or 'ยังไม่มี'}")
    for dataset in (each for each in offered.values() if name in ("", each.name)):
        yield f"{dataset.name}  {dataset.title}  งวด {' '.join(map(str, periods_of(dataset, graph)))}"
        for schema in dataset.schemas:
            yield f"  {dataset.name}.{schema.name}  {schema.grain}"
            lines = [dictionary_line(field) for field in columns_of(schema).values()] if name else []
            for line in lines:
                unit = f" หน่วย {line.unit}" if line.unit else ""
                yield f"    {line.column}  {line.meaning}  {line.type}{unit}  {line.sensitivity}"
    if not offered:
        yield "ยังไม่มีข้อมูลให้ขอ รับไฟล์ด้วย workbook receive"
    elif not name:
        yield "ดูคอลัมน์ด้วย workbook extract ชุดข้อมูล แล้วขอด้วย workbook extract ชุดข้อมูล.ตาราง"
