// Search: names that are, begin with or contain what was typed; among these the most important first.

const MOST_RESULTS = 50;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const folded = byImportance.map((entry) => ({ entry, text: fold(entry.name) }));
let found = [];
let active = 0;

function search() {
  const query = fold($("query").value.trim());
  const nearness = ({ text }) => (text === query ? 0 : text.startsWith(query) ? 1 : 2);
  const hits = query ? folded.filter(({ text }) => text.includes(query)) : [];
  found = hits.sort((one, other) => nearness(one) - nearness(other)).map(({ entry }) => entry);
  active = 0;
  showResults(query !== "");
}

function showResults(open) {
  const items = found.slice(0, MOST_RESULTS).map((entry, row) => {
    const text = element("span", { dir: "auto", textContent: entry.name });
    const item = element("li", { id: `result-${row}`, role: "option", onclick: () => choose(entry) }, mark(entry), text);
    item.setAttribute("aria-selected", String(row === active));
    return item;
  });
  const more = found.length - items.length;
  if (more > 0) items.push(element("li", { className: "none", textContent: `${count(more)} more` }));
  if (!found.length) items.push(element("li", { className: "none", textContent: "Nothing found" }));
  $("results").replaceChildren(...items);
  $("results").hidden = !open;
  $("query").setAttribute("aria-expanded", String(open));
  if (found.length) $("query").setAttribute("aria-activedescendant", `result-${active}`);
  else $("query").removeAttribute("aria-activedescendant");
}

function choose(entry) {
  showResults(false);
  visit(entry.id);
}

function move(step) {
  const last = Math.min(found.length, MOST_RESULTS) - 1;
  active = Math.min(Math.max(active + step, 0), Math.max(last, 0));
  showResults(true);
  $(`result-${active}`)?.scrollIntoView({ block: "nearest" });
}

$("query").addEventListener("input", search);
$("query").addEventListener("focus", search);
$("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && found.length) choose(found[active]);
  else if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else return;
  event.preventDefault();
});
document.addEventListener("pointerdown", (event) => {
  if (!$("search").contains(event.target)) showResults(false);
}, true);
