"""The Thai words of Quarto's own pages: it brings none for this language."""

LANGUAGE = {
    "toc-title-document": "สารบัญ",
    "toc-title-website": "ในหน้านี้",
    "related-formats-title": "รูปแบบอื่น",
    "section-title-abstract": "บทคัดย่อ",
    "section-title-footnotes": "เชิงอรรถ",
    "section-title-appendices": "ภาคผนวก",
    "search-no-results-text": "ไม่พบ",
    "search-matching-documents-text": "หน้าที่พบ",
    "search-copy-link-title": "คัดลอกลิงก์ของการค้นหา",
    "search-hide-matches-text": "ซ่อนส่วนอื่นที่พบ",
    "search-more-match-text": "ส่วนอื่นที่พบในหน้านี้",
    "search-more-matches-text": "ส่วนอื่นที่พบในหน้านี้",
    "search-clear-button-title": "ล้าง",
    "search-detached-cancel-button-title": "ยกเลิก",
    "search-submit-button-title": "ค้นหา",
    "crossref-fig-title": "ภาพที่",
    "crossref-tbl-title": "ตารางที่",
    "crossref-ch-prefix": "บทที่",
}
