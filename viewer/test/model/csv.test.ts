/** CSV as RFC 4180 has it, and nothing that a spreadsheet would run. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { csvLine } from "../../src/model/csv.ts";

test("plain fields, numbers, nothing", () => {
  assert.equal(csvLine(["a", 1.5, null, NaN, ""]), "a,1.5,,,\r\n");
});

test("quotes what needs quotes", () => {
  assert.equal(csvLine(['say "hi"', "a,b", "two\nlines", "\r"]), '"say ""hi""","a,b","two\nlines","\'\r"\r\n');
});

test("formulas become texts, numbers stay numbers", () => {
  assert.equal(csvLine(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", -1]), "'=1+1,'+1,'-1,'@SUM(A1),'\t=1,-1\r\n");
  assert.equal(csvLine(['=HYPERLINK("http://x","y")']), '"\'=HYPERLINK(""http://x"",""y"")"\r\n');
});
