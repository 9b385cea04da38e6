/** Which files speak of a node, and where they differ from what the page shows. */

import type { Details, Sighting } from "../contract.ts";
import { h } from "./dom.ts";
import { moreList } from "./rows.ts";
import { placeOf, section } from "./relations.ts";
import { dateWords, relationName } from "./words.ts";

const WORDS: Record<string, string> = { document: "its own file", related: "in a list of related", link: "linked" };

export function sightingsOf({ sightings }: Details): HTMLElement | null {
  if (sightings.length === 0) return null;
  const differing = sightings.filter((sighting) => sighting.differs.length > 0).length;
  const ordered = [...sightings].sort((one, other) => other.differs.length - one.differs.length);
  const list = moreList(ordered.length, 6, (at) => sightingOf(ordered[at]));
  const title = differing ? `Sightings: ${differing} differ${differing === 1 ? "s" : ""}` : "Sightings";
  return section(title, sightings.length, list, differing > 0);
}

function sightingOf({ file, line, relation, differs }: Sighting): HTMLElement {
  const rows = differs.map(([field, value]) =>
    h("div", { class: "differs" }, h("dt", {}, field), h("dd", {}, /date|published|updated/.test(field) ? dateWords(value) : value)),
  );
  return h(
    "li",
    { class: "sighting" },
    placeOf({ file, line }, true),
    h("span", { class: "rank" }, WORDS[relation] ?? relationName(relation)),
    rows.length > 0 && h("dl", {}, ...rows),
  );
}
