// Opens graph files with graphology and prints, per file, one line of JSON: what it sees.
const fs = require('fs');
const path = require('path');
const Graph = require('graphology');

const READERS = {
  '.gexf': require('graphology-gexf'),
  '.graphml': require('graphology-graphml/node')
};

for (const file of process.argv.slice(2)) {
  const reader = READERS[path.extname(file)];
  const graph = reader.parse(Graph, fs.readFileSync(file, 'utf8'));
  const nodes = graph.mapNodes((node, values) => [node, values]);
  const edges = graph.mapEdges((edge, values, source, target) => [edge, source, target, values]);
  console.log(JSON.stringify({type: graph.type, multi: graph.multi, nodes, edges}));
}
