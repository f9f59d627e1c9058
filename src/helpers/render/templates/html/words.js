"use strict";
// What every script of a page does with words: Thai digits are found by Arabic ones, and written where the office writes them.
const THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙";
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit));
const written = (text) =>
  document.documentElement.dataset.digits === "thai" ? String(text).replace(/\d/g, (digit) => THAI_DIGITS[digit]) : String(text);
const writtenCount = (count) => written(count.toLocaleString("en"));
