// How much to give the graphics card at once: as much as it finishes within a frame or two.

import type { Job } from "./plan.ts";
import type { Gl } from "./program.ts";

const FIRST = 40_000;
const LEAST = 20_000;
const MOST = 4_000_000;

export interface Pace {
  /** Whether the card is done with what it got. */
  ready(): boolean;
  /** Does as much of the jobs as is due, and returns what is left. */
  work(jobs: Job[]): Job[];
  /** A new picture begins. */
  restart(): void;
  /** Milliseconds that the last complete picture took. */
  readonly took: number;
}

export function makePace(gl: Gl): Pace {
  let portion = FIRST;
  let fence: WebGLSync | null = null;
  let since = 0;
  let begun = 0;
  let ended = false;
  let last = 0;

  function ready(): boolean {
    if (!fence || gl.isContextLost()) return true;
    if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false;
    gl.deleteSync(fence);
    fence = null;
    const took = performance.now() - since;
    if (ended) last = performance.now() - begun;
    if (took < 24) portion = Math.min(MOST, portion * 2);
    if (took > 70) portion = Math.max(LEAST, portion / 2);
    return true;
  }

  function work(jobs: Job[]): Job[] {
    let left = portion;
    let at = 0;
    while (at < jobs.length && left > 0) {
      const job = jobs[at];
      const count = Math.min(job.count, Math.ceil(left / job.weight));
      job.draw(0, count);
      left -= count * job.weight;
      if (count < job.count) {
        jobs = [...jobs];
        jobs[at] = rest(job, count);
      } else at++;
    }
    fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    since = performance.now();
    gl.flush();
    ended = at === jobs.length;
    return jobs.slice(at);
  }

  function restart(): void {
    begun = performance.now();
    ended = false;
  }

  return {
    ready,
    work,
    restart,
    get took() {
      return last;
    },
  };
}

/** A job without its first items. */
function rest(job: Job, done: number): Job {
  return { ...job, count: job.count - done, draw: (first, count) => job.draw(first + done, count) };
}
