/** Tables as CSV: RFC 4180, and safe to open in a spreadsheet. */

export type Field = string | number | null;

/**
 * One record with its line end: `csvLine(["a, b", 1, null])` is `"a, b",1,` and CRLF.
 *
 * A text that a spreadsheet would take for a formula gets a `'` in front, as OWASP advises. Numbers stay numbers.
 */
export function csvLine(fields: readonly Field[]): string {
  return `${fields.map(csvField).join(",")}\r\n`;
}

function csvField(field: Field): string {
  if (field === null || (typeof field === "number" && Number.isNaN(field))) return "";
  if (typeof field === "number") return String(field);
  const text = /^[=+\-@\t\r]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
