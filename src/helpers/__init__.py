"""The workbook: deliveries of the collection systems go in, reports come out, every printed number is a named fact.

    delivered file ─▶ collection ─▶ store ─▶ facts ─▶ notebook ─▶ reports ─▶ outputs, with their manifest
                      read, check   Parquet  named    papermill   HTML, PDF,  audit: verify, trace
                                    row keys numbers              Excel

Layers import downwards only; tests/contract/test_layers.py holds them to it.

    __main__     the command line: reads the words, catches every error, exits
    commands     what each word does: calls the layers below and says in Thai what came of it
    audit        puts reports in place with their manifest; status, verify, trace, compare, disclosure, findings
                 workbook, index
    reports      catalogue of reports, the session that notebooks see, tables, charts, execution, rendering
    facts        named numbers: definition, computation in pandas, recomputation in DuckDB, facts.csv
    performance  the year's information work as one source of tables, and the list of all sources
    budget       budget programmes: forms and registers, rules, allocations; the fiscal year as one source of tables
    collection   one package per system: recognition, reading, checks; the register, the store, canonical schemas, and
                 what changed in the tables since an earlier period
    params       strict YAML and the school list as frozen models
    ground       errors, incidents, periods, identifiers, thai, digests, files, excel, processes, fork_server,
                 temporary: import nothing of ours but errors

`sample` stands beside the house: it knows params and the formats of collection, and nothing that makes a report knows
it. Systems and kinds of report are discovered (`collection.systems`, `reports.catalogue`), not listed.
"""
