// What Python wrote, and how to put it on the page: only ever as text.

const { nodes, edges, options, page } = JSON.parse(document.getElementById("data").textContent);
const node = new Map(nodes.map((entry) => [entry.id, entry]));
edges.forEach((edge, row) => { edge.id = row; });

/** The edges at each node: { edge, other, out }. */
const around = new Map(nodes.map((entry) => [entry.id, []]));
for (const edge of edges) {
  around.get(edge.from).push({ edge, other: node.get(edge.to), out: true });
  if (edge.from !== edge.to) around.get(edge.to).push({ edge, other: node.get(edge.from), out: false });
}

/** Larger nodes are the more important ones; ties stay in the table's order. */
const byImportance = [...nodes].sort((one, two) => two.size - one.size);

const KINDS = {
  article: ["Article", "Articles"],
  provider: ["Provider", "Providers"],
  topic: ["Topic", "Topics"],
};
const LINKS = { related: "Related", published_by: "Published by", about: "About" };

const $ = (id) => document.getElementById(id);
const count = (number) => number.toLocaleString("en");
const words = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
const kindName = (kind, number = 1) => (KINDS[kind] ?? [words(kind), words(kind)])[number === 1 ? 0 : 1];
const linkName = (kind) => LINKS[kind] ?? words(kind);
const isHollow = (entry) => entry.status === "cited";
const clusterName = (entry) => entry.cluster_label ?? `Cluster ${entry.cluster}`;

/** An element with these properties; children that are strings become text, never markup. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A link for http, https and mailto; the bare text for anything else. */
function link(address, text) {
  return isSafe(address) ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer", textContent: text }) : text;
}

function isSafe(address) {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}
