/** Addresses: what is written is read back; what is hand-written and wrong is left out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE, type State } from "../../src/contract.ts";
import { readAddress, writeAddress } from "../../src/model/address.ts";
import { firstState } from "../../src/model/state.ts";
import { news } from "./news.ts";

test("nothing changed: nothing written", async () => {
  const graph = news();
  assert.equal(await writeAddress(graph, firstState(graph)), "");
  assert.deepEqual(await readAddress(graph, ""), { state: firstState(graph), lost: 0 });
});

test("every part of the state comes back", async () => {
  const graph = news();
  const state: State = {
    view: "edges",
    selected: 1,
    selection: [0, 2],
    query: "a & b = ä #1 100 %",
    kinds: [0, 2],
    edgeKinds: [1],
    clusters: [1],
    publishers: [4, 5],
    topics: [7],
    statuses: ["cited", "draft"],
    minTopic: 3,
    only: [0, 1],
    window: [-400, 20_000],
    focus: { row: 2, depth: 3 },
    path: { from: 0, to: 3, articlesOnly: true },
    pinned: [6],
    colourBy: "pagerank",
    sizeBy: "pagerank",
    theme: "dark",
    camera: { x: -12.5, y: 1234.5, zoom: 0.01234 },
  };
  const address = await writeAddress(graph, state);
  assert.deepEqual(await readAddress(graph, `#${address}`), { state, lost: 0 });
  assert.match(address, /^view=edges&node=article:b\?q%3D%C3%A4%26x%3D%232&selected=article:a\/1&/);
  assert.match(address, /&from=1968-11-27&to=2024-10-04&/);
});

test("a path that still lacks its end", async () => {
  const graph = news();
  const state = { ...firstState(graph), path: { from: 2, to: NONE, articlesOnly: false } };
  assert.deepEqual((await readAddress(graph, await writeAddress(graph, state))).state, state);
});

test("unknown nodes are counted, wrong values are as at first", async () => {
  const graph = news();
  const wrong = "node=article:none&publisher=provider:p&publisher=x&view=3d&kind=thing&cluster=9&cluster=0&status=x&least=0"
    + "&from=2024-02-31x&to=1&depth=9&colour=hack&size=&theme=pink&at=1,2&at=NaN,1,1&search=%E4%&=&&x";
  const { state, lost } = await readAddress(graph, wrong);
  assert.equal(lost, 2);
  assert.deepEqual(state, { ...firstState(graph), publishers: [4], query: "%E4%" });
  for (const at of ["1,2,0", "1,2,-1", "1,2,x", "1,2,3,4", "Infinity,0,1"]) {
    assert.equal((await readAddress(graph, `at=${at}`)).state.camera, null, at);
  }
});
