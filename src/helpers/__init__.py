"""The workbook: deliveries of the collection systems go in, reports come out, every printed number is a named fact.

    delivered file ─▶ systems, forms ─▶ store ─▶ facts ─▶ notebook ─▶ reports ─▶ outputs, with their manifest
                      read, check       Parquet  named    papermill   HTML, PDF,  audit: verify, trace
                                        row keys numbers              Excel

Layers import downwards only; tests/contract/test_layers.py holds them to it.

    __main__     the command line: reads the words, catches every error, exits
    commands     what each word does: calls the layers below and says in Thai what came of it
    publish      what leaves the office: which numbers the public may have, the same reports made of these alone and
                  their web site, what is looked through and attacked before; open data; answers to requests
    audit        puts reports in place with their manifest; status, verify (facts, files, pages), trace, compare,
                 approvals, evidence, disclosure, findings workbook, index, letters, what Quarto makes
    reports      what a notebook sees: the report, its views, prose; the kinds of report; execution
    render       what a notebook shows as blocks, and an executed notebook as the bytes of one file: HTML, PDF, Excel;
                 letters: what is handed on of a report as memo, slides, sheet and card; quarto: reports as a project of
                 Quarto, and Quarto itself
    charts       plain values in, a Thai picture and its words out
    facts        named numbers: definition, computation from frames, recomputation in DuckDB, facts.csv, short codes
    catalogue    the list of all data sets; everything that asks "what is there?" asks here
    national     the offices side by side as one data set, for those who run many
    school_year  an academic year by school, and the schools that are alike, as one data set
    performance  the year's information work as one data set
    programmes   budget programmes: forms and registers, rules, allocations; the fiscal year as one data set
    deliveries   what comes in: receiving files, telling what they are, withdrawing them
    systems      who sends: one package for each collection system, and the checks between them
    forms        Excel forms for what no system exports: written, recognised, read, checked
    foreign      files that others made, as rows of cells, read apart and within limits
    tables       what is kept: schemas, findings, the register, the store, the graph of data sets, what changed since an
                 earlier period
    params       strict YAML and the school list as frozen models
    ground       errors, incidents, periods, identifiers, thai, digests, files, excel, processes, fork_server,
                 standstill: import nothing of ours but errors; cluster, which has a Dask cluster do what processes do

`sample` stands beside the house: it knows params and the formats of what comes in, and nothing that makes a report
knows it. `recheck.py` and `check_evidence.py` lie beside this package and share no code with it: auditors run them with
Python alone. Systems and kinds of programme are discovered (`systems.system`, `programmes.kinds`), not listed.
"""

import os
import sys

# openpyxl writes other bytes where lxml is installed, and pyHanko brings it: the same reports on every machine.
os.environ["OPENPYXL_LXML"] = "False"
# Below nbformat, jsonschema makes a grammar of addresses in all scripts, a second in every process: no schema of
# notebooks has such an address, and jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
