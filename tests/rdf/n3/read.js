// Reads RDF files as N3.js does, and prints what it finds as N-Quads.
const { readFileSync } = require("node:fs");
const { extname } = require("node:path");
const { Parser, Writer } = require("n3");

const FORMATS = { ".ttl": "Turtle", ".ttl12": "Turtle", ".nt": "N-Triples", ".nq": "N-Quads", ".trig": "TriG" };

const writer = new Writer(process.stdout, { format: "N-Quads", end: false });
for (const file of process.argv.slice(2)) {
  const parser = new Parser({ format: FORMATS[extname(file)] });
  writer.addQuads(parser.parse(readFileSync(file, "utf8")));
}
writer.end();
