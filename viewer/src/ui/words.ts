/** The words of the page: what kinds, relations and numbers are called, dates and ordinals. */

const KINDS: Record<string, readonly [one: string, many: string]> = {
  article: ["article", "articles"],
  provider: ["publisher", "publishers"],
  topic: ["topic", "topics"],
  person: ["author", "authors"],
};

const RELATIONS: Record<string, readonly [name: string, out: string, into: string]> = {
  related: ["Related", "Refers to", "Referred to by"],
  links_to: ["Links in the text", "Links to", "Linked from"],
  published_by: ["Published by", "Publisher", "Articles"],
  about: ["About", "Topics", "Articles about it"],
  authored_by: ["Written by", "Authors", "Wrote"],
  part_of: ["Part of", "Part of", "Parts"],
};

const METRICS: Record<string, readonly [name: string, says: string]> = {
  pagerank: ["PageRank", "how much weight the articles that refer to it pass on"],
  betweenness: ["Betweenness", "how often it lies on the shortest way between two others"],
  in_degree: ["Relations in", "relations that lead to it"],
  out_degree: ["Relations out", "relations that leave it"],
  degree: ["Relations", "relations in and out"],
  degree_related: ["Related", "relations to related articles"],
  degree_published_by: ["Publisher relations", "relations of publication"],
  degree_about: ["Topic relations", "relations to topics"],
  degree_links_to: ["Links", "links in texts"],
  hub: ["Hub", "how well it points to what others point to, too"],
  authority: ["Authority", "how well good hubs point to it"],
  core: ["Core", "the largest k such that it lies among nodes that all have k relations to each other"],
  component: ["Component", "the number of its connected part"],
  quality: ["Quality", "as the files say"],
  heat: ["Heat", "as the files say"],
  sightings: ["Sightings", "places in files that mention it"],
};

const sentence = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

export function kindWord(kind: string, count = 1): string {
  const [one, many] = KINDS[kind] ?? [kind, `${kind}s`];
  return count === 1 ? one : many;
}

export function kindTitle(kind: string, count = 1): string {
  return sentence(kindWord(kind, count));
}

export function relationName(kind: string): string {
  return RELATIONS[kind]?.[0] ?? sentence(kind);
}

/** The heading over a node's relations of one kind that leave it, or that lead to it. */
export function relationTitle(kind: string, way: "out" | "in"): string {
  const [, out, into] = RELATIONS[kind] ?? [kind, sentence(kind), `${sentence(kind)} (of others)`];
  return way === "out" ? out : into;
}

export function metricName(metric: string): string {
  return METRICS[metric]?.[0] ?? sentence(metric);
}

export function metricHint(metric: string): string {
  return METRICS[metric]?.[1] ?? "";
}

const NUMBER = new Intl.NumberFormat("en");

export function count(value: number): string {
  return NUMBER.format(value);
}

/** `12 articles`, `1 article`. */
export function counted(value: number, kind: string): string {
  return `${count(value)} ${kindWord(kind, value)}`;
}

export function ordinal(place: number): string {
  const tens = place % 100;
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${count(place)}${ending}`;
}

/** A metric's value as short as it can be told from others. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return count(value);
  return Math.abs(value) >= 100 ? count(Math.round(value)) : String(Number(value.toPrecision(3)));
}

const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const LONG = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** A day since 1970 as `31 Aug 2021`; nothing for NO_DAY. */
export function dayName(day: number): string {
  const date = new Date(day * 86_400_000);
  return Number.isNaN(date.getTime()) || day < -3_000_000 ? "" : DATE.format(date);
}

/** A date as a file wrote it, with its clock time and offset; as it is if it is no ISO date. */
export function dateWords(text: string): string {
  const [, date, time, zone] = text.match(/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?[\d:.]*(Z|[+-]\d{2}:?\d{2})?$/) ?? [];
  const parsed = new Date(`${date}T00:00:00Z`);
  if (date === undefined || Number.isNaN(parsed.getTime())) return text;
  const clock = time && time !== "00:00" ? `, ${time}${zone === "Z" || zone === "+00:00" ? " UTC" : (zone ?? "")}` : "";
  return LONG.format(parsed) + clock;
}

/** Case, accents and width away, for comparing. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const LANGUAGE = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
export const byName = (one: string, other: string): number => LANGUAGE.compare(one, other);
