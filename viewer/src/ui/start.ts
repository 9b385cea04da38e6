/** The page from its data: reads, makes the map, mounts the panes; or says why that is not possible. */

import { DataError, openPage } from "../data/index.ts";
import { NONE, type App, type MakeMap } from "../contract.ts";
import { makeStore } from "../model/state.ts";
import { actionKeys } from "./actions.ts";
import { mountChips } from "./chips.ts";
import { mountDetails } from "./details.ts";
import { h, part } from "./dom.ts";
import { mountFilters } from "./filters.ts";
import { makeHelp } from "./help.ts";
import { keepHistory } from "./history.ts";
import { listenToKeys } from "./keyboard.ts";
import { makeSay } from "./live.ts";
import { dress, isDark } from "./look.ts";
import { makeLights } from "./marks.ts";
import { listenToMap, mapKeys, mountZoom } from "./onmap.ts";
import { mountPage } from "./page.ts";
import { uncover } from "./reveal.ts";
import { mountSearch } from "./search.ts";
import { themeOf } from "./colours.ts";

/** More parts of the page, each for the frame's element of an id. */
export type Mounts = readonly (readonly [id: string, mount: (app: App, host: HTMLElement) => void])[];

export function run(makeMap: MakeMap, more: Mounts): void {
  const begin = (): void => void start(makeMap, more).catch(fail);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}

async function start(makeMap: MakeMap, more: Mounts): Promise<void> {
  const { graph, search } = await openPage(document);
  const say = makeSay();
  const store = makeStore(graph);
  await keepHistory(graph, store, say);
  part("app").hidden = false;
  document.getElementById("wait")?.remove();
  const map = makeMap(part("map"), graph, themeOf(graph, isDark(store.state)));
  document.documentElement.dataset["engine"] = map.engine;
  const { light } = makeLights(graph, store, map);
  const app: App = { graph, search, store, map, say, light };
  dress(app);
  mapKeys(app);
  const help = makeHelp();
  mountPage(app, help);
  mountZoom(app, part("zoom"));
  mountSearch(app, part("find"));
  mountFilters(app, store, part("filters"));
  mountDetails(app, store, part("details"));
  mountChips(app, part("chips"), part("status"));
  actionKeys(app);
  for (const [id, mount] of more) mount(app, part(id));
  listenToMap(app);
  listenToKeys();
  openOnSelect(app);
}

/** On narrow screens, what is selected in a list is shown in the pane over the map. */
function openOnSelect(app: App): void {
  app.store.listen((changed) => {
    const { path, selected } = app.store.state;
    if (!changed.has("selected") || selected === NONE || path?.to === NONE) return;
    document.documentElement.dataset["pane"] = "right";
    uncover(app, selected);
  });
}

/** A message in place of the page. */
function fail(error: unknown): void {
  const damaged = error instanceof DataError;
  const text = damaged ? error.message : `This page cannot be shown: ${String(error)}`;
  if (!damaged) console.error(error);
  part("app").hidden = true;
  document.getElementById("wait")?.remove();
  const hint = "Please write the file anew with graphkit, or copy it again; nothing in it was changed.";
  document.body.prepend(h("main", { class: "message", role: "alert" }, h("h1", {}, "This graph cannot be opened"), h("p", {}, text), h("p", {}, hint)));
}
