// Asks a SPARQL endpoint as Comunica does and prints the values of the first variable as JSON.
import { QueryEngine } from "@comunica/query-sparql";

const [endpoint, query, variable] = process.argv.slice(2);
const engine = new QueryEngine();
const found = await engine.queryBindings(query, { sources: [{ type: "sparql", value: endpoint }] });
const rows = await found.toArray();
console.log(JSON.stringify(rows.map((row) => row.get(variable).value)));
